"""Cells and nearest centres of many points, against slow twins."""

import numpy as np
import pytest

from kernels import mixture_near as kernels
from tests.kernels import naive_mixture as naive

each_size = pytest.mark.parametrize("n", [1, 2, 7, 64])
each_dimension = pytest.mark.parametrize("d", [1, 2])
ODD = (np.nan, np.inf, -np.inf, 3e38, -3e38)


def near(centres: np.ndarray, reach: float, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    index, distance = np.empty(len(points), np.int64), np.empty(len(points))
    kernels.near(kernels.buckets(centres, reach), points, index, distance)
    return index, distance


def counted(points: np.ndarray, cells: int) -> np.ndarray:
    counts = np.full(cells ** points.shape[1] + 1, -1)
    kernels.count_cells(points, -1.0, 1.0, cells, counts)
    return counts


@pytest.mark.parametrize("reach", [0.01, 0.2, 5.0])
@each_dimension
@each_size
def test_the_nearest_within_reach_equals_the_twin(n, d, reach):
    rng = np.random.default_rng(n)
    centres, points = rng.uniform(-1, 1, (n, d)), rng.uniform(-1.5, 1.5, (64, d))
    index, distance = near(centres, reach, points)
    for r, x in enumerate(points):
        k, far = naive.nearest(centres, x)
        assert index[r] == (k if far <= reach else -1)
        assert distance[r] == (pytest.approx(far) if far <= reach else np.inf)


@each_dimension
def test_each_centre_is_nearest_to_itself(d):
    centres = np.random.default_rng(3).uniform(-1, 1, (64, d))
    index, distance = near(centres, 1e-9, centres)
    assert index.tolist() == list(range(64))
    assert not distance.any()


def test_of_two_that_are_equally_near_the_first_is_taken():
    centres = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    assert near(centres, 1.5, np.zeros((1, 2)))[0] == [0]


def test_centres_may_be_much_farther_apart_than_the_reach():
    centres = np.array([[0.0, 0.0], [1e9, 1e9], [1e9, 1e9 - 1]])
    assert near(centres, 0.1, centres)[0].tolist() == [0, 1, 2]


@pytest.mark.parametrize("odd", ODD)
@each_dimension
def test_what_is_no_place_is_near_nothing_and_outside(d, odd):
    points = np.full((1, d), odd, np.float32)
    points[0, 0] = 0.0 if d == 2 else odd
    assert near(np.zeros((1, d)), 1.0, points)[0] == [-1]
    assert counted(points, 3)[-1] == 1


@pytest.mark.parametrize("cells", [1, 2, 7])
@each_dimension
@each_size
def test_cells_equal_the_twin(n, d, cells):
    points = np.random.default_rng(n).uniform(-1.2, 1.2, (n, d)).astype(np.float32)
    expected = np.zeros(cells**d + 1, int)
    for x in points:
        expected[naive.cell(x, -1.0, 1.0, cells)] += 1
    assert counted(points, cells).tolist() == expected.tolist()


def test_cells_are_numbered_row_by_row_from_below():
    assert counted(np.array([[0.9, -0.9]]), 3).tolist() == [0, 0, 1] + 7 * [0]
    assert counted(np.array([[-0.9, 0.0]]), 3).tolist() == 3 * [0] + [1] + 6 * [0]


def test_the_upper_edge_is_outside_and_the_lower_inside():
    assert counted(np.array([[1.0], [-1.0]]), 2).tolist() == [1, 0, 1]
