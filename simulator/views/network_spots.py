"""Units of a diagram at places of one's own choice, such as the corners of a drawn cube.

A **spot** is a place (x, y), y downwards, in a unit of length that is the same both ways; all
spots together are made as large as a room allows.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF

from simulator.controls import theme
from simulator.views.network_layout import FRAME, GAP, LARGEST, NUMBER_ROOM, Places, radius_of

Spots = Sequence[tuple[float, float]]


def spotted(spots: Spots, visible: int, room: QRectF) -> Places:
    """Return the spots, at least two of them, in the middle of a room; labels stand away from the
    middle of the visible, or of the hidden, units."""
    found = np.array(spots, float)
    low, span = found.min(axis=0), np.maximum(np.ptp(found, axis=0), 1e-9)
    margins = np.array([theme.px(FRAME + GAP), theme.px(GAP) + theme.px(NUMBER_ROOM[1])])
    margins = margins + theme.px(LARGEST)
    free = np.maximum(np.array([room.width(), room.height()]) - 2 * margins, theme.px(20))
    scale = float((free / span).min())
    middle = np.array([room.center().x(), room.center().y()])
    centers = (found - low - span / 2) * scale + middle
    gaps = np.linalg.norm(centers[:, None] - centers, axis=2) + np.diag([np.inf] * len(centers))
    spacing = float(gaps.min())
    return Places(centers, _outward(centers, visible), radius_of(spacing, room.height()), spacing,
                  -1, True)  # fmt: skip


def _outward(centers: np.ndarray, visible: int) -> np.ndarray:
    """Unit vectors (N, 2), up or down, away from the middle of the units of one kind."""
    up = np.empty(len(centers), bool)
    for part in (slice(0, visible), slice(visible, None)):
        if len(centers[part]):
            up[part] = centers[part, 1] < centers[part, 1].mean()
    return np.column_stack([np.zeros(len(centers)), np.where(up, -1.0, 1.0)])
