"""What was given, a value or its text, made into a value of one kind; None where it is none.

The kinds: `int`, `float` (finite), `bool` (`true`, `false`), `choice` (a name), `list` (whole
numbers, written `32,32`) and `text` (one line, such as a file's path).
"""

import math
import os
import unicodedata
from collections.abc import Callable
from typing import Any

WORDS = {
    "int": "a whole number",
    "float": "a finite number",
    "bool": "true or false",
    "choice": "a name",
    "list": "a list of whole numbers",
    "text": "a line of text",
}
BREAKING = {"Cc", "Cs", "Zl", "Zp"}  # Unicode's kinds of characters that no line of a file can hold


def whole_number(text: str) -> int | None:
    """Return the whole number that a text stands for (digits 0 to 9 and a sign), or None."""
    text = text.strip()
    digits = text[1:] if text[:1] in ("+", "-") else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 1000 else None


def read(kind: str, given: Any) -> Any:
    """Return the value of a kind that `given` stands for, or None."""
    return _READERS[kind](given)


def written(kind: str, value: Any) -> str:
    """Return the text of a value; `read(kind, written(kind, value)) == value`, to the last bit."""
    if kind == "bool":
        return "true" if value else "false"
    if kind == "list":
        return ",".join(str(entry) for entry in value)
    return repr(value) if kind == "float" else str(value)


def _int(given: Any) -> int | None:
    if isinstance(given, bool):
        return None
    if isinstance(given, str):
        return whole_number(given)
    try:
        return int(given) if int(given) == given else None
    except (TypeError, ValueError, OverflowError):
        return None


def _float(given: Any) -> float | None:
    if isinstance(given, bool):
        return None
    try:
        value = float(given)
    except (TypeError, ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def _bool(given: Any) -> bool | None:
    if isinstance(given, bool):
        return given
    return {"true": True, "false": False}.get(str(given).strip().lower())


def _choice(given: Any) -> str | None:
    return given.strip() if isinstance(given, str) else None


def _list(given: Any) -> tuple[int, ...] | None:
    if isinstance(given, str):
        given = given.split(",")
    try:
        entries = [_int(entry) for entry in given]
    except TypeError:  # one number stands for a list of one
        entries = [_int(given)]
    return tuple(e for e in entries if e is not None) if None not in entries else None


def _text(given: Any) -> str | None:
    if isinstance(given, os.PathLike):
        given = os.fspath(given)
    if not isinstance(given, str):
        return None
    line = given.strip()
    return line if BREAKING.isdisjoint(map(unicodedata.category, line)) else None


_READERS: dict[str, Callable[[Any], Any]] = {
    "int": _int,
    "float": _float,
    "bool": _bool,
    "choice": _choice,
    "list": _list,
    "text": _text,
}
