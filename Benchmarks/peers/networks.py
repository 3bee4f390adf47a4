"""One peer of the network comparisons, in a process of its own.

    networks.py PEER JOB.json

PEER is torch, torch_compiled, keras or onnxruntime; the job has the keys of winnow-bench-networks, with
the events in `rows` and `classes` (.npy) beside. A first line of JSON says `{}`, or what is `missing`. Then
each line read asks for one round from the same initial weights, answered by a line with the seconds for
one event, `[clock, processor]`: `train` (and epoch), `apply` to many, to `one` by itself on one thread;
the mean `loss` on the events after the last epoch; and `peak`, the operations in a second of processor
time of a matrix product of order 1024.
"""

import json
import os
import sys
import time

import numpy as np

LEARNING_RATE = 1e-3


def seconds(work, parts):
    """Of each part, on the clock and of all threads, done once before to warm up."""
    work()
    return once(work, parts)


def once(work, parts):
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return [(time.perf_counter() - clock) / parts, (time.process_time() - processor) / parts]


def pieces(job, x):
    """Events to apply to, in pieces that the caches like."""
    many = np.resize(x, (job["applied"], x.shape[1]))
    return [many[i:i + job["piece"]] for i in range(0, len(many), job["piece"])]


# PyTorch

def torch_model(layers, inputs, outputs=1):
    """The layers of an analysis file in PyTorch, begun as Winnow begins; images are channels first."""
    import torch
    from torch import nn

    class LastState(nn.Module):
        def __init__(self, inputs, units):
            super().__init__()
            self.cell = nn.LSTM(inputs, units, batch_first=True)

        def forward(self, z):
            return self.cell(z)[0][:, -1]

    def dense(z, layer):
        return [nn.Linear(z.shape[1], layer["dense"])]

    def reshape(z, layer):
        *sides, channels = layer["reshape"]
        return [nn.Unflatten(1, [channels, *sides] if len(sides) == 2 else [*sides, channels])]

    kinds = {
        "dense": dense, "reshape": reshape, "flatten": lambda z, layer: [nn.Flatten()],
        "dropout": lambda z, layer: [nn.Dropout(layer["dropout"])],
        "conv2d": lambda z, layer: [nn.Conv2d(z.shape[1], layer["conv2d"], layer["kernel"])],
        "max_pool": lambda z, layer: [nn.MaxPool2d(layer["max_pool"])],
        "lstm": lambda z, layer: [LastState(z.shape[2], layer["lstm"])],
    }
    activations = {"relu": nn.ReLU, "silu": nn.SiLU, "tanh": nn.Tanh}
    model, z = nn.Sequential(), torch.zeros(2, inputs)
    for layer in [*layers, {"dense": outputs}]:
        added = kinds[next(key for key in kinds if key in layer)](z, layer)
        if "activation" in layer:
            nn.init.kaiming_normal_(added[0].weight, nonlinearity="relu")
            nn.init.zeros_(added[0].bias)
            added.append(activations[layer["activation"]]())
        for module in added:
            z = module(z)
            model.append(module)
    nn.init.xavier_uniform_(model[-1].weight)
    nn.init.zeros_(model[-1].bias)
    return model


def torch_epoch(forward, optimizer, features, targets, batch):
    """One pass in random order; the loss is the cross entropy."""
    import torch

    loss_function = torch.nn.BCEWithLogitsLoss()
    for rows in torch.randperm(len(features)).split(batch):
        optimizer.zero_grad()
        loss_function(forward(features[rows]), targets[rows]).backward()
        optimizer.step()


def torch_rounds(job, x, labels, compiled=False):
    import torch

    torch.manual_seed(1)
    model = torch_model(job["layers"], job["inputs"])
    forward = torch.compile(model) if compiled else model
    initial = {key: value.clone() for key, value in model.state_dict().items()}
    features, targets = torch.from_numpy(x), torch.from_numpy(labels)[:, None]
    many = [torch.from_numpy(piece) for piece in pieces(job, x)]
    alone = [features[i:i + 1] for i in np.arange(1000) % len(features)]

    def one_round():
        torch.set_num_threads(job["threads"])
        model.load_state_dict(initial)
        optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
        epoch = lambda: torch_epoch(forward, optimizer, features, targets, job["batch"])
        epoch()
        train = once(lambda: [epoch() for _ in range(job["epochs"])], job["epochs"] * len(x))
        with torch.inference_mode():
            apply = seconds(lambda: [forward(piece) for piece in many], job["applied"])
            outputs = torch.cat([forward(piece) for piece in features.split(job["piece"])])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(outputs, targets).item()
            torch.set_num_threads(1)
            one = seconds(lambda: [forward(row) for row in alone], len(alone))
            a, b = torch.rand(1024, 1024), torch.rand(1024, 1024)
            peak = 2 * 1024**3 / min(seconds(lambda: a @ b, 1)[1] for _ in range(5))
        return {"train": train, "apply": apply, "one": one, "loss": loss, "peak": peak}

    return one_round


