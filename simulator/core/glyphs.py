"""The built-in patterns: letters, digits, faces and shapes, drawn as strokes on a square grid.

Each set is one file, `resources/patterns/<set>.json`, meant to be edited by hand: `square` is the
side of the drawing square, `width` the usual stroke width, and `patterns` gives for each name a
list of paths. x runs to the right, y runs down, and angles are degrees clockwise from the right:

    M x y                       begin a line here; alone, it is a dot
    L x y                       straight to (x, y)
    Q x1 y1 x y                 quadratic Bézier curve to (x, y)
    C x1 y1 x2 y2 x y           cubic Bézier curve to (x, y)
    A cx cy rx ry start end     arc of an ellipse, joined by a straight line to what came before
    Z                           close the line; what follows begins a new one
    W w                         the stroke width of this path
    F                           fill this path instead (a line inside another one cuts a hole)

Terms: a line is an (n, 2) array of points, a path a list of lines with a width (None: filled).
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np

SETS: tuple[str, ...] = ("letters", "digits", "faces", "shapes")
MIN_SIDE, MAX_SIDE = 2, 1024

CURVE_PIECES = 24  # keeps a Bézier curve within a tenth of a pixel at side COARSE
DEGREES_A_PIECE = 6  # the same for arcs
COARSE, FINER = 128, 3  # larger sides have FINER times as many pieces
ROUNDED_DOWN_BELOW = 0.75  # of a pixel: thin strokes keep small letters open
TOWARDS_THE_MIDDLE = 1e-6  # decides for a pixel on the very edge as for its mirror image

NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6, "A": 6, "Z": 0, "W": 1, "F": 0}


class Path(NamedTuple):
    lines: list[np.ndarray]  # each (n, 2), in a square of side 1
    width: float | None  # of the stroke, in the same unit; None: filled


def names(set_name: str) -> list[str]:
    """The names in a set, in the order of its file."""
    return list(_read(set_name))


def render(set_name: str, name: str, side: int) -> np.ndarray:
    """The pattern as (side, side) int8: +1 where the pixel's centre is in the ink, else -1."""
    if not MIN_SIDE <= side <= MAX_SIDE:
        raise ValueError(f"A side of {side} pixels was asked for; {MIN_SIDE} to {MAX_SIDE} work.")
    patterns = _read(set_name, 1 if side <= COARSE else FINER)
    if name not in patterns:
        raise ValueError(f"No pattern {name!r} in {set_name}; it has {', '.join(patterns)}.")
    ink = np.logical_or.reduce([_ink(path, side) for path in patterns[name]])
    if ink.all() or not ink.any():
        ink = _nearer_half(np.min([_distance(path, side) for path in patterns[name]], axis=0))
    return np.where(ink, 1, -1).astype(np.int8)


# Reading ------------------------------------------------------------------------------------------


@cache
def _read(set_name: str, finer: int = 1) -> dict[str, list[Path]]:
    """The paths of each pattern in a set, their curves cut into `finer` times as many pieces."""
    if set_name not in SETS:
        raise ValueError(f"No set {set_name!r}; the sets are {', '.join(SETS)}.")
    file = files("resources") / "patterns" / f"{set_name}.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    square, width = data["square"], data["width"]
    return {
        name: [_parse(text, square, width, finer) for text in texts]
        for name, texts in data["patterns"].items()
    }


def _parse(text: str, square: float, width: float, finer: int) -> Path:
    """One path from its text, scaled from the drawing square to a square of side 1."""
    lines: list[np.ndarray] = []
    points: list[np.ndarray] = []  # of the line being drawn
    is_filled = False
    for command, *numbers in _commands(text):
        if command == "F":
            is_filled = True
        elif command == "W":
            width = numbers[0]
        elif command == "Z":
            lines.append(np.array([*points, points[0]]))
            points = []
        elif command == "A":
            points.extend(_arc(numbers, finer))
        else:
            points.extend(_curve(points[-1:], np.reshape(numbers, (-1, 2)), finer))
    if points:
        lines.append(np.array(points))
    return Path([line / square for line in lines], None if is_filled else width / square)


def _commands(text: str):
    """`(letter, number, …)` for each command in a path's text."""
    words = iter(text.split())
    for letter in words:
        if letter not in NUMBERS:
            raise ValueError(f"Unknown command {letter!r} in {text!r}; known: {' '.join(NUMBERS)}.")
        yield letter, *(float(next(words)) for _ in range(NUMBERS[letter]))


