#!/usr/bin/env python3
"""Instructions and cache misses of growing trees, ours and the peers', counted by valgrind's cachegrind.

usage: trees_instructions.py [--events N] [--programs A,B] [--functions N]

A machine with one core and this one's caches is simulated (first level and last level, without prefetching by
hardware), so that the figures neither need the processor's counters nor depend on what else runs. Each
program grows FEW and MANY trees on the same events with one thread; the difference is that of the trees alone.
Prints them per event, variable and tree, and for ours by function. Takes some minutes.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys

from environment import HERE, build, enter

SCRATCH = HERE / "results" / "instructions"
FEW, MANY = 5, 15
SHAPE = dict(leaves=63, depth=0, rate=0.1, l2=0.0, features=28, threads=1)
FIGURES = {"instructions": ["Ir"], "first-level misses": ["D1mr", "D1mw"], "last-level misses": ["DLmr", "DLmw"]}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--programs", default="winnow,lightgbm,lightgbm-quantised,xgboost")
    parser.add_argument("--functions", type=int, default=12)
    return parser.parse_args()


def files(events_count):
    from trees import events

    paths = []
    for part, rows, seed in (("train", events_count, 1), ("test", 1000, 2)):
        paths.append(SCRATCH / f"{part}.f32")
        x, y = events(rows, seed)
        with paths[-1].open("wb") as out:
            x.tofile(out)
            y.tofile(out)
    return paths


def without_debug_data(binary):
    """Names of functions stay; valgrind fails on some of the rest."""
    path = SCRATCH / binary.name
    subprocess.run(["strip", "--strip-debug", "-o", path, binary], check=True)
    return path


def command(program, binary, paths, trees):
    shape = dict(SHAPE, trees=trees)
    if program == "winnow":
        words = [f"{key}={value}" for key, value in shape.items()]
        return [binary, "train", *paths, SCRATCH / "winnow.f32", "repeats=1", *words]
    run = dict(shape, seed=1, objective="logistic", repeats=1, folder=str(SCRATCH), train=str(paths[0]),
               test=str(paths[1]))
    path = SCRATCH / "run.json"
    path.write_text(json.dumps(run))
    return [sys.executable, HERE / "trees_peers.py", program, "train", path]


def counted(words, program):
    """{function: {event: count}} of one run."""
    out = SCRATCH / f"{program}.cachegrind"
    subprocess.run(
        ["valgrind", "--tool=cachegrind", "--cache-sim=yes", f"--cachegrind-out-file={out}",
         *map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    names, function = [], ""
    counts = collections.defaultdict(collections.Counter)
    for line in out.read_text(errors="replace").splitlines():
        if line.startswith("events:"):
            names = line.split()[1:]
        elif line.startswith("fn="):
            function = line[3:]
        elif line[:1].isdigit():
            counts[function].update(dict(zip(names, map(int, line.split()[1:]))))
    return counts


def of_trees(program, binary, paths):
    """What the trees of the longer run cost more, by function, per tree."""
    few, many = (counted(command(program, binary, paths, trees), program) for trees in (FEW, MANY))
    return {function: {figure: sum(counts[event] - few[function][event] for event in events) / (MANY - FEW)
                       for figure, events in FIGURES.items()}
            for function, counts in many.items()}


def row(name, counts, cells):
    """Per event and variable."""
    return f"| {name} | " + " | ".join(f"{counts[figure] / cells:.4f}" for figure in FIGURES) + " |"


def demangled(names):
    """Swift's names in words, where its tools are there; without parameters."""
    try:
        words = subprocess.run(["swift", "demangle", "--simplified", "--compact"], input="\n".join(names),
                               capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        words = names
    return [word.split("(")[0] or word for word in words]


def main():
    options = arguments()
    enter(["numpy", "lightgbm", "xgboost-cpu", "scikit-learn"], ["numpy", "lightgbm", "xgboost", "sklearn"])
    SCRATCH.mkdir(parents=True, exist_ok=True)
    binary = without_debug_data(build("winnow-bench-trees"))
    paths, cells = files(options.events), options.events * SHAPE["features"]
    heading = ["| | " + " | ".join(FIGURES) + " |", "|---|" + "---:|" * len(FIGURES)]
    print("\n".join(heading))
    ours = {}
    for program in options.programs.split(","):
        functions = of_trees(program, binary, paths)
        total = {figure: sum(counts[figure] for counts in functions.values()) for figure in FIGURES}
        print(row(program, total, cells), flush=True)
        if program == "winnow":
            ours = functions
    largest = sorted(ours, key=lambda function: -ours[function]["instructions"])[:options.functions]
    print("\n".join(["", *heading]))
    for function, name in zip(largest, demangled(largest)):
        print(row(f"`{name}`", ours[function], cells))


if __name__ == "__main__":
    main()
