#!/usr/bin/env python3
"""Trees: training, applying and loading, Winnow beside its peers, on the same events in one run.

usage: trees.py [--case A,B] [--peers A,B] [--threads N] [--repeats N] [--tiny]

Builds winnow-bench-trees, installs the peers from PyPI where they are missing, and runs all programs of a
case in turn, as often as the case says; slow peers run once, and not where they would take more than a
minute. Prints median times as ratios beside the area under the ROC curve of each. Each case is kept when it
is done, in Benchmarks/results/trees.json and trees.md, beside those of earlier runs. All cases together
take about a quarter of an hour on two quiet cores. A program that fails is reported and left out.

“train” includes binning; “trees” does not (– where a peer cannot tell). “1 thread” is the processor
time of applying with one thread, median of five. “memory” is the peak of the training process less the
float32 data that all hold. Wall-clock time is what counts; on a busy machine the processor time is
steadier. `--tiny` takes a few events and trees once, to see that everything runs.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

from environment import HERE, build, enter

FEATURES = 28
TEST_ROWS = 200_000
RESULTS = HERE / "results"
FAST = ["lightgbm", "lightgbm-quantised", "xgboost"]
TRAINERS = [*FAST, "catboost", "sklearn", "ydf"]
APPLIERS = ["lleaves", "treelite"]

# `peers` take part in every repeat, `slow` ones in the first.
CASES = {
    "63-leaves": dict(rows=1_000_000, trees=100, leaves=63, depth=0, repeats=3, peers=FAST,
                      slow=["catboost", "sklearn", "ydf"]),
    "255-leaves": dict(rows=1_000_000, trees=100, leaves=255, depth=0, repeats=1, peers=FAST,
                       slow=["catboost", "sklearn"]),
    "depth-3": dict(rows=1_000_000, trees=800, leaves=8, depth=3, repeats=1, peers=FAST, slow=[]),
    "1e5": dict(rows=100_000, trees=100, leaves=63, depth=0, repeats=3, peers=FAST,
                slow=["catboost", "sklearn", "ydf"]),
    "1e7": dict(rows=10_000_000, trees=100, leaves=63, depth=0, repeats=1, peers=FAST, slow=[]),
    # The compilers take LightGBM's forest.
    "apply": dict(rows=100_000, trees=100, leaves=63, depth=0, repeats=3,
                  peers=["lightgbm", "xgboost", *APPLIERS], slow=["catboost", "sklearn", "ydf"]),
    "apply-850": dict(rows=100_000, trees=850, leaves=8, depth=3, repeats=1,
                      peers=["lightgbm", "xgboost", *APPLIERS], slow=["catboost"]),
    # A thousand trees, from a file on disk to a model that can score.
    "load": dict(rows=100_000, trees=1000, leaves=31, depth=0, repeats=1,
                 peers=["lightgbm", "xgboost", *APPLIERS], slow=["catboost"]),
}
TINY = dict(rows=3000, trees=5, repeats=1)
TEST_ROWS_TINY = 1000


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", "--cases", default=",".join(CASES))
    parser.add_argument("--peers", default=None, help="instead of those of each case")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=None, help="instead of those of each case")
    parser.add_argument("--tiny", action="store_true")
    options = parser.parse_args()
    options.cases = options.case.split(",")
    options.peers = options.peers.split(",") if options.peers else None
    for kind, given, known in (("case", options.cases, list(CASES)),
                               ("peer", options.peers or [], TRAINERS + APPLIERS)):
        for name in set(given) - set(known):
            parser.error(f"no {kind} “{name}”; allowed: {', '.join(known)}")
    return options


def settings(options, name):
    """What a case is run with."""
    case = dict(CASES[name], test_rows=TEST_ROWS)
    if options.tiny:
        case.update(TINY, test_rows=TEST_ROWS_TINY)
    if options.repeats:
        case["repeats"] = options.repeats
    if options.peers:
        case.update(peers=options.peers, slow=[])
    return case


def events(rows, seed):
    """Two overlapping classes: shifts, a scale, products, a sign and tails; most columns are noise."""
    import numpy as np

    random = np.random.default_rng(seed)
    x = random.standard_normal((FEATURES, rows), dtype=np.float32)
    y = (random.random(rows) < 0.5).astype(np.float32)
    x[:8] += 0.15 * y
    x[8] *= 1 + 0.2 * y
    x[9] += 0.4 * y * x[0] * x[1]
    x[10] = np.exp(0.5 * x[10] + 0.1 * y)
    x[11] += 0.3 * y * np.sign(x[2] * x[3])
    x[12] = np.abs(x[12] + 0.3 * y)
    return x, y


def file(part, rows, seed):
    """One float32 file per sample, column by column, the label last: the same for all programs."""
    path = RESULTS / f"trees-{part}-{rows}.f32"
    if not path.exists():
        x, y = events(rows, seed)
        with path.open("wb") as out:
            x.tofile(out)
            y.tofile(out)
    return path


def described(case):
    shape = f"depth {case['depth']}" if case["depth"] else f"{case['leaves']} leaves"
    return f"{case['rows']} events × {FEATURES}, {case['trees']} trees × {shape} × 255 bins"


def run_file(options, name, case):
    """What every program of a case is told."""
    folder = RESULTS / f"trees-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    run = dict(case, features=FEATURES, rate=0.1, l2=0.0, seed=1, objective="logistic",
               threads=options.threads, folder=str(folder),
               train=str(file("train", case["rows"], 1)), test=str(file("test", case["test_rows"], 2)))
    path = folder / "run.json"
    path.write_text(json.dumps(run))
    return run, path


def commands(name, run, path, binary):
    task = "load" if name == "load" else "train"
    folder = pathlib.Path(run["folder"])
    words = [f"{key}={run[key]}" for key in
             ("features", "trees", "leaves", "depth", "threads", "rate", "l2")]
    files = ([run["train"], folder / "winnow.safetensors"] if task == "load"
             else [run["train"], run["test"], folder / "winnow.f32"])
    programs = {"winnow": [binary, task, *files, *words]}
    # The compilers last: they need what LightGBM left.
    peers = sorted(run["peers"] + run["slow"], key=APPLIERS.__contains__)
    for peer in peers:
        programs[peer] = [sys.executable, HERE / "trees_peers.py", peer, task, path]
    return {peer: [str(word) for word in command] for peer, command in programs.items()}


def figures(name, command):
    """What a program prints as its last line; None where it fails."""
    start = time.perf_counter()
    result = subprocess.run(command, capture_output=True, text=True)
    lines = (result.stderr if result.returncode else result.stdout).strip().splitlines()
    if result.returncode:
        print(f"  {name} failed: {lines[-1] if lines else result.returncode}", flush=True)
        return None
    print(f"  {name}: {time.perf_counter() - start:.0f} s", flush=True)
    return json.loads(lines[-1])


def measured(programs, run):
    """Medians over the repeats of each program's figures; nothing for one that fails."""
    runs = {name: [] for name in programs}
    for repeat in range(run["repeats"]):
        for name, command in programs.items():
            if runs[name] is None or repeat > 0 and name in run["slow"]:
                continue
            found = figures(name, command)
            runs[name] = None if found is None else runs[name] + [found]
    return {name: {key: statistics.median(run[key] for run in found) for key in found[0]}
            for name, found in runs.items() if found}


