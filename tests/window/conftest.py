"""A real window, offscreen, with its runner; closed after the test, nothing left behind."""

import pytest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.models import compile_kernels
from simulator.window.main_window import MainWindow


@pytest.fixture(scope="session", autouse=True)
def kernels():
    """Kernels on disk, as after the first start."""
    compile_kernels()


@pytest.fixture
def open_window(qtbot):
    """A function that opens windows and closes them after the test."""
    opened = []

    def open_one(run=None):
        theme.apply_theme(QApplication.instance(), "light")
        window = MainWindow(run=run)
        opened.append(window)
        window.resize(1280, 720)
        window.show()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_one
    for window in opened:
        window.shut()
        window.hide()
        window.deleteLater()
    QApplication.processEvents()
    theme.apply_theme(QApplication.instance(), "light")


@pytest.fixture
def window(open_window, qtbot):
    """A window as it opens, its kernels ready."""
    window = open_window()
    qtbot.waitUntil(window.warming.is_ready, timeout=20_000)
    window.runner.set_pace("sweep", 100.0)
    return window


@pytest.fixture
def settled(qtbot):
    """A function that waits until the runner has done what it was asked, and shows it."""

    def wait(window):
        window.runner.ask(lambda run: None).result(10)
        window.refresh()
        return window.runner.latest

    return wait
