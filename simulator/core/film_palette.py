"""A palette for a whole film: colours are counted as frames come, and chosen at the end.

The window's colours are few and flat, with soft edges between them: the most frequent ones are
kept as they are, so that paper and ink stay what they were; the others share what is left, by
median cut. Where a film has no more colours than there is room for, all are exact.
"""

import numpy as np
from PIL import Image
from scipy.spatial import cKDTree

EXACT = 64  # the most frequent colours, kept to the bit
SAMPLE = 512  # side of the picture of colours that is cut
COMPACT = 400_000  # counted colours, after which those seen once are thrown together


class Palette:
    """`size` colours at most; colours are 0xRRGGBB."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.table = np.zeros((256, 3), np.uint8)
        self._colors = np.zeros(0, np.uint32)
        self._counts = np.zeros(0, np.int64)
        self._place = np.zeros(0, np.uint8)  # of each colour, in the palette
        self._known: np.ndarray | None = None

    def count(self, colors: np.ndarray) -> None:
        """Count colours (n,) uint32 that came with a frame."""
        found, counts = np.unique(colors, return_counts=True)
        both = np.concatenate([self._colors, found])
        weights = np.concatenate([self._counts, counts])
        self._colors, place = np.unique(both, return_inverse=True)
        self._counts = np.bincount(place, weights, self._colors.size).astype(np.int64)
        if self._colors.size > COMPACT:  # photographs: neighbours count as one
            self._colors, place = np.unique(self._colors & 0xFCFCFC, return_inverse=True)
            self._counts = np.bincount(place, self._counts, self._colors.size).astype(np.int64)

    def choose(self) -> None:
        """Choose the palette from what was counted."""
        order = np.argsort(-self._counts, kind="stable")
        ranked, counts = self._colors[order], self._counts[order]
        chosen = ranked[: self.size]
        if ranked.size > self.size:
            chosen = np.concatenate([ranked[:EXACT], self._cut(ranked[EXACT:], counts[EXACT:])])
        rgb = _channels(chosen)
        self.table[: len(rgb)] = rgb
        self._tree = cKDTree(rgb.astype(float))
        self._known = np.full(1 << 24, self.size, np.uint8)  # `size`: not looked up yet

    def _cut(self, colors: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Return the colours that stand for the rarer ones; a colour counts by its root."""
        weights = np.sqrt(counts)
        shares = np.cumsum(weights) / weights.sum() * SAMPLE**2
        ends = np.diff(np.rint(shares).astype(np.int64), prepend=0)
        pixels = np.zeros((SAMPLE**2, 3), np.uint8)
        spread = np.repeat(_channels(colors), ends, axis=0)
        pixels[: len(spread)] = spread
        picture = Image.fromarray(pixels.reshape(SAMPLE, SAMPLE, 3))
        room = self.size - EXACT
        cut = picture.quantize(room, Image.Quantize.MEDIANCUT).getpalette() or []
        found = np.array(cut, np.uint32).reshape(-1, 3)[:room]
        return (found[:, 0] << 16) | (found[:, 1] << 8) | found[:, 2]

    def indices(self, colors: np.ndarray) -> np.ndarray:
        """Return the nearest place in the palette of colours (H, W), as uint8."""
        known = self._known
        assert known is not None
        places = known[colors]
        missing = places == self.size
        if missing.any():
            new = np.unique(colors[missing])
            known[new] = self._tree.query(_channels(new).astype(float))[1]
            places = known[colors]
        return places


def _channels(colors: np.ndarray) -> np.ndarray:
    """Return colours (n,) as (n, 3) uint8."""
    return np.stack([colors >> 16, (colors >> 8) & 255, colors & 255], axis=-1).astype(np.uint8)
