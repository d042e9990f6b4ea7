"""Where the units of a diagram stand.

Visible units in a row below and hidden ones in a row above, as in the papers; more than twelve
units, or visible ones alone, on a ring, where no straight line between two hides behind a third.
Groups of visible units stand apart: as pieces of the row, or as rings of their own.
Lengths are pixels; places are (x, y), y downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from simulator.controls import theme

MOST_IN_ROWS = 12
TIGHT = 200  # pixels of normal mode: less has no room for rings beside each other
LARGEST, FULL, SMALLEST = (
    24,
    11,
    4,
)  # pixels of normal mode: the radius of a unit; below FULL its frame is finer
NUMBERED = 36  # distances of units that leave room for their biases in figures
NUMBER_ROOM = (34.0, 15.0)  # what a bias takes, width and height
FRAME = 5  # how far beyond the disc the frame of a clamped unit stands
BAR_ROOM = 14  # the length of a bar, where biases are bars
GAP = 8  # between a unit's disc and its bias: there are frame and mean
LINE = 16  # height of a line of words
LIFT = 0.2  # rings beside each other stand higher and lower by this share of the height
ROUND = 5760  # a full turn as Qt counts it, in sixteenths of a degree
FREE = 8  # rings of so few units fill their room, whatever its shape
LONGEST = 1.5  # an ellipse is so many times as long as wide at most
APART = 0.8  # groups stand so many distances of units further apart


@dataclass(frozen=True)
class Caption:
    """Words about several units, in the middle of a box."""

    text: str
    box: QRectF


@dataclass(frozen=True, eq=False)
class Places:
    """Units at `centers` (N, 2); `outward` (N, 2) are unit vectors to where their labels stand.

    `spacing` is the least distance of neighbours. Lines that must bend do so outwards
    (`bend` = +1) or inwards (−1).
    """

    centers: np.ndarray
    outward: np.ndarray
    radius: float
    spacing: float
    bend: int
    has_numbers: bool  # biases are written; otherwise they are bars
    captions: tuple[Caption, ...] = ()

    def beyond(self, length: float) -> float:
        """So many pixels of normal mode beyond a disc, less where discs are small."""
        return length * theme.scale() * min(1.0, self.radius / theme.px(FULL))

    def unit_box(self, unit: int, more: float = 0.0) -> QRectF:
        """The square about a unit's disc, with so many pixels more on every side."""
        x, y = self.centers[unit].tolist()
        reach = self.radius + more
        return QRectF(x - reach, y - reach, 2 * reach, 2 * reach)

    def bias_box(self, unit: int) -> QRectF:
        """Where a unit's bias stands."""
        width, height = (theme.px(length) for length in NUMBER_ROOM)
        if not self.has_numbers:
            width = height = theme.px(BAR_ROOM)
        ox, oy = self.outward[unit].tolist()
        reach = self.radius + theme.px(GAP) + abs(ox) * width / 2 + abs(oy) * height / 2
        x, y = (self.centers[unit] + reach * self.outward[unit]).tolist()
        return QRectF(x - width / 2, y - height / 2, width, height)


def placed(size: int, visible: int, groups: Sequence[tuple[str, int]], room: QRectF) -> Places:
    """Find places for `size` units, so that they and their biases stay within a room."""
    smaller = QRectF(room)
    is_tight = min(room.width(), room.height()) < theme.px(TIGHT)
    for _ in range(3):  # how large units are, and so how far biases reach, is known afterwards only
        places = _placed(size, visible, groups, smaller, is_tight)
        boxes = [places.bias_box(k) for k in range(size)]
        over = (
            max(0.0, room.left() - min(box.left() for box in boxes)),
            max(0.0, room.top() - min(box.top() for box in boxes)),
            max(0.0, max(box.right() for box in boxes) - room.right()),
            max(0.0, max(box.bottom() for box in boxes) - room.bottom()),
        )
        if max(over) < 1:
            break
        left, top, right, foot = over
        smaller.adjust(left, top, -right, -foot)
    return places


