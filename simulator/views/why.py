"""Why a unit is on or off: its equation with the actual numbers, and the terms as bars.

A term is a weight times a factor: of memories a weight times an overlap, of neighbours w_ij s_j.
The largest stand in the equation in full, the others as one sum. Every bar grows from the middle:
to the right what speaks for on, to the left what against.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.views.view import View
from simulator.views.why_picture import Picture, Placed
from simulator.views.why_sheet import Piece, Sum, lay_out

EMPTY = "Choose ? and click a unit (or Alt+click)"


class _Sheet(QWidget):
    """The paper of the equation, as high as it needs to be."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece | Placed] = []

    def lay_out(self, shown: Sum | None, width: int, picture: Picture | None) -> None:
        self.pieces, height = lay_out(shown, width, picture) if shown else ([], 0)
        self.setFixedHeight(max(round(height), 1))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        seen = QRectF(event.rect())
        for piece in self.pieces:
            if piece.box.intersects(seen):
                piece.paint(painter)


class WhyView(View):
    """Shows one sum; scrolls where it is taller than the view."""

    title = "Why?"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Sum | None = None
        self._picture: Picture | None = None
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
        terms: Sequence[tuple[str, float | None, float]],
        extra: Sequence[tuple[str, float]],
        total: float,
        comparison: float | None,
        conclusion: str,
        notes: Sequence[tuple[str, float]] = (),
        more: tuple[int, float] = (0, 0.0),
        has_factors: bool = False,
        picture: Picture | None = None,
    ) -> None:
        """Show symbol = Σ weight·factor + more + extra = total against `comparison` (None: against
        nothing), and what follows from it.

        `terms` are (label, weight or None, factor), `extra` and `notes` (label, value); notes
        stand below and are no part of the sum. `more` is how many smaller terms are left out, and
        their sum. `has_factors` has weight and factor written beside each bar; the picture shows
        all terms at their places.
        """
        given = tuple(terms), tuple(extra), total, comparison, conclusion, tuple(notes)
        rest = more, has_factors
        shown = Sum(title, symbol, *given, *rest)
        is_old = picture is self._picture is None or (
            picture is not None and picture.is_like(self._picture)
        )
        if shown != self._shown or not is_old:
            self._shown, self._picture = shown, picture
            self._redraw()

    def set_empty(self, text: str) -> None:
        """Say what stands here while no unit is chosen."""
        if text != self._empty:
            self._empty = text
            self._redraw()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._shown = self._picture = None
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
        width = self.width() - theme.px(14)  # there the scroll bar stands
        self._sheet.lay_out(self._shown, width, self._picture)
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
