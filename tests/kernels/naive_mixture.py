"""Slow, obvious twins of the kernels of mixtures: the library's functions, one number at a time."""

import math

import numpy as np

from tests.kernels.naive_ising import mixed

MASK = 2**32 - 1


def bits(number: int, key: int, is_turned: bool = False) -> int:
    """The 31 random bits of a number under a key, or under its halves the other way round."""
    mine = mixed(key)
    low, high = (mine >> 32, mine & MASK) if is_turned else (mine & MASK, mine >> 32)
    x = number + low & MASK
    x = (x ^ x >> 17) * 0xED5AD4BB & MASK
    x = (x ^ x >> 11 ^ high) * 0xAC4C1B51 & MASK
    x = (x ^ x >> 15) * 0x31848BAB & MASK
    return (x ^ x >> 14) >> 1


def normal(number: int, key: int) -> float:
    """The standard normal of a number."""
    u = (bits(number, key) + 0.5) / 2**31
    v = bits(number, key, True) / 2**31
    return math.sqrt(-2 * math.log(u)) * math.sin(math.pi * (v - 0.5))


def uniform(number: int, key: int) -> float:
    """The uniform in (−1, 1) of a number."""
    return 2 * ((bits(number, key) >> 8) + 0.5) / 2**23 - 1


def component(number: int, key: int, below: np.ndarray) -> int:
    """Which component a row is of: the first whose sum of weights is above a uniform."""
    u = (bits(2**31 + number, key) + 0.5) / 2**31
    return next(k for k, total in enumerate(below) if total > u)


def density(mixture, x: np.ndarray) -> float:
    """p of one point (d,)."""
    total, before = 0.0, 0.0
    for centre, below in zip(mixture.centres, mixture.below, strict=True):
        square = sum((a - b) ** 2 for a, b in zip(x, centre, strict=True))
        height = (2 * math.pi * mixture.sigma**2) ** (-len(x) / 2)
        total += (below - before) * height * math.exp(-square / (2 * mixture.sigma**2))
        before = below
    return total


def nearest(centres: np.ndarray, x: np.ndarray) -> tuple[int, float]:
    """Which centre is nearest to one point, and how far."""
    distances = [math.dist(x, centre) for centre in centres]
    return distances.index(min(distances)), min(distances)


def cell(x: np.ndarray, low: float, high: float, cells: int) -> int:
    """Which cell a point (d,) lies in; the last is outside."""
    number = 0
    for value in reversed(x):
        if not low <= value < high:
            return cells ** len(x)
        number = number * cells + math.floor((float(value) - low) / (high - low) * cells)
    return number


def log_density(samples: np.ndarray, x: np.ndarray, width: float) -> float:
    """ln p of one point (D,) by Gaussians about samples (S, D)."""
    terms = [-(math.dist(x, s) ** 2) / (2 * width**2) for s in samples]
    top = max(terms)
    total = math.fsum(math.exp(t - top) for t in terms) / len(samples)
    return top + math.log(total) - len(x) / 2 * math.log(2 * math.pi * width**2)
