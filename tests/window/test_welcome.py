"""The welcome page: what it offers, by mouse and by keyboard, and when it comes."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.core import lessons
from simulator.models import CATALOGUE
from tests.helpers import run_python

LEFT = Qt.MouseButton.LeftButton


def press(window, key):
    QTest.keyClick(QApplication.focusWidget() or window, key)


@pytest.fixture
def welcome(window):
    """The page, over a window that was opened before."""
    window.show_welcome()
    return window.welcome


def test_it_does_not_come_by_itself_in_a_window_that_is_only_made(window):
    assert not window.welcome.isVisible()


def test_it_comes_at_the_first_start_and_never_again(open_window):
    first = open_window()
    first.settings.put("welcomed", "")  # other tests have been here before
    first.greet(not first.settings.text("welcomed"))
    assert first.welcome.isVisible()
    second = open_window()
    second.greet(not second.settings.text("welcomed"))
    assert not second.welcome.isVisible()


def test_it_does_not_come_where_something_is_brought_back_after_a_crash(window, monkeypatch):
    monkeypatch.setattr(window.files, "offer_recovery", lambda: True)
    window.greet(True)
    assert not window.welcome.isVisible()


def test_the_palette_and_the_menu_bring_it_back(window):
    from simulator.window.commands import menu_of

    next(a for a in menu_of(window).actions() if a.text() == "Welcome").trigger()
    assert window.welcome.isVisible()
    assert "Welcome" in [command.title for command in window.commands]


@pytest.mark.parametrize("model", CATALOGUE)
def test_a_click_on_a_card_begins_the_first_lesson(welcome, window, model):
    card = next(card for card in welcome.cards if card.offer.model == model)
    QTest.mouseClick(card, LEFT)
    assert not welcome.isVisible()
    assert window.model.name == model
    assert window.help.isVisible()
    assert window.help.player.lesson.title == lessons.catalogue(model)[0].title


def test_arrows_go_from_card_to_card_and_enter_begins(welcome, window):
    assert QApplication.focusWidget() is welcome.cards[0]
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is welcome.cards[2]
    press(window, Qt.Key.Key_Left)
    press(window, Qt.Key.Key_Return)
    assert window.model.name == "boltzmann"


def test_tab_goes_round_and_never_below_the_page(welcome, window):
    for _ in range(len(welcome.cards)):
        press(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is welcome.around
    press(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is welcome.cards[0]


def test_escape_looks_around_and_gives_the_focus_back(welcome, window):
    press(window, Qt.Key.Key_Escape)
    assert not welcome.isVisible()
    assert QApplication.focusWidget() is window.panel.canvas
    assert not window.help.isVisible()


def test_just_look_around_closes_it(welcome):
    QTest.mouseClick(welcome.around, LEFT)
    assert not welcome.isVisible()


def test_keys_do_nothing_to_the_run_below(welcome, window, settled):
    before = settled(window)
    for key in (Qt.Key.Key_N, Qt.Key.Key_R, Qt.Key.Key_I, Qt.Key.Key_End, Qt.Key.Key_PageDown):
        press(window, key)
    after = settled(window)
    assert (after.seed, after.step, after.is_playing) == (before.seed, before.step, False)
    assert (after.snapshot.units == before.snapshot.units).all()
    assert welcome.isVisible()


def test_a_number_opens_its_model_and_the_page_goes(welcome, window):
    press(window, Qt.Key.Key_3)
    assert window.model.name == "rbm"
    assert not welcome.isVisible()


@pytest.mark.parametrize("size", [(1000, 640), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("presenter", [False, True])
def test_nothing_is_cut_off(welcome, window, size, presenter):
    theme.apply_theme(QApplication.instance(), "light", presenter)
    window.resize(*size)
    QApplication.processEvents()
    inside = welcome.rect()
    assert all(inside.contains(part.geometry()) for part in (*welcome.cards, welcome.around))
    assert len({card.y() for card in welcome.cards}) == 1
    for card in welcome.cards:
        assert card._side + card.height_of_words(card.width()) <= card.height() + 1


def test_every_card_tells_a_reader_what_it_does(welcome):
    for card in welcome.cards:
        assert card.offer.sentence in card.accessibleName()


STARTED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from simulator import cli
from simulator.window.main_window import MainWindow
shown = MainWindow.show
def show(window):
    shown(window)
    def look():
        print(window.welcome.isVisible())
        window.close()
    QTimer.singleShot(300, window, look)
MainWindow.show = show
cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("words", "is_first", "is_shown"),
    [([], True, True), ([], False, False), (["--welcome"], False, True),
     (["reverie:hopfield?seed=1&step=0"], True, False), (["gan"], True, False)],
)  # fmt: skip
def test_it_comes_where_nothing_is_named_or_where_it_is_asked_for(
    tmp_path, words, is_first, is_shown
):
    if not is_first:
        (tmp_path / "state").mkdir()
        (tmp_path / "state" / "settings.ini").write_text("[General]\nwelcomed=true\n")
    result = run_python("-c", STARTED, *words, REVERIE_HOME=str(tmp_path))
    assert json.loads(result.stdout.strip().lower()) is is_shown, result.stderr
