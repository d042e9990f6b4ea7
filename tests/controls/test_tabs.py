"""Tabs are chosen by mouse and keys, and no word is cut off."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.controls.segmented import SEMIBOLD
from simulator.controls.tabs import Tabs

OPTIONS = [("all", "All"), ("one", "One unit"), ("talk", "Cross-talk")]


def made(qtbot):
    tabs = Tabs(OPTIONS, "Weights")
    qtbot.addWidget(tabs)
    tabs.resize(320, 24)
    tabs.show()
    qtbot.waitExposed(tabs)
    return tabs


def test_a_click_chooses(qtbot):
    tabs = made(qtbot)
    with qtbot.waitSignal(tabs.selected) as told:
        QTest.mouseClick(tabs._segments["talk"], Qt.MouseButton.LeftButton)
    assert told.args == ["talk"]
    assert tabs.value() == "talk"


def test_arrows_move_the_choice_and_stop_at_the_end(qtbot):
    tabs = made(qtbot)
    for _ in range(4):
        QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.value() == "talk"


def test_every_word_has_room_and_stands_at_the_left(qtbot):
    tabs = made(qtbot)
    metrics = QFontMetricsF(theme.text_font(weight=SEMIBOLD))
    for segment in tabs._segments.values():
        assert segment.width() >= metrics.horizontalAdvance(segment.text())
    assert tabs._segments["talk"].geometry().right() < 260
