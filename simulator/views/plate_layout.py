"""Where the strips of a generalization plate stand: a row a length, a column a machine. No widget.

All strips have one scale of time, so that lengths can be compared by eye; cells become narrower
rather than that one is cut off.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF

from simulator.controls import theme
from simulator.views.cell_grid import Cell, CellGrid, fitted
from simulator.views.heat import label_font
from simulator.views.plate_shown import Plate, Strip

BOLD = QFont.Weight.DemiBold
TITLE = 19  # pixels of normal mode: the line of titles
CLEAR, LEAST = 2, 6  # a bit is at least so high before the legend gives way, a strip before words
BETWEEN = 16  # between columns
LANE = 5  # below strips, for the marks of steps with wrong bits
WIDEST, HIGHEST = 16, 16  # of a cell
SLIM = 1.6  # a cell is at most so high for its width, but for the next two
LOW, LINE = 6, 14  # a cell may always be so high, and a strip
SPREAD = 1.5  # rows are at most so far apart, for what they need
GUTTER_SHARE = 0.13  # of the width that "length 120" may take; else its number stands alone


class Lines(NamedTuple):
    """Heights of what is no strip, pixels of normal mode."""

    head: int  # words above what was wanted; 0: none
    pair: int  # between what was wanted and what was told
    gap: int  # below a row
    legend: int  # 0: none

    def row_height(self, strip: float) -> float:
        """Return the height of a row whose strips are so high."""
        px = theme.px
        return px(self.head) + 2 * strip + px(self.pair) + px(LANE) + px(self.gap)

    def strip_height(self, high: float, rows: int) -> float:
        """Return how high strips may be where so much is left for the rows and the legend."""
        return ((high - theme.px(self.legend)) / rows - self.row_height(0.0)) / 2


WHOLE, WORDS, BARE = Lines(15, 5, 9, 20), Lines(15, 3, 5, 0), Lines(0, 2, 3, 0)


class Spot(NamedTuple):
    """A bit."""

    is_told: bool  # or wanted
    step: int
    channel: int


@dataclass(frozen=True)
class Place:
    """Where one strip is."""

    head: QRectF  # its words; without height where there is no room
    wanted: QRectF
    told: QRectF
    lane: QRectF

    @property
    def both(self) -> QRectF:
        """What was wanted and what was told."""
        return QRectF(self.wanted.topLeft(), self.told.bottomRight())

    def cells(self, is_told: bool, strip: Strip) -> CellGrid:
        """Channels are rows, steps columns."""
        steps, channels = strip.told.shape
        return CellGrid(self.told if is_told else self.wanted, channels, steps)

    def spot_at(self, point: QPointF, strip: Strip) -> Spot | None:
        """The bit at a point."""
        for is_told in (False, True):
            if cell := self.cells(is_told, strip).cell_at(point):
                return Spot(is_told, cell[1], cell[0])
        return None


@dataclass(frozen=True)
class PlateGrid(CellGrid):
    """Its cells are strips: rows are lengths, columns machines."""

    places: tuple[tuple[Place | None, ...], ...]

    def place_of(self, cell: Cell) -> Place | None:
        return self.places[cell[0]][cell[1]]

    def cell_at(self, place: QPointF) -> Cell | None:
        cell = super().cell_at(place)
        return cell if cell and self.place_of(cell) else None

    def box_of(self, cell: Cell) -> QRectF:
        place = self.place_of(cell)
        return place.both if place else super().box_of(cell)


@dataclass(frozen=True)
class PlateLayout:
    """All places: titles above, lengths at the left, the legend below."""

    grid: PlateGrid
    title: QRectF  # the line of all titles, from the left edge
    gutter: float  # where the first column begins
    column: float  # the width of a column, without what is between
    is_short: bool  # whether lengths are numbers alone
    legend: QRectF  # without height where there is no room

    @classmethod
    def of(cls, size: QSize, plate: Plate, ratio: float) -> "PlateLayout":
        """Lay a plate out in a view; `ratio` is device pixels a pixel."""
        px, count, machines = theme.px, len(plate.lengths), len(plate.machines)
        gutter, is_short = _gutter(plate, size.width())
        between, top = px(BETWEEN), px(TITLE)
        column = (size.width() - gutter - between * (machines - 1) - px(3)) / machines
        column = max(math.floor(column), px(8))
        room = size.height() - top
        lines = _lines(room, plate)
        cells = _cells(plate, column, lines.strip_height(room, count), ratio)
        legend = px(lines.legend)
        wish = SPREAD * lines.row_height(cells.box.height())
        pitch = math.floor(min((room - legend) / count, wish))
        step = column + between
        places = tuple(
            tuple(
                _place(strip, QPointF(gutter + m * step, top + k * pitch), column, lines, cells)
                if (strip := plate.at(k, m))
                else None
                for m in range(machines)
            )
            for k in range(count)
        )
        box = QRectF(gutter, top, step * machines, pitch * count)
        below = QRectF(0, min(box.bottom(), size.height() - legend), size.width(), legend)
        return cls(
            PlateGrid(box, count, machines, places), QRectF(0, 0, size.width(), px(TITLE)), gutter,
            column, is_short, below,
        )  # fmt: skip

    def column_of(self, number: int) -> tuple[float, float]:
        """Where a column begins, and how wide it is."""
        return self.gutter + number * self.grid.width, self.column


def _gutter(plate: Plate, wide: int) -> tuple[float, bool]:
    """Return how wide the lengths are at the left, and whether their numbers stand alone."""
    metrics = QFontMetricsF(label_font(BOLD))

    def widest(*texts: str) -> float:
        return math.ceil(max(map(metrics.horizontalAdvance, texts))) + theme.px(10)

    whole = widest(*(f"length {length}" for length in plate.lengths))
    if whole <= GUTTER_SHARE * wide:
        return whole, False
    return widest("length", *map(str, plate.lengths)), True


def _lines(room: float, plate: Plate) -> Lines:
    """Words give way where bits would be too low to be seen."""
    px, count = theme.px, len(plate.lengths)
    clear = min(px(CLEAR) * plate.channels, px(LINE))
    for lines, least in ((WHOLE, clear), (WORDS, px(LEAST))):
        if lines.strip_height(room, count) >= least:
            return lines
    return BARE


def _cells(plate: Plate, column: float, strip: float, ratio: float) -> CellGrid:
    """Return the cells of the longest strip: no higher than looks well for their width."""
    px, channels = theme.px, plate.channels
    wide = min(column / plate.steps, px(WIDEST))
    high = min(max(SLIM * wide, px(LOW), px(LINE) / channels), max(px(HIGHEST), px(LINE)))
    room = QRectF(0, 0, wide * plate.steps, max(min(strip, high * channels), 1.0))
    return fitted(room, channels, plate.steps, ratio, is_square=False)


def _place(strip: Strip, corner: QPointF, column: float, lines: Lines, cells: CellGrid) -> Place:
    wide, high = len(strip.told) * cells.width, cells.box.height()
    head = QRectF(corner.x(), corner.y(), column, theme.px(lines.head))
    wanted = QRectF(corner.x(), head.bottom(), wide, high)
    told = wanted.translated(0, high + theme.px(lines.pair))
    lane = QRectF(corner.x(), told.bottom(), wide, theme.px(LANE))
    return Place(head, wanted, told, lane)
