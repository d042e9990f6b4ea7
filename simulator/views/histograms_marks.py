"""How a histogram is painted: its words, its bars, its ticks."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from simulator.controls import theme
from simulator.views.heat import CENTER, RIGHT, label_font, paint_text
from simulator.views.histograms_count import Bins
from simulator.views.histograms_layout import ROW, TITLE, Place
from simulator.views.trace_scale import round_step, tick_text, ticks

PALE = 0.22  # of the card's surface in a bar
LEAST = 1.5  # pixels: a bin of one value is at least so high
DEMI_BOLD = QFont.Weight.DemiBold

Mark = tuple[float, str]


def number_text(value: float) -> str:
    """Write a number with three figures and a true minus: 0.134, −1.2e−5."""
    text = f"{value + 0.0:.3g}".replace("e-0", "e-").replace("e+0", "e")
    return text.replace("-", "−")


def mean_text(mean: float, deviation: float) -> str:
    """Write a mean and its deviation with as many decimals as give that two figures."""
    if not 1e-6 < deviation < 1e6:
        return f"{number_text(mean)} ± {number_text(deviation)}"
    decimals = max(0, 1 - math.floor(math.log10(deviation)))
    texts = (f"{round(value, decimals) + 0.0:.{decimals}f}" for value in (mean, deviation))
    return " ± ".join(texts).replace("-", "−")


def sum_text(bins: Bins) -> str:
    """What sums the values up: "0.01 ± 0.13, largest 1.3, of 100 000"."""
    text = f"{mean_text(bins.mean, bins.deviation)}, largest {number_text(bins.largest)}"
    if bins.counted < bins.size - bins.broken:
        text += f", of {count_text(bins.counted)}"
    return text + (f", {count_text(bins.broken)} not finite" if bins.broken else "")


def count_text(count: int) -> str:
    return f"{count:,}".replace(",", "\u2009")


def shares(bins: Bins, is_log: bool) -> np.ndarray:
    """How high each bar is, (B,), the highest 1."""
    counts = np.log1p(bins.counts) if is_log else bins.counts
    return counts / max(float(counts.max()), 1e-9)


def paint_heading(painter: QPainter, place: Place, title: str, unit: str) -> None:
    """The title, and at its right what the values are."""
    now, high = theme.current_theme(), theme.px(TITLE)
    font = theme.text_font(12, DEMI_BOLD)
    box = QRectF(place.plot.left(), place.box.top(), place.plot.width(), high)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(QColor(now.ink))
    elided = metrics.elidedText(title, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), elided)
    box.setLeft(box.left() + metrics.horizontalAdvance(elided) + theme.px(8))
    if box.width() > theme.px(24):
        paint_text(painter, box, unit)


def paint_axis(painter: QPainter, place: Place, bins: Bins) -> None:
    """The line the bars stand on, its ticks, and a line at 0."""
    now, plot = theme.current_theme(), place.plot
    line = QColor(now.line)
    painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), line)
    painter.fillRect(QRectF(plot.left(), round(plot.top()), plot.width(), 1), line)
    if bins.low < 0 < bins.high:
        zero = round(place.x_of(0.0, bins))
        painter.fillRect(QRectF(zero, plot.top(), 1, plot.height()), line)
    metrics, row = QFontMetricsF(label_font()), theme.px(ROW)
    for value, text in axis_ticks(bins, plot.width(), metrics):
        wide, x = metrics.horizontalAdvance(text) + 2, place.x_of(value, bins)
        box = QRectF(x - wide / 2, plot.bottom() + theme.px(2), wide, row)
        if place.box.left() - 1 <= box.left() and box.right() <= place.box.right() + 1:
            paint_text(painter, box, text, flags=CENTER)


def axis_ticks(bins: Bins, length: float, metrics: QFontMetricsF) -> list[tuple[float, str]]:
    """Return (value, text) of as many round values as have room beside each other."""
    span, count = bins.high - bins.low, max(length / theme.px(30), 1.0)
    while True:
        step = round_step(span, count)
        marked = [(value, tick_text(value, step)) for value in ticks(bins.low, bins.high, step)]
        widest = max((metrics.horizontalAdvance(text) for _, text in marked), default=0.0)
        if count == 1.0 or widest + theme.px(10) <= step / span * length:
            return marked
        count = max(0.7 * count, 1.0)


def paint_bars(
    painter: QPainter, place: Place, bins: Bins, is_log: bool, looked_at: int = -1
) -> None:
    """Bars: blue above 0, orange below, as the same numbers are on a map; one may be in ink."""
    now, edges = theme.current_theme(), place.edges(bins)
    foot, high = place.plot.bottom(), place.plot.height()
    gap = 1 if place.plot.width() >= 4 * len(bins.counts) else 0
    colors = [QColor(now.mix(token, "surface", PALE)) for token in ("warm", "accent")]
    middle = round(-bins.low / bins.width)  # the first bin above 0
    for k, share in enumerate(shares(bins, is_log).tolist()):
        if share > 0:
            up = max(share * high, LEAST)
            box = QRectF(edges[k], foot - up, max(edges[k + 1] - edges[k] - gap, 1), up)
            painter.fillRect(box, QColor(now.ink) if k == looked_at else colors[k >= middle])


def paint_sum(painter: QPainter, place: Place, bins: Bins, is_log: bool) -> None:
    """The line that sums the values up, and how many are in the highest bar."""
    row, plot = theme.px(ROW), place.plot
    box = QRectF(plot.left(), place.box.top() + theme.px(TITLE) - 1, plot.width(), row)
    paint_text(painter, box, sum_text(bins), "ink2")
    if not place.has_count:
        return
    text = f"count {count_text(int(bins.counts.max()))}" + ", log scale" * is_log
    paint_text(painter, QRectF(plot.left(), plot.top() - row - 1, plot.width(), row), text)


def paint_marks(painter: QPainter, place: Place, bins: Bins, marks: Sequence[Mark]) -> None:
    """A dashed line at each mark, with its word at the top."""
    now, plot, row = theme.current_theme(), place.plot, theme.px(ROW)
    for value, word in marks:
        if not bins.low <= value <= bins.high:
            continue
        x = place.x_of(value, bins)
        painter.setPen(QPen(QColor(now.ink2), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        wide = QFontMetricsF(label_font()).horizontalAdvance(word) + 2
        is_left = x + theme.px(4) + wide > plot.right()
        left = x - theme.px(4) - wide if is_left else x + theme.px(4)
        flags = RIGHT if is_left else 0
        paint_text(painter, QRectF(left, plot.top(), wide, row), word, "ink2", flags)
