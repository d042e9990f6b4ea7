"""What the generator does to the plane: where its noise comes to lie, and where fakes are drawn.

A lattice of noise is laid over the plane as an elastic sheet: where the generator presses it
together the sheet is dark, for there its samples are dense. Opacity hangs on density by one rule
at all times, so pictures of different moments can be compared.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from simulator.controls import theme
from simulator.views.plane_field import clear_colors, draw_image, image_of, path_of
from simulator.views.plane_frame import PlaneFrame
from simulator.views.plane_shown import PlaneShown

CELLS = 96  # of the picture of the sheet, each way
POINTS = 200  # that the lattice is cut into, each way, to be counted in these cells: 0.8 ms
DARKEST = 0.62  # opacity where it is endlessly dense
HALF = 6.0  # times as dense as if spread evenly: where half of that is reached
THREADS = 13  # lines drawn each way, at most
GRADES = 6  # of opacity along a curve
BARB = 0.3  # of an arrow's length, and at most so many pixels of normal mode
LONGEST_BARB = 6.0


class Sheet:
    """Draws the manifold; keeps the picture of the last one."""

    def __init__(self) -> None:
        self._of: tuple[Any, ...] = ()
        self._image = QImage()

    def draw(self, painter: QPainter, frame: PlaneFrame, shown: PlaneShown) -> None:
        manifold = shown.manifold
        assert manifold is not None
        if manifold.ndim == 2:
            _draw_curve(painter, frame, manifold, shown.span)
            return
        key = (shown.low, shown.high, theme.current_theme().name)
        if not self._of or self._of[0] is not manifold or self._of[1:] != key:
            self._of = (manifold, *key)
            density = sheet_density(manifold, shown.low, shown.high)
            self._image = image_of(density / (density + HALF), clear_colors("ink", DARKEST))
        draw_image(painter, self._image, frame.box(shown.low, shown.high))
        _draw_threads(painter, frame, manifold)


def sheet_density(manifold: np.ndarray, low: float, high: float) -> np.ndarray:
    """How dense the images of a lattice (k, k, 2) lie, (CELLS, CELLS) from low to high: 1 is the
    density of a sheet that lies evenly in the whole plane."""
    fine = _finer(manifold.shape[0])
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = (manifold.astype(np.float32) - np.float32(low)) * np.float32(CELLS / (high - low))
    scaled = np.clip(np.nan_to_num(scaled, nan=-9e3), -9e3, 9e3)
    columns, rows = (
        np.floor(fine @ np.ascontiguousarray(scaled[..., axis]) @ fine.T).astype(np.int32)
        for axis in (0, 1)
    )
    is_in = (columns >= 0) & (columns < CELLS) & (rows >= 0) & (rows < CELLS)
    cells = (rows * CELLS + columns)[is_in]
    counts = np.bincount(cells, minlength=CELLS * CELLS).reshape(CELLS, CELLS)
    smooth = np.pad(counts * (CELLS * CELLS / columns.size), 1, mode="edge")
    for _ in range(2):  # neighbours weigh ¼, ½, ¼: the points stand in rows, which would be seen
        smooth = (smooth[:-2] + 2 * smooth[1:-1] + smooth[2:]).T / 4
    return smooth


@lru_cache(4)
def _finer(k: int) -> np.ndarray:
    """Weights (POINTS or a little less, k) of points evenly between k others."""
    parts = max(POINTS // (k - 1), 1)
    at = (np.arange((k - 1) * parts) + 0.5) / parts
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(k))).astype(np.float32)


def _draw_threads(painter: QPainter, frame: PlaneFrame, manifold: np.ndarray) -> None:
    """Draw some of the lattice's lines, the outermost always."""
    k = len(manifold)
    kept = np.unique(np.linspace(0, k - 1, min(THREADS, k)).round().astype(int))
    both = np.concatenate([manifold[kept], manifold[:, kept].swapaxes(0, 1)])  # (2·threads, k, 2)
    if not np.isfinite(both).all():
        return
    joined = np.ones((len(both), k), np.int32)
    joined[:, -1] = 0
    color = QColor(theme.current_theme().ink)
    color.setAlphaF(0.3)
    painter.setPen(QPen(color, theme.scale()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path_of(frame.places(both).reshape(-1, 2), joined.ravel()))


def _draw_curve(painter: QPainter, frame: PlaneFrame, curve: np.ndarray, span: float) -> None:
    """Draw a curve (k, 2) of equal shares of the noise, darker where it is short."""
    if len(curve) < 2 or not np.isfinite(curve).all():
        return
    places = frame.places(curve)
    lengths = np.hypot(*np.diff(curve.astype(float), axis=0).T)
    dense = span / (len(lengths) * np.maximum(lengths, 1e-9))  # 1: once across the plane
    grades = np.ceil(GRADES * dense / (dense + 2.0)).astype(int).clip(1, GRADES)
    pieces = np.stack([places[:-1], places[1:]], axis=1)  # (k − 1, 2, 2)
    color = QColor(theme.current_theme().ink)
    for grade in np.unique(grades).tolist():
        color.setAlphaF(0.15 + 0.85 * grade / GRADES)
        pen = QPen(color, (1.5 + 2.0 * grade / GRADES) * theme.scale())
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPath(path_of(pieces[grades == grade].reshape(-1, 2), "pairs"))


def draw_arrows(painter: QPainter, frame: PlaneFrame, shown: PlaneShown) -> None:
    """Draw the arrows, scaled all alike."""
    arrows = shown.arrows
    assert arrows is not None
    near = arrows[frame.in_sight(arrows[:, :2], 0.2 * frame.span)].astype(float)
    near = near[np.isfinite(near).all(axis=1)]
    starts = frame.places(near[:, :2])
    ways = near[:, 2:] * (shown.arrow_scale(frame.span) * frame.scale) * (1.0, -1.0)
    lengths = np.hypot(*ways.T)
    is_long = lengths > 1.0  # pixels: shorter ones are dots
    starts, ways, lengths = starts[is_long], ways[is_long], lengths[is_long]
    if not len(starts):
        return
    color = QColor(theme.current_theme().ink)
    color.setAlphaF(0.75)
    painter.setPen(QPen(color, 1.2 * theme.scale()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path_of(arrow_lines(starts, ways, lengths), "pairs"))


def arrow_lines(starts: np.ndarray, ways: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The shaft and two barbs of each arrow as pairs of points, (6·A, 2) in pixels."""
    ends, along = starts + ways, ways / lengths[:, None]
    size = np.minimum(BARB * lengths, LONGEST_BARB * theme.scale())[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    barbs = [ends - size * (along + side * across) for side in (0.6, -0.6)]
    points = np.stack([starts, ends, ends, barbs[0], ends, barbs[1]], axis=1)
    return points.reshape(-1, 2)
