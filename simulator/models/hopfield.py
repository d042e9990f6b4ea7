"""The Hopfield network: memories are the low points of an energy, recall rolls downhill.

Numbers in kernels/hopfield.py, words in resources/pages/hopfield.md; parameters and state in
hopfield_state.py, what a person does in hopfield_actions.py. The step counts unit updates; a sweep
is N of them under every dynamics (in a synchronous sweep the new values appear at its end).
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from kernels import hopfield as kernels
from kernels import words as random_words
from simulator.core import pictures
from simulator.core.errors import InputError
from simulator.core.job import Work, job
from simulator.core.model import Deed, Grain, invariant, readout
from simulator.models.hopfield_actions import HopfieldActions
from simulator.models.hopfield_basins import basins_of
from simulator.models.hopfield_factors import Factors
from simulator.models.hopfield_snapshot import HopfieldSnapshot, Verdict, judge
from simulator.models.hopfield_state import HopfieldParameters, HopfieldState, frozen

SETTLE_SWEEPS = 200
KEEP = np.int8(127)  # in a packed inverse: leave this unit as it is
TRACE_POINTS_A_SWEEP = 16


class Hopfield(HopfieldActions):
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

    _learned: tuple[np.ndarray, str, Factors] | None = None

    # ---- the life of a state ----

    def initial_state(self) -> HopfieldState:
        n = self.parameters.side**2
        blank = np.full(n, -1, np.int8)
        return self._begun(frozen(np.empty((0, n), np.int8)), (), blank, -1, 0)

    def _begun(
        self, memories: np.ndarray, names: tuple[str, ...], cue: np.ndarray, probed: int, draws: int
    ) -> HopfieldState:
        """Return the state of step 0 around what the person made."""
        n = cue.size
        return HopfieldState(
            step=0,
            units=cue.copy(),
            pending=cue.copy(),
            previous=cue.copy(),
            order=np.arange(n, dtype=np.int32),
            words=random_words.seeded(self.seed),
            overlaps=np.zeros(len(memories)),
            energy=0.0,
            largest_rise=0.0,
            position=0,
            sweeps=0,
            flips=0,
            is_cycle=False,
            memories=memories,
            names=names,
            cue=cue.copy(),
            probed=probed,
            draws=draws,
        )

    def restart(self) -> None:
        s = self.state
        self.state = self._begun(s.memories, s.names, s.cue, s.probed, s.draws)
        self.refresh()

    def rebuild(self, old: HopfieldParameters) -> None:
        s, side = self.state, self.parameters.side
        Factors.check_size(len(s.memories), side**2)

        def fit(pattern: np.ndarray) -> np.ndarray:
            return pictures.resized(pattern.reshape(old.side, old.side), side).ravel()

        memories = np.array([fit(m) for m in s.memories], np.int8).reshape(-1, side**2)
        self.state = self._begun(frozen(memories), s.names, fit(s.cue), s.probed, s.draws)
        self.refresh()

    def refresh(self) -> None:
        s = self.state
        self.clear_cache()
        s.overlaps = self.factors.memories.T @ s.units.astype(np.float64)  # exact: integers
        s.energy = self._energy_of(s.units)
        s.largest_rise = 0.0
        s.previous, s.is_cycle = s.units.copy(), False  # a cycle begins anew
        if s.position == 0:
            s.pending = s.units.copy()

    def clear_cache(self) -> None:
        self._memo: dict[str, Any] = {}

    def set(self, name: str, given: Any) -> Deed:
        deed = super().set(name, given)
        if name == "dynamics":  # half a sweep of one kind can't end as another
            self.state.position = 0
        return deed

    @property
    def factors(self) -> Factors:
        """The weights' factors: a cache, made again when memories or rule change."""
        memories, rule = self.state.memories, self.parameters.rule
        if self._learned is None or self._learned[0] is not memories or self._learned[1] != rule:
            self._learned = (memories, rule, Factors.learn(memories, rule))
        return self._learned[2]

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
        if self.parameters.dynamics == "asynchronous":
            random_words.shuffle(s.order, s.words)
        else:
            s.order[:] = np.arange(s.order.size, dtype=np.int32)

    def _update(self, n: int) -> None:
        s, p, f = self.state, self.parameters, self.factors
        own = float(p.own_connections)
        if p.dynamics == "synchronous":
            kernels.decide_together(
                s.units, s.pending, s.order, s.position, n, f.left, f.diagonal, own,
                p.threshold, p.temperature, s.overlaps, s.words,
            )  # fmt: skip
            return
        flips, s.energy, rise = kernels.update_in_turn(
            s.units, s.order, s.position, n, f.memories, f.left, f.diagonal, own,
            p.threshold, p.temperature, s.overlaps, s.words, s.energy,
        )  # fmt: skip
        s.flips += flips
        s.largest_rise = max(s.largest_rise, rise)

    def _end_sweep(self) -> None:
        s = self.state
        s.position = 0
        s.sweeps += 1
        if self.parameters.dynamics == "synchronous":
            new, old = s.pending.copy(), s.units
            s.flips = int((new != old).sum())
            s.is_cycle = (
                self.parameters.temperature == 0
                and s.sweeps > 1
                and s.flips > 0
                and bool((new == s.previous).all())
            )
            s.previous = old
            s.units = new
            s.overlaps = self.factors.memories.T @ new.astype(np.float64)
            s.energy = self._energy_of(new)

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

    def steps_to(self, grain: str) -> int:
        if grain == "unit":
            return 1
        return self.state.units.size - self.state.position

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

    # ---- what is derived from a state ----

    def _energy_of(self, units: np.ndarray) -> float:
        """E of any units (N,), from the overlaps: O(NK)."""
        f = self.factors
        v = units.astype(np.float64)
        pair = float(f.projected(f.memories.T @ v)) - float(f.diagonal @ (v * v))
        return -0.5 * pair / v.size + self.parameters.threshold * float(v.sum())

    def _fields(self) -> np.ndarray:
        """h of every unit (N,), own connections as the parameters say."""
        if "fields" not in self._memo:
            s, f = self.state, self.factors
            own = float(self.parameters.own_connections)
            units = s.units.astype(np.float64)
            h = (f.left @ s.overlaps - (1.0 - own) * f.diagonal * units) / units.size
            self._memo["fields"] = h
        return self._memo["fields"]

    def _unstable(self) -> np.ndarray:
        """Which units (N,) an update at T = 0 would change."""
        wanted = np.where(self._fields() - self.parameters.threshold >= -kernels.TIE, 1, -1)
        return wanted != self.state.units

    def _verdict(self) -> Verdict:
        if "verdict" not in self._memo:
            self._memo["verdict"] = judge(self.state, self.converged())
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
        if self.parameters.temperature > 0:
            return False
        return bool(self.state.is_cycle or not self._unstable().any())

    # ---- jobs ----

    @job("Basins", "How often each memory is recalled exactly, against the share of units flipped.")
    def basins(self, rng: np.random.Generator) -> Work:
        if not len(self.state.memories):
            raise InputError("Nothing is stored, so there is no basin: store a drawing first.")
        return (yield from basins_of(self, rng))

    # ---- invariants ----

    @invariant("Energy never rises", "1e-9 in one update")
    def energy_never_rises(self) -> bool | None:
        p = self.parameters
        if p.dynamics == "synchronous" or p.temperature > 0 or not len(self.state.memories):
            return None
        return bool(self.state.largest_rise <= 1e-9)

    @invariant("Weights are symmetric", "1e-9")
    def weights_symmetric(self) -> bool | None:
        return self.factors.is_symmetric(1e-9) if len(self.state.memories) else None

    @invariant("Energy shown is −½ sᵀWs + θᵀs", "1e-6 of its size")
    def energy_exact(self) -> bool | None:
        if not len(self.state.memories):
            return None
        s = self.state
        exact = self.factors.energy_by_fields(s.units, self.parameters.threshold)
        return bool(abs(s.energy - exact) <= 1e-6 * max(1.0, abs(exact)))

    # ---- for views and files ----

    def snapshot(self) -> HopfieldSnapshot:
        unstable = self._unstable()
        return HopfieldSnapshot.take(
            self.state, self.parameters, self.factors, unstable, self._verdict()
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
                values[k].dtype == np.int8 and ((values[k] >= -1) & (values[k] <= 1)).all()
                for k in ("memories", "cue", "units")
            )
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
        s.cue, s.units, s.position = values["cue"].copy(), values["units"].copy(), 0
        self.refresh()

    @classmethod
    def checked(cls, arrays: dict[str, np.ndarray], parameters: Any) -> HopfieldState:
        from simulator.models.hopfield_checks import checked_state

        return checked_state(HopfieldState, arrays, parameters)

    @classmethod
    def warm_up(cls) -> None:
        model = cls()
        model.act("preset=worked-example")
        for dynamics in ("asynchronous", "synchronous"):
            model.set("dynamics", dynamics)
            model.advance(4)
