"""Where the cells, bars and the cross of a row of patterns stand. No widget.

The columns of a row are its units 0 … V − 1; LABEL, BARS and CROSS name what stands beside them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from simulator.controls import theme
from simulator.views.heat import label_font

LABEL, BARS, CROSS = -1, -2, -3
LARGEST, SMALLEST = 24, 3  # pixels of normal mode: the side of a cell, the gap included
GROUP_GAP = 10
NUMBER, MARK = 48, 22  # the width of a probability, and of the cross
BAR, LEAST_BAR = 56, 14  # a bar is at least so long; less where cells would be small
SMALL = 12


@dataclass(frozen=True)
class Cells:
    """The places of a row, its top being 0."""

    label: QRectF
    cells: tuple[float, ...]  # (V,) the left edges
    side: float  # of a cell with its gap
    bars: QRectF  # with the numbers at its right; no width where there are none
    cross: QRectF
    groups: tuple[tuple[str, float, float], ...]  # name, left, right
    height: float

    def column_at(self, x: float) -> int | None:
        """The column at a place, None between them."""
        for name, box in ((LABEL, self.label), (BARS, self.bars), (CROSS, self.cross)):
            if box.left() <= x < box.right():
                return name
        return next((k for k, left in enumerate(self.cells) if left <= x < left + self.side), None)

    def cell(self, unit: int, top: float) -> QRectF:
        """A cell without its gap, in the middle of a row that begins at `top`."""
        inner = self.side - (2.0 if self.side >= 8 else 1.0)
        return QRectF(self.cells[unit] + 1, top + (self.height - inner) / 2, inner, inner)


def cells_of(
    width: float, patterns: int, groups: Sequence[tuple[str, int]], has_bars: bool, can_edit: bool
) -> Cells:
    """Find places: the cells as large as may be, bars in what is left."""
    px, count = theme.px, sum(size for _, size in groups)
    digits = QFontMetricsF(label_font()).horizontalAdvance("0" * max(len(str(patterns)), 2))
    left = math.ceil(digits) + px(14)
    right = px(MARK) if can_edit else px(4)
    gaps = px(GROUP_GAP) * (len(groups) - 1)
    side = 0
    for bar, wanted in ((BAR, SMALL), (LEAST_BAR, SMALLEST), (None, 0)):  # the cells come first
        has_bars = has_bars and bar is not None
        beside = px((bar or 0) + NUMBER + 22) if has_bars else 0
        room = width - left - right - beside - gaps
        side = math.floor(min(max(room / max(count, 1), px(2)), px(LARGEST)))
        if side >= px(wanted):
            break
    height = max(side + px(2), px(30 if has_bars else 20))
    lefts, names, x = [], [], float(left)
    for name, size in groups:
        lefts += [x + k * side for k in range(size)]
        names.append((name, x, x + size * side))
        x += size * side + px(GROUP_GAP)
    bars = QRectF(x + px(8), 0, width - right - x - px(12) if has_bars else 0, height)
    end = width - right if has_bars else min(x + px(4), width - right)
    cross = QRectF(end, 0, right if can_edit else 0, height)
    return Cells(
        QRectF(0, 0, left - px(4), height), tuple(lefts), side, bars, cross, tuple(names), height
    )
