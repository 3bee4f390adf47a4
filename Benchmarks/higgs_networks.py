#!/usr/bin/env python3
"""Networks on HIGGS with few events: Winnow's defaults against scikit-learn, Keras and PyTorch.

Half signal, half background, 28 inputs, 14 000 events to learn from and 6 000 to test on, of the file
Higgs_data.root of TMVA's tutorials. Each program trains with five seeds, in a process of its own; the table
shows the best and the median area under the ROC curve on the test events, and the seconds of one training.
The peers stop early on a tenth of the training events; Winnow as it does by default. The defaults were
chosen on divisions of the training events. The table goes to results/higgs_networks.md and .json.

    nice higgs_networks.py Higgs_data.root WINNOW_PROGRAM [--seeds N] [--programs NAME ...]
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import tempfile
import time
from pathlib import Path

import environment

if __name__ == "__main__":
    environment.enter(
        ["numpy", "scikit-learn", "torch", "uproot"], ["numpy", "sklearn", "torch", "uproot"],
        {"tensorflow-cpu": "keras"})

import numpy as np
import uproot

from peers.networks import keras_compile, keras_model, torch_epoch, torch_model

RESULTS = Path(__file__).resolve().parent / "results"
TRAINING = 14_000
# What the peers' authors show for such tables: two or three layers of rectified units with dropout.
LAYERS = [layer for _ in range(2) for layer in ({"dense": 64, "activation": "relu"}, {"dropout": 0.2})]


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


def scaled(x, test):
    from sklearn.preprocessing import StandardScaler

    scale = StandardScaler().fit(x)
    return scale.transform(x).astype("f"), scale.transform(test).astype("f")


def scikit(x, y, test, seed):
    from sklearn.neural_network import MLPClassifier

    x, test = scaled(x, test)
    return MLPClassifier(early_stopping=True, random_state=seed).fit(x, y).predict_proba(test)[:, 1]


def keras(x, y, test, seed):
    """The layers above with Adam; the best epoch on a tenth of the events, after ten worse ones."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    keras.utils.set_random_seed(seed)
    x, test = scaled(x, test)
    model = keras_model(LAYERS, x.shape[1])
    keras_compile(model)
    stop = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
    model.fit(x, y, batch_size=128, epochs=100, validation_split=0.1, callbacks=[stop], verbose=0)
    return model.predict(test, verbose=0)[:, 0]


def pytorch(x, y, test, seed):
    """The layers above with AdamW and a cosine schedule; the best of 60 epochs on a tenth of the events."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    x, test = (torch.from_numpy(part) for part in scaled(x, test))
    targets = torch.from_numpy(y.astype("f"))[:, None]
    kept = len(x) // 10
    model = torch_model(LAYERS, x.shape[1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 60)
    loss, best, state = torch.nn.BCEWithLogitsLoss(), np.inf, None
    for _ in range(60):
        model.train()
        torch_epoch(model, optimizer, x[kept:], targets[kept:], 128)
        schedule.step()
        model.eval()
        with torch.inference_mode():
            check = loss(model(x[:kept]), targets[:kept]).item()
        if check < best:
            best, state = check, {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(state)
    with torch.inference_mode():
        return model(test)[:, 0].numpy()


def peer(train):
    """Area and seconds of one training."""
    def run(data, options, folder, seed):
        from sklearn.metrics import roc_auc_score

        x, y, test, truth = data
        start = time.perf_counter()
        scores = train(x, y, test, seed)
        return float(roc_auc_score(truth, scores)), time.perf_counter() - start
    return run


def winnow(method):
    def run(data, options, folder, seed):
        analysis = folder / f"{method}.yaml"
        analysis.write_text(json.dumps({
            "name": method,
            "input": {part: {"file": str(folder / f"{part}.csv"), "label": "class"}
                      for part in ("train", "test")} | {"signal": 1, "background": 0},
            "variables": [f"x{i}" for i in range(28)], "methods": {method: {}},
        }))
        run = folder / f"{method}-{seed}"
        subprocess.run(
            [options.program.resolve(), "train", analysis, "--output", run, "--seed", str(seed), "--quiet"],
            check=True, stdout=subprocess.DEVNULL)
        summary = json.loads((run / "summary.json").read_text())["methods"][0]
        return summary["auc"]["value"], summary["train_seconds"]
    return run


PROGRAMS = {"scikit-learn": peer(scikit), "Keras": peer(keras), "PyTorch": peer(pytorch),
            "Winnow MLP": winnow("MLP"), "Winnow DNN": winnow("DNN")}


def trainings(label, options, folder, queue):
    """All seeds of one program, in a process of its own."""
    data = events(options.data)
    for seed in range(1, options.seeds + 1):
        queue.put(PROGRAMS[label](data, options, folder, seed))


def write(path, x, y):
    names = ",".join([f"x{i}" for i in range(x.shape[1])] + ["class"])
    np.savetxt(path, np.column_stack([x, y]), delimiter=",", header=names, comments="", fmt="%.7g")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("program", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--programs", nargs="+", choices=PROGRAMS, default=list(PROGRAMS))
    options = parser.parse_args()
    x, y, test, truth = events(options.data)
    results = {}
    lines = ["# HIGGS, 28 inputs, 14 000 events", "", "| program | best AUC | median | s |", "|---|---:|---:|---:|"]
    print("\n".join(lines[2:]), flush=True)
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "train.csv", x, y)
        write(folder / "test.csv", test, truth)
        for label in options.programs:
            queue = spawn.Queue()
            process = spawn.Process(target=trainings, args=(label, options, folder, queue))
            process.start()
            process.join()
            if process.exitcode:
                print(f"{label} is left out", flush=True)
                continue
            found = [queue.get() for _ in range(options.seeds)]
            areas, times = zip(*found)
            results[label] = {"areas": areas, "seconds": times}
            lines.append(f"| {label} | {max(areas):.4f} | {np.median(areas):.4f} | {np.median(times):.1f} |")
            print(lines[-1], flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "higgs_networks.md").write_text("\n".join(lines) + "\n")
    (RESULTS / "higgs_networks.json").write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
