"""The Boltzmann panel: the units, what the machine does and ought to do, and the schedule."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core import pictures
from simulator.core.errors import InputError
from simulator.core.frame import Frame
from simulator.core.model import Readout
from simulator.core.numerals import grouped
from simulator.core.runner import Runner
from simulator.models import boltzmann_schedules as schedules
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_snapshot import BoltzmannSnapshot
from simulator.models.boltzmann_square import square_side
from simulator.panels import ask
from simulator.panels import boltzmann_words as words
from simulator.panels.boltzmann_network_card import NetworkCard
from simulator.panels.boltzmann_pages import MachinePages
from simulator.panels.drawn import packed, transformed
from simulator.panels.panel import Panel, new_group
from simulator.panels.pasted import grey_of
from simulator.panels.splitters import splitter
from simulator.views.schedule import ScheduleView
from simulator.views.verdict import VerdictView
from simulator.views.view import View

HOTTEST = 5.0  # that can be drawn, at least
PACES = {  # grain and grains a second, where a unit at a time is too slow to see anything
    "spin-glass": ("sweep", 20.0), "lattice": ("sweep", 30.0), "picture": ("sweep", 10.0),
    "problem": ("sweep", 20.0), "learning": ("cycle", 5.0),
}  # fmt: skip
PAGES = {  # to begin with, of networks that are small enough to list all states, and of others
    "general": ("states", "energy"), "learning": ("divergence", "pairs"),
}  # fmt: skip
LISTED = 20  # units whose states can be listed
DIGITS = {  # of readouts that are compared with theory, and their units
    "energy_per_spin": (4, ""), "specific_heat": (3, ""), "susceptibility": (3, ""),
    "r_hat": (3, ""), "partition": (4, ""), "log_partition": (4, ""), "entropy": (4, "nats"),
    "free_energy": (4, ""), "kl_exact": (5, "nats"), "total_variation": (4, ""),
    "divergence": (4, "nats"),
}  # fmt: skip
IN_WORDS = ("mean_activations", "equilibrium", "solution", "temperature")  # shown elsewhere


class BoltzmannPanel(Panel):
    model = Boltzmann
    hint = "press Space"
    start = ("preset=worked-example",)
    start_speed = 2.0

    def __init__(self, runner: Runner) -> None:
        self._kind, self._page = "", "states"  # of what is shown, and its first page
        self._bending = 0  # the group of the schedule's present drag
        super().__init__(runner)

    # ---- building ----

    def build(self) -> QWidget:
        self.network = NetworkCard()
        self.pages = MachinePages(self.runner)
        self.pages.show_page("states")
        self.schedule = ScheduleView()
        self.verdict = VerdictView()
        self._left = self.card("Network", self.network.diagram, data="npz", body=self.network)
        self._right = self.book_card("Machine", self.pages, self.verdict)
        self._below = self.card("Schedule", self.schedule)
        self._across = splitter(Qt.Orientation.Horizontal, self._left, self._right)
        self._down = splitter(Qt.Orientation.Vertical, self._across, self._below)
        self._connect()
        return self._down

    def _connect(self) -> None:
        self.network.asked.connect(self.runner.do)
        self.network.stepped.connect(self.runner.take_step)
        self.network.why_asked.connect(self.pages.choose_unit)
        self.network.picture_asked.connect(self.open_picture)
        self.network.lattice.picture_pasted.connect(self._take_image)
        self.network.tools.action_chosen.connect(self._act_on_grid)
        self.network.tools.open_requested.connect(self.choose_picture)
        self.network.tools.paste_requested.connect(self.network.lattice.paste)
        for part in (self.network, self.pages):
            part.said.connect(self.said)
            part.hovered.connect(self.hovered)
        self.schedule.hovered.connect(self.hovered)
        self.schedule.bent.connect(self._bend)
        self.pages.asked.connect(lambda text: self.runner.do(text))
        self.pages.scrubbed.connect(self._scrub)
        self.pages.turned.connect(lambda key: self.show_frame(self.frame))

    def arrange(self) -> None:
        self._share_room()

    def _share_room(self) -> None:
        height, width = self.height(), self._down.width()
        is_tight = theme.is_presenter() and height < theme.px(620)
        low = theme.px(118 if height < theme.px(620) else 158)
        self._below.setVisible(not is_tight and self._alone in (None, self._below))
        self._across.setSizes([width * 50 // 100, width * 50 // 100])
        self._down.setSizes([height - low, low])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    # ---- showing ----

    def show_state(self, frame: Frame) -> None:
        s: BoltzmannSnapshot = frame.snapshot
        self._suit_pace(frame)
        is_slow = frame.is_playing and self.runner.grain == "unit" and self.runner.speed <= 30
        is_stepping = not frame.is_playing and self.runner.grain == "unit" and frame.step > 0
        is_watched = (is_slow or is_stepping) and s.decision is not None
        is_due = frame.step == 0 and not frame.is_playing
        self.network.show_frame(frame, self.pages.ringed, is_watched, self.hint if is_due else "")
        self._left.set_caption(words.state_caption(s))
        self.pages.show_frame(frame)
        self._right.set_caption(self.pages.caption(frame))
        if is_watched and s.decision is not None:
            self.verdict.show_verdict(*words.decision(s, s.decision))
        else:
            self.verdict.show_verdict(*words.verdict(frame))
        self.verdict.setVisible(not self.pages.is_measuring)
        self._show_schedule(s)

    def _suit_pace(self, frame: Frame) -> None:
        """Another kind of network gets the grain, the speed and the page at which it is worth
        looking at; a page that was asked for, or on which something is measured, stays."""
        p = frame.parameters
        kind = "learning" if p.is_learning else p.network
        small, large = PAGES.get(kind, ("energy", "energy"))
        page = small if p.n <= LISTED else large
        if page != self._page:
            self._page = page
            self.pages.suit(page)
        if kind != self._kind:
            self._kind = kind
            self.paced.emit(*PACES.get(kind, (self.model.default_grain, self.start_speed)))

    def _show_schedule(self, s: BoltzmannSnapshot) -> None:
        p = s.parameters
        sweeps, temperatures = s.curve
        past, was, acceptance = s.past
        top = max(HOTTEST if p.schedule == "drawn" else 0.0, 1.15 * float(temperatures.max()),
                  float(was.max(initial=0.0)), 0.5)  # fmt: skip
        self.schedule.show_schedule(
            sweeps, temperatures, s.age, s.temperature, past, was,
            s.drawn if p.schedule == "drawn" else None, acceptance, past, total=p.sweeps, t_max=top,
        )  # fmt: skip
        self._below.set_caption(words.schedule_caption(s))

    def readings(self, frame: Frame) -> dict[str, str]:
        texts = super().readings(frame)
        for name, (digits, unit) in DIGITS.items():
            value = frame.readouts[name]
            if value is not None:
                texts[name] = f"{words.plain(value, digits)} {unit}".rstrip()
        updates = frame.readouts["unit_updates"]
        texts["unit_updates"] = grouped(updates)
        return texts

    def has_row(self, readout: Readout) -> bool:
        return readout.name not in IN_WORDS

    def view_in(self, title: str) -> View:
        views = {"Machine": self.pages.current.view, "Network": self.network.view}
        return views.get(title) or super().view_in(title)

    @property
    def canvas(self) -> QWidget:
        return self.network.view

    # ---- doing ----

    def commands(self) -> list[tuple[str, str, Callable[[], Any]]]:
        do, step = self.runner.do, self.runner.take_step
        return [
            ("Anneal", "A", lambda: step("anneal")),
            ("Learn one cycle", "C", lambda: step("cycle")),
            ("Finish the phase", "", lambda: step("phase")),
            ("Reheat", "Shift+A", lambda: do("reheat")),
            ("Randomize the units", "", lambda: do("randomize")),
            ("Let every held unit go", "", lambda: do("unclamp")),
            ("Open a picture…", "", self.choose_picture),
            ("Open weights…", "", self.choose_weights),
            *self.pages.commands(),
        ]

    def _bend(self, points: np.ndarray) -> None:
        """Draw the schedule; the first drag of another kind of schedule makes it a drawn one."""
        self._bending = self._bending or new_group()
        self.runner.do(f"bend={schedules.written_points(points)}", self._bending)
        if self.frame.parameters.schedule != "drawn":
            self.runner.do("set schedule=drawn", self._bending)

    def _scrub(self, sweeps: float) -> None:
        self.runner.seek(round(sweeps * self.frame.parameters.n))

    def _act_on_grid(self, text: str) -> None:
        """What the tools offer besides strokes, as strokes of a grid."""
        side = square_side(self.frame.parameters)
        whole = f"0,0;{side - 1},{side - 1};tool=rectangle;size={2 * side}"
        known = {"clear": f"paint={whole};value=-1", "randomize": "randomize"}
        if text in known:
            self.runner.do(known[text])
        else:
            self._transform(text)

    def _transform(self, text: str) -> None:
        """Invert, mirror or shift what is on the grid."""
        s: BoltzmannSnapshot = self.frame.snapshot
        shown = s.drawing if s.drawing.size else np.where(s.units == 1, 1, -1).astype(np.int8)
        grid = transformed(s.in_square(shown), text)
        if grid is not None:
            self.runner.do(f"paint={packed(grid)}")

    # ---- files ----

    def choose_picture(self) -> None:
        """Ask for a picture and put it on the grid."""
        if path := ask.picture(self):
            self.open_picture(path)

    def open_picture(self, path: str) -> None:
        """Put a picture's file on the grid."""
        self.runner.do(f"paint={path}")

    def choose_weights(self) -> None:
        """Ask for a file of weights and biases."""
        if path := ask.weights(self):
            self.runner.do(f"weights={path}")

    def _take_image(self, image: QImage) -> None:
        try:
            grid = pictures.from_grey(grey_of(image), square_side(self.frame.parameters))
        except InputError as error:
            self.said.emit(str(error))
        else:
            self.runner.do(f"paint={packed(grid)}")
