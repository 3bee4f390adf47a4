#!/usr/bin/env python3
"""Whether Winnow finds the very neighbours that SciPy finds, on 10⁵ queries and more.

For every dimension and kind of points, hard ones among them, `cKDTree` in double precision gives the
distances of the k nearest, and more neighbours than asked for, so that ties can be put in order of
index; where even these end within a tie, NumPy looks at every point. Two kinds of difference are told
apart: sets that differ, and the same sets in another order.

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
WORK = HERE / ".build" / "neighbours-scipy"
DIMENSIONS = [1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 13, 16, 20, 24, 28, 32, 40]
POINTS, K = 3000, 15


EXACTNESS = """
## How it stays exact

Results carry and are ordered by one distance: Σ (a − b)² of the Float coordinates in Double, four sums by
j mod 4, then by index. Differences of Floats and their squares hardly ever round in Double, so this
distance knows no cancellation, whatever the offset. Float arithmetic only rules points out:

- *Boxes and tiles* are measured by differences. Their relative error is at most (d + 3)·2⁻²⁴, and
  d·2⁻¹²⁶ absolute where squares underflow; twice that is added to every limit.
- *Products*, from 12 dimensions on, are ½|p − c|² − (q − c)·(p − c) with c the mean of a block of 512
  neighbouring points. They lose digits where |q − c| ≫ |p − q|. With u = 2⁻²⁴ a coordinate relative to c
  is off by at most u of itself, so |p − q| by s = 2u(|p| + |q|); the sum of d + 1 terms is off by at most
  e = (d + 4)·2u·(½|p|² + |p||q|), |p| being the radius of the block; both bounds are twice the true ones.
  A point is passed over only if its product, with s and e in its favour, says that it is too far.
  Centring on blocks keeps s and e small for data far from the origin and for clusters.
- The bound on the k-th distance comes from products with s and e against them, from at least k points.
  The few candidates left get their exact distance, and the k nearest are taken by (distance, index).
- More candidates than there is room for, as in piles of duplicates, go to a search that looks at exact
  distances one by one. Coordinates beyond 2⁶⁰ never go to products, so nothing overflows.
"""


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
        "mixed scales": normal() * 10.0 ** np.random.default_rng(5).integers(-12, 12, size=d),
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
    # SciPy's own rounding decides which of nearly equal distances come last.
    cut = sorted_distances[:, k - 1] * (1 + 1e-12) >= sorted_distances[:, -1]
    return found, cut & (not whole)


def exhaustive(points, queries, k):
    """The same by looking at every point, for queries that SciPy cuts within a tie."""
    found = np.empty((len(queries), k), int)
    for first in range(0, len(queries), 50):
        part = queries[first:first + 50]
        everything = np.broadcast_to(np.arange(len(points)), (len(part), len(points)))
        distances = squares(points, part, everything)
        found[first:first + 50] = np.lexsort((everything, distances), axis=1)[:, :k]
    return found


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
        "`neighbours_scipy.py`. Ties by index on both sides. \"k = n\" is 200 points and k = 200.\n\n"
        "| points | queries | sets that differ | same set, other order |\n| --- | --- | --- | --- |\n")
    totals["all"] = [sum(row[i] for row in totals.values()) for i in range(3)]
    for name, row in totals.items():
        text += f"| {name} | {row[0]} | {row[1]} | {row[2]} |\n"
    (HERE / "neighbours_scipy.md").write_text(text + EXACTNESS)
    print(text)


if __name__ == "__main__":
    environment.enter(["numpy", "scipy"], ["numpy", "scipy"])
    import numpy as np
    from scipy.spatial import cKDTree

    main()
