"""The peers of the tree benchmarks: each trains, applies, saves and loads in its own words.

As a program it is one run of one peer in a process of its own, and prints its figures as JSON:
trees_peers.py PEER TASK RUN.json, where RUN.json holds what `trees.py` wrote.
"""

import contextlib
import json
import pathlib
import pickle
import resource
import statistics
import sys
import time

import numpy as np


def read_columns(path, features, rows=None):
    """A file of float32 columns, the label last, as rows of inputs and labels; held once."""
    columns = np.memmap(path, dtype=np.float32, mode="r").reshape(features + 1, -1)
    rows = rows or columns.shape[1]
    x = np.empty((rows, features), dtype=np.float32)
    for feature in range(features):
        x[:, feature] = columns[feature, :rows]
    return x, np.array(columns[-1, :rows])


class LightGBM:
    packages, modules, suffix = ["lightgbm"], ["lightgbm"], "txt"
    quantised = False

    def __init__(self, run):
        import lightgbm

        self.run, self.library = run, lightgbm
        self.settings = dict(
            objective="regression" if run["objective"] == "squared" else "binary",
            num_leaves=run["leaves"], max_depth=run["depth"] or -1, max_bin=255,
            learning_rate=run["rate"], min_data_in_leaf=20, min_sum_hessian_in_leaf=1e-3,
            lambda_l2=run["l2"], num_threads=run["threads"], verbose=-1, seed=run["seed"],
            use_quantized_grad=self.quantised)

    def bin(self, x, y):
        return self.library.Dataset(x, y, params=self.settings).construct()

    def train(self, data):
        return self.library.train(self.settings, data, self.run["trees"])

    def predict(self, model, x, threads):
        return model.predict(x, num_threads=threads)

    def save(self, model, path):
        model.save_model(path)

    def load(self, path):
        return self.library.Booster(model_file=str(path))


class QuantisedLightGBM(LightGBM):
    quantised = True


class XGBoost:
    packages, modules, suffix = ["xgboost-cpu"], ["xgboost"], "ubj"

    def __init__(self, run):
        import xgboost

        self.run, self.library = run, xgboost
        order = dict(grow_policy="depthwise", max_depth=run["depth"]) if run["depth"] else dict(
            grow_policy="lossguide", max_depth=0, max_leaves=run["leaves"])
        self.settings = dict(
            objective="reg:squarederror" if run["objective"] == "squared" else "binary:logistic",
            tree_method="hist", max_bin=255, learning_rate=run["rate"], reg_lambda=run["l2"],
            nthread=run["threads"], seed=run["seed"],
            min_child_weight=20 if run["objective"] == "squared" else 1, **order)

    def bin(self, x, y):
        return self.library.QuantileDMatrix(x, y, max_bin=255, nthread=self.run["threads"])

    def train(self, data):
        return self.library.train(self.settings, data, self.run["trees"])

    def predict(self, model, x, threads):
        model.set_param("nthread", threads)
        return model.inplace_predict(x)

    def save(self, model, path):
        model.save_model(path)

    def load(self, path):
        return self.library.Booster(model_file=str(path))


class ScikitLearn:
    """Bins inside `fit`: no time without binning."""

    packages, modules, suffix = ["scikit-learn"], ["sklearn"], "pickle"

    def __init__(self, run):
        from sklearn import ensemble

        self.run = run
        kind = (ensemble.HistGradientBoostingRegressor if run["objective"] == "squared"
                else ensemble.HistGradientBoostingClassifier)
        self.model = kind(
            max_iter=run["trees"], max_leaf_nodes=run["leaves"], max_depth=run["depth"] or None,
            learning_rate=run["rate"], min_samples_leaf=20, l2_regularization=run["l2"],
            early_stopping=False, random_state=run["seed"])

    def threads(self, count):
        from threadpoolctl import threadpool_limits

        return threadpool_limits(count)

    def bin(self, x, y):
        return None

    def fit(self, x, y):
        with self.threads(self.run["threads"]):
            return self.model.fit(x, y)

    def predict(self, model, x, threads):
        with self.threads(threads):
            return (model.predict(x) if self.run["objective"] == "squared"
                    else model.predict_proba(x)[:, 1])

    def save(self, model, path):
        path.write_bytes(pickle.dumps(model))

    def load(self, path):
        return pickle.loads(path.read_bytes())


