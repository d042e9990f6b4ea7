"""A graph that is cut, and where its nodes and edges lie in a view.

A **node** has a side, +1 or −1. An **edge** between nodes of different sides is **cut**.
"""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize

from simulator.controls import theme
from simulator.views.heat import is_same

LARGEST, LEAST = 14.0, 2.2  # pixels of normal mode: radii of nodes
CROWDED = 0.38  # of the distance that half of all nodes have from the next one: the radius
WEIGHED = 400  # edges; of more of them all lines are thin, and drawn in 2 ms
KEY_ROW = 26  # pixels of normal mode: the legend's height


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes, edges and weights; arrays are never changed in place."""

    positions: np.ndarray  # (N, 2) in 0 … 1, y downwards
    edges: np.ndarray  # (M, 2) int
    weights: np.ndarray  # (M,)
    levels: tuple[float, ...] = field(init=False)  # the different weights, where few edges are

    def __post_init__(self) -> None:
        is_weighed = 0 < len(self.edges) <= WEIGHED
        found = np.unique(np.abs(self.weights)).tolist() if is_weighed else [1.0]
        object.__setattr__(self, "levels", tuple(found))

    def is_like(self, other: "Graph | None") -> bool:
        return other is not None and all(
            is_same(one, two) for one, two in zip(self._arrays(), other._arrays(), strict=True)
        )

    def _arrays(self) -> tuple[np.ndarray, ...]:
        return self.positions, self.edges, self.weights

    def is_cut(self, sides: np.ndarray) -> np.ndarray:
        """Which edges (M,) bool join nodes of different sides (N,)."""
        return sides[self.edges[:, 0]] != sides[self.edges[:, 1]]

    def has_weights(self) -> bool:
        """Whether edges of different weights are told apart."""
        return len(self.levels) > 1


def misplaced(sides: np.ndarray, best: np.ndarray) -> np.ndarray:
    """Which nodes (N,) bool stand on another side than in `best`; which of the two sides is called
    +1 means nothing, so the smaller part of them does."""
    differs = sides != best
    return ~differs if 2 * np.count_nonzero(differs) > differs.size else differs


class Places:
    """Where nodes and edges of a graph lie in a view of a size."""

    def __init__(self, graph: Graph, size: QSize) -> None:
        scale = theme.scale()
        room = QRectF(0, 0, size.width(), max(1, size.height() - theme.px(KEY_ROW)))
        margin = (LARGEST + 3) * scale
        self.centers = _fitted(graph.positions, room.adjusted(margin, margin, -margin, -margin))
        self.radius = min(max(CROWDED * _distance(self.centers), LEAST * scale), LARGEST * scale)
        self.points = [QPointF(x, y) for x, y in self.centers.tolist()]
        ends = self.centers[graph.edges].reshape(-1, 4).tolist()
        self.lines = [QLineF(*end) for end in ends]
        sizes = np.abs(graph.weights)
        self._groups = [
            (_width(level, graph), np.flatnonzero(sizes == level) if graph.has_weights() else None)
            for level in graph.levels
        ]

    def lines_of(self, chosen: np.ndarray) -> list[tuple[float, list[QLineF]]]:
        """The lines of chosen edges (M,) bool, in groups of one width each."""
        result = []
        for width, group in self._groups:
            mine = np.flatnonzero(chosen) if group is None else group[chosen[group]]
            result.append((width, [self.lines[edge] for edge in mine.tolist()]))
        return result

    def node_at(self, place: QPointF) -> int:
        """The node under a point, or near it; −1 where there is none."""
        if not len(self.centers):
            return -1
        far = np.hypot(*(self.centers - (place.x(), place.y())).T)
        nearest = int(far.argmin())
        return nearest if far[nearest] <= self.radius + theme.px(4) else -1


def _fitted(positions: np.ndarray, room: QRectF) -> np.ndarray:
    """Positions (N, 2) as large as they fit in the middle of a room, in its pixels."""
    if not len(positions):
        return np.empty((0, 2))
    low, high = positions.min(axis=0), positions.max(axis=0)
    extent = np.maximum(high - low, 1e-9)
    size = min(room.width() / extent[0], room.height() / extent[1])
    size = min(size, max(room.width(), room.height()))  # nodes in a row, or one alone
    middle = (room.center().x(), room.center().y())
    return np.asarray((positions - (low + high) / 2) * max(size, 1.0) + middle)


def _distance(centers: np.ndarray) -> float:
    """How far the next node is: the median over nodes (N, 2)."""
    from scipy.spatial import cKDTree

    if len(centers) < 2:
        return np.inf
    return float(np.median(cKDTree(centers).query(centers, 2)[0][:, 1]))


def _width(level: float, graph: Graph) -> float:
    if not graph.has_weights():
        return 2.0 if len(graph.edges) <= WEIGHED else 1.0
    return 1.0 + 3.0 * level / max(graph.levels)
