"""Pictures as codes of one byte a pixel, brought to a size, and the colours of the codes.

A **code** is a shade from paper (0) to ink (INK), or, of numbers on both sides of 0, a place on
the diverging map (0 … 2·MIDDLE, MIDDLE is paper). Two codes are left for what stands between
pictures. Codes go to Qt as one indexed image; only its small table hangs on the theme.
"""

from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QImage

from simulator.controls import maps, theme
from simulator.controls.theme import Theme
from simulator.views import unit_image

INK = 253
MIDDLE = 126  # the code of 0 on the diverging map
LINE, SURFACE = 254, 255  # the codes of a hairline and of the card


def codes_of(images: np.ndarray, limit: float | None = None) -> np.ndarray:
    """Return codes (N, D) uint8 of images (N, D): uint8 are shades already, other numbers lie on
    the diverging map, whose ends are ±`limit` (default: each image's own largest |value|)."""
    if images.dtype == np.uint8:
        return np.minimum(images, INK)
    values = np.asarray(images, np.float32)
    ends = np.maximum(values.max(axis=1, initial=0.0), -values.min(axis=1, initial=0.0))
    if not np.isfinite(ends).all():  # a machine that has just burst: shown, not a crash
        values = np.nan_to_num(values, nan=0.0, posinf=1.0, neginf=-1.0)
        ends = np.abs(values).max(axis=1, initial=0.0)
    if limit:
        ends = np.full_like(ends, limit)
    scale = MIDDLE / np.where(ends > 0, ends, 1.0).astype(np.float32)
    places = values * scale[:, None]
    if limit:
        np.clip(places, -MIDDLE, MIDDLE, out=places)
    places += MIDDLE + 0.5  # rounds
    return places.astype(np.uint8)


def resized(codes: np.ndarray, high: int, wide: int) -> np.ndarray:
    """Return codes (N, h, w) uint8 as (N, high, wide): whole multiples keep their sharp pixels;
    otherwise a pixel has the mean over the area it covers, so enlarged ones have soft edges."""
    _, h, w = codes.shape
    if high % h == 0 and wide % w == 0:
        return codes.repeat(high // h, axis=1).repeat(wide // w, axis=2)
    down, across = _shares(h, high), _shares(w, wide)
    rows = np.matmul(down, codes.astype(np.float32))  # (N, high, w)
    values = rows.reshape(-1, w) @ across.T
    values += 0.5  # rounds
    return values.astype(np.uint8).reshape(len(codes), high, wide)


@lru_cache(32)
def _shares(count: int, span: int) -> np.ndarray:
    """Which share of each of `span` pixels belongs to each of `count` cells: (span, count)."""
    edges = np.linspace(0.0, count, span + 1)
    cells = np.arange(count)
    low = np.maximum(edges[:-1, None], cells)
    high = np.minimum(edges[1:, None], cells + 1)
    return np.asarray(np.maximum(high - low, 0.0) * (span / count), np.float32)


def image_of(codes: np.ndarray, colors: list[int]) -> QImage:
    """Return codes (h, w) uint8 as an image that owns its pixels."""
    return unit_image.image_of(codes, colors)


# ---- the colours ----


def shades(side: int) -> list[int]:
    """The colours of codes from paper to ink, for pictures of this side."""
    paper, _, ink = unit_image.inks(side)
    return _mixed(theme.current_theme(), paper, ink)


@lru_cache(8)
def _mixed(now: Theme, paper: str, ink: str) -> list[int]:
    return unit_image.table([*(now.mix(paper, ink, k / INK) for k in range(LINE)), *_between(now)])


def diverging() -> list[int]:
    """The colours of codes from −limit to limit: orange, paper at MIDDLE, blue."""
    return _diverging(theme.current_theme())


@lru_cache(2)
def _diverging(now: Theme) -> list[int]:
    colors = maps.diverging(np.linspace(-1.0, 1.0, 2 * MIDDLE + 1), 1.0).tolist()
    return [*colors, colors[-1], *unit_image.table(_between(now))]


def _between(now: Theme) -> tuple[str, str]:
    return now.line, now.surface


@lru_cache(1)
def viridis() -> list[int]:
    """The colours of 0 (dark violet) to 255 (yellow), the same in either theme."""
    rows = pg.colormap.get("viridis").getLookupTable(nPts=256, alpha=False)
    return [0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in rows]
