"""Writes scored.csv (events) and reference.json (figures by NumPy, SciPy and scikit-learn).

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-learn
    venv/bin/python reference.py
"""

import json
import pathlib

import numpy as np
import scipy.special
import scipy.stats
from sklearn.metrics import roc_auc_score, roc_curve

here = pathlib.Path(__file__).parent
random = np.random.default_rng(7)


def events(n, shift):
    """label, a and b (two methods, a with ties), x and z (variables), weights of three kinds."""
    label = (np.arange(n) % 5 < 2).astype(int)
    x = random.normal(size=n) + shift * label
    z = 0.5 * x + random.normal(size=n)
    a = np.round(x + 0.3 * random.normal(size=n), 1)
    b = np.round(0.6 * x + 0.8 * random.normal(size=n), 6)
    positive = np.round(random.exponential(size=n) + 0.1, 3)
    signed = np.where(random.uniform(size=n) < 0.2, -1, 1) * positive
    whole = random.integers(1, 4, size=n)
    return np.column_stack([label, a, b, x.round(6), z.round(6), positive, signed, whole])


test, train = events(240, 1.2), events(310, 1.4)
rows = np.vstack([np.column_stack([np.zeros(len(train)), train]),
                  np.column_stack([np.ones(len(test)), test])])
np.savetxt(here / "scored.csv", rows, delimiter=",", fmt="%.10g", comments="",
           header="test,label,a,b,x,z,positive,signed,whole")
# Responses are single precision in the program under test.
test[:, 1:5] = test[:, 1:5].astype(np.float32)
train[:, 1:5] = train[:, 1:5].astype(np.float32)
label = test[:, 0].astype(int)
S, B = label == 1, label == 0
weights = {"unit": np.ones(len(test)), "positive": test[:, 5], "signed": test[:, 6],
           "whole": test[:, 7]}


def placements(y):
    """V of each signal event against each background event: a matrix of 1, ½ and 0."""
    return (y[S][:, None] > y[B][None, :]) + 0.5 * (y[S][:, None] == y[B][None, :])


def auc(y, w):
    """The double sum over pairs."""
    return w[S] @ placements(y) @ w[B] / w[S].sum() / w[B].sum()


def delong(ys):
    """Covariance matrix of unweighted AUCs: S10/m + S01/n of DeLong et al. (1988), eq. 4-6."""
    v = [placements(y) for y in ys]
    v10, v01 = [p.mean(axis=1) for p in v], [p.mean(axis=0) for p in v]
    return np.cov(v10) / S.sum() + np.cov(v01) / B.sum()


def influence(y, w):
    """Influence of each event, weighted, as matrices of pairs; with c = n_eff/(n_eff - 1)."""
    p, a, psi = placements(y), auc(y, w), np.zeros(len(y))
    for own, v in ((S, p @ w[B] / w[B].sum()), (B, w[S] @ p / w[S].sum())):
        n = w[own].sum() ** 2 / (w[own] ** 2).sum()
        psi[own] = np.sqrt(n / (n - 1)) * w[own] * (v - a) / w[own].sum()
    return psi


def jackknife(figure, w):
    """Variance by leaving out one event at a time, of its class."""
    total = 0
    for own in (S, B):
        left = []
        for i in np.flatnonzero(own):
            less = w.copy()
            less[i] = 0
            left.append(figure(less))
        left = np.array(left)
        total += (own.sum() - 1) / own.sum() * ((left - left.mean()) ** 2).sum()
    return total


def distance(y, w):
    """|mean difference| / sqrt(variances)."""
    m = [np.average(y[c], weights=w[c]) for c in (S, B)]
    v = [np.average((y[c] - k) ** 2, weights=w[c]) for c, k in zip((S, B), m)]
    return abs(m[0] - m[1]) / np.sqrt(sum(v))


def correlation(x, y, w):
    x, y = x - w @ x / w.sum(), y - w @ y / w.sum()
    return (w * x) @ y / np.sqrt((w * x) @ x * ((w * y) @ y))


