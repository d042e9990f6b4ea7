"""The pages of the Hopfield panel's card "Recall": energy, overlaps, basins, weights and why.

Every page is one line of `_declared`. What a page shows comes from the frame's snapshot, and what
follows from the network alone is kept as long as the network is the same object.
"""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from simulator.core.frame import Frame
from simulator.core.runner import Runner
from simulator.models.hopfield_factors import Factors
from simulator.models.hopfield_network import LARGEST_MATRIX
from simulator.models.hopfield_snapshot import HopfieldSnapshot
from simulator.panels import hopfield_traces as traces
from simulator.panels import hopfield_why
from simulator.panels import hopfield_words as words
from simulator.panels.hopfield_curves import capacity_chart
from simulator.panels.hopfield_landscape import CAPTION, Sheets, show_landscape
from simulator.panels.hopfield_map import show_map
from simulator.panels.hopfield_response import CAPTION as RESPONSE
from simulator.panels.hopfield_response import show_response
from simulator.panels.hopfield_weights import NO_WEIGHTS, NOTHING, TOO_MANY, felt_row, stability
from simulator.panels.job_page import JobPage, charted
from simulator.panels.pages import Page, PageBook
from simulator.views.basin_map import BasinMapView
from simulator.views.karnaugh import state_bits
from simulator.views.landscape import LandscapeView
from simulator.views.matrix import MatrixView
from simulator.views.trace import TraceView
from simulator.views.unit_map import UnitMapView
from simulator.views.why import WhyView

GROUPS = (
    ("energy", "Energy"),
    ("overlaps", "Overlaps"),
    ("basins", "Basins"),
    ("weights", "Weights"),
    ("why", "Why?"),
)
OF_A_UNIT = ("why", "why-neighbours", "unit-weights")  # pages about the unit that is chosen


