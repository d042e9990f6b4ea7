"""Where the chains of a Boltzmann machine begin, and the weights that learning begins with."""

import numpy as np

from simulator.core.frozen import frozen
from simulator.models.boltzmann_state import BoltzmannParameters

WEIGHTS, UNITS = 4, 5  # numbers of streams of chance


def start_of(p: BoltzmannParameters, seed: int, drawing: np.ndarray) -> np.ndarray:
    """Return the first chain's units (N,) int8 at step 0: all off in a general network, all up in
    a lattice, what is seen in a picture, by chance elsewhere."""
    if p.network == "general":
        return np.zeros(p.n, np.int8)
    if p.network == "lattice":
        return np.ones(p.n, np.int8)
    if p.network == "picture":
        return drawing.copy()
    rng = np.random.default_rng([seed, UNITS])
    return rng.choice(np.array([-1, 1], np.int8), p.n)


def fitted_weights(p: BoltzmannParameters, seed: int, made: np.ndarray) -> np.ndarray:
    """Return the person's weights with those by chance added, not writeable."""
    chance = weights_by_chance(p, seed)
    return made if chance is None else frozen(made + chance)


def made_weights(p: BoltzmannParameters, seed: int, weights: np.ndarray) -> np.ndarray:
    """Return what `fitted_weights` makes these weights of, not writeable."""
    chance = weights_by_chance(p, seed)
    return weights if chance is None else frozen(weights - chance)


def weights_by_chance(p: BoltzmannParameters, seed: int) -> np.ndarray | None:
    """Return the weights (N, N) that learning begins with, or None where there are none."""
    if p.network != "general" or p.initial_weights == 0:
        return None
    rng = np.random.default_rng([seed, WEIGHTS])
    upper = np.triu(rng.normal(0.0, p.initial_weights, (p.n, p.n)), 1)
    if p.connections == "restricted":
        upper[: p.visible, : p.visible] = 0.0
        upper[p.visible :, p.visible :] = 0.0
    return upper + upper.T


def noisy(drawing: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Return a picture (N,) of which exactly round(share · N) spins are turned over."""
    seen = drawing.copy()
    seen[rng.choice(drawing.size, round(share * drawing.size), replace=False)] *= -1
    return seen
