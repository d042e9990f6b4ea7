"""The course of the game in the GAN panel: traces, and captions that tell good from bad."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from simulator.core.frame import Frame
from simulator.models.gan_snapshot import GanSnapshot
from simulator.models.gan_state import LOGARITHMIC
from simulator.models.gan_verdict import CLOSE, FEW
from simulator.panels.gan_words import signed
from simulator.views.trace import Level, Line, TraceView
from simulator.views.trace_scale import round_up

LN2 = math.log(2.0)
LEAST = 20.0  # iterations there is room for at the beginning
NOT_YET = "Press Space: this is measured while the two play."
NO_DENSITY = (
    "Of pictures no density is known, so neither JS nor KL. See Coverage, and Measure, Likelihood."
)
Wanted = tuple[str, str, str | int, float]  # name, column, colour, divisor


# ---- pages ----


def show_losses(view: TraceView, frame: Frame) -> None:
    """Show both players' losses, and what they are where neither can win."""
    p = frame.parameters
    levels = []
    if p.loss in LOGARITHMIC and not p.label_smoothing:
        levels = [Level("2 ln 2", 2 * LN2), Level("ln 2", LN2)]
        if p.loss == "minimax":
            levels[1] = Level("−ln 2", -LN2)
    _show(view, frame, [("D", "loss_d", "accent", 1.0), ("G", "loss_g", "warm", 1.0)], levels)


def losses_caption(frame: Frame) -> str:
    p = frame.parameters
    if p.loss in LOGARITHMIC and not p.label_smoothing:
        return "at the dashed lines neither wins"
    return "of critics only trends mean something" if p.is_critic else "both level off: good"


def show_value(view: TraceView, frame: Frame) -> None:
    """Show V, what the two play for."""
    levels = [Level("−ln 4", -2 * LN2)] if frame.parameters.loss in LOGARITHMIC else []
    _show(view, frame, [("V", "value", "accent", 1.0)], levels)


def value_caption(frame: Frame) -> str:
    if frame.parameters.loss not in LOGARITHMIC:
        return "D lifts it, G presses it down"
    value = frame.snapshot.numbers["value"]
    if math.isnan(value):
        return "D lifts it, G presses it down to −ln 4"
    return f"{signed(value, 2)}: {'D is ahead' if value > -1.2 else 'near −ln 4: good'}"


def show_divergence(view: TraceView, frame: Frame) -> None:
    """Show how far fakes are from data."""
    if frame.snapshot.has_pictures:
        _leave_empty(view, NO_DENSITY)
        return
    wanted: list[Wanted] = [("KL", "kl", 1, 1.0), ("JS", "js", "accent", 1.0)]
    top = _top(frame, "kl")
    _show(view, frame, wanted, [Level("ln 2", LN2)], y_range=(0.0, round_up(max(top, 1.1 * LN2))))


def divergence_caption(frame: Frame) -> str:
    js = frame.snapshot.measures["js"]
    if js is None:
        return "0: fakes are like data · ln 2: nothing alike"
    if js < CLOSE[frame.parameters.dimensions]:
        return f"JS {js:.3f} nats: fakes are like data"
    return f"JS {js:.3f} nats: {'far' if js > 0.35 else 'nearer'} · ln 2: nothing alike"


def show_coverage(view: TraceView, frame: Frame) -> None:
    """Show shares of modes and data that are covered, and of fakes that are good; of pictures how
    far the nearest learned one is."""
    s: GanSnapshot = frame.snapshot
    if s.has_pictures:
        _show(view, frame, [("", "nearest_training_distance", "accent", 1.0)], floor=0.0)
        return
    modes = float(len(s.world.weights)) if s.world is not None and s.world.modes else 1.0
    wanted: list[Wanted] = [("modes", "modes_covered", "accent", modes)]
    wanted = [("coverage", "coverage", 2, 1.0), ("precision", "precision", "warm", 1.0), *wanted]
    _show(view, frame, wanted, y_range=(0.0, 1.05))


def coverage_caption(frame: Frame) -> str:
    s: GanSnapshot = frame.snapshot
    if s.has_pictures:
        return "to the nearest learned picture; 0: copied"
    found = s.measures["modes_covered"]
    if found is None or s.world is None:
        return "all near 1: every fake good, nothing missed"
    count = len(s.world.weights)
    return f"{found:.0f} of {count} modes" + (": some are lost" if found < FEW * count else "")


