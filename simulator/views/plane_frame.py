"""Where a plane stands in its view, and which part of it is in sight.

The plot is a square, so that both axes have one scale. The legend stands in rows below it, or in
a column at its right where the view is wide enough for the square to gain from that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF

from simulator.controls import theme
from simulator.views.trace_canvas import label_font
from simulator.views.trace_frame import MEDIUM, ROW
from simulator.views.trace_points import KEY, legend_boxes
from simulator.views.trace_scale import Box

LEAST_ZOOM, MOST_ZOOM = 0.5, 64.0
WIDEST_TICK = "−0.000"  # room that is kept, so that zooming never moves the plot
GAIN = 1.05  # how much larger the square must be for the legend to stand at its right
Values = TypeVar("Values", float, np.ndarray)


@dataclass(frozen=True)
class Sight:
    """The part of the plane in sight: its middle, and how many times larger than at first."""

    x: float
    y: float
    zoom: float = 1.0

    def zoomed(self, factor: float, x: float, y: float) -> "Sight":
        """Come nearer by a factor, while the point x, y stays where it is on screen."""
        zoom = min(max(self.zoom * factor, LEAST_ZOOM), MOST_ZOOM)
        share = self.zoom / zoom
        return Sight(x + (self.x - x) * share, y + (self.y - y) * share, zoom)

    def within(self, low: float, high: float) -> "Sight":
        """The same, its middle not outside the plane."""
        return Sight(min(max(self.x, low), high), min(max(self.y, low), high), self.zoom)


@dataclass(frozen=True)
class PlaneFrame:
    """The square on screen and the ranges it shows; x₂ grows upward."""

    plot: QRectF
    x: tuple[float, float]
    y: tuple[float, float]
    legend: tuple[Box, ...]

    def px(self, x: Values) -> Values:
        return self.plot.left() + (x - self.x[0]) * self.scale

    def py(self, y: Values) -> Values:
        return self.plot.bottom() - (y - self.y[0]) * self.scale

    @property
    def span(self) -> float:
        """How much of each axis is in sight."""
        return self.x[1] - self.x[0]

    @property
    def scale(self) -> float:
        """Pixels a unit of the plane."""
        return self.plot.width() / self.span

    def at(self, place: QPointF) -> tuple[float, float]:
        """The point of the plane under a place of the view."""
        return (
            self.x[0] + (place.x() - self.plot.left()) / self.scale,
            self.y[0] + (self.plot.bottom() - place.y()) / self.scale,
        )

    def box(self, low: float, high: float) -> QRectF:
        """Where the square from low to high of both axes is, in sight or not."""
        size = (high - low) * self.scale
        return QRectF(self.px(low), self.py(high), size, size)

    def places(self, points: np.ndarray) -> np.ndarray:
        """Points (…, 2) of the plane in pixels."""
        points = points.astype(float)
        return np.stack([self.px(points[..., 0]), self.py(points[..., 1])], axis=-1)

    def in_sight(self, points: np.ndarray, margin: float = 0.0) -> np.ndarray:
        """The numbers of those of points (M, 2) that are in sight, or at most so far beyond."""
        x, y = points[:, 0], points[:, 1]
        is_in = (x >= self.x[0] - margin) & (x <= self.x[1] + margin)
        return np.flatnonzero(
            is_in & (y >= self.y[0] - margin) & (y <= self.y[1] + margin)
        )  # fmt: skip


def frame_of(size: QSize, span: float, sight: Sight, names: Sequence[str]) -> PlaneFrame:
    """Lay out a plane of a span, with a legend of so many names."""
    px = theme.px
    left = _text_width(WIDEST_TICK) + px(9)
    top, foot = px(ROW + 4), px(ROW + 9)
    wide, high = size.width() - left - px(6), size.height() - top - foot
    rows = legend_boxes(size, "", names)
    below = max((box[1] + box[3] for box in rows), default=-px(6)) + px(6)
    column = max((_text_width(name) for name in names), default=0.0) + px(KEY + 8)
    beside = min(wide - column - px(18), high)
    side = min(wide, high - below)
    is_beside = bool(names) and beside > GAIN * side
    side = round(max(beside if is_beside else side, 1.0))
    taken = side + (column + px(18) if is_beside else 0.0)
    spare = max(wide - taken, 0.0) / 2
    high_spare = max(high - (0 if is_beside else below) - side, 0.0) / 2
    plot = QRectF(round(left + spare), round(top + high_spare), side, side)
    boxes = _column(plot, names, column) if is_beside else _centred(rows, plot, size)
    half = span / 2 / sight.zoom
    x, y = ((middle - half, middle + half) for middle in (sight.x, sight.y))
    return PlaneFrame(plot, x, y, tuple(boxes))


def _text_width(text: str) -> float:
    return QFontMetricsF(label_font(MEDIUM)).horizontalAdvance(text)


def _column(plot: QRectF, names: Sequence[str], width: float) -> list[Box]:
    """One below the other at the right of the plot."""
    left, pitch = plot.right() + theme.px(18), theme.px(ROW + 7)
    return [(left, plot.top() + k * pitch, width, float(theme.px(ROW))) for k in range(len(names))]


def _centred(boxes: Sequence[Box], plot: QRectF, size: QSize) -> list[Box]:
    """The rows below the plot, each in its middle as far as the view is wide enough."""
    top = plot.bottom() + theme.px(ROW + 15)
    result: list[Box] = []
    for _, some in groupby(boxes, key=lambda box: box[1]):
        row = list(some)
        length = row[-1][0] + row[-1][2] - row[0][0]
        left = min(max(plot.center().x() - length / 2, 0.0), max(size.width() - length, 0.0))
        shift = left - row[0][0]
        result += [(x + shift, y + top, width, height) for x, y, width, height in row]
    return result
