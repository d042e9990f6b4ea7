"""A picture of a window: shown offscreen, laid out, drawn."""

import time
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from simulator.core import lessons
from simulator.core.errors import InputError, shorten
from simulator.core.parameter import whole_number

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

ROUNDS = 8  # in which splitters, scroll areas and their bars settle
PATIENCE = 20.0  # seconds to wait for what is computed beside the window


def grab(window: "MainWindow", size: tuple[int, int], text: str = "") -> QPixmap:
    """Return the window as it looks at a size, after everything has been laid out and drawn; with
    the help dock open at a `text`, if any: the `page`, or a lesson and perhaps its step `NAME:2`.

    Raises InputError for a lesson that is not there.
    """
    app = QApplication.instance()
    assert app is not None
    window.resize(*size)
    window.show()
    if text:
        open_text(window, text)
    window.runner.ask(lambda run: None).result(10)
    begun = time.monotonic()
    rounds = 0
    while rounds < ROUNDS or (window.is_computing and time.monotonic() - begun < PATIENCE):
        rounds += 1
        app.processEvents()
        window.refresh()
    window.panel.show_frame(window.panel.frame)
    app.processEvents()
    return window.grab()


def open_text(window: "MainWindow", text: str) -> None:
    """Open the help dock at a text of the model in sight; raises InputError."""
    name, _, step = text.partition(":")
    if name != "page":
        lessons.load(window.model.name, name)
        if step and whole_number(step) is None:
            raise InputError(f"{shorten(text)} names no step of a lesson; write {name}:2.")
        window.settings.put_progress(name, max(0, (whole_number(step) or 1) - 1))
    window.show_help(name)
