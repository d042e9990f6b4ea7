"""What a person does to a Hopfield network: store, forget, probe, spoil, mask, draw.

Each action leaves a state that `refresh` has made consistent; `Model.act` undoes one that raises.
"""

import re
from typing import Any

import numpy as np

from simulator.core import drawing
from simulator.core.errors import InputError, shorten
from simulator.core.frozen import frozen
from simulator.core.model import Argument, Model, action
from simulator.core.parameter import whole_number
from simulator.models import hopfield_patterns as patterns
from simulator.models.hopfield_state import HopfieldParameters, HopfieldState, binary

_HALVES = re.compile(r"[\d\s-]*\+[\d\s+-]*")  # memories by number; a file's name has letters


class HopfieldActions(Model):
    """The actions of `Hopfield`, apart from how it runs."""

    parameters: HopfieldParameters
    state: HopfieldState

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
        pattern, name = binary(s.units), self._free_name()
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

    @action("Probe", "Take a memory, the left half of one beside the right half of another (K+L), "
            "a file or written states as the cue.",
            Argument("pattern", "probe=K, probe=K+L, probe=FILE or probe=1,-1,…"),
            touches=("units", "cue", "probed"))  # fmt: skip
    def probe(self, argument: str) -> str | None:
        s, side = self.state, self.parameters.side
        text = argument.strip()
        if whole_number(text) is not None:
            s.probed = self._index(text)
            self._cue(s.memories[s.probed])
            return None
        s.probed = -1
        if _HALVES.fullmatch(text):
            self._cue(self._halves(text))
            return None
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
                f"corrupt={shorten(argument)} flips {count} units and only {known.size} are known; "
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

    # ---- helpers ----

    def check_size(self, memories: int) -> None:
        """Raise InputError when the rule can't store so many memories."""
        raise NotImplementedError

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
        self.state.units = np.array(units, self.state.units.dtype)
        self.state.cue = frozen(self.state.units.copy())
        self.state.position = self.state.age = 0
        self.refresh()

    def _remember(self, names: Any, memories: list[np.ndarray]) -> None:
        n = self.state.units.size
        self.check_size(len(memories))
        self.state.memories = frozen(np.array(memories, np.int8).reshape(-1, n))
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

    def _halves(self, given: str) -> np.ndarray:
        """Return the cue that K+L asks for."""
        left, _, right = given.partition("+")
        if "+" in right or not (left.strip() and right.strip()):
            raise InputError(
                f"probe={shorten(given)} is not K+L; write two memories, as probe=0+1: the left "
                "half of the first, the right half of the second."
            )
        memories = self.state.memories
        k, other = self._index(left), self._index(right)
        return patterns.halves(memories[k], memories[other], self.parameters.side)


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
