"""What is watched beside learning: fantasies, and completions of what the person drew.

**Fantasies** are 100 chains that the machine runs on its own, one Gibbs step every so many batches.
**Completions** are 100 chains in which the pixels that the person drew are held. Both draw from a
generator of their own, never training's, and training never sees them.
"""

import contextlib
import itertools
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from kernels import rbm_layers
from kernels.jit import NotReadyError
from kernels.rbm_layers import Machine
from simulator.core.model import Model
from simulator.models.rbm_state import COMPLETIONS, FANTASIES, RbmParameters, RbmState

PROBES = 3  # number of the stream of chance that probes draw from
SETTLING = 30  # Gibbs steps of completions before they are shown; the later half is averaged
CLEANING = 2  # Gibbs steps of a drawing that is freed of noise
MEMORY = np.float32(0.9)  # of the running mean of completions
LEVEL = np.float32(1.5)  # of a Gaussian unit that is held on; off: minus this


@lru_cache(64)
def key_base(*entropy: int) -> int:
    """Return the number after which a stream's keys are counted."""
    return int(np.random.SeedSequence(entropy).generate_state(1, np.uint64)[0])


def on_alone(biases: np.ndarray) -> np.ndarray:
    """Return σ(b) (n,) float64 of biases of any size."""
    return 0.5 * (1.0 + np.tanh(0.5 * biases))


