"""The window's start, and pictures of it."""

import argparse
import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.core.errors import InputError, shorten

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

APT = (
    "sudo apt-get install libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 "
    "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)


def run_window(
    model: str | None,
    file: str | None,
    theme_name: str | None,
    presenter: bool,
    kiosk: bool = False,
    welcome: bool = False,
) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    app = make_application(offscreen=False)
    from PySide6.QtCore import QTimer

    from simulator.controls import theme
    from simulator.core.link import SCHEME
    from simulator.window.ahead import Ahead
    from simulator.window.crash import catch_errors
    from simulator.window.main_window import MainWindow
    from simulator.window.settings import Settings

    settings = Settings()
    theme.apply_theme(app, theme_name or settings.text("theme", "system"), presenter)
    window = MainWindow(model or "")
    catch_errors(window)
    shorten_collections(window)
    Ahead(window)
    geometry = settings.value("geometry")
    if geometry is not None:
        window.restoreGeometry(geometry)
    window.show()
    if file and kiosk:
        QTimer.singleShot(0, window, lambda: window.kiosk.open(file))
    elif file:
        take = window.links.open if file.startswith(SCHEME) else window.files.open_path
        QTimer.singleShot(0, window, lambda: take(file))
    else:
        is_asked = welcome or (model is None and not settings.text("welcomed"))
        QTimer.singleShot(0, window, lambda: window.greet(is_asked))
    return app.exec()


def take_shot(options: argparse.Namespace) -> int:
    """`shot`: draw the window offscreen and write it as a picture; returns the exit code."""
    from simulator.staged import staged

    size, out = read_size(options.size), read_picture_name(options.out)
    with staged(options) as stage:
        from simulator.window.picture import grab

        picture = grab(stage.window, size, "page" if options.help_page else options.lesson or "")
        if not picture.save(str(out)):
            raise InputError(f"{out.name} can't be written; choose another place or make room.")
    if options.json:
        print(json.dumps(stage.result))
    return 0


def read_picture_name(text: str) -> Path:
    """Return the path of a picture that can be written; raises InputError."""
    out = Path(text).expanduser()
    if out.suffix.lower() not in (".png", ".jpg", ".webp"):
        raise InputError(f"{out.name} is no picture's name; allowed: .png, .jpg, .webp.")
    if not out.resolve().parent.is_dir():
        raise InputError(f"There is no folder for {shorten(out)}; make it first.")
    return out


def shorten_collections(window: "MainWindow") -> None:
    """Once all is loaded, leave it out of garbage collections: walking it took 50 ms of a frame."""
    window.warming.ready.connect(gc.freeze)


def read_size(text: str) -> tuple[int, int]:
    """Return width and height of `1440x900`; raises InputError."""
    parts = text.lower().split("x")
    if len(parts) != 2 or not all(p.isdigit() for p in parts):
        raise InputError(f"--size {shorten(text)} is not WIDTHxHEIGHT; write for example 1440x900.")
    width, height = int(parts[0]), int(parts[1])
    if not (1000 <= width <= 7680 and 640 <= height <= 4320):
        raise InputError(
            f"--size {shorten(text)} is outside the range; allowed: 1000x640 to 7680x4320."
        )
    return width, height


def make_application(offscreen: bool):
    """Return the QApplication; says in words what is missing on this machine."""
    if offscreen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise InputError(
            f"Qt can't be loaded ({shorten(error)}). On Debian or Ubuntu: {APT}"
        ) from error
    if sys.platform == "linux" and not offscreen and "QT_QPA_PLATFORM" not in os.environ:
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            raise InputError(
                "There is no screen: start from a desktop session, or use the commands run and "
                "shot."
            )
    _check_binding()
    app = QApplication.instance() or QApplication(["reverie"])
    app.setApplicationName("Reverie")
    return app


def _check_binding() -> None:
    """Refuse a PySide6 that loses a reference to True at every signal (6.12.0 on Python 3.11):
    the process would die after some hundred of them."""
    from PySide6 import __version__
    from PySide6.QtCore import QObject, Signal

    class Probe(QObject):
        sent = Signal()

    probe = Probe()
    probe.sent.connect(lambda: None)
    before = sys.getrefcount(True)
    for _ in range(100):
        probe.sent.emit()
    if before - sys.getrefcount(True) > 50:
        raise InputError(
            f"PySide6 {__version__} crashes on this Python; install another: "
            'pip install "PySide6-Essentials<6.12"'
        )
