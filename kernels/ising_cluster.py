"""Wolff's clusters of an Ising lattice: equal spins, found by chance, that flip together.

Wolff (1989), Phys. Rev. Lett. 62, 361. From a spin chosen by chance the cluster grows over every
bond between equal spins with the probability add = 1 − exp(−2/T) (J = 1). Without a field it always
flips: the ways to grow it before and after weigh up exactly what the energy of its rim changes.
With a field it flips with the probability min(1, exp(−ΔE/T)), ΔE = 2 · field · s · size being what
the field alone makes of it; and never where it holds a pinned spin. Both keep detailed balance.

The order of the spins is that of kernels/ising_order.py. Spins flip as they join, so one that has
joined is no longer equal; a cluster that may not flip is flipped back.

    units    (N,)  int8    −1, +1, in place
    pinned   (N,)  bool    or None
    members  (N,)  int32   work space; its first `size` entries are the cluster
    words    (4,)  uint64  the random generator, see kernels/words.py
"""

import numpy as np

from kernels.ising_order import neighbours
from kernels.jit import kernel
from kernels.words import next_uniform, next_word

_32 = np.uint64(32)


def chances(temperature: float, field: float = 0.0) -> tuple[float, float]:
    """Return (add, factor = 2 · field/T) for `grow_cluster`; at T = 0 their limits."""
    if temperature > 0.0:
        return float(-np.expm1(-2.0 / temperature)), 2.0 * field / temperature
    return 1.0, float(np.sign(field)) * np.inf if field else 0.0


@kernel
def flip(units, side, unit):
    """Flip a spin; returns by how much B = Σ s s over neighbours changes."""
    a, b, c, d = neighbours(unit, side)
    total = np.int64(units[a]) + units[b] + units[c] + units[d]
    units[unit] = -units[unit]
    return 2 * units[unit] * total


@kernel
def grow_cluster(units, side, add, factor, pinned, words, members):
    """Grow a cluster and flip it if it may; returns (size, whether it flipped, changes of B, M)."""
    first = np.int64(((next_word(words) >> _32) * np.uint64(units.size)) >> _32)
    spin = units[first]
    members[0] = first
    size, seen, is_held = 1, 0, False
    tied = flip(units, side, first)
    while seen < size:
        unit = np.int64(members[seen])
        seen += 1
        if pinned is not None:
            is_held |= pinned[unit]
        for other in neighbours(unit, side):
            if units[other] == spin and next_uniform(words) < add:
                members[size] = other
                size += 1
                tied += flip(units, side, other)
    change = -2 * np.int64(spin) * size
    if not is_held and (factor == 0.0 or next_uniform(words) < np.exp(-factor * spin * size)):
        return size, True, tied, change
    for k in range(size):
        units[members[k]] = spin
    return size, False, 0, 0
