"""Writes judgement.json: figures of the events in scored.csv by SciPy, scikit-learn and NumPy.

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-learn
    venv/bin/python judgement.py
"""

import json
import pathlib
import warnings

import numpy as np
import scipy.optimize
import scipy.spatial.distance
import scipy.stats
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss, mutual_info_score, roc_auc_score

warnings.simplefilter("ignore")
here = pathlib.Path(__file__).parent
data = np.genfromtxt(here / "scored.csv", delimiter=",", names=True)
part = {name: data[data["test"] == flag] for name, flag in (("test", 1), ("train", 0))}
out = {}


def column(which, name):
    values = part[which]
    return np.ones(len(values)) if name == "unit" else values[name]


def response(which, name):
    return part[which][name].astype(np.float32).astype(float)


def is_signal(which):
    return part[which]["label"] == 1


def anderson(x, y, w, v):
    """n1 n2/(n1 + n2) sum over distinct values from above, weights as in the documentation."""
    effective = lambda u: u.sum() ** 2 / (u ** 2).sum()
    n, m = effective(w), effective(v)
    a = last = 0
    for t in sorted(set(x) | set(y), reverse=True):
        d = w[x >= t].sum() / w.sum() - v[y >= t].sum() / v.sum()
        h = (n * (w[x >= t] ** 2).sum() / (w ** 2).sum()
             + m * (v[y >= t] ** 2).sum() / (v ** 2).sum()) / (n + m)
        if 1 - h > 1e-12:
            a += d * d * (h - last) / (h * (1 - h))
        last = h
    return n * m / (n + m) * a


def scholz_stephens_sigma(n, m):
    """The standard deviation by which scipy.stats.anderson_ksamp divides, for two samples."""
    total, k = n + m, 2
    big_h = 1 / n + 1 / m
    hs = 1 / np.arange(total - 1, 1, -1)
    h = hs.sum() + 1
    g = (hs.cumsum() / np.arange(2, total)).sum()
    a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * big_h
    b = (2 * g - 4) * k ** 2 + 8 * h * k + (2 * g - 14 * h - 4) * big_h - 8 * h + 4 * g - 6
    c = (6 * h + 2 * g - 2) * k ** 2 + (4 * h - 4 * g + 6) * k + (2 * h - 6) * big_h + 4 * h
    d = (2 * h + 6) * k ** 2 - 4 * h * k
    return np.sqrt((a * total ** 3 + b * total ** 2 + c * total + d)
                   / ((total - 1) * (total - 2) * (total - 3)))


for kind in ("unit", "positive", "signed"):
    for name, flag in (("signal", True), ("background", False)):
        pick = {w: is_signal(w) == flag for w in part}
        for method in "ab":
            x, y = (response(w, method)[pick[w]] for w in ("train", "test"))
            w, v = (column(t, kind)[pick[t]] for t in ("train", "test"))
            key = f"{kind}_{method}_{name}"
            out[f"anderson_{key}"] = anderson(x, y, w, v)
            # 2 E|x - y| - E|x - x'| - E|y - y'|, by all pairs: no distribution functions.
            mean = lambda p, q, u, z: u @ np.abs(p[:, None] - q) @ z / u.sum() / z.sum()
            out[f"energy2_{key}"] = 2 * mean(x, y, w, v) - mean(x, x, w, w) - mean(y, y, v, v)
            if kind != "signed":
                out[f"scipy_energy_{key}"] = scipy.stats.energy_distance(x, y, w, v)
            if kind == "unit":
                normalised = scipy.stats.anderson_ksamp([-x, -y], midrank=False).statistic
                sigma = scholz_stephens_sigma(len(x), len(y))
                out[f"scipy_anderson_{key}"] = normalised * sigma + 1

