"""Numbers in two groups: two bars of blocks, and the difference of their sums."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.partition import PALE, STRONG, PartitionView

NUMBERS = np.array([10, 40, 30, 25, 5])
SIDES = np.array([1, 1, -1, -1, 1], np.int8)  # 55 and 55


@pytest.fixture
def view(qtbot):
    view = PartitionView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_partition(NUMBERS, SIDES, 0)
    view.show()
    qtbot.waitExposed(view)
    return view


def at(view, group, share):
    """A point of a bar, at a share of the width, near its top: beside the numbers."""
    return QPointF(share * view.width(), view._rows[group].top() + 4)


def color_at(view, group, share):
    return view.grab().toImage().pixelColor(at(view, group, share).toPoint())


def written(view, monkeypatch):
    texts, draw_text = [], QPainter.drawText
    monkeypatch.setattr(
        QPainter, "drawText", lambda self, *a: texts.append(a[-1]) or draw_text(self, *a)
    )
    view.grab()
    return texts


def is_mixed(color, token, share):
    other = QColor(theme.current_theme().mix("surface", token, share))
    return all(abs(x - y) <= 3 for x, y in zip(color.getRgb(), other.getRgb(), strict=True))


def test_each_group_has_a_bar_of_its_colour(view):
    assert is_mixed(color_at(view, 0, 0.2), "accent", STRONG)
    assert is_mixed(color_at(view, 1, 0.2), "warm", STRONG)


def test_bars_are_as_long_as_their_sums(view):
    view.show_partition(NUMBERS, np.array([1, 1, 1, -1, -1], np.int8), 50)  # 80 and 30
    assert is_mixed(color_at(view, 0, 0.95), "accent", STRONG)
    assert is_mixed(color_at(view, 1, 0.3), "warm", STRONG)
    assert not is_mixed(color_at(view, 1, 0.42), "warm", STRONG)


def test_the_largest_block_comes_first_with_its_number(view, monkeypatch):
    texts = written(view, monkeypatch)
    assert [text for text in texts if text.isdigit()] == ["40", "10", "5", "30", "25"]


def test_the_sums_and_the_difference_are_written(view, monkeypatch):
    view.show_partition(NUMBERS, np.array([1, 1, 1, -1, -1], np.int8), 50)
    texts = written(view, monkeypatch)
    assert {"3 numbers · sum 80", "2 numbers · sum 30", "difference 50"} <= set(texts)


def test_no_difference_is_said_in_words(view, monkeypatch):
    assert "no difference" in written(view, monkeypatch)


def test_many_small_blocks_are_paler_than_blocks_one_can_tell_apart(view):
    numbers, sides = np.full(2000, 7), np.tile(np.array([1, -1], np.int8), 1000)
    view.show_partition(numbers, sides, 0)
    assert is_mixed(color_at(view, 0, 0.5), "accent", PALE)


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("count", [1, 2, 30])
def test_a_group_may_be_empty(view, monkeypatch, side, count):
    numbers = np.arange(1, count + 1)
    view.show_partition(numbers, np.full(count, side, np.int8), int(numbers.sum()))
    assert "0 numbers · sum 0" in written(view, monkeypatch)


@pytest.mark.parametrize("height", [100, 160, 400])
def test_both_bars_have_room_in_any_height(view, height):
    view.resize(400, height)
    view.grab()
    upper, lower = view._rows
    assert 0 <= upper.top() < upper.bottom() < lower.top() < lower.bottom() <= height


def test_a_block_under_the_pointer_is_named(view):
    told = []
    view.hovered.connect(told.append)
    view.grab()
    for group, share in ((0, 0.3), (1, 0.7)):
        QTest.mouseMove(view, at(view, group, share).toPoint())
    QTest.mouseMove(view, QPoint(200, 1))
    assert told == ["number 1: 40, Group +1", "number 3: 25, Group −1", ""]


def test_nothing_is_painted_anew_where_nothing_differs(view, monkeypatch):
    updates = []
    monkeypatch.setattr(view, "update", lambda: updates.append(1))
    view.show_partition(NUMBERS.copy(), SIDES.copy(), 0)
    assert not updates


def test_a_view_without_numbers_says_so(view, monkeypatch):
    view.clear()
    assert written(view, monkeypatch) == ["No numbers to be divided."]


def test_colours_follow_the_theme(view, qapp):
    theme.apply_theme(qapp, "dark")
    try:
        assert is_mixed(color_at(view, 0, 0.2), "accent", STRONG)
    finally:
        theme.apply_theme(qapp, "light")


def test_an_svg_parses(view, tmp_path):
    view.export_svg(str(tmp_path / "partition.svg"), {"seed": 42})
    assert ElementTree.parse(tmp_path / "partition.svg").getroot().tag.endswith("svg")