class CatBoost:
    """Its own kind of trees, symmetric ones: of the depth that gives at least as many leaves."""

    packages, modules, suffix = ["catboost"], ["catboost"], "cbm"

    def __init__(self, run):
        import catboost

        self.run, self.library = run, catboost
        depth = run["depth"] or (run["leaves"] + 1).bit_length() - 1
        self.settings = dict(
            iterations=run["trees"], depth=depth, border_count=254, learning_rate=run["rate"],
            l2_leaf_reg=run["l2"], boosting_type="Plain", thread_count=run["threads"],
            allow_writing_files=False, random_seed=run["seed"], verbose=False)

    def bin(self, x, y):
        pool = self.library.Pool(x, y, thread_count=self.run["threads"])
        pool.quantize(border_count=254)
        return pool

    def train(self, data):
        squared = self.run["objective"] == "squared"
        kind = self.library.CatBoostRegressor if squared else self.library.CatBoostClassifier
        return kind(**self.settings).fit(data)

    def predict(self, model, x, threads):
        kind = "RawFormulaVal"
        return model.predict(x, prediction_type=kind, thread_count=threads)

    def save(self, model, path):
        model.save_model(str(path))

    def load(self, path):
        return self.library.CatBoost().load_model(str(path))


class YDF:
    """Reads a table and bins inside `train`: no time without binning."""

    packages, modules, suffix = ["ydf"], ["ydf"], "ydf"

    def __init__(self, run):
        import ydf

        self.run, self.library = run, ydf
        shape = (dict(growing_strategy="LOCAL", max_depth=run["depth"] + 1) if run["depth"] else dict(
            growing_strategy="BEST_FIRST_GLOBAL", max_num_nodes=run["leaves"], max_depth=-1))
        squared = run["objective"] == "squared"
        self.learner = ydf.GradientBoostedTreesLearner(
            label="label", task=ydf.Task.REGRESSION if squared else ydf.Task.CLASSIFICATION,
            num_trees=run["trees"], discretize_numerical_columns=True, min_examples=20,
            validation_ratio=0.0, early_stopping="NONE", shrinkage=run["rate"],
            l2_regularization=run["l2"], num_threads=run["threads"], random_seed=run["seed"], **shape)

    def table(self, x, y=None):
        table = {f"x{i}": np.ascontiguousarray(column) for i, column in enumerate(x.T)}
        if y is not None:
            table["label"] = y if self.run["objective"] == "squared" else y.astype(int)
        return table

    def bin(self, x, y):
        return None

    def fit(self, x, y):
        return self.learner.train(self.table(x, y), verbose=0)

    def prepare(self, model, x):
        dummy = np.zeros(len(x), dtype=np.float32)
        return self.library.create_vertical_dataset(
            self.table(x, dummy), data_spec=model.data_spec())

    def predict(self, model, x, threads):
        return model.predict(x, num_threads=threads)

    def save(self, model, path):
        model.save(str(path))

    def load(self, path):
        return self.library.load_model(str(path))


class LLeaves:
    """Compiles the forest that LightGBM trained; applies only."""

    packages, modules, suffix = ["lleaves"], ["lleaves"], "txt"
    source = "lightgbm"

    def __init__(self, run):
        import lleaves

        self.run, self.library = run, lleaves

    def load(self, path):
        model = self.library.Model(model_file=str(path))
        model.compile(cache=str(path) + ".lleaves")
        return model

    def prepare(self, model, x):
        return x.astype(np.float64)

    def predict(self, model, x, threads):
        return model.predict(x, n_jobs=threads)


