"""The pages on learning: the two phases against each other, the data, and the nested loops."""

import numpy as np

from simulator.core.frame import Frame
from simulator.models.boltzmann_snapshot import BoltzmannSnapshot
from simulator.panels import boltzmann_words as words
from simulator.views.loops import Loop, LoopsView
from simulator.views.pattern_table import PatternTable
from simulator.views.scatter import Points, ScatterView, Straight

AT_FIRST = "Press Space: after each cycle a point stands here for every pair of units."


def show_pairs(view: ScatterView, frame: Frame) -> None:
    """Show p⁺ against p⁻ of every pair, and of every single unit, as last counted."""
    s: BoltzmannSnapshot = frame.snapshot
    learning = s.learning
    if learning is None or not learning.cycles:
        view.set_empty(words.no_learning(s) if learning is None else AT_FIRST)
        view.clear()
        return
    n = s.parameters.n
    upper = np.triu_indices(n, 1)
    names = s.names
    pairs = tuple(f"{names[i]}, {names[j]}" for i, j in zip(*upper, strict=True))
    singles = np.arange(n)
    groups = [
        Points("pairs", learning.negative[upper], learning.positive[upper], "accent", labels=pairs),
        Points("single units", learning.negative[singles, singles],
               learning.positive[singles, singles], 1, labels=tuple(names)),
    ]  # fmt: skip
    view.show_points(
        groups, [Straight("p⁺ = p⁻", 1.0, 0.0)], "negative phase p⁻", "positive phase p⁺",
        (0.0, 1.0), (0.0, 1.0),
    )  # fmt: skip


def show_data(view: PatternTable, s: BoltzmannSnapshot) -> None:
    """Show the patterns with how probable they are in the data and to the free machine."""
    p, learning = s.parameters, s.learning
    can_edit = p.data == "patterns"
    if learning is None:
        if not can_edit:
            view.set_empty(words.no_learning(s))
            view.clear()
            return
        view.show_patterns(s.patterns, (("visible", p.visible),), None, None, -1, True)
        return
    model = None
    if s.exact is not None and s.exact.free.size == p.n:
        margins = s.exact.p.reshape(2**p.visible, -1).sum(axis=1)
        numbers = learning.patterns.astype(np.int64) @ (1 << np.arange(p.visible - 1, -1, -1))
        model = margins[numbers]
    view.show_patterns(
        learning.patterns, learning.names, learning.probabilities, model, learning.pattern, can_edit
    )


def data_caption(frame: Frame) -> str:
    s: BoltzmannSnapshot = frame.snapshot
    if s.parameters.data == "patterns":
        return "click a square to change it · + adds a pattern"
    if s.learning is None:
        return "what is learned stands here"
    return "probable in the data, and by itself"


def show_loops(view: LoopsView, frame: Frame) -> None:
    """Show the loops as they run."""
    s: BoltzmannSnapshot = frame.snapshot
    learning = s.learning
    if learning is None:
        view.set_empty(words.no_learning(s))
        view.clear()
        return
    is_running = frame.step > 0
    phase = ("positive: a pattern is held", "negative: nothing is held")[learning.phase]
    pattern, patterns = learning.pattern_of
    sweep, sweeps = learning.sweep_of
    unit, units = learning.unit_of
    state = "counting" if learning.is_counting else "annealing"
    rows = [
        Loop("for each change of the weights", learning.cycles, None, is_running),
        Loop("for each phase", learning.phase + 1, 2, is_running, phase),
        Loop("for each pattern", pattern + 1, patterns, is_running),
        Loop("for each sweep", sweep + 1, sweeps, is_running,
             f"{state}, T = {s.temperature:.2f}"),
        Loop("for each unit", unit, units, is_running,
             f"in {s.parameters.chains} chains at once" if s.parameters.chains > 1 else ""),
    ]  # fmt: skip
    view.show_loops(rows, s.spent, learning.cycle_updates)
