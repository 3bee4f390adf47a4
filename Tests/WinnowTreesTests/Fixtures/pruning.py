"""Writes pruning.json: the cost-complexity path of scikit-learn's tree on a small sample.

Each step: α half-way to the next, and the leaves and the impurity of the tree pruned with it. Needs numpy
and scikit-learn.
"""
import json

import numpy
import sklearn
from sklearn.tree import DecisionTreeClassifier

random = numpy.random.default_rng(5)
x = random.integers(0, 200, (500, 2)).astype(float)
y = (random.normal(0, 40, 500) + x[:, 0] + 0.7 * x[:, 1] > 170).astype(int)
settings = dict(min_samples_leaf=5, random_state=1)
path = DecisionTreeClassifier(**settings).cost_complexity_pruning_path(x, y)
alphas = numpy.unique(numpy.round(path.ccp_alphas, 12))
steps = []
for alpha in (alphas[:-1] + alphas[1:]) / 2:
    tree = DecisionTreeClassifier(ccp_alpha=alpha, **settings).fit(x, y).tree_
    leaves = tree.children_left < 0
    impurity = (tree.impurity * tree.n_node_samples)[leaves].sum() / len(y)
    steps.append({"alpha": float(alpha), "leaves": int(leaves.sum()), "impurity": float(impurity)})
json.dump({
    "made by": f"scikit-learn {sklearn.__version__}", "columns": x.T.tolist(), "targets": y.tolist(),
    "steps": steps}, open("pruning.json", "w"))
