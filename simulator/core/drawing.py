"""Drawing: strokes on a grid of units, and their text form.

    draw=x0,y0;x1,y1;…[;tool=pencil|line|rectangle|fill|text][;size=S][;value=±1][;text=AB]

x counts columns from the left, y rows from the top, both from 0. A pencil's points are joined by
lines, so a quick stroke has no gaps. `size` is the width of the pen in units (for text: the height
of the letters). `value` is +1 (ink, the default) or −1 (paper).
"""

from dataclasses import dataclass

import numpy as np

from simulator.core import glyphs
from simulator.core.errors import InputError, shorten

TOOLS = ("pencil", "line", "rectangle", "fill", "text")
SYNTAX = "draw=x0,y0;x1,y1[;tool=…][;size=S][;value=±1] or draw=FILE"
MAX_POINTS = 10_000


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
    if not 1 <= size <= 128:
        raise InputError(f"size={size} is outside the range; allowed: 1 to 128 units.")
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
        units[_covered(stroke, units.shape[0])] = stroke.value


def _covered(stroke: Stroke, side: int) -> np.ndarray:
    """Return (side, side) bool: the units a pencil, line or rectangle covers."""
    corners = list(stroke.points)
    if stroke.tool in ("line", "rectangle"):
        corners = [corners[0], corners[-1]]
    if stroke.tool == "rectangle":
        (x0, y0), (x1, y1) = corners
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    mask = np.zeros((side, side), bool)
    low, high = -((stroke.size - 1) // 2), stroke.size // 2
    for start, stop in zip(corners, corners[1:] or corners, strict=False):
        for x, y in _line(start, stop):
            rows = slice(max(0, y + low), max(0, y + high + 1))
            mask[rows, max(0, x + low) : max(0, x + high + 1)] = True
    return mask


def _line(start: tuple[int, int], stop: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the units on a straight line, both ends included."""
    n = max(abs(stop[0] - start[0]), abs(stop[1] - start[1]), 1)
    xs = np.rint(np.linspace(start[0], stop[0], n + 1)).astype(int)
    ys = np.rint(np.linspace(start[1], stop[1], n + 1)).astype(int)
    return list(zip(xs.tolist(), ys.tolist(), strict=True))


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
    # far enough outside any grid, near enough that a line to it is short
    return max(-1000, min(1000, value))
