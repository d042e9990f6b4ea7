"""The schedule: the temperature over the sweeps, its present, and points to bend it by.

The **plan** is what is intended, the **past** what really was. A plan drawn by hand is straight
between its **points** (share of the schedule, temperature). Dragging any other plan makes points
of it. A press on the curve or a double click in the field adds a point; a right click, Delete, or
dragging it out of the view takes it away; the first and the last move up and down only. With the
keyboard Tab goes from point to point, arrows move the chosen one, and Enter makes points of a plan.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views import schedule_picture as picture
from simulator.views.cell_view import paint_ring
from simulator.views.plot_view import PlotView
from simulator.views.schedule_frame import Shown
from simulator.views.schedule_hand import ScheduleHand
from simulator.views.schedule_points import is_end, sampled
from simulator.views.schedule_scene import ScheduleScene

OUT = 12  # pixels of normal mode: so far outside the view a point is dropped
STEPS = {  # how far an arrow moves a point, in hundredths of the schedule and of the field
    Qt.Key.Key_Left: (-0.01, 0.0),
    Qt.Key.Key_Right: (0.01, 0.0),
    Qt.Key.Key_Up: (0.0, 0.02),
    Qt.Key.Key_Down: (0.0, -0.02),
}
REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
KEYED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
NONE = np.zeros(0)


class ScheduleView(PlotView):
    """Shows a schedule and lets a person bend it; `bent` gives the points (K, 2) float64."""

    title = "Schedule"
    bent = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand = ScheduleHand(self)
        self._scene: ScheduleScene | None = None
        self._pointer: QPointF | None = None
        self._is_keyed = False
        self._hand.bent.connect(self.bent)
        self._hand.changed.connect(self._redraw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # ---- what is shown ----

    def show_schedule(
        self,
        sweeps: np.ndarray,
        temperatures: np.ndarray,
        now: float,
        temperature_now: float,
        past_sweeps: np.ndarray = NONE,
        past_temperatures: np.ndarray = NONE,
        points: np.ndarray | None = None,
        acceptance: np.ndarray = NONE,
        acceptance_sweeps: np.ndarray = NONE,
        *,
        total: float,
        t_max: float,
    ) -> None:
        """Show the plan (P,), (P,), the past (Q,), (Q,), the points (K, 2) where it is drawn by
        hand, and the acceptance (A,) 0 … 1 at its sweeps (A,). Sweeps never fall, `total` is the
        schedule's length in them, `t_max` the highest temperature one can draw. The arrays must
        not be changed in place. Repaints only what differs."""
        shown = Shown(
            *(sweeps, temperatures, float(now), float(temperature_now)),
            *(past_sweeps, past_temperatures, acceptance, acceptance_sweeps),
            *(float(total), float(t_max)),
        )
        old = self._scene.shown if self._scene else None
        if self._scene is None:
            self._scene = ScheduleScene(shown, self._hand)
        self._scene.shown = shown
        is_bent = self._hand.take(points, shown.t_max)
        if is_bent or not shown.has_plan_of(old):
            self.renew()
            self._describe()
        elif not shown.is_like(old):
            self.update()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._scene = None
        self._hand.forget()
        self.renew()

    def group(self) -> int:
        """The number of the press, or the run of keys, that the last `bent` belongs to."""
        return self._hand.group

    def is_bending(self) -> bool:
        """Whether a point is being dragged: what `bent` tells then is not the last."""
        return self._hand.is_held

    def place_of(self, sweep: float, temperature: float) -> QPointF:
        """Return a place of the plot in the view's pixels."""
        places = self._scene.places if self._scene else None
        return places.point(sweep, temperature) if places else QPointF()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(500), theme.px(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(96))

    def is_empty(self) -> bool:
        return self._scene is None

    def lay_out(self) -> None:
        if self._scene:
            self._scene.lay_out(self.size())

    def _redraw(self) -> None:
        self.renew()
        self._describe()

    def _describe(self) -> None:
        points = self._hand.points()
        kind = "not drawn by hand" if points is None else f"drawn by hand, {len(points)} points"
        self.setAccessibleDescription(f"temperature against sweeps, {kind}")

    # ---- painting ----

    def draw_ground(self, painter: QPainter) -> None:
        scene = self._scene
        if scene and scene.places:
            picture.draw_ground(painter, scene.places)
            picture.draw_plan(painter, scene.places, scene.plan())

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        scene, hand = self._scene, self._hand
        if scene is None or scene.places is None:
            return
        places, shown = scene.places, scene.shown
        picture.draw_past(painter, places, shown)
        picture.draw_acceptance(painter, places, shown)
        has_keys = is_live and self._is_keyed and self.hasFocus()
        if has_keys and hand.chosen is None:
            paint_ring(painter, picture.focus_box(places), "accent")
        lit = scene.touched(self._pointer) if is_live else None
        ghost = scene.ghost(self._pointer) if is_live and not hand.is_held else None
        if lit is None and ghost:
            picture.draw_ghost(painter, ghost)
        picture.draw_now(painter, places, shown, scene.plan())
        chosen = hand.shown_choice() if is_live else None
        picture.draw_handles(painter, scene.spots(), chosen, lit, has_keys)

    # ---- the mouse ----

    def _look(self, place: QPointF | None) -> None:
        """The pointer is here: say what is there, and show what a press would do."""
        scene, shapes = self._scene, Qt.CursorShape
        self._pointer, shape = place, shapes.ArrowCursor
        points = self._hand.points()
        number = scene.touched(place) if scene else None
        if points is not None and number is not None:
            shape = shapes.SizeVerCursor if is_end(points, number) else shapes.SizeAllCursor
        elif scene and scene.ghost(place):
            shape = shapes.PointingHandCursor
        self.setCursor(shape)
        self._say_point()
        self.update()

    def _say_point(self) -> None:
        """Say the point in hand, else what is under the pointer."""
        number = self._hand.shown_choice()
        is_keyed = self._pointer is None and self._is_keyed
        if self._scene is None:
            self.say("")
        elif number is not None and (self._hand.is_held or is_keyed):
            self.say(self._scene.words_of(number))
        else:
            self.say(self._scene.words_at(self._pointer))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_keyed = False
        self._look(event.position())
        touched = self._scene.touched(self._pointer) if self._scene else None
        ghost = self._scene.ghost(self._pointer) if self._scene else None
        if event.button() == Qt.MouseButton.RightButton and touched is not None:
            self._hand.remove(touched)
        elif event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif touched is not None:
            self._hand.grasp(touched)
        elif ghost:
            self._add(ghost)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        scene, place = self._scene, event.position()
        is_left = event.button() == Qt.MouseButton.LeftButton
        is_free = scene and scene.touched(place) is None and scene.ghost(place) is None
        if scene and is_left and is_free and scene.is_in_field(place):
            self._look(place)
            self._add(place)
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hand.is_held and not event.buttons() & Qt.MouseButton.LeftButton:
            self._hand.release()  # let go where nobody told us
        if self._hand.is_held and self._scene:
            gap = theme.px(OUT)
            field = QRectF(self.rect()).adjusted(-gap, -gap, gap, gap)
            is_out = not field.contains(event.position())
            self._hand.drag(*self._scene.share_at(event.position()), is_out)
        self._look(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.release()
            self._look(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._look(None)

    def _add(self, place: QPointF) -> None:
        """Add a point at a place and take hold of it; a plan gets points first."""
        if self._scene:
            self._begin()
            self._hand.add(*self._scene.share_at(place))

    def _begin(self) -> None:
        """Make points of a plan that has none."""
        if self._scene and self._hand.points() is None:
            x, y = self._scene.plan()
            self._hand.begin(sampled(x / max(self._scene.shown.total, 1e-9), y))

    # ---- the keyboard ----

    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()  # before the window's own arrows
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self._scene is None:
            return False
        if self._hand.points() is None:
            return event.key() in ENTERING
        return event.key() in (*STEPS, *REMOVING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        hand, key = self._hand, Qt.Key(event.key())
        if not self._wants(event):
            super().keyPressEvent(event)
            return
        self._is_keyed, self._pointer = True, None
        if key in ENTERING:
            self._begin()
            hand.choose_next(1)
            hand.tell()
        elif hand.chosen is None:
            hand.choose_next(1)
        elif key in REMOVING:
            hand.remove(hand.chosen)
        elif self._scene:
            share, height = STEPS[key]
            hand.nudge(share, height * self._scene.shown.reach()[1])
        self._say_point()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        self._is_keyed = True
        if self._hand.choose_next(1 if is_next else -1):
            self._pointer = None
            self._say_point()
            return True
        return super().focusNextPrevChild(is_next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_keyed = event.reason() in KEYED
        if self._is_keyed:
            self._hand.choose(None)
            way = -1 if event.reason() == Qt.FocusReason.BacktabFocusReason else 1
            self._hand.choose_next(way)
            self._say_point()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hand.release()
        self._hand.choose(None)
        self.say("")
        self.update()
