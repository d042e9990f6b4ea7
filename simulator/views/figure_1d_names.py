"""Where the names of curves stand: each at its own curve, clear of the others. No Qt.

A name that still stands clear stays where it is, so that nothing jumps while curves move.
All places are tried at once, in columns of STEP pixels: 0.8 ms for four names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.views.trace_scale import Box

STEP = 8.0  # pixels of a column
GAP = 3.0  # pixels between a name and its curve
NEAR = 14.0  # pixels: clearer than this is as good
FAR = 40.0  # what a name loses over the whole width, away from where it is wished
ABOVE, BELOW, RIGHT, LEFT = range(4)
DEPTHS = 5  # places beside a peak, one below the other
LOSS = np.array([0.0, 4.0, 6.0, 6.0])  # of each side: above is best

Place = tuple[int, float, float]  # a side, shares of the plot to the left and above


@dataclass(frozen=True)
class Named:
    """A curve in pixels (P,), x rising, the width of its name, and whether that belongs to the
    peak; else to the middle."""

    x: np.ndarray
    y: np.ndarray
    width: float
    has_peak: bool = False


class Names:
    """Places names; remembers where they stood."""

    def __init__(self) -> None:
        self._before: list[Place | None] = []

    def place(self, curves: Sequence[Named], plot: Box, height: float) -> list[Box | None]:
        """Return a box for each name within a plot, or None where no place is clear; earlier ones
        choose first."""
        if len(self._before) != len(curves):
            self._before = [None] * len(curves)
        left, _, width, _ = plot
        columns = left + STEP * (0.5 + np.arange(max(int(width / STEP), 1)))
        heights = np.stack([np.interp(columns, curve.x, curve.y) for curve in curves])  # (C, W)
        taken: list[Box] = []
        result: list[Box | None] = []
        for k, curve in enumerate(curves):
            tries = _Tries(k, curve, heights, plot, height, taken)
            best = tries.best(self._before[k])
            box = tries.box(best) if best is not None else None
            self._before[k] = tries.place(best) if best is not None else None
            result.append(box)
            taken += [box] if box else []
        return result


class _Tries:
    """All places of one name: Q of them, above and below its curve and, at a peak, beside it."""

    def __init__(
        self,
        k: int,
        curve: Named,
        heights: np.ndarray,
        plot: Box,
        height: float,
        taken: Sequence[Box],
    ) -> None:
        self._plot, self._width, self._height = plot, curve.width, height
        span = min(max(int(np.ceil(curve.width / STEP)), 1), heights.shape[1])
        windows = np.lib.stride_tricks.sliding_window_view(heights, span, axis=1)  # (C, P, span)
        self._high, self._low = windows.min(axis=2), windows.max(axis=2)  # (C, P), as seen
        count = self._high.shape[1]
        at = np.arange(count)
        beside = _beside(heights[k], span, count, height, plot[1]) if curve.has_peak else []
        sides, columns, tops = np.array(beside, float).reshape(-1, 3).T
        self.side = np.concatenate([np.repeat((ABOVE, BELOW), count), sides.astype(int)])
        self.column = np.concatenate([at, at, columns.astype(int)])
        self.top = np.concatenate([self._high[k] - GAP - height, self._low[k] + GAP, tops])
        self.left = plot[0] + STEP * self.column
        self.clear = self._clearances(k, taken)
        wish = (count - 1) / 2
        if curve.has_peak:
            wish = min(max(float(np.argmin(heights[k])) - span / 2, 0.0), count - 1.0)
        away = np.where(self.side > BELOW, 0.0, np.abs(self.column - wish) / max(count - 1, 1))
        self.score = np.minimum(self.clear, NEAR) - FAR * away - LOSS[self.side]

    def _clearances(self, k: int, taken: Sequence[Box]) -> np.ndarray:
        """How far the nearest other thing is from each place, (Q,); not positive: it is in the
        way. A steep curve is no good place: its name would hang far from most of it."""
        steep = np.maximum(self._low[k] - self._high[k] - self._height / 2, 0.0)[self.column]
        clear = np.where(self.side > BELOW, NEAR, NEAR - steep)
        foot = self.top + self._height
        for j in range(len(self._high)):
            if j != k:
                above, below = self._high[j][self.column], self._low[j][self.column]
                clear = np.minimum(clear, np.maximum(self.top - below, above - foot))
        for x, y, wide, high in taken:
            across = np.maximum(x - self.left - self._width, self.left - x - wide)
            clear = np.minimum(clear, np.maximum(across, np.maximum(y - foot, self.top - y - high)))
        is_out = (self.top < self._plot[1]) | (foot > self._plot[1] + self._plot[3])
        return np.where(is_out, -1.0, clear)

    def best(self, before: Place | None) -> int | None:
        """The number of the place where the name stood, if it is clear, or of the best."""
        if before is not None:
            across, down = self._shares()
            near = np.abs(across - before[1]) + np.abs(down - before[2])
            near = np.where(self.side == before[0], near, np.inf)
            old = int(np.argmin(near))
            if near[old] < 0.2 and self.clear[old] > 0:
                return old
        best = int(np.argmax(np.where(self.clear > 0, self.score, -np.inf)))
        return best if self.clear[best] > 0 else None

    def _shares(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the places are, as shares of the plot; how far down counts only beside a peak."""
        left, top, width, height = self._plot
        down = np.where(self.side > BELOW, (self.top - top) / height, 0.0)
        return (self.left - left) / width, down

    def place(self, k: int) -> Place:
        across, down = self._shares()
        return int(self.side[k]), float(across[k]), float(down[k])

    def box(self, k: int) -> Box:
        return float(self.left[k]), float(self.top[k]), self._width, self._height


def _beside(
    heights: np.ndarray, span: int, count: int, height: float, top: float
) -> list[tuple[int, int, float]]:
    """Places right and left of a curve's peak, (side, column, top): next to its slopes."""
    found = []
    peak, gap = int(np.argmin(heights)), int(np.ceil(GAP / STEP))
    for depth in range(DEPTHS):
        start = max(float(heights[peak]), top) + GAP + depth * 0.7 * height
        is_below = heights > start + height
        right, left = np.flatnonzero(is_below[peak:]), np.flatnonzero(is_below[: peak + 1])
        if right.size and peak + right[0] + gap < count:
            found.append((RIGHT, peak + int(right[0]) + gap, start))
        if left.size and left[-1] - gap - span >= 0:
            found.append((LEFT, int(left[-1]) - gap - span, start))
    return found
