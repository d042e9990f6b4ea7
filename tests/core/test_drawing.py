"""Strokes: their text form, and what they cover."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.core import drawing, glyphs
from simulator.core.drawing import TOOLS, Stroke
from simulator.core.errors import InputError

points = st.lists(st.tuples(st.integers(-50, 60), st.integers(-50, 60)), min_size=1, max_size=6)
strokes = st.builds(
    Stroke,
    points=points.map(tuple),
    tool=st.sampled_from(TOOLS),
    size=st.integers(1, 9),
    value=st.sampled_from([1, -1]),
    text=st.text("ABC123", max_size=3),
)


def painted(text: str, side: int = 7, paper: int = -1) -> np.ndarray:
    units = np.full((side, side), paper, np.int8)
    drawing.paint(drawing.parse(text), units)
    return units


@given(strokes)
def test_the_text_of_a_stroke_is_the_stroke(stroke):
    assert drawing.parse(str(stroke)) == stroke
    assert drawing.is_stroke(str(stroke))


@given(strokes)
def test_any_stroke_paints_only_its_own_value(stroke):
    units = np.zeros((20, 20), np.int8)
    drawing.paint(stroke, units)
    assert set(np.unique(units)) <= {0, stroke.value}


@given(
    st.tuples(st.integers(0, 39), st.integers(0, 39)),
    st.tuples(st.integers(0, 39), st.integers(0, 39)),
)
def test_a_quick_stroke_has_no_gaps(start, stop):
    from scipy.ndimage import label

    units = np.full((40, 40), -1, np.int8)
    drawing.paint(Stroke((start, stop)), units)
    assert label(units == 1, np.ones((3, 3)))[1] == 1
    assert (units == 1).sum() == max(abs(start[0] - stop[0]), abs(start[1] - stop[1])) + 1


def naive(stroke: Stroke, side: int) -> np.ndarray:
    """The units a pencil covers, one piece of the way after another."""
    mask = np.zeros((side, side), bool)
    low, high = -((stroke.size - 1) // 2), stroke.size // 2
    for (x0, y0), (x1, y1) in zip(stroke.points, stroke.points[1:] or stroke.points, strict=False):
        n = max(abs(x1 - x0), abs(y1 - y0), 1)
        for x, y in zip(np.linspace(x0, x1, n + 1), np.linspace(y0, y1, n + 1), strict=True):
            column, row = int(np.rint(x)), int(np.rint(y))
            rows = slice(max(0, row + low), max(0, row + high + 1))
            mask[rows, max(0, column + low) : max(0, column + high + 1)] = True
    return mask


@pytest.mark.parametrize("side", [1, 7, 40])
@settings(deadline=None)
@given(points=points, size=st.integers(1, 60))
def test_a_stroke_covers_what_the_slow_way_covers(side, points, size):
    stroke = Stroke(tuple(points), size=size)
    units = np.zeros((side, side), np.int8)
    drawing.paint(stroke, units)
    assert np.array_equal(units == 1, naive(stroke, side))


def test_a_long_stroke_is_the_same_in_several_batches(monkeypatch):
    rng = np.random.default_rng(0)
    stroke = Stroke(tuple(map(tuple, rng.integers(-50, 350, (500, 2)).tolist())), size=4)
    monkeypatch.setattr(drawing, "AT_ONCE", 1000)
    units = np.zeros((300, 300), np.int8)
    drawing.paint(stroke, units)
    assert np.array_equal(units == 1, naive(stroke, 300))


def test_ten_thousand_points_with_a_wide_pen_need_little_memory():
    rng = np.random.default_rng(0)
    stroke = Stroke(tuple(map(tuple, rng.integers(0, 1024, (10_000, 2)).tolist())), size=200)
    units = np.zeros((1024, 1024), np.int8)
    tracemalloc.start()
    drawing.paint(stroke, units)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 128 * 2**20
    assert units.all()


def test_the_widest_pen_covers_the_largest_grid():
    assert (painted("512,512;size=1024", side=1024)[1:, 1:] == 1).all()


def test_x_is_the_column_and_y_the_row():
    assert np.argwhere(painted("2,5") == 1).tolist() == [[5, 2]]


@pytest.mark.parametrize(("size", "covered"), [(1, 1), (2, 4), (3, 9), (4, 16)])
def test_size_is_the_width_of_the_pen(size, covered):
    assert (painted(f"3,3;size={size}") == 1).sum() == covered


def test_a_line_joins_its_first_and_last_point():
    assert (painted("0,0;3,6;6,0;tool=line") == painted("0,0;6,0")).all()


def test_a_rectangle_is_an_outline_in_any_direction():
    assert (painted("1,1;5,4;tool=rectangle") == 1).sum() == 14
    assert (painted("5,4;1,1;tool=rectangle") == painted("1,1;5,4;tool=rectangle")).all()


def test_fill_stays_inside_an_outline():
    units = painted("1,1;5,5;tool=rectangle")
    drawing.paint(drawing.parse("3,3;tool=fill"), units)
    assert (units == 1).sum() == 25
    drawing.paint(drawing.parse("0,0;tool=fill;value=1"), units)
    assert (units == 1).all()


def test_fill_outside_the_grid_does_nothing():
    assert (painted("9,9;tool=fill") == -1).all()


def test_text_stamps_letters_side_by_side():
    units = painted("0,2;tool=text;size=8;text=ab", side=16)
    assert (units[2:10, :8] == glyphs.render("letters", "A", 8)).all()
    assert (units[2:10, 8:] == glyphs.render("letters", "B", 8)).all()


def test_what_lies_outside_the_grid_is_left_out():
    assert (painted("-3,3;10,3") == painted("0,3;6,3")).all()
    assert (painted("-9,-9;-5,-5") == -1).all()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,2;tool=spray", "tool=spray is not known; allowed: pencil, line"),
        ("1,2;size=0", "size=0 is outside the range; allowed: 1 to 1024"),
        ("1,2;size=x", "x is not a whole number"),
        ("1,2;value=0", "value=0 can't be drawn"),
        ("1,2;colour=red", "does not know colour"),
        ("1,2;3", "3 is not a point"),
        ("1,²", "² is not a whole number"),
        ("", "this one has 0"),
        (";".join(["1,1"] * 10_001), "this one has 10001"),
        ("0,0;tool=text;text=Ä", "'Ä' can't be stamped"),
    ],
)
def test_a_bad_stroke_is_refused_in_words(text, sentence):
    with pytest.raises(InputError, match=sentence):
        painted(text)


def test_far_points_cost_no_more_than_near_ones():
    assert (painted("0,3;999999999999,3") == 1).sum() == 7


@pytest.mark.parametrize("text", ["a.png", "1,2.png", "/tmp/1,2", "data:1,2", "1", "1,2,3"])
def test_a_file_name_is_no_stroke(text):
    assert not drawing.is_stroke(text)
