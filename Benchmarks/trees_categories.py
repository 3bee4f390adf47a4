#!/usr/bin/env python3
"""Categorical variables: Winnow and LightGBM with the same settings on the same generated events.

usage: trees_categories.py [--seeds N] [--events N] [--threads N]

Three columns are names of categories (4, 40 and 250 of them, with effects of their own and with an
interaction), three are numbers; some categories are rare. Prints, for each seed of events, the area under
the ROC curve of both with the categories as such, and of Winnow with them as numbers; then the means, the
paired difference and the error of its mean.
"""

import argparse
import json
import pathlib
import subprocess
import sys

from environment import HERE, build, enter

SCRATCH = HERE / "results" / "categories"
SIZES = [4, 40, 250]
SHAPE = dict(trees=200, leaves=31, depth=0, rate=0.05, l2=1.0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def events(rows, seed):
    """Columns and labels: the effects of the categories are the same for all seeds."""
    import numpy as np

    truth = np.random.default_rng(7)
    effects = [truth.normal(0, 0.7, size) for size in SIZES]
    pair = truth.normal(0, 0.6, (SIZES[0], SIZES[1]))
    shares = [truth.pareto(1.5, size) + 0.05 for size in SIZES]
    random = np.random.default_rng(seed)
    codes = [random.choice(size, rows, p=share / share.sum()) for size, share in zip(SIZES, shares)]
    numbers = random.standard_normal((3, rows))
    score = sum(effect[code] for effect, code in zip(effects, codes)) + pair[codes[0], codes[1]]
    score += 0.5 * numbers[0] + 0.3 * numbers[1] * (codes[1] % 2)
    y = (random.random(rows) < 1 / (1 + np.exp(-score))).astype(np.float32)
    return np.stack([*codes, *numbers]).astype(np.float32), y


def winnow(binary, files, threads, categorical):
    import numpy as np

    settings = [f"{key}={value}" for key, value in SHAPE.items()]
    result = SCRATCH / "winnow.f32"
    subprocess.run([binary, "train", *files, result, f"features={len(SIZES) + 3}",
                    f"threads={threads}", *settings, *categorical], check=True, stdout=subprocess.PIPE)
    return np.fromfile(result, dtype=np.float32)


def lightgbm(train, test, threads, seed):
    import lightgbm

    settings = dict(objective="binary", num_leaves=SHAPE["leaves"], learning_rate=SHAPE["rate"],
                    lambda_l2=SHAPE["l2"], max_bin=255, min_data_in_leaf=20, num_threads=threads,
                    seed=seed, verbose=-1)
    data = lightgbm.Dataset(train[0].T, train[1], categorical_feature=list(range(len(SIZES))))
    return lightgbm.train(settings, data, SHAPE["trees"]).predict(test[0].T)


def main():
    options = arguments()
    enter(["numpy", "scikit-learn", "lightgbm"], ["numpy", "sklearn", "lightgbm"])
    import numpy as np
    from sklearn.metrics import roc_auc_score

    binary = build("winnow-bench-trees")
    SCRATCH.mkdir(parents=True, exist_ok=True)
    areas = []
    for seed in range(1, options.seeds + 1):
        parts = [events(options.events, seed), events(options.events, 1000 + seed)]
        files = [SCRATCH / name for name in ("train.f32", "test.f32")]
        for path, (x, y) in zip(files, parts):
            with path.open("wb") as out:
                x.tofile(out)
                y.tofile(out)
        known = "categorical=" + ",".join(map(str, range(len(SIZES))))
        scores = [winnow(binary, files, options.threads, [known]),
                  lightgbm(*parts, options.threads, seed),
                  winnow(binary, files, options.threads, [])]
        areas.append([roc_auc_score(parts[1][1], score) for score in scores])
        print(f"seed {seed}: " + ", ".join(
            f"{name} {area:.5f}" for name, area in
            zip(("winnow", "lightgbm", "winnow on numbers"), areas[-1])), flush=True)
    areas = np.array(areas)
    difference = areas[:, 0] - areas[:, 1]
    error = difference.std(ddof=1) / np.sqrt(len(difference))
    print("mean: " + json.dumps(areas.mean(axis=0).round(5).tolist()))
    print(f"winnow − lightgbm: {difference.mean():+.5f} ± {error:.5f}")


if __name__ == "__main__":
    main()