def _arc(numbers: Sequence[float], finer: int) -> np.ndarray:
    """Points (n, 2) along an arc, both ends included."""
    cx, cy, rx, ry, start, end = numbers
    pieces = finer * int(np.ceil(abs(end - start) / DEGREES_A_PIECE))
    angle = np.radians(np.linspace(start, end, pieces + 1))
    return np.column_stack([cx + rx * np.cos(angle), cy + ry * np.sin(angle)])


def _curve(last: list[np.ndarray], controls: np.ndarray, finer: int) -> np.ndarray:
    """Points (n, 2) from the last point (left out) to the last control: de Casteljau's rule."""
    if len(controls) == 1:
        return controls
    t = np.linspace(0, 1, finer * CURVE_PIECES + 1)[1:, None, None]  # (n, 1, 1)
    points = np.concatenate([last, controls])[None]  # (1, degree + 1, 2)
    while points.shape[1] > 1:
        points = (1 - t) * points[:, :-1] + t * points[:, 1:]
    return points[:, 0]


# Drawing ------------------------------------------------------------------------------------------


def _ink(path: Path, side: int) -> np.ndarray:
    """Which pixels (side, side) are in the ink of a path: where `_distance` is not positive, but
    looked for only near each piece of a line."""
    centre, lines = _centres(side), [line * side for line in path.lines]
    ink, reach = np.zeros((side, side), bool), 0.0
    if path.width is None:
        ink = np.logical_xor.reduce([_is_inside(centre, line) for line in lines])
    else:
        reach = _pixels(path.width * side) / 2
    for line in lines:
        for a, b in pairwise(line if len(line) > 1 else [line[0], line[0]]):
            first = np.clip(np.minimum(a, b) - reach - 1, 0, side).astype(int)
            last = np.clip(np.maximum(a, b) + reach + 2, 0, side).astype(int)
            columns, rows = slice(first[0], last[0]), slice(first[1], last[1])
            near = _distance_to_line(centre[columns], centre[rows, None], np.array([a, b]))
            ink[rows, columns] |= near <= reach
    return ink


def _centres(side: int) -> np.ndarray:
    """Where the pixels' centres are, (side,), along either axis."""
    centre = np.arange(side) + 0.5
    return centre + TOWARDS_THE_MIDDLE * (side / 2 - centre)


def _distance(path: Path, side: int) -> np.ndarray:
    """Pixels (side, side) from each pixel's centre to the ink of a path: not positive inside."""
    centre, lines = _centres(side), [line * side for line in path.lines]
    to_line = np.min([_distance_to_line(centre, centre[:, None], line) for line in lines], axis=0)
    if path.width is not None:
        return to_line - _pixels(path.width * side) / 2
    is_inside = np.logical_xor.reduce([_is_inside(centre, line) for line in lines])
    return np.where(is_inside, -to_line, to_line)


def _pixels(width: float) -> int:
    """A stroke's width in whole pixels: so equal strokes come out equal wherever they stand."""
    return max(int(width + 1 - ROUNDED_DOWN_BELOW), 1)


def _distance_to_line(x: np.ndarray, y: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Distance (h, w) from columns x (w,) and rows y (h, 1) to the nearest point of a line; a
    single point is a line, too."""
    nearest = np.hypot(x - line[0, 0], y - line[0, 1])
    for (ax, ay), (dx, dy) in zip(line, np.diff(line, axis=0), strict=False):
        along = ((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-12)
        along = np.clip(along, 0, 1)  # 0 at the segment's beginning, 1 at its end
        nearest = np.minimum(nearest, np.hypot(x - ax - along * dx, y - ay - along * dy))
    return nearest


def _is_inside(centre: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Whether (side, side) a closed line surrounds the pixel: a ray to the right meets it oddly."""
    inside = np.zeros((centre.size, centre.size), bool)
    for (ax, ay), (bx, by) in zip(line, np.roll(line, -1, axis=0), strict=True):
        rows = np.flatnonzero((ay > centre) != (by > centre))
        if rows.size:
            cut = ax + (centre[rows] - ay) * (bx - ax) / (by - ay)
            inside[rows] ^= centre < cut[:, None]
    return inside


def _nearer_half(distance: np.ndarray) -> np.ndarray:
    """Ink (side, side) in the half of the pixels nearest to the drawing, for the tiniest grids."""
    ink = np.zeros(distance.size, bool)
    ink[np.argsort(distance, axis=None, kind="stable")[: distance.size // 2]] = True
    return ink.reshape(distance.shape)
