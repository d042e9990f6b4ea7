"""IDX files, as MNIST and Fashion-MNIST come in: a header, then bytes; packed with gzip or not.

    bytes 0–3    magic number: 0, 0, kind of number (8: bytes), number of dimensions
    then         the length of each dimension, 4 bytes, highest first
    then         the numbers: of pictures, row by row, 255 is ink; of labels, the class

The pictures are named, or a folder that holds them; their labels lie beside them under the usual
name (images-idx3 → labels-idx1). A packed file is never inflated further than its header says.
"""

import contextlib
import gzip
import math
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from simulator.core.dataset import Source, no_labels, numbered
from simulator.core.dataset_memory import check_size, read_into
from simulator.core.errors import InputError, shorten

PICTURES, LABELS = 0x803, 0x801  # magic numbers
NAMES = {PICTURES: "pictures", LABELS: "labels"}
USUAL = "train-images-idx3-ubyte"
MAX_LENGTH = 4096  # pixels of a picture's side
GZIP = b"\x1f\x8b"


def read(path: Path) -> Source:
    """Return the pictures of an IDX file, or of a folder of them; raises InputError."""
    images = images_file(path)
    pixels = _read(images, PICTURES)
    labels_path = labels_file(images)
    origin = f" from {images.name}"
    if labels_path is None or not labels_path.is_file():
        missing = labels_path.name if labels_path else "a file of labels, labels-idx1-ubyte,"
        hint = (
            f"There are no labels: {missing} is missing beside {images.name}; "
            "put it there, or set labels=false."
        )
        return Source(pixels, no_labels(len(pixels)), (), "pictures", origin, unlabelled=hint)
    given = _read(labels_path, LABELS)
    if len(given) != len(pixels):
        raise InputError(
            f"{images.name} has {len(pixels):,} pictures and {labels_path.name} {len(given):,} "
            "labels; there must be one for each. Get both from the same place."
        )
    labels, classes = numbered(given.astype(np.int64), labels_path.name)
    return Source(pixels, labels, classes, "pictures", origin)


def images_file(path: Path) -> Path:
    """Return the file of pictures that is meant by a file or a folder; raises InputError."""
    if path.is_file():
        return path
    if not path.is_dir():
        raise InputError(
            f"There is no file or folder {shorten(path)}; give a file such as {USUAL}.gz, "
            "or its folder."
        )
    found = [p for p in path.iterdir() if _is_named_images(p.name) and p.is_file()]
    if not found:
        raise InputError(
            f"The folder {shorten(path.name or path)} holds no pictures in IDX; "
            f"{USUAL} is looked for, with .gz or without."
        )
    # the training set first, then packed or not in the order of names
    return min(found, key=lambda p: ("train" not in p.name, p.name))


def labels_file(images: Path) -> Path | None:
    """Return where the labels of a file of pictures lie, or should lie; None: no such name."""
    if not _is_named_images(images.name):
        return None
    name = images.name.replace("images", "labels").replace("idx3", "idx1")
    other = name.removesuffix(".gz") if name.endswith(".gz") else f"{name}.gz"
    places = [images.with_name(name), images.with_name(other)]
    return next((place for place in places if place.is_file()), places[0])


def _is_named_images(name: str) -> bool:
    return "images" in name and "idx3" in name


# ---- one file ----


def _read(path: Path, magic: int) -> np.ndarray:
    """Return the numbers of a file (N, …) uint8, with the dimensions that its header says."""
    what = NAMES[magic]
    with _opened(path) as file:
        shape = _header(path.name, file, magic)
        check_size(path.name, shape[0], math.prod(shape[1:]))
        numbers = np.empty(math.prod(shape), np.uint8)
        done = read_into(numbers, file)
        if done < numbers.size:
            raise InputError(
                f"{path.name} says it has {shape[0]:,} {what} and ends after "
                f"{done // math.prod(shape[1:]):,}; get the file again."
            )
        if file.read(1):
            raise InputError(
                f"{path.name} holds more than the {shape[0]:,} {what} that it says it has; "
                "get the file again."
            )
    return numbers.reshape(shape)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Give a file to read, unpacked if it is packed; what goes wrong becomes an InputError."""
    try:
        with path.open("rb") as raw:
            if raw.peek(2)[:2] != GZIP:
                yield cast("BinaryIO", raw)
            else:
                with gzip.GzipFile(fileobj=raw) as packed:
                    yield cast("BinaryIO", packed)
    except EOFError as error:
        raise InputError(
            f"{path.name} is cut off: the packed file ends too early; get it again."
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{path.name} is damaged and can't be unpacked; get it again.") from error
    except OSError as error:
        raise InputError(f"{path.name} can't be read: {error.strerror or error}.") from error


def _header(name: str, file: BinaryIO, magic: int) -> tuple[int, ...]:
    """Return the dimensions of a file; raises InputError for another kind of file."""
    what, start = NAMES[magic], file.read(4)
    found = int.from_bytes(start, "big") if len(start) == 4 else -1
    if found != magic:
        kind = f", which is one of {NAMES[found]}" if found in NAMES else ", which is no such file"
        raise InputError(
            f"{name} begins with {start.hex() or 'nothing'}{kind}; IDX files of {what} begin with "
            f"{magic:08x}. Choose another file."
        )
    dimensions = magic & 0xFF
    lengths = file.read(4 * dimensions)
    if len(lengths) < 4 * dimensions:
        raise InputError(f"{name} ends within its header; get the file again.")
    shape = struct.unpack(f">{dimensions}I", lengths)
    if not all(shape) or max(shape[1:], default=1) > MAX_LENGTH:
        size = "×".join(f"{n:,}" for n in shape)
        raise InputError(f"{name} says it holds {size} numbers, no {what} that can be learned.")
    return shape
