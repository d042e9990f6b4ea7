"""What a tape shows: rows of numbers over one time axis, compared by value; and as a table.

All arrays are (T, C), time first: T steps, C channels (bits, columns of the memory, or locations).
"""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from simulator.core.job import Table
from simulator.views.heat import is_same

KINDS = {"bits": "bit", "vectors": "column", "weighting": "location"}  # and what a channel is
BOX_KINDS = ("item", "query", "target", "goto")


class Phase(NamedTuple):
    """Steps `first` to `last`, both within, and the word above them."""

    first: int
    last: int
    word: str


class Box(NamedTuple):
    """A frame about steps `first` to `last`, both within, over one row, or over all ("")."""

    first: int
    last: int
    kind: str  # of BOX_KINDS
    row: str = ""


@dataclass(frozen=True, eq=False)
class TapeRow:
    """One row; its arrays are kept, not copied, and never changed in place.

    `bits` are 0 … 1, or probabilities, or any number of an input (below 0 in another colour);
    `vectors` are signed, ±`limit` are the ends of their colours; `weighting` is 0 … `limit`.
    """

    name: str  # in words, and over the columns of the export
    kind: str  # of KINDS
    values: np.ndarray  # (T, C) float
    caption: str = ""  # above it; "" is the name
    note: str = ""  # above its right end, instead of what the colours mean
    wanted: np.ndarray | None = None  # (T, C), the bits that `values` should be
    mask: np.ndarray | None = None  # (T,), steps that count; the others are paler; None: all
    known: int | None = None  # steps that have been computed so far; None: all
    names: tuple[str, ...] = ()  # of channels, "" is its number
    heads: int = 1  # vectors stand one head's below another's
    first: int = 0  # the number of the first channel
    around: int = 0  # after so many numbers they begin at 0 again; 0: never
    limit: float = 1.0
    paintable: np.ndarray | None = None  # (T, C) bool, bits that a person may paint

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind {self.kind!r} is unknown; allowed are {', '.join(KINDS)}")
        if self.values.ndim != 2 or not self.values.size:
            raise ValueError(
                f"row {self.name!r} of shape {self.values.shape} can't be shown; give (steps, "
                "channels), one of each at least"
            )
        steps, channels = self.values.shape
        for name, shape in (
            ("wanted", (steps, channels)),
            ("paintable", (steps, channels)),
            ("mask", (steps,)),
        ):
            array = getattr(self, name)
            if array is not None and array.shape != shape:
                raise ValueError(f"{name} of shape {array.shape} does not fit {shape}")
        if self.heads < 1 or channels % self.heads:
            raise ValueError(f"{channels} channels can't be shared by {self.heads} heads")
        if not self.limit > 0:
            raise ValueError(f"a limit of {self.limit} shows nothing; give one above 0")

    @property
    def steps(self) -> int:
        """How many steps have been computed."""
        steps = len(self.values)
        return steps if self.known is None else min(max(self.known, 0), steps)

    @cached_property
    def is_live(self) -> np.ndarray:
        """Which steps count (T,) bool."""
        if self.mask is None:
            return np.ones(len(self.values), bool)
        return np.asarray(self.mask) > 0

    @cached_property
    def is_wrong(self) -> np.ndarray | None:
        """Which bits are not as wanted (T, C) bool, of steps that count; None: nothing is wanted"""
        if self.wanted is None:
            return None
        differs = (self.values > 0.5) != (self.wanted > 0.5)
        differs &= self.is_live[:, None]
        differs[self.steps :] = False
        return differs

    @cached_property
    def wrong(self) -> int | None:
        """How many bits are wrong; None where no bit could be, yet."""
        if self.is_wrong is None or not self.is_live[: self.steps].any():
            return None
        return int(np.count_nonzero(self.is_wrong))

    def is_like(self, other: "TapeRow") -> bool:
        """Whether nothing at all differs."""
        return all(_is_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    def channel_name(self, channel: int) -> str:
        """ "location 46", or a name of its own."""
        if channel < len(self.names) and self.names[channel]:
            return self.names[channel]
        if self.kind == "vectors" and self.heads > 1:
            head, column = divmod(channel, len(self.values[0]) // self.heads)
            return f"head {head}, column {column + self.first}"
        return f"{KINDS[self.kind]} {self.number_of(channel)}"

    def number_of(self, channel: int) -> int:
        """The number of a channel."""
        number = channel + self.first
        return number % self.around if self.around else number


@dataclass(frozen=True, eq=False)
class TapeShown:
    """Rows of as many steps, from above; what is marked over them; and the time looked at."""

    rows: tuple[TapeRow, ...]
    phases: tuple[Phase, ...] = ()
    boxes: tuple[Box, ...] = ()
    cursor: int = -1  # −1: none
    axis: str = "time"  # what the steps are; of a memory they are locations

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError("a tape without rows can't be shown; clear the view instead")
        for row in self.rows:
            if len(row.values) != self.steps:
                raise ValueError(
                    f"row {row.name!r} has {len(row.values)} steps, {self.rows[0].name!r} has "
                    f"{self.steps}; all rows share one time axis"
                )
        if len({row.name for row in self.rows}) < len(self.rows):
            raise ValueError("two rows have the same name; names tell rows apart")
        if sum(row.paintable is not None for row in self.rows) > 1:
            raise ValueError("bits of two rows can't be painted; one row is the input")
        for first, last, word in (*self.phases, *(box[:3] for box in self.boxes)):
            if not 0 <= first <= last < self.steps:
                raise ValueError(f"{word} from {first} to {last} is not within {self.steps} steps")
        for box in self.boxes:
            if box.kind not in BOX_KINDS:
                allowed = ", ".join(BOX_KINDS)
                raise ValueError(f"box {box.kind!r} is unknown; allowed are {allowed}")

    @property
    def steps(self) -> int:
        """T"""
        return len(self.rows[0].values)

    @property
    def painted_row(self) -> int:
        """The number of the row whose bits may be painted, or −1."""
        return next((k for k, row in enumerate(self.rows) if row.paintable is not None), -1)

    def is_like(self, other: "TapeShown | None") -> bool:
        """Whether nothing at all differs."""
        if other is None or len(self.rows) != len(other.rows):
            return False
        mine = self.phases, self.boxes, self.cursor, self.axis
        if mine != (other.phases, other.boxes, other.cursor, other.axis):
            return False
        return all(a.is_like(b) for a, b in zip(self.rows, other.rows, strict=True))

    def keeping(self, old: "TapeShown | None") -> "TapeShown":
        """The same, with the old row itself wherever one is alike: it is known by identity."""
        if old is None or len(old.rows) != len(self.rows):
            return self
        pairs = zip(self.rows, old.rows, strict=True)
        return replace(self, rows=tuple(b if a.is_like(b) else a for a, b in pairs))

    def phase_at(self, step: int) -> int:
        """The number of the phase a step is in, or −1."""
        inside = (k for k, phase in enumerate(self.phases) if phase.first <= step <= phase.last)
        return next(inside, -1)

    def table(self) -> Table:
        """A line for each step: its phase, and all channels of all rows."""
        columns: dict[str, list] = {self.axis: list(range(self.steps))}
        if self.phases:
            numbers = map(self.phase_at, range(self.steps))
            columns["phase"] = [self.phases[k].word if k >= 0 else "" for k in numbers]
        for row in self.rows:
            values = np.array(row.values, np.float64)
            values[row.steps :] = np.nan
            for channel in range(values.shape[1]):
                name = f"{row.name} {row.channel_name(channel)}"
                columns[name] = values[:, channel].tolist()
                if row.wanted is not None:
                    columns[f"{name} wanted"] = row.wanted[:, channel].tolist()
        return Table(columns)


def _is_equal(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        arrays = [x if isinstance(x, np.ndarray) else None for x in (one, other)]
        return is_same(*arrays)
    return one == other
