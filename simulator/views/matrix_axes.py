"""The axes of a matrix: names where each finds room beside its row or column, else numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from simulator.controls import theme
from simulator.views.cell_grid import CellGrid
from simulator.views.heat import CENTER, LEFT, RIGHT, label_font, paint_text
from simulator.views.trace_scale import round_step

MOST_NAMES = 40
WIDEST = 0.24  # of the view, at most, is for the names of rows
ROW = 15  # pixels of normal mode: the height of a label
GAP = 5
BOLD = QFont.Weight.DemiBold


@dataclass(frozen=True)
class Axis:
    """What stands along one side: names, or (without them) the numbers of rows or columns."""

    names: tuple[str, ...]
    count: int
    label: str
    marked: int = -1  # the row or column whose name is strong

    def length(self) -> float:
        """The width of the widest name or number."""
        metrics = QFontMetricsF(label_font(BOLD))
        texts = self.names or (str(self.count - 1),)
        return math.ceil(max(metrics.horizontalAdvance(text) for text in texts)) + 1

    def without_names(self) -> "Axis":
        return Axis((), self.count, self.label, self.marked)

    def numbers(self, room: float) -> list[int]:
        """Return the numbers that find room along so many pixels."""
        gap = self.length() + theme.px(14)
        step = max(1, round(round_step(self.count, max(room / gap, 1.0))))
        return list(range(0, self.count, step))


def axis_of(names: Sequence[str], count: int, label: str, marked: int) -> Axis:
    """Return an axis; too many names are none."""
    fit = tuple(names) if 0 < len(names) <= MOST_NAMES else ()
    return Axis(fit, count, label, marked)


def rows_fit(axis: Axis, cell: float) -> bool:
    return not axis.names or cell >= theme.px(ROW - 2)


def columns_lie(axis: Axis, cell: float) -> bool:
    """Whether the names of columns find room side by side; upright they need less."""
    return axis.length() + theme.px(1) <= cell


def paint_rows(painter: QPainter, axis: Axis, grid: CellGrid) -> None:
    """Paint names or numbers at the left of their rows, and the axis' label above."""
    half, right = theme.px(ROW) / 2, grid.box.left() - theme.px(GAP)
    places = range(axis.count) if axis.names else axis.numbers(grid.box.height())
    for k in places:
        y = grid.box.top() + (k + 0.5) * grid.height
        y = max(y, grid.box.top() + half * 0.7)
        _name(painter, axis, k, QRectF(0, y - half, right, 2 * half), RIGHT)
    if not axis.names:
        width = QFontMetricsF(label_font()).horizontalAdvance(axis.label)
        left = max(right - max(width, axis.length()), 0.0)
        top = grid.box.top() - 2 * half - theme.px(3)
        paint_text(painter, QRectF(left, top, width + 1, 2 * half), axis.label)


def paint_columns(
    painter: QPainter, axis: Axis, grid: CellGrid, is_lying: bool, height: float
) -> None:
    """Paint names (side by side, or upright) or numbers below their columns, then the label."""
    high, top = theme.px(ROW), grid.box.bottom() + theme.px(GAP - 1)
    if axis.names and not is_lying:
        length = upright_length(axis, height)
        for k in range(axis.count):
            middle = grid.box.left() + (k + 0.5) * grid.width
            painter.save()
            painter.translate(QPointF(middle - high / 2, top + theme.px(2)))
            painter.rotate(90)
            _name(painter, axis, k, QRectF(0, -high, length, high), LEFT)
            painter.restore()
        return
    wide = grid.width if axis.names else axis.length() + theme.px(8)
    taken = grid.box.right() + theme.px(GAP)
    if not axis.names:
        label = QFontMetricsF(label_font()).horizontalAdvance(axis.label)
        taken -= label + theme.px(4)
        paint_text(painter, QRectF(taken, top, label + theme.px(4), high), axis.label, flags=RIGHT)
    for k in range(axis.count) if axis.names else axis.numbers(grid.box.width()):
        middle = grid.box.left() + (k + 0.5) * grid.width
        left = max(middle - wide / 2, grid.box.left() - theme.px(GAP))
        if axis.names or left + wide <= taken:
            _name(painter, axis, k, QRectF(left, top, wide, high), CENTER)


def columns_height(axis: Axis, is_lying: bool, height: float) -> float:
    """Return how much of a view's height names or numbers of columns need below the matrix."""
    is_low = is_lying or not axis.names
    return theme.px(ROW + GAP) if is_low else upright_length(axis, height) + theme.px(GAP + 2)


def upright_length(axis: Axis, height: float) -> float:
    """Return the length of upright names in a view of that height."""
    return min(axis.length(), WIDEST * height)


def _name(painter: QPainter, axis: Axis, k: int, box: QRectF, flags: int) -> None:
    text = axis.names[k] if axis.names else str(k)
    is_marked = bool(axis.names) and k == axis.marked
    token = "accent" if is_marked else "ink2" if axis.names else ""
    weight = BOLD if is_marked else QFont.Weight.Normal
    paint_text(painter, box, text, token, flags, weight, Qt.TextElideMode.ElideMiddle)
