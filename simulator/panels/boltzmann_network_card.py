"""The card "Network" of the Boltzmann panel: the view that suits the network, and its tools.

A general network of at most 24 units is a diagram; larger ones, and spin glasses, are squares in
rows; grids are painted; problems have pictures of their own.
"""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.slider import ValueSlider
from simulator.core.frame import Frame
from simulator.models.boltzmann_snapshot import BoltzmannSnapshot
from simulator.models.boltzmann_square import square_side
from simulator.panels.boltzmann_cubes import cube_spots
from simulator.panels.boltzmann_words import UNITS_DRAWN
from simulator.panels.drawn import Presses
from simulator.views.cut import CutView
from simulator.views.lattice import LatticeView
from simulator.views.network_diagram import NetworkDiagram
from simulator.views.pad_tools import WITH_PINS, PadTools
from simulator.views.partition import PartitionView
from simulator.views.view import View


class NetworkCard(QWidget):
    """Shows the units, and says what a person does to them as lines of the journal."""

    asked = Signal(str, object)  # a line, and the group it is undone with: an int of 64 bits
    stepped = Signal(str)  # a grain to be run
    why_asked = Signal(int)
    picture_asked = Signal(str)  # a file's name
    hovered = Signal(str)
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._presses = Presses()
        self._frame: Frame | None = None
        self.diagram, self.lattice = NetworkDiagram(), LatticeView()
        self.cut, self.partition = CutView(), PartitionView()
        self.tools = PadTools(tools=WITH_PINS)
        self._stack = QStackedWidget()
        for view in (self.diagram, self.lattice, self.cut, self.partition):
            self._stack.addWidget(view)
        row = QHBoxLayout()
        row.addWidget(self.tools)
        row.addWidget(self._stack, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(row, 1)
        self._column.addLayout(self._deeds())
        self._row = row
        self._connect()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _deeds(self) -> QHBoxLayout:
        self.noise = ValueSlider(
            label="Noise", low=0.0, high=0.5, value=0.15, kind="float", unit="%",
            tooltip="Share of the picture's spins that are turned over.",
        )  # fmt: skip
        self.spoil = TextButton("Add noise")
        self.free = TextButton("Let go")
        self.free.setToolTip("Let every held unit go")
        self.randomize = TextButton("Randomize")
        self.randomize.setToolTip("Every free unit on or off by chance")
        self.reheat = TextButton("Reheat")
        self.reheat.setToolTip("Begin the schedule again from here")
        self.anneal = TextButton("Anneal", kind="primary")
        self.deeds = QHBoxLayout()
        self.deeds.addWidget(self.tools.stamp_edit, 0, Qt.AlignmentFlag.AlignBottom)
        self.deeds.addWidget(self.noise, 1)
        self.deeds.addStretch(1)
        for button in (self.spoil, self.free, self.randomize, self.reheat, self.anneal):
            self.deeds.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return self.deeds

    def _connect(self) -> None:
        def ask(text: str) -> None:
            self.asked.emit(text, 0)

        self.diagram.unit_clicked.connect(self._turn)
        self.diagram.unit_asked.connect(self.why_asked)
        self.diagram.edge_changed.connect(lambda i, j, w: ask(f"edge={i},{j}:{w!r}"))
        self.diagram.bias_changed.connect(lambda i, b: ask(f"bias={i}:{b!r}"))
        self.diagram.refused.connect(self.said)
        self.lattice.stroke_drawn.connect(lambda text, token: self._draw("paint", text, token))
        self.lattice.pin_drawn.connect(lambda text, token: self._draw("pin", text, token))
        self.lattice.unpin_drawn.connect(lambda text, token: self._draw("unpin", text, token))
        self.lattice.why_asked.connect(self.why_asked)
        self.lattice.picture_dropped.connect(self.picture_asked)
        self.tools.tool_chosen.connect(self.lattice.set_tool)
        self.tools.size_chosen.connect(self.lattice.set_pen_size)
        self.tools.stamp_chosen.connect(self.lattice.set_stamp)
        self.cut.why_asked.connect(self.why_asked)
        for view in (self.diagram, self.lattice, self.cut, self.partition):
            view.hovered.connect(self.hovered)
        self.spoil.clicked.connect(lambda: ask(f"corrupt={self.noise.value()!r}"))
        self.free.clicked.connect(lambda: ask("unclamp"))
        self.randomize.clicked.connect(lambda: ask("randomize"))
        self.reheat.clicked.connect(lambda: ask("reheat"))
        self.anneal.clicked.connect(self._run)

    @property
    def view(self) -> View:
        """The view in sight."""
        view = self._stack.currentWidget()
        assert isinstance(view, View)
        return view

    def show_frame(self, frame: Frame, ringed: int, is_watched: bool, hint: str) -> None:
        """Show the units; `ringed` is asked about, and a unit that is watched is marked."""
        self._frame = frame
        s: BoltzmannSnapshot = frame.snapshot
        p = s.parameters
        updated = s.updated if is_watched else -1
        is_general = p.network == "general" and p.n <= UNITS_DRAWN
        if is_general:
            self._show_diagram(s, ringed, updated)
        elif p.network == "problem":
            self._show_problem(s)
        else:
            self._show_squares(s, ringed, updated, hint)
        self._show_deeds(s)

    def _show_diagram(self, s: BoltzmannSnapshot, ringed: int, updated: int) -> None:
        p = s.parameters
        self._stack.setCurrentWidget(self.diagram)
        groups = s.learning.names if s.learning and len(s.learning.names) > 1 else ()
        self.diagram.show_network(
            s.units, s.weights, s.biases, p.visible, s.held, s.names,
            low=p.low, updated=updated, ringed=ringed if ringed < p.n else -1, means=s.means,
            groups=groups, can_edit=True, spots=() if groups else cube_spots(s.weights, p.visible),
        )  # fmt: skip

    def _show_squares(self, s: BoltzmannSnapshot, ringed: int, updated: int, hint: str) -> None:
        self._stack.setCurrentWidget(self.lattice)
        units = s.units if s.parameters.is_grid else np.where(s.units == 1, 1, -1).astype(np.int8)
        held = s.in_square(s.held) if s.held.any() else None
        self.lattice.show_lattice(s.in_square(units), held, updated=updated, ringed=ringed)
        self.lattice.set_hint(hint)

    def _show_problem(self, s: BoltzmannSnapshot) -> None:
        problem = s.problem
        if s.parameters.problem == "max-cut":
            self._stack.setCurrentWidget(self.cut)
            self.cut.show_cut(problem.positions, problem.edges, problem.weights, s.units, s.best)
        else:
            self._stack.setCurrentWidget(self.partition)
            self.partition.show_partition(problem.numbers, s.units, int(problem.cost(s.units)))

    def _show_deeds(self, s: BoltzmannSnapshot) -> None:
        p = s.parameters
        is_calm = not theme.is_presenter()
        is_square = self.view is self.lattice
        self.tools.setVisible(is_square and is_calm)
        if is_square:
            self.tools.set_side(square_side(p))
        is_picture = p.network == "picture"
        for widget in (self.noise, self.spoil):
            widget.setVisible(is_picture)
        self.free.setVisible(bool(s.held.any()) and not p.is_learning)
        self.reheat.setVisible(p.is_annealing and not p.is_learning and not is_picture)
        self.randomize.setVisible(not p.is_learning and not is_picture)
        text = "Anneal" if p.is_annealing else f"Run {p.sweeps} sweeps"
        text = "Learn a cycle" if p.is_learning else text
        if self.anneal.text() != text:
            self.anneal.setText(text)
            self.anneal.setAccessibleName(text)

    # ---- doing ----

    def _run(self) -> None:
        frame = self._frame
        is_learning = frame is not None and frame.parameters.is_learning
        self.stepped.emit("cycle" if is_learning else "anneal")

    def _turn(self, unit: int) -> None:
        """A click holds a unit on, a second one off, a third lets it go."""
        if self._frame is None:
            return
        s: BoltzmannSnapshot = self._frame.snapshot
        if s.parameters.is_learning:
            self.said.emit("While it learns the data hold units: set Learns to nothing to clamp.")
        elif not s.held[unit]:
            self.asked.emit(f"clamp={unit}:1", 0)
        elif s.units[unit] == 1:
            self.asked.emit(f"clamp={unit}:{s.parameters.low}", 0)
        else:
            self.asked.emit(f"unclamp={unit}", 0)

    def _draw(self, action: str, text: str, token: int) -> None:
        self.asked.emit(f"{action}={text}", self._presses.group_of(token))

    def _restyle(self) -> None:
        for layout in (self._column, self._row, self.deeds):
            layout.setSpacing(theme.px(8))
