"""An algorithm line by line, as a paper prints it; the line that is running is marked.

Words are as large as the room allows; where even small ones have no room, the page scrolls to the
line that is running.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.views.algorithm_lines import BREAK, AlgorithmLine
from simulator.views.algorithm_sheet import Sheet
from simulator.views.view import View

__all__ = ["BREAK", "AlgorithmLine", "AlgorithmView"]

SCROLL = 14  # where the scroll bar stands


class AlgorithmView(View):
    """Shows lines with typeset equations and marks the running one."""

    title = "Algorithm 1"

    def __init__(self, title: str = "Algorithm 1", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._empty = ""
        self._sheet = Sheet()
        self._area = QScrollArea()
        self._area.setWidget(self._sheet)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._area.setAccessibleName(title)
        self._area.verticalScrollBar().rangeChanged.connect(self._bring_into_sight)
        self._area.viewport().setAutoFillBackground(False)
        self._sheet.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self.setAccessibleName(title)
        theme.notifier.changed.connect(self._restyle)
        self._redraw()

    def show_lines(self, lines: Sequence[AlgorithmLine], running: str = "", note: str = "") -> None:
        """Show lines and mark the one whose key is `running` ("": none); the note stands below.

        TeX is typeset once and kept, so what changes at every step belongs into a line's text.
        TeX may have parts with `BREAK` between them, which stand below each other in little room.
        """
        sheet, shown = self._sheet, tuple(lines)
        if running and running not in {line.key for line in shown}:
            raise ValueError(f"no line has the key {running!r}")
        has_moved = running != sheet.running
        if (shown, note) != (sheet.lines, sheet.note):
            sheet.lines, sheet.running, sheet.note = shown, running, note
            self._redraw()
        elif has_moved:
            before = sheet.running_box()
            sheet.running = running
            for box in (before, sheet.running_box()):
                sheet.update(box.toAlignedRect())
            self._describe()
        if has_moved:
            self._bring_into_sight()

    def set_empty(self, text: str) -> None:
        """Say what stands here as long as there are no lines."""
        if text != self._empty:
            self._empty = text
            self._redraw()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._sheet.lines, self._sheet.running, self._sheet.note = (), "", ""
        self._redraw()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.px(340))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(110))

    def draw_on(self, painter: QPainter) -> None:
        """Draw what is in sight, without the scroll bar."""
        self._redraw()
        if not self._sheet.lines:
            self._paint_empty(painter)
            return
        offset = self._area.verticalScrollBar().value()
        painter.save()
        painter.setClipRect(self.rect())
        painter.translate(0, -offset)
        self._sheet.paint(painter, QRectF(0, offset, self.width(), self.height()))
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._sheet.lines:
            self._paint_empty(QPainter(self))

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(theme.text_font())
        painter.setPen(QColor(theme.caption_color()))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        side = theme.px(16)
        painter.drawText(QRectF(self.rect()).adjusted(side, 0, -side, 0), int(flags), self._empty)

    def _bring_into_sight(self) -> None:
        box = self._sheet.running_box()
        if not box.isEmpty():
            margin = round(box.height() / 2 + theme.px(10))
            self._area.ensureVisible(0, round(box.center().y()), 0, margin)

    def _redraw(self) -> None:
        sheet = self._sheet
        self._area.setVisible(bool(sheet.lines))
        if sheet.lines:
            sheet.lay_out(self.width() - theme.px(SCROLL), self.height())
        self._describe()
        self.update()

    def _describe(self) -> None:
        said = self._empty
        if self._sheet.lines:
            texts = [f"{k + 1}: {line.words}" for k, line in enumerate(self._sheet.lines)]
            keys = [line.key for line in self._sheet.lines]
            if self._sheet.running in keys:
                texts.insert(0, f"running {texts[keys.index(self._sheet.running)]}")
            said = ". ".join(texts)
        self.setAccessibleDescription(said)
        self._area.setAccessibleDescription(said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def _restyle(self) -> None:
        self.updateGeometry()
        self._redraw()
