"""A walk on the states of a network: where it ends, and with what probability.

From each state the walk goes, with equal probability, to one of the states that a single unit's
wanted flip leads to; where no unit wants to flip it has ended. The states from which every way
ends stand in levels, by their longest way, and

    P(s → a) = mean of P(s with unit i flipped → a) over the units i that want to flip

gives one level from those below. States that ways lead round are solved together; a set of them
that no way leaves is an attractor too. Shapes: N units, M = 2^N states, A attractors.

SciPy is imported where it is used: it would cost every start of the program 0.3 s.
"""

from collections.abc import Generator
from typing import Any

import numpy as np

from simulator.core.blas import one_thread

BLOCK = 64  # attractors followed at once: (M, 64) is 32 MB at 16 units
SAME = 1e-9  # probabilities nearer than this are equal

Ends = tuple[list[np.ndarray], np.ndarray, np.ndarray, np.ndarray]


def places(units: int) -> np.ndarray:
    """Return the place of each unit in a state's number, unit 0 the highest: (N,)."""
    return 1 << np.arange(units - 1, -1, -1)


def grouped(states: np.ndarray, labels: np.ndarray) -> list[np.ndarray]:
    """Return ascending states by their label, in the order of the lowest state."""
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    groups = np.split(states[order], cuts) if states.size else []
    return sorted(groups, key=lambda group: int(group[0]))


def walk(flips: np.ndarray) -> Generator[float, None, Ends]:
    """Yield the share done; return the states of each attractor (A arrays), and for every state
    the number of its likeliest attractor (M,) and the probability (M,), and basins (A,).

    `flips` (M, N): which units of each state want to flip.
    """
    from scipy.sparse import csr_array

    size, units = flips.shape
    ways = flips.sum(axis=1)
    rows, which = np.nonzero(flips)
    starts = np.concatenate(([0], np.cumsum(ways)))
    step = csr_array((1.0 / ways[rows], rows ^ places(units)[which], starts), shape=(size, size))
    levels, circling = _levels(flips, ways)
    closed, rest = _closed(step, circling)
    ends = sorted([*levels[0][:, None], *closed], key=lambda end: int(end[0]))
    yield 0.6

    parts = [(level, step[level]) for level in levels[1:]]
    loops = (rest, step[rest])
    reach, basins = np.zeros((size, BLOCK)), np.empty(len(ends))
    likeliest, probability = np.zeros(size, np.int64), np.zeros(size)
    for start in range(0, len(ends), BLOCK):
        block = ends[start : start + BLOCK]
        states = _reach(block, parts, loops, reach)
        found = reach[states]
        reach[states] = 0.0
        basins[start : start + len(block)] = found.sum(axis=0)[: len(block)]
        best = (found >= found.max(axis=1, keepdims=True) - SAME).argmax(axis=1)
        value = np.take_along_axis(found, best[:, None], axis=1)[:, 0]
        is_better = value > probability[states] + SAME
        chosen = states[is_better]
        likeliest[chosen], probability[chosen] = start + best[is_better], value[is_better]
        yield 0.6 + 0.4 * (start + len(block)) / len(ends)
    return ends, likeliest, probability, basins


Moves = tuple[np.ndarray, Any]  # states, and a row of the walk (csr_array) for each


def _reach(
    block: list[np.ndarray], parts: list[Moves], loops: Moves, reach: np.ndarray
) -> np.ndarray:
    """Write P of some attractors into `reach` (M, BLOCK) of zeros; return the states it is not 0.

    Only those states are computed: where almost every state is an attractor they are few.
    """
    is_reaching = np.zeros(len(reach), bool)
    for column, end in enumerate(block):
        reach[end, column] = 1.0
        is_reaching[end] = True
    for level, moves in parts:
        hit = np.flatnonzero(moves @ is_reaching)
        reach[level[hit]] = moves[hit] @ reach
        is_reaching[level[hit]] = True
    rest, moves = loops
    if rest.size:
        is_reaching[rest] = True
        reach[rest, : len(block)] = _solved(moves[:, rest], moves @ reach[:, : len(block)])
    return np.flatnonzero(is_reaching)


def _levels(flips: np.ndarray, ways: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Return states by the longest way to a fixed point, and those that may go round for ever."""
    open_ways, bits = ways.copy(), places(flips.shape[1])
    levels = [np.flatnonzero(ways == 0)]
    while levels[-1].size:
        found = []
        for i, bit in enumerate(bits):
            before = levels[-1] ^ bit
            before = before[flips[before, i]]
            open_ways[before] -= 1
            found.append(before[open_ways[before] == 0])
        levels.append(np.concatenate(found))
    return levels[: max(1, len(levels) - 1)], np.flatnonzero(open_ways > 0)


def _closed(step: Any, circling: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the sets of states that the walk never leaves, and the other circling ones."""
    from scipy.sparse.csgraph import connected_components

    if not circling.size:
        return [], circling
    count, labels = connected_components(step, connection="strong")
    size = np.bincount(labels, minlength=count)
    rows, columns = step.nonzero()
    is_closed = size > 1
    is_closed[labels[rows[labels[rows] != labels[columns]]]] = False
    is_lasting = is_closed[labels[circling]]
    lasting = circling[is_lasting]
    return grouped(lasting, labels[lasting]), circling[~is_lasting]


def _solved(among: Any, known: np.ndarray) -> np.ndarray:
    """Return P (R, A) of R circling states: P = B + Q P, Q `among` them, B `known` beyond them.

    Some hundred steps of BiCGSTAB do where plain substitution takes thousands.
    """
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import bicgstab

    system = eye_array(len(known), format="csr") - among
    found = np.zeros_like(known)
    for column, b in enumerate(known.T):
        with one_thread(), np.errstate(all="ignore"):  # of two BLAS threads each spoils the other
            x = bicgstab(system, b, rtol=1e-13, atol=0.0, maxiter=2000)[0]
        while not np.abs(b + among @ x - x).max() <= 1e-11:
            x = b + among @ np.clip(np.nan_to_num(x), 0.0, 1.0)
        found[:, column] = np.clip(x, 0.0, 1.0)
    return found
