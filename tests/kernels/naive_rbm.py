"""Slow, obvious twins of the kernels of restricted Boltzmann machines: sums as written, float64.

Only what a random number decides is rounded as the kernels do, so that both see the same uniform.
"""

import math
from itertools import product

import numpy as np

from kernels.rbm_layers import Machine
from tests.kernels.naive_ising import mixed

MASK = 2**32 - 1


def uniform(number: int, key: int, is_turned: bool = False) -> float:
    """The uniform of a number under a key, or under its halves the other way round: 23 bits of
    triple32 and a half, so an odd multiple of 2⁻²⁴."""
    mine = mixed(key)
    low, high = (mine >> 32, mine & MASK) if is_turned else (mine & MASK, mine >> 32)
    x = number + low & MASK
    x = (x ^ x >> 17) * 0xED5AD4BB & MASK
    x = (x ^ x >> 11 ^ high) * 0xAC4C1B51 & MASK
    x = (x ^ x >> 15) * 0x31848BAB & MASK
    return (((x ^ x >> 14) >> 9) + 0.5) / 2**23


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


def inputs(fields: np.ndarray, scale: float, biases: np.ndarray) -> np.ndarray:
    """scale·field + bias (R, N), float64."""
    return float(scale) * fields.astype(float) + biases.astype(float)


def answers(x: np.ndarray) -> np.ndarray:
    """σ of every element."""
    return np.array([sigmoid(value) for value in x.ravel()]).reshape(x.shape)


def uniforms(shape: tuple[int, int], key: int, is_turned: bool = False) -> np.ndarray:
    """The uniforms (R, N) of all elements, numbered row by row."""
    found = [uniform(k, key, is_turned) for k in range(math.prod(shape))]
    return np.array(found).reshape(shape)


def softmax(x: np.ndarray) -> np.ndarray:
    """e^x/Σe^x of each row."""
    rows = []
    for row in x.tolist():
        e = [math.exp(value - max(row)) for value in row]
        rows.append([value / sum(e) for value in e])
    return np.array(rows)


def soft_sum(x: np.ndarray) -> list[float]:
    """Σ ln(1 + e^x) of each row."""
    return [sum(max(v, 0) + math.log1p(math.exp(-abs(v))) for v in row) for row in x.tolist()]


# ---- whole machines, state by state ----


def energy(m: Machine, v: np.ndarray, h: np.ndarray) -> float:
    """E(v, h) of one state of both layers, unit by unit."""
    total = 0.0
    for i, (value, bias) in enumerate(zip(v.tolist(), m.visible_biases.tolist(), strict=True)):
        is_number = m.is_gaussian and i < m.pixels
        total += 0.5 * (value - bias) ** 2 if is_number else -bias * value
    for value, bias, row in zip(
        h.tolist(), m.hidden_biases.tolist(), m.weights.T.tolist(), strict=True
    ):
        total -= bias * value
        total -= sum(a * b * value for a, b in zip(v.tolist(), row, strict=True) if value)
    return total


def free_energy(m: Machine, v: np.ndarray) -> float:
    """−ln Σ_h e^(−E)."""
    states = product((0, 1), repeat=m.weights.shape[1])
    return -float(np.logaddexp.reduce([-energy(m, v, np.array(h)) for h in states]))


def visible_states(m: Machine) -> np.ndarray:
    """All states (S, V) of Bernoulli pixels and, if there are any, one label unit that is on."""
    groups = np.eye(m.labels).tolist() if m.labels else [[]]
    return np.array([[*bits, *one] for bits in product((0, 1), repeat=m.pixels) for one in groups])


def probabilities(m: Machine) -> tuple[np.ndarray, np.ndarray, float]:
    """All visible states (S, V), their p(v) (S,), and ln Z, by the sum over both layers."""
    states = visible_states(m)
    logs = np.array([-free_energy(m, v) for v in states])
    log_z = float(np.logaddexp.reduce(logs))
    return states, np.exp(logs - log_z), log_z


def expectations(m: Machine) -> np.ndarray:
    """⟨v h⟩ with ⟨v⟩ in the last column and ⟨h⟩ in the last row, over both layers."""
    hidden = list(product((0, 1), repeat=m.weights.shape[1]))
    total, weight = 0.0, 0.0
    for v in visible_states(m):
        for h in hidden:
            p = math.exp(-energy(m, v, np.array(h)))
            total = total + p * np.outer([*v, 1], [*h, 1])
            weight += p
    return total / weight


def mean_log_likelihood(m: Machine, visible: np.ndarray) -> float:
    """Mean ln p(v) of rows (R, V), float64 all through."""
    _, _, log_z = probabilities(m)
    return float(np.mean([-free_energy(m, v) for v in visible])) - log_z


def ratio_cost(m: Machine, visible: np.ndarray) -> float:
    """J of ratio matching, a mean over the rows."""
    total = 0.0
    for v in visible:
        here = free_energy(m, v)
        for i in range(len(v)):
            flipped = v.copy()
            flipped[i] = 1 - v[i]
            total += sigmoid(here - free_energy(m, flipped)) ** 2
    return total / len(visible)


def slopes(cost, m: Machine, step: float = 1e-5) -> np.ndarray:
    """Central differences of cost(machine), (V + 1, H + 1): weights, visible, hidden biases."""
    v, h = m.weights.shape
    out = np.zeros((v + 1, h + 1))
    for i, j in np.ndindex(v + 1, h + 1):
        if (i, j) == (v, h):
            continue
        ends = []
        for change in (step, -step):
            w, b, c = (a.copy() for a in (m.weights, m.visible_biases, m.hidden_biases))
            if i == v:
                c[j] += change
            elif j == h:
                b[i] += change
            else:
                w[i, j] += change
            ends.append(cost(Machine(w, b, c, m.is_gaussian, m.labels)))
        out[i, j] = (ends[0] - ends[1]) / (2 * step)
    return out
