"""Pages of a card: one in sight, each group remembers its own, only the one in sight is shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.panels.pages import Page, PageBook
from simulator.views.view import View

LEFT = Qt.MouseButton.LeftButton
GROUPS = (("energy", "Energy"), ("weights", "Weights"), ("later", "Not there yet"))


@pytest.fixture
def book(qtbot):
    shown = []

    def page(key, group, widget):
        def show(frame):
            shown.append((key, frame))

        return Page(key, group, key, f"Show {key}", widget, show, lambda frame: f"{key} {frame}")

    shared = View()
    pages = [
        page("energy", "energy", View()),
        page("weights", "weights", shared),
        page("unit", "weights", shared),
    ]
    book = PageBook(GROUPS, pages, "What is shown")
    book.shown = shown
    qtbot.addWidget(book)
    book.resize(400, 300)
    book.show()
    qtbot.waitExposed(book)
    return book


def click(book, chooser, word):
    QTest.mouseClick(chooser._segments[word], LEFT)


def test_a_group_without_pages_is_not_offered(book):
    assert list(book._choice._segments) == ["energy", "weights"]


def test_the_choices_turn_the_pages(book, qtbot):
    with qtbot.waitSignal(book.turned) as told:
        click(book, book._choice, "weights")
    assert told.args == ["weights"]
    click(book, book._tabs["weights"], "unit")
    assert book.current.key == "unit"


def test_a_group_remembers_its_page(book):
    book.show_page("unit")
    click(book, book._choice, "energy")
    click(book, book._choice, "weights")
    assert book.current.key == "unit"
    assert book._tabs["weights"].value() == "unit"


def test_only_the_page_in_sight_is_shown_a_frame(book):
    book.show_page("unit")
    book.show_frame(7)
    assert book.shown == [("unit", 7)]
    assert book.caption(7) == "unit 7"


def test_every_page_has_a_command_that_turns_to_it(book):
    for title, _, turn in book.commands():
        turn()
        assert title == f"Show {book.current.key}"


def test_a_page_is_at_the_same_place_in_every_group(book):
    places = set()
    for key in ("energy", "unit"):
        book.show_page(key)
        places.add((book.current.view.pos().y(), book._stack.geometry().top()))
    assert len(places) == 1
