"""What a pad shows: the network's units, and what is wet over them.

Units are int8 (on, off, unknown) or, where they are graded, floats from −1, off, to +1, on.

What is drawn is **wet** until the network answers: it is shown at once, but for two newer states
at most, so that nothing sticks which the network did not take up.
"""

import numpy as np

from simulator.views.pad_kinds import kinds_of


class Shown:
    """The units (N,) int8 or float32 of a grid, and which of them would change, (N,) bool."""

    def __init__(self, side: int) -> None:
        self.shows_unstable = False
        self.rings = (-1, -1)  # the unit updated last, the one asked about
        self._unstable: np.ndarray | None = None
        self._given: object = None  # the array last shown, to tell a new state from an old one
        self._units = np.full(side * side, -1, np.int8)
        self.begin_grid(side)

    def begin_grid(self, side: int) -> None:
        """The units that are shown next are of another number."""
        self.side, self._wet = side, _Wet()

    def take(self, units: np.ndarray) -> bool:
        """Take other units; whether they, or what is wet over them, look different."""
        is_news, self._given = units is not self._given, units
        dtype = np.dtype(np.float32 if units.dtype.kind == "f" else np.int8)
        is_changed = dtype != self._units.dtype or not np.array_equal(units, self._units)
        if is_changed:
            self._units = units.astype(dtype, copy=units.flags.writeable)
        if self._wet and is_news:
            self._wet.meet(self._units)
            return True
        return is_changed

    def take_unstable(self, unstable: np.ndarray | None) -> bool:
        """Take other unstable units; whether that is seen."""
        if _is_equal(unstable, self._unstable):
            return False
        self._unstable = None if unstable is None else unstable.copy()
        return self.shows_unstable

    def paint(self, touched: np.ndarray, value: int) -> None:
        """Show the units (N,) bool wet, as if they had this value."""
        self._wet.paint(touched, value)

    def dry(self) -> None:
        self._wet = _Wet()

    def unit(self, number: int) -> float:
        """One of them; an int where units are not graded."""
        return self._wet.at(number) or self._units[number].item()

    def answered(self) -> np.ndarray:
        """The network's own units, (N,)."""
        return self._units

    def units(self) -> np.ndarray:
        """What is on screen, (N,): the units last shown, under what is still wet."""
        return self._wet.over(self._units)

    def kinds(self, previewed: np.ndarray | None) -> np.ndarray:
        """Which kind of cell stands where, (side, side)."""
        unstable = self._unstable if self.shows_unstable else None
        return kinds_of(self.units(), self.side, unstable, previewed)


class _Wet:
    """Cells painted here which the network has not shown yet; false when there are none."""

    def __init__(self) -> None:
        self._cells = np.empty(0, np.intp)  # the units' numbers, each once
        self._values = np.empty(0, np.int8)
        self._met = np.empty(0, np.int8)  # newer states since

    def __bool__(self) -> bool:
        return bool(self._cells.size)

    def paint(self, covered: np.ndarray, value: int) -> None:
        """Wet the units (N,) bool."""
        self._keep(~covered[self._cells])
        cells = np.flatnonzero(covered)
        self._cells = np.concatenate([self._cells, cells])
        self._values = np.concatenate([self._values, np.full(cells.size, value, np.int8)])
        self._met = np.concatenate([self._met, np.zeros(cells.size, np.int8)])

    def meet(self, units: np.ndarray) -> None:
        """Dry what a newer state (N,) shows as well, and whatever has met two of them."""
        self._met += 1
        self._keep((self._values != units[self._cells]) & (self._met < 2))

    def over(self, units: np.ndarray) -> np.ndarray:
        if not self:
            return units
        both = units.copy()
        both[self._cells] = self._values
        return both

    def at(self, unit: int) -> int:
        """A unit's value, 0 where it is dry."""
        return int(self._values[self._cells == unit].sum())

    def _keep(self, chosen: np.ndarray) -> None:
        self._cells, self._values = self._cells[chosen], self._values[chosen]
        self._met = self._met[chosen]


def _is_equal(a: np.ndarray | None, b: np.ndarray | None) -> bool:
    if a is None or b is None:
        return a is b
    return np.array_equal(a, b)
