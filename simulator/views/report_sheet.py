"""An A4 sheet to write on: a painter whose units are points, with text that wraps.

Lengths are points, 1/72 inch; type is set in tenths of them, because Qt's sizes are whole numbers.
"""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtSvg import QSvgRenderer

from simulator.controls import theme

UNIT = 10  # of ours in a point
WIDTH, HEIGHT, EDGE = 595.0, 842.0, 40.0
LEFT, RIGHT = EDGE, WIDTH - EDGE
LEADING = 1.32
PAD = 5.0  # between a picture and its card's edge, where it is narrow
WRAP = Qt.TextFlag.TextWordWrap
ANYWHERE = Qt.TextFlag.TextWrapAnywhere


@dataclass(frozen=True)
class Type:
    """A way to write."""

    size: float  # points
    color: str = "ink"
    weight: QFont.Weight = QFont.Weight.Normal
    is_code: bool = False


class Sheet:
    """Draws on a PDF in the colours of the light theme."""

    def __init__(self, writer: QPdfWriter) -> None:
        self._theme = theme.load_theme("light")
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setResolution(72 * UNIT)
        self._writer = writer
        self._painter = QPainter(writer)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def end(self) -> None:
        """The sheet is full."""
        self._painter.end()

    # ---- text ----

    def text(
        self, words: str, x: float, y: float, width: float, look: Type, is_right: bool = False
    ) -> float:
        """Write words that wrap within a width; return the y below them."""
        height = self.height_of(words, width, look)
        self._painter.setFont(self._font(look))
        self._painter.setPen(QColor(self._theme.color(look.color)))
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        wrap = ANYWHERE if look.is_code else WRAP
        box = _box(x, y, width, height + look.size)
        self._painter.drawText(box, int(side | Qt.AlignmentFlag.AlignTop | wrap), words)
        return y + height

    def height_of(self, words: str, width: float, look: Type) -> float:
        """How high these words stand."""
        wrap = ANYWHERE if look.is_code else WRAP
        metrics = QFontMetricsF(self._font(look), self._writer)
        box = metrics.boundingRect(_box(0, 0, width, HEIGHT * 9), int(wrap), words)
        return box.height() / UNIT

    def line(self, words: str, x: float, y: float, width: float, look: Type,
             is_right: bool = False) -> None:  # fmt: skip
        """Write one line that ends in “…” where it does not fit."""
        metrics = QFontMetricsF(self._font(look), self._writer)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width * UNIT)
        self._painter.setFont(self._font(look))
        self._painter.setPen(QColor(self._theme.color(look.color)))
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        box = _box(x, y, width, look.size * LEADING)
        self._painter.drawText(box, int(side | Qt.AlignmentFlag.AlignTop), shown)

    def width_of(self, words: str, look: Type) -> float:
        """How long one line of these words is."""
        return QFontMetricsF(self._font(look), self._writer).horizontalAdvance(words) / UNIT

    def _font(self, look: Type) -> QFont:
        font = theme.number_font() if look.is_code else theme.text_font()
        font.setPixelSize(round(look.size * UNIT))
        font.setWeight(look.weight)
        return font

    # ---- other marks ----

    def rule(self, y: float, x: float = LEFT, width: float = RIGHT - LEFT) -> None:
        """Draw a hairline."""
        self._painter.fillRect(_box(x, y, width, 0.5), QColor(self._theme.line))

    def plate(self, x: float, y: float, width: float, height: float, token: str) -> None:
        """Draw a rounded ground."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._theme.color(token)))
        self._painter.drawRoundedRect(_box(x, y, width, height), 5 * UNIT, 5 * UNIT)

    def picture(self, image: QImage, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture on a small card, with a hairline around it."""
        box = _box(x, y, width, height)
        self._painter.setPen(QPen(QColor(self._theme.line), 0.5 * UNIT))
        self._painter.setBrush(QColor(self._theme.surface))
        self._painter.drawRoundedRect(box, 5 * UNIT, 5 * UNIT)
        share = 1 - 2 * PAD / min(width, height)
        inner = _box(0, 0, width * share, height * share)
        inner.moveCenter(box.center())
        self._painter.drawImage(inner, image)

    def svg(self, svg: str, x: float, y: float, width: float, height: float) -> None:
        """Draw a typeset equation."""
        QSvgRenderer(QByteArray(svg.encode())).render(self._painter, _box(x, y, width, height))


def _box(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x * UNIT, y * UNIT, width * UNIT, height * UNIT)
