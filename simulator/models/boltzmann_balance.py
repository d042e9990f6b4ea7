"""Detailed balance: p(a) p(a → b) against p(b) p(b → a) for two states that are a unit apart."""

import numpy as np

from kernels import boltzmann as kernels
from simulator.models.boltzmann_exact import Exact


def flows(
    exact: Exact, is_metropolis: bool, count: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return the flows (count,) from a to b and from b to a, for `count` pairs by chance, by the
    very probabilities that the sampler uses."""
    f, t = exact.free.size, exact.temperature
    there, back = np.empty(count), np.empty(count)
    for k in range(count):
        bit = 1 << int(rng.integers(f))
        a = int(rng.integers(2**f)) & ~bit
        b = a | bit  # the same, with one unit on
        gap = float(exact.energies[a] - exact.energies[b])
        if is_metropolis:
            up, down = kernels.acceptance(-gap, t), kernels.acceptance(gap, t)
        else:
            up = kernels.chance(gap, t)
            down = 1.0 - up if up < 0.5 else kernels.chance(-gap, t)
        there[k], back[k] = exact.p[a] * up, exact.p[b] * down
    return there, back
