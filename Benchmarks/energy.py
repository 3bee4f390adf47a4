#!/usr/bin/env python3
"""Densities of the photon energy: Winnow's DensityBDT against NGBoost, LightGBM quantiles, CatBoost and
XGBoostLSS on the calorimeter toy, whose true density is known.

usage: energy.py [--events N] [--threads N] [--winnow PROGRAM] [--peers A,B]

N events are learnt from and N others judged, on the same inputs and target, y = E_true/E_raw. Every side
has one setting, chosen beforehand and not tuned on the judged events. Negative log-likelihoods are of y,
with errors; differences from the true density are paired. Times are those of training alone. Writes
energy.json and energy.md to results.
"""

import argparse
import json
import pathlib
import subprocess
import time

from environment import HERE, enter

PEERS = ["ngboost", "lightgbm", "catboost", "xgboostlss"]
INPUTS = [
    "raw_energy", "energy_5x5", "r9", "eta", "eta_width", "phi_width", "sigma_ieta_ieta",
    "sigma_iphi_iphi", "e_max_ratio", "e_second_ratio", "eta_asymmetry", "phi_asymmetry",
    "hadronic_ratio", "local_eta", "local_phi", "edge_eta", "edge_phi", "clusters", "rho", "vertices"]
TAIL = {68: (0.1585, 0.8415), 95: (0.025, 0.975)}
FOLDER = HERE / "results" / "energy"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--winnow", default=str(HERE.parent / ".build/release/winnow"))
    parser.add_argument("--peers", default=",".join(PEERS))
    return parser.parse_args()


def generated(options, name, seed):
    """Columns of a file of toy events."""
    import h5py

    file = FOLDER / f"{name}.h5"
    subprocess.run(
        [options.winnow, "generate", "calorimeter", "--events", str(options.events), "--seed", str(seed),
         "--output", str(file)], check=True, stdout=subprocess.DEVNULL)
    with h5py.File(file) as opened:
        return {key: column[:] for key, column in opened["events"].items()}


def matrix(columns):
    import numpy as np

    return np.stack([columns[name] for name in INPUTS], axis=1)


def truth(columns, y):
    """−ln p and the intervals of the true density, by numerical inversion of its cumulative function."""
    import numpy as np
    from scipy.special import ndtr, ndtri

    mu, sigma, al, nl, ar, nr = (
        columns["true_" + key]
        for key in ("mu", "sigma", "alpha_left", "n_left", "alpha_right", "n_right"))
    root = np.sqrt(2 * np.pi)
    left, right = (n / (a * (n - 1)) * np.exp(-a * a / 2) for a, n in ((al, nl), (ar, nr)))
    total = left + right + root * (ndtr(ar) - ndtr(-al))

    def tail(a, n, area, wanted):
        return a + n / a * ((wanted / area) ** (-1 / (n - 1)) - 1)

    def quantile(p):
        below, above = p * total, (1 - p) * total
        core = ndtri(np.clip(ndtr(-al) + (below - left) / root, 1e-300, 1 - 1e-16))
        t = np.where(below < left, -tail(al, nl, left, below), core)
        return mu + sigma * np.where(above < right, tail(ar, nr, right, above), t)

    t = (y - mu) / sigma
    with np.errstate(invalid="ignore"):
        low = -al * al / 2 - nl * np.log1p(al / nl * (-t - al))
        high = -ar * ar / 2 - nr * np.log1p(ar / nr * (t - ar))
    log_density = np.where(t < -al, low, np.where(t > ar, high, -t * t / 2)) - np.log(sigma * total)
    return -log_density, {level: tuple(map(quantile, ends)) for level, ends in TAIL.items()}


def gaussian(mean, width, y):
    import numpy as np
    from scipy.special import ndtri

    nll = (y - mean) ** 2 / (2 * width ** 2) + np.log(width) + 0.5 * np.log(2 * np.pi)
    return nll, {level: (mean + width * ndtri(a), mean + width * ndtri(b)) for level, (a, b) in TAIL.items()}


def winnow(options, test, y):
    """Trains through the program; densities are rebuilt from the columns that `apply` writes."""
    import h5py

    lines = ["name: energy", "input:", "  train: {file: train.h5:events}", "  test: {file: test.h5:events}",
             f"variables: [{', '.join(INPUTS)}]",
             'target: {name: response, expression: "true_energy / raw_energy"}', "methods:",
             "  DensityBDT: {density: dscb, trees: 400}"]
    (FOLDER / "energy.yaml").write_text("\n".join(lines) + "\n")
    subprocess.run([options.winnow, "train", "energy.yaml", "--output", "run", "--overwrite", "--quiet",
                    "--threads", str(options.threads)], cwd=FOLDER, check=True)
    method = json.loads((FOLDER / "run/summary.json").read_text())["methods"][0]
    subprocess.run([options.winnow, "apply", "run/models/DensityBDT.safetensors", "--input",
                    "test.h5:events", "--output", "applied.h5"], cwd=FOLDER, check=True,
                   stdout=subprocess.DEVNULL)
    with h5py.File(FOLDER / "applied.h5") as file:
        table = next(iter(file.values())) if "DensityBDT_response" not in file else file
        found = {key: column[:] for key, column in table.items()}
    theta = {key.split("theta_")[1]: column for key, column in found.items() if "_theta_" in key}
    named = {"true_mu": theta["mu"], "true_sigma": theta["sigma"], "true_alpha_left": theta["alpha_low"],
             "true_n_left": theta["n_low"], "true_alpha_right": theta["alpha_high"],
             "true_n_right": theta["n_high"]}
    nll, intervals = truth({key: column.astype(float) for key, column in named.items()}, y)
    return nll, intervals, method["train_seconds"]


