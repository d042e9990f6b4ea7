"""Digits from strokes: against slow twins, the same whenever asked for, legible, never alike."""

import os

import numpy as np
import pytest

from kernels import stroke_forms, strokes
from kernels.stroke_forms import BEGIN, CORNER, NONE, SMOOTH
from kernels.strokes import digits
from simulator.core import datasets
from tests.kernels import naive_strokes
from tests.mnist import FOLDER, needs_mnist

IS_INNER = "REVERIE_INNER_TESTS" in os.environ
SOME = 20 if IS_INNER else 2000
needs_many = pytest.mark.skipif(IS_INNER, reason="thousands of digits, once is enough")


# ---- against the twins ----


@pytest.mark.parametrize("size", [1, 2, 7, 24])
def test_ink_equals_the_twin(size):
    rng = np.random.default_rng(size)
    line = np.column_stack([rng.uniform(-2, 11, (size, 2)), rng.uniform(0.3, 2, size)])
    is_drawn = rng.random(size) < 0.8
    cover = np.full((9, 9), np.nan)
    strokes.draw(line, is_drawn, cover)
    np.testing.assert_allclose(cover, naive_strokes.cover(line, is_drawn, 9), atol=1e-12)


def test_a_point_alone_is_a_dot():
    line, cover = np.array([[4.5, 4.5, 1.0], [4.5, 4.5, 1.0]]), np.empty((9, 9))
    strokes.draw(line, np.array([False, True]), cover)
    assert cover[4, 4] == 1.0
    assert cover[4, 6] == 0.0


def traced(points, joints) -> tuple[np.ndarray, np.ndarray]:
    line = np.zeros((len(joints) * strokes.PIECES, 3))
    is_drawn = np.zeros(len(line), bool)
    size = strokes.trace(np.array(points, float), np.array(joints, np.int8), line, is_drawn)
    return line[:size, :2], is_drawn[:size]


def test_a_line_is_the_spline_of_the_twin():
    points = np.random.default_rng(1).random((4, 2))
    line, _ = traced(points, [BEGIN, SMOOTH, SMOOTH, SMOOTH])
    t = 3 / strokes.PIECES
    expected = [naive_strokes.spline(*points[:, axis], t) for axis in range(2)]
    np.testing.assert_allclose(line[strokes.PIECES + 3], expected)


def test_a_line_goes_through_its_points():
    points = [[0, 0], [1, 0], [1, 1], [2, 3]]
    line, _ = traced(points, [BEGIN, SMOOTH, CORNER, SMOOTH])
    np.testing.assert_allclose(line[:: strokes.PIECES], points)


def test_a_line_is_straight_between_corners():
    line, _ = traced([[0, 0], [1, 0], [1, 1]], [BEGIN, CORNER, SMOOTH])
    assert (line[: strokes.PIECES + 1, 1] == 0).all()
    assert (line[strokes.PIECES :, 0] == 1).all()


def test_nothing_is_drawn_while_the_pen_is_up():
    line, is_drawn = traced([[0, 0], [1, 0], [5, 5], [6, 5]], [BEGIN, SMOOTH, BEGIN, SMOOTH])
    assert np.flatnonzero(~is_drawn).tolist() == [0, strokes.PIECES + 1]
    assert line[strokes.PIECES + 1].tolist() == [5, 5]


# ---- forms ----


def test_every_digit_has_at_least_two_forms_and_their_shares_add_up_to_one():
    for forms in stroke_forms.FORMS.values():
        assert len(forms) >= 2
        assert sum(share for share, *_ in forms) == pytest.approx(1)


def test_every_form_begins_a_stroke_and_fits_the_table_of_chance():
    places, joints, starts, shares = stroke_forms.tables()
    assert (joints[:, 0] == BEGIN).all()
    assert ((joints != NONE).sum(axis=1) >= 4).all()
    assert strokes.SHAPE + 2 * places.shape[2] <= strokes.NUMBERS
    assert (len(starts), starts[-1]) == (11, len(shares))


def test_a_form_of_two_unlike_drawings_is_refused(monkeypatch):
    monkeypatch.setattr(stroke_forms, "FORMS", {0: [(1.0, "0,0 1,1", "0,0 1,1!")]})
    with pytest.raises(ValueError, match="form 0 differ in their points or corners"):
        stroke_forms.tables.__wrapped__()


# ---- digits ----


def test_a_digit_is_the_same_whatever_is_asked_for_beside_it():
    many, labels = digits(0, 20, 12, seed=3)
    few, few_labels = digits(13, 4, 12, seed=3)
    assert (few == many[13:17]).all()
    assert (few_labels == labels[13:17]).all()


def test_another_seed_writes_other_digits():
    assert (digits(0, 10, 12, seed=3)[0] != digits(0, 10, 12, seed=4)[0]).any(axis=1).all()


def test_digits_of_any_number_can_be_asked_for():
    pixels, labels = digits(10**12, 10, 12, seed=0)
    assert labels.tolist() == list(range(10))
    assert pixels.max() > 200


def test_every_class_has_equally_many():
    _, labels = digits(0, 20, 8, seed=0)
    assert np.bincount(labels).tolist() == [2] * 10


def test_no_two_digits_are_alike():
    pixels, _ = digits(0, SOME, 28, seed=0)
    assert len(np.unique(pixels, axis=0)) == SOME


@pytest.mark.parametrize("side", [6, 8, 15, 28])
def test_digits_have_ink_and_paper_and_keep_off_the_edge(side):
    pictures = digits(0, SOME // 4, side, seed=0)[0].reshape(-1, side, side)
    edges = np.concatenate([pictures[:, [0, -1]], pictures[:, :, [0, -1]].transpose(0, 2, 1)], 1)
    assert (pictures.max(axis=(1, 2)) > 140).all()
    assert edges.max() < 140  # at most the soft edge of the ink
    assert (pictures == 0).mean() > 0.3


@pytest.mark.parametrize("side", [3, 29])
def test_other_sides_are_refused(side):
    with pytest.raises(ValueError, match="4 to 28 work"):
        digits(0, 1, side, seed=0)


@needs_many
def test_ink_and_its_middle_are_as_in_mnist():
    pictures = digits(0, SOME, 28, seed=0)[0].reshape(-1, 28, 28) / 255
    assert pictures.mean() == pytest.approx(0.1307, abs=0.01)
    middle = (pictures * np.arange(28)).sum(axis=(1, 2)) / pictures.sum(axis=(1, 2))
    assert abs(middle - 13.5).max() < 3


def nearest(known, labels, asked) -> np.ndarray:
    """The label of the known picture (N, D) at the least angle from each that is asked."""
    known, asked = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (known, asked))
    return labels[(asked @ known.T).argmax(axis=1)]


@needs_many
@pytest.mark.parametrize(("side", "share"), [(8, 0.9), (28, 0.96)])
def test_digits_can_be_told_apart(side, share):
    pixels, labels = digits(0, SOME, side, seed=0)
    told = nearest(pixels[500:].astype(float), labels[500:], pixels[:500].astype(float))
    assert (told == labels[:500]).mean() > share


@needs_many
@needs_mnist
def test_who_knows_mnist_can_read_them():
    mnist = datasets.load("idx", str(FOLDER), 28, 0)
    known = mnist.pixels[:10_000].astype(np.float32)
    pixels, labels = digits(0, 500, 28, seed=0)
    told = nearest(known, mnist.labels[:10_000], pixels.astype(np.float32))
    assert (told == labels).mean() > 0.85
