"""Draws a schedule: the plan thin, what really was strong, the present as a dot under a line."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from simulator.controls import theme
from simulator.views.schedule_frame import AXES, DETAIL, Places, Shown, temperature_text
from simulator.views.trace_canvas import LEFT, Dot, Strokes, Text, label_font
from simulator.views.trace_frame import MEDIUM, ROW, backdrop
from simulator.views.trace_scale import Box

HANDLE = 5.0  # pixels of normal mode: the radius
LIT = 1.3  # times larger under the pointer
FAINT = 0.45  # how much paper is mixed into the plan
ROUGH = 40  # the same for a line that goes up and down all the time
CALM = 400  # points; a line with more is drawn in pieces, in a fraction of the time


def draw_ground(painter: QPainter, places: Places) -> None:
    """Draw grid, ticks and the band's lines at 0 and 1."""
    for mark in backdrop(places.frame, (), ()):
        mark.draw(painter)
    band = places.band
    if not band.isEmpty():
        ends = band.left(), band.right()
        rows = round(band.top()) + 0.5, round(band.bottom()) + 0.5
        lines = tuple((ends[0], row, ends[1], row) for row in rows)
        Strokes(lines, theme.current_theme().line).draw(painter)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def draw_plan(painter: QPainter, places: Places, plan: tuple[np.ndarray, np.ndarray]) -> None:
    """Draw what is intended: a thin line (P,), (P,) of sweeps and temperatures."""
    color = theme.current_theme().mix("accent", "surface", FAINT)
    draw_line(painter, *places.curve(*plan), color, theme.stroke(1.6))


