"""What the NTM's jobs show: sequences of several lengths as a plate, and how an LSTM alone learns.

Each takes the tables of one job, at least one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from simulator.core import job
from simulator.core.comparison import names_of
from simulator.core.job import Table
from simulator.core.numerals import grouped
from simulator.models.ntm_baseline import BaselineOptions
from simulator.models.ntm_jobs import NtmJobs
from simulator.models.ntm_state import NtmParameters
from simulator.views.plate import Plate, PlateView, plate_of
from simulator.views.trace_wish import Chart, Line

NONE = "–"


# ---- generalization ----


def plate(view: PlateView) -> Callable[[Sequence[Table]], str]:
    """Return what shows the last table as a plate, and says how many bits are wrong."""

    def show(tables: Sequence[Table]) -> str:
        table = tables[-1]
        shown = plate_of(table)
        view.show_plate(shown)
        count = table.columns.get("sequences", [1])[0]
        more = f" · means of {grouped(count)}, the first one is shown" if count > 1 else ""
        return f"{_wrong_bits(shown)}{more}"

    return show


def _wrong_bits(shown: Plate) -> str:
    """The mean of each machine at each length."""
    said = []
    for m, machine in enumerate(shown.machines):
        strips = [shown.at(k, m) for k in range(len(shown.lengths))]
        texts = [f"{strip.wrong:.1f}" if strip else NONE for strip in strips]
        said.append(f"{machine}: {', '.join(texts)}")
    lengths = ", ".join(map(str, shown.lengths))
    return f"{' · '.join(said)} wrong bits at {lengths}"


# ---- baseline ----


def baseline_chart(tables: Sequence[Table]) -> Chart:
    """Return the loss of each LSTM against the sequences that it has learned."""
    names = _names(tables)
    lines = [
        Line(name, _finite(table, "loss"), k, x=_finite(table, "sequences"))
        for k, (name, table) in enumerate(zip(names, tables, strict=True))
    ]
    newest = {name: values[-1] for name, values in tables[-1].columns.items()}
    return Chart(
        lines, (0.0, float(max(table.columns["sequences"][-1] for table in tables))),
        x_label="sequences", y_label="bits a sequence",
        note=f"{names[-1]}: {newest['loss']:.2f} bits, {newest['bits_wrong']:.2f} wrong bits a "
        f"sequence after {grouped(newest['sequences'])}",
    )  # fmt: skip


def _names(tables: Sequence[Table]) -> list[str]:
    """Name LSTMs by their size; where that is not enough by their learning rate, and then by the
    settings of the model beside which they learned."""
    options = [_options(table) for table in tables]
    names = [_size_name(one) for one in options]
    if len(set(names)) < len(names) and len({one.learning_rate for one in options}) > 1:
        names = [f"{a}, rate {b.learning_rate:g}" for a, b in zip(names, options, strict=True)]
    if len(set(names)) < len(names):
        others = names_of([_without_job(table) for table in tables], NtmParameters)
        names = [f"{a}, {b}" for a, b in zip(names, others, strict=True)]
    return names


def _options(table: Table) -> BaselineOptions:
    options = job.asked(NtmJobs, str(table.about.get("job", "baseline")))[1]
    assert isinstance(options, BaselineOptions)
    return options


def _size_name(options: BaselineOptions) -> str:
    """ "LSTM 256", or with its layers "LSTM 3 × 256"."""
    layers = f"{options.layers} × " if options.layers > 1 else ""
    return f"LSTM {layers}{options.size}"


def _without_job(table: Table) -> Table:
    return replace(table, about={k: v for k, v in table.about.items() if k != "job"})


def _finite(table: Table, name: str) -> np.ndarray:
    """Return a column; NaN, which is not drawn, where an LSTM has burst."""
    values = np.array(table.columns[name], float)
    values[~np.isfinite(values)] = np.nan
    return values
