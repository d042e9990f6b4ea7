"""Pictures of numbers: means are exact, and images are made only for what differs."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from simulator.controls import maps
from simulator.views.cell_grid import CellGrid, fitted
from simulator.views.heat import Heat, bar_ticks, resampled, value_text


def slow_mean(values, rows, columns):
    """Each new cell: the mean over a 60-fold finer copy."""
    fine = np.kron(values, np.ones((60, 60)))
    high, wide = fine.shape[0] // rows, fine.shape[1] // columns
    return fine.reshape(rows, high, columns, wide).mean(axis=(1, 3))


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 3), (4, 5), (3, 2), (12, 10)])
def test_resampling_keeps_the_mean_of_every_area(rows, columns):
    values = np.random.default_rng(rows).normal(size=(4, 5))
    assert resampled(values, rows, columns) == pytest.approx(slow_mean(values, rows, columns))


def test_the_same_size_is_the_same_numbers():
    values = np.random.default_rng(0).normal(size=(7, 3))
    assert (resampled(values, 7, 3) == values).all()


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [(0.4231, 1.0, "+0.42"), (-0.01283, 0.05, "−0.0128"), (0.0, 1.0, "0.00"), (31.7, 784.0, "+32")],
)
def test_numbers_have_three_figures_of_the_limit(value, limit, text):
    assert value_text(value, limit) == text


@pytest.mark.parametrize("limit", [0.003, 0.045, 1.0, 7.3, 250.0])
@pytest.mark.parametrize("length", [20, 140, 600])
def test_a_bar_has_at_least_three_ticks(qapp, limit, length):
    texts = [text for _, text in bar_ticks(-limit, limit, length)]
    assert len(texts) == len(set(texts)) >= 3


def test_cells_are_whole_device_pixels_where_that_keeps_most_of_the_room():
    grid = fitted(QRectF(0, 0, 300, 200), 28, 28, 2.0)
    assert grid.width == grid.height == 7.0
    assert fitted(QRectF(0, 0, 300, 300), 200, 200, 1.0).box.width() == 300


def test_a_point_is_in_the_cell_whose_box_holds_it():
    grid = CellGrid(QRectF(10, 20, 90, 60), 3, 9)
    for cell in np.ndindex(3, 9):
        assert grid.cell_at(grid.box_of(cell).center()) == cell
    assert grid.cell_at(QPointF(9, 30)) is None
    assert grid.cell_at(QPointF(50, 80)) is None


def test_a_large_picture_is_made_once_for_one_array(qapp, monkeypatch):
    calls = []
    real = maps.diverging
    monkeypatch.setattr(maps, "diverging", lambda *a: (calls.append(1), real(*a))[1])
    heat, values = Heat(), np.random.default_rng(0).normal(size=(600, 600))
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for array in (values, values, values.copy()):
        heat.paint(painter, fitted(QRectF(0, 0, 200, 200), 600, 600, 1.0), array, 1.0)
    painter.end()
    assert len(calls) == 2
