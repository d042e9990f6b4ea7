"""The verdict: what a Hopfield network has come to, in one of a few kinds."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.models.hopfield_dense import MODERN, Dense
from simulator.models.hopfield_network import Network
from simulator.models.hopfield_state import binary

SILENT = 0.01  # graded units all nearer to 0 than this say nothing
ALONE = 0.9  # a share of the softmax that leaves the others no say
HEARD = 0.01  # a share that still counts
MOST_NAMED = 10


@dataclass(frozen=True)
class Verdict:
    """What the network has come to, one `kind` of the words below, and the memories it names."""

    # stored, inverse, mixture, spurious, silent, two-state cycle, still moving, nothing stored
    kind: str
    memories: tuple[int, ...] = ()

    @property
    def recalled(self) -> int | None:
        return self.memories[0] if self.kind == "stored" else None

    def __str__(self) -> str:
        numbers = ", ".join(str(k) for k in self.memories)
        text = {"stored": "stored {}", "inverse": "inverse of {}", "mixture": "mixture of {}"}
        return text.get(self.kind, self.kind).format(numbers)


def judge(state: Any, network: Network, is_converged: bool) -> Verdict:
    """Return the verdict; the nearest memory is not a recalled one, so equality is asked.

    Graded and continuous units are judged by their signs.
    """
    n = state.units.size
    if not len(state.memories):
        return Verdict("nothing stored")
    if state.is_cycle:
        return Verdict("two-state cycle")
    if not is_converged:
        return Verdict("still moving")
    units, overlaps = state.units, state.overlaps
    if units.dtype != np.int8:
        if np.abs(units).max() < SILENT:
            return Verdict("silent")
        blend = _blend(state, network)
        if blend:
            return blend
        units = binary(units)
        overlaps = state.memories @ units.astype(np.float64)
    for kind, value in (("stored", n), ("inverse", -n)):
        equal = np.flatnonzero(overlaps == value)
        if equal.size:
            return Verdict(kind, (int(equal[0]),))
    return _mixture(overlaps, state.memories, units) or Verdict("spurious")


def _blend(state: Any, network: Network) -> Verdict | None:
    """The memories a softmax averages, where it is more than one."""
    if not isinstance(network, Dense) or network.shape != MODERN:
        return None
    shares = network.shares(state.sums)
    if shares.max() > ALONE:
        return None
    heard = np.flatnonzero(shares > HEARD)
    loudest = heard[np.argsort(-shares[heard], kind="stable")][:MOST_NAMED]
    return Verdict("mixture", tuple(sorted(int(k) for k in loudest)))


def _mixture(overlaps: np.ndarray, memories: np.ndarray, units: np.ndarray) -> Verdict | None:
    """Three memories (with their signs) whose majority is the state, unit for unit."""
    if overlaps.size < 3:
        return None
    top = np.argsort(-np.abs(overlaps), kind="stable")[:3]
    majority = np.sign((np.sign(overlaps[top])[:, None] * memories[top]).sum(axis=0))
    if not (majority == units).all():
        return None
    return Verdict("mixture", tuple(sorted(int(k) for k in top)))
