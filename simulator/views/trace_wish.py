"""What a trace is asked to show: lines, levels and guides, stacked so that two wishes compare fast.

A line without points of its own runs over the x all share, and is divided by the present. A
**measured** line has its own x, errors or points: it is drawn whole, and named in a legend.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Range = tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class Line:
    """A strong line has a colour and its name at its end; the others are thin and grey."""

    name: str
    y: np.ndarray  # (P,) NaN where there is nothing
    color: str | int = "accent"  # a token, or the number of a category
    is_strong: bool = True
    present: float = math.nan  # the value at `now`, where it is known better than by interpolation
    x: np.ndarray | None = None  # (P,) its own, rising; None: those of all
    errors: np.ndarray | None = None  # (P,) half the length of the bar at each point
    has_points: bool = False  # a sign at each point, of a shape that goes with the colour
    is_dashed: bool = False  # of a strong line without points of its own

    @property
    def is_measured(self) -> bool:
        """Whether it is drawn whole, with a place in the legend."""
        return self.x is not None or self.errors is not None or self.has_points


@dataclass(frozen=True)
class Level:
    """A dashed horizontal line with its name at the right end."""

    name: str
    y: float
    is_strong: bool = False


@dataclass(frozen=True)
class Guide:
    """A dashed vertical line with its name at the top."""

    name: str
    x: float


@dataclass(frozen=True)
class Chart:
    """Curves over something that is no time: measured points, with all that stands around them."""

    lines: Sequence[Line]  # each with its own x
    x_range: tuple[float, float]
    y_range: Range = None  # None: one that holds everything
    levels: Sequence[Level] = ()
    guides: Sequence[Guide] = ()
    x_label: str = ""  # empty: that of the view
    y_label: str = ""
    note: str = ""  # said beside the chart


@dataclass(frozen=True, eq=False)
class Measured:
    """A line that is drawn whole, all its arrays in floats and of one length."""

    words: tuple[str, str | int, bool, bool]  # name, colour, is strong, has points
    x: np.ndarray  # (P,)
    y: np.ndarray  # (P,)
    errors: np.ndarray  # (P,) 0: none

    @classmethod
    def of(cls, line: Line, x: np.ndarray) -> "Measured":
        x = x if line.x is None else np.asarray(line.x, float)
        errors = np.zeros(x.size) if line.errors is None else np.asarray(line.errors, float)
        words = line.name, line.color, line.is_strong, line.has_points
        return cls(words, x, np.asarray(line.y, float).reshape(x.size), np.nan_to_num(errors))


@dataclass(frozen=True, eq=False)
class Wish:
    """What is to be shown."""

    x: np.ndarray  # (P,)
    y: np.ndarray  # (K, P)
    present: np.ndarray  # (K,) NaN: interpolate
    plain: tuple  # names, colours, strengths; now; levels; marks; ranges
    measured: tuple[Measured, ...] = ()
    guides: tuple[Guide, ...] = ()

    @classmethod
    def of(
        cls, x: np.ndarray, lines: Sequence[Line], *rest: object, guides: Sequence[Guide] = ()
    ) -> "Wish":
        x = np.asarray(x, float)
        shared = [line for line in lines if not line.is_measured]
        y = np.array([line.y for line in shared], float).reshape(len(shared), x.size)
        kinds = tuple((line.name, line.color, line.is_strong, line.is_dashed) for line in shared)
        present = np.array([line.present for line in shared], float)
        measured = tuple(Measured.of(line, x) for line in lines if line.is_measured)
        return cls(x, y, present, (kinds, *rest), measured, tuple(guides))

    @property
    def is_empty(self) -> bool:
        return not self.y.size and not any(line.y.size for line in self.measured)

    def is_like(self, other: "Wish") -> bool:
        if (self.plain, self.guides) != (other.plain, other.guides):
            return False
        pairs = [(self.x, other.x), (self.y, other.y), (self.present, other.present)]
        if [line.words for line in self.measured] != [line.words for line in other.measured]:
            return False
        for a, b in zip(self.measured, other.measured, strict=True):
            pairs += [(a.x, b.x), (a.y, b.y), (a.errors, b.errors)]
        return all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)

    def halves(self, now: float) -> tuple[np.ndarray, ...]:
        """Return x and y up to now, x and y from now on; the values at `now` belong to both."""
        x, y = self.x, self.y
        i = int(np.searchsorted(x, now, side="right"))
        before, after = max(i - 1, 0), min(i, x.size - 1)
        gap = x[after] - x[before]
        share = (now - x[before]) / gap if gap > 0 else 0.0
        between = y[:, before] + share * (y[:, after] - y[:, before])
        here = np.where(np.isnan(self.present), between, self.present)[:, None]
        past = np.append(x[:i], now), np.hstack([y[:, :i], here])
        return (*past, np.append(now, x[i:]), np.hstack([here, y[:, i:]]))

    def values(self) -> np.ndarray:
        """Return all values that are to be in sight, errors included, as one row."""
        ends = [line.y + sign * line.errors for line in self.measured for sign in (-1, 1)]
        return np.concatenate([self.y.ravel(), *ends])
