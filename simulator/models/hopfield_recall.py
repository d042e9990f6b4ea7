"""Recall of many cues at once, without a model: what jobs, curves and maps are made of.

Every cue (a row of M × N) settles by itself at T = 0, whatever temperature is set: in the order its
parameters' dynamics ask for, with random words of its own, until a whole sweep changes nothing (of
fractions: nothing by more than 1e-4), a two-state cycle closes, or the sweeps are used up.

Back ends `torch` and `cuda` take all cues at once where all units are decided together; what
updates one unit at a time stays with Numba.
"""

from collections.abc import Generator
from typing import Any

import numpy as np

from kernels import hopfield_batch as kernels
from kernels import words as random_words
from simulator.models.hopfield_factors import Factors
from simulator.models.hopfield_network import Network
from simulator.models.hopfield_recall_torch import recalling_together
from simulator.models.hopfield_state import TOGETHER

STILL = 1e-4  # fractions that change by less are at rest
AT_ONCE = 2**18  # unit updates between two looks at whether somebody cancelled: some 20 ms

Recalls = Generator[int, None, np.ndarray]


def recall_all(
    network: Network,
    cues: np.ndarray,
    rng: np.random.Generator,
    backend: str = "numba",
    sweeps: int = 200,
) -> np.ndarray:
    """Return the final states (M, N) of cues (M, N): int8, or float64 of continuous units."""
    work = recalling(network, cues, rng, backend, sweeps)
    try:
        while True:
            next(work)
    except StopIteration as end:
        return end.value


def recalling(
    network: Network,
    cues: np.ndarray,
    rng: np.random.Generator,
    backend: str = "numba",
    sweeps: int = 200,
) -> Recalls:
    """Yield often how many cues are done, so that it can be given up; return what `recall_all`
    does."""
    dtype = np.float64 if network.parameters.is_continuous else np.int8
    final = np.array(cues, dtype, order="C")
    streams = rng.integers(0, 2**63 - 1, (len(final), 4)).astype(np.uint64)
    if backend != "numba" and network.parameters.dynamics in TOGETHER:
        yield from recalling_together(network, final, streams, backend, sweeps, STILL)
        return final
    for k, (units, words) in enumerate(zip(final, streams, strict=True)):
        for _ in _settling(_Recall(network, units, words), sweeps):
            yield k
        yield k + 1
    return final


class _Recall:
    """What a network needs of a state in order to update it; units (N,) change in place."""

    def __init__(self, network: Network, units: np.ndarray, words: np.ndarray):
        self.network, self.units, self.words = network, units, words
        self.order = np.arange(units.size, dtype=np.int32)
        self.position, self.energy = 0, 0.0
        self.sum()

    def sum(self) -> None:
        """Compute the sums of the present units."""
        self.sums, self.back = self.network.sums(self.units), self.network.back(self.units)


def _settling(s: _Recall, sweeps: int) -> Generator[None, None, None]:
    """Bring a recall to rest, pausing now and then."""
    network, p = s.network, s.network.parameters
    if p.dynamics in TOGETHER:
        yield from _settling_together(s, sweeps)
    elif (
        isinstance(network, Factors)
        and network.is_exact
        and not p.is_continuous
        and p.dynamics != "glauber"
    ):
        yield from _settling_exactly(s, network, sweeps)
    else:
        yield from _settling_in_turn(s, sweeps)


def _settling_exactly(s: _Recall, network: Factors, sweeps: int) -> Generator[None, None, None]:
    """Whole-number sums of two-valued units: many sweeps in one call of a kernel."""
    p, at_once = network.parameters, max(1, AT_ONCE // s.units.size)
    for start in range(0, sweeps, at_once):
        if kernels.settle_in_turn(
            s.units, s.order, min(at_once, sweeps - start), p.dynamics == "asynchronous",
            network.right, network.left, network.diagonal, float(p.own_connections), p.threshold,
            s.sums, s.words,
        ):  # fmt: skip
            return
        yield


def _settling_in_turn(s: _Recall, sweeps: int) -> Generator[None, None, None]:
    """One sweep a call; sums begin each sweep without drift, as the model's do."""
    network, p = s.network, s.network.parameters
    for _ in range(sweeps):
        old = s.units.copy()
        if p.dynamics == "asynchronous":
            random_words.shuffle(s.order, s.words)
        elif p.dynamics == "glauber":
            random_words.pick(s.order, s.words)
        network.update(s, s.order, s.units.size, 0.0)
        if p.is_continuous or not network.is_exact:
            s.sum()
        if not _differ(s.units, old) and (p.dynamics != "glauber" or _is_at_rest(s)):
            return
        yield


def _settling_together(s: _Recall, sweeps: int) -> Generator[None, None, None]:
    """All units from the same old state; two states that alternate end it, too."""
    p, n = s.network.parameters, s.units.size
    is_synchronous = p.dynamics == "synchronous"
    chance = 1.0 if is_synchronous else p.update_probability
    new, older = np.empty_like(s.units), s.units.copy()
    for _ in range(sweeps):
        s.network.decide(s, new, s.order, 0, n, 0.0, chance)
        is_still = not _differ(new, s.units)
        is_cycle = is_synchronous and not _differ(new, older)
        older[:] = s.units
        s.units[:] = new
        s.sum()
        if (is_still or is_cycle) if is_synchronous else (is_still and _is_at_rest(s)):
            return
        yield


def _is_at_rest(s: Any) -> bool:
    return not _differ(s.network.wanted(s), s.units)


def _differ(new: np.ndarray, old: np.ndarray) -> bool:
    """Whether any of the units (N,) changed; fractions, by more than a person could see."""
    if new.dtype == np.int8:
        return bool((new != old).any())
    return bool((np.abs(new - old) > STILL).any())
