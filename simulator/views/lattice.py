"""The lattice: spins on a grid, up to 4096 × 4096 of them, which one draws on and pins.

It is a pad (see `views.pad`) of spins +1 (up, ink) and −1 (down, paper). A **pinned** spin stays as
it is: it has the head of a pin, or, where cells are small, a warm tint. What is drawn, pinned and
let go leaves as the text of a stroke, and is seen at once until the model answers.
"""

import numpy as np
from PySide6.QtCore import Signal

from simulator.core.drawing import Stroke
from simulator.views.lattice_picture import LatticePicture
from simulator.views.lattice_state import LatticeShown
from simulator.views.lattice_words import LatticeWords
from simulator.views.pad import Pad
from simulator.views.pad_hand import PINS, TOOLS, Hand
from simulator.views.pad_ink import covered

RINGED = 3  # pixels: among smaller cells a ring would hide more than it shows


class LatticeView(Pad):
    """Shows spins, draws on them and pins them; see `Pad` for tools, pen, stamp, hint, keyboard."""

    title = "Lattice"
    tools = (*TOOLS, *PINS)

    pin_drawn = Signal(str, int)  # a stroke's text, and its press's number; value=-1 pins down
    unpin_drawn = Signal(str, int)

    _shown: LatticeShown

    def _make_parts(self) -> None:
        self._shown, self._hand = LatticeShown(2), Hand(self, self.tools)
        self._picture, self._words = LatticePicture(self._shown), LatticeWords(self, self._shown)
        self._given, self._row = np.empty((0, 0), np.int8), np.empty(0, np.int8)

    def show_lattice(
        self,
        units: np.ndarray,
        pinned: np.ndarray | None = None,
        updated: int = -1,
        ringed: int = -1,
        can_edit: bool = True,
    ) -> None:
        """Show units (S, S) int8 of ±1 and which of them are pinned, (S, S) bool, or None or empty
        for none; a ring about the spin `updated` last and the one asked about, row · S + column.
        Repaints only if something differs; ValueError where the units are no square."""
        side = len(units)
        if units.shape != (side, side):
            raise ValueError(f"a lattice is square; these units are {units.shape}")
        if units is not self._given:  # else the pad would take the same state for a newer one
            self._given, self._row = units, units.reshape(-1)
        if side != self._shown.side:
            self._begin_grid(side)
        is_seen = self._picture.grid.cell_size() >= RINGED
        has_other_pins = self._shown.take_pinned(pinned)
        self.show_units(side, self._row, None, updated if is_seen else -1, ringed, can_edit)
        if has_other_pins:
            self._words.count()
            self._renew()
            self._say()

    def pinned(self) -> np.ndarray:
        """Which spins are pinned on screen, (S·S,) bool."""
        return self._shown.pinned()

    def _take(self, stroke: Stroke) -> None:
        """Give a stroke away: as ink, as a pin, or as one that lets go."""
        deed = self._hand.deed
        if deed not in PINS:
            super()._take(stroke)
            return
        touched = covered(stroke, self.side())
        if not touched.any():
            return
        self._shown.pin(touched, stroke.value if deed == "pin" else 0)
        self._drying.start()
        self._renew()
        signal = self.pin_drawn if deed == "pin" else self.unpin_drawn
        signal.emit(str(stroke), self._hand.group)
