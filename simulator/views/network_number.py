"""The small slip on which a weight or a bias is typed: its name, and the number.

Enter takes the number and Escape leaves it as it was; going elsewhere takes it too.
"""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from simulator.controls import theme
from simulator.controls.number_scale import NumberScale
from simulator.controls.slider import NumberEdit
from simulator.views.network_shown import signed

MOST = 100.0  # how large a weight or a bias may be
SCALE = NumberScale(-MOST, MOST, decimals=0)


def tidy(value: float) -> float:
    """The nearest allowed value, without the dust of binary fractions."""
    return round(min(max(value, -MOST), MOST), 6)


class NumberSlip(QWidget):
    """Asks for one number; hidden until `ask`."""

    taken = Signal(float)
    refused = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._before = "", ""
        self._label = QLabel()
        self._label.setProperty("role", "label")
        self.edit = NumberEdit()
        self.edit.returnPressed.connect(self._take)
        self.edit.left.connect(self.close_slip)
        self.edit.editingFinished.connect(self._leave)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label)
        self._row.addWidget(self.edit)
        self.hide()

    def ask(self, name: str, value: float, place: QPoint, room: QRect) -> None:
        """Ask for a number, above a place (or below it, where above is no room)."""
        self._name, self._before = name, signed(value)
        if float(self._before.replace("−", "-")) != value:
            self._before = f"{value:.6g}".replace("-", "−")
        px = theme.px
        self._label.setText(f"{name} =")
        self.edit.setAccessibleName(name)
        self.edit.setText(self._before)
        self.edit.setFixedWidth(px(64))
        self._row.setContentsMargins(px(10), px(6), px(10), px(6))
        self._row.setSpacing(px(6))
        self.resize(self.sizeHint())
        gap = px(14)
        top = place.y() - gap - self.height()
        top = place.y() + gap if top < room.top() else top
        left = place.x() - self.width() // 2
        left = max(min(left, room.right() - self.width()), room.left())
        self.move(left, min(top, room.bottom() - self.height()))
        self.show()
        self.raise_()
        self.edit.setFocus()
        self.edit.selectAll()

    def close_slip(self) -> None:
        """Put the slip away; the number stays as it was."""
        if self.isHidden():
            return
        self._name = ""
        parent = self.parentWidget()
        if (
            self.edit.hasFocus() and parent
        ):  # before hiding, which would pass the focus on by itself
            parent.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def _take(self) -> None:
        """Take what was typed, or say what is wrong with it and ask again."""
        text = self.edit.text()
        if not self._name:
            return
        if text == self._before:
            self.close_slip()
            return
        try:
            value = SCALE.read(text)
        except ValueError as error:
            self.refused.emit(f"{self._name}: {error}.")
            self.edit.selectAll()
            return
        self.close_slip()
        self.taken.emit(value)

    def _leave(self) -> None:
        """The focus is elsewhere: take a good number, forget a bad one."""
        if self._name and not self.edit.hasFocus():
            self._take()
            self.close_slip()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(now.accent), theme.scale()))
        painter.setBrush(QColor(now.surface))
        side, corner = theme.scale() / 2, theme.px(7)
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(side, side, -side, -side), corner, corner
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_slip()
        else:
            super().keyPressEvent(event)
