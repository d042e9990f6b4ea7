"""What a Boltzmann machine can learn: sets of patterns of its visible units, 0 or 1.

The first `inputs` units are given when the machine is tested; the others are its answer.

    xor        x, y, and whether they differ
    majority   bits, an odd number of them, and what most of them are
    parity     bits, and whether an odd number of them is on
    encoder    one of k units on in V1, the same one in V2; V1 and V2 are not connected, so that
               what V1 says must pass through the hidden units           Ackley et al. (1985)
    shifter    V1: k units by chance, each on with probability 0.3; V2: V1 shifted to the left, not
               at all, or to the right, around the edge; V3: which of the three
                                                                       Hinton and Sejnowski (1986)

Ackley, D. H., Hinton, G. E. and Sejnowski, T. J. (1985). A learning algorithm for Boltzmann
machines. Cognitive Science 9, 147–169.
Hinton, G. E. and Sejnowski, T. J. (1986). Learning and relearning in Boltzmann machines. In
Parallel Distributed Processing 1, MIT Press, chapter 7: rows of 8, with 24 hidden units.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.core.errors import InputError, one_of, shorten

Groups = tuple[tuple[str, int], ...]
ON = 0.3  # probability of a unit of the shifter's V1
SHIFTS = (-1, 0, 1)  # left, none, right: V2 = roll(V1, shift)


@dataclass(frozen=True, eq=False)
class DataSet:
    """Patterns and how often each is to occur; arrays that `data_set` gives are not writeable."""

    name: str
    patterns: np.ndarray  # (P, V) int8, 0 or 1, no two the same
    groups: Groups  # (name, size) of the visible units, from the first to the last
    inputs: int  # the first units, given when the machine is tested; 0: nothing is asked
    allowed: np.ndarray  # (V, V) bool: which weights between visible units may exist
    probabilities: np.ndarray  # (P,) float64, summing to 1
    about: str  # a sentence

    @property
    def visible(self) -> int:
        return self.patterns.shape[1]

    @property
    def outputs(self) -> int:
        """Units that are asked for when the machine is tested."""
        return self.visible - self.inputs if self.inputs else 0

    def draw(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """Return the rows (count,) int64 of patterns drawn by chance, a row perhaps repeatedly."""
        return rng.choice(len(self.patterns), count, p=self.probabilities)


def data_set(name: str, visible: int) -> DataSet:
    """Return a set for so many visible units; raises InputError with the numbers it can have."""
    sizes = _sizes(name)
    if visible not in sizes:
        nearest = visible_units(name, visible)
        raise InputError(
            f"{visible} visible units were given and {_NEEDS[name]}: set visible={nearest}."
        )
    return _made(name, visible)


def visible_units(name: str, visible: int) -> int:
    """Return the number of visible units nearest to this one that a set can have, the smaller of
    two as near; raises InputError for an unknown set."""
    return min(_sizes(name), key=lambda size: (abs(size - visible), size))


def _sizes(name: str) -> range:
    if name not in SIZES:
        raise InputError(f"There is no data {shorten(name)}; allowed: {one_of(SIZES)}.")
    return SIZES[name]


@lru_cache(8)
def _made(name: str, visible: int) -> DataSet:
    made = _MAKERS[name](visible)
    for array in (made.patterns, made.allowed, made.probabilities):
        array.flags.writeable = False
    return made


# ---- the sets ----


def _uniform(name: str, patterns: np.ndarray, groups: Groups, inputs: int, about: str) -> DataSet:
    count, visible = patterns.shape
    every = np.ones((visible, visible), bool)
    return DataSet(name, patterns, groups, inputs, every, np.full(count, 1.0 / count), about)


def every_input(bits: int) -> np.ndarray:
    """Return all inputs (2^bits, bits) int8, as binary numbers in rising order."""
    shifts = np.arange(bits - 1, -1, -1)
    return ((np.arange(2**bits)[:, None] >> shifts) & 1).astype(np.int8)


def _answered(
    name: str, visible: int, answer: Callable[[np.ndarray], np.ndarray], about: str
) -> DataSet:
    given = every_input(visible - 1)
    patterns = np.column_stack([given, answer(given.sum(axis=1))]).astype(np.int8)
    return _uniform(name, patterns, (("inputs", visible - 1), ("answer", 1)), visible - 1, about)


def _xor(visible: int) -> DataSet:
    return _answered("xor", visible, lambda on: on % 2, "Two bits, and whether they differ.")


def _majority(visible: int) -> DataSet:
    bits = visible - 1
    about = f"{bits} bits, and what most of them are."
    return _answered("majority", visible, lambda on: 2 * on > bits, about)


def _parity(visible: int) -> DataSet:
    about = f"{visible - 1} bits, and whether an odd number of them is on."
    return _answered("parity", visible, lambda on: on % 2, about)


def _encoder(visible: int) -> DataSet:
    k = visible // 2
    one = np.eye(k, dtype=np.int8)
    about = f"One of {k} units is on in V1 and the same one in V2; only hidden units connect them."
    made = _uniform("encoder", np.hstack([one, one]), (("V1", k), ("V2", k)), k, about)
    first = np.arange(visible) < k
    allowed = first[:, None] == first[None, :]
    return DataSet(made.name, made.patterns, made.groups, k, allowed, made.probabilities, about)


def _shifter(visible: int) -> DataSet:
    k = (visible - 3) // 2
    v1 = every_input(k)
    which = np.eye(3, dtype=np.int8)
    rows = [
        np.hstack([v1, np.roll(v1, shift, axis=1), np.tile(which[number], (2**k, 1))])
        for number, shift in enumerate(SHIFTS)
    ]
    on = v1.sum(axis=1)
    chance = ON**on * (1.0 - ON) ** (k - on) / len(SHIFTS)
    about = f"A row of {k} bits, the same row shifted left, not at all or right, and which it was."
    every = np.ones((visible, visible), bool)
    return DataSet(
        "shifter", np.vstack(rows), (("V1", k), ("V2", k), ("V3", 3)), 2 * k, every,
        np.tile(chance, 3), about,
    )  # fmt: skip


_MAKERS: dict[str, Callable[[int], DataSet]] = {
    "xor": _xor,
    "majority": _majority,
    "parity": _parity,
    "encoder": _encoder,
    "shifter": _shifter,
}
SIZES: dict[str, range] = {  # visible units that a set can have
    "xor": range(3, 4),
    "majority": range(4, 13, 2),
    "parity": range(3, 13),
    "encoder": range(4, 41, 2),
    "shifter": range(11, 20, 2),
}
_NEEDS = {
    "xor": "XOR needs 3: two bits and the answer",
    "majority": "majority needs an odd number of inputs and the answer, 4, 6, … 12 units",
    "parity": "parity needs 3 to 12: inputs and the answer",
    "encoder": "an encoder needs two groups of equal size, 4, 6, … 40 units",
    "shifter": "a shifter needs two rows of 4 to 8 units and 3 for the answer, 11, 13, … 19 units",
}
