"""How probable each state is: exactly as an outlined bar, as often as it was met filled inside.

Below each bar stand the state's units, on or off, the visible ones first. More than 64 states are
sorted by their probability, and those there is no room for are one bar. A bar higher than the
plot, of a state met by chance too often so far, is broken near its top.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from simulator.core.job import Table
from simulator.core.numerals import grouped
from simulator.views.cell_grid import Cell, CellGrid
from simulator.views.cell_view import CellView
from simulator.views.heat import is_same
from simulator.views.layer import Layer
from simulator.views.state_bars import Bars, Place, paint_filled, paint_note, paint_plot, place_of
from simulator.views.state_list import state_list
from simulator.views.states import bits_of, bits_text, counted, fixed, share, total_of
from simulator.views.trace_scale import CalmRange

ALL = 64  # so many states have a bar each, whatever the width
HEADROOM = 1.12  # the plot is so many times as high as the highest exact bar
EMPTY = "The exact distribution is shown for networks of at most 20 units"


@dataclass(frozen=True, eq=False)
class _Given:
    """What is shown of S states, the arrays never changed in place."""

    exact: np.ndarray  # (S,)
    numbers: np.ndarray  # (S,)
    energies: np.ndarray | None  # (S,)
    units: int
    visible: int

    def is_like(self, other: "_Given | None") -> bool:
        return other is not None and (
            (self.units, self.visible) == (other.units, other.visible)
            and is_same(self.exact, other.exact)
            and is_same(self.numbers, other.numbers)
            and is_same(self.energies, other.energies)
        )


class StateHistogram(CellView):
    """Shows exact and sampled probabilities; a click tells the number of the state."""

    title = "States"

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: _Given | None = None
        self._sampled: np.ndarray | None = None  # (S,)
        self._current, self._note = -1, ""
        self._range = CalmRange()
        self._place: Place | None = None
        self._bars: Bars | None = None
        self._version = 0  # of what the layers show
        self._sheet = Layer()
        self.set_empty(EMPTY)

    def show_states(
        self,
        exact: np.ndarray,
        sampled: np.ndarray | None,
        numbers: np.ndarray,
        units: int,
        visible: int,
        current: int = -1,
        energies: np.ndarray | None = None,
        note: str = "",
    ) -> None:
        """Show exact and sampled probabilities (S,) of states with these numbers (S,).

        `sampled` says how often each state was met: counts where they are integers, else shares.
        `visible` is how many units come first and are visible, `current` the number of the state
        the machine is in. No array is ever changed in place.
        """
        given = _Given(exact, numbers, energies, units, visible)
        is_new = not given.is_like(self._given)
        self._given = given if is_new else self._given
        has_other_note, self._note = note != self._note, note
        self._sampled, self._current = sampled, current
        if is_new:
            self._version += 1
            self.renew()
        else:
            self._refill()
            if has_other_note:
                self.update()

    def clear(self) -> None:
        self._given = self._bars = self._place = None
        self.renew()

    def exported(self) -> Table | None:
        given = self._given
        if given is None:
            return None
        first, hidden = given.visible or given.units, given.units - given.visible
        names = [f"v{k + 1}" for k in range(first)]
        names += [f"h{k + 1}" for k in range(hidden if given.visible else 0)]
        return state_list(names, given.numbers, given.exact, given.energies, sampled=self._sampled)

    # ---- what is shown ----

    def lay_out(self) -> None:
        if self._given is None or not self._given.exact.size:
            self._place = self._bars = None
            return
        given, most = self._given, float(self._given.exact.max())
        high = self._range.cover(0.0, HEADROOM * most, 4.0)[1]
        self._place = place_of(
            QRectF(self.rect()), given.units, given.visible, given.exact.size, ALL, high
        )
        rows = chosen(given.exact, given.numbers, self._place.bars)
        others = given.exact.size - rows.size
        bits = bits_of(given.numbers[rows], given.units)
        rest = max(1.0 - float(given.exact[rows].sum()), 0.0) if others else 0.0
        words = self._caption(rows.size, others)
        self._bars = Bars(rows, given.exact[rows], bits, others, rest, words)
        self._bars = self._bars.filled(given.numbers, self._sampled, self._current)

    def _refill(self) -> None:
        """Other frequencies or another current state: redraw only where they differ."""
        if self._bars is None or self._given is None:
            return
        filled = self._bars.filled(self._given.numbers, self._sampled, self._current)
        if not filled.is_like(self._bars):
            self._bars = filled
            self.update()
        self._say()

    def _caption(self, shown: int, others: int) -> str:
        if others:
            return f"{shown} most probable of {counted(shown + others, 'state')}"
        is_sorted = shown > ALL
        return f"{counted(shown, 'state')} by {'probability' if is_sorted else 'number'}"

    def draw_all(self, painter: QPainter) -> None:
        place, bars = self._place, self._bars
        if place is None or bars is None:
            return
        cell = self.cell()
        paint_filled(painter, place, bars, cell[1] if cell else -1)
        key = self._version, place.top, bars.sampled is not None
        self._sheet.paint(painter, self.size(), key, lambda p: paint_plot(p, place, bars))
        paint_note(painter, place, bars, self._note)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._draw(QPainter(self), has_ring=False)  # a ring would look like an exact bar

    def looked_at(self) -> None:
        self.update()

    def description(self) -> str:
        return f"Exact and sampled probabilities of {self._bars.words}" if self._bars else ""

    # ---- a bar ----

    def grid(self) -> CellGrid | None:
        return self._place.grid if self._place else None

    def _row(self, cell: Cell) -> int | None:
        """Return which state a bar is, or None for the others."""
        rows = self._bars.rows if self._bars else np.empty(0, np.intp)
        return int(rows[cell[1]]) if cell[1] < rows.size else None

    def words_of(self, cell: Cell) -> str:
        given, bars, row = self._given, self._bars, self._row(cell)
        if given is None or bars is None:
            return ""
        if row is None:
            words, exact, sampled = f"{grouped(bars.others)} others:", bars.rest, bars.met_rest
        else:
            words = f"{bits_text(int(given.numbers[row]), given.units)}:"
            if given.energies is not None:
                words += f" E = {fixed(float(given.energies[row]), 2)},"
            exact = float(given.exact[row])
            sampled = float(bars.sampled[cell[1]]) if bars.sampled is not None else 0.0
        words += f" exact {share(exact)}"
        if bars.sampled is None:
            return words
        words += f", sampled {share(sampled)}"
        total = total_of(self._sampled)
        return words + (f" (n = {grouped(total)})" if total else "")

    def choose(self, cell: Cell) -> None:
        row = self._row(cell)
        if row is not None and self._given is not None:
            self.clicked.emit(int(self._given.numbers[row]))


def chosen(exact: np.ndarray, numbers: np.ndarray, room: int) -> np.ndarray:
    """Return which of S states have a bar: all in their order where there are few, else the
    `room` most probable, the most probable first, equal ones by their number."""
    if exact.size <= ALL:
        return np.argsort(numbers, kind="stable")
    room = min(room, exact.size)
    if room < exact.size:
        least = np.partition(exact, exact.size - room)[exact.size - room]
        above, equal = np.flatnonzero(exact > least), np.flatnonzero(exact == least)
        equal = equal[np.argsort(numbers[equal], kind="stable")]
        some = np.concatenate([above, equal[: room - above.size]])
    else:
        some = np.arange(exact.size)
    return some[np.lexsort((numbers[some], -exact[some]))]
