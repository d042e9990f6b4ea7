"""The columns of the table of states: which there is room for, where they stand, how they read.

The columns are those of the textbook: the units, −E, e^(−E/T), p(v, h), p(v), and how often the
state was met. No widget.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF

from simulator.controls import theme
from simulator.views.heat import CENTER, RIGHT, label_font, paint_text
from simulator.views.states import lowered
from simulator.views.why_sheet import equation_font

BITS, MINUS_E, FACTOR, JOINT, MARGINAL, MET = (
    "bits",
    "minus_e",
    "factor",
    "joint",
    "marginal",
    "met",
)
WIDEST, DIGITS, NARROWEST = 26, 11, 4  # of a unit's column; narrower than DIGITS it is a square
GAP = 12  # pixels of normal mode between columns
GROUP = 8  # and between the visible units and the hidden ones
SAMPLES = {
    MINUS_E: "−00.00",
    FACTOR: "000.0000",
    JOINT: "0.0000",
    MARGINAL: "0.0000",
    MET: "0.0000",
}
HEADS = {MET: "sampled", FACTOR: "e −E/T", JOINT: "p(v,h)", MARGINAL: "p(v)"}
DROPPED = (FACTOR, MARGINAL, MINUS_E)  # in this order, where there is no room


@dataclass(frozen=True)
class Column:
    """A place from left to right with a name; numbers stand at its right edge."""

    key: str
    left: float
    width: float

    @property
    def right(self) -> float:
        return self.left + self.width

    def box(self, top: float, height: float) -> QRectF:
        """The column's piece of a row, with the gap at its left for numbers of unusual length."""
        more = theme.px(GAP - 2)
        return QRectF(self.left - more, top, self.width + more, height)


@dataclass(frozen=True)
class Columns:
    """All columns of a table of states of so many units."""

    shown: tuple[Column, ...]
    names: tuple[str, ...]
    visible: int  # 0 where all units are of one kind
    unit: float  # the width of a unit's column

    def find(self, key: str) -> Column | None:
        return next((column for column in self.shown if column.key == key), None)

    def at(self, x: float) -> str | None:
        """The column at a place, its gap at the left belonging to it."""
        return next((column.key for column in self.shown if x <= column.right), None)

    def unit_left(self, unit: int) -> float:
        gap = theme.px(GROUP) if self.visible and unit >= self.visible else 0
        return self.shown[0].left + unit * self.unit + gap

    @property
    def has_digits(self) -> bool:
        return self.unit >= theme.px(DIGITS)


def columns_of(
    names: Sequence[str], visible: int, width: float, has_met: bool, widest_factor: str
) -> Columns:
    """Find places: the units take what the numbers leave; then numbers are dropped."""
    metrics, gap = QFontMetricsF(cell_font()), theme.px(GAP)
    texts = SAMPLES | {FACTOR: max(SAMPLES[FACTOR], widest_factor, key=len)}
    wide = {key: math.ceil(metrics.horizontalAdvance(text)) for key, text in texts.items()}
    for key, text in HEADS.items():
        head = label_font() if key == MET else equation_font()
        wide[key] = max(wide[key], math.ceil(QFontMetricsF(head).horizontalAdvance(text)))
    kept = [key for key in wide if (key != MET or has_met) and (key != MARGINAL or visible)]
    group, edge = theme.px(GROUP) if visible else 0, theme.px(8)
    least = theme.px(DIGITS + 1) if len(names) <= 8 else theme.px(NARROWEST + 3)
    for dropped in (*DROPPED, None):
        room = width - 2 * edge - group - sum(wide[key] + gap for key in kept)
        if room >= least * len(names) or dropped is None:
            break
        kept = [key for key in kept if key != dropped]
    unit = min(max(room / len(names), theme.px(NARROWEST)), theme.px(WIDEST))
    unit = math.floor(unit)
    shown = [Column(BITS, edge, unit * len(names) + group)]
    spare = max(width - edge - shown[0].right - sum(wide[key] + gap for key in kept), 0.0)
    more = min(spare / max(len(kept), 1), theme.px(26))
    for key in kept:
        shown.append(Column(key, shown[-1].right + gap + more, wide[key]))
    return Columns(tuple(shown), tuple(map(lowered, names)), visible, unit)


