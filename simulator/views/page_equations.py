"""The equations of a page, as objects in Qt's text: how much room they take, and their picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QWidget

from simulator.views.mathematics import Equation, EquationError, render_equation, typeset
from simulator.views.page_style import LINE_HEIGHT, PageStyle

EQUATION_SCALE = 1.14  # an equation's font against the text's: its small letters are smaller


@dataclass(frozen=True)
class _Placed:
    """An equation of a page and how it stands there; None where its TeX is wrong."""

    tex: str
    is_display: bool
    equation: Equation | None


class EquationObject(QPyTextObject):
    """Measures and paints the equations of one page: the document's images are all equations.

    Qt puts a picture on the baseline or has it in the middle, nothing between. So an equation in
    the line asks for room equally above and below, which makes the line as tall as it must be, and
    is then painted where its own baseline falls on the line's.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._placed: list[_Placed] = []
        self._style = PageStyle()
        self._column_width = 0.0

    def show(self, equations: Sequence[tuple[str, bool]], style: PageStyle) -> None:
        self._placed = [_place(tex, is_display) for tex, is_display in equations]
        self._style = style

    def set_column_width(self, width: float) -> None:
        self._column_width = width

    def source(self, style: QTextFormat) -> str:
        placed = self._of(style)
        mark = "$$" if placed.is_display else "$"
        return f"{mark}{placed.tex}{mark}"

    def is_display(self, block: QTextBlock) -> bool:
        return any(placed.is_display for placed in self._in_block(block))

    def fit_lines(self, block: QTextBlock) -> bool:
        """Whether lines of the usual height hold them; Qt sets the baseline at four fifths."""
        em, size = self._style.font_px, self._size_px()
        above, below = 0.8 * LINE_HEIGHT * em, (0.2 * LINE_HEIGHT + 0.25) * em
        return all(
            equation.depth * size <= below and equation.ascent * size <= above
            for equation in (placed.equation for placed in self._in_block(block))
            if equation
        )

    def width_px(self, style: QTextFormat) -> float:
        """How wide an equation is where it has all the room it likes."""
        equation = self._of(style).equation
        return equation.width * self._size_px() if equation else 0.0

    def intrinsicSize(self, document: QTextDocument, position: int, style: QTextFormat) -> QSizeF:
        placed = self._of(style)
        if placed.equation is None:
            return QSizeF(
                QFontMetricsF(document.defaultFont()).horizontalAdvance(placed.tex) + 2, 0
            )
        size = placed.equation.size(self._size_px()) * self._fit(placed.equation)
        if placed.is_display:
            return size
        below, middle = self._room_below(document, placed.equation)
        return QSizeF(size.width(), 2 * below + middle)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        style: QTextFormat,
    ) -> None:
        rect = QRectF(rect)
        placed = self._of(style)
        if placed.equation is None:
            self._draw_source(painter, rect, document, placed)
            return
        size_px = self._size_px() * self._fit(placed.equation)
        if placed.is_display:
            baseline = rect.bottom() - placed.equation.depth * size_px
        else:
            baseline = rect.center().y() + _centre_to_baseline(document, position)
        ratio = painter.device().devicePixelRatioF()
        image = render_equation(
            placed.tex, size_px, self._style.ink, ratio, inline=not placed.is_display
        )
        place = _on_pixel(painter, QPointF(rect.left(), baseline), ratio)
        painter.drawImage(place - QPointF(0, image.offset().y() / ratio), image)

    def _draw_source(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, placed: _Placed
    ) -> None:
        """TeX that cannot be typeset is shown as it was written."""
        painter.save()
        painter.setFont(document.defaultFont())
        painter.setPen(QColor(self._style.ink2))
        painter.drawText(QPointF(rect.left(), rect.bottom()), placed.tex)
        painter.restore()

    def _room_below(self, document: QTextDocument, equation: Equation) -> tuple[float, float]:
        """Pixels to ask for below the baseline, and how many more Qt then puts above it."""
        size = self._size_px() * self._fit(equation)
        middle = QFontMetrics(document.defaultFont()).xHeight() / 2  # Qt reckons in whole pixels
        below = equation.depth * size
        return max(below, equation.ascent * size - middle), middle

    def _fit(self, equation: Equation) -> float:
        """1, or less where the column is narrower than the equation."""
        room = self._column_width - 2
        width = equation.width * self._size_px()
        return min(1.0, max(0.2, room / width)) if room > 0 else 1.0

    def _size_px(self) -> float:
        return EQUATION_SCALE * self._style.font_px

    def _in_block(self, block: QTextBlock) -> list[_Placed]:
        found = []
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            style = fragment.charFormat()
            if style.isImageFormat():
                found.append(self._of(style))
            parts += 1
        return found

    def _of(self, style: QTextFormat) -> _Placed:
        number = style.stringProperty(QTextFormat.Property.ImageName.value).partition(":")[2]
        if number.isdecimal() and int(number) < len(self._placed):
            return self._placed[int(number)]
        return _Placed("", False, None)


def _place(tex: str, is_display: bool) -> _Placed:
    try:
        return _Placed(tex, is_display, typeset(tex, inline=not is_display))
    except EquationError:
        return _Placed(tex, is_display, None)


def _centre_to_baseline(document: QTextDocument, position: int) -> float:
    """Pixels from the middle of the line, where Qt centres the picture, down to the baseline."""
    block = document.findBlock(position)
    line = block.layout().lineForTextPosition(position - block.position())
    return (line.ascent() - line.descent()) / 2 if line.isValid() else 0.0


def _on_pixel(painter: QPainter, point: QPointF, ratio: float) -> QPointF:
    """The nearest point that falls on a device pixel: a picture between two is blurred."""
    origin = painter.transform().map(point)
    dx = (round(origin.x() * ratio) / ratio) - origin.x()
    dy = (round(origin.y() * ratio) / ratio) - origin.y()
    return point + QPointF(dx, dy)
