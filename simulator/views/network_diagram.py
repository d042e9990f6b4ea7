"""A network of up to 24 stochastic units as a diagram: what is on, what is held, what pulls what.

Lines are weights and discs are units (`network_lines`, `network_units`); both stand where
`network_layout` puts them (`network_scene`). Weights and biases are changed in place: click, drag,
wheel or type (`network_hand`, `network_number`, `network_keys`). The view only tells what was done;
it shows what it is given.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.controls import theme
from simulator.views import network_keys as keys
from simulator.views.network_hand import Hand
from simulator.views.network_number import NumberSlip
from simulator.views.network_scene import Lit, Scene
from simulator.views.network_shown import Network, Target, is_shaped_like
from simulator.views.network_spots import Spots
from simulator.views.pad_marks import paint_brackets
from simulator.views.view import View

LEFT = Qt.MouseButton.LeftButton
KEYED = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class NetworkDiagram(View):
    """Draws one network and lets it be edited in place."""

    title = "Network"

    unit_clicked = Signal(int)
    unit_asked = Signal(int)  # Alt+click, or a click while `set_asks(True)`
    edge_changed = Signal(int, int, float)  # i < j, the new weight
    bias_changed = Signal(int, float)
    hovered = Signal(str)  # words about what is pointed at, or ""
    refused = Signal(str)  # why a number that was typed is not allowed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Network | None = None
        self._empty, self._said, self._is_keyed = "", "", False
        self._asked: Target | None = None  # whose number is being typed
        self._scene = Scene()
        self._hand = Hand(self, self._scene)
        self._slip = NumberSlip(self)
        self._connect()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.title)

    def _connect(self) -> None:
        hand = self._hand
        hand.changed.connect(self._renew)
        hand.unit_clicked.connect(self.unit_clicked)
        hand.unit_asked.connect(self.unit_asked)
        hand.edge_changed.connect(self.edge_changed)
        hand.bias_changed.connect(self.bias_changed)
        hand.number_asked.connect(self._ask)
        self._slip.refused.connect(self.refused)
        self._slip.taken.connect(self._take)
        self._slip.closed.connect(self._renew)
        theme.notifier.changed.connect(self._restyle)

    # ---- what is shown ----

    def show_network(
        self,
        values: np.ndarray,
        weights: np.ndarray,
        biases: np.ndarray,
        visible: int,
        held: np.ndarray,
        names: Sequence[str] = (),
        *,
        low: int = 0,
        updated: int = -1,
        ringed: int = -1,
        means: np.ndarray | None = None,
        groups: Sequence[tuple[str, int]] = (),
        can_edit: bool = True,
        spots: Spots = (),
    ) -> None:
        """Show N ≤ 24 units, the first `visible` of them visible; ValueError where sizes differ.

        values (N,) int8, 1 is on and `low` is off; weights (N, N) symmetric without a diagonal;
        biases (N,); held (N,) bool: clamped; means (N,): mean activations 0 … 1. Arrays are kept,
        not copied, and must not be changed in place. `updated` is the unit updated last, `ringed`
        the one asked about. `groups` are names and sizes of groups of visible units, in order.
        `spots` are places (N, 2) of one's own choice, see `network_spots`.
        Without `can_edit` weights and biases stay as they are; units can still be clicked.
        """
        shown = Network(
            values,
            weights,
            biases,
            visible,
            held,
            tuple(names) or _names(values.size, visible),
            low,
            updated,
            ringed,
            means,
            tuple((name, size) for name, size in groups),
            can_edit,
            tuple(spots),
        )
        if not shown.is_like(self._shown):
            self._take_network(shown)

    def _take_network(self, shown: Network | None) -> None:
        old, self._shown = self._shown, shown
        if shown is None or old is None or not is_shaped_like(shown, old) or not shown.can_edit:
            self._slip.close_slip()
        self._hand.take(shown)
        self._lay_out()
        self._renew()

    def set_empty(self, text: str) -> None:
        """Say what stands here as long as nothing is shown."""
        self._empty = text
        self._renew()

    def clear(self) -> None:
        """Show nothing but that."""
        if self._shown is not None:
            self._take_network(None)

    def set_asks(self, asks: bool) -> None:
        """Let a plain click ask about a unit (`unit_asked`) instead of clicking it."""
        self._hand.asks = asks

    def place_of(self, target: Target) -> QPointF:
        """Where on the view a unit, a bias or the number of an edge is."""
        return self._scene.place_of(target)

    def _renew(self) -> None:
        """Draw anew, and say anew what is pointed at."""
        text = self._hand.said(self._is_keyed)
        if text != self._said:
            self._said = text
            self.hovered.emit(text)
        whole = self._shown.description() if self._shown else self._empty
        self.setAccessibleDescription(". ".join(part for part in (text, whole) if part))
        self.update()

    # ---- places ----

    def sizeHint(self) -> QSize:
        return QSize(theme.px(440), theme.px(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(160))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._slip.close_slip()
        self._lay_out()

    def _lay_out(self) -> None:
        if self._shown is not None:
            self._scene.lay_out(self._shown, self.size())

    def _restyle(self) -> None:
        self._slip.close_slip()
        self._scene.forget()
        self._lay_out()
        self.updateGeometry()
        self.update()

    # ---- drawing ----

    def draw_on(self, painter: QPainter) -> None:
        """Draw the network as vectors, without what is pointed at or chosen."""
        self._lay_out()
        self._draw(painter, Lit(), is_kept=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._draw(painter, self._hand.lit(self._is_keyed), is_kept=True)
        cursor, places = self._hand.cursor, self._scene.places
        if self._is_keyed and self._shown and places and 0 <= cursor < self._shown.size:
            paint_brackets(painter, places.unit_box(cursor, theme.px(4)))

    def _draw(self, painter: QPainter, lit: Lit, is_kept: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._shown is not None:
            self._scene.draw(painter, self._shown, lit, is_kept)
            return
        painter.setFont(theme.text_font())
        painter.setPen(QColor(theme.caption_color()))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        side = theme.px(16)
        painter.drawText(QRectF(self.rect()).adjusted(side, 0, -side, 0), int(flags), self._empty)

    # ---- typing a number ----

    def _ask(self, target: Target) -> None:
        assert self._shown is not None
        place = self.place_of(target).toPoint()
        name, value = self._shown.name_of(target), self._hand.value_of(target)
        self._asked = target
        self._slip.ask(name, value, place, self.rect())

    def _take(self, value: float) -> None:
        if self._asked:
            self._hand.commit(self._asked, value)

    # ---- the mouse ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != LEFT:
            event.ignore()
            return
        self._is_keyed = False
        self._slip.close_slip()
        self._hand.press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & LEFT:
            self._hand.drag(event.position())
        else:
            self._hand.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == LEFT:
            is_asking = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._hand.release(event.position(), is_asking)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != LEFT:
            event.ignore()
            return
        self._slip.close_slip()
        target = self._hand.target_at(event.position())
        if target and target.kind == "unit":
            self._hand.press(event.position())  # two clicks on a unit are two clicks
        else:
            self._hand.clear_at(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = self._hand.turn(event.position(), event.angleDelta().y() / 120)
        event.setAccepted(turned)

    def leaveEvent(self, event: QEvent) -> None:
        self._hand.leave()

    # ---- the keyboard ----

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if keys.wants(event, self._hand, self._is_keyed):  # before the window's own arrows
                event.accept()
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self._scene.forget()
            self._lay_out()
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_keyed = event.reason() in KEYED or (
            self._is_keyed and event.reason() == Qt.FocusReason.OtherFocusReason
        )
        if self._is_keyed and self._shown and self._hand.cursor < 0:
            self._hand.choose(0)
        self._renew()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if not self._slip.isVisible():
            self._is_keyed = False
        self._renew()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        places = self._scene.places
        if places is None or not keys.wants(event, self._hand, self._is_keyed):
            event.ignore()
        else:
            keys.obey(event, self._hand, places)


def _names(size: int, visible: int) -> tuple[str, ...]:
    """v1, v2, … h1, h2, …"""
    hidden = (f"h{k + 1}" for k in range(size - visible))
    return (*(f"v{k + 1}" for k in range(visible)), *hidden)
