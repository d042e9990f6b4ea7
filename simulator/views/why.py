"""Why a unit is on or off: its equation with the actual numbers, and the terms as bars.

A term is a weight times a factor; the largest stand in the equation in full, the others as one
sum. Every bar grows from the middle: to the right what speaks for on, to the left what against.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.views.view import View
from simulator.views.why_sheet import Piece, Sum, lay_out

EMPTY = "Choose ? and click a unit (or Alt+click)"


class _Sheet(QWidget):
    """The paper of the equation, as high as it needs to be."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []

    def lay_out(self, shown: Sum | None, width: int) -> None:
        self.pieces, height = lay_out(shown, width) if shown else ([], 0)
        self.setFixedHeight(max(round(height), 1))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for piece in self.pieces:
            piece.paint(painter)


class WhyView(View):
    """Shows one sum; scrolls where it is taller than the view."""

    title = "Why?"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Sum | None = None
        self._empty = EMPTY
        self._sheet = _Sheet()
        self._area = QScrollArea()
        self._area.setWidget(self._sheet)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._area.setAccessibleName(self.title)
        self._area.viewport().setAutoFillBackground(False)
        self._sheet.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self.setAccessibleName(self.title)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_sum(
        self,
        title: str,
        symbol: str,
        terms: Sequence[tuple[str, float, float]],
        extra: Sequence[tuple[str, float]],
        total: float,
        comparison: float,
        conclusion: str,
        notes: Sequence[tuple[str, float]] = (),
    ) -> None:
        """Show symbol = Σ weight·factor + extra = total against `comparison`, and what follows.

        `terms` are (label, weight, factor), `extra` and `notes` (label, value); notes stand below
        and are no part of the sum.
        """
        shown = Sum(
            title, symbol, tuple(terms), tuple(extra), total, comparison, conclusion, tuple(notes)
        )
        if shown != self._shown:
            self._shown = shown
            self._redraw()

    def set_empty(self, text: str) -> None:
        """Say what stands here while no unit is chosen."""
        self._empty = text
        self._redraw()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._shown = None
        self._redraw()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(110))

    def draw_on(self, painter: QPainter) -> None:
        """Draw what is in sight, without the scroll bar."""
        self._redraw()
        if self._shown is None:
            self._paint_empty(painter)
        painter.save()
        painter.setClipRect(self.rect())
        painter.translate(0, -self._area.verticalScrollBar().value())
        for piece in self._sheet.pieces:
            piece.paint(painter)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            self._paint_empty(QPainter(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(theme.text_font())
        painter.setPen(QColor(theme.caption_color()))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        side = theme.px(16)
        painter.drawText(QRectF(self.rect()).adjusted(side, 0, -side, 0), int(flags), self._empty)

    def _redraw(self) -> None:
        self._area.setVisible(self._shown is not None)
        self._sheet.lay_out(self._shown, self.width() - theme.px(14))  # there the scroll bar stands
        said = self._empty
        if self._shown is not None:
            equation = " ".join([f"{self._shown.symbol} =", *self._shown.words, self._shown.result])
            said = f"{self._shown.title}. {equation}"
        self.setAccessibleDescription(said)
        self._area.setAccessibleDescription(said)
        self.update()

    def _restyle(self) -> None:
        self.updateGeometry()
        self._redraw()
