"""The job `exact basins`: the map of all states of a small network as a table, attractors named.

An attractor is called by the memory it is, by the memory whose inverse it is, or by the three
memories (− before one whose inverse takes part) whose majority it is, unit for unit; else spurious.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from simulator.core.job import Table
from simulator.models.hopfield_map import Attractor, BasinMap, Fields, mapped

MOST_ALIKE = 12  # memories tried in a mixture: 220 threes


@dataclass(frozen=True)
class MapTable(Table):
    """One row for each attractor, the largest basin first, and the map they were read from."""

    map: BasinMap = field(kw_only=True)


def exact_basins_of(
    fields: Fields,
    memories: np.ndarray,
    names: Sequence[str],
    dynamics: str,
    energies: np.ndarray | None = None,
) -> Generator[float, None, MapTable]:
    """Yield the share done; return attractor, name, kind, energy, basin_states, share, state.

    `memories` (K, N) of ±1, `names` (K,), `energies` (2^N,) by state number; without energies there
    is no such column. `attractor` counts as in `map.attractors`, `basin_states` is the expected
    number of states that end there. Raises InputError for more than 16 units.
    """
    found = yield from mapped(fields, memories.shape[1], dynamics, energies)
    called = named(found, memories, names)
    order = sorted(range(len(called)), key=lambda a: (-round(found.attractors[a].basin, 6), a))
    in_order = [found.attractors[a] for a in order]
    columns: dict[str, list[Any]] = {
        "attractor": order,
        "name": [called[a] for a in order],
        "kind": [a.kind for a in in_order],
        "energy": [a.energy for a in in_order],
        "basin_states": [a.basin for a in in_order],
        "share": [a.share for a in in_order],
        "state": [written(a.state, found.units) for a in in_order],
    }
    if energies is None:
        del columns["energy"]
    return MapTable(columns, map=found)


def named(found: BasinMap, memories: np.ndarray, names: Sequence[str]) -> list[str]:
    """Return what to call each attractor, given memories (K, N) of ±1 and their names (K,)."""
    return [_name(a, found.units, memories, names) for a in found.attractors]


def written(state: int, units: int) -> str:
    """Return a state's units as + and −, unit 0 first."""
    return f"{state:0{units}b}".replace("0", "−").replace("1", "+")


def _name(attractor: Attractor, units: int, memories: np.ndarray, names: Sequence[str]) -> str:
    if attractor.kind == "cycle":
        return f"cycle of {attractor.length} states"
    state = np.array([1 if c == "+" else -1 for c in written(attractor.state, units)])
    overlaps = memories.astype(np.int64) @ state
    for value, words in ((units, "{}"), (-units, "inverse of {}")):
        equal = np.flatnonzero(overlaps == value)
        if equal.size:
            return words.format(names[equal[0]])
    three = _mixture(state, overlaps, memories)
    if three is None:
        return "spurious"
    parts = ("" if overlaps[k] > 0 else "−" for k in three)
    return "mixture of " + ", ".join(sign + names[k] for sign, k in zip(parts, three, strict=True))


def _mixture(
    state: np.ndarray, overlaps: np.ndarray, memories: np.ndarray
) -> tuple[int, ...] | None:
    """Return three memories, of those most like the state, whose signed majority it is."""
    if len(overlaps) < 3:
        return None
    size = np.abs(overlaps)
    alike = np.flatnonzero((size >= np.sort(size)[-3]) & (size > 0))[:MOST_ALIKE]
    signed = np.sign(overlaps)[:, None] * memories
    for three in combinations(alike.tolist(), 3):
        if (np.sign(signed[list(three)].sum(axis=0)) == state).all():
            return three
    return None
