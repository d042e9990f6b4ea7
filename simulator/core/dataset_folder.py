"""A folder of pictures as data: each subfolder is a class, named after it.

Paper is light and ink dark, or the other way round: each picture's border tells which. Pictures of
any size are centred on a square of their paper and averaged to side × side; ink becomes 255.
Without subfolders there are no classes; beside subfolders, loose pictures have no label. The order
is by chance, but hangs on the names alone, so that the patterns that are held out are of all kinds.
"""

import hashlib
import os
from collections.abc import Hashable
from pathlib import Path

import numpy as np

from simulator.core.dataset import Source, check_classes
from simulator.core.dataset_memory import check_size
from simulator.core.errors import InputError, shorten
from simulator.core.pictures import PICTURES, fitted, read_grey

MAX_FILES = 100_000
MIDDLE = 128  # a border darker than this is of ink


def read(folder: Path, side: int) -> Source:
    """Return the pictures in a folder and its subfolders, side × side; raises InputError."""
    names = _names(folder)
    check_size(folder.name, len(names), side * side)
    classes = tuple(sorted({name.partition("/")[0] for name in names if "/" in name}))
    check_classes(len(classes), f"The folder {folder.name}")
    pixels = np.empty((len(names), side, side), np.uint8)
    sizes = set()
    for k, name in enumerate(names):
        grey = read_grey(folder / name, side)
        sizes.add(grey.shape)
        pixels[k] = ink(grey, side)
    number = {name: k for k, name in enumerate(classes)}
    labels = [number.get(name.rpartition("/")[0], -1) for name in names]
    return Source(
        pixels, np.array(labels, np.int16), classes, "pictures", _origin(folder, sizes, side),
        unlabelled=f"There are no labels: {shorten(folder.name)} has no subfolders, which are "
        "the classes; sort the pictures into some, or set labels=false.",
    )  # fmt: skip


def ink(grey: np.ndarray, side: int) -> np.ndarray:
    """Return (side, side) uint8, 255 ink, of a picture (h, w) uint8: paper is what its border is
    mostly made of."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if np.median(border) < MIDDLE:
        grey = 255 - grey
    return 255 - (grey if grey.shape == (side, side) else fitted(grey, side))


def stamp(folder: Path) -> Hashable:
    """Return what changes when a picture does, or is added or removed; raises InputError."""
    facts = hashlib.sha256()
    for name in _names(folder):
        stat = (folder / name).stat()
        facts.update(f"{name}\0{stat.st_mtime_ns}\0{stat.st_size}\0".encode(errors="replace"))
    return facts.digest()


def _names(folder: Path) -> list[str]:
    """Return the names of all pictures, with their subfolder's: `a.png`, `cat/a.png`."""
    if not folder.is_dir():
        raise InputError(
            f"There is no folder {shorten(folder)}; give one that holds pictures, "
            "or subfolders of them."
        )
    names: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                with os.scandir(entry.path) as inner:
                    found = [f"{entry.name}/{e.name}" for e in inner if _is_picture(e)]
                names.extend(found)
            elif _is_picture(entry):
                names.append(entry.name)
            if len(names) > MAX_FILES:
                raise InputError(
                    f"The folder {shorten(folder.name)} holds more than {MAX_FILES:,} pictures; "
                    "give a smaller one, or an NPZ file."
                )
    if not names:
        is_empty = not any(folder.iterdir())
        fault = "is empty" if is_empty else "holds no pictures"
        raise InputError(
            f"The folder {shorten(folder.name)} {fault}; allowed are {', '.join(PICTURES)}, "
            "in it or in its subfolders."
        )
    return sorted(names, key=_order)


def _is_picture(entry: os.DirEntry) -> bool:
    is_hidden = entry.name.startswith(".")
    return not is_hidden and entry.name.lower().endswith(PICTURES) and entry.is_file()


def _order(name: str) -> bytes:
    return hashlib.sha256(name.encode(errors="replace")).digest()


def _origin(folder: Path, sizes: set, side: int) -> str:
    origin = f" from the folder {shorten(folder.name)}"
    if len(sizes) > 1:
        return f"{origin}, fitted from {len(sizes):,} different sizes"
    height, width = next(iter(sizes))
    return origin if (height, width) == (side, side) else f"{origin}, fitted from {height}×{width}"
