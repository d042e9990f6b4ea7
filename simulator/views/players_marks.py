"""How stations, legs and words of the two players are painted; what is running is lit."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from simulator.controls import theme
from simulator.views.heat import CENTER, LEFT, RIGHT, label_font, paint_text
from simulator.views.players_layout import Station
from simulator.views.players_thumbnails import ground_color

TITLES = {
    "noise": ("noise z", "z"), "g": ("generator G", "G"), "fake": ("fakes G(z)", "fakes"),
    "real": ("data x", "x"), "d": ("discriminator D", "D"),
    "outputs": ("D's outputs", "outputs", "D(x)"), "losses": ("losses", "loss"),
}  # fmt: skip
CORNER = 8  # pixels of normal mode
POINT = 8  # an arrow's head
DASHES = (3.2, 2.0)  # of a running leg, in widths of its line
BOLD, THIN = 2.6, 1.3  # lines of legs
DEMI_BOLD, MEDIUM = QFont.Weight.DemiBold, QFont.Weight.Medium
LOSS = 52  # pixels of normal mode: the row of a loss at its highest


def paint_station(painter: QPainter, place: Station, name: str, is_lit: bool) -> None:
    """A calm field with its title; a lit one is ringed."""
    now = theme.current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide = 2.0 * theme.scale()
    painter.setPen(QPen(QColor(now.accent), wide) if is_lit else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground_color(is_lit)))
    inset = wide / 2 if is_lit else 0.0
    painter.drawRoundedRect(
        place.box.adjusted(inset, inset, -inset, -inset), theme.px(CORNER), theme.px(CORNER)
    )
    font = theme.text_font(12, DEMI_BOLD)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(QColor(now.accent if is_lit else now.ink))
    text = first_fitting(TITLES[name], place.title.width(), metrics)
    painter.drawText(place.title, LEFT, text)


def paint_leg(
    painter: QPainter, corners: tuple[QPointF, ...], is_back: bool, is_lit: bool, flow: float = -1.0
) -> None:
    """A leg with its head: grey at rest, a way back dashed; lit it is bold, and its dashes stand
    `flow` pixels on (below 0: no dashes)."""
    now, scale = theme.current_theme(), theme.scale()
    color = QColor(now.accent if is_lit else now.mix("ink3", "surface", 0.45 * is_back))
    width = (BOLD if is_lit else THIN) * scale
    reach = min(theme.px(POINT), 0.62 * _last_length(corners))
    angle = math.atan2(corners[-1].y() - corners[-2].y(), corners[-1].x() - corners[-2].x())
    tip = corners[-1]
    back = QPointF(math.cos(angle), math.sin(angle)) * (0.8 * reach)
    line = QPolygonF([*corners[:-1], tip - back])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if is_lit and flow >= 0:
        pen.setColor(QColor(now.mix("accent", "surface", 0.62)))
        painter.setPen(pen)
        painter.drawPolyline(line)
        pen.setColor(color)
        pen.setDashPattern(DASHES)
        pen.setDashOffset(-flow / width)
    elif is_back and not is_lit:
        pen.setDashPattern((2.2, 1.8))
    painter.setPen(pen)
    painter.drawPolyline(line)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    sides = [tip - QPointF(math.cos(angle + t), math.sin(angle + t)) * reach for t in (-0.44, 0.44)]
    painter.drawPolygon(QPolygonF([tip, *sides]))


def _last_length(corners: tuple[QPointF, ...]) -> float:
    part = corners[-1] - corners[-2]
    return math.hypot(part.x(), part.y())


# ---- numbers ----


def first_fitting(texts: Sequence[str], room: float, metrics: QFontMetricsF) -> str:
    """The first of some texts that fits, or the last."""
    return next((t for t in texts if metrics.horizontalAdvance(t) <= room), texts[-1])


def paint_none(painter: QPainter, box: QRectF) -> None:
    """There is nothing here yet."""
    text = first_fitting(("none yet", "–"), box.width(), QFontMetricsF(label_font()))
    paint_text(painter, box, text, flags=CENTER)


def paint_norm(painter: QPainter, foot: QRectF, text: str, is_lit: bool) -> None:
    """How long a net's gradient is, if that is known."""
    if foot.height() > 0 and text:
        token, metrics = "accent" if is_lit else "ink2", QFontMetricsF(label_font())
        room = foot.width() - metrics.horizontalAdvance(text) - theme.px(6)
        paint_text(painter, foot, first_fitting(("gradient", "‖∇‖"), room, metrics), token, LEFT)
        paint_text(painter, foot, text, token, RIGHT)


