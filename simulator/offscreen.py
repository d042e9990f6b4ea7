"""A window without a screen, for what drives it: benchmarks and soaking."""

import time
from typing import Any

from simulator.app import make_application, shorten_collections
from simulator.controls import theme
from simulator.window.ahead import Ahead
from simulator.window.main_window import MainWindow

SIZE = (1440, 900)


def open_offscreen() -> tuple[Any, MainWindow]:
    """Return the application and a window that is shown."""
    app = make_application(offscreen=True)
    theme.apply_theme(app, "light")
    window = MainWindow()
    shorten_collections(window)
    Ahead(window)
    window.resize(*SIZE)
    window.show()
    app.processEvents()
    return app, window


def wait_until_ready(app: Any, window: MainWindow, seconds: float) -> list[float]:
    """Run the event loop until kernels are ready; returns the gaps between its rounds (s)."""
    gaps, last, end = [], time.perf_counter(), time.perf_counter() + seconds
    while not window.warming.is_ready() and time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.002)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now
    return gaps
