"""The block of a landscape as pixels: a surface in the light, contour lines, cut faces below it.

For each column of pixels one ray runs over the ground from where it enters the block to where it
leaves it. The surface over the ray, drawn from the near end to the far one, is seen wherever it is
higher on screen than all before it; so each pixel finds its place on the ray by counting. Below
the near end stands the cut face.
"""

from copy import copy
from functools import cache, lru_cache

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QImage

from simulator.controls import theme
from simulator.views.landscape_camera import FAR, RISE, Camera, sampled

FINE = 193  # points along each side that the light is computed on
LIGHT = (-0.56, -0.30, 0.77)  # where it comes from: to the right, away from the eye, up
SHADES, TONES = 512, 128  # steps of height and of brightness in the table of colours
BRIGHTEST = 1.35
STRIP = 96  # columns at once: what is computed for them stays in the processor's cache
GLARE = 0.6  # how fast what is brighter than 1 turns white
PALE = 0.62  # how much of the paper is in the colour of a cut face
WALLS = (1.02, 0.86)  # brightness of a cut face in the light, and of one away from it
CONTOUR, WALL_CONTOUR = np.float32(0.30), np.float32(0.13)  # how much darker the lines are


class Relief:
    """A surface (P, Q) of heights 0 … 1, ready to be drawn from any side."""

    def __init__(self, surface: np.ndarray, zero: float, contour: float) -> None:
        """`contour` is the distance of two contour lines, and one of them is at `zero`."""
        rows, columns = surface.shape
        fine = _smoothing(rows) @ surface @ _smoothing(columns).T
        self._fine = np.clip(fine, 0, 1).astype(np.float32)  # (FINE, FINE)
        self._slopes = np.gradient(self._fine, np.float32(1 / (FINE - 1)))
        self._zero, self._contour = np.float32(zero % contour), np.float32(contour)

    def picture(self, camera: Camera, scale: float) -> tuple[QImage, tuple[int, int, int, int]]:
        """Return the block on a clear ground, `scale` pixels a unit of the camera's, and the box
        (left, top, width, height) that it fills."""
        box = camera.bounds()
        width, height = (max(round(scale * v), 1) for v in box[2:])
        pixels = np.zeros((height, width), np.uint32)
        columns = box[0] + (np.arange(width) + 0.5) * (box[2] / width)
        rows = (box[1] + (np.arange(height) + 0.5) * (box[3] / height)).astype(np.float32)
        rays = _Rays(camera, columns)
        kept = np.flatnonzero(rays.is_met)
        light = self._lit(camera)
        for k in range(0, kept.size, STRIP):
            some = kept[max(k - 1, 0) : k + STRIP]  # and one before, for the slope of contour lines
            strip = self._drawn(camera, light, rays.only(some), rows, scale)
            pixels[:, kept[k : k + STRIP]] = strip[:, min(k, 1) :]
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
        return image.copy(), box  # a copy owns its pixels

    def _drawn(
        self, camera: Camera, light: np.ndarray, rays: "_Rays", rows: np.ndarray, scale: float
    ) -> np.ndarray:
        """Return the pixels of columns that meet the block, (H, W) uint32."""
        x, y, d = rays.walk(int(np.clip(rows.size * 0.5, 60, 240)))  # (steps, W)
        z = sampled(self._fine, x, y)
        lit = _nearest(light, x, y)
        edge = ((camera.row(z, d) - rows[0]) * np.float32(scale)).astype(np.float32)  # 0: first row
        passed = _counted(np.minimum.accumulate(edge, axis=0), rows.size)  # (H, W)
        heights, tones = _surface(passed, edge, z, lit)
        is_wall = self._lay_walls(camera, passed, rows, d[0], heights)
        tones[is_wall] = np.broadcast_to(rays.brightness, is_wall.shape)[is_wall]
        lines = self._contours(heights, scale)
        tones *= 1 - np.where(is_wall, WALL_CONTOUR, CONTOUR) * lines
        is_seen = heights >= 0
        shade = (np.maximum(heights, 0) * (SHADES - 1)).astype(np.int32) * TONES
        tone = np.minimum(tones * ((TONES - 1) / BRIGHTEST), TONES - 1).astype(np.int32)
        colors = _colors(theme.current_theme())
        return np.where(is_seen, colors[shade + tone + is_wall * np.int32(SHADES * TONES)], 0)

    def _lit(self, camera: Camera) -> np.ndarray:
        """Return the brightness of the surface, (FINE, FINE), in light that stays with the eye."""
        cos, sin = camera.turn
        right, away, up = LIGHT
        along, across = right * cos - away * sin, right * sin + away * cos
        dx, dy = (RISE * slope for slope in self._slopes)
        facing = (up - along * dx - across * dy) / np.sqrt(1 + dx * dx + dy * dy)
        return (0.62 + 0.55 * np.clip(facing, 0, 1)).astype(np.float32)

    def _lay_walls(
        self,
        camera: Camera,
        passed: np.ndarray,
        rows: np.ndarray,
        d: np.ndarray,
        heights: np.ndarray,
    ) -> np.ndarray:
        """Fill in the heights of the cut faces, below the surface's near edge; return where."""
        foot = camera.row(np.zeros(1), d)
        rise = foot - camera.row(np.ones(1), d)  # pixels of the whole height
        z = ((foot - rows[:, None]) / rise).astype(np.float32)
        is_wall = (passed == 0) & (z >= 0)
        heights[is_wall] = np.minimum(z[is_wall], 1)
        return is_wall

    def _contours(self, heights: np.ndarray, scale: float) -> np.ndarray:
        """Return how much of each pixel a contour line covers, (H, W) in 0 … 1."""
        t = (heights - self._zero) / self._contour
        step = np.zeros_like(t)
        step[1:] = np.abs(np.diff(t, axis=0))
        step[:, 1:] = np.fmax(step[:, 1:], np.abs(np.diff(t, axis=1)))
        away = np.abs(t - np.rint(t)) / np.maximum(step, np.float32(1e-6))  # in pixels
        half = 0.5 * max(scale, 1.0) * theme.scale()
        covered = np.clip(half + 0.5 - away, 0, 1)
        covered[~(step < 0.45)] = 0  # where lines would run together, or one thing hides another
        return covered


