"""Who is restyled when the theme changes: what is in sight at once, the rest when it is shown.

A **part** is a widget that wears the style sheet for itself and for all that stands in it: the
rail, a panel, a dialog. There is no sheet of the application: for one, Qt polishes every widget
once for each of its ancestors (1 ms a widget; five panels took 2 s), and hidden panels with the
rest. For the same reason no part should stand in another, nor their common window wear a sheet.
"""

import weakref
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Part(QObject):
    """Keeps one widget in the present style; a hidden one waits until it is shown."""

    def __init__(self, widget: QWidget, wardrobe: "Wardrobe") -> None:
        super().__init__(widget)
        self.widget, self._wardrobe = widget, wardrobe
        self.is_stale = False
        widget.installEventFilter(self)

    def wear(self) -> None:
        """Take the present sheet."""
        self.is_stale = False
        self.widget.setStyleSheet(self._wardrobe.sheet)

    def holds(self, widget: QWidget) -> bool:
        """Whether a widget is this part or stands in it."""
        return widget is self.widget or self.widget.isAncestorOf(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.is_stale and event.type() == QEvent.Type.Show:
            self._wardrobe.freshen(self)
        return False


class Wardrobe:
    """The parts, the sheet they wear, and the methods of widgets that read the theme.

    `connect` is used like that of a signal, with methods of objects only; it keeps none alive.
    """

    def __init__(self) -> None:
        self.sheet = ""
        self._parts: dict[QWidget, Part] = {}
        self._listeners: dict[tuple[int, str], weakref.ref[QObject]] = {}

    def connect(self, method: Callable[[], Any]) -> None:
        """Call a method of an object after each change of theme or mode."""
        owner: QObject = method.__self__  # type: ignore[attr-defined]
        self._listeners[id(owner), method.__name__] = weakref.ref(owner)

    def dress(self, widget: QWidget) -> None:
        """Make a widget a part."""
        if widget not in self._parts:
            self._parts[widget] = part = Part(widget, self)
            if self.sheet:
                part.wear()

    def emit(self) -> None:
        """Theme or mode is another: restyle what is in sight, and what stands in no part."""
        self._parts = {w: part for w, part in self._parts.items() if isValid(w)}
        for part in self._parts.values():
            part.is_stale = not part.widget.isVisible()
            if not part.is_stale:
                part.wear()
        self._dress_strangers()
        self._tell(self._is_due)

    def freshen(self, part: Part) -> None:
        """Restyle a part that was hidden while the theme changed."""
        part.wear()
        self._tell(lambda owner: isinstance(owner, QWidget) and part.holds(owner))

    def prepare(self, widget: QWidget) -> None:
        """Restyle a part just before it is shown: it is then laid out once, not twice."""
        part = self._parts.get(widget)
        if part and part.is_stale:
            self.freshen(part)

    def _is_due(self, owner: QObject) -> bool:
        if not isinstance(owner, QWidget) or owner.isVisible():
            return True
        return not any(part.is_stale and part.holds(owner) for part in self._parts.values())

    def _tell(self, is_meant: Callable[[QObject], bool]) -> None:
        for key, link in list(self._listeners.items()):
            owner = link()
            if owner is None or not isValid(owner):
                del self._listeners[key]
            elif is_meant(owner):
                getattr(owner, key[1])()

    def _dress_strangers(self) -> None:
        """Windows that nobody dressed, and that hold no part."""
        frames = {part.widget.window() for part in self._parts.values()}
        for window in QApplication.topLevelWidgets():
            if window.parent() is None and window not in frames:
                window.setStyleSheet(self.sheet)
