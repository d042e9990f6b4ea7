"""The pages of the GAN panel's card "Machine": the game, its course, latents, measurements, why.

Every page is one line of `_declared`. A page that has nothing to show says what would fill it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from simulator.core.frame import Frame
from simulator.core.runner import Runner
from simulator.models.gan_snapshot import GanSnapshot
from simulator.panels import gan_algorithm as algorithm
from simulator.panels import gan_charts as charts
from simulator.panels import gan_traces as traces
from simulator.panels import gan_words as words
from simulator.panels.gan_drawing import DrawingPage
from simulator.panels.gan_latents import LatentsPage
from simulator.panels.gan_shown import Sights, scale_of
from simulator.panels.gan_why import WhyPage
from simulator.panels.job_page import JobPage, charted
from simulator.panels.mnist_page import MnistPage
from simulator.panels.pages import Page, PageBook
from simulator.views.algorithm import AlgorithmView
from simulator.views.outputs import OutputsView
from simulator.views.players import PlayersView
from simulator.views.trace import TraceView

GROUPS = (
    ("game", "Game"),
    ("course", "Course"),
    ("latents", "Latents"),
    ("measure", "Measure"),
    ("why", "Why?"),
)
ALIASES = {"plane": "players", "machine": "players"}  # what stands in sight with every page
MNIST = "set data_path={};set world=idx"


class GanPages(PageBook):
    """Owns the views of the card and shows frames in the one that is in sight."""

    said = Signal(str)
    hovered = Signal(str)
    scrubbed = Signal(float)  # iterations
    asked = Signal(str)  # lines of the journal, with ; between them

    def __init__(self, runner: Runner, sights: Sights) -> None:
        self.runner, self._sights = runner, sights
        self.is_slow = False
        self.players, self.algorithm = PlayersView(), AlgorithmView()
        self.outputs = OutputsView()
        self.losses = TraceView("Losses", "iterations", "loss", 20.0)
        self.value = TraceView("Value", "iterations", "V", 20.0)
        self.divergence = TraceView("Divergence", "iterations", "nats", 20.0)
        self.coverage = TraceView("Coverage", "iterations", "share", 20.0)
        self.gradients = TraceView("Gradients", "iterations", "length", 20.0)
        self.verdicts = TraceView("D's verdicts", "iterations", "D", 20.0)
        self.latents, self.why, self.drawing = LatentsPage(), WhyPage(), DrawingPage()
        nats = TraceView("Parzen log-likelihood", "iterations", "nats a picture")
        show = charted(nats, charts.parzen_chart)
        self.parzen = JobPage(runner, "parzen_log_likelihood", nats, show, True)
        self.mnist = MnistPage(runner, MNIST)
        super().__init__(GROUPS, self._declared(), "What is shown")
        self._connect()

    def _declared(self) -> list[Page]:
        """One line a page: key, group, word, command, widget, how it is shown, how it is read."""
        course: tuple[tuple[str, str, str, TraceView, Any, Any], ...] = (
            ("losses", "Losses", "Show both losses", self.losses,
             traces.show_losses, traces.losses_caption),
            ("value", "V", "Show the value of the game", self.value,
             traces.show_value, traces.value_caption),
            ("divergence", "JS, KL", "Show how far fakes are from data", self.divergence,
             traces.show_divergence, traces.divergence_caption),
            ("coverage", "Coverage", "Show which part of the data is covered", self.coverage,
             traces.show_coverage, traces.coverage_caption),
            ("verdicts", "D", "Show how often D is right", self.verdicts,
             traces.show_verdicts, traces.verdicts_caption),
            ("gradients", "Gradients", "Show how strongly both are pulled", self.gradients,
             traces.show_gradients, traces.gradients_caption),
        )  # fmt: skip
        return [
            Page("players", "game", "Machine", "Show the machine",
                 self.players, self._show_players, _read(words.players_caption)),
            Page("algorithm", "game", "Algorithm", "Show Algorithm 1",
                 self.algorithm, partial(self.show_algorithm, self.algorithm),
                 "what is done, line by line"),
            Page("outputs", "game", "D's outputs", "Show what D says of data and fakes",
                 self.outputs, self._show_outputs, _read(words.outputs_caption)),
            Page("draw", "game", "Draw", "Show the pad for your own data",
                 self.drawing, self.drawing.show_frame, self.drawing.caption),
            *(Page(key, "course", label, command, view, partial(show, view), caption)
              for key, label, command, view, show, caption in course),
            Page("map", "latents", "Map", "Show a map of the latents",
                 self.latents, self.latents.show_frame, self.latents.caption),
            Page("parzen", "measure", "Likelihood", "Measure the Parzen log-likelihood",
                 self.parzen, None, "likelihood of held-out pictures"),
            Page("mnist", "measure", "MNIST", "Fetch MNIST",
                 self.mnist, None, "real handwriting, 10 MB"),
            Page("why", "why", "A fake", "Show why D says what it says of a fake",
                 self.why, self.why.show_frame, self.why.caption),
        ]  # fmt: skip

    def _connect(self) -> None:
        for page in self.jobs:
            page.said.connect(self.said)
        for trace in (self.losses, self.value, self.divergence, self.coverage, self.gradients,
                      self.verdicts):  # fmt: skip
            trace.scrubbed.connect(self.scrubbed)
        for view in (self.players, self.outputs, self.latents, self.why, self.drawing):
            view.hovered.connect(self.hovered)
        self.latents.asked.connect(self.asked)
        self.mnist.asked.connect(self.asked)
        self.players.set_empty("The kernels are being compiled.")
        self.outputs.set_empty(words.NO_TABLE)

    # ---- the book ----

    def show_page(self, key: str) -> None:
        super().show_page(ALIASES.get(key, key))

    @property
    def marked(self) -> int:
        """The fake that is asked about on the page in sight, or −1."""
        return self.why.fake if self.current.key == "why" else -1

    @property
    def is_measuring(self) -> bool:
        """Whether the page in sight belongs to a job, which needs the room of the verdict."""
        return isinstance(self.current.widget, JobPage)

    def choose_fake(self, fake: int) -> None:
        """Ask about a fake."""
        self.why.ask(fake)
        self.show_page("why")

    # ---- the game ----

    def _show_players(self, frame: Frame) -> None:
        s: GanSnapshot = frame.snapshot
        self.players.set_animated(self.is_slow and frame.is_playing)
        self.players.show_players(self._sights.players(s, self.is_slow, frame.is_playing))

    def show_algorithm(self, view: AlgorithmView, frame: Frame) -> None:
        """Show Algorithm 1 in a view, the last phase's line marked where it can be followed."""
        s: GanSnapshot = frame.snapshot
        is_slow = self.is_slow
        view.show_lines(
            algorithm.lines(s, is_slow), algorithm.running(s, is_slow), algorithm.note(s, is_slow)
        )

    def _show_outputs(self, frame: Frame) -> None:
        s: GanSnapshot = frame.snapshot
        if not s.updates_d + s.updates_g and s.last_phase < 2:
            self.outputs.set_empty(s.trouble or words.NO_TABLE)
            self.outputs.clear()
        else:
            self.outputs.show_outputs(s.d_real, s.d_fake, scale_of(s))


def _read(said: Callable[[GanSnapshot], str]) -> Callable[[Frame], str]:
    """Return a caption of a frame, of a function of its snapshot."""
    return lambda frame: said(frame.snapshot)
