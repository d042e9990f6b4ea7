"""All 2^N states of N units on one sheet, as in a Karnaugh map: neighbours differ in one unit.

A state's **number** has unit 0 as its highest bit: of three units, on-off-off is 4. The units of
the first half (⌊N/2⌋) choose the row, the others the column, both in Gray code.
"""

from functools import lru_cache

import numpy as np


def state_bits(number: int, bits: int) -> np.ndarray:
    """Return the units (N,) int8 of a state, +1 on and −1 off; N = `bits`."""
    places = np.arange(bits - 1, -1, -1)
    return np.where((number >> places) & 1, 1, -1).astype(np.int8)


def state_number(units: np.ndarray) -> int:
    """Return the number of a state of units (N,): those above 0 are the bits."""
    return int(sum(1 << place for place, unit in enumerate(units[::-1]) if unit > 0))


def gray(place: np.ndarray | int):
    """Return the Gray code of a place; next places differ in one bit."""
    return place ^ (place >> 1)


def shape_of(bits: int) -> tuple[int, int]:
    """Return rows and columns of the sheet."""
    return 1 << bits // 2, 1 << (bits + 1) // 2


@lru_cache(4)
def sheet(bits: int) -> np.ndarray:
    """Return the state at every place of the sheet, (rows, columns) intp, not writeable."""
    rows, columns = shape_of(bits)
    high, low = gray(np.arange(rows)), gray(np.arange(columns))
    states = (high[:, None] * columns) | low
    states.setflags(write=False)
    return states


def place_of(state: int, bits: int) -> tuple[int, int]:
    """Return row and column of a state on the sheet."""
    _, columns = shape_of(bits)
    return _ungray(state // columns), _ungray(state % columns)


def _ungray(code: int) -> int:
    place = 0
    while code:
        place ^= code
        code >>= 1
    return place
