"""Many equal dots at once: one stamp, and one call that lays it down everywhere.

2,000 dots take 0.3 ms; a call for each would take 1.7 ms. In a vector drawing each dot is a shape
of its own.
"""

from dataclasses import dataclass

import numpy as np
from pyqtgraph.Qt import internals  # an array of fragments; its own scatter is drawn with it
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from simulator.controls import theme
from simulator.views.heat import is_vector
from simulator.views.trace_points import SHAPES


@dataclass(frozen=True)
class Look:
    """How a dot looks: a name in SHAPES, a token or colour, and a rim in the colour of paper."""

    shape: str
    color: str
    radius: float
    opacity: float = 1.0
    rim: float = 0.0  # its width

    def draw(self, painter: QPainter, places: np.ndarray) -> None:
        """Draw dots at places (M, 2), in pixels."""
        if not len(places):
            return
        if is_vector(painter):
            self._draw_shapes(painter, places)
            return
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        side = round(2 * (1.3 * self.radius + self.rim + 1) * ratio) | 1  # odd: a middle pixel
        stamp = self._stamp(side, ratio)
        array = internals.PrimitiveArray(QPainter.PixmapFragment, 10)
        array.resize(len(places))
        # middle x, y; left, top, width, height in the stamp; scales; turn; opacity
        fragments = array.ndarray()
        fragments[:] = (0, 0, 0, 0, side, side, 1, 1, 0, 1)
        fragments[:, :2] = np.floor(places * ratio) + 0.5  # whole pixels: twice as fast
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        first, count = array.drawargs()
        painter.drawPixmapFragments(first, count, stamp)
        painter.restore()

    def _stamp(self, side: int, ratio: float) -> QPixmap:
        stamp = QPixmap(QSize(side, side))
        stamp.fill(Qt.GlobalColor.transparent)
        painter = QPainter(stamp)
        painter.scale(ratio, ratio)
        self._draw_shapes(painter, np.full((1, 2), side / ratio / 2))
        painter.end()
        return stamp

    def _draw_shapes(self, painter: QPainter, places: np.ndarray) -> None:
        now = theme.current_theme()
        fill, edge = QColor(now.color(self.color)), QColor(now.surface)
        fill.setAlphaF(self.opacity)
        edge.setAlphaF(min(1.0, self.opacity + 0.1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, self.rim) if self.rim else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        corners = [QPointF(x, y) * self.radius for x, y in SHAPES[self.shape]]
        for place in (QPointF(x, y) for x, y in places.tolist()):
            if corners:
                painter.drawPolygon(QPolygonF([corner + place for corner in corners]))
            else:
                painter.drawEllipse(place, self.radius, self.radius)
