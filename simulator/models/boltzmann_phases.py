"""p⁺ and p⁻ of a small machine from all of its states, and how far it is from its data.

    p⁺_ij   how probable it is that i and j are on together while the data hold the visible units
    p⁻_ij   the same while nothing is held
    G       Σ_v P⁺(v) ln(P⁺(v)/P⁻(v)), P⁺ the data's and P⁻ the free machine's probability
    ∂G/∂w_ij = −(p⁺_ij − p⁻_ij)/T, so that a step along p⁺ − p⁻ goes downhill

Ackley, Hinton and Sejnowski (1985), appendix. Statistics are (N, N), on the diagonal those of
single units.
"""

import numpy as np

from kernels.boltzmann_learning import OFF_TO_ON
from simulator.models.boltzmann_data import DataSet
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_exact import Exact, all_energies, numbers_of


def exact_pairs(
    machine: Dense, data: DataSet, visible: int, temperature: float, noise: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return p⁺ and p⁻, (N, N) each, from all states; with noise, of data that have it."""
    free = free_states(machine, temperature)
    log_p = free.log_p.reshape(2**visible, -1)
    given = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    given /= given.sum(axis=1, keepdims=True)  # p(h | v)
    clamped = wanted(data, visible, noise)[:, None] * given
    return free.pairs(clamped.ravel()), free.pairs()


def divergence(machine: Dense, data: DataSet, visible: int, temperature: float) -> float:
    """Return G in nats, from all states."""
    free = free_states(machine, temperature)
    log_p = free.log_p.reshape(2**visible, -1)
    top = log_p.max(axis=1)
    log_model = top + np.log(np.exp(log_p - top[:, None]).sum(axis=1))
    p = wanted(data, visible)
    seen = p > 0
    return max(0.0, float((p[seen] * (np.log(p[seen]) - log_model[seen])).sum()))


def wanted(data: DataSet, visible: int, noise: float = 0.0) -> np.ndarray:
    """Return P⁺ (2^V,) of the states of the visible units, by number; with noise as it is in
    kernels/boltzmann_learning.py."""
    p = np.bincount(numbers_of(data.patterns), data.probabilities, 2**visible)
    if noise == 0:
        return p
    off, on = 1.0 - noise * OFF_TO_ON, 1.0 - noise
    for bit in range(visible):
        both = p.reshape(2**bit, 2, -1)
        p = np.stack(
            [
                off * both[:, 0] + (1.0 - on) * both[:, 1],
                (1.0 - off) * both[:, 0] + on * both[:, 1],
            ],
            axis=1,
        ).ravel()
    return p


def free_states(machine: Dense, temperature: float) -> Exact:
    """Return all states of a machine in which nothing is held."""
    n = machine.n
    low = np.full(n, machine.low, np.int8)
    every = np.arange(n)
    return Exact(machine, temperature, every, low, all_energies(machine, low, every))
