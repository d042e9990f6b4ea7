"""The pages of the NTM panel's card "Machine": a head, the machine, its memory, learning, why."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from simulator.core.frame import Frame
from simulator.core.runner import Runner
from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.panels import ntm_charts as charts
from simulator.panels import ntm_traces as traces
from simulator.panels import ntm_words as words
from simulator.panels.job_page import JobPage, charted
from simulator.panels.ntm_addressing import AddressingPage
from simulator.panels.ntm_look import Look
from simulator.panels.ntm_machine import shown_of
from simulator.panels.ntm_memory import MemoryPage
from simulator.panels.pages import Page, PageBook
from simulator.views.plate import PlateView
from simulator.views.trace import TraceView
from simulator.views.turing import TuringView
from simulator.views.why import WhyView

GROUPS = (
    ("machine", "Machine"),
    ("learning", "Learning"),
    ("measure", "Measure"),
)


class NtmPages(PageBook):
    """Owns the views of the card and shows frames in the one that is in sight."""

    said = Signal(str)
    hovered = Signal(str)
    asked = Signal(str, object)  # a line of the journal, and the group it is undone with
    changed = Signal()  # something else is looked at

    def __init__(self, runner: Runner, look: Look) -> None:
        self._look = look
        self.addressing, self.memory = AddressingPage(look), MemoryPage(look)
        self.machine, self.why = TuringView(), WhyView()
        self.wrong = TraceView("Wrong bits", "sequences", "bits", traces.LEAST)
        self.loss = TraceView("Loss", "sequences", "bits a sequence", traces.LEAST)
        self.lengths = TraceView("By length", "length", "share right")
        self.gradient = TraceView("Gradient", "steps", "length")
        self.plate = PlateView()
        lstm = TraceView("LSTM", "sequences", "bits a sequence", traces.LEAST)
        self.generalization = JobPage(
            runner, "generalization", self.plate, charts.plate(self.plate)
        )
        self.baseline = JobPage(
            runner, "baseline", lstm, charted(lstm, charts.baseline_chart), True, "Learn"
        )
        super().__init__(GROUPS, self._declared(), "What is shown", is_wide=True)
        self.machine.set_empty(words.COMPILING)
        self.why.set_empty(words.COMPILING)
        self._connect()

    def _declared(self) -> list[Page]:
        """One line a page: key, group, word, command, widget, how it is shown, how it is read."""
        course: tuple[tuple[str, str, str, TraceView, Any, Any], ...] = (
            ("wrong", "Wrong bits", "Show wrong bits against sequences", self.wrong,
             traces.show_wrong, traces.wrong_caption),
            ("loss", "Loss", "Show the loss of a sequence", self.loss,
             traces.show_loss, traces.loss_caption),
            ("lengths", "By length", "Show which lengths are learned", self.lengths,
             traces.show_lengths, "share of right bits; the longest come last"),
            ("gradient", "Gradient", "Show the gradient's length", self.gradient,
             traces.show_gradient, "longer ones are cut to the clip"),
        )  # fmt: skip
        return [
            Page("addressing", "machine", "Addressing", "Show how a head finds its slot",
                 self.addressing, self.addressing.show_frame, self.addressing.caption),
            Page("machine", "machine", "Diagram", "Show the machine",
                 self.machine, self._show_machine, self._machine_caption),
            Page("memory", "machine", "Memory", "Show the memory before and after",
                 self.memory, self.memory.show_frame, self.memory.caption),
            Page("why", "machine", "Why this slot?", "Ask why a head is where it is",
                 self.why, self._show_why, self._machine_caption),
            *(Page(key, "learning", label, command, view,
                   partial(show, view), caption)
              for key, label, command, view, show, caption in course),
            Page("generalization", "measure", "Generalization", "Measure lengths beyond learning",
                 self.generalization, None, "above wanted, below told"),
            Page("baseline", "measure", "LSTM alone", "Let an LSTM alone learn the same",
                 self.baseline, None, "the same sequences, without a memory"),
        ]  # fmt: skip

    def _connect(self) -> None:
        for page in self.jobs:
            page.said.connect(self.said)
        for view in (self.addressing, self.memory.view, self.machine, self.plate):
            view.hovered.connect(self.hovered)
        self.addressing.asked.connect(self.asked)
        self.addressing.changed.connect(self.changed)

    @property
    def is_measuring(self) -> bool:
        """Whether the page in sight belongs to a job, which needs the room of the verdict."""
        return isinstance(self.current.widget, JobPage)

    def _show_machine(self, frame: Frame) -> None:
        shown = shown_of(frame.snapshot, self._look)
        if shown is None:
            self.machine.clear()
        else:
            self.machine.show_machine(shown)

    def _show_why(self, frame: Frame) -> None:
        found = words.why(frame.snapshot, self._look)
        if found is None:
            has_memory = frame.parameters.has_memory
            self.why.set_empty(words.COMPILING if has_memory else words.NO_HEADS)
            self.why.clear()
        else:
            self.why.show_sum(**found)

    def _machine_caption(self, frame: Frame) -> str:
        s: NtmSnapshot = frame.snapshot
        if s.hand is not None or not s.parameters.has_memory:
            return ""
        return f"{words.head_name(s, self._look.head_of(s))}, time {self._look.time_of(s)}"
