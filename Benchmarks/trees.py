#!/usr/bin/env python3
"""Trees: training, applying and loading, Winnow beside its peers, on the same events in one run.

usage: trees.py [--cases A,B] [--peers A,B] [--threads N] [--repeats N] [--quick]

Installs the peers from PyPI, builds winnow-bench-trees, runs all programs of a case in turn `repeats`
times, prints median times as ratios beside the area under the ROC curve of each, and writes
Benchmarks/results/trees.json and trees.md. A program that fails is reported and left out.

“train” includes binning; “trees” does not (– where a peer cannot tell). “1 thread” is the processor
time of applying with one thread, median of five. “memory” is the peak of the training process less the
float32 data that all hold. Wall-clock time is what counts; on a busy machine the processor time is
steadier. `--quick` takes a tenth of the events and trees, once.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

from environment import HERE, build, enter

FEATURES = 28
TEST_ROWS = 200_000
RESULTS = HERE / "results"
TRAINERS = ["lightgbm", "lightgbm-quantised", "xgboost", "sklearn", "catboost", "ydf"]
APPLIERS = ["lleaves", "treelite"]

CASES = {
    "63-leaves": dict(rows=1_000_000, trees=100, leaves=63, depth=0),
    "255-leaves": dict(rows=1_000_000, trees=100, leaves=255, depth=0),
    "depth-3": dict(rows=1_000_000, trees=800, leaves=8, depth=3),
    "1e5": dict(rows=100_000, trees=100, leaves=63, depth=0),
    "1e7": dict(rows=10_000_000, trees=100, leaves=63, depth=0),
    # A thousand trees, from a file on disk to a model that can score.
    "load": dict(rows=100_000, trees=1000, leaves=31, depth=0),
}
# The slow ones are left out where they would take most of an hour.
LARGE = ["lightgbm", "lightgbm-quantised", "xgboost", "catboost"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--peers", default=",".join(TRAINERS + APPLIERS))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    options.cases, options.peers = options.cases.split(","), options.peers.split(",")
    for kind, given, known in (("case", options.cases, list(CASES)),
                               ("peer", options.peers, TRAINERS + APPLIERS)):
        for name in set(given) - set(known):
            parser.error(f"no {kind} “{name}”; allowed: {', '.join(known)}")
    return options


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


def quick(case):
    return {**case, "rows": case["rows"] // 10, "trees": max(10, case["trees"] // 10)}


def described(case):
    shape = f"depth {case['depth']}" if case["depth"] else f"{case['leaves']} leaves"
    return f"{case['rows']} events × {FEATURES}, {case['trees']} trees × {shape} × 255 bins"


def run_file(options, name, case):
    """What every program of a case is told."""
    folder = RESULTS / f"trees-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    run = dict(case, features=FEATURES, rate=0.1, l2=0.0, seed=1, objective="logistic",
               threads=options.threads, folder=str(folder),
               train=str(file("train", case["rows"], 1)), test=str(file("test", TEST_ROWS, 2)))
    path = folder / "run.json"
    path.write_text(json.dumps(run))
    return run, path


def commands(options, name, run, path, binary):
    task = "load" if name == "load" else "train"
    folder = pathlib.Path(run["folder"])
    settings = [f"{key}={run[key]}" for key in
                ("features", "trees", "leaves", "depth", "threads", "rate", "l2")]
    files = ([run["train"], folder / "winnow.safetensors"] if task == "load"
             else [run["train"], run["test"], folder / "winnow.f32"])
    programs = {"winnow": [binary, task, *files, *settings]}
    for peer in options.peers:
        if name == "1e7" and peer in TRAINERS and peer not in LARGE:
            continue
        programs[peer] = [sys.executable, HERE / "trees_peers.py", peer, task, path]
    return {peer: [str(word) for word in command] for peer, command in programs.items()}


def measured(options, programs):
    """Medians over the repeats of each program's figures; nothing for one that fails."""
    runs = {name: [] for name in programs}
    for _ in range(1 if options.quick else options.repeats):
        for name, command in list(programs.items()):
            if runs[name] is None:
                continue
            result = subprocess.run(command, capture_output=True, text=True)
            if result.returncode:
                print(f"{name}: {result.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                runs[name] = None
            else:
                runs[name].append(json.loads(result.stdout.splitlines()[-1]))
    return {name: {key: statistics.median(run[key] for run in figures) for key in figures[0]}
            for name, figures in runs.items() if figures}


def add_quality(results, run):
    import numpy as np
    from sklearn.metrics import roc_auc_score

    labels = np.fromfile(run["test"], dtype=np.float32)[FEATURES * TEST_ROWS:]
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


def verdicts(all_results):
    """The figures that the project wants, one line each."""
    lines = []
    for name, results in all_results.items():
        case = f"{name}, "
        if name == "load":
            loaded = results.get("winnow", {}).get("load_seconds")
            if loaded:
                lines.append(f"- loading 1000 trees: {loaded * 1e3:.1f} ms (wanted: < 20 ms)")
            continue
        lines += judged("trees_seconds", case + "training without binning", results, "≤ 0.5")
        lines += judged("train_seconds", case + "training with binning", results, "≤ 0.6")
        lines += judged("apply_alone_ns_per_event", case + "applying, one thread", results, "≤ 0.2")
    per_event = {name: results["winnow"]["train_seconds"] / CASES[name]["rows"]
                 for name, results in all_results.items()
                 if name in ("1e5", "1e7") and "winnow" in results}
    if len(per_event) == 2:
        lines.append(f"- time per event, 10⁷ over 10⁵ events: {per_event['1e7'] / per_event['1e5']:.2f} "
                     "(wanted: ≤ 1.5)")
    large = all_results.get("1e7", {})
    if "winnow" in large and "lightgbm" in large:
        ratio = large["winnow"]["memory_bytes"] / large["lightgbm"]["memory_bytes"]
        lines.append(f"- memory for 10⁷ events: {ratio:.2f} of lightgbm (wanted: < 1)")
    return lines


def main():
    options = arguments()
    enter(["numpy", "scipy", "scikit-learn", "lightgbm", "xgboost-cpu", "ydf", "catboost", "lleaves",
           "llvmlite<0.45", "treelite", "tl2cgen"],
          ["numpy", "sklearn", "lightgbm", "xgboost", "ydf", "catboost", "lleaves", "tl2cgen"])
    binary = build("winnow-bench-trees")
    RESULTS.mkdir(exist_ok=True)
    report, text = {}, []
    for name in options.cases:
        case = quick(CASES[name]) if options.quick else CASES[name]
        run, path = run_file(options, name, case)
        results = measured(options, commands(options, name, run, path, binary))
        if name != "load":
            add_quality(results, run)
        report[name] = dict(settings=run, results=results)
        repeats = 1 if options.quick else options.repeats
        text += [f"## {name}: {described(case)}", "",
                 f"{options.threads} threads; median of {repeats}; in brackets ours over theirs", "",
                 table(results), ""]
        print("\n".join(text[-6:]), flush=True)
    wanted = verdicts({name: part["results"] for name, part in report.items()})
    print("\n".join(wanted))
    (RESULTS / "trees.json").write_text(json.dumps(report, indent=2) + "\n")
    (RESULTS / "trees.md").write_text("\n".join(["# Trees", "", *text, *wanted, ""]))


if __name__ == "__main__":
    main()
