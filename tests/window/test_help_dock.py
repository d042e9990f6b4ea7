"""The help dock: two texts, links that drive the panel, links that ask first."""

import re

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from simulator.core import lessons
from simulator.models import CATALOGUE, model_class
from simulator.window.help_dock import HelpDock

MODELS = [model_class(name) for name in CATALOGUE]


@pytest.fixture
def dock(qtbot):
    dock = HelpDock()
    qtbot.addWidget(dock)
    dock.resize(400, 600)
    dock.open_for(MODELS[0], "page")
    dock.asked = []
    dock.action_asked.connect(dock.asked.append)
    return dock


def text(dock):
    return dock.page.toPlainText()


@pytest.mark.parametrize("model", MODELS)
def test_it_shows_the_page_of_a_model_with_its_tables(dock, model):
    dock.open_for(model, "page")
    assert lessons.page(model.name).splitlines()[0].removeprefix("# ") in text(dock)
    assert next(iter(model.Parameters.specs())) in text(dock)
    assert "<!--" not in text(dock)


@pytest.mark.parametrize("model", MODELS)
def test_it_shows_the_first_lesson(dock, model):
    dock.open_for(model, "lesson")
    assert lessons.catalogue(model.name)[0].title in text(dock)


def test_the_choice_goes_to_the_other_text_and_back(dock):
    dock.choice.selected.emit("lesson")
    assert "First contact" in text(dock)
    dock.choice.selected.emit("page")
    assert "The equations" in text(dock)


def test_an_action_link_is_handed_to_the_window(dock):
    dock.page.link_activated.emit("action:corrupt=0.25")
    assert dock.asked == ["corrupt=0.25"]


def test_a_help_link_shows_the_page(dock):
    dock.open_for(MODELS[0], "lesson")
    dock.page.link_activated.emit(f"help:{MODELS[0].name}")
    assert "The equations" in text(dock)
    assert dock.asked == []


@pytest.mark.parametrize(("answer", "opened"), [("Yes", 1), ("No", 0)])
def test_a_link_out_of_the_program_asks_first(dock, monkeypatch, answer, opened):
    seen = []
    button = QMessageBox.StandardButton[answer]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: button)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()))
    dock.page.external_link_activated.emit("https://doi.org/10.1073/pnas.79.8.2554")
    assert len(seen) == opened


def test_every_action_link_of_the_lesson_does_something_without_a_refusal(window, settled):
    for link in re.findall(r"\]\((action:[^)]*)\)", lessons.catalogue("hopfield")[0].text):
        window.help.open_for(window.model, "lesson")
        window.help.page.link_activated.emit(link)
        settled(window)
        assert window.notice.sentence() == "", link
