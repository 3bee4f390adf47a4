"""Makes the HDF5 fixtures with h5py: python3 make.py, in this folder."""

import h5py
import numpy as np

PT = np.array([0.1, 2.5, -3.75, 1e-30, 7.0], "f4")
ETA = np.array([1 / 3, -2 / 3, 5 / 3, -7 / 3, 11 / 3], "f8")
ID = np.array([2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), 42], "i8")
TAG = np.array([b"g", b"h", b"gg", b"", "é".encode()], "S4")


def create(name, **options):
    return h5py.File(name, "w", libver="earliest", track_order=True, **options)


with create("matrix.h5") as f:
    d = f.create_dataset("events", data=np.stack([PT, PT * 2, PT * 3], 1))
    d.attrs["columns"] = ["pt", "two pt", "three-pt"]

with create("matrix_gzip.h5", userblock_size=512) as f:
    data = np.arange(2000 * 4, dtype="f8").reshape(2000, 4)
    f.create_dataset("deep/down/x", data=data, chunks=(300, 4), compression="gzip", shuffle=True)
    f["deep/down/x"].attrs["names"] = "a, b,c ,d"

with create("matrix_int.h5") as f:
    f.create_dataset("n", data=np.arange(12, dtype=">i2").reshape(4, 3))

dtype = [("pt", "f4"), ("eta", ">f8"), ("n", "i2"), ("id", "i8"), ("tag", "S4"), ("ok", "?"),
         ("hits", "f4", (3,)), ("word", h5py.string_dtype())]
with create("records.h5") as f:
    r = np.zeros(5, dtype)
    r["pt"], r["eta"], r["n"], r["id"], r["tag"] = PT, ETA, np.arange(-2, 3), ID, TAG
    r["ok"], r["word"] = [True, False, True, True, False], ["a", "béta", "", "delta", "e" * 40]
    f.create_dataset("events", data=r, chunks=(2,), compression="gzip")

with create("group.h5") as f:
    g = f.create_group("photometry", track_order=True)
    g.create_dataset("pt", data=PT, chunks=(2,), compression="gzip")
    g.create_dataset("eta", data=ETA)
    g.create_dataset("id", data=ID)
    g.create_dataset("byte", data=np.array([0, 1, 2, 254, 255], "u1"))
    g.create_dataset("ok", data=np.array([True, False, True, True, False]))
    g.create_dataset("tag", data=TAG)
    g.create_dataset("word", data=["a", "béta", "", "delta", "e" * 40])
    g.create_dataset("column", data=ETA.reshape(5, 1))
    g.create_dataset("half", data=PT.astype("f2"))
    g.create_dataset("images", data=np.zeros((5, 2, 2)))
    g["elsewhere"] = h5py.ExternalLink("matrix.h5", "/events")

with create("names.h5", userblock_size=1024) as f:
    d = f.create_dataset("events", data=np.arange(12.0).reshape(4, 3))
    d.attrs["columns"] = np.array(["pt", "eta", "phi"], dtype=h5py.string_dtype())

with create("several.h5") as f:
    random = np.random.default_rng(7)
    for name, shift, events in [("signal", 1, 60), ("background", -1, 40)]:
        g = f.create_group(name)
        g.create_dataset("x", data=(random.normal(size=events) + shift).astype("f4"))
        g.create_dataset("y", data=random.normal(size=events).astype("f4"))
        g.create_dataset("mc_weight", data=random.choice([2.0, -0.5], size=events, p=[0.8, 0.2]))
        g.create_dataset("event_id", data=np.arange(events, dtype="i8") + 2**53 + 1)

with create("cycle.h5") as f:
    g = f.create_group("a")
    g.create_dataset("x", data=PT)
    g["again"] = f["/"]
    g["nowhere"] = h5py.SoftLink("/missing")

with create("lengths.h5") as f:
    f.create_dataset("data/x", data=PT)
    f.create_dataset("data/y", data=PT[:3])

with create("huge.h5") as f:
    f.create_dataset("x", shape=(10**12,), dtype="f8", chunks=(1024,))

with create("odd.h5") as f:
    f.create_dataset("scalar", data=3.0)
    f.create_dataset("cube", data=np.zeros((2, 2, 2)))
    f.create_dataset("complex", data=np.zeros(3, "c16"))
    f.create_dataset("unsigned", data=np.array([1, 2**63, 3], "u8"))
    f.create_dataset("latin", data=np.array([b"ok", b"\xff\xfe"], "S2"))
    f.create_dataset("twice", data=np.zeros((2, 2)))
    f["twice"].attrs["columns"] = ["a", "a"]
    f.create_dataset("nan", data=np.array([1, np.nan, np.inf, -np.inf, -2]))
    f.create_group("empty")

with create("empty.h5") as f:
    f.create_group("nothing")
