"""How a chart of a stage is painted: its words, its bars over those of before, its axis."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from simulator.controls import theme
from simulator.views.addressing_layout import Place
from simulator.views.addressing_numbers import Piece
from simulator.views.addressing_shown import NAMES, VECTORS, Chart
from simulator.views.addressing_window import Window
from simulator.views.heat import CENTER, LEFT, RIGHT, label_font, paint_text
from simulator.views.players_marks import first_fitting
from simulator.views.why_sheet import equation_font

DEMI_BOLD = QFont.Weight.DemiBold
CORNER = 6  # pixels of normal mode
GAPPED = 3.5  # pixels: bars so wide have a gap between them
PALE = 0.32  # of its colour has a bar of before
LEAST = 1.0  # pixels: a value that is not 0 is seen
FAINT = 0.5  # pixels: a bar lower than this is left out
NOT_YET = "not yet"
SAYS = {
    "content": ("what is like the key", "like the key"),
    "gate": ("content, or as before", "or as before"),
    "shift": ("moved along", "moved"),
    "sharpen": ("the large win", "sharp"),
    "erase": ("what is wiped there", "wiped"),
    "add": ("what is written there", "written"),
    "read": ("what is found there", "found"),
}


def paint_held(painter: QPainter, box: QRectF) -> None:
    """The ground of the chart a person chose."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current_theme().mix("surface", "accent_soft", 0.6)))
    painter.drawRoundedRect(box, theme.px(CORNER), theme.px(CORNER))


def paint_title(painter: QPainter, place: Place, stage: str, number: int, is_lit: bool) -> None:
    """The stage's number and name."""
    now, font = theme.current_theme(), theme.text_font(12, DEMI_BOLD)
    metrics = QFontMetricsF(font)
    texts = [*(f"{number} {name}" for name in NAMES[stage]), NAMES[stage][-1]]
    text = first_fitting(texts, place.title.width(), metrics)
    painter.setFont(font)
    painter.setPen(QColor(now.accent if is_lit else now.ink))
    elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.title.width() + 1)
    painter.drawText(place.title, LEFT, elided)


def paint_line(
    painter: QPainter, place: Place, line: Sequence[Piece], can_drag: bool, looked_at: str
) -> list[tuple[QRectF, str]]:
    """The equation; numbers that may be dragged are underlined. Returns the numbers' boxes."""
    now, font = theme.current_theme(), equation_font()
    metrics, x = QFontMetricsF(font), place.line.left()
    painter.setFont(font)
    boxes = []
    for piece in line:
        wide = metrics.horizontalAdvance(piece.text)
        box = QRectF(x, place.line.top(), wide, place.line.height())
        is_free = can_drag and bool(piece.name)
        is_looked_at = bool(piece.name) and piece.name == looked_at
        painter.setPen(QColor(now.accent if is_free else now.ink if is_looked_at else now.ink2))
        painter.drawText(box.adjusted(0, 0, 2, 0), LEFT, piece.text)
        if is_free:
            _underline(painter, box, metrics, is_looked_at)
        if piece.name:
            boxes.append((box, piece.name))
        x += wide
    return boxes


def _underline(painter: QPainter, box: QRectF, metrics: QFontMetricsF, is_strong: bool) -> None:
    y = round(box.center().y() + metrics.capHeight() / 2 + theme.px(3)) + 0.5
    color = QColor(theme.current_theme().accent)
    style = Qt.PenStyle.SolidLine if is_strong else Qt.PenStyle.DotLine
    painter.setPen(QPen(color, theme.scale(), style))
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))


def paint_said(painter: QPainter, place: Place, chart: Chart) -> None:
    """What the stage does, where there is room, and the end of the scale."""
    if chart.values is None:
        paint_text(painter, place.plot, NOT_YET, flags=CENTER)
        return
    metrics = QFontMetricsF(label_font())
    scale = f"{'±' if chart.low < 0 else ''}{chart.high:.6g}"
    paint_text(painter, place.said, scale, flags=RIGHT)
    room = place.said.width() - metrics.horizontalAdvance(scale) - theme.px(6)
    text = first_fitting((*SAYS[chart.stage], ""), room, metrics)
    if place.says:
        paint_text(painter, place.said, text)


def paint_frame(painter: QPainter, place: Place, chart: Chart) -> None:
    """The line at 0, on which bars stand, and one at the end of the scale."""
    now, plot = theme.current_theme(), place.plot
    if chart.values is None:
        painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), QColor(now.line))
        return
    top = now.mix("line", "surface", 0.35)
    painter.fillRect(QRectF(plot.left(), plot.top(), plot.width(), 1), QColor(top))
    if chart.low < 0:
        painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), QColor(top))
    zero = _zero(plot, chart)
    painter.fillRect(QRectF(plot.left(), zero, plot.width(), 1), QColor(now.line))


