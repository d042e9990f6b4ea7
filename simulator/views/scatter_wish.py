"""What a scatter is asked to show: groups of points, and straight lines they are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.views.heat import is_same
from simulator.views.trace_points import SHAPES, shape_of
from simulator.views.trace_wish import Range


@dataclass(frozen=True, eq=False)
class Points:
    """A group of points of one colour and shape; the arrays are never changed in place."""

    name: str  # in the legend; empty: not there
    x: np.ndarray  # (N,) what is not finite is left out
    y: np.ndarray  # (N,)
    color: str | int = 0  # a token, or the number of a category
    sizes: np.ndarray | None = None  # (N,) areas, 1: the usual one
    labels: Sequence[str] | None = None  # N; what is said of each
    shape: str = ""  # one of SHAPES; empty: the one that goes with the colour

    @property
    def sign(self) -> str:
        """The name of the shape; ValueError where there is no such one."""
        sign = self.shape or shape_of(self.color)
        if sign not in SHAPES:
            raise ValueError(f"shape {sign!r} is unknown; allowed are {', '.join(SHAPES)}")
        return sign

    def is_like(self, other: "Points") -> bool:
        return (
            (self.name, self.color, self.shape) == (other.name, other.color, other.shape)
            and is_same(self.x, other.x)
            and is_same(self.y, other.y)
            and is_same(self.sizes, other.sizes)
            and (self.labels is other.labels or list(self.labels or ()) == list(other.labels or ()))
        )


@dataclass(frozen=True)
class Straight:
    """A dashed line y = slope · x + intercept, named in the legend; a diagonal has (1, 0)."""

    name: str
    slope: float
    intercept: float


@dataclass(frozen=True, eq=False)
class Wish:
    """All that is to be shown."""

    groups: tuple[Points, ...]
    guides: tuple[Straight, ...]
    axes: tuple[str, str]
    ranges: tuple[Range, Range]
    note: str

    @property
    def is_empty(self) -> bool:
        return not any(group.x.size for group in self.groups)

    def is_like(self, other: "Wish | None") -> bool:
        return (
            other is not None
            and (self.guides, self.axes, self.ranges, self.note)
            == (other.guides, other.axes, other.ranges, other.note)
            and len(self.groups) == len(other.groups)
            and all(a.is_like(b) for a, b in zip(self.groups, other.groups, strict=True))
        )

    def check(self) -> "Wish":
        """Return it, or raise ValueError where a group's arrays differ in length."""
        for group in self.groups:
            sizes = {group.x.size, group.y.size}
            sizes |= {len(part) for part in (group.sizes, group.labels) if part is not None}
            if len(sizes) != 1:
                raise ValueError(f"group {group.name!r}: lengths {sorted(sizes)} differ")
            assert group.sign in SHAPES
        return self


def clipped(
    line: Straight, x: tuple[float, float], y: tuple[float, float]
) -> tuple[float, float, float, float] | None:
    """Return the part x1, y1, x2, y2 of a line that is within two ranges; None: no part."""
    ends = [x[0], x[1]]
    if line.slope:
        ends = sorted((value - line.intercept) / line.slope for value in y)
    elif not y[0] <= line.intercept <= y[1]:
        return None
    first, last = max(x[0], ends[0]), min(x[1], ends[1])
    if first >= last:
        return None
    heights = [line.slope * value + line.intercept for value in (first, last)]
    return first, heights[0], last, heights[1]
