"""The charts of the Boltzmann machine's jobs: what was measured, and what theory says beside it.

Each function takes the tables of one job, at least one, and returns what a view is to show.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.core.comparison import names_of
from simulator.core.job import Table
from simulator.models import boltzmann_onsager as onsager
from simulator.models.boltzmann_barrier import transition_ratio
from simulator.models.boltzmann_data import data_set
from simulator.models.boltzmann_state import BoltzmannParameters
from simulator.views.trace_wish import Chart, Guide, Level, Line

SMOOTH = 241  # points of a curve of theory
TEMPERATURE = "temperature T"
LATTICE = "exact, L → ∞"
UNHEATED = (  # parameters that a scan of temperatures does not feel
    "temperature", "schedule", "temperature_start", "temperature_end", "sweeps", "chains", "data",
    "statistics", "learning_rate", "weight_decay", "collect", "batch", "connections", "side",
)  # fmt: skip


# ---- temperature_scan ----


def scan_charts(tables: Sequence[Table]) -> tuple[Chart, ...]:
    """Return charts of energy, |m|, specific heat and susceptibility, with Onsager's curves beside
    a lattice; of energy and specific heat alone where units are not spins of a grid."""
    named = _named(tables, UNHEATED, [_size(table) for table in tables])
    heats = np.concatenate([_column(table, "temperature") for table in tables])
    x_range = _widened(float(heats.min()), float(heats.max()))
    is_exact = any(table.columns["exact_energy"][0] is not None for table in tables)
    note = f"{_note_of_scan(tables[-1])} · ± standard error"
    return tuple(
        Chart(
            [
                *(_theory(theory, x_range) if is_exact and theory else ()),
                *(_line(table, name, k, column) for k, (table, name) in enumerate(named)),
            ],
            x_range,
            guides=(Guide(f"T_C = {onsager.CRITICAL:.3f}", onsager.CRITICAL),) if is_exact else (),
            x_label=TEMPERATURE, y_label=label, note=note,
        )
        for column, label, theory in SCANNED
        if any(table.columns[column][0] is not None for table in tables)
    )  # fmt: skip


SCANNED = (
    ("energy", "energy E/N", onsager.energy_per_spin),
    ("magnetization", "magnetization |m|", onsager.magnetization),
    ("specific_heat", "specific heat C", onsager.specific_heat),
    ("susceptibility", "susceptibility χ", None),
)


def _theory(curve: Any, x_range: tuple[float, float]) -> list[Line]:
    x = np.linspace(max(x_range[0], 0.02), x_range[1], SMOOTH)
    return [Line(LATTICE, curve(x), "ink3", x=x)]


def _line(table: Table, name: str, color: int, column: str) -> Line:
    y, errors = _column(table, column), _column(table, f"{column}_error")
    return Line(name, y, color, x=_column(table, "temperature"), errors=errors, has_points=True)


def _size(table: Table) -> str:
    side = table.columns["side"][0]
    return f"N = {table.columns['units'][0]}" if side is None else f"L = {side}"


def _note_of_scan(table: Table) -> str:
    options = dict(
        pair.split("=") for pair in str(table.about.get("job", "")).partition("=")[2].split(";")
        if pair
    )  # fmt: skip
    return (
        f"{int(options.get('measure', 5000)):,} sweeps a point after "
        f"{int(options.get('equilibrate', 1000)):,}"
    )


# ---- barrier ----


def barrier_chart(tables: Sequence[Table]) -> Chart:
    """Return how much the last table's machine prefers B to A, p_B/(p_A + p_B), and how readily it
    crosses from A to B, the most readily being 1, with what theory says."""
    table = tables[-1]
    heats, ratio, error, sweeps, sweeps_error, exact = (
        _column(table, name)
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
        lines, (0.0, top), (0.0, 1.0), x_label=TEMPERATURE, y_label="share", note=note
    )  # fmt: skip


# ---- answers ----


def answers_chart(tables: Sequence[Table]) -> Chart:
    """Return the share of right answers, against the units on in the first group or, of few
    patterns, against the pattern's number; of tables with the last one's data."""
    last = tables[-1]
    is_grouped = last.columns["pattern"][0] is None
    x = _column(last, "active_bits") if is_grouped else np.arange(1.0, 1 + len(last.rows()))
    steps = [f"step {table.about.get('step', 0):,}" for table in tables]
    same = [
        (table, name)
        for table, name in _named(tables, (), steps if len(tables) > 1 else ())
        if _asked(table) == _asked(last)
    ]
    lines = [
        Line(name or "right", _column(table, "right"), color, x=x, errors=_column(table, "error"),
             has_points=True)
        for color, (table, name) in enumerate(same)
    ]  # fmt: skip
    possible, chance = _column(last, "best_possible"), _chance(last)
    if possible.min() < 1.0:
        lines.insert(0, Line("best possible", possible, "ink3", x=x))
    return Chart(
        lines, _widened(float(x.min()), float(x.max())), (0.0, 1.0),
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
    right, count = _column(table, "right"), _column(table, "patterns")
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
    updates, found = _column(table, "updates"), _column(table, "found")
    y, errors = _column(table, "found" if is_share else "best"), _column(table, "error")
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


# ---- all of them ----


def _named(
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


def _column(table: Table, name: str) -> np.ndarray:
    """Return a column as numbers (R,), NaN where there is none."""
    return np.array([np.nan if v is None else v for v in table.columns[name]], np.float64)


def _widened(low: float, high: float) -> tuple[float, float]:
    return (low, high) if high > low else (low - 0.5, high + 0.5)
