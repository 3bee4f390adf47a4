"""Writes pytorch_layers.json: losses of small convolutional and recurrent networks over the steps of a
training, by PyTorch in double precision, with initial weights and events.
python3 pytorch_layers.py   (torch, numpy)"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)
EVENTS, INPUTS, STEPS = 24, 36, 12
random = np.random.default_rng(7)


def single(array):
    """Rounded to single precision, as Winnow will read it."""
    return np.asarray(array, "f").astype("d")


x = single(random.normal(size=(EVENTS, INPUTS)))
x[5, 20:] = x[11, 8:] = x[17, :] = 0  # sequences that end early, for masks
weights = single(random.uniform(0.5, 1.5, size=EVENTS) * np.where(np.arange(EVENTS) % 9 == 4, -0.3, 1))
weights = single(weights / weights.mean())
label = (x[:, 0] + x[:, 1] * x[:, 2] + x[:, 30] + 0.5 * random.normal(size=EVENTS) > 0).astype("d")
X, W, T = torch.tensor(x), torch.tensor(weights), torch.tensor(label)[:, None]
ACTIVATIONS = {"identity": lambda z: z, "tanh": torch.tanh, "relu": torch.relu, "silu": F.silu}


def numbers(tensor):
    return [float(v) for v in np.asarray(tensor.detach()).astype("f").ravel()]


def rounded(module):
    for parameter in module.parameters():
        parameter.data = torch.tensor(single(parameter.detach()))
    return module


class Net(nn.Module):
    """Modules for a list of layers; tensors keep channels last, as Winnow has them."""

    def __init__(self, layers):
        super().__init__()
        self.layers, self.parts, self.slots = layers, nn.ModuleList(), []
        z = X
        for layer in layers:
            self.parts.append(self.module(layer, z))
            z = self.apply_layer(layer, self.parts[-1], z)

    def module(self, layer, z):
        kind = next(iter(layer))
        if kind == "dense":
            linear = rounded(nn.Linear(z.shape[1], layer["dense"]))
            self.slots += [numbers(linear.weight.T), numbers(linear.bias)]
            return linear
        if kind in ("conv1d", "conv2d"):
            make = nn.Conv1d if kind == "conv1d" else nn.Conv2d
            padding = layer.get("padding", 0)
            conv = rounded(make(z.shape[-1], layer[kind], layer["kernel"], stride=layer.get("stride", 1),
                                dilation=layer.get("dilation", 1), padding=padding))
            order = (2, 1, 0) if kind == "conv1d" else (2, 3, 1, 0)
            self.slots += [numbers(conv.weight.permute(*order)), numbers(conv.bias)]
            return conv
        if kind in ("lstm", "gru", "rnn"):
            make = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[kind]
            cell = rounded(make(z.shape[2], layer[kind], batch_first=True))
            self.slots += [numbers(cell.weight_ih_l0.T), numbers(cell.weight_hh_l0.T), numbers(cell.bias_ih_l0)]
            if kind == "gru":
                self.slots.append(numbers(cell.bias_hh_l0))
            else:  # Winnow has one bias.
                cell.bias_hh_l0.data.zero_()
                cell.bias_hh_l0.requires_grad = False
            return cell
        if kind == "batch_norm":
            width = z.shape[-1]
            self.slots += [[1.0] * width, [0.0] * width, [0.0] * width, [1.0] * width]
            return nn.BatchNorm2d(width)
        if kind == "embedding":
            table = rounded(nn.Embedding(layer["entries"], layer["embedding"]))
            self.slots.append(numbers(table.weight))
            return table
        return nn.Identity()

    def apply_layer(self, layer, part, z):
        kind = next(iter(layer))
        if kind == "reshape":
            return z.reshape(len(z), *layer["reshape"])
        if kind == "flatten":
            return z.reshape(len(z), -1)
        if kind in ("conv1d", "conv2d"):
            return ACTIVATIONS[layer["activation"]](part(z.movedim(-1, 1)).movedim(1, -1))
        if kind == "batch_norm":
            return part(z.movedim(-1, 1)).movedim(1, -1)
        if kind in ("max_pool", "average_pool"):
            pool = F.max_pool2d if kind == "max_pool" else F.avg_pool2d
            return pool(z.movedim(-1, 1), layer[kind], layer.get("stride") or layer[kind]).movedim(1, -1)
        if kind == "global_pool":
            places = tuple(range(1, z.ndim - 1))
            return z.amax(places) if layer[kind] == "max" else z.mean(places)
        if kind in ("lstm", "gru", "rnn"):
            return self.recur(layer, part, z)
        if kind == "dense":
            return ACTIVATIONS[layer["activation"]](part(z))
        return part(z)

    @staticmethod
    def recur(layer, part, z):
        steps = z.shape[1]
        if not layer.get("mask"):
            states = part(z)[0]
            return states if layer.get("sequence") else states[:, -1]
        filled = (z != 0).any(2)
        lengths = [max((i + 1 for i in range(steps) if row[i]), default=0) for row in filled]
        states = part(z)[0]
        keep = torch.tensor([[float(i < n) for i in range(steps)] for n in lengths])[:, :, None]
        if layer.get("sequence"):
            return states * keep
        zero = torch.zeros_like(states[:, 0])
        return torch.stack([states[i, n - 1] if n else zero[i] for i, n in enumerate(lengths)])

    def forward(self, z):
        for layer, part in zip(self.layers, self.parts):
            z = self.apply_layer(layer, part, z)
        return z


def curve(name, hidden, optimizer="adam"):
    torch.manual_seed(3)
    layers = hidden + [{"dense": 1, "activation": "identity"}]
    net = Net(layers)
    rate = 0.02 if optimizer == "adam" else 0.1
    learnt = [p for p in net.parameters() if p.requires_grad]
    steps = torch.optim.Adam(learnt, lr=rate) if optimizer == "adam" else torch.optim.SGD(learnt, lr=rate)
    losses = []
    for _ in range(STEPS):
        steps.zero_grad()
        loss = (W * F.binary_cross_entropy_with_logits(net(X), T, reduction="none").sum(1)).mean()
        losses.append(loss.item())
        loss.backward()
        steps.step()
    training = {"optimizer": optimizer, "learning_rate": rate, "learning_rate_decay": 0, "l2": 0,
                "epochs": STEPS, "batch": EVENTS}
    return {"name": name, "layers": layers, "training": training, "loss": "binary_cross_entropy",
            "targets": "class", "parameters": net.slots, "losses": losses}


image, wide, sequence = {"reshape": [6, 6, 1]}, {"reshape": [3, 6, 2]}, {"reshape": [9, 4]}
tanh, flat = {"activation": "tanh"}, {"flatten": {}}
cases = [
    curve("conv2d", [image, {"conv2d": 3, "kernel": 3, **tanh}, flat]),
    curve("conv2d, stride, padding", [wide, {"conv2d": 3, "kernel": [3, 2], "stride": [2, 1], "padding": 1, **tanh},
                                      flat], "sgd"),
    curve("conv2d, dilation", [image, {"conv2d": 2, "kernel": 2, "dilation": [2, 3], "activation": "silu"}, flat]),
    curve("two conv2d, max pool", [image, {"conv2d": 3, "kernel": 3, "padding": 1, "activation": "relu"},
                                   {"max_pool": 2}, {"conv2d": 4, "kernel": 2, **tanh}, flat]),
    curve("average pool", [image, {"conv2d": 2, "kernel": 3, "padding": "same", **tanh},
                           {"average_pool": 3, "stride": 1}, flat]),
    curve("global pool", [image, {"conv2d": 4, "kernel": 3, **tanh}, {"global_pool": "average"}]),
    curve("global max pool", [image, {"conv2d": 4, "kernel": 3, **tanh}, {"global_pool": "max"}]),
    curve("conv2d, batch norm", [image, {"conv2d": 3, "kernel": 3, "activation": "identity"}, {"batch_norm": {}}, flat]),
    curve("conv1d", [sequence, {"conv1d": 3, "kernel": 3, "stride": 2, "dilation": 2, "padding": 1, **tanh}, flat]),
]
for kind in ("lstm", "gru", "rnn"):
    cases += [
        curve(kind, [sequence, {kind: 5}]), curve(f"{kind}, sgd", [sequence, {kind: 5}], "sgd"),
        curve(f"{kind}, all steps", [sequence, {kind: 4, "sequence": True}, flat]),
        curve(f"{kind}, mask", [sequence, {kind: 5, "mask": True}]),
        curve(f"{kind}, mask, two layers", [sequence, {kind: 3, "sequence": True, "mask": True},
                                            {kind: 3, "mask": True}]),
    ]
content = {
    "columns": [numbers(torch.tensor(column)) for column in x.T], "weights": [float(w) for w in weights],
    "targets": {"class": [numbers(T)]}, "cases": cases,
}
path = pathlib.Path(__file__).with_name("pytorch_layers.json")
path.write_text(json.dumps(content, separators=(",", ":")) + "\n")
