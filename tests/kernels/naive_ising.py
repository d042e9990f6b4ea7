"""Slow, obvious twins of the lattice kernels: a grid, place by place, probabilities as written."""

from itertools import product

import numpy as np

MASK, WIDE = 2**32 - 1, 2**64 - 1
ROUND = np.array([-1, 1], np.int8)


def mixed(key: int) -> int:
    """SplitMix64 in Python integers."""
    key = key + 0x9E3779B97F4A7C15 & WIDE
    key = (key ^ key >> 30) * 0xBF58476D1CE4E5B9 & WIDE
    key = (key ^ key >> 27) * 0x94D049BB133111EB & WIDE
    return key ^ key >> 31


def random_bits(number: int, key: int) -> int:
    """31 bits of triple32, keyed, in Python integers."""
    key = mixed(key)
    x = number + (key & MASK) & MASK
    x = (x ^ x >> 17) * 0xED5AD4BB & MASK
    x = (x ^ x >> 11 ^ key >> 32) * 0xAC4C1B51 & MASK
    x = (x ^ x >> 15) * 0x31848BAB & MASK
    return (x ^ x >> 14) >> 1


def places(side: int) -> list[tuple[int, int]]:
    """All places in the order of the spins: those with an even sum first."""
    grid = list(product(range(side), range(side)))
    return [p for p in grid if sum(p) % 2 == 0] + [p for p in grid if sum(p) % 2 == 1]


def probability(gap: float, temperature: float, value: int, is_metropolis: bool) -> float:
    """The probability that a spin is up afterwards."""
    if not is_metropolis:
        return 1 / (1 + np.exp(-gap / temperature))
    return (
        min(1.0, np.exp(gap / temperature))
        if value < 0
        else 1 - min(1.0, np.exp(-gap / temperature))
    )


class Lattice:
    """Grids (L, L) of spins, bonds to the right and down, evidence and what is pinned."""

    def __init__(self, side: int, options: str, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.side, self.n, self.places = side, side * side, places(side)
        self.grid, self.right, self.down, self.y = rng.choice(ROUND, (4, side, side))
        self.has_bonds, self.has_evidence = "bonds" in options, "evidence" in options
        if not self.has_bonds:
            self.right, self.down = np.ones((2, side, side), np.int8)
        self.is_pinned = (rng.random((side, side)) < 0.3) & ("pinned" in options)
        self.is_metropolis = "metropolis" in options
        self.temperature, self.field = 1.7, 0.3
        self.weight = 0.45 if self.has_evidence else 0.0

    def neighbours(self, i: int, j: int) -> list[tuple[int, int, int]]:
        """(row, column, J) of the four."""
        up, down, left, right = (k % self.side for k in (i - 1, i + 1, j - 1, j + 1))
        return [
            (up, j, self.down[up, j]),
            (down, j, self.down[i, j]),
            (i, left, self.right[i, left]),
            (i, right, self.right[i, j]),
        ]

    def sweep(self, start: int, count: int, key: int) -> int:
        """Update some spins in turn; returns the flips."""
        flips = 0
        for unit in range(start, start + count):
            place = self.places[unit]
            old = int(self.grid[place])
            felt = sum(int(J) * int(self.grid[i, j]) for i, j, J in self.neighbours(*place))
            gap = 2 * (felt + self.field + self.weight * int(self.y[place]))
            p = probability(gap, self.temperature, old, self.is_metropolis)
            new = 1 if random_bits(unit, key) < round(p * 2**31) else -1
            if not self.is_pinned[place]:
                self.grid[place] = new
                flips += new != old
        return flips

    def sums(self) -> np.ndarray:
        """B, M, Y."""
        s = self.grid.astype(int)
        tied = s * np.roll(s, -1, 0) * self.down + s * np.roll(s, -1, 1) * self.right
        return np.array([tied.sum(), s.sum(), (s * self.y).sum() if self.has_evidence else 0])

    # ---- the same for the kernels ----

    def ordered(self, grid: np.ndarray) -> np.ndarray:
        """Values (L, L) in the order of the spins (N,)."""
        return np.array([grid[place] for place in self.places])

    @property
    def units(self) -> np.ndarray:
        return self.ordered(self.grid)

    def options(self):
        """pinned, bonds, evidence, is_metropolis as the kernels want them."""
        pinned = self.ordered(self.is_pinned) if self.is_pinned.any() else None
        evidence = self.ordered(self.y) if self.has_evidence else None
        return pinned, self.bonds() if self.has_bonds else None, evidence, self.is_metropolis

    def bonds(self) -> np.ndarray:
        """J (4, N) to the spins up, down, beside and across: beside has the same half column."""
        bonds = np.empty((4, self.n), np.int8)
        for unit, (i, j) in enumerate(self.places):
            up, down, *others = self.neighbours(i, j)
            others.sort(key=lambda other: other[1] // 2 != j // 2)
            bonds[:, unit] = [J for _, _, J in (up, down, *others)]
        return bonds