class RbmProbes(Model):
    """Fantasies and completions of `Rbm`."""

    parameters: RbmParameters
    state: RbmState

    @property
    def layers(self) -> Any:
        """What computes whole layers: NumPy and Numba, or torch."""
        return rbm_layers

    @property
    def machine(self) -> Machine:
        """The machine as it is now: its arrays are the state's own."""
        s, p = self.state, self.parameters
        labels = s.visible_biases.size - p.pixels
        return Machine(s.weights, s.visible_biases, s.hidden_biases, p.is_gaussian, labels)

    def _key_base(self, stream: int) -> int:
        return key_base(self.seed, stream)

    def _probe_keys(self) -> Iterator[np.uint64]:
        """Yield keys of the probes' random numbers, each counted."""
        base = self._key_base(PROBES)
        while True:
            self.state.probe_keys += 1
            yield np.uint64((base + self.state.probe_keys) % 2**64)

    # ---- moving ----

    def move_probes(self) -> None:
        """Take one Gibbs step of all fantasies, and of the completions."""
        s = self.state
        self._gibbs(s.fantasies, s.fantasy_means, self._probe_keys())
        if s.dream_label >= 0:
            self._hold_label(s.fantasies)
        if not s.query.any():
            return
        if not s.is_settled:
            self.settle()
        elif s.completion_kind == "complete":
            self._complete(self._probe_keys(), MEMORY)
        else:
            self._answer_query()

    def _gibbs(self, visible: np.ndarray, means: np.ndarray, keys: Iterator[np.uint64]) -> None:
        """Draw the hidden units of states (R, V), then the visible ones, in place, with their
        `means`."""
        both = np.array([[[next(keys), next(keys)]]])
        self.layers.gibbs(self.machine, visible[None], both, means=means[None])

    # ---- where chains begin ----

    def by_chance(self, rows: int, rng: np.random.Generator) -> np.ndarray:
        """Return visible states (rows, V) float32 drawn with the visible biases alone."""
        s, p = self.state, self.parameters
        d, biases = p.pixels, s.visible_biases.astype(np.float64)
        states = np.zeros((rows, biases.size), np.float32)
        if p.is_gaussian:
            states[:, :d] = biases[:d] + rng.standard_normal((rows, d))
        else:
            states[:, :d] = rng.random((rows, d)) < on_alone(biases[:d])
        if biases.size > d:
            weights = np.exp(biases[d:] - biases[d:].max())
            chosen = rng.choice(weights.size, rows, p=weights / weights.sum())
            states[np.arange(rows), d + chosen] = 1.0
        return states

    def seed_fantasies(self, is_asked: bool = True) -> None:
        """Let all fantasies begin anew, by chance; what a step does is not counted as asked."""
        s = self.state
        s.draws += is_asked
        rng = np.random.default_rng([self.seed, PROBES, s.draws, 1])
        s.fantasies = self.by_chance(FANTASIES, rng)
        if s.dream_label >= 0:
            self._hold_label(s.fantasies)
        s.fantasy_means = s.fantasies.copy()

    def seed_particles(self) -> None:
        """Let the persistent chains begin anew, by chance."""
        self.state.particles = self.state.particles[:0]
        self.fit_particles()

    def fit_particles(self) -> None:
        """Keep as many persistent chains as the parameters say: those that are there stay."""
        s, p = self.state, self.parameters
        levels, chains = (p.levels, p.chains) if p.is_persistent else (0, 0)
        old = s.particles
        if old.shape[:2] == (levels, chains):
            return
        rng = np.random.default_rng([self.seed, PROBES, levels, chains])
        fresh = self.by_chance(levels * chains, rng).reshape(levels, chains, s.visible_biases.size)
        kept = np.s_[: min(levels, old.shape[0]), : min(chains, old.shape[1])]
        fresh[kept] = old[kept]
        s.particles = fresh

    def _hold_label(self, visible: np.ndarray) -> None:
        d = self.parameters.pixels
        visible[:, d:] = 0.0
        visible[:, d + self.state.dream_label] = 1.0

    # ---- what the person drew ----

    def begin_completion(self, is_asked: bool = True) -> None:
        """The query is another one: completions begin anew. Their first steps are taken at once
        or, where kernels are still being compiled, as soon as they are there."""
        s = self.state
        s.draws += is_asked
        s.is_settled = False
        rng = np.random.default_rng([self.seed, PROBES, s.draws])
        s.completions = self.by_chance(COMPLETIONS, rng)
        self._hold_query(s.completions)
        s.completion_means = s.completions.copy()
        self.settle_if_ready()

    def settle_if_ready(self) -> None:
        """Let completions that have just begun take their first steps, if kernels are there."""
        with contextlib.suppress(NotReadyError):
            self.settle()

    def settle(self) -> None:
        """Take the first steps of completions that have just begun, the same whenever they are
        taken."""
        s = self.state
        if s.is_settled or not s.query.any():
            return
        if s.completion_kind != "complete":
            self._answer_query()
        else:
            keys = self._settling_keys()
            for number in range(SETTLING):
                self._complete(keys, np.float32(0.0) if 2 * number < SETTLING else MEMORY)
        s.is_settled = True

    def _settling_keys(self) -> Iterator[np.uint64]:
        """The keys that belong to this query, whenever its first steps are taken."""
        base = key_base(self.seed, PROBES, self.state.draws)
        return (np.uint64((base + number) % 2**64) for number in itertools.count())

    def _complete(self, keys: Iterator[np.uint64], memory: np.float32) -> None:
        """Take one Gibbs step of the completions; what was drawn is held."""
        s = self.state
        means = np.empty_like(s.completions)
        self._gibbs(s.completions, means, keys)
        self._hold_query(s.completions)
        self._hold_query(means)
        s.completion_means += (np.float32(1.0) - memory) * (means - s.completion_means)

    def _answer_query(self) -> None:
        """Send the query up and down: once with means, or a few times by chance to free it of
        noise. A pure function of weights and query."""
        s, machine = self.state, self.machine
        start = np.repeat(self.query_states(), COMPLETIONS, axis=0)
        if s.completion_kind == "reconstruct":
            hidden = np.empty((1, s.hidden_biases.size), np.float32)
            self.layers.hidden_means(machine, start[:1], hidden)
            s.completion_means[:] = self.layers.visible_means(machine, hidden)
            s.completions = start
            return
        keys = self._settling_keys()
        for _ in range(CLEANING):
            self._gibbs(start, s.completion_means, keys)
        s.completions = start

    def query_states(self) -> np.ndarray:
        """Return the query as visible states (1, V) float32; what is free has its bias's mean."""
        s, p = self.state, self.parameters
        biases = s.visible_biases.astype(np.float64)
        means = biases if p.is_gaussian else on_alone(biases)
        states = means.astype(np.float32)[None].copy()
        if biases.size > p.pixels:
            states[:, p.pixels :] = 1.0 / (biases.size - p.pixels)
        self._hold_query(states)
        return states

    def _hold_query(self, visible: np.ndarray) -> None:
        """Give the pixels (R, V) that are held their values, in place."""
        s, p = self.state, self.parameters
        held = np.flatnonzero(s.query)
        values = s.query[held].astype(np.float32)
        visible[:, held] = LEVEL * values if p.is_gaussian else values > 0
