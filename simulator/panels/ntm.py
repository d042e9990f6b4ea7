"""The NTM panel: what is written and read, the head and the memory behind it, and how it learns."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from simulator.controls import theme
from simulator.controls.buttons import ToolButton
from simulator.controls.card import Card
from simulator.controls.combo import Combo
from simulator.controls.segmented import Segmented
from simulator.core.frame import Frame
from simulator.core.model import Readout
from simulator.core.numerals import grouped
from simulator.core.runner import UNLIMITED, Runner
from simulator.models.ntm import Ntm
from simulator.models.ntm_hand import KEPT
from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.panels import ntm_tapes as tapes
from simulator.panels import ntm_words as words
from simulator.panels.drawn import Presses
from simulator.panels.ntm_heads import HeadChoice
from simulator.panels.ntm_look import Look
from simulator.panels.ntm_pages import NtmPages
from simulator.panels.panel import Panel
from simulator.panels.seldom import Seldom
from simulator.panels.splitters import splitter
from simulator.panels.turns import Turns
from simulator.views.tape import TapeShown, TapeView
from simulator.views.verdict import VerdictView
from simulator.views.view import View

MODES = (("train", "Train"), ("play", "Play"), ("sandbox", "Sandbox"))
PACES = {"train": ("batch", UNLIMITED), "play": ("time-step", 5.0), "sandbox": ("time-step", 3.0)}
FOLLOWED = ("stage", "time-step", "sequence")  # grains of a machine that is watched
ABLATIONS = (
    ("", "ablate nothing"),
    ("content", "ablate content"),
    ("location", "ablate location"),
    ("sharpening", "ablate sharpening"),
)
LONGEST = 12  # letters of these words that must be seen
CLICKS = (("key", "Set key"), ("slot", "Set head"))  # what a click on a location does
LISTS = ("focus", "gates", "accuracy_by_length")  # shown by views
OF_HEADS = ("addressing", "memory", "why")  # pages
NARROW = 680  # pixels of normal mode: of panels with no room for the choice of ablations
LOW, TIGHT = 600, 460  # pixels of normal mode: of panels without the verdict, and without choices


class NtmPanel(Panel):
    model = Ntm
    hint = "press Space"
    start = ("preset=copy",)
    start_speed = UNLIMITED

    def __init__(self, runner: Runner) -> None:
        self._mode, self._grain = "train", "batch"  # of the frame before
        self._has_memory = True
        self._choices: tuple = ()  # what a person has chosen, which is shown at once
        self._alone: Card | None = None  # the card that is maximised
        super().__init__(runner)

    # ---- building ----

    def build(self) -> QWidget:
        self.look = Look()
        self._presses, self._told = Presses(), Seldom()
        self._turns = Turns(
            self, self._show_writing, self._show_reading, self._show_page, self._tell
        )
        self.writing, self.reading = TapeView("Writing"), TapeView("Reading")
        self.memory, self.head = TapeView("Memory"), TapeView("Head")
        self.pages = NtmPages(self.runner, self.look)
        self.verdict = VerdictView()
        self.modes = Segmented(MODES, "What a step does")
        self.ablation = Combo(ABLATIONS, "What the heads have")
        self.ablation.setMinimumContentsLength(LONGEST)
        self.heads = HeadChoice()
        self.clicks = Segmented(CLICKS, "What a click on a location does")
        fresh = ToolButton("random", "Another sequence")
        fresh.clicked.connect(self.draw_another)
        self._writing = self.card("Writing", self.writing, data="csv", tools=(fresh,))
        self._reading = self.card("Reading", self.reading, data="csv")
        self._memory = self.card("Memory", self.memory, data="csv")
        self._head = self.card("Head", self.head, data="csv")
        self._machine = self.book_card("Machine", self.pages, self.verdict)
        self._memory.add_choice(self.clicks)
        self._machine.add_choice(self.heads)
        self._machine.add_choice(self.modes)
        self._reading.add_choice(self.ablation)
        for card in (self._writing, self._reading, self._memory, self._head):
            card.make_room_for_choice()
        self._above = splitter(
            Qt.Orientation.Horizontal, self._writing, self._reading, self._memory, self._head
        )
        self._down = splitter(Qt.Orientation.Vertical, self._above, self._machine)
        self._memory.hide()
        self._head.hide()
        self._connect()
        return self._down

    def _connect(self) -> None:
        self.modes.selected.connect(self.choose_mode)
        self.ablation.selected.connect(self.choose_ablation)
        self.heads.selected.connect(self._choose_head)
        for tape in (self.writing, self.reading):
            tape.time_chosen.connect(self._choose_time)
            tape.hovered.connect(self.hovered)
        for tape in (self.memory, self.head):
            tape.hovered.connect(self.hovered)
        self.writing.bit_painted.connect(self._paint)
        self.memory.bit_painted.connect(self._paint_memory)
        self.memory.time_chosen.connect(self._choose_location)
        self.pages.said.connect(self.said)
        self.pages.hovered.connect(self.hovered)
        self.pages.asked.connect(self.runner.do)
        self.pages.changed.connect(self._show_again)
        self.pages.turned.connect(lambda key: self._show_again())
        self.verdict.asked.connect(lambda line: self.runner.do(line))
        for view in (self.writing, self.reading):
            view.set_empty(words.COMPILING)

    # ---- room ----

    def arrange(self) -> None:
        self._share_room()

    @property
    def _is_low(self) -> bool:
        """Whether there is little height: the tapes say the most important thing, too."""
        return self.height() < theme.px(LOW)

    def _share_room(self) -> None:
        """Both tapes are as wide; below them the machine has the rest."""
        height, width = self.height() - 2 * theme.px(14), self._down.width()
        self.pages.set_choices_shown(height > theme.px(TIGHT))
        low = min(max(height * 44 // 100, theme.px(240)), theme.px(420), height // 2)
        self._down.setSizes([height - low, low])
        self._above.setSizes([width // 2] * 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    # ---- showing ----

    def show_state(self, frame: Frame) -> None:
        s: NtmSnapshot = frame.snapshot
        self.look.follow(s)
        self._suit_machine(s)
        self._suit_mode(s)
        choices = (id(frame.parameters), frame.revision, self.pages.current.key, s.mode,
                   self.look.time, self.look.head, self.look.stage,
                   tuple(self.look.what_if.items()), frame.is_playing)  # fmt: skip
        is_other, self._choices = choices != self._choices, choices
        if is_other or not frame.is_playing:
            self._turns.show_all()
        elif s.mode != "train" or self._told.is_due(None):
            self._turns.show_next()  # while it learns, ten times a second

    def _show_writing(self) -> None:
        s: NtmSnapshot = self.frame.snapshot
        is_by_hand = s.hand is not None
        for card in (self._writing, self._reading):
            card.setVisible(not is_by_hand and self._alone in (None, card))
        for card in (self._memory, self._head):
            card.setVisible(is_by_hand and self._alone in (None, card))
        if s.hand is not None:
            self.memory.show_tape(tapes.hand_memory(s.hand))
        else:
            _show(self.writing, tapes.writing(s, self.look))

    def _show_reading(self) -> None:
        s: NtmSnapshot = self.frame.snapshot
        if s.hand is not None:
            self.head.show_tape(tapes.hand_head(s.hand, KEPT))
        else:
            _show(self.reading, tapes.reading(s, self.look))

    def _show_page(self) -> None:
        self.pages.show_frame(self.frame)

    def _tell(self) -> None:
        """Write captions, choices and the verdict."""
        frame = self.frame
        s: NtmSnapshot = frame.snapshot
        p = s.parameters
        self.modes.set_value(s.mode)
        self.ablation.set_value(s.ablated)
        self.ablation.setVisible(p.has_memory and self._down.width() > theme.px(NARROW))
        self.heads.show_heads(p.read_heads, p.write_heads, self.look.head_of(s))
        self.heads.setVisible(p.has_memory and s.hand is None)
        self._reading.set_caption(words.reading_caption(s))
        self._memory.set_caption(words.memory_caption(s))
        self._head.set_caption(words.hand_caption(s))
        self._machine.set_caption(self.pages.caption(frame))
        said = s.verdict
        self.verdict.show_verdict(*words.verdict_words(said), deeds=said.remedies)
        self.verdict.setVisible(not (self.pages.is_measuring or self._is_low))

    def _suit_machine(self, s: NtmSnapshot) -> None:
        """Turn to the diagram where there are no heads to be looked at any more."""
        had_memory, self._has_memory = self._has_memory, s.parameters.has_memory
        if had_memory and not self._has_memory and self.pages.current.key in OF_HEADS:
            self.pages.show_page("machine")

    def _suit_mode(self, s: NtmSnapshot) -> None:
        """A grain that was chosen by hand asks for the mode it is of; another mode gets a grain
        that it has."""
        grain, mode = self.runner.grain, s.mode
        if mode != self._mode:
            self._mode = mode
            if not _suits(grain, mode):
                self.paced.emit(*PACES[mode])
        elif grain != self._grain and not _suits(grain, mode):
            self.runner.do("play" if grain in FOLLOWED else "train")
        self._grain = self.runner.grain

    def _show_again(self) -> None:
        """Show the frame again: something else is looked at."""
        self.show_frame(self.frame)

    def _maximise(self, card: Card | None, button: ToolButton) -> None:
        self._alone = card
        super()._maximise(card, button)
        self._turns.show_all()

    def readings(self, frame: Frame) -> dict[str, str]:
        texts = super().readings(frame)
        for name, digits in (
            ("loss", 2),
            ("bits_wrong", 2),
            ("gradient_norm", 3),
            ("diagonal_mass", 3),
        ):
            value = frame.readouts[name]
            if value is not None:
                unit = " bits" if name == "loss" else ""
                texts[name] = f"{value:.{digits}f}{unit}"
        texts["sequences_seen"] = grouped(frame.readouts["sequences_seen"])
        pace = frame.readouts["sequences_per_second"]
        if pace is not None:
            texts["sequences_per_second"] = f"{grouped(pace)} /s"
        return texts

    def has_row(self, readout: Readout) -> bool:
        return readout.name not in LISTS

    def view_in(self, title: str) -> View:
        return self.pages.current.view if title == "Machine" else super().view_in(title)

    def shown_titles(self) -> tuple[str, ...]:
        is_by_hand = self.frame.snapshot.hand is not None
        return ("Memory", "Head", "Machine") if is_by_hand else ("Reading", "Writing", "Machine")

    @property
    def canvas(self) -> QWidget:
        return self.writing if self.frame.snapshot.hand is None else self.memory

    # ---- doing ----

    def commands(self) -> list[tuple[str, str, Callable[[], Any]]]:
        return [
            ("Train: only learn", "T", partial(self.choose_mode, "train")),
            ("Play a sequence, stage by stage", "P", partial(self.choose_mode, "play")),
            ("Sandbox: move a head by hand", "H", partial(self.choose_mode, "sandbox")),
            ("Another sequence", "S", self.draw_another),
            *((f"Heads: {label}", "", partial(self.choose_ablation, key))
              for key, label in ABLATIONS),
            ("Open bits…", "", self.choose_bits),
            *self.commands_of_weights(),
            *self.pages.commands(),
        ]  # fmt: skip

    def choose_mode(self, mode: str) -> None:
        """Train, play a sequence, or open the sandbox."""
        if mode != self.frame.snapshot.mode or mode == "play":
            self.runner.do(mode)

    def choose_ablation(self, what: str) -> None:
        """Let the heads do without something."""
        self.runner.do(f"ablate={what}" if what else "ablate")

    def draw_another(self) -> None:
        """Play another sequence, by chance."""
        self.runner.do(f"length={self.frame.snapshot.asked}")

    def _choose_head(self, head: int) -> None:
        self.look.head, self.look.what_if = head, {}
        self._show_again()

    def _choose_time(self, time: int) -> None:
        s: NtmSnapshot = self.frame.snapshot
        if time < self.look.known(s):
            self.look.choose(time)
            self._show_again()
        else:
            self.said.emit(f"Time {time} has not been played yet.")

    def _paint(self, time: int, channel: int, value: int) -> None:
        group = self._presses.group_of(self.writing.edit_group())
        self.runner.do(f"paint={time},{channel},{value}", group)

    def _paint_memory(self, location: int, column: int, value: int) -> None:
        group = self._presses.group_of(self.memory.edit_group())
        self.runner.do(f"sandbox=cell:{location},{column},{value}", group)

    def _choose_location(self, location: int) -> None:
        self.runner.do(f"sandbox={self.clicks.value()}:{location}")

    # ---- files ----

    def choose_bits(self) -> None:
        """Ask for a table of bits to play."""
        path = QFileDialog.getOpenFileName(self, "Open bits", "", "Tables of bits (*.csv)")[0]
        if path:
            self.runner.do(f"input={path}")


def _show(view: TapeView, shown: TapeShown | None) -> None:
    if shown is None:
        view.clear()
    else:
        view.show_tape(shown)


def _suits(grain: str, mode: str) -> bool:
    """Whether a mode has a grain."""
    return (grain in FOLLOWED) == (mode != "train")
