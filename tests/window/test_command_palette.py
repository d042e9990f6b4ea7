"""The command palette: what is found, and that it runs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from simulator.window.command_palette import Command, CommandPalette, matching


@pytest.fixture
def ran():
    return []


@pytest.fixture
def commands(ran):
    titles = ("Play or pause", "Export the state, NPZ…", "Open…", "Reset", "Export the trace, CSV…")
    return [Command(t, "R" if t == "Reset" else "", lambda t=t: ran.append(t)) for t in titles]


@pytest.fixture
def ground(qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(900, 600)
    ground.show()
    return ground


@pytest.fixture
def palette(qtbot, ground, commands):
    palette = CommandPalette(ground, commands)
    palette.open_over(ground)
    qtbot.waitExposed(palette)
    return palette


def line(palette):
    return palette.findChild(QLineEdit)


def rows(palette):
    box = palette.findChild(QListWidget)
    return [box.item(k).text() for k in range(box.count())]


def titles(found):
    return [command.title for command in found]


def test_every_typed_word_must_be_in_the_title(commands):
    assert titles(matching(commands, "export csv")) == ["Export the trace, CSV…"]
    assert titles(matching(commands, "csv export")) == ["Export the trace, CSV…"]


def test_case_and_spaces_do_not_matter(commands):
    assert titles(matching(commands, "  RESET ")) == ["Reset"]


def test_titles_that_begin_with_what_is_typed_come_first(commands):
    assert titles(matching(commands, "p"))[0] == "Play or pause"


def test_nothing_typed_lists_everything_in_its_order(commands):
    assert matching(commands, "") == commands


def test_enter_runs_the_first_one_found_and_closes(palette, ran):
    QTest.keyClicks(line(palette), "export")
    QTest.keyClick(line(palette), Qt.Key.Key_Return)
    assert ran == ["Export the state, NPZ…"]
    assert not palette.isVisible()


def test_the_arrows_choose_and_stop_at_the_ends(palette, ran):
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(line(palette), key)
    QTest.keyClick(line(palette), Qt.Key.Key_Return)
    assert ran == ["Open…"]


def test_a_click_runs_what_is_clicked(palette, ran):
    box = palette.findChild(QListWidget)
    place = box.visualItemRect(box.item(3)).center()
    QTest.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ran == ["Reset"]


def test_where_nothing_fits_it_says_so_and_enter_does_nothing(palette, ran):
    QTest.keyClicks(line(palette), "xyzzy")
    assert rows(palette) == ["Nothing has that name"]
    QTest.keyClick(line(palette), Qt.Key.Key_Return)
    assert ran == []
    assert palette.isVisible()


def test_escape_closes_and_runs_nothing(palette, ran):
    QTest.keyClick(line(palette), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert ran == []


def test_no_two_commands_of_the_window_have_one_title_or_one_key(window):
    names = [command.title for command in window.commands]
    keys = [command.shortcut for command in window.commands if command.shortcut]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)
