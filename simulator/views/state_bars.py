"""Where the bars of states stand, and how they are painted. Pure of events and of models."""

import math
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from simulator.controls import theme
from simulator.core.numerals import grouped
from simulator.views.cell_grid import CellGrid
from simulator.views.heat import CENTER, LEFT, RIGHT, label_font, paint_text
from simulator.views.states import frequencies, share, total_of
from simulator.views.trace_scale import round_step, tick_text, ticks

ROW = 15  # pixels of normal mode: the height of a label
SLOT = 12  # a bar of many states has so much room
LARGEST, SMALLEST = 13, 3  # the side of a unit below its bar, with the gap to the next
WIDEST = 34  # a bar is no wider
STEP = 5  # bars of less room are one stepped line
SHARE = 0.42  # of the view's height, at most, is for the units
OTHERS = 2  # slots are for the bar of the others


@dataclass(frozen=True, eq=False)
class Bars:
    """K bars and one more for the others, if there are any."""

    rows: np.ndarray  # (K,) intp, which of the states
    exact: np.ndarray  # (K,)
    bits: np.ndarray  # (K, units) uint8
    others: int
    rest: float  # their exact probability
    words: str  # which states these are
    sampled: np.ndarray | None = None  # (K,)
    met_rest: float = 0.0
    current: int = -1  # the bar of the current state; K is the others'

    def filled(self, numbers: np.ndarray, sampled: np.ndarray | None, current: int) -> "Bars":
        """Return the same with the sampled (S,), counts or shares, and a current state's number."""
        place = -1
        if current >= 0:
            here = np.flatnonzero(numbers[self.rows] == current).tolist()
            place = here[0] if here else len(self.rows) if self.others else -1
        met, rest = None, 0.0
        if sampled is not None:
            met = frequencies(sampled, self.rows, total_of(sampled))
            rest = max(1.0 - float(met.sum()), 0.0) if self.others and met.any() else 0.0
        return replace(self, sampled=met, met_rest=rest, current=place)

    def is_like(self, other: "Bars") -> bool:
        """Whether frequencies and current state are the same."""
        if (self.sampled is None) != (other.sampled is None):
            return False
        is_met = self.sampled is None or np.array_equal(self.sampled, other.sampled)  # type: ignore[arg-type]
        return is_met and (self.met_rest, self.current) == (other.met_rest, other.current)


@dataclass(frozen=True)
class Place:
    """The plot, the units below it, and how many bars there are; y from 0 to `top`."""

    view: QRectF
    plot: QRectF
    top: float
    grid: CellGrid  # one row: a column a bar, from the plot's top to the last unit
    bars: int
    side: float  # of a unit, with the gap
    visible: int
    units: int

    @property
    def slot(self) -> float:
        return self.grid.width

    def left(self, bar: int) -> float:
        return self.plot.left() + bar * self.slot

    def height(self, value: float) -> float:
        return value / self.top * self.plot.height()

    def bar_box(self, bar: int, value: float) -> QRectF:
        """Return the box of a bar, as high as the plot at most."""
        wide = min(0.76 * self.slot, theme.px(WIDEST)) if self.slot >= theme.px(STEP) else self.slot
        high = min(self.height(value), self.plot.height())
        left = self.left(bar) + (self.slot - wide) / 2
        return QRectF(left, self.plot.bottom() - high, wide, high)

    def unit_top(self, unit: int) -> float:
        """Return where a row of units is; a gap parts the visible from the hidden ones."""
        gap = self.side * 0.6 if self.visible and unit >= self.visible else 0.0
        return self.plot.bottom() + theme.px(6) + unit * self.side + gap


