#!/usr/bin/env python3
"""Test accuracy on Fashion-MNIST: a linear model, a multilayer perceptron and a convolutional network.

The images come from Debian's package dataset-fashion-mnist (60 000 for training, 10 000 for the test,
28 × 28, ten classes). The last tenth of the training images chooses the best epoch, and, with
--validate, between settings; then the test images are left alone. Each row shows the accuracy, what is
aimed at, and the time of the training. Tables go to results/fashion_mnist.md and .json.

    fashion_mnist.py [--models NAME ...] [--threads T] [--validate]
"""

import argparse
import gzip
import json
import os
import subprocess
from pathlib import Path

import environment

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
WORK = HERE / ".build" / "fashion"
IMAGES = Path("/usr/share/datasets/fashion-mnist")
CONV = [{"reshape": [28, 28, 1]}, {"conv2d": 32, "kernel": 3, "padding": "same", "activation": "relu"},
        {"max_pool": 2}, {"conv2d": 64, "kernel": 3, "padding": "same", "activation": "relu"}, {"max_pool": 2},
        {"dropout": 0.25}, {"flatten": {}}, {"dense": 128, "activation": "relu"}, {"dropout": 0.4}]
MLP = [{"dense": 256, "activation": "relu"}, {"dropout": 0.2}, {"dense": 128, "activation": "relu"}, {"dropout": 0.2}]
# Layers before the ten outputs, epochs, learning rate, accuracy aimed at.
MODELS = {"linear": ([], 12, 1e-3, 0.84), "mlp": (MLP, 20, 1e-3, 0.89), "conv": (CONV, 12, 1e-3, 0.915)}


def prepare():
    """Raw float32 files, feature by feature; pixels in 0 … 1."""
    WORK.mkdir(parents=True, exist_ok=True)
    for part, name in (("train", "train"), ("test", "t10k")):
        if (WORK / f"{part}_y").exists():
            continue
        pixels = np.frombuffer(read(f"{name}-images-idx3-ubyte")[16:], "u1").reshape(-1, 784)
        labels = np.frombuffer(read(f"{name}-labels-idx1-ubyte")[8:], "u1")
        (pixels.T / 255).astype("f").tofile(WORK / f"{part}_x")
        np.eye(10, dtype="f")[labels].T.copy().tofile(WORK / f"{part}_y")


def read(name):
    found = [path for path in IMAGES.rglob(name + "*")]
    if not found:
        raise SystemExit(f"{name} is not below {IMAGES}: apt install dataset-fashion-mnist")
    data = found[0].read_bytes()
    return gzip.decompress(data) if found[0].suffix == ".gz" else data


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--validate", action="store_true", help="do not look at the test images")
    parser.add_argument("--winnow", type=Path, help="a program built before")
    options = parser.parse_args()
    program = options.winnow or environment.build("winnow-bench-fashion")
    prepare()
    results = {}
    lines = ["# Fashion-MNIST", "", "| model | validation | test | wanted | epochs | best | s | processor s |",
             "|---|---:|---:|---:|---:|---:|---:|---:|"]
    print("\n".join(lines[2:]), flush=True)
    for name in options.models:
        layers, epochs, rate, goal = MODELS[name]
        command = [program, WORK, json.dumps(layers), str(epochs), "128", str(rate), str(options.threads)]
        said = subprocess.run(
            command if options.validate else [*command, "test"], check=True, capture_output=True,
            text=True).stdout
        row = results[name] = json.loads(said) | {"goal": goal, "epochs": epochs}
        test = f"{row['test']:.4f}" if "test" in row else "–"
        lines.append(f"| {name} | {row['validation']:.4f} | {test} | {goal} | {epochs} | {row['bestEpoch']} | "
                     f"{row['time']['wall']:.0f} | {row['time']['processor']:.0f} |")
        print(lines[-1], flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "fashion_mnist.md").write_text("\n".join(lines) + "\n")
    (RESULTS / "fashion_mnist.json").write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    environment.enter(["numpy"], ["numpy"])
    import numpy as np

    main()
