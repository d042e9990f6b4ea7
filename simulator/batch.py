"""`run`: a model without a window. Imports no Qt."""

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.core import backends, document, job, link, link_opening, link_writing, tables, warmup
from simulator.core.errors import InputError, shorten
from simulator.core.model import Model, checked_seed
from simulator.core.parameter import whole_number
from simulator.core.run import Run
from simulator.models import model_class

MAX_STEPS = 10**9


def run(options: argparse.Namespace) -> int:
    """Carry out `run` and print the result; returns the exit code."""
    warmup.use()
    grain, steps = grain_and_steps(options)
    work = prepare(options, keeps_history=False)
    seconds = take_steps(work, grain, steps)
    result = hand_out(options, work, grain, steps, seconds, compute(options, work))
    if said := work.model.taken_notice():
        print(said, file=sys.stderr)
    if options.link:
        result["link"] = _link_to(work)
    print(json.dumps(result) if options.json else as_text(result))
    return 0


def _link_to(work: Run) -> str | None:
    """Return the link to the end of a run; where there is none, say why."""
    try:
        return link_writing.as_link(work)
    except InputError as error:
        print(error, file=sys.stderr)
        return None


def take_steps(
    work: Run, grain: str, steps: int, after_each: Callable[[int], object] | None = None
) -> float:
    """Run `steps` grains and observe the end; returns the seconds they took. `after_each` is told
    after every grain how many are done."""
    model, first, begun = work.model, work.model.step, time.perf_counter()
    known = None if after_each else model.steps_of(grain, steps)
    if known is not None:  # at once: a grain at a time costs more than a sweep of a small network
        work.advance(known)
        work.keep()
    else:
        for done in range(1, steps + 1):
            work.grain(grain)
            work.keep()
            if after_each:
                after_each(done)
    seconds = time.perf_counter() - begun
    if seconds > 0 and model.step > first:
        model.pace_measured = (model.step - first) / seconds
    work.observe()
    work.check()
    return seconds


def compute(options: argparse.Namespace, work: Run) -> job.Table | None:
    """Return the table of the job that --job asks for."""
    return job.finish(job.begin(work.model, options.job)) if options.job else None


def hand_out(
    options: argparse.Namespace,
    work: Run,
    grain: str,
    steps: int,
    seconds: float,
    table: job.Table | None,
) -> dict[str, Any]:
    """Do what --save and --csv ask for; returns the result as plain values."""
    if options.save:
        document.save(options.save, work)
    if options.csv:
        data = table or work.branch.trace.data()
        facts = tables.facts(work.model) | tables.units_of(type(work.model))
        about = table.about if table else facts
        tables.write_csv(options.csv, data, about)
    result = as_dict(work, grain, steps, seconds)
    if table:
        result["readouts"][job.asked(type(work.model), options.job)[0].name] = table.columns
    return result


def prepare(options: argparse.Namespace, keeps_history: bool) -> Run:
    """Return the run that --load, --preset, --seed, --set and --do describe; raises InputError
    for these and for --job, --csv and --save."""
    cls = model_class(options.model)
    for out in (options.save, options.csv):
        check_folder(out)
    if options.backend:
        backends.check(options.backend, cls.name, cls.backends)
    if options.job:
        job.asked(cls, options.job)  # refused before the steps rather than after
    seed = None if options.seed is None else checked_seed(options.seed)
    if options.load:
        work = _loaded(options.load, keeps_history)
        if work.model.name != cls.name:
            raise InputError(
                f"{shorten(Path(options.load).name)} holds a {work.model.name}, not a {cls.name}."
            )
        if seed is not None:
            work.do(f"new-seed={seed}")
    else:
        work = Run(cls(seed or 0), keeps_history)
    if options.backend:
        work.model.use_backend(options.backend)
    if options.preset:
        work.do(f"preset={options.preset}")
    for text in options.deeds:
        work.do(text)
    return work


def _loaded(start: str, keeps_history: bool) -> Run:
    """Return the run of a document, or that to which a link leads."""
    if start.startswith(link.SCHEME):
        said = link.read(start, model_class)
        return link_opening.opened(said, model_class(said.model), keeps_history)
    work = document.load(start, model_class)
    work.keeps_history = keeps_history
    return work


def grain_and_steps(options: argparse.Namespace) -> tuple[str, int]:
    """Return the grain and how many of it to run; raises InputError."""
    cls: type[Model] = model_class(options.model)
    grain = cls.grain(options.grain).name if options.grain else cls.grains[0].name
    given = options.steps if options.steps is not None else ("1" if options.grain else "0")
    steps = whole_number(given)
    if steps is None or not 0 <= steps <= MAX_STEPS:
        raise InputError(f"--steps {shorten(given)} is not allowed; allowed: 0 to {MAX_STEPS}.")
    return grain, steps


def as_dict(work: Run, grain: str, steps: int, seconds: float) -> dict[str, Any]:
    """Return the result of a run as plain, finite values."""
    model = work.model
    return {
        "model": model.name,
        "seed": model.seed,
        "backend": model.backend,
        "grain": grain,
        "steps": steps,
        "seconds": seconds,
        "parameters": model.parameters.values(),
        "readouts": {name: _finite(name, v) for name, v in model.readouts().items()},
        "invariants": work.invariants,
    }


def as_text(result: dict[str, Any]) -> str:
    """Return the result of a run for a person to read."""
    lines = [f"{result['model']}, seed {result['seed']}: {result['steps']} × {result['grain']}"]
    for name, value in result["readouts"].items():
        if isinstance(value, dict):
            lines += ["", "  " + "  ".join(f"{head:>10}" for head in value)]
            rows = zip(*value.values(), strict=True)
            lines += ["  " + "  ".join(f"{cell!s:>10.10}" for cell in row) for row in rows]
            continue
        if isinstance(value, list):
            value = _listed(value)
        lines.append(f"  {name:<16} {value}")
    signs = {True: "● holds", False: "▲ violated", None: "○ does not apply"}
    lines += [f"  {name:<24} {signs[value]}" for name, value in result["invariants"].items()]
    lines += [f"  {result['link']}"] if result.get("link") else []
    return "\n".join(lines)


def _flat(value: Any) -> list:
    """Return all values of a list of lists, of a list, or of one value."""
    return [one for each in value for one in _flat(each)] if isinstance(value, list) else [value]


def _listed(values: list) -> str:
    """Return numbers in a row for a person to read; rows of numbers with ; between them."""
    if values and isinstance(values[0], list):
        return "; ".join(map(_listed, values))
    return " ".join(f"{v:.3f}" for v in values)


def _finite(name: str, value: Any) -> Any:
    numbers = _flat(value)
    if any(isinstance(v, float) and not math.isfinite(v) for v in numbers):
        raise InputError(f"{name} is not finite; try a smaller temperature or threshold.")
    return value


def check_folder(out: str | None) -> None:
    """Raise InputError unless a file of this name can be written (or none is given)."""
    if not out:
        return
    path = os.path.realpath(os.path.expanduser(out))
    if not os.path.isdir(os.path.dirname(path)):
        raise InputError(
            f"There is no folder for {shorten(out)}; make it first, or choose another."
        )
    if os.path.isdir(path):
        raise InputError(f"{shorten(out)} is a folder; give the name of a file in it.")
