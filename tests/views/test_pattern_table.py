"""The table of training patterns under a real mouse and real keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from simulator.controls import theme
from simulator.views.pattern_cells import BARS, CROSS, LABEL, cells_of
from simulator.views.pattern_table import PatternTable

LEFT = Qt.MouseButton.LeftButton
GROUPS = (("input", 4), ("output", 4))
PATTERNS = np.hstack([np.eye(4), np.eye(4)]).astype(np.uint8)
DATA, MODEL = np.full(4, 0.25), np.array([0.2, 0.3, 0.1, 0.4])
SIGNALS = ("toggled", "add_asked", "delete_asked", "chosen")


@pytest.fixture
def view(qtbot):
    """A table on screen that keeps what it told in `told`."""
    view = PatternTable()
    qtbot.addWidget(view)
    view.resize(430, 330)
    view.show()
    qtbot.waitExposed(view)
    view.told = []
    for name in SIGNALS:
        getattr(view, name).connect(lambda *args, name=name: view.told.append((name, *args)))
    return view


def show(view, patterns=PATTERNS, **changes):
    view.show_patterns(patterns, GROUPS, changes.pop("data", DATA), MODEL, **changes)


def place(view, row, column):
    cells, top = view._cells, view.top_of(row)
    boxes = {LABEL: cells.label, BARS: cells.bars, CROSS: cells.cross}
    if column in boxes:
        return boxes[column].translated(0, top).center().toPoint()
    return cells.cell(column, top).center().toPoint()


def test_a_click_on_a_cell_toggles_it(view):
    show(view)
    QTest.mouseClick(view, LEFT, pos=place(view, 2, 6))
    assert view.told == [("toggled", 2, 6)]


def test_a_click_beside_the_cells_chooses_the_row(view):
    show(view)
    for column in (LABEL, BARS):
        QTest.mouseClick(view, LEFT, pos=place(view, 3, column))
    assert view.told == [("chosen", 3)] * 2


def test_the_cross_deletes_and_the_last_row_adds(view):
    show(view)
    QTest.mouseClick(view, LEFT, pos=place(view, 1, CROSS))
    QTest.mouseClick(view, LEFT, pos=place(view, 4, 5))
    assert view.told == [("delete_asked", 1), ("add_asked",)]


def test_where_nothing_can_be_edited_a_cell_chooses_its_row(view):
    show(view, can_edit=False)
    QTest.mouseClick(view, LEFT, pos=place(view, 1, 2))
    assert view.told == [("chosen", 1)]
    assert view.rows() == 4


def test_arrows_move_and_enter_toggles(view):
    show(view)
    for key in ("Right", "Right", "Down", "Down", "Return", "Left", "Left", "Enter", "Delete"):
        QTest.keyClick(view, getattr(Qt.Key, f"Key_{key}"))
    assert view.told == [("toggled", 2, 1), ("toggled", 2, 7), ("delete_asked", 2)]


def test_enter_on_the_last_row_adds_a_pattern(view):
    show(view)
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.told == [("add_asked",)]


def test_a_thousand_patterns_scroll(view):
    show(view, np.zeros((1000, 8), np.uint8), data=None)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.in_sight().stop == 1001
    assert len(view.in_sight()) < 20


def test_the_pointer_is_told_unit_or_probabilities(view):
    show(view)
    said = []
    view.hovered.connect(said.append)
    for column in (6, LABEL, CROSS):
        QTest.mouseMove(view, place(view, 2, column))
    assert said == [
        "pattern 3, output 3: 1",
        "pattern 3 · p(v) data 0.2500 · p(v) model 0.1000",
        "delete pattern 3",
    ]


def test_cells_show_their_bits(view):
    show(view)
    image, now = view.picture(), theme.current_theme()
    for row, unit in ((0, 0), (0, 1), (3, 7), (2, 6), (2, 7)):
        wanted = now.unit_on if PATTERNS[row, unit] else now.unit_off
        assert image.pixelColor(place(view, row, unit)) == QColor(wanted)


def test_a_pattern_changed_in_place_is_drawn_anew(view):
    patterns = PATTERNS.copy()
    show(view, patterns)
    patterns[0, 1] = 1
    show(view, patterns)
    assert view.picture().pixelColor(place(view, 0, 1)) == QColor(theme.current_theme().unit_on)


def test_bars_are_as_long_as_the_probabilities(view):
    show(view)
    image, accent = view.picture(), QColor(theme.current_theme().accent)
    y = [round(view.top_of(row) + view._cells.height / 2 + 6) for row in range(4)]
    xs = range(round(view._cells.bars.left()), round(view._cells.bars.right()) - 52)
    long = [sum(image.pixelColor(x, y[row]) == accent for x in xs) for row in range(4)]
    assert np.allclose(np.array(long) / long[3], MODEL / 0.4, atol=0.04)


def test_the_current_row_is_lit(view):
    show(view, current=2)
    image, soft = view.picture(), QColor(theme.current_theme().accent_soft)
    lit = [image.pixelColor(5, round(view.top_of(row)) + 2) == soft for row in range(4)]
    assert lit == [False, False, True, False]


def test_other_probabilities_are_drawn_and_the_same_are_not(view):
    show(view)
    before = view.picture()
    show(view, data=DATA.copy())
    assert view.picture() == before
    show(view, data=DATA / 2)
    assert view.picture() != before


@pytest.mark.parametrize("width", [300, 420, 900])
@pytest.mark.parametrize("units", [1, 8, 19, 64])
@pytest.mark.parametrize("has_bars", [True, False])
def test_a_row_stays_inside_its_width(qtbot, width, units, has_bars):
    cells = cells_of(width, 9, (("a", units),), has_bars, True)
    assert len(cells.cells) == units
    assert cells.cells[-1] + cells.side <= width
    assert cells.bars.width() >= 0
    assert cells.cross.right() <= width


@pytest.mark.parametrize("units", [3, 8])
def test_a_place_is_in_the_column_that_is_there(qtbot, units):
    cells = cells_of(420, 9, (("a", 2), ("b", units - 2)), True, True)
    found = [cells.column_at(cells.cell(k, 0.0).center().x()) for k in range(units)]
    assert found == list(range(units))
    assert cells.column_at(cells.cells[2] - 2) is None  # between the groups


def test_without_patterns_only_adding_is_offered(view):
    show(view, np.zeros((0, 8), np.uint8), data=None)
    QTest.mouseClick(view, LEFT, pos=QPoint(60, round(view.top_of(0)) + 8))
    assert view.told == [("add_asked",)]
    view.clear()
    assert view.rows() == 0
