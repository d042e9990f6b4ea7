"""A matrix as coloured cells: blue above 0, orange below, paper at 0; a bar says how much.

The values are (R, C) float, finite, and never changed in place: the picture is made anew only for
another array. Square cells where the shape allows it; numbers in the cells where they find room.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import maps, theme
from simulator.views.cell_grid import Cell, CellGrid, fitted
from simulator.views.cell_view import CellView
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
from simulator.views.matrix_axes import (
    GAP,
    ROW,
    WIDEST,
    Axis,
    axis_of,
    columns_height,
    columns_lie,
    paint_columns,
    paint_rows,
    rows_fit,
)

NUMBERED = 34  # pixels of normal mode: cells so large have their number
LONGEST = 3.0  # a matrix longer than so many times its width fills the view


@dataclass(frozen=True)
class _Words:
    """Everything shown but the values."""

    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    axes: tuple[str, str]
    label: str
    caption: str
    marked: Cell


class MatrixView(CellView):
    """Shows one matrix; a click tells which entry."""

    title = "Matrix"

    clicked = Signal(int, int)  # row, column

    def __init__(self, title: str = "Matrix", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._values: np.ndarray | None = None
        self._words = _Words((), (), ("", ""), "", "", (-1, -1))
        self._wish, self._limit = 0.0, 1.0  # 0: the limit is found
        self._heat = Heat()
        self._grid: CellGrid | None = None
        self._axes = axis_of((), 1, "", -1), axis_of((), 1, "", -1)
        self._bar, self._is_lying = QRectF(), True

    # ---- what is shown ----

    def show_matrix(
        self,
        values: np.ndarray,
        row_names: Sequence[str] = (),
        column_names: Sequence[str] = (),
        *,
        axes: tuple[str, str] = ("row", "column"),
        label: str = "",
        limit: float | None = None,
        caption: str = "",
        row: int = -1,
        column: int = -1,
    ) -> None:
        """Show values (R, C). `limit` is the value of the bar's ends (default: the largest).

        Names stand along the axes where they find room (at most 40), otherwise numbers with the
        words of `axes`; `label` names the values and stands above the bar, `caption` below all.
        The row and the column of these numbers are framed.
        """
        if values.ndim != 2 or not values.size:
            raise ValueError(f"a matrix of shape {values.shape} can't be shown")
        names = tuple(row_names), tuple(column_names)
        words = _Words(*names, axes, label, caption, (row, column))
        if is_same(values, self._values) and words == self._words and (limit or 0) == self._wish:
            return
        if not is_same(values, self._values) or (limit or 0) != self._wish:
            self._limit = limit or maps.limit_of(values)
        self._values, self._words, self._wish = values, words, limit or 0
        self.renew()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        if self._values is not None:
            self._values = None
            self.renew()

    def grid(self) -> CellGrid | None:
        return self._grid if self._values is not None else None

    def choose(self, cell: Cell) -> None:
        self.clicked.emit(*cell)

    def words_of(self, cell: Cell) -> str:
        assert self._values is not None
        both = (self._words.row_names, self._words.column_names)
        row, column = (
            names[k] if k < len(names) else f"{axis} {k}".strip()
            for k, names, axis in zip(cell, both, self._words.axes, strict=True)
        )
        return f"{row} with {column}: {value_text(float(self._values[cell]), self._limit)}"

    def description(self) -> str:
        if self._values is None:
            return ""
        rows, columns = self._values.shape
        shape = f"{rows} × {columns}, from {self._values.min():.3g} to {self._values.max():.3g}"
        return ". ".join(part for part in (shape.replace("-", "−"), self._words.caption) if part)

    # ---- places ----

    def lay_out(self) -> None:
        if self._values is None:
            return
        (rows, columns), words = self._values.shape, self._words
        across = axis_of(words.row_names, rows, words.axes[0], words.marked[0])
        down = axis_of(words.column_names, columns, words.axes[1], words.marked[1])
        grid = self._place(across, down)
        if not rows_fit(across, grid.height) or not rows_fit(down, grid.width):
            across, down = across.without_names(), down.without_names()
            grid = self._place(across, down)
        self._axes, self._grid = (across, down), grid
        left = grid.box.right() + theme.px(12)
        self._bar = QRectF(left, grid.box.top(), self.width() - left, grid.box.height())

    def _place(self, across: Axis, down: Axis) -> CellGrid:
        """Lay the cells out between the axes, the bar and the words; centred in width."""
        px = theme.px
        has_top = bool(self._words.label) or not across.names
        top = px(ROW + 5) if has_top else px(3)
        left = min(across.length(), WIDEST * self.width()) + px(GAP + 2)
        right = bar_width(self._limit, self.height()) + px(13)
        below = px(ROW + 5) if self._words.caption else 2
        ratio = self.devicePixelRatioF()
        is_square = 1 / LONGEST <= down.count / across.count <= LONGEST
        for is_lying in (True, False):
            foot = columns_height(down, is_lying, self.height()) + below
            room = QRectF(
                left, top, self.width() - left - right, max(self.height() - top - foot, 8)
            )
            grid = fitted(room, across.count, down.count, ratio, is_square)
            self._is_lying = is_lying
            if is_lying and (not down.names or columns_lie(down, grid.width)):
                break
        spare = max(0.0, room.width() - grid.box.width()) / 2
        return replace(grid, box=grid.box.translated(round(spare), 0))

    # ---- drawing ----

    def draw_all(self, painter: QPainter) -> None:
        grid, values = self._grid, self._values
        assert grid is not None
        assert values is not None
        self._heat.paint(painter, grid, values, self._limit)
        paint_frame(painter, grid.box)
        self._paint_numbers(painter, grid, values)
        self._paint_marked(painter, grid)
        paint_rows(painter, self._axes[0], grid)
        paint_columns(painter, self._axes[1], grid, self._is_lying, self.height())
        paint_upright_bar(painter, self._bar, self._limit)
        high = theme.px(ROW)
        if self._words.label:
            width = QFontMetricsF(label_font()).horizontalAdvance(self._words.label) + 2
            left = min(self._bar.left(), self.width() - width)
            box = QRectF(left, grid.box.top() - high - theme.px(4), width, high)
            paint_text(painter, box, self._words.label)
        if self._words.caption:
            box = QRectF(0, self.height() - high - 1, self.width(), high)
            paint_text(painter, box, self._words.caption, flags=CENTER)

    def _paint_numbers(self, painter: QPainter, grid: CellGrid, values: np.ndarray) -> None:
        if grid.size < theme.px(NUMBERED):
            return
        now = theme.current_theme()
        painter.setFont(label_font())
        for row, column in np.ndindex(values.shape):
            value = float(values[row, column])
            painter.setPen(QColor(now.color(maps.text_token(value, self._limit))))
            box, text = grid.box_of((row, column)), value_text(value, self._limit, False)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_marked(self, painter: QPainter, grid: CellGrid) -> None:
        row, column = self._words.marked
        if 0 <= row < grid.rows:
            first, last = grid.box_of((row, 0)), grid.box_of((row, grid.columns - 1))
            paint_frame(painter, first.united(last), "ink", 1.5 * theme.scale())
        if 0 <= column < grid.columns:
            first, last = grid.box_of((0, column)), grid.box_of((grid.rows - 1, column))
            paint_frame(painter, first.united(last), "ink", 1.5 * theme.scale())
