"""The units of a diagram on paper.

A disc is filled with ink where the unit is on, and an empty circle where it is off; a square frame
holds a clamped one. An arc around it is its mean activation, clockwise from the top. The unit
updated last stands in a soft halo, the one asked about in a ring with a question mark. A bias is
a signed number beside the unit, or, where units are close, a bar: filled for b > 0, hollow for
b < 0.
"""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from simulator.controls import theme
from simulator.views.heat import CENTER, label_font, paint_text
from simulator.views.network_layout import BAR_ROOM, FRAME, ROUND, Places
from simulator.views.network_shown import Network, short

ARC, HALO, RING = 3.5, 8.0, 7.0  # how far beyond the disc, pixels of normal mode


class Units:
    """Draws units; keeps a picture of every face it has drawn."""

    def __init__(self) -> None:
        self._faces: dict[tuple, QPixmap] = {}

    def forget(self) -> None:
        """Sizes, names or colours are others."""
        self._faces.clear()

    def paint(self, painter: QPainter, shown: Network, places: Places, is_kept: bool) -> None:
        """Paint all units with halo, frame, arc and name; from kept pictures if that is wanted."""
        for unit in range(shown.size):
            if unit == shown.updated:
                _paint_halo(painter, places.unit_box(unit, places.beyond(HALO)))
            self._paint_face(painter, shown, places, unit, is_kept)
            if shown.means is not None and not shown.held[unit]:
                _paint_arc(painter, places, unit, float(shown.means[unit]))
        if 0 <= shown.ringed < shown.size:
            _paint_question(painter, places.unit_box(shown.ringed, places.beyond(RING)))

    def _paint_face(
        self, painter: QPainter, shown: Network, places: Places, unit: int, is_kept: bool
    ) -> None:
        x, y = places.centers[unit].tolist()
        is_on, is_held, name = shown.is_on(unit), bool(shown.held[unit]), shown.names[unit]
        if not is_kept:
            draw_face(painter, QPointF(x, y), places, name, is_on, is_held)
            return
        ratio = painter.device().devicePixelRatioF()
        half = int(places.radius + (FRAME + 3) * theme.scale()) + 1
        left, top = round((x - half) * ratio) / ratio, round((y - half) * ratio) / ratio
        key = (unit, is_on, is_held, ratio)
        if key not in self._faces:
            face = QPixmap(QSize(2 * half, 2 * half) * ratio)
            face.setDevicePixelRatio(ratio)
            face.fill(Qt.GlobalColor.transparent)
            brush = QPainter(face)
            brush.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = QPointF(x - left, y - top)
            draw_face(brush, middle, places, name, is_on, is_held)
            brush.end()
            self._faces[key] = face
        painter.drawPixmap(QPointF(left, top), self._faces[key])


def draw_face(
    painter: QPainter, center: QPointF, places: Places, name: str, is_on: bool, is_held: bool
) -> None:
    """Draw a disc with its name and, where the unit is held, its frame."""
    now, scale, radius = theme.current_theme(), theme.scale(), places.radius
    if is_held:
        reach = radius + places.beyond(FRAME)
        frame = QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)
        painter.setPen(QPen(QColor(now.ink), 1.8 * scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 3 * scale, 3 * scale)
    painter.setPen(QPen(QColor(now.unit_on if is_on else now.ink2), 1.5 * scale))
    painter.setBrush(QColor(now.unit_on if is_on else now.unit_off))
    painter.drawEllipse(center, radius, radius)
    font = name_font(name, radius)
    if font is None:
        return
    painter.setFont(font)
    painter.setPen(QColor(now.unit_off if is_on else now.ink))
    box = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, CENTER, name)


def name_font(name: str, radius: float) -> QFont | None:
    """The largest face in which a name fits a disc, or None."""
    for size in (13, 12, 11, 10, 9, 8):
        font = theme.text_font(size, QFont.Weight.DemiBold)
        if QFontMetricsF(font).horizontalAdvance(name) <= 1.72 * radius:
            return font
    return None


def _paint_halo(painter: QPainter, box: QRectF) -> None:
    color = QColor(theme.current_theme().accent)
    color.setAlphaF(0.28)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(box)


def _paint_arc(painter: QPainter, places: Places, unit: int, mean: float) -> None:
    now, scale = theme.current_theme(), theme.scale()
    box = places.unit_box(unit, places.beyond(ARC))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(now.line), 2.2 * scale)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawEllipse(box)
    pen.setColor(QColor(now.good))
    painter.setPen(pen)
    painter.drawArc(box, ROUND // 4, -round(ROUND * min(max(mean, 0.0), 1.0)))


def _paint_question(painter: QPainter, box: QRectF) -> None:
    now, scale = theme.current_theme(), theme.scale()
    painter.setPen(QPen(QColor(now.accent), 1.6 * scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    side = theme.px(13)
    badge = QRectF(0, 0, side, side)
    badge.moveCenter(box.center() + QPointF(0.72, -0.72) * (box.width() / 2))
    painter.setPen(QPen(QColor(now.surface), 1.5 * scale))
    painter.setBrush(QColor(now.accent))
    painter.drawEllipse(badge)
    painter.setPen(QColor(now.on_accent))
    painter.setFont(theme.text_font(10, QFont.Weight.DemiBold))
    painter.drawText(badge, CENTER, "?")


def paint_bias(
    painter: QPainter, places: Places, unit: int, bias: float, limit: float, is_lit: bool
) -> None:
    """Write a bias, or paint its bar; of a bias of 0 only where it is pointed at."""
    if bias == 0 and not is_lit:
        return
    now, box = theme.current_theme(), places.bias_box(unit)
    if is_lit:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.accent_soft))
        painter.drawRoundedRect(box, 4, 4)
    if places.has_numbers:
        token = "accent" if bias > 0 else "warm" if bias < 0 else "ink2"
        painter.setPen(QColor(now.color(token)))
        text, font = short(bias) if bias else "b = 0", label_font(QFont.Weight.Medium)
        if not is_lit:  # lines that pass below stay below
            plate, wide = QColor(now.surface), QFontMetricsF(font).horizontalAdvance(text) + 4
            plate.setAlphaF(0.85)
            middle = box.center()
            painter.fillRect(QRectF(middle.x() - wide / 2, box.top(), wide, box.height()), plate)
        painter.setFont(font)
        painter.drawText(box, CENTER, text)
        return
    ox, oy = places.outward[unit].tolist()
    length = theme.px(3) + theme.px(10) * min(abs(bias) / limit, 1.0)
    painter.save()
    painter.translate(box.center() - QPointF(ox, oy) * (theme.px(BAR_ROOM) / 2))
    painter.rotate(math.degrees(math.atan2(oy, ox)))
    wide = 5 * theme.scale()
    painter.setPen(QPen(QColor(now.accent if bias > 0 else now.warm), 1.2 * theme.scale()))
    painter.setBrush(QColor(now.accent) if bias > 0 else Qt.BrushStyle.NoBrush)
    if bias:
        painter.drawRect(QRectF(0, -wide / 2, length, wide))
    painter.restore()


def paint_captions(painter: QPainter, places: Places) -> None:
    """Write the names of groups."""
    for caption in places.captions:
        paint_text(painter, caption.box, caption.text, "ink2", CENTER, QFont.Weight.DemiBold)
