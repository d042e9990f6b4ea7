"""The exact map of basins: every one of the 2^N states, coloured by the attractor it ends in.

Neighbours differ in one unit (see `karnaugh`, which also says how states are numbered). A memory
has a hue, its inverse the same hue striped, other attractors are grey; the more certain the end,
the fuller the colour. Attractors themselves have a dot.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from simulator.controls import maps, theme
from simulator.views.basin_colors import Attractor, Tone, shades, tones_of
from simulator.views.basin_legend import legend_height, paint_legend, paint_state, state_width
from simulator.views.cell_grid import Cell, CellGrid, fitted
from simulator.views.cell_view import CellView
from simulator.views.heat import is_same, paint_frame, paint_text
from simulator.views.karnaugh import place_of, shape_of, sheet, state_bits

__all__ = ["Attractor", "BasinMapView", "state_bits"]

MOST_BITS = 16
LEGEND = 250  # pixels of normal mode, at most
LEAST_LEGEND = 128
PREFERENCE = 1.2  # below is chosen where it makes the cells so many times larger
FOOT = 30  # the line that says what is under the pointer
HOW = "Each cell is a state; neighbours differ in one unit."


class BasinMapView(CellView):
    """Shows all states of at most 16 units; a click tells which state."""

    title = "Basins"

    clicked = Signal(int)  # the number of a state

    def __init__(self, title: str = "Basins", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._bits = 0
        self._attractor, self._probability = np.zeros(0, np.int32), np.zeros(0)
        self._attractors: tuple[Attractor, ...] = ()
        self._tones: list[Tone] = []
        self._grid: CellGrid | None = None
        self._legend, self._foot = QRectF(), QRectF()
        self._kept: tuple[tuple, QImage] | None = None

    # ---- what is shown ----

    def show_basins(
        self,
        bits: int,
        attractor: np.ndarray,
        probability: np.ndarray,
        attractors: Sequence[Attractor],
    ) -> None:
        """Show where each of the 2^N states ends, N = `bits`, 1 … 16.

        `attractor` (2^N,) int32 numbers the `attractors`, −1 for none; `probability` (2^N,) is
        that of ending there, 0 … 1. Both are read by state number and never changed in place.
        """
        if not 1 <= bits <= MOST_BITS or attractor.size != 1 << bits:
            raise ValueError(f"{attractor.size} states are not all of {bits} units (1 … 16)")
        is_old = is_same(attractor, self._attractor) and is_same(probability, self._probability)
        if is_old and bits == self._bits and tuple(attractors) == self._attractors:
            return
        self._bits, self._attractors = bits, tuple(attractors)
        self._attractor, self._probability = attractor, probability
        self._kept = None
        self.renew()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        if self._bits:
            self._bits, self._attractor = 0, np.zeros(0, np.int32)
            self.renew()

    def grid(self) -> CellGrid | None:
        return self._grid if self._bits else None

    def state_at(self, cell: Cell) -> int:
        """Return the number of the state in a cell."""
        return int(sheet(self._bits)[cell])

    def choose(self, cell: Cell) -> None:
        self.clicked.emit(self.state_at(cell))

    def words_of(self, cell: Cell) -> str:
        state = self.state_at(cell)
        k = int(self._attractor[state])
        if k < 0:
            return f"state {state}: ends in no attractor"
        end, p = self._attractors[k], float(self._probability[state])
        if state == end.state:
            energy = "" if end.energy is None else f": E = {_number(end.energy)}"
            return f"state {state} is {end.name}, an attractor{energy}"
        differ = (state ^ end.state).bit_count()
        units = "1 unit" if differ == 1 else f"{differ} units"
        return f"state {state} → {end.name}, p = {p:.2f}, {units} away"

    def description(self) -> str:
        total = 1 << self._bits
        parts = [f"{one.name} {100 * one.states / total:.1f} %" for one in self._attractors]
        return f"{total} states. " + ", ".join(parts)

    # ---- places ----

    def lay_out(self) -> None:
        """Put the legend at the right or below, where it leaves the cells larger."""
        if not self._bits:
            return
        px = theme.px
        self._tones = tones_of(self._attractors, self._bits)
        self._foot = QRectF(2, self.height() - px(FOOT), self.width() - 4, px(FOOT))
        room = QRectF(2, px(3), self.width() - 4, max(self._foot.top() - px(7), 8))
        beside, below = self._beside(room), self._below(room)
        is_beside = beside[0].size * PREFERENCE >= below[0].size
        self._grid, self._legend = beside if is_beside else below

    def _beside(self, room: QRectF) -> tuple[CellGrid, QRectF]:
        px = theme.px
        width = min(max(0.38 * room.width(), px(LEAST_LEGEND)), px(LEGEND))
        grid = self._fitted(room.adjusted(0, 0, -width - px(14), 0))
        left = grid.box.right() + px(14)
        return grid, QRectF(left, room.top(), min(room.right() - left, px(LEGEND)), room.height())

    def _below(self, room: QRectF) -> tuple[CellGrid, QRectF]:
        px = theme.px
        height = min(legend_height(len(self._attractors)), 0.4 * room.height())
        grid = self._fitted(room.adjusted(0, 0, 0, -height - px(8)))
        spare = (room.width() - grid.box.width()) / 2
        grid = replace(grid, box=grid.box.translated(round(spare), 0))
        width, top = min(room.width(), max(grid.box.width(), px(LEGEND))), grid.box.bottom() + px(8)
        left = room.left() + (room.width() - width) / 2
        return grid, QRectF(round(left), top, width, room.bottom() - top)

    def _fitted(self, room: QRectF) -> CellGrid:
        return fitted(room, *shape_of(self._bits), self.devicePixelRatioF())

    # ---- drawing ----

    def draw_all(self, painter: QPainter) -> None:
        grid = self._grid
        assert grid is not None
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(grid.box, self._image(painter, grid))
        paint_frame(painter, grid.box)
        self._paint_dots(painter, grid)
        paint_legend(painter, self._legend, self._attractors, self._tones, self._bits)
        self._paint_foot(painter)

    def _image(self, painter: QPainter, grid: CellGrid) -> QImage:
        """Return the picture in device pixels, made anew only for another size or theme."""
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        wide, high = (max(round(s * ratio), 1) for s in (grid.box.width(), grid.box.height()))
        key = (wide, high, theme.current_theme().name)
        if self._kept is None or self._kept[0] != key:
            rows = np.arange(high) * grid.rows // high
            columns = np.arange(wide) * grid.columns // wide
            states = sheet(self._bits)[np.ix_(rows, columns)]
            ends, certain = self._attractor[states], self._probability[states]
            pixels = shades(ends, certain, self._tones, ratio * theme.scale())
            self._kept = key, maps.image_of(pixels)
        return self._kept[1]

    def _paint_dots(self, painter: QPainter, grid: CellGrid) -> None:
        """Mark the attractors: ink within paper, at least so large that it is found."""
        now = theme.current_theme()
        radius = min(max(0.22 * grid.size, theme.px(3)), theme.px(9))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(now.unit_off), 1.5 * theme.scale()))
        for one in self._attractors:
            painter.setBrush(QColor(now.ink))
            middle = grid.box_of(place_of(one.state, self._bits)).center()
            painter.drawEllipse(middle, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_foot(self, painter: QPainter) -> None:
        """Say the state looked at, with its picture; else how to read the map."""
        cell, box = self.cell(), self._foot
        if cell is None:
            paint_text(painter, box, HOW)
            return
        size = theme.px(FOOT - 6)
        corner = QPointF(box.left(), round(box.center().y() - size / 2))
        state = self.state_at(cell)
        paint_state(painter, corner, size, state, self._bits)
        left = box.left() + state_width(size, self._bits) + theme.px(9)
        words = QRectF(left, box.top(), box.right() - left, box.height())
        paint_text(painter, words, self.words_of(cell), "ink2")

    def looked_at(self) -> None:
        self.update(self._foot.toAlignedRect())


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
