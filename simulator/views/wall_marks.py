"""What is painted about the pictures of a wall: hairlines, rings, badges, captions."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
)

from simulator.controls import theme
from simulator.views.heat import CENTER, is_vector, paint_text
from simulator.views.wall_layout import WallGrid

LIT, DEAD, SATURATED = "lit", "dead", "saturated"
MARKS = ("", LIT, DEAD, SATURATED)
LETTERED = 30  # pixels of normal mode: tiles so large have badges with a letter
NORMAL = QFont.Weight.Normal
NO_PEN, NO_BRUSH = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush


def paint_marks(painter: QPainter, grid: WallGrid, marks: Sequence[str], selected: int) -> None:
    """Ring what is lit, badge what is dead or saturated, and ring what is selected."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for k in (k for k, mark in enumerate(marks) if mark):
        box = grid.box_of(grid.cell_of(k))
        if marks[k] == LIT:
            _paint_lit(painter, box)
        else:
            _paint_badge(painter, box, marks[k])
    if 0 <= selected < grid.count:
        _paint_selected(painter, grid.box_of(grid.cell_of(selected)))


def _paint_lit(painter: QPainter, box: QRectF) -> None:
    """A thin ring, and a corner filled."""
    now = theme.current_theme()
    painter.setPen(QPen(QColor(now.accent), 1.5 * theme.scale()))
    painter.setBrush(NO_BRUSH)
    painter.drawRect(box)
    side = min(theme.px(9), box.height() / 3)
    corner = box.topRight()
    painter.setPen(NO_PEN)
    painter.setBrush(QColor(now.accent))
    points = (corner, corner - QPointF(side, 0), corner + QPointF(0, side))
    painter.drawPolygon(QPolygonF(points))


def _paint_selected(painter: QPainter, box: QRectF) -> None:
    """A ring like a chosen memory's: outside, on a line of paper."""
    now, scale = theme.current_theme(), theme.scale()
    painter.setBrush(NO_BRUSH)
    for color, width, reach in ((now.surface, 2.0, 0.5), (now.accent, 2.2, 2.0)):
        painter.setPen(QPen(QColor(color), width * scale))
        more = reach * scale
        painter.drawRoundedRect(box.adjusted(-more, -more, more, more), 3, 3)


def _paint_badge(painter: QPainter, box: QRectF, mark: str) -> None:
    """A hollow triangle that points down for dead, a filled one that points up for saturated;
    with its letter where there is room."""
    now, is_dead = theme.current_theme(), mark == DEAD
    has_letter = box.height() >= theme.px(LETTERED)
    side = theme.px(13) if has_letter else min(theme.px(7), box.height() / 2)
    place = QRectF(box.right() - side - 1, box.bottom() - side - 1, side, side)
    if has_letter:
        place = QRectF(box.right() - side * 1.7 - 1, box.bottom() - side - 1, side * 1.7, side)
        painter.setPen(NO_PEN)
        painter.setBrush(QColor(now.surface))
        painter.drawRoundedRect(place, 3, 3)
        letter = QRectF(place.left() + side * 0.75, place.top(), side * 0.9, side)
        paint_text(painter, letter, "d" if is_dead else "s", "ink2" if is_dead else "warm", CENTER)
        place = QRectF(place.left() + 2, place.top(), side * 0.8, side)
    paint_triangle(painter, place.center(), side * 0.55, is_dead)


def paint_triangle(painter: QPainter, middle: QPointF, size: float, is_dead: bool) -> None:
    """The sign of a dead unit ▽ or of a saturated one ▲, so many pixels wide."""
    now, half = theme.current_theme(), size / 2
    sign = -1.0 if is_dead else 1.0
    tip = QPointF(middle.x(), middle.y() - sign * half * 0.9)
    foot = middle.y() + sign * half * 0.8
    shape = QPolygonF((tip, QPointF(middle.x() - half, foot), QPointF(middle.x() + half, foot)))
    color = QColor(now.ink2 if is_dead else now.warm)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.2 * theme.scale()))
    painter.setBrush(NO_BRUSH if is_dead else color)
    painter.drawPolygon(shape)


def paint_captions(
    painter: QPainter, grid: WallGrid, captions: Sequence[str], selected: int
) -> None:
    """Small grey words under each tile; the selected one's are stronger."""
    high, top, scale, color = theme.px(15), theme.px(1), theme.scale(), theme.caption_color()
    box, pitch_x, pitch_y = grid.box_of((0, 0)), grid.width, grid.height
    left, foot, wide = box.left(), box.bottom() + top, int(box.width())
    is_svg = is_vector(painter)
    for k, text in enumerate(captions[: grid.count]):
        row, column = divmod(k, grid.columns)
        x, y = left + column * pitch_x, foot + row * pitch_y
        if k == selected or is_svg:
            place = QRectF(x, y, wide, high)
            token, weight = ("ink", QFont.Weight.Medium) if k == selected else ("", NORMAL)
            paint_text(painter, place, text, token, CENTER, weight)
        elif text:
            words = _written(text, wide, high, scale, color, grid.ratio)
            painter.drawPixmap(QPointF(x, y), words)


@lru_cache(2048)
def _written(text: str, wide: int, high: int, scale: float, color: str, ratio: float) -> QPixmap:
    """A caption as pixels: most return from frame to frame, and a hundred words take 4 ms."""
    pixels = QPixmap(QSize(wide, high) * ratio)
    pixels.setDevicePixelRatio(ratio)
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    paint_text(painter, QRectF(0, 0, wide, high), text, color, CENTER)
    painter.end()
    return pixels
