"""How well halves of held-out patterns are completed, beside what knows nothing and what copies.

Half of each pattern is held; 100 chains complete the other half. The squared error of their mean is
compared with that of the mean pattern of what was learned (the ratio is what counts: below 1 the
machine knows something), and with the mean of the 100 learned patterns nearest in the held half.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.core.job import Table, Work
from simulator.core.parameter import Choice, Parameters, parameter
from simulator.models.rbm_halves import HALVES, half_of

NEAREST = 100  # learned patterns that are averaged
KEPT = 20  # Gibbs steps after the burn-in whose means are averaged
TOGETHER = 20  # patterns whose chains run at once
MOST_COMPARED = 60_000  # learned patterns among which the nearest are looked for


@dataclass(frozen=True)
class CompletionOptions(Parameters):
    patterns: int = parameter(
        1000, 10, 10_000, scale="log", help="How many held-out patterns are completed.",
    )  # fmt: skip
    chains: int = parameter(100, 1, 500, scale="log", help="Chains for each pattern.")
    steps: int = parameter(
        30, 1, 1000, scale="log", help="Gibbs steps before the means are taken.", unit="steps",
    )  # fmt: skip
    half: str = parameter(
        "right", help="The half that is completed.",
        choices=tuple(Choice(name, name.capitalize()) for name in HALVES),
    )  # fmt: skip


def completed(model: Any, options: CompletionOptions) -> Work:
    """Return the squared errors a pixel of the completed half, of four ways to complete it."""
    train, held = model.split
    if held.stop == held.start:
        raise InputError("Nothing is held out to be completed: set held_out above 0.")
    d = model.parameters.pixels
    missing = half_of(model.parameters.side, options.half).ravel()
    learned = model.evaluated(train, MOST_COMPARED)[:, :d]
    truth = model.evaluated(held, options.patterns)[:, :d]
    ways: dict[str, np.ndarray] = {"mean pattern": learned.mean(axis=0)[None][:, missing]}
    ways["nearest learned patterns"] = _nearest(learned, truth, missing)
    found = np.empty((len(truth), int(missing.sum())), np.float32)
    for first in range(0, len(truth), TOGETHER):
        rows = slice(first, min(first + TOGETHER, len(truth)))
        found[rows] = _means(model, truth[rows], missing, options)
        yield rows.stop / len(truth)
    ways["this machine"] = found
    errors = {
        name: float(np.square(guess - truth[:, missing]).mean(dtype=np.float64))
        for name, guess in ways.items()
    }
    least = errors["mean pattern"]
    return Table(
        {
            "way": list(errors),
            "squared_error": list(errors.values()),
            "ratio": [error / least if least else None for error in errors.values()],
            "patterns": [len(truth)] * len(errors),
        }
    )


def _nearest(learned: np.ndarray, truth: np.ndarray, missing: np.ndarray) -> np.ndarray:
    """Return the mean (R, M) of the learned patterns that are nearest in the held half."""
    known, rest = learned[:, ~missing], learned[:, missing]
    count = min(NEAREST, len(learned))
    lengths = np.square(known).sum(axis=1)
    found = np.empty((len(truth), int(missing.sum())), np.float32)
    for row, pattern in enumerate(truth[:, ~missing]):
        away = lengths - 2.0 * (known @ pattern)
        found[row] = rest[np.argpartition(away, count - 1)[:count]].mean(axis=0)
    return found


def _means(
    model: Any, truth: np.ndarray, missing: np.ndarray, options: CompletionOptions
) -> np.ndarray:
    """Return the mean (R, M) of the completed pixels of patterns (R, D) over chains and steps."""
    machine, layers = model.machine, model.layers
    rows, d = len(truth), truth.shape[1]
    visible = model.by_chance(rows * options.chains, model.job_rng)
    held = np.repeat(truth[:, ~missing], options.chains, axis=0)
    kept = np.flatnonzero(~missing)
    visible[:, kept] = held
    hidden = np.empty((2, len(visible), machine.weights.shape[1]), np.float32)
    means = np.empty_like(visible)
    total = np.zeros((rows, int(missing.sum())))
    for step in range(options.steps + KEPT):
        layers.draw_hidden(machine, visible, next(model.job_keys), hidden[0], hidden[1])
        layers.draw_visible(machine, hidden[1], next(model.job_keys), means, visible)
        visible[:, kept] = held
        if step >= options.steps:
            free = means[:, :d][:, missing].reshape(rows, options.chains, -1)
            total += free.mean(axis=1, dtype=np.float64)
    return (total / KEPT).astype(np.float32)
