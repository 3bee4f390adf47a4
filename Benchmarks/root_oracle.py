"""Compares WinnowROOT with uproot, column by column, over a folder of ROOT files.

Usage: root_oracle.py PROBE FOLDER [TABLE.md]     (PROBE is the built `winnow-bench-root`)

Needs uproot, awkward and numpy. Each column that uproot reads as numbers or strings must be read
equal by WinnowROOT; each one that WinnowROOT refuses must be named with its type and a reason.
Prints one line per file and the differences, and writes the table in Markdown.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import awkward as ak
import numpy as np
import uproot

warnings.filterwarnings("ignore")

DTYPES = {"bool": "?", "int8": "i1", "uint8": "u1", "int16": "<i2", "uint16": "<u2", "int32": "<i4",
          "uint32": "<u4", "int64": "<i8", "uint64": "<u8", "float": "<f4", "double": "<f8"}


def dump(probe, path):
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([probe, "dump", str(path), folder], capture_output=True, text=True)
        if run.returncode != 0:
            return None, None, (run.stdout + run.stderr).strip() or f"exit code {run.returncode}"
        index = json.loads((pathlib.Path(folder) / "index.json").read_text())
        return index, (pathlib.Path(folder) / "values.bin").read_bytes(), None


def winnow_column(column, data):
    """Values and offsets, from the inside out."""
    offsets = [np.frombuffer(data, "<i8", part["bytes"] // 8, part["start"]) for part in column["offsets"]]
    if column.get("strings") is not None:
        return column["strings"], offsets
    kind = np.dtype(DTYPES[column["type"]])
    part = column["values"]
    values = np.frombuffer(data, kind, part["bytes"] // kind.itemsize, part["start"])
    return values, offsets


def flattened(array):
    """An awkward array as values and offsets; None where it holds records or unions."""
    layout = ak.to_packed(array).layout
    offsets = []
    while True:
        if layout.is_record or layout.is_union or layout.is_unknown:
            return (None, None) if not layout.is_unknown else (np.array([]), offsets)
        if layout.is_option:
            return None, None
        if layout.parameter("__array__") in ("string", "bytestring"):
            text = ak.Array(layout)
            try:
                return ak.to_list(text), offsets
            except UnicodeDecodeError:
                raw = ak.Array(ak.with_parameter(text, "__array__", "bytestring"))
                return [b.decode("utf-8", "replace") for b in ak.to_list(raw)], offsets
        if layout.is_list and not layout.is_regular:
            layout = layout.to_ListOffsetArray64(True)
            offsets.append(np.asarray(layout.offsets))
            layout = layout.content[: layout.offsets[-1]]
        elif layout.is_regular:
            layout = layout.to_packed().content
        else:
            return np.asarray(ak.to_numpy(ak.Array(layout))).ravel(), offsets


def same(a, b):
    if isinstance(a, list) or isinstance(b, list):
        return list(a) == list(b)
    if len(a) == 0 and len(b) == 0:
        return True
    if a.dtype.kind == "f" and b.dtype.kind == "f":
        if a.dtype != b.dtype or a.shape != b.shape:
            return False
        if a.view(f"u{a.itemsize}").tolist() == b.view(f"u{b.itemsize}").tolist():
            return True
        return bool(np.allclose(a, b, rtol=3e-7, atol=1e-6, equal_nan=True))  # packed ranges
    return a.dtype == b.dtype and np.array_equal(a, b)


def expected_of_tree(tree):
    """What uproot reads: path → (values, offsets), or None for what is not numbers or strings."""
    found = {}
    for path, branch in tree.iteritems(recursive=True, full_paths=True):
        try:
            kind = type(branch.interpretation).__name__
            if kind == "AsGrouped" or kind == "UnknownInterpretation":
                continue
            array = branch.array(library="ak")
            if len(array) != tree.num_entries:
                found[path] = ("short", "")
                continue
        except Exception as fault:  # what uproot cannot read is no oracle
            found[path] = ("unreadable", str(fault).splitlines()[0][:80])
            continue
        layout = array.layout
        if kind == "AsDtype" and (layout.is_record or (layout.is_regular and layout.content.is_record)):
            for name in array.fields:
                found[f"{path}.{name}"] = flattened(array[name])
        else:
            found[path] = flattened(array)
    return found


def expected_of_ntuple(ntuple):
    found = {}
    for path, field in ntuple.iteritems(recursive=True, full_paths=True):
        try:
            found[path] = flattened(field.array())
        except Exception as fault:
            found[path] = ("unreadable", str(fault).splitlines()[0][:80])
    return found


def compare_table(table, data, item):
    ntuple = "RNTuple" in table["className"]
    expected = expected_of_ntuple(item) if ntuple else expected_of_tree(item)
    counts = {"equal": 0, "more": 0, "refused": 0}
    faults = []
    mine = {column["path"]: column for column in table["columns"]}
    refused = {name: (kind, reason) for name, kind, reason in table["refused"]}
    for path, column in mine.items():
        want = expected.get(path)
        if column.get("error") and (want is None or want[0] is None or isinstance(want[0], str)):
            counts["refused"] += 1
        elif column.get("error"):
            faults.append(f"{path}: {column['error']}")
        elif want is None or want[0] is None or isinstance(want[0], str):
            counts["more"] += 1
        else:
            values, offsets = winnow_column(column, data)
            if ntuple and hasattr(values, "dtype"):
                # uproot gives the type of the stored column, WinnowROOT that of the field
                want = (want[0].astype(values.dtype), want[1])
            ok = same(values, want[0]) and len(offsets) == len(want[1])
            ok = ok and all(np.array_equal(a, b) for a, b in zip(offsets, want[1]))
            if ok:
                counts["equal"] += 1
            else:
                faults.append(f"{path} ({column['typeName']}, {column['type']}{column['dimensions']}): differs from uproot")
    reasons = {}
    for path, want in expected.items():
        if path in mine:
            continue
        if path in refused:
            counts["refused"] += 1
            reasons[path] = f"{refused[path][0]}: {refused[path][1]}"
            if want[0] is not None and not isinstance(want[0], str):
                faults.append(f"{path} ({refused[path][0]}): refused, but uproot reads it")
        elif want[0] is not None and not isinstance(want[0], str):
            faults.append(f"{path}: missing")
    return counts, faults, reasons


def main():
    probe, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    lines = ["| file | table | entries | columns equal | read beyond uproot | refused | faults |",
             "|---|---|---|---|---|---|---|"]
    total, bad = 0, 0
    why = ["", "| file | table | refused | type | reason |", "|---|---|---|---|---|"]
    for path in sorted(folder.glob("*.root")):
        index, data, error = dump(probe, path)
        if error:
            print(f"{path.name}: FAULT {error}")
            lines.append(f"| {path.name} | | | | | | {error} |")
            bad += 1
            continue
        with uproot.open(path) as file:
            for table in index:
                if table.get("error"):
                    counts, faults = {"equal": 0, "more": 0, "refused": 0}, [table["error"]]
                else:
                    try:
                        counts, faults, _ = compare_table(table, data, file[table["path"]])
                    except Exception as fault:
                        counts, faults = {"equal": 0, "more": 0, "refused": 0}, [f"oracle: {fault!r}"]
                groups = {}
                for name, kind, reason in table["refused"]:
                    groups.setdefault((kind, reason), []).append(name)
                for column in table["columns"]:
                    if column.get("error"):
                        reason = column["error"].split("): ")[-1]
                        groups.setdefault((column["typeName"], reason), []).append(column["path"])
                for (kind, reason), names in groups.items():
                    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
                    why.append(f"| {path.name} | {table['path']} | {names[0]}{more} | `{kind}` | {reason} |")
                total += counts["equal"]
                bad += len(faults)
                print(f"{path.name}:{table['path']}: {counts}" + ("" if not faults else " FAULTS"))
                for fault in faults:
                    print("    ", fault[:300])
                lines.append(f"| {path.name} | {table['path']} | {table['entries']} | {counts['equal']} "
                             f"| {counts['more']} | {counts['refused']} | {len(faults)} |")
    print(f"{total} columns equal, {bad} faults")
    if len(sys.argv) > 3:
        pathlib.Path(sys.argv[3]).write_text("\n".join(lines + why) + "\n")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
