"""Parameters: one declaration gives the control, the check, the unit, the file and the help.

A parameter **applies** while the conditions of its declaration hold, `{"rule": ("dense",)}`; one
that does not can still be set, it only has no effect now. Where there are several conditions, one
of them is enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from simulator.core import reading
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.reading import whole_number

__all__ = ["BROWSED", "MOST_ENTRIES", "Choice", "Parameters", "Spec", "parameter", "whole_number"]

Condition = Mapping[str, tuple[Any, ...]]
MOST_ENTRIES = 16  # of a list
MOST_CHARACTERS = 1000  # of a text, where its declaration says nothing else
BROWSED = ("file", "folder", "file or folder")


@dataclass(frozen=True)
class Choice:
    """One allowed value of a parameter that is a choice."""

    id: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Spec:
    """All that a control, a check and a help page need to know about one parameter."""

    name: str
    label: str
    kind: str  # "int", "float", "bool", "choice", "list" (of whole numbers) or "text" (one line)
    default: Any
    help: str
    low: float = 0.0  # of a list: of each entry
    high: float = 0.0  # of a text: how many characters it may have
    unit: str = ""
    scale: str = "linear"  # or "log"
    multiple: int = 1  # a whole number must be a multiple of it; of a list: each entry
    choices: tuple[Choice, ...] = ()
    rebuilds: bool = False  # a change starts the run again, with the same seed
    on_release: bool = False  # a change is costly: a slider tells it when it is let go
    browse: str = ""  # what a text is the path of: "file", "folder" or "file or folder"
    applies: tuple[Condition, ...] = ()  # empty: always
    section: str = ""  # the words under which it is folded away; "": it always stands open

    @property
    def allowed(self) -> str:
        """What may be given, in words."""
        if self.kind == "choice":
            return one_of(choice.id for choice in self.choices)
        if self.kind == "bool":
            return "true, false"
        if self.kind == "text":
            return f"a line of text, at most {self.high:g} characters"
        unit = f" {self.unit}" if self.unit else ""
        span = f"{self.low:g} to {self.high:g}{unit}"
        if self.multiple > 1:
            span += f", a multiple of {self.multiple}"
        return f"1 to {MOST_ENTRIES} numbers, each {span}" if self.kind == "list" else span

    def has_effect(self, values: Mapping[str, Any]) -> bool:
        """Whether the parameter applies with these values of all parameters."""
        return not self.applies or any(
            all(values[name] in allowed for name, allowed in one.items()) for one in self.applies
        )

    def read(self, given: Any) -> Any:
        """Return the value that `given` (a value or its text) stands for, or raise InputError."""
        value: Any = reading.read(self.kind, given)
        if value is None:
            raise self._refusal(given, f"is not {reading.WORDS[self.kind]}")
        if self.kind == "choice" and value not in {choice.id for choice in self.choices}:
            raise self._refusal(given, "is not known")
        if self.kind == "list" and not 1 <= len(value) <= MOST_ENTRIES:
            raise self._refusal(given, f"has {len(value)} entries")
        if self.kind == "text" and len(value) > self.high:
            raise self._refusal(given, f"has {len(value)} characters")
        entries = value if self.kind == "list" else (value,)
        is_number = self.kind in ("int", "float", "list")
        if is_number and not all(self.low <= entry <= self.high for entry in entries):
            raise self._refusal(given, "is outside the range")
        if self.multiple > 1 and any(entry % self.multiple for entry in entries):
            raise self._refusal(given, f"is not a multiple of {self.multiple}")
        return value

    def _refusal(self, given: Any, why: str) -> InputError:
        return InputError(f"{self.name}={shorten(given)} {why}; allowed: {self.allowed}.")

    def write(self, value: Any) -> str:
        """Return the text of a value; `read(write(value)) == value`, to the last bit."""
        return reading.written(self.kind, value)


def parameter(
    default: Any,
    low: float = 0.0,
    high: float = 0.0,
    *,
    help: str,
    label: str = "",
    unit: str = "",
    scale: str = "linear",
    multiple: int = 1,
    choices: tuple[Choice, ...] = (),
    rebuilds: bool = False,
    on_release: bool = False,
    browse: str = "",
    applies: Condition | tuple[Condition, ...] = (),
    section: str = "",
) -> Any:
    """Declare a field of a `Parameters` class; the kind follows from the default (a tuple: list, a
    str without choices: text, of at most `high` characters or 1000).

    `applies` maps names of other parameters to the values with which this one has an effect (or is
    several such conditions); all
    must hold. `on_release` is for what is costly to change: a slider tells it when it is let go.
    `multiple=2` allows even numbers only. Raises ValueError for one that the ends of the range do
    not keep, or on what is no whole number. `browse="file"`, `"folder"` or `"file or folder"` says
    of what a text is the path: it can then be chosen in a dialog. Parameters of one `section`,
    declared one after another, are folded away under its words.
    """
    kind = "choice" if choices else _KINDS.get(type(default), type(default).__name__)
    if multiple > 1 and (kind not in ("int", "list") or low % multiple or high % multiple):
        raise ValueError(f"no {kind} from {low} to {high} can be declared a multiple of {multiple}")
    if browse and (kind != "text" or browse not in BROWSED):
        raise ValueError(f"no {kind} can be declared the path of a {browse}")
    if kind == "text":
        high = high or MOST_CHARACTERS
    return field(
        default=default,
        metadata={
            "kind": kind,
            "low": low,
            "high": high,
            "help": help,
            "label": label,
            "unit": unit,
            "scale": scale,
            "multiple": multiple,
            "choices": choices,
            "rebuilds": rebuilds,
            "on_release": on_release,
            "browse": browse,
            "applies": applies if isinstance(applies, tuple) else (applies,),
            "section": section,
        },
    )


@dataclass(frozen=True)
class Parameters:
    """Base of the frozen dataclasses whose fields are made with `parameter`."""

    def __post_init__(self) -> None:
        for name, spec in self.specs().items():
            object.__setattr__(self, name, spec.read(getattr(self, name)))

    @classmethod
    def specs(cls) -> dict[str, Spec]:
        """Map each field's name to its Spec, in the order of declaration."""
        return {
            f.name: Spec(
                name=f.name,
                default=f.default,
                **{**f.metadata, "label": f.metadata["label"] or _label(f.name)},
            )
            for f in fields(cls)
        }

    @classmethod
    def spec(cls, name: str) -> Spec:
        """Return one Spec; raises InputError for an unknown name."""
        specs = cls.specs()
        if name not in specs:
            raise InputError(f"There is no parameter {shorten(name)}; allowed: {one_of(specs)}.")
        return specs[name]

    @classmethod
    def condition(cls, name: str) -> str:
        """When a parameter applies, `with rule = dense, unless dynamics = glauber`; empty where it
        always does."""
        return ", or ".join(cls._said(one) for one in cls.spec(name).applies)

    @classmethod
    def _said(cls, condition: Condition) -> str:
        parts: dict[str, list[str]] = {"with": [], "unless": []}
        for other, values in condition.items():
            spec = cls.spec(other)
            others = [c.id for c in spec.choices if c.id not in values]
            word = "unless" if others and len(others) < len(values) else "with"
            shown = others if word == "unless" else values
            parts[word].append(f"{other} = {' or '.join(spec.write(v) for v in shown)}")
        said = [f"with {' and '.join(parts['with'])}"] if parts["with"] else []
        said += [f"unless {' or '.join(parts['unless'])}"] if parts["unless"] else []
        return ", ".join(said)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Build from a mapping; unknown names and bad values raise InputError."""
        return cls(**{name: cls.spec(name).read(value) for name, value in values.items()})

    def with_value(self, name: str, given: Any) -> Self:
        """Return a copy in which one parameter has the value `given` stands for."""
        return replace(self, **{name: self.spec(name).read(given)})

    def values(self) -> dict[str, Any]:
        """Map each name to its value, in the order of declaration."""
        return {name: getattr(self, name) for name in self.specs()}

    def texts(self) -> dict[str, str]:
        """Map each name to its value as the command line takes it."""
        return {name: spec.write(getattr(self, name)) for name, spec in self.specs().items()}

    def applies(self, name: str) -> bool:
        """Whether a parameter has an effect with the present values of the others."""
        return self.spec(name).has_effect(self.values())


_KINDS: dict[type, str] = {tuple: "list", str: "text"}


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()
