"""The Hopfield network: memories are the low points of an energy, recall rolls downhill.

Numbers in kernels/hopfield.py, words in resources/pages/hopfield.md; parameters and state in
hopfield_state.py, what a person does in hopfield_actions.py. The step counts unit updates; a sweep
is N of them under every dynamics (in a synchronous sweep the new values appear at its end).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from kernels import hopfield_batch as batch_kernels
from kernels import words as random_words
from simulator.core import backends, pictures
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.model import Deed, Grain, invariant, readout
from simulator.models.hopfield_costs import check_size
from simulator.models.hopfield_factors import Factors
from simulator.models.hopfield_jobs import HopfieldJobs
from simulator.models.hopfield_learning import learn, learned_from
from simulator.models.hopfield_network import Network
from simulator.models.hopfield_rules import equation_under, equations
from simulator.models.hopfield_snapshot import HopfieldSnapshot
from simulator.models.hopfield_state import TOGETHER, HopfieldParameters, HopfieldState, binary
from simulator.models.hopfield_torch import Elsewhere
from simulator.models.hopfield_verdict import Verdict, judge

SETTLE_SWEEPS = 200
STILL = 1e-4  # graded units that would change by less are at rest
KEEP = np.int8(127)  # in a packed inverse: leave this unit as it is
TRACE_POINTS_A_SWEEP = 16
LARGE = 2**14  # units
DRAWN = {"asynchronous": random_words.shuffle, "glauber": random_words.pick}  # orders by chance


class Hopfield(HopfieldJobs):
    name = "hopfield"
    title = "Hopfield network"
    summary = "Remembers: stored patterns are the low points of an energy; recall rolls downhill."
    equation = r"s_i \leftarrow \mathrm{sgn}\left(\sum_j w_{ij} s_j - \theta_i\right)"
    Parameters = HopfieldParameters
    State = HopfieldState
    default_grain = "sweep"
    grains = (
        Grain("unit", "unit", "One unit looks at its field."),
        Grain("sweep", "sweep", "Every unit once."),
        Grain("settle", "settle", "Until nothing changes, two states alternate, or 200 sweeps."),
    )
    made = ("memories", "names", "cue", "units", "probed")
    backends = ("numba", "torch", "cuda")

    _learned: tuple[Any, ...] | None = None
    _elsewhere: Elsewhere | None = None  # what another back end keeps
    _drawn: tuple[Any, ...] = ()  # what the order was drawn from
    _order = np.empty(0, np.int32)

    @classmethod
    def equation_under(cls, parameters: Any) -> str:
        return equation_under(parameters)

    @classmethod
    def equations(cls) -> Iterable[str]:
        return (cls.equation, *equations())

    # ---- the life of a state ----

    def initial_state(self) -> HopfieldState:
        n = self.parameters.side**2
        blank = np.full(n, -1, np.int8)
        return self._begun(frozen(np.empty((0, n), np.int8)), (), blank, -1, 0)

    def _begun(
        self, memories: np.ndarray, names: tuple[str, ...], cue: np.ndarray, probed: int, draws: int
    ) -> HopfieldState:
        """Return the state of step 0 around what the person made."""
        return HopfieldState(
            step=0,
            units=cue.copy(),
            pending=cue.copy(),
            previous=frozen(cue.copy()),
            words=random_words.seeded(self.seed),
            sweep_words=random_words.seeded(self.seed),
            sums=np.zeros(len(memories)),
            back=np.empty(0),
            energy=0.0,
            largest_rise=0.0,
            position=0,
            sweeps=0,
            age=0,
            flips=0,
            is_cycle=False,
            memories=memories,
            names=names,
            cue=frozen(cue.copy()),
            probed=probed,
            draws=draws,
        )

    def restart(self) -> None:
        s = self.state
        self.state = self._begun(s.memories, s.names, s.cue, s.probed, s.draws)
        self.refresh()

    def rebuild(self, old: HopfieldParameters) -> None:
        s, side = self.state, self.parameters.side
        self.check_size(len(s.memories))

        def fit(pattern: np.ndarray) -> np.ndarray:
            return pictures.resized(binary(pattern).reshape(old.side, old.side), side).ravel()

        memories = np.array([fit(m) for m in s.memories], np.int8).reshape(-1, side**2)
        self.state = self._begun(frozen(memories), s.names, fit(s.cue), s.probed, s.draws)
        self.refresh()

    def refresh(self) -> None:
        s = self.state
        self.clear_cache()
        dtype = np.float64 if self.parameters.is_continuous else np.int8
        if s.units.dtype != dtype or s.cue.dtype != dtype:
            s.units, s.cue = _as_units(s.units, dtype), frozen(_as_units(s.cue, dtype))
            s.position = 0
        self._sum()
        s.largest_rise = 0.0
        s.previous, s.is_cycle = frozen(s.units.copy()), False  # a cycle begins anew
        if s.position == 0 or s.pending.dtype != dtype:
            s.pending = s.units.copy()

    def _sum(self) -> None:
        """Compute the running sums of the present units from nothing."""
        s, network = self.state, self.network
        s.sums, s.back = network.sums(s.units), network.back(s.units)
        s.energy = network.energy(s.units, s.sums, s.back)

    def clear_cache(self) -> None:
        self._memo: dict[str, Any] = {}

    def set(self, name: str, given: Any) -> Deed:
        before, old = self.state.copied(), self.parameters
        try:
            deed = super().set(name, given)
        except Exception:  # what was asked can't be learned, or not yet
            self.place(self.seed, old, before)
            raise
        if name == "dynamics":  # half a sweep of one kind can't end as another
            self.state.position = 0
        if before.units.dtype != self.state.units.dtype and not deed.restarts:
            deed = replace(deed, inverse=self._packed(before, ("units", "cue"), old))
        return deed

    @property
    def network(self) -> Network:
        """What the rule made of the memories: a cache, made again when either changes."""
        memories, p = self.state.memories, self.parameters
        key = learned_from(p), self.seed if p.rule == "unlearning" else 0
        if self._learned is None or self._learned[0] is not memories or self._learned[1] != key:
            self.check_size(len(memories))
            self._learned = (memories, key, learn(memories, p, self.seed))
        self._learned = (*self._learned[:2], self._learned[2].bound(p))
        return self._learned[2]

    def check_size(self, memories: int) -> None:
        """Raise InputError when the rule can't store so many memories."""
        check_size(self.parameters, memories, self.parameters.side**2)

    # ---- time ----

    def advance(self, count: int) -> None:
        if count > 0 and not len(self.state.memories):
            raise InputError(
                "Nothing is stored, so nothing can be recalled: store a drawing first, "
                "or choose a preset such as letters-ten."
            )
        self.clear_cache()
        s = self.state
        while count > 0:
            if s.position == 0:
                self._begin_sweep()
            n = min(count, s.units.size - s.position)
            self._update(n)
            s.position += n
            s.step += n
            count -= n
            if s.position == s.units.size:
                self._end_sweep()

    def _begin_sweep(self) -> None:
        s = self.state
        s.flips = 0
        s.sweep_words = s.words.copy()
        self._drawn = ()
        if self.parameters.dynamics in DRAWN:
            self._draw_order(s.words)

    @property
    def order(self) -> np.ndarray:
        """The units (N,) int32 of this sweep in turn: a cache, drawn again from `sweep_words`."""
        if self._drawn != self._order_key():
            self._draw_order(self.state.sweep_words.copy())
        return self._order

    def _order_key(self) -> tuple[Any, ...]:
        s = self.state
        return self.parameters.dynamics, s.units.size, s.sweep_words.tobytes()

    def _draw_order(self, words: np.ndarray) -> None:
        n, dynamics = self.state.units.size, self.parameters.dynamics
        if self._order.size != n:
            self._order = np.empty(n, np.int32)
        if dynamics in DRAWN:
            DRAWN[dynamics](self._order, words)
        else:
            self._order[:] = np.arange(n, dtype=np.int32)
        self._drawn = self._order_key()

    def _update(self, n: int) -> None:
        s, p, network = self.state, self.parameters, self.network
        temperature = p.temperature_at(s.age)
        if p.dynamics in TOGETHER:
            chance = p.update_probability if p.dynamics == "independent" else 1.0
            if self.backend == "numba":
                network.decide(s, s.pending, self.order, s.position, n, temperature, chance)
            else:
                self._decide_elsewhere(n, temperature, chance)
            return
        flips, rise = network.update(s, self.order, n, temperature)
        s.flips += flips
        if temperature == 0:  # a shaken unit may go uphill
            s.largest_rise = max(s.largest_rise, rise)

    def _decide_elsewhere(self, n: int, temperature: float, chance: float) -> None:
        """Decide about n units from fields that torch computes for the whole sweep at once."""
        if self._elsewhere is None or self._elsewhere.backend != self.backend:
            backends.check(self.backend, self.name, self.backends)
            self._elsewhere = Elsewhere(self.backend)
        s, elsewhere = self.state, self._elsewhere
        felt = elsewhere.felt(self.network, s.units, s.sums)
        self._decide_from(felt, n, temperature, chance)
        if elsewhere.backend != self.backend:  # the device was full
            self.backend, self.notice = elsewhere.backend, elsewhere.notice

    def _decide_from(self, felt: np.ndarray, n: int, temperature: float, chance: float) -> None:
        s, p = self.state, self.parameters
        batch_kernels.decide_from(
            s.units, s.pending, self.order, s.position, n, felt, p.threshold, temperature,
            p.felt_gain, p.rule == "modern", chance, s.words,
        )  # fmt: skip

    def _end_sweep(self) -> None:
        s, p = self.state, self.parameters
        is_still = p.temperature_at(s.age) == 0
        s.position = 0
        s.sweeps += 1
        s.age += 1
        if p.dynamics in TOGETHER:
            old, new = s.units, s.pending.copy()
            s.flips = int((binary(new) != binary(old)).sum())
            s.is_cycle = (
                p.dynamics == "synchronous"
                and is_still
                and s.sweeps > 1
                and bool(_differ(new, old).any())
                and not bool(_differ(new, s.previous).any())
            )
            s.previous, s.units = frozen(old), new
            self._sum()
        elif p.is_continuous or not self.network.is_exact:
            self._sum()  # sums of fractions drift: begin each sweep without

    def begin_at(self, cue: np.ndarray, words: np.ndarray) -> None:
        """Begin another recall: from a cue (N,), with generator words (4,)."""
        s = self.state
        self.state = self._begun(s.memories, s.names, cue, s.probed, s.draws)
        self.state.words = words
        self.refresh()

    def settle(self) -> None:
        """Run one grain `settle`."""
        start = self.step
        while True:
            self.advance(self.steps_to("settle"))
            if self.is_over("settle", start):
                return

    def is_at(self, memory: np.ndarray) -> bool:
        """Whether the units (or their signs) equal a memory (N,)."""
        return bool((binary(self.state.units) == memory).all())

    def steps_to(self, grain: str) -> int:
        if grain == "unit":
            return 1
        return self.state.units.size - self.state.position

    def steps_of(self, grain: str, count: int) -> int | None:
        if grain != "sweep" or count == 0:
            return super().steps_of(grain, count)
        return self.steps_to(grain) + (count - 1) * self.state.units.size

    def is_over(self, grain: str, start: int) -> bool:
        if grain != "settle":
            return True
        sweeps = (self.state.step - start) / self.state.units.size
        return sweeps >= SETTLE_SWEEPS or self.converged()

    def pace(self, grain: str) -> float:
        return 1 if grain == "unit" else self.state.units.size

    def step_before(self, grain: str) -> int:
        s = self.state
        if grain == "unit":
            return max(0, s.step - 1)
        if grain == "settle":
            return 0
        return max(0, s.step - (s.position or s.units.size))

    @property
    def is_finished(self) -> bool:
        return bool(len(self.state.memories)) and self.converged()

    @property
    def trace_period(self) -> int:
        return max(1, self.state.units.size // TRACE_POINTS_A_SWEEP)

    @property
    def check_period(self) -> int:
        """A look costs about as much as a sweep: of large networks one in 20 sweeps."""
        n = self.state.units.size
        return 20 * n if n > LARGE else 1

    # ---- what is derived from a state ----

    def _unstable(self) -> np.ndarray:
        """Which units (N,) an update at T = 0 would change."""
        if "unstable" not in self._memo:
            s = self.state
            self._memo["unstable"] = _differ(self.network.wanted(s), s.units)
        return self._memo["unstable"]

    def _verdict(self) -> Verdict:
        if "verdict" not in self._memo:
            self._memo["verdict"] = judge(self.state, self.network, self.converged())
        return self._memo["verdict"]

    # ---- readouts ----

    @readout("Energy", help="E = −½ Σ w_ij s_i s_j + Σ θ s_i", is_traced=True)
    def energy(self) -> float:
        return float(self.state.energy) + 0.0  # −0 is 0

    @readout("Overlaps", help="m = (1/N) Σ ξ_i s_i with each memory", is_traced=True)
    def overlaps(self) -> list[float]:
        return (self.state.overlaps / self.state.units.size).tolist()

    @readout("Verdict", help="What the network has come to.")
    def verdict(self) -> str:
        return str(self._verdict())

    @readout("Recalled", help="The memory recalled exactly, or none.")
    def recalled(self) -> int | None:
        return self._verdict().recalled

    @readout("Unstable units", "units", "Units that an update would change at T = 0.")
    def unstable_units(self) -> int:
        return int(self._unstable().sum())

    @readout("Flips", "units", "Units changed in this sweep.")
    def flips(self) -> int:
        return int(self.state.flips)

    @readout("Loading K/N", help="Memories for each unit.")
    def loading(self) -> float:
        return len(self.state.memories) / self.state.units.size

    @readout("Sweeps", "sweeps", "Whole sweeps since step 0.")
    def sweeps(self) -> int:
        return int(self.state.sweeps)

    @readout("Converged", help="At a fixed point or in a two-state cycle (at T = 0).")
    def converged(self) -> bool:
        if self.parameters.temperature_at(self.state.age) > 0:
            return False
        return bool(self.state.is_cycle or not self._unstable().any())

    @readout("Temperature now", help="What cooling has left of the temperature; else none.")
    def temperature_now(self) -> float | None:
        p = self.parameters
        return p.temperature_at(self.state.age) if p.is_cooling else None

    @readout("Least stability", help="Of all units and memories, min ξ h/|w|; the aim is κ.")
    def least_stability(self) -> float | None:
        stability = getattr(self.network, "stability", None)
        return None if stability is None or not len(self.state.memories) else float(stability.min())

    # ---- invariants ----

    @invariant("Energy never rises", "1e-9 in one update")
    def energy_never_rises(self) -> bool | None:
        p, s = self.parameters, self.state
        if p.dynamics in TOGETHER or p.temperature_at(s.age) > 0 or not len(s.memories):
            return None
        network = self.network
        if not network.is_downhill or not (network.is_convex or s.cue.all()):
            return None
        rounding = 8 * float(np.spacing(abs(s.energy)))  # a rise may be a difference of energies
        return bool(s.largest_rise <= 1e-9 + rounding)

    @invariant("Weights are symmetric", "1e-9")
    def weights_symmetric(self) -> bool | None:
        network = self.network
        if not isinstance(network, Factors) or not network.is_symmetric or not network.stored:
            return None
        return network.has_equal_weights(1e-9)

    @invariant("Energy shown equals its formula", "1e-6 of its size")
    def energy_exact(self) -> bool | None:
        if not len(self.state.memories):
            return None
        s = self.state
        exact = self.network.energy_by_definition(s.units)
        return bool(abs(s.energy - exact) <= 1e-6 * max(1.0, abs(exact)))

    # ---- for views and files ----

    def snapshot(self) -> HopfieldSnapshot:
        unstable = self._unstable()
        s = self.state
        last = s.position - 1 if s.position else s.units.size - 1
        updated = int(self.order[last]) if s.step else -1
        return HopfieldSnapshot.take(
            s, self.parameters, self.network, unstable, self._verdict(), updated
        )

    def inverse_arrays(self, before: HopfieldState, names: Iterable[str]) -> dict[str, Any]:
        """Units: only those the action changed, so that undoing it later keeps what ran since."""
        values = super().inverse_arrays(before, names)
        if "units" in values and before.units.shape == self.state.units.shape:
            values["units"] = np.where(self.state.units == before.units, KEEP, before.units)
        return values

    def put_back(self, arrays: dict[str, np.ndarray], words: dict, parameters: Any) -> None:
        old, s = self.parameters, self.state
        if "units" in arrays and arrays["units"].shape == s.units.shape:
            arrays["units"] = np.where(arrays["units"] == KEEP, s.units, arrays["units"])
        values = {**{name: getattr(s, name) for name in self.made}, **arrays, **words}
        n = parameters.side**2
        memories, names = values["memories"], tuple(str(x) for x in values["names"])
        in_range = (
            all(
                values[k].dtype in (np.int8, np.float64)
                and ((values[k] >= -1) & (values[k] <= 1)).all()
                for k in ("memories", "cue", "units")
            )
            and memories.dtype == np.int8
            and bool(memories.all())
            and -1 <= int(values["probed"]) < len(memories)
        )
        shapes_fit = memories.ndim == 2 and memories.shape[1] == n and len(names) == len(memories)
        if not (in_range and shapes_fit) or any(values[k].shape != (n,) for k in ("cue", "units")):
            raise InputError(
                "What is to be put back does not fit the network; nothing was changed."
            )
        self.parameters = parameters
        if parameters.side != old.side:
            self.state = self._begun(frozen(memories), names, values["cue"], -1, s.draws)
        s = self.state
        if "memories" in arrays:
            s.memories = frozen(memories)
        s.names, s.probed = names, int(values["probed"])
        s.cue, s.units, s.position = frozen(values["cue"].copy()), values["units"].copy(), 0
        self.refresh()

    @classmethod
    def checked(cls, arrays: dict[str, np.ndarray], parameters: Any) -> HopfieldState:
        from simulator.models.hopfield_checks import checked_state

        return checked_state(HopfieldState, arrays, parameters)

    @classmethod
    def warm_up(cls) -> None:
        from simulator.models.hopfield_warmup import call_every_kernel

        call_every_kernel(cls)


def _as_units(units: np.ndarray, dtype: Any) -> np.ndarray:
    """Return units as two-valued (their signs) or as fractions."""
    return binary(units) if dtype == np.int8 else units.astype(np.float64)


def _differ(new: np.ndarray, old: np.ndarray) -> np.ndarray:
    """Which units (N,) are not the same; of fractions, by more than a person could see."""
    if new.dtype == np.int8:
        return new != old
    return np.abs(new - old) > STILL
