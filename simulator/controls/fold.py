"""Rows that are folded away under a word, until somebody wants them."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import Pressable

ROWS = 7  # pixels of normal mode between two rows
HEIGHT, ICON, GAP = 26, 14, 6


class Fold(QWidget):
    """A word with an arrow; what stands in `body` is seen while it is open."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.header, self._inner = _Header(label), QWidget()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.header)
        self._column.addWidget(self._inner)
        self.header.toggled.connect(self._inner.setVisible)
        self._inner.hide()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    @property
    def is_open(self) -> bool:
        """Whether the rows are seen."""
        return self.header.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Show the rows, or fold them away."""
        self.header.setChecked(is_open)

    def _restyle(self) -> None:
        self.body.setSpacing(theme.px(ROWS))
        self._column.setSpacing(theme.px(4))


class _Header(Pressable, QPushButton):
    """The word; a press opens or folds."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"Show or hide the parameters of {label}")
        self._prepare(label)

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(_font()).horizontalAdvance(self.text())
        return QSize(round(words) + theme.px(ICON + GAP + 4), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_plate(painter, self._fill("surface"), "surface", 6)
        box, icon = QRectF(self.rect()), theme.px(ICON)
        name = "down" if self.isChecked() else "right"
        theme.paint_icon(painter, name, "ink2", QPointF(icon / 2, box.center().y()), ICON)
        painter.setPen(QColor(theme.current_theme().ink))
        painter.setFont(_font())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(icon + theme.px(GAP), 0, 0, 0), int(flags), self.text())


def _font() -> QFont:
    return theme.text_font(weight=QFont.Weight.Medium)
