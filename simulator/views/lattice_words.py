"""A lattice in words: its counts, for assistive technology, and the spin under the pointer."""

import numpy as np

from simulator.views.lattice_state import LatticeShown
from simulator.views.pad_grid import Cell, unit_of
from simulator.views.pad_words import Words

SIGNS = {1: "+1", -1: "−1"}


class LatticeWords(Words):
    """Tells what a lattice shows."""

    _shown: LatticeShown

    def name(self) -> None:
        side = self._shown.side
        self._pad.setAccessibleName(f"Lattice: {side} × {side} spins")

    def _counts(self) -> str:
        units, pins = self._shown.answered(), self._shown.pins()
        up = int(np.count_nonzero(units > 0))
        pinned = 0 if pins is None else int(np.count_nonzero(pins))
        return f"{up} up, {units.size - up} down" + f", {pinned} pinned" * (pinned > 0)

    def _about(self, cell: Cell) -> str:
        unit, pins = unit_of(cell, self._shown.side), self._shown.pins()
        is_pinned = pins is not None and bool(pins[unit])
        value = SIGNS[int(self._shown.unit(unit))]
        return f"column {cell[0]}, row {cell[1]}: {value}" + ", pinned" * is_pinned