def add_quality(results, run):
    import numpy as np
    from sklearn.metrics import roc_auc_score

    labels = np.fromfile(run["test"], dtype=np.float32)[FEATURES * run["test_rows"]:]
    for name, figures in results.items():
        scores = np.fromfile(pathlib.Path(run["folder"]) / f"{name}.f32", dtype=np.float32)
        figures["auc"] = roc_auc_score(labels, scores)
        if "peak_bytes" in figures:
            data = 4 * run["rows"] * (FEATURES + 1)
            figures["memory_bytes"] = figures["peak_bytes"] - data


COLUMNS = [
    ("train_seconds", "train s", 1, 2), ("trees_seconds", "trees s", 1, 2),
    ("train_processor_seconds", "cpu s", 1, 2), ("memory_bytes", "memory MB", 1e-6, 0),
    ("apply_ns_per_event", "apply ns", 1, 0), ("apply_alone_ns_per_event", "1 thread ns", 1, 0),
    ("load_seconds", "load ms", 1e3, 2), ("auc", "AUC", 1, 5),
]
# Figures that are compared as ours over theirs.
COMPARED = {key for key, *_ in COLUMNS} - {"auc", "train_processor_seconds"}


def table(results):
    """Markdown: each figure, and behind it ours over theirs."""
    columns = [column for column in COLUMNS if any(column[0] in f for f in results.values())]
    lines = ["| | " + " | ".join(title for _, title, _, _ in columns) + " |",
             "|---|" + "---:|" * len(columns)]
    for name, figures in results.items():
        cells = []
        for key, _, scale, digits in columns:
            value = figures.get(key)
            text = "–" if value is None else f"{value * scale:.{digits}f}"
            ours = results.get("winnow", {}).get(key)
            if value and ours and name != "winnow" and key in COMPARED:
                text += f" ({ours / value:.2f})"
            cells.append(text)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def best(results, key):
    """The peer with the lowest figure."""
    peers = {name: f[key] for name, f in results.items() if name != "winnow" and f.get(key)}
    name = min(peers, key=peers.get, default=None)
    return (name, peers[name]) if name else (None, None)


