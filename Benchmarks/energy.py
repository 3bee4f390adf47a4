#!/usr/bin/env python3
"""Densities of the photon energy: Winnow's DensityBDT against NGBoost, LightGBM quantiles, CatBoost and
XGBoostLSS on the calorimeter toy, whose true density is known.

usage: energy.py [--events N] [--threads N] [--winnow PROGRAM] [--peers A,B]

N events are learnt from and N others judged, on the same inputs and target, y = E_true/E_raw. Settings
were chosen beforehand and not tuned on the judged events. Negative log-likelihoods are of y, with errors;
differences from the true density are paired. Pulls are Φ⁻¹(P(Y ≤ y)), their width the RMS, over all events
and in twelve bins each of raw energy and of η with as many events. σ_eff is half of the shortest interval
with 68.3 % of predicted over true energy, relative to that of the true mean function. Times are those of
training alone. Writes energy.json and energy.md to results.
"""

import argparse
import json
import pathlib
import subprocess
import time

from environment import HERE, enter

PEERS = ["ngboost", "lightgbm", "catboost", "xgboostlss"]
INPUTS = [
    "raw_energy", "energy_5x5", "r9", "eta", "eta_width", "phi_width", "sigma_ieta_ieta",
    "sigma_iphi_iphi", "e_max_ratio", "e_second_ratio", "eta_asymmetry", "phi_asymmetry",
    "hadronic_ratio", "local_eta", "local_phi", "edge_eta", "edge_phi", "clusters", "rho", "vertices"]
OURS = {
    "DensityBDT": "{density: dscb}",
    "DensityDNN": "{density: dscb, optimizer: adamw, weight_decay: 0.3, batch: 1000, learning_rate: 0.004, "
                  "learning_rate_decay: one_cycle, epochs: 100, layers: [{dense: 128, activation: silu}, "
                  "{dense: 128, activation: silu}, {dense: 128, activation: silu}]}",
    "FastDensityBDT": "{method: DensityBDT, density: dscb, start: constant, trees: 50, learning_rate: 0.3}",
}
TAIL = {68: (0.1585, 0.8415), 95: (0.025, 0.975)}
FOLDER = HERE / "results" / "energy"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--winnow", default=str(HERE.parent / ".build/release/winnow"))
    parser.add_argument("--peers", default=",".join(PEERS))
    return parser.parse_args()


def generated(options, name, seed):
    """Columns of a file of toy events."""
    import h5py

    file = FOLDER / f"{name}.h5"
    subprocess.run(
        [options.winnow, "generate", "calorimeter", "--events", str(options.events), "--seed", str(seed),
         "--output", str(file)], check=True, stdout=subprocess.DEVNULL)
    with h5py.File(file) as opened:
        return {key: column[:] for key, column in opened["events"].items()}


def matrix(columns):
    import numpy as np

    return np.stack([columns[name] for name in INPUTS], axis=1)


def crystal_ball(columns, y):
    """−ln p, pulls and intervals of a double-sided Crystal Ball whose parameters are columns; intervals by
    inversion of its cumulative function."""
    import numpy as np
    from scipy.special import ndtr, ndtri

    mu, sigma, al, nl, ar, nr = (
        columns["true_" + key].astype(float)
        for key in ("mu", "sigma", "alpha_left", "n_left", "alpha_right", "n_right"))
    root = np.sqrt(2 * np.pi)
    left, right = (n / (a * (n - 1)) * np.exp(-a * a / 2) for a, n in ((al, nl), (ar, nr)))
    total = left + right + root * (ndtr(ar) - ndtr(-al))

    def tail(a, n, area, wanted):
        return a + n / a * ((wanted / area) ** (-1 / (n - 1)) - 1)

    def quantile(p):
        below, above = p * total, (1 - p) * total
        core = ndtri(np.clip(ndtr(-al) + (below - left) / root, 1e-300, 1 - 1e-16))
        t = np.where(below < left, -tail(al, nl, left, below), core)
        return mu + sigma * np.where(above < right, tail(ar, nr, right, above), t)

    t = (y - mu) / sigma
    with np.errstate(invalid="ignore"):
        low_step, high_step = np.log1p(al / nl * (-t - al)), np.log1p(ar / nr * (t - ar))
        below = np.where(t < -al, left * np.exp((1 - nl) * low_step), left + root * (ndtr(t) - ndtr(-al)))
        above = np.where(t > ar, right * np.exp((1 - nr) * high_step), total - below)
        shape = np.where(t < -al, -al * al / 2 - nl * low_step,
                         np.where(t > ar, -ar * ar / 2 - nr * high_step, -t * t / 2))
    pulls = np.where(t < 0, ndtri(below / total), -ndtri(above / total))
    return {"nll": np.log(sigma * total) - shape, "pulls": pulls,
            "intervals": {level: tuple(map(quantile, ends)) for level, ends in TAIL.items()}}


