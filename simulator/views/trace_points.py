"""What stands on and around measured lines: points, error bars, a legend, guides with a name."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from simulator.controls import theme
from simulator.views.trace_canvas import CENTER, LEFT, Mark, Strokes, Text, label_font
from simulator.views.trace_frame import MEDIUM, ROW, Frame
from simulator.views.trace_scale import Box, Shelf
from simulator.views.trace_wish import Guide, Measured

SHAPES = {  # corners of a sign of radius 1; none: a disc. They make colours tell apart twice.
    "disc": (),
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "diamond": ((0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)),
    "triangle": ((0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
}
RADIUS, KEY, GAP = 3.5, 20, 12  # pixels of normal mode: a sign, a legend's piece of line, a gap
MOST_LEGEND = 0.3  # of a view's height, as far as shorter names can help
MANY = 60  # points in 100 pixels of normal mode would run together: then only the line


@dataclass(frozen=True)
class Signs:
    """Signs of one shape at points, with a rim in the paper's colour."""

    points: tuple[tuple[float, float], ...]
    shape: str
    color: str
    radius: float

    def draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current_theme().surface), 1.0))
        painter.setBrush(QColor(self.color))
        corners = [QPointF(x, y) * self.radius for x, y in SHAPES[self.shape]]
        for x, y in self.points:
            if corners:
                painter.drawPolygon(QPolygonF([corner + QPointF(x, y) for corner in corners]))
            else:
                painter.drawEllipse(QPointF(x, y), self.radius, self.radius)


def shape_of(color: str | int) -> str:
    """The shape that goes with a colour."""
    return list(SHAPES)[color % len(SHAPES)] if isinstance(color, int) else "disc"


def color_of(color: str | int) -> str:
    """Give the colour of a token's name or of a category's number."""
    now = theme.current_theme()
    return (
        now.categories[color % len(now.categories)] if isinstance(color, int) else now.color(color)
    )


def look_of(line: Measured) -> tuple[str, float]:
    """The colour and the width of a line's curve; 0 is as thin as can be."""
    _, color, is_strong, _ = line.words
    return (color_of(color), theme.stroke(2.0)) if is_strong else (color_of("unknown"), 0.0)


def points_of(frame: Frame, lines: Sequence[Measured]) -> tuple[list[Mark], list[Mark]]:
    """Return the error bars, which lie below the curves, and the points, which lie above."""
    bars: list[Mark] = []
    signs: list[Mark] = []
    for line in lines:
        color, shape = look_of(line)[0], shape_of(line.words[1])
        is_seen = (line.x >= frame.x[0]) & (line.x <= frame.x[1]) & np.isfinite(line.y)
        bars += _bars(frame, line.x[is_seen], line.y[is_seen], line.errors[is_seen], color)
        is_seen &= (line.y >= frame.y[0]) & (line.y <= frame.y[1])
        if line.words[3] and is_seen.sum() < frame.plot.width() / theme.px(100) * MANY:
            places = zip(frame.px(line.x[is_seen]), frame.py(line.y[is_seen]), strict=True)
            points = tuple((float(x), float(y)) for x, y in places)
            signs.append(Signs(points, shape, color, RADIUS * theme.scale()))
    return bars, signs


def _bars(frame: Frame, x: np.ndarray, y: np.ndarray, errors: np.ndarray, color: str) -> list[Mark]:
    """Thin upright bars with short ends; a part outside the plot is left out."""
    low, high = np.clip(y - errors, *frame.y), np.clip(y + errors, *frame.y)
    foot, reach = theme.px(3), frame.y
    lines: list[tuple[float, float, float, float]] = []
    for column, a, b, size in zip(frame.px(x), low, high, errors, strict=True):
        if not (size > 0 and b > a):
            continue
        middle, bottom, top = math.floor(column) + 0.5, frame.py(float(a)), frame.py(float(b))
        lines.append((middle, bottom, middle, top))
        ends = [row for row, value in ((bottom, a), (top, b)) if reach[0] < value < reach[1]]
        lines += [(middle - foot, row, middle + foot, row) for row in ends]
    soft = theme.current_theme().mix(color, "surface", 0.35)
    return [Strokes(tuple(lines), soft, theme.scale())] if lines else []


# ---- legend ----


