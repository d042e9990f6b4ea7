"""The help dock: two texts, links that drive the panel, links that ask first."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from simulator.core import lessons
from simulator.models import CATALOGUE, model_class
from simulator.window.help_dock import HelpDock
from simulator.window.lesson_cards import Words
from simulator.window.settings import Settings

MODELS = [model_class(name) for name in CATALOGUE]


@pytest.fixture
def dock(qtbot):
    dock = HelpDock(lambda: None, Settings())
    qtbot.addWidget(dock)
    dock.resize(400, 600)
    dock.open_for(MODELS[0], "page")
    dock.asked = []
    dock.action_asked.connect(dock.asked.append)
    return dock


def text(dock):
    """What can be read in the dock."""
    if dock.player is None:
        return dock.page.toPlainText()
    words = dock.lesson.findChildren(Words)
    return "\n".join([dock.lesson.heading.text(), *(w.toPlainText() for w in words)])


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


def press(dock, key, times=1):
    for _ in range(times):
        QTest.keyClick(dock.lessons, key)


def test_a_lesson_is_chosen_from_the_list_by_keyboard(dock):
    dock.open_for(MODELS[0], "lesson")
    dock.show()
    assert dock.lessons.isVisible()
    dock.lessons.setFocus()
    press(dock, Qt.Key.Key_Down)
    assert "One memory: a theorem to prove" in text(dock)
    press(dock, Qt.Key.Key_Down)
    assert "How much can it remember?" in text(dock)
    press(dock, Qt.Key.Key_Home)
    assert "First contact" in text(dock)


def test_the_list_of_lessons_is_reached_by_tab(dock):
    dock.open_for(MODELS[0], "lesson")
    dock.show()
    dock.choice.setFocus()
    reached = [dock.choice]
    while reached[-1].nextInFocusChain() is not dock.choice and len(reached) < 50:
        reached.append(reached[-1].nextInFocusChain())
    places = [reached.index(w) for w in (dock.choice, dock.lessons, dock.lesson.dots)]
    assert places == sorted(places)
    assert dock.lessons.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_page_has_no_list_of_lessons(dock):
    dock.show()
    assert not dock.lessons.isVisible()


def test_the_lesson_read_last_comes_back(dock):
    dock.open_for(MODELS[0], "hopfield-capacity")
    dock.choice.selected.emit("page")
    dock.choice.selected.emit("lesson")
    assert "How much can it remember?" in text(dock)
    assert dock.lessons.currentData() == "hopfield-capacity"


def test_a_link_leads_to_another_lesson(dock):
    dock.open_for(MODELS[0], "hopfield-one-memory")
    dock.page.link_activated.emit("help:hopfield-capacity")
    assert "How much can it remember?" in text(dock)
    assert dock.lessons.currentData() == "hopfield-capacity"


def test_the_list_ends_with_how_to_write_one(dock):
    dock.open_for(MODELS[0], "lesson")
    dock.show()
    dock.lessons.setFocus()
    press(dock, Qt.Key.Key_End)
    assert "Write your own lesson" in text(dock)
    assert str(lessons.user_folder()) in text(dock)
