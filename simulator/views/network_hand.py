"""The hand on a diagram: what is pointed at, chosen, dragged and changed. No painting.

A number that is being dragged or turned is a **preview**: it is shown in the place of the network's
own until it is let go (one signal), and then until the network has answered.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from simulator.controls import theme
from simulator.views.heat import is_same
from simulator.views.network_number import tidy
from simulator.views.network_scene import Lit, Scene
from simulator.views.network_shown import Network, Target, edge

START = 4  # pixels of normal mode before a press is a drag
A_PIXEL, A_NOTCH = 0.05, 0.1  # what they change a number by
REST = 300  # milliseconds after which turning the wheel is over
ANSWER = 700  # milliseconds that the network has to show the new number


@dataclass
class Preview:
    """A number that stands in for the network's; `before` are the numbers when it was let go."""

    target: Target
    value: float
    before: np.ndarray | None = None


@dataclass
class _Press:
    target: Target
    start: QPointF
    value: float
    is_drag: bool = False


class Hand(QObject):
    """Knows the network that is shown, and what is done to it."""

    changed = Signal()  # something is to be drawn anew
    unit_clicked = Signal(int)
    unit_asked = Signal(int)
    number_asked = Signal(object)  # a Target: it is to be typed
    edge_changed = Signal(int, int, float)
    bias_changed = Signal(int, float)

    def __init__(self, parent: QObject, scene: Scene) -> None:
        super().__init__(parent)
        self._scene = scene
        self.shown: Network | None = None
        self.under: Target | None = None  # below the pointer
        self.chosen: Target | None = None  # an edge or a bias
        self.cursor, self.anchor = -1, -1  # the unit chosen last, and the one before
        self.asks = False
        self.preview: Preview | None = None
        self.tip: QPointF | None = None  # where a line that is being drawn ends
        self._press: _Press | None = None
        self._resting, self._answer = QTimer(self), QTimer(self)
        for timer, length, act in (
            (self._resting, REST, self.let_go),
            (self._answer, ANSWER, self._forget),
        ):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(act)

    # ---- what is shown ----

    def take(self, shown: Network | None) -> None:
        """Another network, or other numbers of the same."""
        old, self.shown = self.shown, shown
        if shown is None or (old is not None and old.size != shown.size):
            self.under = self.chosen = self._press = self.preview = self.tip = None
            self.cursor = self.anchor = -1
        elif self._has_answered():
            self.preview = None

    def _has_answered(self) -> bool:
        """Whether the network's numbers are others since one was let go."""
        preview = self.preview
        if preview is None or preview.before is None:
            return False
        return not is_same(self._numbers(preview.target), preview.before)

    def value_of(self, target: Target) -> float:
        """The number of a target as it is shown now."""
        assert self.shown is not None
        if self.preview and self.preview.target == target:
            return self.preview.value
        return self.shown.value_of(target)

    def lit(self, is_keyed: bool) -> Lit:
        """What is drawn otherwise: changed, chosen, pointed at, between the units chosen."""
        preview = self.preview.target if self.preview else None
        pair = self.pair() if is_keyed else None
        named = [t for t in (preview, self.chosen, self.under, pair) if t]
        line = next((t for t in named if t.kind == "edge"), None)
        return Lit(
            line,
            line is not None and (line != self.under or self.is_dragging()),
            self.value_of(line) if line else 0.0,
            tuple(t for t in named if t.kind == "bias"),
            preview,
            self.preview.value if self.preview else 0.0,
            (self._press.target.i, self.tip) if self._press and self.tip else None,
        )

    def said(self, is_keyed: bool) -> str:
        """Words about what is changed, pointed at or chosen."""
        cursor = Target("unit", self.cursor) if is_keyed and self.cursor >= 0 else None
        target = (self.preview.target if self.preview else self.under) or cursor
        if self.shown is None or target is None:
            return ""
        return self.shown.words_of(target, None if target.kind == "unit" else self.value_of(target))

    def number_chosen(self) -> Target | None:
        """The edge or bias that keys are for."""
        return self.chosen or self.pair()

    def pair(self) -> Target | None:
        """The edge between the two units chosen last."""
        if self.cursor < 0 or self.anchor < 0 or self.cursor == self.anchor:
            return None
        return edge(self.cursor, self.anchor)

    def is_dragging(self) -> bool:
        return self._press is not None and self._press.is_drag

    def _numbers(self, target: Target) -> np.ndarray:
        assert self.shown is not None
        return self.shown.weights if target.kind == "edge" else self.shown.biases

    # ---- the mouse ----

    def target_at(self, at: QPointF) -> Target | None:
        """The unit, bias or edge at a point."""
        return self._scene.target_at(self.shown, at, self.under) if self.shown else None

    def move(self, at: QPointF) -> None:
        """The pointer is here; nothing is pressed."""
        self._look_at(self.target_at(at))

    def leave(self) -> None:
        self._look_at(None)

    def press(self, at: QPointF) -> None:
        """The left button goes down."""
        self.let_go()
        target = self.target_at(at)
        self.chosen = None
        if target:
            value = 0.0 if target.kind == "unit" else self.value_of(target)
            self._press = _Press(target, at, value)
        self.changed.emit()

    def drag(self, at: QPointF) -> None:
        """The pointer moves with the left button down."""
        press = self._press
        if press is None or self.shown is None or not self.shown.can_edit:
            return
        way = at - press.start
        press.is_drag |= way.manhattanLength() >= theme.px(START)
        if not press.is_drag:
            return
        if press.target.kind == "unit":
            target = self.target_at(at)
            self.tip = at
            self._look_at(target if target and target.kind == "unit" else None)
        else:
            pixels = -way.y() / theme.scale()
            steps = round((press.value + A_PIXEL * pixels) / A_PIXEL)
            value = press.value if abs(pixels) < 1 else tidy(steps * A_PIXEL)
            self.preview = Preview(press.target, value)
        self.changed.emit()

    def release(self, at: QPointF, is_asking: bool) -> None:
        """The left button goes up: a click, or the end of a drag."""
        press, self._press, self.tip = self._press, None, None
        if press is None or self.shown is None:
            return
        if press.target.kind == "unit" and press.is_drag:
            self._link(press.target.i, self.target_at(at))
        elif press.target.kind == "unit":
            self.choose(press.target.i)
            self.click(press.target.i, is_asking)
        elif press.is_drag:
            self.let_go()
        else:
            self.ask(press.target)
        self.changed.emit()

    def clear_at(self, at: QPointF) -> None:
        """A double click: the number below becomes 0."""
        target = self.target_at(at)
        self._press = None
        if target and target.kind != "unit":
            self.commit(target, 0.0)

    def turn(self, at: QPointF, notches: float) -> bool:
        """The wheel turns over a number; whether there is one."""
        target = self.target_at(at)
        if self.shown is None or not self.shown.can_edit or target is None or self._press:
            return False
        if target.kind == "unit":
            return False
        if self.preview and self.preview.target != target:
            self.let_go()
        self.preview = Preview(target, tidy(self.value_of(target) + A_NOTCH * notches))
        self._resting.start()
        self.changed.emit()
        return True

    def give_up(self) -> None:
        """Leave everything as it was."""
        self._press = self.preview = self.tip = self.chosen = None
        self.changed.emit()

    # ---- units and numbers ----

    def choose(self, unit: int, keeps_anchor: bool = False) -> None:
        """Choose a unit; the one chosen before is the other end of the edge between the two."""
        is_moved = unit != self.cursor and not keeps_anchor
        if is_moved or self.anchor < 0:
            self.anchor = self.cursor
        self.cursor, self.chosen = unit, None
        self.changed.emit()

    def click(self, unit: int, is_asking: bool) -> None:
        """Click a unit, or ask about it."""
        (self.unit_asked if self.asks or is_asking else self.unit_clicked).emit(unit)

    def ask(self, target: Target) -> None:
        """Choose a number, to be typed."""
        self.chosen = target
        if self.shown and self.shown.can_edit:
            self.number_asked.emit(target)

    def commit(self, target: Target, value: float) -> None:
        """Tell a new number, if it is one, and show it until the network does."""
        if self.shown is None or not self.shown.can_edit:
            return
        self._resting.stop()
        self.preview = None
        if value != self.shown.value_of(target):
            self.preview = Preview(target, value, self._numbers(target))
            self._answer.start()
            if target.kind == "edge":
                self.edge_changed.emit(target.i, target.j, value)
            else:
                self.bias_changed.emit(target.i, value)
        self.changed.emit()

    def let_go(self) -> None:
        """A number in the hand is what it is now."""
        if self.preview and self.preview.before is None:
            self.commit(self.preview.target, self.preview.value)

    def _link(self, unit: int, target: Target | None) -> None:
        """A line was drawn from a unit: to another one it makes an edge where there is none."""
        if target is None or target.kind != "unit" or target.i == unit:
            return
        self.chosen = edge(unit, target.i)
        if self.value_of(self.chosen) == 0:
            self.commit(self.chosen, 1.0)

    def _look_at(self, target: Target | None) -> None:
        if target != self.under:
            self.under = target
            self.changed.emit()

    def _forget(self) -> None:
        if self.preview and self.preview.before is not None:
            self.preview = None
            self.changed.emit()
