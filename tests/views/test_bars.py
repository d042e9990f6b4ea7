"""Bars are as long as their values, and say them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from simulator.views.bars import BarsView

NAMES = ("one", "two", "three")


@pytest.fixture
def bars(qtbot):
    view = BarsView()
    qtbot.addWidget(view)
    view.resize(300, 120)
    view.show()
    view.show_bars(NAMES, np.array([0.5, 0.25, 0.0]), top=1.0, strong=0)
    return view


def ink(view, row):
    """How many pixels of a row's middle are of the bar."""
    image = view.grab().toImage()
    y = round(view._rows[row].center().y())
    left, right = (round(x) for x in view._plot)
    paper = image.pixelColor(right - 1, y)
    return sum(image.pixelColor(x, y) != paper for x in range(left + 2, right))


def test_a_bar_is_as_long_as_its_value(bars):
    left, right = bars._plot
    assert ink(bars, 0) == pytest.approx((right - left) / 2, abs=3)
    assert ink(bars, 1) == pytest.approx((right - left) / 4, abs=3)


def test_rows_fill_the_height_and_do_not_overlap(bars):
    tops = [row.top() for row in bars._rows]
    assert tops == sorted(tops)
    assert bars._rows[-1].bottom() <= bars.height()


def test_the_bar_under_the_pointer_is_said(bars, qtbot):
    with qtbot.waitSignal(bars.hovered) as heard:
        QTest.mouseMove(bars, QPoint(60, round(bars._rows[1].center().y())))
    assert heard.args == ["two: 0.25"]


def test_all_bars_are_described(bars):
    assert bars.accessibleDescription() == "one 0.50, two 0.25, three 0.00"


def test_what_does_not_fit_together_is_refused(bars):
    with pytest.raises(ValueError, match="2 names"):
        bars.show_bars(("a", "b"), np.zeros(3))


def test_values_that_are_no_numbers_have_no_bar(bars):
    bars.show_bars(NAMES, np.array([np.nan, 1.0, 0.5]))
    assert not bars.grab().isNull()
    assert ink(bars, 0) <= 1


def test_an_empty_view_says_so(bars):
    bars.set_empty("nothing yet")
    bars.clear()
    assert bars.is_empty()
    assert not bars.grab(bars.rect()).isNull()
    assert bars.focusPolicy() == Qt.FocusPolicy.NoFocus
