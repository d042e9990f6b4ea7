"""How the diagram's words, frames and arrows are painted; what has just happened is lit."""

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from simulator.controls import theme
from simulator.views.heat import CENTER, label_font
from simulator.views.phases_layout import Arrow

HEADS = ("1 wake: positive phase", "2 sleep: negative phase", "3 update")
SHORT = ("1 wake", "2 sleep", "3 update")
TOP = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
HEAD_ARROW = 7  # pixels of normal mode
DEMI_BOLD, NORMAL = QFont.Weight.DemiBold, QFont.Weight.Normal


@lru_cache(8)
def _font(size: float, weight: QFont.Weight, scale: float) -> QFont:
    return theme.text_font(size, weight)


def paint_head(painter: QPainter, box: QRectF, phase: int, is_lit: bool) -> None:
    """A phase's number and name, in fewer words where there is little room."""
    font = _font(13, DEMI_BOLD, theme.scale())
    _paint_first(painter, box, (HEADS[phase], SHORT[phase]), "accent" if is_lit else "ink", font)


def paint_name(painter: QPainter, box: QRectF, texts: Sequence[str], is_lit: bool) -> None:
    """What a station is: the first of some texts that fits."""
    _paint_first(painter, box, texts, "ink" if is_lit else "ink2", _font(12, NORMAL, theme.scale()))


def _paint_first(
    painter: QPainter, box: QRectF, texts: Sequence[str], token: str, font: QFont
) -> None:
    metrics = QFontMetricsF(font)
    fitting = (text for text in texts if metrics.horizontalAdvance(text) <= box.width())
    text = metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(font)
    painter.setPen(QColor(theme.current_theme().color(token)))
    painter.drawText(box, CENTER, next(fitting, text))


def paint_caption(painter: QPainter, box: QRectF, text: str, is_lit: bool) -> None:
    """Words below a phase, in two lines where they are long."""
    if box.isEmpty():
        return
    painter.setFont(label_font())
    color = theme.current_theme().ink2 if is_lit else theme.caption_color()
    painter.setPen(QColor(color))
    painter.drawText(box, TOP, _cut(painter, box, text))


def _cut(painter: QPainter, box: QRectF, text: str) -> str:
    """As much of a text as has room in a box."""
    words, cut = text.split(), text
    while len(words) > 1 and painter.boundingRect(box, TOP, cut).height() > box.height():
        words.pop()
        cut = " ".join(words) + "…"
    return cut


def paint_frame(painter: QPainter, box: QRectF, is_lit: bool) -> None:
    """A hairline, or a ring in the accent."""
    now, wide = theme.current_theme(), 2.0 * theme.scale() if is_lit else 1.0
    more = 1.0 + wide / 2 if is_lit else 0.5
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(now.accent if is_lit else now.line), wide))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = theme.px(3) if is_lit else 0
    painter.drawRoundedRect(box.adjusted(-more, -more, more, more), radius, radius)


def paint_arrow(painter: QPainter, arrow: Arrow, text: str, is_lit: bool) -> None:
    """An arrow with its words."""
    now, line = theme.current_theme(), arrow.line
    color = QColor(now.accent if is_lit else now.ink3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, (2.0 if is_lit else 1.4) * theme.scale())
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    reach = theme.px(HEAD_ARROW)
    angle = math.atan2(line.dy(), line.dx())
    back = QPointF(math.cos(angle), math.sin(angle)) * (0.8 * reach)
    painter.drawLine(line.p1(), line.p2() - back)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(_point(line.p2(), angle, reach))
    painter.setFont(label_font())
    painter.setPen(QColor(now.accent if is_lit else now.ink2))
    flags = CENTER if arrow.is_centered else int(Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(arrow.words, flags, text)


def _point(tip: QPointF, angle: float, reach: float) -> QPolygonF:
    corners = [tip]
    for turn in (-0.42, 0.42):
        corners.append(tip - QPointF(math.cos(angle + turn), math.sin(angle + turn)) * reach)
    return QPolygonF(corners)
