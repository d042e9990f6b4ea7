"""Where the pictures of a wall hang: rows and columns of square tiles, as large as they can be.

All lengths are in whole device pixels first, so that pictures are sharp, and then in the view's
pixels. A tile is one picture, or two side by side.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from simulator.views.cell_grid import Cell, CellGrid

EVEN = 0.85  # of the largest size is enough where all rows are full
WHOLE = 0.86  # of the room that pictures of whole enlarged pixels must fill to be preferred


@dataclass(frozen=True)
class Tile:
    """What a tile is made of, and stands in, in device pixels but for `side`."""

    side: int  # pixels of a picture
    pictures: int  # side by side
    edge: int  # the hairline about each picture
    gap: int  # between tiles, across
    foot: int  # and below
    is_ruled: bool = False  # gaps are lines, not the card's surface

    def wide(self, span: int) -> int:
        """The width of a tile with its edges, whose pictures are `span` wide."""
        return self.pictures * (span + self.edge) + self.edge

    def high(self, span: int) -> int:
        return span + 2 * self.edge


@dataclass(frozen=True)
class WallGrid(CellGrid):
    """Tiles in rows, the last row perhaps not full; `box` is all of them, gaps included.

    A picture is `span` device pixels wide and high; `ratio` of them are one pixel of the view.
    """

    count: int
    tile: Tile
    span: int
    ratio: float

    def index_of(self, cell: Cell) -> int:
        return cell[0] * self.columns + cell[1]

    def cell_of(self, index: int) -> Cell:
        return divmod(index, self.columns)

    def box_of(self, cell: Cell) -> QRectF:
        """The box of a tile with its edges, without what is beside and below."""
        corner = super().box_of(cell).topLeft()
        wide, high = self.tile.wide(self.span), self.tile.high(self.span)
        return QRectF(corner.x(), corner.y(), wide / self.ratio, high / self.ratio)

    def cell_at(self, place: QPointF) -> Cell | None:
        cell = super().cell_at(place)
        return cell if cell and self.index_of(cell) < self.count else None


def hung(room: QRectF, count: int, tile: Tile, columns: int, ratio: float) -> WallGrid:
    """Hang tiles into the middle of a room, as large as fits; `columns` 0: as fits best."""
    wide = max(int(room.width() * ratio), 1) + tile.gap  # the last gaps lie outside
    high = max(int(room.height() * ratio), 1) + tile.gap
    columns = columns or _best_columns(count, tile, wide, high)
    rows = math.ceil(count / columns)
    span = max(_span(count, tile, wide, high, columns), 1)
    whole = span // tile.side * tile.side
    if whole >= WHOLE * span:
        span = whole
    across, down = columns * (tile.wide(span) + tile.gap), rows * (tile.high(span) + tile.foot)
    left = (math.ceil(room.left() * ratio) + max(0, wide - across) // 2) / ratio
    top = (math.ceil(room.top() * ratio) + max(0, high - down) // 2) / ratio
    box = QRectF(left, top, across / ratio, down / ratio)
    return WallGrid(box, rows, columns, count, tile, span, ratio)


def _span(count: int, tile: Tile, wide: int, high: int, columns: int) -> int:
    """How many device pixels a picture gets with so many columns."""
    rows = math.ceil(count / columns)
    across = (wide // columns - tile.gap - tile.edge) // tile.pictures - tile.edge
    return min(across, high // rows - tile.foot - 2 * tile.edge)


def _best_columns(count: int, tile: Tile, wide: int, high: int) -> int:
    """The number of columns with the largest pictures, or nearly so if all rows are full."""
    spans = {c: _span(count, tile, wide, high, c) for c in range(1, count + 1)}
    best = max(spans.values())
    even = [c for c in spans if count % c == 0 and spans[c] >= max(EVEN * best, 1)]
    return max(even or spans, key=spans.__getitem__)
