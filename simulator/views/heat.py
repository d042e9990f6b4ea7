"""An array of numbers as coloured cells, and the bar that says which colour is which number.

Where cells are smaller than device pixels, a pixel has the mean of the values it covers; the
colours then are those of means, and the bar stays true.
"""

import math
from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPaintEngine,
    QPainter,
    QPen,
)

from simulator.controls import maps, theme
from simulator.views.cell_grid import CellGrid
from simulator.views.trace_scale import round_step, tick_text, ticks

MAX_VECTORS = 4096  # cells that an SVG has as rectangles; more are a picture
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTER = int(Qt.AlignmentFlag.AlignCenter)
BAR = 10  # pixels of normal mode: the thickness of the bar
TICK_GAP = 34  # and the least distance of its ticks


def resampled(values: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Return values (R, C) as (rows, columns) float64: each the mean over the area it covers."""
    return _averaged(_averaged(values, rows).T, columns).T


def _averaged(values: np.ndarray, count: int) -> np.ndarray:
    """Means over `count` equal pieces of the first axis; edges within a cell take their share."""
    n = len(values)
    if n == count:
        return np.asarray(values, float)
    sums = np.zeros((n + 1, values.shape[1]))
    np.cumsum(values, axis=0, out=sums[1:])
    edges = np.linspace(0.0, n, count + 1)
    whole = np.minimum(edges.astype(np.intp), n - 1)
    at = sums[whole] + (edges - whole)[:, None] * values[whole]
    return np.diff(at, axis=0) * (count / n)


def value_text(value: float, limit: float, is_signed: bool = True) -> str:
    """Write a value with three figures of the limit and a true minus: +0.42, −0.0128."""
    decimals = min(max(0, 2 - math.floor(math.log10(limit))), 9)
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        return text.lstrip("-")
    return text.replace("-", "−") if value < 0 or not is_signed else f"+{text}"


def is_same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    """Whether two arrays are one, or hold the same."""
    if one is None or other is None:
        return one is other
    return one is other or np.array_equal(one, other)


def is_vector(painter: QPainter) -> bool:
    return painter.paintEngine().type() == QPaintEngine.Type.SVG


class Heat:
    """Paints values (R, C), which are never changed in place; keeps the image of the last."""

    def __init__(self) -> None:
        self._of: tuple[Any, ...] = ()
        self._image = QImage()

    def paint(self, painter: QPainter, grid: CellGrid, values: np.ndarray, limit: float) -> None:
        """Paint values onto a grid of as many rows and columns."""
        if is_vector(painter) and values.size <= MAX_VECTORS:
            _paint_vectors(painter, grid, values, limit)
            return
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        wide, high = (round(s * ratio) for s in (grid.box.width(), grid.box.height()))
        is_whole = wide % grid.columns == 0 and high % grid.rows == 0
        size = (grid.rows, grid.columns) if is_whole else (max(high, 1), max(wide, 1))
        key = (limit, theme.current_theme().name, size)
        if not self._of or self._of[0] is not values or self._of[1:] != key:
            self._of = (values, *key)
            self._image = maps.image_of(maps.diverging(resampled(values, *size), limit))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(grid.box, self._image)


def _paint_vectors(painter: QPainter, grid: CellGrid, values: np.ndarray, limit: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    shades = maps.diverging(values, limit)
    for row, column in np.ndindex(values.shape):
        box = grid.box_of((row, column))
        painter.fillRect(box, QColor.fromRgb(int(shades[row, column])))


def paint_frame(painter: QPainter, box: QRectF, token: str = "line", width: float = 1.0) -> None:
    """Paint a hairline about a box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(theme.current_theme().color(token)), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))


def label_font(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The small face of names, ticks and labels."""
    return _label_font(weight, theme.scale())


@lru_cache(8)
def _label_font(weight: QFont.Weight, scale: float) -> QFont:
    return theme.text_font(11, weight)


def paint_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    token: str = "",
    flags: int = LEFT,
    weight: QFont.Weight = QFont.Weight.Normal,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Paint small words, cut with “…” where they do not fit."""
    font = label_font(weight)
    painter.setFont(font)
    color = theme.current_theme().color(token) if token else theme.caption_color()
    painter.setPen(QColor(color))
    painter.drawText(box, flags, QFontMetricsF(font).elidedText(text, elide, box.width() + 1))


# ---- the bar ----


def bar_ticks(low: float, high: float, length: float) -> list[tuple[float, str]]:
    """Return (value, text) of the ticks of a bar so long, three at least."""
    count = max(length / theme.px(TICK_GAP), 2.0)
    step = round_step(high - low, count)
    while len(ticks(low, high, step)) < 3:
        count += 1.0
        step = round_step(high - low, count)
    return [(t, tick_text(t, step)) for t in ticks(low, high, step)]


def bar_width(limit: float, length: float) -> float:
    """Return how wide an upright bar is with its ticks, if it is at most so long."""
    metrics = QFontMetricsF(label_font())
    texts = [
        text
        for share in (1.0, 0.7, 0.5, 0.3)  # a shorter bar may have longer or shorter numbers
        for _, text in bar_ticks(-limit, limit, share * length)
    ]
    return math.ceil(theme.px(BAR + 6) + max(map(metrics.horizontalAdvance, texts))) + 1


def paint_upright_bar(painter: QPainter, box: QRectF, limit: float) -> None:
    """Paint the map from −limit (below) to limit, with ticks at its right."""
    strip = QRectF(box.left(), box.top(), theme.px(BAR), box.height())
    painter.fillRect(strip, gradient(strip.bottomLeft(), strip.topLeft(), -limit, limit, limit))
    paint_frame(painter, strip)
    half = theme.px(8)
    for value, text in bar_ticks(-limit, limit, box.height()):
        y = strip.bottom() - (value + limit) / (2 * limit) * strip.height()
        y = min(max(y, box.top() + half * 0.7), box.bottom() - half * 0.7)
        left = strip.right() + theme.px(5)
        paint_text(painter, QRectF(left, y - half, box.right() - left + 2, 2 * half), text)


def gradient(
    start: QPointF, end: QPointF, low: float, high: float, limit: float
) -> QLinearGradient:
    """Return the map's piece from `low` to `high` as a gradient between two points."""
    result = QLinearGradient(start, end)
    inner = [place * limit for place, _ in maps.diverging_stops(theme.current_theme())]
    values = np.array([low, *(v for v in inner if low < v < high), high])
    for value, color in zip(values, maps.diverging(values, limit), strict=True):
        result.setColorAt((value - low) / (high - low), QColor.fromRgb(int(color)))
    return result