class _Rays:
    """For each column of pixels, the straight way over the ground through the block."""

    def __init__(self, camera: Camera, columns: np.ndarray) -> None:
        cos, sin = camera.turn
        lean = (columns - camera.middle) / (camera.size * FAR)  # r/d
        # x = x0 + xd·d, y = y0 + yd·d along the ray
        self._x0, self._xd = 0.5 + FAR * sin, lean * cos - sin
        self._y0, self._yd = 0.5 - FAR * cos, lean * sin + cos
        enter_x, leave_x = _crossings(self._x0, self._xd)
        enter_y, leave_y = _crossings(self._y0, self._yd)
        self.enter, self.leave = np.maximum(enter_x, enter_y), np.minimum(leave_x, leave_y)
        self.is_met = self.leave > self.enter
        along, across = LIGHT[0] * cos - LIGHT[1] * sin, LIGHT[0] * sin + LIGHT[1] * cos
        by_x = -np.sign(self._xd) * along  # how much the face it enters by looks to the light
        by_y = -np.sign(self._yd) * across
        facing = np.where(enter_x > enter_y, by_x, by_y)
        share = np.clip((facing + 0.3) / 0.9, 0, 1)
        self.brightness = (WALLS[1] + (WALLS[0] - WALLS[1]) * share).astype(np.float32)

    def only(self, kept: np.ndarray) -> "_Rays":
        some = copy(self)
        for name in ("_xd", "_yd", "enter", "leave", "brightness"):
            setattr(some, name, getattr(self, name)[kept])
        return some

    def walk(self, steps: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return x, y and the distance d of evenly spaced places, each (steps, W) float32."""
        share = np.linspace(0, 1, steps, dtype=np.float32)[:, None]
        enter, length = (v.astype(np.float32) for v in (self.enter, self.leave - self.enter))
        d = enter + share * length
        x = np.float32(self._x0) + self._xd.astype(np.float32) * d
        y = np.float32(self._y0) + self._yd.astype(np.float32) * d
        return x, y, d


def _crossings(start: float, slope: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return at which d a ray enters and leaves 0 … 1."""
    slope = np.where(np.abs(slope) < 1e-9, 1e-9, slope)
    ends = -start / slope, (1 - start) / slope
    return np.minimum(*ends), np.maximum(*ends)


def _counted(tops: np.ndarray, height: int) -> np.ndarray:
    """Return for each pixel (height, W) how many of the rows `tops` (steps, W) lie below it."""
    width = tops.shape[1]
    until = np.clip(np.ceil(tops - 0.5), 0, height).astype(np.int32)
    until = until * width + np.arange(width, dtype=np.int32)
    ends = np.bincount(until.ravel(), minlength=(height + 1) * width).reshape(height + 1, width)
    return np.cumsum(ends[:0:-1].astype(np.int32), axis=0, dtype=np.int32)[::-1]


def _surface(
    passed: np.ndarray, edge: np.ndarray, z: np.ndarray, lit: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return height and brightness of each pixel (H, W); height −1 where no surface is seen."""
    steps, width = z.shape
    far = np.clip(passed, 1, steps - 1).astype(np.intp)
    far *= width
    far += np.arange(width)
    near = far - width
    low = edge.take(near)
    centre = np.arange(len(passed), dtype=np.float32)[:, None] + np.float32(0.5)
    share = np.clip((low - centre) / np.maximum(low - edge.take(far), np.float32(1e-6)), 0, 1)
    heights, tones = (
        start + (values.take(far) - start) * share
        for values, start in ((z, z.take(near)), (lit, lit.take(near)))
    )
    heights[(passed == 0) | (passed == steps)] = -1
    return heights, tones


def _nearest(table: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the values of a table (FINE, FINE) next to the places x, y."""
    at = np.rint(x * (FINE - 1)).astype(np.int32) * FINE
    at += np.rint(y * (FINE - 1)).astype(np.int32)
    return table.ravel()[np.clip(at, 0, table.size - 1)]


@cache
def _smoothing(count: int) -> np.ndarray:
    """Return the weights (FINE, count) of a smooth curve (Catmull-Rom) through even points."""
    t = np.linspace(0, count - 1, FINE)
    cell = np.minimum(t.astype(int), count - 2)
    u = t - cell
    weights = np.zeros((FINE, count + 2))  # one point more at either end
    parts = (
        -u / 2 + u**2 - u**3 / 2,
        1 - 2.5 * u**2 + 1.5 * u**3,
        u / 2 + 2 * u**2 - 1.5 * u**3,
        (u**3 - u**2) / 2,
    )
    for k, part in enumerate(parts):
        weights[np.arange(FINE), cell + k] = part
    weights[:, 1] += 2 * weights[:, 0]  # the points beyond: straight on
    weights[:, 2] -= weights[:, 0]
    weights[:, -2] += 2 * weights[:, -1]
    weights[:, -3] -= weights[:, -1]
    return weights[:, 1:-1]


@lru_cache(4)
def _colors(now: theme.Theme) -> np.ndarray:
    """Return 0xffRRGGBB for each height and brightness, of the surface and then of cut faces,
    (2 · SHADES · TONES,) uint32: viridis, and its pale shadow."""
    table: np.ndarray = pg.colormap.get("viridis").getLookupTable(nPts=SHADES, alpha=False) / 255.0
    paper = QColor(now.mix("surface", "ink", 0.10))
    wall = table + (np.array([paper.redF(), paper.greenF(), paper.blueF()]) - table) * PALE
    tone = np.linspace(0, BRIGHTEST, TONES)[:, None]
    both = np.stack([table, wall])[:, :, None]  # (2, SHADES, 1, 3)
    dimmed = both * np.minimum(tone, 1.0)
    mixed = dimmed + (1 - dimmed) * np.maximum(tone - 1.0, 0.0) * GLARE
    r, g, b = np.rint(255 * mixed).astype(np.uint32).reshape(-1, 3).T
    return 0xFF000000 | r << 16 | g << 8 | b
