"""The pages of the Boltzmann panel's card "Machine": energy, exact, chains, scans, learning, why.

Every page is one line of `_declared`. A page that does not apply says what would make it.
"""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np
from PySide6.QtCore import Signal

from simulator.core.frame import Frame
from simulator.core.job import Table
from simulator.core.numerals import grouped
from simulator.core.runner import Runner
from simulator.models.boltzmann_exact import Exact
from simulator.models.boltzmann_line import HEIGHTS, POSITIONS
from simulator.models.boltzmann_snapshot import BoltzmannSnapshot
from simulator.panels import boltzmann_charts as charts
from simulator.panels import boltzmann_learning_pages as learning
from simulator.panels import boltzmann_traces as traces
from simulator.panels import boltzmann_words as words
from simulator.panels.boltzmann_why import why
from simulator.panels.job_page import JobPage, charted
from simulator.panels.pages import Page, PageBook
from simulator.views.loops import LoopsView
from simulator.views.matrix import MatrixView
from simulator.views.pattern_table import PatternTable
from simulator.views.quartet import QuartetView
from simulator.views.scatter import Points, ScatterView, Straight
from simulator.views.state_histogram import StateHistogram
from simulator.views.state_table import StateTable
from simulator.views.trace import TraceView
from simulator.views.view import View
from simulator.views.walkers import WalkersView
from simulator.views.why import WhyView

GROUPS = (
    ("energy", "Energy"),
    ("exact", "Exact"),
    ("chains", "Chains"),
    ("learn", "Learn"),
    ("scan", "Measure"),
    ("why", "Why?"),
)
LARGEST_MATRIX = 256  # units whose weights are shown as a table
COLD = "At T = 0 there is no slope: only the lowest states have a share."
MOST_POINTS = 4000  # states in the picture of frequency against energy
LASTING = ("line", "scan", "barrier", "searches", "answers")  # pages for every kind of network


