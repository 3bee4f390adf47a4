"""TMVA's regression example on TMVA's own split: 1000 training and 9000 test events, weight var1.

Settings are chosen by five divisions of the training events alone; the test events are then predicted
once by the best setting of each method. TMVA 4.2.0 stored its own predictions for the same events.

    python Benchmarks/tmva_regression.py [--data tmva-outputs/tmva-4.2.0-regression/responses.root]
"""
import argparse
import itertools
import json
import os
import subprocess
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
WINNOW = os.environ.get("WINNOW", str(ROOT / ".build/release/winnow"))
SHARED = os.environ.get("WINNOW_SHARED_DATA", str(ROOT.parent / "shared/data"))
COLUMNS = ["var1", "var2", "fvalue"]


def candidates():
    """Settings to choose from, by method; fixed before anything was trained."""
    mlp = [
        f"{{method: MLP, hidden: {hidden}, activation: tanh, optimizer: {optimizer}, epochs: {epochs}, "
        f"validation: 0, early_stopping: 0, l2: {l2}, transforms: [{transform}]}}"
        for hidden, optimizer, epochs, l2, transform in itertools.product(
            ["[22]", "[15, 15]", "[25, 25]"], ["bfgs"], [1000, 4000], [0, 1e-7, 1e-6], ["normalize"])
    ]
    bdt = [
        f"{{method: BDT, trees: {trees}, learning_rate: {rate}, max_leaves: {leaves}, "
        f"min_node_size: {size}, subsample: 0.5, l2: {l2}, validation: 0, early_stopping: 0}}"
        for (trees, rate), leaves, size, l2 in itertools.product(
            [(1000, 0.05), (3000, 0.05), (5000, 0.02)], [4, 8, 16], [2, 5], [0, 1])
    ]
    return {"MLP": mlp, "BDT": bdt}


def write(rows, file):
    np.savetxt(file, rows, delimiter=",", header=",".join(COLUMNS + ["part", "number"]), comments="", fmt="%.9g")


def train(folder, name, split, methods):
    lines = ["name: tmva_regression", "input: {file: events.csv}" if "folds" in split else
             "input: {file: all.csv}", "variables: [var1, var2]", "spectators: [number]", "target: fvalue", "weight: var1",
             f"split: {split}", "methods:"]
    lines += [f'  "{label}": {settings}' for label, settings in methods]
    (folder / f"{name}.yaml").write_text("\n".join(lines) + "\n")
    subprocess.run([WINNOW, "train", f"{name}.yaml", "--output", name, "--overwrite", "--quiet"],
                   cwd=folder, check=True)
    summary = json.loads((folder / name / "summary.json").read_text())
    return {m["name"]: (m["bias"]["value"], m["rms"]["value"], m["rms"]["error"])
            for m in summary["methods"]}


def chosen(folder):
    best = {}
    for kind, settings in candidates().items():
        labels = [(f"{kind} {i}", s) for i, s in enumerate(settings)]
        found = train(folder, f"choose_{kind}", "{mode: folds, folds: 5, by: number}", labels)
        best[kind] = min(labels, key=lambda entry: found[entry[0]][1])
        print(f"{kind}: {best[kind][1]}, divided training events: rms {found[best[kind][0]][1]:.3f}", flush=True)
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=f"{SHARED}/tmva-outputs/tmva-4.2.0-regression/responses.root")
    parser.add_argument("--work", default=str(ROOT / "runs/tmva_regression"))
    options = parser.parse_args()
    import uproot
    folder = Path(options.work)
    folder.mkdir(parents=True, exist_ok=True)
    file = uproot.open(options.data)
    trees = [file[name].arrays(library="np") for name in ("TrainTree", "TestTree")]
    parts = [np.stack([t[c] for c in COLUMNS] + [np.full(len(t["var1"]), i),
                       np.arange(len(t["var1"]))], 1)
             for i, t in enumerate(trees)]
    write(parts[0], folder / "events.csv")
    write(np.concatenate(parts), folder / "all.csv")
    best = chosen(folder)
    final = train(folder, "final", "{mode: column, column: part, train: 0, test: 1}",
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
