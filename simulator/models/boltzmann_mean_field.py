"""Statistics of the mean field: each unit feels only the means of the others.

m_i = 1/(1 + exp(−(Σ_j w_ij m_j + b_i)/T)),   p_ij ≈ m_i m_j     Peterson and Anderson (1987)
"""

import numpy as np

from kernels.boltzmann_learning import OFF_TO_ON
from simulator.models.boltzmann_data import DataSet
from simulator.models.boltzmann_dense import Dense

ROUNDS = 200
DAMPING = 0.5  # of what a round changes, so that no two units take turns for ever
STILL = 1e-6


def means(machine: Dense, held: np.ndarray, values: np.ndarray, temperature: float) -> np.ndarray:
    """Return m (R, N) of units {0, 1}, for R runs at once.

    Where `held` (N,) bool, units keep their `values` (R, N); the others begin at ½.
    """
    m = np.where(held, values, 0.5)
    for _ in range(ROUNDS):
        drive = (m @ machine.couplings + machine.biases) / temperature
        wanted = 1.0 / (1.0 + np.exp(-np.clip(drive, -500.0, 500.0)))
        change = np.where(held, 0.0, DAMPING * (wanted - m))
        m += change
        if np.abs(change).max(initial=0.0) < STILL:
            break
    return m


def pairs_of(m: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return Σ shares m_i m_j (N, N), on the diagonal Σ shares m_i, of means (R, N)."""
    pairs = (m * shares[:, None]).T @ m
    np.fill_diagonal(pairs, shares @ m)
    return pairs


def mean_field_pairs(
    machine: Dense, data: DataSet, visible: int, temperature: float, noise: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return p⁺ and p⁻, (N, N) each; noise blurs the bits that are held."""
    n, rows = machine.n, len(data.patterns)
    held = np.arange(n) < visible
    clamped = np.zeros((rows, n))
    clamped[:, :visible] = np.where(data.patterns == 1, 1.0 - noise, noise * OFF_TO_ON)
    positive = pairs_of(means(machine, held, clamped, temperature), data.probabilities)
    free = means(machine, np.zeros(n, bool), np.zeros((1, n)), temperature)
    return positive, pairs_of(free, np.ones(1))
