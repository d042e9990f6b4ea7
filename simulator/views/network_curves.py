"""The lines of a diagram: for every pair of units the flattest curve that passes no third unit.

E = N(N − 1)/2 pairs (i < j). A curve is a cubic Bézier curve, four points (x, y) in pixels; where
nothing is in the way it is straight.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainterPath

from simulator.controls import theme
from simulator.views.network_layout import MOST_IN_ROWS, Places

SAMPLES = 41  # points of a curve that distances are taken from
CLEAR = 3  # pixels of normal mode between a line and a unit it passes
UNDER = 0.7  # of many units, so many radii from the centre: bent lines take three times as long
BENDS = (0.0, 0.4, 0.8, 1.2, -0.4, -0.8, -1.2, 1.7, -1.7)
STEEP = 0.4  # how far lines between rows stay upright, in distances of the rows
BENDS_IN_ROWS = (0.0, 1.0, 1.3, -1.0, -1.3)  # past the biases at once

_t = np.linspace(0.0, 1.0, SAMPLES)[:, None]
BERNSTEIN = np.hstack(
    [(1 - _t) ** 3, 3 * _t * (1 - _t) ** 2, 3 * _t**2 * (1 - _t), _t**3]
)  # (SAMPLES, 4)


@dataclass(frozen=True, eq=False)
class Curves:
    """Pairs (E, 2) of units, control points (E, 4, 2), points on them (E, SAMPLES, 2)."""

    pairs: np.ndarray
    controls: np.ndarray
    points: np.ndarray
    straight: np.ndarray  # (E,) bool

    def number(self, i: int, j: int) -> int:
        """Which curve joins units i < j."""
        return int(np.flatnonzero((self.pairs[:, 0] == i) & (self.pairs[:, 1] == j))[0])

    def path(self, k: int) -> QPainterPath:
        """Curve k as a path from its first unit's centre to its second's."""
        first, *rest = (QPointF(x, y) for x, y in self.controls[k].tolist())
        path = QPainterPath(first)
        if self.straight[k]:
            path.lineTo(rest[-1])
        else:
            path.cubicTo(*rest)
        return path

    def line(self, k: int) -> QLineF | None:
        """Curve k as a line, if it is straight."""
        if not self.straight[k]:
            return None
        (x1, y1), *_, (x2, y2) = self.controls[k].tolist()
        return QLineF(x1, y1, x2, y2)

    def at(self, k: int, share: float) -> tuple[float, float]:
        """The point of curve k at a share (0 … 1) of its parameter."""
        x, y = self.points[k, round(share * (SAMPLES - 1))].tolist()
        return x, y

    def distances(self, x: float, y: float) -> np.ndarray:
        """How far (E,) a point lies from every curve."""
        here = np.array([x, y])
        start, end = self.points[:, :-1], self.points[:, 1:]
        along = end - start
        lengths = np.maximum((along**2).sum(axis=2), 1e-12)
        share = np.clip(((here - start) * along).sum(axis=2) / lengths, 0.0, 1.0)
        nearest = start + share[:, :, None] * along
        return np.sqrt(((nearest - here) ** 2).sum(axis=2).min(axis=1))


def curves(places: Places) -> Curves:
    """Find a curve for every pair of units."""
    size = len(places.centers)
    pairs = np.column_stack(np.triu_indices(size, 1))
    controls = _bent(places, pairs, 0.0)
    straight = np.ones(len(pairs), bool)
    left = np.arange(len(pairs))
    for bend in BENDS if places.bend < 0 else BENDS_IN_ROWS:
        tried = _bent(places, pairs[left], bend)
        fits = _is_clear(places, pairs[left], tried)
        controls[left[fits]] = tried[fits]
        straight[left[fits]] = bend == 0
        left = left[~fits]
        if not left.size:
            break
    return Curves(pairs, controls, BERNSTEIN @ controls, straight)


def _bent(places: Places, pairs: np.ndarray, bend: float) -> np.ndarray:
    """Control points (K, 4, 2) of curves that leave the straight line by `bend` times a unit."""
    first, last = (places.centers[pairs[:, k]] for k in (0, 1))
    along = last - first
    lengths = np.linalg.norm(along, axis=1, keepdims=True)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.maximum(lengths, 1e-9)
    outward = places.outward[pairs[:, 0]] + places.outward[pairs[:, 1]]
    away = np.sign((across * outward).sum(axis=1, keepdims=True) + 1e-9)
    skipped = np.maximum(lengths / places.spacing - 2, 0)
    height = places.radius + theme.px(29) + theme.px(3) * np.minimum(skipped, 3)
    offset = (places.bend * bend * 4 / 3) * away * height * across
    shares = (0.22, 0.78) if bend else (1 / 3, 2 / 3)
    found = np.stack([first, *(first + s * along + offset for s in shares), last], axis=1)
    if bend and places.bend > 0:  # between rows: upright at both ends
        crossing = np.abs(outward[:, 1]) < 1e-9
        upright = np.abs(bend) * STEEP * along * np.array([0.0, 1.0])
        found[crossing, 1] = (first + upright)[crossing]
        found[crossing, 2] = (last - upright)[crossing]
    return found


def _is_clear(places: Places, pairs: np.ndarray, controls: np.ndarray) -> np.ndarray:
    """Which curves (K,) pass no unit but their own."""
    points = BERNSTEIN @ controls  # (K, SAMPLES, 2)
    gaps = points[:, :, None] - places.centers
    distances = np.sqrt((gaps**2).sum(axis=3)).min(axis=1)  # (K, N)
    rows = np.arange(len(pairs))
    distances[rows, pairs[:, 0]] = distances[rows, pairs[:, 1]] = np.inf
    is_dense = len(places.centers) > MOST_IN_ROWS
    least = UNDER * places.radius if is_dense else places.radius + theme.px(CLEAR)
    return distances.min(axis=1) >= least
