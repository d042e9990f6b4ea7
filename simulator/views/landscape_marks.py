"""What stands about the block of a landscape: frame, energy axis, names, and the pin of the cue.

A **pin** is a thin upright line from a point of the surface to a name above it, high enough that
the name is seen even where the point is not.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from simulator.controls import theme
from simulator.views.landscape_camera import CORNERS, Camera, sampled
from simulator.views.landscape_scene import Scene
from simulator.views.trace_scale import tick_text, ticks

ROW = 15  # pixels of normal mode: the height of a label
TICK = 4
MEDIUM = QFont.Weight.Medium
SINGLE = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)
APART = 0.06  # of the height: nearer to the uppermost tick the frame's own edge is left out
SHADOW = 16  # layers of the block's soft shadow


def label_font(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The small face of ticks and names."""
    return theme.text_font(11, weight)


def axis_room(scene: Scene) -> float:
    """Return how many pixels the energy axis takes beside the block."""
    metrics = QFontMetricsF(label_font())
    widths = [metrics.horizontalAdvance(tick_text(t, scene.tick)) for t in _ticks(scene)]
    return max(widths, default=0.0) + theme.px(TICK + 8)


def _ticks(scene: Scene) -> list[float]:
    return ticks(*scene.limits, scene.tick)


def _point(camera: Camera, x: float, y: float, z: float) -> QPointF:
    column, row = camera.project(np.array(x), np.array(y), np.array(z))
    return QPointF(float(column), float(row))


def _edges(camera: Camera, z: float, is_seen: bool) -> list[tuple[QPointF, QPointF]]:
    """Return the ends, at a height, of the sides that look to the eye, or of those that do not."""
    return [
        (_point(camera, *a, z), _point(camera, *b, z))
        for a, b, looks_here in camera.walls()
        if looks_here == is_seen
    ]


# ---- behind the block ----


def paint_shadow(painter: QPainter, camera: Camera) -> None:
    """Paint the soft shadow that the block throws on the paper."""
    now = theme.current_theme()
    painter.setPen(Qt.PenStyle.NoPen)
    color = QColor("black")
    color.setAlphaF(0.030 if now.is_dark else 0.010)
    painter.setBrush(color)
    for k in range(SHADOW):
        out = 0.085 * ((k + 1) / SHADOW) ** 1.3
        grown = [(x + (2 * x - 1) * out, y + (2 * y - 1) * out) for x, y in CORNERS]
        corners = [_point(camera, x, y, 0.0) for x, y in grown]
        painter.drawPolygon(QPolygonF(corners).translated(0, theme.px(3)))


def paint_foot(painter: QPainter, camera: Camera) -> None:
    """Paint the near edges of the block's ground, smoother than its pixels are."""
    pen = QPen(QColor(theme.current_theme().mix("unknown", "ink", 0.25)), 1.3 * theme.scale())
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLines([QLineF(*edge) for edge in _edges(camera, 0.0, is_seen=True)])


def paint_frame(painter: QPainter, camera: Camera, scene: Scene) -> None:
    """Paint the far walls of the frame: a hairline at each tick, and their edges."""
    heights = [scene.share(t) for t in _ticks(scene)]
    if 1.0 - heights[-1] > APART:
        heights.append(1.0)
    lines = [QLineF(*edge) for z in heights for edge in _edges(camera, z, is_seen=False)]
    feet, tops = (_edges(camera, z, is_seen=False) for z in (0.0, 1.0))
    for foot, top in zip(feet, tops, strict=True):
        lines += [QLineF(a, b) for a, b in zip(foot, top, strict=True)]
    painter.setPen(QPen(QColor(theme.current_theme().line), theme.scale()))
    painter.drawLines(lines)


# ---- about the block ----


def paint_axis(painter: QPainter, camera: Camera, scene: Scene) -> None:
    """Paint the energy axis on the leftmost edge of the frame, with ticks, numbers and name."""
    now, left = theme.current_theme(), camera.leftmost()
    foot, top = _point(camera, *left, 0.0), _point(camera, *left, 1.0)
    reach = theme.px(TICK)
    places = [_point(camera, *left, scene.share(t)) for t in _ticks(scene)]
    lines = [QLineF(foot, top)] + [QLineF(p, p - QPointF(reach, 0)) for p in places]
    painter.setPen(QPen(QColor(now.ink3), theme.scale()))
    painter.drawLines(lines)
    painter.setFont(label_font())
    painter.setPen(QColor(theme.caption_color()))
    height = theme.px(ROW)
    right = foot.x() - reach - theme.px(3)
    flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    gap = abs(places[0].y() - places[-1].y()) / max(len(places) - 1, 1)
    each = max(math.ceil(0.9 * height / max(gap, 1.0)), 1)  # where it is low, not every number
    for t, place in list(zip(_ticks(scene), places, strict=True))[::-each]:
        box = QRectF(0, place.y() - height / 2, right, height)
        painter.drawText(box, flags, tick_text(t, scene.tick))
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(scene.energy) + 2
    start = min(max(foot.x() - width + theme.px(12), 0), foot.x() - reach)
    box = QRectF(max(start, 0), top.y() - height - theme.px(7), width, height)
    painter.drawText(box, SINGLE, scene.energy)


