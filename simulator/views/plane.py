"""The plane: data and fakes as dots, what D thinks of each place, what G does to its noise.

Layers lie above one another and can be switched; `plane_layers` has the buttons. Turn the wheel to
come nearer at the pointer, drag to move, double click to see all again; by keyboard +, − and 0,
arrows go from fake to fake and Enter asks about one.
"""

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from simulator.controls import theme
from simulator.views.plane_frame import Sight
from simulator.views.plane_keys import ARROWS, ENTER, KEYED, beside, wants
from simulator.views.plane_picture import PlanePicture, Ring
from simulator.views.plane_shown import LAYERS, PlaneShown

__all__ = ["LAYERS", "PlaneShown", "PlaneView"]

REACH = 9  # pixels of normal mode: so near the pointer looks at a fake
NOTCH = 1.25  # how much nearer a notch of the wheel comes, or a key
LEFT = Qt.MouseButton.LeftButton


class PlaneView(PlanePicture):
    """Shows a plane to move about in; tells which fake a person asks about."""

    why_asked = Signal(int)  # about a fake: Alt+click, a click while `set_asks(True)`, Enter

    def __init__(self, title: str = "Plane", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._pointer: QPointF | None = None
        self._looked = self._cursor = -1  # fakes: under the pointer, chosen by keys
        self._held: QPointF | None = None  # where the button went down
        self._is_dragging = self._asks = self._is_keyed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def asks(self) -> bool:
        return self._asks

    def set_asks(self, asks: bool) -> None:
        """Let a plain click ask about the nearest fake."""
        if asks != self._asks:
            self._asks = asks
            self._set_cursor_shape()
            self.layers_changed.emit()

    # ---- what is looked at ----

    def fake_near(self, place: QPointF, reach: float = math.inf) -> int:
        """The nearest fake in sight within so many pixels; −1: there is none."""
        shown, frame = self._shown, self._frame
        if shown is None or frame is None:
            return -1
        seen = frame.in_sight(shown.fake)
        if not seen.size or "fakes" not in self._layers:
            return -1
        gaps = np.hypot(*(frame.places(shown.fake[seen]) - (place.x(), place.y())).T)
        k = int(np.argmin(gaps))
        return int(seen[k]) if gaps[k] <= reach else -1

    def _look(self) -> None:
        """Find anew what pointer and keyboard look at, and say it."""
        if self._shown is None or self._cursor >= len(self._shown.fake):
            self._cursor = -1
        shown, frame, words, looked = self._shown, self._frame, "", -1
        if shown and frame and self._pointer and frame.plot.contains(self._pointer):
            if not self._is_dragging:
                looked = self.fake_near(self._pointer, theme.px(REACH))
            words = self._words_of(looked) or shown.words_at(*frame.at(self._pointer))
        elif self._is_keyed:
            words = self._words_of(self._cursor)
        if looked != self._looked:
            self._looked = looked
            self.update()
        self.say(words)
        self._describe()

    def _words_of(self, k: int) -> str:
        if self._shown is None or not self._has_place(k):
            return ""
        return f"fake {k}: {self._shown.words_at(*self._shown.fake[k].tolist())}"

    def _describe(self) -> None:
        if self._shown is None:
            self.setAccessibleDescription(self._empty)
            return
        layers = ", ".join(name for name in LAYERS if name in self._layers)
        counts = f"{len(self._shown.real)} data, {len(self._shown.fake)} fakes"
        text = f"{counts}. Layers: {layers}. {self._words_of(self._cursor)}"
        self.setAccessibleDescription(text.strip())

    def _rings(self) -> list[Ring]:
        return [
            (self._looked, 3.5, "ink2"),
            (self._cursor if self._is_keyed else -1, 6.0, "accent"),
        ]

    # ---- the mouse ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != LEFT or self._shown is None:
            event.ignore()
            return
        self._held, self._is_dragging, self._is_keyed = event.position(), False, False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        before, self._pointer = self._pointer, event.position()
        if self._held is not None and event.buttons() & LEFT:
            far = (event.position() - self._held).manhattanLength()
            if not self._is_dragging and far >= QApplication.startDragDistance():
                self._is_dragging, before = True, self._held
            if self._is_dragging and before is not None and self._frame:
                way = (event.position() - before) / self._frame.scale
                sight = self._sight
                self._see(Sight(sight.x - way.x(), sight.y + way.y(), sight.zoom))
        self._set_cursor_shape()
        self._look()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != LEFT or self._held is None:
            return
        was_click = not self._is_dragging
        self._held, self._is_dragging = None, False
        is_asking = self._asks or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        is_on_plot = self._frame is not None and self._frame.plot.contains(event.position())
        if was_click and is_asking and is_on_plot:
            self._ask(self.fake_near(event.position()))
        self._set_cursor_shape()
        self._look()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == LEFT and not self._asks:
            self.reset_sight()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        is_on_plot = self._frame is not None and self._frame.plot.contains(event.position())
        if self._shown is None or not notches or not is_on_plot:
            event.ignore()
            return
        self._pointer = event.position()
        self.zoom(NOTCH**notches, event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._look()

    def _set_cursor_shape(self) -> None:
        if self._is_dragging:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._asks:
            self.setCursor(Qt.CursorShape.WhatsThisCursor)
        else:
            self.unsetCursor()

    def _ask(self, k: int) -> None:
        if k >= 0:
            self._cursor = k
            self.why_asked.emit(k)

    # ---- the keyboard ----

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and self._shown and wants(event, self._is_keyed):
            event.accept()  # before the window's own arrows
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._shown is None or not wants(event, self._is_keyed):
            event.ignore()
        elif key in ARROWS:
            self._step(*ARROWS[key])
        elif key in ENTER:
            self._ask(self._cursor)
        elif key == Qt.Key.Key_0:
            self.reset_sight()
        else:
            self.zoom(1 / NOTCH if key == Qt.Key.Key_Minus else NOTCH)

    def _step(self, right: int, down: int) -> None:
        """Go on to the next fake to a side, or, from none, to the one nearest the middle."""
        shown, frame = self._shown, self._frame
        if shown is None or frame is None:
            return
        seen = frame.in_sight(shown.fake)
        if self._cursor not in seen:
            self._cursor = self.fake_near(frame.plot.center())
        else:
            places = frame.places(shown.fake[seen])
            at = int(np.flatnonzero(seen == self._cursor)[0])
            self._cursor = int(seen[beside(places, at, right, down)])
        self._look()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_keyed = event.reason() in KEYED
        if self._is_keyed and self._cursor < 0 and self._frame:
            self._cursor = self.fake_near(self._frame.plot.center())
        self._look()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._is_keyed = False
        self._look()
        self.update()
