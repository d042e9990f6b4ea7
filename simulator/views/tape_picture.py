"""The cells of one row of a tape, as pixels that are kept as long as the row is the same one."""

from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from simulator.controls import theme
from simulator.controls.theme import Theme
from simulator.views import tiles, unit_image
from simulator.views.heat import is_vector
from simulator.views.tape_shown import TapeRow

LEVELS = 64  # shades of bits in each of three tables: steps that do not count, that do, below 0
LIVE, BELOW = LEVELS, 2 * LEVELS
MISSED, FALSE = 3 * LEVELS, 3 * LEVELS + 1  # wrong bits: off, and on
BETWEEN = 3 * LEVELS + 2  # what is between bits
DIM = 0.5  # of paper in bits that are on at steps that do not count
PARTED = 5  # device pixels: bits so large have a gap between them
SVG_SCALE = 4  # pixels of a picture in an SVG, for each of the view's


class RowPicture:
    """Paints one row."""

    def __init__(self) -> None:
        self._of: tuple[Any, ...] = ()
        self._image = QImage()

    def paint(self, painter: QPainter, box: QRectF, row: TapeRow) -> None:
        """Paint a row's cells onto its box."""
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        if is_vector(painter):
            ratio = SVG_SCALE
        size = QSize(
            max(round(box.width() * ratio), 1), max(round(box.height() * ratio), 1)
        )  # fmt: skip
        key = (size.width(), size.height(), theme.current_theme())
        if not self._of or self._of[0] is not row or self._of[1:] != key:
            self._of = (row, *key)
            self._image = image_of(row, size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(box, self._image)


def image_of(row: TapeRow, size: QSize) -> QImage:
    """Return a row as an image of so many pixels."""
    steps, channels = row.values.shape
    count = min(size.height(), channels), min(size.width(), steps)
    codes, colors = CODERS[row.kind](row, count)
    pixels = _enlarged(codes, size)
    if row.kind == "bits" and min(size.width() / steps, size.height() / channels) >= PARTED:
        pixels[:, _starts(steps, size.width())] = BETWEEN
        pixels[_starts(channels, size.height())] = BETWEEN
    image = tiles.image_of(pixels, colors)
    painter = QPainter(image)
    for y in _starts(row.heads, size.height()).tolist():
        painter.fillRect(0, y, size.width(), 1, QColor(theme.current_theme().ink3))
    edge = -(-row.steps * size.width() // steps)  # no step that is known is cut
    rest = QRect(edge, 0, size.width() - edge, size.height())
    painter.fillRect(rest, QColor(unknown_color()))
    painter.end()
    return image


def _starts(count: int, span: int) -> np.ndarray:
    """The first pixel of each of `count` cells, but that of the first."""
    return -(-np.arange(1, count) * span // count)


def unknown_color() -> str:
    """The ground of steps that have not been computed."""
    return theme.current_theme().mix("surface", "ink", 0.035)


def bit_colors() -> tuple[str, str, str]:
    """The colours of bits that are off at steps that do not count, off at others, and on."""
    now = theme.current_theme()
    return now.mix("line", "surface", 0.68), now.line, now.unit_on


def _coded_bits(row: TapeRow, count: tuple[int, int]) -> tuple[np.ndarray, list[int]]:
    values = _finite(row.values)
    shades = np.minimum(np.abs(values), 1.0) * (LEVELS - 1) + 0.5
    codes = shades.astype(np.uint8)
    tables = np.where(row.is_live, np.uint8(LIVE), np.uint8(0))[:, None]
    codes += np.where(values < 0, np.uint8(BELOW), tables)
    if row.is_wrong is not None and row.wrong:
        codes[row.is_wrong] = np.where(values[row.is_wrong] > 0.5, FALSE, MISSED)
    return shrunk(codes, count, np.maximum), _bit_table(theme.current_theme())


@lru_cache(2)
def _bit_table(now: Theme) -> list[int]:
    pale, off, on = bit_colors()
    pairs = ((pale, now.mix(on, pale, DIM)), (off, on), (off, now.accent))
    shades = [now.mix(one, other, k / (LEVELS - 1)) for one, other in pairs for k in range(LEVELS)]
    return unit_image.table([*shades, now.mix("warm", "surface", 0.5), now.warm, now.surface])


def _coded_vectors(row: TapeRow, count: tuple[int, int]) -> tuple[np.ndarray, list[int]]:
    values = shrunk(_finite(row.values), count, np.add)
    return tiles.codes_of(values, row.limit), tiles.diverging()


def _coded_weighting(row: TapeRow, count: tuple[int, int]) -> tuple[np.ndarray, list[int]]:
    """The largest weight a pixel covers: a focus on one of many locations is never thinned out."""
    values = shrunk(_finite(row.values), count, np.maximum) * (255 / row.limit)
    return np.clip(values + 0.5, 0, 255).astype(np.uint8), tiles.viridis()


CODERS = {"bits": _coded_bits, "vectors": _coded_vectors, "weighting": _coded_weighting}


def shrunk(values: np.ndarray, count: tuple[int, int], how: np.ufunc) -> np.ndarray:
    """Return values (T, C) as (channels, steps) of at most `count`: np.maximum keeps the largest
    that a pixel covers, np.add their mean."""
    rows, columns = count
    steps, channels = values.shape
    if columns < steps:
        values = _gathered(values, columns, how)
    values = values.T
    return _gathered(values, rows, how) if rows < channels else values


def _gathered(values: np.ndarray, count: int, how: np.ufunc) -> np.ndarray:
    edges = np.arange(count + 1) * len(values) // count
    gathered: np.ndarray = how.reduceat(values, edges[:-1], axis=0)
    return gathered / np.diff(edges)[:, None] if how is np.add else gathered


def _enlarged(codes: np.ndarray, size: QSize) -> np.ndarray:
    """Return codes so large, each pixel of the cell it lies in; all rows have the same columns."""
    rows = np.arange(size.height()) * len(codes) // size.height()
    columns = np.arange(size.width()) * codes.shape[1] // size.width()
    return codes.take(columns, axis=1).take(rows, axis=0)


def _finite(values: np.ndarray) -> np.ndarray:
    return np.nan_to_num(np.asarray(values, np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
