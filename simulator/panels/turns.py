"""Parts of a panel that take turns while it plays, so that no frame has the work of all."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

REST_MS = 5  # after which the next part is shown, if no frame came before


class Turns(QObject):
    """Shows parts one after another; each takes what is newest when its turn comes."""

    def __init__(self, parent: QObject, *parts: Callable[[], None]) -> None:
        super().__init__(parent)
        self._parts, self._due = parts, list[Callable[[], None]]()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_one)

    def show_all(self) -> None:
        """Show all parts now."""
        self._timer.stop()
        self._due.clear()
        for part in self._parts:
            part()

    def show_next(self) -> None:
        """All parts are due again: show the one that has waited longest."""
        self._due += [part for part in self._parts if part not in self._due]
        self._show_one()

    def _show_one(self) -> None:
        if self._due:
            self._due.pop(0)()
        if self._due:
            self._timer.start(REST_MS)
