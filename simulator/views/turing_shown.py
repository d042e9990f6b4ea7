"""What the diagram of a Neural Turing Machine shows, compared by value, and its words."""

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from simulator.core.job import Table
from simulator.views.addressing_shown import finite, is_equal
from simulator.views.addressing_words import weight_text
from simulator.views.turing_parts import PARTS, PLAIN, STATIONS, Part, part_of

NONE = np.zeros(0, np.float32)
NO_ROWS = np.zeros((0, 0), np.float32)
DRAWN = {  # what each station's picture is made of
    "input": ("input",), "controller": ("hidden", "controller"),
    "write": ("weightings", "adds", "reads"), "memory": ("memory", "weightings", "reads"),
    "read": ("weightings", "reads"), "output": ("output", "target"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class TuringShown:
    """One time step; arrays are kept, not copied, and never changed in place.

    input (X,) and output (Y,) are 0 … 1, target (Y,) if there is one; hidden (C,) −1 … 1;
    memory (N, M), or None for a network without; weightings (R + W, N), read heads first;
    reads (R, M) what was read; adds (W, M) what is added.
    """

    lit: str = ""  # an id of turing_parts.PARTS, or "" at rest
    head: int = -1  # the head at work, read heads first; −1: all of them
    input: np.ndarray = field(default_factory=lambda: NONE)
    output: np.ndarray = field(default_factory=lambda: NONE)
    target: np.ndarray | None = None
    hidden: np.ndarray = field(default_factory=lambda: NONE)
    memory: np.ndarray | None = None
    weightings: np.ndarray = field(default_factory=lambda: NO_ROWS)
    reads: np.ndarray = field(default_factory=lambda: NO_ROWS)
    adds: np.ndarray = field(default_factory=lambda: NO_ROWS)
    controller: str = ""  # what it is, in words: "LSTM"
    time: str = ""  # what stands before the name of the part: "time 27"

    def __post_init__(self) -> None:
        if self.lit and self.lit not in PARTS:
            raise ValueError(f"part {self.lit!r} is unknown; allowed are {', '.join(PARTS)}")
        if self.memory is not None and self.weightings.shape != (
            len(self.reads) + len(self.adds),
            len(self.memory),
        ):
            raise ValueError(
                f"weightings of shape {self.weightings.shape} do not fit {len(self.reads)} read "
                f"and {len(self.adds)} write heads on {len(self.memory)} locations"
            )
        if self.target is not None and self.target.shape != self.output.shape:
            raise ValueError(
                f"a target of {self.target.size} bits does not fit an output of {self.output.size}"
            )

    @property
    def stations(self) -> tuple[str, ...]:
        """The stations there are."""
        return STATIONS if self.memory is not None else PLAIN

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of heads at work."""
        if self.memory is None:
            return ()
        if self.head < 0:
            return "write", "read"
        return ("read",) if self.head < len(self.reads) else ("write",)

    @property
    def part(self) -> Part:
        """The part that runs."""
        return part_of(self.lit, self.kinds)

    @property
    def part_title(self) -> str:
        """Where a step has come to: "time 27 · write head · Shift"."""
        is_head = self.lit in ("content", "gate", "shift", "sharpen")
        head = ""
        if is_head and self.memory is not None:
            head = self.head_name(self.head) if self.head >= 0 else "all heads"
        return " · ".join(text for text in (self.time, head, self.part.name) if text)

    def head_name(self, head: int) -> str:
        """A head's name: "write head", with a number where there are several."""
        reads = len(self.reads)
        kind, k, count = ("read", head, reads) if head < reads else (
            "write", head - reads, len(self.adds)
        )  # fmt: skip
        return f"{kind} head" + (f" {k + 1}" if count > 1 else "")

    def heads_of(self, kind: str) -> range:
        """The heads of a kind."""
        reads = len(self.reads)
        return range(reads) if kind == "read" else range(reads, reads + len(self.adds))

    def vector_of(self, head: int) -> np.ndarray:
        """What a head read, or adds (M,)."""
        reads = len(self.reads)
        vector: np.ndarray = self.reads[head] if head < reads else self.adds[head - reads]
        return vector

    def focus_of(self, head: int) -> tuple[int, float]:
        """The location a head looks at most, and its weight."""
        weights = finite(self.weightings[head])
        at = int(weights.argmax())
        return at, float(weights[at])

    def wrong(self) -> np.ndarray:
        """Which bits of the output are wrong (Y,) bool; none where there is no target."""
        if self.target is None:
            return np.zeros(self.output.shape, bool)
        wrong: np.ndarray = (self.output > 0.5) != (self.target > 0.5)
        return wrong

    # ---- comparing ----

    def is_like(self, other: "TuringShown | None") -> bool:
        """Whether nothing at all differs."""
        return other is not None and self._same(other, [f.name for f in fields(self)])

    def has_same_picture(self, station: str, other: "TuringShown") -> bool:
        """Whether a station's picture is the same."""
        return self._same(other, DRAWN[station])

    def has_same_ground(self, other: "TuringShown | None") -> bool:
        """Whether stations, what is lit and the words are the same."""
        names = ("stations", "part", "part_title")
        return other is not None and self._same(other, names) and (
            len(self.reads), len(self.adds)
        ) == (len(other.reads), len(other.adds))  # fmt: skip

    def _same(self, other: "TuringShown", names: "list[str] | tuple[str, ...]") -> bool:
        return all(is_equal(getattr(self, name), getattr(other, name)) for name in names)

    # ---- words ----

    def words_of(self, station: str) -> str:
        """What is to be said of a station."""
        if station in ("read", "write"):
            heads = (self._head_words(head) for head in self.heads_of(station))
            return "; ".join(heads) or f"no {station} heads"
        return {
            "input": lambda: f"input x: {_bits(self.input)}",
            "output": lambda: f"output y: {_bits(self.output)}{self._wrong_words()}",
            "controller": self._controller_words,
            "memory": self._memory_words,
        }[station]()

    def _head_words(self, head: int) -> str:
        at, weight = self.focus_of(head)
        return f"{self.head_name(head)}: most at location {at} ({weight_text(weight)})"

    def _wrong_words(self) -> str:
        return "" if self.target is None else f", {int(self.wrong().sum())} wrong"

    def _controller_words(self) -> str:
        kind = f"{self.controller} of " if self.controller else ""
        return f"controller: {kind}{self.hidden.size} units"

    def _memory_words(self) -> str:
        assert self.memory is not None
        n, m = self.memory.shape
        low, high = (weight_text(float(end)) for end in (np.min(self.memory), np.max(self.memory)))
        return f"memory M: {n} locations × {m}, from {low} to {high}"

    def description(self) -> str:
        """The part in words, and all stations."""
        said = [self.part_title, self.part.does.removesuffix(".")]
        return ". ".join([*said, *map(self.words_of, self.stations)])

    def table(self) -> Table:
        """The memory and all weightings, a row a location; without memory the units."""
        if self.memory is None:
            return Table({"unit": list(range(self.hidden.size)), "value": self.hidden.tolist()})
        columns: dict[str, list[Any]] = {"location": list(range(len(self.memory)))}
        for head, weights in enumerate(self.weightings):
            columns[self.head_name(head)] = weights.tolist()
        for k, values in enumerate(self.memory.T):
            columns[f"memory {k}"] = values.tolist()
        return Table(columns)


def _bits(values: np.ndarray) -> str:
    return f"{int((values > 0.5).sum())} of {values.size} bits on"
