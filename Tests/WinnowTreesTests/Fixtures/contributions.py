"""Makes contributions.json: a small LightGBM forest, its pred_contrib, and shap's interventional values.

Needs lightgbm, shap and numpy; thresholds are lowered to float32, which float32 inputs cannot tell.
"""
import json

import lightgbm
import numpy
import shap

random = numpy.random.default_rng(3)
x = random.standard_normal((2000, 4)).astype(numpy.float32)
y = (x[:, 0] * x[:, 1] + numpy.sin(2 * x[:, 2]) + 0.3 * random.standard_normal(2000) > 0) * 1
x[random.random(x.shape) < 0.1] = numpy.nan
settings = dict(objective="binary", num_leaves=12, min_data_in_leaf=5, verbose=-1, num_threads=1, seed=1)
model = lightgbm.train(settings, lightgbm.Dataset(x, y), 8)


def lowered(threshold):
    single = numpy.float32(threshold)
    return float(single if single <= threshold else numpy.nextafter(single, numpy.float32(-numpy.inf)))


def tree(root):
    nodes, queue = [], [root]
    while len(nodes) < len(queue):
        node = queue[len(nodes)]
        if "leaf_value" in node:
            nodes.append(dict(value=node["leaf_value"], cover=node["leaf_count"]))
            continue
        assert node["missing_type"] == "NaN" and node["decision_type"] == "<="
        nodes.append(dict(
            feature=node["split_feature"], threshold=lowered(node["threshold"]),
            missing_left=node["default_left"], left=len(queue), right=len(queue) + 1,
            cover=node["internal_count"], gain=node["split_gain"]))
        queue += [node["left_child"], node["right_child"]]
    return nodes


events, background = x[:12], x[100:120]
explainer = shap.TreeExplainer(model, background, feature_perturbation="interventional")
listed = lambda a: [[None if numpy.isnan(v) else float(v) for v in row] for row in a]
print(json.dumps(dict(
    trees=[tree(t["tree_structure"]) for t in model.dump_model()["tree_info"]],
    events=listed(events), background=listed(background),
    path_dependent=model.predict(events, pred_contrib=True).tolist(),
    interventional=explainer.shap_values(events, check_additivity=False).tolist())))
