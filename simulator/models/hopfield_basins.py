"""The job `basins`: from how far away is each memory recalled?

For every memory and every corruption p, exactly round(pN) units are flipped at random and the
network settles; the share of exact recalls is an estimate of a probability q from n trials, with
standard error √(q(1 − q)/n). At T = 0 the recalls need no model, and a back end may take them all
at once; shaken by a temperature, the model runs for each.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.core.job import Table, Work
from simulator.core.parameter import Parameters, parameter
from simulator.models.hopfield_recall import recalling
from simulator.models.hopfield_state import binary

AT_ONCE = 2**26  # values of units in the cues that are made at once


@dataclass(frozen=True)
class BasinOptions(Parameters):
    """How the basins are measured."""

    trials: int = parameter(
        20, 1, 1000, scale="log", help="Recalls for each memory and each corruption."
    )
    corruption_from: float = parameter(0.0, 0.0, 1.0, help="The least share of the units flipped.")
    corruption_to: float = parameter(0.5, 0.0, 1.0, help="The largest share of the units flipped.")
    points: int = parameter(
        11, 1, 101, help="How many corruptions are tried, evenly spaced from the least on."
    )
    memories: int = parameter(
        30, 1, 1000, scale="log", label="At most memories",
        help="Of more memories, a sample spread evenly over all is taken.",
    )  # fmt: skip

    def corruptions(self) -> list[float]:
        """Return the corruptions that are tried, rising."""
        spread = np.linspace(self.corruption_from, self.corruption_to, self.points)
        return np.unique(spread.round(9)).tolist()


def basins_of(model: Any, rng: np.random.Generator, options: BasinOptions) -> Work:
    """Yield the share done; return columns memory, name, corruption, recalled, error, trials."""
    memories, names = model.state.memories, model.state.names
    chosen = np.unique(
        np.linspace(0, len(memories) - 1, min(len(memories), options.memories)).astype(int)
    )
    corruptions, trials = options.corruptions(), options.trials
    columns: dict[str, list[Any]] = {
        name: [] for name in ("memory", "name", "corruption", "recalled", "error", "trials")
    }
    done, total = 0, len(chosen) * len(corruptions) * trials
    for k in chosen.tolist():
        for p in corruptions:
            hits = 0
            trying = _cold if model.parameters.is_cold else _warm
            for tried, found in trying(model, memories[k], p, trials, rng):
                hits += found
                yield (done + tried) / total
            done += trials
            share = hits / trials
            error = float(np.sqrt(share * (1 - share) / trials))
            for name, value in zip(columns, (k, names[k], p, share, error, trials), strict=True):
                columns[name].append(value)
    return Table(columns)


Tries = Generator[tuple[int, int], None, None]  # how many are tried, and new exact recalls


def _cold(
    model: Any, memory: np.ndarray, corruption: float, trials: int, rng: np.random.Generator
) -> Tries:
    """Recall without a model, as many cues at once as the back end likes."""
    rows = max(1, AT_ONCE // memory.size)
    for start in range(0, trials, rows):
        count = min(rows, trials - start)
        cues = np.array([spoiled(memory, corruption, rng) for _ in range(count)])
        work = recalling(model.network, cues, rng, model.backend)
        while True:
            try:
                yield start + next(work), 0
            except StopIteration as end:
                yield start + count, int((binary(end.value) == memory).all(axis=1).sum())
                break


def _warm(
    model: Any, memory: np.ndarray, corruption: float, trials: int, rng: np.random.Generator
) -> Tries:
    """Recall one cue after another with the model."""
    for tried in range(1, trials + 1):
        yield tried, recalls(model, memory, corruption, rng)


def spoiled(memory: np.ndarray, corruption: float, rng: np.random.Generator) -> np.ndarray:
    """Return a memory (N,) with exactly round(corruption · N) of its units flipped."""
    cue = memory.copy()
    cue[rng.choice(memory.size, round(corruption * memory.size), replace=False)] *= -1
    return cue


def recalls(model: Any, memory: np.ndarray, corruption: float, rng: np.random.Generator) -> bool:
    """Whether a memory (N,), spoiled by chance, is recalled exactly. Leaves the model anywhere."""
    cue = spoiled(memory, corruption, rng)
    model.begin_at(cue, rng.integers(0, 2**63 - 1, 4).astype(np.uint64))
    model.settle()
    return model.is_at(memory)
