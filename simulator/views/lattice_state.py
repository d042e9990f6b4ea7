"""What a lattice shows: its spins, which are pinned, and what is wet over both.

Pins drawn here are **wet** as ink is (see `views.pad_state`): they are shown until the model shows
other pins than before, or nothing came for a while.
"""

import numpy as np

from simulator.views.pad_kinds import kinds_of
from simulator.views.pad_state import Shown


class LatticeShown(Shown):
    """The spins (N,) int8 of a lattice, and which of them are pinned, (N,) bool."""

    def begin_grid(self, side: int) -> None:
        super().begin_grid(side)
        self._pinned: np.ndarray | None = None  # the model's
        self._wet_pins: np.ndarray | None = None  # all pins, as they are with those drawn here

    def take_pinned(self, pinned: np.ndarray | None) -> bool:
        """Take the model's pins, of any shape, None or empty for none; whether they are others."""
        if pinned is not None and not pinned.any():
            pinned = None
        if pinned is not None:
            pinned = pinned.reshape(-1)
        if _is_same(pinned, self._pinned):
            return False
        self._pinned, self._wet_pins = None if pinned is None else pinned.copy(), None
        return True

    def pin(self, touched: np.ndarray, value: int) -> None:
        """Show the spins (N,) bool pinned at a value, wet; 0 lets them go."""
        self._wet_pins = self.pinned() | touched if value else self.pinned() & ~touched
        if value:
            self.paint(touched, value)

    def dry(self) -> None:
        super().dry()
        self._wet_pins = None

    def pins(self) -> np.ndarray | None:
        """Which spins are pinned on screen, (N,) bool; None where none are. Another array is
        another answer: pins are never changed in place."""
        return self._pinned if self._wet_pins is None else self._wet_pins

    def pinned(self) -> np.ndarray:
        """The same, without None."""
        pins = self.pins()
        return np.zeros(self.side**2, bool) if pins is None else pins

    def kinds(self, previewed: np.ndarray | None) -> np.ndarray:
        return kinds_of(self.units(), self.side, None, previewed, self.pins())


def _is_same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)
