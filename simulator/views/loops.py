"""The nested loops of a computation: which is being run, how far each has come, what is spent.

Each loop is a line of pseudo-code in a frame that holds the loops inside it. Lines being run are
lit; the count at the right is of the loop's own turns.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.controls import theme
from simulator.core.numerals import grouped
from simulator.views.heat import LEFT, RIGHT, paint_text
from simulator.views.view import View

INDENT, MARGIN, LEAST_MARGIN = 16, 6, 3  # pixels of normal mode between a frame and the next
ROW, LEAST_ROW = 46, 25
FOOT = 58
THICK = 3  # the bar of progress
LARGE = 27  # the type of what is spent
EMPTY = "While the network learns, its loops are counted here"


@dataclass(frozen=True)
class Loop:
    """One loop: turns done, of how many (None: not known), and whether it is being run."""

    text: str
    done: int
    total: int | None
    is_active: bool
    detail: str = ""

    @property
    def count(self) -> str:
        if self.total is None:
            return grouped(self.done)
        return f"{grouped(self.done)} of {grouped(self.total)}"

    @property
    def share(self) -> float:
        """How far it has come, 0 … 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


class LoopsView(View):
    """Shows loops, the outermost first, and what they have cost."""

    title = "Loops"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loops: tuple[Loop, ...] = ()
        self._foot = (0, 0, "")
        self._empty = EMPTY
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.title)
        theme.notifier.changed.connect(self._restyle)

    def show_loops(self, rows: Sequence[Loop], spent: int, cost: int, note: str = "") -> None:
        """Show loops, the unit updates spent so far, and those one weight update costs."""
        loops, foot = tuple(rows), (spent, cost, note)
        if (loops, foot) == (self._loops, self._foot):
            return
        self._loops, self._foot = loops, foot
        self._describe()
        self.update()

    def set_empty(self, text: str) -> None:
        self._empty = text
        self._describe()
        self.update()

    def clear(self) -> None:
        self._loops = ()
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(380), theme.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(170))

    def draw_on(self, painter: QPainter) -> None:
        self._paint(painter)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint(QPainter(self))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self._words() if self._loops else self._empty)

    def _words(self) -> str:
        lines = [f"{loop.text}: {loop.count}" for loop in self._loops]
        spent, cost = map(grouped, self._foot[:2])
        words = f"{', '.join(lines)}. Unit updates spent: {spent}"
        return words + (f". One weight update costs {cost}" if self._foot[1] else "")

    # ---- drawing ----

    def _paint(self, painter: QPainter) -> None:
        if not self._loops:
            painter.setFont(theme.text_font())
            painter.setPen(QColor(theme.caption_color()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            side = theme.px(16)
            painter.drawText(
                QRectF(self.rect()).adjusted(side, 0, -side, 0), int(flags), self._empty
            )
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frames = frames_of(QRectF(self.rect()), len(self._loops))
        row, pad = row_height(self.height(), len(self._loops)), theme.px(11)
        right = frames[-1].right() - pad  # all counts end in one line
        for depth, (frame, loop) in enumerate(zip(frames, self._loops, strict=True)):
            _paint_frame(painter, frame, depth, self._border(depth))
            left = frame.left() + pad
            _paint_loop(painter, QRectF(left, frame.top(), right - left, row), loop)
        foot = frames[0].bottom() + theme.px(8)
        self._paint_foot(painter, QRectF(0, foot, self.width(), self.height() - foot))

    def _border(self, depth: int) -> str:
        """The innermost loop being run stands out, those about it less."""
        now = theme.current_theme()
        if not self._loops[depth].is_active:
            return now.line
        is_inmost = not any(loop.is_active for loop in self._loops[depth + 1 :])
        return now.accent if is_inmost else now.mix("line", "accent", 0.35)

    def _paint_foot(self, painter: QPainter, box: QRectF) -> None:
        now, (spent, cost, note) = theme.current_theme(), self._foot
        large = theme.text_font(LARGE, QFont.Weight.DemiBold)
        text, high = grouped(spent), QFontMetricsF(large).height()
        wide = math.ceil(QFontMetricsF(large).horizontalAdvance(text))
        painter.setFont(large)
        painter.setPen(QColor(now.ink))
        painter.drawText(QRectF(box.left(), box.top(), wide + 2, high), LEFT, text)
        small = theme.px(16)
        below = QRectF(box.left(), box.top() + high - theme.px(2), box.width(), small)
        paint_text(painter, below, "unit updates spent", "ink2")
        left = max(wide + theme.px(18), theme.px(150))
        words = QRectF(left, box.top(), max(box.width() - left, 0), high)
        painter.setFont(theme.text_font(12))
        painter.setPen(QColor(now.ink2))
        wrap = RIGHT | int(Qt.TextFlag.TextWordWrap)
        if cost:
            painter.drawText(words, wrap, f"one weight update costs {grouped(cost)} unit updates")
        used = theme.px(130)
        paint_text(painter, below.adjusted(used, 0, 0, 0), note, flags=RIGHT)


def row_height(height: float, count: int) -> float:
    """Return the height of a line where so many share a view."""
    room = height - theme.px(FOOT + 12) - (count - 1) * theme.px(MARGIN)
    return min(max(room / max(count, 1), theme.px(LEAST_ROW)), theme.px(ROW))


def frames_of(view: QRectF, count: int) -> list[QRectF]:
    """Return the frames of loops, each in the one before; the outermost comes first."""
    row, indent = row_height(view.height(), count), theme.px(INDENT)
    gap = theme.px(MARGIN if row > theme.px(LEAST_ROW + 4) else LEAST_MARGIN)
    high = count * row + (count - 1) * gap + theme.px(4)
    whole = QRectF(view.left() + 0.5, view.top() + 0.5, view.width() - 1, high - 1)
    return [
        whole.adjusted(depth * indent, depth * row, -depth * gap, -depth * gap)
        for depth in range(count)
    ]


def _paint_frame(painter: QPainter, frame: QRectF, depth: int, border: str) -> None:
    now = theme.current_theme()
    painter.setPen(QPen(QColor(border), theme.scale()))
    painter.setBrush(QColor(now.mix("surface", "accent", 0.04 * (depth + 1))))
    painter.drawRoundedRect(frame, theme.px(6), theme.px(6))


def _paint_loop(painter: QPainter, line: QRectF, loop: Loop) -> None:
    """Paint a line of pseudo-code, at its right end the count, and below both a bar."""
    now, room = theme.current_theme(), line
    if loop.total is not None:
        bar = QRectF(
            line.left(), line.bottom() - theme.px(THICK + 2), line.width(), theme.px(THICK)
        )
        _paint_bar(painter, bar, loop)
        room = line.adjusted(0, 0, 0, bar.top() - line.bottom() + theme.px(1))
    painter.setFont(_count_font())
    painter.setPen(QColor(now.ink if loop.is_active else now.ink2))
    painter.drawText(room, RIGHT, loop.count)
    used = QFontMetricsF(_count_font()).horizontalAdvance(loop.count) + theme.px(10)
    room = room.adjusted(0, 0, -used, 0)
    face = theme.text_font(13, QFont.Weight.DemiBold if loop.is_active else QFont.Weight.Normal)
    metrics = QFontMetricsF(face)
    text = metrics.elidedText(loop.text, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(face)
    painter.setPen(QColor(now.ink))
    painter.drawText(room, LEFT, text)
    used = metrics.horizontalAdvance(text) + theme.px(9)
    if loop.detail and room.width() - used > theme.px(24):
        box = room.adjusted(used, theme.px(1), 0, theme.px(1))
        paint_text(painter, box, loop.detail, "accent" if loop.is_active else "ink2")


def _paint_bar(painter: QPainter, bar: QRectF, loop: Loop) -> None:
    now, radius = theme.current_theme(), bar.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.mix("surface", "ink", 0.13)))
    painter.drawRoundedRect(bar, radius, radius)
    if loop.share:
        bar = QRectF(bar)
        bar.setWidth(max(loop.share * bar.width(), 2 * radius))
        painter.setBrush(QColor(now.accent if loop.is_active else now.ink3))
        painter.drawRoundedRect(bar, radius, radius)


def _count_font() -> QFont:
    return theme.text_font(12, QFont.Weight.Medium)
