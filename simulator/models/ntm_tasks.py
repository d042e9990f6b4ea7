"""The tasks of the Neural Turing Machine (Graves, Wayne and Danihelka 2014, § 4), and their bits.

    L rows of `width` bits, T steps, X inputs, Y outputs

Inputs and outputs begin with the bits of a row; channels of their own follow, in the order of
`Task.channels` and `Task.ends`. While rows are shown no output counts (mask 0), and while outputs
count (mask 1) nothing is shown, but for n-grams.

    copy                L rows, a delimiter, L rows wanted                     T = 2L + 1
    reverse             the same from the last row to the first
    repeat-copy         L rows, a delimiter and the number of repeats; rows    T = L(repeats+1) + 2
                        wanted so often, then an end mark
    associative-recall  items of three rows, a delimiter before each; an       T = 4·items + 8
                        item between two delimiters of the query; the next
                        item wanted
    n-grams             a bit at a time, the next one wanted                   T = L − 1
    priority-sort       L rows with priorities in [−1, 1], a delimiter; the    T = L + 1 + ⌈4L/5⌉
                        ⌈4L/5⌉ highest wanted, from the highest down
"""

from collections.abc import Callable
from collections.abc import Sequence as Several
from dataclasses import dataclass

import numpy as np

from kernels.ntm_learning import Sequences
from simulator.core.errors import InputError
from simulator.models.ntm_formats import (
    ITEM_ROWS,
    Content,
    Sequence,
    copied,
    counted,
    predicted,
    recalled,
    repeated,
    reversed_copy,
    sorted_out,
)
from simulator.models.ntm_ngrams import CONTEXT, draw_bits

Range = tuple[int, int]  # both ends within


@dataclass(frozen=True)
class Task:
    """What is to be learned: how its sequences are drawn, and what they look like."""

    title: str
    about: str
    play: Callable[[Content], Sequence]  # a sequence of what it is made of
    steps: Callable[[int, int], int]  # T of a length and a number of repeats
    channels: tuple[str, ...] = ("delimiter",)  # inputs beside the bits
    ends: tuple[str, ...] = ()  # outputs beside the bits
    unit: str = "rows"  # of lengths
    fewest: int = 1  # length of a sequence
    usual: Range = (1, 20)  # lengths that the paper trains with
    usual_width: int = 8
    rows: int = 1  # of bits, in one of `unit`
    has_repeats: bool = False
    is_of_bits: bool = False  # single bits: of width 1, whatever is asked for

    def bits(self, width: int) -> int:
        """Return how many bits a row has."""
        return 1 if self.is_of_bits else width

    def inputs(self, width: int) -> int:
        """Return X."""
        return self.bits(width) + len(self.channels)

    def outputs(self, width: int) -> int:
        """Return Y."""
        return self.bits(width) + len(self.ends)

    def make(self, rng: np.random.Generator, length: int, width: int, repeats: int = 1) -> Sequence:
        """Return a sequence by chance, of a length in `unit`."""
        self._check(length, self.unit, self.fewest)
        if self.is_of_bits:
            return self.play(Content(draw_bits(rng, length)))
        if self.rows > 1:
            bits = _different(rng, length, width)
            return self.play(Content(bits, query=int(rng.integers(length - 1))))
        bits = rng.integers(0, 2, (length, width)).astype(np.float32)
        if "priority" in self.channels:
            priorities = rng.uniform(-1.0, 1.0, length).astype(np.float32)
            return self.play(Content(bits, priorities=priorities))
        return self.play(Content(bits, repeats))

    def draw(
        self, rng: np.random.Generator, lengths: Range, width: int, repeats: Range = (1, 1)
    ) -> Sequence:
        """Return a sequence by chance, of a length and a number of repeats by chance."""
        length = int(rng.integers(*lengths, endpoint=True))
        often = int(rng.integers(*repeats, endpoint=True)) if self.has_repeats else 1
        return self.make(rng, length, width, often)

    def of_bits(
        self, bits: np.ndarray, repeats: int = 1, query: int = 0,
        priorities: np.ndarray | None = None,
    ) -> Sequence:  # fmt: skip
        """Return the sequence of rows (L, width) that were painted or loaded: 0 or 1. Without
        priorities the last row has the highest. Raises InputError."""
        if bits.ndim != 2 or not bits.shape[1] or (self.is_of_bits and bits.shape[1] != 1):
            columns = "one column" if self.is_of_bits else "one column a bit"
            raise InputError(
                f"Bits of shape {bits.shape} make no sequence; give a table of rows with {columns}."
            )
        length = len(bits)
        self._check(length, "rows" if self.rows > 1 else self.unit, self.fewest * self.rows)
        if length % self.rows:
            raise InputError(
                f"{length} rows are no whole number of {self.unit} of {self.rows} rows; give "
                f"{length - length % self.rows} or {length + self.rows - length % self.rows}."
            )
        if repeats < 1:
            raise InputError(f"{repeats} repeats are too few; give 1 or more.")
        if self.rows > 1 and not 0 <= query < length // self.rows - 1:
            raise InputError(
                f"Item {query} can't be asked for; give 0 to {length // self.rows - 2}: an item "
                "must come after it."
            )
        if priorities is None:
            priorities = np.linspace(-1.0, 1.0, length)
        priorities = np.asarray(priorities, np.float32)
        if priorities.shape != (length,) or not (np.abs(priorities) <= 1.0).all():
            raise InputError(
                f"These {priorities.size} priorities do not fit {length} rows; give one from −1 to "
                "1 for each."
            )
        values = (bits > 0.5).astype(np.float32)
        return self.play(Content(values, repeats, query, priorities))

    def painted(self, sequence: Sequence, t: int, channel: int, value: bool) -> Sequence:
        """Return the sequence with a bit of its inputs on or off, wherever that bit is shown or
        wanted. Raises InputError where an input is no bit."""
        if not sequence.paintable[t, channel]:
            raise InputError(
                f"Input {channel} at time {t} is no bit of a row; paint on the rows themselves."
            )
        bits = sequence.content.bits.copy()
        bits[sequence.rows[t], channel] = value
        return self.play(sequence.content._replace(bits=bits))

    def _check(self, count: int, unit: str, fewest: int) -> None:
        if count < fewest:
            raise InputError(f"{count} {unit} are too few for {self.title}; give {fewest} or more.")


