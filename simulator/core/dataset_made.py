"""Data that the project makes itself: stroke digits, bars and stripes, patches of its pictures.

Each is the same whenever it is asked for. Shapes: pictures (N, side, side).
"""

from functools import cache

import numpy as np

from kernels import strokes
from simulator.core import blas, scenes
from simulator.core.dataset import DIGITS, Source, no_labels

SEED = 1998  # of what chance decides here
LISTED = 8  # sides up to here: all bars and stripes, not some by chance

SCENE_SIDE = 400  # pixels of the pictures that patches are cut from
BLOCK = 4096  # patches looked at together
FLAT = 0.5  # share of the patches, those with the least contrast, that are left out
FAINT = 0.03  # spread of greys, of 1, below which contrasts are not made equal
SAMPLE = 10_000  # patches whose covariance stands for all
FAR = 5.0  # spreads at which whitened numbers are cut: a star in an empty sky would be 30 away
KEPT = 0.1  # of the mean variance: added to each before whitening, so that noise stays small


def stroke_digits(side: int, count: int) -> Source:
    """Return digits 0 … 9 in turn, as if written by hand."""
    pixels, labels = strokes.digits(0, count, side, SEED)
    return Source(pixels.reshape(count, side, side), labels, DIGITS, "stroke digits")


# ---- bars and stripes ----


def bars_and_stripes(side: int, count: int) -> Source:
    """Return pictures whose rows, or columns, are each on or off: all of them, or `count` by
    chance on a larger grid."""
    if side <= LISTED:
        pixels, origin = all_bars_and_stripes(side), ", all there are"
    else:
        rng = np.random.Generator(np.random.PCG64(SEED))
        chance = rng.integers(
            0, 2, (count, side + 1)
        )  # a row a picture: fewer are the first of more
        on, is_lying = chance[:, :side], chance[:, side, None, None] > 0
        pixels, origin = np.where(is_lying, on[:, :, None], on[:, None, :]), ", drawn by chance"
    pixels = (255 * np.broadcast_to(pixels, (len(pixels), side, side))).astype(np.uint8)
    return Source(
        pixels, no_labels(len(pixels)), (), "bars and stripes", origin,
        unlabelled="Bars and stripes have no classes; set labels=false, or choose data=strokes.",
    )  # fmt: skip


def all_bars_and_stripes(side: int) -> np.ndarray:
    """Return the 2 · 2ⁿ − 2 different pictures (N, side, side) of 0 and 1: those of rows in the
    order of binary numbers, then those of columns without the two plain ones."""
    on = np.arange(2**side)[:, None] >> np.arange(side)[::-1] & 1  # (2ⁿ, side)
    square = np.ones((side, side), int)
    return np.concatenate([on[:, :, None] * square, on[1:-1, None, :] * square])


# ---- patches ----


def patches(side: int, count: int) -> Source:
    """Return patches of the ten pictures, of equal contrast and whitened: about equally strong in
    every direction (Coates, Ng and Lee 2011, AISTATS; Bell and Sejnowski 1997, Vision Research 37,
    3327), of variance 1 overall."""
    pixels = _whitened(_cut(side, count))
    return Source(
        pixels.reshape(count, side, side), no_labels(count), (),
        "whitened patches", " from ten pictures", is_real=True,
        unlabelled="Patches have no classes; set labels=false, or choose data=strokes.",
    )  # fmt: skip


def _cut(side: int, count: int) -> np.ndarray:
    """Return patches (count, side²) float32 from places by chance, each of mean 0 and about equal
    contrast; the flattest are left out."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    pictures, many = _pictures(), int(count / (1 - FLAT)) + 1
    windows = np.lib.stride_tricks.sliding_window_view(pictures, (side, side), axis=(1, 2))
    places = rng.integers(0, np.array(windows.shape[:3])[:, None], (3, many))
    contrast = np.empty(many, np.float32)
    for start in range(0, many, BLOCK):
        which, top, left = places[:, start : start + BLOCK]
        contrast[start : start + BLOCK] = windows[which, top, left].var(axis=(1, 2))
    chosen = np.sort(np.argsort(contrast, kind="stable")[many - count :])
    found = windows[tuple(places[:, chosen])].reshape(count, -1)
    found -= found.mean(axis=1, keepdims=True)
    found /= np.sqrt(contrast[chosen, None] + FAINT**2)
    return found


@cache
def _pictures() -> np.ndarray:
    """Return the ten pictures (10, h, w) float32."""
    grey = [scenes.grey(name, SCENE_SIDE) for name in scenes.names()]
    return np.stack(grey).astype(np.float32) / 255


def _whitened(found: np.ndarray) -> np.ndarray:
    """Return patches (N, D) float32 times C^(−1/2), where C is their covariance and a little,
    few outliers cut, and of mean 0 and variance 1."""
    with blas.one_thread():
        some = found[:SAMPLE]
        covariance = (some.T @ some / len(some)).astype(np.float64)
        variances, directions = np.linalg.eigh(covariance)
        strength = 1 / np.sqrt(np.clip(variances, 0, None) + KEPT * variances.mean())
        white = found @ ((directions * strength) @ directions.T).astype(np.float32)
    white /= white.std()
    np.clip(white, -FAR, FAR, out=white)
    white -= white.mean()
    white /= white.std()
    return white
