"""Drawing: strokes on a grid of units, and their text form.

    draw=x0,y0;x1,y1;…[;tool=pencil|line|rectangle|fill|text][;size=S][;value=±1][;text=AB]

x counts columns from the left, y rows from the top, both from 0. A pencil's points are joined by
lines, so a quick stroke has no gaps. `size` is the width of the pen in units (for text: the height
of the letters). `value` is +1 (ink, the default) or −1 (paper).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.core import glyphs
from simulator.core.errors import InputError, shorten

TOOLS = ("pencil", "line", "rectangle", "fill", "text")
SYNTAX = "draw=x0,y0;x1,y1[;tool=…][;size=S][;value=±1] or draw=FILE"
MAX_POINTS = 10_000
MAX_SIZE = 1024  # units: the width of a pen
FARTHEST = 4096  # outside any grid, near enough that a line to it is short
AT_ONCE = 2**20  # units on lines looked at together


@dataclass(frozen=True)
class Stroke:
    """One movement of the hand."""

    points: tuple[tuple[int, int], ...]  # (x, y)
    tool: str = "pencil"
    size: int = 1
    value: int = 1
    text: str = ""

    def __str__(self) -> str:
        parts = [f"{x},{y}" for x, y in self.points]
        if self.tool != "pencil":
            parts.append(f"tool={self.tool}")
        if self.size != 1:
            parts.append(f"size={self.size}")
        if self.value != 1:
            parts.append(f"value={self.value}")
        if self.text:
            parts.append(f"text={self.text}")
        return ";".join(parts)


def is_stroke(text: str) -> bool:
    """Whether a text looks like a stroke, not like a file's name."""
    first = text.split(";")[0].split(",")
    return len(first) == 2 and all(p.strip().lstrip("+-").isdigit() for p in first)


def parse(text: str) -> Stroke:
    """Return the stroke a text describes; raises InputError."""
    points: list[tuple[int, int]] = []
    options: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        if "=" in part:
            name, _, value = part.partition("=")
            options[name] = value
        else:
            points.append(_point(part))
    tool = options.pop("tool", "pencil")
    size, sign = _int(options.pop("size", "1")), _int(options.pop("value", "1"))
    letters = options.pop("text", "")
    if tool not in TOOLS:
        raise InputError(f"tool={shorten(tool)} is not known; allowed: {', '.join(TOOLS)}.")
    if options:
        raise InputError(f"draw does not know {shorten(next(iter(options)))}; write {SYNTAX}.")
    if sign not in (1, -1):
        raise InputError(f"value={sign} can't be drawn; allowed: 1 (ink) or -1 (paper).")
    if not 1 <= size <= MAX_SIZE:
        raise InputError(f"size={size} is outside the range; allowed: 1 to {MAX_SIZE} units.")
    if not points or len(points) > MAX_POINTS:
        raise InputError(f"A stroke has 1 to {MAX_POINTS} points; this one has {len(points)}.")
    return Stroke(tuple(points), tool, size, sign, letters)


def paint(stroke: Stroke, units: np.ndarray) -> None:
    """Draw on `units` (side, side) int8, in place; what lies outside the grid is left out."""
    if stroke.tool == "fill":
        _flood(units, *stroke.points[-1], stroke.value)
    elif stroke.tool == "text":
        _stamp(units, stroke)
    else:
        window, covered = _covered(stroke, units.shape[0])
        units[window][covered] = stroke.value


def _covered(stroke: Stroke, side: int) -> tuple[tuple[slice, slice], np.ndarray]:
    """Return the rows and columns of a window, and which units in it, (h, w) bool, a pencil, line
    or rectangle covers."""
    corners = list(stroke.points)
    if stroke.tool in ("line", "rectangle"):
        corners = [corners[0], corners[-1]]
    if stroke.tool == "rectangle":
        (x0, y0), (x1, y1) = corners
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    points = np.array(corners if len(corners) > 1 else corners * 2)
    before, after = (stroke.size - 1) // 2, stroke.size // 2  # units of the pen beside its middle
    first = np.clip(points.min(axis=0) - before, 0, side)
    last = np.clip(points.max(axis=0) + after + 1, first, side)
    # the pen's middle may be outside the window: the mask is wider by what the pen reaches over
    width, height = (last - first + stroke.size - 1).tolist()
    mask = np.zeros((height, width), bool)
    for x, y in _lines(points):
        x, y = x - first[0] + after, y - first[1] + after
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        mask[y[inside], x[inside]] = True
    _widen(mask, stroke.size)
    _widen(mask.T, stroke.size)
    high, wide = height - stroke.size + 1, width - stroke.size + 1
    return (slice(first[1], last[1]), slice(first[0], last[0])), mask[:high, :wide]


def _lines(points: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the units x and y, (n,) int each, on the lines that join points (m, 2), ends included;
    all lines together, but no more at once than memory has room for."""
    way = np.diff(points, axis=0)
    pieces = np.maximum(np.abs(way).max(axis=1), 1)  # between two units a line
    batch = np.cumsum(pieces + 1) // AT_ONCE
    for number in np.unique(batch):
        chosen = batch == number
        counts = pieces[chosen] + 1
        first = np.cumsum(counts) - counts
        k = np.arange(counts.sum()) - np.repeat(first, counts)  # 0 … pieces on each line
        steps = way[chosen] / pieces[chosen, None]
        places = k[:, None] * np.repeat(steps, counts, axis=0) + np.repeat(
            points[:-1][chosen], counts, axis=0
        )
        places[first + counts - 1] = points[1:][chosen]
        x, y = np.rint(places).astype(np.int64).T
        yield x, y


def _widen(mask: np.ndarray, size: int) -> None:
    """Let each column of a mask (h, w) also hold the `size` − 1 columns to its right, in place."""
    done = 1
    while done < size:  # what is there already doubles itself
        shift = min(done, size - done)
        mask[:, :-shift] |= mask[:, shift:]
        done += shift


def _flood(units: np.ndarray, x: int, y: int, value: int) -> None:
    """Fill the connected region of equal units around (x, y), in place."""
    from scipy.ndimage import label

    side = units.shape[0]
    if 0 <= x < side and 0 <= y < side:
        regions, _ = label(units == units[y, x])
        units[regions == regions[y, x]] = value


def _stamp(units: np.ndarray, stroke: Stroke) -> None:
    """Stamp letters and digits, the first one's top left corner at the first point, in place."""
    x, y = stroke.points[0]
    side, height = units.shape[0], max(2, stroke.size)
    for letter in stroke.text.upper():
        known = next((s for s in ("letters", "digits") if letter in glyphs.names(s)), None)
        if known is None:
            raise InputError(f"{letter!r} can't be stamped; allowed: letters A to Z and digits.")
        ink = glyphs.render(known, letter, height) > 0
        rows, columns = np.nonzero(ink)
        inside = (rows + y >= 0) & (rows + y < side) & (columns + x >= 0) & (columns + x < side)
        units[rows[inside] + y, columns[inside] + x] = stroke.value
        x += height


def _point(text: str) -> tuple[int, int]:
    x, comma, y = text.partition(",")
    if not comma:
        raise InputError(f"{shorten(text)} is not a point x,y; write {SYNTAX}.")
    return _int(x), _int(y)


def _int(text: str) -> int:
    try:
        value = int(text)
    except ValueError as error:
        raise InputError(f"{shorten(text)} is not a whole number; write {SYNTAX}.") from error
    return max(-FARTHEST, min(FARTHEST, value))