def place_of(
    view: QRectF, units: int, visible: int, states: int, most_all: int, top: float
) -> Place:
    """Find places for as many bars as fit, all of them where there are at most `most_all`."""
    step = round_step(top, 4)
    metrics, row = QFontMetricsF(label_font()), theme.px(ROW)
    texts = [tick_text(t, step) for t in ticks(0.0, top, step)]
    left = math.ceil(max(map(metrics.horizontalAdvance, texts))) + theme.px(9)
    width = max(view.width() - left - 1, 1.0)
    is_all = states <= most_all
    room = int(width // theme.px(SLOT))
    bars = states if is_all or states <= room else max(room - OTHERS, 1)
    columns = bars if bars == states else bars + OTHERS
    slot = width / columns
    visible = visible if 0 < visible < units else 0
    side = min(slot - 1, theme.px(LARGEST), SHARE * view.height() / (units + 0.6))
    side = max(side, theme.px(SMALLEST))
    foot = side * (units + (0.6 if visible else 0.0)) + theme.px(6)
    head = row + theme.px(8)
    high = max(view.height() - head - foot - row - theme.px(5), 1.0)
    plot = QRectF(left, head, width, round(high))
    grid = CellGrid(QRectF(left, head, width, plot.height() + foot + 1), 1, columns)
    return Place(view, plot, top, grid, bars, side, visible, units)


# ---- what changes with every sample ----


def paint_filled(painter: QPainter, place: Place, bars: Bars, looked_at: int = -1) -> None:
    """Paint what lies below the sheet: the current state and the bar looked at, the grid, the
    filled bars."""
    now = theme.current_theme()
    if looked_at >= 0:
        painter.fillRect(_column(place, looked_at), QColor(now.mix("surface", "ink", 0.09)))
    if bars.current >= 0:
        _paint_current(painter, place, bars.current)
    for t in _ticks(place):
        y = round(place.plot.bottom() - place.height(t))
        painter.fillRect(QRectF(place.plot.left(), y, place.plot.width(), 1), QColor(now.line))
    pale, full = QColor(now.mix("surface", "ink", 0.07)), QColor(now.accent)
    slots = zip(_values(bars.exact, bars.rest, bars), _met(bars), strict=True)
    for bar, (exact, met) in enumerate(slots):
        painter.fillRect(_box(place, bars, bar, exact), pale)
        if met:
            box = _box(place, bars, bar, met)
            side = min(2.0 * theme.scale(), 0.15 * box.width())
            painter.fillRect(box.adjusted(side, 0, -side, 0), full)
            if place.height(met) > place.plot.height() + 0.5:
                cut = QRectF(box.left(), box.top() + theme.px(5), box.width(), theme.px(3))
                painter.fillRect(cut, QColor(now.surface))


def _column(place: Place, bar: int) -> QRectF:
    """Return all of a bar's room, that of the others being as wide as all their slots."""
    box = place.grid.box_of((0, min(bar, place.bars)))
    if bar >= place.bars:
        box.setRight(place.plot.right())
    return box


def _paint_current(painter: QPainter, place: Place, bar: int) -> None:
    now, box = theme.current_theme(), _column(place, bar)
    painter.fillRect(box.adjusted(0, -theme.px(7), 0, 0), QColor(now.accent_soft))
    half, tip = theme.px(4), QPointF(box.center().x(), box.top() - theme.px(1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.accent))
    up = -1.4 * half
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(-half, up), tip + QPointF(half, up)]))


def _values(values: np.ndarray, rest: float, bars: Bars) -> list[float]:
    return [*values.tolist(), rest] if bars.others else values.tolist()


def _met(bars: Bars) -> list[float]:
    if bars.sampled is None:
        return [0.0] * (len(bars.exact) + (bars.others > 0))
    return _values(bars.sampled, bars.met_rest, bars)


def _box(place: Place, bars: Bars, bar: int, value: float) -> QRectF:
    """Return a bar's box; that of the others stands in the middle of its slots."""
    box = place.bar_box(bar, value)
    return box.translated(place.slot * (OTHERS - 1) / 2, 0) if bar >= len(bars.exact) else box


def _ticks(place: Place) -> list[float]:
    return ticks(0.0, place.top, round_step(place.top, 4))


# ---- what stays ----


def paint_plot(painter: QPainter, place: Place, bars: Bars) -> None:
    """Paint the sheet: exact probabilities as outlines, axis, units, words."""
    _paint_outlines(painter, place, bars)
    half, step = theme.px(8), round_step(place.top, 4)
    for t in _ticks(place):
        y = round(place.plot.bottom() - place.height(t))
        box = QRectF(0, y - half, place.plot.left() - theme.px(8), 2 * half)
        paint_text(painter, box, tick_text(t, step), flags=RIGHT)
    _paint_units(painter, place, bars)
    if bars.others:
        _paint_others(painter, place, bars)
    _paint_head(painter, place, bars)
    row, view = theme.px(ROW), place.view
    foot = QRectF(view.left(), view.bottom() - row, view.width(), row)
    paint_text(painter, foot.adjusted(place.plot.left(), 0, 0, 0), bars.words)


def paint_note(painter: QPainter, place: Place, bars: Bars, note: str) -> None:
    """Paint a note at the right of the foot, where the words of the sheet leave room."""
    row, view = theme.px(ROW), place.view
    used = QFontMetricsF(label_font()).horizontalAdvance(bars.words) + place.plot.left()
    foot = QRectF(view.left(), view.bottom() - row, view.width(), row)
    paint_text(painter, foot.adjusted(used + theme.px(12), 0, 0, 0), note, flags=RIGHT)


