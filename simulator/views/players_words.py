"""The words of the two players' diagram: whose turn it is, what is running, and what it does.

The name is as large as the room allows, so that the back row can read it.
"""

import re
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from simulator.controls import theme
from simulator.views.heat import label_font, paint_text
from simulator.views.players_marks import DEMI_BOLD, first_fitting
from simulator.views.players_phases import Phase, turn_of

NAME_SIZES = (30, 26, 23, 20, 18, 16, 14, 13, 12)  # from the largest that fits
SPEECH = 0.6  # of the name's size has the sentence
SMALLEST, LARGEST = 11, 17
PRESENTED = 11  # the smallest in presenter mode: as large as 15 on a desk
WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


def paint_words(painter: QPainter, box: QRectF, phase: Phase, lit: str, note: str) -> None:
    """Whose turn it is, the phase's name as large as fits, and what it does."""
    now = theme.current_theme()
    turn = turn_of(lit) or note
    top = box.top() + theme.px(1)
    if turn:
        row = theme.px(17)
        texts = (turn, turn.replace("'s turn", ""), turn.rpartition("· ")[2])
        said = first_fitting(texts, box.width(), QFontMetricsF(label_font()))
        paint_text(painter, QRectF(box.left(), top, box.width(), row), said, "ink2")
        top += row + theme.px(2)
    room = QRectF(box.left(), top, box.width(), box.bottom() - top)
    title = tied(phase.name)
    name, does = fonts_for(room, phase)
    painter.setFont(name)
    painter.setPen(QColor(now.accent if lit else now.ink))
    used = QFontMetricsF(name).boundingRect(room, WRAP, title)
    painter.drawText(room, WRAP, title)
    below = room.adjusted(0, used.height() + theme.px(4), 0, 0)
    painter.setFont(does)
    painter.setPen(QColor(now.ink if lit else now.ink2))
    painter.drawText(below, WRAP, _cut(QFontMetricsF(does), below, phase.does))


def tied(name: str) -> str:
    """A name whose single letters stay in the line of their neighbours."""
    return re.sub(r"(?<=\b[DGzx]) | (?=[DGzx]\b)", "\u00a0", name)


def fonts_for(room: QRectF, phase: Phase) -> tuple[QFont, QFont]:
    """The largest faces in which a phase's name and sentence fit a room."""
    size = room.width(), room.height()
    return _fonts(*size, tied(phase.name), phase.does, theme.scale())


@lru_cache(64)
def _fonts(wide: float, high: float, name: str, does: str, scale: float) -> tuple[QFont, QFont]:
    """The largest name that leaves room for its sentence, then the largest sentence."""
    least = PRESENTED if theme.is_presenter() else SMALLEST
    room, title, speech = QRectF(0, 0, wide, high), QFont(), theme.text_font(least)

    def height(font: QFont, text: str) -> float:
        return QFontMetricsF(font).boundingRect(room, WRAP, text).height()

    left, size = 0.0, 0
    for size in NAME_SIZES:
        title = theme.text_font(size, DEMI_BOLD)
        left = high - height(title, name) - theme.px(4)
        longest = max(map(QFontMetricsF(title).horizontalAdvance, name.split(" ")))
        fair = theme.text_font(min(max(SPEECH * size, least), LARGEST))
        if height(fair, does) <= left and longest <= wide:
            break
    for smaller in range(min(LARGEST, max(size - 1, least)), least - 1, -1):
        speech = theme.text_font(smaller)
        words = map(QFontMetricsF(speech).horizontalAdvance, does.split())
        if height(speech, does) <= left and max(words) <= wide:
            break
    return title, speech


def _cut(metrics: QFontMetricsF, box: QRectF, text: str) -> str:
    """As much of a text as has room in a box."""
    words, cut = text.split(), text
    while len(words) > 1 and metrics.boundingRect(box, WRAP, cut).height() > box.height():
        words.pop()
        cut = " ".join(words) + "…"
    return cut
