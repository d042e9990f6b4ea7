"""The arithmetic of a plot: round ticks, ranges that stay put, labels that do not collide. No Qt.

A **step** is the distance of two ticks: 1, 2 or 5 times a power of ten. A **calm range** holds as
long as the data stand well in it, and then moves by a good piece at once, so that nothing
trembles while a trace grows.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

ROUND = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
LEAST_SHARE = 0.3  # of the range that the data must fill for it to stay
HEADROOM = 1.25  # how much further than the data a range reaches when it grows
MAX_TICKS = 200
FLAT = 1e-6  # data that differ less than this share of their size are one value
MOST_JAGGED = 8.0  # times as long as it is wide: a dashed curve that can still be followed


def round_step(span: float, count: float) -> float:
    """Return the smallest step of 1, 2 or 5 × 10ⁿ that cuts `span` into at most `count` parts."""
    least = max(span / max(count, 1.0), 1e-300)
    power = 10.0 ** math.floor(math.log10(least))
    return next((m * power for m in (1.0, 2.0, 5.0) if m * power >= least * (1 - 1e-9)), 10 * power)


def round_up(value: float) -> float:
    """Return the next round number that is not below a positive `value`."""
    power = 10.0 ** math.floor(math.log10(value))
    return next((m * power for m in ROUND if m * power >= value * (1 - 1e-9)), 10 * power)


def ticks(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of `step` from `low` to `high`, ends included."""
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return [k * step for k in range(first, min(last, first + MAX_TICKS) + 1)]


def tick_text(value: float, step: float) -> str:
    """Write a tick with just the digits its step needs, in thin groups of three."""
    if value and (abs(value) >= 1e7 or step < 1e-5):
        text = f"{value:.4g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
    else:
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        text = f"{value + 0.0:,.{decimals}f}".replace(",", "\u2009")
    return f"−{text[1:]}" if text.startswith("-") else text


@dataclass
class CalmRange:
    """From `low` to `high`; empty (low = high) before the first data."""

    low: float = 0.0
    high: float = 0.0

    def cover(self, low: float, high: float, count: float) -> tuple[float, float]:
        """Take in the data from `low` to `high`; a new range ends on ticks, about `count`."""
        if high - low <= FLAT * max(abs(low), abs(high)):  # rounding: not to be blown up
            low = high = float(f"{(low + high) / 2:.6g}")
        if not self._holds(low, high, LEAST_SHARE):
            span = (high - low) or abs(high) * 0.1 or 1.0
            step = round_step(span, count)
            self.low = step * math.floor(low / step + 1e-6)
            self.high = step * math.ceil(high / step - 1e-6)
            if high == low:
                self.low, self.high = self.low - step, self.high + step
        return self.low, self.high

    def grow(self, start: float, end: float, least: float) -> tuple[float, float]:
        """Take in a time from `start` to `end`, with room for what is to come; `least` long."""
        reach = max(end - start, least)
        is_long = end > start and self.high - self.low > max(reach, least) / LEAST_SHARE
        if self.low != start or self.high < end or self.high <= self.low or is_long:
            room = HEADROOM if end - start > least else 1.0
            self.low, self.high = start, start + round_up(reach * room)
        if end <= start:
            self.high = start + round_up(least)
        return self.low, self.high

    def _holds(self, low: float, high: float, share: float) -> bool:
        is_inside = self.low <= low and high <= self.high
        return is_inside and high - low >= share * (self.high - self.low) > 0


Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass
class Shelf:
    """Places boxes so that no two overlap, between `top` and `bottom`."""

    top: float
    bottom: float
    taken: list[Box] = field(default_factory=list)

    def put(self, box: Box, reach: float, is_up: bool = False) -> Box | None:
        """Place a box, moved by at most `reach`, down or up first; None where there is no room."""
        left, top, width, height = box
        for shift in self._shifts(height / 4, reach, -1 if is_up else 1):
            y = min(max(top + shift, self.top), self.bottom - height)
            if abs(y - top) <= reach + height / 2 and self._is_free((left, y, width, height)):
                self.taken.append((left, y, width, height))
                return self.taken[-1]
        return None

    @staticmethod
    def _shifts(unit: float, reach: float, first: int) -> Iterable[float]:
        count = int(reach / unit) + 1
        yield from (first * k * unit for k in range(count))
        yield from (-first * k * unit for k in range(1, count))

    def _is_free(self, box: Box) -> bool:
        x, y, w, h = box
        return not any(
            x < left + width and left < x + w and y < top + height and top < y + h
            for left, top, width, height in self.taken
        )


