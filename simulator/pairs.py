"""`--twin`: a run and its twin in lock step, without a window. Imports no Qt."""

import argparse
import json
import time
from typing import Any

from simulator import batch
from simulator.core import job, twins, warmup
from simulator.core.run import Run


def run(options: argparse.Namespace) -> int:
    """Carry out `run --twin` and print both results and their difference; returns the exit code."""
    warmup.use()
    grain, steps = batch.grain_and_steps(options)
    runs = begin(options, batch.prepare(options, keeps_history=False))
    seconds = take_steps(runs, grain, steps)
    found, _ = results(options, runs, grain, steps, seconds)
    print(json.dumps(found) if options.json else as_text(found))
    return 0


def begin(options: argparse.Namespace, work: Run) -> list[Run]:
    """Return the run, and its twin if --twin sets one beside it; raises InputError."""
    return [work, twins.pair(work, options.twin)] if options.twin else [work]


def take_steps(runs: list[Run], grain: str, steps: int) -> float:
    """Run `steps` grains of the first, all in lock step; returns the seconds they took."""
    if len(runs) == 1:
        return batch.take_steps(runs[0], grain, steps)
    begun = time.perf_counter()
    twins.run_grains(runs, grain, steps)
    for each in runs:
        each.observe()
        each.check()
    return time.perf_counter() - begun


def results(
    options: argparse.Namespace, runs: list[Run], grain: str, steps: int, seconds: float
) -> tuple[dict[str, Any], job.Table | None]:
    """Return the result, of twins both and b − a of every readout, and A's table of a job; A is
    what --save and --csv write."""
    first, *others = runs
    table = batch.compute(options, first)
    found = batch.hand_out(options, first, grain, steps, seconds, table)
    if not others:
        return found, table
    twin = batch.as_dict(others[0], grain, steps, seconds)
    if measured := batch.compute(options, others[0]):
        twin["readouts"][job.asked(type(first.model), options.job)[0].name] = measured.columns
    difference = twins.difference(found["readouts"], twin["readouts"])
    return {"twins": [found, twin], "difference": difference}, table


def as_text(found: dict[str, Any]) -> str:
    """Return both results and the difference for a person to read."""
    lines: list[str] = []
    for letter, result in zip(twins.LETTERS, found["twins"], strict=True):
        lines += [f"{letter}: {batch.as_text(result)}", ""]
    lines.append("B − A")
    for name, value in found["difference"].items():
        if isinstance(value, int | float):
            lines.append(f"  {name:<16} {value:+g}")
    return "\n".join(lines)
