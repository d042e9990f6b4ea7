"""What a trace is asked to show: lines and levels, stacked so that two wishes compare fast."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Line:
    """A strong line has a colour and its name at its end; the others are thin and grey."""

    name: str
    y: np.ndarray  # (P,) NaN where there is nothing
    color: str | int = "accent"  # a token, or the number of a category
    is_strong: bool = True
    present: float = math.nan  # the value at `now`, where it is known better than by interpolation


@dataclass(frozen=True)
class Level:
    """A dashed horizontal line with its name at the right end."""

    name: str
    y: float
    is_strong: bool = False


@dataclass(frozen=True, eq=False)
class Wish:
    """What is to be shown."""

    x: np.ndarray  # (P,)
    y: np.ndarray  # (K, P)
    present: np.ndarray  # (K,) NaN: interpolate
    plain: tuple  # names, colours, strengths; now; levels; marks; ranges

    @classmethod
    def of(cls, x: np.ndarray, lines: Sequence[Line], *rest: object) -> "Wish":
        x = np.asarray(x, float)
        y = np.array([line.y for line in lines], float).reshape(len(lines), x.size)
        kinds = tuple((line.name, line.color, line.is_strong) for line in lines)
        present = np.array([line.present for line in lines], float)
        return cls(x, y, present, (kinds, *rest))

    def is_like(self, other: "Wish") -> bool:
        return self.plain == other.plain and all(
            np.array_equal(a, b, equal_nan=True)
            for a, b in ((self.x, other.x), (self.y, other.y), (self.present, other.present))
        )

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
