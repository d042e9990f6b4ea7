"""A net as columns of units, a column a layer: many units are a few, dots, and a few more."""

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from simulator.controls import theme
from simulator.views.heat import CENTER, label_font, paint_text

MOST, FEWEST = 8, 4  # units in a column
LARGEST, SMALLEST = 4.6, 1.6  # pixels of normal mode: a unit's radius
ROW = 14  # pixels of normal mode: the line of numbers
SHOWS_NUMBERS = 46  # a net so high has them


def columns_of(box: QRectF, sizes: tuple[int, ...]) -> tuple[list[list[QPointF]], float]:
    """Return the places of the units of each layer, and their radius.

    Of a layer with more units than have room the middle one is left out: there stand dots.
    """
    most = max(FEWEST, min(MOST, int(box.height() / (2.9 * SMALLEST * theme.scale()))))
    rows = max(min(size, most) for size in sizes)
    pitch = box.height() / max(rows, 2)
    across = box.width() / max(len(sizes), 1)
    radius = max(min(0.34 * pitch, 0.16 * across, theme.scale() * LARGEST), 1.0)
    pitch = min(pitch, 5.0 * radius)
    spread = (box.width() - 2 * radius - theme.px(8)) / max(len(sizes) - 1, 1)
    left = box.left() + radius + theme.px(4)
    result = []
    for layer, size in enumerate(sizes):
        count = min(size, most)
        top = box.center().y() - (count - 1) * pitch / 2
        places = [QPointF(left + layer * spread, top + k * pitch) for k in range(count)]
        result.append(places)
    return result, radius


def paint_net(
    painter: QPainter, box: QRectF, sizes: tuple[int, ...], is_lit: bool, is_learning: bool
) -> None:
    """Paint a net; the lines of one whose weights move are in the accent."""
    if not sizes or box.height() < 8 or box.width() < 16:
        return
    now, px = theme.current_theme(), theme.px
    has_numbers = box.height() >= px(SHOWS_NUMBERS)
    room = box.adjusted(0, 0, 0, -px(ROW) if has_numbers else 0)
    columns, radius = columns_of(room, sizes)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = now.mix("accent", "surface", 0.4) if is_learning else now.mix("ink3", "surface", 0.62)
    painter.setPen(QPen(QColor(line), (0.9 if is_learning else 0.7) * theme.scale()))
    kept = [_kept(places, size) for places, size in zip(columns, sizes, strict=True)]
    painter.drawLines([QLineF(a, b) for one, other in pairwise(kept) for a in one for b in other])
    painter.setPen(QPen(QColor(now.accent if is_lit else now.ink2), 1.2 * theme.scale()))
    painter.setBrush(QColor(now.surface))
    for places in kept:
        for place in places:
            painter.drawEllipse(place, radius, radius)
    for places, size in zip(columns, sizes, strict=True):
        if size > len(places):
            _paint_dots(painter, places[_middle(len(places))], radius)
    if has_numbers:
        _paint_numbers(painter, box, columns, sizes)


def _middle(count: int) -> int:
    return count // 2


def _kept(places: list[QPointF], size: int) -> list[QPointF]:
    """The places where units stand, not dots."""
    if size == len(places):
        return places
    gap = _middle(len(places))
    return places[:gap] + places[gap + 1 :]


def _paint_dots(painter: QPainter, place: QPointF, radius: float) -> None:
    """Paint three dots below each other: there are more units."""
    small = max(0.26 * radius, 0.6)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current_theme().ink2))
    for k in (-1, 0, 1):
        painter.drawEllipse(place + QPointF(0, k * 0.95 * radius), small, small)
    painter.restore()


def _paint_numbers(
    painter: QPainter, box: QRectF, columns: list[list[QPointF]], sizes: tuple[int, ...]
) -> None:
    """Write below each column how many units it has; where numbers would touch, none."""
    metrics, top, row = QFontMetricsF(label_font()), box.bottom() - theme.px(ROW), theme.px(ROW)
    boxes = []
    for places, size in zip(columns, sizes, strict=True):
        wide = metrics.horizontalAdvance(str(size)) + 2
        left = min(max(places[0].x() - wide / 2, box.left()), box.right() - wide)
        boxes.append(QRectF(left, top, wide, row))
    if all(one.right() + 2 <= other.left() for one, other in pairwise(boxes)):
        for place, size in zip(boxes, sizes, strict=True):
            paint_text(painter, place, str(size), "ink2", CENTER)
