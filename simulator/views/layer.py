"""A part of a view's picture that seldom changes, kept as pixels beside what moves."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from simulator.controls import theme
from simulator.views.heat import is_vector


class Layer:
    """Paints what a function draws; draws anew only when its key, size or look differ."""

    def __init__(self) -> None:
        self._of: tuple = ()
        self._pixels = QPixmap()

    def paint(
        self, painter: QPainter, size: QSize, key: Hashable, draw: Callable[[QPainter], None]
    ) -> None:
        """Paint at the view's corner; onto an SVG lines and words, not pixels."""
        if is_vector(painter):
            draw(painter)
            return
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        wanted = (key, size.width(), size.height(), ratio, theme.current_theme(), theme.scale())
        if wanted != self._of:
            self._of = wanted
            self._pixels = _drawn(size, ratio, draw)
        painter.drawPixmap(0, 0, self._pixels)


def _drawn(size: QSize, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
    pixels = QPixmap(size * ratio)
    pixels.setDevicePixelRatio(ratio)
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    draw(painter)
    painter.end()
    return pixels
