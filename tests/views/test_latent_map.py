"""A latent map shows each picture where its noise is, and the one looked at large."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.views.latent_map import LatentMap

K, SIDE = 5, 4
FIRST, SECOND = np.linspace(-2, 2, K), np.linspace(-1, 1, K)


def images(k=K, lit=()):
    made = np.zeros((k * k, SIDE * SIDE), np.uint8)
    made[list(lit)] = 255
    return made


@pytest.fixture
def view(qtbot):
    view = LatentMap()
    qtbot.addWidget(view)
    view.resize(560, 420)
    view.show_map(images(lit=(0, 12)), SIDE, FIRST, SECOND)
    view.show()
    qtbot.waitExposed(view)
    view.clearFocus()
    view.said, view.told = [], []
    view.hovered.connect(view.said.append)
    view.chosen.connect(view.told.append)
    return view


def middle(view, cell):
    return view.grid().box_of(cell).center().toPoint()


def is_ink(view, place):
    return view.grab().toImage().pixelColor(place) == QColor(theme.current_theme().unit_on)


def test_the_first_picture_is_at_the_lower_left(view):
    assert is_ink(view, middle(view, (K - 1, 0)))
    assert not is_ink(view, middle(view, (0, 0)))


def test_the_pointer_is_told_the_coordinates(view):
    QTest.mouseMove(view, middle(view, (0, 4)))
    assert view.said[-1] == "z₁ 2.00  z₂ 1.00"
    QTest.mouseMove(view, middle(view, (4, 1)))
    assert view.said[-1] == "z₁ −1.00  z₂ −1.00"
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.said[-1] == ""


def test_what_is_looked_at_is_shown_large_and_stays(view):
    box = view._places.large
    assert is_ink(view, box.center().toPoint())  # the middle one, at first
    QTest.mouseMove(view, middle(view, (0, 0)))
    assert not is_ink(view, box.center().toPoint())
    QTest.mouseMove(view, middle(view, (4, 0)))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert is_ink(view, box.center().toPoint())


def test_a_click_tells_the_number_as_it_was_given(view):
    for cell, number in (((4, 0), 0), ((4, 1), 1), ((0, 4), 24), ((2, 2), 12)):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, cell))
        assert view.told[-1] == number


def test_arrows_move_and_enter_chooses(view, qtbot):
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus)
    assert view.said[-1] == "z₁ 0.00  z₂ 0.00"  # the one that is shown large
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.said[-1] == "z₁ 1.00  z₂ −0.50"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.told == [K + 3]


def test_new_pictures_keep_what_is_looked_at(view):
    QTest.mouseMove(view, middle(view, (1, 3)))
    view.show_map(images(lit=(7,)), SIDE, FIRST, SECOND)
    assert view.cell() == (1, 3)
    assert is_ink(view, middle(view, (3, 2)))


def test_a_tour_stands_below_in_a_row(view):
    tour = images(3)
    tour[2] = 255
    view.show_map(images(), SIDE, FIRST, SECOND, tour=tour, tour_words="from here to there")
    row = view._places.tour
    assert (row.rows, row.columns) == (1, 9)
    assert row.box.top() > view.grid().box.bottom()
    assert is_ink(view, row.box_of((0, 2)).center().toPoint())


@pytest.mark.parametrize("size", [(200, 160), (320, 320), (320, 500), (900, 600)])
@pytest.mark.parametrize("has_tour", [False, True])
def test_nothing_is_cut_off_at_any_size(view, size, has_tour):
    view.show_map(images(12), SIDE, np.arange(12), np.arange(12), tour=images(3)[: 9 * has_tour])
    view.resize(*size)
    view.grab()
    boxes = [view.grid().box, view._places.large]
    boxes += [view._places.tour.box] if has_tour else []
    for box in boxes:
        assert box.isEmpty() or view.rect().adjusted(0, 0, 4, 4).contains(box.toRect())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_it_is_drawn_in_either_theme_and_for_a_presenter(view, qapp, name):
    theme.apply_theme(qapp, name, presenter=True)
    try:
        assert is_ink(view, middle(view, (K - 1, 0)))
    finally:
        theme.apply_theme(qapp, "light")


def test_sizes_that_do_not_fit_are_refused(view):
    with pytest.raises(ValueError, match="square"):
        view.show_map(images(), SIDE, FIRST, SECOND[:3])
    with pytest.raises(ValueError, match="of side 5"):
        view.show_map(images(), 5, FIRST, SECOND)
    with pytest.raises(ValueError, match="float"):
        view.show_map(images().astype(float), SIDE, FIRST, SECOND)


def test_nothing_is_painted_anew_where_nothing_differs(view, monkeypatch):
    updates = []
    monkeypatch.setattr(view, "update", lambda *_: updates.append(1))
    view.show_map(images(lit=(0, 12)), SIDE, FIRST, SECOND)
    assert not updates


def test_an_empty_map_says_what_to_do(view):
    view.set_empty("Train on digits.")
    view.clear()
    QTest.mouseMove(view, QPoint(100, 100))
    view.grab()
    assert view.grid() is None
    assert view.accessibleDescription() == "Train on digits."


def test_the_view_describes_itself(qtbot):
    view = LatentMap()
    qtbot.addWidget(view)
    view.show_map(images(), SIDE, FIRST, SECOND)
    assert view.accessibleDescription() == "5 × 5 pictures, z₁ to the right, z₂ upward"


def test_the_table_has_coordinates_and_pixels(view):
    table = view.exported()
    assert table.rows()[1][:3] == (-1.0, -1.0, 0)
    assert len(table.columns) == 2 + SIDE * SIDE


def test_an_export_is_as_large_as_wished(view, tmp_path):
    assert view.picture(2.0).width() == 2 * view.width()
    view.export_svg(str(tmp_path / "map.svg"), {})
    assert (tmp_path / "map.svg").stat().st_size > 1000
