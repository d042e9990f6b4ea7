"""A picture of a window: shown offscreen, laid out, drawn."""

import time
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

ROUNDS = 8  # in which splitters, scroll areas and their bars settle
PATIENCE = 20.0  # seconds to wait for what is computed beside the window


def grab(window: "MainWindow", size: tuple[int, int], with_help: bool = False) -> QPixmap:
    """Return the window as it looks at a size, after everything has been laid out and drawn."""
    app = QApplication.instance()
    assert app is not None
    window.resize(*size)
    window.show()
    if with_help:
        window.show_help("page")
    window.runner.ask(lambda run: None).result(10)
    begun = time.monotonic()
    rounds = 0
    while rounds < ROUNDS or (window.panel.is_computing and time.monotonic() - begun < PATIENCE):
        rounds += 1
        app.processEvents()
        window.refresh()
    window.panel.show_frame(window.panel.frame)
    app.processEvents()
    return window.grab()
