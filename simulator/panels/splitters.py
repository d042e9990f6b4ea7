"""Splitters as panels have them: a gap one can drag, nothing that collapses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QWidget


def splitter(direction: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    """Widgets with movable gaps between them."""
    made = QSplitter(direction)
    for widget in widgets:
        made.addWidget(widget)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(13)
    return made


def stand_below(
    across: QSplitter, down: QSplitter, upper: QWidget, lower: QWidget, is_beside: bool
) -> None:
    """Put `lower` under `upper` at the right end of `across`, which then have its whole height
    together, or, not beside, below everything in `down`."""
    focus = QApplication.focusWidget()  # what moves to another splitter would lose it
    if is_beside:
        across.addWidget(splitter(Qt.Orientation.Vertical, upper, lower))
    else:
        empty = upper.parentWidget()
        across.addWidget(upper)
        down.addWidget(lower)
        if empty:
            empty.setParent(None)
            empty.deleteLater()
    if focus is not None and (upper.isAncestorOf(focus) or lower.isAncestorOf(focus)):
        focus.setFocus()
