"""Twins: two runs side by side, A and B, in lock step; what they share, and what tells them apart.

They begin as one run and its copy, with the same random numbers: what differs afterwards comes
from what was set or done in one of them alone. **Lock step** counts the finest steps, of which
every grain is made: at one step both have done as much work, one timeline serves both, and
rewinding means the same for both. Where a grain has another length in each (an iteration of a GAN
with other k), it is A's that is counted; `grain_note` says so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from simulator.core import journal
from simulator.core.errors import InputError
from simulator.core.parameter import Parameters, Spec
from simulator.core.run import Run, starts_again
from simulator.core.trace import TraceData

LETTERS = ("A", "B")
ALL = -1  # instead of a place among the runs: all of them, whoever is addressed
TOGETHER = ("reset", "new-seed")  # what is always done to both: they start from one place
UNDO, REDO = 0, 1  # which of a journal's stacks
KeepGoing = Callable[[float], bool]


# ---- in time ----


def pair(run: Run, settings: Iterable[str] = ()) -> Run:
    """Return the twin of a run, with `name=value` of each setting its own; where that starts it
    again, so does the run. Raises InputError."""
    twin = run.copied()
    for setting in settings:
        if "=" not in setting:
            raise InputError(f"{setting} lacks a value; write name=value.")
        text = f"set {setting}"
        twin.do(text)
        begin_together((run, twin), (text,), journal.next_group(run.entries))
    return twin


def run_grains(runs: Sequence[Run], grain: str, count: int) -> None:
    """Run grains of the first, all runs in lock step; each lasts until it is over in all."""
    first = runs[0].model
    first.grain(grain)
    for _ in range(count):
        start = first.step
        while True:
            steps = first.steps_to(grain)
            for run in runs:
                run.advance(steps)
            if is_over(runs, grain, start):
                break
        for run in runs:
            run.keep()


def is_over(runs: Iterable[Run], grain: str, start: int) -> bool:
    """Whether a grain that was begun at step `start` is over in all runs: while one of them still
    settles, the other stays where it came to."""
    return all(run.model.is_over(grain, start) for run in runs)


def is_finished(runs: Iterable[Run]) -> bool:
    """Whether nothing lies ahead of any run, and further steps would change nothing to be seen."""
    return all(run.is_at_end and run.model.is_finished for run in runs)


def follow(run: Run, step: int, keep_going: KeepGoing = lambda share: True) -> bool:
    """Go to a step, also beyond the end of the run's line of time; False (and back again) if
    cancelled."""
    branch, end = run.branch, run.branch.end
    branch.end = max(end, step)
    is_there = run.seek(step, keep_going)
    if not is_there:
        branch.end = end
    return is_there


def level(runs: Sequence[Run]) -> None:
    """Put runs that an error parted back to one step: that of the one that came least far."""
    lowest = min(run.model.step for run in runs)
    for run in runs:
        if run.model.step > lowest:
            run.seek(lowest)


def begin_together(runs: Sequence[Run], texts: Sequence[str], group: int) -> bool:
    """Where one of the runs began again at step 0, let the others do so too, and keep what that
    one kept: they set the same parameter to what it is, or reset. Whether one had to."""
    lowest = min(run.model.step for run in runs)
    late = [run for run in runs if run.model.step > lowest]
    for run in late:
        again = [text for text in texts if starts_again(run.model, text)]
        run.do(_as_it_is(run, again[-1]) if again else "reset", group)
    return bool(late)


def _as_it_is(run: Run, text: str) -> str:
    """The text that starts a run again as `text` did its twin, with the run's own value."""
    if not text.startswith("set "):
        return "reset"
    name = text[4:].partition("=")[0].strip()
    spec = run.model.Parameters.spec(name)
    return f"set {name}={spec.write(getattr(run.model.parameters, name))}"


def newest(runs: Sequence[Run], stack: int) -> list[Run]:
    """Return the runs in which the thing done (UNDO) or undone (REDO) last was done: what was done
    in one alone is taken back in one alone."""
    found = [journal.stacks(run.entries)[stack] for run in runs]
    groups = [each[-1][0].group if each else 0 for each in found]
    return [run for run, group in zip(runs, groups, strict=True) if group and group == max(groups)]


# ---- side by side ----


def named(runs: Sequence[Run], run: Run, sentence: str) -> str:
    """Say which of several runs a sentence is about."""
    return f"{LETTERS[runs.index(run)]}: {sentence}" if len(runs) > 1 else sentence


def differing(a: Parameters, b: Parameters) -> list[Spec]:
    """Return the parameters that differ and have an effect in one of the two."""
    mine, others = a.values(), b.values()
    return [
        spec
        for name, spec in a.specs().items()
        if mine[name] != others[name] and (spec.has_effect(mine) or spec.has_effect(others))
    ]


def value_text(spec: Spec, value: Any) -> str:
    """Return a parameter's value as it stands on screen."""
    if spec.kind == "choice":
        return next(choice.label for choice in spec.choices if choice.id == value)
    if spec.kind == "bool":
        return "yes" if value else "no"
    text = f"{value:g}" if spec.kind in ("int", "float") else spec.write(value)
    return f"{text} {spec.unit}".strip()


def heading(specs: Iterable[Spec], parameters: Any) -> str:
    """Return what a twin is called by: `temperature 0.5 · side 28`."""
    return " · ".join(
        f"{s.label[:1].lower()}{s.label[1:]} {value_text(s, getattr(parameters, s.name))}"
        for s in specs
    )


def grain_note(grain: str, paces: Sequence[float]) -> str:
    """Say how long a grain is in each, where that differs; else nothing."""
    a, b = paces
    if a == b:
        return ""
    return f"One {grain} takes {a:g} steps in A and {b:g} in B; both are shown at one step."


def difference(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any]:
    """Return b − a of each readout; None where there is nothing to subtract."""
    return {name: _minus(b.get(name), value) for name, value in a.items()}


def _minus(b: Any, a: Any) -> Any:
    if isinstance(a, dict) and isinstance(b, dict):  # a job's table
        return difference(a, b)
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [_minus(y, x) for x, y in zip(a, b, strict=True)]
    is_number = [isinstance(v, int | float) and not isinstance(v, bool) for v in (a, b)]
    return b - a if all(is_number) else None


def trace_pair(
    a: TraceData, b: TraceData, column: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the steps (P,) of A's trace and a column of both there, (P,) and (P,). Where B has no
    point of its own, its value is on the line between two of its points; beyond them it is NaN."""
    if column not in a.columns or column not in b.columns:
        return np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    mine, others = a.column(column), b.column(column)
    if not np.array_equal(a.steps, b.steps):
        others = np.interp(a.steps, b.steps, others, left=np.nan, right=np.nan)
    return a.steps, mine, others