def paint_edge_words(painter: QPainter, camera: Camera, scene: Scene) -> None:
    """Write along the two near edges of the ground what grows there, with an arrow to where, if
    there is room."""
    painter.setFont(label_font())
    painter.setPen(QColor(theme.caption_color()))
    metrics, height = QFontMetricsF(painter.font()), theme.px(ROW)
    for a, b, is_seen in camera.walls():
        along = 0 if a[0] != b[0] else 1
        words = scene.axes[along]
        words = words and (f"{words} →" if b[along] > a[along] else f"← {words}")
        edge = QLineF(_point(camera, *a, 0.0), _point(camera, *b, 0.0))
        width = metrics.horizontalAdvance(words) + 2
        if (
            not is_seen
            or not words
            or width > 0.80 * edge.length()
            or abs(edge.dx()) < 0.3 * edge.length()
        ):
            continue
        painter.save()
        painter.translate(edge.center())
        painter.rotate(math.degrees(math.atan2(edge.dy(), edge.dx())))
        painter.drawText(QRectF(-width / 2, theme.px(4), width, height), SINGLE, words)
        painter.restore()


def paint_names(painter: QPainter, camera: Camera, scene: Scene, room: QRectF) -> None:
    """Name the corners, below the block where they stand in front, on pins behind it; and the
    cue, on a pin."""
    front = {corner for a, b, is_seen in camera.walls() if is_seen for corner in (a, b)}
    taken: list[QRectF] = []
    for place, name in zip([(0, 0), (1, 0), (0, 1), (1, 1)], scene.corners, strict=True):
        z = float(scene.surface[-place[0], -place[1]])
        if place in front:
            _dot(painter, _point(camera, *place, z))
            foot = _point(camera, *place, 0.0) + QPointF(0, theme.px(ROW * 0.5 + 6))
            _name(painter, _name_box(foot, name, room), name)
        else:
            _pin(painter, camera, scene, (*place, z), name, room, taken)
    if scene.cue is not None:
        x, y = scene.cue
        z = float(sampled(scene.surface, np.array([x]), np.array([y]))[0])
        _pin(painter, camera, scene, (x, y, z), "cue", room, taken)


def _pin(
    painter: QPainter,
    camera: Camera,
    scene: Scene,
    point: tuple[float, float, float],
    name: str,
    room: QRectF,
    taken: list[QRectF],
) -> None:
    """Mark a point of the surface with a dot, where it is seen, and its name above it, clear of
    the names that are there."""
    x, y, z = point
    heights = np.linspace(z, max(1.3, z + 0.3), 60)
    places = np.full(60, x), np.full(60, y)
    hidden = camera.is_hidden(scene.surface, *places, heights)
    start = int(np.flatnonzero(hidden)[-1]) + 1 if hidden.any() else 0
    first = _point(camera, x, y, float(heights[min(start, 59)]))
    end = first - QPointF(0, theme.px(22 if start == 0 else 12))
    box = _name_box(end - QPointF(0, theme.px(ROW / 2)), name, room)
    while any(box.intersects(other) for other in taken) and box.top() > room.top() + ROW:
        box.translate(0, -theme.px(ROW / 3))
    taken.append(box)
    painter.setPen(QPen(QColor(theme.current_theme().ink2), theme.scale()))
    painter.drawLine(QLineF(first, QPointF(first.x(), box.bottom())))
    if start == 0:
        _dot(painter, first)
    _name(painter, box, name)


def _dot(painter: QPainter, place: QPointF) -> None:
    now, radius = theme.current_theme(), 3.0 * theme.scale()
    painter.setPen(QPen(QColor(now.ink), 1.2 * theme.scale()))
    painter.setBrush(QColor(now.surface))
    painter.drawEllipse(place, radius, radius)


def _name_box(middle: QPointF, name: str, room: QRectF) -> QRectF:
    """Return where a name stands about a place, kept within the room."""
    width = QFontMetricsF(label_font(MEDIUM)).horizontalAdvance(name) + theme.px(6)
    width, height = min(width, room.width() / 2.4), theme.px(ROW)
    left = min(max(middle.x() - width / 2, room.left()), room.right() - width)
    top = min(max(middle.y() - height / 2, room.top()), room.bottom() - height)
    return QRectF(left, top, width, height)


def _name(painter: QPainter, box: QRectF, name: str) -> None:
    """Write a name on a plate."""
    now = theme.current_theme()
    plate = QColor(now.surface)
    plate.setAlphaF(0.78)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(plate)
    painter.drawRoundedRect(box, theme.px(3), theme.px(3))
    painter.setFont(label_font(MEDIUM))
    painter.setPen(QColor(now.ink))
    text = QFontMetricsF(painter.font()).elidedText(
        name, Qt.TextElideMode.ElideRight, box.width() - theme.px(2)
    )
    painter.drawText(box, SINGLE, text)


def runs(flags: np.ndarray) -> Iterator[tuple[int, int, bool]]:
    """Give first, last + 1 and value of each run of equal flags (M,) bool."""
    ends = [0, *(np.flatnonzero(np.diff(flags)) + 1).tolist(), flags.size]
    for first, last in pairwise(ends):
        if last > first:
            yield first, last, bool(flags[first])
