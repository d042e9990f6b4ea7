"""How a restricted Boltzmann machine learns: a batch in three phases.

    0 positive (wake)    a batch holds the visible units; the hidden ones answer: ⟨v h⟩ of the data
    1 negative (sleep)   the machine is left to itself: ⟨v h⟩ of the machine
    2 update             ΔW = ε(⟨v h⟩_data − ⟨v h⟩_machine − λW) + momentum of the last ΔW

What the negative phase is taken from is `learning`: k Gibbs steps away from the batch (Hinton
2002), persistent chains (Younes 1989; Tieleman 2008), such chains at several temperatures that
exchange states (Desjardins et al. 2010), all states, or, without any sampling, the ratios of ratio
matching (Hyvärinen 2007). Random numbers are hashed from keys that are counted, so that a state
holds no generator.
"""

import math

import numpy as np

from kernels import rbm as kernels
from kernels import rbm_exact, rbm_layers, rbm_ratio
from simulator.core.errors import InputError
from simulator.models.rbm_data import RbmData
from simulator.models.rbm_probes import RbmProbes

SUMMING = ("exact", "ratio-matching")  # learning that draws no patterns of its own
TRAINING = 2  # number of the stream of chance that training draws from
DECAY = 0.1  # share of a batch in the running use of the hidden units
FARTHEST = 1e34  # of a weight, so that float32 holds sums over a layer
FEWEST, MOST = 0.001, 0.999  # probability with which a pixel may begin to be on


