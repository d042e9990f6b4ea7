"""The pad of a drawing that is to be completed: ink, paper, and what lets go."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from simulator.views.query_pad import QueryPad

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def pad(qtbot):
    view = QueryPad()
    qtbot.addWidget(view)
    view.resize(200, 200)
    view.show_units(8, np.zeros(64, np.int8))
    view.show()
    view.drawn, view.let_go = [], []
    view.stroke_drawn.connect(lambda text, token: view.drawn.append(text))
    view.freed.connect(lambda text, token: view.let_go.append(text))
    return view


def click(pad, column, row, button=LEFT):
    QTest.mouseClick(pad, button, pos=pad.place_of(column, row).toPoint())


def test_a_pencil_draws_ink(pad):
    click(pad, 2, 3)
    assert pad.drawn == ["2,3"]
    assert pad.units()[3 * 8 + 2] == 1


def test_paper_is_ink_that_is_off(pad):
    pad.set_tool("paper")
    click(pad, 2, 3)
    assert pad.drawn == ["2,3;value=-1"]
    assert pad.units()[3 * 8 + 2] == -1


@pytest.mark.parametrize(("tool", "button"), [("eraser", LEFT), ("pencil", RIGHT)])
def test_what_erases_lets_go(pad, tool, button):
    pad.show_units(8, np.ones(64, np.int8))
    pad.set_tool(tool)
    click(pad, 2, 3, button)
    assert (pad.drawn, pad.let_go) == ([], ["2,3"])
    assert pad.units()[3 * 8 + 2] == 0


def test_backspace_lets_go_where_the_cursor_is(pad):
    pad.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert pad.let_go == ["4,4"]


def test_a_pixel_under_the_pointer_is_said_to_be_held_or_free(pad, qtbot):
    with qtbot.waitSignal(pad.hovered) as heard:
        QTest.mouseMove(pad, pad.place_of(1, 1).toPoint())
    assert heard.args == ["column 1, row 1: free, to be completed"]


def test_the_pad_counts_what_is_held(pad):
    pad.show_units(4, np.array([1, 1, -1] + [0] * 13, np.int8))
    pad._words._describe()  # at once, not when a second is over
    assert pad.accessibleDescription() == "2 pixels held on, 1 held off, 13 free"
    assert pad.accessibleName() == "Drawing: 4 × 4 pixels"
