#!/usr/bin/env python3
"""TMVA's regression example on TMVA's own split: 1000 training and 9000 test events, weight var1.

Settings are chosen by five divisions of the training events alone; the test events are then predicted
once by the best setting of each method. TMVA 4.2.0 stored its own predictions for the same events.

usage: tmva_regression.py [--data DIR] [--winnow PROGRAM]
"""

import argparse
import itertools
import json
import os
import pathlib
import subprocess

from environment import HERE, enter

COLUMNS = ["var1", "var2", "fvalue"]
FOLDER = HERE / "results" / "tmva_regression"


def candidates():
    """Settings to choose from, by method; fixed before anything was trained."""
    mlp = [
        f"{{method: MLP, hidden: {hidden}, activation: tanh, optimizer: bfgs, epochs: {epochs}, "
        f"validation: 0, early_stopping: 0, l2: {l2}, transforms: [normalize]}}"
        for (hidden, epochs), l2 in itertools.product(
            [("[22]", 3000), ("[15, 15]", 2000)], [0, 1e-6])
    ]
    bdt = [
        f"{{method: BDT, trees: {trees}, learning_rate: {rate}, max_leaves: {leaves}, "
        f"min_node_size: {size}, subsample: 0.5, l2: 0, validation: 0, early_stopping: 0}}"
        for (trees, rate), leaves, size in itertools.product(
            [(1000, 0.05), (3000, 0.05)], [4, 8, 16], [2, 5])
    ]
    return {"MLP": mlp, "BDT": bdt}


def write(rows, file):
    import numpy as np

    np.savetxt(file, rows, delimiter=",", comments="", fmt="%.9g",
               header=",".join(COLUMNS + ["part", "number"]))


def train(winnow, name, split, methods):
    """Bias and RMS of each method, by its name."""
    file = "events.csv" if "folds" in split else "all.csv"
    lines = ["name: tmva_regression", f"input: {{file: {file}}}", "variables: [var1, var2]",
             "spectators: [number]", "target: fvalue", "weight: var1", f"split: {split}", "methods:"]
    lines += [f'  "{label}": {settings}' for label, settings in methods]
    (FOLDER / f"{name}.yaml").write_text("\n".join(lines) + "\n")
    subprocess.run([winnow, "train", f"{name}.yaml", "--output", name, "--overwrite", "--quiet"],
                   cwd=FOLDER, check=True)
    summary = json.loads((FOLDER / name / "summary.json").read_text())
    return {m["name"]: (m["bias"]["value"], m["rms"]["value"], m["rms"]["error"])
            for m in summary["methods"]}


def chosen(winnow):
    best = {}
    for kind, settings in candidates().items():
        labels = [(f"{kind} {i}", s) for i, s in enumerate(settings)]
        found = train(winnow, f"choose_{kind}", "{mode: folds, folds: 5, by: number}", labels)
        best[kind] = min(labels, key=lambda entry: found[entry[0]][1])
        rms = found[best[kind][0]][1]
        print(f"{kind}: {best[kind][1]}, divided training events: rms {rms:.3f}", flush=True)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = os.environ.get("WINNOW_SHARED_DATA", HERE.parent.parent / "shared" / "data")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(data))
    parser.add_argument("--winnow", default=str(HERE.parent / ".build/release/winnow"))
    options = parser.parse_args()
    enter(["uproot", "numpy"], ["uproot", "numpy"])
    import numpy as np
    import uproot

    FOLDER.mkdir(parents=True, exist_ok=True)
    file = uproot.open(options.data / "tmva-outputs/tmva-4.2.0-regression/responses.root")
    trees = [file[name].arrays(library="np") for name in ("TrainTree", "TestTree")]
    parts = [
        np.stack([*(t[c] for c in COLUMNS), np.full(len(t["var1"]), i), np.arange(len(t["var1"]))], 1)
        for i, t in enumerate(trees)]
    write(parts[0], FOLDER / "events.csv")
    write(np.concatenate(parts), FOLDER / "all.csv")
    best = chosen(options.winnow)
    final = train(options.winnow, "final", "{mode: column, column: part, train: 0, test: 1}",
                  [(kind, entry[1]) for kind, entry in best.items()])
    test = trees[1]
    print("\n| method | weighted bias | weighted sigma |\n|---|---|---|")
    for kind, (bias, rms, error) in final.items():
        print(f"| {kind}, Winnow | {bias:.4f} | {rms:.4f} ± {error:.4f} |")
    for kind in ("MLP", "BDTG", "BDT", "KNN", "LD"):
        d, w = test[kind].astype(float) - test["fvalue"], test["var1"].astype(float)
        bias = np.average(d, weights=w)
        print(f"| {kind}, TMVA 4.2.0 | {bias:.4f} | {np.average((d - bias) ** 2, weights=w) ** 0.5:.4f} |")


if __name__ == "__main__":
    main()
