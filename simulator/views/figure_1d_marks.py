"""What the figure is drawn with: axes, curves, names at them, and the lines from z to x."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from simulator.controls import theme
from simulator.views.figure_1d_curves import draw_dashed, draw_dotted, draw_solid
from simulator.views.figure_1d_frame import Figure, d_text, d_ticks
from simulator.views.figure_1d_names import Named, Names
from simulator.views.figure_1d_shown import Figure1dShown
from simulator.views.heat import CENTER, RIGHT, label_font, paint_text
from simulator.views.plane_field import path_of
from simulator.views.plane_generator import arrow_lines
from simulator.views.trace_canvas import Strokes
from simulator.views.trace_frame import MEDIUM, ROW, count_of_ticks
from simulator.views.trace_scale import round_step, tick_text, ticks

NAMED = ("accent", "warm", "ink", "ink2")  # colours of the four curves
PEAKED = ("solid", "dotted")  # curves whose name belongs to their peak
TICK_GAP = 62  # pixels of normal mode between ticks of x or z


@dataclass(frozen=True, eq=False)
class Curve:
    """A curve in pixels (P,)."""

    name: str
    kind: str  # dotted, solid, dashed, thin
    color: str
    x: np.ndarray
    y: np.ndarray

    def draw(self, painter: QPainter) -> None:
        if self.kind == "dotted":
            draw_dotted(painter, self.x, self.y, self.color)
        elif self.kind == "dashed":
            draw_dashed(painter, self.x, self.y, self.color)
        else:
            width = 1.0 if self.kind == "thin" else 2.0
            draw_solid(painter, self.x, self.y, self.color, width)


def curves_of(figure: Figure, shown: Figure1dShown) -> list[Curve]:
    """The curves in pixels, lowest first; what reaches beyond the plot is cut off there, and its
    name says how high it is."""
    plot = figure.curves.plot
    x = np.asarray(figure.curves.px(shown.x.astype(float)))
    low, high = figure.d
    parts = []
    for k, (values, kind) in enumerate(
        ((shown.best, "thin"), (shown.d, "dashed"), (shown.p, "dotted"), (shown.q, "solid"))
    ):
        if values is None:
            continue
        values = np.nan_to_num(values.astype(float))
        number, name = (3, 2, 0, 1)[k], shown.names[(3, 2, 0, 1)[k]]
        if k < 2:
            share = (values - low) / (high - low)
        else:
            share, most = values / figure.curves.y[1], float(values.max())
            if most > figure.curves.y[1]:
                name += f" ↑ {most:.2g}"
        y = plot.bottom() - np.clip(share, -0.02, 1.02) * plot.height()
        parts.append(Curve(name, kind, NAMED[number], x, y))
    return parts


# ---- axes ----


def paint_axes(painter: QPainter, figure: Figure, d_name: str) -> None:
    """Paint grid, ticks and names of all axes, D's at the right."""
    frame, px, now = figure.curves, theme.px, theme.current_theme()
    plot, half = frame.plot, px(ROW) / 2
    step = round_step(frame.y[1], count_of_ticks(plot.height()))
    rows = {t: round(frame.py(t)) + 0.5 for t in ticks(*frame.y, step)}
    grid = tuple((plot.left(), row, plot.right(), row) for row in rows.values())
    Strokes(grid, now.line).draw(painter)
    for t, row in rows.items():
        box = QRectF(0, row - half, plot.left() - px(8), 2 * half)
        paint_text(painter, box, tick_text(t, step), "", RIGHT)
    middle = round(figure.py_d(d_ticks(figure.d)[1])) + 0.5
    line = ((plot.left(), middle, plot.right(), middle),)
    Strokes(line, now.unknown, theme.scale(), (4.0, 3.0)).draw(painter)
    beside = frame.size.width() - plot.right()
    for t in d_ticks(figure.d):
        box = QRectF(plot.right() + px(6), figure.py_d(t) - half, beside, 2 * half)
        paint_text(painter, box, d_text(t, figure.d), "ink2")
    paint_text(painter, QRectF(0, 0, plot.width(), 2 * half), "density")
    head = QRectF(plot.right() - px(40), 0, beside + px(40), 2 * half)
    paint_text(painter, head, f"{d_name}(x)", "ink2", RIGHT)
    _paint_ticks(painter, QRectF(plot.left(), plot.bottom(), plot.width(), 0), frame.x, "x")
    if not figure.strip.isEmpty():
        foot = figure.strip.bottom()
        ends = (figure.strip.top(), foot)
        lines = tuple((plot.left(), round(y) + 0.5, plot.right(), round(y) + 0.5) for y in ends)
        Strokes(lines, now.ink3).draw(painter)
        _paint_ticks(painter, QRectF(plot.left(), foot, plot.width(), 0), figure.z, "z")


