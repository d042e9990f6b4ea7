"""Files into patterns: pictures, NumPy arrays and comma-separated tables.

A picture of any shape is fitted to the grid: centred on white paper, brought to side × side by
area averages, and cut at the threshold 128 (darker is ink, +1). Arrays hold −1 and +1 already and
must have the grid's shape.
"""

import math
import os
import warnings
import zipfile
from pathlib import Path

import numpy as np

from simulator.core.errors import InputError, shorten

PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")
TABLES = (".npy", ".npz", ".csv", ".txt")
MAX_PIXELS = 50_000_000
MAX_LENGTH = 10_000  # a picture is put on a square of its longer side
MAX_BYTES = 64 * 2**20
THRESHOLD = 128


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
        return from_grey(_read_picture(path), side)
    if suffix in TABLES:
        return fitting(_read_table(path), side, path.name)
    allowed = ", ".join(PICTURES + TABLES)
    raise InputError(f"{path.name} is not a kind of file that can be read; allowed: {allowed}.")


def from_grey(grey: np.ndarray, side: int) -> np.ndarray:
    """Return (side, side) int8 from a picture (h, w) uint8: centred, averaged, cut at 128."""
    height, width = grey.shape
    longest = max(height, width)
    square = np.full((longest, longest), 255, np.uint8)
    top, left = (longest - height) // 2, (longest - width) // 2
    square[top : top + height, left : left + width] = grey
    from PIL import Image

    # "box" reduces by area averages and, enlarging, repeats pixels
    small = Image.fromarray(square).resize((side, side), Image.Resampling.BOX)
    return np.where(np.asarray(small) < THRESHOLD, 1, -1).astype(np.int8)


def resized(pattern: np.ndarray, side: int) -> np.ndarray:
    """Return a pattern (h, w) of −1, 0, +1 at another side, (side, side) int8."""
    if pattern.shape == (side, side):
        return pattern.astype(np.int8)
    ink = from_grey(np.where(pattern > 0, 0, 255).astype(np.uint8), side)
    if (pattern == 0).any():
        unknown = from_grey(np.where(pattern == 0, 0, 255).astype(np.uint8), side) > 0
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


def _read_picture(path: Path) -> np.ndarray:
    """Return (h, w) uint8, transparent parts on white."""
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
            image.draft("L", (512, 512))
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
