"""The traces of the Hopfield panel over the sweeps of a run: energy and overlaps."""

from collections.abc import Sequence

from simulator.core.frame import Frame
from simulator.models.hopfield_state import TOGETHER
from simulator.panels import hopfield_words as words
from simulator.views.trace import Level, Line, TraceView

FALLS = "recall only lowers it · dashed: memories"
MAY_RISE = "here it may rise · dashed: memories"  # with a temperature, or all at once
MAX_LINES = 30  # overlaps drawn; of more memories the ones that matter now


def show_energy(view: TraceView, frame: Frame) -> None:
    """Show the energy, and that of each memory as a dashed line."""
    if "energy" not in frame.trace.columns:
        return
    line = Line("", frame.trace.column("energy"), "accent", True)
    levels = [Level(*level) for level in words.energy_levels(frame.snapshot)]
    _show_trace(view, frame, [line], levels)


def show_overlaps(view: TraceView, frame: Frame) -> None:
    """Show the overlap with each memory."""
    shown = words.overlap_lines(frame.snapshot, frame.trace, MAX_LINES)
    lines = [Line(name, y, color, strong) for name, y, color, strong in shown]
    _show_trace(view, frame, lines, y_range=(-1.0, 1.0))


def energy_caption(frame: Frame) -> str:
    """Whether the energy can only fall."""
    p, network = frame.parameters, frame.snapshot.network
    is_falling = p.is_cold and p.dynamics not in TOGETHER and network.is_downhill
    return FALLS if is_falling else MAY_RISE


def _show_trace(
    view: TraceView,
    frame: Frame,
    lines: list[Line],
    levels: Sequence[Level] = (),
    y_range: tuple[float, float] | None = None,
) -> None:
    """Show lines over the sweeps of the run."""
    n = frame.snapshot.units.size
    marks = [step / n for step in frame.marks if step]
    x_range = (0.0, words.sweeps_shown(frame.end / n))
    view.show_lines(frame.trace.steps / n, lines, frame.step / n, levels, marks, x_range, y_range)
