"""A memory as a small picture: ink for +1, paper for −1, grey for unknown."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from simulator.controls import theme
from simulator.views import unit_image

KEPT = 200  # pictures; on screen are a dozen


def thumbnail(side: int, units: np.ndarray, size: float, ratio: float = 1.0) -> QPixmap:
    """Return units (N,) as a square picture of at most `size` pixels, `ratio` device pixels each.

    Cells are whole device pixels where that keeps most of the size, otherwise averages or softly
    scaled.
    """
    codes = (units.reshape(side, side).astype(np.int8) + np.int8(1)).view(np.uint8)
    image = unit_image.image_of(codes, unit_image.table(unit_image.inks(side)))
    wanted = max(round(size * ratio), 1)
    whole = wanted // side * side
    pixmap = QPixmap.fromImage(
        unit_image.at_size(image, whole if whole >= 0.85 * wanted else wanted)
    )
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
