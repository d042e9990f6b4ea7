"""Bits of the input are painted with the mouse and with keys, on and off, without gaps."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.views.tape import TapeView
from simulator.views.tape_picture import bit_colors
from tests.views import tape_samples as samples
from tests.views.tape_samples import tape

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot):
    view = TapeView()
    qtbot.addWidget(view)
    view.resize(460, 440)
    view.show()
    qtbot.waitExposed(view)
    view.show_tape(tape())
    return view


@pytest.fixture
def told(view):
    told = []
    view.bit_painted.connect(lambda *bit: told.append(bit))
    return told


def place(view, step, channel, number=0):
    grid = view.grid()
    return grid.box_of((grid.parts[number].start + channel, step)).center().toPoint()


def test_a_press_paints_a_bit_on_and_chooses_no_time(view, told):
    view.time_chosen.connect(lambda _: pytest.fail("a time was chosen"))
    QTest.mouseClick(view, LEFT, pos=place(view, 0, 1))
    assert told == [(0, 1, 1)]


@pytest.mark.parametrize(
    ("button", "keys"), [(RIGHT, Qt.KeyboardModifier.NoModifier), (LEFT, SHIFT)]
)
def test_the_right_button_and_shift_erase(view, told, button, keys):
    QTest.mouseClick(view, button, keys, place(view, 0, 2))
    assert told == [(0, 2, 0)]


def test_a_bit_that_is_so_already_is_not_painted(view, told):
    QTest.mouseClick(view, LEFT, pos=place(view, 0, 0))
    QTest.mouseClick(view, RIGHT, pos=place(view, 0, 1))
    assert told == []


def test_a_drag_paints_all_bits_on_its_way_once(view, told):
    QTest.mousePress(view, LEFT, pos=place(view, 0, 0))
    QTest.mouseMove(view, place(view, 3, 0))  # in one leap
    QTest.mouseMove(view, place(view, 1, 0))
    QTest.mouseRelease(view, LEFT, pos=place(view, 1, 0))
    QTest.mouseMove(view, place(view, 2, 1))
    assert told == [(1, 0, 1), (2, 0, 1)]


def test_a_drag_outside_of_the_bits_paints_those_nearest(view, told):
    QTest.mousePress(view, RIGHT, pos=place(view, 0, 0))
    QTest.mouseMove(view, place(view, 2, 0) - QPoint(0, 60))
    QTest.mouseMove(view, place(view, 3, 0) - QPoint(0, 60))
    QTest.mouseRelease(view, RIGHT, pos=place(view, 3, 0))
    assert told == [(0, 0, 0), (3, 0, 0)]


def test_bits_of_one_press_have_one_group(view, told):
    groups = []
    view.bit_painted.connect(lambda *_: groups.append(view.edit_group()))
    QTest.mousePress(view, LEFT, pos=place(view, 0, 0))
    QTest.mouseMove(view, place(view, 3, 0))
    QTest.mouseRelease(view, LEFT, pos=place(view, 3, 0))
    QTest.mouseClick(view, LEFT, pos=place(view, 0, 1))
    assert groups == [1, 1, 2]


def test_what_may_not_be_painted_is_a_time_to_look_at(view, told):
    times = []
    view.time_chosen.connect(times.append)
    QTest.mouseClick(view, LEFT, pos=place(view, 4, 3))  # the delimiter
    QTest.mouseClick(view, LEFT, pos=place(view, 6, 0, number=1))  # the output
    QTest.mouseClick(view, RIGHT, pos=place(view, 6, 0, number=1))
    assert times == [4, 6]
    assert told == []


def test_a_painted_bit_is_seen_before_the_model_shows_it(view):
    QTest.mouseClick(view, LEFT, pos=place(view, 0, 1))
    assert view.picture().pixelColor(place(view, 0, 1)) == QColor(bit_colors()[2])


def test_a_bit_that_the_model_shows_is_dry(view):
    QTest.mouseClick(view, LEFT, pos=place(view, 0, 1))
    QTest.mouseClick(view, LEFT, pos=place(view, 1, 0))
    bits = samples.BITS.copy()
    bits[0, 1] = 1.0
    view.show_tape(tape(samples.input_row(bits), samples.output_row()))
    view.show_tape(tape(samples.input_row(bits), samples.output_row(samples.OUTPUT / 2)))
    assert view._hand.wet == {(1, 0): 1}


def test_a_bit_that_the_model_refuses_goes_after_a_while(view, qtbot):
    QTest.mouseClick(view, LEFT, pos=place(view, 0, 1))
    qtbot.waitUntil(lambda: not view._hand.wet)
    assert view.picture().pixelColor(place(view, 0, 1)) == QColor(bit_colors()[1])


def test_enter_turns_a_bit_over(view, told):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    assert told == [(0, 0, 0), (0, 0, 1), (0, 1, 1)]


def test_the_pointer_is_a_cross_over_bits_to_paint(view):
    QTest.mouseMove(view, place(view, 0, 0))
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
    QTest.mouseMove(view, place(view, 4, 3))
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_nothing_is_painted_where_no_row_is_paintable(view, told):
    view.show_tape(tape(samples.input_row(paintable=None), samples.output_row()))
    QTest.mouseClick(view, LEFT, pos=place(view, 0, 1))
    assert told == []


def test_another_tape_ends_a_stroke(view, told):
    QTest.mousePress(view, LEFT, pos=place(view, 0, 0))
    view.show_tape(tape(samples.add_row()))
    QTest.mouseMove(view, place(view, 2, 1))
    QTest.mouseRelease(view, LEFT, pos=place(view, 2, 1))
    assert told == []
