"""What stands about the histograms of D's outputs: levels, ticks, what the ends mean."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from simulator.controls import theme
from simulator.views import outputs_marks as marks
from simulator.views.heat import CENTER, LEFT, RIGHT, label_font, paint_text
from simulator.views.histograms_count import Bins
from simulator.views.histograms_layout import Place
from simulator.views.histograms_marks import axis_ticks
from simulator.views.outputs_marks import BINS, Mirrored
from simulator.views.trace_scale import round_step, tick_text, ticks

ROW, GAP = 15, 4  # pixels of normal mode: a line of small words, and beside words
LEAST = 110  # a view so low has no line for the ends' words
CROWDED = 24  # pixels of normal mode: half a plot so low has no numbers at its lines


@dataclass(frozen=True)
class Scale:
    """What the numbers mean: `ends` None are found from scores, else they stay; `middle` is where
    the discriminator is undecided, called `word`; `says` names fake and real at the ends."""

    ends: tuple[float, float] | None = (0.0, 1.0)
    middle: float = 0.5
    word: str = "½"
    axis: str = "D(x)"
    says: tuple[str, str] = ("fake", "real")


SCORES = Scale(None, 0.0, "0", "score D(x)")


def levels_of(top: float) -> list[tuple[float, str]]:
    """Shares with a line of their own, and how they are written."""
    step = round_step(top, 2.0)
    found = [t for t in ticks(step, top, step) if t <= top * 1.001]
    return [(t, f"{tick_text(100 * t, 100 * step)} %") for t in found or [top]]


def plot_of(size: QSize, top: float) -> QRectF:
    """Where the bars stand, `top` the share as high as half the plot."""
    px, wide, high = theme.px, size.width(), size.height()
    metrics = QFontMetricsF(label_font())
    left = max(metrics.horizontalAdvance(text) for _, text in levels_of(top)) + px(GAP + 2)
    line = px(ROW + GAP)
    foot = px(ROW) * (2 if high >= px(LEAST) else 1) + px(GAP)
    return QRectF(left, line, max(wide - left - px(8), 8), max(high - 2 * line - foot, 8))


def paint_ground(
    painter: QPainter, size: QSize, plot: QRectF, shown: Mirrored, scale: Scale, top: float
) -> None:
    """Paint the levels of both sides, the ticks, and what the ends mean."""
    px, line = theme.px, QColor(theme.current_theme().line)
    middle, half = marks.middle_of(plot), plot.height() / 2 - 1
    for share, text in levels_of(top):
        for y in (middle - share / top * half, middle + share / top * half):
            painter.fillRect(QRectF(plot.left(), round(y), plot.width(), 1), line)
            box = QRectF(0, round(y) - px(ROW) / 2, plot.left() - px(GAP + 1), px(ROW))
            if half >= px(CROWDED):
                paint_text(painter, box, text, flags=RIGHT)
    foot = plot.bottom() + px(ROW + GAP)
    _paint_ticks(painter, size, plot, shown, foot)
    if size.height() >= px(LEAST):
        _paint_ends(painter, QRectF(plot.left(), foot + px(ROW), plot.width(), px(ROW)), scale)


def _paint_ticks(painter: QPainter, size: QSize, plot: QRectF, shown: Mirrored, top: float) -> None:
    metrics, place = QFontMetricsF(label_font()), Place(plot, plot, False)
    bins = Bins(shown.low, shown.width, np.zeros(BINS, np.intp), 0.0, 0.0, 0.0, 0, 0)
    for value, text in axis_ticks(bins, plot.width(), metrics):
        wide, x = metrics.horizontalAdvance(text) + 2, place.x_of(value, bins)
        left = min(max(x - wide / 2, 0.0), size.width() - wide)
        paint_text(painter, QRectF(left, top, wide, theme.px(ROW)), text, flags=CENTER)


def _paint_ends(painter: QPainter, box: QRectF, scale: Scale) -> None:
    """Paint what the axis is, and what its ends mean."""
    fake, real = f"← {scale.says[0]}", f"{scale.says[1]} →"
    side = max(QFontMetricsF(label_font()).horizontalAdvance(text) for text in (fake, real))
    paint_text(painter, box, fake, "warm", LEFT)
    paint_text(painter, box, real, "accent", RIGHT)
    side += theme.px(2 * GAP)
    paint_text(painter, box.adjusted(side, 0, -side, 0), scale.axis, "ink2", CENTER)


def paint_middle(painter: QPainter, plot: QRectF, shown: Mirrored, scale: Scale) -> None:
    """Paint the line where it is undecided what is real, and its word."""
    if not shown.low <= scale.middle <= shown.high:
        return
    px, x = theme.px, plot.left() + shown.share_of(scale.middle) * plot.width()
    marks.paint_line(painter, plot, x)
    wide = QFontMetricsF(label_font()).horizontalAdvance(scale.word) + 4
    left = x - px(GAP) - wide if x + px(GAP) + wide > plot.right() else x + px(GAP)
    box = QRectF(left, plot.top() + px(1), wide, px(ROW))
    plate = QColor(theme.current_theme().surface)
    plate.setAlphaF(0.8)
    painter.fillRect(box, plate)
    paint_text(painter, box, scale.word, "ink2", CENTER)