def _placed(
    size: int, visible: int, groups: Sequence[tuple[str, int]], room: QRectF, is_tight: bool
) -> Places:
    parts = _parts(visible, groups)
    if 0 < visible < size and size <= MOST_IN_ROWS:
        return _rows(size - visible, parts, room)
    has_groups = visible == size and len(parts) > 1
    if has_groups and not is_tight and max(n for _, n in parts) <= MOST_IN_ROWS:
        return _rings(parts, room)
    return _ring_of_all(size, visible, parts, room)


def _parts(visible: int, groups: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The groups, and without a name what is in none of them."""
    parts = [(name, size) for name, size in groups if size > 0]
    rest = visible - sum(size for _, size in parts)
    return [*parts, ("", rest)] if rest else parts


def radius_of(spacing: float, height: float) -> float:
    """The radius of units so far apart: their frames do not touch."""
    across = min(0.34 * spacing, max(0.47 * spacing - theme.px(FRAME), 0.32 * spacing))
    return min(max(min(across, 0.09 * height), theme.px(SMALLEST)), theme.px(LARGEST))


# ---- rows ----


def _rows(hidden: int, parts: list[tuple[str, int]], room: QRectF) -> Places:
    px = theme.px
    visible = sum(size for _, size in parts)
    has_names = any(name for name, _ in parts)
    slots = visible + APART * (len(parts) - 1)
    widest = min(px(150), 0.6 * room.height())
    below, above = (min(room.width() / count, widest) for count in (slots, hidden))
    spacing = min(below if visible > 1 else widest, above if hidden > 1 else widest)
    radius = radius_of(spacing, room.height())
    margin = radius + px(GAP) + px(NUMBER_ROOM[1])
    top = room.top() + margin + _arch(hidden, room)
    most = max(size for _, size in parts)
    foot = room.bottom() - margin - _arch(most, room) - (px(LINE) if has_names else 0)
    spare = max(0.0, (foot - top) - 0.9 * room.width()) / 2
    top, foot = top + spare, foot - spare
    left = room.center().x() - below * slots / 2
    captions, xs = [], []
    for name, size in parts:
        xs += [left + (k + 0.5) * below for k in range(size)]
        if name:
            words = QRectF(left, foot + margin + _arch(most, room), below * size, px(LINE))
            captions.append(Caption(name, words))
        left += below * (size + APART)
    middle = room.center().x()
    xs += [middle + (k - (hidden - 1) / 2) * above for k in range(hidden)]
    ys = [foot] * visible + [top] * hidden
    outward = np.array([[0.0, 1.0]] * visible + [[0.0, -1.0]] * hidden)
    centers, has_numbers = np.column_stack([xs, ys]), spacing >= px(NUMBERED)
    return Places(centers, outward, radius, spacing, 1, has_numbers, tuple(captions))


def _arch(count: int, room: QRectF) -> int:
    """Room for lines that pass other units of their row."""
    return min(theme.px(36), round(0.1 * room.height())) if count > 2 else 0


# ---- rings ----


def _ring_of_all(size: int, visible: int, parts: list[tuple[str, int]], room: QRectF) -> Places:
    """Hidden units over the top from left to right, visible ones along the foot likewise."""
    if visible in (0, size):
        gaps = [0.0] * size
        for end in np.cumsum([count for _, count in parts]) if len(parts) > 1 else []:
            gaps[end - 1] = APART
        return _ring(list(range(size)), gaps, room, _first_turn(size))
    order = [*range(visible, size), *reversed(range(visible))]
    gaps = [0.0] * size  # after each unit, in distances of units
    hidden = size - visible
    gaps[hidden - 1] = gaps[-1] = 1.0
    after = hidden - 1
    for _, count in reversed(parts[1:]):
        after += count
        gaps[after] = APART
    slots = size + sum(gaps)
    return _ring(order, gaps, room, 0.75 - (hidden - 1) / (2 * slots))


def _first_turn(size: int) -> float:
    """Where the first unit stands, in turns: such that the ring is upright."""
    return 0.75 - (0.5 / size if size % 2 == 0 else 0.0)


def _ring(order: list[int], gaps: list[float], room: QRectF, first: float) -> Places:
    """Units at equal distances around, clockwise, after `gaps`; `first` in turns from the right."""
    turns = np.concatenate([[0.0], np.cumsum(1 + np.array(gaps))])
    turns = first + turns[:-1] / turns[-1]
    for has_numbers in (True, False):  # where figures find no room, bars leave more to the ring
        found, outward = _around(turns, room, has_numbers)
        distances = np.linalg.norm(found - np.roll(found, -1, axis=0), axis=1)
        spacing = float(distances.min()) if len(order) > 1 else room.width()
        if spacing >= theme.px(NUMBERED):
            break
    radius = radius_of(spacing, 1.4 * room.height())
    places = np.argsort(order)
    return Places(found[places], outward[places], radius, spacing, -1, has_numbers)


def _around(turns: np.ndarray, room: QRectF, has_numbers: bool) -> tuple[np.ndarray, np.ndarray]:
    """Places and outward directions (N, 2) after so many turns of an ellipse within a room."""
    size, px = len(turns), theme.px
    wide, high = NUMBER_ROOM if has_numbers else (BAR_ROOM, BAR_ROOM)
    largest = LARGEST if size <= FREE else 12
    share = 0.85 if size <= 4 else 1.0  # no unit of a triangle or square is quite at the side
    margins = np.array([px(share * (GAP + wide)), px(GAP + high)]) + px(largest)
    free = np.maximum(np.array([room.width(), room.height()]) / 2 - margins, px(20))
    longest = 1.0 if size < 4 else LONGEST
    reach = np.minimum(free, longest * free.min())
    found = _on_ellipse(turns, reach)
    if size <= FREE:  # a triangle is no circle: it may be larger, and stand in the middle
        low, high_end = found.min(axis=0), found.max(axis=0)
        stretch = free * 2 / np.maximum(high_end - low, 1.0)
        stretch = np.minimum(stretch, (1.0 if size < 4 else 1.3) * stretch.min())
        found, reach = (found - (low + high_end) / 2) * stretch, reach * stretch
    outward = found / reach**2
    outward /= np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-9)
    return found + np.array([room.center().x(), room.center().y()]), outward


def _on_ellipse(turns: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """Points (N, 2) after so many turns, measured along an ellipse with these half axes (2,)."""
    angles = np.linspace(0.0, 2 * np.pi, 1441)
    points = reach * np.column_stack([np.cos(angles), np.sin(angles)])
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    found = np.interp(np.mod(turns, 1.0) * along[-1], along, angles)
    return reach * np.column_stack([np.cos(found), np.sin(found)])


def _rings(parts: list[tuple[str, int]], room: QRectF) -> Places:
    """A ring for each group, side by side, or one above the other where the room is tall."""
    is_wide, line = room.width() >= room.height(), theme.px(LINE)
    step = (room.width() if is_wide else room.height()) / len(parts)
    if is_wide:
        step = min(step, 1.05 * room.height())
    left = room.center().x() - step * len(parts) / 2
    rings, captions = [], []
    for k, (name, size) in enumerate(parts):
        box = QRectF(room.left(), room.top() + k * step, room.width(), step)
        if is_wide:
            box = QRectF(left + k * step, room.top(), step, room.height())
            lift = LIFT * room.height()  # so that lines across pass beside units, not through them
            box.adjust(0, lift * ((k + 1) % 2), 0, -lift * (k % 2))
        if name:
            captions.append(
                Caption(name, QRectF(box.left(), box.bottom() - line, box.width(), line))
            )
            box.adjust(0, 0, 0, -line)
        rings.append(_ring(list(range(size)), [0.0] * size, box, _first_turn(size)))
    return Places(
        np.vstack([ring.centers for ring in rings]),
        np.vstack([ring.outward for ring in rings]),
        min(ring.radius for ring in rings),
        min(ring.spacing for ring in rings),
        -1,
        all(ring.has_numbers for ring in rings),
        tuple(captions),
    )