def legend_names(lines: Sequence[Measured]) -> list[tuple[str, str | int, bool]]:
    """Name, colour and whether it has points of each line that stands in the legend."""
    words = (line.words for line in lines)
    return [(name, color, has) for name, color, is_strong, has in words if is_strong and name]


def legend_boxes(size: QSize, label: str, names: Sequence[str]) -> list[Box]:
    """Place the names of a legend in rows, the first beside the y label, each with room for its
    key; long names give way where the legend would take too much of the height."""
    if not names:
        return []
    metrics = QFontMetricsF(label_font(MEDIUM))
    start = QFontMetricsF(label_font()).horizontalAdvance(label) + theme.px(18) if label else 0.0
    widths = [theme.px(KEY + 6) + metrics.horizontalAdvance(name) + 2 for name in names]
    boxes: list[Box] = []
    for parts in (1, 2, 3):
        most = (size.width() - (parts - 1) * theme.px(GAP)) / parts
        boxes = _flow([min(width, most) for width in widths], start, size.width())
        if not boxes or boxes[-1][1] + boxes[-1][3] <= MOST_LEGEND * size.height():
            break
    return boxes


def _flow(widths: Sequence[float], start: float, room: float) -> list[Box]:
    """Put boxes side by side in rows, the first row from `start` on."""
    boxes: list[Box] = []
    x, row = start, 0
    for width in widths:
        if x > 0 and x + width > room + 0.5:
            x, row = 0.0, row + 1
        boxes.append((x, float(row * theme.px(ROW + 2)), width, float(theme.px(ROW))))
        x += width + theme.px(GAP)
    return boxes


def legend(entries: Sequence[tuple[str, str | int, bool]], boxes: Sequence[Box]) -> list[Mark]:
    """Return a piece of line, its sign and its name for each entry."""
    metrics, ink = QFontMetricsF(label_font(MEDIUM)), theme.current_theme().ink2
    marks: list[Mark] = []
    for (name, color, has_points), (x, y, width, height) in zip(entries, boxes, strict=True):
        key, middle = theme.px(KEY), round(y + height / 2) + 0.5
        marks.append(Strokes(((x, middle, x + key, middle),), color_of(color), 2.0 * theme.scale()))
        if has_points:
            place = ((x + key / 2, middle),)
            marks.append(Signs(place, shape_of(color), color_of(color), RADIUS * theme.scale()))
        left = x + theme.px(KEY + 6)
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, x + width - left)
        marks.append(Text(text, (left, y, x + width - left, height), ink, LEFT, MEDIUM))
    return marks


# ---- guides ----


def guide_lines(frame: Frame, guides: Sequence[Guide]) -> list[Mark]:
    """Return the dashed upright lines."""
    top, bottom = frame.plot.top(), frame.plot.bottom()
    places = [round(frame.px(g.x)) + 0.5 for g in _seen(frame, guides)]
    lines = tuple((x, top, x, bottom) for x in sorted(set(places)))
    ink = theme.current_theme().ink3
    return [Strokes(lines, ink, theme.scale(), (4.0, 3.0))] if lines else []


def guide_labels(frame: Frame, guides: Sequence[Guide]) -> list[Mark]:
    """Name the guides above the plot, or, where it is crowded there, beside them within."""
    metrics, plot = QFontMetricsF(label_font(MEDIUM)), frame.plot
    height, gap = float(theme.px(ROW)), theme.px(4)
    above = plot.top() - height - theme.px(1)
    shelf = Shelf(above, plot.bottom())
    marks: list[Mark] = []
    for guide in _seen(frame, guides):
        width, x = metrics.horizontalAdvance(guide.name) + 4, frame.px(guide.x)
        left, right = x - gap - width, x + gap
        wishes = [(x - width / 2, above, 0.0), (left, above, 0.0), (right, above, 0.0)]
        wishes += [(right, above + height, 6 * height), (left, above + height, 6 * height)]
        inside = (w for w in wishes if w[0] >= plot.left() and w[0] + width <= frame.size.width())
        places = (shelf.put((at, y, width, height), reach) for at, y, reach in inside)
        box = next((place for place in places if place), None)
        if box and guide.name:
            ink = theme.current_theme().ink2
            marks.append(Text(guide.name, box, ink, CENTER, MEDIUM, has_plate=True))
    return marks


def _seen(frame: Frame, guides: Sequence[Guide]) -> list[Guide]:
    return sorted((g for g in guides if frame.x[0] <= g.x <= frame.x[1]), key=lambda g: g.x)
