"""A splitter as panels have it: a gap one can drag, nothing that collapses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


def splitter(direction: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    """Widgets with movable gaps between them."""
    made = QSplitter(direction)
    for widget in widgets:
        made.addWidget(widget)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(13)
    return made
