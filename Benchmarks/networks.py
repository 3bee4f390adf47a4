#!/usr/bin/env python3
"""Training and applying small dense networks: Winnow against PyTorch, eager and compiled, Keras on
TensorFlow, and onnxruntime.

    networks.py [--events N] [--epochs E] [--rounds R] [--threads T] [--applied N] [--case NAME] [--peers NAME …]

See network_rounds.py for how it is measured. Networks are applied to many events at once and to single
events, one after the other on one thread. Beside the time of training stands the part of the peak that a
matrix product of order 1024 in PyTorch reaches. Tables go to results/networks.md and .json. On two quiet
cores expect some 6 minutes.
"""

import network_rounds

INPUTS = 28


def events(count, case):
    """Gaussian inputs; the class follows a curved sum of them, with noise."""
    random = np.random.default_rng(1)
    x = random.normal(size=(count, INPUTS)).astype("f")
    strength = x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2]) + 0.5 * x[:, 3:8].sum(axis=1)
    return x, (strength + random.normal(size=count) > 0).astype("f")


def operations(sizes):
    """Operations of training for one event: all products forward, and twice backward but for inputs."""
    products = [a * b for a, b in zip([INPUTS, *sizes], [*sizes, 1])]
    return 2 * (3 * sum(products) - products[0])


def case(sizes, batch, training):
    """`training`: the part of the fastest peer's time that is aimed at."""
    def part_of_peak(results, options):
        if "torch" not in results:
            return []
        rates = [operations(sizes) / seconds for seconds in results["winnow"]["train"]]
        peak = results["torch"]["peak"]
        return [f"- training at {rates[0] / peak / options.threads:.0%} of the peak of a matrix product on "
                f"the clock, {rates[1] / peak:.0%} in processor time"]

    layers = [{"dense": size, "activation": "relu"} for size in sizes]
    return {"job": {"layers": layers, "batch": batch, "piece": 2048}, "figures": part_of_peak,
            "goals": {"train": training, "apply": 0.3, "one": 0.3}}


CASES = {"28-100-100-1": case([100, 100], 256, 0.3), "28-32-1": case([32], 100, 0.2),
         "4x300": case([300] * 4, 1000, 0.6)}

if __name__ == "__main__":
    options = network_rounds.arguments(
        __doc__.splitlines()[0], CASES, events=50_000, epochs=2, rounds=3, applied=1_000_000)
    network_rounds.start()
    import numpy as np

    network_rounds.compare("networks", CASES, events, options)
