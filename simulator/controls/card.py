"""A card: a white sheet with a bold title, a small grey caption and a body below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import ToolButton

TOOLS, CHOICE = 26, 32  # pixels of normal mode that stand in a header
FEWEST = 10  # letters of a caption that are worth to be seen


class ElidedLabel(QLabel):
    """One line of plain text that ends in “…” where it does not fit, and says all in its tip."""

    def __init__(self, text: str = "", role: str = "label", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._own_tip = ""

    def setToolTip(self, text: str) -> None:
        self._own_tip = text
        self._show_tip()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._show_tip()

    def is_elided(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def _show_tip(self) -> None:
        parts = [self.text() if self.is_elided() else "", self._own_tip]
        super().setToolTip("\n".join(part for part in parts if part))

    def minimumSizeHint(self) -> QSize:
        shortest = min(self.fontMetrics().horizontalAdvance(self.text()), theme.px(24))
        return QSize(shortest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        width = self.contentsRect().width()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)
        if text != self.text() and len(text) < FEWEST and self.property("role") == "caption":
            return  # what is left says nothing; the tip says all
        painter = QPainter(self)
        ink = theme.caption_color() if self.property("role") == "caption" else "ink2"
        painter.setPen(QColor(theme.current_theme().color(ink if self.isEnabled() else "ink3")))
        painter.drawText(self.contentsRect(), int(self.alignment()), text)


class Card(QFrame):
    """Title and caption in one row, small tools at its right end, `body` below."""

    def __init__(self, title: str, caption: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._title = QLabel(title)
        self._title.setProperty("role", "title")
        self._header_height = TOOLS
        self._caption = ElidedLabel(caption, "caption")
        self._header = QHBoxLayout()
        self._header.addWidget(self._title)
        self._header.addWidget(self._caption, 1)
        self.body = QVBoxLayout()
        self._sheet = QVBoxLayout(self)
        self._sheet.addLayout(self._header)
        self._sheet.addLayout(self.body, 1)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    @property
    def caption(self) -> str:
        """How to read what stands on it."""
        return self._caption.text()

    def set_caption(self, text: str) -> None:
        self._caption.setText(text)

    def add_tool(self, button: ToolButton) -> None:
        """Put a small button at the right end of the header."""
        button.set_small(True)
        self._header.addWidget(button)

    def make_room_for_choice(self) -> None:
        """Be as high in the header as a card beside it that has a choice there."""
        self._header_height = CHOICE
        self._restyle()

    def add_choice(self, choice: QWidget) -> None:
        """Put a choice into the header, before its tools."""
        choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._header.insertWidget(2, choice)

    def _restyle(self) -> None:
        side = theme.px(14)
        self._sheet.setContentsMargins(side, theme.px(5), side, side)
        self._sheet.setSpacing(theme.px(8))
        self._header.setSpacing(theme.px(8))
        self.body.setSpacing(theme.px(8))
        # as high as its tools, so that adding one moves nothing
        self._title.setMinimumHeight(theme.px(self._header_height))
