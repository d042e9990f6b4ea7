"""Data sets by name: made by the project, drawn by the person, or read from files.

`load` is the one door. What it returns is kept for a while, so that the same question brings the
same arrays; a file that has changed is read again.

    kind              path                                  classes
    strokes           –                                     digits
    bars-and-stripes  –                                     none
    patches           –                                     none; real numbers, for Gaussian units
    drawn             –, the arrays are given               digits
    idx               a file of pictures, or its folder     from the file of labels beside it
    folder            a folder of pictures                  the names of its subfolders
    table             .csv, .npy or .npz                    a column, or an array, of labels
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path

import numpy as np

from simulator.core import dataset_folder, dataset_made, dataset_table, idx
from simulator.core.dataset import DIGITS, MAX_SIDE, MIN_SIDE, Dataset, Source
from simulator.core.dataset_resize import resized
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.frozen import frozen

__all__ = ["FILES", "KINDS", "Dataset", "load", "split"]

MADE: dict[str, Callable[[int, int], Source]] = {  # side, examples
    "strokes": dataset_made.stroke_digits,
    "bars-and-stripes": dataset_made.bars_and_stripes,
    "patches": dataset_made.patches,
}
FILES = ("idx", "folder", "table")
KINDS = (*MADE, "drawn", *FILES)

KEPT_SETS, KEPT_BYTES = 4, 512 * 2**20  # besides the newest
_kept: OrderedDict[Hashable, Dataset] = OrderedDict()
_lock = threading.RLock()


def load(
    kind: str,
    path: str,
    side: int,
    examples: int,
    drawn: tuple[np.ndarray, np.ndarray] | None = None,
    wants_labels: bool = False,
) -> Dataset:
    """Return the data of a kind, at side × side pixels; raises InputError.

    `examples` counts what is made, `drawn` holds pixels (N, side²) uint8 and labels (N,).
    """
    if kind not in KINDS:
        raise InputError(f"There is no data {shorten(kind)}; allowed: {one_of(KINDS)}.")
    if not MIN_SIDE <= side <= MAX_SIDE:
        raise InputError(f"A side of {side} was asked for; {MIN_SIDE} to {MAX_SIDE} are allowed.")
    with _lock:
        if kind in MADE:
            found = _once((kind, side, examples), lambda: _of(MADE[kind](side, examples), side))
        elif kind == "drawn":
            pixels, labels = drawn or (np.zeros((0, side * side), np.uint8), np.zeros(0, np.int16))
            found = _drawn(pixels, labels, side)
        else:
            found = _from_files(kind, path, side)
    if wants_labels and not found.classes:
        raise InputError(found.unlabelled)
    return found


def split(data: Dataset, held_out: float) -> tuple[slice, slice]:
    """Return which patterns are learned and which, the last ones, are held out: a share."""
    learned = len(data) - round(len(data) * held_out)
    return slice(0, learned), slice(learned, len(data))


# ---- files ----


def _from_files(kind: str, path: str, side: int) -> Dataset:
    if not path.strip():
        what = {"idx": "an IDX file or its folder", "folder": "a folder of pictures"}
        raise InputError(
            f"No file is named; set data_path to {what.get(kind, 'a .csv, .npy or .npz file')}."
        )
    place = Path(os.path.abspath(os.path.expanduser(path.strip())))
    try:
        if kind == "folder":
            stamp = dataset_folder.stamp(place)
            return _once(
                (kind, place, side, stamp), lambda: _of(dataset_folder.read(place, side), side)
            )
        if kind == "table":
            stamp = (_stamp(place),)
            return _once((kind, place, side, stamp), lambda: _of(dataset_table.read(place), side))
        images = idx.images_file(place)
        stamp = (_stamp(images), _stamp(idx.labels_file(images)))
        return _once((kind, images, side, stamp), lambda: _of(idx.read(images), side))
    except OSError as error:
        raise InputError(f"{shorten(path)} can't be read: {error.strerror or error}.") from error


def _stamp(path: Path | None) -> Hashable:
    """Return what changes when a file does; None where there is none."""
    try:
        facts = path.stat() if path else None
    except OSError:
        facts = None
    return (path, facts.st_mtime_ns, facts.st_size) if facts else None


# ---- from what was read to a data set ----


def _of(source: Source, side: int) -> Dataset:
    """Return the data set of a source, brought to side × side pixels."""
    count, height, width = source.pixels.shape
    if source.is_real and (height, width) != (side, side):
        raise InputError(
            f"The {source.what}{source.origin} are {height}×{width} numbers that are no greys and "
            f"can't be averaged to {side}×{side}; set side={height}."
        )
    fitted = "" if (height, width) == (side, side) else f", averaged from {height}×{width},"
    about = f"{count:,} {source.what} of {side}×{side}{fitted}{source.origin}".rstrip(",")
    pixels = resized(source.pixels, side).reshape(count, side * side)
    return Dataset(
        frozen(pixels), frozen(source.labels), source.classes, side, about,
        source.is_real, source.unlabelled,
    )  # fmt: skip


def _drawn(pixels: np.ndarray, labels: np.ndarray, side: int) -> Dataset:
    """Return what the person drew, pixels (N, side²) uint8 and labels (N,)."""
    count = len(pixels)
    about = f"{count:,} of your drawings of {side}×{side}" if count else "No drawing yet"
    data = Dataset(
        frozen(pixels.reshape(count, side * side)), frozen(labels.astype(np.int16)),
        DIGITS, side, about,
    )  # fmt: skip
    return _once(("drawn", side, data.digest), lambda: data)


def _once(key: Hashable, make: Callable[[], Dataset]) -> Dataset:
    """Return what was made under a key before, or make it; the oldest are forgotten."""
    if key not in _kept:
        _kept[key] = make()
    _kept.move_to_end(key)
    while len(_kept) > 1 and (
        len(_kept) > KEPT_SETS or sum(d.pixels.nbytes for d in _kept.values()) > KEPT_BYTES
    ):
        _kept.popitem(last=False)
    return _kept[key]
