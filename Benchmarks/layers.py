#!/usr/bin/env python3
"""Training and applying a convolutional and a recurrent network: Winnow against PyTorch, eager and
compiled.

Every round runs all programs one after the other on the same events, batch, epochs, optimizer (Adam,
0.001) and threads; the table shows medians over the rounds, the ratio to the fastest peer, and beside
each time the mean cross entropy that the trained network has on the events. The first epoch of each run
warms up and is not timed.

    layers.py [--events N] [--epochs E] [--rounds R] [--threads T] [--cases NAME ...] [--compiled]

The peer comes from PyPI into .venv.
"""

import argparse
import json
import os
import subprocess
import time
from pathlib import Path

import environment

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
WORK = HERE / ".build" / "layers"
PEERS = ["numpy", "torch"]
# Inputs, layers before the output unit, batch. What is aimed at is the fastest peer's time.
CASES = {
    "conv": (784, [{"reshape": [28, 28, 1]}, {"conv2d": 32, "kernel": 3, "activation": "relu"},
                   {"conv2d": 64, "kernel": 3, "activation": "relu"}, {"max_pool": 2}, {"flatten": {}}], 64),
    "lstm": (30 * 64, [{"reshape": [30, 64]}, {"lstm": 512}], 32),
}


def events(count, inputs):
    """Gaussian inputs; the class follows a curved sum of some of the last, with noise."""
    random = np.random.default_rng(1)
    x = random.normal(size=(count, inputs)).astype("f")
    strength = x[:, -1] * x[:, -2] + x[:, -8:-3].sum(axis=1)
    return x, (strength + random.normal(size=count) > 0).astype("f")


def run_winnow(program, name, options):
    inputs, layers, batch = CASES[name]
    said = subprocess.run(
        [program, WORK / "columns.f32", WORK / "labels.f32", str(inputs), json.dumps(layers), str(batch),
         str(options.epochs), str(options.threads)], check=True, capture_output=True, text=True).stdout
    return json.loads(said)


def torch_model(name):
    """The same layers; images are channels first, as PyTorch has them."""
    from torch import nn

    class LastState(nn.Module):
        def __init__(self):
            super().__init__()
            self.cell = nn.LSTM(64, 512, batch_first=True)

        def forward(self, z):
            return self.cell(z)[0][:, -1]

    if name == "lstm":
        return nn.Sequential(nn.Unflatten(1, (30, 64)), LastState(), nn.Linear(512, 1))
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64 * 12 * 12, 1))


def run_torch(x, labels, name, options, compiled):
    import torch
    from torch import nn

    batch = CASES[name][2]
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model = torch_model(name)
    forward = torch.compile(model) if compiled else model
    loss_function = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    features, targets = torch.from_numpy(x), torch.from_numpy(labels)[:, None]

    def epoch():
        order = torch.randperm(len(features))
        for first in range(0, len(features), batch):
            rows = order[first:first + batch]
            optimizer.zero_grad()
            loss_function(forward(features[rows]), targets[rows]).backward()
            optimizer.step()

    epoch()
    start = time.perf_counter()
    for _ in range(options.epochs):
        epoch()
    trained = time.perf_counter() - start
    with torch.inference_mode():  # in batches, so that images stay in the cache
        apply = lambda: torch.cat([forward(part) for part in features.split(batch)])
        apply()
        start = time.perf_counter()
        outputs = apply()
        applied = time.perf_counter() - start
        loss = loss_function(outputs, targets).item()
    return {"train": trained, "apply": applied, "loss": loss}


def compare(name, options, program):
    x, labels = events(options.events, CASES[name][0])
    x.T.copy().tofile(WORK / "columns.f32")
    labels.tofile(WORK / "labels.f32")
    runs = {
        "winnow": lambda: run_winnow(program, name, options),
        "torch": lambda: run_torch(x, labels, name, options, False),
    }
    if options.compiled:
        runs["torch compiled"] = lambda: run_torch(x, labels, name, options, True)
    rows = {label: [] for label in runs}
    for _ in range(options.rounds):
        for label, run in runs.items():
            rows[label].append(run())
    return {label: summary(row, options) for label, row in rows.items()}


def summary(runs, options):
    median = lambda key: float(np.median([run[key] for run in runs]))
    return {
        "train_us": round(median("train") * 1e6 / options.events / options.epochs, 3),
        "apply_us": round(median("apply") * 1e6 / options.events, 3),
        "loss": round(median("loss"), 5),
    }


def show(name, rows):
    peers = [row for label, row in rows.items() if label != "winnow"]
    ratios = {key: round(rows["winnow"][key] / min(peer[key] for peer in peers), 3)
              for key in ("train_us", "apply_us")}
    print(f"\n{name}, batch {CASES[name][2]}: training {ratios['train_us']:.2f}, applying "
          f"{ratios['apply_us']:.2f} of the fastest peer (goals 1.0)")
    for label, row in rows.items():
        print(f"  {label:15} train {row['train_us']:9.2f} µs/event·epoch   "
              f"apply {row['apply_us']:9.2f} µs/event   loss {row['loss']:.4f}")
    return {"ratios": ratios, "programs": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1024)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--compiled", action="store_true", help="also torch.compile")
    parser.add_argument("--winnow", type=Path, help="a program built before")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    program = options.winnow or environment.build("winnow-bench-layers")
    results = {name: show(name, compare(name, options, program)) for name in options.cases}
    RESULTS.mkdir(exist_ok=True)
    settings = {key: getattr(options, key) for key in ("events", "epochs", "rounds", "threads")}
    text = json.dumps({"settings": settings, "cases": results}, indent=2)
    (RESULTS / "layers.json").write_text(text + "\n")


if __name__ == "__main__":
    environment.enter(PEERS, PEERS)
    import numpy as np

    main()
