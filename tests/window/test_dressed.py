"""Every part of the window wears the theme, and what is opened over it too; hidden panels wait."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from simulator.controls import theme
from simulator.models import model_class
from simulator.window.command_palette import CommandPalette


@pytest.fixture
def two(window, qtbot):
    """A window in which two models were opened; Hopfield is in sight."""
    window.warming.want(model_class("boltzmann"))
    for key in (Qt.Key.Key_2, Qt.Key.Key_1):
        QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: len(window.places) == 2 and window.model.name == "hopfield")
    return window


def sheet_of(widget: QWidget) -> str:
    """The sheet a widget wears, or the one it stands in."""
    while widget is not None:
        if widget.styleSheet():
            return widget.styleSheet()
        widget = widget.parentWidget()
    return ""


def test_all_that_shows_words_or_takes_them_is_dressed(window):
    bare = (type(window), QWidget)
    named = [w for w in window.findChildren(QWidget) if w.isVisible() and type(w) not in bare]
    frames = {window.stage, window.across, window.centralWidget()}
    assert [w for w in named if w not in frames and not sheet_of(w)] == []


def test_the_menu_wears_the_theme(window, qtbot):
    window.set_theme("dark")
    QTest.keyClick(window, Qt.Key.Key_F10)
    menu = window.findChildren(QMenu)[-1]
    assert theme.load_theme("dark").surface in sheet_of(menu)
    menu.close()


def test_the_command_palette_wears_the_theme(window, qtbot):
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(CommandPalette)
    assert theme.current_theme().surface in sheet_of(palette)
    palette.close()


def test_a_question_wears_the_theme(window):
    box = QMessageBox(window)
    box.setText("Save it?")
    box.show()
    assert sheet_of(box)
    box.close()


def test_a_hidden_panel_takes_a_new_theme_when_it_comes_into_sight(two, qtbot):
    hidden, dark = two.places["boltzmann"].panel, theme.load_theme("dark").surface
    two.set_theme("dark")
    assert dark not in hidden.styleSheet()
    assert dark in two.panel.styleSheet()
    QTest.keyClick(two, Qt.Key.Key_2)
    qtbot.waitUntil(hidden.isVisible)
    assert dark in hidden.styleSheet()


def test_a_hidden_panel_takes_presenter_mode_when_it_comes_into_sight(two, qtbot):
    hidden = two.places["boltzmann"].panel
    QTest.keyClick(two, Qt.Key.Key_F5)
    QTest.keyClick(two, Qt.Key.Key_2)
    qtbot.waitUntil(hidden.isVisible)
    assert not hidden.side.isVisible()
    assert hidden.font().pixelSize() == theme.PRESENTER_SIZE


def test_a_hidden_panel_does_not_hold_the_window_open(two):
    QTest.keyClick(two, Qt.Key.Key_F5)
    assert two.stage.minimumSizeHint() == two.panel.minimumSizeHint()


def test_no_style_sheet_of_the_application_slows_a_change(window, qapp):
    assert qapp.styleSheet() == ""
