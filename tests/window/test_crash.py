"""What ended the program badly is still there to be read after the next start."""

import faulthandler
import logging
import sys
import threading

import pytest
from PySide6.QtCore import QObject, qInstallMessageHandler

from simulator.window import crash


class Window(QObject):
    """As much of a window as errors need."""

    class Notice:
        def say(self, sentence, details=""):
            pass

    notice = Notice()


@pytest.fixture
def own_folder(tmp_path, monkeypatch, qapp):
    monkeypatch.setattr(crash, "state_dir", lambda: tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    handlers, was_on = list(crash.log.handlers), faulthandler.is_enabled()
    opened = []
    monkeypatch.setattr(faulthandler, "enable", opened.append)
    yield tmp_path
    qInstallMessageHandler(None)
    for file in opened:
        file.close()
    for handler in set(crash.log.handlers) - set(handlers):
        crash.log.removeHandler(handler)
        handler.close()
    crash.log.setLevel(logging.NOTSET)
    assert faulthandler.is_enabled() == was_on


def test_the_next_start_keeps_the_report_of_a_crash(own_folder):
    (own_folder / "crash.log").write_text("Fatal Python error: Segmentation fault\n")
    crash.catch_errors(Window())
    assert "Segmentation" in (own_folder / "crash.log").read_text()
