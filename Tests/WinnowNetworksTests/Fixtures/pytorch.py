"""Writes pytorch.json: losses of small networks over the steps of a training, by PyTorch in double
precision, with initial weights and events.  python3 pytorch.py   (torch, numpy)"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)
EVENTS, INPUTS, STEPS = 40, 4, 20
random = np.random.default_rng(5)


def single(array):
    """Rounded to single precision, as Winnow will read it."""
    return np.asarray(array, "f").astype("d")


x = single(random.normal(size=(EVENTS, INPUTS)))
weights = single(random.uniform(0.5, 1.5, size=EVENTS) * np.where(np.arange(EVENTS) % 9 == 4, -0.3, 1))
weights = single(weights / weights.mean())
label = (x[:, 0] + x[:, 1] * x[:, 2] + 0.5 * random.normal(size=EVENTS) > 0).astype("d")
TARGETS = {
    "class": label[:, None],
    "classes": np.eye(3)[(label + (x[:, 3] > 0)).astype(int)],
    "real": single(np.stack([x[:, 0] * x[:, 1], np.sin(x[:, 2])], axis=1)),
    "counts": random.poisson(np.exp(0.4 * x[:, :1])).astype("d"),
}
X, W = torch.tensor(x), torch.tensor(weights)
T = {name: torch.tensor(values) for name, values in TARGETS.items()}

ACTIVATIONS = {
    "identity": lambda z: z, "tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "silu": F.silu,
    "gelu": lambda z: F.gelu(z, approximate="tanh"), "elu": F.elu, "selu": F.selu,
    "softplus": F.softplus, "softsign": F.softsign, "leaky_relu": F.leaky_relu, "arctan": torch.atan,
    "gaussian": lambda z: torch.exp(-z * z),
}


class Function(nn.Module):
    def __init__(self, name):
        super().__init__()
        self.function = ACTIVATIONS[name]

    def forward(self, z):
        return self.function(z)


class LargestOf(nn.Module):
    def __init__(self, pieces):
        super().__init__()
        self.pieces = pieces

    def forward(self, z):
        return z.reshape(len(z), self.pieces, -1).amax(dim=1)


def numbers(tensor):
    return [float(v) for v in np.asarray(tensor.detach()).astype("f").ravel()]


def build(layers):
    """The module of a list of layers, and its parameters in Winnow's order and orientation."""
    modules, slots, width = [], [], INPUTS
    for layer in layers:
        if "dense" in layer or "maxout" in layer:
            pieces = layer.get("pieces", 2) if "maxout" in layer else 1
            units = layer.get("dense", layer.get("maxout"))
            linear = nn.Linear(width, units * pieces)
            linear.weight.data = torch.tensor(single(linear.weight.detach() * 1.5))
            linear.bias.data = torch.tensor(single(linear.bias.detach()))
            slots += [numbers(linear.weight.T), numbers(linear.bias)]
            modules.append(linear)
            if pieces > 1:
                modules.append(LargestOf(pieces))
            modules.append(Function(layer.get("activation", "identity" if pieces > 1 else "relu")))
            width = units
        elif "batch_norm" in layer:
            modules.append(nn.BatchNorm1d(width))
            slots += [[1.0] * width, [0.0] * width, [0.0] * width, [1.0] * width]
        elif "layer_norm" in layer:
            modules.append(nn.LayerNorm(width))
            slots += [[1.0] * width, [0.0] * width]
        elif "prelu" in layer:
            modules.append(nn.PReLU(width))
            slots.append([0.25] * width)
    return nn.Sequential(*modules), slots