def _zero(plot: QRectF, chart: Chart) -> int:
    """The height at which bars begin."""
    return round(plot.top() + chart.high / (chart.high - chart.low) * plot.height())


def paint_bars(
    painter: QPainter,
    place: Place,
    chart: Chart,
    window: Window,
    is_lit: bool,
    looked_at: int = -1,
) -> None:
    """The bars in sight, pale behind them those of before; one may be in ink."""
    if chart.values is None:
        return
    now, places = theme.current_theme(), window.places()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    token = "accent" if is_lit else "ink3"
    if chart.before is not None:
        painter.setBrush(QColor(now.mix("surface", token, PALE)))
        painter.drawRects(_boxes(place, chart, chart.before[places]))
    painter.setBrush(QColor(now.color(token)))
    painter.drawRects(_boxes(place, chart, chart.values[places]))
    if 0 <= looked_at < chart.size:
        one = np.where(places == looked_at, chart.values[places], 0.0)
        painter.setBrush(QColor(now.ink))
        painter.drawRects(_boxes(place, chart, one))


def _boxes(place: Place, chart: Chart, values: np.ndarray) -> list[QRectF]:
    """A box for each value that is seen; of more values than pixels the largest of each pixel."""
    plot, zero = place.plot, _zero(place.plot, chart)
    columns = max(int(plot.width()), 1)
    if values.size > columns:
        starts = np.arange(columns) * values.size // columns
        high = np.maximum.reduceat(values, starts)
        low = np.minimum.reduceat(values, starts)
        values = np.where(high >= -low, high, low)
    edges = place.edges(values.size)
    gap = 1 if plot.width() >= GAPPED * values.size else 0
    scale = plot.height() / (chart.high - chart.low)
    ups = np.clip(values, chart.low, chart.high) * scale
    boxes = []
    for k in np.flatnonzero(np.abs(ups) >= FAINT).tolist():
        up = float(ups[k])
        long = max(abs(up), LEAST)
        top = zero - long if up > 0 else zero + 1.0
        boxes.append(QRectF(edges[k], top, max(edges[k + 1] - edges[k] - gap, 1), long))
    return boxes


def paint_axis(
    painter: QPainter, place: Place, chart: Chart, window: Window, looked_at: int = -1
) -> None:
    """The first and the last number in sight, that of the bar that is looked at or highest, and,
    where there is room between them, what is counted."""
    axis, marked = place.axis, looked_at if looked_at >= 0 else chart.peak
    labels = [(0.5, str(window.start)), (window.count - 0.5, str(window.last))]
    if marked >= 0:
        at, text = window.position(marked) + 0.5, str(marked)
        if at < 0:  # out of sight, on this side
            is_before = window.is_before(marked)
            at = 0.5 if is_before else window.count - 0.5
            text = f"‹ {marked}" if is_before else f"{marked} ›"
        labels.insert(0, (at, text))
    metrics = QFontMetricsF(label_font())
    taken: list[QRectF] = []
    for k, (at, text) in enumerate(labels):
        wide = metrics.horizontalAdvance(text) + 2
        left = axis.left() + at / window.count * axis.width() - wide / 2
        left = min(max(left, axis.left() - 1), axis.right() + 1 - wide)
        box, near = QRectF(left, axis.top(), wide, axis.height()), theme.px(5)
        if not any(box.adjusted(-near, 0, near, 0).intersects(other) for other in taken):
            paint_text(painter, box, text, "ink" if k == 0 and marked >= 0 else "", CENTER)
            taken.append(box)
    _paint_counted(painter, axis, "column" if chart.stage in VECTORS else "location", taken)


def _paint_counted(painter: QPainter, axis: QRectF, name: str, taken: list[QRectF]) -> None:
    """Say what the axis counts in the widest gap, if it has room."""
    ends = sorted((box.left(), box.right()) for box in taken)
    gaps = [(b[0] - a[1], a[1], b[0]) for a, b in pairwise(ends)]
    room, left, right = max(gaps, default=(0.0, 0.0, 0.0))
    if room >= QFontMetricsF(label_font()).horizontalAdvance(name) + theme.px(16):
        paint_text(painter, QRectF(left, axis.top(), right - left, axis.height()), name, "", CENTER)
