"""The timeline, by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from simulator.window.timeline import Timeline

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def line(qtbot):
    """A timeline of 1,000 steps that stands at 400; what it seeks is in `sought`."""
    line = Timeline()
    qtbot.addWidget(line)
    line.resize(416, 34)
    line.show_time(400, 1000, (), (), None)
    line.show()
    qtbot.waitExposed(line)
    line.sought_steps = []
    line.sought.connect(line.sought_steps.append)
    return line


def at(line, share):
    """The place of a share of the time."""
    return QPoint(round(8 + share * (line.width() - 16)), line.height() // 2)


def test_a_click_seeks_the_step_under_it(line):
    QTest.mouseClick(line, LEFT, NO_KEY, at(line, 0.25))
    assert line.sought_steps == [250]


@pytest.mark.parametrize(("x", "step"), [(-50, 0), (900, 1000)])
def test_a_drag_beyond_the_ends_stops_at_them(line, x, step):
    QTest.mousePress(line, LEFT, NO_KEY, at(line, 0.5))
    QTest.mouseMove(line, QPoint(x, 10))
    assert line.sought_steps[-1] == step
    QTest.mouseRelease(line, LEFT, NO_KEY, QPoint(x, 10))


def test_a_drag_is_not_disturbed_by_frames_of_where_the_run_was(line):
    QTest.mousePress(line, LEFT, NO_KEY, at(line, 0.5))
    line.show_time(400, 1000, (), (), 0.1)
    QTest.mouseMove(line, at(line, 0.5))
    assert line.sought_steps == [500]
    QTest.mouseRelease(line, LEFT, NO_KEY, at(line, 0.5))


def test_after_the_drag_frames_are_followed_again(line):
    QTest.mouseClick(line, LEFT, NO_KEY, at(line, 0.5))
    line.show_time(490, 1000, (), (), None)
    QTest.keyClick(line, Qt.Key.Key_Right)
    assert line.sought_steps == [500, 491]


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Left, 399),
        (Qt.Key.Key_Right, 401),
        (Qt.Key.Key_PageUp, 450),
        (Qt.Key.Key_PageDown, 350),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 1000),
    ],
)
def test_keys_seek(line, key, step):
    QTest.keyClick(line, key)
    assert line.sought_steps == [step]


def test_where_nothing_ran_there_is_nothing_to_seek(line):
    line.show_time(0, 0, (), (), None)
    QTest.mouseClick(line, LEFT, NO_KEY, at(line, 0.7))
    QTest.keyClick(line, Qt.Key.Key_Right)
    assert line.sought_steps == []


def test_the_place_is_told_to_a_screen_reader(line):
    assert line.accessibleName() == "Timeline"
    assert line.accessibleDescription() == "step 400 of 1000"


def test_marks_forks_and_progress_are_drawn(line):
    plain = line.grab().toImage()
    line.show_time(400, 1000, (700,), (), None)
    marked = line.grab().toImage()
    line.show_time(400, 1000, (700,), (800,), None)
    forked = line.grab().toImage()
    line.show_time(400, 1000, (700,), (800,), 0.5)
    assert len({bytes(i.constBits()) for i in (plain, marked, forked, line.grab().toImage())}) == 4