TASKS = {
    "copy": Task(
        "Copy", "Rows of random bits are shown, then all of them are to be told again.",
        copied, lambda length, _: 2 * length + 1,
    ),
    "repeat-copy": Task(
        "Repeat copy",
        "Rows of bits are to be told as often as a number says, and an end mark after them.",
        repeated, lambda length, repeats: length * (repeats + 1) + 2,
        channels=("delimiter", "repeats"), ends=("end",), usual=(1, 10), has_repeats=True,
    ),
    "associative-recall": Task(
        "Associative recall",
        "Items are shown, then one of them again; the one that came after it is wanted.",
        recalled, lambda length, _: 4 * length + 8,
        channels=("delimiter", "query"), unit="items", fewest=2, usual=(2, 6), usual_width=6,
        rows=ITEM_ROWS,
    ),
    "n-grams": Task(
        "Dynamic n-grams",
        "Each bit hangs on the five before it, in a way that is new in every sequence; it is to be "
        "foretold.",
        predicted, lambda length, _: length - 1,
        channels=(), unit="bits", fewest=CONTEXT + 1, usual=(200, 200), usual_width=1,
        is_of_bits=True,
    ),
    "priority-sort": Task(
        "Priority sort", "Rows of bits, each with a priority: the highest are wanted, in order.",
        sorted_out, lambda length, _: length + 1 + counted(length),
        channels=("delimiter", "priority"), usual=(20, 20),
    ),
    "reverse": Task(
        "Reverse copy", "Rows of random bits are to be told from the last to the first.",
        reversed_copy, lambda length, _: 2 * length + 1,
    ),
}  # fmt: skip


def generator(key: int) -> np.random.Generator:
    """Return the random numbers of a key below 2⁶⁴, the same wherever and whenever."""
    return np.random.Generator(np.random.Philox(key=key))


def padded(sequences: Several[Sequence], steps: int = 0) -> Sequences:
    """Return sequences of one task side by side, each (T, ·) with zeros and mask 0 after its end,
    T at least `steps`. What comes after the end can't change what was told before, nor what is
    learned of it: a batch may hold any lengths, and no sequence is drawn by its length."""
    lengths = np.array([len(sequence.x) for sequence in sequences], np.int64)
    count, most = len(sequences), max(steps, int(lengths.max()))
    x = np.zeros((count, most, sequences[0].x.shape[1]), np.float32)
    targets = np.zeros((count, most, sequences[0].targets.shape[1]), np.float32)
    mask = np.zeros((count, most), np.float32)
    for k, sequence in enumerate(sequences):
        x[k, : lengths[k]] = sequence.x
        targets[k, : lengths[k]] = sequence.targets
        mask[k, : lengths[k]] = sequence.mask
    return Sequences(x, targets, mask, lengths)


def _different(rng: np.random.Generator, items: int, width: int) -> np.ndarray:
    """Return the rows (3·items, width) float32 of items by chance, no two of them alike (an item
    seen twice has two answers) unless more are asked for than there are."""
    size = ITEM_ROWS * width
    codes = rng.choice(2**size, items, replace=items > 2**size)
    bits = codes[:, None] >> np.arange(size) & 1
    return bits.astype(np.float32).reshape(items * ITEM_ROWS, width)
