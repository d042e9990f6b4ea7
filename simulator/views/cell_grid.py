"""Cells in rows and columns within a box: where a cell is, and which is at a point. No widget."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

WHOLE = 0.85  # of the room that cells of whole device pixels must fill to be preferred

Cell = tuple[int, int]  # row, column


@dataclass(frozen=True)
class CellGrid:
    """`rows` × `columns` cells that fill `box` evenly."""

    box: QRectF
    rows: int
    columns: int

    @property
    def width(self) -> float:
        """The width of a cell."""
        return self.box.width() / self.columns

    @property
    def height(self) -> float:
        return self.box.height() / self.rows

    @property
    def size(self) -> float:
        """The shorter side of a cell."""
        return min(self.width, self.height)

    def cell_at(self, place: QPointF) -> Cell | None:
        """The cell at a point, or None outside."""
        row = math.floor((place.y() - self.box.top()) / self.height)
        column = math.floor((place.x() - self.box.left()) / self.width)
        return (row, column) if 0 <= row < self.rows and 0 <= column < self.columns else None

    def box_of(self, cell: Cell) -> QRectF:
        left = self.box.left() + cell[1] * self.width
        return QRectF(left, self.box.top() + cell[0] * self.height, self.width, self.height)


def fitted(room: QRectF, rows: int, columns: int, ratio: float, is_square: bool = True) -> CellGrid:
    """Lay cells into a room, at its top left: of whole device pixels where that keeps most of it.

    `ratio` is device pixels a pixel; cells are square, or with `is_square` off fill the room.
    """
    wide, high = max(room.width(), 1.0) / columns, max(room.height(), 1.0) / rows
    if is_square:
        wide = high = min(wide, high)
    wide, high = _whole(wide, ratio), _whole(high, ratio)
    corner = QPointF(round(room.left() * ratio) / ratio, round(room.top() * ratio) / ratio)
    return CellGrid(
        QRectF(corner.x(), corner.y(), wide * columns, high * rows), rows, columns
    )  # fmt: skip


def _whole(size: float, ratio: float) -> float:
    whole = math.floor(size * ratio + 1e-6) / ratio
    return whole if whole >= WHOLE * size else size
