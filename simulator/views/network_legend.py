"""What the marks of a diagram mean: a row of small signs with a word each, for what is there."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from simulator.controls import theme
from simulator.views.heat import LEFT, label_font, paint_text
from simulator.views.network_layout import LINE, ROUND
from simulator.views.network_shown import Network

LEAST = 190  # pixels of normal mode: a view less high has no room for a legend
KEY, GAP, BETWEEN = 20, 5, 16  # pixels of normal mode: a sign, to its word, to the next sign
UNCONNECTED = "drag from one unit to another to connect them"


def legend_row(size: QSize) -> QRectF:
    """Where the legend stands in a view; empty where there is no room for one."""
    if size.height() < theme.px(LEAST):
        return QRectF()
    high = theme.px(LINE)
    return QRectF(0, size.height() - high, size.width(), high)


def keys_of(shown: Network) -> list[tuple[str, str]]:
    """Return (sign, word) of what there is to be read in a network."""
    keys = [
        (bool((shown.weights > 0).any()), "pulls", "pulls together"),
        (bool((shown.weights < 0).any()), "parts", "pushes apart"),
        (bool(shown.held.any()), "held", "held"),
        (shown.means is not None, "mean", "how often on"),
    ]
    return [(kind, word) for is_there, kind, word in keys if is_there]


def paint_legend(painter: QPainter, row: QRectF, shown: Network) -> None:
    """Paint the legend in the middle of a row; from the right, what has no room is left out."""
    if row.isEmpty():
        return
    if shown.can_edit and shown.size > 1 and not shown.weights.any():
        paint_text(painter, row, UNCONNECTED, flags=int(Qt.AlignmentFlag.AlignCenter))
        return
    metrics, key, gap = QFontMetricsF(label_font()), theme.px(KEY), theme.px(GAP)
    between, room, drawn = theme.px(BETWEEN), row.width() + theme.px(BETWEEN), []
    for kind, word in keys_of(shown):
        width = key + gap + metrics.horizontalAdvance(word) + between
        if width > room:
            break
        drawn.append((kind, word, width))
        room -= width
    left = row.left() + room / 2
    for kind, word, width in drawn:
        _paint_key(painter, kind, QRectF(left, row.top(), key, row.height()))
        box = QRectF(left + key + gap, row.top(), width, row.height())
        paint_text(painter, box, word, flags=LEFT)
        left += width


def _paint_key(painter: QPainter, kind: str, box: QRectF) -> None:
    now, scale, middle = theme.current_theme(), theme.scale(), box.center()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    reach = 5 * scale
    around = QRectF(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach)
    if kind in ("pulls", "parts"):
        pen = QPen(QColor(now.accent if kind == "pulls" else now.warm), 2.4 * scale)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if kind == "parts":
            pen.setDashPattern([2.4, 1.3])
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
    elif kind == "held":
        painter.setPen(QPen(QColor(now.ink), 1.8 * scale))
        painter.drawRoundedRect(around, 2 * scale, 2 * scale)
    else:
        painter.setPen(QPen(QColor(now.line), 2.2 * scale))
        painter.drawEllipse(around)
        painter.setPen(QPen(QColor(now.good), 2.2 * scale))
        painter.drawArc(around, ROUND // 4, -round(0.7 * ROUND))
