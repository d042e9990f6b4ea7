"""The Necker cube: a network whose weights join the corners of a cube is drawn as one.

Eight visible units are the corners of one reading of the drawn cube, eight hidden ones, if there
are any, those of the other. The bits of a corner's number are its place across, its height and its
depth, so that corners joined by an edge differ in one bit.
"""

from collections.abc import Sequence

import numpy as np

CORNERS = 8
DEPTH = (0.44, -0.36)  # how far the back of a cube is shifted, in lengths of an edge
ASIDE = (2.05, 0.35)  # and the second cube
TOLERANCE = 3  # edges that may be missing, or too many, so that a person can try
_PAIRS = np.triu_indices(CORNERS, 1)
_EDGES = np.isin(_PAIRS[0] ^ _PAIRS[1], (1, 2, 4))


def cube_spots(weights: np.ndarray, visible: int) -> Sequence[tuple[float, float]]:
    """Return where the units stand if weights (N, N) join the corners of one or two cubes, else
    nothing."""
    size = len(weights)
    if visible != CORNERS or size not in (CORNERS, 2 * CORNERS):
        return ()
    if not all(
        _is_cube(weights[k : k + CORNERS, k : k + CORNERS]) for k in range(0, size, CORNERS)
    ):
        return ()
    corners = np.arange(CORNERS)
    across, height, depth = corners & 1, corners >> 1 & 1, corners >> 2
    one = np.column_stack([across + DEPTH[0] * depth, height + DEPTH[1] * depth])
    both = np.vstack([one, one + np.array(ASIDE)])[:size]
    return tuple((float(x), float(y)) for x, y in both)


def _is_cube(weights: np.ndarray) -> bool:
    """Whether nearly all edges of a cube, and nearly no others, have a weight (8, 8)."""
    return int(np.count_nonzero((weights[_PAIRS] != 0) != _EDGES)) <= TOLERANCE
