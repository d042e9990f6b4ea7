"""Drawings on their way from a pad to the journal: strokes, and whole drawings as text."""

import numpy as np

from simulator.core.codec import pack
from simulator.panels.panel import new_group


class Presses:
    """The groups with which the strokes of one press are undone together."""

    def __init__(self) -> None:
        self._groups: dict[int, int] = {}  # of the press that a pad numbers so

    def group_of(self, token: int) -> int:
        """Return the group of a press; another press than the last begins another."""
        if token not in self._groups:
            self._groups = {token: new_group()}
        return self._groups[token]


def transformed(grid: np.ndarray, text: str) -> np.ndarray | None:
    """Return a drawing (side, side) inverted, mirrored or shifted, as a tool's text asks; None for
    another text."""
    name, _, argument = text.partition("=")
    if name == "invert":
        return -grid
    if name == "mirror":
        return np.flip(grid, 0 if argument == "vertical" else 1)
    if name == "shift":
        dx, dy = (int(part) for part in (argument or "1,0").split(","))
        return np.roll(grid, (dy, dx), (0, 1))
    return None


def packed(grid: np.ndarray) -> str:
    """Return a drawing (side, side) int8 as the text an action takes."""
    return "data:" + pack({"pattern": np.ascontiguousarray(grid.astype(np.int8))})
