"""The marks of a cut graph: nodes of two sides, their numbers, weights of edges, and the legend.

The sides differ in colour and in shape: a disc and a square. A node on another side than in the
best cut has a hollow middle.
"""

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from simulator.controls import theme
from simulator.views.heat import CENTER, LEFT, is_vector, label_font, paint_text

NUMBERED = 60  # nodes; more of them have no numbers
SQUARE = 0.88  # half a square's side, of the radius of a disc that looks as large
Look = tuple[int, bool, str]  # of a node: side, whether it is odd, number or ""
KEYS = (
    ("cut", "cut"),
    ("faint", "not cut"),
    ("sides", "the two sides"),
    ("odd", "unlike the best cut"),
)


def side_color(side: int) -> QColor:
    now = theme.current_theme()
    return QColor(now.accent if side > 0 else now.warm)


def cut_color() -> QColor:
    return QColor(theme.current_theme().mix("ink", "surface", 0.15))


def faint_color() -> QColor:
    return QColor(theme.current_theme().mix("line", "ink3", 0.25))


def draw_node(
    painter: QPainter, center: QPointF, radius: float, side: int, is_odd: bool, text: str = ""
) -> None:
    """Draw a node with its number, if it has one."""
    now = theme.current_theme()
    painter.setPen(QPen(QColor(now.surface), max(0.6, min(1.5, 0.2 * radius))))
    painter.setBrush(side_color(side))
    _draw_shape(painter, center, radius, side)
    if is_odd:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.surface))
        _draw_shape(painter, center, (0.72 if text else 0.5) * radius, side)
    if text:
        painter.setFont(number_font(radius))
        painter.setPen(QColor(now.ink if is_odd else now.surface))
        box = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, CENTER, text)


def number_font(radius: float) -> QFont:
    """The face of the numbers in nodes of a radius."""
    return theme.text_font(min(12.0, 0.86 * radius / theme.scale()), QFont.Weight.DemiBold)


def _draw_shape(painter: QPainter, center: QPointF, radius: float, side: int) -> None:
    if side > 0:
        painter.drawEllipse(center, radius, radius)
        return
    half = SQUARE * radius
    box = QRectF(center.x() - half, center.y() - half, 2 * half, 2 * half)
    painter.drawRoundedRect(box, 0.15 * half, 0.15 * half)


class Faces:
    """Paints nodes from pictures, one for each look that was seen."""

    def __init__(self) -> None:
        self._kept: dict[tuple, QPixmap] = {}

    def forget(self) -> None:
        """Colours or sizes are others."""
        self._kept.clear()

    def paint(
        self, painter: QPainter, points: Iterable[QPointF], radius: float, look: Look
    ) -> None:
        """Paint nodes of one look at their middles."""
        if is_vector(painter) or not painter.transform().isIdentity():
            for point in points:
                draw_node(painter, point, radius, *look)
            return
        ratio = painter.device().devicePixelRatioF()
        half = int(radius) + 2
        face = self._kept.get((look, ratio))
        if face is None:
            face = self._kept[look, ratio] = _drawn(half, radius, look, ratio)
        corner = QPointF(half, half)
        for point in points:
            painter.drawPixmap(point - corner, face)


def _drawn(half: int, radius: float, look: Look, ratio: float) -> QPixmap:
    face = QPixmap(QSize(2 * half, 2 * half) * ratio)
    face.setDevicePixelRatio(ratio)
    face.fill(Qt.GlobalColor.transparent)
    painter = QPainter(face)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_node(painter, QPointF(half, half), radius, *look)
    painter.end()
    return face


def paint_weight(painter: QPainter, box: QRectF, text: str, is_cut: bool) -> None:
    """Paint an edge's weight on paper, over its line."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current_theme().surface))
    painter.drawRoundedRect(box, theme.px(3), theme.px(3))
    paint_text(painter, box, text, "ink" if is_cut else "", CENTER)


def weight_box(line: QLineF, text: str) -> QRectF:
    """Where an edge's weight stands: at the middle of its line."""
    metrics = QFontMetricsF(label_font())
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + theme.px(4), metrics.height())
    box.moveCenter(line.center())
    return box


def paint_legend(painter: QPainter, row: QRectF, has_best: bool) -> None:
    """Paint what the marks mean, in the middle of a row; from the right, what has no room is left
    out."""
    metrics, key, gap = QFontMetricsF(label_font()), theme.px(20), theme.px(14)
    kinds, room = [], row.width()
    for kind, text in KEYS if has_best else KEYS[:-1]:
        width = key + theme.px(4) + metrics.horizontalAdvance(text) + gap
        if width > room + gap:
            break
        kinds.append((kind, text, width))
        room -= width
    left = row.left() + (room + gap) / 2
    for kind, text, width in kinds:
        _paint_key(painter, kind, QRectF(left, row.top(), key, row.height()))
        paint_text(
            painter, QRectF(left + key + theme.px(4), row.top(), width, row.height()), text,
            flags=LEFT,
        )  # fmt: skip
        left += width


def _paint_key(painter: QPainter, kind: str, box: QRectF) -> None:
    middle, radius = box.center(), 5 * theme.scale()
    if kind in ("cut", "faint"):
        is_cut = kind == "cut"
        painter.setPen(QPen(cut_color() if is_cut else faint_color(), 2 if is_cut else 1))
        painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
    elif kind == "odd":
        draw_node(painter, middle, radius, 1, True)
    else:
        for side in (1, -1):
            draw_node(painter, middle - QPointF(side * radius, 0), radius, side, False)