def gaussian(mean, width, y):
    import numpy as np
    from scipy.special import ndtri

    pulls = (y - mean) / width
    return {"nll": pulls ** 2 / 2 + np.log(width) + 0.5 * np.log(2 * np.pi), "pulls": pulls, "value": mean,
            "intervals": {level: (mean + width * ndtri(a), mean + width * ndtri(b))
                          for level, (a, b) in TAIL.items()}}


def winnow(options, y):
    """Trains through the program, one method after another; densities are rebuilt from the columns that
    `apply` writes."""
    found = {}
    for name, settings in OURS.items():
        (FOLDER / "energy.yaml").write_text(f"""name: energy
input:
  train: {{file: train.h5:events}}
  test: {{file: test.h5:events}}
variables: [{', '.join(INPUTS)}]
target: {{name: response, expression: "true_energy / raw_energy"}}
methods:
  "{name}": {settings}
""")
        subprocess.run([options.winnow, "train", "energy.yaml", "--output", "run", "--overwrite", "--quiet",
                        "--threads", str(options.threads)], cwd=FOLDER, check=True)
        method = json.loads((FOLDER / "run/summary.json").read_text())["methods"][0]
        found[name] = applied(options, name, y), method["train_seconds"]
    return found


def applied(options, name, y):
    import h5py

    (FOLDER / "applied.h5").unlink(missing_ok=True)
    subprocess.run([options.winnow, "apply", f"run/models/{name}.safetensors", "--input", "test.h5:events",
                    "--output", "applied.h5"], cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    with h5py.File(FOLDER / "applied.h5") as file:
        table = next((group for group in file.values() if isinstance(group, h5py.Group)), file)
        found = {key: column[:] for key, column in table.items()}
    theta = {key.split("theta_")[1]: column for key, column in found.items() if "_theta_" in key}
    columns = {"true_" + key.replace("low", "left").replace("high", "right"): column
               for key, column in theta.items()}
    return {**crystal_ball(columns, y), "value": found[f"{name}_response"].astype(float)}


def ngboost(options, x, y, test):
    from ngboost import NGBRegressor
    from ngboost.distns import Normal
    from sklearn.tree import DecisionTreeRegressor

    model = NGBRegressor(
        Dist=Normal, n_estimators=300, learning_rate=0.1, verbose=False, random_state=1,
        minibatch_frac=min(1.0, 20_000 / len(y)), Base=DecisionTreeRegressor(max_depth=4))
    start = time.perf_counter()
    model.fit(x, y)
    seconds = time.perf_counter() - start
    found = model.pred_dist(test)
    return (found.loc, found.scale), seconds


def catboost(options, x, y, test):
    import numpy as np
    from catboost import CatBoostRegressor

    model = CatBoostRegressor(
        loss_function="RMSEWithUncertainty", iterations=600, learning_rate=0.1, depth=6,
        thread_count=options.threads, verbose=False, random_seed=1, allow_writing_files=False)
    start = time.perf_counter()
    model.fit(x, y)
    seconds = time.perf_counter() - start
    mean, variance = model.predict(test).T
    return (mean, np.sqrt(variance)), seconds


def xgboostlss(options, x, y, test):
    import xgboost
    from xgboostlss.distributions.Gaussian import Gaussian
    from xgboostlss.model import XGBoostLSS

    model = XGBoostLSS(Gaussian(stabilization="None", response_fn="exp", loss_fn="nll"))
    start = time.perf_counter()
    model.train({"eta": 0.1, "max_depth": 6, "nthread": options.threads},
                xgboost.DMatrix(x, y, nthread=options.threads), num_boost_round=300)
    seconds = time.perf_counter() - start
    found = model.predict(xgboost.DMatrix(test), pred_type="parameters")
    return (found["loc"].to_numpy(), found["scale"].to_numpy()), seconds


def lightgbm(options, x, y, test):
    """One model per quantile; no density, so no likelihood."""
    from lightgbm import LGBMRegressor

    found, seconds = {}, 0.0
    for level in sorted(end for ends in TAIL.values() for end in ends):
        model = LGBMRegressor(
            objective="quantile", alpha=level, n_estimators=300, learning_rate=0.1, num_leaves=31,
            n_jobs=options.threads, verbose=-1, random_state=1)
        start = time.perf_counter()
        model.fit(x, y)
        seconds += time.perf_counter() - start
        found[level] = model.predict(test)
    return {"intervals": {level: (found[a], found[b]) for level, (a, b) in TAIL.items()}}, seconds


def effective_width(values):
    """Half of the shortest interval with 68.3 % of the values."""
    import numpy as np

    ordered = np.sort(values)
    count = int(np.ceil(0.683 * len(ordered)))
    return float(np.min(ordered[count - 1:] - ordered[:len(ordered) - count + 1]) / 2)


def widths_in_bins(pulls, columns):
    import numpy as np

    parts = (part for key in ("raw_energy", "eta") for part in np.array_split(np.argsort(columns[key]), 12))
    return [float(np.sqrt(np.mean(pulls[part] ** 2))) for part in parts]


def figures(found, best, columns, y):
    """Of one method; best is −ln p of the true density."""
    import numpy as np

    row = {}
    for level, (low, high) in found["intervals"].items():
        row[f"coverage{level}"] = float(np.mean((y >= low) & (y <= high)))
        row[f"width{level}"] = float(np.mean(high - low))
    if "nll" in found:
        excess = found["nll"] - best
        row["nll"], row["excess"] = float(np.mean(found["nll"])), float(np.mean(excess))
        row["excess_error"] = float(np.std(excess) / len(y) ** 0.5)
        row["pull_width"] = float(np.sqrt(np.mean(found["pulls"] ** 2)))
        row["pull_widths"] = widths_in_bins(found["pulls"], columns)
    if "value" in found:
        row["sigma_eff"] = effective_width(found["value"] / y) / effective_width(columns["true_mean"] / y)
    return row


def table(rows, events):
    lines = [f"{events} events to learn from, {events} to judge; −ln p of E_true/E_raw.", "",
             "| method | −ln p | above the truth | pulls: width | … in 24 bins | σ_eff |"
             " 68.3 % interval: coverage, width | 95 %: coverage, width | training |",
             "|---|---|---|---|---|---|---|---|---|"]
    for name, row in rows.items():
        density = ["–"] * 4
        if "nll" in row:
            density = [f"{row['nll']:.4f}", f"{row['excess']:.4f} ± {row['excess_error']:.4f}",
                       f"{row['pull_width']:.3f}",
                       f"{min(row['pull_widths']):.3f} – {max(row['pull_widths']):.3f}"]
        width = f"{row['sigma_eff']:.4f}" if "sigma_eff" in row else "–"
        seconds = f"{row['seconds']:.1f} s" if row["seconds"] else "–"
        intervals = [f"{row[f'coverage{k}']:.4f}, {row[f'width{k}']:.5f}" for k in TAIL]
        lines.append("| " + " | ".join([name, *density, width, *intervals, seconds]) + " |")
    return "\n".join(lines) + "\n"


def main():
    options = arguments()
    enter(["ngboost", "lightgbm", "catboost", "scipy", "h5py", "scikit-learn"],
          ["ngboost", "lightgbm", "catboost", "scipy", "h5py"])
    import numpy as np

    FOLDER.mkdir(parents=True, exist_ok=True)
    train, test = generated(options, "train", 1), generated(options, "test", 2)
    x, unseen = matrix(train), matrix(test)
    y, judged = ((c["true_energy"] / c["raw_energy"]).astype(float) for c in (train, test))
    truth = {**crystal_ball(test, judged), "value": test["true_mean"]}

    def judge(found, seconds):
        return {"seconds": seconds, **figures(found, truth["nll"], test, judged)}

    rows = {"true density": judge(truth, 0)}
    for name, (found, seconds) in winnow(options, judged).items():
        rows["Winnow " + name] = judge(found, seconds)
    for name in options.peers.split(",") if options.peers else []:
        try:
            result, seconds = globals()[name](options, x, y, unseen)
        except ImportError as error:
            print(f"{name} is left out: {error}")
            continue
        found = result if isinstance(result, dict) else gaussian(*result, judged)
        rows[name] = judge(found, seconds)
        print(name, rows[name], flush=True)
    (FOLDER.parent / "energy.json").write_text(json.dumps(rows, indent=1) + "\n")
    (FOLDER.parent / "energy.md").write_text(table(rows, options.events))
    print(table(rows, options.events))


if __name__ == "__main__":
    main()
