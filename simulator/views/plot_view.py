"""The base of plots that paint themselves: a ground that seldom changes, and what moves over it.

The **ground** (grid, ticks, curves at rest) is painted once into a picture and kept until `renew`;
the **front** (playheads, balls, handles) is painted in every frame. An export has no picture: both
are drawn as vectors. A subclass says whether it is empty, finds places, and draws the two.
"""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.controls import theme
from simulator.views.view import View


class PlotView(View):
    """Shows a plot, or words where there is nothing to show."""

    hovered = Signal(str)  # words about what is looked at, or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty, self._said = "", ""
        self._ground = QPixmap()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.title)
        theme.notifier.changed.connect(self._restyle)

    # ---- what a subclass gives ----

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Find places for the present size, theme and contents; there is something to show."""
        raise NotImplementedError

    def draw_ground(self, painter: QPainter) -> None:
        """Draw what seldom changes."""
        raise NotImplementedError

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        """Draw the rest; what belongs to pointer and keyboard only where it `is_live`."""
        raise NotImplementedError

    # ---- what is shown ----

    def set_empty(self, text: str) -> None:
        """Say what stands here as long as there is nothing to show."""
        if text != self._empty:
            self._empty = text
            self.update()

    def renew(self) -> None:
        """The ground is another: find places and paint it anew."""
        if not self.is_empty():
            self.lay_out()
        self._ground = QPixmap()
        self.update()

    def say(self, text: str) -> None:
        """Give words about what is looked at away, if they are others."""
        if text != self._said:
            self._said = text
            self.hovered.emit(text)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(100))

    def draw_on(self, painter: QPainter) -> None:
        if self.is_empty():
            self._paint_empty(painter)
            return
        self.lay_out()  # a view that was never on screen got no size yet
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_ground(painter)
        self.draw_front(painter, is_live=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.is_empty():
            self._paint_empty(painter)
        else:
            painter.drawPixmap(0, 0, self._painted_ground())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw_front(painter, is_live=True)
        painter.end()

    def _painted_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._ground.isNull() or self._ground.devicePixelRatio() != ratio:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw_ground(painter)
            painter.end()
        return self._ground

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(theme.text_font())
        painter.setPen(QColor(theme.caption_color()))
        side = theme.px(16)
        box = QRectF(self.rect()).adjusted(side, 0, -side, 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, int(flags), self._empty)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.renew()

    def leaveEvent(self, event: QEvent) -> None:
        self.say("")

    def _restyle(self) -> None:
        self.updateGeometry()
        self.renew()
