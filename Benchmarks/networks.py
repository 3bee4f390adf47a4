#!/usr/bin/env python3
"""Training and applying small networks: Winnow against PyTorch, eager and compiled.

Every round runs all programs one after the other on the same events, batch, epochs, optimizer (Adam,
0.001) and threads; the table shows medians over the rounds, the ratio to the faster peer, and beside
each time the mean cross entropy that the trained network has on the events. The first epoch of each
run warms up and is not timed.

    networks.py [--events N] [--epochs E] [--rounds R] [--threads T] [--cases NAME ...] [--compiled]

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
WORK = HERE / ".build" / "networks"
PEERS = ["numpy", "torch"]
INPUTS = 28
CASES = {"28-100-100-1": ([100, 100], 256), "28-32-1": ([32], 100), "4x300": ([300] * 4, 1000)}
# What is aimed at: the part of the faster peer's time.
GOALS = {"28-100-100-1": 0.3, "28-32-1": 0.2, "4x300": 0.6}


def events(count):
    """Gaussian inputs; the class follows a curved sum of them, with noise."""
    random = np.random.default_rng(1)
    x = random.normal(size=(count, INPUTS)).astype("f")
    strength = x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2]) + 0.5 * x[:, 3:8].sum(axis=1)
    return x, (strength + random.normal(size=count) > 0).astype("f")


def run_winnow(program, sizes, batch, options):
    said = subprocess.run(
        [program, WORK / "columns.f32", WORK / "labels.f32", str(INPUTS),
         ",".join(map(str, sizes)), str(batch), str(options.epochs), str(options.threads)],
        check=True, capture_output=True, text=True).stdout
    return json.loads(said)


def run_torch(x, labels, sizes, batch, options, compiled):
    import torch
    from torch import nn

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    widths = [INPUTS, *sizes]
    layers = [m for a, b in zip(widths, widths[1:]) for m in (nn.Linear(a, b), nn.ReLU())]
    model = nn.Sequential(*layers, nn.Linear(widths[-1], 1))
    for module in model:  # as Winnow starts
        if isinstance(module, nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            nn.init.zeros_(module.bias)
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
    with torch.inference_mode():
        model(features)
        start = time.perf_counter()
        outputs = model(features)
        applied = time.perf_counter() - start
        loss = loss_function(outputs, targets).item()
    return {"train": trained, "apply": applied, "loss": loss}


def compare(name, options, program, x, labels):
    sizes, batch = CASES[name]
    runs = {
        "winnow": lambda: run_winnow(program, sizes, batch, options),
        "torch": lambda: run_torch(x, labels, sizes, batch, options, False),
    }
    if options.compiled:
        runs["torch compiled"] = lambda: run_torch(x, labels, sizes, batch, options, True)
    rows = {label: [] for label in runs}
    for _ in range(options.rounds):
        for label, run in runs.items():
            rows[label].append(run())
    return {label: summary(row, options) for label, row in rows.items()}


def summary(runs, options):
    median = lambda key: float(np.median([run[key] for run in runs]))
    return {
        "train_us": round(median("train") * 1e6 / options.events / options.epochs, 4),
        "apply_us": round(median("apply") * 1e6 / options.events, 4),
        "loss": round(median("loss"), 5),
    }


def show(name, rows):
    peers = [row for label, row in rows.items() if label != "winnow"]
    ratios = {key: rows["winnow"][key] / min(peer[key] for peer in peers)
              for key in ("train_us", "apply_us")}
    print(f"\n{name}, batch {CASES[name][1]}: training {ratios['train_us']:.2f} of the faster peer "
          f"(goal {GOALS[name]}), applying {ratios['apply_us']:.2f} (goal 0.3)")
    for label, row in rows.items():
        print(f"  {label:15} train {row['train_us']:8.3f} µs/event·epoch   "
              f"apply {row['apply_us']:8.4f} µs/event   loss {row['loss']:.4f}")
    return {"ratios": {key: round(value, 4) for key, value in ratios.items()}, "programs": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--compiled", action="store_true", help="also torch.compile")
    parser.add_argument("--winnow", type=Path, help="a program built before")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    program = options.winnow or environment.build("winnow-bench-networks")
    x, labels = events(options.events)
    x.T.copy().tofile(WORK / "columns.f32")
    labels.tofile(WORK / "labels.f32")
    results = {name: show(name, compare(name, options, program, x, labels)) for name in options.cases}
    RESULTS.mkdir(exist_ok=True)
    settings = {key: getattr(options, key) for key in ("events", "epochs", "rounds", "threads")}
    text = json.dumps({"settings": settings, "cases": results}, indent=2)
    (RESULTS / "networks.json").write_text(text + "\n")


if __name__ == "__main__":
    environment.enter(PEERS, ["numpy", "torch"])
    import numpy as np

    main()
