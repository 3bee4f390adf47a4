"""Reads flat and jagged columns with WinnowROOT, uproot and ROOT's RDataFrame: a table of times.

Usage: root_read.py PROBE FOLDER [ENTRIES] [THREADS] [OUTPUT.json]

PROBE is the built `winnow-bench-root`. Needs uproot, awkward and `root` from PyPI; makes the files in
FOLDER when they are missing. Times are medians of interleaved runs, files in the page cache.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import time
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import uproot

FLAT = [f"x{k}" for k in range(28)]
RUNS = 5


def winnow(probe, path, threads, columns):
    line = subprocess.run([probe, "time", str(path), "events", str(threads), *columns],
                          capture_output=True, text=True, check=True).stdout.split()
    return int(line[0]), float(line[1])


def with_uproot(path, columns, jagged, threads):
    start = time.perf_counter()
    with uproot.open(path, decompression_executor=uproot.ThreadPoolExecutor(threads)
                     if threads > 1 else None) as file:
        table = file["events"]
        if "ntuple" in path.name:
            arrays = table.arrays(columns)
            total = sum(np.asarray(arrays[c].layout.content.data if jagged else arrays[c]).size for c in columns)
        else:
            arrays = table.arrays(columns, library="ak" if jagged else "np")
            total = sum(int(np.asarray(arrays[c].layout.content.data).size) if jagged else arrays[c].size
                        for c in columns)
    return total, time.perf_counter() - start


def with_root(path, columns, jagged, threads):
    import ROOT
    ROOT.EnableImplicitMT(threads)
    start = time.perf_counter()
    frame = ROOT.RDataFrame("events", str(path))
    sums = [frame.Define(f"s_{c}", f"(double)Sum({c})").Sum(f"s_{c}") if jagged else frame.Sum(c)
            for c in columns]
    ROOT.RDF.RunGraphs(sums)
    return len(sums), time.perf_counter() - start


def main():
    probe, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    entries = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    threads = int(sys.argv[4]) if len(sys.argv) > 4 else 2
    if not (folder / "ntuple_zstd5.root").exists():
        folder.mkdir(parents=True, exist_ok=True)
        import ROOT
        macro = pathlib.Path(__file__).parent / "Sources/winnow-bench-root/make_files.C"
        ROOT.gROOT.ProcessLine(f'.L {macro}')
        ROOT.gROOT.ProcessLine(f'make_files("{folder}", {entries});')
    rows = []
    print(f"{'file':16} {'columns':8} {'winnow s':>9} {'uproot s':>9} {'ratio':>6} {'ROOT s':>8} {'ratio':>6}")
    for kind in ("tree", "ntuple"):
        for setting in ("none", "zlib1", "lz4_4", "zstd5"):
            path = folder / f"{kind}_{setting}.root"
            for what, columns in (("28 flat", FLAT), ("jagged", ["pt"])):
                times = {"winnow": [], "uproot": [], "ROOT": []}
                for _ in range(RUNS):
                    count, seconds = winnow(probe, path, threads, columns)
                    times["winnow"].append(seconds)
                    other, seconds = with_uproot(path, columns, what == "jagged", threads)
                    times["uproot"].append(seconds)
                    assert count == other, (path, count, other)
                    times["ROOT"].append(with_root(path, columns, what == "jagged", threads)[1])
                median = {name: statistics.median(values) for name, values in times.items()}
                rows.append({"file": path.name, "columns": what, **median})
                print(f"{path.stem:16} {what:8} {median['winnow']:9.4f} {median['uproot']:9.4f} "
                      f"{median['winnow'] / median['uproot']:6.2f} {median['ROOT']:8.4f} "
                      f"{median['winnow'] / median['ROOT']:6.2f}", flush=True)
    if len(sys.argv) > 5:
        pathlib.Path(sys.argv[5]).write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
