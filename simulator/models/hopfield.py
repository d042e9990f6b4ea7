"""The Hopfield network: memories are the low points of an energy, recall rolls downhill.

Numbers in kernels/hopfield.py, words in resources/pages/hopfield.md. The step counts unit updates;
a sweep is N of them under every dynamics (in a synchronous sweep the new values appear at its end).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kernels import hopfield as kernels
from kernels import words as random_words
from simulator.core import drawing, pictures
from simulator.core.errors import InputError, shorten
from simulator.core.job import Work, job
from simulator.core.model import Argument, Deed, Grain, Model, State, action, invariant, readout
from simulator.core.parameter import Choice, Parameters, parameter, whole_number
from simulator.models import hopfield_patterns as patterns
from simulator.models.hopfield_basins import basins_of
from simulator.models.hopfield_factors import MAX_MEMORIES, Factors
from simulator.models.hopfield_snapshot import HopfieldSnapshot, Verdict, judge

SETTLE_SWEEPS = 200
KEEP = np.int8(127)  # in a packed inverse: leave this unit as it is
TRACE_POINTS_A_SWEEP = 16


@dataclass(frozen=True)
class HopfieldParameters(Parameters):
    side: int = parameter(
        28, 2, 128, label="Grid side", unit="units", rebuilds=True,
        help="The network has side × side units; memories and drawing are resized with it.",
    )  # fmt: skip
    rule: str = parameter(
        "pseudo-inverse",
        label="Learning rule",
        help="How the weights follow from the memories.",
        choices=(
            Choice("hebb", "Hebb", "Units that agree are wired together; alike memories mix."),
            Choice(
                "pseudo-inverse", "Pseudo-inverse", "Projection: takes out what memories share."
            ),
        ),
    )
    dynamics: str = parameter(
        "asynchronous",
        label="Dynamics",
        help="In which order units are updated.",
        choices=(
            Choice("asynchronous", "Asynchronous", "One random unit at a time."),
            Choice(
                "synchronous", "Synchronous", "All units at once; may end in a two-state cycle."
            ),
            Choice("ordered", "Ordered", "One unit at a time, row by row."),
        ),
    )
    temperature: float = parameter(
        0.0, 0.0, 5.0, label="Temperature",
        help="0: each unit follows its field. Above: it does so with probability "
        "1/(1 + exp(−2(h − θ)/T)).",
    )  # fmt: skip
    threshold: float = parameter(
        0.0, -5.0, 5.0, label="Threshold θ", help="The field a unit needs to turn on."
    )
    own_connections: bool = parameter(
        False, label="Own connections", help="Whether a unit's field includes its own state."
    )


@dataclass
class HopfieldState(State):
    units: np.ndarray  # (N,) int8: −1, +1, 0 = unknown
    pending: np.ndarray  # (N,) int8: next values, during a synchronous sweep
    previous: np.ndarray  # (N,) int8: the units one sweep ago
    order: np.ndarray  # (N,) int32: this sweep's units in turn
    words: np.ndarray  # (4,) uint64: the generator of the dynamics
    overlaps: np.ndarray  # (K,) float64: Σ_i ξ_i s_i, exact
    energy: float  # running sum
    largest_rise: float  # of the energy in one update, since the person last acted
    position: int  # units of this sweep already updated
    sweeps: int  # whole sweeps since step 0
    flips: int  # in this sweep; after its last unit, in that sweep
    is_cycle: bool  # the last two sweeps only swapped two states
    # what the person made, kept by Reset
    memories: np.ndarray  # (K, N) int8, not writeable
    names: tuple[str, ...]
    cue: np.ndarray  # (N,) int8: where the recall began
    probed: int  # the memory last taken as a cue, or −1
    draws: int  # how often noise was drawn


def _frozen(array: np.ndarray) -> np.ndarray:
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array


class Hopfield(Model):
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

    parameters: HopfieldParameters
    state: HopfieldState
    _learned: tuple[np.ndarray, str, Factors] | None = None

    # ---- the life of a state ----

    def initial_state(self) -> HopfieldState:
        n = self.parameters.side**2
        blank = np.full(n, -1, np.int8)
        return self._begun(_frozen(np.empty((0, n), np.int8)), (), blank, -1, 0)

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
        self.state = self._begun(_frozen(memories), s.names, fit(s.cue), s.probed, s.draws)
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

    # ---- actions ----

    @action("Store", "Store the drawing, a file or a named set as memories.",
            Argument("pattern", "store, store=FILE or store=preset:NAME", is_optional=True),
            touches=("memories", "names", "probed"))  # fmt: skip
    def store(self, argument: str) -> str | None:
        s, side = self.state, self.parameters.side
        if argument.startswith("preset:"):
            s.draws += 1
            new = patterns.pattern_set(argument[7:], side, self._noise())
            self._remember([*s.names, *(n for n, _ in new)], [*s.memories, *(p for _, p in new)])
            return None
        pattern, name = s.units, self._free_name()
        if argument:
            pattern, name = patterns.read(argument, side, name)
        unknown = int((pattern == 0).sum())
        if unknown:
            raise InputError(
                f"{unknown} units are unknown; draw or recall them before the pattern is stored."
            )
        self._remember([*s.names, name], [*s.memories, pattern.copy()])
        s.probed = len(s.names) - 1
        return patterns.written(pattern, side, name) if argument else None

    @action("Forget", "Remove memory K (counted from 0).", Argument("index", "forget=K"),
            touches=("memories", "names", "probed"))  # fmt: skip
    def forget(self, argument: str) -> None:
        k = self._index(argument)
        s = self.state
        s.probed = -1 if s.probed == k else s.probed - (s.probed > k)
        self._remember(s.names[:k] + s.names[k + 1 :], [*s.memories[:k], *s.memories[k + 1 :]])

    @action("Rename", "Give memory K a name.", Argument("text", "rename=K:NAME"),
            touches=("names",))  # fmt: skip
    def rename(self, argument: str) -> None:
        number, colon, name = argument.partition(":")
        k = self._index(number)
        name = " ".join(name.split())
        if not colon or not 1 <= len(name) <= 24:
            raise InputError(
                f"rename={shorten(argument)} needs a name of 1 to 24 letters: rename=K:NAME."
            )
        names = list(self.state.names)
        names[k] = name
        self.state.names = tuple(names)

    @action("Probe", "Take a memory, a file or written states as the cue.",
            Argument("pattern", "probe=K, probe=FILE or probe=1,-1,…"),
            touches=("units", "cue", "probed"))  # fmt: skip
    def probe(self, argument: str) -> str | None:
        s, side = self.state, self.parameters.side
        text = argument.strip()
        if whole_number(text) is not None:
            s.probed = self._index(text)
            self._cue(s.memories[s.probed])
            return None
        s.probed = -1
        if "," in text and not text.startswith("data:"):
            self._cue(patterns.from_numbers(text, side))
            return None
        pattern, name = patterns.read(text, side, "cue")
        self._cue(pattern)
        return patterns.written(pattern, side, name)

    @action("Spoil", "Flip exactly round(pN) of the known units by chance; new noise each time.",
            Argument("fraction", "corrupt=p, 0 ≤ p ≤ 1", default="0.25"),
            touches=("units", "cue"))  # fmt: skip
    def corrupt(self, argument: str) -> None:
        p = _fraction("corrupt", argument)
        units = self.state.units.copy()
        known = np.flatnonzero(units)
        count = round(p * units.size)
        if count > known.size:
            raise InputError(
                f"corrupt={shorten(argument)} flips {count} units, and only {known.size} are known; "
                "take a smaller share, or probe a memory first."
            )
        units[self._chosen(known, count)] *= -1
        self._cue(units)

    @action("Mask", "Make a part of the units unknown.",
            Argument("choice", "mask=left, right, top, bottom or p", default="bottom",
                     choices=("left", "right", "top", "bottom")),
            touches=("units", "cue"))  # fmt: skip
    def mask(self, argument: str) -> None:
        side = self.parameters.side
        units = self.state.units.copy()
        half, grid = side // 2, units.reshape(side, side)
        parts: dict[str, Any] = {
            "left": np.s_[:, :half],
            "right": np.s_[:, side - half :],
            "top": np.s_[:half],
            "bottom": np.s_[side - half :],
        }
        where = argument.strip()
        if where in parts:
            grid[parts[where]] = 0
        else:
            p = _fraction("mask", where, "left, right, top, bottom or ")
            units[self._chosen(np.arange(units.size), round(p * units.size))] = 0
        self._cue(units)

    @action("Draw", "Draw a stroke, or put a picture on the grid.",
            Argument("pattern", drawing.SYNTAX), touches=("units", "cue"))  # fmt: skip
    def draw(self, argument: str) -> str | None:
        side = self.parameters.side
        if drawing.is_stroke(argument):
            units = self.state.units.copy()
            drawing.paint(drawing.parse(argument), units.reshape(side, side))
            self._cue(units)
            return None
        pattern, name = patterns.read(argument, side, "drawing")
        self._cue(pattern)
        return patterns.written(pattern, side, name)

    @action("Clear", "Blank paper: every unit −1.", touches=("units", "cue", "probed"))
    def clear(self) -> None:
        self.state.probed = -1
        self._cue(np.full_like(self.state.units, -1))

    @action("Invert", "Turn every unit over.", touches=("units", "cue"))
    def invert(self) -> None:
        self._cue(-self.state.units)

    @action("Mirror", "Mirror the drawing.",
            Argument("choice", "mirror=horizontal or vertical", default="horizontal",
                     choices=("horizontal", "vertical")), touches=("units", "cue"))  # fmt: skip
    def mirror(self, argument: str) -> None:
        axes = {"horizontal": 1, "vertical": 0}
        if argument not in axes:
            raise InputError(
                f"mirror={shorten(argument)} is not known; allowed: horizontal, vertical."
            )
        self._cue(np.flip(self._grid(), axes[argument]).ravel())

    @action("Shift", "Move the drawing by whole units, around the edges.",
            Argument("text", "shift=dx,dy", default="1,0"), touches=("units", "cue"))  # fmt: skip
    def shift(self, argument: str) -> None:
        parts = argument.split(",")
        numbers = [n for n in map(whole_number, parts) if n is not None]
        if len(parts) != 2 or len(numbers) != 2:
            raise InputError(
                f"shift={shorten(argument)} is not dx,dy; write whole numbers, as 1,0."
            )
        side = self.parameters.side
        dx, dy = (n % side for n in numbers)
        self._cue(np.roll(self._grid(), (dy, dx), (0, 1)).ravel())

    @action("Randomize", "Every unit −1 or +1 by chance.", touches=("units", "cue", "probed"))
    def randomize(self) -> None:
        self.state.draws += 1
        self.state.probed = -1
        n = self.state.units.size
        self._cue(self._noise().choice(np.array([-1, 1], np.int8), n))

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
            self.state = self._begun(_frozen(memories), names, values["cue"], -1, s.draws)
        s = self.state
        if "memories" in arrays:
            s.memories = _frozen(memories)
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

    # ---- helpers ----

    def _grid(self) -> np.ndarray:
        return self.state.units.reshape(self.parameters.side, self.parameters.side)

    def _noise(self) -> np.random.Generator:
        """A generator of its own for each time noise is drawn: never the dynamics'."""
        return np.random.default_rng([self.seed, 1, self.state.draws])

    def _chosen(self, among: np.ndarray, count: int) -> np.ndarray:
        """Return `count` different ones of the indices `among`, by chance."""
        self.state.draws += 1
        return self._noise().choice(among, count, replace=False)

    def _cue(self, units: np.ndarray) -> None:
        """Let the person's pattern be the state, and where a reset goes back to."""
        self.state.units = np.ascontiguousarray(units, np.int8).copy()
        self.state.cue = self.state.units.copy()
        self.state.position = 0
        self.refresh()

    def _remember(self, names: Any, memories: list[np.ndarray]) -> None:
        n = self.state.units.size
        Factors.check_size(len(memories), n)
        self.state.memories = _frozen(np.array(memories, np.int8).reshape(-1, n))
        self.state.names = tuple(names)
        self.refresh()

    def _free_name(self) -> str:
        k = len(self.state.names)
        while (name := f"P{k}") in self.state.names:
            k += 1
        return name

    def _index(self, given: str) -> int:
        """Return a memory's number, or raise InputError."""
        stored = len(self.state.memories)
        if not stored:
            raise InputError("Nothing is stored yet: store a drawing first, or choose a preset.")
        k = whole_number(given)
        if k is None or not 0 <= k < stored:
            raise InputError(f"There is no memory {shorten(given)}; allowed: 0 to {stored - 1}.")
        return k


def _fraction(name: str, given: str, also: str = "") -> float:
    try:
        p = float(given)
    except ValueError:
        p = -1.0
    if not 0.0 <= p <= 1.0:
        raise InputError(
            f"{name}={shorten(given)} is not known; allowed: {also}a share from 0 to 1."
        )
    return p


__all__ = ["MAX_MEMORIES", "Hopfield", "HopfieldParameters", "HopfieldState"]
