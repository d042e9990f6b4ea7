"""A model: parameters, a state, a step. No Qt, no thread, no clock.

    Parameters   frozen; every field declared once (core/parameter.py)
    State        a dataclass of arrays and plain numbers: all that changes, nothing else
    grain        a size of step a person can see; the first is the finest, and `step` counts it
    action       a named thing a person does between two steps: `corrupt=0.25`
    readout      a named number, text or list with a unit
    invariant    a sentence that must hold: True, False or None (does not apply)
    cache        what can be computed again, bit for bit, from parameters and state; never saved

Same parameters, seed and actions at the same steps give the same bits, however the steps are cut
into calls of `advance`. Everything a person does passes through `act`, so that a journal of texts
is the whole story.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np

from kernels.jit import NotReadyError
from simulator.core import backends, presets
from simulator.core.codec import pack, unpack
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.parameter import Parameters, whole_number

SEED_LIMIT = 2**63 - 1


@dataclass(frozen=True)
class Grain:
    """A size of step a person can see."""

    name: str
    label: str
    help: str


@dataclass(frozen=True)
class Argument:
    """What an action takes after its `=`. A fraction or a choice gets a control of its own."""

    kind: str  # "fraction", "choice", "index", "text"
    syntax: str
    default: str = ""
    choices: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True)
class Action:
    """The declaration of something a person can do."""

    name: str
    label: str
    help: str
    argument: Argument | None = None
    touches: tuple[str, ...] = ()  # fields of State that undo puts back
    restarts: bool = False  # the step goes back to 0
    is_hidden: bool = False  # written by the program into journals, not offered to a person
    method: str = ""  # what does it


@dataclass(frozen=True)
class Readout:
    """The declaration of a number (or text, or list) to be shown."""

    name: str
    label: str
    unit: str
    help: str
    is_traced: bool = False


@dataclass(frozen=True)
class Invariant:
    """The declaration of a sentence that must hold."""

    name: str
    sentence: str
    tolerance: str


@dataclass(frozen=True)
class Deed:
    """What `act` did: its self-contained text, the text that takes it back, and whether
    the run started again."""

    text: str
    inverse: str
    restarts: bool = False


@dataclass
class State:
    """Base of the states. Arrays that are not writeable are shared between copies."""

    is_quick_again: ClassVar[bool] = True  # a large one is computed again sooner than it is kept

    step: int

    def copied(self) -> Self:
        """Return a copy that nothing will change."""
        copies: dict[str, Any] = {
            f.name: value.copy()
            for f in fields(self)
            if isinstance(value := getattr(self, f.name), np.ndarray) and value.flags.writeable
        }
        return replace(self, **copies)

    def size(self) -> int:
        """Bytes of the arrays that a copy does not share."""
        values = (getattr(self, f.name) for f in fields(self))
        return sum(v.nbytes for v in values if isinstance(v, np.ndarray) and v.flags.writeable)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return every field as an array, as a file keeps it."""
        return {f.name: np.asarray(getattr(self, f.name)) for f in fields(self)}


def action(
    label: str, help: str, argument: Argument | None = None, *, name: str = "", **options: Any
) -> Callable:
    """Declare a method as an action, called `name` or like the method (`-` for `_`)."""

    def mark(method: Callable) -> Callable:
        said = name or method.__name__.replace("_", "-")
        declared = Action(said, label, help, argument, method=method.__name__, **options)
        method.declares = declared  # type: ignore[attr-defined]
        return method

    return mark


def readout(label: str, unit: str = "", help: str = "", is_traced: bool = False) -> Callable:
    """Declare a method as a readout named like the method."""

    def mark(method: Callable) -> Callable:
        declared = Readout(method.__name__, label, unit, help, is_traced)
        method.declares = declared  # type: ignore[attr-defined]
        return method

    return mark


def invariant(sentence: str, tolerance: str = "exact") -> Callable:
    """Declare a method (returning True, False or None) as an invariant."""

    def mark(method: Callable) -> Callable:
        declared = Invariant(method.__name__, sentence, tolerance)
        method.declares = declared  # type: ignore[attr-defined]
        return method

    return mark


