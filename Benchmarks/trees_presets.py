#!/usr/bin/env python3
"""Chooses what the presets of TMVA's tutorials leave open, on training events alone.

usage: trees_presets.py WINNOW [--data DIR] [--seeds N]

WINNOW is the program. The 6000 training events of TMVA's class example are divided at random, anew for
each seed; every variant of a preset is trained on two thirds and judged on the other third. Of the variants
of a preset the one nearest to TMVA's booking wins that is not worse than the best by more than the error of
their paired difference over the seeds. The test events are not read. Writes trees_presets.md beside this
script.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
VARIABLES = ["myvar1", "myvar2", "var3", "var4"]
BINS = {"20 cuts": dict(bins=21), "254 cuts": dict(bins=255)}
# In the order of their distance from TMVA's booking.
VARIANTS = {
    "BDT": BINS,
    "BDTG": {f"learning rate {rate}, {name}": dict(learning_rate=rate, **bins)
             for rate in (0.1, 0.05, 0.03, 0.02) for name, bins in BINS.items()},
    "BDTB": BINS,
    "BDTD": BINS,
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("winnow", type=pathlib.Path)
    data = os.environ.get("WINNOW_SHARED_DATA", HERE.parent.parent / "shared" / "data")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(data))
    parser.add_argument("--seeds", type=int, default=10)
    return parser.parse_args()


def analysis(file, seed):
    methods = {}
    for preset, variants in VARIANTS.items():
        for name, settings in variants.items():
            more = {"transforms": ["decorrelate"]} if preset == "BDTD" else {}
            methods[f"{preset}, {name}"] = dict(method="BDT", preset=preset, **settings, **more)
    return dict(
        name="presets", variables=VARIABLES, weight="weight", methods=methods,
        input=dict(file=f"{file}:TrainTree", label="classID", signal="0", background="1"),
        split=dict(mode="random", test=1 / 3, seed=seed))


def areas(options, seed, folder):
    """The area under the ROC curve of each variant, on the third that it was not trained on."""
    file = options.data.resolve() / "tmva-outputs" / "tmva-4.2.0-class" / "responses.root"
    # JSON is YAML, too.
    path = folder / f"presets-{seed}.yaml"
    path.write_text(json.dumps(analysis(file, seed)))
    run = folder / f"run-{seed}"
    subprocess.run([options.winnow.resolve(), "train", path, "--output", run, "--quiet"], check=True,
                   stdout=subprocess.DEVNULL)
    methods = json.loads((run / "summary.json").read_text())["methods"]
    return {method["name"]: method["auc"]["value"] for method in methods}


def chosen(found, preset):
    """The first variant that is as good as the best within the error of their difference."""
    def values(name):
        return [areas[f"{preset}, {name}"] for areas in found]

    best = max(VARIANTS[preset], key=lambda name: statistics.mean(values(name)))
    for name in VARIANTS[preset]:
        differences = [a - b for a, b in zip(values(best), values(name))]
        error = statistics.stdev(differences) / len(differences) ** 0.5
        if statistics.mean(differences) <= error:
            return name


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        found = []
        for seed in range(1, options.seeds + 1):
            found.append(areas(options, seed, pathlib.Path(name)))
            print(f"seed {seed}: " + json.dumps(found[-1]), flush=True)
    lines = ["# Presets: chosen on training events", "",
             f"TMVA's class example: {options.seeds} random divisions of its 6000 training events into two "
             "thirds and one. Weighted area under the ROC curve on the third, mean ± standard deviation "
             "over the divisions. Made by `python3 Benchmarks/trees_presets.py WINNOW`; test "
             "events are not read. Chosen is the variant nearest to TMVA's booking that is as good as "
             "the best within the error of their paired difference.", "",
             "| preset | variant | area | |", "|---|---|---:|---|"]
    for preset, variants in VARIANTS.items():
        choice = chosen(found, preset)
        for name in variants:
            values = [areas[f"{preset}, {name}"] for areas in found]
            lines.append(f"| {preset} | {name} | {statistics.mean(values):.4f} ± "
                         f"{statistics.stdev(values):.4f} | {'chosen' if name == choice else ''} |")
    (HERE / "trees_presets.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
