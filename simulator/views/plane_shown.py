"""What a plane is asked to show, and what can be read off it at a point.

The plane reaches from `low` to `high` on both axes. A **field** is an (n, n) array of values at the
middles of n × n equal cells of it; row r lies at x₂, counted upward from `low`, column c at x₁.
"""

import math
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from simulator.views.heat import is_same

LAYERS = ("heat", "manifold", "density", "data", "fakes", "arrows")  # lowest first
LONGEST = 0.15  # of the plane in sight: the longest arrow


@dataclass(frozen=True, eq=False)
class PlaneShown:
    """Dots, fields and arrows in a plane; arrays are never changed in place."""

    low: float
    high: float
    real: np.ndarray  # (N, 2)
    fake: np.ndarray  # (M, 2)
    heat: np.ndarray | None = None  # (n, n) 0 … 1
    heat_words: str = "D(x): 0 fake · 1 real"
    heat_name: str = "D"
    heat_range: tuple[float, float] = (0.0, 1.0)  # the values that 0 and 1 of `heat` stand for
    boundary: str = "D = ½"  # the name of the line where heat is ½; "": no line
    # images of a lattice of noise whose cells hold equal shares of it: (k, k, 2), or (k, 2)
    manifold: np.ndarray | None = None
    arrows: np.ndarray | None = None  # (A, 4) x₁, x₂, and the way from there, scaled when drawn
    arrow_name: str = "gradient"
    density: np.ndarray | None = None  # (m, m) of the data, 1 over its area
    marked: int | None = None  # of a fake
    real_name: str = "data"
    fake_name: str = "fakes"
    averaged: bool = False  # whether the fakes come from averaged weights

    def check(self) -> "PlaneShown":
        """Return it, or raise ValueError where an array has another shape than it should."""
        fits = {
            "real": self.real.ndim == 2 and self.real.shape[1] == 2,
            "fake": self.fake.ndim == 2 and self.fake.shape[1] == 2,
            "heat": self.heat is None or _is_square(self.heat),
            "density": self.density is None or _is_square(self.density),
            "manifold": self.manifold is None or _is_lattice(self.manifold),
            "arrows": self.arrows is None or self.arrows.shape[1:] == (4,),
        }
        for name, is_fit in fits.items():
            if not is_fit:
                raise ValueError(
                    f"{name} of shape {getattr(self, name).shape} is no part of a plane"
                )
        return self

    def is_like(self, other: "PlaneShown | None") -> bool:
        """Whether another shows the same."""
        return other is not None and all(
            _is_same(getattr(self, part.name), getattr(other, part.name)) for part in fields(self)
        )

    @property
    def span(self) -> float:
        return self.high - self.low

    @cached_property
    def longest(self) -> float:
        """The length of the longest arrow."""
        if self.arrows is None:
            return 0.0
        lengths = np.hypot(self.arrows[:, 2].astype(float), self.arrows[:, 3].astype(float))
        return float(lengths[np.isfinite(lengths)].max(initial=0.0))

    def arrow_scale(self, span: float) -> float:
        """How many times their length arrows are drawn where so much of an axis is in sight: a
        round number that leaves the longest at most LONGEST of it; 0 where none has a length."""
        return round_down(LONGEST * span / self.longest) if self.longest > 0 else 0.0

    @cached_property
    def outside(self) -> float:
        """The share of fakes that lie outside the plane, or nowhere."""
        if not len(self.fake):
            return 0.0
        is_in = ((self.fake >= self.low) & (self.fake <= self.high)).all(axis=1)
        return 1.0 - float(is_in.mean())

    def is_inside(self, x: float, y: float) -> bool:
        return self.low <= x <= self.high and self.low <= y <= self.high

    def value_at(self, field: np.ndarray, x: float, y: float) -> float:
        """A field's value at a point of the plane, between four middles of cells."""
        n = len(field)
        column, row = (min(max((v - self.low) / self.span * n - 0.5, 0.0), n - 1.0) for v in (x, y))
        i, j = min(int(row), max(n - 2, 0)), min(int(column), max(n - 2, 0))
        up, right = row - i, column - j
        some = field[i : i + 2, j : j + 2].astype(float)
        across = some[:, 0] * (1 - right) + some[:, -1] * right
        return float(across[0] * (1 - up) + across[-1] * up)

    def words_at(self, x: float, y: float) -> str:
        """What there is at a point: "x₁ 0.52  x₂ −0.10 · D 0.63 · p 1.2"."""
        parts = [f"x₁ {x:.2f}  x₂ {y:.2f}"]
        if self.is_inside(x, y):
            if self.heat is not None:
                least, most = self.heat_range
                value = least + (most - least) * self.value_at(self.heat, x, y)
                parts.append(f"{self.heat_name} {value:.2f}")
            if self.density is not None:
                parts.append(f"p {self.value_at(self.density, x, y):.2g}")
        return " · ".join(parts).replace("-", "−")


def _is_square(field: np.ndarray) -> bool:
    return field.ndim == 2 and field.shape[0] == field.shape[1] >= 2


def _is_lattice(points: np.ndarray) -> bool:
    """Whether points are (k, k, 2) or (k, 2)."""
    shape = points.shape
    return shape[-1] == 2 and (len(shape) == 2 or (len(shape) == 3 and shape[0] == shape[1] >= 2))


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return is_same(one, other)
    return type(one) is type(other) and one == other


def round_down(value: float) -> float:
    """The largest of 1, 2 or 5 × 10ⁿ that is not above a positive `value`."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(m * power for m in (5.0, 2.0, 1.0) if m * power <= value * (1 + 1e-9))


def scale_text(scale: float) -> str:
    """Write how many times: ×20, ×0.5, ×2·10⁶."""
    if scale and not 1e-3 < scale < 1e5:
        power = math.floor(math.log10(scale) + 1e-9)
        raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"×{scale / 10.0**power:.0f}·10{raised}"
    return f"×{scale:g}"
