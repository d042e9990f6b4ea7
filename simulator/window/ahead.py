"""What the first opening of a model needs, fetched while nobody waits for it.

Importing the files of a panel took 0.1 to 0.25 s of the window's time when its model was opened,
and making its first data up to half a second. So the files are imported one a turn, a little after
the window has come, and then the data is made, on a thread of its own.
"""

import contextlib
import threading
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from kernels.jit import NotReadyError
from simulator import panels, views
from simulator.core.errors import InputError
from simulator.models import CATALOGUE, model_class
from simulator.window.places import first_run

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

WAIT_MS, TURN_MS = 1500, 25


def module_names() -> list[str]:
    """The files of all views, then of all panels; parts first: they have the longer names."""
    found: list[str] = []
    for package in (views, panels):
        names = sorted((m.name for m in iter_modules(package.__path__)), key=len, reverse=True)
        found += [f"{package.__name__}.{name}" for name in names]
    return found


class Ahead(QObject):
    """Imports while the window waits for a person; a press or a drag goes first."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._left = window, module_names()
        self._timer = QTimer(self)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self._turn)
        QTimer.singleShot(WAIT_MS, self._timer, self._timer.start)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to import."""
        return not self._left

    def _turn(self) -> None:
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if self._left:
            import_module(self._left.pop(0))
        elif self._window.warming.is_ready():
            self._timer.stop()
            others = [name for name in CATALOGUE if name not in self._window.places]
            threading.Thread(target=_make_data, args=(others,), name="ahead", daemon=True).start()


def _make_data(models: list[str]) -> None:
    """Begin each model once: its data is then kept (see `core/datasets.py`)."""
    for name in models:
        with contextlib.suppress(InputError, NotReadyError):  # opening it will say so
            first_run(model_class(name))
