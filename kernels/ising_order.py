"""The order in which the spins of a square lattice are stored: like a chessboard.

The N/2 spins with (row + column) even come first, row by row, then the odd ones. Spin k of row i in
half h is number h·N/2 + i·L/2 + k. The lattice's edges meet, its side L is even, at least 4.

A spin's four neighbours are all in the other half: k of the rows i − 1 (**up**), i + 1 (**down**)
and i (**beside**), and in row i (**across**) k − 1 where i + h is even, else k + 1. So beside is to
the right in even columns and to the left in odd ones.
"""

import numpy as np

from kernels.jit import kernel


def unit_of(row: int, column: int, side: int) -> int:
    """Return the number of the spin at a place."""
    return (row + column) % 2 * (side * side // 2) + row * (side // 2) + column // 2


def place_of(unit: int, side: int) -> tuple[int, int]:
    """Return (row, column) of a spin."""
    half, rest = divmod(unit, side * side // 2)
    row, k = divmod(rest, side // 2)
    return row, 2 * k + (row + half) % 2


def order(side: int) -> np.ndarray:
    """Return the place row · L + column (N,) int64 of every spin, in their order."""
    row, column = np.divmod(np.arange(side * side), side)
    return np.argsort((row + column) % 2, kind="stable")


def split(grid: np.ndarray) -> np.ndarray:
    """Return values (…, L, L) of places as (…, N), in the order of the spins."""
    side = grid.shape[-1]
    halves = np.empty((*grid.shape[:-2], 2, side, side // 2), grid.dtype)
    for half in (0, 1):
        halves[..., half, 0::2, :] = grid[..., 0::2, half::2]
        halves[..., half, 1::2, :] = grid[..., 1::2, 1 - half :: 2]
    return halves.reshape(*grid.shape[:-2], side * side)


def joined(units: np.ndarray) -> np.ndarray:
    """Return values (…, N) of spins as (…, L, L), at their places."""
    side = round(units.shape[-1] ** 0.5)
    halves = units.reshape(*units.shape[:-1], 2, side, side // 2)
    grid = np.empty((*units.shape[:-1], side, side), units.dtype)
    for half in (0, 1):
        grid[..., 0::2, half::2] = halves[..., half, 0::2, :]
        grid[..., 1::2, 1 - half :: 2] = halves[..., half, 1::2, :]
    return grid


@kernel(inline="always")
def neighbours(unit, side):
    """Return the numbers of the spins up, down, beside and across."""
    half, width = side * side // 2, side // 2
    h = 1 if unit >= half else 0
    rest = unit - h * half
    i = np.int64(np.uint64(rest) // np.uint64(width))  # the only division: it is slow
    k = rest - i * width
    up = rest - width if i > 0 else rest - width + half
    down = rest + width if i < side - 1 else rest + width - half
    shifted = k + 2 * ((i + h) & 1) - 1
    across = rest - k + (width - 1 if shifted < 0 else (shifted if shifted < width else 0))
    other = half - h * half
    return other + up, other + down, other + rest, other + across
