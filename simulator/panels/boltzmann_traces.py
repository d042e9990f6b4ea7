"""The traces of the Boltzmann panel over the sweeps, or cycles, of a run."""

from collections.abc import Sequence

import numpy as np

from simulator.core.frame import Frame
from simulator.models.boltzmann_snapshot import BoltzmannSnapshot
from simulator.panels import boltzmann_words as words
from simulator.views.trace import Level, Line, TraceView

LEAST = 8.0  # sweeps there is room for at the beginning
MOST_CHAINS = 4  # drawn strong
UNKNOWN = "G is exact for at most 20 units: measure the answers instead."


def show_energy(view: TraceView, frame: Frame) -> None:
    """Show the energy of the first chain and the lowest so far, and of a problem the optimum."""
    s: BoltzmannSnapshot = frame.snapshot
    lines = [
        Line("best", frame.trace.column("best_energy"), 1),
        Line("now", frame.trace.column("energy"), "accent"),
    ]
    levels = []
    if s.problem is not None:
        levels = [Level("optimum", float(s.problem.energy_of_optimum), True)]
    elif s.exact is not None:
        levels = [Level("lowest", s.exact.lowest)]
    _show(view, frame, lines, levels)


def energy_caption(frame: Frame) -> str:
    s: BoltzmannSnapshot = frame.snapshot
    if s.parameters.is_annealing:
        return "it falls with the temperature"
    return "it fluctuates about a level"


def show_distance(view: TraceView, frame: Frame) -> None:
    """Show KL(sampled‖exact) and the total variation."""
    kl, tv = frame.trace.column("kl_exact"), frame.trace.column("total_variation")
    if not np.isfinite(kl).any():
        view.set_empty(words.no_states(frame.snapshot))
        view.clear()
        return
    top = float(np.nanmax(np.concatenate([kl, tv])))
    lines = [Line("TV", tv, 1), Line("KL", kl, "accent")]
    _show(view, frame, lines, y_range=(0.0, max(0.01, 1.05 * top)))


def show_divergence(view: TraceView, frame: Frame) -> None:
    """Show G over the cycles of learning."""
    s: BoltzmannSnapshot = frame.snapshot
    gap = frame.trace.column("divergence")
    if s.learning is None or not np.isfinite(gap).any():
        is_large = s.learning is not None
        view.set_empty(UNKNOWN if is_large else words.no_learning(s))
        view.clear()
        return
    cycle = max(1, s.learning.cycle_updates // s.parameters.chains)
    lines = [Line("", gap, "accent")]
    top = float(np.nanmax(gap))
    _show(view, frame, lines, y_range=(0.0, max(0.1, 1.05 * top)), per=cycle)


def show_course(view: TraceView, frame: Frame) -> None:
    """Show the energies of the chains since the last change."""
    _show_chains(view, frame.snapshot, 0)


def show_means(view: TraceView, frame: Frame) -> None:
    """Show the mean unit of each chain since the last change."""
    _show_chains(view, frame.snapshot, 1)


def course_caption(frame: Frame) -> str:
    s: BoltzmannSnapshot = frame.snapshot
    chains = s.course.shape[1]
    parts = [f"{chains} chains" if chains > 1 else "one chain"]
    if s.equilibrium is not None and np.isfinite(s.equilibrium.r_hat):
        parts.append(f"R-hat {s.equilibrium.r_hat:.3f}")
    if s.tau is not None and np.isfinite(s.tau[0]):
        parts.append(f"τ {s.tau[0]:.1f} ± {s.tau[1]:.1f} sweeps")
    return " · ".join(parts)


def scan_caption(frame: Frame) -> str:
    p = frame.snapshot.parameters
    return "against T, beside Onsager's curves" if p.network == "lattice" else "against T"


def _show_chains(view: TraceView, s: BoltzmannSnapshot, quantity: int) -> None:
    values = s.course[quantity]
    if values.shape[1] < 2:
        view.set_empty(words.no_course(s))
        view.clear()
        return
    x = s.since + s.stride * (1.0 + np.arange(values.shape[1]))
    lines = [
        Line("shown" if k == 0 else "", values[k], "accent" if k == 0 else k, k < MOST_CHAINS)
        for k in range(len(values) - 1, -1, -1)
    ]
    view.show_lines(x, lines, float(x[-1]), x_range=(float(s.since), float(max(x[-1], s.since + LEAST))))  # fmt: skip  # noqa: E501


def _show(
    view: TraceView, frame: Frame, lines: Sequence[Line], levels: Sequence[Level] = (),
    y_range: tuple[float, float] | None = None, per: int = 0,
) -> None:  # fmt: skip
    """Show lines over the run, in sweeps or in units of `per` steps."""
    n = per or frame.snapshot.parameters.n
    marks = [step / n for step in frame.marks if step]
    x_range = (0.0, max(LEAST, frame.end / n))
    view.show_lines(frame.trace.steps / n, lines, frame.step / n, levels, marks, x_range, y_range)
