"""The charts of the job `temperature_scan`: what was measured, and Onsager's curves beside it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.core import job
from simulator.core.job import Table
from simulator.models import boltzmann_onsager as onsager
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_scan import ScanOptions
from simulator.panels.boltzmann_chart_names import column, named, widened
from simulator.views.trace_wish import Chart, Guide, Line

SMOOTH = 241  # points of a curve of theory
LATTICE = "exact, L → ∞"
UNFELT = (  # parameters that a scan of temperatures does not feel
    "temperature", "schedule", "temperature_start", "temperature_end", "temperature_hot", "sweeps",
    "chains", "data", "statistics", "learning_rate", "update", "momentum", "noise", "weight_decay",
    "collect", "batch", "connections", "side",
)  # fmt: skip


def scan_charts(tables: Sequence[Table]) -> tuple[Chart, ...]:
    """Return charts of energy, |m|, specific heat and susceptibility, with Onsager's curves beside
    a lattice; of energy and specific heat alone where units are not spins of a grid."""
    lines = named(tables, UNFELT, [_size(table) for table in tables])
    heats = np.concatenate([column(table, "temperature") for table in tables])
    x_range = widened(float(heats.min()), float(heats.max()))
    is_exact = any(table.columns["exact_energy"][0] is not None for table in tables)
    note = f"{_note_of_scan(tables[-1])} · ± standard error"
    return tuple(
        Chart(
            [
                *(_theory(theory, x_range) if is_exact and theory else ()),
                *(_line(table, name, k, key) for k, (table, name) in enumerate(lines)),
            ],
            x_range,
            guides=(Guide(f"T_C = {onsager.CRITICAL:.3f}", onsager.CRITICAL),) if is_exact else (),
            x_label="temperature T", y_label=label, note=note,
        )
        for key, label, theory in SCANNED
        if any(table.columns[key][0] is not None for table in tables)
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


def _line(table: Table, name: str, color: int, key: str) -> Line:
    y, errors = column(table, key), column(table, f"{key}_error")
    return Line(name, y, color, x=column(table, "temperature"), errors=errors, has_points=True)


def _size(table: Table) -> str:
    side = table.columns["side"][0]
    return f"N = {table.columns['units'][0]}" if side is None else f"L = {side}"


def _note_of_scan(table: Table) -> str:
    options = job.asked(Boltzmann, table.about["job"])[1]
    assert isinstance(options, ScanOptions)
    return f"{options.measure:,} sweeps a point after {options.equilibrate:,}"
