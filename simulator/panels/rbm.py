"""The RBM panel: fantasies, what the machine learns and has learned, and a drawing it finishes."""

from collections.abc import Callable
from typing import Any

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
from simulator.models.rbm import Rbm
from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.panels import ask
from simulator.panels import rbm_words as words
from simulator.panels.drawn import packed
from simulator.panels.panel import Panel
from simulator.panels.pasted import grey_of
from simulator.panels.rbm_drawing import DrawingCard
from simulator.panels.rbm_dreams import FantasiesCard
from simulator.panels.rbm_pages import RbmPages
from simulator.panels.splitters import splitter, stand_below
from simulator.views.verdict import TONES, VerdictView
from simulator.views.view import View

SLOW = 2.0  # batches a second at which phases can be followed
LASTING = ("measured", "halves", "learners", "mnist", "unit", "examples")  # pages that stay
LOW = 620  # pixels of normal mode: a panel so low has less room for everything


class RbmPanel(Panel):
    model = Rbm
    hint = "press Space"
    start = ("preset=digits-trained",)
    start_speed = 20.0

    def __init__(self, runner: Runner) -> None:
        self._page = ""  # the page that the present pace turned to
        super().__init__(runner)

    # ---- building ----

    def build(self) -> QWidget:
        self.dreams, self.drawing = FantasiesCard(), DrawingCard()
        self.pages = RbmPages(self.runner)
        self.pages.show_page("fields")
        self.verdict = VerdictView()
        self._left = self.card(
            "Fantasies", self.dreams.wall, data="npz", body=self.dreams, tools=(self.dreams.anew,)
        )
        self._right = self.book_card("Machine", self.pages, self.verdict)
        self._below = self.card("Finish what you draw", self.drawing.pad, body=self.drawing)
        self._across = splitter(Qt.Orientation.Horizontal, self._left, self._right)
        self._down = splitter(Qt.Orientation.Vertical, self._across, self._below)
        self._is_beside = self._is_alone = False
        self._connect()
        return self._down

    def _connect(self) -> None:
        self.dreams.asked.connect(self.runner.do)
        self.dreams.wall.hovered.connect(self.hovered)
        self.drawing.asked.connect(self.runner.do)
        self.drawing.pad.why_asked.connect(self.pages.choose_pixel)
        self.drawing.pad.picture_dropped.connect(self.open_picture)
        self.drawing.pad.picture_pasted.connect(self._take_image)
        self.drawing.tools.open_requested.connect(self.choose_picture)
        self.drawing.tools.paste_requested.connect(self.drawing.pad.paste)
        for part in (self.pages, self.drawing):
            part.hovered.connect(self.hovered)
        self.pages.said.connect(self.said)
        self.pages.asked.connect(self._do_all)
        self.verdict.asked.connect(self._do_all)
        self.pages.scrubbed.connect(self._scrub)
        self.pages.turned.connect(lambda key: self.show_frame(self.frame))

    def arrange(self) -> None:
        """Put the drawing below everything, or, in presenter mode, under the machine at the right:
        then the fantasies have the whole height."""
        if theme.is_presenter() != self._is_beside:
            self._is_beside = theme.is_presenter()
            stand_below(self._across, self._down, self._right, self._below, self._is_beside)
        self.drawing.set_tools_shown(not self._is_beside)
        self._share_room()

    @property
    def _is_low(self) -> bool:
        """Whether there is little height: then the pages have the room of a calm verdict."""
        return self.height() < theme.px(LOW)

    def _share_room(self) -> None:
        """The drawing gets two fifths of the height, so that its pad is large enough to draw on."""
        height, width = self.height() - 2 * theme.px(14), self._down.width()
        self.pages.set_choices_shown(not (self._is_beside and self._is_low))
        below = round(height * (0.45 if self._is_beside else 0.41))
        if self._is_beside:
            left = min(height, width * 45 // 100)
            self._across.setSizes([left, width - left])
            self._across.widget(1).setSizes([height - below, below])  # type: ignore[union-attr]
        else:
            self._across.setSizes([width * 44 // 100, width * 56 // 100])
            self._down.setSizes([height - below, below])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # the splitters have their new size before it is shared
        self._share_room()

    # ---- showing ----

    def show_state(self, frame: Frame) -> None:
        s: RbmSnapshot = frame.snapshot
        is_slow = self._suit_pace()
        self.dreams.show_snapshot(s)
        self._left.set_caption(words.fantasies_caption(s))
        self.pages.show_frame(frame)
        self._right.set_caption(self.pages.caption(frame))
        self._show_verdict(frame, is_slow)
        self.drawing.show_frame(frame, self.pages.ringed)
        self._below.set_caption(words.drawing_caption(s))

    def _show_verdict(self, frame: Frame, is_slow: bool) -> None:
        """Say what has come of the machine; before it runs, what to do, and while it is slow, what
        the last phase did."""
        s: RbmSnapshot = frame.snapshot
        said = s.verdict
        is_warm = said.kind == "warm"
        is_due = frame.step == 0 and not frame.is_playing and not s.trouble and not is_warm
        if is_due:
            self.verdict.show_verdict(*words.invitation(s))
        elif is_slow and s.last_phase >= 0 and s.parameters.learns and not is_warm:
            self.verdict.show_verdict(*words.phase_verdict(s))
        else:
            tone = TONES[said.kind]
            self.verdict.show_verdict(said.title, said.text, tone, (), said.remedies)
        has_room = not self._is_low or is_warm or (is_due and not self._is_beside)
        self.verdict.setVisible(has_room and not self.pages.is_measuring)
        is_alone = is_warm and self._is_beside and self._is_low
        if is_alone != self._is_alone:  # a small hall has no room for what can be done, and a pad
            self._is_alone = is_alone
            self._below.setVisible(not is_alone)

    def _suit_pace(self) -> bool:
        """Turn to the phases where they can be followed, and back; whether they can. A page that
        was asked for stays until the pace is another."""
        grain, speed = self.runner.grain, self.runner.speed
        is_slow = grain == "phase" or (grain == "batch" and speed <= SLOW)
        page = "phases" if is_slow else "fields"
        if page != self._page:
            is_first, self._page = not self._page, page
            if not is_first and self.pages.current.key not in LASTING:
                self.pages.show_page(page)
        return is_slow

    def readings(self, frame: Frame) -> dict[str, str]:
        texts = super().readings(frame)
        digits = {"reconstruction_error": 4, "weight_norm": 4, "epochs": 2}
        for name, count in digits.items():
            value = frame.readouts[name]
            if value is not None:
                texts[name] = words.signed(value, count)
        texts["updates"] = grouped(frame.readouts["updates"])
        pace = frame.readouts["images_per_second"]
        if pace is not None:  # with tenths the row would be wider than its column
            texts["images_per_second"] = f"{grouped(pace)} /s"
        return texts

    def has_row(self, readout: Readout) -> bool:
        return True

    def view_in(self, title: str) -> View:
        return self.pages.current.view if title == "Machine" else super().view_in(title)

    @property
    def canvas(self) -> QWidget:
        return self.drawing.pad

    # ---- doing ----

    def commands(self) -> list[tuple[str, str, Callable[[], Any]]]:
        do, card = self.runner.do, self.drawing
        return [
            ("New fantasies", "Shift+F", lambda: do("reseed_fantasies")),
            ("Dream of any class", "", lambda: do("dream")),
            *((f"Dream of {k}", "", lambda k=k: do(f"dream={k}")) for k in range(10)),
            ("Show a digit on the pad", "S", card.show_next),
            ("Cover the right half", "H", lambda: do("cover=right")),
            ("Cover the left half", "", lambda: do("cover=left")),
            ("Cover the upper half", "", lambda: do("cover=top")),
            ("Cover the lower half", "", lambda: do("cover=bottom")),
            ("Uncover the drawing", "Shift+H", lambda: do("cover=none")),
            ("Reconstruct the drawing", "Shift+U", lambda: do("reconstruct")),
            ("Denoise the drawing", "D", card.denoise.click),
            ("Clear the drawing", "C", lambda: do("unclamp")),
            ("Add the drawing as an example", "A", card.add_example),
            ("Learn my own drawings", "", lambda: do("set data=drawn")),
            ("Open a picture…", "", self.choose_picture),
            ("Paste a picture", "Ctrl+V", card.pad.paste),
            *self.commands_of_weights(),
            *self.pages.commands(),
        ]

    def _do_all(self, lines: str) -> None:
        """Do several lines of the journal, with ; between them, as one thing to undo."""
        self.runner.do_all(*lines.split(";"))

    def _scrub(self, updates: float) -> None:
        self.runner.seek(3 * round(updates))

    # ---- files ----

    def choose_picture(self) -> None:
        """Ask for a picture and put it on the pad."""
        if path := ask.picture(self):
            self.open_picture(path)

    def open_picture(self, path: str) -> None:
        """Put a picture's file on the pad."""
        self.runner.do(f"clamp={path}")

    def _take_image(self, image: QImage) -> None:
        try:
            grid = pictures.from_grey(grey_of(image), self.frame.snapshot.side)
        except InputError as error:
            self.said.emit(str(error))
        else:
            self.runner.do(f"clamp={packed(grid)}")
