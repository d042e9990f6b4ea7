"""A number to turn: its name, its value (which can be typed) and a thin slider below.

`ThinSlider` and `NumberEdit` are two hands on one number; `ValueSlider` joins them and is what
panels use. It tells only what a person did: `set_value` is silent.
"""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.card import ElidedLabel
from simulator.controls.number_scale import NumberScale
from simulator.controls.thin_slider import ThinSlider

REBUILDS = "a change starts the run again"


class NumberEdit(QLineEdit):
    """A number that looks like text until it is clicked; Escape leaves it as it was."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "number")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setTextMargins(0, 0, -4, 0)  # takes back Qt's own margin: numbers end with the groove

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        had_focus = self.hasFocus()
        super().mousePressEvent(event)
        if not had_focus:  # the press that gives the focus would place the cursor instead
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ValueSlider(QWidget):
    """Label, typed number and slider in one; values are int or float as `kind` says.

    `changed` comes at every change while dragging, `committed` once at release, Enter or key up,
    `refused` with one sentence when what was typed is not allowed; the old value is then back.
    The other keywords (unit, step, multiple, decimals, scale) are those of `NumberScale`.
    """

    changed = Signal(object)
    committed = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        *,
        label: str,
        low: float,
        high: float,
        value: float,
        tooltip: str = "",
        rebuilds: bool = False,
        parent: QWidget | None = None,
        **numbers: Any,
    ) -> None:
        super().__init__(parent)
        self._scale = NumberScale(low, high, **numbers)
        self._name = label
        self._value = self._settled = self._scale.check(value)
        self._label = ElidedLabel(label, "label")
        self._rebuilds = QLabel()
        self._edit = NumberEdit()
        self._slider = ThinSlider(self._scale.stops)
        self._lay_out()
        self._rebuilds.setVisible(rebuilds)  # not before it has its place: it would be a window
        self._name_parts(tooltip)
        self._slider.valueChanged.connect(self._take_place)
        self._slider.stepped.connect(self._take_steps)
        self._slider.rested.connect(self._commit)
        self._edit.editingFinished.connect(self._take_typed)
        self._edit.left.connect(self._put_back)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()
        self._show()

    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show another value, silently; ValueError says why one is not allowed."""
        self._value = self._settled = self._scale.check(value)
        self._show()

    def text(self) -> str:
        """The value as it is written, with its unit."""
        return self._scale.text(self._value)

    # ---- what a person does ----

    def _take_place(self, position: int) -> None:
        self._take(self._scale.value_at(position / self._slider.maximum()))

    def _take_steps(self, steps: int) -> None:
        self._take(self._scale.moved(self._value, steps))

    def _take_typed(self) -> None:
        if not self._edit.isModified():
            return
        typed = self._edit.text()
        try:
            value = self._scale.read(typed)
        except ValueError as refusal:
            self._put_back()  # before telling: a message box would end the editing once more
            self.refused.emit(f"{self._name}: {refusal}.")
            return
        self._edit.setModified(False)
        self._take(value)
        self._put_back()
        self._commit()

    def _take(self, value: float) -> None:
        if value != self._value:
            self._value = value
            self._show()
            self.changed.emit(value)

    def _commit(self) -> None:
        if self._value != self._settled:
            self._settled = self._value
            self.committed.emit(self._value)

    # ---- what is shown ----

    def _put_back(self) -> None:
        self._edit.setText(self.text())
        self._edit.selectAll()

    def _show(self) -> None:
        if not self._edit.isModified():  # never under the hands of someone typing
            self._edit.setText(self.text())
        self._slider.setAccessibleDescription(self.text())
        blocked = self._slider.blockSignals(True)
        if not self._slider.isSliderDown():  # while dragged, the ring stays under the pointer
            self._slider.setValue(round(self._scale.place(self._value) * self._slider.maximum()))
        self._slider.blockSignals(blocked)
        self._slider.update()

    def _lay_out(self) -> None:
        header = self._header = QHBoxLayout()
        header.setSpacing(theme.px(4))
        header.addWidget(self._label)
        header.addWidget(self._rebuilds)
        header.addStretch(1)
        header.addWidget(self._edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(header)
        column.addWidget(self._slider)

    def _name_parts(self, tooltip: str) -> None:
        self.setFocusProxy(self._slider)
        self.setAccessibleName(self._name)
        self._slider.setAccessibleName(self._name)
        self._edit.setAccessibleName(f"{self._name}, typed")
        self._rebuilds.setToolTip(REBUILDS)
        self._rebuilds.setAccessibleName(REBUILDS)
        for part in (self._label, self._slider, self._edit):
            part.setToolTip(tooltip)

    def _restyle(self) -> None:
        self._edit.setFont(theme.number_font())
        texts = [self._scale.text(v) for v in (self._scale.low, self._scale.high, self._value)]
        metrics = QFontMetricsF(theme.number_font())
        widest = max(metrics.horizontalAdvance(text) for text in [*texts, "0.0000"])
        self._edit.setFixedWidth(round(widest) + theme.px(8))
        # the ring may rise into the label's empty foot
        self._header.setContentsMargins(0, 0, 0, -theme.px(4))
        self._rebuilds.setPixmap(
            theme.icon_pixmap("rebuild", "ink2", theme.px(14), self.devicePixelRatioF())
        )
        self._slider.updateGeometry()
        self._slider.update()
