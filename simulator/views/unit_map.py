"""One value a unit, as a picture of the grid: blue above 0, orange below, paper at 0.

Units can be flagged (those below a threshold): each has a dot where cells are large enough, so
that they are told by shape too; the histogram beside or below shows them as a part of their own.
Values are (N,) float, finite, N = side², in rows from the top, and never changed in place.
"""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from simulator.controls import maps, theme
from simulator.views.cell_grid import Cell, CellGrid, fitted
from simulator.views.cell_view import CellView, paint_ring
from simulator.views.heat import (
    CENTER,
    Heat,
    bar_width,
    is_same,
    label_font,
    paint_frame,
    paint_text,
    paint_upright_bar,
    value_text,
)
from simulator.views.unit_histogram import Histogram, paint_histogram

ROW = 15  # pixels of normal mode: the height of a label
DOTTED = 5  # cells so large have the dots of flagged units
BESIDE = 1.25  # a view so many times wider than high has its histogram at the right
SHARE = 0.46  # of the view is for the histogram


@dataclass(frozen=True)
class _Words:
    """Everything shown but the arrays."""

    label: str
    caption: str
    marked: int
    has_histogram: bool
    threshold: float | None
    below: str


class UnitMapView(CellView):
    """Shows one value a unit; a click tells which unit."""

    title = "Units"

    clicked = Signal(int)

    def __init__(self, title: str = "Units", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._values: np.ndarray | None = None  # (side, side)
        self._given: np.ndarray | None = None  # (N,)
        self._flags: np.ndarray | None = None  # (N,) bool
        self._given_flags: np.ndarray | None = None
        self._words = _Words("", "", -1, False, None, "")
        self._wish, self._limit = 0.0, 1.0  # 0: the limit is found
        self._heat = Heat()
        self._grid: CellGrid | None = None
        self._histogram: Histogram | None = None
        self._side_box = QRectF()  # of the bar, or of the histogram

    # ---- what is shown ----

    def show_map(
        self,
        side: int,
        values: np.ndarray,
        *,
        limit: float | None = None,
        label: str = "",
        caption: str = "",
        marked: int = -1,
        histogram: bool = False,
        threshold: float | None = None,
        below: str = "units are below",
        flagged: np.ndarray | None = None,
    ) -> None:
        """Show values (N,) of N = side² units; ±`limit` are the map's ends (default: the largest).

        Units below `threshold` are flagged, or those that `flagged` (N,) bool says where equality
        needs care; they are counted as "3 of 784 `below`". `label` names the values.
        """
        if values.size != side * side:
            raise ValueError(f"{values.size} values do not fill a grid of {side}×{side}")
        words = _Words(label, caption, marked, histogram, threshold, below)
        is_old = is_same(values, self._given) and is_same(flagged, self._given_flags)
        if is_old and words == self._words and (limit or 0) == self._wish:
            return
        if not is_old or (limit or 0) != self._wish or threshold != self._words.threshold:
            self._take(side, values, flagged, threshold)
            self._limit = limit or maps.limit_of(values)
        self._words, self._wish = words, limit or 0
        self._histogram = Histogram.of(values, self._flags, threshold or 0.0) if histogram else None
        self.renew()

    def _take(
        self, side: int, values: np.ndarray, flagged: np.ndarray | None, threshold: float | None
    ) -> None:
        self._given, self._given_flags = values, flagged
        self._values = values.reshape(side, side)
        self._flags = flagged
        if flagged is None and threshold is not None:
            self._flags = values < threshold

    def clear(self) -> None:
        """Show nothing but the empty state."""
        if self._values is not None:
            self._values = self._given = None
            self.renew()

    def flagged_words(self) -> str:
        """How many units are flagged: "3 of 784 units would flip", or "" without a threshold."""
        if self._flags is None:
            return ""
        count, size = int(self._flags.sum()), self._flags.size
        return f"{count:,} of {size:,} {self._words.below}".replace(",", "\u2009")

    def grid(self) -> CellGrid | None:
        return self._grid if self._values is not None else None

    def choose(self, cell: Cell) -> None:
        self.clicked.emit(self._unit(cell))

    def words_of(self, cell: Cell) -> str:
        assert self._values is not None
        value, unit = value_text(float(self._values[cell]), self._limit), self._unit(cell)
        text = f"column {cell[1]}, row {cell[0]} · unit {unit}: {value}"
        if self._flags is not None and self._flags[unit]:
            text += f" · {self._words.below.removeprefix('units ')}"
        return text

    def description(self) -> str:
        if self._values is None:
            return ""
        low, high = float(self._values.min()), float(self._values.max())
        texts = f"from {low:.3g} to {high:.3g}".replace("-", "−"), self.flagged_words()
        return ". ".join(part for part in (*texts, self._words.caption) if part)

    def _unit(self, cell: Cell) -> int:
        return cell[0] * (self._values.shape[1] if self._values is not None else 0) + cell[1]

    # ---- places ----

    def lay_out(self) -> None:
        if self._values is None:
            return
        px, side = theme.px, len(self._values)
        below = px(ROW + 5) if self._words.caption else 2
        room = QRectF(2, px(3), self.width() - 4, max(self.height() - px(3) - below, 8))
        is_beside = self.width() >= BESIDE * self.height()
        side_box = QRectF(room)
        if self._histogram is None:
            room.setRight(room.right() - bar_width(self._limit, room.height()) - px(13))
        elif is_beside:
            room.setWidth(min(room.height(), room.width() * (1 - SHARE)))
            side_box.setLeft(room.right() + px(16))
        else:
            room.setHeight(room.height() * (1 - SHARE))
            side_box.setTop(room.bottom() + px(8))
        grid = fitted(room, side, side, self.devicePixelRatioF())
        if self._histogram is None or not is_beside:
            spare = max(0.0, room.width() - grid.box.width()) / 2
            grid = replace(grid, box=grid.box.translated(round(spare), 0))
        if self._histogram is None:
            left, top = grid.box.right() + px(12), grid.box.top()
            top += px(ROW + 3) if self._words.label else 0
            side_box = QRectF(left, top, self.width() - left, grid.box.bottom() - top)
        elif is_beside:
            side_box.setLeft(grid.box.right() + px(16))
        self._grid, self._side_box = grid, side_box

    # ---- drawing ----

    def draw_all(self, painter: QPainter) -> None:
        grid, values, words = self._grid, self._values, self._words
        assert grid is not None
        assert values is not None
        self._heat.paint(painter, grid, values, self._limit)
        paint_frame(painter, grid.box)
        self._paint_dots(painter, grid)
        if 0 <= words.marked < values.size:
            box = grid.box_of(divmod(words.marked, grid.columns))
            more = max(0.0, theme.px(9) - box.width()) / 2
            paint_ring(painter, box.adjusted(-more, -more, more, more), "accent")
        high = theme.px(ROW)
        if self._histogram is not None:
            texts = words.label, self.flagged_words()
            paint_histogram(painter, self._side_box, self._histogram, self._limit, texts)
        else:
            paint_upright_bar(painter, self._side_box, self._limit)
            width = QFontMetricsF(label_font()).horizontalAdvance(words.label) + 2
            left = min(self._side_box.left(), self.width() - width)
            paint_text(painter, QRectF(left, grid.box.top() - 2, width, high), words.label)
        if words.caption:
            box = QRectF(0, self.height() - high - 1, self.width(), high)
            paint_text(painter, box, words.caption, flags=CENTER)

    def _paint_dots(self, painter: QPainter, grid: CellGrid) -> None:
        """Give each flagged unit a dot, in ink or paper, whichever is seen on its colour."""
        if self._flags is None or grid.size < theme.px(DOTTED) or self._given is None:
            return
        paths = {"ink": QPainterPath(), "unit_off": QPainterPath()}
        radius = max(1.0, 0.17 * grid.size)
        for unit in np.flatnonzero(self._flags).tolist():
            token = maps.text_token(float(self._given[unit]), self._limit)
            middle: QPointF = grid.box_of(divmod(unit, grid.columns)).center()
            paths[token].addEllipse(middle, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for token, path in paths.items():
            painter.fillPath(path, QColor(theme.current_theme().color(token)))
