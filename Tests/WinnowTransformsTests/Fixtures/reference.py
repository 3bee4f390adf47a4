"""Transforms of a small weighted sample by NumPy, SciPy and scikit-learn: writes reference.json.

Run beside this file: python3 reference.py
"""
import json

import numpy as np
from scipy import stats
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, StandardScaler

rng = np.random.default_rng(7)
n = 12
a = np.round(rng.normal(3, 2, n), 2)
b = np.round(0.5 * a + rng.normal(0, 1, n), 2)
c = np.round(rng.exponential(5, n) - a, 1)
c[3] = c[5] = c[8]  # ties
X = np.array([a, b, c], "f4")
signed = np.round(rng.normal(1, 0.6, n), 2)
signed[2], signed[7], signed[9] = -0.4, -0.05, 0


def cumulative(x, w, at):
    """Middles of the steps of the weighted distribution function, made to rise."""
    used = w != 0
    values, index = np.unique(x[used], return_inverse=True)
    sums = np.cumsum(np.bincount(index, w[used]))
    total = sums[-1]
    upper = np.minimum(np.maximum.accumulate(np.maximum(sums, 0)), total)
    lower = np.maximum(np.minimum.accumulate(np.minimum(sums, total)[::-1])[::-1], 0)
    steps = (upper + lower) / 2 / total
    middles = (steps + np.r_[0, steps[:-1]]) / 2
    keep = np.r_[True, middles[1:] > np.maximum.accumulate(middles)[:-1]]
    return np.clip(np.interp(at, values[keep], middles[keep]), 1e-9, 1 - 1e-9)


def transforms(X, w):
    used = w != 0
    mean = X @ w / w.sum()
    centred = X - mean[:, None]
    covariance = (centred * w) @ centred.T / w.sum()
    values, S = np.linalg.eigh(covariance)
    assert values[0] > 0, values
    E = S[:, ::-1].T
    E *= np.sign(E[np.arange(3), np.abs(E).argmax(axis=1)])[:, None]
    uniform = np.array([cumulative(x, w, x) for x in X])
    result = {
        "normalize": MinMaxScaler((-1, 1)).fit(X[:, used].T).transform(X.T).T,
        "standardize": centred / np.sqrt(np.diag(covariance))[:, None],
        "decorrelate": S @ np.diag(values**-0.5) @ S.T @ X,
        "pca": E @ centred,
        "uniform": uniform,
        "gauss": stats.norm.ppf(uniform),
    }
    return {name: np.round(v, 9).tolist() for name, v in result.items()}


X64 = X.astype(float)
unit = np.ones(n)
# scikit-learn knows positive weights for one transform, and none for the other.
scaler = StandardScaler().fit(X64.T, sample_weight=np.abs(signed))
assert np.allclose(scaler.transform(X64.T).T, transforms(X64, np.abs(signed))["standardize"])
components = np.abs(PCA().fit_transform(X64.T).T)
assert np.allclose(components, np.abs(transforms(X64, unit)["pca"]))
cases = [
    {"weights": w.tolist(), "outputs": transforms(X64, w)} for w in (unit, np.abs(signed), signed)
]
with open("reference.json", "w") as file:
    json.dump({"columns": [[float(f"{v:g}") for v in x] for x in X], "cases": cases}, file, indent=1)