class RbmLearning(RbmProbes, RbmData):
    """Steps: one phase each."""

    _change: np.ndarray | None = None  # a place for gradients: no part of the state

    def measure_if_due(self) -> None:
        """Measure, if enough updates have passed."""
        raise NotImplementedError

    # ---- chance ----

    def next_key(self) -> np.uint64:
        """Return the next key of training's random numbers."""
        self.state.drawn_keys += 1
        return np.uint64((self._key_base(TRAINING) + self.state.drawn_keys) % 2**64)

    def _next_keys(self, *shape: int) -> np.ndarray:
        """Return the next keys, an array of that shape."""
        keys = [self.next_key() for _ in range(math.prod(shape))]
        return np.array(keys, np.uint64).reshape(shape)

    # ---- phases ----

    def take_phase(self) -> None:
        """Take one step."""
        s = self.state
        (self._positive, self._negative, self._update)[s.phase]()
        s.phase = (s.phase + 1) % 3
        s.step += 1

    def _positive(self) -> None:
        s = self.state
        self.parameters.check(s.visible_biases.size)
        if not s.is_begun:
            self._begin()
        if s.position >= self.trained_on:  # patterns were taken away meanwhile
            s.position, s.epoch = 0, s.epoch + 1
        rows = self.rows_of_batch()
        s.rows = rows.size
        v, h = s.visible_biases.size, s.hidden_biases.size
        if s.visible.shape != (s.rows, v):
            s.visible = np.empty((s.rows, v), np.float32)
            s.hidden = np.empty((s.rows, h), np.float32)
        self.patterns(rows, self.next_key(), s.visible)
        self.layers.hidden_means(self.machine, s.visible, s.hidden)
        mean = rbm_layers.mean_over(s.hidden)
        # also from before, for a batch may be one pattern
        apart = np.maximum(s.hidden.max(axis=0), s.use) - np.minimum(s.hidden.min(axis=0), s.use)
        share = np.float32(1.0 if s.updates == 0 else DECAY)
        s.use += share * (mean - s.use)
        s.spread += share * (apart - s.spread)

    def _begin(self) -> None:
        """Let each visible unit's bias alone explain how often it is on: strokes, not the mean
        picture, are then what is left for the hidden units (Hinton 2012, section 8.1)."""
        s, p = self.state, self.parameters
        d, means = p.pixels, self.data_means()  # raises before anything changes
        s.is_begun = True
        if s.made_weights.size:
            return
        biases = np.log(np.clip(means, FEWEST, MOST) / (1.0 - np.clip(means, FEWEST, MOST)))
        biases[d:] = np.log(np.clip(means[d:], FEWEST, MOST))
        if p.is_gaussian:
            biases[:d] = means[:d]
        s.visible_biases = biases.astype(np.float32)
        self.seed_particles()
        self.seed_fantasies(is_asked=False)

    def _negative(self) -> None:
        s, p = self.state, self.parameters
        if p.learning in SUMMING:
            s.model_visible, s.model_hidden = s.model_visible[:0], s.model_hidden[:0]
            if p.learning == "exact":
                s.expected = rbm_exact.expectations(self.machine)
            else:
                s.expected = rbm_ratio.gradient(self.machine, s.visible)
        else:
            s.expected = np.zeros((0, 0))
            self._run_particles() if p.is_persistent else self._diverge()
        if p.is_gaussian:
            self._check_finite()

    def _diverge(self) -> None:
        """Take k Gibbs steps away from the batch."""
        s, p = self.state, self.parameters
        hidden = self._on(s.hidden)
        keys = self._next_keys(2 * (p.k if p.learns else 1) - 1)
        if s.model_visible.shape != s.visible.shape:
            s.model_visible, s.model_hidden = np.empty_like(s.visible), np.empty_like(s.hidden)
        self.layers.diverge(self.machine, hidden, keys, s.model_visible, s.model_hidden)

    def _on(self, means: np.ndarray) -> np.ndarray:
        """Return hidden states drawn with their means (R, H)."""
        on = np.empty_like(means)
        rows = np.arange(len(means))
        kernels.take_rows(means, rows, rbm_layers.ONE, kernels.STOCHASTIC, self.next_key(), on)
        return on

    def _run_particles(self) -> None:
        """Let the persistent chains take k Gibbs steps; those at β = 1 are the machine's own."""
        s, p = self.state, self.parameters
        self.fit_particles()
        betas, machine, layers = self.betas, self.machine, self.layers
        levels, (chains, h) = betas.size, (s.particles.shape[1], s.hidden_biases.size)
        s.exchanges = 0
        if levels == 1:
            layers.gibbs(machine, s.particles, self._next_keys(p.k, 1, 2))
        else:
            hidden = np.empty((levels, chains, h), np.float32)
            for _ in range(p.k):
                keys = self._next_keys(1, levels, 2)
                layers.gibbs(machine, s.particles, keys, betas, hidden=hidden)
                s.exchanges += self._exchange(hidden)
        s.model_visible = s.particles[0].copy()
        s.model_hidden = np.empty((chains, h), np.float32)
        layers.hidden_means(machine, s.model_visible, s.model_hidden)

    @property
    def betas(self) -> np.ndarray:
        """Inverse temperatures (L,) float32 of the persistent chains, 1 first."""
        return np.linspace(1.0, 0.0, self.parameters.levels, dtype=np.float32)

    def _exchange(self, hidden: np.ndarray) -> int:
        """Exchange the states of neighbouring temperatures, as their energies allow; returns how
        many were. `hidden` (L, C, H) belongs to the particles."""
        s, betas = self.state, self.betas
        energies = np.stack([self._coupled(v, h) for v, h in zip(s.particles, hidden, strict=True)])
        rng = np.random.default_rng([self.seed, TRAINING, int(self.next_key())])
        count = 0
        for first in (0, 1):
            for k in range(first, len(betas) - 1, 2):
                gain = (betas[k] - betas[k + 1]) * (energies[k] - energies[k + 1])
                swap = np.log(rng.random(gain.size)) < gain
                for values in (s.particles, hidden, energies):
                    values[k, swap], values[k + 1, swap] = values[k + 1, swap], values[k, swap]
                count += int(swap.sum())
        return count

    def _coupled(self, visible: np.ndarray, hidden: np.ndarray) -> np.ndarray:
        """Return what the temperature multiplies in the energy, (C,): of Gaussian units all but
        ½|v − b|²."""
        machine = self.machine
        energies = rbm_layers.joint_energies(machine, visible, hidden)
        if self.parameters.is_gaussian:
            d = machine.pixels
            away = visible[:, :d] - machine.visible_biases[:d]
            energies = energies - 0.5 * np.einsum("ri,ri->r", away, away, dtype=np.float64)
        return energies

    # ---- the update ----

    def _update(self) -> None:
        s, p = self.state, self.parameters
        trained_on = self.trained_on  # raises before anything changes, if all were taken away
        if p.learns:
            self._learn()
        s.updates += 1
        s.position += s.rows
        if s.position >= trained_on:
            s.position, s.epoch = 0, s.epoch + 1
        if s.updates % p.fantasy_period == 0:
            self.move_probes()
        self.clear_cache()
        self.measure_if_due()

    def _learn(self) -> None:
        s, p = self.state, self.parameters
        change, outer, inner = self._gradient()
        if p.sparsity_target > 0.0:
            self._make_sparse(change, inner)
        if p.is_gaussian:
            self._check_change(change, outer, inner)
        rate, momentum = np.float32(self.rate_now), np.float32(p.momentum)
        kernels.step(s.weights, s.velocity, change, rate, momentum, np.float32(p.weight_decay))
        s.visible_velocity *= momentum
        s.visible_velocity += rate * outer.astype(np.float32)
        s.hidden_velocity *= momentum
        s.hidden_velocity += rate * inner.astype(np.float32)
        s.visible_biases += s.visible_velocity
        s.hidden_biases += s.hidden_velocity

    def _gradient(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the gradients of weights (V, H), visible (V,) and hidden biases (H,).

        What the negative phase left tells which they are: `learning` may be another by now.
        """
        s = self.state
        rows, g = np.float32(s.rows), s.expected.astype(np.float32)
        if g.size and g[-1, -1] == 0.0:  # the corner of expectations is 1
            return np.ascontiguousarray(g[:-1, :-1]), g[:-1, -1], g[-1, :-1]
        mean = rbm_layers.mean_over
        outer, inner = mean(s.visible), mean(s.hidden)
        if g.size:
            change = s.visible.T @ (s.hidden / rows) - g[:-1, :-1]
            return change, outer - g[:-1, -1], inner - g[-1, :-1]
        if self._change is None or self._change.shape != s.weights.shape:
            self._change = np.empty_like(s.weights)
        layers = (s.visible, s.hidden, s.model_visible, s.model_hidden)
        change = self.layers.correlation(*layers, self._change)
        return change, outer - mean(s.model_visible), inner - mean(s.model_hidden)

    def _make_sparse(self, change: np.ndarray, inner: np.ndarray) -> None:
        """Add, in place, the gradient of the cross entropy between how often hidden units are on
        and how often they should be (Lee et al. 2008; Hinton 2012, section 11)."""
        s, p = self.state, self.parameters
        lack = np.float32(p.sparsity_cost) * (np.float32(p.sparsity_target) - s.use)
        inner += lack
        change += np.outer(rbm_layers.mean_over(s.visible), lack)

    @property
    def rate_now(self) -> float:
        """The learning rate of the present update."""
        p = self.parameters
        if p.rate_schedule == "constant":
            return p.learning_rate
        t = self.epochs_done / p.schedule_epochs
        if p.rate_schedule == "linear":
            return p.learning_rate * max(0.0, 1.0 - t)
        return p.learning_rate * (0.1**t if p.rate_schedule == "exponential" else 1.0 / (1.0 + t))

    @property
    def epochs_done(self) -> float:
        """Epochs since step 0, with a fraction."""
        s = self.state
        return s.epoch + (s.position / self.trained_on if s.position else 0.0)

    def _check_finite(self) -> None:
        """Raise InputError, before any weight has changed, where a Gaussian unit has run away."""
        s = self.state
        for name, values in (
            ("reconstructed visible units v⁻", s.model_visible),
            ("answers p(h | v⁻) of the hidden units", s.model_hidden),
            ("gradient's expectations", s.expected),
        ):
            if not np.isfinite(values).all():
                raise self._ran_away(name)

    def _check_change(self, *gradients: np.ndarray) -> None:
        """The same of weights and biases that layers could not be summed with."""
        s, rate = self.state, float(self.rate_now)
        last = (s.velocity, s.visible_velocity, s.hidden_velocity)
        now = (s.weights, s.visible_biases, s.hidden_biases)
        reach = rate * max(float(np.abs(g).max()) for g in gradients)
        reach += max(float(np.abs(a).max()) for a in (*last, *now))
        if not reach < FARTHEST:
            raise self._ran_away("sums over the new weights")

    def _ran_away(self, name: str) -> InputError:
        return InputError(
            f"Learning stopped in update {self.state.updates + 1}: the {name} are no finite "
            f"numbers any more. The learning rate {self.rate_now:g} is too high for Gaussian "
            "units; step back, and take a tenth of it."
        )
