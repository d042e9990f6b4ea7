"""The steps of a lesson as dots in a row: where one is, and a way to any other."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.controls import theme

GAP, RADIUS, HEIGHT = 18, 4.5, 24  # pixels of normal mode


class LessonDots(QWidget):
    """One dot a step; `chosen` tells which one a person wants."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.titles: tuple[str, ...] = ()
        self.at = self.furthest = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_steps(self, titles: tuple[str, ...], at: int, furthest: int) -> None:
        """Show the steps, the present one, and how far one has come."""
        self.titles, self.at, self.furthest = titles, at, furthest
        self.setAccessibleName(f"Step {at + 1} of {len(titles)}: {titles[at]}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(GAP) * max(1, len(self.titles)), theme.px(HEIGHT))

    def _gap(self) -> float:
        return min(float(theme.px(GAP)), self.width() / max(1, len(self.titles)))

    def _place_of(self, x: float) -> int | None:
        place = int(x // self._gap())
        return place if 0 <= place < len(self.titles) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_of(event.position().x())
        self.setToolTip(self.titles[place] if place is not None else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_of(event.position().x())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and 0 <= self.at + step < len(self.titles):
            self.chosen.emit(self.at + step)
        elif not step:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, radius = self._gap(), RADIUS * theme.scale()
        for place in range(len(self.titles)):
            center = QPointF(gap * (place + 0.5), self.height() / 2)
            is_here = place == self.at
            painter.setPen(QPen(QColor(now.accent if place <= self.furthest else now.ink3), 1.5))
            painter.setBrush(QColor(now.accent if is_here else now.surface))
            if place < self.at:
                painter.setBrush(QColor(now.accent_soft))
            painter.drawEllipse(center, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 1.5))
            center = QPointF(gap * (self.at + 0.5), self.height() / 2)
            painter.drawEllipse(center, radius + 3.5, radius + 3.5)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