def draw_past(painter: QPainter, places: Places, shown: Shown) -> None:
    """Draw what really was, strong, over a soft surface."""
    if shown.past_sweeps.size < 2:
        return
    now, plot = theme.current_theme(), places.frame.plot
    x, y = places.curve(shown.past_sweeps, shown.past_temperatures)
    soft = QColor(now.accent)
    soft.setAlphaF(0.10)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    ends = [QPointF(float(x[-1]), plot.bottom()), QPointF(float(x[0]), plot.bottom())]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.drawPolygon(QPolygonF([*_points(x, y), *ends]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_line(painter, x, y, now.accent, theme.stroke(2.4))


def draw_now(
    painter: QPainter, places: Places, shown: Shown, plan: tuple[np.ndarray, np.ndarray]
) -> None:
    """Draw the playhead through plot and band, its dot, and the temperature in figures, which
    stand clear of the curve."""
    now, frame = theme.current_theme(), places.frame
    plot, foot = frame.plot, places.band.bottom() or frame.plot.bottom()
    spot = places.point(shown.now, shown.temperature_now)
    column = round(spot.x()) + 0.5
    Strokes(((column, plot.top(), column, foot),), now.ink3, theme.scale()).draw(painter)
    Dot(spot.x(), spot.y(), theme.px(5), now.accent).draw(painter)
    text = f"T = {temperature_text(shown.temperature_now, frame.y[1])}"
    wide, high = QFontMetricsF(label_font(MEDIUM)).horizontalAdvance(text) + 2, theme.px(ROW)
    left, curve = spot.x() + theme.px(9), plan
    if left + wide > frame.size.width():
        left, curve = spot.x() - theme.px(9) - wide, (shown.past_sweeps, shown.past_temperatures)
    upper, lower = _reach_of(places, curve, spot, left, left + wide)
    top = upper - high - theme.px(3)
    if top < plot.top() - high and lower + theme.px(3) + high < plot.bottom():
        top = lower + theme.px(3)
    box = QRectF(left, max(top, plot.top() - high, 0.0), wide, high)
    Text(text, _box(box), now.ink, LEFT, MEDIUM, has_plate=True).draw(painter)
    _draw_name(painter, places, box)


def _draw_name(painter: QPainter, places: Places, taken: QRectF) -> None:
    """Name the axis in the margin, clear of the present temperature, if it stands there too."""
    name = places.name
    if name.isEmpty():
        return
    lowest = places.frame.plot.bottom() - name.height() - theme.px(2)
    if name.intersects(taken):
        name = name.translated(0, min(taken.bottom() + 1, lowest) - name.top())
    if name.intersects(taken):
        name = name.translated(0, taken.top() - name.height() - name.top())
    Text(AXES[1], _box(name), theme.caption_color(), has_plate=True).draw(painter)


def _reach_of(
    places: Places, curve: tuple[np.ndarray, np.ndarray], spot: QPointF, left: float, right: float
) -> tuple[float, float]:
    """Return the highest and the lowest row, in pixels, of a curve between two columns."""
    x, y = curve
    low, high = places.frame.x_at(left), places.frame.x_at(right)
    rows = np.array([spot.y()])
    if x.size:
        ends = np.interp(np.clip([low, high], x[0], x[-1]), x, y)
        rows = np.append(rows, places.frame.py(np.append(ends, y[(x >= low) & (x <= high)])))
    return float(rows.min()), float(rows.max())


def draw_acceptance(painter: QPainter, places: Places, shown: Shown) -> None:
    """Draw the share of accepted changes as a slim line, and the last in figures."""
    band = places.band
    if band.isEmpty():
        return
    now, reach = theme.current_theme(), places.frame.x[1]
    is_seen = (shown.acceptance_sweeps <= reach) & np.isfinite(shown.acceptance)
    x, y = shown.acceptance_sweeps[is_seen], np.clip(shown.acceptance[is_seen], 0.0, 1.0)
    if not x.size:
        return
    inner = band.adjusted(0, 1.5, 0, -1.5)
    columns, rows = replace(places.frame, plot=inner, y=(0.0, 1.0)).path(x, y[None], DETAIL)
    draw_line(painter, columns, rows, now.good, theme.stroke(1.5), ROUGH)
    Dot(float(columns[-1]), float(rows[-1]), theme.px(3), now.good).draw(painter)
    text, box = f"acceptance {y[-1]:.2f}", _box(places.label)
    Text(text, box, now.ink2, LEFT, MEDIUM).draw(painter)


def draw_handles(
    painter: QPainter,
    spots: list[QPointF],
    chosen: int | None,
    lit: int | None,
    has_focus: bool,
) -> None:
    """Draw points one can take hold of; the chosen one is full, with a ring for the keyboard."""
    now = theme.current_theme()
    for number, spot in enumerate(spots):
        radius = HANDLE * theme.scale() * (LIT if number == lit else 1.0)
        is_full = number == chosen
        painter.setPen(QPen(QColor(now.accent), 2.0 * theme.scale()))
        painter.setBrush(QColor(now.accent if is_full else now.surface))
        painter.drawEllipse(spot, radius, radius)
        if is_full and has_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.ink), 1.4 * theme.scale()))
            reach = radius + 3.5 * theme.scale()
            painter.drawEllipse(spot, reach, reach)


def draw_ghost(painter: QPainter, spot: QPointF) -> None:
    """Draw where a press would make a point."""
    now = theme.current_theme()
    painter.setPen(QPen(QColor(now.mix("accent", "surface", 0.3)), 1.5 * theme.scale()))
    painter.setBrush(QColor(now.accent_soft))
    painter.drawEllipse(spot, HANDLE * theme.scale(), HANDLE * theme.scale())


def draw_line(
    painter: QPainter, x: np.ndarray, y: np.ndarray, color: str, width: float, most: int = CALM
) -> None:
    """Draw a line through points (P,), (P,) in pixels; of more than `most` points in pieces."""
    points = _points(x, y)
    pen = QPen(QColor(color), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if len(points) <= most:
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
        return
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.drawLines([QLineF(a, b) for a, b in pairwise(points)])


def _points(x: np.ndarray, y: np.ndarray) -> list[QPointF]:
    return [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]


def _box(box: QRectF) -> Box:
    return box.left(), box.top(), box.width(), box.height()


def focus_box(places: Places) -> QRectF:
    """Where the frame of the keyboard's focus stands."""
    return places.frame.plot.adjusted(0.5, 0.5, -0.5, -0.5)
