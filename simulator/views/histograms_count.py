"""How often values occur, in bins of round width that stay put while values drift. No Qt."""

import math
from dataclasses import dataclass

import numpy as np

from simulator.views.trace_scale import CalmRange, round_step

MOST = 100_000  # values that are counted: more are a sample
BINS = 60  # at most
PARTS = 8.0  # into which the range is cut by its own round step


@dataclass(frozen=True, eq=False)
class Bins:
    """Counts of values in bins of one width from `low`, and what sums the values up.

    `counted` of `size` values are in the bins, and in mean and deviation; `largest` is the largest
    |value| of all, and `broken` how many are not finite.
    """

    low: float
    width: float
    counts: np.ndarray  # (B,) intp
    mean: float
    deviation: float
    largest: float
    counted: int
    size: int
    broken: int = 0

    @property
    def high(self) -> float:
        return self.low + self.width * len(self.counts)


def counted(values: np.ndarray, calm: CalmRange) -> Bins | None:
    """Count values of any shape within the range that `calm` keeps; None where none is finite."""
    size, broken = values.size, 0
    low, high = _ends(values)
    if not math.isfinite(low + high):
        kept = values[np.isfinite(values)]
        values, broken = kept, size - kept.size
        low, high = _ends(values)
    if not values.size:
        return None
    sample = _sample(values)
    start, end = calm.cover(low, high, PARTS)
    width = round_step(end - start, BINS)
    number = max(round((end - start) / width), 1)
    places = (sample - np.float32(start)) * np.float32(1 / width)
    places = np.minimum(places.astype(np.intp), number - 1)  # the upper end is in the last bin
    counts = np.bincount(np.maximum(places, 0), minlength=number)
    mean = float(sample.mean(dtype=np.float64))
    deviation = float(sample.std(dtype=np.float64))
    largest = max(high, -low)
    return Bins(start, width, counts, mean, deviation, largest, sample.size, size, broken)


def _ends(values: np.ndarray) -> tuple[float, float]:
    if not values.size:
        return 0.0, 0.0
    return float(values.min()), float(values.max())


def _sample(values: np.ndarray) -> np.ndarray:
    """All of the values, or every k-th: k shares no factor with the length of a row, so that the
    sample is not a few columns."""
    flat = values.reshape(-1)
    if flat.size <= MOST:
        return flat
    step = math.ceil(flat.size / MOST)
    while math.gcd(step, values.shape[-1]) > 1:
        step += 1
    return flat[::step]