class Treelite:
    """Compiles the forest that LightGBM trained, through C; applies only."""

    packages, modules, suffix = ["treelite", "tl2cgen"], ["treelite", "tl2cgen"], "txt"
    source = "lightgbm"

    def __init__(self, run):
        import tl2cgen
        import treelite

        self.run, self.treelite, self.compiler = run, treelite, tl2cgen
        self.predictors = {}

    def load(self, path):
        self.file = str(path) + ".treelite.so"
        if not pathlib.Path(self.file).exists():
            model = self.treelite.frontend.load_lightgbm_model(str(path))
            self.compiler.export_lib(
                model, toolchain="gcc", libpath=self.file,
                params={"parallel_comp": self.run["threads"]})
        return self.compiler.Predictor(self.file, nthread=1)

    def prepare(self, model, x):
        # Without a conversion: its own fails with NumPy 2.
        return self.compiler.DMatrix(x.astype(np.float64), dtype="float64")

    def predict(self, model, x, threads):
        if threads not in self.predictors:
            self.predictors[threads] = self.compiler.Predictor(self.file, nthread=threads)
        return np.ravel(self.predictors[threads].predict(x))


PEERS = {
    "lightgbm": LightGBM, "lightgbm-quantised": QuantisedLightGBM, "xgboost": XGBoost,
    "sklearn": ScikitLearn, "catboost": CatBoost, "ydf": YDF, "lleaves": LLeaves,
    "treelite": Treelite,
}


def fitted(peer, x, y):
    """A model, the seconds of all and of the trees alone (None where they cannot be told apart)."""
    start = time.perf_counter()
    data = peer.bin(x, y)
    binned = time.perf_counter()
    model = peer.train(data) if data is not None else peer.fit(x, y)
    end = time.perf_counter()
    return model, end - start, end - binned if data is not None else None


def training(peer, run):
    """Trains where the peer can, applies to the test file, writes the scores."""
    figures, folder = {}, pathlib.Path(run["folder"])
    if hasattr(peer, "source"):
        model = peer.load(folder / f"{peer.source}.txt")
    else:
        x, y = read_columns(run["train"], run["features"])
        processor = time.process_time()
        model, figures["train_seconds"], trees = fitted(peer, x, y)
        figures["train_processor_seconds"] = time.process_time() - processor
        if trees is not None:
            figures["trees_seconds"] = trees
        figures["peak_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        del x, y
        if run["peer"] == "lightgbm":
            peer.save(model, folder / "lightgbm.txt")
    x, y = read_columns(run["test"], run["features"])
    data = peer.prepare(model, x) if hasattr(peer, "prepare") else x
    start = time.perf_counter()
    scores = peer.predict(model, data, run["threads"])
    figures["apply_ns_per_event"] = (time.perf_counter() - start) / len(y) * 1e9
    alone = []
    for _ in range(5):
        start = time.process_time()
        peer.predict(model, data, 1)
        alone.append(time.process_time() - start)
    figures["apply_alone_ns_per_event"] = statistics.median(alone) / len(y) * 1e9
    np.asarray(scores, dtype=np.float32).tofile(folder / f"{run['peer']}.f32")
    return figures


def loading(peer, run):
    """Seconds from a model file to a model, median of 21; LightGBM's text for the compilers."""
    folder = pathlib.Path(run["folder"])
    path = folder / f"load-{getattr(peer, 'source', run['peer'])}.{peer.suffix}"
    if not hasattr(peer, "source"):
        x, y = read_columns(run["train"], run["features"], run["rows"])
        peer.save(fitted(peer, x, y)[0], path)
    else:
        peer.load(path)  # Compiles; only what a second program would do is timed.
    times = []
    for _ in range(21):
        start = time.perf_counter()
        peer.load(path)
        times.append(time.perf_counter() - start)
    return {"load_seconds": statistics.median(times), "first_load_seconds": times[0]}


def main():
    name, task, path = sys.argv[1:]
    run = json.loads(pathlib.Path(path).read_text())
    run["peer"] = name
    # Libraries talk on standard output; the figures stand alone there.
    with contextlib.redirect_stdout(sys.stderr):
        figures = {"train": training, "load": loading}[task](PEERS[name](run), run)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
