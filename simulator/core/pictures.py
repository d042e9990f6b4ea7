"""Files into patterns: pictures, NumPy arrays and comma-separated tables.

A picture of any shape is fitted to the grid: centred on white paper and brought to side × side by
area averages. Line art, and everything on a small grid, is then cut at the threshold 128 (darker is
ink, +1); a photograph on a larger grid is half-toned, its contrast gently stretched. Arrays hold −1
and +1 already and must have the grid's shape.
"""

import math
import os
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from simulator.core.errors import InputError, shorten
from simulator.core.halftone import halftone

PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")
TABLES = (".npy", ".npz", ".csv", ".txt")
MAX_PIXELS = 50_000_000
MAX_LENGTH = 10_000  # a picture is put on a square of its longer side
MAX_BYTES = 64 * 2**20
THRESHOLD = 128
HALFTONE_SIDE = 96  # smaller grids show too few dots for a grey
LINE_ART = (
    28  # of 255: line art is nearer than this to black and white, on average; photos, 38 and more
)
OUTLIERS = 0.01  # share of the pixels that may become all black, or all white, by the stretch
MAX_STRETCH = 1.6


class ShapeError(InputError):
    """An array of another shape than the grid; `pattern` (h, w) int8 holds it."""

    def __init__(self, message: str, pattern: np.ndarray):
        super().__init__(message)
        self.pattern = pattern


def read_pattern(path: str | Path, side: int) -> np.ndarray:
    """Return the pattern in a file, (side, side) int8 of −1 and +1; raises InputError."""
    path = Path(os.path.expanduser(path))
    if not os.path.isfile(path):
        raise InputError(f"There is no file {shorten(path)}; give a picture or an array of −1, +1.")
    if path.stat().st_size > MAX_BYTES:
        raise InputError(
            f"{path.name} is larger than {MAX_BYTES // 2**20} MB; choose a smaller one."
        )
    suffix = path.suffix.lower()
    if suffix in PICTURES:
        return from_grey(read_grey(path, side), side)
    if suffix in TABLES:
        return fitting(_read_table(path), side, path.name)
    allowed = ", ".join(PICTURES + TABLES)
    raise InputError(f"{path.name} is not a kind of file that can be read; allowed: {allowed}.")


def from_grey(grey: np.ndarray, side: int) -> np.ndarray:
    """Return (side, side) int8 from a picture (h, w) uint8: fitted, then half-toned or cut."""
    counts = np.array(_image(grey).histogram())  # (256,) pixels of each tone
    low, high = _extremes(counts)
    if side < HALFTONE_SIDE or _is_line_art(counts, low, high):
        return _cut(fitted(grey, side))
    return halftone(_stretch(low, high)[fitted(grey, side)])


def fitted(grey: np.ndarray, side: int) -> np.ndarray:
    """Return (side, side) uint8: a picture (h, w) uint8 centred on white, and averaged."""
    height, width = grey.shape
    longest = max(height, width)
    square = np.full((longest, longest), 255, np.uint8)
    top, left = (longest - height) // 2, (longest - width) // 2
    square[top : top + height, left : left + width] = grey
    from PIL import Image

    # "box" reduces by area averages and, enlarging, repeats pixels
    return np.asarray(_image(square).resize((side, side), Image.Resampling.BOX))


def _image(grey: np.ndarray) -> Any:
    from PIL import Image

    return Image.fromarray(grey)


def _cut(grey: np.ndarray) -> np.ndarray:
    return np.where(grey < THRESHOLD, 1, -1).astype(np.int8)


def _extremes(counts: np.ndarray) -> tuple[int, int]:
    """Return the tones that all but the outliers lie between."""
    share = np.cumsum(counts) / counts.sum()
    return int(np.searchsorted(share, OUTLIERS)), int(np.searchsorted(share, 1 - OUTLIERS))


def _is_line_art(counts: np.ndarray, low: int, high: int) -> bool:
    """Whether nearly all pixels, of so many `counts` (256,) in each tone, are paper or ink."""
    tones = np.arange(256)
    away = np.clip(np.minimum(tones - low, high - tones), 0, None) * 255 / max(high - low, 1)
    return bool(away @ counts < LINE_ART * counts.sum())


