"""The hand over a pad: makes strokes of what mouse and keyboard do, whatever the units are.

A mouse drags: a pencil gives a stroke for each piece of the way, a shape one at release. A key
makes one dot; a shape waits for the key at its other end. The hand knows cells, but no pixels.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from simulator.core.drawing import MAX_SIZE, Stroke
from simulator.views.pad_grid import Cell, is_inside, unit_of
from simulator.views.pad_ink import covered, pen_width, stampable, stamped

TOOLS = ("pencil", "eraser", "line", "rectangle", "fill", "text", "why")
SHAPES = ("line", "rectangle")  # drawn from press to release
PINS = ("pin", "unpin")  # tools that hold units, and let them go, where a pad has them
PAPER = "paper"  # a pencil of paper, where erasing is something else

LEFT, BY_KEY = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
PAINTING, ERASING = (
    (Qt.Key.Key_Return, Qt.Key.Key_Enter),
    (Qt.Key.Key_Backspace, Qt.Key.Key_Delete),
)


@dataclass(frozen=True)
class _Held:
    """A stroke that is being made: what holds it, and where it began and has come to."""

    button: Qt.MouseButton  # or BY_KEY
    tool: str  # which makes strokes
    value: int
    start: Cell
    last: Cell


class Hand(QObject):
    """The tool, the pen, where they are, and the stroke being made."""

    stroke_made = Signal(object)  # a Stroke; those of one press have the same `group`
    why_asked = Signal(int)
    changed = Signal()  # the stroke in hand is another, and with it what is previewed

    def __init__(self, parent: QObject, tools: tuple[str, ...] = TOOLS) -> None:
        super().__init__(parent)
        self._tools = tools
        self.side, self.can_edit, self.group = 2, True, 0
        self.deed = "draw"  # what the stroke being made does; or "erase", or one of PINS
        self.tool, self.size, self.stamp = "pencil", 1, "A"
        self.under: Cell | None = None  # the cell under the pointer
        self.cursor: Cell = (1, 1)  # the keyboard's
        self.is_keyed = False  # the keyboard was used last
        self._held: _Held | None = None

    # ---- what it holds ----

    def begin_grid(self, side: int) -> None:
        self.side, self._held = side, None
        self.cursor, self.under = (side // 2, side // 2), None

    def set_can_edit(self, can_edit: bool) -> None:
        self.can_edit, self._held = can_edit, None

    def set_tool(self, name: str) -> None:
        """Take another tool; ValueError for one there is not."""
        if name not in self._tools:
            raise ValueError(f"tool {name!r} is unknown; allowed are {', '.join(self._tools)}")
        self.tool, self._held = name, None

    def set_pen_size(self, size: int) -> None:
        self.size = max(1, min(size, MAX_SIZE))

    def width(self) -> int:
        """Units that the pen is wide."""
        return pen_width(self.size, self.side)

    def set_stamp(self, text: str) -> None:
        self.stamp = stampable(text)

    def is_dragging(self) -> bool:
        return self._held is not None and self._held.button != BY_KEY

    def drop(self) -> None:
        """Give the stroke in hand up."""
        self._held = None
        self.changed.emit()

    def previewed(self, tip: Cell | None) -> np.ndarray | None:
        """Which units (N,) bool a shape in hand, or the stamp at the tip, would touch."""
        if self._held:
            is_shape = self._held.tool in SHAPES
            return covered(self._stroke(self._held), self.side) if is_shape else None
        if self.tool == "text" and tip and self.can_edit:
            return covered(self._stamped(tip), self.side)
        return None

    # ---- the mouse ----

    def point_at(self, cell: Cell) -> bool:
        """The pointer is here; whether that is news."""
        under = cell if is_inside(cell, self.side) else None
        is_news = under != self.under or self.is_keyed
        self.under, self.is_keyed = under, False
        return is_news

    def press(
        self, cell: Cell, button: Qt.MouseButton, is_asking: bool, is_down: bool = False
    ) -> None:
        """Put the tool down; any button but the left one erases, or, of the pins, lets go. A pin
        holds units on, or off if it is a pin `is_down`."""
        self._held = None
        if not is_inside(cell, self.side):
            return
        self.cursor = cell
        if button == LEFT and (self.tool == "why" or is_asking):
            self.why_asked.emit(unit_of(cell, self.side))
        elif self.can_edit:
            self._begin(cell, button, self.tool if button == LEFT else self._opposite(), is_down)

    def drag(self, cell: Cell, buttons: Qt.MouseButton) -> None:
        if self._held and self._held.button != BY_KEY:
            if not buttons & self._held.button:  # released where nobody told us
                self._held = None
            self._move(cell)

    def release(self, cell: Cell, button: Qt.MouseButton) -> None:
        if self._held and button == self._held.button:
            self._move(cell)
            self._finish()

    # ---- the keyboard ----

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key is the hand's own: arrows, what paints and erases, Escape from a stroke."""
        keys = Qt.KeyboardModifier
        is_down = self.tool == "pin" and event.key() in PAINTING
        if event.modifiers() & ~(
            keys.KeypadModifier | (keys.ShiftModifier if is_down else keys(0))
        ):
            return False
        if event.key() == Qt.Key.Key_Escape:
            return self._held is not None
        return event.key() in (*ARROWS, *PAINTING, *ERASING)

    def obey(self, key: Qt.Key, is_down: bool = False) -> None:
        self.is_keyed = True
        if key in ARROWS:
            self._step(*ARROWS[key])
        elif key in PAINTING and self.tool == "why":
            self.why_asked.emit(unit_of(self.cursor, self.side))
        elif self.can_edit:
            tool = self._opposite() if key in ERASING else self.tool
            self._touch(tool, key in PAINTING, is_down)

    def rest(self) -> None:
        """The keyboard goes elsewhere: give up what it holds."""
        if self._held and self._held.button == BY_KEY:
            self._held = None

    def _step(self, columns: int, rows: int) -> None:
        stride = pen_width(1, self.side)
        column, row = self.cursor[0] + columns * stride, self.cursor[1] + rows * stride
        self.cursor = max(0, min(column, self.side - 1)), max(0, min(row, self.side - 1))
        self._move(self.cursor)

    def _opposite(self) -> str:
        """The tool that takes back what the one in hand does."""
        return "unpin" if self.tool in PINS else "eraser"

    def _touch(self, tool: str, can_finish: bool, is_down: bool) -> None:
        """Put the tool down at the cursor, or end the stroke that began with the last key."""
        if can_finish and self._held:
            self._finish()
            return
        self._held = None
        self._begin(self.cursor, BY_KEY, tool, is_down)
        if self._held and self._held.tool not in SHAPES:
            self._finish()

    # ---- strokes ----

    def _begin(self, cell: Cell, button: Qt.MouseButton, tool: str, is_down: bool) -> None:
        self.group += 1
        self.deed = tool if tool in PINS else "erase" if tool == "eraser" else "draw"
        if tool == "fill":
            self.stroke_made.emit(Stroke((cell,), "fill"))
        elif tool == "text":
            self.stroke_made.emit(self._stamped(cell))
        else:
            is_off = tool in ("eraser", PAPER) or (tool == "pin" and is_down)
            self._hold(_Held(button, tool, -1 if is_off else 1, cell, cell))

    def _move(self, cell: Cell) -> None:
        held = self._held
        if held and cell != held.last:
            start = held.start if held.tool in SHAPES else held.last
            self._hold(_Held(held.button, held.tool, held.value, start, cell))

    def _hold(self, held: _Held) -> None:
        self._held = held
        if held.tool not in SHAPES:
            self.stroke_made.emit(self._stroke(held))
        self.changed.emit()

    def _finish(self) -> None:
        held, self._held = self._held, None
        if held and held.tool in SHAPES:
            self.stroke_made.emit(self._stroke(held))
        self.changed.emit()

    def _stroke(self, held: _Held) -> Stroke:
        points = (held.start,) if held.start == held.last else (held.start, held.last)
        tool = held.tool if held.tool in SHAPES else "pencil"
        return Stroke(points, tool, self.width(), held.value)

    def _stamped(self, middle: Cell) -> Stroke:
        return stamped(self.stamp, middle, self.size, self.side)
