"""Units as squares in rows: how they are shown, painted and pinned, whatever is connected.

A grid is its own square. Other networks fill the rows of the smallest square that holds them; what
is left over at its end is 0.
"""

import numpy as np

from kernels import ising
from simulator.models.boltzmann_state import BoltzmannParameters


def square_side(p: BoltzmannParameters) -> int:
    """Return how many squares stand in a row."""
    return p.side if p.is_grid else int(np.ceil(p.n**0.5))


def in_square(values: np.ndarray, p: BoltzmannParameters) -> np.ndarray:
    """Return values (N,) of units, in the machine's order, as (S, S)."""
    if p.is_grid:
        return ising.joined(values)
    side = square_side(p)
    square = np.zeros(side * side, values.dtype)
    square[: p.n] = values
    return square.reshape(side, side)


def of_square(square: np.ndarray, p: BoltzmannParameters) -> np.ndarray:
    """Return the values (N,) of units, in the machine's order, of (S, S)."""
    return ising.split(square) if p.is_grid else square.ravel()[: p.n].copy()
