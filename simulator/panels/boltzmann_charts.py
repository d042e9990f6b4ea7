"""The charts of the Boltzmann machine's jobs: what was measured, and what theory says beside it.

Each function takes the tables of one job, at least one, and returns what a view is to show.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.core.job import Table
from simulator.models.boltzmann_barrier import transition_ratio
from simulator.models.boltzmann_data import data_set
from simulator.panels.boltzmann_chart_names import column, named, widened
from simulator.panels.boltzmann_scan_charts import scan_charts
from simulator.views.trace_wish import Chart, Level, Line

__all__ = ["answers_chart", "barrier_chart", "scan_charts", "searches_chart"]

SMOOTH = 241  # points of a curve of theory


# ---- barrier ----


def barrier_chart(tables: Sequence[Table]) -> Chart:
    """Return how much the last table's machine prefers B to A, p_B/(p_A + p_B), and how readily it
    crosses from A to B, the most readily being 1, with what theory says."""
    table = tables[-1]
    heats, ratio, error, sweeps, sweeps_error, exact = (
        column(table, name)
        for name in ("temperature", "ratio", "error", "sweeps_to_b", "sweeps_error",
                     "sweeps_to_b_exact")
    )  # fmt: skip
    a, b, low, high, pass_ = (
        table.columns[name][0] for name in ("a", "b", "energy_a", "energy_b", "barrier")
    )
    seen = np.concatenate([sweeps, exact])
    fastest = float(np.nanmin(seen)) if np.isfinite(seen).any() else 1.0
    top = float(heats.max())
    x = np.linspace(top / SMOOTH, top, SMOOTH)
    ratios = np.array([transition_ratio(low, high, float(t)) for t in x])
    lines = [
        Line("theory", 1.0 - 1.0 / (1.0 + ratios), "ink3", x=x),
        Line("", fastest / exact, "ink3", x=heats),
        Line("prefers B", 1.0 - 1.0 / (1.0 + ratio), 0, x=heats, errors=error / (1.0 + ratio) ** 2,
             has_points=True),
        Line(f"crosses from A to B (1: in {fastest:.3g} sweeps)", fastest / sweeps, 1, x=heats,
             errors=fastest * sweeps_error / sweeps**2, has_points=True),
    ]  # fmt: skip
    note = f"A {a}, E = {low:g} · B {b}, E = {high:g} · the pass lies {pass_:g} above A"
    return Chart(
        lines, (0.0, top), (0.0, 1.0), x_label="temperature T", y_label="share", note=note
    )  # fmt: skip


# ---- answers ----


def answers_chart(tables: Sequence[Table]) -> Chart:
    """Return the share of right answers, against the units on in the first group or, of few
    patterns, against the pattern's number; of tables with the last one's data."""
    last = tables[-1]
    is_grouped = last.columns["pattern"][0] is None
    x = column(last, "active_bits") if is_grouped else np.arange(1.0, 1 + len(last.rows()))
    steps = [f"step {table.about.get('step', 0):,}" for table in tables]
    same = [
        (table, name)
        for table, name in named(tables, (), steps if len(tables) > 1 else ())
        if _asked(table) == _asked(last)
    ]
    lines = [
        Line(name or "right", column(table, "right"), color, x=x, errors=column(table, "error"),
             has_points=True)
        for color, (table, name) in enumerate(same)
    ]  # fmt: skip
    possible, chance = column(last, "best_possible"), _chance(last)
    if possible.min() < 1.0:
        lines.insert(0, Line("best possible", possible, "ink3", x=x))
    return Chart(
        lines, widened(float(x.min()), float(x.max())), (0.0, 1.0),
        levels=(Level("by chance", chance),) if chance else (),
        x_label="units on in the question" if is_grouped else "pattern",
        y_label="share right", note=_note_of_answers(last),
    )  # fmt: skip


def _asked(table: Table) -> tuple[Any, ...]:
    """Return what tells one set of questions from another."""
    return tuple(table.about.get(name) for name in ("data", "visible"))


def _chance(table: Table) -> float | None:
    """Return how often an answer by chance is right, one unit of some being on."""
    name, visible = _asked(table)
    if name in (None, "none", "patterns"):
        return None
    outputs = data_set(name, int(visible)).outputs
    return 1.0 / max(2, outputs)


def _note_of_answers(table: Table) -> str:
    right, count = column(table, "right"), column(table, "patterns")
    said = f"{100 * float(right @ count) / float(count.sum()):.0f} % right of all"
    codes = [code for code in table.columns["code"] if code is not None]
    if not codes:
        return said
    are = "all different" if table.columns["distinct"][0] else "not all different"
    shown = " ".join(codes[:8]) + (" …" if len(codes) > 8 else "")
    return f"{said} · codes of the hidden units {shown}: {are}"


# ---- searches ----


def searches_chart(tables: Sequence[Table]) -> Chart:
    """Return, for each method of the last table, the best energy so far against the unit updates,
    with the optimum where it is known; of a number partition, whose energies all but agree, the
    share of the runs that have found the optimum."""
    table = tables[-1]
    optimum = table.columns["optimum"][0]
    is_share = table.about.get("problem") == "partition" and table.about.get("network") == "problem"
    methods = np.array(table.columns["method"])
    updates, found = column(table, "updates"), column(table, "found")
    y, errors = column(table, "found" if is_share else "best"), column(table, "error")
    lines = []
    for color, method in enumerate(dict.fromkeys(methods.tolist())):
        own = methods == method
        end = found[own][-1]
        name = method.capitalize() + (f" {100 * end:.0f} %" if np.isfinite(end) else "")
        bars = None if is_share else errors[own]
        lines.append(Line(name, y[own], color, x=updates[own], errors=bars, has_points=True))
    is_known = optimum is not None
    note = "each method has the same number of unit updates · ± standard error"
    if is_known:
        note = "%: runs that came to the optimum · " + note
    return Chart(
        lines, (0.0, float(updates.max())), (0.0, 1.0) if is_share else None,
        levels=(Level("optimum", optimum, True),) if is_known and not is_share else (),
        x_label="unit updates", y_label="share at the optimum" if is_share else "best energy",
        note=note,
    )  # fmt: skip
