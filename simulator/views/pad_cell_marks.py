"""What tells a kind of cell without colour: unknown cells are hatched, unstable ones have an ear,
pinned ones the head of a pin."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from simulator.controls import theme
from simulator.views.pad_kinds import is_pinned, is_unknown, is_unstable


def draw_marks(
    painter: QPainter,
    kind: int,
    corners: Sequence[tuple[float, float]],
    size: float,
    ratio: float = 1.0,
) -> None:
    """Draw the marks of cells `size` wide, all of a kind, at their top left corners."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_unknown(kind):
        _draw_hatches(painter, corners, size, ratio)
    if is_unstable(kind):
        _draw_ears(painter, corners, size)
    if is_pinned(kind):
        _draw_pins(painter, corners, size)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_hatches(
    painter: QPainter, corners: Sequence[tuple[float, float]], size: float, ratio: float
) -> None:
    path = QPainterPath()
    for x, y in corners:
        _hatch(path, x, y, size, max(1, round(size / (9 * ratio))))
    color = QColor(theme.current_theme().mix("unknown", "ink", 0.28))
    painter.strokePath(path, QPen(color, ratio))


def _draw_ears(painter: QPainter, corners: Sequence[tuple[float, float]], size: float) -> None:
    ears, ear = QPainterPath(), 0.42 * size
    for x, y in corners:
        ears.moveTo(x + size - ear, y)
        ears.lineTo(x + size, y)
        ears.lineTo(x + size, y + ear)
        ears.closeSubpath()
    painter.fillPath(ears, QColor(theme.current_theme().warm))


def _draw_pins(painter: QPainter, corners: Sequence[tuple[float, float]], size: float) -> None:
    """A dot in the middle, a line's width off it on each side."""
    heads, middle, radius = QPainterPath(), (size + 1) / 2, max(0.24 * size, min(1.7, 0.4 * size))
    for x, y in corners:
        heads.addEllipse(QPointF(x + middle, y + middle), radius, radius)
    painter.fillPath(heads, QColor(theme.current_theme().warm))


def _hatch(path: QPainterPath, x: float, y: float, size: float, count: int) -> None:
    """Diagonals that go on in the next cell."""
    for k in range(1, 2 * count):
        far = min(k * size / count, size)
        near = k * size / count - far
        path.moveTo(x + near, y + far)
        path.lineTo(x + far, y + near)
