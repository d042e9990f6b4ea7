"""Halves of a pattern: what is covered, and then completed."""

import numpy as np

HALVES = ("left", "right", "top", "bottom")


def half_of(side: int, name: str) -> np.ndarray:
    """Return which pixels (side, side) bool lie in a half; of an odd side, left and top are the
    smaller ones."""
    rows, columns = np.indices((side, side))
    middle = side // 2
    is_in = {
        "left": columns < middle,
        "right": columns >= middle,
        "top": rows < middle,
        "bottom": rows >= middle,
    }
    return is_in[name]
