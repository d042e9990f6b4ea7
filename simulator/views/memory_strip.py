"""The strip of memories: a card each, with its picture, its name and how much the state is like it.

The bar below a picture grows from the left with a positive overlap and from the right, in the warm
colour, with a negative one. ● is a fixed point, ○ is not: some of its units would change.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from simulator.controls import theme
from simulator.views.memory_card import CardLayout, Memories, MemoryCard, paint_card
from simulator.views.thumbnail import Thumbnails
from simulator.views.view import View

SMALLEST, LARGEST = 48, 84  # pixels of normal mode: the side of a picture
MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


NOTHING = Memories(1, np.empty((0, 1), np.int8), (), np.empty(0), np.empty(0, int))


class MemoryStrip(View):
    """Shows K memories in a row that scrolls sideways; click or Enter probes one."""

    title = "Memories"

    probed = Signal(int)
    rename_asked = Signal(int)
    delete_asked = Signal(int)
    menu_asked = Signal(int, QPoint)  # the place is the screen's

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = NOTHING
        self._empty = ""
        self._current = 0  # the memory that the keys are at
        self._hovered = -1
        self._pictures = Thumbnails()
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.setAccessibleName("Scroll the memories")
        self._bar.valueChanged.connect(self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.title)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    # ---- what is shown ----

    def show_memories(
        self,
        side: int,
        memories: np.ndarray,
        names: tuple[str, ...],
        overlaps: np.ndarray,
        unstable_counts: np.ndarray,
        probed: int = -1,
        recalled: int | None = None,
    ) -> None:
        """Show memories (K, N), never changed in place; `probed` and `recalled` are −1 or None
        where there is none."""
        numbers = np.array(overlaps), np.array(unstable_counts)
        shown = Memories(side, memories, tuple(names), *numbers, probed, recalled)
        old, self._shown = self._shown, shown
        if shown.is_like(old):
            return
        if shown.names != old.names:
            self._place_bar()
        if shown.probed != old.probed and shown.probed >= 0:
            self._go_to(shown.probed)
        self._current = min(max(self._current, 0), max(len(names) - 1, 0))
        self._describe()
        self.update()

    def set_empty(self, text: str) -> None:
        """Say what stands here while nothing is stored."""
        self._empty = text
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), CardLayout.of(theme.px(LARGEST)).height + theme.px(10))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), CardLayout.of(theme.px(SMALLEST)).height + theme.px(10))

    def draw_on(self, painter: QPainter) -> None:
        self._paint(painter)

    # ---- where things are ----

    def _layout(self) -> CardLayout:
        """The largest cards that fit; the bar takes its room only where they do not fit across."""
        room = self.height() - CardLayout.of(0).height
        smallest, largest = theme.px(SMALLEST), theme.px(LARGEST)
        whole = CardLayout.of(min(max(room, smallest), largest))
        if len(self._shown.names) * whole.pitch <= self.width():
            return whole
        return CardLayout.of(min(max(room - theme.px(10), smallest), largest))

    def _card_at(self, place: QPointF) -> tuple[int, QPointF]:
        """Return which memory is at a place of the view, or −1, and the place on its card."""
        layout = self._layout()
        along = place.x() + self._bar.value()
        k = int(along // layout.pitch)
        if not 0 <= k < len(self._shown.names) or not 0 <= place.y() < layout.height:
            return -1, QPointF()
        return k, QPointF(along - k * layout.pitch, place.y())

    def _place_bar(self) -> None:
        layout, width = self._layout(), self.width()
        over = round(len(self._shown.names) * layout.pitch) - width
        self._bar.setRange(0, max(over, 0))
        self._bar.setPageStep(width)
        self._bar.setSingleStep(round(layout.pitch))
        self._bar.setVisible(over > 0)
        self._bar.setGeometry(0, self.height() - theme.px(10), width, theme.px(10))

    def _go_to(self, k: int) -> None:
        """Put the keys at a memory and bring it into sight."""
        self._current = min(max(k, 0), max(len(self._shown.names) - 1, 0))
        pitch, seen = self._layout().pitch, self._bar.value()
        left, right = self._current * pitch, (self._current + 1) * pitch - self.width()
        self._bar.setValue(round(min(max(seen, right), left)))
        self._describe()
        self.update()

    # ---- what a person does ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        k, place = self._card_at(event.position())
        if k < 0 or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._current = k
        if self._layout().close.contains(place):
            self.delete_asked.emit(k)
        elif not self._layout().words.contains(place):  # a name is for renaming, twice clicked
            self.probed.emit(k)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        k, place = self._card_at(event.position())
        if k >= 0 and self._layout().words.contains(place):
            self.rename_asked.emit(k)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        k, place = self._card_at(event.position())
        self._hover(k)
        is_name = k >= 0 and self._layout().words.contains(place)
        self.setCursor(Qt.CursorShape.IBeamCursor if is_name else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        k = self._current if is_key else self._card_at(QPointF(event.pos()))[0]
        if 0 <= k < len(self._shown.names):
            x = round((k + 0.5) * self._layout().pitch) - self._bar.value()
            place = self.mapToGlobal(QPoint(x, theme.px(40))) if is_key else event.globalPos()
            self.menu_asked.emit(k, place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        before = self._bar.value()
        self._bar.setValue(before - (turned.x() or turned.y()))
        self._hover(self._card_at(event.position())[0])
        event.setAccepted(self._bar.maximum() > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, count = event.key(), len(self._shown.names)
        if not count:
            event.ignore()
        elif key in MOVES:
            self._go_to(self._current + MOVES[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(0 if key == Qt.Key.Key_Home else count - 1)
        elif key in ENTER:
            self.probed.emit(self._current)
        elif key == Qt.Key.Key_F2:
            self.rename_asked.emit(self._current)
        elif key == Qt.Key.Key_Delete:
            self.delete_asked.emit(self._current)
        else:
            event.ignore()

    def _hover(self, k: int) -> None:
        if k != self._hovered:
            self._hovered = k
            self.setToolTip(self._card(k).tip if k >= 0 else "")
            self.update()

    # ---- what is drawn and said ----

    def _card(self, k: int) -> MemoryCard:
        is_current = k == self._current and self.hasFocus()
        return self._shown.card(k, is_current, k == self._hovered)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint(QPainter(self))

    def _paint(self, painter: QPainter) -> None:
        """Paint the cards in sight."""
        shown, layout, seen = self._shown, self._layout(), self._bar.value()
        count = len(shown.names)
        if not count:
            painter.setFont(theme.text_font())
            painter.setPen(QColor(theme.caption_color()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), int(flags), self._empty)
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        first, last = int(seen // layout.pitch), int((seen + self.width()) // layout.pitch)
        for k in range(first, min(last + 1, count)):
            painter.save()
            painter.translate(k * layout.pitch - seen, 0)
            picture = self._pictures.of(shown.side, shown.memories, k, layout.inside, ratio)
            paint_card(painter, layout, self._card(k), picture)
            painter.restore()

    def _describe(self) -> None:
        """Tell a screen reader which memory the keys are at."""
        is_any = self._current < len(self._shown.names)
        self.setAccessibleDescription(self._card(self._current).said if is_any else self._empty)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_bar()

    def _restyle(self) -> None:
        self._place_bar()
        self.updateGeometry()
        self.update()
