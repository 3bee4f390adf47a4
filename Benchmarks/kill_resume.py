#!/usr/bin/env python3
"""Kills `winnow train` with signal 9 at random times and compares what --resume makes of it, bit for bit.

usage: kill_resume.py WINNOW [--points N] [--events N] [--trees N] [--seed N]

One uninterrupted run is the reference. Each point starts a run, kills it a random part of the training
time after its first checkpoint, half of them once more while they go on, resumes, and compares all model
files.
"""

import argparse
import hashlib
import json
import pathlib
import random
import subprocess
import tempfile
import time

ANALYSIS = """
name: kill
input: {signal: "events.h5:signal", background: "events.h5:background"}
variables: [x1, x2, x3, x4, x5]
methods:
  BDT: {trees: TREES, early_stopping: 0}
  Ada: {method: BDT, preset: BDT, trees: TREES}
"""


def digests(run):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((run / "models").glob("*.safetensors"))}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("winnow", type=pathlib.Path)
    parser.add_argument("--points", type=int, default=50)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--trees", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    winnow = options.winnow.resolve()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([winnow, "generate", "gauss", "--events", str(options.events), "--set",
                        "dimensions=5", "--output", "events.h5"], cwd=folder, check=True)
        (folder / "a.yaml").write_text(ANALYSIS.replace("TREES", str(options.trees)))

        def command(run, *more):
            return [winnow, "train", "a.yaml", "--output", run, "--quiet", "--checkpoint-interval",
                    "0.02", *more]

        def states(run):
            return list((folder / run / "checkpoints").glob("*.safetensors"))

        def killed(run, after, *more):
            """Whether the program was still running when the signal came."""
            process = subprocess.Popen(command(run, *more), cwd=folder, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            while process.poll() is None and not states(run):
                time.sleep(0.001)
            time.sleep(after)
            was_running = process.poll() is None
            process.kill()
            process.wait()
            return was_running

        subprocess.run(command("whole"), cwd=folder, check=True, stdout=subprocess.DEVNULL)
        summary = json.loads((folder / "whole" / "summary.json").read_text())
        duration = max(method["train_seconds"] for method in summary["methods"])
        wanted = digests(folder / "whole")
        kills = resumed = equal = 0
        for point in range(options.points):
            run = f"run{point}"
            kills += killed(run, draw.uniform(0, duration))
            if point % 2:
                kills += killed(run, draw.uniform(0, duration / 2), "--resume")
            resumed += bool(states(run))
            subprocess.run(command(run, "--resume"), cwd=folder, check=True,
                           stdout=subprocess.DEVNULL)
            equal += digests(folder / run) == wanted
        print(f"training {duration:.2f} s; {options.points} points, {kills} kills, {resumed} runs with "
              f"a checkpoint left; equal in all bits: {equal} of {options.points}")
        return 0 if equal == options.points else 1


if __name__ == "__main__":
    raise SystemExit(main())
