"""How stations and thumbnails of a Neural Turing Machine are painted.

Read heads are blue and point away from the memory, write heads orange and point to it.
"""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from simulator.controls import maps, theme
from simulator.views.addressing_shown import finite
from simulator.views.cell_grid import CellGrid, fitted
from simulator.views.heat import LEFT, RIGHT, is_vector, label_font, paint_text
from simulator.views.players_layout import Station
from simulator.views.players_marks import CORNER, DEMI_BOLD, first_fitting
from simulator.views.players_thumbnails import ground_color

TITLES = {
    "input": ("input x", "input", "x"), "controller": ("controller", "control", "ctrl"),
    "write": ("write heads", "write"), "read": ("read heads", "read"),
    "memory": ("memory M", "memory", "M"), "output": ("output y", "output", "y"),
}  # fmt: skip
TOKENS = {"read": "accent", "write": "warm"}
LARGEST = 22  # pixels of normal mode: a cell of bits is at most so large
BAR = 2  # pixels: a weight is at least so wide
LEAST = 1.0  # and so high, in pixels
CALM = 1.5  # the end of the map for units: a hundred at ±1 would outshine all else


def paint_station(painter: QPainter, place: Station, texts: Sequence[str], is_lit: bool) -> None:
    """A calm field with its title; a lit one is ringed."""
    now, wide = theme.current_theme(), 2.0 * theme.scale()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(now.accent), wide) if is_lit else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground_color(is_lit)))
    inset = wide / 2 if is_lit else 0.0
    box = place.box.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(box, theme.px(CORNER), theme.px(CORNER))
    font = theme.text_font(12, DEMI_BOLD)
    painter.setFont(font)
    painter.setPen(QColor(now.accent if is_lit else now.ink))
    painter.drawText(
        place.title, LEFT, first_fitting(texts, place.title.width(), QFontMetricsF(font))
    )


def paint_foot(painter: QPainter, place: Station, left: Sequence[str], right: str = "") -> None:
    """The line below a station's picture: the first of some words that fits, and a number."""
    if place.foot.height() <= 0:
        return
    metrics = QFontMetricsF(label_font())
    paint_text(painter, place.foot, right, "ink2", RIGHT)
    room = place.foot.width() - metrics.horizontalAdvance(right) - theme.px(6) * bool(right)
    paint_text(painter, place.foot, first_fitting((*left, ""), room, metrics), "ink2")


def paint_words(painter: QPainter, box: QRectF, title: str, does: str, is_lit: bool) -> None:
    """What is running, and what it does: beside each other, or below."""
    now, font = theme.current_theme(), theme.text_font(13, DEMI_BOLD)
    line = QRectF(box.left(), box.top(), box.width(), theme.px(20))
    metrics = QFontMetricsF(font)
    said = metrics.elidedText(title, Qt.TextElideMode.ElideRight, line.width())
    painter.setFont(font)
    painter.setPen(QColor(now.accent if is_lit else now.ink))
    painter.drawText(line, LEFT, said)
    below = line.translated(0, theme.px(18))
    if below.bottom() > box.bottom() + 1:
        below = line.adjusted(metrics.horizontalAdvance(said) + theme.px(10), 0, 0, 0)
    paint_text(painter, below, does, "ink2")


# ---- cells ----


def paint_cells(painter: QPainter, grid: CellGrid, colors: np.ndarray) -> None:
    """Paint cells of 0xffRRGGBB (R, C), as rectangles in an SVG."""
    if is_vector(painter):
        painter.setPen(Qt.PenStyle.NoPen)
        for row, column in np.ndindex(colors.shape):
            color = QColor.fromRgb(int(colors[row, column]))
            painter.fillRect(grid.box_of((row, column)), color)
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(grid.box, maps.image_of(colors))


