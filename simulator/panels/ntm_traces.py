"""The course of learning in the NTM panel: errors against sequences seen, by length, gradients."""

import math
from functools import cache

import numpy as np

from simulator.core import weights
from simulator.core.errors import InputError
from simulator.core.frame import Frame
from simulator.models import ntm_ngrams, ntm_tasks
from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.views.trace import Level, Line, TraceView
from simulator.views.trace_scale import round_up

LN_2 = math.log(2.0)
LEAST = 2000.0  # sequences there is room for at the beginning
NOT_YET = "Press Space: errors are noted while it learns."
SOME = 100  # sequences that the least cost is a mean of
BASELINE = "checkpoint:lstm-copy"
CLOSE = 0.05
COST, WRONG = 1, 2  # columns of a course


@cache
def baseline() -> np.ndarray | None:
    """Return the course (K, 3) of the shipped LSTM that learned to copy, if there is one."""
    try:
        course = weights.read(BASELINE, "ntm")[0].get("course")
    except InputError:
        return None
    return None if course is None else np.asarray(course, float)


@cache
def bayes(shortest: int, longest: int) -> float:
    """Return the least cost of n-grams there is, bits a sequence: the mean of some."""
    costs = []
    for key in range(SOME):
        rng = ntm_tasks.generator(key)
        sequence = ntm_tasks.TASKS["n-grams"].draw(rng, (shortest, longest), 1)
        best = ntm_ngrams.optimal(sequence.content.bits[:, 0])
        costs.append(ntm_ngrams.cost(best, sequence.targets[:, 0], sequence.mask) / LN_2)
    return float(np.mean(costs))


def has_baseline(frame: Frame) -> bool:
    """Whether the shipped LSTM learned the same task."""
    p = frame.parameters
    return p.task == "copy" and p.width == 8 and p.lengths == (1, 20) and p.has_memory


def show_wrong(view: TraceView, frame: Frame) -> None:
    """Show wrong bits of a sequence against sequences learned."""
    _show(view, frame, WRONG)


def show_loss(view: TraceView, frame: Frame) -> None:
    """Show the loss of a sequence in bits, the "cost" of the paper's figures."""
    _show(view, frame, COST, LN_2)


def _show(view: TraceView, frame: Frame, column: int, unit: float = 1.0) -> None:
    s: NtmSnapshot = frame.snapshot
    own = s.course
    if not len(own):
        view.set_empty(NOT_YET)
        view.clear()
        return
    other = baseline() if has_baseline(frame) else None
    end = round_up(max(LEAST, float(own[-1, 0])))
    x, lines = own[:, 0], []
    name = "NTM" if frame.parameters.has_memory else "LSTM"
    if other is not None:
        x = np.unique(np.concatenate([x, other[other[:, 0] <= end, 0]]))
        values = np.interp(x, other[:, 0], other[:, column] / unit, np.nan, np.nan)
        if np.isfinite(values).any():  # its first point lies further on than a short course
            lines.append(Line("LSTM alone", values, "warm"))
    values = np.interp(x, own[:, 0], own[:, column] / unit, np.nan, np.nan)
    lines.append(Line(name, values, "accent"))
    p = frame.parameters
    levels = []
    if p.task == "n-grams" and column == COST:
        levels.append(Level("Bayes", bayes(*p.lengths)))
    top = max(float(np.nanmax(line.y)) for line in lines)
    y_range = 0.0, round_up(max(top, 1e-3))
    view.show_lines(x, lines, float(own[-1, 0]), levels, x_range=(0.0, end), y_range=y_range)


def wrong_caption(frame: Frame) -> str:
    course = frame.snapshot.course
    if not len(course):
        return "wrong bits in a sequence, as it learns"
    last = float(course[-1, 2])
    if last < CLOSE:
        return f"{last:.2f} bits wrong in a sequence: learned"
    return f"{last:.1f} bits wrong in a sequence"


def loss_caption(frame: Frame) -> str:
    course = frame.snapshot.course
    if not len(course):
        return "loss of a sequence in bits: 0 is perfect"
    return f"{float(course[-1, 1]) / LN_2:.2f} bits a sequence: 0 is perfect"


def show_lengths(view: TraceView, frame: Frame) -> None:
    """Show how many bits are right by the length of the sequence."""
    found = np.array(frame.readouts["accuracy_by_length"], float).reshape(-1, 2)
    if len(found) < 2:
        view.set_empty(NOT_YET)
        view.clear()
        return
    low = min(0.5, float(found[:, 1].min()))
    line = Line("right", found[:, 1], "accent")
    x_range = float(found[0, 0]), float(found[-1, 0])
    levels = [Level("chance", 0.5)]
    view.show_lines(found[:, 0], [line], None, levels, x_range=x_range, y_range=(low, 1.0))


def show_gradient(view: TraceView, frame: Frame) -> None:
    """Show the gradient's length, and where it is cut."""
    trace, clip = frame.trace, float(frame.parameters.clip)
    name = "gradient_norm"
    if name not in trace.columns or not np.isfinite(trace.column(name)).any():
        view.set_empty(NOT_YET)
        view.clear()
        return
    values = trace.column(name)
    levels = [Level("clip", clip)] if clip else []
    top = float(np.nanquantile(values, 0.98))
    y_range = 0.0, round_up(max(top, 1.2 * clip, 1e-6))
    values = np.where(values > y_range[1], np.nan, values)
    view.show_lines(
        np.asarray(trace.steps, float), [Line("|g|", values, "accent")], float(frame.step), levels,
        y_range=y_range,
    )  # fmt: skip
