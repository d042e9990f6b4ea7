"""The table of all states, as in a textbook: units, −E, e^(−E/T), p(v,h), p(v), and the sampled.

Sorted by number, the states of one v stand together and p(v) once beside them; a click on a column
of probabilities sorts by it. The row of the machine's state is lit.
"""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.job import Table
from simulator.views.heat import RIGHT
from simulator.views.layer import Layer
from simulator.views.row_view import RowView, Spot
from simulator.views.state_columns import (
    BITS,
    FACTOR,
    JOINT,
    MARGINAL,
    MET,
    MINUS_E,
    Columns,
    cell_font,
    columns_of,
    paint_header,
)
from simulator.views.state_list import state_list
from simulator.views.state_rows import MEDIUM, Sight, States, paint_rows, paint_sum
from simulator.views.states import (
    bits_text,
    boltzmann_factor,
    counted,
    fixed,
    frequencies,
    share,
    total_of,
)

ROW, LEAST_ROW = 22, 16  # pixels of normal mode: a row, and one where that shows all
HEAD, FOOT = 27, 25
EMPTY = "The table is shown for networks of at most 20 units"


class StateTable(RowView):
    """Shows a row a state; a click tells the state's number."""

    title = "Table"

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._states: States | None = None
        self._met: np.ndarray | None = None  # (S,)
        self._current = -1
        self._sorted_by, self._is_falling = BITS, True
        self._order: np.ndarray | None = None  # (S,) rows to states, or None: as given
        self._columns: Columns | None = None
        self._row_height = float(ROW)
        self._version = 0
        self._moving: tuple = ()  # what is seen beside the layer
        self._layer = Layer()
        self.set_empty(EMPTY)

    def show_table(
        self,
        names: Sequence[str],
        numbers: np.ndarray,
        energies: np.ndarray,
        temperature: float,
        probabilities: np.ndarray,
        marginal: np.ndarray | None,
        sampled: np.ndarray | None,
        z: float | None,
        current: int,
        visible: int | None = None,
    ) -> None:
        """Show states (S,) of units so named, with what each array (S,) says of them.

        `marginal` is p(v) of each state's own v. The first `visible` units are visible, or those
        whose names begin with v. `sampled` says how often each state was met: counts where they
        are integers, else shares. `z` is the sum of the factors, `current` a state's number. No
        array is ever changed in place.
        """
        if visible is None:
            visible = sum(name.startswith("v") for name in names)
        is_mixed = 0 < visible < len(names) and marginal is not None
        states = States(
            tuple(names), visible if is_mixed else 0, numbers, energies, temperature,
            probabilities, marginal if is_mixed else None, z,
        )  # fmt: skip
        is_new = not states.is_like(self._states) or (sampled is None) != (self._met is None)
        self._met, self._current = sampled, current
        if is_new:
            self._states = states
            self._sort()
        elif (moving := self._seen_of_moving()) != self._moving:
            self._moving = moving
            self.say()
            self.update()

    def clear(self) -> None:
        self._states = self._met = None
        self.renew()

    def exported(self) -> Table | None:
        states = self._states
        if states is None:
            return None
        order = np.arange(states.numbers.size) if self._order is None else self._order
        some = [None if a is None else a[order] for a in (states.marginal, self._met)]
        return state_list(
            states.names, states.numbers[order], states.p[order], states.energies[order],
            states.temperature, *some,
        )  # fmt: skip

    def sort_by(self, key: str) -> None:
        """Sort by a column: the units by their number, probabilities from the largest down."""
        self._is_falling = not self._is_falling if key == self._sorted_by else True
        self._sorted_by = key
        self._sort()
        self._bar.setValue(0)

    def _sort(self) -> None:
        if (states := self._states) is None:
            return
        self._version += 1
        self._order = None
        values = {JOINT: states.p, MARGINAL: states.marginal, MET: self._met}.get(self._sorted_by)
        if self._sorted_by in (FACTOR, MINUS_E):
            values = -states.energies
        if values is not None:
            sign = -1.0 if self._is_falling else 1.0
            self._order = np.lexsort((states.numbers, sign * values))
        elif not self._is_falling or np.any(np.diff(states.numbers) < 0):
            self._order = np.argsort(states.numbers, kind="stable")[
                :: 1 if self._is_falling else -1
            ]
        self.renew()

    # ---- where things are ----

    def rows(self) -> int:
        return self._states.numbers.size if self._states else 0

    def heights(self) -> tuple[float, float, float]:
        has_sum = self._states is not None and self._states.z is not None
        return theme.px(HEAD), self._row_height, theme.px(FOOT) if has_sum else 0.0

    def lay_out(self) -> None:
        if (states := self._states) is None:
            return
        head, _, foot = self.heights()
        room = self.height() - head - foot
        least, most = theme.px(LEAST_ROW), theme.px(ROW)
        fitting = math.floor(room / max(states.numbers.size, 1))
        self._row_height = min(max(fitting, least), most) if fitting >= least else most
        widest = boltzmann_factor(states.largest_exponent(), states.decimals()[1])
        self._columns = columns_of(
            states.names, states.visible, self.width_of_rows(), self._met is not None, widest
        )

    def _state(self, row: int) -> int:
        return int(row if self._order is None else self._order[row])

    def _seen(self) -> np.ndarray:
        """Return which states are in sight."""
        rows = self.in_sight()
        if self._order is None:
            return np.arange(rows.start, rows.stop)
        return self._order[rows.start : rows.stop]

    def _seen_of_moving(self) -> tuple:
        if self._states is None:
            return ()
        seen = self._seen()
        here = np.flatnonzero(self._states.numbers[seen] == self._current).tolist()
        return here, tuple(self._shares(seen))

    def _shares(self, rows: np.ndarray) -> list[float]:
        """Return how often states were met, none where that is not known."""
        if self._met is None:
            return []
        return frequencies(self._met, rows, total_of(self._met)).tolist()

    def choose_head(self, x: float) -> None:
        if self._columns and (key := self._columns.at(x)):
            self.sort_by(key)

    def choose(self, spot: Spot) -> None:
        if self._states:
            self.clicked.emit(int(self._states.numbers[self._state(spot[0])]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Left: BITS, Qt.Key.Key_Right: JOINT}
        if self._states and event.key() in keys:
            self.sort_by(keys[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    # ---- what is said ----

    def words_of(self, spot: Spot) -> str:
        if (states := self._states) is None:
            return ""
        k = self._state(spot[0])
        words = f"{bits_text(int(states.numbers[k]), len(states.names))}:"
        words += f" E = {fixed(float(states.energies[k]), 2)}, p = {share(float(states.p[k]))}"
        if states.marginal is not None:
            words += f", p(v) = {share(float(states.marginal[k]))}"
        return words + "".join(f", sampled {share(met)}" for met in self._shares(np.array([k])))

    def description(self) -> str:
        order = "number" if self._sorted_by == BITS else "probability"
        return f"{counted(self.rows(), 'state')} by {order}; Left and Right choose the order"

    # ---- drawing ----

    def draw_all(self, painter: QPainter) -> None:
        states, columns = self._states, self._columns
        if states is None or columns is None:
            return
        self._moving = self._seen_of_moving()
        painter.save()
        painter.setClipRect(self.body())
        self._paint_lit(painter)
        self._paint_met(painter, columns)
        painter.restore()
        key = self._version, self._bar.value()
        self._layer.paint(
            painter, self.size(), key, lambda p: self._paint_still(p, states, columns)
        )

    def _paint_lit(self, painter: QPainter) -> None:
        now, body = theme.current_theme(), self.body()
        rows = self.in_sight()
        if self._spot and self._spot[0] in rows:
            box = QRectF(0, self.top_of(self._spot[0]), body.width(), self._row_height)
            painter.fillRect(box, QColor(now.mix("surface", "ink", 0.05)))
        for place in self._moving[0]:
            box = QRectF(0, self.top_of(rows.start + place), body.width(), self._row_height)
            painter.fillRect(box, QColor(now.accent_soft))
            painter.fillRect(QRectF(0, box.top(), theme.px(3), box.height()), QColor(now.accent))

    def _paint_met(self, painter: QPainter, columns: Columns) -> None:
        column = columns.find(MET)
        if self._met is None or column is None:
            return
        painter.setFont(cell_font(MEDIUM))
        painter.setPen(QColor(theme.current_theme().accent))
        start = self.in_sight().start
        for place, value in enumerate(self._moving[1]):
            box = column.box(self.top_of(start + place), self._row_height)
            painter.drawText(box, RIGHT, share(value))

    def _paint_still(self, painter: QPainter, states: States, columns: Columns) -> None:
        now, body, rows = theme.current_theme(), self.body(), self.in_sight()
        has_blocks = self._sorted_by == BITS and states.marginal is not None
        top = self.top_of(rows.start)
        sight = Sight(self._seen(), body, top, self._row_height, has_blocks)
        painter.save()
        painter.setClipRect(body)
        paint_rows(painter, states, columns, sight)
        painter.restore()
        paint_header(painter, columns, body.top(), self._sorted_by, self._is_falling)
        painter.fillRect(QRectF(0, body.top() - 1, body.width(), 1), QColor(now.ink3))
        if states.z is not None:
            top = min(body.bottom(), self.top_of(self.rows()))
            box = QRectF(0, top, body.width(), theme.px(FOOT))
            paint_sum(painter, states, states.z, columns, box)