class Model:
    """Base of the models. A subclass declares, and gives `initial_state`, `refresh`, `advance`,
    `steps_to`, `is_over`, `pace`, `snapshot` and `checked`."""

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    equation: ClassVar[str]  # TeX
    Parameters: ClassVar[type[Parameters]]
    State: ClassVar[type[State]]
    grains: ClassVar[tuple[Grain, ...]]  # finest first
    default_grain: ClassVar[str]
    can_end: ClassVar[bool] = True  # whether a run may come to an end, at the end of a grain
    far_grain: ClassVar[str] = ""  # the coarsest that is sensible to run as one; "": the last
    backends: ClassVar[tuple[str, ...]] = ("numba",)
    made: ClassVar[tuple[str, ...]] = ()  # fields of State that the person made
    learned: ClassVar[tuple[str, ...]] = ()  # parameters that restart, and keep what a run learned
    notice = ""  # what a back end has to say in words, until somebody has read it
    # finest steps a second, as whoever steps it measured; no part of State
    pace_measured: float | None = None
    is_live = False  # whether somebody watches it run: then costly readouts may be a little old

    def __init__(self, seed: int = 0, parameters: Any = None):
        self.seed = checked_seed(seed)
        self.backend = self.backends[0]
        self.parameters: Any = parameters or self.Parameters()
        self.state: Any = self.initial_state()
        self.refresh()

    @classmethod
    def equation_under(cls, parameters: Any) -> str:
        """Return the TeX of what runs under these parameters, one of `equations`."""
        return cls.equation

    @classmethod
    def equations(cls) -> Iterable[str]:
        """Return the TeX of all that `equation_under` may say, to be typeset beforehand."""
        return (cls.equation,)

    def place(self, seed: int, parameters: Any, state: Any) -> None:
        """Go on from a state that was kept, exactly as it was."""
        self.seed, self.parameters, self.state = seed, parameters, state
        self.clear_cache()

    def use_backend(self, name: str) -> None:
        """Compute with another back end from here on; raises InputError if it is not there.

        It is no part of the journal: a document says what computed, and opens without it.
        """
        backends.check(name, self.name, self.backends)
        self.backend = name
        self.clear_cache()

    def taken_notice(self) -> str:
        """Return what the back end had to say, once."""
        said, self.notice = self.notice, ""
        return said

    # ---- what a subclass gives ----

    def initial_state(self) -> Any:
        """Return the state of step 0 for the present parameters and seed, with nothing made."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Recompute running sums, after anything but a step changed the state."""
        raise NotImplementedError

    def clear_cache(self) -> None:
        """Forget what was derived from the state."""
        raise NotImplementedError

    def restart(self) -> None:
        """Put back what the run changed, keep what the person made; step 0, same seed."""
        raise NotImplementedError

    def rebuild(self, old: Any) -> None:
        """Fit what the person made to new `parameters`, marked `rebuilds`; then restart."""
        raise NotImplementedError

    def advance(self, count: int) -> None:
        """Take `count` of the finest steps."""
        raise NotImplementedError

    def steps_to(self, grain: str) -> int:
        """Return how many finest steps there are to the next place where the grain may end."""
        raise NotImplementedError

    def steps_of(self, grain: str, count: int) -> int | None:
        """Return how many finest steps `count` grains take from here, or None where only running
        them tells."""
        if grain == self.grains[0].name:
            return count
        return None

    def is_over(self, grain: str, start: int) -> bool:
        """Whether a grain begun at step `start` ends here."""
        raise NotImplementedError

    def pace(self, grain: str) -> float:
        """Return how many finest steps count as one of this grain when a speed is kept."""
        raise NotImplementedError

    def step_before(self, grain: str) -> int:
        """Return the step at which one grain less ends."""
        raise NotImplementedError

    def snapshot(self) -> Any:
        """Return a frozen copy of what the views draw."""
        raise NotImplementedError

    @classmethod
    def checked(cls, arrays: dict[str, np.ndarray], parameters: Any) -> Any:
        """Return the State that `arrays` describe, or raise InputError naming what is wrong."""
        raise NotImplementedError

    @classmethod
    def warm_up(cls) -> None:
        """Call every kernel once with the types it will have, so that it is compiled."""
        raise NotImplementedError

    @property
    def steps_aside(self) -> bool:
        """Whether steps are so short that they and a window's painting hold each other up."""
        return False

    @property
    def is_finished(self) -> bool:
        """Whether further steps would change nothing a person can see."""
        return False

    @property
    def trace_period(self) -> int:
        """Finest steps between two points of a trace, before thinning."""
        return 1

    @property
    def check_period(self) -> int:
        """Finest steps between two looks at the invariants; they should cost 1/20 of the steps."""
        return 1

    # ---- declarations, collected ----

    @classmethod
    @cache
    def declared(cls, kind: type) -> Mapping[str, Any]:
        """Map names to the declarations of one kind (Action, Readout, Invariant), in order."""
        found = {}
        for base in reversed(cls.__mro__):
            for method in vars(base).values():
                declaration = getattr(method, "declares", None)
                if isinstance(declaration, kind):
                    found[declaration.name] = declaration  # type: ignore[attr-defined]
        return MappingProxyType(found)

    @classmethod
    def grain(cls, name: str) -> Grain:
        """Return a grain by its name; raises InputError."""
        for grain in cls.grains:
            if grain.name == name:
                return grain
        names = one_of(grain.name for grain in cls.grains)
        raise InputError(f"{cls.name} has no grain {shorten(name)}; allowed: {names}.")

    @classmethod
    def far(cls) -> Grain:
        """Return the grain that one press runs when a person wants to get far."""
        return cls.grain(cls.far_grain or cls.grains[-1].name)

    # ---- what a person does ----

    @property
    def step(self) -> int:
        """The number of finest steps taken."""
        return self.state.step

    def act(self, text: str) -> Deed:
        """Do what a line of the journal says: `corrupt=0.25`, `set temperature=0.5`.

        Raises InputError, and then has changed nothing.
        """
        if text.startswith("set "):
            name, equals, given = text[4:].partition("=")
            if not equals:
                raise InputError(f"{shorten(text)} lacks a value; write name=value.")
            return self.set(name.strip(), given)
        name, _, argument = text.partition("=")
        declared = self.action_asked(name.strip(), argument)
        if declared.argument:
            argument = argument or declared.argument.default
        before = (self.seed, self.parameters, self.state.copied())
        try:
            method = getattr(self, declared.method)
            resolved = method(argument) if declared.argument else method()
        except Exception:
            self.place(*before)
            raise
        if resolved is not None:
            argument = resolved
        said = f"{declared.name}={argument}" if argument else declared.name
        restarts = declared.restarts or self.step < before[2].step
        return Deed(said, self._inverse(declared, *before), restarts)

    def set(self, name: str, given: Any) -> Deed:
        """Change one parameter, from a value or its text."""
        spec = self.Parameters.spec(name)
        old, new = self.parameters, self.parameters.with_value(name, given)
        said = f"set {name}={spec.write(getattr(new, name))}"
        back = f"set {name}={spec.write(getattr(old, name))}"
        if not spec.rebuilds:
            self.parameters = new
            self.refresh()
            return Deed(said, back)
        state = self.state
        self.parameters = new
        try:
            self.rebuild(old)
        except Exception:
            self.place(self.seed, old, state)
            raise
        return Deed(said, self._packed(state, self.made, old), restarts=True)

    def advance_to(self, step: int) -> None:
        """Take steps until `step`."""
        self.advance(max(0, step - self.step))

    def readouts(self) -> dict[str, Any]:
        """Return every readout's value: numbers, texts, lists or None."""
        return {name: self._known(name) for name in self.declared(Readout)}

    def invariants(self) -> dict[str, bool | None]:
        """Return every invariant's value."""
        return {name: self._known(name) for name in self.declared(Invariant)}

    def _known(self, name: str) -> Any:
        """Return what a readout or an invariant says; None while its kernels are being compiled."""
        try:
            return getattr(self, name)()
        except NotReadyError:
            return None

    # ---- actions every model has ----

    @action("Reset", "Go back to step 0: keeps what you made, puts back what the run changed.",
            restarts=True)  # fmt: skip
    def reset(self) -> None:
        self.restart()

    @action("New seed", "Start again with another seed: other random numbers, same settings.",
            Argument("index", "new-seed=N"), restarts=True)  # fmt: skip
    def new_seed(self, argument: str) -> str:
        self.seed = checked_seed(argument)
        self.restart()
        return str(self.seed)

    @action("Preset", "Load a named starting point.", Argument("text", "preset=NAME"),
            touches=("*",), restarts=True, is_hidden=True)  # fmt: skip
    def preset(self, argument: str) -> None:
        preset = presets.load(self.name, argument)
        self.parameters = self.Parameters.from_values(preset.set)
        self.state = self.initial_state()
        self.refresh()
        for line in preset.do:
            self.act(line)

    @action("Restore", "Put back what was there before.", Argument("text", "restore=PACKED"),
            touches=(), is_hidden=True)  # fmt: skip
    def restore(self, argument: str) -> None:
        arrays, words = unpack(argument)
        try:
            given = words.pop("parameters", None) or self.parameters.values()
            self.put_back(arrays, words, self.Parameters.from_values(given))
        except InputError:
            raise
        except (AttributeError, LookupError, TypeError, ValueError) as error:  # not of our making
            raise InputError("What is to be put back is damaged; nothing was changed.") from error

    def put_back(self, arrays: dict[str, np.ndarray], words: dict, parameters: Any) -> None:
        """Take back the fields that `_packed` wrote; raises InputError if they don't fit."""
        raise NotImplementedError

    # ---- helpers ----

    @classmethod
    def action_asked(cls, name: str, argument: str) -> Action:
        """Return the declaration of what `name=argument` asks for; raises InputError."""
        actions = cls.declared(Action)
        if name not in actions:
            shown = one_of(a.name for a in actions.values() if not a.is_hidden)
            raise InputError(f"{cls.name} has no action {shorten(name)}; allowed: {shown}.")
        declared = actions[name]
        takes = declared.argument
        if argument and not takes:
            raise InputError(f"{name} takes no argument; it was given {shorten(argument)}.")
        if not argument and takes and not (takes.is_optional or takes.default):
            raise InputError(f"{name} needs an argument: {takes.syntax}.")
        return declared

    def _inverse(self, declared: Action, seed: int, parameters: Any, before: Any) -> str:
        if declared.name == "new-seed":
            return f"new-seed={seed}"
        if declared.name == "restore" or "*" in declared.touches:
            return self._packed(before, self.made, parameters)
        return self._packed(before, declared.touches) if declared.touches else ""

    def inverse_arrays(self, before: Any, names: Iterable[str]) -> dict[str, Any]:
        """Return what has to be put back so that fields `names` are as they were before."""
        return {name: getattr(before, name) for name in names}

    def _packed(self, before: Any, names: Iterable[str], parameters: Any = None) -> str:
        values = self.inverse_arrays(before, names)
        arrays = {n: v for n, v in values.items() if isinstance(v, np.ndarray)}
        words = {n: v for n, v in values.items() if n not in arrays}
        if parameters is not None:
            words["parameters"] = parameters.values()
        return "restore=" + pack(arrays, words)


def checked_seed(given: Any) -> int:
    """Return a seed, or raise InputError."""
    seed = whole_number(str(given))
    if seed is None:
        raise InputError(
            f"seed {shorten(given)} is not a whole number; allowed: 0 to {SEED_LIMIT}."
        )
    if not 0 <= seed <= SEED_LIMIT:
        raise InputError(f"seed {shorten(given)} is outside the range; allowed: 0 to {SEED_LIMIT}.")
    return seed
