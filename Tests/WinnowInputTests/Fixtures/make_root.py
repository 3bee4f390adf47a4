"""Makes the ROOT and NumPy fixtures with uproot, awkward and numpy: python3 make_root.py, in this folder."""

import awkward as ak
import numpy as np
import uproot

ROWS = 40
LISTS = [[10.5 * i + j for j in range(i % 4)] for i in range(ROWS)]

with uproot.recreate("trees.root", compression=uproot.ZSTD(5)) as f:
    random = np.random.default_rng(7)
    for name, shift, events in [("signal", 1, 60), ("background", -1, ROWS)]:
        f[f"nominal/{name}"] = {
            "x": (random.normal(size=events) + shift).astype("f4"),
            "y": random.normal(size=events),
            "event_id": np.arange(events, dtype="i8") + 2**53 + 1,
            "ok": np.arange(events) % 3 == 0,
            "n": np.arange(events, dtype="u2"),
        }

with uproot.recreate("jets.root") as f:
    f["events"] = {
        "jet_pt": ak.Array(LISTS),
        "jet_eta": ak.Array([[0.5 * j - 0.5 for j in range(i % 4)] for i in range(ROWS)]),
        "mu_pt": ak.Array([[1.0] * ((i + 1) % 3) for i in range(ROWS)]),
        "p4": np.arange(4.0 * ROWS).reshape(ROWS, 4),
        "met": np.arange(ROWS, dtype="f4"),
    }

record = np.zeros(5, [("pt", "f4"), ("eta", ">f8"), ("id", "i8"), ("tag", "U4"), ("raw", "S3"),
                      ("ok", "?"), ("hits", "i2", (3,)), ("z", "c8")])
record["pt"] = [0.1, 2.5, -3.75, 1e-30, 7.0]
record["eta"] = [1 / 3, -2 / 3, 5 / 3, -7 / 3, 11 / 3]
record["id"] = [2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), 42]
record["tag"] = ["g", "h", "", "éü", "abcd"]
record["raw"] = [b"a", b"", b"xyz", b"b", b"c"]
record["ok"] = [True, False, True, True, False]
record["hits"] = np.arange(15).reshape(5, 3) - 7
np.save("record.npy", record)
matrix = np.arange(12, dtype="f4").reshape(4, 3) / 8
np.save("matrix.npy", matrix)
np.save("fortran.npy", np.asfortranarray(matrix.astype(">f8")))
np.save("line.npy", np.arange(5, dtype="i2") - 2)
np.save("half.npy", np.array([0.5, -2, np.inf], "f2"))
np.save("cube.npy", np.zeros((2, 2, 2)))
np.savez("columns.npz", x=np.arange(6) / 4, n=np.arange(6, dtype="u1"), m=np.arange(12).reshape(6, 2))
np.savez_compressed("packed.npz", x=np.arange(2000) / 4, tag=np.array(["a", "é"] * 1000))
np.savez("several.npz", x=np.zeros(3), y=np.zeros(4), r=record)
