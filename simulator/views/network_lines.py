"""The lines of a diagram on paper: width by |w|, blue for w > 0, orange and dashed for w < 0.

Strong lines have their full colour, the others are pale. All lines in pale are kept as one picture,
which is made anew only for other weights; the strong ones are drawn over it. A full network of 24
units takes 1 to 2 ms so, and 4 ms where nearly all lines are strong and others than before.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from simulator.controls import theme
from simulator.views.heat import CENTER, label_font
from simulator.views.network_curves import Curves
from simulator.views.network_layout import Places
from simulator.views.network_shown import Network, short

FEW, FEW_LINES = 8, 16  # units and lines up to which every line has its number
WIDEST = ((8, 5.5), (12, 4.5), (24, 3.0))  # units, and pixels of normal mode
THINNEST = 1.2
PALE = 0.62  # how much paper is in a pale line
DASHES = (6.5, 2.6), (4.0, 1.6)  # line and gap: least pixels, and in widths of the line
SHARES = (0.5, 0.4, 0.6, 0.33, 0.67, 0.26, 0.74)  # where a number may stand on its line
LABEL_HEIGHT = 14
MANY = 90  # strong lines beyond which their picture is kept too


def pen_of(weight: float, limit: float, size: int, is_strong: bool) -> QPen:
    """The pen of a weight; `limit` is the weight of the widest line."""
    widest = next(width for most, width in WIDEST if size <= most)
    width = THINNEST + (widest - THINNEST) * min(abs(weight) / limit, 1.0)
    token = "accent" if weight > 0 else "warm"
    return _pen(token, is_strong, round(width, 1), theme.scale(), theme.current_theme().name)


@lru_cache(256)
def _pen(token: str, is_strong: bool, width: float, scale: float, name: str) -> QPen:
    """A pen; widths come in tenths of a pixel, so that many lines share one."""
    now = theme.current_theme()
    color = now.color(token) if is_strong else now.mix(token, "surface", PALE)
    pen = QPen(QColor(color), width * scale)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if token == "warm":  # long dashes are clear, and cost half of what short ones do
        pen.setDashPattern([max(least / width, share) for least, share in DASHES])
    return pen


class _Kept:
    """A picture of many lines, made anew only where it would be another one."""

    def __init__(self) -> None:
        self._picture = QPixmap()
        self._key: tuple[Any, ...] = ()

    def paint(
        self,
        painter: QPainter,
        size: QSize,
        key: tuple[Any, ...],
        draw: Callable[[QPainter], None],
    ) -> None:
        """Paint what `draw` draws on a view of this size; `key` says what that is."""
        ratio = painter.device().devicePixelRatioF()
        key = (*key, size.width(), size.height(), ratio)
        if key != self._key:
            self._key, self._picture = key, QPixmap(size * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            brush = QPainter(self._picture)
            brush.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(brush)
            brush.end()
        painter.drawPixmap(0, 0, self._picture)

    def forget(self) -> None:
        self._key = ()


class Lines:
    """Draws the lines of a network along curves; keeps paths and pictures."""

    def __init__(self) -> None:
        self._paths: list[QPainterPath] = []
        self._straight: list[QLineF | None] = []  # the same as a line, where it is one
        self._pairs = np.zeros((0, 2), np.intp)
        self._pale, self._strong = _Kept(), _Kept()

    def take(self, curves: Curves) -> None:
        """Draw along these curves from now on."""
        self._pairs = curves.pairs
        self._paths = [curves.path(k) for k in range(len(curves.pairs))]
        self._straight = [curves.line(k) for k in range(len(curves.pairs))]
        self._pale.forget()
        self._strong.forget()

    def paint(self, painter: QPainter, shown: Network, size: QSize | None, without: int) -> None:
        """Paint all lines but one; `size` is the view's, or None for a drawing in vectors."""
        i, j = self._pairs.T
        weights = shown.weights[i, j]
        has_line = weights != 0
        if without >= 0:
            has_line[without] = False
        strong = shown.strong()[i, j] & has_line
        if not has_line.any():
            return
        if size is None:
            self._stroke(painter, weights, has_line & ~strong, shown, False)
            self._stroke(painter, weights, strong, shown, True)
            return
        look = theme.current_theme().name, theme.scale(), weights.tobytes()
        draw = partial(self._stroke, weights=weights, shown=shown)
        pale = partial(draw, which=has_line, is_strong=False)
        self._pale.paint(painter, size, (*look, has_line.tobytes()), pale)
        bright = partial(draw, which=strong, is_strong=True)
        if np.count_nonzero(strong) > MANY:
            self._strong.paint(painter, size, (*look, strong.tobytes()), bright)
        else:
            bright(painter)

    def _stroke(
        self,
        painter: QPainter,
        weights: np.ndarray,
        which: np.ndarray,
        shown: Network,
        is_strong: bool,
    ) -> None:
        """Stroke the heaviest last, so that they lie on top."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        chosen = np.flatnonzero(which)
        chosen = chosen[np.argsort(np.abs(weights[chosen]), kind="stable")]
        limit = shown.limit()
        pens = [pen_of(w, limit, shown.size, is_strong) for w in weights[chosen].tolist()]
        for _, alike in groupby(zip(pens, chosen.tolist(), strict=True), lambda one: id(one[0])):
            drawn = list(alike)
            painter.setPen(drawn[0][0])
            straight = [line for _, k in drawn if (line := self._straight[k]) is not None]
            painter.drawLines(straight)
            for _, k in drawn:
                if self._straight[k] is None:
                    painter.drawPath(self._paths[k])

    def paint_one(
        self, painter: QPainter, k: int, weight: float, shown: Network, is_chosen: bool
    ) -> None:
        """Paint a line that is pointed at, on a soft bed; a hairline where there is no weight."""
        now = theme.current_theme()
        pen = pen_of(weight, shown.limit(), shown.size, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        bed = QPen(QColor(now.mix("accent_soft", "accent", 0.16 if is_chosen else 0.0)), 1)
        bed.setWidthF(pen.widthF() + theme.px(9 if weight else 5))
        painter.strokePath(self._paths[k], bed)
        hairline = QPen(QColor(now.ink3), theme.scale())
        painter.strokePath(self._paths[k], pen if weight else hairline)


# ---- numbers on the lines ----


def number_box(place: tuple[float, float], text: str) -> QRectF:
    """The plate of a number that stands about a place."""
    metrics = QFontMetricsF(number_font())
    width, height = metrics.horizontalAdvance(text) + theme.px(6), theme.px(LABEL_HEIGHT)
    return QRectF(place[0] - width / 2, place[1] - height / 2, width, height)


def number_font() -> QFont:
    return label_font(QFont.Weight.Medium)


def number_boxes(shown: Network, curves: Curves, places: Places) -> dict[int, QRectF]:
    """Find a plate for every weight but 0, each where it covers the least; empty for many."""
    if shown.size > FEW or np.count_nonzero(np.triu(shown.weights, 1)) > FEW_LINES:
        return {}
    taken = [places.unit_box(unit, theme.px(4)) for unit in range(shown.size)]
    found: dict[int, QRectF] = {}
    for k, (i, j) in enumerate(curves.pairs.tolist()):
        if weight := float(shown.weights[i, j]):
            tried = [number_box(curves.at(k, share), short(weight)) for share in SHARES]
            found[k] = min(tried, key=lambda box: _covered(box, taken))
            taken.append(found[k])
    return found


def _covered(box: QRectF, taken: list[QRectF]) -> float:
    """How much of the others a box covers, in square pixels."""
    both = (box.intersected(other) for other in taken)
    return sum(b.width() * b.height() for b in both if b.isValid())


def paint_number(painter: QPainter, box: QRectF, weight: float, is_strong: bool) -> None:
    """Write a weight on a plate of paper."""
    now = theme.current_theme()
    plate = QColor(now.surface)
    plate.setAlphaF(0.88)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(plate)
    painter.drawRoundedRect(box, 3, 3)
    token = "accent" if weight > 0 else "warm" if weight < 0 else "ink2"
    painter.setPen(QColor(now.color(token) if is_strong else now.mix(token, "ink2", 0.55)))
    painter.setFont(number_font())
    painter.drawText(box, CENTER, short(weight))


def paint_link(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """Paint the line that is being drawn from a unit to the pointer."""
    pen = QPen(QColor(theme.current_theme().accent), 2 * theme.scale())
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(start, end)
    painter.setBrush(QColor(theme.current_theme().accent))
    painter.drawEllipse(end, 3 * theme.scale(), 3 * theme.scale())