LOSSES = {
    "binary_cross_entropy": ("class", lambda y, t: F.binary_cross_entropy_with_logits(y, t, reduction="none")),
    "categorical_cross_entropy": ("classes", lambda y, t: F.cross_entropy(y, t, reduction="none")[:, None]),
    "squared_error": ("real", lambda y, t: F.mse_loss(y, t, reduction="none")),
    "absolute_error": ("real", lambda y, t: F.l1_loss(y, t, reduction="none")),
    "huber": ("real", lambda y, t: F.huber_loss(y, t, reduction="none", delta=0.7)),
    "poisson": ("counts", lambda y, t: F.poisson_nll_loss(y, t, log_input=True, reduction="none")),
    "gaussian_likelihood": ("real", lambda y, t: F.gaussian_nll_loss(
        y[:, :2], t, torch.exp(y[:, 2:]), reduction="none", eps=1e-12)),
}
OUTPUTS = {"class": 1, "classes": 3, "real": 2, "counts": 1}
OPTIMIZERS = {
    "sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adagrad": torch.optim.Adagrad,
    "momentum": lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9),
    "nesterov": lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9, nesterov=True),
    "adamw": torch.optim.AdamW, "rmsprop": torch.optim.RMSprop, "adadelta": torch.optim.Adadelta,
}
RATES = {"sgd": 0.1, "momentum": 0.05, "nesterov": 0.05, "adagrad": 0.05, "adadelta": 1.0}


def curve(name, hidden, loss="binary_cross_entropy", optimizer="adam", clipping=0.0, **more):
    kind, function = LOSSES[loss]
    outputs = 2 * OUTPUTS[kind] if loss == "gaussian_likelihood" else OUTPUTS[kind]
    layers = hidden + [{"dense": outputs, "activation": "identity"}]
    torch.manual_seed(3)
    module, slots = build(layers)
    rate = RATES.get(optimizer, 0.02)
    groups = module.parameters()
    if optimizer == "adamw":  # Winnow decays weights alone.
        pairs = list(module.named_parameters())
        matrices = [p for _, p in pairs if p.ndim == 2]
        vectors = [p for _, p in pairs if p.ndim != 2]
        groups = [{"params": matrices, "weight_decay": 0.3}, {"params": vectors, "weight_decay": 0.0}]
    steps = OPTIMIZERS[optimizer](groups, lr=rate)
    losses = []
    for _ in range(STEPS):
        steps.zero_grad()
        loss_value = (W * function(module(X), T[kind]).sum(dim=1)).mean()
        losses.append(loss_value.item())
        loss_value.backward()
        if clipping:
            nn.utils.clip_grad_norm_(module.parameters(), clipping)
        steps.step()
    training = {"optimizer": optimizer, "learning_rate": rate, "learning_rate_decay": 0, "l2": 0,
                "epochs": STEPS, "batch": EVENTS, "gradient_clipping": clipping, **more}
    return {"name": name, "layers": layers, "training": training, "loss": loss, "targets": kind,
            "parameters": slots, "losses": losses}


hidden = [{"dense": 6, "activation": "tanh"}, {"dense": 5, "activation": "silu"}]
cases = [curve(f"optimizer {name}", hidden, optimizer=name, **({"weight_decay": 0.3} if name == "adamw" else {}))
         for name in OPTIMIZERS]
cases += [curve(f"loss {name}", hidden, loss=name) for name in LOSSES if name != "binary_cross_entropy"]
cases += [curve(f"activation {name}", [{"dense": 6, "activation": name}])
          for name in ACTIVATIONS if name not in ("identity", "tanh", "silu")]
plain = {"dense": 6, "activation": "identity"}
cases += [
    curve("batch norm", [plain, {"batch_norm": {}}, {"dense": 5, "activation": "tanh"}]),
    curve("layer norm", [plain, {"layer_norm": {}}, {"dense": 5, "activation": "tanh"}]),
    curve("prelu", [plain, {"prelu": {}}]), curve("maxout", [{"maxout": 5, "pieces": 3}]),
    curve("clipping", hidden, optimizer="sgd", clipping=0.1),
]
content = {
    "columns": [numbers(torch.tensor(column)) for column in x.T],
    "weights": [float(w) for w in weights],
    "targets": {name: [numbers(torch.tensor(column)) for column in values.T] for name, values in TARGETS.items()},
    "cases": cases,
}
path = pathlib.Path(__file__).with_name("pytorch.json")
path.write_text(json.dumps(content, separators=(",", ":")) + "\n")
