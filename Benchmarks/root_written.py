"""Checks files that WinnowROOT writes: uproot and ROOT must read in them what was given.

Usage: root_written.py PROBE [TABLE.md] [FILE.root …]      (PROBE is the built `winnow-bench-root`)

Needs uproot, awkward, numpy and `root` from PyPI. A source with every type, in more entries than a
basket or page holds, is made by uproot; the probe copies it and the fixture with strings into a tree and an
ntuple, uncompressed, zlib and zstd. Of further files, such as `scores.root` of a run, it is checked that
uproot and ROOT read the same. Exit code 1 where anything differs.
"""

import pathlib
import subprocess
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
import awkward as ak
import numpy as np
import ROOT
import uproot

ROWS = 150_001
FIXTURE = pathlib.Path(__file__).parent.parent / "Tests/WinnowROOTTests/Fixtures/tree-zstd.root"


def make_source(path):
    row = np.arange(ROWS)
    columns = {"flag": row % 3 == 0, "f": (1 / (row + 1)).astype("f4"), "d": np.sqrt(row.astype("f8"))}
    for kind in ("i1", "i2", "u1", "u2", "i4", "u4", "i8", "u8"):
        columns[kind] = (row.astype("u8") * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(3)).astype(kind)
    with uproot.recreate(path) as file:
        tree = file.mktree("tree", {name: values.dtype for name, values in columns.items()})
        tree.extend(columns)


def with_uproot(path, table):
    """Flat columns: numbers, or lists of strings."""
    with uproot.open(path) as file:
        found = {}
        keys = file[table].keys(recursive=False)
        for name in keys:
            array = file[table][name].array()
            if "string" in str(array.type):
                found[name] = ak.to_list(array)
            elif array.ndim == 1 and not array.fields:
                found[name] = ak.to_numpy(array)
        return found


def with_root(path, table, expected):
    """The same columns by ROOT: numbers through RDataFrame, strings entry by entry."""
    frame = ROOT.RDataFrame(table, str(path))
    numbers = [name for name, values in expected.items() if not isinstance(values, list)]
    wide = {}  # AsNumpy takes no single bytes, which C++ calls characters
    for name in numbers:
        wide[name] = f"wide_{name}"
        small = expected[name].dtype.itemsize == 1
        frame = frame.Define(wide[name], f"(int){name}" if small else name)
    arrays = frame.AsNumpy(list(wide.values()))
    found = {name: arrays[wide[name]] for name in numbers}
    for name in set(expected) - set(numbers):
        if frame.GetColumnType(name) == "std::string":
            found[name] = [str(text) for text in frame.AsNumpy([name])[name]]
        else:  # TLeafC
            file = ROOT.TFile.Open(str(path))
            tree = file.Get(table)
            tree.SetBranchStatus("*", 0)
            tree.SetBranchStatus(name, 1)
            leaf = tree.GetLeaf(name)
            found[name] = []
            for number in range(tree.GetEntries()):
                tree.GetEntry(number)
                found[name].append(str(leaf.GetValueString()))
            file.Close()
    return found


def equal(one, other):
    if isinstance(one, list):
        return one == list(other)
    other = np.asarray(other)
    if one.dtype.kind == "f":
        return one.dtype == other.dtype and one.tobytes() == other.tobytes()
    return np.array_equal(one, other.astype(one.dtype))


def differences(path, table, expected=None):
    """Columns that differ between what was given (or uproot reads) and what uproot and ROOT read."""
    read = with_uproot(path, table)
    wanted = read if expected is None else expected
    bad = [f"uproot: {name}" for name in wanted if name not in read or not equal(wanted[name], read[name])]
    by_root = with_root(path, table, wanted)
    bad += [f"ROOT: {name}" for name in wanted if name not in by_root or not equal(wanted[name], by_root[name])]
    return len(wanted), len(next(iter(wanted.values()))), bad


def main():
    probe = sys.argv[1]
    note = sys.argv[2] if len(sys.argv) > 2 else None
    lines = ["| file | table | columns | entries | uproot | ROOT |", "|---|---|---|---|---|---|"]
    faults = []

    def record(label, path, table, expected=None):
        columns, entries, bad = differences(path, table, expected)
        marks = [next((f"differs: {b}" for b in bad if b.startswith(who)), "equal") for who in ("uproot", "ROOT")]
        lines.append(f"| {label} | {table} | {columns} | {entries} | {marks[0]} | {marks[1]} |")
        print(lines[-1], flush=True)
        faults.extend(bad)

    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "source.root"
        make_source(source)
        for content, file, table in (("all types", source, "tree"), ("fixture", FIXTURE, "dir/tree")):
            expected = with_uproot(file, table)
            for compression in ("none", "zlib", "zstd"):
                output = pathlib.Path(folder) / f"{content[:3]}-{compression}.root"
                subprocess.run([probe, "copy", str(file), table, str(output), compression], check=True)
                names = with_uproot(output, "tree")
                given = {name: expected[name] for name in expected if name in names}
                for written in ("tree", "ntuple"):
                    record(f"{content}, {compression}", output, written, given)
    for path in sys.argv[3:]:
        with uproot.open(path) as file:
            tables = [key for key, kind in file.classnames(cycle=False).items()
                      if kind in ("TTree", "ROOT::RNTuple")]
        for table in tables:
            record(pathlib.Path(path).name, path, table)
    print(f"{len(lines) - 2} tables, {len(faults)} differences; uproot {uproot.__version__}, ROOT {ROOT.__version__}")
    if note:
        pathlib.Path(note).write_text("\n".join(lines) + f"\n\nuproot {uproot.__version__}, ROOT {ROOT.__version__}\n")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
