"""The camera of a landscape: from its block to the pixels of the view, and what hides what.

The **block** stands on the unit square (x, y) and rises to z = 1 where the picture is highest; its
heights are drawn `RISE` times as long as its sides. **Azimuth** turns it about its middle,
**elevation** lifts the eye, both in degrees. The film stands upright, as in an architect's camera:
perspective is true, and what is vertical stays vertical, one column of pixels being one plane.

With ground coordinates r (to the right) and d (away from the eye, D = `FAR` at the middle),
    column = middle + s·D·r/d        row = horizon + s·D·cos(elevation)·(eye − z·RISE)/d
"""

import math
from dataclasses import dataclass

import numpy as np

RISE = 0.62
FAR = 3.4  # how far the eye is from the block's middle, in its sides
RADIUS = math.sqrt(0.5)  # of the circle about the block's ground
SAMPLES = 40  # along a ray, to see whether the surface is in its way
GRAZING = 0.012  # of the height: a point on the surface is not hidden by itself

Corner = tuple[int, int]
CORNERS: list[Corner] = [(0, 0), (1, 0), (1, 1), (0, 1)]  # of the ground, in turn
Rows = np.ndarray


@dataclass(frozen=True)
class Camera:
    azimuth: float
    elevation: float
    box: tuple[float, float, float, float]  # left, top, width, height of the room for the block

    @property
    def eye(self) -> float:
        """How high the eye is above the ground, in sides of the block."""
        return FAR * math.tan(math.radians(self.elevation)) + RISE / 2

    @property
    def size(self) -> float:
        """Pixels of one side of the block at its middle; the same at every azimuth."""
        wide = 2 * RADIUS / math.sqrt(1 - (RADIUS / FAR) ** 2)
        top, bottom = self._rows_of_block()
        return min(self.box[2] / wide, self.box[3] / (bottom - top))

    def _rows_of_block(self) -> tuple[float, float]:
        """Return the highest and the lowest row of the block for s = 1, from the horizon."""
        tilt, eye = FAR * math.cos(math.radians(self.elevation)), self.eye
        tops = [tilt * (eye - RISE) / (FAR + side * RADIUS) for side in (-1, 1)]
        return min(tops), tilt * eye / (FAR - RADIUS)

    @property
    def middle(self) -> float:
        """The column of the block's middle."""
        return self.box[0] + self.box[2] / 2

    @property
    def horizon(self) -> float:
        """The row at the height of the eye."""
        top, bottom = self._rows_of_block()
        return self.box[1] + self.box[3] / 2 - self.size * (top + bottom) / 2

    @property
    def turn(self) -> tuple[float, float]:
        """Cosine and sine of the azimuth."""
        return math.cos(math.radians(self.azimuth)), math.sin(math.radians(self.azimuth))

    def ground(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return r and d of places x, y."""
        cos, sin = self.turn
        x, y = np.asarray(x, float) - 0.5, np.asarray(y, float) - 0.5
        return x * cos + y * sin, FAR + y * cos - x * sin

    def row(self, z: np.ndarray, d: np.ndarray) -> np.ndarray:
        """Return the row of height z (0 … 1) at distance d."""
        tilt = self.size * FAR * math.cos(math.radians(self.elevation))
        return self.horizon + tilt * (self.eye - z * RISE) / d

    def project(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> tuple[Rows, Rows]:
        """Return the columns and rows of points."""
        r, d = self.ground(x, y)
        return self.middle + self.size * FAR * r / d, self.row(z, d)

    def is_hidden(
        self, surface: np.ndarray, x: np.ndarray, y: np.ndarray, z: np.ndarray
    ) -> np.ndarray:
        """Whether the surface (P, Q) stands between the eye and each of M points, (M,) bool."""
        r, d = self.ground(x, y)
        share = np.linspace(0, 1, SAMPLES + 1)[1:, None] * np.minimum(2 * RADIUS / d, 1)
        near = 1 - share  # (samples, M) of the way from the eye to the point
        cos, sin = self.turn
        right, away = r * near, d * near - FAR
        places = right * cos - away * sin + 0.5, right * sin + away * cos + 0.5
        heights = self.eye / RISE * share + np.asarray(z, float) * near
        is_over = sampled(surface, *places) - heights > GRAZING
        for place in places:
            is_over &= np.abs(place - 0.5) <= 0.5
        return np.logical_or.reduce(is_over, axis=0)

    def bounds(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height of the pixels that the block may cover."""
        x, y, z = np.indices((2, 2, 2)).reshape(3, -1)
        columns, rows = self.project(x, y, z)
        left, top = math.floor(columns.min()), math.floor(rows.min())
        return left, top, math.ceil(columns.max()) - left, math.ceil(rows.max()) - top

    def walls(self) -> list[tuple[Corner, Corner, bool]]:
        """Return the sides of the block: two corners (x, y) of the ground, the left one first, and
        whether the side looks to the eye."""
        r, d = self.ground(*np.array(CORNERS).T)
        found = []
        for a in range(4):
            b = (a + 1) % 4
            is_seen = r[a] * d[b] - r[b] * d[a] < 0  # the corners run against the clock
            first, last = sorted((a, b), key=lambda k: r[k] / d[k])
            found.append((CORNERS[first], CORNERS[last], bool(is_seen)))
        return found

    def leftmost(self) -> Corner:
        """Return the corner of the ground that stands leftmost on screen."""
        r, d = self.ground(*np.array(CORNERS).T)
        return CORNERS[int((r / d).argmin())]


def sampled(surface: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return a surface (P, Q) over the unit square at places x, y, straight between its points."""
    rows, columns = surface.shape
    u, v = np.clip(x, 0, 1) * (rows - 1), np.clip(y, 0, 1) * (columns - 1)
    i, j = np.minimum(u.astype(np.int32), rows - 2), np.minimum(v.astype(np.int32), columns - 2)
    u, v = u - i, v - j
    flat, at = surface.ravel(), i * columns + j
    near = flat[at] * (1 - v) + flat[at + 1] * v
    at += columns
    return near * (1 - u) + (flat[at] * (1 - v) + flat[at + 1] * v) * u