class RecallPages(PageBook):
    """Owns the views of the card and shows frames in the one that is in sight."""

    said = Signal(str)  # a sentence for the person
    hovered = Signal(str)  # what is under the pointer
    scrubbed = Signal(float)  # sweeps

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.unit = -1  # the unit that is asked about, or −1
        self._kept: dict[str, tuple[tuple[Hashable, ...], Any]] = {}
        self.energy = TraceView("Energy", "sweeps", "energy E")
        self.overlaps = TraceView("Overlaps", "sweeps", "overlap m")
        self.landscape = LandscapeView()
        self._sheets = Sheets()
        basins = TraceView("Basins", "corruption", "share recalled")
        self.basins = JobPage(runner, "basins", basins, charted(basins, words.basin_lines), True)
        self.map = BasinMapView("Exact map")
        self.exact = JobPage(runner, "exact_basins", self.map, partial(show_map, self.map))
        shares = TraceView("Capacity", "loading K/N", "share recalled")
        self.capacity = JobPage(runner, "capacity", shares, charted(shares, capacity_chart), True)
        self.correlation, self.weights = MatrixView("Correlation"), MatrixView("Weights")
        self.unit_weights = UnitMapView("Weights of one unit")
        self.cross_talk = UnitMapView("Cross-talk")
        self.why = WhyView()
        self.response = TraceView("Response", "field h", "value s")
        super().__init__(GROUPS, self._declared(), "What is shown")
        self._connect()

    def _declared(self) -> list[Page]:
        """One line a page: key, group, word, command, widget, how it is shown, how it is read."""
        return [
            Page("energy", "energy", "Trace", "Show the energy",
                 self.energy, partial(traces.show_energy, self.energy), traces.energy_caption),
            Page("landscape", "energy", "Landscape", "Show the energy landscape",
                 self.landscape, partial(show_landscape, self.landscape, self._sheets),
                 CAPTION),
            Page("overlaps", "overlaps", "Trace", "Show the overlaps",
                 self.overlaps, partial(traces.show_overlaps, self.overlaps),
                 "agreement with each memory, −1 to 1"),
            Page("correlation", "overlaps", "Correlation", "Show the correlation of the memories",
                 self.correlation, self._show_correlation, "how alike two memories are, −1 to 1"),
            Page("basins", "basins", "Sampled", "Measure the basins",
                 self.basins, None, "how far each memory may be spoiled"),
            Page("exact-map", "basins", "Exact map", "Map every state of a small network",
                 self.exact, None, "where each of all 2ᴺ states ends · click one to probe it"),
            Page("capacity", "basins", "Capacity", "Measure the capacity",
                 self.capacity, None, "how many random memories the rule can hold"),
            Page("weights", "weights", "All", "Show the weights",
                 self.weights, self._show_weights,
                 "blue: to agree, orange: to differ · click a row"),
            Page("unit-weights", "weights", "One unit", "Show the weights of one unit",
                 self.unit_weights, self._show_unit_weights, self._unit_caption),
            Page("cross-talk", "weights", "Cross-talk", "Show the cross-talk in a memory",
                 self.cross_talk, self._show_cross_talk, self._cross_talk_caption),
            Page("why", "why", "By memories", "Why is a unit on or off?",
                 self.why, self._show_why, "its field, summed over the memories"),
            Page("why-neighbours", "why", "By neighbours", "Why, by neighbours?",
                 self.why, self._show_why, "its field, summed over its neighbours"),
            Page("response", "why", "Response", "Show how units answer their field",
                 self.response, partial(show_response, self.response), RESPONSE),
        ]  # fmt: skip

    def _connect(self) -> None:
        for page in self.jobs:
            page.said.connect(self.said)
        self.map.hovered.connect(self.hovered)
        self.map.clicked.connect(self._probe_state)
        for trace in (self.energy, self.overlaps):
            trace.scrubbed.connect(self.scrubbed)
        for view in (self.correlation, self.weights, self.unit_weights, self.cross_talk):
            view.hovered.connect(self.hovered)
        self.weights.clicked.connect(lambda row, column: self.choose_unit(row, "unit-weights"))
        self.unit_weights.clicked.connect(lambda unit: self.choose_unit(unit, "unit-weights"))
        self.cross_talk.clicked.connect(lambda unit: self.choose_unit(unit, "why"))
        self.energy.set_empty("Store a drawing: then the energy can be seen to fall.")
        self.overlaps.set_empty("Store a drawing: each memory has a line here.")
        self.landscape.set_empty("Store a drawing: its valley is seen here.")
        self.response.set_empty("Store a drawing: then units feel something.")
        self.correlation.set_empty("Store a drawing: memories are compared here.")
        self.cross_talk.set_empty("Store a drawing: here is seen how the others disturb it.")

    def choose_unit(self, unit: int, page: str = "") -> None:
        """Look at a unit, on a page, or where that is empty on the page in sight or of why."""
        self.unit = unit
        self.show_page(page or (self.current.key if self.current.key in OF_A_UNIT else "why"))

    @property
    def ringed(self) -> int:
        """The unit that the page in sight is about, or −1."""
        return self.unit if self.current.key in OF_A_UNIT else -1

    def show_frame(self, frame: Frame) -> None:
        if not len(frame.snapshot.names) and self.current.show is not None:
            self._say_weights(NOTHING)
            self.current.widget.clear()  # type: ignore[attr-defined]
            return
        super().show_frame(frame)

    @property
    def is_computing(self) -> bool:
        """Whether the page in sight is still computed."""
        return self.current.key == "landscape" and self._sheets.is_computing

    def close_job(self) -> None:
        super().close_job()
        self._sheets.close()

    def _probe_state(self, number: int) -> None:
        """Put a state of the map on the pad, if the network still has its size."""
        if self.exact.tables:
            units = self.exact.tables[-1].map.units  # type: ignore[attr-defined]
            self.runner.do("probe=" + ",".join(f"{v:d}" for v in state_bits(number, units)))

    # ---- memories ----

    def _show_correlation(self, frame: Frame) -> None:
        s: HopfieldSnapshot = frame.snapshot
        k = words.memory_looked_at(s)
        self.correlation.show_matrix(
            s.correlation, s.names, s.names,
            axes=("memory", "memory"), label="overlap", limit=1.0, row=k,
        )  # fmt: skip

    # ---- weights ----

    def _show_weights(self, frame: Frame) -> None:
        s: HopfieldSnapshot = frame.snapshot
        network, n = s.network, s.units.size
        if not isinstance(network, Factors):
            self._say_weights(NO_WEIGHTS)
        elif n > LARGEST_MATRIX:
            self._say_weights(TOO_MANY.format(n=n))
        else:
            w = self._keep("weights", (network,), network.weights)
            row = self.unit if self.unit < n else -1
            self.weights.show_matrix(w, axes=("unit", "unit"), label="weight w", row=row)
            return
        self.weights.clear()

    def _show_unit_weights(self, frame: Frame) -> None:
        s: HopfieldSnapshot = frame.snapshot
        network = s.network
        if not isinstance(network, Factors):
            self._say_weights(NO_WEIGHTS)
            self.unit_weights.clear()
            return
        unit = self._unit_of(s)
        row = self._keep("row", (network, unit), lambda: felt_row(network, unit))
        self.unit_weights.show_map(s.side, row, label="weight w", marked=unit)

    def _unit_of(self, s: HopfieldSnapshot) -> int:
        """The unit that is asked about, at first the one in the middle."""
        if not 0 <= self.unit < s.units.size:
            self.unit = (s.side // 2) * (s.side + 1)
        return self.unit

    def _show_cross_talk(self, frame: Frame) -> None:
        s: HopfieldSnapshot = frame.snapshot
        k = words.memory_looked_at(s)
        values, flips = self._keep("stability", (s.network, k), lambda: stability(s, k))
        self.cross_talk.show_map(
            s.side, values, label="stability ξh" if not s.threshold else "stability ξ(h − θ)",
            histogram=True, threshold=0.0, flagged=flips, below="units would flip",
        )  # fmt: skip

    def _unit_caption(self, frame: Frame) -> str:
        row, column = divmod(max(self.unit, 0), frame.snapshot.side)
        return f"of column {column}, row {row} · click another unit"

    def _cross_talk_caption(self, frame: Frame) -> str:
        s: HopfieldSnapshot = frame.snapshot
        if not len(s.names):
            return ""
        name = s.names[words.memory_looked_at(s)]
        return f"how firmly each unit of {name} is held · click one"

    def _say_weights(self, text: str) -> None:
        for view in (self.weights, self.unit_weights):
            view.set_empty(text)

    # ---- why ----

    def _show_why(self, frame: Frame) -> None:
        s: HopfieldSnapshot = frame.snapshot
        is_asked, by_neighbours = 0 <= self.unit < s.units.size, self.current.key != "why"
        has_sum = s.network.has_weights or not by_neighbours
        self.why.set_empty("Choose the tool ? and click a unit." if has_sum else NO_WEIGHTS)
        if is_asked and has_sum:
            tell = hopfield_why.by_neighbours if by_neighbours else hopfield_why.by_memories
            self.why.show_sum(**tell(s, self.unit))
        else:
            self.why.clear()

    def _keep(self, name: str, key: tuple[Hashable, ...], make: Callable[[], Any]) -> Any:
        """Return what was made of this key; only the last of each name is kept."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != key:
            kept = self._kept[name] = key, make()
        return kept[1]
