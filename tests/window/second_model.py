"""A second model for a window: a counter of ticks, and a panel that writes them down.

`brake` is called at every tick; a test may put a slow one in its place.
"""

import sys
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from simulator import models, panels
from simulator.core import lessons
from simulator.core.lessons import Lesson
from simulator.core.model import Grain, Model, State, action, invariant, readout
from simulator.core.parameter import Parameters, parameter
from simulator.panels.panel import Panel
from simulator.views.view import View

PAGE = "# The counter\n\nIt counts.\n\n" + "\n\n".join(f"Line {n} of much." for n in range(80))
LESSONS = [Lesson("counter-first", "Count to ten", "# Count to ten\n\n[Bump](action:bump)")]


@dataclass(frozen=True)
class CounterParameters(Parameters):
    gain: int = parameter(2, 2, 8, help="How much a tick adds.", multiple=2)
    size: int = parameter(4, 1, 9, help="How many.", rebuilds=True)


@dataclass
class CounterState(State):
    total: int


class Counter(Model):
    name = "counter"
    title = "Counter"
    summary = "Counts."
    equation = r"n \leftarrow n + g"
    Parameters = CounterParameters
    State = CounterState
    default_grain = "tick"
    far_grain = "ten"
    grains = (
        Grain("tick", "tick", "One more."),
        Grain("ten", "ten", "Ten more."),
        Grain("hundred", "hundred", "A hundred more."),
    )
    made = ("total",)

    @staticmethod
    def brake():
        """What a tick costs."""

    def initial_state(self):
        return CounterState(0, 0)

    def refresh(self):
        pass

    def clear_cache(self):
        pass

    def restart(self):
        self.state = self.initial_state()

    def rebuild(self, old):
        self.restart()

    def put_back(self, arrays, words, parameters):
        self.parameters, self.state.total = parameters, int(words.get("total", self.state.total))

    def advance(self, count):
        for _ in range(count):
            self.brake()
            self.state.step += 1
            self.state.total += self.parameters.gain

    def steps_to(self, grain):
        return self._size(grain) - self.step % self._size(grain)

    def is_over(self, grain, start):
        return True

    def pace(self, grain):
        return self._size(grain)

    def step_before(self, grain):
        return max(0, self.step - self._size(grain))

    @staticmethod
    def _size(grain):
        return {"tick": 1, "ten": 10, "hundred": 100}[grain]

    def snapshot(self):
        return self.state.copied()

    @classmethod
    def checked(cls, arrays, parameters):
        return CounterState(int(arrays["step"]), int(arrays["total"]))

    @classmethod
    def warm_up(cls):
        pass

    @readout("Total", "", "What was counted.", is_traced=True)
    def total(self):
        return self.state.total

    @invariant("The total is even.")
    def even(self):
        return self.state.total % 2 == 0

    @action("Bump", "Add a hundred.", touches=("total",))
    def bump(self):
        self.state.total += 100


class CounterView(View):
    title = "Count"

    def __init__(self):
        super().__init__()
        self.shown = None

    def show_total(self, total):
        self.shown = total
        self.update()

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.drawText(20, 40, str(self.shown))
        painter.end()


class CounterPanel(Panel):
    model = Counter
    start = ("bump",)
    start_speed = 8.0

    def build(self):
        self.bumped, self.is_shut, self.view = [], False, CounterView()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(QWidget())
        body = QWidget()
        QVBoxLayout(body).addWidget(self.card("Count", self.view, body=self.stack))
        return body

    def show_state(self, frame):
        self.view.show_total(frame.snapshot.total)

    def commands(self):
        return [("Bump", "S", self.bump), ("Turn the page", "", lambda: self.show_page("2"))]

    def bump(self):
        self.bumped.append(1)
        self.do("bump")

    def show_page(self, key):
        self.stack.setCurrentIndex(int(key) - 1)

    def shut(self):
        self.is_shut = True


def install(monkeypatch):
    """Put the counter into both catalogues and give it its texts."""
    here = sys.modules[__name__]
    for package in ("models", "panels"):
        monkeypatch.setitem(sys.modules, f"simulator.{package}.counter", here)
    monkeypatch.setitem(models.CATALOGUE, "counter", "Counter")
    monkeypatch.setitem(panels.CATALOGUE, "counter", ("CounterPanel", "Dream", "why", "Counter"))
    page, catalogue = lessons.page, lessons.catalogue
    monkeypatch.setattr(lessons, "page", lambda name: PAGE if name == "counter" else page(name))
    monkeypatch.setattr(
        lessons, "catalogue", lambda name: LESSONS if name == "counter" else catalogue(name)
    )


def total_of(run):
    """What a run has counted, for `runner.ask`."""
    return int(np.int64(run.model.state.total))
