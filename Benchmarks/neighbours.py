#!/usr/bin/env python3
"""Exact nearest neighbours: Winnow against nanoflann, SciPy, scikit-learn and FAISS.

Every round runs all programs one after the other on the same files and threads; the table shows
medians over the rounds and the ratio to the fastest peer. All answers are compared with a search in
double precision, ties by index, on part of the queries; a ratio without equal answers does not count.

    neighbours.py [--points N] [--queries M] [--rounds R] [--threads T] [--cases NAME ...]

Peers come from PyPI into .venv, nanoflann from the Debian package libnanoflann-dev.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import environment

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
WORK = HERE / ".build" / "neighbours"
PEERS = ["numpy", "scipy", "scikit-learn", "faiss-cpu"]


def build_nanoflann():
    """The path of the compiled peer, or None where the header or a compiler is missing."""
    include = os.environ.get("NANOFLANN_INCLUDE", "/usr/include")
    if not (Path(include) / "nanoflann.hpp").exists() or not shutil.which("g++"):
        print("nanoflann is left out: libnanoflann-dev or g++ is missing", file=sys.stderr)
        return None
    program = WORK / "nanoflann"
    source = HERE / "peers" / "nanoflann.cpp"
    subprocess.run(
        ["g++", "-O3", "-march=native", "-pthread", "-I", include, str(source), "-o", program],
        check=True)
    return program


def gaussian(random, n, d):
    return random.normal(size=(n, d))


def clustered(random, n, d):
    """A hundred clusters of very different widths."""
    centres = np.random.default_rng(7).normal(size=(100, d)) * 10
    widths = 10 ** np.random.default_rng(8).uniform(-2, 0, size=100)
    which = random.integers(100, size=n)
    return centres[which] + widths[which, None] * random.normal(size=(n, d))


def duplicated(random, n, d):
    """A tenth as many places as points, so that every point has about ten copies."""
    places = gaussian(np.random.default_rng(9), max(1, n // 10), d)
    return places[random.integers(len(places), size=n)]


def constant(random, n, d):
    """Half of the columns constant."""
    x = gaussian(random, n, d)
    x[:, ::2] = 7.25
    return x


CASES = {
    "gaussian-4": (gaussian, 4), "gaussian-10": (gaussian, 10), "gaussian-28": (gaussian, 28),
    "clustered-4": (clustered, 4), "clustered-10": (clustered, 10), "clustered-28": (clustered, 28),
    "duplicated-4": (duplicated, 4), "duplicated-28": (duplicated, 28),
    "constant-10": (constant, 10), "constant-28": (constant, 28),
}


def exact(points, queries, k):
    """Neighbours in double precision, equal distances by index."""
    points = points.astype("d")
    found = np.empty((len(queries), k), "i4")
    for i, query in enumerate(queries.astype("d")):
        squares = ((points - query) ** 2).sum(axis=1)
        near = np.flatnonzero(squares <= np.partition(squares, k - 1)[k - 1])
        found[i] = near[np.lexsort((near, squares[near]))][:k]
    return found


def external(program, points, queries, d, k, threads):
    """Times and indices of a program that reads raw files."""
    out = WORK / "indices.i32"
    said = subprocess.run(
        [program, points, queries, out, str(d), str(k), str(threads)], check=True,
        capture_output=True, text=True).stdout
    times = json.loads(said)
    return times["build"], times["query"], np.fromfile(out, "i4").reshape(-1, k)


def timed(make, search):
    start = time.perf_counter()
    index = make()
    built = time.perf_counter()
    found = search(index)
    return built - start, time.perf_counter() - built, np.asarray(found)


def library_peers(points, queries, d, k, threads):
    """Name → function that gives build time, query time and indices."""
    import faiss
    from scipy.spatial import cKDTree
    from sklearn.neighbors import NearestNeighbors

    def flat():
        faiss.omp_set_num_threads(threads)
        index = faiss.IndexFlatL2(d)
        index.add(points)
        return index

    def sklearn(algorithm):
        make = lambda: NearestNeighbors(algorithm=algorithm, n_jobs=threads).fit(points)
        return lambda: timed(make, lambda s: s.kneighbors(queries, k, return_distance=False))

    peers = {
        "faiss-flat": lambda: timed(flat, lambda s: s.search(queries, k)[1]),
        "sklearn-brute": sklearn("brute"),
    }
    if d <= 12:
        peers["scipy-ckdtree"] = lambda: timed(
            lambda: cKDTree(points), lambda s: s.query(queries, k, workers=threads)[1])
        peers["sklearn-kdtree"] = sklearn("kd_tree")
    return peers


def same_share(found, wanted):
    """Share of queries whose neighbour sets equal the exact ones."""
    pairs = zip(np.sort(found, axis=1), np.sort(wanted, axis=1))
    return float(np.mean([np.array_equal(a, b) for a, b in pairs]))


def compare(name, options, programs):
    make, d = CASES[name]
    k, threads = options.k, options.threads
    points = make(np.random.default_rng(1), options.points, d).astype("f")
    queries = make(np.random.default_rng(2), options.queries, d).astype("f")
    files = WORK / "points.f32", WORK / "queries.f32"
    points.tofile(files[0])
    queries.tofile(files[1])
    runs = {
        label: lambda program=program: external(program, *files, d, k, threads)
        for label, program in programs.items()
        if label == "winnow" or d <= 12
    } | library_peers(points, queries, d, k, threads)
    wanted = exact(points, queries[:options.checked], k)
    rows = {label: {"build": [], "query": []} for label in runs}
    for _ in range(options.rounds):
        for label, run in runs.items():
            build, query, found = run()
            rows[label]["build"].append(build)
            rows[label]["query"].append(query)
            rows[label]["same"] = same_share(found[:options.checked], wanted)
            if label == "winnow":
                rows[label]["same order"] = bool(np.array_equal(found[:options.checked], wanted))
    return {label: summary(row, options.queries) for label, row in rows.items()}


def summary(row, queries):
    return {
        "build_ms": round(float(np.median(row["build"])) * 1e3, 2),
        "query_us": round(float(np.median(row["query"])) * 1e6 / queries, 3),
        "same": row["same"], **({"same order": row["same order"]} if "same order" in row else {}),
    }


def show(name, rows):
    peers = {label: row for label, row in rows.items() if label != "winnow"}
    fastest = min(peers, key=lambda label: peers[label]["query_us"])
    ratio = rows["winnow"]["query_us"] / peers[fastest]["query_us"]
    print(f"\n{name}: {ratio:.3f} of {fastest}")
    for label, row in rows.items():
        print(f"  {label:15} build {row['build_ms']:9.1f} ms   query {row['query_us']:9.2f} µs   "
              f"same sets {row['same']:.3f}")
    if not rows["winnow"]["same order"]:
        sys.exit(f"{name}: Winnow's answers differ from the exact ones")
    return {"fastest": fastest, "ratio": round(ratio, 4), "programs": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--checked", type=int, default=200, help="queries compared with the exact")
    parser.add_argument("--k", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--winnow", type=Path, help="a program built before")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    winnow = options.winnow or environment.build("winnow-bench-neighbours")
    programs = {"winnow": winnow, "nanoflann": build_nanoflann()}
    programs = {label: program for label, program in programs.items() if program}
    results = {name: show(name, compare(name, options, programs)) for name in options.cases}
    RESULTS.mkdir(exist_ok=True)
    settings = {key: getattr(options, key) for key in ("points", "queries", "k", "rounds", "threads")}
    text = json.dumps({"settings": settings, "cases": results}, indent=2)
    (RESULTS / "neighbours.json").write_text(text + "\n")


if __name__ == "__main__":
    environment.enter(PEERS, ["numpy", "scipy", "sklearn", "faiss"])
    import numpy as np

    main()
