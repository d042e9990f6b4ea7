"""The stages of addressing, side by side: how a head comes from what it looks for to where it is.

Each chart has the actual bars, over pale ones of the stage before; the stage that runs is lit.
"""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.job import Table
from simulator.views import addressing_marks as marks
from simulator.views import addressing_numbers as numbers
from simulator.views import addressing_words as words
from simulator.views.addressing_scene import Bar, Scene
from simulator.views.addressing_shown import AddressingShown
from simulator.views.plot_view import PlotView

__all__ = ["AddressingShown", "AddressingView"]

LEFT_BUTTON = Qt.MouseButton.LeftButton
KEY_WAY = 8.0  # pixels of normal mode that a key drags
MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
TURNS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class AddressingView(PlotView):
    """Shows one head at one time step; a click chooses a stage, a drag turns a number."""

    title = "Addressing"

    stage_chosen = Signal(str)  # an id of addressing_shown.STAGES
    number_dragged = Signal(str, float)  # beta, gate, gamma or shift[k], and its new value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scene: Scene | None = None
        self._bar: Bar | None = None  # the bar looked at
        self._number = ""  # the number looked at
        self._held: tuple[str, float, float] | None = None  # number, value and x at the press
        self._group = 0

    # ---- what is shown ----

    def show_addressing(self, shown: AddressingShown) -> None:
        """Show a head; nothing is painted anew where nothing differs."""
        old = self._scene
        if old is not None and shown.is_like(old.shown):
            return
        scene = self._scene = Scene(shown)
        if self._bar and (
            self._bar[0] >= len(scene.charts) or self._bar[1] >= scene.charts[self._bar[0]].size
        ):
            self._bar = None
        if old is not None:
            scene.follow(old)
        self._say_anew()
        if old is not None and scene.ground == old.ground:
            self.update()
        else:
            self.renew()

    def set_empty(self, text: str) -> None:
        super().set_empty(text)
        self._say_anew()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._scene, self._held = None, None
        self._bar, self._number = None, ""
        self.unsetCursor()
        self._say_anew()
        self.renew()

    def is_empty(self) -> bool:
        return self._scene is None

    def is_dragging(self) -> bool:
        """Whether a number is in hand."""
        return self._held is not None

    def group(self) -> int:
        """A number that all of one drag, or of one run of keys, has in common."""
        return self._group

    def exported(self) -> Table | None:
        """Every bar: its stage, its place, its value before and after."""
        return words.table(self._scene.charts) if self._scene else None

    # ---- places ----

    def sizeHint(self) -> QSize:
        return QSize(theme.px(690), theme.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(120))

    def lay_out(self) -> None:
        if self._scene:
            self._scene.lay_out(self.size())

    def box_of(self, stage: str) -> QRectF:
        """Where a stage's chart stands, or nowhere."""
        scene = self._scene
        pairs = zip(scene.charts, scene.places, strict=True) if scene else ()
        return next((place.box for chart, place in pairs if chart.stage == stage), QRectF())

    def number_box(self, name: str) -> QRectF:
        """Where a number stands, or nowhere."""
        boxes = self._scene.number_boxes() if self._scene else []
        return next((box for box, one in boxes if one == name), QRectF())

    # ---- drawing ----

    def draw_ground(self, painter: QPainter) -> None:
        """Draw names and scales, and the ground of the stage that is held."""
        scene = self._scene
        if scene is None:
            return
        for k, (chart, place) in enumerate(zip(scene.charts, scene.places, strict=True)):
            is_lit = chart.stage == scene.shown.running
            if chart.stage == scene.shown.held:
                marks.paint_held(painter, place.box)
            marks.paint_title(painter, place, chart.stage, k + 1, is_lit)
            marks.paint_said(painter, place, chart)
            marks.paint_frame(painter, place, chart)

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        """Draw numbers and bars."""
        scene = self._scene
        if scene is None:
            return
        number = self._number if is_live else ""
        at, bar = self._bar if is_live and self._bar else (-1, -1)
        for k, (chart, place) in enumerate(zip(scene.charts, scene.places, strict=True)):
            looked_at, window = bar if k == at else -1, scene.windows[k]
            is_lit = chart.stage == scene.shown.running
            marks.paint_line(painter, place, scene.line(k), scene.shown.can_drag, number)
            marks.paint_bars(painter, place, chart, window, is_lit, looked_at)
            marks.paint_axis(painter, place, chart, window, looked_at)

    # ---- what is looked at ----

    def _look_at(self, bar: Bar | None, number: str = "") -> None:
        if (bar, number) != (self._bar, self._number):
            self._bar, self._number = bar, number
            self._say_anew()
            self.update()

    def _say_anew(self) -> None:
        said, whole, scene = "", self._empty, self._scene
        if scene is not None:
            whole = words.description(scene.shown, scene.charts)
            if self._number:
                said = numbers.words_of(scene.shown, self._number)
            elif self._bar and scene.charts[self._bar[0]].values is not None:
                said = words.words_of(scene.shown, scene.charts[self._bar[0]], self._bar[1])
        self.say(said)
        self.setAccessibleDescription(". ".join(text for text in (said, whole) if text))

    # ---- the mouse ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        scene, place = self._scene, event.position()
        if scene is None or event.button() != LEFT_BUTTON:
            super().mousePressEvent(event)
            return
        name = scene.number_at(place)
        if name and scene.shown.can_drag:
            self._group += 1
            self._held = name, numbers.value_of(scene.shown, name), place.x()
        elif stage := scene.stage_at(place):
            self.stage_chosen.emit(stage)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        scene, place = self._scene, event.position()
        if scene is None:
            return
        if self._held:
            name, value, start = self._held
            self._turn(name, numbers.dragged(name, value, (place.x() - start) / theme.scale()))
            return
        number = scene.number_at(place)
        self._look_at(None if number else scene.bar_at(place), number)
        if number and scene.shown.can_drag:
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == LEFT_BUTTON:
            self._held = None

    def leaveEvent(self, event: QEvent) -> None:
        if not self._held:
            self._look_at(None)

    def _turn(self, name: str, value: float) -> None:
        if self._scene and value != numbers.value_of(self._scene.shown, name):
            self.number_dragged.emit(name, value)

    # ---- the keyboard ----

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → from bar to bar, ↑ ↓ from chart to chart, Enter chooses, + − turn the number."""
        key, scene = Qt.Key(event.key()), self._scene
        if scene is not None and key in MOVES:
            self._group += 1
            self._look_at(scene.next_bar(self._bar, *MOVES[key]))
        elif scene is not None and self._bar and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stage_chosen.emit(scene.charts[self._bar[0]].stage)
        elif scene is not None and self._bar and key in TURNS and scene.shown.can_drag:
            name = words.number_of(scene.shown, scene.charts[self._bar[0]].stage)
            if name:
                value = numbers.value_of(scene.shown, name)
                self._turn(name, numbers.dragged(name, value, KEY_WAY * TURNS[key]))
        else:
            super().keyPressEvent(event)
