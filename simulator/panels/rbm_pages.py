"""The pages of the RBM panel's card "Machine": data, features, course, measurements, why.

Every page is one line of `_declared`. A page that has nothing to show says what would fill it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import Signal

from simulator.core.frame import Frame
from simulator.core.runner import Runner
from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.panels import rbm_charts as charts
from simulator.panels import rbm_features as features
from simulator.panels import rbm_traces as traces
from simulator.panels import rbm_words as words
from simulator.panels.job_page import JobPage, charted
from simulator.panels.mnist_page import MnistPage
from simulator.panels.pages import Page, PageBook
from simulator.panels.rbm_examples import ExamplesPage
from simulator.panels.rbm_unit import UnitPage
from simulator.views.bars import BarsView
from simulator.views.histograms import HistogramsView
from simulator.views.phases import PhasesView
from simulator.views.quartet import QuartetView
from simulator.views.raster import RasterView
from simulator.views.trace import TraceView
from simulator.views.wall import ImageWall

GROUPS = (
    ("data", "Data"),
    ("features", "Features"),
    ("course", "Course"),
    ("measure", "Measure"),
    ("why", "Why?"),
)
PAIRS = 30  # of the batch that are shown
NOTHING = np.zeros(0, np.uint8)


class RbmPages(PageBook):
    """Owns the views of the card and shows frames in the one that is in sight."""

    said = Signal(str)
    hovered = Signal(str)
    scrubbed = Signal(float)  # updates
    asked = Signal(str)  # lines of the journal, with ; between them

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.order = features.Order()
        self._shown_units = np.zeros(0, np.intp)  # of the fields, in their order
        self.batch, self.fields = ImageWall("Batch"), ImageWall("Receptive fields")
        self.phases, self.raster = PhasesView(), RasterView()
        self.histograms = HistogramsView()
        self.examples, self.unit = ExamplesPage(), UnitPage()
        self.error = TraceView("Reconstruction error", "updates", "mean square")
        self.likelihood = TraceView("Likelihood", "updates", "nats a pattern")
        self.overfitting = TraceView("Overfitting", "updates", "free energy gap, nats")
        self.units = TraceView("Hidden units", "updates", "share")
        self.norm = TraceView("Weights", "updates", "root mean square")
        self._build_jobs()
        super().__init__(GROUPS, self._declared(), "What is shown")
        self._connect()

    def _build_jobs(self) -> None:
        runner = self.runner
        nats = TraceView("Log-likelihood", "updates", "nats a pattern")
        show = charted(nats, charts.likelihood_chart)
        self.measured = JobPage(runner, "log_likelihood", nats, show, True)
        bars, four = BarsView("Completion"), QuartetView("CD against PCD")
        self.halves = JobPage(runner, "completion", bars, partial(charts.show_completion, bars))
        self.learners = JobPage(
            runner, "cd_against_pcd", four, partial(charts.show_comparison, four)
        )
        self.mnist = MnistPage(runner, "set data_path={};set data=idx")

    def _declared(self) -> list[Page]:
        """One line a page: key, group, word, command, widget, how it is shown, how it is read."""
        return [
            Page("batch", "data", "Batch", "Show the batch and its reconstruction",
                 self.batch, self._show_batch, _read(words.split_caption)),
            Page("phases", "data", "Phases", "Show wake, sleep and update",
                 self.phases, self._show_phases, _read(words.phases_caption)),
            Page("examples", "data", "Examples", "Show your own examples",
                 self.examples, self.examples.show_frame, _read(words.examples_caption)),
            Page("fields", "features", "Fields", "Show the receptive fields",
                 self.fields, self._show_fields, self._fields_caption),
            Page("activity", "features", "Activity", "Show the hidden units' activity",
                 self.raster, self._show_raster, _read(words.activity_caption)),
            Page("histograms", "features", "Histograms", "Show histograms of weights and biases",
                 self.histograms, self._show_histograms, "narrow and round is good"),
            Page("error", "course", "Error", "Show the reconstruction error",
                 self.error, partial(traces.show_error, self.error), traces.error_caption),
            Page("likelihood", "course", "Likelihood", "Show how likely the data are",
                 self.likelihood, partial(traces.show_likelihood, self.likelihood),
                 traces.likelihood_caption),
            Page("overfitting", "course", "Overfitting", "Show the free energy gap",
                 self.overfitting, partial(traces.show_overfitting, self.overfitting),
                 traces.overfitting_caption),
            Page("units", "course", "Units", "Show dead and saturated units",
                 self.units, partial(traces.show_units, self.units), traces.units_caption),
            Page("weights", "course", "Weights", "Show how large the weights are",
                 self.norm, partial(traces.show_weights, self.norm), traces.weights_caption),
            Page("measured", "measure", "Likelihood", "Measure the log-likelihood",
                 self.measured, None, "how likely learned and held-out data are"),
            Page("halves", "measure", "Completion", "Measure completed halves",
                 self.halves, None, "halves of patterns it never saw"),
            Page("learners", "measure", "CD, PCD", "Compare CD with PCD",
                 self.learners, None, "two machines, the same data"),
            Page("mnist", "measure", "MNIST", "Fetch MNIST",
                 self.mnist, None, "real handwriting, 10 MB"),
            Page("unit", "why", "A unit", "Why is a hidden unit on or off?",
                 self.unit, self.unit.show_frame, self.unit.caption),
        ]  # fmt: skip

    def _connect(self) -> None:
        for page in self.jobs:
            page.said.connect(self.said)
        for trace in (self.error, self.likelihood, self.overfitting, self.units, self.norm):
            trace.scrubbed.connect(self.scrubbed)
        views: tuple[Any, ...] = (
            self.batch, self.fields, self.raster, self.histograms, self.phases, self.unit,
            self.examples.view, self.halves.view,
        )  # fmt: skip
        for view in views:
            view.hovered.connect(self.hovered)
        self.fields.clicked.connect(lambda k: self.choose_unit(int(self._shown_units[k])))
        self.raster.unit_chosen.connect(self.choose_unit)
        for asking in (self.examples, self.mnist):
            asking.asked.connect(self.asked)
        for view, text in ((self.batch, words.NO_BATCH), (self.phases, words.NO_BATCH),
                           (self.raster, words.NO_BATCH)):  # fmt: skip
            view.set_empty(text)

    # ---- the book ----

    def choose_unit(self, unit: int) -> None:
        """Look at a hidden unit."""
        self.unit.ask_unit(unit)
        self.show_page("unit")

    def choose_pixel(self, pixel: int) -> None:
        """Ask why a pixel is ink or paper."""
        self.unit.ask_pixel(pixel)
        self.show_page("unit")

    @property
    def ringed(self) -> int:
        """The pixel that is asked about on the page in sight, or −1."""
        return self.unit.pixel if self.current.key == "unit" else -1

    @property
    def is_measuring(self) -> bool:
        """Whether the page in sight belongs to a job, which needs the room of the verdict."""
        return isinstance(self.current.widget, JobPage)

    # ---- data ----

    def _show_batch(self, frame: Frame) -> None:
        s: RbmSnapshot = frame.snapshot
        if not len(s.batch):
            self.batch.set_empty(s.trouble or words.NO_BATCH)
            self.batch.clear()
            return
        data, back = s.batch[:PAIRS], s.reconstructions[:PAIRS]
        labels = s.batch_labels[:PAIRS].tolist()
        names = [
            f"pattern {k} of the batch" + (f", class {label}" if label >= 0 else "")
            for k, label in enumerate(labels)
        ]
        if not len(back):
            self.batch.show_images(data, s.side, names=names)
        else:
            self.batch.show_pairs(data, back, s.side, names=names)

    def _show_phases(self, frame: Frame) -> None:
        s: RbmSnapshot = frame.snapshot
        if not len(s.batch):
            self.phases.set_empty(s.trouble or words.NO_BATCH)
            self.phases.clear()
            return
        has_wake, has_slept, has_moved = (s.last_phase >= k for k in range(3))
        has_model = has_slept and len(s.model) > 0
        unit = self._moved_unit(s) if has_moved and s.parameters.learns else -1
        captions = words.phase_captions(s)
        if unit >= 0:
            captions = (*captions[:2], f"{captions[2]} · shown: unit {unit}")
        self.phases.show_phases(
            s.side, s.batch[0],
            s.hidden_data[0] if has_wake and len(s.hidden_data) else NOTHING,
            s.model[0] if has_model else NOTHING,
            s.hidden_model[0] if has_model and len(s.hidden_model) else NOTHING,
            s.velocity[: s.parameters.pixels, unit] if unit >= 0 else NOTHING.astype(np.float32),
            s.last_phase, captions,
            _label(s, s.batch_labels), _label(s, s.model_labels) if has_model else "",
        )  # fmt: skip

    def _moved_unit(self, s: RbmSnapshot) -> int:
        """The hidden unit whose change is shown: the one asked about, or the most used."""
        asked = self.unit.unit
        return asked if 0 <= asked < s.hidden_biases.size else int(np.argmax(s.use))

    # ---- features ----

    def _show_fields(self, frame: Frame) -> None:
        s: RbmSnapshot = frame.snapshot
        room = features.count_of(self.fields.width(), self.fields.height(), s.side)
        units = self.order.of(s, frame.is_playing)[:room]
        self._shown_units = units
        is_few = units.size <= features.CAPTIONED
        captions = [features.percent(u) for u in s.use[units].tolist()] if is_few else ()
        chosen = np.flatnonzero(units == self.unit.unit)
        self.fields.show_images(
            features.fields(s, units), s.side, captions=captions, marks=features.marks(s, units),
            selected=int(chosen[0]) if chosen.size else -1,
            names=lambda k: features.said_of(s, int(units[k])),
        )  # fmt: skip

    def _fields_caption(self, frame: Frame) -> str:
        return words.fields_caption(frame.snapshot, len(self._shown_units))

    def _show_raster(self, frame: Frame) -> None:
        s: RbmSnapshot = frame.snapshot
        if not len(s.hidden_data):
            self.raster.clear()
            return
        self.raster.show_raster(
            s.hidden_data, self.order.of(s, frame.is_playing), s.use, s.dead, s.saturated,
            self.unit.unit,
        )  # fmt: skip

    def _show_histograms(self, frame: Frame) -> None:
        s: RbmSnapshot = frame.snapshot
        self.histograms.show_histograms([
            ("weights", "", s.weights),
            ("visible biases", "", s.visible_biases),
            ("hidden biases", "", s.hidden_biases),
            ("last change", "", s.velocity if s.updates and s.parameters.learns
             else NOTHING.astype(np.float32)),
        ])  # fmt: skip


def _read(said: Callable[[RbmSnapshot], str]) -> Callable[[Frame], str]:
    """Return a caption of a frame, of a function of its snapshot."""
    return lambda frame: said(frame.snapshot)


def _label(s: RbmSnapshot, labels: np.ndarray) -> str:
    """The class that the first pattern has, or an empty text."""
    known = s.classes and len(labels) and 0 <= labels[0] < len(s.classes)
    return f"“{s.classes[labels[0]]}”" if known else ""
