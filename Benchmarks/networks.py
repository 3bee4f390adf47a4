#!/usr/bin/env python3
"""Training and applying small networks: Winnow against PyTorch, eager and compiled, and onnxruntime.

Every round runs all programs one after the other on the same events, batch, epochs, optimizer (Adam,
0.001) and threads; the table shows medians over the rounds, the ratio to the fastest peer, and beside
each time the mean cross entropy that the trained network has on the events. The first epoch of each
run warms up and is not timed. Networks are applied to many events at once and to single events, one
after the other on one thread. Beside the time of training stands the part of the peak that PyTorch's
matrix product of order 1024 reaches on one thread, times the threads.

    networks.py [--events N] [--epochs E] [--rounds R] [--threads T] [--applied N] [--cases NAME ...]
                [--compiled]

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
PEERS = ["numpy", "torch", "onnx", "onnxruntime"]
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
         ",".join(map(str, sizes)), str(batch), str(options.epochs), str(options.threads),
         str(options.applied)],
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
    start, processor = time.perf_counter(), time.process_time()
    for _ in range(options.epochs):
        epoch()
    trained = time.perf_counter() - start
    processor = time.process_time() - processor
    many = torch.from_numpy(tiled(x, options.applied))
    with torch.inference_mode():
        applied = seconds(lambda: model(many)) / options.applied
        loss = loss_function(model(features), targets).item()
        torch.set_num_threads(1)
        rows = [features[i:i + 1] for i in range(1000)]
        one = seconds(lambda: [model(row) for row in rows]) / len(rows)
    return {"train": trained, "train_cpu": processor, "apply": applied, "one": one, "loss": loss}


def tiled(x, count):
    return np.resize(x, (count, x.shape[1]))


def seconds(work):
    work()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run_onnxruntime(x, sizes, options):
    """Applying alone: a network of these sizes with random weights."""
    import onnxruntime

    random = np.random.default_rng(2)
    widths = [INPUTS, *sizes, 1]
    nodes, constants, last = [], [], "x"
    for layer, (a, b) in enumerate(zip(widths, widths[1:])):
        weight = (random.normal(size=(a, b)) / np.sqrt(a)).astype("f")
        constants += [numpy_helper.from_array(weight, f"w{layer}"),
                      numpy_helper.from_array(np.zeros(b, "f"), f"b{layer}")]
        nodes.append(helper.make_node("Gemm", [last, f"w{layer}", f"b{layer}"], [f"z{layer}"]))
        last = f"z{layer}"
        if layer < len(sizes):
            nodes.append(helper.make_node("Relu", [last], [f"y{layer}"]))
            last = f"y{layer}"
    info = lambda name, width: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width])
    graph = helper.make_graph(nodes, "network", [info("x", INPUTS)], [info(last, 1)], constants)
    opset = [helper.make_opsetid("", 13)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString()

    def session(threads):
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = threads
        return onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])

    many, crowd, alone = tiled(x, options.applied), session(options.threads), session(1)
    rows = [x[i:i + 1] for i in range(1000)]
    return {
        "apply": seconds(lambda: crowd.run(None, {"x": many})) / options.applied,
        "one": seconds(lambda: [alone.run(None, {"x": row}) for row in rows]) / len(rows),
    }


def peak():
    """Operations per second of a matrix product on one thread."""
    import torch

    torch.set_num_threads(1)
    a, b = torch.rand(1024, 1024), torch.rand(1024, 1024)
    return 2 * 1024**3 / min(seconds(lambda: a @ b) for _ in range(5))


def operations(sizes):
    """Operations of training for one event: all products forward, and twice backward but for inputs."""
    products = [a * b for a, b in zip([INPUTS, *sizes], [*sizes, 1])]
    return 2 * (3 * sum(products) - products[0])


def compare(name, options, program, x, labels):
    sizes, batch = CASES[name]
    runs = {
        "winnow": lambda: run_winnow(program, sizes, batch, options),
        "torch": lambda: run_torch(x, labels, sizes, batch, options, False),
    }
    runs["onnxruntime"] = lambda: run_onnxruntime(x, sizes, options)
    if options.compiled:
        runs["torch compiled"] = lambda: run_torch(x, labels, sizes, batch, options, True)
    rows = {label: [] for label in runs}
    for _ in range(options.rounds):
        for label, run in runs.items():
            rows[label].append(run())
    return {label: summary(row, options) for label, row in rows.items()}


def summary(runs, options):
    def median(key, factor):
        values = [run[key] for run in runs if key in run]
        return round(float(np.median(values)) * factor, 4) if values else None

    per_event = 1e6 / options.events / options.epochs
    return {
        "train_us": median("train", per_event), "train_cpu_us": median("train_cpu", per_event),
        "apply_ns": median("apply", 1e9), "one_us": median("one", 1e6), "loss": median("loss", 1),
    }


def show(name, rows, options):
    sizes, batch = CASES[name]
    ours = rows["winnow"]
    peers = [row for label, row in rows.items() if label != "winnow"]
    keys = ("train_us", "train_cpu_us", "apply_ns", "one_us")
    ratios = {key: round(ours[key] / min(p[key] for p in peers if p[key]), 3) for key in keys}
    part = operations(sizes) / (ours["train_us"] * 1e-6) / (options.peak * options.threads)
    print(f"\n{name}, batch {batch}: of the fastest peer, training {ratios['train_us']:.2f} (goal "
          f"{GOALS[name]}; processor time {ratios['train_cpu_us']:.2f}), applying to "
          f"{options.applied} {ratios['apply_ns']:.2f}, to one {ratios['one_us']:.2f} (goals 0.3); "
          f"training at {part:.0%} of the peak")
    for label, row in rows.items():
        figure = lambda key, form: "-" if row[key] is None else format(row[key], form)
        print(f"  {label:15} train {figure('train_us', '.3f'):>8} µs/event·epoch (processor "
              f"{figure('train_cpu_us', '.3f'):>8})   apply {figure('apply_ns', '.1f'):>8} ns/event   "
              f"one {figure('one_us', '.2f'):>7} µs   loss {figure('loss', '.4f')}")
    return {"ratios": ratios, "part_of_peak": round(part, 3), "programs": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--applied", type=int, default=1_000_000)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--compiled", action="store_true", help="also torch.compile")
    parser.add_argument("--winnow", type=Path, help="a program built before")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    program = options.winnow or environment.build("winnow-bench-networks")
    x, labels = events(options.events)
    x.T.copy().tofile(WORK / "columns.f32")
    labels.tofile(WORK / "labels.f32")
    options.peak = peak()
    results = {name: show(name, compare(name, options, program, x, labels), options)
               for name in options.cases}
    RESULTS.mkdir(exist_ok=True)
    names = ("events", "epochs", "rounds", "threads", "applied", "peak")
    settings = {key: getattr(options, key) for key in names}
    text = json.dumps({"settings": settings, "cases": results}, indent=2)
    (RESULTS / "networks.json").write_text(text + "\n")


if __name__ == "__main__":
    environment.enter(PEERS, PEERS)
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    main()
