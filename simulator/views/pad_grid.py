"""Where the cells of a pad lie: from a place on screen to a cell, and back.

A **cell** is the place (column, row) of a unit; rows are counted from the top. The **tile** is how
many device pixels wide a cell is; it is 1 where cells are too small for lines, and then their
picture is brought to the size of the square, whose pixels may well be larger than a cell.
"""

from dataclasses import dataclass, field
from math import floor

from PySide6.QtCore import QPointF, QRectF

LINED = 5  # pixels: smaller cells have neither lines nor marks
Cell = tuple[int, int]  # column, row


@dataclass(frozen=True)
class Grid:
    """`side` × `side` cells that fill a square of the widget."""

    side: int
    square: QRectF = field(default_factory=QRectF)
    tile: int = 1

    def cell_size(self) -> float:
        return self.square.width() / self.side

    def cell_at(self, place: QPointF) -> Cell:
        """The cell at a point, also outside the grid."""
        offset, size = place - self.square.topLeft(), self.cell_size()
        return floor(offset.x() / size), floor(offset.y() / size)

    def cell_rect(self, cell: Cell, wide: int = 1) -> QRectF:
        """The square of `wide` × `wide` cells whose top left one is `cell`."""
        size = self.cell_size()
        corner = self.square.topLeft() + QPointF(cell[0] * size, cell[1] * size)
        return QRectF(corner.x(), corner.y(), wide * size, wide * size)


def fitted(side: int, width: float, height: float, margin: float, ratio: float) -> Grid:
    """The largest grid in the middle of width × height, of whole device pixels a cell where lined.

    `ratio` is the number of device pixels a pixel.
    """
    width, height = width * ratio, height * ratio
    room = max(floor(min(width, height) - 2 * margin * ratio), 1)
    cell = room // side
    tile = cell if cell >= LINED * ratio else 1
    span = tile * side if tile > 1 else room
    left, top = max(0, (width - span) // 2), max(0, (height - span) // 2)
    return Grid(side, QRectF(left / ratio, top / ratio, span / ratio, span / ratio), tile)


def is_inside(cell: Cell, side: int) -> bool:
    return all(0 <= place < side for place in cell)


def unit_of(cell: Cell, side: int) -> int:
    """The number of the unit in a cell of a grid with this side."""
    return cell[1] * side + cell[0]
