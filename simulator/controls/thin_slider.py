"""The thin slider: a groove with a ring on it, and nothing about what it stands for."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider

from simulator.controls import theme

STEPS = {  # key: steps it moves
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
}


class ThinSlider(QSlider):
    """A hairline groove with a ring on it; the ring jumps to where the groove is pressed.

    Keys and wheel do not move it: it tells how many steps were meant, and its owner knows how
    large a step is there (`stepped`), and when the last one was made (`rested`).
    """

    stepped = Signal(int)
    rested = Signal()

    def __init__(self, stops: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, stops)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._wheel = 0  # eighths of a degree not yet made into steps

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(18))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(18))

    def _radius(self) -> float:
        return 6.5 * theme.scale()

    def _ring_x(self) -> float:
        """The ring stays inside, so that label, groove and value share their edges."""
        reach = self._radius() + 1
        share = self.sliderPosition() / max(self.maximum(), 1)
        return reach + share * (self.width() - 2 * reach)

    def _move_to(self, x: float) -> None:
        reach = self._radius() + 1
        share = (x - reach) / max(self.width() - 2 * reach, 1)
        self.setSliderPosition(round(min(max(share, 0.0), 1.0) * self.maximum()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        if abs(event.position().x() - self._ring_x()) > self._radius():  # grasping moves nothing
            self._move_to(event.position().x())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self.update()
            self.rested.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():  # the wheel scrolls the panel; it must not turn what it passes
            event.ignore()
            return
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / 120)
        self._wheel -= steps * 120
        if steps:
            self.stepped.emit(steps)
            self.rested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEPS:
            self.stepped.emit(STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.setSliderPosition(0 if event.key() == Qt.Key.Key_Home else self.maximum())
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        moves = event.key() in STEPS or event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End)
        if moves and not event.isAutoRepeat():  # a key held down is one change, not fifty
            self.rested.emit()
        elif not moves:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, factor = theme.current_theme(), theme.scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, x, half = self.height() / 2, self._ring_x(), 2 * factor
        groove = QRectF(0, middle - half, self.width(), 2 * half)
        accent = QColor(now.accent if self.isEnabled() else now.unknown)
        painter.setBrush(QColor(now.line))
        painter.drawRoundedRect(groove, half, half)
        painter.setBrush(accent)
        if self.sliderPosition() > 0:
            painter.drawRoundedRect(QRectF(groove.topLeft(), QPointF(x, middle + half)), half, half)
        if self.hasFocus():
            painter.setBrush(QColor(now.mix("surface", "accent", 0.3)))
            painter.drawEllipse(QPointF(x, middle), middle, middle)
        is_lit = self.isEnabled() and (self.underMouse() or self.isSliderDown())
        painter.setPen(QPen(accent, 2 * factor))
        painter.setBrush(QColor(now.accent_soft if is_lit else now.surface))
        painter.drawEllipse(QPointF(x, middle), self._radius() - factor, self._radius() - factor)
