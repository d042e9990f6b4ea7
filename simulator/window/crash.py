"""Errors that nobody caught: said once, in words, with the details to copy; the program goes on."""

import faulthandler
import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler

from simulator.core.paths import state_dir

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

log = logging.getLogger("reverie")


class _Reporter(QObject):
    """Brings a report from any thread to the window's."""

    happened = Signal(str, str)


def catch_errors(window: "MainWindow") -> None:
    """Send uncaught errors, of any thread, to a window's notice and to the log."""
    folder = state_dir()
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "reverie.log", maxBytes=2**20, backupCount=2)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    crash_file = open(folder / "crash.log", "a")  # noqa: SIM115  (open as long as the process)
    faulthandler.enable(crash_file)
    reporter = _Reporter(window)
    reporter.happened.connect(window.notice.say)

    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        log.error(details)
        sentence = f"Something went wrong: {error or kind.__name__}. What you made is kept."
        reporter.happened.emit(sentence, details)

    sys.excepthook = report
    threading.excepthook = lambda a: report(
        a.exc_type, a.exc_value or a.exc_type(), a.exc_traceback
    )
    qInstallMessageHandler(_log_qt)


def _log_qt(kind: QtMsgType, context: object, text: str) -> None:
    level = logging.WARNING if kind != QtMsgType.QtDebugMsg else logging.DEBUG
    log.log(level, "Qt: %s", text)