def _paint_outlines(painter: QPainter, place: Place, bars: Bars) -> None:
    pen = QPen(QColor(theme.current_theme().ink), 1.3 * theme.scale())
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    boxes = [_box(place, bars, k, v) for k, v in enumerate(_values(bars.exact, bars.rest, bars))]
    foot = place.plot.bottom() + 0.5
    if place.slot < theme.px(STEP):
        points = [QPointF(place.plot.left(), foot)]
        points += [p for box in boxes for p in (box.topLeft(), box.topRight())]
        painter.drawPolyline([*points, QPointF(place.plot.right(), foot)])
        return
    for box in boxes:
        low, high = QPointF(box.left(), foot), QPointF(box.right(), foot)
        painter.drawPolyline([low, box.topLeft(), box.topRight(), high])
    line = QColor(theme.current_theme().ink3)
    painter.fillRect(QRectF(place.plot.left(), round(foot - 0.5), place.plot.width(), 1), line)


def _paint_units(painter: QPainter, place: Place, bars: Bars) -> None:
    now = theme.current_theme()
    side = place.side - (1.5 * theme.scale() if place.side >= theme.px(6) else 1.0)
    on, off = QColor(now.unit_on), QColor(now.line)
    for unit in range(place.units):
        top = place.unit_top(unit)
        for bar, bit in enumerate(bars.bits[:, unit].tolist()):
            left = place.left(bar) + (place.slot - side) / 2
            painter.fillRect(QRectF(left, top, side, side), on if bit else off)
    groups = [("s", 0, place.units)]
    if place.visible:
        groups = [("v", 0, place.visible), ("h", place.visible, place.units)]
    for name, first, end in groups:
        top, foot = place.unit_top(first), place.unit_top(end - 1) + side
        middle, half = (top + foot) / 2, theme.px(8)
        box = QRectF(0, middle - half, place.plot.left() - theme.px(10), 2 * half)
        paint_text(painter, box, name, flags=RIGHT)
        x = place.plot.left() - theme.px(6)
        painter.fillRect(QRectF(x, top, 1, foot - top), QColor(now.unknown))


def _paint_others(painter: QPainter, place: Place, bars: Bars) -> None:
    """Write along the bar of the others how many they are; where it is broken its value."""
    left, right = place.left(len(bars.exact)), place.plot.right()
    top, room = place.plot.bottom() + theme.px(4), place.grid.box.bottom() - place.plot.bottom()
    text = f"{grouped(bars.others)} others"
    if QFontMetricsF(label_font()).horizontalAdvance(text) > room - theme.px(4):
        text = "others"
    painter.save()
    painter.translate((left + right) / 2 - theme.px(8), top + room)
    painter.rotate(-90)
    paint_text(painter, QRectF(0, 0, room - theme.px(2), theme.px(16)), text, "ink2", RIGHT)
    painter.restore()
    if place.height(bars.rest) > place.plot.height():
        box = _box(place, bars, len(bars.exact), bars.rest)
        cut = QRectF(box.left() - 2, box.top() + theme.px(5), box.width() + 4, theme.px(3))
        painter.fillRect(cut, QColor(theme.current_theme().surface))
        wide = theme.px(60)
        words = QRectF(box.left() - wide - theme.px(6), box.top(), wide, theme.px(ROW))
        paint_text(painter, words, share(bars.rest, 2), "ink2", RIGHT)


def _paint_head(painter: QPainter, place: Place, bars: Bars) -> None:
    now, row = theme.current_theme(), theme.px(ROW)
    metrics, side = QFontMetricsF(label_font()), theme.px(9)
    paint_text(painter, QRectF(0, 0, place.view.width(), row), "probability", flags=LEFT)
    right = place.view.right()
    for name in ("sampled", "exact") if bars.sampled is not None else ("exact",):
        wide = math.ceil(metrics.horizontalAdvance(name)) + 2
        paint_text(painter, QRectF(right - wide, 0, wide, row), name, "ink2", CENTER)
        box = QRectF(right - wide - theme.px(6) - side, round((row - side) / 2), side, side)
        if name == "sampled":
            painter.fillRect(box, QColor(now.accent))
        else:
            painter.fillRect(box, QColor(now.mix("surface", "ink", 0.07)))
            painter.setPen(QPen(QColor(now.ink), 1.3 * theme.scale()))
            corners = [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]
            ends = zip(corners, corners[1:] + corners[:1], strict=True)
            painter.drawLines([QLineF(a, b) for a, b in ends])
        right = box.left() - theme.px(14)
