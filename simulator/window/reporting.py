"""A report of the run in sight, as PDF or HTML: gathers what stands in it and writes it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog

from simulator.controls import theme
from simulator.controls.readings import NOTHING
from simulator.core.document import write_atomically
from simulator.core.errors import InputError, shorten
from simulator.core.model import Readout
from simulator.core.report import Report, report_of
from simulator.views.report_html import html_of
from simulator.views.report_pdf import pdf_of
from simulator.views.report_pictures import SHARP, Shot

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

FORMATS = {".pdf": "PDF, one page", ".html": "HTML, one file"}


class Reporting:
    """Asks for a name and writes a report; what goes wrong is said in the window's notice."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def ask(self, kind: str) -> None:
        """Ask where a report, `pdf` or `html`, is to be written."""
        start = f"{self._window.model.name}-report.{kind}"
        pattern = f"{FORMATS[f'.{kind}']} (*.{kind})"
        path, _ = QFileDialog.getSaveFileName(self._window.panel, "Report", start, pattern)
        if not path:
            return
        if not path.lower().endswith(f".{kind}"):
            path += f".{kind}"
        try:
            write(self._window, path)
        except InputError as error:
            self._window.notice.say(str(error))
        else:
            self._window.say_for_a_moment(f"Written: {Path(path).name}")


def check_name(path: str) -> str:
    """Return the suffix of a report's name; raises InputError for another one."""
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        raise InputError(
            f"{shorten(Path(path).name)} is no report's name; allowed: NAME.pdf, NAME.html."
        )
    return suffix


def write(window: "MainWindow", path: str) -> None:
    """Write the report of what is in sight; raises InputError."""
    suffix = check_name(path)
    window.refresh()
    report = gather(window)
    with on_paper(window):
        shots = pictures(window)
        data = pdf_of(report, shots) if suffix == ".pdf" else html_of(report, shots).encode()
    write_atomically(path, data)


def gather(window: "MainWindow") -> Report:
    """Return what a report says of the run in sight; raises InputError where it is busy."""
    panel, frame = window.panel, window.runner.latest
    declared = panel.model.declared(Readout)
    readings = {
        name: text
        for name, text in panel.readings(frame).items()
        if text != NOTHING and panel.has_row(declared[name])
    }
    return window.runner.answer(lambda run: report_of(run, readings, frame.invariants))


def pictures(window: "MainWindow") -> list[Shot]:
    """Return what the cards in sight show, twice as sharp as on screen."""
    panel = window.panel
    return [
        Shot(title, card.caption, panel.view_in(title).picture(SHARP))
        for title, card in panel.cards.items()
        if card.isVisible()
    ]


@contextlib.contextmanager
def on_paper(window: "MainWindow") -> Iterator[None]:
    """Draw in the light theme, whatever the window's is, without showing it."""
    app = QApplication.instance()
    if theme.current_theme().name == "light" or not isinstance(app, QApplication):
        yield
        return
    wish = theme.wished_theme()
    window.setUpdatesEnabled(False)
    try:
        theme.apply_theme(app, "light", theme.is_presenter())
        window.refresh()
        yield
    finally:
        theme.apply_theme(app, wish, theme.is_presenter())
        window.setUpdatesEnabled(True)
        window.refresh()