def _paint_ticks(painter: QPainter, line: QRectF, ends: tuple[float, float], name: str) -> None:
    """Paint ticks below a level line that reaches from one end to the other, and its name."""
    px, metrics = theme.px, QFontMetricsF(label_font())
    low, high = ends
    step = round_step(high - low, max(line.width() / px(TICK_GAP), 2.0))
    name_left, top = line.right() - px(10), line.top() + px(8)
    painter.setPen(QPen(QColor(theme.current_theme().ink3), 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    texts = []
    for t in ticks(low, high, step):
        x = round(line.left() + (t - low) / (high - low) * line.width()) + 0.5
        painter.drawLine(QPointF(x, line.top()), QPointF(x, line.top() + px(3)))
        wide = metrics.horizontalAdvance(tick_text(t, step)) + 2
        if x + wide / 2 < name_left:
            box = QRectF(max(x - wide / 2, 0.0), top, wide, px(ROW))
            texts.append((box, tick_text(t, step)))
    for box, text in texts:
        paint_text(painter, box, text, "", CENTER)
    paint_text(painter, QRectF(name_left, top, px(12), px(ROW)), name, "ink2", RIGHT)


def paint_stage(painter: QPainter, figure: Figure, stage: str) -> None:
    """Paint what is happening into the head, between the names of the axes."""
    left = QFontMetricsF(label_font()).horizontalAdvance("density") + theme.px(14)
    box = QRectF(left, 0, figure.curves.plot.right() - left - theme.px(44), theme.px(ROW))
    paint_text(painter, box, stage, "ink", CENTER, MEDIUM)


# ---- names ----


def paint_names(painter: QPainter, figure: Figure, curves: list[Curve], names: Names) -> None:
    """Paint each name at its curve; the generator's and the data's first."""
    metrics, plot = QFontMetricsF(label_font(MEDIUM)), figure.curves.plot
    order = curves[::-1]
    named = [
        Named(c.x, c.y, metrics.horizontalAdvance(c.name) + 4, c.kind in PEAKED) for c in order
    ]
    area = plot.left(), plot.top(), plot.width(), plot.height()
    boxes = names.place(named, area, float(theme.px(ROW)))
    for curve, box in zip(order, boxes, strict=True):
        if box:
            paint_text(painter, QRectF(*box), curve.name, curve.color, CENTER, MEDIUM)


# ---- from z to x ----


def paint_lines(painter: QPainter, figure: Figure, z: np.ndarray, mapped: np.ndarray) -> None:
    """Paint a thin arrow from each z to its x; what leaves the plot is cut off."""
    is_seen = np.isfinite(mapped)
    starts = np.column_stack(
        [
            [figure.pz(one) for one in z[is_seen].tolist()],
            np.full(is_seen.sum(), figure.strip.bottom()),
        ]
    )
    ends = np.asarray(figure.curves.px(mapped[is_seen].astype(float)))
    ways = np.column_stack([ends, np.full(len(ends), figure.strip.top())]) - starts
    color = QColor(theme.current_theme().warm)
    color.setAlphaF(0.75)
    painter.save()
    painter.setClipRect(figure.strip.adjusted(-1, -1, 1, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.0 * theme.scale()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path_of(arrow_lines(starts, ways, np.hypot(*ways.T)), "pairs"))
    painter.restore()


# ---- what is looked at ----


def paint_looked(painter: QPainter, figure: Figure, curves: list[Curve], x: float) -> None:
    """Paint an upright line and a dot on each curve."""
    now, plot = theme.current_theme(), figure.curves.plot
    middle = round(x) + 0.5
    Strokes(((middle, plot.top(), middle, plot.bottom()),), now.ink3, 1.0).draw(painter)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(now.surface), 1.5))
    for curve in curves:
        painter.setBrush(QColor(now.color(curve.color)))
        y = min(max(float(np.interp(x, curve.x, curve.y)), plot.top()), plot.bottom())
        painter.drawEllipse(QPointF(x, y), theme.px(4), theme.px(4))


def paint_line(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """Paint one line of the strip strong."""
    now = theme.current_theme()
    painter.setPen(QPen(QColor(now.mix("warm", "ink", 0.3)), 2.4 * theme.scale()))
    painter.drawLine(start, end)
    painter.setPen(QPen(QColor(now.surface), 1.5))
    painter.setBrush(QColor(now.mix("warm", "ink", 0.3)))
    for place in (start, end):
        painter.drawEllipse(place, theme.px(4), theme.px(4))
