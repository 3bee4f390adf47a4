"""Reads flat and jagged columns with WinnowROOT, uproot and ROOT's RDataFrame: a table of times.

Usage: root_read.py [--entries N …] [--threads N] [--folder DIR] [--probe PROGRAM]

28 float columns, and one jagged column, of trees and ntuples in four compressions. uproot, awkward and ROOT
come from PyPI; ROOT makes the files in DIR where they are missing (8 files, 130 MB each for 10⁶ entries).
Times are medians of interleaved runs with the files in the page cache (RDataFrame reads more than 10⁶ entries
once only); opening the file counts, starting the program does not, nor does the compilation of RDataFrame's
actions. Writes root_read.json and root_read.md
beside the files.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import time
import warnings

import environment

environment.enter(["numpy", "uproot", "awkward", "root==0.1a12"], ["numpy", "uproot", "awkward", "ROOT"])
warnings.filterwarnings("ignore")
import numpy as np
import ROOT
import uproot

FLAT = [f"x{k}" for k in range(28)]
SETTINGS = ("none", "zlib1", "lz4_4", "zstd5")
HEADER = ["| file | entries | columns | Winnow s | uproot s | ratio | ROOT s | ratio |",
          "|---|---|---|---|---|---|---|---|"]


def make_files(folder, entries):
    if (folder / "ntuple_zstd5.root").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    macro = pathlib.Path(__file__).parent / "Sources/winnow-bench-root/make_files.C"
    ROOT.gROOT.ProcessLine(f".L {macro}")
    ROOT.gROOT.ProcessLine(f'make_files("{folder}", {entries});')


def with_winnow(probe, path, threads, columns):
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
        else:
            arrays = table.arrays(columns, library="ak" if jagged else "np")
        count = sum(np.asarray(arrays[c].layout.content.data if jagged else arrays[c]).size for c in columns)
    return count, time.perf_counter() - start


def with_root(path, columns, jagged, threads):
    ROOT.EnableImplicitMT(threads)
    kind = "ROOT::VecOps::RVec<float>" if jagged else "float"
    start = time.perf_counter()
    frame = ROOT.RDataFrame("events", str(path))
    sums = [frame.Sum[kind](c) for c in columns]
    sums[0].GetValue()
    return time.perf_counter() - start


def measure(probe, path, columns, threads, entries):
    """Medians of interleaved runs; both readers must find as many values."""
    jagged = columns == ["pt"]
    large = entries > 1_000_000
    times = {"winnow": [], "uproot": [], "ROOT": []}
    if not large:
        with_root(path, columns, jagged, threads)
    for run in range(3 if large else 5):
        count, seconds = with_winnow(probe, path, threads, columns)
        times["winnow"].append(seconds)
        other, seconds = with_uproot(path, columns, jagged, threads)
        times["uproot"].append(seconds)
        assert count == other, (path, count, other)
        if run == 0 or not large:
            times["ROOT"].append(with_root(path, columns, jagged, threads))
    return {name: statistics.median(values) for name, values in times.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=pathlib.Path, default=environment.HERE / "results")
    parser.add_argument("--probe")
    given = parser.parse_args()
    probe = given.probe or environment.build("winnow-bench-root")
    rows, lines = [], list(HEADER)
    print("\n".join(lines))
    for entries in given.entries:
        folder = given.folder / f"root_{entries}"
        make_files(folder, entries)
        for name in [f"{kind}_{setting}" for kind in ("tree", "ntuple") for setting in SETTINGS]:
            for what, columns in (("28 flat", FLAT), ("jagged", ["pt"])):
                median = measure(probe, folder / f"{name}.root", columns, given.threads, entries)
                rows.append({"file": name, "entries": entries, "columns": what, **median})
                lines.append(
                    f"| {name} | {entries} | {what} | {median['winnow']:.4f} | {median['uproot']:.4f} "
                    f"| {median['winnow'] / median['uproot']:.2f} | {median['ROOT']:.4f} "
                    f"| {median['winnow'] / median['ROOT']:.2f} |")
                print(lines[-1], flush=True)
    (given.folder / "root_read.json").write_text(json.dumps(rows, indent=1))
    (given.folder / "root_read.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
