"""Slow, obvious twins of the kernels: the dense weight matrix, unit by unit, Python integers."""

import math

import numpy as np

MASK = 2**64 - 1


def weights(memories: np.ndarray, rule: str) -> np.ndarray:
    """W (N, N), own connections included, from memories (K, N)."""
    xi = memories.astype(float)
    return xi.T @ xi / xi.shape[1] if rule == "hebb" else np.linalg.pinv(xi) @ xi


def energy(W: np.ndarray, units: np.ndarray, threshold: float) -> float:
    """E = −½ Σ_{i≠j} w_ij s_i s_j + θ Σ s_i, term by term."""
    total, n = 0.0, len(units)
    for i in range(n):
        total += threshold * units[i]
        for j in range(n):
            if i != j:
                total -= 0.5 * W[i, j] * units[i] * units[j]
    return float(total)


def wanted(W, units, i, has_own, threshold, temperature, words) -> int:
    """What unit i becomes when it looks at its field."""
    felt = sum(W[i, j] * units[j] for j in range(len(units)) if j != i or has_own) - threshold
    if temperature == 0:
        return 1 if felt >= -1e-12 else -1
    u = words.uniform()
    return 1 if felt >= 0.5 * temperature * math.log(u / (1 - u)) else -1


def update_in_turn(W, units, order, has_own, threshold, temperature, words) -> int:
    """Update units (N,) in place, one after another; returns how many changed."""
    flips = 0
    for i in order:
        new = wanted(W, units, i, has_own, threshold, temperature, words)
        flips += new != units[i]
        units[i] = new
    return flips


def decide_together(W, units, order, has_own, threshold, temperature, words) -> np.ndarray:
    """The next values (N,), all from the same old state."""
    new = units.copy()
    for i in order:
        new[i] = wanted(W, units, i, has_own, threshold, temperature, words)
    return new


class Words:
    """xoshiro256++ as published (prng.di.unimi.it), in Python integers."""

    def __init__(self, state):
        self.s = [int(word) for word in state]

    def word(self) -> int:
        s = self.s
        result = (rotated((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotated(s[3], 45)
        return result

    def uniform(self) -> float:
        return ((self.word() >> 12) + 0.5) * 2.0**-52

    def shuffled(self, n: int) -> list[int]:
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = (self.word() >> 32) * (i + 1) >> 32
            order[i], order[j] = order[j], order[i]
        return order


def rotated(x: int, k: int) -> int:
    return (x << k | x >> (64 - k)) & MASK
