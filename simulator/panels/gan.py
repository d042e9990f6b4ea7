"""The GAN panel: data and fakes, the two players and their game, and data that a person draws."""

import itertools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from simulator.controls import theme
from simulator.controls.buttons import ToolButton
from simulator.controls.card import Card
from simulator.core import pictures
from simulator.core.errors import InputError
from simulator.core.frame import Frame
from simulator.core.model import Readout
from simulator.core.numerals import grouped
from simulator.core.runner import Runner
from simulator.models.gan import Gan
from simulator.models.gan_snapshot import GanSnapshot
from simulator.models.gan_state import DRAWN
from simulator.panels import gan_traces as traces
from simulator.panels import gan_words as words
from simulator.panels.gan_pages import GanPages
from simulator.panels.gan_shown import Sights
from simulator.panels.gan_sight import Sight
from simulator.panels.panel import Panel
from simulator.panels.seldom import Seldom, at_rest
from simulator.panels.splitters import splitter
from simulator.views.algorithm import AlgorithmView
from simulator.views.trace import TraceView
from simulator.views.verdict import VerdictView
from simulator.views.view import View

LOW = 600  # pixels of normal mode: a panel so low has less room for everything
LASTING = ("parzen", "mnist", "why", "map")  # pages that stay when the pace is another
DECIMALS = (  # readouts that are written with three
    "loss_d", "loss_g", "value", "js", "kl", "d_real", "d_fake", "gradient_norm_d",
    "gradient_norm_g",
)  # fmt: skip


