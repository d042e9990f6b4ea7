"""What a trace is drawn with, all in pixels: curves, and sheets of strokes, dots and texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPen, QWheelEvent

from simulator.controls import theme
from simulator.views.trace_scale import Box

pg.setConfigOptions(antialias=True, useOpenGL=False)

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Strokes:
    """Straight lines (x1, y1, x2, y2) of one colour."""

    lines: tuple[tuple[float, float, float, float], ...]
    color: str
    width: float = 1.0
    dashes: tuple[float, float] | None = None

    def draw(self, painter: QPainter) -> None:
        pen = QPen(QColor(self.color), self.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self.dashes:
            pen.setDashPattern(self.dashes)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawLines([QLineF(*line) for line in self.lines])


@dataclass(frozen=True)
class Dot:
    """A disc with a rim in the paper's colour, so that it stands clear of its own curve."""

    x: float
    y: float
    radius: float
    color: str

    def draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current_theme().surface), 1.5))
        painter.setBrush(QColor(self.color))
        painter.drawEllipse(QPointF(self.x, self.y), self.radius, self.radius)


@dataclass(frozen=True)
class Text:
    """Words in a box (left, top, width, height); on a plate they hide what lies below."""

    text: str
    box: Box
    color: str
    align: Qt.AlignmentFlag = LEFT
    weight: QFont.Weight = QFont.Weight.Normal
    has_plate: bool = False
    is_wrapped: bool = False

    def draw(self, painter: QPainter) -> None:
        box = QRectF(*self.box)
        if self.has_plate:
            plate = QColor(theme.current_theme().surface)
            plate.setAlphaF(0.85)
            painter.fillRect(box.adjusted(-2, 0, 2, 0), plate)
        painter.setPen(QColor(self.color))
        painter.setFont(label_font(self.weight) if not self.is_wrapped else theme.text_font())
        wrap = Qt.TextFlag.TextWordWrap if self.is_wrapped else Qt.TextFlag.TextSingleLine
        painter.drawText(box, int(self.align) | int(wrap), self.text)


class Mark(Protocol):
    """Anything a sheet draws; two that are equal look the same."""

    def draw(self, painter: QPainter) -> None: ...


def label_font(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The small face of ticks and labels, its figures all of one width."""
    return _label_font(weight, theme.scale())


@lru_cache(8)
def _label_font(weight: QFont.Weight, scale: float) -> QFont:
    return theme.text_font(11, weight)


class Sheet(pg.GraphicsObject):
    """Draws marks; touches the screen only when they differ."""

    def __init__(self, z: float) -> None:
        super().__init__()
        self.setZValue(z)
        self._bounds = QRectF()
        self.marks: tuple[Mark, ...] = ()

    def show_marks(self, bounds: QRectF, marks: Sequence[Mark], is_forced: bool = False) -> None:
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = QRectF(bounds)
        if is_forced or tuple(marks) != self.marks:
            self.marks = tuple(marks)
            self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        for mark in self.marks:
            mark.draw(painter)


class Curve(pg.PlotCurveItem):
    """Curves of one look in pixels; NaN ends a piece.

    A wide and jagged one is drawn in segments, in a fiftieth of the time its path would take, and
    with square caps, for round ones take five times as long. A thin one is one device pixel wide.
    """

    def __init__(self) -> None:
        super().__init__(connect="finite", antialias=True)
        self._bounds = QRectF()
        self._look: tuple = ()

    def show_points(
        self, bounds: QRectF, x: np.ndarray, y: np.ndarray, look: tuple[str, float, float]
    ) -> None:
        """Show points within bounds in a look: colour, width (0 is thin), how far up it lies."""
        if look != self._look or bounds != self._bounds:
            self.prepareGeometryChange()
            self._look, self._bounds = look, bounds
            self.setPen(pg.mkPen(look[0], width=look[1] or 1, cosmetic=not look[1]))
            self.setZValue(look[2])
        old_x, old_y = self.getData()
        is_old = old_x is not None and np.array_equal(x, old_x, equal_nan=True)
        if not is_old or not np.array_equal(y, old_y, equal_nan=True):
            self.setData(x, y)
            self.set_drawing(False)
        self.show()

    def set_drawing(self, is_drawing: bool) -> None:
        """Be one path, as a vector drawing wants it, or whatever is fast on screen."""
        x, y = self.getData()
        if x is not None:
            length = np.nansum(np.abs(np.diff(y)))
            is_calm = not self._look[1] or (y.size < 200 and length < 2000)
            self.setSegmentedLineMode("off" if is_drawing or is_calm else "on")

    def boundingRect(self) -> QRectF:
        return self._bounds  # finding the true one costs more than drawing a few pixels too many


class Canvas(pg.GraphicsView):
    """Only shows: no zoom, no menus, no focus, no drops; tells where it is pressed and dragged."""

    pressed_at = Signal(float)

    def __init__(self) -> None:
        super().__init__(useOpenGL=False, background=None)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(1, 1)
        self.setAcceptDrops(False)
        self.setMouseTracking(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(event.button() == Qt.MouseButton.LeftButton)
        if event.isAccepted():
            self.pressed_at.emit(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.pressed_at.emit(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
