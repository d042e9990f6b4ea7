"""Errors a person can mend: one sentence with what was given, what is allowed, what to do."""


class InputError(ValueError):
    """Something given from outside is not usable; nothing was changed."""


def shorten(value: object, length: int = 60) -> str:
    """Return `value` as text fit for one line of a message."""
    text = str(value).replace("\n", " ")
    return text if len(text) <= length else text[: length - 1] + "…"


def one_of(names) -> str:
    """Return the allowed names as a list for a message."""
    return ", ".join(str(name) for name in names)
