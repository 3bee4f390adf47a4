#!/usr/bin/env python3
"""Networks on HIGGS with few events: Winnow's defaults against scikit-learn and PyTorch.

Half signal, half background, 28 inputs, 14 000 events to learn from and 6 000 to test on, of the file
Higgs_data.root of TMVA's tutorials. Each program trains with five seeds; the table shows the best and the
median area under the ROC curve on the test events, and the seconds of one training. The peers stop early
on a tenth of the training events; Winnow as it does by default.

    nice higgs_networks.py Higgs_data.root WINNOW_PROGRAM [--seeds N]
"""

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import environment

PEERS = ["numpy", "scikit-learn", "torch", "uproot"]
TRAINING = 14_000
METHODS = {"MLP": {}, "DNN": {}}


def events(path):
    trees = uproot.open(path)
    names = trees["sig_tree"].keys()[1:]
    parts = [np.stack([trees[tree][name].array(library="np") for name in names], axis=1)
             for tree in ("sig_tree", "bkg_tree")]
    x = np.concatenate(parts).astype("f")
    y = np.concatenate([np.ones(len(parts[0])), np.zeros(len(parts[1]))])
    order = np.random.default_rng(1).permutation(len(x))
    x, y = x[order], y[order]
    return x[:TRAINING], y[:TRAINING], x[TRAINING:], y[TRAINING:]


def scikit(x, y, test, seed):
    model = make_pipeline(StandardScaler(), MLPClassifier(early_stopping=True, random_state=seed))
    return model.fit(x, y).predict_proba(test)[:, 1]


def pytorch(x, y, test, seed):
    """64-64 ReLU units and dropout, Adam with a cosine schedule, the best epoch on a tenth of the events."""
    torch.manual_seed(seed)
    scale = StandardScaler().fit(x)
    inputs = torch.from_numpy(scale.transform(x).astype("f"))
    targets = torch.from_numpy(y.astype("f"))[:, None]
    kept = len(x) // 10
    layers = [m for a, b in ((x.shape[1], 64), (64, 64))
              for m in (nn.Linear(a, b), nn.ReLU(), nn.Dropout(0.2))]
    model = nn.Sequential(*layers, nn.Linear(64, 1))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 60)
    loss, best, state = nn.BCEWithLogitsLoss(), np.inf, None
    for _ in range(60):
        model.train()
        for rows in (kept + torch.randperm(len(x) - kept)).split(128):
            optimizer.zero_grad()
            loss(model(inputs[rows]), targets[rows]).backward()
            optimizer.step()
        schedule.step()
        model.eval()
        with torch.inference_mode():
            check = loss(model(inputs[:kept]), targets[:kept]).item()
        if check < best:
            best, state = check, {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(state)
    with torch.inference_mode():
        return model(torch.from_numpy(scale.transform(test).astype("f")))[:, 0].numpy()


def winnow(program, method, folder, seed):
    analysis = folder / f"{method}.yaml"
    analysis.write_text(json.dumps({
        "name": method,
        "input": {part: {"file": str(folder / f"{part}.csv"), "label": "class"}
                  for part in ("train", "test")} | {"signal": 1, "background": 0},
        "variables": [f"x{i}" for i in range(28)], "methods": {method: METHODS[method]},
    }))
    run = folder / f"{method}-{seed}"
    subprocess.run([program, "train", analysis, "--output", run, "--seed", str(seed), "--quiet"],
                   check=True)
    summary = json.loads((run / "summary.json").read_text())["methods"][0]
    return summary["auc"]["value"], summary["train_seconds"]


def write(path, x, y):
    names = ",".join([f"x{i}" for i in range(x.shape[1])] + ["class"])
    np.savetxt(path, np.column_stack([x, y]), delimiter=",", header=names, comments="", fmt="%.7g")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("program", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    x, y, test, truth = events(options.data)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "train.csv", x, y)
        write(folder / "test.csv", test, truth)

        def timed(train):
            def run(seed):
                start = time.perf_counter()
                area = roc_auc_score(truth, train(x, y, test, seed))
                return area, time.perf_counter() - start
            return run

        programs = {"scikit-learn": timed(scikit), "PyTorch": timed(pytorch)}
        for method in METHODS:
            programs[f"Winnow {method}"] = (
                lambda seed, method=method: winnow(options.program.resolve(), method, folder, seed))
        for label, run in programs.items():
            results = [run(seed) for seed in range(1, options.seeds + 1)]
            areas = [area for area, _ in results]
            print(f"{label:14} best {max(areas):.4f}   median {np.median(areas):.4f}   "
                  f"{np.median([t for _, t in results]):.1f} s", flush=True)


if __name__ == "__main__":
    environment.enter(PEERS, ["numpy", "sklearn", "torch", "uproot"])
    import numpy as np
    import torch
    import uproot
    from sklearn.metrics import roc_auc_score
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from torch import nn

    torch.set_num_threads(1)
    main()
