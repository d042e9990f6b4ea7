"""Where the stations of the two players stand, and the legs between them.

In a wide view the machine is a ring of two storeys: noise, generator and fakes below; data,
discriminator and its outputs above; the losses under the outputs; the words in the free corner.
In one about as high as wide there are three: noise at the left below, up to G, across to the fakes,
up to D; the words stand beside the noise. In a narrow one G's column stands beside D's, the words
above and the losses below.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize

from simulator.controls import theme
from simulator.views.players_phases import BACKWARD, FORWARD, STATIONS, Leg

ACROSS, DOWN = 40, 30  # pixels of normal mode between stations: side by side, and in storeys
CLOSE = 24  # the same in a view with little room
LEAST = 150  # stations so wide have all the room between them
CLEAR, APART = 5, 6  # between a leg's end and a station; between a leg and its way back, halved
TITLE, FOOT = 19, 17  # lines of words in a station
SHOWS_FOOT = 104  # a station so high has a line below its picture
PAD = 8
HEAD, MOST_HEAD, LOSSES = 70, 104, 58  # the words above and the losses below, in a narrow view
WIDE = {"real": (1, 0), "d": (2, 0), "outputs": (3, 0), "noise": (0, 1), "g": (1, 1),
        "fake": (2, 1), "losses": (3, 1)}  # fmt: skip
SQUARE = {"real": (0, 0), "d": (1, 0), "outputs": (2, 0), "g": (0, 1), "fake": (1, 1),
          "losses": (2, 1), "noise": (0, 2)}  # fmt: skip
NARROW = {"noise": (0, 0), "g": (0, 1), "fake": (0, 2), "real": (1, 0), "d": (1, 1),
          "outputs": (1, 2)}  # fmt: skip


@dataclass(frozen=True)
class Station:
    """A station's box; its title, its picture and the line below, which may be empty."""

    box: QRectF
    title: QRectF
    inner: QRectF
    foot: QRectF

    @classmethod
    def of(cls, box: QRectF, has_foot: bool) -> "Station":
        pad, px = theme.px(PAD), theme.px
        inside = box.adjusted(pad, px(4), -pad, -pad * 0.75)
        title = QRectF(inside.left(), inside.top(), inside.width(), px(TITLE))
        foot = QRectF(inside.left(), inside.bottom(), inside.width(), 0)
        if has_foot and box.height() >= px(SHOWS_FOOT):
            foot.setTop(foot.top() - px(FOOT))
            foot.setHeight(px(FOOT))
        top = title.bottom() + px(2)
        high = max(inside.bottom() - foot.height() - top, 1.0)
        return cls(box, title, QRectF(inside.left(), top, inside.width(), high), foot)


@dataclass(frozen=True)
class PlayersLayout:
    """All places in a view: stations by name, legs as corners of a line, and the words."""

    stations: dict[str, Station]
    legs: dict[Leg, tuple[QPointF, ...]]
    words: QRectF
    kind: str  # wide, square or narrow

    @classmethod
    def of(cls, size: QSize) -> "PlayersLayout":
        """The arrangement with the larger stations."""
        ways = {"wide": _wide(size), "square": _square(size), "narrow": _narrow(size)}
        kind = max(ways, key=lambda way: _merit(ways[way]))
        boxes = ways[kind]
        stations = {
            name: Station.of(boxes[name], name in ("g", "d")) for name in STATIONS
        }  # fmt: skip
        legs = {leg: _leg(boxes, leg) for leg in (*FORWARD, *BACKWARD)}
        return cls(stations, legs, boxes["words"], kind)


def _merit(boxes: dict[str, QRectF]) -> float:
    """How large a picture in a station is."""
    inner = Station.of(boxes["real"], False).inner
    return min(inner.width(), inner.height())


def _gaps(size: QSize, columns: int) -> tuple[float, float]:
    room = size.width() / columns
    is_close = room < theme.px(LEAST) or size.height() < theme.px(2 * LEAST)
    return (theme.px(CLOSE),) * 2 if is_close else (theme.px(ACROSS), theme.px(DOWN))


