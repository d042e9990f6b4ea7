"""All states of a small restricted Boltzmann machine: Z and the expectations of its gradient.

Only the smaller layer is enumerated; the sum over the other one is a product over its units:

    Σ_v e^(−E(v, h)) = e^(cᵀh) Π_i (1 + e^(b_i + Σ_j W_ij h_j))          Bernoulli visible units
                     = e^(cᵀh) (2π)^(D/2) e^(½|W h|² + bᵀW h)            Gaussian ones
                     … times Σ_k e^(b_k + Σ_j W_kj h_j) of a softmax group

Everything in float64: this is what faster estimates are held against. States are visited in the
order of a Gray code, so that from one to the next a single row of weights is added or taken away.

    bits     (S, n)  float64: states of the enumerated layer, number s in binary, first unit highest
    weights  (V, H), biases (V,), (H,): those of a `Machine` (kernels/rbm_layers.py)
    logs     (S,)    float64: ln of the unnormalized weight of each state
"""

import math
from collections.abc import Iterator

import numpy as np

from kernels.jit import kernel
from kernels.rbm_layers import Machine

BLOCK = 2**14  # states that are looked at together
LOG_TAU = float(np.log(2.0 * np.pi))
_FACTORS = 512  # of 1 + e⁻ˣ, each at most 2, that one float64 can hold multiplied
_LOG2E, _LN2_HIGH, _LN2_LOW = 1.4426950408889634, 6.93147180369123816490e-01, 1.9082149292705877e-10
_MAGIC = 1.5 * 2.0**52  # a whole number added to it stands in its low bits
_52, _ONE = np.int64(52), np.int64(1023 << 52)


@kernel(inline="always", error_model="numpy")
def _exponential(x):
    """Return eˣ, float64, of −700 ≤ x ≤ 0; smaller ones are brought there. Taylor's polynomial of
    degree 12 within ½ ln 2, so that LLVM vectorises it."""
    x = max(x, -700.0)
    n = np.floor(x * _LOG2E + 0.5)
    x = x - n * _LN2_HIGH - n * _LN2_LOW
    y = 1.0 + x * (1.0 / 11.0) * (1.0 + x * (1.0 / 12.0))
    y = 1.0 + x * 0.1 * y
    y = 1.0 + x * (1.0 / 9.0) * y
    y = 1.0 + x * 0.125 * y
    y = 1.0 + x * (1.0 / 7.0) * y
    y = 1.0 + x * (1.0 / 6.0) * y
    y = 1.0 + x * 0.2 * y
    y = 1.0 + x * 0.25 * y
    y = 1.0 + x * (1.0 / 3.0) * y
    y = 1.0 + x * 0.5 * y
    y = 1.0 + x * y
    power = (np.float64(n + _MAGIC).view(np.int64) << _52) + _ONE
    return y * np.int64(power).view(np.float64)


@kernel(error_model="numpy")
def walk(weights, own, other, first, count, logs):
    """Fill `logs` (count,), count a power of two, of the states `first` … of one layer.

    `weights` (n, m) float64 lead from its n units to the m of the other, which are summed away;
    `own` (n,) and `other` (m,) are the layers' biases; `first` is a multiple of `count`.
    """
    n, m = weights.shape
    fields, energy = other.copy(), 0.0
    for j in range(n):
        if first >> (n - 1 - j) & 1:
            energy += own[j]
            for i in range(m):
                fields[i] += weights[j, i]
    number = first
    for s in range(count):
        if s > 0:
            low = s & -s
            j = n - 1
            while low > 1:
                low >>= 1
                j -= 1
            bit = 1 << (n - 1 - j)
            number ^= bit
            sign = 1.0 if number & bit else -1.0
            energy += sign * own[j]
            for i in range(m):
                fields[i] += sign * weights[j, i]
        total = energy
        for start in range(0, m, _FACTORS):
            product, plain = 1.0, 0.0
            for i in range(start, min(start + _FACTORS, m)):
                x = fields[i]
                plain += max(x, 0.0)
                product *= 1.0 + _exponential(-abs(x))
            total += plain + math.log(product)
        logs[number - first] = total


