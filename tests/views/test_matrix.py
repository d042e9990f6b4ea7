"""A matrix shows each entry at its place, says it in words, and names what fits."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import maps, theme
from simulator.views.matrix import MatrixView

LEFT = Qt.MouseButton.LeftButton
VALUES = np.array([[1.0, 0.42, -0.3], [0.42, 1.0, 0.0], [-0.3, 0.0, 1.0]])
NAMES = ["A", "B", "C"]


@pytest.fixture
def view(qtbot):
    view = MatrixView("Correlation")
    qtbot.addWidget(view)
    view.resize(400, 320)
    view.show()
    qtbot.waitExposed(view)
    view.show_matrix(VALUES, NAMES, NAMES, axes=("memory", "memory"), label="overlap", limit=1.0)
    return view


def place(view, row, column):
    return view.grid().box_of((row, column)).center().toPoint()


def test_each_cell_has_the_colour_of_its_value(view):
    image = view.picture()
    for cell in np.ndindex(3, 3):
        corner = view.grid().box_of(cell).topLeft().toPoint() + QPoint(3, 3)
        wanted = QColor.fromRgb(int(maps.diverging(VALUES[cell], 1.0)))
        assert image.pixelColor(corner) == wanted


def test_the_pointer_is_told_in_words_and_leaving_takes_them_away(view):
    said = []
    view.hovered.connect(said.append)
    QTest.mouseMove(view, place(view, 0, 1))
    QTest.mouseMove(view, QPoint(1, view.height() - 1))
    assert said == ["A with B: +0.42", ""]


def test_without_names_the_axes_and_numbers_are_told(view):
    view.show_matrix(VALUES, axes=("unit", "unit"))
    assert view.words_of((0, 2)) == "unit 0 with unit 2: −0.30"


def test_a_click_tells_row_and_column(view, qtbot):
    with qtbot.waitSignal(view.clicked) as told:
        QTest.mouseClick(view, LEFT, pos=place(view, 2, 1))
    assert told.args == [2, 1]


def test_arrows_move_from_cell_to_cell_and_enter_chooses(view, qtbot):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Up)
    with qtbot.waitSignal(view.clicked) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [2, 1]
    assert "C with B" in view.accessibleDescription()


def test_names_that_find_no_room_are_numbers(view):
    many = np.eye(30)
    names = [f"memory {k}" for k in range(30)]
    view.show_matrix(many, names, names)
    assert view._axes[0].names == ()
    view.resize(900, 800)
    assert view._axes[0].names == tuple(names)


def test_more_than_forty_names_are_numbers(view):
    view.resize(1200, 1100)
    view.show_matrix(np.eye(41), [str(k) for k in range(41)], [str(k) for k in range(41)])
    assert view._axes[0].names == ()


@pytest.mark.parametrize("size", [(180, 120), (320, 240), (600, 200), (240, 700), (1200, 900)])
@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("n", [3, 10, 300])
def test_everything_stays_in_the_view(qapp, view, size, presenter, n):
    theme.apply_theme(qapp, "light", presenter)
    try:
        view.resize(*size)
        names = [f"random {k}" for k in range(n)]
        view.show_matrix(np.eye(n) * 0.013, names, names, label="weight w", caption="how to read")
        view.lay_out()
        box = view.grid().box
        assert box.left() >= 0
        assert box.right() < view._bar.left() < view.width()
        assert box.bottom() < view.height()
    finally:
        theme.apply_theme(qapp, "light")


def test_the_same_again_lays_nothing_out(view, monkeypatch):
    monkeypatch.setattr(view, "lay_out", lambda: pytest.fail("laid out again"))
    view.show_matrix(VALUES.copy(), NAMES, NAMES, axes=("memory", "memory"), label="overlap",
                     limit=1.0)  # fmt: skip


def test_a_long_matrix_fills_the_view(view):
    view.show_matrix(np.ones((3, 200)))
    assert view.grid().box.width() > 250
    assert view.grid().height > 4 * view.grid().width


def test_cleared_it_says_what_to_do(view):
    view.set_empty("Store a drawing.")
    view.clear()
    assert view.grid() is None
    assert view.accessibleDescription() == "Store a drawing."


def test_an_array_of_another_kind_is_refused(view):
    with pytest.raises(ValueError, match="shape"):
        view.show_matrix(np.zeros(5))


def test_a_small_matrix_is_exported_as_vectors_and_a_large_one_as_a_picture(view, tmp_path):
    view.export_svg(str(tmp_path / "small.svg"), {})
    text = (tmp_path / "small.svg").read_text("utf-8")
    assert "<image" not in text
    assert ">0.42<" in text
    view.show_matrix(np.eye(200))
    view.export_svg(str(tmp_path / "large.svg"), {})
    assert "<image" in (tmp_path / "large.svg").read_text("utf-8")
