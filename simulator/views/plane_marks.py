"""What stands on and around a plane: ticks, the legend, rings, a caption in the corner."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen

from simulator.controls import theme
from simulator.views.heat import CENTER, LEFT, RIGHT, label_font, paint_frame, paint_text
from simulator.views.plane_dots import Look
from simulator.views.plane_field import boundary_pen, contour_pen, heat_colors
from simulator.views.plane_frame import PlaneFrame
from simulator.views.plane_generator import arrow_lines
from simulator.views.plane_shown import PlaneShown, scale_text
from simulator.views.trace_frame import MEDIUM, ROW
from simulator.views.trace_points import KEY
from simulator.views.trace_scale import round_step, tick_text, ticks

TICK_GAP = 58  # pixels of normal mode
MANY, LEAST = 300, 0.6  # more dots shrink, down to this share of the radius
DATA, FAKE = 3.0, 2.9  # radii, in pixels of normal mode


@dataclass(frozen=True)
class Key:
    """An entry of the legend; room is kept for its `widest` text."""

    kind: str
    text: str
    widest: str


def keys_of(shown: PlaneShown, layers: Collection[str], span: float) -> list[Key]:
    """What the legend says of the layers that can be seen, `span` of an axis in sight."""
    keys: list[Key] = []

    def add(kind: str, text: str, widest: str = "") -> None:
        keys.append(Key(kind, text, widest or text))

    if "data" in layers and len(shown.real):
        add("data", shown.real_name)
    if "fakes" in layers and len(shown.fake):
        add("fakes", shown.fake_name + (", averaged" if shown.averaged else ""))
    if "heat" in layers and shown.heat is not None:
        add("heat", shown.heat_words)
        if shown.boundary:
            add("boundary", shown.boundary)
    if "manifold" in layers and shown.manifold is not None:
        add("manifold", "G(z), opaque: dense")
    if "density" in layers and shown.density is not None:
        add("density", f"density of {shown.real_name}")
    if "arrows" in layers and shown.arrows is not None:
        scale = shown.arrow_scale(span)
        text = f"{shown.arrow_name} {scale_text(scale) if scale else 'none'}"
        add("arrows", text, f"{shown.arrow_name} ×2·10⁻¹⁰")
    return keys


def data_look(count: int) -> Look:
    return Look("disc", "accent", DATA * _share(count), 0.9, 0.8 * theme.scale())


def fake_look(count: int) -> Look:
    return Look("diamond", "warm", FAKE * _share(count), 0.9, 0.8 * theme.scale())


def _share(count: int) -> float:
    share = 1.0 if count <= MANY else max((MANY / count) ** 0.25, LEAST)
    return share * theme.scale()


# ---- around the plot ----


def paint_axes(painter: QPainter, frame: PlaneFrame) -> None:
    """Paint the frame, ticks outside it, and the names of the axes."""
    plot, px = frame.plot, theme.px
    paint_frame(painter, plot)
    step = round_step(frame.span, max(plot.width() / px(TICK_GAP), 2.0))
    painter.setPen(QPen(QColor(theme.current_theme().ink3), 1))
    row, half, reach = plot.bottom() + px(7), px(ROW) / 2, px(TICK_GAP) / 2
    texts: list[tuple[QRectF, str, int]] = []
    name_left = plot.right() - px(14)
    for t in ticks(*frame.x, step):
        x = round(frame.px(t)) + 0.5
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + px(3)))
        text = tick_text(t, step)
        if x + QFontMetricsF(label_font()).horizontalAdvance(text) / 2 < name_left:
            texts.append((QRectF(x - reach, row, 2 * reach, 2 * half), text, CENTER))
    for t in ticks(*frame.y, step):
        y = round(frame.py(t)) + 0.5
        painter.drawLine(QPointF(plot.left() - px(4), y), QPointF(plot.left() - 1, y))
        box = QRectF(0, y - half, plot.left() - px(8), 2 * half)
        texts.append((box, tick_text(t, step), RIGHT))
    for box, text, flags in texts:
        paint_text(painter, box, text, "", flags)
    paint_text(painter, QRectF(name_left, row, px(16), 2 * half), "x₁", "ink2", RIGHT)
    name = QRectF(plot.left(), plot.top() - px(ROW + 2), px(30), px(ROW))
    paint_text(painter, name, "x₂", "ink2", LEFT)


def paint_legend(painter: QPainter, frame: PlaneFrame, keys: list[Key]) -> None:
    """Paint a sign and a name for each key."""
    for key, (x, y, width, height) in zip(keys, frame.legend, strict=True):
        sign = QRectF(x, y, theme.px(KEY), height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, key.kind, sign)
        left = x + theme.px(KEY + 6)
        words = QRectF(left, y, x + width - left, height)
        paint_text(painter, words, key.text, "ink2", weight=MEDIUM)


def paint_sign(painter: QPainter, kind: str, box: QRectF) -> None:
    """Paint the sign of a kind of mark into a small box."""
    middle = box.center()
    at = np.array([[middle.x(), middle.y()]])
    left, right = QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y())
    if kind == "data":
        data_look(1).draw(painter, at)
    elif kind == "fakes":
        fake_look(1).draw(painter, at)
    elif kind == "heat":
        _paint_bar(painter, box)
    elif kind == "arrows":
        painter.setPen(QPen(QColor(theme.current_theme().ink), 1.2 * theme.scale()))
        way = np.array([[box.width(), 0.0]])
        points = arrow_lines(np.array([[left.x(), left.y()]]), way, way[:, 0])
        for start, end in points.reshape(-1, 2, 2).tolist():
            painter.drawLine(QPointF(*start), QPointF(*end))
    elif kind == "manifold":
        _paint_mesh(painter, box)
    elif kind == "density":
        painter.setPen(contour_pen())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for share in (1.0, 0.5):
            painter.drawEllipse(middle, share * theme.px(8), share * theme.px(5))
    else:
        painter.setPen(boundary_pen())
        painter.drawLine(left, right)


def _paint_bar(painter: QPainter, box: QRectF) -> None:
    """Paint the colours of D from 0 to 1."""
    high = theme.px(8)
    bar = QRectF(box.left(), box.center().y() - high / 2, box.width(), high)
    gradient, colors = QLinearGradient(bar.topLeft(), bar.topRight()), heat_colors()
    for k in range(0, 256, 51):
        gradient.setColorAt(k / 255, QColor.fromRgb(colors[k]))
    painter.fillRect(bar, gradient)
    paint_frame(painter, bar)


def _paint_mesh(painter: QPainter, box: QRectF) -> None:
    """Paint a small piece of the elastic sheet."""
    now, side = theme.current_theme(), theme.px(5)
    color = QColor(now.ink)
    color.setAlphaF(0.2)
    middle = box.center()
    sheet = QRectF(middle.x() - 1.5 * side, middle.y() - side, 3 * side, 2 * side)
    painter.fillRect(sheet, color)
    painter.setPen(QPen(QColor(now.mix("surface", "ink", 0.6)), 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for k in range(4):
        x = round(sheet.left() + k * side)
        painter.drawLine(QPointF(x, sheet.top()), QPointF(x, sheet.bottom()))
    for k in range(3):
        y = round(sheet.top() + k * side)
        painter.drawLine(QPointF(sheet.left(), y), QPointF(sheet.right(), y))


# ---- on the plot ----


def paint_ring(painter: QPainter, place: QPointF, radius: float, token: str) -> None:
    """Paint a ring that is seen on every colour."""
    now = theme.current_theme()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((now.surface, 3.6), (now.color(token), 1.8)):
        painter.setPen(QPen(QColor(color), width * theme.scale()))
        painter.drawEllipse(place, radius, radius)


def paint_caption(painter: QPainter, plot: QRectF, text: str) -> None:
    """Paint words on a plate into the upper right corner of the plot."""
    if not text:
        return
    metrics, px = QFontMetricsF(label_font()), theme.px
    width = min(metrics.horizontalAdvance(text) + px(10), plot.width() - px(12))
    box = QRectF(plot.right() - width - px(6), plot.top() + px(6), width, px(ROW + 3))
    plate = QColor(theme.current_theme().surface)
    plate.setAlphaF(0.85)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(plate)
    painter.drawRoundedRect(box, px(4), px(4))
    paint_text(painter, box.adjusted(px(5), 0, -px(4), 0), text, "ink2", CENTER)