def paint_scale(painter: QPainter, foot: QRectF, x: float, middle: str) -> None:
    """What the ends of D's outputs mean, and, where it touches neither, what stands at `x`."""
    metrics = QFontMetricsF(label_font())
    fake, real = (metrics.horizontalAdvance(text) + theme.px(3) for text in ("fake", "real"))
    half = metrics.horizontalAdvance(middle) / 2
    paint_text(painter, foot, "fake", "warm", LEFT)
    paint_text(painter, foot, "real", "accent", RIGHT)
    if foot.left() + fake <= x - half and x + half <= foot.right() - real:
        box = QRectF(x - half - 1, foot.top(), 2 * half + 2, foot.height())
        paint_text(painter, box, middle, "ink2", CENTER)


def paint_ring(painter: QPainter, box: QRectF) -> None:
    """A quiet ring about the station that is looked at."""
    painter.setPen(QPen(QColor(theme.current_theme().ink3), 1.2 * theme.scale()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.px(CORNER), theme.px(CORNER))


def loss_rows(box: QRectF) -> tuple[QRectF, QRectF]:
    """Where both losses stand: side by side in a strip, else below each other, never far apart."""
    gap = theme.px(14)
    if box.width() > 2.5 * box.height() and box.height() < theme.px(LOSS):
        wide = (box.width() - 2 * gap) / 2
        left = QRectF(box.left(), box.top(), wide, box.height())
        return left, left.translated(wide + 2 * gap, 0)
    high = min(box.height() / 2, theme.px(LOSS))
    space = min(box.height() - 2 * high, theme.px(20))
    top = box.center().y() - (2 * high + space) / 2
    first = QRectF(box.left(), top, box.width(), high)
    return first, first.translated(0, high + space)


def paint_loss(
    painter: QPainter,
    row: QRectF,
    name: str,
    texts: tuple[str, str],
    ends: tuple[float, float],
    token: str,
) -> None:
    """A player's loss: its number, the first of both, and below a bar between two shares of the
    width, the first of which is where 0 stands. Both losses are called alike."""
    now, px = theme.current_theme(), theme.px
    is_large = row.height() >= px(0.7 * LOSS) and row.width() >= px(140)
    high = min(px(26 if is_large else 16), row.height())
    bar = min(px(8), max(row.height() - high - px(2), 0.0))
    top = row.center().y() - (high + bar + px(2)) / 2 if bar >= px(3) else row.top()
    line = QRectF(row.left(), top, row.width(), high)
    number, label = theme.text_font(21 if is_large else 13, MEDIUM), theme.text_font(12, DEMI_BOLD)
    widest = max(map(QFontMetricsF(number).horizontalAdvance, texts))
    room = line.width() - widest - px(6)
    said = first_fitting((f"loss of {name}", f"of {name}", name), room, QFontMetricsF(label))
    for font, flags, words in ((label, LEFT, said), (number, RIGHT, texts[0])):
        painter.setFont(font)
        painter.setPen(QColor(now.ink))
        painter.drawText(line, flags, words)
    if bar < px(3):
        return
    groove = QRectF(row.left(), line.bottom() + px(2), row.width(), bar)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.mix("surface", "ink", 0.11)))
    painter.drawRoundedRect(groove, bar / 2, bar / 2)
    start, end = (row.left() + share * row.width() for share in sorted(ends))
    if end > start:
        painter.setBrush(QColor(now.mix(token, "surface", 0.1)))
        wide = min(max(end - start, bar), groove.right() - start)
        painter.drawRoundedRect(QRectF(start, groove.top(), wide, bar), bar / 2, bar / 2)
    if ends[0] > 0:
        zero = QRectF(round(row.left() + ends[0] * row.width()) - 1, groove.top() - 1, 2, bar + 2)
        painter.fillRect(zero, QColor(now.ink))