def thinned(x: np.ndarray, y: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Keep the extremes of x (P,), y (K, P) in bins: (Q,) and (K, Q), Q at most about 2·`most`.

    The bins are counted from the first point, so the past does not tremble while the trace grows.
    """
    size = math.ceil(x.size / max(most, 1))
    if size <= 2:
        return x, y
    padding = -x.size % size
    bins = np.pad(y, ((0, 0), (0, padding)), mode="edge").reshape(len(y), -1, size)  # (K, B, size)
    low, high = bins[:, :, 0].copy(), bins[:, :, 0].copy()
    for j in range(1, size):  # argmin over so short an axis takes ten times as long
        np.fmin(low, bins[:, :, j], out=low)
        np.fmax(high, bins[:, :, j], out=high)
    is_rising = bins[:, :, -1] >= bins[:, :, 0]
    kept = np.stack([np.where(is_rising, low, high), np.where(is_rising, high, low)], axis=2)
    places = np.pad(x, (0, padding), mode="edge").reshape(-1, size)[:, [0, -1]]  # (B, 2)
    return places.ravel(), kept.reshape(len(y), -1)


def without_straight(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Drop the points (P,) that lie exactly between their neighbours; NaN stays."""
    dx, dy = np.diff(x), np.diff(y)
    kept = np.ones(x.size, bool)
    kept[1:-1] = ~(np.abs(dx[:-1] * dy[1:] - dx[1:] * dy[:-1]) < 1e-9)
    return x[kept], y[kept]


def dashed(x: np.ndarray, y: np.ndarray, piece: float, gap: float) -> tuple[np.ndarray, np.ndarray]:
    """Cut a curve (P,) in pixels, x rising, into pieces of a length, with NaN between them: a pen
    that dashes would be slow on a jagged curve. One so jagged that dashes along it would run
    together is cut by its x."""
    parts = np.split(np.arange(x.size), np.flatnonzero(~(np.isfinite(x) & np.isfinite(y))))
    cut = [
        _cut(x[p], y[p], piece, gap) for p in (p[np.isfinite(y[p])] for p in parts) if p.size > 1
    ]
    if not cut:
        return x, y
    return tuple(np.concatenate([part for pair in cut for part in (pair[axis], [np.nan])])[:-1]
                 for axis in (0, 1))  # type: ignore[return-value]  # fmt: skip


def _cut(x: np.ndarray, y: np.ndarray, piece: float, gap: float) -> tuple[np.ndarray, np.ndarray]:
    """Cut a curve without holes."""
    along = np.append(0.0, np.cumsum(np.hypot(np.diff(x), np.diff(y))))
    if along[-1] > MOST_JAGGED * max(x[-1] - x[0], 1.0):
        along = x - x[0]
    period = piece + gap
    begins = np.arange(0.0, along[-1], period)
    cuts = np.concatenate([begins, begins + piece, begins + piece + gap / 2])
    cuts = np.sort(cuts[(cuts > 0) & (cuts < along[-1])])
    where = np.searchsorted(along, cuts)
    all_x, all_y = (np.insert(axis, where, np.interp(cuts, along, axis)) for axis in (x, y))
    is_gap = np.mod(np.insert(along, where, cuts), period) > piece + 1e-9
    return all_x, np.where(is_gap, np.nan, all_y)
