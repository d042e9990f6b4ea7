"""Ink: which units a stroke touches, and the letters that are stamped."""

from functools import lru_cache

import numpy as np

from simulator.core import drawing, glyphs
from simulator.core.drawing import Stroke
from simulator.views.pad_grid import Cell

FINE = 128  # cells on a side; those of finer grids are too small to be drawn one by one


def covered(stroke: Stroke, side: int) -> np.ndarray:
    """Which units (N,) bool a stroke, other than a fill, touches."""
    grid = np.zeros((side, side), np.int8)
    if stroke.tool == "text":
        _put(_lettering(stroke.text, stroke.size), grid, stroke.points[0])
    else:
        drawing.paint(stroke, grid)
    return grid.ravel() != 0


def pen_width(size: int, side: int) -> int:
    """Units that a pen of a size is wide: as many, and on grids finer than FINE what looks so."""
    return min(max(size, round(size * side / FINE)), drawing.MAX_SIZE)


def stamped(text: str, middle: Cell, size: int, side: int) -> Stroke:
    """Letters about a cell: a third of the grid high for a pen of size 1, all of it for 9."""
    height = max(2, min(round(side * (size + 3) / 12), side))
    corner = middle[0] - len(text) * height // 2, middle[1] - height // 2
    return Stroke((corner,), "text", height, text=text)


def stampable(text: str) -> str:
    """The capitals and digits of a text; what is neither is left out."""
    known = (*glyphs.names("letters"), *glyphs.names("digits"))
    return "".join(letter for letter in text.upper() if letter in known)


@lru_cache(4)
def _lettering(text: str, height: int) -> np.ndarray:
    """The ink of letters side by side, (height, len(text) · height) bool."""
    letters = [
        glyphs.render("digits" if letter.isdigit() else "letters", letter, height) > 0
        for letter in text
    ]
    return np.hstack(letters) if letters else np.zeros((height, 0), bool)


def _put(ink: np.ndarray, grid: np.ndarray, corner: Cell) -> None:
    """Set the cells of a (side, side) grid that ink, laid down at a corner, covers."""
    rows, columns = np.nonzero(ink)
    rows, columns = rows + corner[1], columns + corner[0]
    inside = (rows >= 0) & (rows < len(grid)) & (columns >= 0) & (columns < len(grid))
    grid[rows[inside], columns[inside]] = 1
