"""A canvas: a square of grey tones on which scenes are painted, at any number of pixels.

Places are (x, y) from 0 to 1, x to the right and y down; tones go from 0, black, to 1, white. A
**cover** says how much of each pixel a shape covers, from 0 to 1, so that edges are soft.

Shapes: a canvas of h × w pixels has tone (h, w), x (1, w) and y (h, 1), all float32; x and y are
the pixels' middles. Covers, textures and the tones of shapes are (h, w), or a number.
"""

from collections.abc import Sequence
from copy import copy

import numpy as np

ROWS_A_PIXEL = 3  # a polygon's edges are followed so finely
CURVE_PIECES = 8  # between two points of a curve

Tone = float | np.ndarray
Points = Sequence[tuple[float, float]] | np.ndarray  # (n, 2)


class Canvas:
    """Paints over what is there, later shapes over earlier ones."""

    def __init__(self, side: int) -> None:
        self.side = side  # pixels from 0 to 1
        middles = ((np.arange(side) + 0.5) / side).astype(np.float32)
        self.x, self.y = middles[None, :], middles[:, None]
        self.tone = np.zeros((side, side), np.float32)
        self._left = self._top = 0  # a part's first column and row

    def part(self, left: float, top: float, right: float, bottom: float) -> "Canvas":
        """The pixels between two corners, as a canvas: what is painted there is painted here."""
        return self._cut(*self._around(np.array([left, top]), np.array([right, bottom])))

    # ---- painting ----

    def lay(self, cover: Tone, tone: Tone) -> None:
        """Paint a tone where a cover is."""
        self.tone += cover * (tone - self.tone)

    def fill(self, points: Points, tone: Tone, strength: float = 1.0) -> None:
        """Paint the inside of a closed line."""
        points = np.asarray(points, np.float64)
        where = self._around(points.min(axis=0), points.max(axis=0))
        part = self._cut(*where)
        if part.tone.size:
            shades = np.broadcast_to(np.asarray(tone, np.float32), self.tone.shape)[where]
            part.lay(np.float32(strength) * part._inside(points), shades)

    def stroke(self, points: Points, width: float | np.ndarray, tone: Tone) -> None:
        """Paint a line through points, of one width or of n, in shares of 1."""
        points = np.asarray(points, np.float64)
        along = np.gradient(points, axis=0)
        across = along[:, ::-1] * (-1, 1) / np.hypot(*along.T)[:, None]
        half = np.broadcast_to(np.asarray(width) / 2, len(points))[:, None] * across
        self.fill(np.concatenate([points + half, (points - half)[::-1]]), tone)

    def glow(self, x: float, y: float, reach: float, strength: float) -> None:
        """Add light about a place, half of it within `reach`."""
        self.tone += strength * bump(self.x - x, reach) * bump(self.y - y, reach)

    # ---- covers and textures ----

    def edge(self, depth: np.ndarray) -> np.ndarray:
        """The cover of what lies so deep (in shares of 1) inside a shape."""
        return np.clip(depth * np.float32(self.side) + np.float32(0.5), 0, 1)

    def below(self, line: Tone) -> np.ndarray:
        """The cover of what lies below a line y, (1, w)."""
        return self.edge(self.y - line)

    def ellipse(self, x: float, y: float, wide: float, high: float) -> np.ndarray:
        """The cover of an ellipse of two radii."""
        distance = np.sqrt(((self.x - x) / wide) ** 2 + ((self.y - y) / high) ** 2)
        return self.edge((1 - distance) * min(wide, high))

    def noise(
        self, across: int, down: int, seed: int, octaves: int = 4, rough: float = 0.5
    ) -> np.ndarray:
        """Smooth random tones about 0, mostly within ±1, of so many waves across and down.

        Each octave has waves half as long, and `rough` times as high, as the one before.
        """
        rng = np.random.Generator(np.random.PCG64(seed))
        lattice = np.zeros((2, 2), np.float32)
        for octave in range(octaves):
            size = down * 2**octave + 1, across * 2**octave + 1
            lattice = _between(lattice, *(np.linspace(0, 1, n) for n in size))
            lattice += rough**octave * (2 * rng.random(size, np.float32) - 1)
        return _between(lattice, self.y.ravel(), self.x.ravel())

    def ridge(self, waves: int, seed: int, octaves: int = 7, rough: float = 0.5) -> np.ndarray:
        """A random line (1, w) about 0, mostly within ±1."""
        rng = np.random.Generator(np.random.PCG64(seed))
        line = np.zeros_like(self.x)
        for octave in range(octaves):
            heights = rough**octave * (2 * rng.random(waves * 2**octave + 1) - 1)
            line += np.interp(self.x, np.linspace(0, 1, heights.size), heights)
        return line

    # ---- parts and polygons ----

    def _cut(self, rows: slice, columns: slice) -> "Canvas":
        part = copy(self)
        part.x, part.y, part.tone = self.x[:, columns], self.y[rows], self.tone[rows, columns]
        part._left, part._top = self._left + columns.start, self._top + rows.start
        return part

    def _around(self, low: np.ndarray, high: np.ndarray) -> tuple[slice, slice]:
        """The rows and columns of the pixels that touch what lies between two corners."""
        corner, size = (self._left, self._top), self.tone.shape[::-1]
        first = np.clip(np.floor(low * self.side).astype(int) - corner, 0, size)
        last = np.clip(np.ceil(high * self.side).astype(int) - corner, first, size)
        return slice(int(first[1]), int(last[1])), slice(int(first[0]), int(last[0]))

    def _inside(self, points: np.ndarray) -> np.ndarray:
        """The cover of the inside of a closed line.

        Each row is cut into three; where an edge crosses one, what lies to the right of it is
        inside from there on (edges that go down) or outside (edges that go up).
        """
        high, wide = self.tone.shape
        change = np.zeros((high, wide + 2), np.float32)
        xs, ys = (points * self.side - (self._left, self._top)).T
        for x0, y0, x1, y1 in zip(xs, ys, np.roll(xs, -1), np.roll(ys, -1), strict=True):
            first, last = (np.ceil(y * ROWS_A_PIXEL - 0.5) for y in (min(y0, y1), max(y0, y1)))
            rows = np.arange(max(first, 0), min(last, high * ROWS_A_PIXEL))
            if rows.size:
                cut = x0 + ((rows + 0.5) / ROWS_A_PIXEL - y0) * (x1 - x0) / (y1 - y0)
                cut = np.clip(cut, 0, wide)
                column, row = cut.astype(int), (rows // ROWS_A_PIXEL).astype(int)
                sign = (1 if y1 > y0 else -1) / ROWS_A_PIXEL
                np.add.at(change, (row, column), sign * (1 - cut + column))
                np.add.at(change, (row, column + 1), sign * (cut - column))
        return np.minimum(np.abs(np.cumsum(change, axis=1)[:, :wide]), 1)


def curve(points: Points, is_closed: bool = False) -> np.ndarray:
    """A smooth line (m, 2) through points (n, 2): Catmull and Rom's spline."""
    p = np.asarray(points, np.float64)
    p = np.concatenate([p[-1:], p, p[:2]] if is_closed else [p[:1], p, p[-1:]])
    t = np.linspace(0, 1, CURVE_PIECES, endpoint=False)[None, :, None]
    a, b, c, d = (p[k : len(p) - 3 + k, None] for k in range(4))
    pieces = b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    line = pieces.reshape(-1, 2)
    return line if is_closed else np.concatenate([line, p[-2:-1]])


def box(left: float, top: float, right: float, bottom: float) -> Points:
    """The corners of a rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def step(low: float, high: float, value: np.ndarray) -> np.ndarray:
    """0 up to `low`, 1 from `high` on (or the other way round), smooth between."""
    t = np.clip((value - low) * (1 / (high - low)), 0, 1)
    return t * t * (3 - 2 * t)


def bump(value: np.ndarray, reach: Tone) -> np.ndarray:
    """1 at 0, one half at ±`reach`, and soon nothing."""
    return np.exp2(-((value * (1 / reach)) ** 2))


def _between(lattice: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """A lattice over the unit square, looked up smoothly at rows (h,) and columns (w,): (h, w)."""
    return _along(np.ascontiguousarray(_along(lattice.T, columns).T), rows)


def _along(lattice: np.ndarray, places: np.ndarray) -> np.ndarray:
    """A lattice (n, m), its rows evenly over 0 … 1, looked up smoothly at places (h,): (h, m)."""
    place = places.astype(np.float32) * np.float32(len(lattice) - 1)
    before = np.minimum(place.astype(np.intp), len(lattice) - 2)
    share = step(0, 1, place - before.astype(np.float32))[:, None]
    low, high = lattice[before], lattice[before + 1]
    high -= low
    high *= share
    return np.add(low, high, out=low)
