"""What the hidden units do with each pattern of a batch, the most used units first.

A column is a unit, a row a pattern; the strip above shows each unit's mean use, with a sign on
units that are never on (dead) or always (saturated).
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views import tiles
from simulator.views.cell_grid import Cell
from simulator.views.cell_view import CellView, paint_ring
from simulator.views.heat import RIGHT, is_same, label_font, paint_frame, paint_text
from simulator.views.layer import Layer
from simulator.views.raster_layout import RasterGrid, RasterLayout
from simulator.views.raster_picture import RasterPicture, paint_bars
from simulator.views.wall_marks import paint_triangle

SIGN = 7  # pixels of normal mode: how wide the sign of a unit is
LEGEND = 54  # and the bar of colours


@dataclass(frozen=True, eq=False)
class _Shown:
    """Arrays in the units' own order, and how columns follow one another."""

    activity: np.ndarray  # (R, H) uint8
    order: np.ndarray  # (H,) int
    use: np.ndarray  # (H,) float32
    dead: np.ndarray  # (H,) bool
    saturated: np.ndarray  # (H,) bool

    def is_like(self, other: "_Shown | None") -> bool:
        names = ("activity", "order", "use", "dead", "saturated")
        return other is not None and all(
            is_same(getattr(self, name), getattr(other, name)) for name in names
        )