def _stretch(low: int, high: int) -> np.ndarray:
    """Return the new tone (256,) uint8 of each tone: the extremes become black and white, as far
    as the contrast may be raised."""
    tones, middle = np.arange(256), (low + high) / 2
    steep = 255 / max(high - low, 1)
    new = (tones - low) * steep if steep < MAX_STRETCH else middle + (tones - middle) * MAX_STRETCH
    return np.clip(np.rint(new), 0, 255).astype(np.uint8)


def resized(pattern: np.ndarray, side: int) -> np.ndarray:
    """Return a pattern (h, w) of −1, 0, +1 at another side, (side, side) int8."""
    if pattern.shape == (side, side):
        return pattern.astype(np.int8)
    ink = _cut(fitted(np.where(pattern > 0, 0, 255).astype(np.uint8), side))
    if (pattern == 0).any():
        unknown = _cut(fitted(np.where(pattern == 0, 0, 255).astype(np.uint8), side)) > 0
        ink[unknown] = 0
    return ink


def fitting(values: np.ndarray, side: int, name: str) -> np.ndarray:
    """Return values as a (side, side) pattern of −1 and +1; raises InputError or ShapeError."""
    values = np.atleast_1d(np.squeeze(values))
    if not values.size or values.dtype.kind not in "biuf":
        raise InputError(f"{name} holds no numbers; −1 and +1 for {side}×{side} units are needed.")
    if values.dtype == bool or set(np.unique(values)) <= {0, 1}:
        values = np.where(values > 0, 1, -1)
    if not np.isin(values, (-1, 1)).all():
        raise InputError(f"{name} holds other values than −1 and +1; a unit is one of the two.")
    if values.ndim == 1 and math.isqrt(values.size) ** 2 == values.size:
        values = values.reshape(math.isqrt(values.size), -1)
    if values.ndim != 2:
        raise InputError(
            f"{name} holds {values.size} values, which are no square; need {side}×{side}."
        )
    if values.shape != (side, side):
        height, width = values.shape
        first = f"set side={height} first" if height == width else f"make it {side}×{side}"
        raise ShapeError(
            f"{name} is {height}×{width} and the network {side}×{side}; "
            f"{first}, or give a picture, which is resized.",
            values.astype(np.int8),
        )
    return values.astype(np.int8)


def read_grey(path: Path, side: int) -> np.ndarray:
    """Return (h, w) uint8, transparent parts on white; no coarser than the grid needs."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    # the size is asked of the header and bounded below, before anything is decoded
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise InputError(
                    f"{path.name} is {width}×{height} pixels; "
                    f"at most {MAX_PIXELS // 1_000_000} million are read. Make it smaller first."
                )
            if max(width, height) > MAX_LENGTH:
                raise InputError(
                    f"{path.name} is {width}×{height} pixels; "
                    f"at most {MAX_LENGTH} on a side are read. Make it smaller first."
                )
            image.draft("L", (max(512, side), max(512, side)))
            turned = ImageOps.exif_transpose(image).convert("RGBA")
            paper = Image.new("RGBA", turned.size, "white")
            return np.asarray(Image.alpha_composite(paper, turned).convert("L"))
    except InputError:
        raise
    except UnidentifiedImageError as error:
        raise InputError(
            f"{path.name} is not a picture, whatever its name says; allowed: {', '.join(PICTURES)}."
        ) from error
    except Exception as error:  # a decoder's own complaint about a damaged file
        raise InputError(f"{path.name} is damaged and can't be read as a picture.") from error


def _read_table(path: Path) -> np.ndarray:
    """Return the one array in a .npy, .npz, .csv or .txt file."""
    try:
        if path.suffix == ".npz":
            return _read_npz(path)
        if path.suffix == ".npy":
            with path.open("rb") as file:
                return np.lib.format.read_array(file, allow_pickle=False)
        with warnings.catch_warnings(action="ignore"):  # an empty table is refused later
            return np.loadtxt(path, delimiter="," if path.suffix == ".csv" else None, ndmin=2)
    except InputError:
        raise
    except Exception as error:  # NumPy and zipfile raise many kinds for a damaged file
        raise InputError(f"{path.name} can't be read as an array of −1 and +1.") from error


def _read_npz(path: Path) -> np.ndarray:
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
            raise InputError(f"{path.name} inflates to more than {MAX_BYTES // 2**20} MB.")
    with np.load(path, allow_pickle=False) as arrays:
        names = arrays.files
        if "units" in names:
            return arrays["units"]
        if len(names) != 1:
            raise InputError(
                f"{path.name} holds {len(names)} arrays; one, or one named units, is needed."
            )
        return arrays[names[0]]
