"""Recording in the window: opens the dialog, asks for a name, and watches over the recorder."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from simulator.core import film
from simulator.core.errors import InputError
from simulator.core.film_plan import FORMATS, WORDS, check, format_of
from simulator.core.numerals import grouped
from simulator.views.view import View
from simulator.window.film_subject import WINDOW, FilmSubject, cards_in_sight
from simulator.window.record_dialog import RecordDialog
from simulator.window.recorder import Recorder

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

LEFT = "The recording was given up: another model came into sight. No file was written."
BYTES = {"GIF": 0.06, "MP4": 0.012, "PNG": 0.1}  # a pixel, as measured on films of all models


class Recording:
    """At most one film at a time, of the panel in sight."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._dialog: RecordDialog | None = None
        self.recorder: Recorder | None = None

    @property
    def is_running(self) -> bool:
        """Whether a film is being made."""
        return self.recorder is not None and self.recorder.is_running

    @property
    def dialog(self) -> RecordDialog:
        """The dialog, made when it is first asked for."""
        if self._dialog is None:
            self._dialog = RecordDialog(self._window)
            self._dialog.changed.connect(self._summarise)
            self._dialog.asked.connect(self._ask_for_name)
            self._dialog.cancelled.connect(self.cancel)
        return self._dialog

    def open(self, view: View | None = None) -> None:
        """Show the dialog, for a view of the panel in sight or for the window."""
        dialog = self.dialog
        if not self.is_running:
            cards = cards_in_sight(self._window)
            dialog.offer([(WINDOW, "The window"), *((c, f"Card “{c}”") for c in cards)],
                         self._window.model.grains)  # fmt: skip
            dialog.grain.set_value(self._window.transport.grain.value())
            dialog.subject.set_value(_card_of(self._window, view) if view else WINDOW)
            self._summarise()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def begin(self, path: str) -> None:
        """Film to a file as the dialog says; a refusal is said in it."""
        dialog = self.dialog
        try:
            recorder = Recorder(self._window, self._subject(), dialog.plan, path)
        except InputError as error:
            dialog.show_summary("", str(error))
            return
        self.recorder = recorder
        recorder.progressed.connect(dialog.show_progress)
        recorder.ended.connect(self._ended)
        dialog.show_recording()
        recorder.start()

    def cancel(self) -> None:
        """Give the film up; nothing is left on disk."""
        if self.recorder:
            self.recorder.cancel()

    def leave(self) -> None:
        """Another model comes into sight."""
        if self.recorder:
            self.recorder.cancel(LEFT)
        if self._dialog:
            self._dialog.close()

    def close(self) -> None:
        """The window is closed."""
        self.cancel()
        if self._dialog:
            self._dialog.close()

    def _subject(self) -> FilmSubject:
        dialog = self.dialog
        card = str(dialog.subject.currentData())
        return FilmSubject(self._window, card, float(dialog.scale.value()))

    def _summarise(self) -> None:
        """Say how long, how large and about how heavy the film will be, or what is in the way."""
        dialog, plan = self.dialog, self.dialog.plan
        kind = FORMATS[dialog.suffix]
        try:
            size = self._subject().size
            check(kind, plan, (size.width(), size.height()))
        except InputError as error:
            dialog.show_summary("", str(error))
            return
        grain = self._window.model.grain(plan.grain).label
        weight = BYTES[kind] * size.width() * size.height() * plan.frames / 2**20
        dialog.show_summary(
            f"{plan.seconds:.1f} s · {size.width()} × {size.height()} pixels · "
            f"{grouped(plan.grains)} × {grain} · about {max(weight, 0.1):.1f} MB", "",
        )  # fmt: skip

    def _ask_for_name(self) -> None:
        dialog, window = self.dialog, self._window
        suffix, kind = dialog.suffix, FORMATS[dialog.suffix]
        start = f"{window.model.name}-{self._subject().name.lower().replace(' ', '-')}{suffix}"
        title = "Record" if suffix else "Name of a new folder"
        pattern = f"{WORDS[kind]} (*{suffix})" if suffix else ""
        path, _ = QFileDialog.getSaveFileName(dialog, title, start, pattern)
        if not path:
            return
        if suffix and Path(path).suffix.lower() != suffix:
            path += suffix
        try:
            format_of(path)
            film.check_place(path)
        except InputError as error:
            dialog.show_summary("", str(error))
            return
        self.begin(path)

    def _ended(self, said: str) -> None:
        recorder, self.recorder = self.recorder, None
        dialog = self.dialog
        dialog.show_idle(said)
        self._summarise()
        if recorder and recorder.is_written:
            self._window.say_for_a_moment(said)
        elif not dialog.isVisible():
            self._window.notice.say(said)


def _card_of(window: "MainWindow", view: View) -> str:
    """Return the title of the card a view stands on; that of the window if it is on none."""
    cards = cards_in_sight(window)
    return next((card for card in cards if window.panel.view_in(card) is view), WINDOW)
