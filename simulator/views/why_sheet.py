"""One sum written out and drawn as bars, laid out for a width. Pure of events and of models."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from simulator.controls import theme

IN_FULL, AS_BARS = 3, 10  # how many terms stand in the equation, and how many are bars
SERIFS = ["STIX Two Text", "Cambria", "Georgia", "Times New Roman", "DejaVu Serif"]
SIZE = 15  # pixels of normal mode: the type of the equation
LABELS = 0.5  # of the width, at most, is for the names of bars
TIE = -1e-12
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Sum:
    """symbol = Σ weight·factor + extra = total, compared with a threshold."""

    title: str
    symbol: str
    terms: tuple[tuple[str, float, float], ...]  # label, weight, factor
    extra: tuple[tuple[str, float], ...]  # label, value
    total: float
    comparison: float
    conclusion: str
    notes: tuple[tuple[str, float], ...] = ()

    @property
    def products(self) -> list[tuple[str, float, float, float]]:
        """Label, weight, factor and product of each term, the largest first."""
        each = [(label, w, f, w * f) for label, w, f in self.terms]
        return sorted(each, key=lambda term: -abs(term[3]))

    @property
    def words(self) -> list[str]:
        """The equation in pieces that are not to be broken."""
        products = self.products
        pieces = [
            f"{_sign(w, place == 0)}{abs(w):.2f}·({signed(f)})"
            for place, (_, w, f, _) in enumerate(products[:IN_FULL])
        ]
        rest = [product for *_, product in products[IN_FULL:]]
        others = [(f"{len(rest)}\u00a0more", sum(rest))] if rest else []
        for label, value in [*others, *self.extra]:
            pieces += f"{_sign(value, not pieces)}{abs(value):.2f}\u00a0({label})".split(" ")
        return pieces or ["0"]

    @property
    def result(self) -> str:
        """The last line: `= +0.84 ≥ 0 → on`."""
        is_over = self.total - self.comparison >= TIE
        digits = 2
        while digits < 6 and not is_over and round(self.total - self.comparison, digits) == 0:
            digits += 1
        limit = "0" if self.comparison == 0 else plain(self.comparison, digits)
        relation = "≥" if is_over else "<"
        return f"= {signed(self.total, digits)} {relation} {limit} → {self.conclusion}"

    @property
    def bars(self) -> list[tuple[str, float]]:
        """Label and value of each bar."""
        products = [(label, product) for label, *_, product in self.products]
        rest = products[AS_BARS:]
        others = [(f"{len(rest)} more", sum(value for _, value in rest))] if rest else []
        return [*products[:AS_BARS], *others, *self.extra]


def plain(value: float, digits: int = 2) -> str:
    """Write a number with a true minus, and no minus before a zero."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def signed(value: float, digits: int = 2) -> str:
    text = plain(value, digits)
    return text if text.startswith("−") else f"+{text}"


def _sign(value: float, is_first: bool) -> str:
    is_negative = plain(value).startswith("−")
    if is_first:
        return "−" if is_negative else ""
    return "−\u00a0" if is_negative else "+\u00a0"


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


def lay_out(shown: Sum, width: float) -> tuple[list[Piece], float]:
    """Return what is to be painted in a width, and how high that is."""
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
    bars = list(_bars(shown, width, y + px(9)))
    bottom = max((piece.box.bottom() for piece in [*pieces, *bars]), default=0.0)
    return [*pieces, *bars], bottom + px(4)


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
    texts = [signed(value) for _, value in [*bars, *shown.notes]]
    number_width = max((QFontMetricsF(numbers).horizontalAdvance(t) for t in texts), default=0) + 2
    longest = max((metrics.horizontalAdvance(label) for label, _ in bars), default=0.0)
    label_width = min(longest + 2, LABELS * width)
    left, right = label_width + px(8), width - number_width - px(8)
    middle, half = (left + right) / 2, max((right - left) / 2, 1.0)
    largest = max((abs(value) for _, value in bars), default=0.0) or 1.0
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
        yield Piece(box, signed(value), color, numbers, RIGHT)
        if not is_note:
            length = max(abs(value) / largest * half, 1.0)
            x = middle if value >= 0 else middle - length
            box = QRectF(x, y + (row - px(7)) / 2, length, px(7))
            yield Piece(box, "", now.accent if value >= 0 else now.warm)
