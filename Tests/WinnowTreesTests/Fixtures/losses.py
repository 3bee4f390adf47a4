"""Writes losses.json: what LightGBM and scikit-learn make of one small sample by several losses.

Variables take few values, and the seed is one of those where no two cuts of a tree are so nearly as good
that rounding decides, so that all programs find the same cuts. Each entry: the raw scores of the
first 40 events. Needs numpy, lightgbm and scikit-learn.
"""
import json

import lightgbm
import numpy
import sklearn
from sklearn.ensemble import GradientBoostingRegressor

random = numpy.random.default_rng(28)
count, rounds = 600, 4
x = random.integers(0, [5, 7, 4], (count, 3)).astype(float)
signal = 1.3 * (x[:, 0] > 2) + 0.9 * numpy.sin(x[:, 1]) + 0.5 * x[:, 2] * (x[:, 0] > 1)
weights = numpy.round(random.uniform(0.5, 1.5, count), 3)
weights = numpy.round(weights * count / weights.sum(), 4)
targets = {
    "regression": numpy.round(signal + 0.5 * random.standard_t(3, count), 4),
    "positive": numpy.round(numpy.exp(0.5 * signal) * random.exponential(1, count) + 0.01, 4),
    "counts": random.poisson(numpy.exp(0.6 * signal)).astype(float),
    "classes": numpy.clip(numpy.floor(signal + random.normal(0, 0.8, count)), 0, 2),
}


def boosted(objective, target, **more):
    parameters = {
        "objective": objective, "learning_rate": 0.3, "num_leaves": 5, "min_data_in_leaf": 10,
        "min_sum_hessian_in_leaf": 1e-3, "lambda_l2": 0.5, "min_data_in_bin": 1,
        "feature_pre_filter": False, "verbose": -1, "num_threads": 1, "deterministic": True, **more}
    data = lightgbm.Dataset(x, targets[target], weight=weights, params=parameters)
    model = lightgbm.train(parameters, data, num_boost_round=rounds)
    return {"target": target, "scores": model.predict(x[:40], raw_score=True).tolist()}


def by_quantile(loss, level):
    model = GradientBoostingRegressor(
        loss=loss, alpha=level, learning_rate=0.3, n_estimators=rounds, max_leaf_nodes=5,
        max_depth=None, min_samples_leaf=10)
    model.fit(x, targets["regression"], weights)
    return {"target": "regression", "scores": model.predict(x[:40]).tolist()}


json.dump({
    "made by": f"lightgbm {lightgbm.__version__}, scikit-learn {sklearn.__version__}",
    "columns": x.T.tolist(), "weights": weights.tolist(),
    "targets": {name: values.tolist() for name, values in targets.items()},
    "losses": {
        "softmax": boosted("multiclass", "classes", num_class=3),
        "huber": boosted("huber", "regression", alpha=0.8),
        "poisson": boosted("poisson", "counts", poisson_max_delta_step=1e-9),
        "gamma": boosted("gamma", "positive"),
        "tweedie": boosted("tweedie", "counts", tweedie_variance_power=1.4),
        "absolute": by_quantile("absolute_error", 0.5),
        "quantile": by_quantile("quantile", 0.8),
    },
}, open("losses.json", "w"))
