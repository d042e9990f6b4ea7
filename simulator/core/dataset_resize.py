"""Many pictures at once brought to another side, by area averages.

Every new pixel is the mean of what it covers: with weights A (side, n), each the length of an old
pixel inside a new one, a picture X becomes A X Aᵀ. Enlarging repeats pixels.
"""

import numpy as np

CHUNK = 2048  # pictures at once, so that float32 copies stay small


def resized(pictures: np.ndarray, side: int) -> np.ndarray:
    """Return pictures (N, h, w), ink high, as (N, side, side) of the same dtype: centred on a
    square of paper (0) where they are oblong, then averaged."""
    count, height, width = pictures.shape
    if (height, width) == (side, side):
        return pictures
    longest = max(height, width)
    down = weights(longest, side)[:, _centred(height, longest)]
    across = weights(longest, side)[:, _centred(width, longest)].T
    out = np.empty((count, side, side), pictures.dtype)
    for start in range(0, count, CHUNK):
        some = pictures[start : start + CHUNK].astype(np.float32)
        mean = np.matmul(down, np.matmul(some, across))  # (n, side, side)
        if out.dtype == np.uint8:
            np.rint(mean, out=mean)
        out[start : start + CHUNK] = mean
    return out


def weights(old: int, new: int) -> np.ndarray:
    """Return (new, old) float32: the share of each new pixel that an old one fills."""
    edges = np.arange(new + 1) * (old / new)
    first, last = edges[:-1, None], edges[1:, None]
    left = np.arange(old)[None]
    overlap = np.minimum(last, left + 1) - np.maximum(first, left)
    return (np.clip(overlap, 0, None) * (new / old)).astype(np.float32)


def _centred(length: int, longest: int) -> slice:
    start = (longest - length) // 2
    return slice(start, start + length)
