"""The pointer: a soft spot at the mouse that the back row sees, or a light in a dimmed window.

It lies over all widgets and lets every click through. The mouse is asked for its place sixty times
a second, because most widgets are told of it only while a button is down.
"""

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QCursor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRadialGradient,
)
from PySide6.QtWidgets import QWidget

from simulator.controls import theme

FOLLOW_MS = 16
SPOT, LIGHT = 0.032, 0.17  # radii, as shares of the window's height
LEAST_SPOT = 20.0  # pixels
DIMMED = 0.66  # how much of the rest is taken away by the spotlight
EDGE = 3  # pixels around what is painted


class Kind(Enum):
    """What is shown at the mouse; one press leads to the next."""

    NOTHING = "nothing"
    SPOT = "spot"
    SPOTLIGHT = "spotlight"


class Pointer(QWidget):
    """Follows the mouse over a window while it is on."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.kind = Kind.NOTHING
        self.at = QPointF(-1.0, -1.0)  # of the mouse, in the window; outside: nothing is painted
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._follow)
        window.installEventFilter(self)
        self.hide()

    def next(self) -> None:
        """A spot, a spotlight, nothing, and so on."""
        kinds = list(Kind)
        self.show_kind(kinds[(kinds.index(self.kind) + 1) % len(kinds)])

    def show_kind(self, kind: Kind) -> None:
        """Show a spot, a spotlight or nothing."""
        self.kind = kind
        if kind is Kind.NOTHING:
            self._timer.stop()
            self.hide()
            return
        self.setGeometry(self._window.rect())
        self._take_place()
        self.show()
        self.raise_()
        self.update()
        self._timer.start(FOLLOW_MS)

    @property
    def radius(self) -> float:
        """Of the spot, or of the light."""
        height = self._window.height()
        return max(SPOT * height, LEAST_SPOT) if self.kind is Kind.SPOT else LIGHT * height

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.kind is not Kind.NOTHING:
            self.setGeometry(self._window.rect())
        return False

    # ---- following ----

    def _take_place(self) -> None:
        self.at = QPointF(self.mapFromGlobal(QCursor.pos()))

    def _follow(self) -> None:
        """Repaint only what the mouse left and where it came to."""
        before, was_inside = self._box(), self._is_inside()
        self._take_place()
        if self._box() == before:
            return
        if was_inside != self._is_inside():
            self.update()
            return
        self.update(before)
        self.update(self._box())

    def _is_inside(self) -> bool:
        return QRectF(self.rect()).contains(self.at)

    def _box(self) -> QRect:
        reach = self.radius + EDGE
        return QRectF(self.at.x() - reach, self.at.y() - reach, 2 * reach, 2 * reach).toRect()

    # ---- painting ----

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_inside():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.kind is Kind.SPOT:
            _paint_spot(painter, self.at, self.radius)
        else:
            _paint_dimmed(painter, QRectF(self.rect()), self.at, self.radius)


def _paint_spot(painter: QPainter, at: QPointF, radius: float) -> None:
    """A warm disc that fades outwards, with a ring that is seen on warm grounds too."""
    now = theme.current_theme()
    glow = QRadialGradient(at, radius)
    for place, alpha in ((0.0, 0.95), (0.45, 0.85), (1.0, 0.0)):
        color = QColor(now.warm)
        color.setAlphaF(alpha)
        glow.setColorAt(place, color)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(at, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(now.surface), theme.stroke(1.5)))
    painter.drawEllipse(at, 0.5 * radius, 0.5 * radius)


def _paint_dimmed(painter: QPainter, window: QRectF, at: QPointF, radius: float) -> None:
    """Everything but a disc in shadow, and the disc's edge in the warm colour."""
    shadow, rest = QColor(0, 0, 0), QPainterPath()
    shadow.setAlphaF(DIMMED)
    rest.setFillRule(Qt.FillRule.OddEvenFill)
    rest.addRect(window)
    rest.addEllipse(at, radius, radius)
    painter.fillPath(rest, shadow)
    painter.setPen(QPen(QColor(theme.current_theme().warm), theme.stroke(2.0)))
    painter.drawEllipse(at, radius, radius)
