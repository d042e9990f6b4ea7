"""The locations that are in sight: bars one pixel wide say little, so of many locations a stretch
is shown, around the focus. It stays put while the focus moves within it. No Qt.

Locations are a ring: a stretch may go over the last one to the first.
"""

from dataclasses import dataclass

import numpy as np

CALM = 0.95  # of what the best stretch holds is enough to stay
MARGIN = 0.06  # of the stretch at either end, where the focus should not be


@dataclass(frozen=True)
class Window:
    """`count` of `size` locations, from `start` on."""

    start: int
    count: int
    size: int

    @classmethod
    def all_of(cls, size: int) -> "Window":
        return cls(0, size, size)

    @property
    def last(self) -> int:
        """The last location in sight."""
        return (self.start + self.count - 1) % self.size

    def places(self) -> np.ndarray:
        """The locations in sight (count,), in order."""
        return (self.start + np.arange(self.count)) % self.size

    def position(self, location: int) -> int:
        """Which bar a location is, or −1 out of sight."""
        at = (location - self.start) % self.size
        return at if at < self.count else -1

    def is_before(self, location: int) -> bool:
        """Whether the shorter way to a location out of sight leads to the left."""
        after = (location - self.last) % self.size
        return (self.start - location) % self.size < after


def around(weights: np.ndarray, count: int, old: Window | None) -> Window:
    """Return the stretch of `count` locations with most of weights (N,): the old one, where it has
    nearly as much, or one with the focus in its middle."""
    size = weights.size
    if count >= size:
        return Window.all_of(size)
    if old is not None and (old.count, old.size) == (count, size):
        edge = max(int(MARGIN * count), 1)
        inner = weights[old.places()[edge:-edge]].sum() if count > 2 * edge else 0.0
        if inner >= CALM * _sums(weights, count).max():
            return old
    kernel = np.hanning(count + 2)[1:-1]  # most in the middle: there stands the focus
    wrapped = np.concatenate([weights, weights[: count - 1]])
    return Window(int(np.convolve(wrapped, kernel, "valid").argmax()), count, size)


def _sums(weights: np.ndarray, count: int) -> np.ndarray:
    """What every stretch holds (N,)."""
    sums = np.concatenate([[0.0], np.cumsum(np.concatenate([weights, weights[: count - 1]]))])
    return sums[count:] - sums[:-count]
