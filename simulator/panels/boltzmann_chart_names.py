"""What the charts of the Boltzmann machine's jobs share: names of tables, columns as numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.core.comparison import names_of
from simulator.core.job import Table
from simulator.models.boltzmann_state import BoltzmannParameters


def named(
    tables: Sequence[Table], unfelt: Sequence[str] = (), ends: Sequence[str] = ()
) -> list[tuple[Table, str]]:
    """Name each table by the settings in which it differs from the others, and by its end; what is
    measured again gets a number."""
    known = [_settings(table, unfelt) for table in tables]
    different = [about for k, about in enumerate(known) if about not in known[:k]]
    words = names_of([Table({}, about) for about in different], BoltzmannParameters)
    parts = [[words[different.index(about)] if len(different) > 1 else ""] for about in known]
    for part, end in zip(parts, ends, strict=bool(ends)):
        part.append(end)
    names = [", ".join(word for word in part if word) for part in parts]
    before = [names[:k].count(name) for k, name in enumerate(names)]
    told = [f"{n} ({k + 1})".strip() if k else n for n, k in zip(names, before, strict=True)]
    return list(zip(tables, told, strict=True))


def _settings(table: Table, unfelt: Sequence[str]) -> dict[str, Any]:
    """Return the settings that a table's numbers hang on."""
    texts = {k: v for k, v in table.about.items() if k in BoltzmannParameters.specs()}
    p = BoltzmannParameters.from_values(texts)
    return {k: v for k, v in texts.items() if k not in unfelt and p.applies(k)}


def column(table: Table, name: str) -> np.ndarray:
    """Return a column as numbers (R,), NaN where there is none."""
    return np.array([np.nan if v is None else v for v in table.columns[name]], np.float64)


def widened(low: float, high: float) -> tuple[float, float]:
    return (low, high) if high > low else (low - 0.5, high + 0.5)
