"""Slow, obvious twins of nets: unit by unit as written, float64, and gradients by differences."""

import math
from collections.abc import Callable

import numpy as np

from kernels import mlp, mlp_units

UNITS: dict[int, Callable[[float], float]] = {
    mlp_units.LINEAR: lambda x: x,
    mlp_units.RELU: lambda x: max(x, 0.0),
    mlp_units.LEAKY: lambda x: x if x > 0 else 0.2 * x,
    mlp_units.TANH: math.tanh,
    mlp_units.SIGMOID: lambda x: 1 / (1 + math.exp(-x)),
}


def layers(shape: mlp.Shape, params: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The weights and biases of every layer."""
    found, first = [], 0
    for n, m in zip(shape.sizes[:-1].tolist(), shape.sizes[1:].tolist(), strict=True):
        end = first + n * m
        found.append((params[first:end].reshape(n, m), params[end : end + m]))
        first = end + m
    return found


def answer(shape: mlp.Shape, params: np.ndarray, row: np.ndarray) -> list[list[float]]:
    """What all layers answer to one row, the row first."""
    acts, net = [row.tolist()], layers(shape, params)
    for l, (weights, biases) in enumerate(net, start=1):  # noqa: E741
        f = UNITS[shape.output if l == len(net) else shape.activation]
        felt = [
            b + sum(a * w for a, w in zip(acts[-1], column, strict=True))
            for column, b in zip(weights.T.tolist(), biases.tolist(), strict=True)
        ]
        acts.append([f(x) for x in felt])
    return acts


def acts(shape: mlp.Shape, params: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The blocks of all layers, of rows x (R, n_0), one after another."""
    rows = [answer(shape, params, row) for row in x]
    return np.concatenate([np.ravel(layer) for layer in zip(*rows, strict=True)])


def differences(f: Callable[[], float], x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """∂f/∂x for every number of `x`, which `f` reads, by central differences of fourth order."""
    found = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        kept, values = x[i], []
        for step in (-2, -1, 1, 2):
            x[i] = kept + step * h
            values.append(f())
        x[i] = kept
        found[i] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h)
    return found
