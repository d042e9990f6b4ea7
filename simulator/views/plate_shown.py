"""What a generalization plate shows: sequences that were wanted and told, compared by value; and
how a job's table becomes one.

All arrays are (T, Y), time first: T steps whose outputs count, Y outputs.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from simulator.core.errors import InputError, one_of, shorten
from simulator.core.job import Table
from simulator.views.heat import is_same
from simulator.views.tape_shown import TapeRow

NEEDED = ("machine", "length", "bits_wrong", "wanted", "told")
SURE = 9  # the digit of a probability of about 1


@dataclass(frozen=True, eq=False)
class Strip:
    """A sequence of one length, as one machine told it; arrays are kept, and never changed."""

    machine: str
    length: int
    wrong: float  # bits of a sequence, a mean of several, of which this is one
    bits: int  # that count in a sequence
    wanted: np.ndarray  # (T, Y) uint8, 0 or 1
    told: np.ndarray  # (T, Y) float, probabilities

    def __post_init__(self) -> None:
        if self.wanted.shape != self.told.shape or self.told.ndim != 2 or not self.told.size:
            raise ValueError(
                f"told {self.told.shape} does not fit wanted {self.wanted.shape}; give (steps, "
                "outputs), one of each at least"
            )

    @cached_property
    def rows(self) -> tuple[TapeRow, TapeRow]:
        """What is drawn: what was wanted, and below it what was told."""
        wanted = self.wanted.astype(float)
        told = np.asarray(self.told, float)
        return TapeRow("wanted", "bits", wanted), TapeRow("told", "bits", told, wanted=wanted)

    @property
    def is_wrong(self) -> np.ndarray:
        """Which bits are wrong (T, Y) bool."""
        found = self.rows[1].is_wrong
        assert found is not None
        return found

    def is_like(self, other: "Strip") -> bool:
        """Whether nothing at all differs."""
        mine, others = ((s.machine, s.length, s.wrong, s.bits) for s in (self, other))
        arrays = is_same(self.wanted, other.wanted) and is_same(self.told, other.told)
        return mine == others and arrays


@dataclass(frozen=True, eq=False)
class Plate:
    """A row for each length and a column for each machine, in the order of the strips."""

    strips: tuple[Strip, ...]

    def __post_init__(self) -> None:
        if not self.strips:
            raise ValueError("a plate without strips can't be shown; clear the view instead")
        if len({strip.told.shape[1] for strip in self.strips}) > 1:
            raise ValueError("strips of different outputs can't be compared")
        if len(self._places) < len(self.strips):
            raise ValueError("two strips are of one machine and one length")

    @cached_property
    def _places(self) -> dict[tuple[int, str], Strip]:
        return {(strip.length, strip.machine): strip for strip in self.strips}

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(strip.length for strip in self.strips))

    @cached_property
    def machines(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(strip.machine for strip in self.strips))

    @property
    def channels(self) -> int:
        """Y"""
        return int(self.strips[0].told.shape[1])

    @property
    def steps(self) -> int:
        """T of the longest one."""
        return max(len(strip.told) for strip in self.strips)

    def at(self, row: int, column: int) -> Strip | None:
        """Return the strip of a length and a machine, by their numbers."""
        return self._places.get((self.lengths[row], self.machines[column]))

    def is_like(self, other: "Plate | None") -> bool:
        """Whether nothing at all differs."""
        if other is None or len(self.strips) != len(other.strips):
            return False
        return all(a.is_like(b) for a, b in zip(self.strips, other.strips, strict=True))

    def table(self) -> Table:
        """A row for each strip, such as `plate_of` reads."""
        columns: dict[str, list[Any]] = {name: [] for name in NEEDED}
        for strip in self.strips:
            told = np.ceil(10.0 * strip.told).clip(1, 10).astype(int) - 1
            row = (strip.machine, strip.length, strip.wrong, _text(strip.wanted), _text(told))
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
        return Table(columns)


def plate_of(table: Table) -> Plate:
    """Return the plate of a table with the columns NEEDED; its sequences are texts: a digit for
    each output, rows with ; between them, 0 or 1 of what was wanted, tenths of the probability of
    what was told. Raises InputError that says what does not fit."""
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        raise InputError(
            f"This table has no {missing[0]}, and can't be shown as a plate; needed: the columns "
            f"{one_of(NEEDED)}."
        )
    rows = list(zip(*(table.columns[name] for name in NEEDED), strict=True))
    if not rows:
        raise InputError("This table has no rows; a plate needs one of each length and machine.")
    strips = tuple(_strip(*row) for row in rows)
    if len({strip.told.shape[1] for strip in strips}) > 1:
        raise InputError("Sequences of different widths can't be shown as a plate; give one width.")
    if len({(strip.machine, strip.length) for strip in strips}) < len(strips):
        raise InputError("A machine has two sequences of one length; give one of each length.")
    return Plate(strips)


def _strip(machine: Any, length: Any, wrong: Any, wanted: Any, told: Any) -> Strip:
    bits, digits = _digits(wanted, "wanted", 1), _digits(told, "told", SURE)
    if bits.shape != digits.shape:
        forms = " × ".join(map(str, digits.shape)), " × ".join(map(str, bits.shape))
        raise InputError(f"{forms[0]} bits are told and {forms[1]} wanted; give as many of both.")
    numbers = _number(length, "length"), _number(wrong, "bits_wrong")
    # the digit d is a probability between d/10 and (d + 1)/10: d/9 is one, and reaches 0 and 1
    return Strip(str(machine), int(numbers[0]), numbers[1], bits.size, bits, digits / SURE)


def _number(given: Any, name: str) -> float:
    """Return a number that is finite and not below 0; raises InputError."""
    try:
        value = float(given)
    except (TypeError, ValueError):
        value = math.nan
    if not 0.0 <= value < math.inf:
        raise InputError(f"{name}={shorten(given)} is no count; give a number from 0 on.")
    return value


def _digits(text: Any, name: str, most: int) -> np.ndarray:
    """Return the digits of a text as (T, Y) uint8; raises InputError."""
    rows = str(text).split(";")
    allowed = "0123456789"[: most + 1]
    if not rows[0] or len(set(map(len, rows))) > 1 or not set("".join(rows)) <= set(allowed):
        raise InputError(
            f"{name}={shorten(text)} is no sequence; allowed: digits 0 to {most}, one for each "
            "output, and ; between rows of one length."
        )
    return np.array([[int(digit) for digit in row] for row in rows], np.uint8)


def _text(digits: np.ndarray) -> str:
    return ";".join("".join(map(str, row)) for row in digits.astype(int).tolist())
