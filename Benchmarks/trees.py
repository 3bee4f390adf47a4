#!/usr/bin/env python3
"""Trees: training and applying, Winnow beside its peers, on the same events in one run.

usage: trees.py [--venv DIR] [--rows N] [--trees N] [--leaves N] [--threads N] [--repeats N] [--peers A,B]

Makes a virtual environment and installs the peers there, builds winnow-bench-trees, runs all programs
in turn `repeats` times, prints the median times as ratios with the area under the ROC curve of each,
and writes Benchmarks/results/trees.json. Training times include binning; “1 thread” is
the processor time of applying with one thread, median of five.

Wall-clock time is what counts; on a busy machine the processor time beside it (all threads) is steadier.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FEATURES = 28


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--venv", type=pathlib.Path, default=HERE / ".venv")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--leaves", type=int, default=63)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", default="lightgbm,lightgbm-quantised,xgboost,ydf")
    parser.add_argument("--peer", help=argparse.SUPPRESS)  # one run of one peer, as a child process
    return parser.parse_args()


def in_environment(options):
    """Runs this script again inside its virtual environment, made first where needed."""
    python = options.venv / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == options.venv.resolve():
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", options.venv], check=True)
    packages = ["numpy", "scipy", "scikit-learn", "lightgbm", "xgboost-cpu", "ydf"]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    os.execv(python, [str(python), *sys.argv])


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
    return np.vstack([x, y[None]])


def files(options):
    """One float32 file per sample, column by column, the label last: the same for all programs."""
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    paths = {}
    for part, rows, seed in (("train", options.rows, 1), ("test", 200_000, 2)):
        paths[part] = folder / f"trees-{part}-{rows}.f32"
        if not paths[part].exists():
            events(rows, seed).tofile(paths[part])
    return paths


def measure(command):
    """Runs a program; its own figures, the last line it prints."""
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def run_peer(options):
    """Child process: trains and applies one peer, prints its figures."""
    import time

    import numpy as np

    paths = files(options)
    train, test = (np.fromfile(paths[part], dtype=np.float32).reshape(FEATURES + 1, -1)
                   for part in ("train", "test"))
    x, y, x_test = np.ascontiguousarray(train[:-1].T), train[-1], np.ascontiguousarray(test[:-1].T)
    start, start_processor = time.perf_counter(), time.process_time()
    if options.peer.startswith("lightgbm"):
        import lightgbm

        settings = dict(
            objective="binary", num_leaves=options.leaves, max_bin=255, learning_rate=0.1,
            num_threads=options.threads, verbose=-1,
            use_quantized_grad=options.peer.endswith("quantised"))
        model = lightgbm.train(settings, lightgbm.Dataset(x, y), options.trees)
    elif options.peer == "ydf":
        import ydf

        def named(x, y):
            return {**{f"x{i}": np.ascontiguousarray(c) for i, c in enumerate(x.T)}, "label": y.astype(int)}

        model = ydf.GradientBoostedTreesLearner(
            label="label", num_trees=options.trees, growing_strategy="BEST_FIRST_GLOBAL",
            max_num_nodes=options.leaves, max_depth=-1, discretize_numerical_columns=True,
            validation_ratio=0.0, early_stopping="NONE", shrinkage=0.1,
            num_threads=options.threads).train(named(x, y), verbose=0)
        x_test = ydf.create_vertical_dataset(named(x_test, test[-1]), data_spec=model.data_spec())
    else:
        import xgboost

        settings = dict(
            objective="binary:logistic", tree_method="hist", grow_policy="lossguide", max_depth=0,
            max_leaves=options.leaves, max_bin=255, learning_rate=0.1, nthread=options.threads)
        model = xgboost.train(settings, xgboost.QuantileDMatrix(x, y, max_bin=255), options.trees)
    trained, trained_processor = time.perf_counter(), time.process_time()
    def apply(threads):
        if options.peer == "xgboost":
            model.set_param("nthread", threads)
            return model.inplace_predict(x_test)
        return model.predict(x_test, num_threads=threads)

    start_apply = time.perf_counter()
    scores = apply(options.threads)
    applied = time.perf_counter() - start_apply
    alone = []
    for _ in range(5):
        begin = time.process_time()
        apply(1)
        alone.append(time.process_time() - begin)
    scores.astype(np.float32).tofile(HERE / "results" / f"trees-{options.peer}.f32")
    print(json.dumps({
        "train_seconds": trained - start,
        "train_processor_seconds": trained_processor - start_processor,
        "apply_ns_per_event": applied / test.shape[1] * 1e9,
        "apply_alone_ns_per_event": statistics.median(alone) / test.shape[1] * 1e9}))


def commands(options, paths):
    binary = HERE / ".build" / "release" / "winnow-bench-trees"
    scores = HERE / "results"
    all_commands = {"winnow": [
        binary, paths["train"], paths["test"], scores / "trees-winnow.f32", f"features={FEATURES}",
        f"trees={options.trees}", f"leaves={options.leaves}", f"threads={options.threads}"]}
    for peer in options.peers.split(","):
        all_commands[peer] = [sys.executable, __file__, "--peer", peer] + [
            f"--{name}={getattr(options, name)}" for name in ("venv", "rows", "trees", "leaves", "threads")]
    return all_commands


def area(paths, name):
    import numpy as np
    from sklearn.metrics import roc_auc_score

    labels = np.fromfile(paths["test"], dtype=np.float32).reshape(FEATURES + 1, -1)[-1]
    return roc_auc_score(labels, np.fromfile(HERE / "results" / f"trees-{name}.f32", dtype=np.float32))


def main():
    options = arguments()
    in_environment(options)
    if options.peer:
        run_peer(options)
        return
    subprocess.run(
        ["swift", "build", "-c", "release", "-Xcc", "-march=native", "--package-path", HERE,
         "--product", "winnow-bench-trees"], check=True, stdout=subprocess.DEVNULL)
    paths = files(options)
    programs = commands(options, paths)
    runs = {name: [] for name in programs}
    for _ in range(options.repeats):
        for name, command in programs.items():
            runs[name].append(measure([str(word) for word in command]))
    results = {}
    for name, figures in runs.items():
        results[name] = {key: statistics.median(run[key] for run in figures) for key in figures[0]}
        results[name]["auc"] = area(paths, name)
    settings = {key: getattr(options, key) for key in ("rows", "trees", "leaves", "threads", "repeats")}
    report = {"settings": settings, "results": results}
    (HERE / "results" / "trees.json").write_text(json.dumps(report, indent=2) + "\n")
    ours = results["winnow"]
    print(f"{options.rows} events × {FEATURES}, {options.trees} trees × {options.leaves} leaves "
          f"× 255 bins, {options.threads} threads; median of {options.repeats}")
    print(f"{'':20}{'train s':>9}{'ours/it':>9}{'cpu s':>8}{'apply ns':>10}{'ours/it':>9}{'1 thread':>10}{'ours/it':>9}{'AUC':>9}")
    for name, figures in results.items():
        print(f"{name:20}{figures['train_seconds']:9.2f}"
              f"{ours['train_seconds'] / figures['train_seconds']:9.2f}"
              f"{figures['train_processor_seconds']:8.2f}"
              f"{figures['apply_ns_per_event']:10.0f}"
              f"{ours['apply_ns_per_event'] / figures['apply_ns_per_event']:9.2f}"
              f"{figures['apply_alone_ns_per_event']:10.0f}"
              f"{ours['apply_alone_ns_per_event'] / figures['apply_alone_ns_per_event']:9.2f}"
              f"{figures['auc']:9.4f}")


if __name__ == "__main__":
    main()
