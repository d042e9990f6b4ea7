"""The small pictures in the stations: dots of a plane, bars of a line, pictures, maps, curves.

Each is drawn into a square (or, of a line, a strip) of its station. Data are discs in the accent,
fakes diamonds in the warm colour, noise small discs in grey: colour and shape both tell.
"""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from simulator.controls import maps, theme
from simulator.views import tiles
from simulator.views.scatter_marks import Sign
from simulator.views.wall_layout import Tile, hung
from simulator.views.wall_picture import mosaic

MOST = 200  # dots; more say nothing more in so small a picture
MOST_LINES = 15  # of a net, either way
BINS = 30
SOFT = 0.55  # of the map's strength: dots and words stand out from it
UNIFORM, NORMAL = 1.15, 3.2  # how far noise reaches, of either kind
SIGNS = {"noise": ("disc", "ink2", 1.5), "real": ("disc", "accent", 1.9),
         "fake": ("diamond", "warm", 1.9)}  # fmt: skip
LEAST_TILE = 22  # pixels of normal mode: a picture in a wall is at least so wide
MOST_TILES = 16


def square_in(box: QRectF) -> QRectF:
    """The largest square in the middle of a box, on whole pixels."""
    side = max(math.floor(min(box.width(), box.height())), 1)
    left, top = box.center().x() - side / 2, box.center().y() - side / 2
    return QRectF(round(left), round(top), side, side)


def paint_points(
    painter: QPainter, box: QRectF, points: np.ndarray, name: str, low: float, high: float
) -> None:
    """Paint points (N, 2) as dots in a square, or (N, 1) as bars above their line."""
    points = points[:MOST] if points.shape[1] > 1 else points
    points = points[np.isfinite(points).all(axis=1)]
    if points.shape[1] == 1:
        _paint_bars(painter, box, points[:, 0], SIGNS[name][1], low, high)
        return
    square = square_in(box)
    _paint_paper(painter, square)
    shape, token, radius = SIGNS[name]
    inside = ((points[:, :2] >= low) & (points[:, :2] <= high)).all(axis=1)
    places = np.asarray(points[inside, :2], float)
    grown = min(max(square.width() / theme.px(110), 0.8), 1.6) * radius * theme.scale()
    sign = Sign(shape, theme.current_theme().color(token), grown, is_crowded=True)
    sign.draw(painter, _placed(places, square, low, high))


def paint_noise(painter: QPainter, box: QRectF, noise: np.ndarray) -> None:
    """Paint two coordinates of noise (N, k), or bars of the only one."""
    shown = noise[:, :2]
    reach = UNIFORM if float(np.abs(shown).max(initial=0.0)) <= 1.0 else NORMAL
    paint_points(painter, box, shown, "noise", -reach, reach)


def _placed(points: np.ndarray, square: QRectF, low: float, high: float) -> np.ndarray:
    """Points (M, 2) of the plane in pixels; y goes up."""
    share = (points - low) / (high - low)
    x = square.left() + share[:, 0] * square.width()
    return np.column_stack([x, square.bottom() - share[:, 1] * square.height()])


def _paint_paper(painter: QPainter, square: QRectF) -> None:
    now = theme.current_theme()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.surface))
    painter.drawRoundedRect(square, theme.px(3), theme.px(3))


def _paint_bars(
    painter: QPainter, box: QRectF, values: np.ndarray, token: str, low: float, high: float
) -> None:
    """Paint how often values (N,) occur from `low` to `high`."""
    counts, _ = np.histogram(values, BINS, (low, high))
    now, most = theme.current_theme(), max(int(counts.max(initial=0)), 1)
    foot, wide = round(box.bottom()) - 1, box.width() / BINS
    color = QColor(now.mix(token, "surface", 0.2))
    for k, count in enumerate(counts.tolist()):
        if count:
            start, end = round(box.left() + k * wide), round(box.left() + (k + 1) * wide)
            high_px = max(count / most * 0.92 * box.height(), 1.0)
            painter.fillRect(QRectF(start, foot - high_px, max(end - start, 1), high_px), color)
    painter.fillRect(QRectF(box.left(), foot, box.width(), 1), QColor(now.ink3))


