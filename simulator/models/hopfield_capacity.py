"""The job `capacity`: the share of memories recalled, against the loading K/N.

K random memories are learned by N units, some of them are given as cues (a share of their units
flipped), and the network runs at T = 0 until it rests. A memory is recalled when its overlap
m = (1/N) Σ ξ_i s_i with the state of rest exceeds a threshold. The rule and all it depends on, the
dynamics, θ and the kind of units are the model's; its memories and grid side are not looked at.

Several memories may be recalled from one network. They share its chance, so the standard error
counts how much recalls of one network agree (a cluster's effect on the variance).
"""

import math
from collections.abc import Generator
from typing import Any

import numpy as np

from simulator.core.job import Table, Work
from simulator.models.hopfield_capacity_plan import CapacityOptions, Point, plan
from simulator.models.hopfield_learning_parts import learn_in_parts
from simulator.models.hopfield_recall import recalling
from simulator.models.hopfield_state import HopfieldParameters
from simulator.models.hopfield_theory import retrieval_overlap

__all__ = ["CapacityOptions", "capacity_of"]

COLUMNS = (
    "rule", "units", "memories", "loading", "recalled", "error", "mean_overlap", "exact", "trials",
    "theory",
)  # fmt: skip
LONG = 0.2  # seconds of learning without a breath

Sets = list[np.ndarray]  # one array (M,) for each network


def capacity_of(
    p: HopfieldParameters,
    rng: np.random.Generator,
    options: CapacityOptions,
    backend: str = "numba",
) -> Work:
    """Yield the share done; return a row for each size and loading, columns `COLUMNS`.

    `theory` is the overlap m(α) of mean field theory for Hebb's rule, None for others. Raises
    InputError for what would take too long or does not fit into memory.
    """
    points = plan(p, options)
    theory = _theory(p, points)
    total, done = sum(point.seconds for point in points), 0.0
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for point, own, expected in zip(points, rng.spawn(len(points)), theory, strict=True):
        work = _measure(p, point, own, options.corruption, backend)
        overlaps, exact = yield from _told(work, done / total, 1 / total)
        done += point.seconds
        share, error = share_and_error([m > options.overlap for m in overlaps])
        row = (
            p.rule, point.units, point.memories, point.loading, share, error, _mean(overlaps),
            _mean(exact), point.trials, expected,
        )  # fmt: skip
        for name, value in zip(COLUMNS, row, strict=True):
            columns[name].append(value)
    return Table(columns)


def share_and_error(hits: list[np.ndarray]) -> tuple[float, float]:
    """Return the share of hits in clusters (S arrays of truths) and its standard error.

    The error is Agresti and Coull's (1998) for one standard deviation: it is not 0 where all or
    none are hits. Recalls that agree more within clusters than chance would have it count as fewer.
    """
    n, total = sum(h.size for h in hits), float(sum(h.sum() for h in hits))
    share, effect = total / n, 1.0
    if len(hits) > 1 and 0.0 < share < 1.0:
        spread = sum((float(h.sum()) - share * h.size) ** 2 for h in hits)
        effect = max(1.0, spread * len(hits) / (len(hits) - 1) / (n * share * (1.0 - share)))
    n_felt = n / effect
    middle = (share * n_felt + 0.5) / (n_felt + 1.0)
    return share, math.sqrt(middle * (1.0 - middle) / (n_felt + 1.0))


def random_memories(count: int, units: int, rng: np.random.Generator) -> np.ndarray:
    """Return memories (K, N) int8 whose units are on or off with equal chance."""
    return 2 * rng.integers(0, 2, (count, units), np.int8) - 1


def cues_of(memories: np.ndarray, corruption: float, rng: np.random.Generator) -> np.ndarray:
    """Return memories (M, N) int8 with exactly round(corruption · N) units of each flipped."""
    cues = memories.copy()
    flips = round(corruption * memories.shape[1])
    for cue in cues if flips else ():
        cue[rng.choice(cue.size, flips, replace=False)] *= -1
    return cues


def _measure(
    p: HopfieldParameters,
    point: Point,
    rng: np.random.Generator,
    corruption: float,
    backend: str,
) -> Generator[float, None, tuple[Sets, Sets]]:
    """Yield the seconds' worth done; return overlaps, and whether every unit was right."""
    overlaps, exact, done = [], [], 0.0
    for count in point.recalls():
        memories = random_memories(point.memories, point.units, rng)
        seed = int(rng.integers(0, 2**31))
        learning = learn_in_parts(memories, p, seed, point.learning > LONG)
        network = yield from _told(learning, done, point.learning)
        done += point.learning
        asked = memories[rng.choice(point.memories, count, replace=False)]
        recalls = recalling(network, cues_of(asked, corruption, rng), rng, backend)
        final = yield from _told(recalls, done, point.recall)
        done += count * point.recall
        overlaps.append((final * asked).mean(axis=1, dtype=np.float64))
        exact.append((np.sign(final) == asked).all(axis=1))
    return overlaps, exact


def _told(
    work: Generator[float, None, Any], start: float, scale: float
) -> Generator[float, None, Any]:
    """Do the work and return what it does; yield what it yields, scaled."""
    try:
        while True:
            yield start + scale * next(work)
    except StopIteration as end:
        return end.value


def _theory(p: HopfieldParameters, points: list[Point]) -> list[float | None]:
    """Return m(α) of each point; None where the theory does not speak of the network."""
    is_known = (
        p.rule == "hebb" and not p.is_continuous and not p.own_connections and not p.threshold
    )
    if not is_known:
        return [None] * len(points)
    return retrieval_overlap(np.array([point.loading for point in points])).tolist()


def _mean(sets: Sets) -> float:
    return float(np.concatenate(sets).mean())
