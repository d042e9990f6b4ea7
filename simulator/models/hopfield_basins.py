"""The job `basins`: from how far away is each memory recalled?

For every memory and every corruption p, exactly round(pN) units are flipped at random and the
network settles; the share of exact recalls is an estimate of a probability q from n trials, with
standard error √(q(1 − q)/n).
"""

from typing import Any

import numpy as np

from simulator.core.job import Table, Work

CORRUPTIONS = tuple(round(0.05 * k, 2) for k in range(11))  # 0 … 0.5
TRIALS = 20
MOST_MEMORIES = 30  # of more, a sample spread evenly over all


def basins_of(model: Any, rng: np.random.Generator) -> Work:
    """Yield the share done; return columns memory, name, corruption, recalled, error, trials."""
    memories, names = model.state.memories, model.state.names
    chosen = np.unique(
        np.linspace(0, len(memories) - 1, min(len(memories), MOST_MEMORIES)).astype(int)
    )
    columns: dict[str, list[Any]] = {
        name: [] for name in ("memory", "name", "corruption", "recalled", "error", "trials")
    }
    done, total = 0, len(chosen) * len(CORRUPTIONS)
    for k in chosen.tolist():
        for p in CORRUPTIONS:
            hits = 0
            for _ in range(TRIALS):
                hits += recalls(model, memories[k], p, rng)
                yield (done + 0.5) / total
            share = hits / TRIALS
            error = float(np.sqrt(share * (1 - share) / TRIALS))
            for name, value in zip(columns, (k, names[k], p, share, error, TRIALS), strict=True):
                columns[name].append(value)
            done += 1
    return Table(columns)


def recalls(model: Any, memory: np.ndarray, corruption: float, rng: np.random.Generator) -> bool:
    """Whether a memory (N,), spoiled by chance, is recalled exactly. Leaves the model anywhere."""
    cue = memory.copy()
    flipped = rng.choice(memory.size, round(corruption * memory.size), replace=False)
    cue[flipped] *= -1
    model.begin_at(cue, rng.integers(0, 2**63 - 1, 4).astype(np.uint64))
    model.settle()
    return bool((model.state.units == memory).all())
