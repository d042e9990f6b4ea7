"""Where the charts of the stages stand, side by side or in a few rows."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize

from simulator.controls import theme

TITLE, LINE, ROW, FOOT = 18, 20, 15, 16  # pixels of normal mode: heading, equation, words, axis
GAP, DOWN = 12, 10  # between charts, and between rows of them
PAD = 6  # within a chart: room for the ground of one that is held
SAID = 150  # a chart so high says in words what its stage does
RATIO = 1.6  # the most pleasant width of a plot, in heights
LEAST = 24  # a plot is never lower


@dataclass(frozen=True)
class Place:
    """One chart: all of it, and its lines from above to below."""

    box: QRectF
    title: QRectF
    line: QRectF  # the equation with its numbers
    said: QRectF  # what the stage does, and the end of the scale
    plot: QRectF
    axis: QRectF
    says: bool  # there is room for what the stage does

    def edges(self, count: int) -> list[int]:
        """Where bars begin and end, in whole pixels, count + 1 of them."""
        left, wide = self.plot.left(), self.plot.width() / count
        return [round(left + k * wide) for k in range(count + 1)]

    def x_of(self, k: int, count: int) -> float:
        """The middle of a bar."""
        return self.plot.left() + (k + 0.5) / count * self.plot.width()

    def index_at(self, point: QPointF, count: int) -> int:
        """The bar over or under a point, or −1 beside the plot."""
        share = (point.x() - self.plot.left()) / self.plot.width()
        is_in = 0 <= share < 1 and self.plot.top() <= point.y() <= self.axis.bottom()
        return min(int(share * count), count - 1) if is_in else -1


def places(size: QSize, count: int) -> list[Place]:
    """Lay charts out in as many columns as gives them the best shape."""
    gap, down = theme.px(GAP), theme.px(DOWN)

    def shape(columns: int) -> tuple[float, float]:
        rows = math.ceil(count / columns)
        return (
            (size.width() - (columns - 1) * gap) / columns,
            (size.height() - (rows - 1) * down) / rows,
        )

    def merit(columns: int) -> float:
        wide, high = shape(columns)
        plot = high - theme.px(TITLE + LINE + ROW + FOOT)
        return min(wide, RATIO * plot) - (count % columns > 0) * 0.05 * wide

    columns = max(range(1, count + 1), key=merit)
    wide, high = shape(columns)
    return [
        _place(QRectF(k % columns * (wide + gap), k // columns * (high + down), wide, high))
        for k in range(count)
    ]


def _place(box: QRectF) -> Place:
    px = theme.px
    pad = px(PAD)
    left, right = math.ceil(box.left()) + pad, math.floor(box.right()) - pad
    top, bottom = math.ceil(box.top()) + pad / 2, math.floor(box.bottom()) - 1
    wide = max(right - left, 8)

    def row(height: float) -> QRectF:
        nonlocal top
        one = QRectF(left, top, wide, px(height))
        top += px(height)
        return one

    title, line, said = row(TITLE), row(LINE), row(ROW)
    foot = px(FOOT)
    first = round(top + px(2))
    plot = QRectF(left, first, wide, max(bottom - foot - first, px(LEAST)))
    axis = QRectF(left, plot.bottom() + 1, wide, foot)
    return Place(box, title, line, said, plot, axis, box.height() >= px(SAID))
