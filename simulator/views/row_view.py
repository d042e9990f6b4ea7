"""The base of views made of rows: a header that stays, rows that scroll under it, a foot.

A person looks at one **spot**, a row and a column, by pointer or by arrow keys; what is said of it
leaves as words (`hovered`). Only rows in sight are ever painted, so there may be millions.
"""

import math

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
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from simulator.controls import theme
from simulator.views.view import View

BAR = 10  # pixels of normal mode: the scroll bar
NOTCH = 3  # rows that one notch of the wheel moves
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)

Spot = tuple[int, int]  # row, column


class RowView(View):
    """Shows rows; knows which spot is looked at."""

    hovered = Signal(str)  # words about the spot looked at, or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty, self._said = "", ""
        self._spot: Spot | None = None
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.setAccessibleName(f"Scroll {self.title.lower()}")
        self._bar.valueChanged.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.title)
        theme.notifier.changed.connect(self._restyle)

    # ---- what a subclass gives ----

    def rows(self) -> int:
        """How many rows there are; 0 while nothing is shown."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Find places for the present size, theme and contents."""
        raise NotImplementedError

    def heights(self) -> tuple[float, float, float]:
        """The heights of the header, of a row and of the foot."""
        raise NotImplementedError

    def column_at(self, row: int, x: float) -> int | None:
        """The column of a row at a place."""
        return 0

    def words_of(self, spot: Spot) -> str:
        """What is to be said of a spot."""
        raise NotImplementedError

    def choose(self, spot: Spot) -> None:
        """Do what a click on a spot means."""

    def choose_head(self, x: float) -> None:
        """Do what a click on the header means."""

    def draw_all(self, painter: QPainter) -> None:
        """Draw what is shown; there is something."""
        raise NotImplementedError

    # ---- where rows are ----

    def width_of_rows(self) -> float:
        """The view's width without the scroll bar."""
        return max(self.width() - theme.px(BAR), 1)

    def body(self) -> QRectF:
        """Where the rows are seen."""
        head, _, foot = self.heights()
        return QRectF(0, head, self.width_of_rows(), max(self.height() - head - foot, 0.0))

    def top_of(self, row: int) -> float:
        head, high, _ = self.heights()
        return head + row * high - self._bar.value()

    def in_sight(self) -> range:
        """The rows that are seen, at least in part."""
        high, body, seen = self.heights()[1], self.body(), self._bar.value()
        first = int(seen // high)
        return range(first, max(min(math.ceil((seen + body.height()) / high), self.rows()), first))

    def spot_at(self, place: QPointF) -> Spot | None:
        if not self.rows() or not self.body().contains(place):
            return None
        row = int((place.y() - self.top_of(0)) // self.heights()[1])
        column = self.column_at(row, place.x()) if 0 <= row < self.rows() else None
        return None if column is None else (row, column)

    def bring_into_sight(self, row: int) -> None:
        """Scroll no further than needed."""
        high, seen = self.heights()[1], self._bar.value()
        low = (row + 1) * high - self.body().height()
        self._bar.setValue(round(min(max(seen, low), row * high)))

    # ---- what is shown ----

    def set_empty(self, text: str) -> None:
        if text != self._empty:
            self._empty = text
            self._describe()
            self.update()

    def renew(self) -> None:
        """Something else is shown: find places, and say the spot anew."""
        self.lay_out()
        self._place_bar()
        if self._spot and self._spot[0] >= self.rows():
            self._spot = None
        self.say()
        self._describe()
        self.update()

    def description(self) -> str:
        """What is shown, in words."""
        return ""

    def spot(self) -> Spot | None:
        """The spot looked at."""
        return self._spot

    def sizeHint(self) -> QSize:
        return QSize(theme.px(360), theme.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(110))

    def draw_on(self, painter: QPainter) -> None:
        self.lay_out()  # a view that was never on screen got no size yet
        self._draw(painter)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._draw(QPainter(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()
        self._place_bar()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.lay_out()
        self._place_bar()
        self.update()

    def _place_bar(self) -> None:
        body, (_, high, _) = self.body(), self.heights()
        over = math.ceil(self.rows() * high - body.height())
        self._bar.setRange(0, max(over, 0))
        self._bar.setPageStep(max(round(body.height()), 1))
        self._bar.setSingleStep(round(high))
        self._bar.setVisible(over > 0)
        self._bar.setGeometry(
            self.width() - theme.px(BAR), round(body.top()), theme.px(BAR), round(body.height())
        )

    def _draw(self, painter: QPainter) -> None:
        if self.rows():
            self.draw_all(painter)
            return
        painter.setFont(theme.text_font())
        painter.setPen(QColor(theme.caption_color()))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        side = theme.px(16)
        painter.drawText(
            QRectF(self.rect()).adjusted(side, 0, -side, 0), int(flags), self._empty
        )  # fmt: skip

    # ---- the spot looked at ----

    def look_at(self, spot: Spot | None) -> None:
        if spot != self._spot:
            self._spot = spot
            self.say()
            self.update()

    def say(self) -> None:
        """Say the spot looked at, where there are other words for it than before."""
        text = self.words_of(self._spot) if self._spot else ""
        if text != self._said:
            self._said = text
            self._describe()
            self.hovered.emit(text)

    def _describe(self) -> None:
        shown = self.description() if self.rows() else self._empty
        self.setAccessibleDescription(". ".join(part for part in (self._said, shown) if part))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.look_at(self.spot_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.look_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if spot := self.spot_at(event.position()):
            self.look_at(spot)
            self.choose(spot)
        elif self.rows() and event.position().y() < self.heights()[0]:
            self.choose_head(event.position().x())

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels, angle = event.pixelDelta().y(), event.angleDelta().y()
        step = pixels or angle / 120 * NOTCH * self.heights()[1]
        self._bar.setValue(round(self._bar.value() - step))
        self.look_at(self.spot_at(event.position()))
        event.setAccepted(self._bar.maximum() > 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in BY_KEY and self.rows() and not self._spot:
            self.look_at((self.in_sight().start, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.look_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, count = event.key(), self.rows()
        row, column = self._spot or (self.in_sight().start - 1, 0)
        page = max(int(self.body().height() // self.heights()[1]) - 1, 1) if count else 1
        moves = {
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_PageDown: row + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        if count and key in moves:
            row = min(max(moves[Qt.Key(key)], 0), count - 1)
            self.bring_into_sight(row)
            self.look_at((row, column))
        elif key in ENTER and self._spot:
            self.choose(self._spot)
        else:
            super().keyPressEvent(event)