def is_by_hidden(machine: Machine) -> bool:
    """Whether the hidden layer is enumerated: it is smaller, or the other one can't be."""
    visible, hidden = machine.weights.shape
    return hidden <= visible or machine.is_gaussian or machine.labels > 0


def enumerated(machine: Machine) -> int:
    """How many units' states are visited."""
    visible, hidden = machine.weights.shape
    return hidden if is_by_hidden(machine) else visible


def log_partition(machine: Machine) -> float:
    """Return ln Z."""
    return float(np.logaddexp.reduce([_log_sum(logs) for _, logs in _blocks(machine)]))


def expectations(machine: Machine) -> np.ndarray:
    """Return what the machine expects, (V + 1, H + 1) float64: ⟨v_i h_j⟩, in the last column
    ⟨v_i⟩, in the last row ⟨h_j⟩, in the corner 1. Label units only if the hidden are enumerated."""
    blocks = list(_blocks(machine))
    log_z = float(np.logaddexp.reduce([_log_sum(logs) for _, logs in blocks]))
    weights = machine.weights.astype(np.float64)
    total = np.zeros((weights.shape[0] + 1, weights.shape[1] + 1))
    for bits, logs in blocks:
        p = np.exp(logs - log_z)
        visible, hidden = _layers(machine, weights, bits)
        total += (_with_one(visible) * p[:, None]).T @ _with_one(hidden)
    return total


def _with_one(layer: np.ndarray) -> np.ndarray:
    return np.concatenate([layer, np.ones((len(layer), 1))], axis=1)


def _layers(
    machine: Machine, weights: np.ndarray, bits: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the means of both layers, (S, V) and (S, H), given the states of one."""
    if not is_by_hidden(machine):
        return bits, _on(machine.hidden_biases + bits @ weights)
    fields = machine.visible_biases + bits @ weights.T
    d = machine.pixels
    visible = fields.copy() if machine.is_gaussian else _on(fields)
    if machine.labels:
        share = np.exp(fields[:, d:] - fields[:, d:].max(axis=1, keepdims=True))
        visible[:, d:] = share / share.sum(axis=1, keepdims=True)
    return visible, bits


def _on(fields: np.ndarray) -> np.ndarray:
    return 0.5 * (1.0 + np.tanh(0.5 * fields))


def _blocks(machine: Machine) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield states (S, n) of the enumerated layer and their logs (S,)."""
    weights = machine.weights.astype(np.float64)
    outer = machine.visible_biases.astype(np.float64)
    inner = machine.hidden_biases.astype(np.float64)
    n, d = enumerated(machine), machine.pixels
    size = min(BLOCK, 2**n)
    for first in range(0, 2**n, size):
        logs = np.empty(size)
        bits = _bits(first, size, n)
        if not is_by_hidden(machine):
            walk(weights, outer, inner, first, size, logs)
        elif machine.is_gaussian:
            near = bits @ weights[:d].T
            logs[:] = bits @ inner + 0.5 * d * LOG_TAU + (near * (0.5 * near + outer[:d])).sum(1)
        else:
            walk(np.ascontiguousarray(weights[:d].T), inner, outer[:d].copy(), first, size, logs)
        if machine.labels:
            logs += np.logaddexp.reduce(outer[d:] + bits @ weights[d:].T, axis=1)
        yield bits, logs


def _bits(first: int, count: int, n: int) -> np.ndarray:
    numbers = np.arange(first, first + count)
    return (numbers[:, None] >> np.arange(n - 1, -1, -1) & 1).astype(np.float64)


def _log_sum(logs: np.ndarray) -> float:
    return float(np.logaddexp.reduce(logs))
