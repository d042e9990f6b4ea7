"""What a landscape shows, apart from what moves over it: heights, their range, and the words."""

import math
from dataclasses import dataclass, field

import numpy as np

from simulator.views.trace_scale import FLAT, round_step

FOOT = 0.05  # of the range: how much of the block there is below the lowest point
TICKS, LINES = 5, 4  # parts of the axis at most, contour lines a tick


@dataclass(frozen=True, eq=False)
class Scene:
    """Heights (P, Q) over x (rows) and y (columns), each from 0 to 1."""

    heights: np.ndarray
    corners: tuple[str, str, str, str]  # at (x, y) = (0, 0), (1, 0), (0, 1), (1, 1)
    axes: tuple[str, str]  # words along x and y
    energy: str  # name of the vertical axis, with its unit
    cue: tuple[float, float] | None
    limits: tuple[float, float]  # energies at the block's foot and top
    surface: np.ndarray = field(init=False)  # (P, Q) heights as shares of the limits

    def __post_init__(self) -> None:
        low, high = self.limits
        object.__setattr__(self, "surface", (self.heights - low) / (high - low))

    def is_like(self, other: "Scene | None") -> bool:
        """Whether two scenes look the same."""
        return (
            other is not None
            and self.words() == other.words()
            and (self.heights is other.heights or np.array_equal(self.heights, other.heights))
        )

    def words(self) -> tuple:
        return self.corners, self.axes, self.energy, self.cue, self.limits

    @property
    def tick(self) -> float:
        return round_step(self.limits[1] - self.limits[0], TICKS)

    @property
    def contour_share(self) -> float:
        """The distance of two contour lines, as a share of the block's height."""
        return self.tick / LINES / (self.limits[1] - self.limits[0])

    def share(self, energy: float) -> float:
        """Return where an energy stands between foot (0) and top (1) of the block."""
        low, high = self.limits
        return (energy - low) / (high - low)


def limits_of(heights: np.ndarray, energy: float | None) -> tuple[float, float]:
    """Return a range that holds all heights, and a state's energy, in coarse steps: a state that
    sinks below the sheet makes it grow a few times, not with every frame."""
    low, high = float(heights.min()), float(heights.max())
    if high - low <= FLAT * max(abs(low), abs(high), 1e-300):
        low, high = low - max(abs(low) / 10, 0.5), high + max(abs(high) / 10, 0.5)
    span = high - low
    low -= FOOT * span
    if energy is not None and math.isfinite(energy):
        step = span / 5
        low -= step * max(math.ceil((low - energy) / step), 0)
        high += step * max(math.ceil((energy - high) / step), 0)
    return low, high
