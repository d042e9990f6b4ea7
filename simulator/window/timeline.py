"""The timeline: where the run is, how far it has been, where something was done."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from simulator.controls import theme


class Timeline(QWidget):
    """A groove from step 0 to the farthest step; drag the ring to go there.

    Ticks above it are steps at which something was done, forks below it are branches.
    """

    sought = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._now, self._end = 0, 0
        self._marks: tuple[int, ...] = ()
        self._forks: tuple[int, ...] = ()
        self._progress: float | None = None
        self._is_dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")
        self.setToolTip("Drag to any past step; act there and a branch begins")
        theme.notifier.changed.connect(self.updateGeometry)

    def show_time(
        self,
        now: int,
        end: int,
        marks: tuple[int, ...],
        forks: tuple[int, ...],
        progress: float | None,
    ) -> None:
        """Show the place, the farthest step, and the steps with ticks and forks."""
        new = (now, end, marks, forks, progress)
        if new != (self._now, self._end, self._marks, self._forks, self._progress):
            if not self._is_dragging:
                self._now = now
            self._end, self._marks, self._forks, self._progress = end, marks, forks, progress
            self.setAccessibleDescription(f"step {now} of {end}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(34))

    def _reach(self) -> float:
        return 8.0 * theme.scale()

    def _x_of(self, step: int) -> float:
        room = self.width() - 2 * self._reach()
        return self._reach() + room * (step / self._end if self._end else 0.0)

    def _step_at(self, x: float) -> int:
        room = max(1.0, self.width() - 2 * self._reach())
        return round(min(max((x - self._reach()) / room, 0.0), 1.0) * self._end)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._end:
            self._is_dragging = True
            self._go(self._step_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self._go(self._step_at(event.position().x()))
            QToolTip.showText(event.globalPosition().toPoint(), f"step {self._now:,}", self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = max(1, self._end // 20)
        moves = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageDown: -far, Qt.Key.Key_PageUp: far,
            Qt.Key.Key_Home: -self._end, Qt.Key.Key_End: self._end,
        }  # fmt: skip
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            event.ignore()
        else:
            self._go(max(0, min(self._now + move, self._end)))

    def _go(self, step: int) -> None:
        if step != self._now:
            self._now = step
            self.update()
            self.sought.emit(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, factor = theme.current_theme(), theme.scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, half, x = self.height() / 2, 2 * factor, self._x_of(self._now)
        left, right = self._reach(), self.width() - self._reach()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.line))
        painter.drawRoundedRect(QRectF(left, middle - half, right - left, 2 * half), half, half)
        painter.setBrush(QColor(now.accent))
        painter.drawRoundedRect(
            QRectF(left, middle - half, max(0.0, x - left), 2 * half), half, half
        )
        self._paint_marks(painter, middle, factor)
        if self._progress is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.warm))
            painter.drawRect(QRectF(left, self.height() - 3, (right - left) * self._progress, 2))
        if self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.mix("surface", "accent", 0.3)))
            painter.drawEllipse(QPointF(x, middle), 12 * factor, 12 * factor)
        painter.setPen(QPen(QColor(now.accent), 2.2 * factor))
        painter.setBrush(QColor(now.surface))
        painter.drawEllipse(QPointF(x, middle), 7 * factor, 7 * factor)

    def _paint_marks(self, painter: QPainter, middle: float, factor: float) -> None:
        now = theme.current_theme()
        height = 7 * factor
        for step in self._marks[-400:]:
            x = self._x_of(min(step, self._end))
            painter.setPen(
                QPen(QColor(now.accent if step <= self._now else now.ink3), 1.5 * factor)
            )
            painter.drawLine(QPointF(x, middle - height), QPointF(x, middle + height))
        painter.setPen(QPen(QColor(now.warm), 1.5 * factor))
        for step in self._forks[-100:]:
            x = self._x_of(min(step, self._end))
            painter.drawLine(QPointF(x, middle + 3), QPointF(x + height, middle + 3 + height))