S = is_signal("test")
label = S.astype(int)
for kind in ("unit", "positive", "signed"):
    w = column("test", kind)
    balanced = np.where(S, 0.5 / w[S].sum(), 0.5 / w[~S].sum()) * w
    y = response("test", "b")
    p = (1 / (1 + np.exp(-y))).astype(np.float32).astype(float)

    if kind != "signed":
        out[f"partial_{kind}"] = roc_auc_score(label, y, sample_weight=w, max_fpr=0.1)
        out[f"brier_{kind}"] = brier_score_loss(label, p, sample_weight=balanced)
        out[f"log_loss_{kind}"] = log_loss(label, p, sample_weight=balanced)
        values = IsotonicRegression().fit(response("test", "a"), label, balanced)
        out[f"isotonic_{kind}"] = values.predict(np.linspace(-2, 3, 11).clip(
            response("test", "a").min(), response("test", "a").max())).tolist()
    effective = lambda u: u.sum() ** 2 / (u ** 2).sum()
    high = (effective(w[S]) + 1) / (effective(w[S]) + 2)
    low = 1 / (effective(w[~S]) + 2)
    target = np.where(S, high, low)

    def loss(c, features, t):
        z = features @ c
        return (balanced * (np.logaddexp(0, z) - t * z)).sum()

    def fit(features, t):
        return scipy.optimize.minimize(loss, np.zeros(features.shape[1]), (features, t),
                                       method="BFGS", options={"gtol": 1e-11}).x.tolist()

    out[f"platt_{kind}"] = fit(np.column_stack([y, np.ones(len(y))]), target)
    out[f"temperature_{kind}"] = fit(np.log(p / (1 - p))[:, None], label)
    features = np.column_stack([np.log(p), -np.log1p(-p), np.ones(len(p))])
    out[f"beta_{kind}"] = scipy.optimize.minimize(
        loss, [1, 1, 0], (features, label), method="L-BFGS-B",
        bounds=[(0, None), (0, None), (None, None)],
        options={"ftol": 1e-15, "gtol": 1e-10}).x.tolist()

# Leaving out one event at a time, the standard error of the partial AUC.
y = response("test", "b")
leave = [roc_auc_score(np.delete(label, i), np.delete(y, i), max_fpr=0.3) for i in range(len(y))]
same = [np.array([leave[i] for i in np.flatnonzero(S == flag)]) for flag in (True, False)]
out["partial_jackknife"] = np.sqrt(
    sum((len(v) - 1) / len(v) * ((v - v.mean()) ** 2).sum() for v in same))

whole = part["test"]["whole"].astype(int)
coarse = np.clip(np.round(part["test"]["x"]), -1, 2)
out["mutual"] = mutual_info_score(whole, coarse)
out["coarse"] = coarse.tolist()
p, q = np.array([0.1, 0.4, 0.5, 0.0]), np.array([0.3, 0.3, 0.2, 0.2])
out["jensen_shannon"] = scipy.spatial.distance.jensenshannon(p, q, base=2) ** 2


def profile(s, b, sigma):
    """Discovery significance of n = s + b with m = b tau measured, by maximising the likelihood."""
    tau = b / sigma ** 2
    n, m = s + b, b * tau
    nll = lambda mu, beta: mu + beta - n * np.log(mu + beta) + tau * beta - m * np.log(tau * beta)
    null = scipy.optimize.minimize_scalar(
        lambda beta: nll(0, beta), bounds=(b / 10, 10 * (s + b)), method="bounded",
        options={"xatol": 1e-12}).fun
    return np.sqrt(2 * (null - nll(s, b)))


out["asimov"] = [[s, b, f, profile(s, b, f * b)]
                 for s, b, f in [(10, 100, 0.1), (50, 20, 0.3), (5, 1000, 0.02), (3, 1, 0.5)]]
n = np.array([1e3, 2e3, 5e3, 1e4, 3e4, 1e5])
auc = 0.91 - 0.8 * n ** -0.45 + np.array([1, -1, 2, -1, 0.5, -0.2]) * 1e-4
error = np.array([2e-3, 1.5e-3, 1e-3, 8e-4, 6e-4, 5e-4])
model = lambda n, limit, a, b: limit - a * n ** -b
best, covariance = scipy.optimize.curve_fit(model, n, auc, (0.9, 1, 0.5), error, absolute_sigma=True)
out["learning"] = {"n": n.tolist(), "auc": auc.tolist(), "error": error.tolist(),
                   "fit": best.tolist(), "errors": np.sqrt(np.diag(covariance)).tolist()}

text = json.dumps(out, indent=1, sort_keys=True)
(here / "judgement.json").write_text(text + "\n")
