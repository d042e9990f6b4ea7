"""Widgets that stay hidden, whoever else would show them."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class Hider(QObject):
    """Hides widgets and keeps them so, until they are let go: other code shows and hides them as
    room, theme and model demand, and must not know of it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wished: dict[QWidget, bool] = {}  # whether others would have it seen

    def hide(self, widgets: Iterable[QWidget]) -> None:
        """Hide widgets from now on."""
        for widget in widgets:
            if widget not in self._wished:
                self._wished[widget] = not widget.isHidden()
                widget.hide()
                widget.installEventFilter(self)

    def let_go(self) -> None:
        """Leave all of them to the others again."""
        wished, self._wished = self._wished, {}
        for widget, is_wished in wished.items():
            if isValid(widget):
                widget.removeEventFilter(self)
                widget.setVisible(is_wished)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShowToParent and isinstance(watched, QWidget):
            self._wished[watched] = True
            watched.hide()
        return False