def _wide(size: QSize) -> dict[str, QRectF]:
    across = _gaps(size, 4)[0]
    boxes = _table(size, 4, 2, WIDE)
    boxes["words"] = QRectF(1, 1, boxes["real"].left() - across * 0.7 - 1, boxes["d"].height())
    return boxes


def _square(size: QSize) -> dict[str, QRectF]:
    boxes = _table(size, 3, 3, SQUARE)
    left, noise = boxes["fake"].left(), boxes["noise"]
    boxes["words"] = QRectF(left, noise.top(), size.width() - 1 - left, noise.height())
    return boxes


def _table(
    size: QSize, columns: int, rows: int, places: dict[str, tuple[int, int]]
) -> dict[str, QRectF]:
    """Stations of one size in columns and rows."""
    across, down = _gaps(size, columns)
    wide = (size.width() - 2 - (columns - 1) * across) / columns
    high = max((size.height() - 2 - (rows - 1) * down) / rows, 1.0)
    return {
        name: QRectF(round(1 + column * (wide + across)), round(1 + row * (high + down)),
                     int(wide), int(high))
        for name, (column, row) in places.items()
    }  # fmt: skip


def _narrow(size: QSize) -> dict[str, QRectF]:
    across, down = _gaps(size, 2)
    head = min(max(round(0.16 * size.height()), theme.px(HEAD)), theme.px(MOST_HEAD))
    losses = theme.px(LOSSES)
    wide = (size.width() - 2 - across) / 2
    top = head + theme.px(8)
    high = (size.height() - 2 - top - losses - 3 * down) / 3
    boxes = {
        name: QRectF(round(1 + column * (wide + across)), round(top + row * (high + down)),
                     int(wide), int(max(high, 1.0)))
        for name, (column, row) in NARROW.items()
    }  # fmt: skip
    boxes["words"] = QRectF(1, 1, size.width() - 2, head)
    boxes["losses"] = QRectF(1, round(top + 3 * (high + down)), size.width() - 2, losses)
    return boxes


def _leg(boxes: dict[str, QRectF], leg: Leg) -> tuple[QPointF, ...]:
    """A straight line between neighbours, or one with corners; two ways lie side by side."""
    one, other = boxes[leg[0]], boxes[leg[1]]
    is_back = leg in BACKWARD
    has_twin = leg[::-1] in (FORWARD if is_back else BACKWARD)
    shift = theme.px(APART) * has_twin * (1 if is_back else -1)
    clear = theme.px(CLEAR)
    overlap = min(one.bottom(), other.bottom()) - max(one.top(), other.top())
    if overlap > 0.5 * min(one.height(), other.height()):
        y = round(max(one.top(), other.top()) + overlap / 2) + shift
        way = 1 if one.right() <= other.left() else -1
        start = one.right() if way > 0 else one.left()
        end = other.left() if way > 0 else other.right()
        return QPointF(start + way * clear, y), QPointF(end - way * clear, y)
    inner = max(one.left(), other.left()), min(one.right(), other.right())
    if inner[1] > inner[0]:
        x = round(sum(inner) / 2) + shift
        way = 1 if one.bottom() <= other.top() else -1
        start = one.bottom() if way > 0 else one.top()
        end = other.top() if way > 0 else other.bottom()
        return QPointF(x, start + way * clear), QPointF(x, end - way * clear)
    return _elbow(one, other, shift, clear)


def _elbow(one: QRectF, other: QRectF, shift: float, clear: float) -> tuple[QPointF, ...]:
    """Between columns: out of a side, along the gap, and into a side."""
    way = 1 if one.right() <= other.left() else -1
    start = one.right() if way > 0 else one.left()
    end = other.left() if way > 0 else other.right()
    x = (start + end) / 2 + shift * 0.7
    ys = one.center().y() + shift, other.center().y() + shift
    return (
        QPointF(start + way * clear * 0.6, ys[0]), QPointF(x, ys[0]),
        QPointF(x, ys[1]), QPointF(end - way * clear * 0.6, ys[1]),
    )  # fmt: skip
