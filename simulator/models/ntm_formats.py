"""What the sequences of each task look like, step after step; a table is in ntm_tasks.py."""

from typing import NamedTuple

import numpy as np

from simulator.models.ntm_ngrams import CONTEXT

ITEM_ROWS = 3  # of an item of associative recall
# the paper gives the number of repeats with mean 0 and variance 1; these are those of 1 … 10, and
# stay whatever numbers are drawn: a machine that has learned must see the same number alike
REPEATS_MEAN, REPEATS_SPREAD = 5.5, 8.25**0.5
NOTHING = -1  # the row of bits that a step shows


class Content(NamedTuple):
    """What a sequence is made of."""

    bits: np.ndarray  # (L, width) float32, 0 or 1
    repeats: int = 1
    query: int = 0  # the item that is shown again, from 0
    priorities: np.ndarray = np.zeros(0, np.float32)  # (L,)


class Mark(NamedTuple):
    """A word for steps `first` to `last`, both within."""

    first: int
    last: int
    word: str


class Sequence(NamedTuple):
    """A sequence of a task."""

    x: np.ndarray  # (T, X) float32
    targets: np.ndarray  # (T, Y) float32
    mask: np.ndarray  # (T,) float32, 1 where outputs count
    marks: tuple[Mark, ...]  # phases, one after another, all steps
    boxes: tuple[Mark, ...]  # "item", "query" and "target", without their delimiters
    content: Content
    rows: np.ndarray  # (T,) int, the row of bits that each step shows, or NOTHING

    @property
    def bits_counted(self) -> int:
        """How many bits count."""
        return int(self.targets[self.mask > 0].size)

    @property
    def paintable(self) -> np.ndarray:
        """Which inputs are bits of rows (T, X) bool."""
        is_bit = np.arange(self.x.shape[1]) < self.content.bits.shape[1]
        return (self.rows != NOTHING)[:, None] & is_bit


def copied(content: Content) -> Sequence:
    """Copy."""
    return _told_after(content, content.bits)


def reversed_copy(content: Content) -> Sequence:
    """Reverse copy."""
    return _told_after(content, content.bits[::-1])


def sorted_out(content: Content) -> Sequence:
    """Priority sort."""
    length = len(content.bits)
    order = np.argsort(-content.priorities, kind="stable")[: counted(length)]
    found = _told_after(content, content.bits[order], channels=2)
    found.x[:length, -1] = content.priorities
    return found


def repeated(content: Content) -> Sequence:
    """Repeat copy."""
    bits, often = content.bits, content.repeats
    length, width = bits.shape
    wanted = np.zeros((length * often + 1, width + 1), np.float32)
    wanted[:-1, :width] = np.tile(bits, (often, 1))
    wanted[-1, width] = 1.0
    found = _told_after(content, wanted, channels=2)
    found.x[length, -1] = (often - REPEATS_MEAN) / REPEATS_SPREAD
    first = length + 1
    reads = [
        Mark(first + k * length, first + (k + 1) * length - 1, f"read {k + 1}")
        for k in range(often)
    ]
    end = first + often * length
    return found._replace(marks=(*found.marks[:2], *reads, Mark(end, end, "end")))


def recalled(content: Content) -> Sequence:
    """Associative recall."""
    bits, query = content.bits, content.query
    items, width = len(bits) // ITEM_ROWS, bits.shape[1]
    x, targets, mask = _blank(4 * items + 8, width + 2, width)
    rows = np.full(len(x), NOTHING)
    boxes = []
    for k in range(items):
        rows[4 * k + 1 : 4 * k + 4] = np.arange(ITEM_ROWS * k, ITEM_ROWS * (k + 1))
        x[4 * k, width] = 1.0
        kind = "target" if k == query + 1 else "item"
        boxes.append(Mark(4 * k + 1, 4 * k + 3, kind))
    asked = 4 * items
    rows[asked + 1 : asked + 4] = np.arange(ITEM_ROWS * query, ITEM_ROWS * (query + 1))
    x[[asked, asked + 4], width + 1] = 1.0
    is_shown = rows != NOTHING
    x[is_shown, :width] = bits[rows[is_shown]]
    targets[asked + 5 :] = bits[ITEM_ROWS * (query + 1) : ITEM_ROWS * (query + 2)]
    mask[asked + 5 :] = 1.0
    boxes += [Mark(asked + 1, asked + 3, "query"), Mark(asked + 5, asked + 7, "target")]
    marks = [Mark(4 * k, 4 * k + 3, f"item {k + 1}") for k in range(items)]
    marks += [Mark(asked, asked + 4, "query"), Mark(asked + 5, asked + 7, "read")]
    return Sequence(x, targets, mask, tuple(marks), tuple(boxes), content, rows)


def predicted(content: Content) -> Sequence:
    """Dynamic n-grams. What has no context yet is a coin's, and does not count."""
    bits = content.bits
    steps = len(bits) - 1
    mask = (np.arange(steps) >= CONTEXT - 1).astype(np.float32)
    marks = (Mark(0, CONTEXT - 2, "context"), Mark(CONTEXT - 1, steps - 1, "predict"))
    return Sequence(bits[:-1], bits[1:], mask, marks, (), content, np.arange(steps))


def counted(length: int) -> int:
    """Return how many of so many rows are wanted when they are sorted: 16 of 20."""
    return -(-4 * length // 5)


def _told_after(content: Content, wanted: np.ndarray, channels: int = 1) -> Sequence:
    """Return rows, a delimiter in the first of the channels after their bits, and rows wanted."""
    length, width = content.bits.shape
    x, targets, mask = _blank(length + 1 + len(wanted), width + channels, wanted.shape[1])
    x[:length, :width] = content.bits
    x[length, width] = 1.0
    targets[length + 1 :] = wanted
    mask[length + 1 :] = 1.0
    rows = np.full(len(x), NOTHING)
    rows[:length] = np.arange(length)
    marks = (
        Mark(0, length - 1, "write"), Mark(length, length, "delimiter"),
        Mark(length + 1, len(x) - 1, "read"),
    )  # fmt: skip
    return Sequence(x, targets, mask, marks, (), content, rows)


def _blank(steps: int, inputs: int, outputs: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x, targets and mask of nothing."""
    x, targets = np.zeros((steps, inputs), np.float32), np.zeros((steps, outputs), np.float32)
    return x, targets, np.zeros(steps, np.float32)
