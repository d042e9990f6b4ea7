"""Whole layers of a restricted Boltzmann machine: matrix products with what kernels/rbm.py adds.

Shapes as there; R rows, V visible units of which the last `labels` are a softmax group, H hidden.

    visible (R, V), hidden (R, H)   float32 states; `means` beside them: their probabilities
    weights (V, H), visible_biases (V,), hidden_biases (H,)   float32
    scale                           inverse temperature: of Gaussian units only that of W and c
    keys                            uint64, one for each layer that is drawn

A **Machine** is the three arrays with the kind of its visible units. What goes on for several steps
(`gibbs`, `diverge`, `anneal`) is one call, so that another device takes them all at once.
"""

from dataclasses import dataclass

import numpy as np

from kernels import rbm, rbm_sparse

ONE = np.float32(1.0)
ONES = np.ones(1, np.float32)


@dataclass(frozen=True)
class Machine:
    """Weights and biases, and what kind of visible units they have."""

    weights: np.ndarray  # (V, H) float32
    visible_biases: np.ndarray  # (V,) float32
    hidden_biases: np.ndarray  # (H,) float32
    is_gaussian: bool = False
    labels: int = 0  # how many of the visible units, the last ones, are a softmax group

    @property
    def pixels(self) -> int:
        """How many visible units are no labels."""
        return self.weights.shape[0] - self.labels


