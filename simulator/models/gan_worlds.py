"""The worlds by name: where the centres of each one's Gaussians are.

A curve is a chain of Gaussians nearer to each other than their width: along a straight one the
density is even within 10⁻⁹.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from kernels.mixture import Mixture, mixture
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.frozen import frozen
from simulator.models import gan_canvas
from simulator.models.gan_world import World

__all__ = ["DRAWN", "NAMES", "WORLDS", "World", "world"]

SPACING = 0.9  # of a curve's width, from one of its Gaussians to the next


# ---- where the centres are ----


def _along(*curves: np.ndarray, sigma: float) -> Mixture:
    """Return Gaussians at equal distances along curves, each (n, 2) points, in all about equally
    many on each unit of length."""
    centres = []
    for points in curves:
        length = np.append(0.0, np.hypot(*np.diff(points, axis=0).T).cumsum())
        places = np.linspace(0, length[-1], int(np.ceil(length[-1] / (SPACING * sigma))) + 1)
        centres.append(np.column_stack([np.interp(places, length, axis) for axis in points.T]))
    return _mixture(np.concatenate(centres), sigma)


def _mixture(centres: np.ndarray, sigma: float) -> Mixture:
    made = mixture(centres, sigma)
    return Mixture(frozen(made.centres), frozen(made.below), made.sigma)


def _circle(count: int, radius: float, first: float = 0.0) -> np.ndarray:
    """Return points (count, 2) evenly on a circle; `first` in turns."""
    angle = 2 * np.pi * (first + np.arange(count) / count)
    return radius * np.column_stack([np.cos(angle), np.sin(angle)])


def _arc(radius: float, turns: np.ndarray) -> np.ndarray:
    angle = 2 * np.pi * turns
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _grid() -> Mixture:
    axis = np.linspace(-1, 1, 5)
    return _mixture(np.array([(x, y) for y in axis for x in axis]), 0.05)


def _line() -> Mixture:
    return _along(np.array([(-1.0, -0.5), (1.0, 0.5)]), sigma=0.05)


def _moons() -> Mixture:
    upper = _arc(0.8, np.linspace(0, 0.5, 500)) - [0.4, 0.2]
    return _along(upper, -upper, sigma=0.05)


def _spiral() -> Mixture:
    turns = np.linspace(0, 2, 2000)
    return _along(_arc(1, turns) * (0.15 + 0.525 * turns)[:, None], sigma=0.05)


# ---- by name ----


@dataclass(frozen=True)
class Entry:
    """How a world is called and made."""

    title: str
    dimension: int
    make: Callable[[], Mixture]
    modes: bool
    about: str


WORLDS = {
    "gaussian": Entry(
        "One Gaussian", 1, lambda: _mixture(np.array([[1.0]]), 0.5), True,
        "One bell curve on the line about 1, of width 0.5: the picture in the GAN's first paper.",
    ),
    "two-gaussians-1d": Entry(
        "Two Gaussians on a line", 1, lambda: _mixture(np.array([[-1.2], [1.2]]), 0.3), True,
        "Two equal bell curves on the line, of which both should be found.",
    ),
    "line": Entry(
        "Line", 2, _line, False, "A straight stroke in the plane: it has only one direction.",
    ),
    "two-gaussians": Entry(
        "Two Gaussians", 2, lambda: _mixture(np.array([[-0.8, -0.4], [0.8, 0.4]]), 0.15), True,
        "Two equal clouds in the plane.",
    ),
    "ring": Entry(
        "Ring of eight", 2, lambda: _mixture(_circle(8, 1.0), 0.05), True,
        "Eight small clouds on a circle: the usual test of whether modes are lost.",
    ),
    "grid": Entry(
        "Grid of 25", 2, _grid, True, "Five by five small clouds, all equally likely.",
    ),
    "moons": Entry(
        "Two moons", 2, _moons, False, "Two half circles that reach into each other.",
    ),
    "spiral": Entry(
        "Spiral", 2, _spiral, False, "One long curve, two turns from the middle outwards.",
    ),
    "disjoint": Entry(
        "Far apart", 2, lambda: _mixture(_circle(3, 1.25, 0.25), 0.05), True,
        "Three small clouds far apart, with nothing between them that could lead to the next.",
    ),
}  # fmt: skip
DRAWN = "drawn"
NAMES = (*WORLDS, DRAWN)


def world(name: str, canvas: np.ndarray | None = None) -> World:
    """Return the world of a name, the same one whenever it is asked for; `drawn` is made of a
    canvas (40, 40) of cells that are on (> 0) or off, row 0 at the top. Raises InputError."""
    if name not in NAMES:
        raise InputError(f"There is no world {shorten(name)}; allowed: {one_of(NAMES)}.")
    if name != DRAWN:
        return _made(name)
    cells = np.zeros((gan_canvas.SIDE,) * 2, bool) if canvas is None else canvas > 0
    return _drawn(cells.tobytes(), cells.shape)


@cache
def _made(name: str) -> World:
    entry = WORLDS[name]
    return World(name, entry.title, entry.dimension, entry.make(), entry.modes, entry.about)


@lru_cache(8)
def _drawn(cells: bytes, shape: tuple[int, ...]) -> World:
    centres = gan_canvas.centres(np.frombuffer(cells, bool).reshape(shape))
    about = f"What you drew: {len(centres):,} of {gan_canvas.SIDE**2:,} cells."
    return World(DRAWN, "Drawn", 2, _mixture(centres, gan_canvas.SIGMA), False, about)
