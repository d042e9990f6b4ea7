"""The kinds of cell a pad can show: a number each, so that a picture is an array of them."""

import numpy as np

from simulator.views import unit_image
from simulator.views.unit_image import LEVELS

OFF, UNKNOWN, ON, UNKNOWN_TOO, UNSTABLE, PREVIEW = 0, 1, 2, 3, 4, 8  # kinds; UNSTABLE is added
SHADES = 9  # the first of LEVELS kinds of graded units; LEVELS is added to unstable ones
PINNED = SHADES + 2 * LEVELS  # a pinned unit that is off; the next kind is one that is on
KINDS = PINNED + 2


def kinds_of(
    units: np.ndarray,
    side: int,
    unstable: np.ndarray | None,
    previewed: np.ndarray | None,
    pinned: np.ndarray | None = None,
) -> np.ndarray:
    """Which kind of cell stands where, (side, side) uint8; all but units are (N,) bool or None,
    and only units that are on or off can be pinned."""
    is_graded = units.dtype.kind == "f"
    kinds = unit_image.shades_of(units) if is_graded else (units + np.int8(1)).view(np.uint8)
    kinds = kinds.reshape(side, side)
    if is_graded:
        kinds += SHADES
    else:
        for odd in (kinds[::2, 1::2], kinds[1::2, ::2]):
            odd[odd == UNKNOWN] = UNKNOWN_TOO
    if unstable is not None:
        added = LEVELS if is_graded else UNSTABLE
        kinds += np.uint8(added) * unstable.view(np.uint8).reshape(kinds.shape)
    if pinned is not None:
        held = pinned.reshape(kinds.shape)
        kinds[held] = PINNED + (units.reshape(kinds.shape)[held] > 0)
    if previewed is not None:
        np.copyto(kinds, PREVIEW, where=previewed.reshape(kinds.shape))
    return kinds


def is_unstable(kind: int) -> bool:
    return UNSTABLE <= kind < PREVIEW or SHADES + LEVELS <= kind < PINNED


def is_unknown(kind: int) -> bool:
    return kind < PREVIEW and kind % UNSTABLE in (UNKNOWN, UNKNOWN_TOO)


def is_pinned(kind: int) -> bool:
    return PINNED <= kind < KINDS
