"""What a person does to a Boltzmann machine: hold units, draw, heat, wire, give patterns.

Drawings are texts in rows and columns; the state keeps grids in the order of kernels/ising.py.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from simulator.core import drawing, pictures
from simulator.core.codec import pack, unpack
from simulator.core.errors import InputError, shorten
from simulator.core.frozen import frozen
from simulator.core.model import Action, Argument, action
from simulator.core.parameter import whole_number
from simulator.core.reading import read
from simulator.models import boltzmann_schedules as schedules
from simulator.models.boltzmann_readouts import BoltzmannReadouts
from simulator.models.boltzmann_square import in_square, of_square
from simulator.models.boltzmann_start import made_weights, noisy
from simulator.models.boltzmann_state import MOST_LEARNING
from simulator.models.boltzmann_weights import (
    MOST_EMBEDDED,
    REFERENCE,
    checked_number,
    checked_reference,
    read_weights,
    reference_to,
)

TOUCHED = 7  # no spin has this value
KEEP = np.int8(127)  # in a packed inverse: leave this unit as it is
MOST_PATTERNS = 1000
DRAWS = 6  # number of the stream of chance for what a person asks for


class BoltzmannActions(BoltzmannReadouts):
    """The actions of `Boltzmann`."""

    # ---- holding units ----

    @action("Clamp", "Hold unit K at a value: 0 or 1, of spins −1 or +1.",
            Argument("text", "clamp=K:V"), touches=("held", "cue", "units"))  # fmt: skip
    def clamp(self, argument: str) -> str:
        number, colon, value = argument.partition(":")
        unit = self.unit_called(number)
        values = (self.parameters.low, 1)
        given = whole_number(value.strip().lstrip("+"))
        if not colon or given not in values:
            raise InputError(
                f"clamp={shorten(argument)} is not a unit and its value; write clamp=K:V with V = "
                f"{values[0]} or {values[1]}."
            )
        self._hold(np.array([unit]), given)
        return f"{unit}:{given}"

    @action("Unclamp", "Let unit K, or every unit, go.",
            Argument("text", "unclamp or unclamp=K", is_optional=True),
            touches=("held",))  # fmt: skip
    def unclamp(self, argument: str) -> None:
        held = self.state.held.copy()
        held[self.unit_called(argument) if argument.strip() else slice(None)] = False
        self._set_held(held)

    @action("Paint", "Draw units, in rows, or put a picture on them.",
            Argument("pattern", drawing.SYNTAX.replace("draw", "paint")),
            touches=("units", "cue", "drawing", "seen"))  # fmt: skip
    def paint(self, argument: str) -> str | None:
        s, p = self.state, self.parameters
        is_picture = bool(s.drawing.size)
        square = in_square(s.drawing if is_picture else self._signs(), p)
        text = None
        if drawing.is_stroke(argument):
            drawing.paint(drawing.parse(argument), square)
        else:
            square, text = self._picture(argument, len(square))
        painted = np.where(of_square(square, p) > 0, np.int8(1), np.int8(p.low))
        if is_picture:
            changed = painted != s.drawing  # what is drawn now is seen without noise
            s.drawing = frozen(painted)
            s.seen = frozen(np.where(changed, painted, s.seen).astype(np.int8))
            painted = np.where(changed, painted, s.units[0]).astype(np.int8)
        self._show_cue(np.where(s.held, s.cue, painted).astype(np.int8))
        if is_picture:  # it is evidence, too
            self.begin_count()
        return text

    @action("Pin", "Draw units that then stay as they are drawn.",
            Argument("pattern", "pin=x0,y0;x1,y1[;tool=…][;size=S][;value=±1]"),
            touches=("held", "cue", "units"))  # fmt: skip
    def pin(self, argument: str) -> None:
        stroke = drawing.parse(argument)
        self._hold(self._covered(stroke), 1 if stroke.value > 0 else self.parameters.low)

    @action("Unpin", "Let drawn units, or all, go.",
            Argument("pattern", "unpin or unpin=x0,y0;x1,y1[;size=S]", is_optional=True),
            touches=("held",))  # fmt: skip
    def unpin(self, argument: str) -> None:
        held = self.state.held.copy()
        chosen: Any = slice(None)
        if argument.strip():
            chosen = self._covered(drawing.parse(argument))
        held[chosen] = False
        self._set_held(held)

    # ---- chance ----

    @action("Randomize", "Every free unit on or off by chance, in all chains.",
            touches=("units", "cue"))  # fmt: skip
    def randomize(self) -> None:
        s = self.state
        values = np.array([self.parameters.low, 1], np.int8)
        units = self._chance().choice(values, s.units.shape)
        units[:, s.held] = s.cue[s.held]
        s.units = units
        s.cue = frozen(units[0].copy())
        self._units_changed()
        if self.parameters.is_learning:  # the pattern that was held is gone
            self.begin_cycle()

    @action("Add noise", "See the drawing with exactly round(pN) spins turned over.",
            Argument("fraction", "corrupt=p, 0 ≤ p ≤ 1", default="0.15"),
            touches=("units", "cue", "seen"))  # fmt: skip
    def corrupt(self, argument: str) -> None:
        s = self.state
        share = read("float", argument)
        if share is None or not 0 <= share <= 1:
            raise InputError(
                f"corrupt={shorten(argument)} is not known; allowed: a share from 0 to 1."
            )
        if not s.drawing.size:
            raise InputError("Only a picture can be seen with noise: set network=picture first.")
        s.seen = frozen(noisy(s.drawing, share, self._chance()))
        self._show_cue(np.where(s.held, s.cue, s.seen).astype(np.int8))
        self.begin_count()

    # ---- temperature ----

    @action("Reheat", "Begin the schedule again, from the present state.",
            touches=("age", "heat", "past", "progress"))  # fmt: skip
    def reheat(self) -> None:
        self.begin_schedule()

    @action("Bend", "Draw the schedule: shares of its length, each with a temperature.",
            Argument("text", "bend=0,T;share,T;…;1,T"), touches=("drawn",))  # fmt: skip
    def bend(self, argument: str) -> str:
        self.state.drawn = frozen(schedules.checked_points(argument))
        return schedules.written_points(self.state.drawn)

    # ---- wiring ----

    @action("Weights", "Take weights (n, n) and biases (n) from an NPZ file.",
            Argument("pattern", "weights=FILE.npz"),
            touches=("made_weights", "made_biases", "weights", "biases"))  # fmt: skip
    def weights(self, argument: str) -> str:
        s = self.state
        self._ask_for_weights()
        if argument.startswith(REFERENCE):
            argument = checked_reference(argument)
        if argument.startswith("data:"):
            arrays, _ = unpack(argument[5:])
            weights, biases = arrays.get("weights"), arrays.get("biases")
            if weights is None or biases is None:
                raise InputError("The packed weights are damaged; nothing was changed.")
            weights, biases = read_weights({"weights": weights, "biases": biases}, "", s.held.size)
        else:
            weights, biases = read_weights(None, argument, s.held.size)
        self._wire(weights, biases)
        if biases.size > MOST_EMBEDDED and not argument.startswith("data:"):
            return reference_to(argument)
        return "data:" + pack({"weights": weights, "biases": biases})

    @action("Edge", "Give the weight between units I and J.", Argument("text", "edge=I,J:W"),
            touches=("made_weights", "made_biases", "weights", "biases"))  # fmt: skip
    def edge(self, argument: str) -> str:
        self._ask_for_weights()
        ends, colon, value = argument.partition(":")
        parts = ends.split(",")
        if not colon or len(parts) != 2:
            raise InputError(f"edge={shorten(argument)} is not two units and a weight; write "
                             "edge=I,J:W, say edge=0,2:1.5.")  # fmt: skip
        i, j = self.unit_called(parts[0]), self.unit_called(parts[1])
        if i == j:
            raise InputError(f"A unit is not connected with itself: {i} was given twice.")
        w = checked_number(value, "weight")
        weights = self.state.weights.copy()
        weights[i, j] = weights[j, i] = w
        self._wire(weights, self.state.biases)
        return f"{i},{j}:{w!r}"

    @action("Bias", "Give the bias of unit I.", Argument("text", "bias=I:B"),
            touches=("made_weights", "made_biases", "weights", "biases"))  # fmt: skip
    def bias(self, argument: str) -> str:
        self._ask_for_weights()
        unit, colon, value = argument.partition(":")
        if not colon:
            raise InputError(f"bias={shorten(argument)} is not a unit and a bias; write bias=I:B.")
        i, b = self.unit_called(unit), checked_number(value, "bias")
        biases = self.state.biases.copy()
        biases[i] = b
        self._wire(self.state.weights, biases)
        return f"{i}:{b!r}"

    # ---- patterns ----

    @action("Pattern", "Add a pattern of the visible units to learn, or change pattern K.",
            Argument("text", "pattern=0110 or pattern=K:0110"), touches=("patterns",))  # fmt: skip
    def pattern(self, argument: str) -> None:
        s, p = self.state, self.parameters
        if p.network != "general":
            raise InputError("Only a general network learns patterns: set network=general first.")
        row, colon, text = argument.rpartition(":")
        text = text.strip()
        if len(text) != p.visible or set(text) - {"0", "1"}:
            raise InputError(
                f"{shorten(text)!r} is no pattern of {p.visible} visible units; write as many 0 "
                "and 1."
            )
        bits = np.array([int(bit) for bit in text], np.int8)
        rows = list(s.patterns)
        if colon:
            rows[self._row(row)] = bits
        elif len(rows) < MOST_PATTERNS:
            rows.append(bits)
        else:
            raise InputError(f"There are {MOST_PATTERNS} patterns already; forget one first.")
        self._set_patterns(rows)

    @action("Forget pattern", "Remove pattern K.", Argument("index", "forget-pattern=K"),
            touches=("patterns",))  # fmt: skip
    def forget_pattern(self, argument: str) -> None:
        rows = list(self.state.patterns)
        del rows[self._row(argument)]
        self._set_patterns(rows)

    # ---- helpers ----

    def unit_called(self, text: str) -> int:
        """Return the number of a unit given as a number or as v1, h2 …; raises InputError."""
        p, text = self.parameters, text.strip()
        number = whole_number(text)
        if number is None and text[:1] in ("v", "h") and p.network == "general":
            place = whole_number(text[1:])
            size, first = (p.visible, 0) if text[0] == "v" else (p.hidden, p.visible)
            if place is not None and 1 <= place <= size:
                return first + place - 1
        if number is None or not 0 <= number < p.n:
            named = f", or v1 to v{p.visible}" if p.network == "general" else ""
            given = shorten(text) or "without a number"
            raise InputError(f"There is no unit {given}; allowed: 0 to {p.n - 1}{named}.")
        return number

    def _signs(self) -> np.ndarray:
        """The first chain's units (N,) as −1 and +1: what drawing knows."""
        return np.where(self.state.units[0] == 1, np.int8(1), np.int8(-1))

    def _covered(self, stroke: drawing.Stroke) -> np.ndarray:
        """Return the units that a stroke touches, (K,)."""
        square = in_square(self._signs(), self.parameters)
        drawing.paint(replace(stroke, value=TOUCHED), square)
        return np.flatnonzero(of_square(square, self.parameters) == TOUCHED)

    def _picture(self, argument: str, side: int) -> tuple[np.ndarray, str]:
        """Return the grid (L, L) of `data:…` or of a file, and the text that gives it again."""
        if not argument.startswith("data:"):
            grid = pictures.read_pattern(argument, side)
        else:
            arrays, _ = unpack(argument[5:])
            grid = arrays.get("pattern", np.empty(0))
            if grid.ndim != 2 or not np.isin(grid, (-1, 0, 1)).all():
                raise InputError("The packed picture is damaged; it can't be read.")
            grid = pictures.fitting(grid, side, "The picture")
        grid = np.where(grid > 0, 1, -1).astype(np.int8)
        return grid, "data:" + pack({"pattern": grid})

    def _hold(self, units: np.ndarray, value: int) -> None:
        s = self.state
        cue, held = s.cue.copy(), s.held.copy()
        cue[units], held[units] = value, True
        s.cue = frozen(cue)
        s.units[:, units] = value
        self._set_held(held)

    def _set_held(self, held: np.ndarray) -> None:
        self.state.held = frozen(held)
        self._units_changed()
        self.begin_count()
        if self.parameters.is_learning:
            self.begin_cycle()

    def _show_cue(self, cue: np.ndarray) -> None:
        """Let the first chain be what the person gave, and where a reset goes back to."""
        s = self.state
        s.cue = frozen(cue)
        s.units[0] = cue
        s.units[:, s.held] = cue[s.held]
        self._units_changed()

    def _units_changed(self) -> None:
        s = self.state
        s.waiting.fill(0)
        self.refresh()
        s.best_energy[0] = np.inf
        k = int(s.energies.argmin())
        s.best[:], s.best_energy[0] = s.units[k], s.energies[k]

    def _chance(self) -> np.random.Generator:
        """A generator of its own each time a person asks for chance: never the dynamics'."""
        self.state.draws += 1
        return np.random.default_rng([self.seed, DRAWS, self.state.draws])

    def _ask_for_weights(self) -> None:
        if self.parameters.network != "general":
            raise InputError(
                f"The couplings of network={self.parameters.network} follow from its parameters "
                "and the seed: set network=general first."
            )

    def _wire(self, weights: np.ndarray, biases: np.ndarray) -> None:
        s = self.state
        s.weights = frozen(weights)
        s.made_weights = made_weights(self.parameters, self.seed, s.weights)
        s.biases = s.made_biases = frozen(biases)
        self._weights_changed()

    def _weights_changed(self) -> None:
        self._units_changed()
        self.begin_count()
        if self.parameters.is_learning:
            self.begin_cycle()

    def _row(self, text: str) -> int:
        row, count = whole_number(text), len(self.state.patterns)
        if row is None or not 0 <= row < count:
            allowed = f"0 to {count - 1}" if count else "none, add one first"
            raise InputError(f"There is no pattern {shorten(text)}; allowed: {allowed}.")
        return row

    def _set_patterns(self, rows: list[np.ndarray]) -> None:
        visible = self.parameters.visible
        self.state.patterns = frozen(np.array(rows, np.int8).reshape(-1, visible))
        if self.parameters.is_learning:
            self.begin_cycle()

    def _inverse(self, declared: Action, seed: int, parameters: Any, before: Any) -> str:
        """Large networks take an edge or a bias back alone, not a whole table of weights."""
        is_large = before.biases.size > MOST_LEARNING
        if is_large and declared.name == "edge":
            changed = np.argwhere(np.triu(before.weights != self.state.weights))
            return "".join(f"edge={i},{j}:{float(before.weights[i, j])!r}" for i, j in changed)
        if is_large and declared.name == "bias":
            changed = np.argwhere(before.biases != self.state.biases)
            return "".join(f"bias={i}:{float(before.biases[i])!r}" for (i,) in changed)
        return super()._inverse(declared, seed, parameters, before)

    def _packed(self, before: Any, names: Any, parameters: Any = None) -> str:
        """What would put tables of millions of weights back is not kept: no document could hold
        it, so such a deed can't be undone."""
        if "weights" in names and before.biases.size > MOST_EMBEDDED and before.weights.any():
            return ""
        return super()._packed(before, names, parameters)

    def inverse_arrays(self, before: Any, names: Any) -> dict[str, Any]:
        """Units: only those the action changed, so that undoing it later keeps what ran since."""
        values = super().inverse_arrays(before, names)
        if "units" in values and before.units.shape == self.state.units.shape:
            values["units"] = np.where(self.state.units == before.units, KEEP, before.units)
        if "held" in values:
            values["held"] = values["held"].astype(np.int8)
        return values
