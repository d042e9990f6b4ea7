"""What is typed is taken when it is left, and refused in words; a path can be looked for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.text_edit import LineEdit, TextField
from simulator.core.parameter import Spec

SPEC = Spec("sizes", "Sizes", "list", (250, 1000), "Sizes.", 10, 4000)
PATH = Spec("data_path", "Data", "text", "", "Where.", high=1000, browse="file or folder")
LONG = "/home/somebody/" + "far/" * 30 + "train-images.gz"
LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def edit(qtbot):
    page = QWidget()
    column = QVBoxLayout(page)
    edit, page.other = LineEdit(SPEC), QLineEdit()
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


# ---- a line of text, and a path ----


@pytest.fixture
def make(qtbot):
    """Make a field on a page in sight; what it tells lies in `told`."""

    def make(browse="file or folder"):
        page = QWidget()
        field = TextField(replace(PATH, browse=browse), "Where.")
        page.other = QLineEdit()
        column = QVBoxLayout(page)
        column.addWidget(page.other)
        column.addWidget(field)
        page.resize(230, 90)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitExposed(page)
        page.other.setFocus()
        field.page, field.told = page, []
        field.committed.connect(field.told.append)
        field.refused.connect(field.told.append)
        return field

    return make


@pytest.fixture
def field(make):
    return make()


@pytest.fixture
def dialogs(monkeypatch):
    """Stand in for the two dialogs: what they were asked, and what they answer."""
    asked = {"answer": "", "calls": []}

    def answer(kind, value):
        def ask(parent, title, start):
            asked["calls"].append((kind, title, start))
            return value()

        return staticmethod(ask)

    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", answer("file", lambda: (asked["answer"], ""))
    )
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", answer("folder", lambda: asked["answer"])
    )
    return asked


def test_a_typed_path_is_taken_at_enter_without_what_surrounds_it(field, qtbot):
    type_text(qtbot, field.line, " /a b/c ")
    assert field.told == ["/a b/c"]
    assert field.value() == field.line.text() == "/a b/c"


def test_a_typed_path_is_taken_when_the_focus_goes_and_only_if_it_is_another(field, qtbot):
    type_text(qtbot, field.line, "/a", is_entered=False)
    field.page.other.setFocus()
    field.setFocus()
    field.page.other.setFocus()
    assert field.told == ["/a"]


def test_a_text_that_is_too_long_is_refused_and_taken_back(field):
    field.line.take("x" * 1001)
    assert field.value() == field.line.text() == ""
    assert "has 1001 characters; allowed: a line of text" in field.told[0]


def test_escape_brings_the_path_back(field, qtbot):
    field.set_value("/a")
    type_text(qtbot, field.line, "/b", is_entered=False)
    qtbot.keyClick(field.line, KEY.Key_Escape)
    field.page.other.setFocus()
    assert (field.line.text(), field.told) == ("/a", [])


def test_space_and_the_arrows_belong_to_the_line_while_it_has_the_focus(field, qtbot):
    keys = (KEY.Key_Space, KEY.Key_Left, KEY.Key_Right, KEY.Key_Home, KEY.Key_End)
    taken = []
    for key in keys:
        QShortcut(key, field.page).activated.connect(lambda key=key: taken.append(key))
    for widget, expected in ((field.line, []), (field.page, list(keys))):
        widget.setFocus()
        for key in keys:
            qtbot.keyClick(widget, key)
        assert taken == expected
        assert widget is field.page or widget.text() == " "


def test_of_a_long_path_the_end_is_in_sight_and_its_tip_is_whole(field):
    field.set_value(LONG)
    field.grab()
    assert field.line.shown.startswith("…")
    assert field.line.shown.endswith("images.gz")
    last = field.line.cursorPositionAt(QPoint(field.line.width() - 14, field.line.height() // 2))
    assert last >= len(LONG) - 2
    assert field.toolTip() == f"{LONG}\nWhere."


def test_the_end_is_in_sight_again_after_somebody_looked_at_the_beginning(field, qtbot):
    field.set_value(LONG)
    field.setFocus()
    qtbot.keyClick(field.line, KEY.Key_Home)
    assert field.line.cursorPosition() == 0
    field.page.other.setFocus()
    assert field.line.cursorPosition() == len(LONG)


def test_a_short_path_is_shown_whole(field):
    field.set_value("/a/b.gz")
    assert field.line.shown == "/a/b.gz"


def test_what_is_cut_is_painted_with_a_mark_until_somebody_types(field):
    field.set_value(LONG)
    marked = field.line.grab().toImage()
    field.setFocus()
    assert marked.copy(12, 8, 12, 16) != field.line.grab().toImage().copy(12, 8, 12, 16)
    field.page.other.setFocus()
    assert field.line.grab().toImage() == marked


def test_without_anything_to_browse_there_is_no_button(make):
    assert make("file").button.isVisible()
    assert not make("").button.isVisible()


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_the_button_asks_for_a_path_beside_the_present_one(make, dialogs, qtbot, kind):
    field = make(kind)
    field.set_value("/a/b")
    dialogs["answer"] = "/c/d e"
    qtbot.mouseClick(field.button, LEFT)
    assert dialogs["calls"] == [(kind, "Data", "/a/b")]
    assert field.told == ["/c/d e"]
    assert field.line.text() == "/c/d e"


def test_a_dialog_that_is_left_changes_nothing(make, dialogs, qtbot):
    field = make("file")
    field.set_value("/a/b")
    qtbot.mouseClick(field.button, LEFT)
    assert (field.told, field.value()) == ([], "/a/b")


def test_where_it_may_be_either_the_button_asks_which(field, dialogs, qtbot):
    field.button.setFocus()
    qtbot.keyClick(field.button, KEY.Key_Return)
    menu = field.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["File…", "Folder…"]
    menu.actions()[1].trigger()
    menu.close()
    assert [call[0] for call in dialogs["calls"]] == ["folder"]


def test_line_and_button_have_names_for_who_can_not_see_them(field):
    assert field.line.accessibleName() == "Data"
    assert field.button.accessibleName() == "Data: choose a file or folder"


def test_it_grows_with_the_presenter_and_both_parts_are_equally_high(field, qapp):
    before = field.height()
    try:
        theme.apply_theme(qapp, "light", True)
        QApplication.sendPostedEvents()
        assert field.sizeHint().height() > before
        assert field.line.height() == field.button.height()
    finally:
        theme.apply_theme(qapp, "light")
