"""Links in the window: copied, pasted, typed, dropped, opened.

What a link does before its first step is done here, on a run that nobody sees yet, so that a link
that is refused changes nothing. The steps are taken by the runner, with progress on the timeline;
Esc gives them up, and the run stays where it came to.
"""

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QInputDialog

from kernels.jit import NotReadyError
from simulator.core import link_opening
from simulator.core.errors import InputError
from simulator.core.link import Link, found_in, read
from simulator.core.link_writing import as_link
from simulator.core.run import Run
from simulator.core.runner import Runner
from simulator.models import model_class

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

PASTE = "Ctrl+V"


class Links:
    """Copies and opens links, for the window's model in sight; refusals lie in its notice."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window

    def copy(self) -> None:
        """Put the link that leads where the run stands on the clipboard."""
        try:
            text = self.window.runner.answer(as_link)
        except InputError as error:
            self.window.notice.say(str(error))
            return
        QGuiApplication.clipboard().setText(text)
        self.window.say_for_a_moment(
            f"Copied as a link of {len(text)} characters: paste it into a chat, or here."
        )

    def ask(self) -> None:
        """Ask for a link, beginning with one that was copied, and open it."""
        text, is_given = QInputDialog.getText(
            self.window, "Open a link", "A link, such as reverie:hopfield?…", text=copied()
        )
        if is_given and text.strip():
            self.open(text)

    def paste(self) -> None:
        """A link that was copied is opened; anything else is for the panel."""
        if text := copied():
            self.open(text)
            return
        for command in self.window.place.commands:
            if command.shortcut == PASTE:
                command.run()
                return
        take = getattr(QApplication.focusWidget(), "paste", None)
        if take:
            take()

    def drop(self, text: str) -> None:
        """Open what was dropped; visitors of a kiosk can't."""
        if not self.window.kiosk.is_on:
            self.open(text)

    def open(self, text: str) -> bool:
        """Open the link in a text; a bad one changes nothing that is open."""
        window = self.window
        try:
            said = read(text, model_class)
            run, rest = link_opening.begun(said, model_class(said.model))
        except (InputError, NotReadyError) as error:
            window.notice.say(str(error))
            return False
        place = window.places.get(said.model)
        if place and not window.files.may_leave(place):
            return False
        window.take_run(run, None)
        if rest:
            done = window.runner.carry_out(partial(_follow, rest))
            done.add_done_callback(partial(self._note_end, window.runner, said))
        else:
            self._tell(said)
        return True

    def _note_end(self, runner: Runner, said: Link, done: "Future[bool]") -> None:
        """On the runner's thread: let the window's say how it ended."""
        if not done.cancelled():
            is_done = done.result()
            QTimer.singleShot(0, self.window, lambda: self._end(runner, said, is_done))

    def _end(self, runner: Runner, said: Link, is_done: bool) -> None:
        if is_done:
            self._tell(said)
        elif not self.window.notice.sentence():  # a refusal has been said already
            self.window.notice.say(
                f"The link was given up at step {runner.latest.step:,}; "
                f"it leads to step {said.step:,}. Open it again to go there."
            )

    def _tell(self, said: Link) -> None:
        self.window.say_for_a_moment(f"Opened from a link: seed {said.seed}, step {said.step:,}")


def _follow(rest: list, run: Run, keep_going: link_opening.KeepGoing) -> bool:
    return link_opening.follow(run, rest, keep_going)


def copied() -> str:
    """Return the link on the clipboard, or an empty text."""
    return found_in(QGuiApplication.clipboard().text())


def link_in(data: QMimeData) -> str:
    """Return the link in what is dragged, or an empty text."""
    texts = [data.text(), *(url.toString() for url in data.urls())]
    return next(filter(None, map(found_in, texts)), "")
