"""The energy landscape of a recall: a sheet of states through the cue, a memory and its rival.

Two memories a and b part the N units into those where they agree (class S, a_i = b_i) and those
where they differ (class D). In each class the units stand in an **order**: first those that the
cue c has right (c_i = a_i), shuffled, then those it has wrong or unknown, shuffled. The state at
(p, q) has the value a_i at the first p units of S and at the first q of D, and −a_i at all others.
So each point of the sheet is a state of the network and its height is its exact energy:

    (0, 0) is −a    (|S|, 0) is b    (0, |D|) is −b    (|S|, |D|) is a

and the cue (with the opposite of a where it is unknown) is a point amid them. Only some p and q
are computed, the **nodes**, from 0 to the size of the class; on the sheet neighbouring nodes lie
equally far apart, and x and y run from 0 to 1 over those of p and q.

Any other state has a place too, from its overlaps m with a and b alone: it agrees with a in the
shares (1 + (m_a + m_b)/2f)/2 of S and (1 + (m_a − m_b)/2g)/2 of D, with f = |S|/N and g = |D|/N.
Its energy is its own, and may lie a little beside the height of the sheet there.

**Without a rival** (b not given, or equal to a or −a) no second direction is in the question. Then
S and D are the two halves of a shuffled network, each with its half of what the cue has right.
A state has its place on the diagonal from −a to a, which m_a alone decides.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from simulator.core.blas import one_thread

NODES = 49  # at most, of p and of q
SEEDS = (20, 1982)  # of the shuffled orders: the same question gives the same sheet
CHUNK = 2**20  # numbers that are taken from the measures, or asked about, at once


class Network(Protocol):
    """What must be known of a network with N units: the energy follows from C sums m = Rᵀ s."""

    @property
    def measures(self) -> np.ndarray:
        """R (N, C), int8 or float64."""

    def energy_of(self, sums: np.ndarray, total: np.ndarray) -> np.ndarray:
        """Return the energies (M,) of M states from their sums (C, M) and totals Σ s_i (M,)."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """Heights over x (rows, along p) and y (columns, along q)."""

    heights: np.ndarray  # (P, Q) float64, energies
    p: np.ndarray  # (P,) the nodes, from 0 to |S|
    q: np.ndarray  # (Q,) from 0 to |D|
    corners: tuple[str, str, str, str]  # names at (x, y) = (0, 0), (1, 0), (0, 1), (1, 1)
    cue: tuple[float, float]  # x, y
    has_rival: bool

    def position(
        self, m_a: np.ndarray | float, m_b: np.ndarray | float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return x and y of states with overlaps m_a, m_b (−1 … 1; numbers or arrays of a shape).

        Without a rival m_b is not looked at.
        """
        a, b = np.broadcast_arrays(np.asarray(m_a, float), np.asarray(m_b, float))
        if not self.has_rival:
            return _along(self.p, (1 + a) / 2), _along(self.q, (1 + a) / 2)
        s, d = float(self.p[-1]), float(self.q[-1])
        n = s + d
        x = _along(self.p, (1 + (a + b) / 2 * n / s) / 2)
        return x, _along(self.q, (1 + (a - b) / 2 * n / d) / 2)

    def height_at(self, x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
        """Return the height at places x, y in 0 … 1, straight between the nodes."""
        rows, columns = self.heights.shape
        i, u = _cell(x, rows)
        j, v = _cell(y, columns)
        z = self.heights
        near = z[i, j] * (1 - v) + z[i, j + 1] * v
        far = z[i + 1, j] * (1 - v) + z[i + 1, j + 1] * v
        return near * (1 - u) + far * u


def _along(nodes: np.ndarray, share: np.ndarray | float) -> np.ndarray:
    """Return where a share (0 … 1) of a class lies between its nodes, in 0 … 1."""
    return np.interp(share * nodes[-1], nodes, np.linspace(0, 1, nodes.size))


def _cell(place: np.ndarray | float, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the cell of places in 0 … 1 on `count` nodes, and how far into it they lie."""
    t = np.clip(np.asarray(place, float), 0, 1) * (count - 1)
    cell = np.minimum(t.astype(int), count - 2)
    return cell, t - cell


def sheet_of(
    network: Network,
    recalled: np.ndarray,
    rival: np.ndarray | None,
    cue: np.ndarray,
    names: tuple[str, str] = ("A", "B"),
) -> Sheet:
    """Return the sheet through a recalled memory, its rival and a cue, all (N,) of ±1 (the cue
    may hold 0 for unknown); `names` are of memory and rival. N is 2 or more.

    Takes O(N·C + P·Q·C) operations and some ten megabytes beside a few arrays (N,).
    """
    right, wrong = _shuffled(cue == recalled)
    shares = 0 if rival is None else int(np.count_nonzero(rival == recalled))
    has_rival = 0 < shares < recalled.size
    if rival is not None and has_rival:
        agrees = rival == recalled
        shared, parted = (
            np.concatenate([part[agrees[part] == same] for part in (right, wrong)])
            for same in (True, False)
        )
    else:
        shared, parted = (np.concatenate([right[k::2], wrong[1 - k :: 2]]) for k in (0, 1))
    p, q = _nodes(shared.size), _nodes(parted.size)
    with one_thread():  # the same bits on every machine
        along = _ramp(network.measures, recalled, shared, p)
        across = _ramp(network.measures, recalled, parted, q)
        heights = _heights(network, along, across)
    place = _place_of_cue(cue == recalled, (shared, parted), (p, q))
    return Sheet(heights, p, q, _corners(names, has_rival), place, has_rival)


def _shuffled(is_right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the units that are right and those that are not, each in a random order."""
    rng = np.random.default_rng(SEEDS)
    right = rng.permutation(np.flatnonzero(is_right))
    return right, rng.permutation(np.flatnonzero(~is_right))


def _place_of_cue(
    is_right: np.ndarray, orders: tuple[np.ndarray, np.ndarray], nodes: tuple[np.ndarray, ...]
) -> tuple[float, float]:
    x, y = (
        float(_along(line, np.count_nonzero(is_right[order]) / order.size))
        for order, line in zip(orders, nodes, strict=True)
    )
    return x, y


def _corners(names: tuple[str, str], has_rival: bool) -> tuple[str, str, str, str]:
    a, b = names
    if not has_rival:
        return f"inverse of {a}", f"half of {a}", f"other half of {a}", a
    return f"inverse of {a}", b, f"inverse of {b}", a


def _nodes(size: int) -> np.ndarray:
    return np.round(np.linspace(0, size, min(NODES, size + 1))).astype(np.intp)


def _ramp(
    measures: np.ndarray, memory: np.ndarray, order: np.ndarray, nodes: np.ndarray
) -> np.ndarray:
    """Return what a class adds to the sums and, last, to the total, (C + 1, nodes): its first p
    units at the memory's value, the others at the opposite."""
    count = measures.shape[1]
    blocks = np.zeros((nodes.size, count + 1))  # of the units between two nodes
    most = max(CHUNK // (count + 1), 1)
    for k, (first, last) in enumerate(pairwise(nodes.tolist()), start=1):
        for start in range(first, last, most):
            units = order[start : min(start + most, last)]
            values = memory[units].astype(np.float64)
            blocks[k, :-1] += values @ measures[units].astype(np.float64, copy=False)
            blocks[k, -1] += values.sum()
    below = np.cumsum(blocks, axis=0)
    return (2 * below - below[-1]).T


def _heights(network: Network, along: np.ndarray, across: np.ndarray) -> np.ndarray:
    """Return the energy of every pair of nodes, (P, Q), a few rows at a time."""
    size, rows, columns = len(along), along.shape[1], across.shape[1]
    heights = np.empty((rows, columns))
    few = max(CHUNK // (size * columns), 1)
    for start in range(0, rows, few):
        part = along[:, start : start + few]
        both = (part[:, :, None] + across[:, None, :]).reshape(size, -1)
        heights[start : start + few] = network.energy_of(both[:-1], both[-1]).reshape(-1, columns)
    return heights