def judged(key, title, results, wanted):
    name, value = best(results, key)
    ours = results.get("winnow", {}).get(key)
    if not name or not ours:
        return []
    auc = ""
    if "auc" in results[name]:
        auc = f"; AUC {results['winnow']['auc'] - results[name]['auc']:+.5f}"
    return [f"- {title}: {ours / value:.2f} of {name}, the fastest (wanted: {wanted}){auc}"]


def verdicts(report):
    """The figures that the project wants, one line each."""
    lines = []
    for name, part in report.items():
        case, results = f"{name}, ", part["results"]
        ours = results.get("winnow", {})
        if name == "load":
            if ours:
                lines.append(f"- loading {part['settings']['trees']} trees: "
                             f"{ours['load_seconds'] * 1e3:.1f} ms (wanted: < 20 ms)")
            continue
        if not name.startswith("apply"):
            lines += judged("trees_seconds", case + "training without binning", results, "≤ 0.5")
            lines += judged("train_seconds", case + "training with binning", results, "≤ 0.6")
        lines += judged("apply_alone_ns_per_event", case + "applying, one thread", results, "≤ 0.2")
        if name == "apply-850" and ours:
            microseconds = ours["apply_alone_ns_per_event"] / 1e3
            lines.append(f"- {part['settings']['trees']} trees of depth 3: {microseconds:.2f} µs per event, "
                         "one thread (wanted: < 1)")
    return lines + growth(report)


def growth(report):
    """How time and memory rise with the number of events."""
    lines, ours = [], {}
    for name in ("1e5", "1e7"):
        part = report.get(name, {"results": {}})
        if "winnow" in part["results"]:
            ours[name] = part["results"]["winnow"]["train_seconds"] / part["settings"]["rows"]
    if len(ours) == 2:
        lines.append(f"- time per event, 10⁷ over 10⁵ events: {ours['1e7'] / ours['1e5']:.2f} "
                     "(wanted: ≤ 1.5)")
    large = report.get("1e7", {"results": {}})["results"]
    if "winnow" in large and "lightgbm" in large:
        memory = [large[name]["memory_bytes"] for name in ("winnow", "lightgbm")]
        lines.append(f"- memory for 10⁷ events: {memory[0] / 1e6:.0f} MB, {memory[0] / memory[1]:.2f} of "
                     "lightgbm (wanted: < 1)")
    return lines


def page(report):
    """All cases as Markdown, in one order."""
    lines = ["# Trees", ""]
    for name in filter(report.__contains__, CASES):
        run, results = report[name]["settings"], report[name]["results"]
        lines += [f"## {name}: {described(run)}", "",
                  f"{run['threads']} threads; median of {run['repeats']}, slow peers once; in brackets "
                  "ours over theirs", "", table(results), ""]
    return "\n".join([*lines, *verdicts(report), ""])


def main():
    options = arguments()
    enter(["numpy", "scipy", "scikit-learn", "lightgbm", "xgboost-cpu", "ydf", "catboost", "lleaves",
           "llvmlite<0.45", "treelite", "tl2cgen"],
          ["numpy", "sklearn", "lightgbm", "xgboost", "ydf", "catboost", "lleaves", "tl2cgen"])
    binary = build("winnow-bench-trees")
    RESULTS.mkdir(exist_ok=True)
    kept = RESULTS / ("trees-tiny.json" if options.tiny else "trees.json")
    report = json.loads(kept.read_text()) if kept.exists() else {}
    for name in options.cases:
        case = settings(options, name)
        print(f"{name}: {described(case)}", flush=True)
        run, path = run_file(options, name, case)
        results = measured(commands(name, run, path, binary), run)
        if name != "load":
            add_quality(results, run)
        report[name] = dict(settings=run, results=results)
        print(table(results), flush=True)
        kept.write_text(json.dumps(report, indent=2) + "\n")
        kept.with_suffix(".md").write_text(page(report))
    print("\n".join(verdicts(report)))


if __name__ == "__main__":
    main()
