#!/usr/bin/env python3
"""Photometric redshifts: Winnow against scikit-learn's HistGradientBoosting on the same galaxies.

usage: photoz.py [--data DIR] [--winnow PROGRAM] [--threads N]

Both learn from the 10 225 galaxies of analyses/photoz.yaml and are judged on its 20 449. The settings of
both sides are fixed in this script; none was chosen on the judged galaxies. σ_eff is half of the shortest
interval with 68.3 % of the deviations; errors are those of 200 bootstrap samples, the same for all
methods, so that differences are paired. Writes photoz.md beside this script.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import time

from environment import HERE, enter

PARTS = ("training", "validation")
METHODS = {
    "BDT": "{method: BDT, trees: 400}",
    "BDT 800": "{method: BDT, trees: 800, learning_rate: 0.05, max_leaves: 31, early_stopping: 0, "
               "validation: 0}",
    "MLP": "{method: MLP, hidden: [64, 64], epochs: 100}",
    "KNN": "{method: KNN, neighbors: 20}",
}
FOLDER = HERE / "results" / "photoz"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    data = os.environ.get("WINNOW_SHARED_DATA", HERE.parent.parent / "shared" / "data")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(data))
    parser.add_argument("--winnow", default=str(HERE.parent / ".build/release/winnow"))
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def galaxies(options, part):
    """Inputs of analyses/photoz.yaml, and the redshift."""
    import h5py
    import numpy as np

    with h5py.File(options.data / "photo-z" / f"test_dc2_{part}_9816.hdf5") as file:
        c = {key: column[:] for key, column in file["photometry"].items()}
    m = {band: c[f"mag_{band}_lsst"] for band in "ugrizy"}
    u, g = np.minimum(m["u"], 30), np.minimum(m["g"], 30)
    inputs = [m["i"], u - g, g - m["r"], m["r"] - m["i"], m["i"] - m["z"], m["z"] - m["y"],
              np.minimum(c["mag_err_u_lsst"], 2), np.minimum(c["mag_err_g_lsst"], 2), c["mag_err_y_lsst"]]
    return np.stack(inputs, axis=1), c["redshift"].astype(float)


def winnow(options, z):
    """Predictions and training times of our methods."""
    import h5py

    analysis = (HERE.parent / "analyses/photoz.yaml").read_text()
    head = analysis[:analysis.index("methods:")].replace("../data/photo-z", str(options.data / "photo-z"))
    methods = "".join(f'  "{name}": {settings}\n' for name, settings in METHODS.items())
    (FOLDER / "photoz.yaml").write_text(head + "methods:\n" + methods)
    subprocess.run([options.winnow, "train", "photoz.yaml", "--output", "run", "--overwrite", "--quiet",
                    "--threads", str(options.threads)], cwd=FOLDER, check=True)
    with h5py.File(FOLDER / "run/scores.h5") as file:
        table = file["test"]
        if abs(table["redshift"][:] - z).max() > 1e-6:
            sys.exit("the galaxies of scores.h5 stand in another order")
        return {name: table[f"{name}_redshift"][:] for name in METHODS}


def histgb(options, x, y, unseen):
    """scikit-learn as it comes, and with the number and size of our trees."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    settings = {
        "HistGB as it comes": {},
        "HistGB 400": dict(max_iter=400, learning_rate=0.05, max_leaf_nodes=16, l2_regularization=1),
        "HistGB 800": dict(max_iter=800, learning_rate=0.05, max_leaf_nodes=31, l2_regularization=1),
    }
    found = {}
    for name, setting in settings.items():
        start = time.perf_counter()
        model = HistGradientBoostingRegressor(random_state=1, **setting).fit(x, y)
        print(f"{name}: {time.perf_counter() - start:.1f} s", flush=True)
        found[name] = model.predict(unseen)
    return found


def figures(deviations):
    """Bias, RMS and σ_eff."""
    import numpy as np

    ordered = np.sort(deviations)
    inside = int(np.ceil(0.683 * len(ordered))) - 1
    widths = ordered[inside:] - ordered[:len(ordered) - inside]
    return np.array([deviations.mean(), deviations.std(), widths.min() / 2])


def main():
    options = arguments()
    enter(["scikit-learn", "h5py", "numpy"], ["sklearn", "h5py", "numpy"])
    import numpy as np

    FOLDER.mkdir(parents=True, exist_ok=True)
    (x, y), (unseen, z) = (galaxies(options, part) for part in PARTS)
    found = winnow(options, z) | histgb(options, x, y, unseen)
    random = np.random.default_rng(1)
    samples = [random.integers(0, len(z), len(z)) for _ in range(200)]
    lines = ["# Photometric redshifts", "", "20 449 galaxies; d = prediction − redshift; ± from the bootstrap.", "",
             "| method | bias | RMS | σ_eff | σ_eff of d/(1+z) |", "|---|---|---|---|---|"]
    spread = {}
    for name, prediction in found.items():
        d = prediction - z
        each = np.array([np.append(figures(d[s]), figures((d / (1 + z))[s])[2]) for s in samples])
        values, errors = np.append(figures(d), figures(d / (1 + z))[2]), each.std(0)
        spread[name] = each
        cells = [f"{v:.5f} ± {e:.5f}" for v, e in zip(values, errors)]
        lines.append("| " + " | ".join([name, *cells]) + " |")
    lines += ["", "Differences, paired:", ""]
    for name in METHODS:
        for peer in [k for k in found if k.startswith("HistGB")]:
            difference = spread[name] - spread[peer]
            rms, width = (f"{d.mean():+.5f} ± {d.std():.5f}" for d in difference.T[1:3])
            lines.append(f"- {name} − {peer}: RMS {rms}, σ_eff {width}")
    (HERE / "photoz.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
