"""A list of whole numbers as text, `250,1000`, checked when it is left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from simulator.core.errors import InputError
from simulator.core.parameter import Spec


class ListEdit(QLineEdit):
    """Takes what is typed at Enter or when the focus goes; Escape leaves it as it was.

    `committed` tells another list, `refused` one sentence when what was typed is not allowed; the
    old text is then back.
    """

    committed = Signal(object)
    refused = Signal(str)

    def __init__(self, spec: Spec) -> None:
        super().__init__()
        self._read: Callable[[Any], Any] = spec.read
        self._write: Callable[[Any], str] = spec.write
        self._value = spec.default
        self.setAccessibleName(spec.label)
        self.setText(self._write(self._value))
        self.editingFinished.connect(self._take)

    def value(self) -> tuple[int, ...]:
        return self._value

    def set_value(self, value: tuple[int, ...]) -> None:
        """Show another list, silently; never under the hands of someone typing."""
        self._value = value
        if not self.isModified():
            self._put_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._put_back()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        if not self.isModified():
            return
        try:
            value = self._read(self.text())
        except InputError as refusal:
            self._put_back()  # before telling: a message box would end the editing once more
            self.refused.emit(str(refusal))
            return
        is_other = value != self._value
        self._value = value
        self._put_back()
        if is_other:
            self.committed.emit(value)

    def _put_back(self) -> None:
        self.setText(self._write(self._value))  # which also counts as not modified