def show_gradients(view: TraceView, frame: Frame) -> None:
    """Show how strongly both players are pulled."""
    wanted: list[Wanted] = [
        ("D", "gradient_norm_d", "accent", 1.0), ("G", "gradient_norm_g", "warm", 1.0),
    ]  # fmt: skip
    _show(view, frame, wanted, floor=0.0)


def gradients_caption(frame: Frame) -> str:
    norm = frame.snapshot.numbers["gradient_norm_g"]
    if not math.isnan(norm) and norm < 0.02:
        return "G is taught almost nothing"
    return "neither near 0 nor growing: good"


def show_verdicts(view: TraceView, frame: Frame) -> None:
    """Show what D says on average, and how often it is right."""
    p = frame.parameters
    wanted: list[Wanted] = [
        ("fakes", "d_fake", "warm", 1.0), ("data", "d_real", "accent", 1.0),
    ]  # fmt: skip
    if p.is_critic:
        _show(view, frame, wanted, [Level("0", 0.0)])
        return
    wanted.insert(0, ("right", "accuracy_d", 2, 1.0))
    _show(view, frame, wanted, [Level("½", 0.5)], y_range=(0.0, 1.05))


def verdicts_caption(frame: Frame) -> str:
    if frame.parameters.is_critic:
        return "scores: their distance is what counts"
    return "½: D can't tell · 1 and 0: D has won"


# ---- time ----


def iterations_of(frame: Frame) -> np.ndarray:
    """Iterations (P,) at the points of the trace."""
    trace = frame.trace
    if "iterations" not in trace.columns:
        return np.zeros(len(trace.steps))
    return np.nan_to_num(trace.column("iterations"))


def step_at(frame: Frame, iteration: float) -> int:
    """The step of the timeline at which an iteration began; k_D and k_G may have changed."""
    x, steps = iterations_of(frame), frame.trace.steps
    wanted = round(iteration)
    k = int(np.searchsorted(x, wanted, side="right")) - 1
    if k < 0 or k + 1 >= len(x) or x[k] == wanted:
        first = int(np.searchsorted(x, wanted, side="left"))
        return int(steps[min(first, len(steps) - 1)])
    share = (wanted - x[k]) / (x[k + 1] - x[k])
    return round(float(steps[k] + share * (steps[k + 1] - steps[k])))


# ---- parts ----


def _has(frame: Frame, name: str) -> bool:
    return name in frame.trace.columns and bool(np.isfinite(frame.trace.column(name)).any())


def _top(frame: Frame, name: str) -> float:
    """The largest of the values of the last half, so that a wild beginning squeezes nothing."""
    if not _has(frame, name):
        return 0.0
    values = frame.trace.column(name)
    values = values[len(values) // 2 :]
    return float(np.nanmax(values, initial=0.0)) if np.isfinite(values).any() else 0.0


def _leave_empty(view: TraceView, text: str) -> None:
    view.set_empty(text)
    view.clear()


def _show(
    view: TraceView, frame: Frame, wanted: Sequence[Wanted], levels: Sequence[Level] = (),
    floor: float | None = None, y_range: tuple[float, float] | None = None,
) -> None:  # fmt: skip
    """Show columns over the iterations; from `floor` up, if there is one."""
    s: GanSnapshot = frame.snapshot
    lines = [
        Line(name, frame.trace.column(column) / divisor, color)
        for name, column, color, divisor in wanted
        if _has(frame, column)
    ]
    if not lines:
        _leave_empty(view, s.trouble or NOT_YET)
        return
    if floor is not None:
        top = max(float(np.nanmax(line.y)) for line in lines)
        y_range = floor, round_up(max(top, 1e-6))
    if y_range is not None:  # what is beyond is left out: a line along the edge would be untrue
        lines = [replace(line, y=np.where(line.y > y_range[1], np.nan, line.y)) for line in lines]
    x = iterations_of(frame)
    marks = np.interp([step for step in frame.marks if step], frame.trace.steps, x).tolist()
    x_range = (0.0, round_up(max(LEAST, float(x[-1]))))
    view.show_lines(x, lines, float(s.iterations), levels, marks, x_range, y_range)
