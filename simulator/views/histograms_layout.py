"""Where the histograms of a view stand, beside and below each other."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize

from simulator.controls import theme
from simulator.views.histograms_count import Bins

TITLE, ROW = 18, 15  # pixels of normal mode: the heading, and a line of small words
GAP = 18  # between plots
COUNTED = 105  # plots so high have a line for their count
RATIO = 1.7  # the most pleasant width of a plot, in heights


@dataclass(frozen=True)
class Place:
    """One histogram: all of it, and the plot within its words."""

    box: QRectF
    plot: QRectF
    has_count: bool  # there is room for how many are in the highest bar

    def x_of(self, value: float, bins: Bins) -> float:
        return self.plot.left() + (value - bins.low) / (bins.high - bins.low) * self.plot.width()

    def edges(self, bins: Bins) -> list[int]:
        """Where bars begin and end, in whole pixels, B + 1 of them."""
        count, left = len(bins.counts), self.plot.left()
        wide = self.plot.width() / count
        return [round(left + k * wide) for k in range(count + 1)]

    def bin_at(self, place: QPointF, bins: Bins) -> int:
        """The bin over or under a point, or −1 outside."""
        if not self.plot.left() <= place.x() < self.plot.right():
            return -1
        share = (place.x() - self.plot.left()) / self.plot.width()
        return min(int(share * len(bins.counts)), len(bins.counts) - 1)


def places(size: QSize, count: int) -> list[Place]:
    """Lay plots out in as many columns as gives them the best shape."""
    gap = theme.px(GAP)

    def shape(columns: int) -> tuple[float, float]:
        rows = math.ceil(count / columns)
        return (
            (size.width() - (columns - 1) * gap) / columns,
            (size.height() - (rows - 1) * gap * 0.6) / rows,
        )

    def merit(columns: int) -> float:
        wide, high = shape(columns)
        return min(wide, RATIO * high) - (count % columns > 0) * 0.1 * wide

    columns = max(range(1, count + 1), key=merit)
    wide, high = shape(columns)
    boxes = (
        QRectF(k % columns * (wide + gap), k // columns * (high + gap * 0.6), wide, high)
        for k in range(count)
    )
    return [_place(box) for box in boxes]


def _place(box: QRectF) -> Place:
    px = theme.px
    has_count = box.height() >= px(COUNTED)
    head, foot = px(TITLE) + px(ROW) * (1 + has_count) + px(2), px(ROW) + px(4)
    left, right = math.ceil(box.left()) + px(2), math.floor(box.right()) - px(4)
    top, bottom = math.ceil(box.top()) + head, math.floor(box.bottom()) - foot
    return Place(box, QRectF(left, top, max(right - left, 8), max(bottom - top, 4)), has_count)
