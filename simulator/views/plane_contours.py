"""Lines of equal height through a field: marching squares, all cells at once. No Qt.

Between four neighbouring values the field is taken as linear along each edge; where two opposite
corners are above and the two others below (a saddle), the mean of the four says which are joined.
"""

import numpy as np

NO = -1
# for each case (which corners are above: 1, 2, 4, 8 counted from the lower left to the left above)
# up to two pairs of edges that a line joins; edges: 0 below, 1 right, 2 above, 3 left
EDGES = np.array(
    [
        [NO, NO, NO, NO], [3, 0, NO, NO], [0, 1, NO, NO], [3, 1, NO, NO],
        [1, 2, NO, NO], [3, 0, 1, 2], [0, 2, NO, NO], [3, 2, NO, NO],
        [2, 3, NO, NO], [0, 2, NO, NO], [0, 1, 2, 3], [1, 2, NO, NO],
        [3, 1, NO, NO], [0, 1, NO, NO], [3, 0, NO, NO], [NO, NO, NO, NO],
        [3, 2, 0, 1], [3, 0, 1, 2],  # 5 and 10 with a middle above: the two above are joined
    ]
)  # fmt: skip


def segments(field: np.ndarray, level: float) -> np.ndarray:
    """Return straight pieces (S, 4) of the line where a field (n, m) is `level`: x, y, x, y,
    counted in columns and rows of its values."""
    values = field.astype(float) - level
    is_above = values > 0
    case = is_above[:-1, :-1] + 2 * is_above[:-1, 1:] + 4 * is_above[1:, 1:] + 8 * is_above[1:, :-1]
    rows, columns = np.nonzero((case > 0) & (case < 15))
    if not rows.size:
        return np.empty((0, 4))
    corners = np.stack(
        [values[rows + up, columns + right] for up, right in ((0, 0), (0, 1), (1, 1), (1, 0))], 1
    )  # (C, 4)
    kinds = case[rows, columns]
    is_joined = corners.sum(axis=1) > 0
    kinds = np.where((kinds == 5) & is_joined, 16, np.where((kinds == 10) & is_joined, 17, kinds))
    points = _crossings(corners) + np.stack([columns, rows], 1)[:, None]  # (C, 4, 2)
    pairs = EDGES[kinds]
    return np.concatenate([_joined(points, pairs[:, :2]), _joined(points, pairs[:, 2:])])


def _crossings(corners: np.ndarray) -> np.ndarray:
    """Where each edge of cells with corners (C, 4) is crossed, (C, 4, 2) within the cell; anything
    for an edge that is not."""
    a, b, c, d = corners.T
    points = np.zeros((len(corners), 4, 2))
    points[:, 0, 0], points[:, 2, 0] = _zero(a, b), _zero(d, c)
    points[:, 3, 1], points[:, 1, 1] = _zero(a, d), _zero(b, c)
    points[:, 1, 0] = points[:, 2, 1] = 1.0
    return points


def _zero(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Where on the way from start to end a linear value is 0."""
    way = start - end
    return start / np.where(way == 0, 1.0, way)


def _joined(points: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Pieces (S, 4) between points (C, 4, 2) on the edges that `pairs` (C, 2) name."""
    cells = np.flatnonzero(pairs[:, 0] != NO)
    return np.hstack([points[cells, pairs[cells, k]] for k in (0, 1)])
