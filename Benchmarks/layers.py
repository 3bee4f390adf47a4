#!/usr/bin/env python3
"""Training and applying a convolutional and a recurrent network: Winnow against PyTorch, eager and
compiled, and Keras on TensorFlow.

    layers.py [--events N] [--epochs E] [--rounds R] [--threads T] [--applied N] [--case NAME] [--peers NAME …]

See network_rounds.py for how it is measured. Tables go to results/layers.md and .json. On two quiet
cores expect some 6 minutes.
"""

import network_rounds


def events(count, case):
    """Gaussian inputs; the class follows a curved sum of some of the last, with noise."""
    random = np.random.default_rng(1)
    x = random.normal(size=(count, case["inputs"])).astype("f")
    strength = x[:, -1] * x[:, -2] + x[:, -8:-3].sum(axis=1)
    return x, (strength + random.normal(size=count) > 0).astype("f")


def case(inputs, layers, batch):
    # Nobody applies such networks event by event in a hurry: no aim for one event.
    return {"inputs": inputs, "job": {"layers": layers, "batch": batch, "piece": batch},
            "goals": {"train": 1.0, "apply": 1.0}, "without": ["onnxruntime"]}


CASES = {
    "conv": case(28 * 28, [
        {"reshape": [28, 28, 1]}, {"conv2d": 32, "kernel": 3, "activation": "relu"},
        {"conv2d": 64, "kernel": 3, "activation": "relu"}, {"max_pool": 2}, {"flatten": {}}], 64),
    "lstm": case(30 * 64, [{"reshape": [30, 64]}, {"lstm": 512}], 32),
}

if __name__ == "__main__":
    options = network_rounds.arguments(
        __doc__.splitlines()[0], CASES, events=1024, epochs=2, rounds=3, applied=1024)
    network_rounds.start()
    import numpy as np

    network_rounds.compare("layers", CASES, events, options)
