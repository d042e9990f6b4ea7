"""The patterns a network learns: a row of cells each, which a click toggles, in named groups.

Beside a row stand two thin bars: how probable the pattern is in the data, and to the model. Below
the last row is one that adds a pattern; a cross at the end of a row deletes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views.cell_view import paint_ring
from simulator.views.heat import CENTER, LEFT, RIGHT, is_same, label_font, paint_text
from simulator.views.layer import Layer
from simulator.views.pattern_cells import CROSS, LABEL, NUMBER, cells_of
from simulator.views.row_view import RowView, Spot
from simulator.views.states import counted, share

HEAD = 36  # pixels of normal mode
BAR, APART = 5, 13  # a bar's thickness, and how far it is from the other
EMPTY = "No patterns yet: choose some data"
MEDIUM = QFont.Weight.Medium
Groups = tuple[tuple[str, int], ...]
Moving = tuple[tuple[float, ...], tuple[float, ...]]  # p of the rows in sight: data, model


@dataclass(frozen=True, eq=False)
class _Patterns:
    """What is shown, the probabilities apart."""

    patterns: np.ndarray  # (P, V) of 0 and 1
    groups: Groups
    current: int
    can_edit: bool
    has_bars: bool

    def is_like(self, other: "_Patterns") -> bool:
        plain = ("groups", "current", "can_edit", "has_bars")
        return all(getattr(self, name) == getattr(other, name) for name in plain) and is_same(
            self.patterns, other.patterns
        )


NOTHING = _Patterns(np.zeros((0, 1), np.uint8), (("", 1),), -1, False, False)


class PatternTable(RowView):
    """Shows patterns; tells what a person wants to change."""

    title = "Data"

    toggled = Signal(int, int)  # row, unit
    add_asked = Signal()
    delete_asked = Signal(int)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = NOTHING
        self._data: np.ndarray | None = None  # (P,)
        self._model: np.ndarray | None = None  # (P,)
        self._cells = cells_of(1.0, 0, NOTHING.groups, False, False)
        self._version = 0
        self._moving: Moving = ((), ())
        self._layer = Layer()
        self.set_empty(EMPTY)

    def show_patterns(
        self,
        patterns: np.ndarray,
        groups: Sequence[tuple[str, int]],
        data: np.ndarray | None,
        model: np.ndarray | None,
        current: int = -1,
        can_edit: bool = True,
    ) -> None:
        """Show patterns (P, V) of 0 and 1, their units in groups (name, size) that make up V, and
        the probability (P,) of each in the data and to the model; they are copied."""
        has_bars = data is not None or model is not None
        shown = _Patterns(patterns, tuple(groups), current, can_edit, has_bars)
        is_new = not shown.is_like(self._shown)
        self._data, self._model = _copied(data), _copied(model)
        if is_new:
            self._shown = _Patterns(patterns.copy(), shown.groups, current, can_edit, has_bars)
            self._version += 1
            self.renew()
        elif (moving := self._seen_of_moving()) != self._moving:
            self._moving = moving
            self.say()
            self.update()

    def clear(self) -> None:
        self._shown = NOTHING
        self.renew()

    # ---- where things are ----

    def rows(self) -> int:
        """The patterns, and the row that adds one."""
        return len(self._shown.patterns) + self._shown.can_edit

    def heights(self) -> tuple[float, float, float]:
        return theme.px(HEAD), self._cells.height, 0.0

    def lay_out(self) -> None:
        shown = self._shown
        self._cells = cells_of(
            self.width_of_rows(), len(shown.patterns), shown.groups, shown.has_bars, shown.can_edit
        )

    def column_at(self, row: int, x: float) -> int | None:
        return LABEL if row == len(self._shown.patterns) else self._cells.column_at(x)

    # ---- what a person does ----

    def choose(self, spot: Spot) -> None:
        row, column = spot
        if row == len(self._shown.patterns):
            self.add_asked.emit()
        elif column == CROSS:
            self.delete_asked.emit(row)
        elif column >= 0 and self._shown.can_edit:
            self.toggled.emit(row, column)
        else:
            self.chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown, key, count = self._shown, event.key(), len(self._shown.patterns)
        row, column = self.spot() or (0, 0)
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in sides and count:
            units = shown.patterns.shape[1]
            column = (max(column, 0) + sides[Qt.Key(key)]) % units if self.spot() else 0
            self.bring_into_sight(min(row, count - 1))
            self.look_at((min(row, count - 1), column))
        elif key == Qt.Key.Key_Delete and self.spot() and row < count and shown.can_edit:
            self.delete_asked.emit(row)
        else:
            super().keyPressEvent(event)

    # ---- what is said ----

    def words_of(self, spot: Spot) -> str:
        row, column = spot
        if row >= len(self._shown.patterns):
            return "add a pattern"
        if column == CROSS:
            return f"delete pattern {row + 1}"
        words = f"pattern {row + 1}"
        if column >= 0:
            return f"{words}, {self._unit(column)}: {int(self._shown.patterns[row, column])}"
        for name, values in (("data", self._data), ("model", self._model)):
            if values is not None:
                words += f" · p(v) {name} {share(float(values[row]))}"
        return words

    def _unit(self, unit: int) -> str:
        """Name a unit by its place in its group."""
        for name, size in self._shown.groups:
            if unit < size:
                return f"{name or 'unit'} {unit + 1}"
            unit -= size
        return f"unit {unit + 1}"

    def description(self) -> str:
        return counted(len(self._shown.patterns), "pattern")

    # ---- drawing ----

    def _seen_of_moving(self) -> Moving:
        rows = self.in_sight()
        seen = slice(rows.start, rows.stop)
        data = () if self._data is None else tuple(self._data[seen].tolist())
        return data, () if self._model is None else tuple(self._model[seen].tolist())

    def draw_all(self, painter: QPainter) -> None:
        self._moving = self._seen_of_moving()
        painter.save()
        painter.setClipRect(self.body())
        self._paint_lit(painter)
        if self._shown.has_bars:
            self._paint_bars(painter)
        painter.restore()
        key = self._version, self._bar.value()
        self._layer.paint(painter, self.size(), key, self._paint_still)
        painter.save()
        painter.setClipRect(self.body())
        self._paint_spot(painter)
        painter.restore()

    def _paint_lit(self, painter: QPainter) -> None:
        now, width = theme.current_theme(), self.body().width()
        spot, high = self.spot(), self._cells.height
        if spot:
            box = QRectF(0, self.top_of(spot[0]), width, high)
            painter.fillRect(box, QColor(now.mix("surface", "ink", 0.04)))
        if self._shown.current >= 0:
            box = QRectF(0, self.top_of(self._shown.current), width, high)
            painter.fillRect(box, QColor(now.accent_soft))
            painter.fillRect(QRectF(0, box.top(), theme.px(3), high), QColor(now.accent))

    def _paint_bars(self, painter: QPainter) -> None:
        """Paint the data's bar over the model's, all bars to one scale."""
        now, high, start = theme.current_theme(), self._cells.height, self.in_sight().start
        given = [v for v in (self._data, self._model) if v is not None and v.size]
        most = max((float(v.max()) for v in given), default=0.0) or 1.0
        shift = 0.5 if len(given) == 2 else 0.0
        both = (-shift, now.ink2, self._moving[0]), (shift, now.accent, self._moving[1])
        for line, color, values in both:
            for place, value in enumerate(values):
                y = self.top_of(start + place) + high / 2 + line * theme.px(APART)
                self._paint_bar(painter, y, value, max(value / most, 0.0), color)

    def _paint_bar(
        self, painter: QPainter, y: float, value: float, part: float, color: str
    ) -> None:
        """Paint a probability about a height, as a bar and in figures."""
        bars, thick, half = self._cells.bars, theme.px(BAR), theme.px(7)
        long = part * (bars.width() - theme.px(NUMBER + 4))
        painter.fillRect(QRectF(bars.left(), round(y - thick / 2), long, thick), QColor(color))
        box = QRectF(bars.right() - theme.px(NUMBER), y - half, theme.px(NUMBER), 2 * half)
        paint_text(painter, box, share(value, 4, 1), color, RIGHT)

    def _paint_still(self, painter: QPainter) -> None:
        painter.save()
        painter.setClipRect(self.body())
        for row in self.in_sight():
            self._paint_row(painter, row)
        painter.restore()
        self._paint_header(painter)

    def _paint_row(self, painter: QPainter, row: int) -> None:
        now, cells, top = theme.current_theme(), self._cells, self.top_of(row)
        if row == len(self._shown.patterns):
            box = QRectF(cells.label.left(), top, cells.label.width(), cells.height)
            painter.setFont(theme.text_font(15, MEDIUM))
            painter.setPen(QColor(now.accent))
            painter.drawText(box, CENTER, "+")
            left = cells.cells[0] + 1
            words = QRectF(left, top, self.body().width() - left, cells.height)
            paint_text(painter, words, "add a pattern", "accent", LEFT)
            return
        paint_text(painter, cells.label.translated(0, top), str(row + 1), "", CENTER)
        on, off, rim = (QColor(c) for c in (now.unit_on, now.unit_off, now.line))
        is_small = cells.side < theme.px(7)
        for unit, bit in enumerate(self._shown.patterns[row].tolist()):
            box = cells.cell(unit, top)
            painter.fillRect(box, on if bit else rim)
            if not bit and not is_small:
                painter.fillRect(box.adjusted(1, 1, -1, -1), off)

    def _paint_header(self, painter: QPainter) -> None:
        now, cells, row = theme.current_theme(), self._cells, theme.px(16)
        foot = theme.px(HEAD) - theme.px(8)
        for name, left, right in cells.groups:
            room = right - left if len(cells.groups) > 1 else self.body().width() - left
            paint_text(painter, QRectF(left + 1, foot - row - 3, room, row), name, "ink2")
            painter.fillRect(QRectF(left + 1, foot, right - left - 2, 1), QColor(now.ink3))
        if self._shown.has_bars:
            self._paint_legend(painter, foot, row)

    def _paint_legend(self, painter: QPainter, foot: float, row: float) -> None:
        now, bars = theme.current_theme(), self._cells.bars
        x, metrics = bars.left(), QFontMetricsF(label_font())
        names = (("data", now.ink2, self._data), ("model", now.accent, self._model))
        for name, color, values in names:
            if values is None:
                continue
            y = foot - 3 - row / 2
            painter.fillRect(
                QRectF(x, round(y - theme.px(BAR) / 2), theme.px(9), theme.px(BAR)), QColor(color)
            )
            wide = metrics.horizontalAdvance(name) + 2
            paint_text(painter, QRectF(x + theme.px(13), y - row / 2, wide, row), name, "ink2")
            x += theme.px(13) + wide + theme.px(9)
        box = QRectF(x, foot - 3 - row, bars.right() - x, row)
        if box.width() >= metrics.horizontalAdvance("p(v)"):
            paint_text(painter, box, "p(v)", "", RIGHT)
        painter.fillRect(QRectF(bars.left(), foot, bars.width(), 1), QColor(now.ink3))

    def _paint_spot(self, painter: QPainter) -> None:
        """Paint the ring about the cell looked at, and the cross of its row."""
        if not (spot := self.spot()) or spot[0] >= len(self._shown.patterns):
            return
        top, cells = self.top_of(spot[0]), self._cells
        if self._shown.can_edit:
            place = cells.cross.translated(0, top).center()
            token = "warm" if spot[1] == CROSS else "ink3"
            theme.paint_icon(painter, "close", token, QPointF(place), 14)
        if spot[1] >= 0:
            paint_ring(painter, cells.cell(spot[1], top).adjusted(-0.5, -0.5, 0.5, 0.5), "accent")


def _copied(values: np.ndarray | None) -> np.ndarray | None:
    return None if values is None else np.array(values, float)
