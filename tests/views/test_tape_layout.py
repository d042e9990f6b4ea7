"""All rows of a tape have one time axis, find their place, and stay within the view."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize

from simulator.controls import theme
from simulator.views.tape import TapeRow, TapeShown, TapeView
from simulator.views.tape_layout import Spec, TapeLayout
from simulator.views.tape_marks import numbers
from simulator.views.tape_picture import shrunk
from tests.views import tape_samples as samples

FEW = Spec("bits", 9), Spec("vectors", 20), Spec("weighting", 128, 127)
ALL = (Spec("bits", 9), Spec("vectors", 20), Spec("weighting", 128, 127), Spec("bits", 8),
       Spec("bits", 8), Spec("vectors", 40), Spec("weighting", 128, 127))  # fmt: skip


def laid(size, specs, steps, ratio=1.0):
    return TapeLayout.of(QSize(*size), specs, steps, True, True, ratio)


@pytest.mark.parametrize("size", [(180, 120), (430, 420), (900, 500), (1400, 900), (300, 900)])
@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("steps", [1, 41, 241, 3000])
@pytest.mark.parametrize("specs", [FEW, ALL, FEW[:1], (Spec("bits", 1),) * 3])
def test_rows_stand_in_order_within_the_view(qapp, size, presenter, steps, specs):
    theme.apply_theme(qapp, "light", presenter)
    try:
        layout = laid(size, specs, steps)
    finally:
        theme.apply_theme(qapp, "light")
    parts, top = layout.grid.parts, layout.lane.bottom()
    for part in parts:
        assert part.head.top() >= top - 0.01
        assert part.box.top() >= part.head.bottom()
        assert part.box.height() >= 1
        top = part.box.bottom()
    assert layout.foot.top() >= top
    assert layout.grid.box.right() <= size[0]
    if size[1] > 120 or len(specs) < 5:
        assert layout.key.bottom() <= size[1] + 1


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_columns_are_aligned_and_equally_wide(ratio):
    grid = laid((460, 440), FEW, 41, ratio).grid
    assert {(part.box.left(), part.box.width()) for part in grid.parts} == {
        (grid.box.left(), grid.box.width())
    }
    assert (grid.width * ratio) % 1 == pytest.approx(0, abs=1e-6)


def test_bits_are_about_as_high_as_they_are_wide():
    grid = laid((460, 440), FEW, 41).grid
    cell = grid.box_of((0, 0))
    assert 0.7 < cell.height() / cell.width() < 1.2


def test_weightings_are_the_highest():
    highs = [part.box.height() for part in laid((460, 440), FEW, 41).grid.parts]
    assert highs[2] > 1.5 * highs[1]


def test_a_cell_is_found_where_it_stands():
    grid = laid((460, 440), ALL, 41).grid
    for cell in ((0, 0), (8, 40), (9, 3), (29, 12), (grid.rows - 1, 40)):
        assert grid.cell_at(grid.box_of(cell).center()) == cell
    between = grid.parts[1].head.center()
    assert grid.cell_at(between) is None
    assert grid.time_at(-100.0) == 0
    assert grid.time_at(1e4) == 40


def test_a_part_knows_its_channels():
    grid = laid((460, 440), ALL, 41).grid
    assert grid.part_of(0) == (0, 0)
    assert grid.part_of(9) == (1, 0)
    assert grid.part_of(grid.rows - 1) == (6, 127)


def test_captions_give_way_in_a_low_view():
    low, high = laid((300, 150), ALL, 41).grid.parts, laid((300, 500), ALL, 41).grid.parts
    assert all(part.head.height() == 0 for part in low)
    assert all(part.head.height() > 0 for part in high)


def test_numbers_of_an_axis_are_round():
    assert numbers(0, 41, 8) == list(range(0, 41, 10))
    assert numbers(32, 64, 4) == [40, 60, 80]
    assert numbers(0, 1, 5) == [0]


@pytest.mark.parametrize("count", [(3, 4), (6, 10), (5, 7)])
def test_what_is_shrunk_keeps_the_largest_or_the_mean(count):
    values = np.random.default_rng(0).random((10, 6))  # (T, C)
    highest, mean = (shrunk(values, count, how) for how in (np.maximum, np.add))
    rows, columns = (np.arange(n + 1) * size // n for n, size in zip(count, (6, 10), strict=True))
    for r, c in np.ndindex(*count):
        covered = values[columns[c] : columns[c + 1], rows[r] : rows[r + 1]]
        assert highest[r, c] == covered.max()
        assert mean[r, c] == pytest.approx(covered.mean())


@pytest.mark.parametrize("size", [(180, 120), (430, 420), (1400, 900)])
@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("steps", [1, 60, 2000])
def test_every_size_can_be_drawn(qtbot, qapp, size, presenter, steps):
    theme.apply_theme(qapp, "dark", presenter)
    try:
        view = TapeView()
        qtbot.addWidget(view)
        view.resize(*size)
        rows = (
            TapeRow("input", "bits", np.ones((steps, 9))),
            TapeRow("read", "vectors", np.ones((steps, 40)), heads=2),
            TapeRow("weighting", "weighting", np.ones((steps, 128))),
        )
        boxes = (samples.Box(0, 0, "query"),)
        phases = (samples.Phase(0, steps - 1, "a long word for a short phase"),)
        view.show_tape(TapeShown(rows, phases, boxes, steps - 1))
        assert not view.picture().isNull()
        assert view.grid().cell_at(QPointF(view.grid().box.center())) != (-1, -1)
    finally:
        theme.apply_theme(qapp, "light")
