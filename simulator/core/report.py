"""What stands in the report of a run: facts, settings, numbers, what was done, how to repeat it.

No Qt: pictures and their place on the page are added by whoever draws it (`views/report_*`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np

from simulator.core import presets, repeat, script
from simulator.core.backends import BACKENDS
from simulator.core.document import program_version
from simulator.core.errors import shorten
from simulator.core.journal import Entry
from simulator.core.model import Invariant, Model, Readout
from simulator.core.numerals import grouped
from simulator.core.parameter import Spec
from simulator.core.run import Run
from simulator.core.trace import TraceData

LONGEST = 72  # characters of a deed
MOST_LINES = 8  # of a traced list: a report is no place for a hundred memories
Row = tuple[str, str]  # a name, and what it is


@dataclass(frozen=True)
class Curve:
    """A traced readout over the steps: its lines (K, P), each with a name."""

    label: str
    unit: str
    steps: np.ndarray  # (P,)
    lines: np.ndarray  # (K, P)
    names: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """An invariant, and whether it holds; None: it does not apply."""

    sentence: str
    tolerance: str
    holds: bool | None


@dataclass(frozen=True)
class Report:
    """All of a report that is text or numbers."""

    title: str
    summary: str
    equation: str  # TeX
    facts: tuple[Row, ...]  # preset, seed, step, back end
    made: str  # by which version, when
    changed: tuple[Row, ...]  # settings that differ from their defaults
    settings: tuple[Row, ...]  # all, as the command line takes them
    readouts: tuple[Row, ...]
    held: tuple[Held, ...]
    journal: tuple[Row, ...]  # at which step, what
    curves: tuple[Curve, ...]
    command: str | None  # None: the script alone repeats it
    script: str


def report_of(
    run: Run, readings: Mapping[str, str], invariants: Mapping[str, bool | None]
) -> Report:
    """Return the report of a run as it stands; `readings` are the readouts in words, by name."""
    model = run.model
    specs, declared = model.Parameters.specs(), model.declared(Invariant)
    readouts = model.declared(Readout)
    values = model.parameters.values()
    return Report(
        title=model.title,
        summary=model.summary,
        equation=model.equation_under(model.parameters),
        facts=_facts(run),
        made=f"Reverie {program_version()}, {date.today().isoformat()}",
        changed=tuple(
            (spec.label, _said(spec, values[name]))
            for name, spec in specs.items()
            if values[name] != spec.default and spec.has_effect(values)
        ),
        settings=tuple(model.parameters.texts().items()),
        readouts=tuple((readouts[name].label, text) for name, text in readings.items()),
        held=tuple(
            Held(declared[name].sentence, declared[name].tolerance, holds)
            for name, holds in invariants.items()
        ),
        journal=tuple(deeds(run.entries)),
        curves=tuple(curves(model, run.branch.trace.data(), model.step)),
        command=repeat.command_line(model, run.entries, model.step),
        script=script.as_python(model, run.entries, model.step),
    )


def _facts(run: Run) -> tuple[Row, ...]:
    model = run.model
    names = [e.text.partition("=")[2] for e in run.entries if e.text.startswith("preset=")]
    known = presets.catalogue(model.name).get(names[-1]) if names else None
    rows = [("Preset", known.title)] if known else []
    finest = model.grains[0].label
    return (
        *rows,
        ("Seed", str(model.seed)),
        ("Step", f"{grouped(model.step)} ({finest})"),
        ("Back end", BACKENDS[model.backend].label),
    )


def _said(spec: Spec, value: object) -> str:
    """Return a value as a person reads it, with its unit."""
    labels = {choice.id: choice.label for choice in spec.choices}
    text = labels.get(str(value)) if labels else spec.write(value)
    return f"{text} {spec.unit}".strip()


def deeds(entries: Sequence[Entry]) -> list[Row]:
    """Return what was done, (step, words); a stroke or a dragged slider is one line."""
    found = []
    for (_, kind), members in groupby(entries, key=lambda e: (e.group, e.kind)):
        group = list(members)
        last, more = group[-1], len(group) - 1
        text = shorten(last.text, LONGEST)
        if last.text.startswith("restore="):
            text = "put back what was there before"
        words = text if kind == "do" else f"{kind}: {text}"
        found.append((grouped(last.step), words + (f"  (and {more} before)" if more else "")))
    return found


def curves(model: Model, trace: TraceData, step: int) -> list[Curve]:
    """Return the traced readouts that are known and not always the same, up to a step."""
    upto = int(np.searchsorted(trace.steps, step, side="right"))
    steps: np.ndarray = trace.steps[:upto]
    found: list[Curve] = []
    if not steps.size or steps[0] == steps[-1]:
        return found
    for name, declared in model.declared(Readout).items():
        if not declared.is_traced:
            continue
        columns = [c for c in trace.columns if c == name or c.startswith(f"{name}[")]
        lines = np.array([trace.column(c)[:upto] for c in columns[:MOST_LINES]])
        seen = lines[np.isfinite(lines)]
        if lines.size and seen.size > 1 and seen.min() < seen.max():
            labels = tuple(c.removeprefix(name).strip("[]") for c in columns[:MOST_LINES])
            found.append(Curve(declared.label, declared.unit, steps, lines, labels))
    return found
