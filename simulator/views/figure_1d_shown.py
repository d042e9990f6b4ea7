"""What Figure 1 is asked to show, and what can be read off it over a place."""

from dataclasses import dataclass, field, fields

import numpy as np

from simulator.views.heat import is_same


def _nothing() -> np.ndarray:
    return np.empty(0)


@dataclass(frozen=True, eq=False)
class Figure1dShown:
    """Curves over x and lines from z; arrays are never changed in place."""

    x: np.ndarray  # (n,) rising
    p: np.ndarray  # (n,) density of the data
    q: np.ndarray  # (n,) density of the generator
    d: np.ndarray  # (n,) what D says
    best: np.ndarray | None = None  # (n,) D* = p / (p + q)
    z: np.ndarray = field(default_factory=_nothing)  # (m,)
    mapped: np.ndarray = field(default_factory=_nothing)  # (m,) G(z)
    stage: str = ""  # what is happening, in words
    d_range: tuple[float, float] = (0.0, 1.0)  # of the axis at the right
    names: tuple[str, str, str, str] = ("data", "generator", "D", "best D")

    def is_like(self, other: "Figure1dShown | None") -> bool:
        """Whether another shows the same."""
        if other is None:
            return False
        for part in fields(self):
            one, two = getattr(self, part.name), getattr(other, part.name)
            is_array = isinstance(one, np.ndarray) and isinstance(two, np.ndarray)
            if not (is_same(one, two) if is_array else type(one) is type(two) and one == two):
                return False
        return True

    def words_at(self, x: float) -> str:
        """The curves' values at a place: "x 0.52 · data 0.61 · generator 0.43 · D 0.58"."""
        curves = zip(self.names, (self.p, self.q, self.d, self.best), strict=True)
        values = [
            f"{name} {float(np.interp(x, self.x, y)):.3g}" for name, y in curves if y is not None
        ]
        return " · ".join([f"x {x:.2f}", *values]).replace("-", "−")
