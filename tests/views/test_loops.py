"""The nested loops of learning and what they cost."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from simulator.controls import theme
from simulator.views.loops import Loop, LoopsView, frames_of, row_height

LOOPS = [
    Loop("for each cycle", 12, 500, True),
    Loop("for each phase", 1, 2, True, "positive"),
    Loop("for each pattern", 3, 4, True, "1 0 0 0"),
    Loop("for each temperature", 2, None, False, "T = 15"),
    Loop("for each unit", 7, 10, False),
]


@pytest.fixture
def view(qtbot):
    view = LoopsView()
    qtbot.addWidget(view)
    view.resize(430, 330)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_a_loop_counts_its_turns():
    assert Loop("for each phase", 1, 2, True).count == "1 of 2"
    assert Loop("for each cycle", 12345, None, True).count == "12\u2009345"


@pytest.mark.parametrize(
    ("done", "total", "share"), [(0, 4, 0), (3, 4, 0.75), (9, 4, 1), (3, 0, 0)]
)
def test_a_loop_knows_how_far_it_is(done, total, share):
    assert Loop("", done, total, True).share == share


@pytest.mark.parametrize("size", [(220, 170), (300, 200), (430, 330), (900, 700)])
def test_every_frame_holds_the_next_and_all_leave_room_for_the_foot(qtbot, size):
    frames = frames_of(QRectF(0, 0, *size), 5)
    row = row_height(size[1], 5)
    for outer, inner in pairwise(frames):
        assert outer.contains(inner)
        assert inner.top() >= outer.top() + row - 1
    assert frames[-1].height() >= row
    assert size[1] <= 170 or frames[0].bottom() + theme.px(46) <= size[1]


def test_the_innermost_loop_being_run_has_the_accent(view):
    view.show_loops(LOOPS, 1234, 64000, "")
    accent = QColor(theme.current_theme().accent)
    image = view.picture()
    frames = frames_of(QRectF(view.rect()), 5)
    found = [image.pixelColor(int(f.center().x()), int(f.top())) == accent for f in frames]
    assert found == [False, False, True, False, False]


def test_all_of_it_is_said_in_words(view):
    view.show_loops(LOOPS, 1234, 64000, "")
    said = view.accessibleDescription()
    assert "for each pattern: 3 of 4" in said
    assert said.endswith("Unit updates spent: 1\u2009234. One weight update costs 64\u2009000")


def test_another_count_is_another_picture_and_the_same_is_none(view):
    view.show_loops(LOOPS, 1234, 64000, "")
    before = view.picture()
    view.show_loops(list(LOOPS), 1234, 64000, "")
    assert view.picture() == before
    view.show_loops(LOOPS, 1235, 64000, "")
    assert view.picture() != before


def test_before_learning_it_says_what_will_stand_here(view):
    view.show_loops(LOOPS, 1, 1, "")
    view.set_empty("Press Learn")
    view.clear()
    assert view.accessibleDescription() == "Press Learn"