# Keras on TensorFlow

def keras_model(layers, inputs):
    from keras import Input, Sequential
    from keras import layers as kinds

    def made(layer):
        settings = {"activation": layer.get("activation")}
        if layer.get("activation") == "relu":
            settings["kernel_initializer"] = "he_normal"
        if "dense" in layer:
            return kinds.Dense(layer["dense"], **settings)
        if "conv2d" in layer:
            return kinds.Conv2D(layer["conv2d"], layer["kernel"], **settings)
        if "max_pool" in layer:
            return kinds.MaxPooling2D(layer["max_pool"])
        if "lstm" in layer:
            return kinds.LSTM(layer["lstm"])
        if "dropout" in layer:
            return kinds.Dropout(layer["dropout"])
        return kinds.Reshape(layer["reshape"]) if "reshape" in layer else kinds.Flatten()

    return Sequential([Input((inputs,)), *map(made, layers), kinds.Dense(1)])


def keras_compile(model):
    import keras

    model.compile(keras.optimizers.Adam(LEARNING_RATE), keras.losses.BinaryCrossentropy(from_logits=True))


def keras_rounds(job, x, labels):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(job["threads"])
    tf.config.threading.set_inter_op_parallelism_threads(job["threads"])
    keras.utils.set_random_seed(1)
    model = keras_model(job["layers"], job["inputs"])
    initial = model.get_weights()
    forward = tf.function(lambda z: model(z, training=False), reduce_retracing=True)
    many = [tf.constant(piece) for piece in pieces(job, x)]
    alone = [tf.constant(x[i:i + 1]) for i in np.arange(1000) % len(x)]

    def one_round():
        model.set_weights(initial)
        keras_compile(model)
        fit = lambda epochs: model.fit(x, labels, batch_size=job["batch"], epochs=epochs, verbose=0)
        fit(1)
        train = once(lambda: fit(job["epochs"]), job["epochs"] * len(x))
        loss = model.evaluate(x, labels, batch_size=1024, verbose=0)
        return {"train": train, "apply": seconds(lambda: [forward(piece) for piece in many], job["applied"]),
                "one": seconds(lambda: [forward(row) for row in alone], len(alone)), "loss": float(loss)}

    return one_round


# onnxruntime: applying alone, dense layers with random weights

def onnx_network(layers, inputs):
    from onnx import TensorProto, helper, numpy_helper

    random = np.random.default_rng(2)
    widths = [inputs, *(layer["dense"] for layer in layers), 1]
    nodes, constants, last = [], [], "x"
    for layer, (a, b) in enumerate(zip(widths, widths[1:])):
        weight = (random.normal(size=(a, b)) / np.sqrt(a)).astype("f")
        constants += [numpy_helper.from_array(weight, f"w{layer}"),
                      numpy_helper.from_array(np.zeros(b, "f"), f"b{layer}")]
        nodes.append(helper.make_node("Gemm", [last, f"w{layer}", f"b{layer}"], [f"z{layer}"]))
        last = f"z{layer}"
        if layer < len(layers):
            nodes.append(helper.make_node("Relu", [last], [f"y{layer}"]))
            last = f"y{layer}"
    info = lambda name, width: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width])
    graph = helper.make_graph(nodes, "network", [info("x", inputs)], [info(last, 1)], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    return model.SerializeToString()


def onnx_rounds(job, x, labels):
    import onnxruntime

    network = onnx_network(job["layers"], job["inputs"])

    def session(threads):
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = threads
        return onnxruntime.InferenceSession(network, settings, providers=["CPUExecutionProvider"])

    many, alone = pieces(job, x), [x[i:i + 1] for i in np.arange(1000) % len(x)]

    def one_round():
        crowd = session(job["threads"])
        apply = seconds(lambda: [crowd.run(None, {"x": piece}) for piece in many], job["applied"])
        del crowd  # its threads wait by spinning
        single = session(1)
        return {"apply": apply,
                "one": seconds(lambda: [single.run(None, {"x": row}) for row in alone], len(alone))}

    return one_round


PEERS = {
    "torch": torch_rounds, "torch_compiled": lambda *job: torch_rounds(*job, compiled=True),
    "keras": keras_rounds, "onnxruntime": onnx_rounds,
}


def main():
    name, path = sys.argv[1:]
    with open(path) as file:
        job = json.load(file)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print does not come between
    say = lambda answer: print(json.dumps(answer), file=answers, flush=True)
    try:
        one_round = PEERS[name](job, np.load(job["rows"]), np.load(job["classes"]))
    except ImportError as error:
        say({"missing": str(error)})
        return
    say({})
    for _ in sys.stdin:
        say(one_round())


if __name__ == "__main__":
    main()
