"""Tables out: traces as CSV, states as NPZ, each with the seed and the parameters it came from."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from simulator.core.document import write_atomically
from simulator.core.job import Table
from simulator.core.model import Model, Readout
from simulator.core.trace import TraceData


def facts(model: Model) -> dict[str, Any]:
    """Return what has to be known to get the same numbers again."""
    about = {"model": model.name, "seed": model.seed, **model.parameters.texts()}
    return about if model.backend == "numba" else {**about, "backend": model.backend}


def units_of(model: type[Model]) -> dict[str, str]:
    """Return what a step of a trace is, and the units of its columns, those that have one."""
    readouts = model.declared(Readout).values()
    units = {f"unit of {r.name}": r.unit for r in readouts if r.is_traced and r.unit}
    return {"unit of step": model.grains[0].name, **units}


def as_csv(trace: TraceData, about: dict[str, Any]) -> str:
    """Return a trace as comma-separated text; lines that begin with # say where it came from."""
    steps, values = trace.steps.tolist(), trace.values.tolist()
    rows = [
        [step, *("" if np.isnan(v) else repr(v) for v in row)]
        for step, row in zip(steps, values, strict=True)
    ]
    return _csv(["step", *trace.columns], rows, about)


def table_csv(table: Table, about: dict[str, Any]) -> str:
    """Return a job's table as comma-separated text, with where it came from."""
    return _csv(list(table.columns), table.rows(), about)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]], about: dict[str, Any]) -> str:
    out = io.StringIO()
    for name, value in about.items():
        out.write(f"# {name}={value}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def write_csv(path: str | Path, data: TraceData | Table, about: dict[str, Any]) -> None:
    """Write a trace or a job's table; raises InputError when the file can't be written."""
    text = table_csv(data, about) if isinstance(data, Table) else as_csv(data, about)
    write_atomically(path, text.encode())


def write_npz(path: str | Path, arrays: dict[str, np.ndarray], about: dict[str, Any]) -> None:
    """Write arrays and, as the array `about`, the lines name=value; raises InputError."""
    out = io.BytesIO()
    lines = np.array([f"{name}={value}" for name, value in about.items()])
    np.savez_compressed(out, about=lines, **arrays)  # type: ignore[arg-type]
    write_atomically(path, out.getvalue())