def fields(machine: Machine, visible: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Fill and return `out` (R, H) with what the hidden units feel, without their biases."""
    if machine.is_gaussian:
        return np.matmul(visible, machine.weights, out=out)
    return rbm_sparse.product(visible, machine.weights, out)


def hidden_means(machine: Machine, visible: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Fill and return `means` (R, H) with p(h = 1 | v)."""
    fields(machine, visible, means)
    rbm.answer(means, ONE, machine.hidden_biases, means)
    return means


def draw_hidden(
    machine: Machine, visible: np.ndarray, key: np.uint64, means: np.ndarray, hidden: np.ndarray,
    scale: np.float32 = ONE,
) -> None:  # fmt: skip
    """Fill `means` and `hidden` (R, H): each hidden unit on by chance, given the visible ones."""
    fields(machine, visible, means)
    rbm.turn_on(means, scale, scale * machine.hidden_biases, key, means, hidden)


def draw_visible(
    machine: Machine, hidden: np.ndarray, key: np.uint64, means: np.ndarray, visible: np.ndarray,
    scale: np.float32 = ONE, biases: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Fill `means` and `visible` (R, V): each visible unit by chance, given the hidden ones.

    `biases` (V,) are those at this temperature, where they are not `scale` times the machine's.
    """
    np.matmul(hidden, machine.weights.T, out=means)
    d = machine.pixels
    if biases is None:
        biases = machine.visible_biases if machine.is_gaussian else scale * machine.visible_biases
    draw = rbm.spread if machine.is_gaussian else rbm.turn_on
    draw(means, scale, biases[:d], key, means, visible)
    if machine.labels:
        rbm.turn_one_on(means[:, d:], scale, biases[d:], ~key, means[:, d:], visible[:, d:])


def visible_means(machine: Machine, hidden: np.ndarray) -> np.ndarray:
    """Return the expectations (R, V) of the visible units, given hidden ones or their means."""
    means = hidden @ machine.weights.T
    d = machine.pixels
    if machine.is_gaussian:
        means[:, :d] += machine.visible_biases[:d]
    else:
        rbm.answer(means, ONE, machine.visible_biases[:d], means)
    if machine.labels:
        waste = np.empty_like(means[:, d:])
        first = machine.visible_biases[d:]
        rbm.turn_one_on(means[:, d:], ONE, first, np.uint64(0), means[:, d:], waste)
    return means


def gibbs(
    machine: Machine, visible: np.ndarray, keys: np.ndarray, scales: np.ndarray = ONES,
    means: np.ndarray | None = None, hidden: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Take K steps of chains at L temperatures, `visible` (L, C, V) in place: each draws the hidden
    units, then the visible ones.

    keys (K, L, 2), scales (L,); where they are asked for, `means` (L, C, V) and the states `hidden`
    (L, C, H) are filled with those of the last step.
    """
    levels, chains, v = visible.shape
    if hidden is None:
        hidden = np.empty((levels, chains, machine.weights.shape[1]), np.float32)
    answers, waste = np.empty_like(hidden[0]), np.empty((chains, v), np.float32)
    for step in keys:
        for level, scale in enumerate(scales):
            on, key = hidden[level], step[level]
            draw_hidden(machine, visible[level], key[0], answers, on, scale)
            expected = waste if means is None else means[level]
            draw_visible(machine, on, key[1], expected, visible[level], scale)


def diverge(
    machine: Machine, hidden: np.ndarray, keys: np.ndarray, visible: np.ndarray, means: np.ndarray
) -> None:
    """Go k steps away from states `hidden` (R, H): fill `visible` (R, V) with where that leads, and
    `means` (R, H) with p(h = 1 | v) there. keys (2k − 1,)"""
    draw_visible(machine, hidden, keys[0], np.empty_like(visible), visible)
    gibbs(machine, visible[None], keys[1:].reshape(-1, 1, 2))
    hidden_means(machine, visible, means)


def correlation(
    visible: np.ndarray, hidden: np.ndarray, dreamt: np.ndarray, answers: np.ndarray,
    out: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Fill and return `out` (V, H) with ⟨v h⟩ over rows (R, V) and (R, H), minus that over the
    machine's own (M, V) and (M, H)."""
    rows, own = len(visible), len(dreamt)
    shares = np.empty((rows + own, hidden.shape[1]), np.float32)
    np.multiply(hidden, np.float32(1.0 / rows), out=shares[:rows])
    np.multiply(answers, np.float32(-1.0 / own), out=shares[rows:])
    return rbm_sparse.correlation(visible, dreamt, shares, out)


def mean_over(rows: np.ndarray) -> np.ndarray:
    """Return the mean (N,) of rows (R, N): as a product in half of the time of NumPy's mean."""
    return np.full(len(rows), 1.0 / len(rows), rows.dtype) @ rows


def anneal(
    machine: Machine, first: np.ndarray, visible: np.ndarray, logs: np.ndarray, betas: np.ndarray,
    keys: np.ndarray,
) -> None:  # fmt: skip
    """Bring chains `visible` (C, V) from one of the inverse temperatures `betas` (T + 1,) to the
    next, T times, in place; add what their weights gain to `logs` (C,) float64.

    At β the visible biases are (1 − β)·first + β·b, of Gaussian units b; keys (T, 2).
    """
    felt, hidden = np.empty((2, len(visible), machine.weights.shape[1]), np.float32)
    means = np.empty_like(visible)
    for before, after, key in zip(betas[:-1], betas[1:], keys, strict=True):
        fields(machine, visible, felt)
        logs += gains(machine, first, visible, felt, before, after)
        rbm.turn_on(felt, after, after * machine.hidden_biases, key[0], felt, hidden)
        biases = (1 - after) * first + after * machine.visible_biases
        draw_visible(machine, hidden, key[1], means, visible, after, biases)


def gains(
    machine: Machine, first: np.ndarray, visible: np.ndarray, felt: np.ndarray,
    before: np.float32, after: np.float32,
) -> np.ndarray:  # fmt: skip
    """Return ln p*_after(v) − ln p*_before(v), (C,) float64; `felt` (C, H) are the fields."""
    sums = np.empty((2, len(visible)))
    for row, beta in zip(sums, (before, after), strict=True):
        rbm.soft_sums(felt, beta, beta * machine.hidden_biases, row)
    d, step = machine.pixels, float(after) - float(before)
    moved = (machine.visible_biases - first).astype(np.float64)
    if machine.is_gaussian:  # their biases are the same at all temperatures
        moved[:d] = 0.0
    return sums[1] - sums[0] + step * (visible.astype(np.float64) @ moved)


def free_energies(machine: Machine, visible: np.ndarray) -> np.ndarray:
    """Return F(v), (R,) float64, of visible states (R, V)."""
    felt = np.empty((len(visible), machine.weights.shape[1]), np.float32)
    return free_energies_of(machine, visible, fields(machine, visible, felt))


def free_energies_of(machine: Machine, visible: np.ndarray, felt: np.ndarray) -> np.ndarray:
    """The same, where the fields (R, H) are known."""
    sums = np.empty(len(visible))
    rbm.soft_sums(felt, ONE, machine.hidden_biases, sums)
    return outer_energies(machine, visible, machine.visible_biases) - sums


def outer_energies(machine: Machine, visible: np.ndarray, biases: np.ndarray) -> np.ndarray:
    """Return what the visible units alone have of the energy, (R,) float64: −bᵀv or ½|v − b|²."""
    d = machine.pixels
    if not machine.is_gaussian:
        return -(visible @ biases).astype(np.float64)
    away = visible[:, :d] - biases[:d]
    alone = 0.5 * np.einsum("ri,ri->r", away, away, dtype=np.float64)
    return alone - (visible[:, d:] @ biases[d:]).astype(np.float64)


def joint_energies(machine: Machine, visible: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Return E(v, h), (R,) float64, of states of both layers."""
    inner = hidden @ machine.hidden_biases
    inner = inner + np.einsum("rj,rj->r", visible @ machine.weights, hidden)
    return outer_energies(machine, visible, machine.visible_biases) - inner.astype(np.float64)
