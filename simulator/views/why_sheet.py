"""One sum written out and drawn as bars, laid out for a width. Pure of events and of models."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from simulator.controls import theme
from simulator.views.why_picture import Picture, Placed
from simulator.views.why_sum import Sum, signed

SERIFS = ["STIX Two Text", "Cambria", "Georgia", "Times New Roman", "DejaVu Serif"]
SIZE = 15  # pixels of normal mode: the type of the equation
WIDE, PICTURE = 470, (218, 168)  # from which width on a picture is beside the bars, and its size
LABELS = 0.5  # of the width, at most, is for the names of bars
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def equation_font(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The italic face of mathematics."""
    font = theme.text_font(SIZE, weight)
    font.setFamilies(SERIFS)
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setItalic(True)
    return font


@dataclass(frozen=True)
class Piece:
    """Something to paint in a box: words, or with no words a bar."""

    box: QRectF
    text: str
    color: str
    font: QFont | None = None
    flags: int = LEFT

    def paint(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.color))
        if self.font:
            painter.setFont(self.font)
            painter.drawText(self.box, self.flags, self.text)
        else:
            painter.fillRect(self.box, QColor(self.color))


def lay_out(
    shown: Sum, width: float, picture: Picture | None = None
) -> tuple[list[Piece | Placed], float]:
    """Return what is to be painted in a width, and how high that is.

    A picture stands beside the bars, or below them where the width is small.
    """
    pieces, top = _texts(shown, width)
    px = theme.px
    is_beside = picture is not None and width >= px(WIDE)
    room = width - px(PICTURE[0] + 18) if is_beside else width
    bars = list(_bars(shown, room, top))
    bottom = max((piece.box.bottom() for piece in [*pieces, *bars]), default=0.0)
    result: list[Piece | Placed] = [*pieces, *bars]
    if picture is not None:
        size = QSizeF(min(px(PICTURE[0]), width), px(PICTURE[1]))
        corner = QPointF(room + px(18), top) if is_beside else QPointF(0, bottom + px(12))
        result.append(Placed(picture, QRectF(corner, size)))
        bottom = max(bottom, result[-1].box.bottom())
    return result, bottom + px(4)


def _texts(shown: Sum, width: float) -> tuple[list[Piece], float]:
    """Return title, equation and result, and where the bars begin."""
    now, px = theme.current_theme(), theme.px
    pieces: list[Piece] = []
    wrap = LEFT | int(Qt.TextFlag.TextWordWrap)
    title = theme.text_font(12)
    height = QFontMetricsF(title).boundingRect(QRectF(0, 0, width, 1e4), wrap, shown.title).height()
    pieces.append(Piece(QRectF(0, 0, width, math.ceil(height)), shown.title, now.ink2, title, wrap))
    y = float(math.ceil(height) + px(8))
    for font, words in (
        (equation_font(), [f"{shown.symbol} =", *shown.words]),
        (equation_font(QFont.Weight.Bold), shown.result.split(" ")),
    ):
        line = math.ceil(QFontMetricsF(font).height()) + px(3)
        for x, row, text in _broken(words, QFontMetricsF(font), width):
            length = QFontMetricsF(font).horizontalAdvance(text)
            box = QRectF(x, y + row * line, length + 2, line)
            is_bold = font.weight() == QFont.Weight.Bold
            pieces.append(Piece(box, text, now.ink if is_bold else now.ink2, font))
        y = pieces[-1].box.bottom() + px(3)
    return pieces, y + px(9)


def _broken(
    words: Sequence[str], metrics: QFontMetricsF, width: float
) -> Iterator[tuple[float, int, str]]:
    """Break words into lines; give place, line and text of each, the later lines indented."""
    space, indent = metrics.horizontalAdvance(" "), float(theme.px(14))
    x, row = 0.0, 0
    for word in words:
        length = metrics.horizontalAdvance(word)
        if x > indent and x + length > width:
            x, row = indent, row + 1
        yield x, row, word
        x += length + space


def _bars(shown: Sum, width: float, top: float) -> Iterator[Piece]:
    now, px = theme.current_theme(), theme.px
    face, numbers = theme.text_font(12), theme.text_font(12, QFont.Weight.Medium)
    metrics, row = QFontMetricsF(face), px(19)
    bars = shown.bars
    texts = [signed(value, shown.decimals(value)) for _, value in [*bars, *shown.notes]]
    number_width = max((QFontMetricsF(numbers).horizontalAdvance(t) for t in texts), default=0) + 2
    longest = max((metrics.horizontalAdvance(label) for label, _ in bars), default=0.0)
    label_width = min(longest + 2, LABELS * width)
    left, right = label_width + px(8), width - number_width - px(8)
    middle, half = (left + right) / 2, max((right - left) / 2, 1.0)
    largest = _longest_bar(shown)
    if bars:
        line = QRectF(round(middle), top, 1, row * len(bars))
        yield Piece(line, "", now.line)
    for place, (label, value) in enumerate([*bars, *shown.notes]):
        y = top + place * row + (px(6) if place >= len(bars) else 0)
        room = label_width if place < len(bars) else right
        elided = metrics.elidedText(label, Qt.TextElideMode.ElideRight, room)
        is_note = place >= len(bars)
        yield Piece(
            QRectF(0, y, room, row), elided, theme.caption_color() if is_note else now.ink2, face
        )
        color = theme.caption_color() if is_note else now.ink
        box = QRectF(right + px(8), y, number_width, row)
        yield Piece(box, texts[place], color, numbers, RIGHT)
        if not is_note:
            yield from _bar(value / largest, middle, half, y + (row - px(7)) / 2)


def _longest_bar(shown: Sum) -> float:
    """The value of a bar of full length: what is summed up of many terms may be longer still."""
    each = [product for *_, product in shown.products] + [value for _, value in shown.extra]
    return max(map(abs, each), default=0.0) or abs(shown.more[1]) or 1.0


def _bar(share: float, middle: float, half: float, top: float) -> Iterator[Piece]:
    """Give a bar; one longer than there is room for is broken near its end."""
    now, px, sign = theme.current_theme(), theme.px, 1 if share >= 0 else -1
    color, length = now.accent if share >= 0 else now.warm, max(min(abs(share), 1.0) * half, 1.0)
    ends = [(0.0, length)]
    if abs(share) > 1.0 + 1e-9:
        ends = [(0.0, length - px(9)), (length - px(6), length)]
    for start, end in ends:
        x = middle + min(sign * start, sign * end)
        yield Piece(QRectF(x, top, max(end - start, 1.0), px(7)), "", color)
