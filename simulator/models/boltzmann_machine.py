"""From parameters and a seed to the machine: couplings by chance, grids, problems, diagrams.

A machine is a cache: what is made here depends on the seed, the parameters and what the person
made, and is made again, bit for bit, when a document is opened.
"""

from functools import lru_cache

import numpy as np

from simulator.core.frozen import frozen
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_grid import Grid, bonds_of
from simulator.models.boltzmann_problems import Problem, max_cut, partition
from simulator.models.boltzmann_state import BoltzmannParameters, BoltzmannState

COUPLINGS, PROBLEM, BONDS = 10, 11, 12  # numbers of streams of chance
Machine = Dense | Grid


def machine_of(p: BoltzmannParameters, seed: int, s: BoltzmannState) -> Machine:
    """Return the machine of a state."""
    if p.network == "general":
        return Dense(s.weights, s.biases, 0)
    if p.is_grid:
        bonds = bonds_by_chance(seed, p.side) if p.network == "spin-glass" else None
        is_picture = p.network == "picture"
        return Grid(
            p.side, bonds, s.seen if is_picture else None, 0.0 if is_picture else p.field,
            p.evidence if is_picture else 0.0,
        )  # fmt: skip
    if p.network == "spin-glass":
        return Dense(gaussian_couplings(seed, p.units), np.full(p.units, p.field), -1)
    return Dense(problem_of(p.problem, p.units, seed).couplings, np.zeros(p.units), -1)


@lru_cache(4)
def gaussian_couplings(seed: int, units: int) -> np.ndarray:
    """Return J (N, N) with J_ij = J_ji normal, of variance 1/N (Sherrington, Kirkpatrick 1975)."""
    rng = np.random.default_rng([seed, COUPLINGS])
    upper = np.triu(rng.normal(0.0, units**-0.5, (units, units)), 1)
    return frozen(upper + upper.T)


@lru_cache(4)
def bonds_by_chance(seed: int, side: int) -> np.ndarray:
    """Return J = −1 or +1 of the four neighbours of every site, (4, N) int8."""
    rng = np.random.default_rng([seed, BONDS])
    signs = np.array([-1, 1], np.int8)
    right, down = rng.choice(signs, (2, side, side))
    return frozen(bonds_of(right, down))


@lru_cache(4)
def problem_of(name: str, units: int, seed: int) -> Problem:
    """Return the problem that a seed makes."""
    make = {"max-cut": max_cut, "partition": partition}[name]
    return make(units, np.random.default_rng([seed, PROBLEM]))
