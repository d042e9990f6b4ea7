"""A schedule drawn by hand: points (K, 2) of share and temperature, straight between them. No Qt.

A **share** says how much of the schedule has passed: 0 at the first point, 1 at the last, rising
between them. There are at least two points. Every function returns an array of its own.
"""

import numpy as np

USUAL = 6  # points that stand for a curve: the ends, the bends, and some between
MOST = 9
NEAR_ENOUGH = 0.02  # of the highest temperature: so well the points follow the curve
FULL = 32  # more points than that are not drawn by hand
GAP = 1e-3  # the least distance of two shares


def curve_at(x: np.ndarray, y: np.ndarray, place: float) -> float:
    """Return the height of the curve x (P,), y (P,) at a place; x never falls."""
    return float(np.interp(place, x, y))


def sampled(shares: np.ndarray, temperatures: np.ndarray) -> np.ndarray:
    """Return points (K, 2), K from `USUAL` to `MOST`, that follow a curve (P,), (P,)."""
    chosen = [0.0, 1.0]
    heights = np.array([curve_at(shares, temperatures, share) for share in chosen])
    inside = (shares > GAP) & (shares < 1 - GAP)
    x, y = shares[inside], temperatures[inside]
    close = NEAR_ENOUGH * max(float(np.max(temperatures)), 1e-12)
    while x.size and len(chosen) < MOST:  # where straight lines are farthest from the curve
        misses = np.abs(np.interp(x, chosen, heights) - y)
        misses[np.abs(x[:, None] - np.array(chosen)).min(axis=1) < GAP] = 0.0
        worst = int(np.argmax(misses))
        if misses[worst] <= close:
            break
        place = int(np.searchsorted(chosen, x[worst]))
        chosen.insert(place, float(x[worst]))
        heights = np.insert(heights, place, y[worst])
    while len(chosen) < USUAL:  # something to take hold of everywhere
        widest = int(np.argmax(np.diff(chosen)))
        middle = (chosen[widest] + chosen[widest + 1]) / 2
        chosen.insert(widest + 1, middle)
        heights = np.insert(heights, widest + 1, curve_at(shares, temperatures, middle))
    return np.column_stack([chosen, heights])


def inserted(points: np.ndarray, share: float, temperature: float) -> tuple[np.ndarray, int]:
    """Return the points with one more and its number; one that is there already is moved."""
    share = min(max(share, 0.0), 1.0)
    near = int(np.argmin(np.abs(points[:, 0] - share)))
    if abs(points[near, 0] - share) < 2 * GAP:
        points = points.copy()
        points[near, 1] = max(temperature, 0.0)
        return points, near
    place = int(np.searchsorted(points[:, 0], share))
    return np.insert(points, place, (share, max(temperature, 0.0)), axis=0), place


def moved(
    points: np.ndarray, number: int, share: float, temperature: float, highest: float
) -> np.ndarray:
    """Return the points with one moved: between its neighbours, from 0 to the highest
    temperature; the first and the last keep their shares."""
    result = points.copy()
    if not is_end(points, number):
        low, high = points[number - 1, 0] + GAP, points[number + 1, 0] - GAP
        result[number, 0] = min(max(share, low), high) if low <= high else points[number, 0]
    result[number, 1] = min(max(temperature, 0.0), highest)
    return result


def removed(points: np.ndarray, number: int) -> np.ndarray:
    """Return the points without one; the first and the last stay."""
    return points.copy() if is_end(points, number) else np.delete(points, number, axis=0)


def is_end(points: np.ndarray, number: int) -> bool:
    """Whether it is the first or the last point."""
    return number in (0, len(points) - 1)
