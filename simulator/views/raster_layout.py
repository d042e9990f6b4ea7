"""Where the parts of a raster stand: a strip of means over a picture of cells, with one x axis."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from simulator.controls import theme
from simulator.views.cell_grid import Cell, CellGrid, fitted

ROW = 15  # pixels of normal mode: a line of words
LANE = 9  # for the signs of dead and saturated units
STRIP, SHARE = 46, 0.17  # the strip is at most so high, and at most this share of the view
LEFT = 18  # for the numbers of the strip's axis


@dataclass(frozen=True)
class RasterGrid(CellGrid):
    """Row 0 is the strip of means; row r + 1 is pattern r. `box` is that of the patterns."""

    strip: QRectF

    @property
    def height(self) -> float:
        return self.box.height() / max(self.rows - 1, 1)

    def cell_at(self, place: QPointF) -> Cell | None:
        column = math.floor((place.x() - self.box.left()) / self.width)
        if not 0 <= column < self.columns:
            return None
        if self.strip.top() <= place.y() < self.strip.bottom():
            return 0, column
        row = math.floor((place.y() - self.box.top()) / self.height)
        return (row + 1, column) if 0 <= row < self.rows - 1 else None

    def box_of(self, cell: Cell) -> QRectF:
        row, left = cell[0], self.box.left() + cell[1] * self.width
        if row == 0:
            return QRectF(left, self.strip.top(), self.width, self.strip.height())
        return QRectF(left, self.box.top() + (row - 1) * self.height, self.width, self.height)


@dataclass(frozen=True)
class RasterLayout:
    """All places; a `head` is the line of words above a part."""

    grid: RasterGrid
    strip_head: QRectF
    lane: QRectF
    head: QRectF
    foot: QRectF

    @classmethod
    def of(cls, wide: int, high: int, patterns: int, units: int, ratio: float) -> "RasterLayout":
        """Lay out a view so wide and high."""
        px = theme.px
        row, gap = px(ROW), px(4)
        left, across = px(LEFT), wide - px(LEFT) - px(3)
        strip_high = min(px(STRIP), round(SHARE * high))
        strip_head = QRectF(left, 0, across, row)
        lane = QRectF(left, strip_head.bottom() + 1, across, px(LANE))
        strip = QRectF(left, lane.bottom() + 2, across, strip_high)
        head = QRectF(left, strip.bottom() + gap, across, row)
        top = head.bottom() + px(3)
        room = QRectF(left, top, across, max(high - top - row - gap, 8))
        cells = fitted(room, patterns, units, ratio, is_square=False).box
        for part in (strip, lane, head, strip_head):
            part.setWidth(cells.width())
        grid = RasterGrid(cells, patterns + 1, units, strip)
        foot = QRectF(left, cells.bottom() + px(2), cells.width(), row)
        return cls(grid, strip_head, lane, head, foot)
