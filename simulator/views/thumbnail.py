"""A memory as a small picture: ink for +1, paper for −1, grey for unknown."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from simulator.controls import theme

KEPT = 200  # pictures; on screen are a dozen


def thumbnail(side: int, units: np.ndarray, size: float, ratio: float = 1.0) -> QPixmap:
    """Return units (N,) as a square picture of at most `size` pixels, `ratio` device pixels each.

    Cells are whole device pixels where that keeps most of the size, otherwise softly scaled.
    """
    now = theme.current_theme()
    shades = np.array(
        [QColor(c).rgb() for c in (now.unit_off, now.unknown, now.unit_on)], np.uint32
    )
    pixels = np.ascontiguousarray(shades[units.reshape(side, side).astype(np.intp) + 1])
    image = QImage(pixels.tobytes(), side, side, 4 * side, QImage.Format.Format_RGB32)
    wanted = max(round(size * ratio), 1)
    whole = wanted // side * side
    if whole >= 0.85 * wanted:
        image = image.scaled(whole, whole)
    else:
        if side < wanted:  # crisp cells with soft edges
            image = image.scaled(QSize(side, side) * (wanted // side + 1))
        image = image.scaled(
            wanted,
            wanted,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class Thumbnails:
    """Keeps the pictures of one array of memories (K, N), which is never changed in place."""

    def __init__(self) -> None:
        self._memories: np.ndarray | None = None
        self._kept: dict[tuple, QPixmap] = {}

    def of(
        self, side: int, memories: np.ndarray, k: int, size: float, ratio: float = 1.0
    ) -> QPixmap:
        """Return the picture of memory k."""
        if memories is not self._memories or len(self._kept) >= KEPT:
            self._memories, self._kept = memories, {}
        key = (side, k, size, ratio, theme.current_theme().name)
        if key not in self._kept:
            self._kept[key] = thumbnail(side, memories[k], size, ratio)
        return self._kept[key]


def paint_framed(painter: QPainter, box: QRectF, picture: QPixmap, radius: float) -> None:
    """Paint a picture amid a rounded frame in the colour of its paper."""
    now = theme.current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(now.line), 1))
    painter.setBrush(QColor(now.unit_off))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    size = picture.deviceIndependentSize()
    gap = (box.width() - size.width()) / 2
    painter.drawPixmap(QRectF(box.topLeft(), size).translated(gap, gap).topLeft(), picture)