def paint_bits(painter: QPainter, room: QRectF, values: np.ndarray, wrong: np.ndarray) -> None:
    """Paint values (K,) 0 … 1 in one line, paper to ink; wrong ones have a ring."""
    now, count = theme.current_theme(), values.size
    grid = line_of(room, count)
    gap = 1.0 if grid.size >= 5 else 0.0
    low, high = (np.array(maps.rgb_of(now.color(token))) for token in ("unit_off", "unit_on"))
    shares = np.clip(np.nan_to_num(values, nan=0.5), 0.0, 1.0)
    colors = np.rint(low + shares[:, None] * (high - low)).astype(int)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for k, color in enumerate(colors.tolist()):
        box = grid.box_of((k, 0) if grid.columns == 1 else (0, k)).adjusted(0, 0, -gap, -gap)
        painter.fillRect(box, QColor(now.line))
        inner = box.adjusted(1, 1, -1, -1) if grid.size >= 5 else box
        painter.fillRect(inner, QColor(*color))
        if wrong[k]:
            pen = QPen(QColor(now.warm), max(2.0 * theme.scale(), 1.0))
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))


def line_of(room: QRectF, count: int) -> CellGrid:
    """The row or the column of so many square cells that has the larger ones, in the middle."""
    is_column = room.height() > room.width()
    rows, columns = (count, 1) if is_column else (1, count)
    side = min(room.width() / columns, room.height() / rows, theme.px(LARGEST))
    side = max(math.floor(side), 1)
    left = round(room.center().x() - side * columns / 2)
    top = round(room.center().y() - side * rows / 2)
    return CellGrid(QRectF(left, top, side * columns, side * rows), rows, columns)


def paint_units(painter: QPainter, room: QRectF, values: np.ndarray, is_lit: bool) -> None:
    """Paint values (C,) −1 … 1 in rows, as many as makes the cells largest."""
    count, best = values.size, (0.0, 1)
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        side = min(room.width() / columns, room.height() / rows)
        best = max(best, (side * (1.0 if columns * rows == count else 0.93), columns))
    columns = best[1]
    rows = -(-count // columns)
    colors = np.full(rows * columns, QColor(ground_color(is_lit)).rgb(), np.uint32)
    colors[:count] = maps.diverging(finite(values), CALM)
    ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
    grid = centred(fitted(room, rows, columns, ratio), room)
    paint_cells(painter, grid, colors.reshape(rows, columns))


def centred(grid: CellGrid, room: QRectF) -> CellGrid:
    """A grid in the middle of its room."""
    x = round((room.width() - grid.box.width()) / 2)
    y = round((room.height() - grid.box.height()) / 2)
    return CellGrid(grid.box.translated(x, y), grid.rows, grid.columns)


# ---- heads ----


def pooled(weights: np.ndarray, most: int) -> np.ndarray:
    """The largest of each of at most so many stretches of weights (N,)."""
    most = max(most, 1)
    if weights.size <= most:
        return weights
    return np.maximum.reduceat(weights, np.arange(most) * weights.size // most)


def paint_weights(painter: QPainter, box: QRectF, weights: np.ndarray, token: str) -> None:
    """Paint weights (N,) 0 … 1 as bars over a line, first location at the left."""
    now, foot = theme.current_theme(), round(box.bottom()) - 1
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRectF(box.left(), foot, box.width(), 1), QColor(now.mix("line", "ink3", 0.4)))
    values = pooled(finite(weights), int(box.width() / (BAR * theme.scale())))
    color, wide = QColor(now.color(token)), box.width() / values.size
    for k in np.flatnonzero(values * box.height() >= LEAST / 2).tolist():
        up = max(float(values[k]) * (box.height() - 2), LEAST)
        left, right = round(box.left() + k * wide), round(box.left() + (k + 1) * wide)
        painter.fillRect(QRectF(left, foot - up, max(right - left, 1), up), color)


def paint_vector(painter: QPainter, box: QRectF, values: np.ndarray) -> None:
    """Paint values (M,) about −1 … 1 as one line of cells."""
    colors = maps.diverging(finite(values), 1.0)
    paint_cells(painter, CellGrid(box, 1, values.size), colors[None])


def paint_pointer(painter: QPainter, tip: QPointF, way: QPointF, size: float, token: str) -> None:
    """A small triangle whose tip stands at a place and points a way (a unit vector)."""
    side = QPointF(-way.y(), way.x()) * (0.55 * size)
    back = tip - way * size
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current_theme().color(token)))
    painter.drawPolygon(QPolygonF([tip, back + side, back - side]))
