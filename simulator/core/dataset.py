"""A data set: patterns that a machine learns, and what is known about them.

Shapes: pixels (N, D), D = side²; labels (N,) int16. Every reader (dataset_*.py, idx.py) gives a
`Source`, patterns of any height and width; datasets.py makes a `Dataset` of it.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.core.errors import InputError

MIN_SIDE, MAX_SIDE = 4, 28
MAX_CLASSES = 100
DIGITS = tuple("0123456789")


@dataclass(frozen=True, eq=False)
class Dataset:
    """Patterns and labels that nothing changes."""

    pixels: np.ndarray  # (N, D) uint8 0 … 255 (255: ink, on), or float32; not writeable
    labels: np.ndarray  # (N,) int16 class 0 … K − 1, −1 where it is not known; not writeable
    classes: tuple[str, ...]  # names of the K classes, () where there are no labels
    side: int
    about: str  # one sentence for people
    is_real: bool = False  # numbers of any size, not greys 0 … 255
    unlabelled: str = ""  # why there are no labels, and what to do: a sentence

    def __len__(self) -> int:
        return len(self.pixels)

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of pixels and labels."""
        total = hashlib.sha256(f"{self.pixels.dtype}{self.pixels.shape}".encode())
        total.update(self.pixels.data)
        total.update(self.labels.data)
        return total.digest()

    def check_for(self, visible_type: str) -> None:
        """Raise InputError where visible units of this type can't stand for the numbers."""
        if self.is_real and visible_type == "bernoulli":
            low, high = self.pixels.min(), self.pixels.max()
            raise InputError(
                f"{self.about} has values from {low:.3g} to {high:.3g}, outside 0 to 1 (or whole "
                "numbers to 255), which Bernoulli units can't be; choose Gaussian visible units."
            )


@dataclass(frozen=True, eq=False)
class Source:
    """What a reader found: patterns of their own height and width."""

    pixels: np.ndarray  # (N, h, w) uint8 or float32
    labels: np.ndarray  # (N,) int16, −1 unknown
    classes: tuple[str, ...]
    what: str  # "pictures", "stroke digits"
    origin: str = ""  # " from train-images-idx3-ubyte.gz"
    is_real: bool = False
    unlabelled: str = ""  # why there are no labels, and what to do: a whole sentence


def no_labels(count: int) -> np.ndarray:
    """Return labels (count,) int16 that say nothing."""
    return np.full(count, -1, np.int16)


def numbered(given: np.ndarray, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return labels 0 … K − 1 and the names of the K classes, for whole numbers (N,) of any size;
    −1 says nothing. Raises InputError."""
    values = np.unique(given)
    values = values[values != -1]
    check_classes(len(values), name)
    labels = np.searchsorted(values, given).astype(np.int16)
    labels[given == -1] = -1
    return labels, tuple(str(int(value)) for value in values)


def check_classes(count: int, name: str) -> None:
    """Raise InputError for more classes than there may be label units."""
    if count > MAX_CLASSES:
        raise InputError(
            f"{name} has {count:,} different labels; at most {MAX_CLASSES} classes are allowed. "
            "Give fewer, or leave the labels out."
        )
