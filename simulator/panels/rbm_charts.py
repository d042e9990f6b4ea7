"""The charts of the RBM's jobs: how likely the data are, halves completed, CD against PCD.

Each function takes the tables of one job, at least one, and shows them; it returns a note.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.core import job
from simulator.core.job import Table
from simulator.core.numerals import grouped
from simulator.models.rbm import Rbm
from simulator.panels.rbm_words import signed
from simulator.views.bars import BarsView
from simulator.views.quartet import QuartetView
from simulator.views.trace_wish import Chart, Line

PARTS = (("held out", 1), ("learned", 0))
LEARNERS = (("cd", "CD", 1), ("pcd", "PCD", 0))
PHASES = 3  # steps of an update


def likelihood_chart(tables: Sequence[Table]) -> Chart:
    """Return the log-likelihood of both parts against the updates at which each was measured."""
    lines = []
    for part, color in PARTS:
        found = sorted(row for table in tables for row in _rows(table) if row[0] == part)
        if found:
            x, y, error = np.array([row[1:] for row in found], float).T
            lines.append(Line(part, y, color, x=x, errors=error, has_points=True))
    places = np.concatenate([line.x for line in lines if line.x is not None])
    low, high = float(places.min()), float(places.max())
    room = max(1.0, 0.1 * high)
    return Chart(
        lines, (max(low - room, 0.0), high + room), x_label="updates", y_label="nats a pattern",
        note=_likelihood_note(tables[-1]),
    )  # fmt: skip


def _rows(table: Table) -> list[tuple[str, float, float, float]]:
    """Part, updates, log-likelihood and error of each row."""
    updates = float(table.about.get("step", 0)) // PHASES
    columns = (table.columns[name] for name in ("part", "log_likelihood", "error"))
    return [(part, updates, y, error) for part, y, error in zip(*columns, strict=True)]


def _likelihood_note(table: Table) -> str:
    """The newest numbers, and how they were found."""
    is_exact = table.columns["how"][0] == "exact"
    said = [
        f"{part} {signed(y, 2)}" + ("" if is_exact else f" ± {error:.2f}")
        for part, _, y, error in _rows(table)
    ]
    return " · ".join([*said, "exact" if is_exact else "± one error of ln Z"])


def show_completion(view: BarsView, tables: Sequence[Table]) -> str:
    """Show the squared errors of the last measurement; the machine's is strong."""
    table = tables[-1]
    names, errors = table.columns["way"], table.columns["squared_error"]
    texts = [f"{e:.4f} · {r:.2f}" for e, r in zip(errors, table.columns["ratio"], strict=True)]
    view.show_bars(
        names, np.array(errors, float), texts, strong=len(names) - 1,
        note="squared error of a pixel · ratio to the mean pattern",
    )  # fmt: skip
    half = getattr(_options(table), "half", "right")
    count = grouped(table.columns["patterns"][0])
    return f"the {half} half of {count} held-out patterns · shorter is better"


def show_comparison(view: QuartetView, tables: Sequence[Table]) -> str:
    """Show log-likelihood and reconstruction error of both learners over the epochs."""
    table = tables[-1]
    is_exact = any(value is not None for value in table.columns["log_likelihood"])
    likelihood = "log_likelihood" if is_exact else "pseudo_log_likelihood"
    label = "log-likelihood, nats" if is_exact else "pseudo-log-likelihood"
    charts = [
        Chart(_curves(table, name), _range(table), x_label="epochs", y_label=said)
        for name, said in ((likelihood, label), ("reconstruction_error", "reconstruction error"))
    ]
    note = "left: higher is better · CD never looks far from the data, whatever it reconstructs"
    view.show_charts(charts, note)
    return note


def _curves(table: Table, column: str) -> list[Line]:
    which = np.array(table.columns["learning"])
    epochs = np.array(table.columns["epoch"], float)
    values = np.array([np.nan if v is None else v for v in table.columns[column]], float)
    return [
        Line(name, values[which == key], color, x=epochs[which == key])
        for key, name, color in LEARNERS
    ]


def _range(table: Table) -> tuple[float, float]:
    return 0.0, float(max(table.columns["epoch"]))


def _options(table: Table) -> Any:
    return job.asked(Rbm, str(table.about.get("job", "completion")))[1]
