#!/usr/bin/env python3
"""Whether Winnow finds the very neighbours that SciPy finds, on 10⁵ queries and more.

For every dimension and kind of points, hard ones among them, `cKDTree` in double precision gives the
distances of the k nearest, and more neighbours than asked for where some are equally far, so that ties
can be put in order of index. Two kinds of difference are told apart: sets that differ, and the same
sets in another order, which can only happen where SciPy's sum of squares rounds otherwise.

    neighbours_scipy.py [--queries N] [--threads T] [--winnow PROGRAM]

The table goes to neighbours_scipy.md. About 3 minutes on two cores.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import environment

HERE = Path(__file__).resolve().parent
WORK = HERE / ".build" / "neighbours"
DIMENSIONS = [1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 13, 16, 20, 24, 28, 32, 40]
POINTS, K = 3000, 15


def kinds(random, n, d):
    """Name → points."""
    normal = lambda: random.normal(size=(n, d))
    line = random.normal(size=(n, 1))
    constant = normal()
    constant[:, ::2] = 7.25
    return {
        "gaussian": normal(),
        "clustered": random.integers(-5, 5, size=(n, 1)) * 1000 + normal() * 1e-3,
        "duplicated": normal()[random.integers(n // 10, size=n)],
        "lattice": np.round(normal() * 1.5) * 0.125,
        "collinear": line * np.arange(1, d + 1),
        "constant columns": constant,
        "offset 10⁶": 1e6 + normal(),
        "offset 10⁹": 1e9 + 300 * normal(),
        "denormal": np.round(normal() * 3) * 1.4e-45,
        "near denormal": normal() * 1e-38,
        "enormous": normal() * 1e30,
        "mixed scales": normal() * 10.0 ** random.integers(-12, 12, size=d),
    }


def ours(points, queries, k, options):
    files = [WORK / name for name in ("points.f32", "queries.f32", "indices.i32")]
    points.tofile(files[0])
    queries.tofile(files[1])
    arguments = [str(points.shape[1]), str(k), str(options.threads)]
    subprocess.run([options.winnow, *files, *arguments], check=True, stdout=subprocess.DEVNULL)
    return np.fromfile(files[2], "i4").reshape(-1, k)


def squares(points, queries, found):
    """Squared distances in double precision, as the index documents them: four sums by j mod 4."""
    difference = points.astype("d")[found] - queries.astype("d")[:, None, :]
    parts = [(difference[:, :, lane::4] ** 2).cumsum(axis=2)[:, :, -1:] for lane in range(4)]
    total = [part.sum(axis=2) for part in parts]
    return (total[0] + total[2]) + (total[1] + total[3])


def theirs(points, queries, k, options):
    """SciPy's neighbours, equal distances by index, and how many queries were cut within a tie."""
    wide = min(len(points), 6 * k)
    scale = max(float(np.abs(points).max()), 1e-300)
    tree = cKDTree(points.astype("d") / scale)
    candidates = tree.query(queries.astype("d") / scale, wide, workers=options.threads)[1]
    distances = squares(points, queries, candidates.reshape(len(queries), wide))
    order = np.lexsort((candidates, distances), axis=1)
    sorted_distances = np.take_along_axis(distances, order, axis=1)
    found = np.take_along_axis(candidates, order, axis=1)[:, :k]
    whole = wide == len(points)
    cut = np.zeros(len(queries), bool) if whole else sorted_distances[:, k - 1] >= sorted_distances[:, -1]
    return found, cut


def exhaustive(points, queries, k):
    """The same by looking at every point, for queries that SciPy cuts within a tie."""
    everything = np.broadcast_to(np.arange(len(points)), (len(queries), len(points)))
    distances = squares(points, queries, everything)
    return np.lexsort((everything, distances), axis=1)[:, :k]


def compare(points, queries, k, options):
    found = ours(points, queries, k, options)
    wanted, cut = theirs(points, queries, k, options)
    if cut.any():
        wanted[cut] = exhaustive(points, queries[cut], k)
    differ = (np.sort(found, axis=1) != np.sort(wanted, axis=1)).any(axis=1)
    return int(differ.sum()), int((found != wanted).any(axis=1).sum() - differ.sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queries", type=int, default=600, help="for each dimension and kind")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--winnow", type=Path)
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    options.winnow = options.winnow or environment.build("winnow-bench-neighbours")
    totals = {}
    for d in DIMENSIONS:
        points = kinds(np.random.default_rng(d), POINTS, d)
        queries = kinds(np.random.default_rng(100 + d), options.queries, d)
        for kind in points:
            cases = [(points[kind], queries[kind], K, kind)]
            if kind in ("gaussian", "duplicated"):
                cases.append((points[kind][:200], queries[kind][:60], 200, "k = n, " + kind))
            for x, q, k, name in cases:
                sets, orders = compare(x.astype("f"), q.astype("f"), k, options)
                row = totals.setdefault(name, [0, 0, 0])
                for place, number in enumerate((len(q), sets, orders)):
                    row[place] += number
        print(f"d = {d}: {sum(row[0] for row in totals.values())} queries so far, "
              f"{sum(row[1] for row in totals.values())} sets differ", flush=True)
    write(totals, options)
    sys.exit(1 if any(row[1] for row in totals.values()) else 0)


def write(totals, options):
    text = "# Neighbour sets against SciPy\n\n" + (
        f"Dimensions {', '.join(map(str, DIMENSIONS))}; {POINTS} points, k = {K}; made by "
        "`neighbours_scipy.py`. Ties by index on both sides.\n\n"
        "| points | queries | sets that differ | same set, other order |\n| --- | --- | --- | --- |\n")
    totals["all"] = [sum(row[i] for row in totals.values()) for i in range(3)]
    for name, row in totals.items():
        text += f"| {name} | {row[0]} | {row[1]} | {row[2]} |\n"
    (HERE / "neighbours_scipy.md").write_text(text)
    print(text)


if __name__ == "__main__":
    environment.enter(["numpy", "scipy"], ["numpy", "scipy"])
    import numpy as np
    from scipy.spatial import cKDTree

    main()