def cell_font(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The face of the table's figures, all of one width."""
    return theme.text_font(12, weight)


# ---- the header ----


def paint_header(
    painter: QPainter, columns: Columns, height: float, sorted_by: str, is_falling: bool
) -> None:
    """Paint the names of the columns; an arrow marks the one the rows are sorted by."""
    now = theme.current_theme()
    for column in columns.shown:
        box = column.box(0, height)
        is_sorted = column.key == sorted_by
        if column.key == BITS:
            _paint_names(painter, columns, height)
        elif column.key == MET:
            paint_text(painter, box, "sampled", "ink" if is_sorted else "ink2", RIGHT)
        else:
            painter.setPen(QColor(now.ink if is_sorted else now.ink2))
            _paint_symbol(painter, column.key, box, bool(columns.visible))
        if is_sorted:
            left = column.left + theme.px(1 if column.key == BITS else -2)
            _paint_arrow(painter, QPointF(left, height / 2), is_falling)


def _paint_symbol(painter: QPainter, key: str, box: QRectF, has_hidden: bool) -> None:
    font = equation_font()
    if key != FACTOR:
        painter.setFont(font)
        joint = "p(v,h)" if has_hidden else "p(s)"
        text = {MINUS_E: "−E", JOINT: joint, MARGINAL: "p(v)"}[key]
        painter.drawText(box, RIGHT, text)
        return
    small = equation_font()
    small.setPixelSize(round(0.72 * font.pixelSize()))
    wide = QFontMetricsF(small).horizontalAdvance("−E/T") + 1
    painter.setFont(small)
    painter.drawText(box.translated(0, -0.3 * font.pixelSize()), RIGHT, "−E/T")
    painter.setFont(font)
    painter.drawText(box.adjusted(0, 0, -wide, 0), RIGHT, "e")


def _paint_names(painter: QPainter, columns: Columns, height: float) -> None:
    """Name each unit where there is room, else its group."""
    font = equation_font()
    for size in (14, 12, 10.5):
        font.setPixelSize(theme.px(size))
        widest = max(QFontMetricsF(font).horizontalAdvance(name) for name in columns.names)
        if widest <= columns.unit:
            break
    else:
        font.setPixelSize(theme.px(14))
    painter.setFont(font)
    painter.setPen(QColor(theme.current_theme().ink2))
    if widest <= columns.unit:
        for unit, name in enumerate(columns.names):
            box = QRectF(columns.unit_left(unit), 0, columns.unit, height)
            painter.drawText(box, CENTER, name)
        return
    count = len(columns.names)
    ends = [(0, columns.visible), (columns.visible, count)] if columns.visible else [(0, count)]
    metrics = QFontMetricsF(font)
    for first, end in ends:
        left, right = columns.unit_left(first), columns.unit_left(end - 1) + columns.unit
        text = f"{columns.names[first]} … {columns.names[end - 1]}"
        if metrics.horizontalAdvance(text) > right - left:
            text = columns.names[first].rstrip("₀₁₂₃₄₅₆₇₈₉")
        painter.drawText(QRectF(left, 0, right - left, height), CENTER, text)


def _paint_arrow(painter: QPainter, tip: QPointF, is_falling: bool) -> None:
    half, high = 3.2 * theme.scale(), 4.5 * theme.scale()
    sign = 1 if is_falling else -1
    middle = tip + QPointF(-half, 0)
    corners = [QPointF(-half, -sign * high / 2), QPointF(half, -sign * high / 2)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current_theme().accent))
    painter.drawPolygon(
        QPolygonF([middle + corners[0], middle + corners[1], middle + QPointF(0, sign * high / 2)])
    )
