"""What stands in each station of a Neural Turing Machine: kept as pixels while it is the same."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from simulator.controls import theme
from simulator.views import turing_marks as marks
from simulator.views.addressing_shown import finite
from simulator.views.addressing_words import weight_text
from simulator.views.cell_grid import CellGrid
from simulator.views.heat import Heat, label_font, paint_frame, paint_text
from simulator.views.layer import Layer
from simulator.views.players_layout import Station
from simulator.views.players_marks import paint_none
from simulator.views.turing_layout import TuringLayout
from simulator.views.turing_parts import STATIONS
from simulator.views.turing_shown import TuringShown

MARGIN = 11  # pixels of normal mode beside the memory: there stand the heads' pointers
POINTER = 8
VECTOR = 7  # the line of what a head reads or adds
NUMBERED = 30  # a head so high has its number
FOCUSED = 0.05  # a head whose largest weight is below this looks nowhere


class Pictures:
    """Paints all stations' pictures; `take` first says what is shown."""

    def __init__(self) -> None:
        self._shown = TuringShown()
        self._layers = {name: Layer() for name in STATIONS}
        self._versions = dict.fromkeys(STATIONS, 0)
        self._heat = Heat()

    def take(self, shown: TuringShown | None) -> None:
        """Show something else, or with None nothing."""
        shown = shown or TuringShown()
        for name in STATIONS:
            if not shown.has_same_picture(name, self._shown):
                self._versions[name] += 1
        self._shown = shown

    def version_of(self, station: str) -> int:
        """A number that is another when a station's picture is."""
        return self._versions[station]

    def paint(self, painter: QPainter, layout: TuringLayout) -> None:
        """Paint every station's picture and the line below it."""
        lit = self._shown.part.stations
        for name, place in layout.stations.items():
            box = place.box

            def draw(onto: QPainter, name: str = name, place: Station = place) -> None:
                onto.save()
                onto.translate(-place.box.topLeft())
                self._draw(onto, place, name, layout.is_wide)
                onto.restore()

            key = self._versions[name], name in lit, layout.is_wide
            painter.save()
            painter.translate(box.topLeft())
            self._layers[name].paint(painter, box.size().toSize(), key, draw)
            painter.restore()

    # ---- a station ----

    def _draw(self, painter: QPainter, place: Station, name: str, is_wide: bool) -> None:
        shown, inner = self._shown, place.inner
        if name == "input":
            self._draw_bits(painter, inner, shown.input, np.zeros(shown.input.shape, bool))
        elif name == "output":
            self._draw_bits(painter, inner, shown.output, shown.wrong())
        elif name == "controller":
            self._draw_controller(painter, place)
        elif name == "memory":
            self._draw_memory(painter, place, is_wide)
        else:
            self._draw_heads(painter, place, name)

    def _draw_bits(
        self, painter: QPainter, box: QRectF, bits: np.ndarray, wrong: np.ndarray
    ) -> None:
        if bits.size:
            marks.paint_bits(painter, box, bits, wrong)
        else:
            paint_none(painter, box)

    def _draw_controller(self, painter: QPainter, place: Station) -> None:
        shown = self._shown
        if not shown.hidden.size:
            paint_none(painter, place.inner)
            return
        is_lit = "controller" in shown.part.stations
        marks.paint_units(painter, place.inner, shown.hidden, is_lit)
        count = str(shown.hidden.size)
        marks.paint_foot(painter, place, (f"{shown.controller} {count}", f"{count} units", count))

    def _draw_heads(self, painter: QPainter, place: Station, kind: str) -> None:
        """Draw each head's weighting over all locations, and below what it reads or adds."""
        shown, heads = self._shown, self._shown.heads_of(kind)
        if not heads:
            paint_none(painter, place.inner)
            return
        gap, high = theme.px(4), place.inner.height() / len(heads)
        for k, head in enumerate(heads):
            top = place.inner.top() + k * high
            room = QRectF(place.inner.left(), top, place.inner.width(), high - gap)
            if len(heads) > 1 and high >= theme.px(NUMBERED):
                wide = QFontMetricsF(label_font()).horizontalAdvance("9") + theme.px(5)
                paint_text(painter, QRectF(room.left(), top, wide, theme.px(14)), str(k + 1))
                room.setLeft(room.left() + wide)
            vector = theme.px(VECTOR) if room.height() >= theme.px(3 * VECTOR) else 0
            bars = room.adjusted(0, 0, 0, -vector - (2 if vector else 0))
            marks.paint_weights(painter, bars, shown.weightings[head], marks.TOKENS[kind])
            if vector:
                line = QRectF(room.left(), room.bottom() - vector, room.width(), vector)
                marks.paint_vector(painter, line, shown.vector_of(head))
        if len(heads) == 1:
            at, weight = shown.focus_of(heads[0])
            words = (f"at location {at}", f"at {at}", str(at))
            is_focused = weight >= FOCUSED
            marks.paint_foot(painter, place, words if is_focused else ("nowhere yet", "–"),
                             weight_text(weight) if is_focused else "")  # fmt: skip

    # ---- the memory ----

    def _draw_memory(self, painter: QPainter, place: Station, is_wide: bool) -> None:
        """Draw the memory, its locations along the side of the heads, and where each head is."""
        memory = self._shown.memory
        assert memory is not None
        if not memory.size:
            paint_none(painter, place.inner)
            return
        values = finite(memory if is_wide else memory.T)
        margin = theme.px(MARGIN)
        box = place.inner.adjusted(margin if is_wide else 0, 0 if is_wide else margin, 0, 0)
        grid = CellGrid(QRectF(box.toAlignedRect()), *values.shape)
        self._heat.paint(painter, grid, values, max(1.0, float(np.abs(values).max())))
        paint_frame(painter, grid.box)
        reads = len(self._shown.reads)
        for head in range(len(self._shown.weightings)):
            at, weight = self._shown.focus_of(head)
            if weight >= FOCUSED:
                self._mark_focus(painter, grid, at, head < reads, is_wide)
        size = " × ".join(map(str, memory.shape))
        marks.paint_foot(painter, place, (f"{size} numbers", size))

    def _mark_focus(
        self, painter: QPainter, grid: CellGrid, at: int, is_read: bool, is_wide: bool
    ) -> None:
        """Frame a location, and point to it, or of a read head away from it."""
        now, token = theme.current_theme(), marks.TOKENS["read" if is_read else "write"]
        cell = grid.box_of((at, 0) if is_wide else (0, at))
        least = theme.px(3)
        if is_wide:
            high = max(cell.height(), least)
            row = QRectF(grid.box.left(), cell.center().y() - high / 2, grid.box.width(), high)
            tip, way = QPointF(row.left() - 2, row.center().y()), QPointF(1, 0)
        else:
            wide = max(cell.width(), least)
            row = QRectF(cell.center().x() - wide / 2, grid.box.top(), wide, grid.box.height())
            tip, way = QPointF(row.center().x(), row.top() - 2), QPointF(0, 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((now.surface, 4.0), (now.color(token), 1.6)):
            painter.setPen(QPen(QColor(color), width * theme.scale()))
            painter.drawRect(row.adjusted(-1, -1, 1, 1))
        size = theme.px(POINTER)
        if is_read:
            tip, way = tip - way * size, way * -1
        marks.paint_pointer(painter, tip, way, size, token)
