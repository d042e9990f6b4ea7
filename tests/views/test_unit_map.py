"""One value a unit: at the unit's place, flagged by shape, counted in words and bins."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import maps, theme
from simulator.views.unit_histogram import Histogram
from simulator.views.unit_map import UnitMapView

SIDE = 8
VALUES = np.linspace(-0.25, 1.0, SIDE * SIDE)
CROSS = {"histogram": True, "threshold": 0.0, "below": "units would flip", "label": "stability"}


@pytest.fixture
def view(qtbot):
    view = UnitMapView("Cross-talk")
    qtbot.addWidget(view)
    view.resize(420, 260)
    view.show()
    qtbot.waitExposed(view)
    return view


def corner(view, unit):
    return view.grid().box_of(divmod(unit, SIDE)).topLeft().toPoint()


def test_each_unit_has_its_colour_at_its_place(view):
    view.show_map(SIDE, VALUES)
    image = view.picture()
    for unit in (0, 7, 8, 63):
        wanted = QColor.fromRgb(int(maps.diverging(VALUES[unit], 1.0)))
        assert image.pixelColor(corner(view, unit)) == wanted


def test_flagged_units_have_a_dot_and_others_none(view):
    view.show_map(SIDE, VALUES, **CROSS)
    image, size = view.picture(), view.grid().width
    for unit in (0, 12, 13, 40):
        middle = view.grid().box_of(divmod(unit, SIDE)).center().toPoint()
        has_dot = image.pixelColor(middle) != image.pixelColor(corner(view, unit))
        assert has_dot == (VALUES[unit] < 0), unit
    assert size >= 5


def test_how_many_are_flagged_is_said(view):
    view.show_map(SIDE, VALUES, **CROSS)
    assert view.flagged_words() == "13 of 64 units would flip"
    assert "13 of 64 units would flip" in view.accessibleDescription()


def test_where_equality_needs_care_the_flags_are_given(view):
    flags = np.zeros(SIDE * SIDE, bool)
    flags[63] = True
    view.show_map(SIDE, VALUES, **CROSS, flagged=flags)
    assert view.flagged_words() == "1 of 64 units would flip"


def test_the_pointer_is_told_column_row_unit_and_value(view, qtbot):
    view.show_map(SIDE, VALUES, **CROSS)
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(view, view.grid().box_of((1, 3)).center().toPoint())
    assert told.args[0] == "column 3, row 1 · unit 11: −0.03 · would flip"


def test_a_click_tells_the_unit(view, qtbot):
    view.show_map(SIDE, VALUES)
    with qtbot.waitSignal(view.clicked) as told:
        QTest.mouseClick(
            view, Qt.MouseButton.LeftButton, pos=view.grid().box_of((2, 5)).center().toPoint()
        )
    assert told.args == [21]


def test_the_marked_unit_is_ringed_in_the_accent(view):
    view.show_map(SIDE, np.zeros(64), marked=27)
    box = view.grid().box_of(divmod(27, SIDE))
    found = view.picture().pixelColor(int(box.center().x()), round(box.top()))
    accent, paper = QColor(theme.current_theme().accent), QColor(theme.current_theme().unit_off)
    assert abs(found.red() - accent.red()) < abs(found.red() - paper.red())


@pytest.mark.parametrize("seed", range(5))
def test_every_value_is_in_the_bin_that_holds_it(seed):
    values = np.random.default_rng(seed).normal(0.5, 1.0, 300).round(2)
    shown = Histogram.of(values, values < 0, 0.0)
    edges = shown.low + shown.width * np.arange(len(shown.counts) + 1)
    for k, (low, high) in enumerate(pairwise(edges)):
        inside = (values >= low - 1e-9) & (values < high - 1e-9)
        assert shown.counts[k] == inside.sum()
        assert shown.flagged[k] == (inside & (values < 0)).sum()


def test_no_bin_reaches_over_the_threshold():
    values = np.random.default_rng(1).normal(size=500)
    shown = Histogram.of(values, values < 0, 0.0)
    mixed = (shown.flagged > 0) & (shown.flagged < shown.counts)
    assert not mixed.any()


@pytest.mark.parametrize("values", [[1.0] * 4, [0.0] * 4, [-2.0] * 4, [1e-9, 1.0, 1.0, 1.0]])
def test_equal_values_make_a_histogram_too(values):
    array = np.array(values)
    shown = Histogram.of(array, array < 0, 0.0)
    assert shown.counts.sum() == 4
    assert shown.low <= array.min()
    assert shown.high > array.max()


@pytest.mark.parametrize("side", [2, 28, 1024])
@pytest.mark.parametrize("size", [(180, 120), (320, 240), (300, 600), (1200, 900)])
@pytest.mark.parametrize("presenter", [False, True])
def test_everything_stays_in_the_view(qapp, view, side, size, presenter):
    theme.apply_theme(qapp, "light", presenter)
    try:
        view.resize(*size)
        view.show_map(side, np.linspace(-1, 1, side * side), **CROSS, caption="how to read")
        box, beside = view.grid().box, view._side_box
        assert box.left() >= 0
        assert not box.intersects(beside)
        assert max(box.right(), beside.right()) <= view.width() + 1
        assert max(box.bottom(), beside.bottom()) <= view.height() + 1
        assert not view.picture().isNull()
    finally:
        theme.apply_theme(qapp, "light")


def test_the_same_again_lays_nothing_out(view, monkeypatch):
    view.show_map(SIDE, VALUES, **CROSS)
    monkeypatch.setattr(view, "lay_out", lambda: pytest.fail("laid out again"))
    view.show_map(SIDE, VALUES.copy(), **CROSS)


def test_values_that_do_not_fill_the_grid_are_refused(view):
    with pytest.raises(ValueError, match="do not fill"):
        view.show_map(5, VALUES)
