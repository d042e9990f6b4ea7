"""Numbers divided into two groups: two bars of blocks, the larger the number the longer its block.

The bars have one scale and begin together, so what the longer one reaches beyond the other is the
**difference** that should vanish.
"""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen

from simulator.controls import theme
from simulator.views.heat import CENTER, LEFT, is_same, label_font, paint_text
from simulator.views.plot_view import PlotView

NAMES = ("Group +1", "Group −1")
HIGHEST, GAP, WORDS = 110, 34, 22  # pixels of normal mode: a bar, between bars, a row of words
PARTED = 3.0  # pixels: smaller blocks have no lines between them, and are paler
PALE = 0.5  # of a colour where blocks are too small to be told apart; STRONG elsewhere
STRONG = 0.9


class PartitionView(PlotView):
    """Shows how numbers are divided, and by how much the groups' sums differ."""

    title = "Problem"

    def __init__(self) -> None:
        super().__init__()
        self._numbers, self._sides = np.empty(0, np.int64), np.empty(0, np.int8)
        self._difference = 0
        self._bars: list[tuple[np.ndarray, QRectF]] = []
        self.set_empty("No numbers to be divided.")

    def show_partition(self, numbers: np.ndarray, sides: np.ndarray, difference: int) -> None:
        """Show numbers (N,) of whole numbers above 0 on their sides (N,) of ±1, and the difference
        of the sums. Arrays are not changed in place later; repaints only if something differs."""
        is_like = is_same(numbers, self._numbers) and is_same(sides, self._sides)
        if is_like and difference == self._difference:
            return
        if not is_same(numbers, self._numbers):
            self._order = np.argsort(-numbers, kind="stable")  # the largest first
            self._numbers, self._sides = numbers, sides
            self.renew()
        self._sides, self._difference = sides, difference
        self.update()

    def clear(self) -> None:
        """Show nothing but the words for that."""
        self._numbers = np.empty(0, np.int64)
        self.renew()

    # ---- where things lie ----

    def is_empty(self) -> bool:
        return not self._numbers.size

    def lay_out(self) -> None:
        """Find the rows of the two bars; how far they reach changes with the division."""
        words, gap = theme.px(WORDS), theme.px(GAP)
        room = self.height() - 2 * words - gap - theme.px(8)
        high = max(theme.px(10), min(theme.px(HIGHEST), room // 2))
        top = max(0.0, (self.height() - 2 * high - 2 * words - gap) / 2)
        self._rows = (
            QRectF(0, top + words, self.width(), high),
            QRectF(0, top + words + high + gap, self.width(), high),
        )

    def _members(self, group: int) -> np.ndarray:
        """The numbers of one group, as indices (n,), the largest first."""
        wanted = 1 if group == 0 else -1
        return self._order[self._sides[self._order] == wanted]

    def _scale(self) -> float:
        """Pixels for a unit: half of all numbers and a tenth fit; the longer bar always does."""
        whole = float(self._numbers.sum())
        upper = float(self._numbers[self._sides > 0].sum())
        longest = max(upper, whole - upper, min(0.55 * whole, whole))
        return (self.width() - 2 * theme.px(1)) / longest

    # ---- painting ----

    def draw_ground(self, painter: QPainter) -> None:
        """Nothing stands still but the rows' places."""

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        scale = self._scale()
        self._bars = []
        for group, row in enumerate(self._rows):
            members = self._members(group)
            edges = theme.px(1) + scale * np.concatenate([[0], self._numbers[members].cumsum()])
            self._bars.append((members, row))
            _paint_bar(painter, row, edges, self._numbers[members], 1 if group == 0 else -1)
            self._paint_words(painter, group, row)
        self._paint_difference(painter, scale)

    def _paint_words(self, painter: QPainter, group: int, row: QRectF) -> None:
        """A group's name, size and sum, over the upper bar and under the lower one."""
        height = theme.px(WORDS)
        top = row.top() - height if group == 0 else row.bottom()
        box = QRectF(row.left() + theme.px(1), top, row.width(), height)
        members = self._members(group)
        paint_text(painter, box, NAMES[group], "ink", LEFT, QFont.Weight.DemiBold)
        name = QFontMetricsF(label_font(QFont.Weight.DemiBold)).horizontalAdvance(NAMES[group])
        count = f"{members.size:,} number" + "s" * (members.size != 1)
        text = f"{count} · sum {int(self._numbers[members].sum()):,}"
        paint_text(painter, box.adjusted(name + theme.px(8), 0, 0, 0), text)

    def _paint_difference(self, painter: QPainter, scale: float) -> None:
        """What the longer bar reaches beyond the other, between the two, and its size in words."""
        upper, lower = self._rows
        sums = [int(self._numbers[self._members(group)].sum()) for group in (0, 1)]
        near, far = (theme.px(1) + scale * s for s in sorted(sums))
        now, is_even = theme.current_theme(), self._difference == 0
        color = QColor(now.good if is_even else now.warm)
        middle, arm = (upper.bottom() + lower.top()) / 2, theme.px(5)
        painter.setPen(QPen(color, theme.stroke(1.6)))
        for x in (near, far):
            painter.drawLine(QPointF(x, middle - arm), QPointF(x, middle + arm))
        painter.drawLine(QPointF(near, middle), QPointF(far, middle))
        pen = QPen(color, 1.0, Qt.PenStyle.DotLine)
        short = lower if sums[0] > sums[1] else upper
        painter.setPen(pen)
        painter.drawLine(QPointF(far, short.top()), QPointF(far, short.bottom()))
        words = "no difference" if is_even else f"difference {self._difference:,}"
        font = theme.text_font(13, QFont.Weight.DemiBold)
        wide, high = QFontMetricsF(font).horizontalAdvance(words), theme.px(20)
        box = QRectF(near - theme.px(8) - wide, middle - high / 2, wide, high)
        if box.left() < 0:  # no room before the line: over it
            box.moveLeft((near + far - wide) / 2)
            painter.fillRect(box.adjusted(-4, 0, 4, 0), QColor(now.surface))
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(box, CENTER, words)

    # ---- the mouse ----

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.say(self._about(event.position()))

    def _about(self, place: QPointF) -> str:
        """The number under a point, in words, or ""."""
        if self.is_empty():
            return ""
        for members, row in self._bars:
            if row.contains(place):
                ends = theme.px(1) + self._scale() * self._numbers[members].cumsum()
                k = int(np.searchsorted(ends, place.x()))
                if k < members.size:
                    group = NAMES[0 if row is self._rows[0] else 1]
                    return f"number {members[k]}: {int(self._numbers[members[k]]):,}, {group}"
        return ""


def _paint_bar(
    painter: QPainter, row: QRectF, edges: np.ndarray, numbers: np.ndarray, side: int
) -> None:
    """Paint blocks from edge to edge (n + 1,), with their numbers (n,) where they fit."""
    if not numbers.size:
        return
    now = theme.current_theme()
    token = "accent" if side > 0 else "warm"
    widths = np.diff(edges)
    parted = int(np.count_nonzero(widths >= PARTED))  # the largest come first
    for first, last, share in ((0, parted, STRONG), (parted, -1, PALE)):
        box = QRectF(edges[first], row.top(), edges[last] - edges[first], row.height())
        painter.fillRect(box, QColor(now.mix("surface", token, share)))
    painter.setPen(QPen(QColor(now.surface), 1.0))
    for x in edges[1 : parted + 1].tolist():
        painter.drawLine(QPointF(x, row.top()), QPointF(x, row.bottom()))
    font = theme.number_font(12)
    painter.setFont(font)
    painter.setPen(QColor(now.surface))
    metrics = QFontMetricsF(font)
    if metrics.height() > row.height():
        return
    for left, wide, number in zip(edges.tolist(), widths.tolist(), numbers.tolist(), strict=False):
        if metrics.horizontalAdvance("0") > wide:
            break  # the blocks beyond are smaller still
        text = f"{number:,}"
        if metrics.horizontalAdvance(text) + 4 <= wide:
            painter.drawText(QRectF(left, row.top(), wide, row.height()), CENTER, text)
