#!/usr/bin/env python3
"""Exact nearest neighbours: Winnow against nanoflann, SciPy, scikit-learn and FAISS.

In every round all programs build their index and search one after the other, on the same files and
threads. Each peer answers as many of the same queries as it can within `--seconds`, by the time of the
first few; a case ends after `--rounds` rounds, or earlier where one more would take it over `--limit`
seconds. The table shows medians over the rounds, with the ratios to the fastest peer and to the fastest
brute force in searching and to nanoflann in building. Answers are compared with a search in double
precision, ties by index, on part of the queries, and with every peer's on all that both answered; a ratio
without equal answers does not count.

    neighbours.py [--points N ...] [--case NAME ...] [--queries M] [--rounds R] [--threads T]

`--case` takes parts of names, such as `clustered` or `-28`. Peers come from PyPI into .venv, nanoflann
from the Debian package libnanoflann-dev. The cases `higgs` and `magic` read real data from
WINNOW_SHARED_DATA or ../../shared/data, and are left out without. Tables go to results/neighbours.md and
results/neighbours.json after every case. 22 cases at 20 s take some 8 minutes on two quiet cores.
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
BRUTE = ["faiss-flat", "sklearn-brute"]
# Queries whose time tells how many more a peer can answer.
PILOT = 32
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


def external(program, options):
    """Times of a program that reads raw files, and the indices of the queries that it answered."""
    out = WORK / "indices.i32"
    said = subprocess.run(
        [program, WORK / "points.f32", WORK / "queries.f32", out, str(options.d), str(options.k),
         str(options.threads), str(options.seconds)], check=True, capture_output=True, text=True).stdout
    return json.loads(said), np.fromfile(out, "i4").reshape(-1, options.k)


def timed(make, search, queries, seconds):
    """Builds an index, and answers as many of the queries as the time allows."""
    start = time.perf_counter()
    index = make()
    built = time.perf_counter()
    pilot = queries[:PILOT]
    search(index, pilot)
    each = (time.perf_counter() - built) / len(pilot)
    asked = queries[:max(PILOT, int(seconds / each))]
    begun = time.perf_counter()
    found = search(index, asked)
    return {"build": built - start, "query": time.perf_counter() - begun}, np.asarray(found)


def library_peers(points, queries, options):
    """Name → function that gives times and indices."""
    import faiss
    from scipy.spatial import cKDTree
    from sklearn.neighbors import NearestNeighbors

    d, k, threads = options.d, options.k, options.threads

    def flat():
        faiss.omp_set_num_threads(threads)
        index = faiss.IndexFlatL2(d)
        index.add(points)
        return index

    def run(make, search):
        return lambda: timed(make, search, queries, options.seconds)

    def sklearn(algorithm):
        return run(
            lambda: NearestNeighbors(algorithm=algorithm, n_jobs=threads).fit(points),
            lambda index, asked: index.kneighbors(asked, k, return_distance=False))

    peers = {"faiss-flat": run(flat, lambda index, asked: index.search(asked, k)[1]),
             "sklearn-brute": sklearn("brute")}
    if d <= 12:
        peers["scipy-ckdtree"] = run(
            lambda: cKDTree(points), lambda index, asked: index.query(asked, k, workers=threads)[1])
        peers["sklearn-kdtree"] = sklearn("kd_tree")
    return peers


def same_share(found, wanted):
    """Share of queries whose neighbour sets equal the exact ones."""
    pairs = zip(np.sort(found, axis=1), np.sort(wanted, axis=1))
    return float(np.mean([np.array_equal(a, b) for a, b in pairs]))


def row(times, found, wanted, ours):
    """What one run of one program gives."""
    checked, both = min(len(found), len(wanted)), min(len(found), len(ours))
    return {
        "build_ms": times["build"] * 1e3, "query_us": times["query"] / len(found) * 1e6,
        "load_ms": times.get("load", 0) * 1e3, "queries": len(found),
        "same": same_share(found[:checked], wanted[:checked]),
        "as_winnow": same_share(found[:both], ours[:both]),
        "same_order": bool(np.array_equal(found[:checked], wanted[:checked]))}


def compare(case, points, options, programs):
    """Times and agreement of every program on one case."""
    points, queries = (a.astype("f") for a in case(points, options.queries))
    options.d = points.shape[1]
    for name, values in {"points": points, "queries": queries}.items():
        values.tofile(WORK / f"{name}.f32")
    runs = {
        name: lambda program=program: external(program, options) for name, program in programs.items()
    } | library_peers(points, queries, options)
    checked = max(5, min(50, 10_000_000 // len(points)))
    wanted = exact(points, queries[:checked], options.k)
    rows, begun, rounds = {name: [] for name in runs}, time.perf_counter(), 0
    while rounds < options.rounds:
        for name, run in runs.items():
            times, found = run()
            ours = found if name == "winnow" else ours
            rows[name].append(row(times, found, wanted, ours))
        rounds += 1
        if (time.perf_counter() - begun) * (rounds + 1) / rounds > options.limit:
            break
    return {"points": len(points), "dimensions": options.d, "rounds": rounds, "programs": {
        name: {key: float(np.median([row[key] for row in each])) for key in each[0]}
        for name, each in rows.items()}}


def judged(name, result):
    """Adds the ratios; stops the comparison where our answers are not the exact ones."""
    rows = result["programs"]
    ours = rows["winnow"]
    peers = {peer: row for peer, row in rows.items() if peer != "winnow"}
    for key, names in {"fastest": list(peers), "fastest_brute": BRUTE}.items():
        best = min(names, key=lambda peer: peers[peer]["query_us"])
        result |= {key: best, f"ratio_to_{key}": ours["query_us"] / peers[best]["query_us"]}
    if "nanoflann" in peers:
        result["build_ratio"] = ours["build_ms"] / peers["nanoflann"]["build_ms"]
    print(f"\n{name}, {result['points']} points, {result['rounds']} rounds: "
          f"{result['ratio_to_fastest']:.3f} of {result['fastest']}, "
          f"{result['ratio_to_fastest_brute']:.3f} of {result['fastest_brute']}, build "
          f"{result.get('build_ratio', float('nan')):.2f} of nanoflann")
    for label, row in rows.items():
        print(f"  {label:15} build {row['build_ms']:9.1f} ms   query {row['query_us']:9.2f} µs   "
              f"{row['queries']:6.0f} queries   same sets {row['same']:.3f}   as Winnow "
              f"{row['as_winnow']:.3f}", flush=True)
    if ours["same_order"] != 1:
        sys.exit(f"{name}: Winnow's answers differ from the exact ones")
    return {"case": name} | result


def markdown(results, options):
    """One line per case."""
    programs = list(dict.fromkeys(name for result in results for name in result["programs"]))
    cells = lambda values: "| " + " | ".join(values) + " |\n"
    text = f"Query time in µs, k = {options.k}, {options.threads} threads, medians.\n\n"
    text += cells(["case", "points", *programs, "ratio to the fastest", "to the fastest brute force",
                   "build / nanoflann"])
    text += cells(["---"] * (len(programs) + 5))
    for result in results:
        times = [result["programs"].get(name, {}).get("query_us") for name in programs]
        build = result.get("build_ratio")
        text += cells([
            result["case"], str(result["points"]), *(f"{t:.2f}" if t else "–" for t in times),
            f"{result['ratio_to_fastest']:.3f}", f"{result['ratio_to_fastest_brute']:.3f}",
            f"{build:.2f}" if build else "–"])
    return text


def write(results, options):
    """The tables of the cases so far."""
    settings = {key: getattr(options, key) for key in ("queries", "seconds", "k", "threads")}
    text = json.dumps({"settings": settings, "cases": results}, indent=2)
    (RESULTS / "neighbours.json").write_text(text + "\n")
    (RESULTS / "neighbours.md").write_text(markdown(results, options))


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, nargs="+", default=[200_000, 1_000_000])
    parser.add_argument(
        "--case", nargs="+", default=[""], metavar="NAME", help="cases with one of these in their name")
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=1, help="of queries, for each peer and round")
    parser.add_argument("--limit", type=float, default=20, help="seconds for the rounds of a case")
    parser.add_argument("--k", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--winnow", type=Path, help="a program built before")
    return parser.parse_args()


def main():
    options = read_options()
    names = [name for name in CASES | REAL if any(part in name for part in options.case)]
    if not names:
        sys.exit(f"no case of that name; there are {', '.join(CASES | REAL)}")
    WORK.mkdir(parents=True, exist_ok=True)
    RESULTS.mkdir(exist_ok=True)
    winnow = options.winnow or environment.build("winnow-bench-neighbours")
    programs = {"winnow": winnow, "nanoflann": build_nanoflann()}
    programs = {name: program for name, program in programs.items() if program}
    results = []
    for points in options.points:
        for name in names:
            if name in CASES or points == options.points[0]:
                result = compare((CASES | REAL)[name], points, options, programs)
                results.append(judged(name, result))
                write(results, options)


if __name__ == "__main__":
    environment.enter(PEERS, ["numpy", "scipy", "sklearn", "faiss", "uproot"])
    import numpy as np

    main()