def ngboost(options, x, y, test):
    from ngboost import NGBRegressor
    from ngboost.distns import Normal
    from sklearn.tree import DecisionTreeRegressor

    model = NGBRegressor(
        Dist=Normal, n_estimators=300, learning_rate=0.1, verbose=False, random_state=1,
        minibatch_frac=min(1.0, 20_000 / len(y)), Base=DecisionTreeRegressor(max_depth=4))
    start = time.perf_counter()
    model.fit(x, y)
    seconds = time.perf_counter() - start
    found = model.pred_dist(test)
    return (found.loc, found.scale), seconds


def catboost(options, x, y, test):
    import numpy as np
    from catboost import CatBoostRegressor

    model = CatBoostRegressor(
        loss_function="RMSEWithUncertainty", iterations=600, learning_rate=0.1, depth=6,
        thread_count=options.threads, verbose=False, random_seed=1, allow_writing_files=False)
    start = time.perf_counter()
    model.fit(x, y)
    seconds = time.perf_counter() - start
    mean, variance = model.predict(test).T
    return (mean, np.sqrt(variance)), seconds


def xgboostlss(options, x, y, test):
    import xgboost
    from xgboostlss.distributions.Gaussian import Gaussian
    from xgboostlss.model import XGBoostLSS

    model = XGBoostLSS(Gaussian(stabilization="None", response_fn="exp", loss_fn="nll"))
    start = time.perf_counter()
    model.train({"eta": 0.1, "max_depth": 6, "nthread": options.threads},
                xgboost.DMatrix(x, y, nthread=options.threads), num_boost_round=300)
    seconds = time.perf_counter() - start
    found = model.predict(xgboost.DMatrix(test), pred_type="parameters")
    return (found["loc"].to_numpy(), found["scale"].to_numpy()), seconds


def lightgbm(options, x, y, test):
    """One model per quantile; no density, so no likelihood."""
    from lightgbm import LGBMRegressor

    found, seconds = {}, 0.0
    for level in sorted(end for ends in TAIL.values() for end in ends):
        model = LGBMRegressor(
            objective="quantile", alpha=level, n_estimators=300, learning_rate=0.1, num_leaves=31,
            n_jobs=options.threads, verbose=-1, random_state=1)
        start = time.perf_counter()
        model.fit(x, y)
        seconds += time.perf_counter() - start
        found[level] = model.predict(test)
    return {level: (found[a], found[b]) for level, (a, b) in TAIL.items()}, seconds


def figures(nll, intervals, best, y, seconds):
    import numpy as np

    row = {"seconds": seconds}
    for level, (low, high) in intervals.items():
        row[f"coverage{level}"] = float(np.mean((y >= low) & (y <= high)))
        row[f"width{level}"] = float(np.mean(high - low))
    if nll is not None:
        row["nll"] = float(np.mean(nll))
        row["excess"] = float(np.mean(nll - best))
        row["excess_error"] = float(np.std(nll - best) / len(y) ** 0.5)
    return row


def table(rows, events):
    lines = [f"{events} events to learn from, {events} to judge; −ln p of E_true/E_raw.", "",
             "| method | −ln p | above the truth | 68.3 % interval: coverage, width | 95 %: coverage, width |"
             " training |", "|---|---|---|---|---|---|"]
    for name, row in rows.items():
        nll = f"{row['nll']:.4f}" if "nll" in row else "–"
        excess = f"{row['excess']:.4f} ± {row['excess_error']:.4f}" if "nll" in row else "–"
        seconds = f"{row['seconds']:.1f} s" if row["seconds"] else "–"
        intervals = [f"{row[f'coverage{k}']:.4f}, {row[f'width{k}']:.5f}" for k in TAIL]
        lines.append("| " + " | ".join([name, nll, excess, *intervals, seconds]) + " |")
    return "\n".join(lines) + "\n"


def main():
    options = arguments()
    enter(["ngboost", "lightgbm", "catboost", "scipy", "h5py", "scikit-learn"],
          ["ngboost", "lightgbm", "catboost", "scipy", "h5py"])
    import numpy as np

    FOLDER.mkdir(parents=True, exist_ok=True)
    train, test = generated(options, "train", 1), generated(options, "test", 2)
    x, unseen = matrix(train), matrix(test)
    y, judged = ((c["true_energy"] / c["raw_energy"]).astype(float) for c in (train, test))
    best, intervals = truth(test, judged)
    rows = {"true density": figures(best, intervals, best, judged, 0)}
    nll, intervals, seconds = winnow(options, test, judged)
    rows["Winnow DensityBDT"] = figures(nll, intervals, best, judged, seconds)
    for name in options.peers.split(","):
        try:
            result, seconds = globals()[name](options, x, y, unseen)
        except ImportError as error:
            print(f"{name} is left out: {error}")
            continue
        nll, intervals = (None, result) if isinstance(result, dict) else gaussian(*result, judged)
        rows[name] = figures(nll, intervals, best, judged, seconds)
        print(name, rows[name], flush=True)
    (FOLDER.parent / "energy.json").write_text(json.dumps(rows, indent=1) + "\n")
    (FOLDER.parent / "energy.md").write_text(table(rows, options.events))
    print(table(rows, options.events))


if __name__ == "__main__":
    main()