def paint_pictures(
    painter: QPainter, box: QRectF, pictures: np.ndarray, side: int, is_lit: bool
) -> None:
    """Paint as many of pictures (N, side²) uint8 as have room in a square wall."""
    ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
    fit = int(min(box.width(), box.height()) / theme.px(LEAST_TILE))
    count = min(len(pictures), max(fit, 1) ** 2, MOST_TILES)
    across = max(math.isqrt(count), 1)
    count = min(count, across * across)
    gap = max(round(2 * ratio), 1)
    grid = hung(square_in(box), count, Tile(side, 1, 0, gap, gap), across, ratio)
    codes = tiles.codes_of(np.ascontiguousarray(pictures[:count])).reshape(count, 1, side, side)
    image = tiles.image_of(mosaic(grid, codes), _colors(side, is_lit))
    image.setDevicePixelRatio(ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    size = image.size() / ratio
    painter.drawImage(QRectF(grid.box.topLeft(), size.toSizeF()), image)


def _colors(side: int, is_lit: bool) -> list[int]:
    """The shades of pictures; between them is the station's own ground."""
    colors = list(tiles.shades(side))
    colors[tiles.SURFACE] = QColor(ground_color(is_lit)).rgb()
    return colors


def ground_color(is_lit: bool) -> str:
    """The colour of a station."""
    now = theme.current_theme()
    return now.accent_soft if is_lit else now.mix("surface", "ink", 0.04 if now.is_dark else 0.03)


def paint_heat(painter: QPainter, box: QRectF, heat: np.ndarray) -> None:
    """Paint outputs 0 … 1 on a grid (n, n), first row lowest, or along a line (n,) as a curve."""
    heat = np.nan_to_num(np.asarray(heat, np.float64), nan=0.5, posinf=1.0, neginf=0.0)
    if heat.ndim == 1:
        _paint_curve(painter, box, heat, 0.0, 1.0, "ink")
        return
    square = square_in(box)
    colors = maps.diverging(SOFT * (2.0 * heat[::-1] - 1.0), 1.0)
    image: QImage = maps.image_of(colors)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(square, image)


def paint_manifold(
    painter: QPainter, box: QRectF, manifold: np.ndarray, low: float, high: float
) -> None:
    """Paint where G puts noise: a net (k, k, 2), a line (k, 2), or a curve (k, 1)."""
    if manifold.ndim == 3:
        rows, columns = (_thinned(n) for n in manifold.shape[:2])
        _paint_lines(painter, box, [manifold[rows], manifold[:, columns].swapaxes(0, 1)], low, high)
    elif manifold.shape[-1] == 2:
        _paint_lines(painter, box, [manifold[None]], low, high)
    else:
        _paint_curve(painter, box, np.asarray(manifold, float).ravel(), low, high, "warm")


def _thinned(count: int) -> np.ndarray:
    """Which of so many lines are painted, the outermost among them."""
    return np.unique(np.linspace(0, count - 1, min(count, MOST_LINES)).round().astype(np.intp))


def _paint_lines(
    painter: QPainter, box: QRectF, bundles: list[np.ndarray], low: float, high: float
) -> None:
    """Paint bundles of lines (m, k, 2) of the plane within its square."""
    square, now = square_in(box), theme.current_theme()
    _paint_paper(painter, square)
    painter.save()
    painter.setClipRect(square)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    is_net = len(bundles) > 1
    color = QColor(now.warm)
    color.setAlphaF(0.75 if is_net else 1.0)
    # a net's lines are 1 pixel in presenter mode too: wider ones take Qt ten times as long
    painter.setPen(QPen(color, 1.0 if is_net else 1.6 * theme.scale()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for lines in bundles:
        kept = np.clip(np.nan_to_num(np.asarray(lines, float)), 3 * low, 3 * high)
        places = _placed(kept.reshape(-1, 2), square, low, high)
        joined = np.ones(kept.shape[:2], np.int32)
        joined[:, -1] = 0  # the last of a line is not joined to the first of the next
        painter.drawPath(pg.arrayToQPath(places[:, 0].copy(), places[:, 1].copy(), joined.ravel()))
    painter.restore()


def _polygon(x: np.ndarray, y: np.ndarray) -> QPolygonF:
    """Points (k,), (k,) as Qt's polygon."""
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])


def _paint_curve(
    painter: QPainter, box: QRectF, values: np.ndarray, low: float, high: float, token: str
) -> None:
    """Paint values (n,) against their place, over a dashed line in the middle of the range."""
    now, middle = theme.current_theme(), round(box.center().y()) + 0.5
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(now.ink3), 1.0, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x = np.linspace(box.left(), box.right(), values.size)
    share = np.clip((np.nan_to_num(values) - low) / (high - low), 0.0, 1.0)
    y = box.bottom() - 1 - share * (box.height() - 2)
    painter.setPen(QPen(QColor(now.color(token)), 1.6 * theme.scale()))
    painter.drawPolyline(_polygon(x, y))
