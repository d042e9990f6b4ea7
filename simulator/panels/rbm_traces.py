"""The course of training in the RBM panel: traces, and captions that tell good from bad."""

from collections.abc import Sequence

import numpy as np

from simulator.core.frame import Frame
from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.models.rbm_verdict import OVERFIT, SURE
from simulator.panels.rbm_words import signed
from simulator.views.trace import Level, Line, TraceView
from simulator.views.trace_scale import round_up

PHASES = 3.0  # steps of a batch
LEAST = 8.0  # updates there is room for at the beginning
HIGH = 2.0  # root mean square of weights that are large
NOT_YET = "Press Space: this is measured while the machine learns."
NO_LEARNING = "Nothing is learned: choose a way of learning, and press Space."
NO_HELD_OUT = "Nothing is held out, so overfitting can't be seen: set Held out above 0."


def show_error(view: TraceView, frame: Frame) -> None:
    """Show the reconstruction error."""
    _show(view, frame, [("", "reconstruction_error", "accent")], floor=0.0)


def error_caption(frame: Frame) -> str:
    error = frame.snapshot.measures["reconstruction_error"]
    if error is None:
        return "should fall quickly, then slowly"
    trend = _trend(frame, "reconstruction_error")
    if trend > 0.1:
        return "rises: the learning rate may be too high"
    return "falls: good, but it does not measure dreams"


def show_likelihood(view: TraceView, frame: Frame) -> None:
    """Show the log-likelihood, of a machine too large for it the pseudo-log-likelihood."""
    s: RbmSnapshot = frame.snapshot
    if not _has(frame, "log_likelihood"):
        if s.parameters.is_gaussian:
            view.set_empty("Of Gaussian units the page Measure estimates the log-likelihood.")
            view.clear()
            return
        _show(view, frame, [("pseudo", "pseudo_log_likelihood", "accent")])
        return
    lines = [("held out", "log_likelihood_held_out", 1), ("learned", "log_likelihood", "accent")]
    count, side = s.trained_on, s.parameters.side
    is_whole = s.parameters.data == "bars-and-stripes" and count == 2 ** (side + 1) - 2
    levels = [Level("best possible", -float(np.log(count)))] if is_whole else []
    _show(view, frame, lines, levels)


def likelihood_caption(frame: Frame) -> str:
    if _has(frame, "log_likelihood"):
        return "exact, in nats a pattern: should rise"
    return "pixels, each given the others: should rise"


def show_overfitting(view: TraceView, frame: Frame) -> None:
    """Show the free energy gap: below 0, learned patterns are preferred."""
    s: RbmSnapshot = frame.snapshot
    if not s.held_out and not s.trouble:
        view.set_empty(NO_HELD_OUT)
        view.clear()
        return
    levels = [Level("no difference", 0.0), Level("overfitting", _limit(s), True)]
    _show(view, frame, [("", "free_energy_gap", "accent")], levels)


def overfitting_caption(frame: Frame) -> str:
    s: RbmSnapshot = frame.snapshot
    gap = s.measures["free_energy_gap"]
    if gap is None:
        return "0: what is held out is as likely"
    if gap < _limit(s) and s.epoch:
        return f"overfitting: {signed(gap, 1)} nats, known by heart"
    return f"{signed(gap, 1)} nats: no overfitting"


def _limit(s: RbmSnapshot) -> float:
    """The gap in nats below which it is no chance."""
    return min(OVERFIT, -SURE * (s.measures.get("gap_error") or 0.0))


def show_units(view: TraceView, frame: Frame) -> None:
    """Show the mean activity of the hidden units, and shares of dead and saturated ones."""
    h = frame.snapshot.hidden_biases.size
    lines = [
        ("dead", "dead_units", 4, h), ("stuck", "saturated_units", 1, h),
        ("mean on", "mean_hidden_activity", "accent"),
    ]  # fmt: skip
    _show(view, frame, lines, y_range=(0.0, 1.0))


def units_caption(frame: Frame) -> str:
    s: RbmSnapshot = frame.snapshot
    if s.saturated.all() and s.saturated.size:
        return "all are stuck: the rate is too high"
    if s.dead.any():
        return f"{int(s.dead.sum())} dead units learn nothing"
    return "good: some on, none dead, none stuck"


def show_weights(view: TraceView, frame: Frame) -> None:
    """Show how large the weights are."""
    _show(view, frame, [("", "weight_norm", "accent")], floor=0.0)


def weights_caption(frame: Frame) -> str:
    size = float(frame.readouts["weight_norm"] or 0.0)
    if size > HIGH:
        return "very large: lower the rate, or add decay"
    return "grow slowly and level off: good"


# ---- parts ----


def _has(frame: Frame, name: str) -> bool:
    """Whether a quantity has been measured in this run."""
    return name in frame.trace.columns and bool(np.isfinite(frame.trace.column(name)).any())


def _trend(frame: Frame, name: str) -> float:
    """By which share a quantity has grown over the last fifth of the run, from its least."""
    values = frame.trace.column(name)
    values = values[np.isfinite(values)]
    if values.size < 10:
        return 0.0
    last = float(values[-max(2, values.size // 5) :].mean())
    return last / max(float(values.min()), 1e-12) - 1.0


def _show(
    view: TraceView, frame: Frame, wanted: Sequence[tuple], levels: Sequence[Level] = (),
    floor: float | None = None, y_range: tuple[float, float] | None = None,
) -> None:  # fmt: skip
    """Show (name, column, colour, divisor) over the updates; from `floor` up, if there is one."""
    lines = [
        Line(name, frame.trace.column(column) / (rest[0] if rest else 1.0), color)
        for name, column, color, *rest in wanted
        if _has(frame, column)
    ]
    if not lines:
        view.set_empty(NOT_YET if frame.parameters.learns else NO_LEARNING)
        view.clear()
        return
    if floor is not None:
        top = max(float(np.nanmax(line.y)) for line in lines)
        y_range = floor, round_up(max(top, 1e-6))
    marks = [step / PHASES for step in frame.marks if step]
    x_range = (0.0, max(LEAST, frame.end / PHASES))
    now = frame.step / PHASES
    view.show_lines(frame.trace.steps / PHASES, lines, now, levels, marks, x_range, y_range)
