"""The chart of the job `capacity`: measured shares against the loading, and what theory says."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from simulator.core import job
from simulator.core.comparison import names_of
from simulator.core.job import Table
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_capacities import PSEUDO_INVERSE_LOADING, perceptron_capacity
from simulator.models.hopfield_capacity import CapacityOptions
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import HopfieldParameters
from simulator.models.hopfield_theory import critical_loading, retrieval_overlap
from simulator.views.trace_wish import Chart, Guide, Line

THEORY = "overlap m, N → ∞"
UNFELT = ("side", "temperature", "cooling", "temperature_end")  # parameters
FROM_ZERO = 0.5  # of the largest loading: a smaller least one shows the axis from 0 on


def capacity_chart(tables: Sequence[Table]) -> Chart:
    """Return a curve for each table and size, the mean-field overlap beside Hebb's, and guides."""
    lines = [line for pair in _named(tables) for line in _curves(*pair)]
    names = [line.name for line in lines]
    lines = [
        replace(line, name=name, color=place, has_points=True)
        for place, (line, name) in enumerate(zip(lines, _told_apart(names), strict=True))
    ]
    loadings = np.concatenate([line.x for line in lines if line.x is not None])
    low, high = float(loadings.min()), float(loadings.max())
    if low < FROM_ZERO * high or low == high:
        low = 0.0
    if any(_has_theory(table) for table in tables):
        lines.insert(0, _mean_field(low, high))
    guides = dict.fromkeys(guide for table in tables for guide in _guides(table))
    return Chart(lines, (low, high), (0.0, 1.0), guides=tuple(guides), note=_note(tables))


def _named(tables: Sequence[Table]) -> list[tuple[Table, str]]:
    """Name each table by its rule, or by the settings that tell it from the others."""
    settings = [_settings(table) for table in tables]
    different = [about for k, about in enumerate(settings) if about not in settings[:k]]
    names = names_of([Table({}, about) for about in different], HopfieldParameters)
    rules = [RULES[table.columns["rule"][0]].label for table in tables]
    return [
        (table, names[different.index(about)] or rule)
        for table, about, rule in zip(tables, settings, rules, strict=True)
    ]


def _told_apart(names: Sequence[str]) -> list[str]:
    """Number the names that come again: measured once more with another seed or more trials."""
    before = [names[:k].count(name) for k, name in enumerate(names)]
    return [f"{n} ({k + 1})" if k else n for n, k in zip(names, before, strict=True)]


def _settings(table: Table) -> dict[str, Any]:
    """Return what the curves hang on, but for the size."""
    options = _options(table)
    known = {k: text for k, text in table.about.items() if k in HopfieldParameters.specs()}
    p = HopfieldParameters.from_values(known)
    about = {k: text for k, text in known.items() if k not in UNFELT and p.applies(k)}
    about["overlap >"] = f"{options.overlap:g}"
    return about | {"flipped": f"{100 * options.corruption:g} %"}


def _curves(table: Table, name: str) -> list[Line]:
    """Return one line for each size of a table."""
    units, x, y, errors = (
        np.array(table.columns[key]) for key in ("units", "loading", "recalled", "error")
    )
    return [
        Line(f"{name}, N = {n}", y[units == n], x=x[units == n], errors=errors[units == n])
        for n in np.unique(units)
    ]


def _has_theory(table: Table) -> bool:
    return table.columns["theory"][0] is not None


def _mean_field(low: float, high: float) -> Line:
    """Return m(α) of infinitely many units, which ends with a fall to 0."""
    critical = critical_loading()
    x = np.unique([*np.linspace(low, high, 200), critical, np.nextafter(critical, 1.0)])
    return Line(THEORY, retrieval_overlap(x), "ink3", x=x)


def _guides(table: Table) -> list[Guide]:
    """Return the loadings at which theory sees a rule fail."""
    rule = table.columns["rule"][0]
    if _has_theory(table):
        return [Guide(f"critical loading {critical_loading():.3f}", critical_loading())]
    if rule == "pseudo-inverse":
        return [Guide("K = N", PSEUDO_INVERSE_LOADING)]
    if rule == "perceptron":
        margin = float(table.about.get("margin", 0.0))
        largest = perceptron_capacity(margin)
        return [Guide(f"theory, κ = {margin:g}: {largest:.2f}", largest)]
    return []


def _note(tables: Sequence[Table]) -> str:
    trials = " or ".join(str(n) for n in sorted({t.columns["trials"][0] for t in tables}))
    given = [_options(table) for table in tables]
    overlaps = " or ".join(f"{x:g}" for x in sorted({options.overlap for options in given}))
    flipped = " or ".join(f"{100 * x:g}" for x in sorted({options.corruption for options in given}))
    return (
        f"overlap > {overlaps} · {flipped} % flipped · {trials} recalls a point · ± standard error"
    )


def _options(table: Table) -> CapacityOptions:
    options = job.asked(Hopfield, table.about["job"])[1]
    assert isinstance(options, CapacityOptions)
    return options
