"""Slow obvious twins of kernels/strokes.py, in plain Python."""

import math

from kernels.strokes import SOFT


def cover(line, is_drawn, side: int) -> list[list[float]]:
    """The share of ink of every pixel: the most that any piece of the line gives it."""
    pieces = [k for k in range(1, len(line)) if is_drawn[k]]
    return [
        [max((share(j + 0.5, i + 0.5, line[k - 1], line[k]) for k in pieces), default=0.0)
         for j in range(side)]
        for i in range(side)
    ]  # fmt: skip


def share(x: float, y: float, a, b) -> float:
    """The ink at a place (x, y) of a pen that goes from a = (x, y, radius) to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = ((x - a[0]) * dx + (y - a[1]) * dy) / length if length else 0.0
    t = min(max(t, 0.0), 1.0)
    distance = math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)
    radius = a[2] + t * (b[2] - a[2])
    return min(max((radius - distance) / SOFT + 0.5, 0.0), 1.0)


def spline(a: float, b: float, c: float, d: float, t: float) -> float:
    """Catmull and Rom's curve from b to c: Hermite's, its slopes half of c − a and of d − b."""
    return (
        (2 * t**3 - 3 * t**2 + 1) * b
        + (t**3 - 2 * t**2 + t) * (c - a) / 2
        + (3 * t**2 - 2 * t**3) * c
        + (t**3 - t**2) * (d - b) / 2
    )
