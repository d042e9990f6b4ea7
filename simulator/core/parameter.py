"""Parameters: one declaration gives the control, the check, the unit, the file and the help."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from simulator.core.errors import InputError, one_of, shorten


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
    kind: str  # "int", "float", "bool" or "choice"
    default: Any
    help: str
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    scale: str = "linear"  # or "log"
    choices: tuple[Choice, ...] = ()
    rebuilds: bool = False  # a change starts the run again, with the same seed

    @property
    def allowed(self) -> str:
        """What may be given, in words."""
        if self.kind == "choice":
            return one_of(choice.id for choice in self.choices)
        if self.kind == "bool":
            return "true, false"
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.low:g} to {self.high:g}{unit}"

    def read(self, given: Any) -> Any:
        """Return the value that `given` (a value or its text) stands for, or raise InputError."""
        value: Any = _READERS[self.kind](given)
        if value is None:
            raise InputError(
                f"{self.name}={shorten(given)} is not {_WORDS[self.kind]}; allowed: {self.allowed}."
            )
        if self.kind == "choice" and value not in {choice.id for choice in self.choices}:
            raise InputError(f"{self.name}={shorten(given)} is not known; allowed: {self.allowed}.")
        if self.kind in ("int", "float") and not self.low <= value <= self.high:
            raise InputError(
                f"{self.name}={shorten(given)} is outside the range; allowed: {self.allowed}."
            )
        return value

    def write(self, value: Any) -> str:
        """Return the text of a value; `read(write(value)) == value`, to the last bit."""
        if self.kind == "bool":
            return "true" if value else "false"
        return repr(value) if self.kind == "float" else str(value)


def whole_number(text: str) -> int | None:
    """Return the whole number that a text stands for (digits 0 to 9 and a sign), or None."""
    text = text.strip()
    digits = text[1:] if text[:1] in ("+", "-") else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 1000 else None


def _read_int(given: Any) -> int | None:
    if isinstance(given, bool):
        return None
    if isinstance(given, str):
        return whole_number(given)
    try:
        return int(given) if int(given) == given else None
    except (TypeError, ValueError, OverflowError):
        return None


def _read_float(given: Any) -> float | None:
    if isinstance(given, bool):
        return None
    try:
        value = float(given)
    except (TypeError, ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def _read_bool(given: Any) -> bool | None:
    if isinstance(given, bool):
        return given
    return {"true": True, "false": False}.get(str(given).strip().lower())


def _read_choice(given: Any) -> str | None:
    return given.strip() if isinstance(given, str) else None


_READERS = {"int": _read_int, "float": _read_float, "bool": _read_bool, "choice": _read_choice}
_WORDS = {
    "int": "a whole number",
    "float": "a finite number",
    "bool": "true or false",
    "choice": "a name",
}


def parameter(
    default: Any,
    low: float = 0.0,
    high: float = 0.0,
    *,
    help: str,
    label: str = "",
    unit: str = "",
    scale: str = "linear",
    choices: tuple[Choice, ...] = (),
    rebuilds: bool = False,
) -> Any:
    """Declare a field of a `Parameters` class; the kind follows from the default."""
    kind = "choice" if choices else type(default).__name__
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
            "choices": choices,
            "rebuilds": rebuilds,
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
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Build from a mapping; unknown names and bad values raise InputError."""
        return cls(**{name: cls.spec(name).read(value) for name, value in values.items()})

    def with_value(self, name: str, given: Any) -> Self:
        """Return a copy in which one parameter has the value `given` stands for."""
        return replace(self, **{name: self.spec(name).read(given)})

    def values(self) -> dict[str, Any]:
        """Map each name to its value, in the order of declaration."""
        return {name: getattr(self, name) for name in self.specs()}


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()
