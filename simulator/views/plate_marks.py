"""What stands about and over the strips of a generalization plate: words, wrong bits, the legend.

A wrong bit is warm; it is marked by a shape too, for who can't tell the colours: a stroke through
its cell where that is large enough, and a mark below every step that has wrong bits.
"""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from simulator.controls import theme
from simulator.views.heat import RIGHT, label_font, paint_frame, paint_text
from simulator.views.plate_layout import BOLD, Place, PlateLayout
from simulator.views.plate_shown import Plate, Strip
from simulator.views.plate_words import number_text, of_text, wrong_text

STRUCK = 5  # pixels: wrong cells so large have a stroke through them
MARK, PARTED = 3, 3  # height of a mark; marks so wide have a gap between them
SWATCH = 9
APART = 8  # from lengths to strips
PAIR_TEXT = "wanted above, told below"
FALSE_TEXT, MISSED_TEXT = "on, but off wanted", "off, but on wanted"


def paint_words(painter: QPainter, layout: PlateLayout, plate: Plate) -> None:
    """Paint all that stands about the cells."""
    if layout.is_short:
        box = QRectF(0, 0, layout.gutter - theme.px(APART), layout.title.height())
        paint_text(painter, box, "length", flags=RIGHT)
    for m, machine in enumerate(plate.machines):
        left, wide = layout.column_of(m)
        title = QRectF(left, 0, wide, layout.title.height())
        paint_text(painter, title, machine, "ink", weight=BOLD)
    for k, length in enumerate(plate.lengths):
        _paint_length(painter, layout, k, number_text(length))
        for m in range(len(plate.machines)):
            strip, place = plate.at(k, m), layout.grid.place_of((k, m))
            if strip and place:
                _paint_strip(painter, place, strip)
    if layout.legend.height():
        has_wrong = any(strip.is_wrong.any() for strip in plate.strips)
        _paint_legend(painter, layout.legend, has_wrong)


def _paint_length(painter: QPainter, layout: PlateLayout, row: int, number: str) -> None:
    """Paint a length at the left of its strips."""
    place = next(place for place in layout.grid.places[row] if place)
    half = theme.px(8)
    middle = place.both.center().y()
    box = QRectF(0, middle - half, layout.gutter - theme.px(APART), 2 * half)
    text = number if layout.is_short else f"length {number}"
    paint_text(painter, box, text, "ink2", RIGHT)


def _paint_strip(painter: QPainter, place: Place, strip: Strip) -> None:
    paint_frame(painter, place.wanted)
    paint_frame(painter, place.told)
    if place.head.height():
        _paint_head(painter, place.head, strip)
    if strip.is_wrong.any():
        _paint_marks(painter, place, strip.is_wrong)
        _strike_out(painter, place, strip)


def _paint_head(painter: QPainter, head: QRectF, strip: Strip) -> None:
    """Paint how many bits are wrong, and of how many if there is room for that."""
    text, more = wrong_text(strip), of_text(strip)
    wide = QFontMetricsF(label_font(BOLD)).horizontalAdvance(text) + 1
    paint_text(painter, head, text, "warm" if strip.wrong else "good", weight=BOLD)
    rest = QRectF(head.left() + wide, head.top(), head.width() - wide, head.height())
    if QFontMetricsF(label_font()).horizontalAdvance(more) <= rest.width():
        paint_text(painter, rest, more)


def _paint_marks(painter: QPainter, place: Place, is_wrong: np.ndarray) -> None:
    """Paint a mark below each step that has wrong bits."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    lane, color = place.lane, QColor(theme.current_theme().warm)
    cell, high = lane.width() / len(is_wrong), theme.px(MARK)
    wide = max(cell - (cell >= theme.px(PARTED)), 1.0)
    for step in np.flatnonzero(is_wrong.any(axis=1)).tolist():
        left = min(lane.left() + step * cell, lane.right() - wide)
        painter.fillRect(QRectF(left, lane.bottom() - high, wide, high), color)


def _strike_out(painter: QPainter, place: Place, strip: Strip) -> None:
    """Put a stroke through each wrong bit, if cells are large enough."""
    grid = place.cells(True, strip)
    if grid.size < theme.px(STRUCK):
        return
    for step, channel in np.argwhere(strip.is_wrong).tolist():
        _strike(painter, grid.box_of((channel, step)), bool(strip.wanted[step, channel]))


def _strike(painter: QPainter, box: QRectF, is_missed: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    now = theme.current_theme()
    painter.setPen(QPen(QColor(now.warm if is_missed else now.surface), 1.2 * theme.scale()))
    inner = box.adjusted(1.5, 1.5, -0.5, -0.5)  # between the lines that part cells
    painter.drawLine(QLineF(inner.bottomLeft(), inner.topRight()))


def _paint_legend(painter: QPainter, line: QRectF, has_wrong: bool) -> None:
    """Paint what is what, as much of it as there is room for."""
    metrics, side, gap = QFontMetricsF(label_font()), theme.px(SWATCH), theme.px(16)
    paint_text(painter, line, PAIR_TEXT)
    left = line.left() + metrics.horizontalAdvance(PAIR_TEXT) + gap
    now = theme.current_theme()
    colors = now.warm, now.mix("warm", "surface", 0.5)
    for is_missed, text in enumerate((FALSE_TEXT, MISSED_TEXT) if has_wrong else ()):
        wide = metrics.horizontalAdvance(text) + 1
        swatch = QRectF(left, round(line.center().y() - side / 2), side, side)
        words = QRectF(swatch.right() + theme.px(5), line.top(), wide, line.height())
        if words.right() > line.right():
            return
        painter.fillRect(swatch, QColor(colors[is_missed]))
        _strike(painter, swatch, bool(is_missed))
        paint_text(painter, words, text)
        left = words.right() + gap