class MachinePages(PageBook):
    """Owns the views of the card and shows frames in the one that is in sight."""

    said = Signal(str)
    hovered = Signal(str)
    scrubbed = Signal(float)  # sweeps
    asked = Signal(str)  # what is to be done: a line of the journal

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.unit = -1  # the unit that is asked about, in rows and columns; or −1
        self._marginal: tuple[Exact, int, np.ndarray] | None = None
        self.energy = TraceView("Energy", "sweeps", "energy E")
        self.walkers = WalkersView()
        self.states, self.table = StateHistogram(), StateTable()
        self.slope = ScatterView("Frequency")
        self.distance = TraceView("Distance", "sweeps", "nats · share")
        self.course = TraceView("Chains", "sweeps", "energy E")
        self.means = TraceView("Mean unit", "sweeps", "mean unit")
        self.divergence = TraceView("Divergence", "cycles", "G in nats")
        self.pairs = ScatterView("Phases")
        self.data = PatternTable()
        self.loops = LoopsView()
        self.weights = MatrixView("Weights")
        self.why = WhyView()
        self._build_jobs()
        super().__init__(GROUPS, self._declared(), "What is shown")
        self._connect()

    def _build_jobs(self) -> None:
        runner = self.runner
        quartet = QuartetView("Temperature scan")

        def show_scan(tables: Sequence[Table]) -> str:
            four = charts.scan_charts(tables)
            quartet.show_charts(four)
            return four[0].note

        self.scan = JobPage(runner, "temperature_scan", quartet, show_scan, True)
        barrier = TraceView("Barrier", "temperature T", "p(A → B)/p(B → A)")
        self.barrier = JobPage(runner, "barrier", barrier, charted(barrier, charts.barrier_chart))
        right = TraceView("Answers", "units on in the question", "share right")
        self.answers = JobPage(runner, "answers", right, charted(right, charts.answers_chart), True)
        found = TraceView("Searches", "unit updates", "best energy")
        self.searches = JobPage(
            runner, "searches", found, charted(found, charts.searches_chart), True
        )

    def _declared(self) -> list[Page]:
        """One line a page: key, group, word, command, widget, how it is shown, how it is read."""
        return [
            Page("energy", "energy", "Trace", "Show the energy",
                 self.energy, partial(traces.show_energy, self.energy), traces.energy_caption),
            Page("line", "energy", "One dimension", "Show a landscape in one dimension",
                 self.walkers, self._show_walkers,
                 "the same T moves the ball"),
            Page("states", "exact", "States", "Show every state, exact and sampled",
                 self.states, self._show_states, "exact shares, and sampled ones"),
            Page("table", "exact", "Table", "Show the table of all states",
                 self.table, self._show_table, "a row a state, as in a textbook"),
            Page("slope", "exact", "Slope", "Show frequencies against energies",
                 self.slope, self._show_slope, "ln of the share falls by E/T"),
            Page("distance", "exact", "Distance", "Show how far samples are from exact",
                 self.distance, partial(traces.show_distance, self.distance),
                 "both fall as sampling goes on"),
            Page("course", "chains", "Energies", "Show the energies of the chains",
                 self.course, partial(traces.show_course, self.course), traces.course_caption),
            Page("means", "chains", "Mean unit", "Show the mean unit of the chains",
                 self.means, partial(traces.show_means, self.means), traces.course_caption),
            Page("divergence", "learn", "G", "Show how learning goes",
                 self.divergence, partial(traces.show_divergence, self.divergence),
                 "how far the machine is from the data"),
            Page("pairs", "learn", "p⁺, p⁻", "Compare the two phases",
                 self.pairs, partial(learning.show_pairs, self.pairs),
                 "learning moves points onto the line"),
            Page("data", "learn", "Data", "Show the patterns to learn",
                 self.data, self._show_data, learning.data_caption),
            Page("loops", "learn", "Loops", "Why Boltzmann machines failed",
                 self.loops, partial(learning.show_loops, self.loops),
                 "why Boltzmann machines failed"),
            Page("answers", "learn", "Answers", "Measure the answers",
                 self.answers, None, "share of right answers"),
            Page("scan", "scan", "Temperatures", "Scan the temperature",
                 self.scan, None, traces.scan_caption),
            Page("barrier", "scan", "Barrier", "Measure the way over a barrier",
                 self.barrier, None, "cold prefers B, and hardly gets there"),
            Page("searches", "scan", "Searches", "Compare ways to search",
                 self.searches, None, "the lowest energy by method"),
            Page("why", "why", "A unit", "Why is a unit on or off?",
                 self.why, self._show_why, "its field, summed over its neighbours"),
            Page("weights", "why", "Weights", "Show the weights",
                 self.weights, self._show_weights, "blue: to agree, orange: to differ"),
        ]  # fmt: skip

    def _connect(self) -> None:
        for page in self.jobs:
            page.said.connect(self.said)
        for trace in (self.energy, self.distance):
            trace.scrubbed.connect(self.scrubbed)
        for view in (self.states, self.table, self.slope, self.pairs, self.weights, self.data):
            view.hovered.connect(self.hovered)
        self.weights.clicked.connect(lambda row, column: self.choose_unit(row))
        self.data.toggled.connect(self._toggle)
        self.data.add_asked.connect(self._add_pattern)
        self.data.delete_asked.connect(lambda row: self.asked.emit(f"forget-pattern={row}"))
        self.states.set_empty(words.TOO_MANY)
        self.table.set_empty(words.TOO_MANY)

    # ---- the book ----

    def choose_unit(self, unit: int) -> None:
        """Look at a unit."""
        self.unit = unit
        self.show_page("why")

    def suit(self, key: str) -> None:
        """Turn to the page that suits another kind of network, unless this one serves all."""
        if self.current.key not in LASTING:
            self.show_page(key)

    @property
    def is_measuring(self) -> bool:
        """Whether the page in sight belongs to a job, which needs the room of the verdict."""
        return isinstance(self.current.widget, JobPage)

    @property
    def ringed(self) -> int:
        return self.unit if self.current.key == "why" else -1

    # ---- exact ----

    def _states_of(self, s: BoltzmannSnapshot, view: View) -> Any:
        """Return the exact distribution, or clear the view."""
        if s.exact is None:
            view.clear()
        return s.exact

    def _state_number(self, s: BoltzmannSnapshot) -> int:
        """The number of the present state among the free units."""
        exact = s.exact
        assert exact is not None
        units = s.units
        if s.parameters.is_grid:
            from kernels import ising

            units = ising.split(units.reshape(s.parameters.side, -1))
        bits = (units[exact.free] == 1).astype(np.int64)
        return int(bits @ (1 << np.arange(bits.size - 1, -1, -1)))

    def _visible(self, s: BoltzmannSnapshot) -> int:
        """How many of the free units are visible."""
        p = s.parameters
        first = p.visible if p.network == "general" else p.n
        return int((s.exact.free < first).sum()) if s.exact else 0

    def _show_states(self, frame: Frame) -> None:
        s: BoltzmannSnapshot = frame.snapshot
        exact = self._states_of(s, self.states)
        if exact is None:
            return
        numbers = numbered(exact.p.size)
        counts = s.counts if s.counts.size == exact.p.size and s.counted else None
        self.states.show_states(
            exact.p, counts, numbers, exact.free.size, self._visible(s), self._state_number(s),
            exact.energies, f"n = {grouped(s.counted)} states counted" if s.counted else "",
        )  # fmt: skip

    def _show_table(self, frame: Frame) -> None:
        s: BoltzmannSnapshot = frame.snapshot
        exact = self._states_of(s, self.table)
        if exact is None:
            return
        visible = self._visible(s)
        names = [s.names[k] for k in exact.free] if s.names else []
        counts = s.counts if s.counts.size == exact.p.size and s.counted else None
        self.table.show_table(
            names, numbered(exact.p.size), exact.energies, exact.temperature, exact.p,
            self._marginal_of(exact, visible), counts, exact.z,
            self._state_number(s), visible,
        )  # fmt: skip

    def _marginal_of(self, exact: Exact, visible: int) -> np.ndarray:
        """Return p(v) of each state's own v, (2^F,); that of the last distribution is kept."""
        if self._marginal is None or self._marginal[0] is not exact or self._marginal[1] != visible:
            p = exact.p.reshape(2**visible, -1)
            self._marginal = exact, visible, np.repeat(p.sum(axis=1), p.shape[1])
        return self._marginal[2]

    def _show_slope(self, frame: Frame) -> None:
        s: BoltzmannSnapshot = frame.snapshot
        exact = s.exact
        is_counted = exact is not None and s.counts.size == exact.p.size and s.counted
        if not is_counted or exact is None or exact.temperature == 0:
            is_cold = exact is not None and exact.temperature == 0
            self.slope.set_empty(COLD if is_cold else words.no_states(s))
            self.slope.clear()
            return
        seen = np.flatnonzero(s.counts)
        if seen.size > MOST_POINTS:
            seen = seen[np.argsort(-s.counts[seen], kind="stable")[:MOST_POINTS]]
        x, y = exact.energies[seen], np.log(s.counts[seen] / s.counted)
        assert exact.log_z is not None
        line = Straight(f"slope −1/T = −{1 / exact.temperature:.2f}", -1 / exact.temperature,
                        -exact.log_z)  # fmt: skip
        self.slope.show_points(
            [Points("states", x, y, "accent")], [line], "energy E", "ln of the sampled share",
        )  # fmt: skip

    # ---- others ----

    def _show_walkers(self, frame: Frame) -> None:
        s: BoltzmannSnapshot = frame.snapshot
        self.walkers.show_walkers(POSITIONS, HEIGHTS, s.walkers, s.walker_bests, s.temperature)

    def _show_weights(self, frame: Frame) -> None:
        s: BoltzmannSnapshot = frame.snapshot
        p = s.parameters
        if p.is_grid:
            self.weights.set_empty("A grid has the same weight J between all neighbours.")
            self.weights.clear()
        elif p.n > LARGEST_MATRIX:
            self.weights.set_empty(f"{p.n} units have too many weights for a picture.")
            self.weights.clear()
        else:
            names = s.names if p.n <= 40 else ()
            row = self.unit if self.unit < p.n else -1
            self.weights.show_matrix(
                s.machine.couplings, names, names, axes=("unit", "unit"), label="weight w", row=row
            )

    def _show_why(self, frame: Frame) -> None:
        s: BoltzmannSnapshot = frame.snapshot
        if 0 <= self.unit < s.parameters.n:
            self.why.show_sum(**why(s, self.unit))
        else:
            self.why.set_empty(words.no_unit(s))
            self.why.clear()

    # ---- patterns ----

    def _show_data(self, frame: Frame) -> None:
        s: BoltzmannSnapshot = frame.snapshot
        learning.show_data(self.data, s)

    def _toggle(self, row: int, unit: int) -> None:
        s: BoltzmannSnapshot = self.runner.latest.snapshot
        if s.learning is not None and s.parameters.data == "patterns":
            bits = s.patterns[row].copy()
            bits[unit] ^= 1
            self.asked.emit(f"pattern={row}:{''.join(map(str, bits.tolist()))}")

    def _add_pattern(self) -> None:
        s: BoltzmannSnapshot = self.runner.latest.snapshot
        self.asked.emit("pattern=" + "0" * s.parameters.visible)


@lru_cache(1)
def numbered(count: int) -> np.ndarray:
    """Return the numbers (count,) of so many states; the same array for the same count."""
    return np.arange(count)
