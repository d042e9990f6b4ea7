"""A canvas of 40 × 40 cells that are on or off: data that a person draws, or that a file gives.

Row 0 is at the top, as in a picture; the canvas reaches from −1.3 to 1.3 on both axes of the plane.
Each cell that is on becomes a Gaussian of 0.6 cells' width, so that neighbours melt into one cloud.
"""

import os
from pathlib import Path

import numpy as np

from simulator.core import dataset_csv, pictures
from simulator.core.errors import InputError, shorten
from simulator.core.frozen import frozen

SIDE = 40  # cells
REACH = 1.3
CELL = 2 * REACH / SIDE  # width of a cell in the plane
SIGMA = 0.6 * CELL
MAX_POINTS = 100_000
DARKEST_PAPER = 128
FAINTEST = 8  # of 255: what the darkest cell differs from paper by, at least


def centres(canvas: np.ndarray) -> np.ndarray:
    """Return the places (K, 2) float64 of the cells that are on; raises InputError."""
    if canvas.shape != (SIDE, SIDE):
        raise InputError(
            f"The canvas is {'×'.join(map(str, canvas.shape))}; it must be {SIDE}×{SIDE} cells."
        )
    rows, columns = np.nonzero(canvas > 0)
    if not rows.size:
        raise InputError("Nothing is drawn yet; draw at least one dot, or choose another world.")
    return np.column_stack([(columns + 0.5) * CELL - REACH, REACH - (rows + 0.5) * CELL])


def read(path: str | Path) -> np.ndarray:
    """Return the canvas (SIDE, SIDE) bool of a picture, or of a table of points; raises
    InputError."""
    place = Path(os.path.expanduser(path))
    if not place.is_file():
        raise InputError(f"There is no file {shorten(path)}; give a picture or a .csv of x,y rows.")
    if place.stat().st_size > pictures.MAX_BYTES:
        most = pictures.MAX_BYTES // 2**20
        raise InputError(f"{shorten(place.name)} is larger than {most} MB; choose a smaller one.")
    suffix = place.suffix.lower()
    try:
        if suffix == ".csv":
            return of_points(_points(place), place.name)
        if suffix in pictures.PICTURES:
            return of_picture(pictures.read_grey(place, SIDE), place.name)
    except OSError as error:
        raise InputError(f"{shorten(path)} can't be read: {error.strerror or error}.") from error
    allowed = ", ".join((*pictures.PICTURES, ".csv"))
    raise InputError(
        f"{shorten(place.name)} is not a kind of file that can be read; allowed: {allowed}."
    )


def of_picture(grey: np.ndarray, name: str) -> np.ndarray:
    """Return the canvas of a picture (h, w) uint8, dark ink on light paper, which is as light as
    the lightest cell. On is what is at least half as dark as the darkest cell, so that thin lines
    of a large picture stay; raises InputError."""
    tones = pictures.fitted(grey, SIDE).astype(np.int64)
    ink = max(tones.max(), DARKEST_PAPER) - tones
    if ink.max() < FAINTEST:
        raise InputError(f"{shorten(name)} is blank; a picture with dark ink on light is needed.")
    return frozen(2 * ink >= ink.max())


def of_points(points: np.ndarray, name: str) -> np.ndarray:
    """Return the canvas of points (N, 2): moved, and scaled alike on both axes, so that they fill
    it; on is each cell that holds one. Raises InputError."""
    if not len(points):
        raise InputError(f"{shorten(name)} holds no points; give rows of two numbers, x and y.")
    if len(points) > MAX_POINTS:
        raise InputError(
            f"{shorten(name)} has {len(points):,} points; at most {MAX_POINTS:,} are read. "
            "Give a part of them."
        )
    if not np.isfinite(points).all():
        raise InputError(f"{shorten(name)} holds numbers that are not finite; leave them out.")
    # halves first: the width of all that float64 holds is more than it holds
    half = points.astype(np.float64) / 2
    low, high = half.min(axis=0), half.max(axis=0)
    span = (high - low).max()
    share = (half - (low + high) / 2) / span + 0.5 if span > 0 else np.full_like(half, 0.5)
    columns, up = np.clip((share * SIDE).astype(np.int64), 0, SIDE - 1).T
    canvas = np.zeros((SIDE, SIDE), bool)
    canvas[SIDE - 1 - up, columns] = True
    return frozen(canvas)


def _points(path: Path) -> np.ndarray:
    """Return the rows x, y (N, 2) of a .csv file."""
    points, labels = dataset_csv.read(path)
    if points.shape[1] != 2:
        besides = " besides the labels" if labels is not None else ""
        raise InputError(
            f"{shorten(path.name)} has {points.shape[1]} columns{besides}; points in the plane "
            "have two, x and y."
        )
    return points