class RasterView(CellView):
    """Shows activities; a click tells which unit."""

    title = "Hidden units"

    unit_chosen = Signal(int)

    def __init__(self, title: str = "Hidden units", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._shown: _Shown | None = None
        self._cells = np.zeros((0, 0), np.uint8)  # (R, H) in the order of the columns
        self._chosen = -1
        self._picture, self._words = RasterPicture(), Layer()
        self._layout: RasterLayout | None = None

    # ---- what is shown ----

    def show_raster(
        self,
        activity: np.ndarray,
        order: np.ndarray,
        use: np.ndarray,
        dead: np.ndarray,
        saturated: np.ndarray,
        chosen: int = -1,
    ) -> None:
        """Show activity (R, H) uint8, 0 … 255, of H units whose means are `use` (H,), 0 … 1.

        All arrays are in the units' own order; `order` (H,) says which unit each column shows, and
        `chosen` is a unit. Arrays are not changed in place later.
        """
        _check(activity, order, use, dead, saturated)
        shown = _Shown(activity, order, use, dead, saturated)
        if shown.is_like(self._shown) and chosen == self._chosen:
            return
        has_place = self._shown is not None and self._shown.activity.shape == activity.shape
        self._cells = np.ascontiguousarray(activity[:, order])
        self._shown, self._chosen = shown, chosen
        if has_place:
            self._say()
            self._describe()
            self.update()
        else:
            self.renew()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        if self._shown is not None:
            self._shown = None
            self.renew()

    def grid(self) -> RasterGrid | None:
        return self._layout.grid if self._layout is not None and self._shown is not None else None

    def choose(self, cell: Cell) -> None:
        if self._shown is not None:
            self.unit_chosen.emit(int(self._shown.order[cell[1]]))

    def words_of(self, cell: Cell) -> str:
        assert self._shown is not None
        row, unit = cell[0] - 1, int(self._shown.order[cell[1]])
        text = f"hidden unit {unit}: "
        if row >= 0:
            text += f"{self._cells[row, cell[1]] / 255:.2f} for pattern {row}, "
        text += f"on for {100 * float(self._shown.use[unit]):.0f} % of patterns"
        text += ", dead" * bool(self._shown.dead[unit])
        return text + ", saturated" * bool(self._shown.saturated[unit])

    def counted(self) -> str:
        """How many units are of no use: "3 dead, 0 saturated"."""
        if self._shown is None:
            return ""
        return f"{self._shown.dead.sum()} dead, {self._shown.saturated.sum()} saturated"

    def description(self) -> str:
        patterns, units = self._cells.shape
        return f"{units} hidden units, {patterns} patterns, {self.counted()}"

    def lay_out(self) -> None:
        if self._shown is None:
            self._layout = None
            return
        size, ratio = self.size(), self.devicePixelRatioF()
        self._layout = RasterLayout.of(size.width(), size.height(), *self._cells.shape, ratio)

    # ---- drawing ----

    def draw_all(self, painter: QPainter) -> None:
        shown, layout = self._shown, self._layout
        assert shown is not None
        assert layout is not None
        order, grid = shown.order, layout.grid
        chosen = np.flatnonzero(order == self._chosen)
        column = int(chosen[0]) if chosen.size else -1
        paint_bars(painter, grid, shown.use[order], shown.saturated[order], column)
        self._paint_signs(painter, layout, shown)
        self._picture.paint(painter, grid, self._cells)
        paint_frame(painter, grid.box)
        key = layout, self.counted()
        self._words.paint(painter, self.size(), key, lambda words: self._paint_words(words, layout))
        if column >= 0:
            self._paint_chosen(painter, grid, column)

    def _paint_chosen(self, painter: QPainter, grid: RasterGrid, column: int) -> None:
        first, last = grid.box_of((1, column)), grid.box_of((grid.rows - 1, column))
        more = max(0.0, theme.px(4) - grid.width) / 2 + 2 * theme.scale()
        paint_ring(painter, first.united(last).adjusted(-more, -2, more, 2), "accent")

    def _paint_signs(self, painter: QPainter, layout: RasterLayout, shown: _Shown) -> None:
        """▽ over dead units and ▲ over saturated ones; no two so close that they touch."""
        size, grid = theme.px(SIGN), layout.grid
        for flags, is_dead in ((shown.dead, True), (shown.saturated, False)):
            taken = -1e9
            for column in np.flatnonzero(flags[shown.order]).tolist():
                x = grid.box.left() + (column + 0.5) * grid.width
                if x - taken >= size + 3:
                    paint_triangle(painter, QPointF(x, layout.lane.center().y()), size, is_dead)
                    taken = x

    def _paint_strip_axis(self, painter: QPainter, layout: RasterLayout) -> None:
        strip, high, line = layout.grid.strip, theme.px(14), QColor(theme.current_theme().line)
        for y, text in ((strip.top(), "1"), (strip.bottom(), "0")):
            painter.fillRect(QRectF(strip.left(), y, strip.width(), 1), line)
            box = QRectF(0, y - high / 2, strip.left() - theme.px(5), high)
            paint_text(painter, box, text, flags=RIGHT)

    def _paint_words(self, painter: QPainter, layout: RasterLayout) -> None:
        patterns, units = self._cells.shape
        self._paint_strip_axis(painter, layout)
        paint_text(painter, layout.strip_head, "mean use")
        self._paint_counts(painter, layout.strip_head)
        paint_text(painter, layout.head, f"{patterns} patterns of the batch")
        self._paint_legend(painter, layout.head)
        paint_text(painter, layout.foot, f"{units} hidden units, most used first", flags=RIGHT)

    def _paint_counts(self, painter: QPainter, head: QRectF) -> None:
        """How many are dead and saturated, each with its sign, at the right end."""
        assert self._shown is not None
        metrics, size = QFontMetricsF(label_font()), theme.px(SIGN)
        right = head.right()
        dead, saturated = self.counted().split(", ")
        for text, is_dead in ((saturated, False), (dead, True)):
            wide = metrics.horizontalAdvance(text) + 2
            is_some = not text.startswith("0 ")
            box = QRectF(right - wide, head.top(), wide, head.height())
            paint_text(painter, box, text, "ink2" if is_some else "")
            middle = QPointF(box.left() - size / 2 - theme.px(4), head.center().y())
            paint_triangle(painter, middle, size, is_dead)
            right = middle.x() - size / 2 - theme.px(12)

    def _paint_legend(self, painter: QPainter, head: QRectF) -> None:
        """Which colour is which activity, at the right end."""
        wide, high, digit = theme.px(LEGEND), theme.px(6), theme.px(10)
        right = QRectF(head.right() - digit, head.top(), digit, head.height())
        strip = QRectF(right.left() - wide, head.center().y() - high / 2, wide, high)
        shade = QLinearGradient(strip.topLeft(), strip.topRight())
        for k in range(0, 256, 51):
            shade.setColorAt(k / 255, QColor.fromRgb(tiles.viridis()[k]))
        painter.fillRect(strip, shade)
        paint_text(painter, right, "1", flags=RIGHT)
        left = QRectF(
            head.left(), head.top(), strip.left() - theme.px(5) - head.left(), head.height()
        )
        paint_text(painter, left, "activity 0", flags=RIGHT)


def _check(activity: np.ndarray, *others: np.ndarray) -> None:
    """ValueError where arrays do not fit together."""
    if activity.ndim != 2 or not activity.size or activity.dtype != np.uint8:
        raise ValueError(f"activity of shape {activity.shape} and {activity.dtype} can't be shown")
    for other in others:
        if other.shape != (activity.shape[1],):
            raise ValueError(f"{other.shape} numbers are not one for each of {activity.shape[1]}")
