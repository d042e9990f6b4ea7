"""How often each value occurs, over the map's colours as its axis; flagged values stand apart."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from simulator.controls import theme
from simulator.views.heat import (
    CENTER,
    LEFT,
    RIGHT,
    bar_ticks,
    gradient,
    label_font,
    paint_frame,
    paint_text,
)
from simulator.views.trace_scale import round_step

BINS = 28  # about so many
ROW, BAR = 15, 7  # pixels of normal mode: height of a label, thickness of the coloured axis
LEAST = 2  # a bin of one unit is at least so high


@dataclass(frozen=True, eq=False)
class Histogram:
    """Counts of values in bins of one width; `flagged` are those of the values flagged."""

    low: float
    width: float
    counts: np.ndarray  # (B,) intp
    flagged: np.ndarray  # (B,) intp, at most counts

    @classmethod
    def of(cls, values: np.ndarray, flags: np.ndarray | None, edge: float) -> "Histogram":
        """Count values (N,); `edge` is in range and between two bins."""
        low, high = min(float(values.min()), edge), max(float(values.max()), edge)
        span = (high - low) or abs(high) or 1.0
        width = round_step(span, BINS)
        first = math.floor((low - edge) / width + 1e-6)
        last = max(math.ceil((high - edge) / width - 1e-6), first + 1)
        if last * width <= high - edge:
            last += 1  # values on the upper end have a bin of their own
        place = np.floor((values - edge) / width + 1e-9).astype(np.intp) - first
        place = np.clip(place, 0, last - first - 1)
        counts = np.bincount(place, minlength=last - first)
        none = np.zeros_like(counts)
        flagged = none if flags is None else np.bincount(place[flags], minlength=len(counts))
        return cls(edge + first * width, width, counts, flagged)

    @property
    def high(self) -> float:
        return self.low + len(self.counts) * self.width


def paint_histogram(
    painter: QPainter, box: QRectF, shown: Histogram, limit: float, words: tuple[str, str]
) -> None:
    """Paint into a box; `words` name the values (below) and what is flagged (above, or "")."""
    now, row = theme.current_theme(), theme.px(ROW)
    metrics = QFontMetricsF(label_font())
    lines = 0 if not words[1] else 1 if metrics.horizontalAdvance(words[1]) < box.width() else 2
    head, foot = (lines + 1) * row + theme.px(4), 2 * row + theme.px(BAR + 6)
    plot = box.adjusted(theme.px(4), head, -theme.px(10), -foot)
    if plot.width() < theme.px(40) or plot.height() < theme.px(16):
        return
    painter.setFont(label_font())
    painter.setPen(QColor(now.ink2))
    above = QRectF(box.left(), box.top(), box.width(), lines * row)
    painter.drawText(above, LEFT | int(Qt.TextFlag.TextWordWrap), words[1])
    most = int(shown.counts.max())
    painter.fillRect(QRectF(plot.left(), round(plot.top()), plot.width(), 1), QColor(now.line))
    place = QRectF(plot.left(), plot.top() - row - 1, plot.width(), row)
    text = f"{most:,} unit{'s' if most > 1 else ''}"
    paint_text(painter, place, text.replace(",", "\u2009"))
    _paint_bins(painter, plot, shown, most)
    _paint_axis(painter, plot, shown, limit, words[0])


def _paint_bins(painter: QPainter, plot: QRectF, shown: Histogram, most: int) -> None:
    now, wide = theme.current_theme(), plot.width() / len(shown.counts)
    gap = 1 if wide >= 4 else 0
    for k, (count, flagged) in enumerate(zip(shown.counts, shown.flagged, strict=True)):
        foot = plot.bottom()
        for part, token in ((int(flagged), "warm"), (int(count - flagged), "accent")):
            if part:
                high = max(part / most * plot.height(), LEAST)
                start, end = round(plot.left() + k * wide), round(plot.left() + (k + 1) * wide)
                box = QRectF(start, foot - high, max(end - start - gap, 1), high)
                painter.fillRect(box, QColor(now.color(token)))
                foot -= high


def _paint_axis(
    painter: QPainter, plot: QRectF, shown: Histogram, limit: float, label: str
) -> None:
    row, high = theme.px(ROW), theme.px(BAR)
    strip = QRectF(plot.left(), plot.bottom() + theme.px(3), plot.width(), high)
    ends = QPointF(strip.left(), 0), QPointF(strip.right(), 0)
    painter.fillRect(strip, gradient(*ends, shown.low, shown.high, limit))
    paint_frame(painter, strip)
    top, taken = strip.bottom() + theme.px(2), -math.inf
    metrics = QFontMetricsF(label_font())
    for value, text in bar_ticks(shown.low, shown.high, plot.width()):
        wide = metrics.horizontalAdvance(text) + 2
        x = plot.left() + (value - shown.low) / (shown.high - shown.low) * plot.width()
        left = min(max(x - wide / 2, plot.left() - theme.px(4)), plot.right() + theme.px(10) - wide)
        if left > taken:
            paint_text(painter, QRectF(left, top, wide, row), text, flags=CENTER)
            taken = left + wide + theme.px(4)
    box = QRectF(plot.left(), top + row, plot.width(), row)
    paint_text(painter, box, label, flags=RIGHT)
