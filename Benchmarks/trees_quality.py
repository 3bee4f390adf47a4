#!/usr/bin/env python3
"""Quality of trees: Winnow, LightGBM and XGBoost with the same settings on the same splits.

usage: trees_quality.py [--data DIR] [--sets A,B] [--seeds N] [--threads N] [--toys N]

Each seed divides the events anew (the toys: draws them anew). Writes trees_quality.json and
trees_quality.md beside this script: means and standard deviations over the seeds, and differences ours
minus theirs, paired by seed, with the error of their mean. No side has a test sample to tune on: the
settings are the same for all sets.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

from environment import HERE, build, enter

PEERS = ["lightgbm", "xgboost"]
SETS = {"magic": "MAGIC", "higgs": "HIGGS", "photo-z": "photo-z", "toys": "toys"}
SHAPE = dict(trees=300, leaves=31, depth=0, rate=0.05, l2=1.0)
SCRATCH = HERE / "results" / "quality"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = os.environ.get("WINNOW_SHARED_DATA", HERE.parent.parent / "shared" / "data")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(data))
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--toys", type=int, default=1_000_000, help="training events; a fifth as many test")
    options = parser.parse_args()
    for name in set(options.sets.split(",")) - set(SETS):
        parser.error(f"no set “{name}”; allowed: {', '.join(SETS)}")
    return options


def magic(folder):
    import numpy as np

    rows = []
    for part in ("train", "test"):
        rows += (folder / "magic" / f"{part}.csv").read_text().splitlines()[1:]
    cells = [row.split(",") for row in rows]
    x = np.array([row[:-1] for row in cells], dtype=np.float32)
    return x, np.array([row[-1] == "g" for row in cells], dtype=np.float32)


def higgs(folder):
    import numpy as np
    import uproot

    parts = []
    with uproot.open(folder / "higgs" / "Higgs_data.root") as file:
        for tree in ("sig_tree", "bkg_tree"):
            columns = file[tree].arrays(library="np")
            parts.append(np.stack([v for k, v in columns.items() if k != "Type"], axis=1))
    y = np.repeat([1, 0], [len(part) for part in parts]).astype(np.float32)
    return np.concatenate(parts).astype(np.float32), y


def photo_z(folder):
    import h5py
    import numpy as np

    x, y = [], []
    for part in ("training", "validation"):
        with h5py.File(folder / "photo-z" / f"test_dc2_{part}_9816.hdf5") as file:
            table = file["photometry"]
            x.append(np.stack([table[k][:] for k in sorted(table) if k.startswith("mag")], axis=1))
            y.append(table["redshift"][:])
    return np.concatenate(x).astype(np.float32), np.concatenate(y).astype(np.float32)


def samples(name, options, seed):
    """Training and test events: two thirds and a third, or toys."""
    import numpy as np

    if name == "toys":
        from trees import events

        return [(x.T, y) for x, y in (events(options.toys, 10 + seed),
                                      events(options.toys // 5, 1000 + seed))]
    x, y = {"magic": magic, "higgs": higgs, "photo-z": photo_z}[name](options.data)
    order = np.random.default_rng(seed).permutation(len(y))
    cut = 2 * len(y) // 3
    return [(x[part], y[part]) for part in (order[:cut], order[cut:])]


def write(path, x, y):
    """Column by column, the label last."""
    with path.open("wb") as file:
        for column in [*x.T, y]:
            column.astype("float32").tofile(file)


def scores(run, binary, program):
    """What a program says of the test events: probabilities or predictions."""
    import numpy as np

    folder = pathlib.Path(run["folder"])
    if program == "winnow":
        keys = ("features", "trees", "leaves", "depth", "threads", "rate", "l2", "objective")
        command = [binary, "train", run["train"], run["test"], folder / "winnow.f32",
                   *[f"{key}={run[key]}" for key in keys]]
    else:
        command = [sys.executable, HERE / "trees_peers.py", program, "train", folder / "run.json"]
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
    found = np.fromfile(folder / f"{program}.f32", dtype=np.float32).astype(np.float64)
    if program == "winnow" and run["objective"] == "logistic":
        found = 1 / (1 + np.exp(-found))
    return found


def figures(y, found, objective):
    import numpy as np
    from sklearn.metrics import log_loss, roc_auc_score

    if objective == "logistic":
        return {"AUC": roc_auc_score(y, found), "log-loss": log_loss(y, found)}
    residual = found - y
    scaled = residual / (1 + y)
    nmad = 1.4826 * np.median(np.abs(scaled - np.median(scaled)))
    return {"RMSE": np.sqrt(np.mean(residual**2)), "mean absolute error": np.mean(np.abs(residual)),
            "σ(NMAD) of Δz/(1+z)": nmad}


def measured(name, options, binary):
    """results[program][figure]: one value per seed."""
    objective = "squared" if name == "photo-z" else "logistic"
    SCRATCH.mkdir(parents=True, exist_ok=True)
    results = {}
    for seed in range(1, options.seeds + 1):
        train, test = samples(name, options, seed)
        run = dict(SHAPE, features=train[0].shape[1], objective=objective, seed=seed,
                   threads=options.threads, folder=str(SCRATCH),
                   train=str(SCRATCH / "train.f32"), test=str(SCRATCH / "test.f32"))
        write(SCRATCH / "train.f32", *train)
        write(SCRATCH / "test.f32", *test)
        (SCRATCH / "run.json").write_text(json.dumps(run))
        for program in ["winnow", *PEERS]:
            found = figures(test[1], scores(run, binary, program), objective)
            for figure, value in found.items():
                results.setdefault(program, {}).setdefault(figure, []).append(float(value))
        print(f"{name}, seed {seed}: " + "; ".join(
            f"{program} {list(f.values())[0][-1]:.5f}" for program, f in results.items()), flush=True)
    return results


def table(title, results):
    """One row per figure: mean ± standard deviation, and paired differences with their error."""
    import numpy as np

    rows = []
    for figure, ours in results["winnow"].items():
        cells = []
        for program in ["winnow", *PEERS]:
            values = np.array(results[program][figure])
            cells.append(f"{values.mean():.5f} ± {values.std(ddof=1):.5f}")
        for peer in PEERS:
            difference = np.array(ours) - np.array(results[peer][figure])
            error = difference.std(ddof=1) / np.sqrt(len(difference))
            cells.append(f"{difference.mean():+.5f} ± {error:.5f}")
        rows.append(f"| {title} | {figure} | " + " | ".join(cells) + " |")
    return rows


def main():
    options = arguments()
    enter(["numpy", "scikit-learn", "lightgbm", "xgboost-cpu", "uproot", "h5py"],
          ["numpy", "sklearn", "lightgbm", "xgboost", "uproot", "h5py"])
    binary = build("winnow-bench-trees")
    path = HERE / "trees_quality.json"
    report = json.loads(path.read_text()) if path.exists() else {}
    for name in options.sets.split(","):
        results = measured(name, options, binary)
        report[name] = dict(seeds=options.seeds, settings=SHAPE, results=results)
        if name == "toys":
            report[name]["events"] = options.toys
        path.write_text(json.dumps(report, indent=1) + "\n")
    header = ["set", "figure", "Winnow", *["LightGBM", "XGBoost"], "− LightGBM", "− XGBoost"]
    lines = ["# Quality of trees", "",
             f"{SHAPE['trees']} trees × {SHAPE['leaves']} leaves × 255 bins, learning rate "
             f"{SHAPE['rate']}, λ = {SHAPE['l2']:.0f}, at least 20 events in a leaf (XGBoost has no such "
             "limit; its least Hessian sum is 1, or 20 for regression).",
             "Mean ± standard deviation over seeds, each with a split (the toys: events) of its own; "
             "differences are paired by seed, with the error of their mean.",
             "Made by `python3 Benchmarks/trees_quality.py`.", "",
             "| " + " | ".join(header) + " |", "|---|---|" + "---:|" * 5]
    for name in SETS:
        if name in report:
            count = report[name].get("events")
            title = SETS[name] + (f", {count} events" if count else "")
            lines += table(title, report[name]["results"])
    (HERE / "trees_quality.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
