"""What walks on a landscape of one dimension: signs on the curve, their names, their best places.

A name stands above the curve, over its sign, with a thin line down to it; a best energy stands
under the curve. Where two would overlap, the second makes way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from simulator.controls import theme
from simulator.views.trace_canvas import CENTER, Strokes, Text, label_font
from simulator.views.trace_frame import MEDIUM, ROW
from simulator.views.trace_scale import Box, Shelf

RADIUS, BEST = 7.5, 4.0  # pixels of normal mode: of a walker, of the sign of a best place
GAP = 6


@dataclass(frozen=True)
class Walker:
    """One who walks: where it is and was best, in pixels on the curve, and the best energy."""

    name: str
    color: str  # a token
    is_square: bool
    at: QPointF
    best: QPointF
    energy: float


def both(
    temperature: float, spots: Sequence[QPointF], bests: Sequence[QPointF], energies: np.ndarray
) -> tuple[Walker, Walker]:
    """The hill-climber and the annealer, where each is and was best, and the best energies (2,)."""
    names = "hill-climber, T = 0", f"annealer, T = {temperature:.2f}"
    climber = Walker(names[0], "warm", True, spots[0], bests[0], float(energies[0]))
    return climber, Walker(names[1], "accent", False, spots[1], bests[1], float(energies[1]))


def draw(
    painter: QPainter,
    walkers: Sequence[Walker],
    curve: tuple[np.ndarray, np.ndarray],
    plot: QRectF,
    room: QRectF,
) -> None:
    """Draw walkers over a curve (P,), (P,) in pixels; names stay within the room."""
    names, bests = Shelf(0.0, plot.bottom()), Shelf(plot.top(), plot.bottom())
    for walker in walkers:
        _draw_best(painter, walker, bests, room, plot)
    boxes = [_name_box(walker, curve, names, room, plot) for walker in walkers]
    for walker, box in zip(walkers, boxes, strict=True):
        if box:
            _draw_leader(painter, walker, box)
    for walker, box in zip(walkers, boxes, strict=True):
        spot = walker.at - QPointF(0, RADIUS * theme.scale())
        _draw_sign(painter, walker, spot, RADIUS * theme.scale(), is_full=True)
        if box:
            color = theme.current_theme().color(walker.color)
            Text(walker.name, box, color, CENTER, MEDIUM, has_plate=True).draw(painter)


def _name_box(
    walker: Walker, curve: tuple[np.ndarray, np.ndarray], shelf: Shelf, room: QRectF, plot: QRectF
) -> Box | None:
    """Place a name above the highest part of the curve that it covers, or above another name."""
    wide, high = QFontMetricsF(label_font(MEDIUM)).horizontalAdvance(walker.name) + 6, theme.px(ROW)
    left = min(max(walker.at.x() - wide / 2, plot.left()), room.right() - wide)
    x, y = curve
    below = y[(x >= left - GAP) & (x <= left + wide + GAP)]
    sign = walker.at.y() - 2 * RADIUS * theme.scale()
    roof = min([sign, *([float(below.min())] if below.size else [])])
    top = roof - high - theme.px(GAP)
    return shelf.put((left, max(top, 0.0), wide, float(high)), 3.0 * high, is_up=True)


def _draw_leader(painter: QPainter, walker: Walker, box: Box) -> None:
    """Draw a thin line from a name down to its sign, where they are apart."""
    foot = walker.at.y() - 2 * RADIUS * theme.scale()
    start, x = box[1] + box[3], round(walker.at.x()) + 0.5
    if foot - start > theme.px(GAP) + 1:
        color = theme.current_theme().mix(walker.color, "surface", 0.45)
        Strokes(((x, start, x, foot),), color, theme.scale()).draw(painter)


def _draw_best(painter: QPainter, walker: Walker, shelf: Shelf, room: QRectF, plot: QRectF) -> None:
    """Draw a hollow sign on the curve and, below it, the energy there."""
    text = f"best {walker.energy:.2f}".replace("-", "−")
    wide, high = QFontMetricsF(label_font(MEDIUM)).horizontalAdvance(text) + 4, float(theme.px(ROW))
    left = min(max(walker.best.x() - wide / 2, plot.left()), room.right() - wide)
    top = walker.best.y() + theme.px(BEST + 4)
    if box := shelf.put((left, top, wide, high), 3 * high):
        color = theme.current_theme().color(walker.color)
        Text(text, box, color, CENTER, MEDIUM).draw(painter)
    if (walker.at - walker.best).manhattanLength() > RADIUS * theme.scale():
        _draw_sign(painter, walker, walker.best, BEST * theme.scale(), is_full=False)


def _draw_sign(
    painter: QPainter, walker: Walker, spot: QPointF, radius: float, is_full: bool
) -> None:
    """Draw a disc or a square with soft corners: full, or hollow. The square is the larger one, so
    that it is seen behind a disc."""
    now = theme.current_theme()
    color = QColor(now.color(walker.color))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rim = QColor(now.surface) if is_full else color
    painter.setPen(QPen(rim, (1.5 if is_full else 1.8) * theme.scale()))
    painter.setBrush(color if is_full else QColor(now.surface))
    if not walker.is_square:
        disc = 0.82 * radius
        painter.drawEllipse(spot, disc, disc)
        return
    box = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
    corner = 0.35 * radius if is_full else 0.2 * radius
    painter.drawRoundedRect(box, corner, corner, Qt.SizeMode.AbsoluteSize)
