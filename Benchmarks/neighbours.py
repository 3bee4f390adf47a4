#!/usr/bin/env python3
"""Exact nearest neighbours: Winnow against nanoflann, SciPy, scikit-learn and FAISS.

Every round runs all programs one after the other on the same files and threads; the table shows
medians over the rounds and the ratios to the fastest peer in searching and to nanoflann in building.
All answers are compared with a search in double precision, ties by index, on part of the queries; a
ratio without equal answers does not count. Peers that take long get fewer of the queries.

    neighbours.py [--points N ...] [--queries M] [--rounds R] [--threads T] [--cases NAME ...]

Peers come from PyPI into .venv, nanoflann from the Debian package libnanoflann-dev. The cases `higgs`
and `magic` read real data from WINNOW_SHARED_DATA or ../../shared/data, and are left out without.
Tables go to results/neighbours.md and results/neighbours.json. On two quiet cores expect some 10
minutes for 200 000 points and 30 for 1 000 000.
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
PEERS = ["numpy", "scipy", "scikit-learn", "faiss-cpu", "uproot"]
SHARED = Path(os.environ.get("WINNOW_SHARED_DATA", HERE.parents[1] / "shared" / "data"))


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


def drawn(make, d):
    """A case of any size: points and queries of one distribution."""
    def case(points, queries):
        streams = np.random.default_rng(1), np.random.default_rng(2)
        return make(streams[0], points, d), make(streams[1], queries, d)
    return case


def magic(points, queries):
    """The MAGIC telescope: training events, and test events as queries; widths of 1."""
    read = lambda name: np.genfromtxt(
        SHARED / "magic" / name, delimiter=",", skip_header=1, usecols=range(10))
    training, test = read("train.csv"), read("test.csv")
    return training / training.std(axis=0), test / training.std(axis=0)


def higgs(points, queries):
    """16 000 real events of the HIGGS data, and 4000 as queries; widths of 1."""
    import uproot

    file = uproot.open(SHARED / "higgs" / "Higgs_data.root")
    trees = [file[name].arrays(library="np") for name in ("sig_tree", "bkg_tree")]
    columns = [name for name in trees[0] if name != "Type"]
    events = np.concatenate([np.stack([tree[name] for name in columns], axis=1) for tree in trees])
    events = events[np.random.default_rng(3).permutation(len(events))] / events.std(axis=0)
    return events[4000:], events[:4000]


CASES = {
    f"{make.__name__}-{d}": drawn(make, d)
    for make, dimensions in [
        (gaussian, (4, 10, 28)), (clustered, (4, 10, 28)), (duplicated, (4, 28)),
        (constant, (10, 28))]
    for d in dimensions
}
REAL = {
    name: make for name, make in {"magic": magic, "higgs": higgs}.items() if (SHARED / name).exists()}


def exact(points, queries, k):
    """Neighbours in double precision, equal distances by index."""
    points = points.astype("d")
    found = np.empty((len(queries), k), "i4")
    for i, query in enumerate(queries.astype("d")):
        squares = ((points - query) ** 2).sum(axis=1)
        near = np.flatnonzero(squares <= np.partition(squares, k - 1)[k - 1])
        found[i] = near[np.lexsort((near, squares[near]))][:k]
    return found


def external(program, points, queries, d, options):
    """Times and indices of a program that reads raw files."""
    out = WORK / "indices.i32"
    said = subprocess.run(
        [program, points, queries, out, str(d), str(options.k), str(options.threads)], check=True,
        capture_output=True, text=True).stdout
    return json.loads(said), np.fromfile(out, "i4").reshape(-1, options.k)


def timed(make, search):
    start = time.perf_counter()
    index = make()
    built = time.perf_counter()
    found = search(index)
    return {"build": built - start, "query": time.perf_counter() - built}, np.asarray(found)


def library_peers(points, queries, options):
    """Name → function that gives times and indices; each with as many of the queries as it can bear."""
    import faiss
    from scipy.spatial import cKDTree
    from sklearn.neighbors import NearestNeighbors

    d, k, threads, few = points.shape[1], options.k, options.threads, queries[:options.few]

    def flat():
        faiss.omp_set_num_threads(threads)
        index = faiss.IndexFlatL2(d)
        index.add(points)
        return index

    def sklearn(algorithm, queries):
        make = lambda: NearestNeighbors(algorithm=algorithm, n_jobs=threads).fit(points)
        return lambda: timed(make, lambda s: s.kneighbors(queries, k, return_distance=False))

    peers = {
        "faiss-flat": lambda: timed(flat, lambda s: s.search(few, k)[1]),
        "sklearn-brute": sklearn("brute", few),
    }
    if d <= 12:
        asked = queries if d <= 5 else few
        peers["scipy-ckdtree"] = lambda: timed(
            lambda: cKDTree(points), lambda s: s.query(asked, k, workers=threads)[1])
        peers["sklearn-kdtree"] = sklearn("kd_tree", asked)
    return peers


def same_share(found, wanted):
    """Share of queries whose neighbour sets equal the exact ones."""
    pairs = zip(np.sort(found, axis=1), np.sort(wanted, axis=1))
    return float(np.mean([np.array_equal(a, b) for a, b in pairs]))


def compare(case, points, options, programs):
    """Times and agreement of every program on one case."""
    points, queries = (a.astype("f") for a in case(points, options.queries))
    d = points.shape[1]
    files = {"points": points, "queries": queries, "few": queries[:100]}
    for name, values in files.items():
        values.tofile(WORK / f"{name}.f32")
    # Many dimensions are no job for a k-d tree; its building is still worth a comparison.
    asked = {name: "few" if name == "nanoflann" and d > 12 else "queries" for name in programs}
    runs = {
        name: lambda program=program, asked=asked[name]: external(
            program, WORK / "points.f32", WORK / f"{asked}.f32", d, options)
        for name, program in programs.items()
    } | library_peers(points, queries, options)
    wanted = exact(points, queries[:options.checked], options.k)
    rows = {name: [] for name in runs}
    for _ in range(options.rounds):
        for name, run in runs.items():
            times, found = run()
            checked = min(len(found), len(wanted))
            rows[name].append({
                "build_ms": times["build"] * 1e3, "query_us": times["query"] / len(found) * 1e6,
                "load_ms": times.get("load", 0) * 1e3,
                "same": same_share(found[:checked], wanted[:checked]),
                "same_order": bool(np.array_equal(found[:checked], wanted[:checked]))})
    return {"points": len(points), "dimensions": d, "programs": {
        name: {key: float(np.median([row[key] for row in rounds])) for key in rounds[0]}
        for name, rounds in rows.items()}}


def judged(name, result):
    """Adds the ratios; stops the comparison where our answers are not the exact ones."""
    rows = result["programs"]
    peers = {peer: row for peer, row in rows.items() if peer != "winnow"}
    fastest = min(peers, key=lambda peer: peers[peer]["query_us"])
    result |= {"fastest": fastest, "ratio": rows["winnow"]["query_us"] / peers[fastest]["query_us"]}
    if "nanoflann" in peers:
        result["build_ratio"] = rows["winnow"]["build_ms"] / peers["nanoflann"]["build_ms"]
    print(f"\n{name}, {result['points']} points: {result['ratio']:.3f} of {fastest}, build "
          f"{result.get('build_ratio', float('nan')):.2f} of nanoflann")
    for label, row in rows.items():
        print(f"  {label:15} build {row['build_ms']:9.1f} ms   query {row['query_us']:9.2f} µs   "
              f"same sets {row['same']:.3f}")
    if rows["winnow"]["same_order"] != 1:
        sys.exit(f"{name}: Winnow's answers differ from the exact ones")
    return {"case": name} | result


def markdown(results, options):
    """One line per case."""
    programs = list(dict.fromkeys(name for result in results for name in result["programs"]))
    cells = lambda values: "| " + " | ".join(values) + " |\n"
    text = f"Query time in µs, k = {options.k}, {options.threads} threads, median of {options.rounds}.\n\n"
    text += cells(["case", "points", *programs, "ratio to the fastest", "build / nanoflann"])
    text += cells(["---"] * (len(programs) + 4))
    for result in results:
        times = [result["programs"].get(name, {}).get("query_us") for name in programs]
        build = result.get("build_ratio")
        text += cells([
            result["case"], str(result["points"]), *(f"{t:.2f}" if t else "–" for t in times),
            f"{result['ratio']:.3f}", f"{build:.2f}" if build else "–"])
    return text


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, nargs="+", default=[200_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--few", type=int, default=1000, help="queries for brute force")
    parser.add_argument("--checked", type=int, default=50, help="queries compared with the exact")
    parser.add_argument("--k", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument(
        "--cases", nargs="+", choices=[*CASES, *REAL], default=[*CASES, *REAL])
    parser.add_argument("--winnow", type=Path, help="a program built before")
    return parser.parse_args()


def main():
    options = read_options()
    WORK.mkdir(parents=True, exist_ok=True)
    winnow = options.winnow or environment.build("winnow-bench-neighbours")
    programs = {"winnow": winnow, "nanoflann": build_nanoflann()}
    programs = {name: program for name, program in programs.items() if program}
    results = [
        judged(name, compare((CASES | REAL)[name], points, options, programs))
        for points in options.points
        for name in options.cases if name in CASES or points == options.points[0]]
    RESULTS.mkdir(exist_ok=True)
    settings = {key: getattr(options, key) for key in ("queries", "few", "k", "rounds", "threads")}
    text = json.dumps({"settings": settings, "cases": results}, indent=2)
    (RESULTS / "neighbours.json").write_text(text + "\n")
    (RESULTS / "neighbours.md").write_text(markdown(results, options))


if __name__ == "__main__":
    environment.enter(PEERS, ["numpy", "scipy", "sklearn", "faiss", "uproot"])
    import numpy as np

    main()
