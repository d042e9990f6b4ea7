"""In front of a class: clicker keys, the blank screen, the pointer, another display."""

import json
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.controls.thin_slider import ThinSlider
from simulator.window.pointer import Kind
from simulator.window.presenter import ALONE, other_display
from tests.helpers import run_python

LEFT = Qt.MouseButton.LeftButton


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """A key, to whatever has the focus."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


@pytest.fixture
def hall(window, settled):
    """A window in presenter mode, its pad in focus."""
    press(window, Qt.Key.Key_F5)
    settled(window)
    window.panel.canvas.setFocus()
    return window


def test_a_clicker_steps_forward_and_back(hall, qtbot, settled):
    press(hall, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: settled(hall).step == 784)
    press(hall, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: settled(hall).step == 0)


def test_a_clicker_goes_before_the_slider_that_has_the_focus(hall, qtbot):
    turned = []
    hall.clicker = turned.append
    slider = hall.findChild(ThinSlider)
    slider.setFocus()
    press(hall, Qt.Key.Key_PageDown)
    press(hall, Qt.Key.Key_PageUp)
    assert turned == [True, False]


@pytest.mark.parametrize("key", [Qt.Key.Key_B, Qt.Key.Key_Period])
def test_the_screen_goes_black_and_any_key_brings_it_back(hall, key, settled):
    press(hall, key)
    blank = hall.presenter.blank
    assert blank.isVisible()
    assert blank.geometry() == hall.rect()
    assert hall.grab().toImage().pixelColor(20, 20).name() == "#000000"
    press(hall, Qt.Key.Key_PageDown)
    assert not blank.isVisible()
    assert settled(hall).step == 0  # the key did nothing else
    assert hall.panel.canvas.hasFocus()


def test_a_click_brings_the_picture_back_and_touches_nothing(hall, settled):
    before = settled(hall).revision
    press(hall, Qt.Key.Key_B)
    QTest.mouseClick(hall.presenter.blank, LEFT)
    assert not hall.presenter.blank.isVisible()
    assert settled(hall).revision == before


def test_a_blank_screen_does_not_pause_the_run(hall, qtbot):
    hall.runner.set_pace("unit", 1.0)
    press(hall, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: hall.runner.latest.is_playing)
    press(hall, Qt.Key.Key_B)
    assert hall.runner.latest.is_playing


def test_letters_of_the_hall_belong_to_the_tools_outside_it(window):
    window.panel.canvas.setFocus()
    press(window, Qt.Key.Key_B)
    assert not window.presenter.blank.isVisible()
    assert window.panel.tools.tool() == "rectangle"


def test_l_shows_a_spot_then_a_spotlight_then_nothing(hall):
    pointer = hall.presenter.pointer
    kinds = []
    for _ in range(3):
        press(hall, Qt.Key.Key_L)
        kinds.append(pointer.kind)
    assert kinds == [Kind.SPOT, Kind.SPOTLIGHT, Kind.NOTHING]
    assert not pointer.isVisible()


def test_the_spot_is_where_the_mouse_is_and_lets_clicks_through(hall, qtbot):
    play = hall.transport.play
    center = play.rect().center()
    QCursor.setPos(play.mapToGlobal(center))
    press(hall, Qt.Key.Key_L)
    at = play.mapTo(hall, center)
    pointer = hall.presenter.pointer
    qtbot.waitUntil(lambda: pointer.at.toPoint() == at)
    beside = QPoint(at.x(), at.y() - round(pointer.radius * 0.4))
    shown = hall.grab().toImage().pixelColor(beside)
    assert shown.red() > shown.blue()  # warm, on a button in the accent
    assert hall.childAt(at) is play
    with qtbot.waitSignal(play.clicked, timeout=1000):
        QTest.mouseClick(hall.childAt(at), LEFT)


def test_the_spotlight_dims_all_but_its_disc(hall):
    pointer = hall.presenter.pointer
    before = hall.grab().toImage()
    pointer.show_kind(Kind.SPOTLIGHT)
    pointer.at = QPoint(hall.width() // 2, hall.height() // 2)
    after = hall.grab().toImage()
    corner, middle = QPoint(5, 5), QPoint(hall.width() // 2, hall.height() // 2)
    assert after.pixelColor(corner).lightness() < 0.5 * before.pixelColor(corner).lightness()
    assert after.pixelColor(middle) == before.pixelColor(middle)


def test_esc_ends_the_pointer_first_and_then_the_show(hall):
    press(hall, Qt.Key.Key_L)
    press(hall, Qt.Key.Key_Escape)
    assert hall.presenter.pointer.kind is Kind.NOTHING
    assert theme.is_presenter()
    press(hall, Qt.Key.Key_Escape)
    assert not theme.is_presenter()


def test_shift_f5_begins_and_never_ends(window):
    for _ in range(2):
        press(window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
        assert theme.is_presenter()


def test_leaving_presenter_mode_takes_the_pointer_away(hall):
    press(hall, Qt.Key.Key_L)
    press(hall, Qt.Key.Key_F5)
    assert hall.presenter.pointer.kind is Kind.NOTHING


def display(*box):
    return SimpleNamespace(geometry=lambda: QRect(*box))


def test_the_other_display_is_one_that_shows_something_else():
    here, mirror, beamer = display(0, 0, 8, 6), display(0, 0, 8, 6), display(8, 0, 8, 6)
    assert other_display([here, mirror], here) is None
    assert other_display([here, mirror, beamer], here) is beamer


def test_with_one_display_it_is_said(window):
    window.presenter.go_elsewhere()
    assert window.notice.sentence() == ALONE
    assert not window.isFullScreen()


GO = """
from PySide6.QtGui import QGuiApplication
from simulator.app import make_application
app = make_application(offscreen=True)
from simulator.controls import theme
from simulator.window.main_window import MainWindow
theme.apply_theme(app, "light")
window = MainWindow(is_ready=True)
window.setGeometry(100, 50, 1100, 700)
window.show()
app.processEvents()
first, second = QGuiApplication.screens()
places = [(window.screen() is second, window.isFullScreen(), theme.is_presenter())]
for _ in range(2):
    window.presenter.go_elsewhere()
    app.processEvents()
    places.append((window.screen() is second, window.isFullScreen(), theme.is_presenter()))
print(places, window.geometry().getRect())
window.shut()
"""


def test_it_goes_to_the_second_display_and_comes_back(tmp_path):
    screens = [
        {"name": f"s{k}", "x": 1600 * k, "y": 0, "width": 1600, "height": 900} for k in (0, 1)
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}))
    done = run_python("-c", GO, QT_QPA_PLATFORM=f"offscreen:configfile={config}")
    assert done.returncode == 0, done.stderr
    home, there = (False, False, False), (True, True, True)
    assert done.stdout.strip() == f"{[home, there, home]} (100, 50, 1100, 700)"
