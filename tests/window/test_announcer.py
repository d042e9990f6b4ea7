"""What a screen reader hears of a run."""

import pytest
from PySide6.QtGui import QAccessible

from simulator.models import CATALOGUE
from simulator.window import announcer
from simulator.window.announcer import Announcer, summary


def test_a_panel_says_what_its_run_has_come_to(window, settled, qtbot):
    settled(window)
    window.runner.take_step("settle")
    qtbot.waitUntil(lambda: window.runner.latest.is_finished, timeout=10_000)
    window.refresh()
    said = window.panel.accessibleDescription()
    assert said.startswith("at rest: Stored A. Energy −387")


@pytest.mark.parametrize("model", CATALOGUE)
def test_every_model_has_a_summary(window, settled, model):
    window.open_model(model)
    said = summary(window.panel, settled(window))
    assert said.startswith("at rest")
    assert len(said) > len("at rest")


def test_a_run_speaks_when_it_begins_and_when_it_rests(window, settled, monkeypatch):
    heard = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(announcer.QAccessible, "updateAccessibility", heard.append)
    frame = settled(window)
    speaker = Announcer()
    playing = frame.__class__(**{**vars(frame), "is_playing": True})
    for seen in (playing, playing, playing, frame, frame):
        speaker.hear(window.panel, seen)
    assert [event.message().partition(":")[0] for event in heard] == ["playing", "at rest"]
