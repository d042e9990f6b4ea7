"""The exact map of a small network: where every one of its 2^N states ends, at T = 0.

Unit i of a state wants to be +1 where its drive (its field less the threshold, its own connection
in it where felt) is at least −1e-12, else −1. What follows depends on the dynamics:

at random    one unit drawn by chance at a time looks: a walk on the states (hopfield_walk), whose
             end has an exact probability. Where a rule is not symmetric, a set of states that the
             walk never leaves can be an attractor, too: a "cycle".
synchronous  all units at once: each state has one next state, and ends in a fixed point or cycle.
ordered      a sweep takes the units one after another, 0 to N − 1: one next state as well.

"glauber" is the walk at random exactly, and "independent" is in the limit of small probabilities.
"asynchronous" (every unit once a sweep, in random order) has the same fixed points, and nearly the
same basins: a unit that has had its turn waits for the next sweep. Exactly counted for 9 units and
3 random memories, that changes the share of a basin by at most 0.03, and P of one state by 0.3.

A state's number has unit 0 as its highest bit, 1 for +1. Shapes: M = 2^N, A attractors.

SciPy is imported where it is used: it would cost every start of the program 0.3 s.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass

import numpy as np

from simulator.core.blas import one_thread
from simulator.core.errors import InputError, one_of, shorten
from simulator.models.hopfield_walk import grouped, places, walk

MOST_UNITS = 16
AT_RANDOM = ("asynchronous", "independent", "glauber")
DYNAMICS = (*AT_RANDOM, "synchronous", "ordered")
TIE = 1e-12  # as in kernels/hopfield.py
CHUNK = 4096  # states whose fields are asked for at once

Fields = Callable[[np.ndarray], np.ndarray]  # states (m, N) float64 → drives (m, N)


@dataclass(frozen=True)
class Attractor:
    """Where states end: a fixed point, or states that follow each other for ever."""

    state: int  # the number of its state; of a cycle, the lowest
    kind: str  # "fixed" or "cycle"
    length: int  # how many states it has; in turn or, where units are drawn by chance, in no order
    energy: float | None  # of `state`, where energies are given
    basin: float  # expected number of states that end here: Σ over states of the probability
    share: float  # basin / 2^N: the probability that a state drawn by chance ends here
    states: np.ndarray  # (length,) int64, ascending


@dataclass(frozen=True)
class BasinMap:
    """Where every state ends; attractors stand in the order of their lowest state."""

    units: int  # N
    attractors: tuple[Attractor, ...]
    likeliest: np.ndarray  # (M,) int32: the attractor each state most probably ends in, the first
    probability: np.ndarray  # (M,) float64: of ending there


def all_states(units: int) -> np.ndarray:
    """Return every state of N units, in the order of their numbers: (2^N, N) int8, −1 or +1."""
    numbers = np.arange(1 << units)[:, None]
    return (2 * ((numbers & places(units)) > 0) - 1).astype(np.int8)


def basin_map(
    fields: Fields, units: int, dynamics: str, energies: np.ndarray | None = None
) -> BasinMap:
    """Return the map at once; see `mapped`."""
    work = mapped(fields, units, dynamics, energies)
    try:
        while True:
            next(work)
    except StopIteration as end:
        return end.value


def mapped(
    fields: Fields, units: int, dynamics: str, energies: np.ndarray | None = None
) -> Generator[float, None, BasinMap]:
    """Yield the share done, return the map of N = `units`; `energies` (2^N,) by state number.

    Raises InputError for more than 16 units and for unknown dynamics.
    """
    if units > MOST_UNITS:
        raise InputError(
            f"{units} units have 2^{units} states; a map of all states takes at most "
            f"{MOST_UNITS} units: set side to 4 or less."
        )
    if dynamics not in DYNAMICS:
        raise InputError(f"dynamics={shorten(dynamics)} has no map; allowed: {one_of(DYNAMICS)}.")
    wanted = np.empty((1 << units, units), bool)
    states = all_states(units)
    for start in range(0, len(wanted), CHUNK):
        part = slice(start, start + CHUNK)
        with one_thread():  # the same bits on every machine
            wanted[part] = fields(states[part].astype(np.float64)) >= -TIE
        yield 0.5 * min(1.0, (start + CHUNK) / len(wanted))
    if dynamics in AT_RANDOM:
        ends, likeliest, probability, basins = yield from walk(wanted != (states > 0))
    else:
        follow = _together(wanted) if dynamics == "synchronous" else _in_turn(wanted)
        ends, likeliest = _followed(follow)
        probability, basins = np.ones(len(wanted)), np.bincount(likeliest).astype(np.float64)
    attractors = tuple(
        Attractor(
            state=int(end[0]),
            kind="fixed" if end.size == 1 else "cycle",
            length=end.size,
            energy=None if energies is None else float(energies[end[0]]),
            basin=float(basin),
            share=float(basin) / len(wanted),
            states=end,
        )
        for end, basin in zip(ends, basins, strict=True)
    )
    return BasinMap(units, attractors, likeliest.astype(np.int32), probability)


# ---- one next state ----


def _together(wanted: np.ndarray) -> np.ndarray:
    """Return each state's next one where all units change at once, (M,)."""
    return wanted @ places(wanted.shape[1])


def _in_turn(wanted: np.ndarray) -> np.ndarray:
    """Return the state each one is after a sweep in order, (M,)."""
    now = np.arange(len(wanted))
    for i, bit in enumerate(places(wanted.shape[1])):
        now = np.where(wanted[now, i], now | bit, now & ~bit)
    return now


def _followed(follow: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the states of each attractor, and for each state (M,) where it ends."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    size = len(follow)
    late = follow
    for _ in range(size.bit_length()):  # 2^k sweeps later all have arrived
        late = late[late]
    lasting = np.unique(late)
    edges = csr_array((np.ones(size, bool), follow, np.arange(size + 1)), shape=(size, size))
    labels = connected_components(edges, connection="weak")[1]  # one cycle in each
    return grouped(lasting, labels[lasting]), _renumbered(labels, lasting)


def _renumbered(labels: np.ndarray, lasting: np.ndarray) -> np.ndarray:
    """Return the labels (M,) counted in the order of their lowest lasting state."""
    found, first = np.unique(labels[lasting], return_index=True)
    rank = np.empty(len(found), np.int64)
    rank[np.argsort(first)] = np.arange(len(found))
    return rank[np.searchsorted(found, labels)]
