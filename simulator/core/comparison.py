"""Tables of one job, measured under several conditions: what differs between them, in words, and
all of them as one table."""

from collections.abc import Sequence
from typing import Any

from simulator.core.job import Table
from simulator.core.parameter import Parameters, Spec

CHANCE = ("seed", "step")  # what differs as well when nothing was meant to


def differing(tables: Sequence[Table]) -> list[str]:
    """Return the names of the facts in which tables differ, in the order they are told."""
    names = list(dict.fromkeys(name for table in tables for name in table.about))
    return [n for n in names if len({str(table.about.get(n)) for table in tables}) > 1]


def names_of(tables: Sequence[Table], declared: type[Parameters]) -> list[str]:
    """Name each table by the settings in which it differs from the others: `Hebb, Grid side 16`.

    Those that differ in nothing else are told apart by seed and step, or by their number.
    """
    facts = differing(tables)
    meant = [name for name in facts if name not in CHANCE]
    specs = declared.specs()
    for chosen in (meant, facts):
        said = [[_said(n, table.about.get(n, ""), specs) for n in chosen] for table in tables]
        names = [", ".join(part for part in parts if part) for parts in said]
        names = [name or ("otherwise" if chosen else "") for name in names]
        if len(set(names)) == len(names):
            return names
    return [f"{name} ({k})" if name else str(k) for k, name in enumerate(names, start=1)]


def joined(tables: Sequence[Table]) -> Table:
    """Return one table of all rows: columns for the number of the measurement and for what
    differs come first, then those of the tables; a cell that a table lacks is empty."""
    if len(tables) == 1:
        return tables[0]
    facts = differing(tables)
    own = list(dict.fromkeys(name for table in tables for name in table.columns))
    columns: dict[str, list[Any]] = {"measurement": []}
    columns |= {(f"set_{n}" if n in own else n): [] for n in facts} | {name: [] for name in own}
    for number, table in enumerate(tables):
        told = [number, *(table.about.get(name, "") for name in facts)]
        for row in table.rows():
            cells = dict(zip(table.columns, row, strict=True))
            values = [*told, *(cells.get(name, "") for name in own)]
            for column, value in zip(columns.values(), values, strict=True):
                column.append(value)
    about = {n: v for table in tables for n, v in table.about.items() if n not in facts}
    return Table(columns, about)


def _said(name: str, text: Any, specs: dict[str, Spec]) -> str:
    """One fact for a legend: a choice by its label, what is on by its own, what is off by none."""
    spec = specs.get(name)
    if name == "job":
        return str(text).partition("=")[2].replace(";", ", ") or "defaults"
    if text == "":  # one table's fact that another lacks
        return ""
    if spec is None:
        return f"{name} {text}"
    if spec.kind == "choice":
        return next((c.label for c in spec.choices if c.id == text), str(text))
    if spec.kind == "bool":
        return spec.label if text == "true" else ""
    return f"{spec.label} {text}"
