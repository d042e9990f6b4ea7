"""Draws points fast: each kind of sign is drawn once and stamped where it stands.

On screen a sign stands on whole device pixels; that takes a third of the time. In a vector
drawing each is a shape of its own.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from simulator.controls import theme
from simulator.views.heat import is_vector
from simulator.views.scatter_wish import Points, Straight, Wish, clipped
from simulator.views.trace_canvas import LEFT, Mark, Strokes, Text, label_font
from simulator.views.trace_frame import MEDIUM, ROW, Frame
from simulator.views.trace_points import KEY, RADIUS, SHAPES, Signs, color_of, legend_boxes
from simulator.views.trace_scale import Box

MANY, LEAST = 400, 0.55  # more points are a crowd: they shrink, down to this share of the radius
SMALLEST, LARGEST = 0.1, 25.0  # areas
GRADES = 12  # different radii of one group
SHINE = 0.5  # how strongly a sign in a crowd is seen
DASHES = (4.0, 3.0)


def usual_radius(count: int) -> float:
    """Return the radius of a usual sign, in pixels, where so many points are shown."""
    share = 1.0 if count <= MANY else max((MANY / count) ** 0.25, LEAST)
    return RADIUS * share * theme.scale()


def places_of(group: Points, frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Return the places (M, 2), in pixels, of the points in sight, and their numbers (M,)."""
    is_seen = np.isfinite(group.x) & np.isfinite(group.y)
    numbers = np.flatnonzero(is_seen)
    x, y = group.x[numbers], group.y[numbers]
    is_in = (x >= frame.x[0]) & (x <= frame.x[1]) & (y >= frame.y[0]) & (y <= frame.y[1])
    numbers, x, y = numbers[is_in], x[is_in], y[is_in]
    return np.column_stack([frame.px(x), frame.py(y)]), numbers


def draw_group(painter: QPainter, group: Points, frame: Frame, count: int) -> None:
    """Draw the points of a group in sight, of `count` in all; larger ones lie below."""
    places, numbers = places_of(group, frame)
    usual = usual_radius(count)
    radii = np.full(len(numbers), usual)
    if group.sizes is not None:
        radii = usual * np.sqrt(np.clip(group.sizes[numbers], SMALLEST, LARGEST))
    grades = _graded(radii)
    for radius in np.unique(grades)[::-1].tolist():
        sign = Sign(group.sign, color_of(group.color), radius, is_crowded=count > MANY)
        sign.draw(painter, places[grades == radius])


def _graded(radii: np.ndarray) -> np.ndarray:
    """Round radii (M,) to few different ones."""
    if radii.size == 0 or radii.min() == radii.max():
        return radii
    step = (radii.max() - radii.min()) / (GRADES - 1)
    return radii.min() + step * np.round((radii - radii.min()) / step)


@dataclass(frozen=True)
class Sign:
    """A look of points; in a crowd they have no rim and shine through, so that it shows where
    they are dense."""

    shape: str
    color: str
    radius: float
    is_crowded: bool

    def draw(self, painter: QPainter, places: np.ndarray) -> None:
        """Draw the sign at places (M, 2), in pixels."""
        if is_vector(painter):
            self._draw_shapes(painter, places.tolist())
            return
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        side = round(2 * (1.3 * self.radius + 2) * ratio) | 1  # odd: the middle is a pixel
        stamp = self._stamp(side, ratio)
        corners = np.round(places * ratio - side / 2).astype(int).tolist()
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        for x, y in corners:  # whole numbers: a third of the time that points of floats take
            painter.drawPixmap(x, y, stamp)
        painter.restore()

    def _stamp(self, side: int, ratio: float) -> QPixmap:
        """Return the sign as a picture of device pixels."""
        stamp = QPixmap(QSize(side, side))
        stamp.fill(Qt.GlobalColor.transparent)
        painter = QPainter(stamp)
        painter.scale(ratio, ratio)
        self._draw_shapes(painter, [[side / ratio / 2] * 2])
        painter.end()
        return stamp

    def _draw_shapes(self, painter: QPainter, places: list[list[float]]) -> None:
        if not self.is_crowded:
            points = tuple((x, y) for x, y in places)
            Signs(points, self.shape, self.color, self.radius).draw(painter)
            return
        color = QColor(self.color)
        color.setAlphaF(SHINE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        corners = [QPointF(x, y) * self.radius for x, y in SHAPES[self.shape]]
        for x, y in places:
            if corners:
                painter.drawPolygon(QPolygonF([corner + QPointF(x, y) for corner in corners]))
            else:
                painter.drawEllipse(QPointF(x, y), self.radius, self.radius)


def draw_ring(painter: QPainter, place: QPointF, radius: float) -> None:
    """Draw a ring about the point that is looked at."""
    painter.setPen(QPen(QColor(theme.current_theme().ink), 1.5 * theme.scale()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    reach = radius + 3 * theme.scale()
    painter.drawEllipse(place, reach, reach)


def draw_guide(painter: QPainter, line: Straight, frame: Frame, has_halo: bool) -> None:
    """Draw the part of a guide that is in sight; a halo of paper parts it from points below."""
    part = clipped(line, frame.x, frame.y)
    if part is None:
        return
    now, start = theme.current_theme(), QPointF(frame.px(part[0]), frame.py(part[1]))
    end = QPointF(frame.px(part[2]), frame.py(part[3]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if has_halo:
        painter.setPen(QPen(QColor(now.surface), 3.6 * theme.scale()))
        painter.drawLine(start, end)
    pen = QPen(QColor(now.ink if has_halo else now.ink2), 1.4 * theme.scale())
    pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.drawLine(start, end)


# ---- legend ----


def legend_of(wish: Wish, size: QSize) -> tuple[list[str], list[Box]]:
    """Return the names in the legend, groups first, and their places beside the y label."""
    names = [group.name for group in wish.groups] + [guide.name for guide in wish.guides]
    names = [name for name in names if name]
    return names, legend_boxes(size, wish.axes[1], names)


def legend(wish: Wish, boxes: list[Box]) -> list[Mark]:
    """Return a sign, or a piece of a dashed line, and the name for each that has one."""
    metrics, now = QFontMetricsF(label_font(MEDIUM)), theme.current_theme()
    marks: list[Mark] = []
    parts: list[Points | Straight] = [*wish.groups, *wish.guides]
    named = [part for part in parts if part.name]
    for part, (x, y, width, height) in zip(named, boxes, strict=True):
        key, middle = theme.px(KEY), round(y + height / 2) + 0.5
        if isinstance(part, Straight):
            line = (x, middle, x + key, middle)
            marks.append(Strokes((line,), now.ink2, 1.4 * theme.scale(), DASHES))
        else:
            place, color = ((x + key / 2, middle),), color_of(part.color)
            marks.append(Signs(place, part.sign, color, RADIUS * theme.scale()))
        left = x + theme.px(KEY + 6)
        text = metrics.elidedText(part.name, Qt.TextElideMode.ElideRight, x + width - left)
        marks.append(Text(text, (left, y, x + width - left, height), now.ink2, LEFT, MEDIUM))
    return marks


def note_mark(note: str, top: float, width: float) -> Mark:
    """Return the note in a row of its own."""
    metrics = QFontMetricsF(label_font())
    text = metrics.elidedText(note, Qt.TextElideMode.ElideRight, width)
    return Text(text, (0.0, top, width, float(theme.px(ROW))), theme.current_theme().ink2)
