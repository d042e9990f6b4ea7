"""Algorithm 1 is typeset, its running line is marked and in sight, and no line is cut off."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.algorithm import BREAK, AlgorithmLine, AlgorithmView
from simulator.views.algorithm_lines import lay_out, left_of

LONG = r"\nabla \log D(x)" + BREAK + r"+ \log (1 - D(G(z)))"
LINES = [
    AlgorithmLine("all", 0, "for each iteration"),
    AlgorithmLine("loop", 1, "for k = 2 steps (1st now)"),
    AlgorithmLine("noise", 2, "draw noise", r"z \sim p(z)"),
    AlgorithmLine("d", 2, "ascend the gradient of D", LONG),
    AlgorithmLine("end", 1, "end for"),
    AlgorithmLine("g", 1, "descend the gradient of G", r"\nabla \log (1 - D(G(z)))"),
]
NOTE = "as printed in 2014"


@pytest.fixture
def view(qtbot):
    view = AlgorithmView()
    qtbot.addWidget(view)
    view.resize(420, 400)
    view.show()
    qtbot.waitExposed(view)
    view.show_lines(LINES, "d", NOTE)
    return view


def rows_of(view):
    return view._sheet.rows


def color_in(view, k):
    box = rows_of(view)[k].box
    return view.picture().pixelColor(QPoint(round(box.right()) - 10, round(box.center().y())))


@pytest.mark.parametrize("running", range(6))
def test_only_the_running_line_has_a_soft_ground(view, running):
    view.show_lines(LINES, LINES[running].key, NOTE)
    soft = QColor(theme.current_theme().accent_soft)
    assert [color_in(view, k) == soft for k in range(6)] == [k == running for k in range(6)]


def test_no_line_need_run(view):
    view.show_lines(LINES, "", NOTE)
    assert view._sheet.running_box().isEmpty()
    assert not view.accessibleDescription().startswith("running")


def test_the_running_line_is_said(view):
    text = view.accessibleDescription()
    assert text.startswith("running 4: ascend the gradient of D ∇ log D(x) + log (1 − D(G(z))). 1:")


def test_an_unknown_key_is_refused(view):
    with pytest.raises(ValueError, match="no line has the key 'x'"):
        view.show_lines(LINES, "x")


@pytest.mark.parametrize("width", [220, 320, 420, 900])
def test_lines_stand_below_each_other_and_within_the_page(qapp, width):
    rows = lay_out(LINES, width, 13.0)
    for k, row in enumerate(rows):
        assert k == 0 or row.box.top() == rows[k - 1].box.bottom()
        assert all(left_of(LINES[k].indent) <= piece.place.x() <= width for piece in row.pieces)
        assert all(row.box.top() < piece.place.y() < row.box.bottom() for piece in row.pieces)


def test_parts_of_an_equation_stand_below_each_other_only_in_little_room(qapp):
    for width, count in ((900, 1), (280, 3)):
        row = lay_out(LINES, width, 13.0)[3]
        equations = [piece.place.y() for piece in row.pieces if piece.tex]
        heights = {piece.place.y() for piece in row.pieces}
        assert len(heights) == count
        assert equations == sorted(equations)


def test_a_part_wider_than_the_page_is_drawn_smaller(qapp):
    line = AlgorithmLine("a", 0, "", r"a + b + c + d + e + f + g + h + i + j + k + l")
    wide, narrow = (lay_out([line], width, 13.0)[0] for width in (900, 120))
    assert wide.shrink == 1.0
    assert narrow.shrink < 1.0
    assert narrow.pieces[0].size < wide.pieces[0].size


def test_tex_that_cannot_be_typeset_is_plain_words(qapp):
    row = lay_out([AlgorithmLine("a", 0, "find", r"\frac{a")], 400, 13.0)[0]
    assert not any(piece.tex for piece in row.pieces)
    assert len(row.pieces) > 1


def test_the_word_that_opens_a_loop_is_bold(qapp):
    row = lay_out(LINES, 400, 13.0)[0]
    assert [piece.is_bold for piece in row.pieces] == [True, False, False]


def test_words_are_larger_where_there_is_room(view):
    view.resize(320, 200)
    small = view._sheet.size_px
    view.resize(900, 700)
    assert view._sheet.size_px > small
    assert view._area.verticalScrollBar().maximum() == 0


def test_a_low_view_scrolls_to_the_running_line(view, qtbot):
    view.resize(260, 120)
    for line in LINES:
        view.show_lines(LINES, line.key, NOTE)
        box = view._sheet.running_box()
        top = view._area.verticalScrollBar().value()
        seen = QRectF(0, top, 300, view.height())
        assert seen.contains(QRectF(box.left(), box.center().y(), 10, 1))
    assert view._area.verticalScrollBar().maximum() > 0


def test_the_keyboard_scrolls(view):
    view.resize(260, 120)
    view.show_lines(LINES, "all", NOTE)
    view._area.setFocus(Qt.FocusReason.TabFocusReason)
    before = view._area.verticalScrollBar().value()
    QTest.keyClick(view._area, Qt.Key.Key_Down)
    assert view._area.verticalScrollBar().value() > before


def test_another_running_line_lays_nothing_out(view, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(view._sheet, "lay_out", lambda *_: pytest.fail("laid out again"))
        view.show_lines(list(LINES), "g", NOTE)
        view.show_lines(list(LINES), "g", NOTE)


def test_equations_are_shapes_in_the_export_and_words_are_words(view, tmp_path):
    view.export_svg(str(tmp_path / "a.svg"), {})
    text = (tmp_path / "a.svg").read_text("utf-8")
    assert "<image" not in text
    assert text.count("<path") > 20
    for word in ("gradient", "descend", NOTE):
        assert f">{word}<" in text


def test_cleared_it_says_what_to_do(view, tmp_path):
    view.set_empty("Choose a world.")
    view.clear()
    view.export_svg(str(tmp_path / "a.svg"), {})
    assert ">Choose a world.<" in (tmp_path / "a.svg").read_text("utf-8")
    assert view.accessibleDescription() == "Choose a world."


@pytest.mark.parametrize("size", [(220, 110), (320, 400), (560, 300), (1100, 700)])
@pytest.mark.parametrize("presenter", [False, True])
def test_every_size_can_be_drawn(qapp, view, size, presenter):
    theme.apply_theme(qapp, "dark", presenter)
    try:
        view.resize(*size)
        assert not view.picture(2.0).isNull()
        assert rows_of(view)[-1].box.right() <= view.width()
    finally:
        theme.apply_theme(qapp, "light")