class GanPanel(Panel):
    model = Gan
    hint = "press Space"
    start = ("preset=ring",)
    start_speed = 600.0

    def __init__(self, runner: Runner) -> None:
        self._world = ""  # of the frame before
        self._key: tuple = ()  # of what must be shown at once
        self._turns = itertools.count()
        super().__init__(runner)

    # ---- building ----

    def build(self) -> QWidget:
        self.sights = Sights()
        self.sight = Sight(self.runner, self.sights)
        self.pages = GanPages(self.runner, self.sights)
        self.drawing = self.pages.drawing
        self.verdict = VerdictView()
        self.losses = TraceView("Losses", "iterations", "loss", traces.LEAST)
        self.lines = AlgorithmView()
        self._told = Seldom()
        self.why = ToolButton("why", "Why? Then click a fake; also Alt and a click", checkable=True)
        self.draw = ToolButton("pencil", "Draw your own data")
        self.draw.setToolTip("Draw your own data  (Shift+D)")
        self._data = self.card(
            "Data and fakes", self.sight.plane, data="csv", body=self.sight,
            tools=(self.why, self.draw),
        )  # fmt: skip
        self._machine = self.book_card("Machine", self.pages, self.verdict)
        self._course = self.card("Losses", self.losses, data="csv")
        self._lines = self.card("Algorithm 1", self.lines)
        self._left = splitter(Qt.Orientation.Vertical, self._data, self._course, self._lines)
        self._across = splitter(Qt.Orientation.Horizontal, self._left, self._machine)
        self._alone: Card | None = None  # the card that is maximised
        self._lines.hide()
        self._connect()
        return self._across

    def _connect(self) -> None:
        self.sight.asked.connect(self.ask_about)
        self.draw.clicked.connect(self.draw_own)
        self.why.clicked.connect(self.sight.plane.set_asks)
        self.sight.plane.layers_changed.connect(
            lambda: self.why.setChecked(self.sight.plane.asks())
        )
        self.drawing.asked.connect(self.runner.do)
        self.drawing.open_asked.connect(self.choose_data)
        self.drawing.pad.picture_dropped.connect(self.open_data)
        self.drawing.pad.picture_pasted.connect(self._take_image)
        self.losses.scrubbed.connect(self._scrub)
        for part in (self.sight, self.pages):
            part.hovered.connect(self.hovered)
        self.pages.said.connect(self.said)
        self.pages.scrubbed.connect(self._scrub)
        self.pages.turned.connect(lambda key: self.show_frame(self.frame))
        self.pages.why.changed.connect(lambda: self.show_frame(self.frame))
        for asking in (self.pages.asked, self.verdict.asked):
            asking.connect(self._do_all)

    # ---- room ----

    def arrange(self) -> None:
        self._share_room()

    @property
    def _is_low(self) -> bool:
        """Whether there is little height: then the plane has the room of the losses."""
        return self.height() < theme.px(LOW)

    def _choose_below(self) -> None:
        """Show below the plane Algorithm 1 at a pace that can be followed, else the losses;
        nothing where there is little height: both are pages too."""
        wanted = None if self._is_low else self._lines if self.pages.is_slow else self._course
        cards = self._course, self._lines
        if self._alone is None and any(one.isHidden() == (one is wanted) for one in cards):
            for card in cards:
                card.setVisible(card is wanted)
            self._share_room()

    def _share_room(self) -> None:
        """The plane is a square, and the machine has the rest."""
        height, width = self.height() - 2 * theme.px(14), self._across.width()
        below = 0 if self._is_low else height * 32 // 100
        square = height - below - theme.px(90)  # a title, a legend and a row of buttons less
        left = min(max(square, width * 42 // 100), width // 2)
        self._across.setSizes([left, width - left])
        self._left.setSizes([height - below, below, below])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # the splitters have their new size before it is shared
        self._share_room()

    def _maximise(self, card: Card | None, button: ToolButton) -> None:
        self._alone = card
        super()._maximise(card, button)
        if card is None:
            self._choose_below()

    # ---- showing ----

    def show_state(self, frame: Frame) -> None:
        s: GanSnapshot = frame.snapshot
        self._suit_pace(frame)
        self._choose_below()
        self._suit_world(s)
        needs_all, turn = self._needs_all(frame), next(self._turns) % 6
        if needs_all or turn not in self._others_turns():
            self.sight.show_frame(frame, self.pages.marked, needs_all or turn % 3 == 0)
        if needs_all or turn == 1:
            self.pages.show_frame(frame)
        if needs_all or turn == 4:
            self._show_below(frame)
            self._tell(frame)

    def _others_turns(self) -> tuple[int, ...]:
        """The turns in which other views have the frame for themselves."""
        if self.sight.is_heavy:
            return 1, 4
        return (4,) if self._course.isVisible() else ()

    def _needs_all(self, frame: Frame) -> bool:
        """Whether all is to be shown now. While the game is fast the fakes move in every frame, and
        D's colours, the page and the rest take turns: no frame has the work of all."""
        key = (id(frame.parameters), frame.revision, self.pages.current.key, self._lines.isHidden(),
               self._course.isHidden(), self.pages.why.fake)  # fmt: skip
        is_other, self._key = key != self._key, key
        return is_other or self.pages.is_slow or not frame.is_playing

    def _show_below(self, frame: Frame) -> None:
        if self._lines.isVisible():
            self.pages.show_algorithm(self.lines, frame)
        elif self._course.isVisible():
            traces.show_losses(self.losses, frame)

    def _tell(self, frame: Frame) -> None:
        """Write captions and the verdict: seldom, for they are read."""
        s: GanSnapshot = frame.snapshot
        phase = s.last_phase if self.pages.is_slow else 0
        if not self._told.is_due((self._key, phase, at_rest(frame))):
            return
        self._data.set_caption(words.data_caption(s))
        self._machine.set_caption(self.pages.caption(frame))
        self._course.set_caption(traces.losses_caption(frame))
        self._lines.set_caption("what is done, line by line")
        headline, text, tone = words.verdict_words(frame, self.pages.is_slow)
        self.verdict.show_verdict(headline, text, tone, deeds=s.verdict.remedies)
        self.verdict.setVisible(not self.pages.is_measuring)

    def _suit_pace(self, frame: Frame) -> None:
        """Turn to the machine where its phases can be followed, or are taken by hand. A page that
        was asked for stays until the pace is another."""
        pace = words.phases_a_second(frame.snapshot, self.runner.grain, self.runner.speed)
        is_by_hand = self.runner.grain == "phase" and not frame.is_playing
        is_slow = pace <= words.SLOW or is_by_hand
        if is_slow != self.pages.is_slow:
            self.pages.is_slow = is_slow
            if is_slow and self.pages.current.key not in LASTING:
                self.pages.show_page("players")

    def _suit_world(self, s: GanSnapshot) -> None:
        """Turn to the pad where the data are to be drawn, and from it where they are others."""
        world, before = s.parameters.world, self._world
        self._world = world
        self.why.setVisible(not s.has_pictures and s.parameters.dimensions == 2)
        if world == before:
            return
        if world == DRAWN:
            self.pages.show_page("draw")
        elif before == DRAWN and self.pages.current.key == "draw":
            self.pages.show_page("players")

    def readings(self, frame: Frame) -> dict[str, str]:
        texts = super().readings(frame)
        for name in DECIMALS:
            value = frame.readouts[name]
            if value is not None:
                texts[name] = words.signed(value, 3)
        texts["iterations"] = grouped(frame.readouts["iterations"])
        pace = frame.readouts["iterations_per_second"]
        if pace is not None:
            texts["iterations_per_second"] = f"{grouped(pace)} /s"
        return texts

    def has_row(self, readout: Readout) -> bool:
        return True

    def view_in(self, title: str) -> View:
        if title == "Data and fakes":
            return self.sight.view
        return self.pages.current.view if title == "Machine" else super().view_in(title)

    @property
    def canvas(self) -> QWidget:
        return self.sight.view

    # ---- doing ----

    def commands(self) -> list[tuple[str, str, Callable[[], Any]]]:
        runner, stops = self.runner, self.sight.stops
        return [
            ("One turn of D", "D", lambda: runner.take_step("d-step")),
            ("One turn of G", "G", lambda: runner.take_step("g-step")),
            ("Figure 1 (b): D learns", "", lambda: stops.go("b")),
            ("Figure 1 (d): run until fakes are like data", "", lambda: stops.go("d")),
            ("Draw your own data", "Shift+D", self.draw_own),
            ("Wipe the drawn data", "Shift+C", lambda: runner.do("wipe")),
            ("Open data…", "", self.choose_data),
            ("Paste a picture as data", "Ctrl+V", self.drawing.pad.paste),
            ("Tour of nine latents", "Shift+T", self.tour),
            ("End the tour", "", lambda: runner.do("interpolate=0")),
            ("Ask about a fake", "W", self._toggle_asking),
            *self.commands_of_weights(),
            *self.pages.commands(),
        ]

    def _do_all(self, lines: str) -> None:
        """Do several lines of the journal, with ; between them, as one thing to undo."""
        self.runner.do_all(*lines.split(";"))

    def _scrub(self, iteration: float) -> None:
        self.sight.stops.give_up()
        self.runner.seek(traces.step_at(self.frame, iteration))

    def ask_about(self, fake: int) -> None:
        """Ask why D says what it says of a fake."""
        self.pages.choose_fake(fake)

    def _toggle_asking(self) -> None:
        self.sight.plane.set_asks(not self.sight.plane.asks())

    def draw_own(self) -> None:
        """Let the person draw the data."""
        if self.frame.parameters.world != DRAWN:
            self.runner.do(f"set world={DRAWN}")
        self.pages.show_page("draw")

    def tour(self) -> None:
        """Walk between nine latents, and look at it."""
        self.runner.do("interpolate=9")
        self.pages.show_page("map")

    # ---- files ----

    def choose_data(self) -> None:
        """Ask for a picture or a table of points."""
        kinds = " ".join(f"*{suffix}" for suffix in (*pictures.PICTURES, ".csv"))
        path = QFileDialog.getOpenFileName(self, "Open data", "", f"Data ({kinds})")[0]
        if path:
            self.open_data(path)

    def open_data(self, path: str) -> None:
        """Draw what a file shows."""
        self.runner.do_all(f"set world={DRAWN}", f"world={path}")

    def _take_image(self, image: QImage) -> None:
        try:
            self.drawing.take_image(image)
        except InputError as error:
            self.said.emit(str(error))
