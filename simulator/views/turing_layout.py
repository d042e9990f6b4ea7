"""Where the stations of a Neural Turing Machine stand, and the legs between them.

In a wide view the machine goes from left to right: input and output, controller, heads, memory; in
a high one from above to below. So every leg is a straight line.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize

from simulator.controls import theme
from simulator.views.players_layout import Station
from simulator.views.turing_parts import LEGS, PLAIN, Leg

Columns = dict[tuple[str, ...], float]  # the stations of each, and how wide it is

GAP, CLOSE = 40, 24  # pixels of normal mode between stations, and where there is little room
LEAST = 150  # stations so wide have all the room between them
STACKED = 14  # between stations of one column
CLEAR, APART = 5, 6  # between a leg's end and a station; between two ways, halved
WORDS, TWO_WORDS = 24, 42  # pixels of normal mode: the words in one line, or in two
ONE_LINE = 560  # a view so wide has both in one line
WIDE = 1.15  # a view so many times wider than high goes from left to right
COLUMNS: Columns = {("input", "output"): 1.0, ("controller",): 1.05, ("write", "read"): 1.35,
           ("memory",): 1.5}  # fmt: skip
PLAIN_COLUMNS: Columns = {("input",): 1.0, ("controller",): 2.0, ("output",): 1.0}
FOOTED = ("controller", "write", "read", "memory")  # stations with a line below the picture


@dataclass(frozen=True)
class TuringLayout:
    """All places in a view: stations by name, legs as corners of a line, and the words."""

    stations: dict[str, Station]
    legs: dict[Leg, tuple[QPointF, ...]]
    words: QRectF
    is_wide: bool

    @classmethod
    def of(cls, size: QSize, stations: tuple[str, ...]) -> "TuringLayout":
        """Lay out these stations."""
        is_one_line = size.width() >= theme.px(ONE_LINE)
        words = QRectF(1, 0, size.width() - 2, theme.px(WORDS if is_one_line else TWO_WORDS))
        room = QRectF(1, words.bottom(), size.width() - 2, size.height() - words.height() - 1)
        is_wide = room.width() >= WIDE * room.height()
        boxes = _boxes(room, PLAIN_COLUMNS if stations == PLAIN else COLUMNS, is_wide)
        places = {name: Station.of(boxes[name], name in FOOTED) for name in stations}
        legs = {leg: _leg(boxes, leg) for leg in LEGS if set(leg) <= set(stations)}
        return cls(places, legs, words, is_wide)


def _boxes(room: QRectF, columns: Columns, is_wide: bool) -> dict[str, QRectF]:
    """Stations in columns side by side, or, where the view is high, in rows."""
    length, across = (room.width(), room.height()) if is_wide else (room.height(), room.width())
    gap = theme.px(GAP if length / len(columns) >= theme.px(LEAST) else CLOSE)
    unit = max(length - (len(columns) - 1) * gap, 1.0) / sum(columns.values())
    at, boxes = 0.0, {}
    for names, share in columns.items():
        deep, between = share * unit, theme.px(STACKED)
        one = max(across - (len(names) - 1) * between, 1.0) / len(names)
        for k, name in enumerate(names):
            side = k * (one + between)
            box = QRectF(at, side, deep, one) if is_wide else QRectF(side, at, one, deep)
            boxes[name] = QRectF(box.translated(room.topLeft()).toAlignedRect()).intersected(room)
        at += deep + gap
    return boxes


def _leg(boxes: dict[str, QRectF], leg: Leg) -> tuple[QPointF, ...]:
    """A straight line between the sides that face each other; two ways lie side by side."""
    one, other = boxes[leg[0]], boxes[leg[1]]
    shift = theme.px(APART) * (1 if leg[0] == "read" else -1) if leg[::-1] in LEGS else 0
    clear = theme.px(CLEAR)
    top, bottom = max(one.top(), other.top()), min(one.bottom(), other.bottom())
    if bottom > top:
        y = round((top + bottom) / 2) + shift
        if one.right() <= other.left():
            return QPointF(one.right() + clear, y), QPointF(other.left() - clear, y)
        return QPointF(one.left() - clear, y), QPointF(other.right() + clear, y)
    left, right = max(one.left(), other.left()), min(one.right(), other.right())
    x = round((left + right) / 2) + shift
    if one.bottom() <= other.top():
        return QPointF(x, one.bottom() + clear), QPointF(x, other.top() - clear)
    return QPointF(x, one.top() - clear), QPointF(x, other.bottom() + clear)
