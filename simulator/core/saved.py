"""What comes from a file or a journal is checked before anything takes it."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.core.model import State


def ask(is_true: Any, name: str) -> None:
    """Raise InputError, naming a field of a saved state, unless something holds of it."""
    if not bool(is_true):
        raise InputError(f"The saved state's {name} holds impossible values; it is damaged.")


def check_part(
    given: Mapping[str, Any], state: type[State], now: State | None, shaped: tuple[str, ...] = ()
) -> None:
    """Raise InputError unless what is to be put back are fields of a kind of state and, where one
    is there `now`, values like those it has: `shaped` ones of the same shape, too."""
    known = {f.name for f in fields(state)}
    for name, value in given.items():
        if name not in known:
            raise InputError("What is to be put back is damaged; nothing was changed.")
        if now is None:
            continue
        old = getattr(now, name)
        if isinstance(old, np.ndarray):
            fits = isinstance(value, np.ndarray) and value.dtype == old.dtype
            ask(fits and value.ndim == old.ndim, name)
            ask(name not in shaped or value.shape == old.shape, name)
        else:
            ask(isinstance(value, type(old)), name)
