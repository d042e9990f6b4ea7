"""What is read off a Boltzmann machine: numbers of its state, of its past, and exact ones."""

from dataclasses import replace
from typing import Any

import numpy as np

from kernels.jit import NotReadyError
from simulator.core.model import invariant, readout
from simulator.models.boltzmann_balance import flows
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_exact import Exact
from simulator.models.boltzmann_learning import BoltzmannLearning
from simulator.models.boltzmann_phases import divergence
from simulator.models.boltzmann_problems import Problem
from simulator.models.boltzmann_series import Equilibrium, integrated_autocorrelation, judge
from simulator.models.boltzmann_state import MOST_COUNTED, RECENT

PAIRS_LOOKED_AT = 20  # transitions whose balance is looked at
LONG = RECENT / 200  # sweeps: a time that the recent ones may be too few for
RESOLVED = 1.0  # points of the course: a shorter time is lost between two of them
MOST_LOOKED_UP = 2**16  # states that are compared with samples before equilibrium is said
FAR, NEAR = 3.0, 0.02  # how much larger than by chance, and by how much, that may be
FEWEST = 16  # sweeps before an autocorrelation time is said


class BoltzmannReadouts(BoltzmannLearning):
    """The readouts and invariants of `Boltzmann`, and the caches they share."""

    _memo: dict[str, Any]
    _states: tuple[tuple[Any, ...], Exact] | None = None
    _gap: tuple[tuple[Any, ...], float] | None = None

    @property
    def problem_now(self) -> Problem | None:
        """The problem that is being solved, or None."""
        raise NotImplementedError

    # ---- caches ----

    @property
    def dense(self) -> Dense:
        """The machine with its couplings as a table; for small ones."""
        machine = self.machine
        return machine.as_dense() if machine.is_grid else machine  # type: ignore[union-attr,return-value]

    @property
    def is_small(self) -> bool:
        """Whether all states of the free units can be visited."""
        return self.free.size <= MOST_COUNTED

    @property
    def exact(self) -> Exact | None:
        """All states at the present temperature; None of too many, or while kernels are missing."""
        p, s = self.parameters, self.state
        if not self.is_small or p.n > 4 * MOST_COUNTED:
            return None
        held = np.zeros(p.n, bool) if p.is_learning else s.held
        key = (self.machine, held.tobytes(), np.where(held, s.cue, 0).tobytes())
        if self._states is None or self._states[0] != key:
            try:
                self._states = key, Exact.of(self.dense, s.cue, held, self.temperature_now)
            except NotReadyError:  # many states, while the kernels are still being compiled
                return None
        if self._states[1].temperature != self.temperature_now:
            self._states = key, self._states[1].at(self.temperature_now)
        states = self._states[1]
        assert states.p.size  # found here, so that no view has to wait for it
        return states

    def equilibrium_now(self) -> Equilibrium | None:
        """What the courses of the chains say; None while nothing is judged."""
        p, s = self.parameters, self.state
        points = int(s.progress[1])
        if p.is_learning or points < 2:
            return None
        if "equilibrium" not in self._memo:
            chains = slice(0, 1) if p.is_exchanging else slice(None)
            energies, means = s.course[:, chains, :points]
            verdict = judge(energies, means, int(s.progress[2]))
            self._memo["equilibrium"] = self._looked_up(verdict) if verdict.is_reached else verdict
        return self._memo["equilibrium"]

    def _looked_up(self, verdict: Equilibrium) -> Equilibrium:
        """Where all states are known, agreeing chains must also have met each as often as it asks:
        energies alone can't tell the two readings of a Necker cube apart."""
        counts = self.state.counts
        if self._compared() is None or counts.size > MOST_LOOKED_UP or self.exact is None:
            return verdict
        away, chance = self.exact.variation_of_frequent(counts, max(1.0, verdict.effective))
        if away <= FAR * chance + NEAR:
            return verdict
        share = f"{100 * away:.0f} % of the samples"
        why = f"the energies agree, but {share} lie in other states than they should"
        return replace(verdict, is_reached=False, since=None, why=why)

    def autocorrelation(self) -> tuple[float, float] | None:
        """Return the integrated autocorrelation time of the energy and its error, in sweeps."""
        s = self.state
        counted = int(s.progress[0])
        if counted < FEWEST or self.parameters.is_learning:
            return None
        if "tau" not in self._memo:
            ring = s.recent[0]
            series = ring[:counted] if counted <= RECENT else np.roll(ring, -(counted % RECENT))
            tau = integrated_autocorrelation(series)
            if counted > RECENT and tau[0] > LONG:  # the whole course, more coarsely
                course = s.course[0, 0, : int(s.progress[1])]
                stride = int(s.progress[2])
                coarse, error = integrated_autocorrelation(course)
                if coarse >= RESOLVED:
                    tau = max(tau, (stride * coarse, stride * error))
            self._memo["tau"] = tau
        return self._memo["tau"]

    def _moment(self, k: int) -> float | None:
        """Return the mean of the k-th moment over the later sweeps since the last change."""
        total = self.state.moments.sum(axis=0)
        return float(total[k] / total[0]) if total[0] else None

    # ---- of the state ----

    @readout("Energy", help="E = −½ Σ w_ij s_i s_j − Σ b_i s_i of the first chain.", is_traced=True)
    def energy(self) -> float:
        return float(self.state.energies[0]) + 0.0

    @readout("Temperature", help="T now: of the schedule, or the constant one.", is_traced=True)
    def temperature(self) -> float:
        return float(self.temperature_now)

    @readout("Acceptance", "", "Share of the updates in the last sweep that changed a unit.",
             is_traced=True)  # fmt: skip
    def acceptance(self) -> float:
        return float(self.state.acceptance)

    @readout("Mean unit", help="The mean of all units now: the magnetization of spins.",
             is_traced=True)  # fmt: skip
    def magnetization(self) -> float:
        s, p = self.state, self.parameters
        total = s.sums[0, 1] if p.is_grid else s.units[0].sum(dtype=np.int64)
        return float(total / p.n)

    @readout("Best energy", help="The lowest of all chains so far.", is_traced=True)
    def best_energy(self) -> float:
        return float(self.state.best_energy[0]) + 0.0

    @readout("Solution", help="What the best state means for the problem.")
    def solution(self) -> str | None:
        problem = self.problem_now
        return problem.said(problem.cost(self.state.best)) if problem else None

    @readout("Restored", "%", "Share of the picture that is as it was without noise.")
    def restored(self) -> float | None:
        s = self.state
        if not s.drawing.size:
            return None
        return 100.0 * float((s.units[0] == s.drawing).mean())

    @readout("Sweeps", "sweeps", "Whole sweeps since step 0.")
    def sweeps(self) -> int:
        return int(self.state.sweeps)

    @readout("Cycles", "cycles", "Changes of the weights since step 0.")
    def cycles(self) -> int | None:
        return int(self.state.cycles) if self.parameters.is_learning else None

    @readout("Unit updates", "updates", "Decisions of a unit since step 0, in all chains.")
    def unit_updates(self) -> int:
        return int(self.state.spent)

    # ---- of what was counted ----

    @readout("Mean activations", help="How often each unit was on, since weights, temperature or "
             "held units last changed.")  # fmt: skip
    def mean_activations(self) -> list[float] | None:
        s, p = self.state, self.parameters
        total = int(s.progress[0]) * (1 if p.is_exchanging else p.chains)
        return (s.on / total).tolist() if total and s.on.size and not p.is_learning else None

    @readout("Energy per spin", help="Its mean over the later sweeps since the last change.")
    def energy_per_spin(self) -> float | None:
        if self.parameters.network == "general":
            return None
        mean = self._moment(1)
        return float(self.state.energies[0]) / self.parameters.n if mean is None else mean

    @readout("Specific heat", help="N (⟨e²⟩ − ⟨e⟩²)/T² of a spin, over those sweeps.")
    def specific_heat(self) -> float | None:
        e, square, t = self._moment(1), self._moment(2), self.temperature_now
        if not self.parameters.is_grid or e is None or square is None or t == 0:
            return None
        return self.parameters.n * max(0.0, square - e * e) / t**2

    @readout("Susceptibility", help="N (⟨m²⟩ − ⟨|m|⟩²)/T of a spin, over those sweeps.")
    def susceptibility(self) -> float | None:
        m, square, t = self._moment(3), self._moment(4), self.temperature_now
        if not self.parameters.is_grid or m is None or square is None or t == 0:
            return None
        return self.parameters.n * max(0.0, square - m * m) / t

    @readout("Autocorrelation time", "sweeps", "How long the energy remembers, τ.")
    def autocorrelation_time(self) -> float | None:
        both = self.autocorrelation()
        return both[0] if both and np.isfinite(both[0]) else None

    @readout("R-hat", help="How far the chains differ: 1 where they can't be told apart.")
    def r_hat(self) -> float | None:
        now = self.equilibrium_now()
        return now.r_hat if now and np.isfinite(now.r_hat) else None

    @readout("Equilibrium", help="Whether the chains have come to equilibrium, and why.")
    def equilibrium(self) -> str:
        p = self.parameters
        if p.is_learning:
            return "not asked: the weights are learning"
        if p.is_annealing and not self.is_annealed:
            return "not yet: the temperature is changing"
        now = self.equilibrium_now()
        return now.why if now else "not yet: nothing was counted since the last change"

    # ---- exact ----

    @readout("Z", help="The partition function Σ exp(−E/T) over all states.")
    def partition(self) -> float | None:
        return self.exact.z if self.exact else None

    @readout("ln Z", help="Its natural logarithm.")
    def log_partition(self) -> float | None:
        return self.exact.log_z if self.exact else None

    @readout("Entropy", "nats", "−Σ p ln p of the exact distribution.")
    def entropy(self) -> float | None:
        return self.exact.entropy if self.exact else None

    @readout("Free energy", help="−T ln Z = ⟨E⟩ − T·entropy.")
    def free_energy(self) -> float | None:
        return float(self.exact.free_energy) if self.exact else None

    @readout("KL from exact", "nats", "How far the states counted since the last change are "
             "from the exact distribution.", is_traced=True)  # fmt: skip
    def kl_exact(self) -> float | None:
        both = self._compared()
        return both[0] if both else None

    @readout("Total variation", help="½ Σ |sampled − exact| over those states.", is_traced=True)
    def total_variation(self) -> float | None:
        both = self._compared()
        return both[1] if both else None

    def _compared(self) -> tuple[float, float] | None:
        """KL and total variation of what was counted, or None."""
        s = self.state
        if self.parameters.is_learning or not s.counts.size or not s.progress[0]:
            return None
        if s.felt != self.temperature_now or self.exact is None:
            return None
        if "compared" not in self._memo:
            self._memo["compared"] = self.exact.compared(s.counts)
        return self._memo["compared"]

    @readout("Divergence G", "nats", "KL(P⁺‖P⁻) of data and free machine, exact.", is_traced=True)
    def divergence(self) -> float | None:
        data, p = self.data_set, self.parameters
        if data is None or p.n > MOST_COUNTED:
            return None
        temperature = self.learning_temperature
        key = (self.machine, data.name, len(data.patterns), temperature)
        if self._gap is None or self._gap[0] != key:
            gap = divergence(self.dense, data, p.visible, temperature)
            self._gap = key, gap
        return self._gap[1]

    # ---- invariants ----

    @invariant("ΔE = E(off) − E(on)", "1e-6 of its size")
    def gap_exact(self) -> bool | None:
        s, p = self.state, self.parameters
        if p.n > 2**17:
            return None
        rng = np.random.default_rng([self.seed, s.step])
        machine, unit = self.machine, int(rng.integers(p.n))
        on, off = s.units[0].copy(), s.units[0].copy()
        on[unit], off[unit] = 1, p.low
        difference = machine.energy_of(off) - machine.energy_of(on)
        gap = (1 - p.low) * machine.field_of(s.units[0], unit)
        return bool(abs(gap - difference) <= 1e-6 * max(1.0, abs(machine.energy_of(on))))

    @invariant("Energy shown equals its formula", "1e-6 of its size")
    def energy_exact(self) -> bool | None:
        s = self.state
        exact = self.machine.energy_of(s.units[0])
        return bool(abs(s.energies[0] - exact) <= 1e-6 * max(1.0, abs(exact)))

    @invariant("Held units never move")
    def held_stay(self) -> bool | None:
        s, p = self.state, self.parameters
        if p.is_learning:
            return self._pattern_is_held()
        if not s.held.any():
            return None
        return bool((s.units[:, s.held] == s.cue[s.held]).all())

    def _pattern_is_held(self) -> bool | None:
        """In the positive phase the visible units are the pattern."""
        s, p, data = self.state, self.parameters, self.data_set
        if data is None or not s.tick or p.noise > 0:
            return None
        place = self.place_in_cycle()
        if place.phase or not place.inside:
            return None
        pattern = data.patterns[s.shown[place.pattern]]
        return bool((s.units[:, : p.visible] == pattern).all())

    @invariant("Probabilities sum to 1", "1e-9")
    def normalised(self) -> bool | None:
        return bool(abs(self.exact.p.sum() - 1.0) <= 1e-9) if self.exact else None

    @invariant("Detailed balance", "1e-9 of a flow")
    def detailed_balance(self) -> bool | None:
        """p(a) p(a → b) = p(b) p(b → a) for some states and units by chance."""
        if not self.exact or self.temperature_now == 0 or not self.exact.free.size:
            return None
        rng = np.random.default_rng([self.seed, self.state.step, 1])
        is_metropolis = self._used_sampler == "metropolis"
        there, back = flows(self.exact, is_metropolis, PAIRS_LOOKED_AT, rng)
        return bool((np.abs(there - back) <= 1e-9 * np.maximum(there, back) + 1e-300).all())
