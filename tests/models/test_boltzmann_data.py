"""What a Boltzmann machine can learn, and whether it has learned it."""

import numpy as np
import pytest

from simulator.core.errors import InputError
from simulator.models import boltzmann_answers as tested
from simulator.models.boltzmann_data import SIZES, data_set, visible_units

EVERY = [(name, size) for name, sizes in SIZES.items() for size in sizes]


@pytest.mark.parametrize(("name", "visible"), EVERY)
def test_every_set_has_different_patterns_of_its_size(name, visible):
    data = data_set(name, visible)
    assert data.patterns.shape == (len(np.unique(data.patterns, axis=0)), visible)
    assert data.patterns.dtype == np.int8
    assert set(np.unique(data.patterns)) == {0, 1}


@pytest.mark.parametrize(("name", "visible"), EVERY)
def test_every_set_adds_up(name, visible):
    data = data_set(name, visible)
    assert data.probabilities.sum() == pytest.approx(1.0, abs=1e-12)
    assert sum(size for _, size in data.groups) == data.visible == visible
    assert data.inputs + data.outputs == visible
    assert np.array_equal(data.allowed, data.allowed.T)


def test_xor_is_its_truth_table():
    rows = data_set("xor", 3).patterns.tolist()
    assert sorted(rows) == [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]


@pytest.mark.parametrize("visible", [4, 8, 12])
def test_majority_says_what_most_bits_are(visible):
    for row in data_set("majority", visible).patterns.tolist():
        assert row[-1] == (sum(row[:-1]) > (visible - 1) / 2)


@pytest.mark.parametrize("visible", [3, 6, 12])
def test_parity_makes_every_pattern_even(visible):
    patterns = data_set("parity", visible).patterns
    assert len(patterns) == 2 ** (visible - 1)
    assert (patterns.sum(axis=1) % 2 == 0).all()


def test_the_encoder_of_eight_units_is_the_papers():
    data = data_set("encoder", 8)
    assert np.array_equal(data.patterns, np.hstack([np.eye(4), np.eye(4)]))
    assert data.inputs == 4


def test_the_encoders_groups_are_not_connected():
    allowed = data_set("encoder", 8).allowed
    assert allowed[:4, :4].all()
    assert allowed[4:, 4:].all()
    assert not allowed[:4, 4:].any()


@pytest.mark.parametrize("k", [4, 8])
def test_the_shifters_second_row_is_the_first_shifted(k):
    data = data_set("shifter", 2 * k + 3)
    assert len(data.patterns) == 3 * 2**k
    for row in data.patterns.tolist():
        v1, v2 = row[:k], row[k : 2 * k]
        left, none, right = row[2 * k :]
        assert v2 == (v1[1:] + v1[:1] if left else v1 if none else v1[-1:] + v1[:-1])
        assert left + none + right == 1


def test_units_of_the_shifters_first_row_are_on_with_probability_three_tenths():
    data = data_set("shifter", 19)
    assert data.probabilities @ data.patterns[:, :8] == pytest.approx(np.full(8, 0.3))
    assert data.probabilities @ data.patterns[:, 16:] == pytest.approx(np.full(3, 1 / 3))


def test_rows_are_drawn_as_often_as_they_occur():
    data = data_set("shifter", 11)
    drawn = data.draw(np.random.default_rng(0), 200_000)
    assert np.bincount(drawn, minlength=48) / 200_000 == pytest.approx(data.probabilities, abs=2e-3)


def test_a_set_is_made_once_and_cannot_be_written():
    data = data_set("parity", 5)
    assert data is data_set("parity", 5)
    arrays = (data.patterns, data.allowed, data.probabilities)
    assert not any(array.flags.writeable for array in arrays)


@pytest.mark.parametrize(
    ("name", "visible", "words"),
    [
        ("xor", 4, "4 visible units were given and XOR needs 3: .* set visible=3"),
        ("majority", 5, "an odd number of inputs .* set visible=4"),
        ("parity", 2, "parity needs 3 to 12: .* set visible=3"),
        ("encoder", 9, "two groups of equal size.* set visible=8"),
        ("shifter", 12, "set visible=11"),
        ("shapes", 3, "There is no data shapes; allowed: xor, majority"),
    ],
)
def test_a_size_that_a_set_cannot_have_is_refused_in_words(name, visible, words):
    with pytest.raises(InputError, match=words):
        data_set(name, visible)


@pytest.mark.parametrize(
    ("name", "visible", "fit"),
    [("xor", 40, 3), ("majority", 7, 6), ("parity", 2000, 12), ("encoder", 8, 8),
     ("shifter", 1, 11), ("shifter", 18, 17)],
)  # fmt: skip
def test_the_nearest_size_is_found(name, visible, fit):
    assert visible_units(name, visible) == fit


def test_one_unit_answers_by_more_or_less_than_half():
    data = data_set("xor", 3)  # wants 0, 1, 1, 0
    on = np.array([[0.1], [0.9], [0.5], [0.6]])
    assert tested.answers(data, on).tolist() == [True, True, False, False]


def test_of_several_units_the_right_one_must_be_on_most():
    data = data_set("encoder", 4)
    on = np.array([[0.3, 0.2], [0.4, 0.4]])
    assert tested.answers(data, on).tolist() == [True, False]
    assert tested.accuracy(data, tested.answers(data, on)) == 0.5


def test_states_of_the_outputs_say_how_often_each_is_on():
    data = data_set("encoder", 4)
    states = np.array([[0.1, 0.2, 0.3, 0.4], [0.0, 1.0, 0.0, 0.0]])
    assert tested.outputs_on(data, states) == pytest.approx(np.array([[0.7, 0.6], [0.0, 1.0]]))


def test_the_best_accuracy_of_a_set_without_repeated_questions_is_one():
    assert tested.best_accuracy(data_set("parity", 6)) == pytest.approx(1.0)


def test_a_shifter_of_rows_that_look_the_same_shifted_cannot_always_be_right():
    # of 8 units: no unit on and all on have one V2 for three shifts, 10101010 and 01010101 one
    # for left and right
    lost = (0.7**8 + 0.3**8) * 2 / 3 + 2 * 0.7**4 * 0.3**4 / 3
    assert tested.best_accuracy(data_set("shifter", 19)) == pytest.approx(1.0 - lost)


def test_accuracy_is_counted_by_the_units_on_in_the_first_row():
    data = data_set("shifter", 11)
    right = data.patterns[:, :4].sum(axis=1) != 2
    assert tested.by_units_on(data, right).tolist() == [1, 1, 0, 1, 1]
