"""The lines of an algorithm, laid out for a width: words and a typeset equation on one baseline.

An equation may have parts, with `BREAK` between them: what has no room beside the words and parts
before it stands below. A part wider than the page is drawn smaller. Pure of widgets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtSvg import QSvgRenderer

from simulator.controls import theme
from simulator.views.heat import is_vector
from simulator.views.mathematics import (
    Equation,
    EquationError,
    plain_text,
    render_equation,
    typeset,
)

EQUATION = 1.2  # an equation's font against the words': its letters are smaller for their size
GUTTER, INDENT, RIGHT = 38, 18, 8  # pixels of normal mode: sign and number, a loop's step, free
ABOVE, BELOW, LEADING = 4, 4, 2  # tenths of an em: about a line, and within a broken one
BREAK = "\n"  # between the parts of an equation, each typeset for itself
KEYWORDS = frozenset({"for", "end", "repeat", "until", "while", "if", "else", "return"})


@dataclass(frozen=True)
class AlgorithmLine:
    """One line: `key` names it, `indent` is how many loops it is in; words, then an equation."""

    key: str
    indent: int
    text: str
    tex: str = ""

    @property
    def words(self) -> str:
        """The whole line in plain words."""
        parts = (plain_text(part) for part in self.tex.split(BREAK))
        return " ".join(part for part in (self.text, *parts) if part)


@dataclass(frozen=True)
class Piece:
    """Words or, with `tex`, an equation, from a point on the baseline; `size` is the font's."""

    place: QPointF
    text: str
    size: float
    tex: str = ""
    is_bold: bool = False

    def paint(self, painter: QPainter, color: str) -> None:
        if self.tex:
            _paint_equation(painter, self, color)
            return
        painter.setFont(_font(self.size, self.is_bold, theme.scale()))
        painter.setPen(QColor(color))
        painter.drawText(self.place, self.text)


@dataclass(frozen=True)
class Row:
    """A line's place: the full width of the page; `baseline` is that of its first words."""

    box: QRectF
    baseline: float
    pieces: tuple[Piece, ...]
    shrink: float  # 1, or less where the equation is drawn smaller


@lru_cache(64)
def _font(size: float, is_bold: bool, scale: float) -> QFont:
    return theme.text_font(size, QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)


def lay_out(lines: Sequence[AlgorithmLine], width: float, size: float) -> list[Row]:
    """Lay lines out below each other for words of `size`, pixels of normal mode."""
    rows: list[Row] = []
    top = 0.0
    for line in lines:
        rows.append(_row(line, top, width, size))
        top = rows[-1].box.bottom()
    return rows


def left_of(indent: int) -> float:
    """Where the words of a line in so many loops begin."""
    return theme.px(GUTTER) + indent * theme.px(INDENT)


@dataclass(frozen=True)
class _Token:
    """What is never broken: a word, or a part of an equation. Lengths in pixels."""

    text: str
    tex: str
    width: float
    ascent: float
    descent: float
    space: float  # before the next
    is_bold: bool = False
    shrink: float = 1.0


def _row(line: AlgorithmLine, top: float, width: float, size: float) -> Row:
    em, left, right = size * theme.scale(), left_of(line.indent), width - theme.px(RIGHT)
    hang = theme.px(INDENT) / 2  # later lines are set in a little
    tokens = _tokens(line, size, right - left - hang)
    pieces: list[Piece] = []
    first, y = 0.0, top + ABOVE * em / 10
    for start, line_tokens in _broken(tokens, left, left + hang, right):
        baseline = round(y + max(token.ascent for token in line_tokens))
        first, x = first or baseline, start
        for token in line_tokens:
            font = em * EQUATION * token.shrink if token.tex else size
            place = QPointF(x, baseline)
            pieces.append(Piece(place, token.text, font, token.tex, token.is_bold))
            x += token.width + token.space
        y = baseline + max(token.descent for token in line_tokens) + LEADING * em / 10
    shrink = min((token.shrink for token in tokens), default=1.0)
    bottom = round(y + (BELOW - LEADING) * em / 10)
    return Row(QRectF(0, top, width, bottom - top), first, tuple(pieces), shrink)


def _tokens(line: AlgorithmLine, size: float, room: float) -> list[_Token]:
    """Words, and parts of the equation; a part wider than the room is made smaller."""
    parts = [(part, _equation(part)) for part in line.tex.split(BREAK) if part]
    words = line.text.split()
    for part, equation in parts:
        if equation is None:
            words += plain_text(part).split()
    result = []
    for n, word in enumerate(words):
        is_bold = n == 0 and word in KEYWORDS
        metrics = QFontMetricsF(_font(size, is_bold, theme.scale()))
        space = metrics.horizontalAdvance(" ") * (2 if n == len(words) - 1 else 1)
        wide = metrics.horizontalAdvance(word)
        result.append(_Token(word, "", wide, metrics.ascent(), metrics.descent(), space, is_bold))
    font = size * theme.scale() * EQUATION
    for part, equation in parts:
        if equation is not None:
            shrink = min(1.0, max(room, 1.0) / (equation.width * font))
            wide, ascent, descent = (
                length * font * shrink for length in (equation.width, equation.ascent,
                                                      equation.depth)
            )  # fmt: skip
            result.append(_Token("", part, wide, ascent, descent, 0.25 * font, False, shrink))
    return result or [_Token("", "", 0.0, font, 0.0, 0.0)]


def _broken(
    tokens: Sequence[_Token], left: float, hung: float, right: float
) -> list[tuple[float, list[_Token]]]:
    """Break tokens into lines: where each begins, and what stands on it."""
    lines: list[tuple[float, list[_Token]]] = [(left, [])]
    x = left
    for token in tokens:
        if lines[-1][1] and x + token.width > right:
            lines.append((hung, []))
            x = hung
        lines[-1][1].append(token)
        x += token.width + token.space
    return lines


def _equation(tex: str) -> Equation | None:
    try:
        return typeset(tex, inline=True)
    except EquationError:
        return None


def _paint_equation(painter: QPainter, piece: Piece, color: str) -> None:
    if is_vector(painter):
        equation = typeset(piece.tex, inline=True)
        corner = piece.place - QPointF(0, equation.ascent * piece.size)
        # Qt writes no outline as a black one, so the glyphs get one that nobody sees
        name = QColor(color).name()
        ink = f'"{name}" stroke="{name}" stroke-width="0.01"'
        svg = equation.svg.replace('"black"', ink)
        target = QRectF(corner, equation.size(piece.size))
        QSvgRenderer(QByteArray(svg.encode())).render(painter, target)
        return
    ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
    image = render_equation(piece.tex, piece.size, color, ratio, inline=True)
    place = QPointF(round(piece.place.x() * ratio) / ratio, round(piece.place.y() * ratio) / ratio)
    painter.drawImage(place - QPointF(0, image.offset().y() / ratio), image)
