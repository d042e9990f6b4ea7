"""The list of all states as a table for export: units, −E, exp(−E/T), p, p(v) and the sampled."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.core.job import Table
from simulator.views.states import bits_of, frequencies, total_of

MOST_LISTED = 4096  # states; a longer list is no table any more


def state_list(
    names: Sequence[str], numbers: np.ndarray, p: np.ndarray, energies: np.ndarray | None = None,
    temperature: float = 0.0, marginal: np.ndarray | None = None, sampled: np.ndarray | None = None,
) -> Table | None:  # fmt: skip
    """Return states (S,) of units so named, in the order given, each array (S,) as a column; None
    where there are too many. Counts of `sampled` are given beside their shares."""
    if numbers.size > MOST_LISTED:
        return None
    bits = bits_of(numbers, len(names))
    columns: dict[str, list[Any]] = {name: bits[:, k].tolist() for k, name in enumerate(names)}
    if energies is not None:
        columns["energy"] = energies.tolist()
        if temperature > 0:
            exponents = np.clip(-energies / temperature, -700.0, 700.0)
            columns["factor"] = np.exp(exponents).tolist()
    columns["p"] = p.tolist()
    if marginal is not None:
        columns["p_visible"] = marginal.tolist()
    if sampled is not None:
        total = total_of(sampled)
        if total:
            columns["count"] = sampled.tolist()
        columns["sampled"] = frequencies(sampled, np.arange(numbers.size), total).tolist()
    return Table(columns)
