"""Where the rows of a tape stand, one below another, their time cells aligned. No widget.

Rows of bits take cells about as high as they are wide; what is left is shared by vectors and
weightings, which have far more channels.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF

from simulator.controls import theme
from simulator.views.cell_grid import WHOLE, Cell, CellGrid
from simulator.views.heat import label_font

ROW = 15  # pixels of normal mode: a line of words
GAP, ABOVE = 7, 3  # between rows, and between words and what they stand over
CLOSE = 2  # between rows without words
PHASES, FOOT = 21, 18  # the lane of phases with their lines, and the numbers of the time axis
BIT, HIGHEST = 5, 17  # a bit is so high, if there is room, whatever its width
LINE = 22  # and so is a row of a single bit
SLIM = 0.86  # a bit is so high for its width
SHARES = {"bits": 1.3, "vectors": 1.0, "weighting": 1.9}  # of the height, where it is scarce
LEAST = 6  # a row is at least so high before captions give way
FULL = 0.96  # of its room that a weighting must fill to have whole pixels


@dataclass(frozen=True)
class Spec:
    """What of a row its place hangs on."""

    kind: str
    channels: int
    last: int = 0  # the largest number on its axis


@dataclass(frozen=True)
class Part:
    """One row: its words, its cells, and where its channels begin among those of all rows."""

    head: QRectF  # without height where there is no room
    box: QRectF
    start: int
    channels: int


@dataclass(frozen=True)
class TapeGrid(CellGrid):
    """All channels of all rows are rows of cells; `box` reaches from the first to the last."""

    parts: tuple[Part, ...]

    def cell_at(self, place: QPointF) -> Cell | None:
        for part in self.parts:
            grid = CellGrid(part.box, part.channels, self.columns)
            if (cell := grid.cell_at(place)) is not None:
                return part.start + cell[0], cell[1]
        return None

    def box_of(self, cell: Cell) -> QRectF:
        number, channel = self.part_of(cell[0])
        part = self.parts[number]
        return CellGrid(part.box, part.channels, self.columns).box_of((channel, cell[1]))

    def part_of(self, row: int) -> tuple[int, int]:
        """The number of the part a row of cells is in, and the channel."""
        number = next(k for k, p in enumerate(self.parts) if row < p.start + p.channels)
        return number, row - self.parts[number].start

    def time_at(self, x: float) -> int:
        """The step whose column is at x, or the nearest one."""
        step = math.floor((x - self.box.left()) / self.width)
        return min(max(step, 0), self.columns - 1)

    def columns_of(self, number: int, first: int, last: int) -> QRectF:
        """The box of these steps in a part."""
        box = self.parts[number].box
        left = box.left() + first * self.width
        return QRectF(left, box.top(), (last - first + 1) * self.width, box.height())

    def middle_of(self, step: int) -> float:
        return self.box.left() + (step + 0.5) * self.width


@dataclass(frozen=True)
class TapeLayout:
    """All places: a lane for phases above, the time axis below, the key of boxes under it."""

    grid: TapeGrid
    lane: QRectF  # these three are without height where they are not needed
    foot: QRectF
    key: QRectF

    @classmethod
    def of(
        cls,
        size: QSize,
        specs: Sequence[Spec],
        steps: int,
        has_phases: bool,
        has_key: bool,
        ratio: float,
    ) -> "TapeLayout":
        """Lay rows out in a view; `ratio` is device pixels a pixel."""
        px = theme.px
        left = _axis_width(specs)
        wide = _whole(max(size.width() - left - px(3), 8.0) / steps, ratio, WHOLE) * steps
        lane, key = (px(high) * has for high, has in ((PHASES, has_phases), (ROW, has_key)))
        room, count = size.height() - lane - px(FOOT) - key, len(specs)
        head, gap = px(ROW + ABOVE), px(GAP)
        if room - gap * (count - 1) < (head + px(LEAST)) * count:
            head, gap = 0, px(CLOSE)
        highs = heights(room - gap * (count - 1) - head * count, wide / steps, specs, ratio)
        parts, top, start = [], float(lane), 0
        for spec, high in zip(specs, highs, strict=True):
            words = QRectF(left, top, wide, px(ROW) if head else 0)
            box = QRectF(left, top + head, wide, high)
            parts.append(Part(words, box, start, spec.channels))
            top, start = box.bottom() + gap, start + spec.channels
        whole = QRectF(parts[0].box.topLeft(), parts[-1].box.bottomRight())
        grid = TapeGrid(whole, start, steps, tuple(parts))
        foot = QRectF(left, whole.bottom() + px(2), wide, px(FOOT - 2))
        return cls(
            grid, QRectF(left, 0, wide, lane), foot, QRectF(left, foot.bottom(), wide, key)
        )  # fmt: skip


def heights(room: float, width: float, specs: Sequence[Spec], ratio: float) -> list[float]:
    """Share a height among rows whose cells are so wide."""
    room = max(room, float(len(specs)))
    shares = [SHARES[spec.kind] for spec in specs]
    bits = [k for k, spec in enumerate(specs) if spec.kind == "bits"]
    others = [k for k in range(len(specs)) if k not in bits]
    highs, left = [0.0] * len(specs), room
    if bits:
        channels = sum(specs[k].channels for k in bits)
        wish = min(max(SLIM * width, theme.px(BIT)), theme.px(HIGHEST))
        wish = max(wish, theme.px(LINE) / max(specs[k].channels for k in bits))
        most = room * sum(shares[k] for k in bits) / sum(shares) if others else room
        cell = _whole(min(wish, most / channels), ratio, 0.0)
        for k in bits:
            highs[k] = cell * specs[k].channels
            left -= highs[k]
    for k in sorted(others, key=lambda k: specs[k].kind):  # weightings take what vectors leave
        rest = [shares[j] for j in others if not highs[j]]
        part = left * shares[k] / sum(rest)
        full = FULL if specs[k].kind == "weighting" else WHOLE
        high = _whole(part / specs[k].channels, ratio, full) * specs[k].channels
        highs[k] = max(math.floor(high * ratio + 1e-6), 1) / ratio
        left -= highs[k]
    return highs


def _whole(size: float, ratio: float, share: float) -> float:
    """Whole device pixels, if one at least and no less than a share of the size."""
    whole = math.floor(size * ratio + 1e-6) / ratio
    return whole if whole > 0 and whole >= share * size else size


def _axis_width(specs: Sequence[Spec]) -> float:
    """How wide the numbers of locations are at the left, with a gap."""
    numbers = [str(spec.last) for spec in specs if spec.kind == "weighting"]
    if not numbers:
        return theme.px(3)
    metrics = QFontMetricsF(label_font())
    return math.ceil(max(map(metrics.horizontalAdvance, numbers))) + theme.px(6)
