"""The path of one row of data through a net: what every layer answers, as bars, the input on top.

A layer has its own height; bars above its line are positive, below it negative. A first layer that
is a picture is shown as one. At the foot stands what the net says in the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views import tiles
from simulator.views.heat import LEFT, RIGHT, is_same, paint_frame, paint_text
from simulator.views.plot_view import PlotView

ROW, GAP = 15, 6  # pixels of normal mode: a line of words, and between layers
HIGHEST, WIDEST = 150, 26  # a layer's bars, and one bar
FOOT = 26  # the gauge of what is said, with its words
WRITTEN = 3  # inputs so few are numbers


@dataclass(frozen=True)
class _Words:
    side: int  # of the picture that the first layer is; 0: it is none
    said: float
    is_probability: bool


class FakePathView(PlotView):
    """Shows the layers of a net, one below another; `hovered` says a unit."""

    title = "Path through D"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers: tuple[np.ndarray, ...] = ()
        self._words = _Words(0, 0.0, True)
        self._rooms: list[QRectF] = []  # of each layer's bars
        self._gauge = QRectF()
        self._looked: tuple[int, int] | None = None  # a layer and a unit

    def show_path(
        self, layers: Sequence[np.ndarray], said: float, side: int, is_probability: bool
    ) -> None:
        """Show layers (n_l,) from the input on, and what is said of it in the end."""
        words = _Words(side, said, is_probability)
        is_old = len(layers) == len(self._layers) and all(map(is_same, layers, self._layers))
        if not is_old or words != self._words:
            self._layers, self._words = tuple(layers), words
            self.renew()
            self._say()

    def is_empty(self) -> bool:
        return not self._layers

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(110), theme.px(90))

    # ---- places ----

    def lay_out(self) -> None:
        px, count = theme.px, len(self._layers)
        head = px(ROW + GAP) if self._is_written() else 0
        rows = max(count - self._is_written(), 1)
        each = (self.height() - px(FOOT) - head) / rows
        high = max(min(each - px(ROW + GAP), px(HIGHEST)), 2.0)
        tops = [head + k * each + px(ROW) for k in range(count)]
        if self._is_written():
            tops = [-px(2 * HIGHEST), *tops[: count - 1]]
        self._rooms = [QRectF(0, top, self.width(), high) for top in tops]
        self._gauge = QRectF(0, self.height() - px(8), self.width(), px(6))

    def _is_written(self) -> bool:
        """Whether the input is so short that its numbers are written."""
        return bool(self._layers) and self._layers[0].size <= WRITTEN and not self._words.side

    def _is_picture(self, layer: int) -> bool:
        return layer == 0 and self._words.side > 0

    def bar_of(self, layer: int, unit: int) -> QRectF:
        """Where a unit's bar stands."""
        room, values = self._rooms[layer], self._layers[layer]
        wide = min(room.width() / values.size, theme.px(WIDEST))
        top, bottom = max(float(values.max()), 0.0), min(float(values.min()), 0.0)
        scale = room.height() / ((top - bottom) or 1.0)
        zero = room.top() + top * scale
        y, x = zero - float(values[unit]) * scale, room.left() + unit * wide
        gap = min(1.0, 0.2 * wide)
        return QRectF(QPointF(x, min(y, zero)), QPointF(x + wide - gap, max(y, zero)))

    # ---- drawing ----

    def draw_ground(self, painter: QPainter) -> None:
        now = theme.current_theme()
        for k, (room, values) in enumerate(zip(self._rooms, self._layers, strict=True)):
            if k == 0 and self._is_written():
                said = "  ".join(f"{v:.2f}" for v in values.tolist()).replace("-", "−")
                line = QRectF(0, 0, self.width(), theme.px(ROW))
                paint_text(painter, line, f"x = {said}", "ink2", LEFT)
                continue
            head = QRectF(0, room.top() - theme.px(ROW), self.width(), theme.px(ROW))
            paint_text(painter, head, self._name(k), "ink2", LEFT)
            if self._is_picture(k):
                self._paint_picture(painter, room, values)
                continue
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            for unit in range(values.size):
                token = "accent" if values[unit] >= 0 else "warm"
                painter.fillRect(self.bar_of(k, unit), QColor(now.color(token)))
            zero = self.bar_of(k, 0)
            y = zero.bottom() if values[0] >= 0 else zero.top()
            painter.fillRect(QRectF(0, y, self.width(), 1), QColor(now.line))
        self._paint_gauge(painter)

    def _paint_picture(self, painter: QPainter, room: QRectF, values: np.ndarray) -> None:
        side = self._words.side
        grey = np.clip(255 * values[: side * side], 0, 255).astype(np.uint8)
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        span = max(round(min(room.width(), room.height()) * ratio), 1)
        codes = tiles.codes_of(grey[None]).reshape(1, side, side)
        image = tiles.image_of(tiles.resized(codes, span, span)[0], tiles.shades(side))
        image.setDevicePixelRatio(ratio)
        painter.drawImage(room.topLeft(), image)
        paint_frame(painter, QRectF(room.topLeft(), QSizeF(span / ratio, span / ratio)))

    def _paint_gauge(self, painter: QPainter) -> None:
        now, words, box = theme.current_theme(), self._words, self._gauge
        head = QRectF(0, box.top() - theme.px(ROW + 2), self.width(), theme.px(ROW))
        name = "D" if words.is_probability else "score D"
        paint_text(painter, head, name, "ink2", LEFT)
        text = f"{words.said:.2f}".replace("-", "−")
        paint_text(painter, head, text, "ink", RIGHT)
        if words.is_probability:
            share = min(max(words.said, 0.0), 1.0)
            painter.fillRect(box, QColor(now.line))
            filled = QRectF(box.topLeft(), QSizeF(share * box.width(), box.height()))
            painter.fillRect(filled, QColor(now.accent if share >= 0.5 else now.warm))

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        if is_live and self._looked is not None:
            painter.setPen(QColor(theme.current_theme().ink))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.bar_of(*self._looked).adjusted(-1, -1, 1, 1))

    # ---- words ----

    def _name(self, layer: int) -> str:
        count = self._layers[layer].size
        if layer == 0:
            return "the fake" if self._words.side else "x"
        return f"layer {layer}: {count} units"

    def _say(self) -> None:
        if self._looked and (
            self._looked[0] >= len(self._layers)
            or self._looked[1] >= self._layers[self._looked[0]].size
        ):
            self._looked = None
        words = ""
        if self._looked:
            layer, unit = self._looked
            value = f"{float(self._layers[layer][unit]):.3f}".replace("-", "−")
            words = f"{'input' if layer == 0 else f'layer {layer}'}, unit {unit}: {value}"
        self.say(words)
        parts = [self._name(k) for k in range(len(self._layers))]
        self.setAccessibleDescription(", ".join([*parts, f"D {self._words.said:.2f}"]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place, found = event.position(), None
        for k, room in enumerate(self._rooms):
            if not self._is_picture(k) and room.contains(place) and self._layers:
                wide = min(room.width() / self._layers[k].size, theme.px(WIDEST))
                unit = int((place.x() - room.left()) / wide)
                found = (k, unit) if unit < self._layers[k].size else None
        if found != self._looked:
            self._looked = found
            self.update()
            self._say()

    def leaveEvent(self, event: QEvent) -> None:
        self._looked = None
        self.update()
        self._say()