def ks(y1, w1, y2, w2):
    """Largest distance of the weighted empirical distributions, by brute force."""
    d = max(abs(w1[y1 <= t].sum() / w1.sum() - w2[y2 <= t].sum() / w2.sum())
            for t in np.concatenate([y1, y2]))
    n1, n2 = (w.sum() ** 2 / (w ** 2).sum() for w in (w1, w2))
    n = np.sqrt(n1 * n2 / (n1 + n2))
    return {"distance": d, "p": scipy.special.kolmogorov((n + 0.12 + 0.11 / n) * d)}


def separation(y, w, edges):
    s, b = (np.histogram(y[c], edges, weights=w[c])[0] for c in (S, B))
    s, b = (np.clip(h, 0, None) / np.clip(h, 0, None).sum() for h in (s, b))
    return 0.5 * np.nansum((s - b) ** 2 / np.where(s + b > 0, s + b, np.nan))


a, b, x, z = test[:, 1], test[:, 2], test[:, 3], test[:, 4]
edges = np.linspace(-3, 4, 15)
reference = {"delong": {"cov": delong([a, b]).tolist()}, "edges": edges.tolist()}
for name, w in weights.items():
    pa, pb = influence(a, w), influence(b, w)
    reference[name] = {
        "auc_a": auc(a, w), "auc_b": auc(b, w),
        "var_a": (pa ** 2).sum(), "var_b": (pb ** 2).sum(), "cov_ab": (pa * pb).sum(),
        "jackknife_a": jackknife(lambda w: auc(a, w), w),
        "jackknife_difference": jackknife(lambda w: auc(a, w) - auc(b, w), w),
        "significance_b": distance(b, w),
        "significance_jackknife": jackknife(lambda w: distance(b, w), w),
        "separation_b": separation(b, w, edges),
        "separation_jackknife": jackknife(lambda w: separation(b, w, edges), w),
        "correlation_xb": [correlation(x[c], b[c], w[c]) for c in (S, B)],
        "correlation_xz": [correlation(x[c], z[c], w[c]) for c in (S, B)],
        "mean_x": [np.average(x[c], weights=w[c]) for c in (S, B)],
        "rms_x": [np.sqrt(np.average((x[c] - np.average(x[c], weights=w[c])) ** 2,
                                     weights=w[c])) for c in (S, B)],
    }
    column = {"unit": None, "positive": 5, "signed": 6, "whole": 7}[name]
    tw = np.ones(len(train)) if column is None else train[:, column]
    for key, c in (("signal", 1), ("background", 0)):
        own, other = label == c, train[:, 0] == c
        reference[name]["ks_" + key] = ks(train[other, 2], tw[other], b[own], w[own])
    if name == "signed":
        continue
    # Independent of the code above: scikit-learn.
    fpr, tpr, _ = roc_curve(label, b, sample_weight=w, drop_intermediate=False)
    reference[name]["sklearn_auc_a"] = roc_auc_score(label, a, sample_weight=w)
    reference[name]["sklearn_auc_b"] = roc_auc_score(label, b, sample_weight=w)
    reference[name]["tpr_b"] = np.interp([0.013, 0.1037, 0.3011], fpr, tpr).tolist()
# SciPy on whole weights: each event as often as its weight says, and unweighted.
for name, w, tw in (("unit", np.ones(len(test), int), np.ones(len(train), int)),
                    ("whole", test[:, 7].astype(int), train[:, 7].astype(int))):
    for key, c in (("signal", 1), ("background", 0)):
        own, other = label == c, train[:, 0] == c
        result = scipy.stats.ks_2samp(
            np.repeat(train[other, 2], tw[other]), np.repeat(b[own], w[own]), method="asymp")
        reference[name]["scipy_ks_" + key] = {
            "distance": result.statistic, "p": float(result.pvalue)}
(here / "reference.json").write_text(json.dumps(reference, indent=1) + "\n")
