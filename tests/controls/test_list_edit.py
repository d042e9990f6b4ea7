"""A list of numbers is taken when it is left, and refused in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from simulator.controls.list_edit import ListEdit
from simulator.core.parameter import Spec

SPEC = Spec("sizes", "Sizes", "list", (250, 1000), "Sizes.", 10, 4000)
LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def edit(qtbot):
    page = QWidget()
    column = QVBoxLayout(page)
    edit, page.other = ListEdit(SPEC), QLineEdit()
    column.addWidget(edit)
    column.addWidget(page.other)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    edit.page, edit.told = page, []
    edit.committed.connect(edit.told.append)
    edit.refused.connect(edit.told.append)
    return edit


def type_text(qtbot, edit, text, *, is_entered=True):
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    if is_entered:
        qtbot.keyClick(edit, KEY.Key_Return)


def test_a_typed_list_is_taken_at_enter_once(edit, qtbot):
    type_text(qtbot, edit, "32, 64")
    qtbot.mouseClick(edit.page.other, LEFT)
    assert edit.told == [(32, 64)]
    assert edit.text() == "32,64"


def test_a_typed_list_is_taken_when_the_focus_goes(edit, qtbot):
    type_text(qtbot, edit, "500", is_entered=False)
    assert edit.told == []
    edit.page.other.setFocus()
    assert edit.told == [(500,)]


def test_what_is_not_allowed_is_refused_in_words_and_taken_back(edit, qtbot):
    type_text(qtbot, edit, "5,6")
    assert edit.told == [
        "sizes=5,6 is outside the range; allowed: 1 to 16 numbers, each 10 to 4000."
    ]
    assert edit.text() == "250,1000"


def test_escape_leaves_it_as_it_was(edit, qtbot):
    type_text(qtbot, edit, "77", is_entered=False)
    qtbot.keyClick(edit, KEY.Key_Escape)
    qtbot.keyClick(edit, KEY.Key_Return)
    assert edit.told == []
    assert edit.text() == "250,1000"


def test_the_same_list_again_is_no_change(edit, qtbot):
    type_text(qtbot, edit, "250, 1000")
    assert edit.told == []
    assert edit.text() == "250,1000"


def test_a_value_shown_does_not_disturb_who_is_typing(edit, qtbot):
    type_text(qtbot, edit, "12", is_entered=False)
    edit.set_value((20, 30))
    assert edit.text() == "12"
    qtbot.keyClick(edit, KEY.Key_Escape)
    assert edit.text() == "20,30"
