"""The welcome page's pictures: one of each model, drawn from a state that it really came to."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from simulator import samples
from simulator.controls import maps, theme

RADIUS = 8  # pixels of normal mode, of a picture's corners
MARGIN = 0.08  # of a picture's side, around what is no full sheet
DOT = 0.016  # radius of a point, as a share of the side
REACH = 1.45  # the plane from −REACH to REACH is seen


@lru_cache(1)
def _samples() -> dict[str, np.ndarray]:
    return samples.read()


def paint_sample(painter: QPainter, model: str, box: QRectF) -> None:
    """Paint a model's picture into a square box with a hairline and round corners."""
    now = theme.current_theme()
    radius = theme.px(RADIUS)
    sheet = QPainterPath()
    sheet.addRoundedRect(box, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(sheet, QColor(now.unit_off))
    painter.setClipPath(sheet)
    PICTURES[model](painter, _samples()[model], box)
    painter.setClipping(False)
    painter.setPen(QPen(QColor(now.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()


def _cells(painter: QPainter, shares: np.ndarray, box: QRectF, color: str) -> None:
    """Paint shares (R, C) 0 … 1 as cells between paper and a colour."""
    rgb = [np.array(maps.rgb_of(theme.current_theme().color(c))) for c in ("unit_off", color)]
    shown = rgb[0] + np.clip(shares, 0.0, 1.0)[..., None] * (rgb[1] - rgb[0])  # (R, C, 3)
    red, green, blue = np.moveaxis(np.rint(shown).astype(np.uint32), -1, 0)
    image = maps.image_of(np.uint32(0xFF000000) + red * 65536 + green * 256 + blue)
    _draw(painter, image, box)


def _draw(painter: QPainter, image: QImage, box: QRectF) -> None:
    """Draw an image over a box: cells stay cells where they are large, are averaged where small."""
    ratio = painter.device().devicePixelRatioF()
    mode = Qt.TransformationMode
    is_large = box.width() * ratio >= 2 * image.width()
    size = (box.size() * ratio).toSize()
    if is_large:  # whole pixels a cell first, so that none is wider than its neighbours
        times = -(-size.width() // image.width())
        whole = image.size() * times
        image = image.scaled(whole, Qt.AspectRatioMode.IgnoreAspectRatio, mode.FastTransformation)
    image = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode.SmoothTransformation)
    painter.drawImage(box, image)


def _inside(box: QRectF, share: float = MARGIN) -> QRectF:
    edge = box.width() * share
    return box.adjusted(edge, edge, -edge, -edge)


def _letter(painter: QPainter, units: np.ndarray, box: QRectF) -> None:
    _cells(painter, units > 0, _inside(box), "unit_on")


def _lattice(painter: QPainter, spins: np.ndarray, box: QRectF) -> None:
    _cells(painter, spins > 0, box, "accent")


def _digits(painter: QPainter, digits: np.ndarray, box: QRectF) -> None:
    across = digits.transpose(0, 2, 1, 3).reshape(3 * 28, 3 * 28)  # rows of digits beside others
    _cells(painter, across / 255, _inside(box, MARGIN / 2), "unit_on")


def _points(painter: QPainter, points: np.ndarray, box: QRectF) -> None:
    color = QColor(theme.current_theme().warm)
    color.setAlphaF(0.7)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    half, radius = box.width() / 2, max(1.0, box.width() * DOT)
    for x, y in points:
        place = box.center() + QPointF(float(x), -float(y)) * (half / REACH)
        painter.drawEllipse(place, radius, radius)


def _diagonals(painter: QPainter, weightings: np.ndarray, box: QRectF) -> None:
    _cells(painter, weightings.T, _inside(box, MARGIN / 2), "accent")  # time across, slots down


PICTURES: dict[str, Callable[[QPainter, np.ndarray, QRectF], None]] = {
    "hopfield": _letter,
    "boltzmann": _lattice,
    "rbm": _digits,
    "gan": _points,
    "ntm": _diagonals,
}
