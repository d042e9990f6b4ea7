"""The column of tools that belongs to a pad: what draws, how thick, and a menu of the rest.

`tools` and `actions` say which there are: those of the pad of a network unless others are given.

A tool that finds no room in the column stands in the menu instead; the chosen one always has room.
The letters to stamp are typed in `stamp_edit`, which whoever makes the column puts where there is
room; it shows only with its tool. The column only tells what was chosen, it knows no pad: connect
`tool_chosen` with `Pad.set_tool`, and so on.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QFocusEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QRegularExpressionValidator,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import ToolButton
from simulator.views.pad_ink import pen_width

TOOLS = {  # name: what it does, key; the icon has the name of the tool
    "pencil": ("Pencil", "P"),
    "eraser": ("Eraser, also the right button", "E"),
    "line": ("Line", "L"),
    "rectangle": ("Rectangle", "B"),
    "fill": ("Fill", "F"),
    "text": ("Letters", "T"),
    "why": ("Why? Also Alt and a click", "W"),
}
PINS = {  # tools of a pad whose units can be held
    "pin": ("Pin up; with Shift, down; the right button lets go", "H"),
    "unpin": ("Unpin: let go", "G"),
}
QUERY = {  # tools of a drawing that is to be completed
    "pencil": ("Ink: held on", "P"),
    "paper": ("Paper: held off", "O"),
    "eraser": ("Let go, also the right button", "E"),
    "line": ("Line", "L"),
    "rectangle": ("Rectangle", "B"),
    "why": ("Why? Also Alt and a click", "W"),
}
WITH_PINS = {**{name: TOOLS[name] for name in TOOLS if name != "why"}, **PINS, "why": TOOLS["why"]}
TRANSFORMATIONS = (  # text, icon and action; None parts them
    ("Invert", "invert", "invert"),
    ("Mirror left and right", "mirror", "mirror=horizontal"),
    ("Mirror top and bottom", "mirror", "mirror=vertical"),
    None,
    ("Shift left", "shift", "shift=-1,0"),
    ("Shift right", "shift", "shift=1,0"),
    ("Shift up", "shift", "shift=0,-1"),
    ("Shift down", "shift", "shift=0,1"),
    None,
)
ACTIONS = (
    *TRANSFORMATIONS,
    ("Randomize", "random", "randomize"),
    ("Clear", "clear", "clear"),
    None,
)
GIVEN_UP = (  # first to last
    "unpin", "fill", "rectangle", "line", "why", "pin", "size", "text", "paper", "eraser",
    "pencil",
)  # fmt: skip
MAX_SIZE, MAX_LETTERS = 9, 8
SLOT, GAP = 30, 4  # pixels: nine slots are 302 high


class PadTools(QWidget):
    """Tools, pen size and menu in one column, 302 pixels high for seven tools, or as low as its
    menu."""

    tool_chosen = Signal(str)
    size_chosen = Signal(int)
    stamp_chosen = Signal(str)
    action_chosen = Signal(str)  # as the model's actions are written: "mirror=horizontal"
    open_requested = Signal()
    paste_requested = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        tools: Mapping[str, tuple[str, str]] = TOOLS,
        actions: Sequence[tuple[str, str, str] | None] = ACTIONS,
    ) -> None:
        super().__init__(parent)
        self._tools, self._actions = dict(tools), tuple(actions)
        self._given_up = [name for name in GIVEN_UP if name in tools or name == "size"]
        self.setAccessibleName("Drawing tools")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._tool, self._size, self._side = "pencil", 1, 1
        self._menu, self._sizes = QMenu("More", self), QMenu("Pen size", self)
        self._buttons = {name: self._button(name) for name in tools}
        self._size_button = _SizeButton(self._step)
        self._size_button.clicked.connect(lambda: _drop(self._sizes, self._size_button))
        self.stamp_edit = self._stamp = _StampEdit()
        self._stamp.textEdited.connect(self._choose_stamp)
        self._more = ToolButton("menu", "More: " + _what_more(actions))
        self._more.clicked.connect(lambda: _drop(self._menu, self._more))
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._column.setContentsMargins(0, 0, 0, 0)
        for item in (*self._buttons.values(), self._size_button, self._more):
            self._column.addWidget(item)
        self._column.addStretch(1)
        self._tool_actions: dict[str, QAction] = {}
        self._size_actions: list[QAction] = []
        self._icons: list[tuple[QAction, str]] = []
        self._fill_menus()
        self._set_keys()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()
        self.set_tool("pencil")
        self.set_pen_size(1)

    # ---- what is chosen ----

    def tool(self) -> str:
        return self._tool

    def stamp(self) -> str:
        return self._stamp.text()

    def set_tool(self, name: str) -> None:
        """Show another tool as chosen, silently; KeyError for one there is not."""
        button = self._buttons[name]
        self._tool = name
        for other in self._buttons.values():
            other.setChecked(other is button)
        self._tool_actions[name].setChecked(True)
        self._fit()

    def set_pen_size(self, size: int) -> None:
        """Show another pen size, silently."""
        self._size = max(1, min(size, MAX_SIZE))
        self._size_button.set_size(self._size, pen_width(self._size, self._side))
        self._size_actions[self._size - 1].setChecked(True)

    def set_side(self, side: int) -> None:
        """Name the pen's sizes as the pad's grid of this side has them."""
        if side != self._side:
            self._side = side
            for size, action in enumerate(self._size_actions, start=1):
                action.setText(_units(pen_width(size, side)))
            self.set_pen_size(self._size)

    def set_stamp(self, text: str) -> None:
        """Show other letters to be stamped, silently."""
        self._stamp.setText(text.upper()[:MAX_LETTERS])

    def _choose(self, name: str) -> None:
        was = self._tool
        self.set_tool(name)
        if name != was:
            self.tool_chosen.emit(name)
        if name == "text":
            self._stamp.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_size(self, size: int) -> None:
        was = self._size
        self.set_pen_size(size)
        if self._size != was:
            self.size_chosen.emit(self._size)

    def _step(self, steps: int) -> None:
        self._choose_size(self._size + steps)

    def _choose_stamp(self, text: str) -> None:
        place = self._stamp.cursorPosition()
        self._stamp.setText(text.upper())
        self._stamp.setCursorPosition(place)
        self.stamp_chosen.emit(text.upper())

    # ---- making ----

    def _button(self, name: str) -> ToolButton:
        label, key = self._tools[name]
        button = ToolButton(name, label, checkable=True)
        button.setToolTip(f"{label}  ({key})")  # the key works also while the button is in the menu
        button.clicked.connect(lambda: self._choose(name))
        return button

    def _set_keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            key: lambda name=name: self._choose(name)  # type: ignore[misc]
            for name, (_, key) in self._tools.items()
        }
        keys |= {"[": lambda: self._step(-1), "]": lambda: self._step(1)}
        for key, done in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(done)

    def _fill_menus(self) -> None:
        tools, sizes = QActionGroup(self), QActionGroup(self)
        for name, (label, key) in self._tools.items():
            action = self._entry(self._menu, f"{label}\t{key}", name)
            action.triggered.connect(lambda _=False, name=name: self._choose(name))
            action.setCheckable(True)
            self._tool_actions[name] = tools.addAction(action)
        for size in range(1, MAX_SIZE + 1):
            action = self._sizes.addAction(_units(size))
            action.triggered.connect(lambda _=False, size=size: self._choose_size(size))
            action.setCheckable(True)
            self._size_actions.append(sizes.addAction(action))
        self._menu.addMenu(self._sizes)
        self._after_tools = self._menu.addSeparator()
        for given in self._actions:
            if given is None:
                self._menu.addSeparator()
                continue
            label, icon, text = given
            action = self._entry(self._menu, label, icon)
            action.triggered.connect(lambda _=False, text=text: self.action_chosen.emit(text))
        self._entry(self._menu, "Open picture…", "image").triggered.connect(
            lambda: self.open_requested.emit()
        )
        self._entry(self._menu, "Paste picture", "copy").triggered.connect(
            lambda: self.paste_requested.emit()
        )

    def _entry(self, menu: QMenu, label: str, icon: str) -> QAction:
        action = menu.addAction(label)
        self._icons.append((action, icon))
        return action

    # ---- room ----

    def _restyle(self) -> None:
        self._column.setSpacing(theme.px(GAP))
        for action, name in self._icons:
            action.setIcon(theme.icon(name, "ink2"))
        self.updateGeometry()
        self._fit()

    def _height_of(self, slots: int) -> int:
        return slots * theme.px(SLOT) + (slots - 1) * theme.px(GAP)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(34), self._height_of(len(self._tools) + 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(34), self._height_of(2))  # a tool and the menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """Show as many tools as the height holds, and the others in the menu."""
        slots = (self.height() + theme.px(GAP)) // (theme.px(SLOT) + theme.px(GAP))
        is_text = self._tool == "text"
        surplus = len(self._given_up) + 1 - slots
        lost = [name for name in self._given_up if name != self._tool][: max(0, surplus)]
        for name, button in self._buttons.items():
            button.setVisible(name not in lost)
            self._tool_actions[name].setVisible(name in lost)
        self._size_button.setVisible("size" not in lost)
        self._sizes.menuAction().setVisible("size" in lost)
        self._after_tools.setVisible(bool(lost))
        self._stamp.setVisible(is_text)
        self._stamp.setFixedWidth(theme.px(84))


def _what_more(actions: Sequence[tuple[str, str, str] | None]) -> str:
    """What the menu holds, in words: "invert, mirror, shift, clear, open, paste"."""
    deeds = [given[2].partition("=")[0] for given in actions if given]
    return ", ".join([*dict.fromkeys(deeds), "open", "paste"])


def _drop(menu: QMenu, button: ToolButton) -> None:
    menu.popup(button.mapToGlobal(button.rect().topRight()))


def _units(count: int) -> str:
    return "1 unit" if count == 1 else f"{count} units"


class _SizeButton(ToolButton):
    """Shows the pen's size; a click opens the sizes, the wheel steps through them."""

    def __init__(self, step: Callable[[int], None]) -> None:
        self._size, self._width, self._step = 1, 1, step
        super().__init__("pencil", "Pen size")
        self._turned = 0  # eighths of a degree of the wheel not yet made into steps

    def set_size(self, size: int, width: int) -> None:
        """Show a size, and how many units wide it is."""
        self._size, self._width = size, width
        units = _units(width)
        self.setToolTip(f"Pen size: {units}  ([ and ])")
        self.setAccessibleName(f"Pen size: {units}")
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y()
        steps = int(self._turned / 120)
        self._turned -= steps * 120
        self._step(steps)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_plate(painter, self._fill("surface"), "line", 7)
        painter.setPen(Qt.PenStyle.NoPen)
        now = theme.current_theme()
        ink = QColor(now.ink2 if self.isEnabled() else now.ink3)
        painter.setBrush(ink)
        side = (3 + 0.8 * self._size) * theme.scale()
        dot = QRectF(0, 0, side, side)
        dot.moveCenter(QPointF(0.36 * self.width(), self.height() / 2))
        painter.drawRoundedRect(dot, 1.5, 1.5)
        painter.setPen(ink)
        painter.setFont(theme.number_font(12))
        box = QRectF(0.5 * self.width(), 0, 0.4 * self.width(), self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._width))


class _StampEdit(QLineEdit):
    """The letters to stamp, in capitals; only what can be stamped can be typed."""

    def __init__(self) -> None:
        super().__init__("A")
        self.setMaxLength(MAX_LETTERS)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[A-Za-z0-9]*"), self))
        self.setAccessibleName("Letters to stamp")
        self.setToolTip("Up to eight letters or digits; the pen size sets how high they are")
        self.setPlaceholderText("ABC")
        self.returnPressed.connect(self.clearFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()
