"""Whether a Boltzmann machine answers as its data do: the test of what it has learned.

The units of a pattern's question are held, and what the others do is its answer. One unit answers
by being on more or less than half of the time; of several, of which one is to be on, the right one
must be on most. A tie is a wrong answer. Arrays have a row for each of the P patterns.

Two patterns with the same question and different answers (the shifter's, of a row that looks the
same when it is shifted) can't both be right; `best_accuracy` is what is possible then.

`by_units_on` gives the accuracy for each number of units on in the first group, as Hinton and
Sejnowski (1986) did for the shifter. By counting: where none or all of V1 are on, the shifts look
the same and one in three answers is right.
"""

import numpy as np

from simulator.models.boltzmann_data import DataSet


def answers(data: DataSet, on: np.ndarray) -> np.ndarray:
    """Return whether each pattern is answered rightly, (P,) bool.

    `on` (P, O) is the probability, or the share of samples, that each output unit is on while the
    pattern's inputs are held.
    """
    wanted = data.patterns[:, data.inputs :].astype(bool)
    if wanted.shape[1] == 1:
        return np.where(wanted, on > 0.5, on < 0.5)[:, 0]
    right = np.where(wanted, on, -np.inf).max(axis=1)
    others = np.where(wanted, -np.inf, on).max(axis=1)
    return right > others


def outputs_on(data: DataSet, states: np.ndarray) -> np.ndarray:
    """Return the probability (P, O) that each output unit is on, of probabilities (P, 2^O) of
    their states: a state's number has the first output unit's bit as the most significant."""
    bits = np.arange(data.outputs - 1, -1, -1)
    return states @ ((np.arange(2**data.outputs)[:, None] >> bits) & 1).astype(np.float64)


def accuracy(data: DataSet, right: np.ndarray) -> float:
    """Return the share of right answers (P,), each pattern as often as it occurs."""
    return float(data.probabilities @ right)


def best_accuracy(data: DataSet) -> float:
    """Return the largest accuracy that any machine can have: below 1 where questions repeat."""
    _, question = np.unique(data.patterns[:, : data.inputs], axis=0, return_inverse=True)
    most = np.zeros(question.max() + 1)
    np.maximum.at(most, question.ravel(), data.probabilities)
    return float(most.sum())


def by_units_on(data: DataSet, right: np.ndarray) -> np.ndarray:
    """Return the accuracy (K + 1,) for 0 to K units on in the first group; all patterns with as
    many of them on count the same."""
    first = data.groups[0][1]
    on = data.patterns[:, :first].sum(axis=1, dtype=np.int64)
    count = np.bincount(on, minlength=first + 1)
    return np.bincount(on, right, first + 1) / np.maximum(count, 1)
