"""Slow, obvious twins of the Boltzmann kernels: energies from the definition, update by update."""

import math
from itertools import product

import numpy as np

from tests.kernels.naive import Words


def energy(W: np.ndarray, b: np.ndarray, units) -> float:
    """E = −½ sᵀWs − bᵀs."""
    s = np.asarray(units, np.float64)
    return float(-0.5 * (s @ W @ s) - b @ s)


def chance(drive: float, temperature: float) -> float:
    """1/(1 + exp(−drive/T))."""
    if temperature == 0:
        return 0.5 + 0.5 * float(np.sign(drive))
    x = min(700.0, max(-700.0, drive / temperature))
    return 1.0 / (1.0 + math.exp(-x))


def acceptance(rise: float, temperature: float) -> float:
    """min(1, exp(−rise/T))."""
    if rise <= 0:
        return 1.0
    return math.exp(-rise / temperature) if temperature > 0 else 0.0


def number_of(units, free) -> int:
    """The state's number, as a binary number is read."""
    text = "".join("1" if units[i] == 1 else "0" for i in free)
    return int(text or "0", 2)


class Chains:
    """Chains (C, N) of a machine; what is counted is kept as lists of whole states."""

    def __init__(self, W, b, low, units, free, words):
        self.W, self.b, self.low, self.free = W, b, low, list(free)
        self.units = [[int(v) for v in row] for row in units]
        self.words = Words(words)
        self.log: list[list[tuple[float, float, int]]] = []  # sweep by sweep, chain by chain
        self.flips = [0] * len(units)
        self.swaps, self.seen = 0, []
        self.best = min(self.units, key=self.energy)[:]
        self.last = None

    def energy(self, units) -> float:
        return energy(self.W, self.b, units)

    def gap(self, units, i) -> float:
        """E(unit i off) − E(unit i on), two energies."""
        on, off = units[:], units[:]
        on[i], off[i] = 1, self.low
        return self.energy(off) - self.energy(on)

    def tick(self, temperatures, is_metropolis) -> None:
        """Update one unit of every chain."""
        for c, units in enumerate(self.units):
            i = self.free[(self.words.word() >> 32) * len(self.free) >> 32]
            u, old, gap = self.words.uniform(), units[i], self.gap(units, i)
            if is_metropolis:
                p = acceptance(gap if old == 1 else -gap, temperatures[c])
                new = (1 + self.low - old) if u < p else old
            else:
                p = chance(gap, temperatures[c])
                new = 1 if u < p else self.low
            units[i] = new
            self.flips[c] += new != old
            if self.energy(units) < self.energy(self.best) - 1e-9:
                self.best = units[:]
            if c == 0:
                self.last = i, gap, p, u

    def sweep(self, temperatures, is_metropolis, first=-1, counted=None) -> None:
        """As many ticks as there are units, then exchanges, then the counting."""
        for _ in range(len(self.b) if self.free else 0):
            self.tick(temperatures, is_metropolis)
        if first >= 0:
            self.exchange(temperatures, first)
        self.log.append([
            (self.energy(units), sum(units) / len(units), flips)
            for units, flips in zip(self.units, self.flips, strict=True)
        ])  # fmt: skip
        self.flips = [0] * len(self.units)
        self.seen += [units[:] for units in self.units[:counted]]

    def exchange(self, temperatures, first) -> None:
        for a in range(first, len(self.units) - 1, 2):
            cold, hot = self.units[a], self.units[a + 1]
            gain = 1 / temperatures[a] - 1 / temperatures[a + 1]
            gain *= self.energy(cold) - self.energy(hot)
            if gain >= 0 or self.words.uniform() < math.exp(gain):
                self.units[a], self.units[a + 1] = hot, cold
                self.swaps += 1

    # ---- what was counted ----

    def on(self) -> list[int]:
        return [sum(units[i] == 1 for units in self.seen) for i in range(len(self.b))]

    def counts(self) -> list[int]:
        numbers = [number_of(units, self.free) for units in self.seen]
        return np.bincount(numbers, minlength=2 ** len(self.free)).tolist()

    def pairs(self) -> list[list[int]]:
        n = len(self.b)
        return [
            [sum(s[i] == 1 and s[j] == 1 for s in self.seen) for j in range(n)] for i in range(n)
        ]


def moments(energies, means, per_spin) -> list[list[float]]:
    """Sums of 1, e, e², |m|, m² since the last power of two of sweeps, and in the span before."""
    starts = [0] + [2**k for k in range(40) if 2**k < len(energies)]
    spans = [(starts[-1], None), (starts[-2], starts[-1]) if len(starts) > 1 else (0, 0)]
    found = []
    for start, stop in spans:
        e, m = np.array(energies[start:stop]) * per_spin, np.array(means[start:stop])
        found.append([e.size, e.sum(), (e * e).sum(), abs(m).sum(), (m * m).sum()])
    return found


def thinned(series, points) -> tuple[list[float], int]:
    """Every 2^k-th entry, as many as `points` hold, and 2^k."""
    stride = 1
    while len(series[::stride]) > points:
        stride *= 2
    return list(series[::stride]), stride


def walk(places, bests, heights, temperatures, proposals, words) -> None:
    """Metropolis steps to a neighbour, on lists in place."""
    for sweep, _, k in product(
        range(len(temperatures[0])), range(proposals), range(len(places))
    ):  # fmt: skip
        v, w = words.uniform(), words.uniform()
        new = places[k] + (1 if v < 0.5 else -1)
        if 0 <= new < len(heights):
            rise = heights[new] - heights[places[k]]
            if w < acceptance(rise, temperatures[k][sweep]):
                places[k] = new
                if heights[new] < heights[bests[k]]:
                    bests[k] = new


def states(units: int, low: int) -> list[tuple[int, ...]]:
    """All states by number: the first unit's bit is the most significant."""
    return list(product((low, 1), repeat=units))
