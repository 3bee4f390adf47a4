#!/usr/bin/env python3
"""Judging classifiers: AUC with its error against scikit-learn's AUC alone, and all figures of many methods.

Every round runs both sides one after the other on the same responses; the table shows medians over the
rounds. Our AUC comes with its DeLong error, which a NumPy version of the same formula checks; the time
starts from the responses in memory on either side. All figures: ROC curves, efficiencies, overtraining
tests without permutations, calibrations, working points, closure, paired differences and overlaps of all
methods, with errors, on as many test as training events.

    evaluation.py [--events N] [--methods M] [--variables V] [--rounds R] [--threads T]

The goals: 0.3 of scikit-learn's time, and 5 s for all figures of 10⁶ events and 10 methods on two cores.
scikit-learn comes from PyPI into .venv.
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
WORK = HERE / ".build" / "evaluation"
PEERS = ["numpy", "scikit-learn"]


def make(options):
    """Responses that share part of their noise, and variables that do too; labels 0 (signal) and 1."""
    random = np.random.default_rng(1)
    labels = (random.random(options.events) < 0.5).astype("f")
    truth = 1 - labels + random.normal(size=options.events).astype("f")
    responses = np.empty((options.methods, options.events), dtype="f")
    for index in range(options.methods):
        z = truth + (0.5 + 0.1 * index) * random.normal(size=options.events).astype("f")
        responses[index] = 1 / (1 + np.exp(-z))
    variables = truth + random.normal(size=(options.variables, options.events)).astype("f")
    for name, values in ("responses", responses), ("labels", labels), ("variables", variables):
        values.astype("f").tofile(WORK / f"{name}.f32")
    return responses[0], labels == 0


def delong_error(response, signal):
    """Of the AUC, by placement values from mid-ranks (Sun and Xu 2014)."""
    ranks = lambda values: rankdata(values, method="average")
    s, b = response[signal], response[~signal]
    together = ranks(np.concatenate([s, b]))
    in_background = (together[:len(s)] - ranks(s)) / len(b)
    in_signal = 1 - (together[len(s):] - ranks(b)) / len(s)
    return np.sqrt(in_background.var(ddof=1) / len(s) + in_signal.var(ddof=1) / len(b))


def peer(response, signal):
    start = time.perf_counter()
    area = roc_auc_score(signal, response)
    return area, time.perf_counter() - start


def compare(options, program):
    response, signal = make(options)
    ours, theirs = [], []
    for _ in range(options.rounds):
        said = subprocess.run(
            [program, WORK / "responses.f32", WORK / "labels.f32", WORK / "variables.f32",
             str(options.methods), str(options.threads)], check=True, capture_output=True, text=True)
        ours.append(json.loads(said.stdout))
        theirs.append(peer(response, signal))
    median = lambda values: float(np.median(values))
    result = {
        "auc": ours[0]["auc"], "auc_sklearn": theirs[0][0], "error": ours[0]["error"],
        "error_numpy": float(delong_error(response, signal)),
        "auc_seconds": median([run["auc_seconds"] for run in ours]),
        "sklearn_seconds": median([seconds for _, seconds in theirs]),
        "figures_seconds": median([run["figures_seconds"] for run in ours]),
    }
    result["ratio"] = result["auc_seconds"] / result["sklearn_seconds"]
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--methods", type=int, default=10)
    parser.add_argument("--variables", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--winnow", type=Path, help="a program built before")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    program = options.winnow or environment.build("winnow-bench-evaluation")
    result = compare(options, program)
    print(f"AUC {result['auc']:.7f} ± {result['error']:.7f} in {result['auc_seconds'] * 1e3:.0f} ms; "
          f"scikit-learn {result['auc_sklearn']:.7f} in {result['sklearn_seconds'] * 1e3:.0f} ms "
          f"(NumPy: ± {result['error_numpy']:.7f}): {result['ratio']:.2f} (goal 0.3)")
    print(f"All figures of {options.methods} methods, {options.events} test and as many training events, "
          f"{options.threads} threads: {result['figures_seconds']:.2f} s (goal 5 s)")
    RESULTS.mkdir(exist_ok=True)
    settings = {key: getattr(options, key)
                for key in ("events", "methods", "variables", "rounds", "threads")}
    text = json.dumps({"settings": settings, "result": result}, indent=2)
    (RESULTS / "evaluation.json").write_text(text + "\n")


if __name__ == "__main__":
    environment.enter(PEERS, ["numpy", "sklearn"])
    import numpy as np
    from scipy.stats import rankdata
    from sklearn.metrics import roc_auc_score

    main()
