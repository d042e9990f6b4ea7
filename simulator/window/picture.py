"""A picture of a window: shown offscreen, laid out, drawn."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow


def grab(window: "MainWindow", size: tuple[int, int], with_help: bool = False) -> QPixmap:
    """Return the window as it looks at a size, after everything has been laid out and drawn."""
    app = QApplication.instance()
    assert app is not None
    window.resize(*size)
    window.show()
    if with_help:
        window.show_help("page")
    window.runner.ask(lambda run: None).result(10)
    for _ in range(4):  # splitters and scroll areas settle in a few rounds
        app.processEvents()
        window.refresh()
    return window.grab()
