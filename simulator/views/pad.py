"""The pad: the grid of units one draws on, which is also the live state of the network.

Units are +1 (on, ink), −1 (off, paper) and 0 (unknown), or, where they are graded, floats between;
they stand in rows from the top. A **cell** is the place (column, row) of a unit. What is drawn is
not kept here: it leaves as the text of a stroke (see `core.drawing`) and comes back with the
network's next units. Until then the painted cells are **wet**: shown at once, but for a quarter of
a second or two newer states at most.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.controls import theme
from simulator.core.drawing import Stroke
from simulator.views import pad_marks
from simulator.views.pad_files import copied, offered
from simulator.views.pad_grid import Cell, fitted
from simulator.views.pad_hand import PAPER, PINS, SHAPES, TOOLS, Hand
from simulator.views.pad_ink import covered
from simulator.views.pad_picture import Picture
from simulator.views.pad_state import Shown
from simulator.views.pad_words import Words
from simulator.views.view import View

DRYING = 250  # milliseconds
OUTLINED = ("pencil", PAPER, "eraser", *SHAPES, *PINS)  # tools whose pen is outlined at the pointer
BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)
KEYED = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Pad(View):
    """Shows the units and draws on them; `stroke_drawn` gives a text and the group it is of."""

    title = "State"
    tools: tuple[str, ...] = TOOLS

    stroke_drawn = Signal(str, int)  # strokes of one press have the same number
    why_asked = Signal(int)
    picture_dropped = Signal(str)
    picture_pasted = Signal(QImage)
    hovered = Signal(str)  # what is under the pointer, or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_parts()
        self._hint, self._is_dragged_over = "", False
        self._drying = QTimer(self, singleShot=True, interval=DRYING)
        self._drying.timeout.connect(self._dry)
        self._words.said.connect(self.hovered)
        self._hand.stroke_made.connect(self._take)
        self._hand.why_asked.connect(self.why_asked)
        self._hand.changed.connect(self._renew)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setToolTipDuration(0)
        theme.notifier.changed.connect(self._restyle)
        self._show_pointer()

    def _make_parts(self) -> None:
        """Make what is shown, the hand over it, its picture and its words."""
        self._shown, self._hand = Shown(2), Hand(self, self.tools)
        self._picture, self._words = Picture(self._shown), Words(self, self._shown)

    # ---- what is shown ----

    def show_units(
        self,
        side: int,
        units: np.ndarray,
        unstable: np.ndarray | None = None,
        updated: int = -1,
        why: int = -1,
        can_edit: bool = True,
    ) -> None:
        """Show units (N,) int8, or floats of −1 … 1, and unstable (N,) bool; repaints only if
        something differs."""
        if units.size != side * side:
            raise ValueError(f"{units.size} units do not fill a grid of {side}×{side}")
        if side != self._shown.side:
            self._begin_grid(side)
        if can_edit != self._hand.can_edit:
            self._hand.set_can_edit(can_edit)
            self._show_pointer()
            self._renew()
        is_changed = self._shown.take(units)
        is_changed |= self._shown.take_unstable(unstable)
        if (updated, why) != self._shown.rings:
            self._shown.rings = (updated, why)
            self.update()
        if is_changed:
            self._words.count()
            self._renew()
            self._say()

    def _begin_grid(self, side: int) -> None:
        self._shown.begin_grid(side)
        self._hand.begin_grid(side)
        self._words.name()
        self._place()

    def side(self) -> int:
        return self._shown.side

    def place_of(self, column: int, row: int) -> QPointF:
        """The middle of a cell, in the pad's pixels."""
        return self._picture.grid.cell_rect((column, row)).center()

    def units(self) -> np.ndarray:
        """What is on screen, (N,): the units last shown, under what is still wet."""
        return self._shown.units()

    def set_shows_unstable(self, is_shown: bool) -> None:
        self._shown.shows_unstable = is_shown
        self._renew()

    def set_hint(self, text: str) -> None:
        """Say one calm line at the lower edge; "" takes it away, and nothing moves by that."""
        self._hint = text
        if not self.isVisible():
            self._place()
        self.update()

    def _renew(self) -> None:
        self._picture.forget()
        self.update()

    def _restyle(self) -> None:
        self._picture.forget_colors()
        self._place()

    def _place(self) -> None:
        """Fit the grid into the widget, above the hint."""
        foot = pad_marks.pill_height() + theme.px(8) if self._hint else 0
        room, ratio = (self.width(), self.height() - foot), self.devicePixelRatioF()
        self._picture.place(fitted(self.side(), *room, theme.px(2), ratio))
        self.update()

    def _say(self) -> None:
        self._words.say(self._tip())

    # ---- drawing ----

    def set_tool(self, name: str) -> None:
        self._hand.set_tool(name)
        self._show_pointer()
        self._renew()

    def set_pen_size(self, size: int) -> None:
        """Width of the pen in units, more of them where they are finer than 128 on a side; letters
        are a third of the grid high at 1, all of it at 9."""
        self._hand.set_pen_size(size)
        self._renew()

    def set_stamp(self, text: str) -> None:
        """The letters and digits the text tool stamps; what is neither is left out."""
        self._hand.set_stamp(text)
        self._renew()

    def _take(self, stroke: Stroke) -> None:
        """Give a stroke away, and show it wet; one that touches no unit is nothing."""
        if stroke.tool != "fill":  # what a flood covers is found where it is drawn
            touched = covered(stroke, self.side())
            if not touched.any():
                return
            self._shown.paint(touched, stroke.value)
            self._drying.start()
            self._renew()
        self.stroke_drawn.emit(str(stroke), self._hand.group)

    def _dry(self) -> None:
        self._shown.dry()
        self._renew()
        self._say()

    def _tip(self) -> Cell | None:
        """Where the tool is: at the keyboard's cursor, or under the pointer."""
        return self._hand.cursor if self._is_keyed() else self._hand.under

    def _is_keyed(self) -> bool:
        return self._hand.is_keyed and self.hasFocus()

    def _show_pointer(self) -> None:
        shapes = Qt.CursorShape
        drawing_shape = shapes.CrossCursor if self._hand.can_edit else shapes.ArrowCursor
        self.setCursor(shapes.WhatsThisCursor if self._hand.tool == "why" else drawing_shape)

    # ---- the mouse ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in BUTTONS:
            event.ignore()
        elif not self._hand.is_dragging():  # else the other button, during a stroke
            cell = self._point_at(event.position())
            is_asking = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._hand.press(cell, event.button(), is_asking, _is_down(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hand.drag(self._picture.grid.cell_at(event.position()), event.buttons())
        self._point_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hand.release(self._picture.grid.cell_at(event.position()), event.button())

    def leaveEvent(self, event: QEvent) -> None:
        self._hand.under = None
        self._renew()
        self._say()

    def _point_at(self, place: QPointF) -> Cell:
        cell = self._picture.grid.cell_at(place)
        if self._hand.point_at(cell):
            if self._hand.tool == "text":
                self._renew()
            self.update()
        self._say()
        return cell

    # ---- the keyboard ----

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._hand.wants(event):  # before the window's own arrows
                event.accept()
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self._place()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif not self._hand.wants(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self._hand.drop()
        else:
            self._hand.obey(Qt.Key(event.key()), _is_down(event))
            self._renew()
            self._say()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._hand.is_keyed = event.reason() in KEYED
        self._renew()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hand.rest()
        self._renew()

    # ---- pictures from elsewhere ----

    def paste(self) -> bool:
        """Take files or an image from the clipboard; False where it holds neither."""
        files, image = copied() if self._hand.can_edit else ([], None)
        for path in files:
            self.picture_dropped.emit(path)
        if image is not None:
            self.picture_pasted.emit(image)
        return bool(files) or image is not None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._light(bool(offered(event, self._hand.can_edit)))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(False)
        for path in offered(event, self._hand.can_edit):
            self.picture_dropped.emit(path)

    def _light(self, is_dragged_over: bool) -> None:
        self._is_dragged_over = is_dragged_over
        self.update()

    # ---- painting ----

    def sizeHint(self) -> QSize:
        return QSize(theme.px(392), theme.px(392))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        hand, grid, is_keyed = self._hand, self._picture.grid, self._is_keyed()
        painter = QPainter(self)
        if not self._picture.is_composed():
            self._picture.compose(hand.previewed(self._tip()), self.devicePixelRatioF())
        self._picture.paint(painter, is_lit=self._is_dragged_over or is_keyed)
        if is_keyed:
            pad_marks.paint_brackets(painter, grid.cell_rect(hand.cursor))
        elif hand.under and hand.can_edit and hand.tool in OUTLINED:
            pad_marks.paint_nib(painter, grid, hand.under, hand.width())
        if self._hint:
            pad_marks.paint_pill(painter, grid.square, self.height(), self._hint)

    def draw_on(self, painter: QPainter) -> None:
        """Draw the state for export, without pointer and hint: vectors, unless it is very fine."""
        self._picture.draw(painter)


def _is_down(event: QMouseEvent | QKeyEvent) -> bool:
    """Whether Shift is held, with which a pin holds a unit off."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
