"""The tasks of the Neural Turing Machine: what is shown, what is wanted, what can be painted."""

import numpy as np
import pytest

from simulator.core.errors import InputError
from simulator.models.ntm_ngrams import contexts, cost, draw_bits, optimal
from simulator.models.ntm_tasks import TASKS, generator, padded

BITS = np.array([[1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 0, 1], [1, 1, 1], [0, 1, 0]], np.float32)

each_task = pytest.mark.parametrize("name", TASKS)
each_small = pytest.mark.parametrize("width", [1, 2, 8, 20])


def usual(name, key=1):
    task = TASKS[name]
    return task.draw(generator(key), task.usual, task.usual_width, (1, 10))


def bits_for(name):
    return np.tile(BITS[:, :1], (3, 1)) if name == "n-grams" else BITS


def alike(one, other):
    same = np.array_equal
    return same(one.x, other.x) and same(one.targets, other.targets) and one.marks == other.marks


# ---- all tasks ----


@each_task
def test_a_task_says_what_it_is(name):
    assert TASKS[name].title
    assert TASKS[name].about.endswith((".", "?"))


@each_task
@each_small
def test_sequences_have_the_form_that_is_told(name, width):
    task, rng = TASKS[name], generator(3)
    for length in range(task.fewest, task.fewest + 12):
        for repeats in (1, 3):
            made = task.make(rng, length, width, repeats)
            steps = task.steps(length, repeats)
            assert made.x.shape == (steps, task.inputs(width))
            assert made.targets.shape == (steps, task.outputs(width))
            assert made.mask.shape == made.rows.shape == (steps,)
            assert made.x.dtype == made.targets.dtype == made.mask.dtype == np.float32


@each_task
def test_some_outputs_count_and_others_do_not(name):
    assert set(usual(name).mask.tolist()) == {0.0, 1.0}


@each_task
def test_what_is_wanted_is_bits_where_they_count_and_nothing_elsewhere(name):
    made = usual(name)
    assert set(np.unique(made.targets)) <= {0.0, 1.0}
    if name != "n-grams":
        assert not made.targets[made.mask == 0].any()


@each_task
def test_nothing_is_shown_where_outputs_count(name):
    made = usual(name)
    if name != "n-grams":
        assert not made.x[made.mask == 1].any()


@each_task
def test_marks_name_every_step_once(name):
    made = usual(name)
    named = [t for first, last, _ in made.marks for t in range(first, last + 1)]
    assert named == list(range(len(made.x)))


@each_task
def test_a_key_gives_the_same_sequence_again(name):
    assert alike(usual(name, 7), usual(name, 7))


@each_task
def test_other_keys_give_other_sequences(name):
    assert not alike(usual(name, 7), usual(name, 8))


@each_task
def test_lengths_come_by_chance_from_both_ends(name):
    task, rng = TASKS[name], generator(5)
    low = task.fewest
    seen = {task.draw(rng, (low, low + 2), 4).x.shape[0] for _ in range(100)}
    assert seen == {task.steps(low + k, 1) for k in range(3)}


@each_task
def test_too_short_a_sequence_is_refused_in_words(name):
    task = TASKS[name]
    with pytest.raises(InputError, match=f"give {task.fewest} or more"):
        task.make(generator(1), task.fewest - 1, 8)


# ---- given bits ----


@each_task
def test_given_bits_are_those_of_the_sequence(name):
    made = TASKS[name].of_bits(bits_for(name), repeats=2)
    shown = made.rows >= 0
    width = bits_for(name).shape[1]
    assert np.array_equal(made.x[shown, :width], bits_for(name)[made.rows[shown]])


@each_task
def test_what_a_sequence_is_made_of_makes_it_again(name):
    task, made = TASKS[name], usual(name)
    assert alike(task.play(made.content), made)


@each_task
def test_a_bit_that_is_painted_changes_where_it_is_shown(name):
    task, made = TASKS[name], TASKS[name].of_bits(bits_for(name))
    t, channel = np.argwhere(made.paintable)[0]
    for value in (True, False):
        assert task.painted(made, t, channel, value).x[t, channel] == value


@each_task
def test_painting_leaves_the_sequence_itself_alone(name):
    task, made = TASKS[name], TASKS[name].of_bits(bits_for(name))
    for t, channel in np.argwhere(made.paintable):
        task.painted(made, t, channel, not made.x[t, channel])
    assert alike(made, TASKS[name].of_bits(bits_for(name)))


@pytest.mark.parametrize("name", [name for name in TASKS if TASKS[name].channels])
def test_what_is_no_bit_is_not_painted(name):
    made = usual(name)
    with pytest.raises(InputError, match="is no bit of a row"):
        TASKS[name].painted(made, 0, made.x.shape[1] - 1, True)


@pytest.mark.parametrize(
    ("name", "given", "word"),
    [
        ("copy", {"bits": BITS[0]}, "table of rows"),
        ("copy", {"bits": BITS[:0]}, "too few"),
        ("n-grams", {"bits": BITS}, "one column"),
        ("n-grams", {"bits": BITS[:5, :1]}, "give 6 or more"),
        ("associative-recall", {"bits": BITS[:3]}, "give 6 or more"),
        ("associative-recall", {"bits": np.tile(BITS, (2, 1))[:7]}, "give 6 or 9"),
        ("associative-recall", {"bits": BITS, "query": 1}, "give 0 to 0"),
        ("associative-recall", {"bits": BITS, "query": -1}, "give 0 to 0"),
        ("repeat-copy", {"bits": BITS, "repeats": 0}, "give 1 or more"),
        ("priority-sort", {"bits": BITS, "priorities": np.zeros(5)}, "do not fit 6 rows"),
        ("priority-sort", {"bits": BITS, "priorities": np.full(6, np.nan)}, "from −1 to 1"),
        ("priority-sort", {"bits": BITS, "priorities": np.full(6, 1.5)}, "from −1 to 1"),
    ],
)
def test_bits_that_make_no_sequence_are_refused_in_words(name, given, word):
    with pytest.raises(InputError, match=word):
        TASKS[name].of_bits(**given)


# ---- one by one ----


def test_copy_tells_the_rows_after_a_delimiter():
    made = TASKS["copy"].of_bits(BITS)
    assert np.array_equal(made.targets[7:], BITS)
    assert np.flatnonzero(made.x[:, 3]).tolist() == [6]


def test_reverse_tells_the_last_row_first():
    made = TASKS["reverse"].of_bits(BITS)
    assert np.array_equal(made.targets[7:], BITS[::-1])


def test_repeat_copy_tells_the_rows_as_often_as_asked_and_ends():
    made = TASKS["repeat-copy"].of_bits(BITS, repeats=3)
    assert np.array_equal(made.targets[7:-1, :3], np.tile(BITS, (3, 1)))
    assert np.flatnonzero(made.targets[:, 3]).tolist() == [len(made.x) - 1]
    assert made.mask[-1] == 1


def test_numbers_of_repeats_from_1_to_10_have_mean_0_and_variance_1():
    made = [TASKS["repeat-copy"].of_bits(BITS, repeats=k + 1) for k in range(10)]
    told = np.array([sequence.x[6, 4] for sequence in made], np.float64)
    assert (told.mean(), told.var()) == pytest.approx((0, 1), abs=1e-6)


def test_recall_wants_the_item_after_the_one_that_is_asked_for():
    bits = np.arange(36).reshape(12, 3) % 5 % 2
    made = TASKS["associative-recall"].of_bits(bits, query=1)
    assert np.array_equal(made.x[17:20, :3], bits[3:6])
    assert np.array_equal(made.targets[made.mask == 1], bits[6:9])


def test_recall_has_delimiters_of_two_kinds():
    made = TASKS["associative-recall"].of_bits(np.tile(BITS, (2, 1)))
    assert np.flatnonzero(made.x[:, 3]).tolist() == [0, 4, 8, 12]
    assert np.flatnonzero(made.x[:, 4]).tolist() == [16, 20]


def test_recall_never_shows_an_item_twice_while_there_are_others():
    for key in range(200):
        made = TASKS["associative-recall"].make(generator(key), 8, 1)
        assert len(np.unique(made.content.bits.reshape(8, 3), axis=0)) == 8


def test_recall_has_items_again_where_there_are_no_others():
    made = TASKS["associative-recall"].make(generator(1), 20, 1)
    assert made.content.bits.shape == (60, 1)


def test_recall_asks_for_every_item_but_the_last():
    task, rng = TASKS["associative-recall"], generator(2)
    assert {task.make(rng, 4, 6).content.query for _ in range(100)} == {0, 1, 2}


def test_what_is_painted_on_the_query_is_painted_on_its_item():
    task = TASKS["associative-recall"]
    made = task.of_bits(BITS, query=0)
    painted = task.painted(made, 9, 1, True)
    assert painted.x[1, 1] == painted.x[9, 1] == 1


def test_the_highest_sixteen_of_twenty_are_sorted():
    made = usual("priority-sort")
    order = np.argsort(made.x[:20, 9])[::-1][:16]
    assert np.array_equal(made.targets[21:], made.x[order, :8])


def test_priorities_lie_between_minus_one_and_one():
    told = [usual("priority-sort", key).content.priorities for key in range(50)]
    assert -1 <= np.min(told) < -0.95
    assert 0.95 < np.max(told) <= 1


# ---- n-grams ----


def test_n_grams_want_the_next_bit():
    made = usual("n-grams")
    assert np.array_equal(made.x[1:], made.targets[:-1])


def test_n_grams_count_from_the_first_whole_context():
    made = usual("n-grams")
    assert made.mask.sum() == 195
    assert made.mask[4:].all()


def test_a_context_is_the_five_bits_before():
    bits = np.array([1, 0, 0, 1, 1, 0, 1], np.float32)
    assert contexts(bits).tolist() == [0b10011, 0b00110]


def test_the_optimal_predictor_counts_what_followed_before():
    bits = draw_bits(generator(4), 120)[:, 0]
    found = optimal(bits)
    assert found[:4].tolist() == [0.5] * 4
    for t in range(5, 120):
        same = [k for k in range(5, t) if np.array_equal(bits[k - 5 : k], bits[t - 5 : t])]
        ones = sum(bits[k] for k in same)
        assert found[t - 1] == pytest.approx((ones + 0.5) / (len(same) + 1))


def test_the_optimal_predictor_costs_129_bits_a_sequence():
    costs = []
    for key in range(1000):
        made = TASKS["n-grams"].make(generator(key), 200, 1)
        costs.append(cost(optimal(made.content.bits[:, 0]), made.targets[:, 0], made.mask))
    assert np.mean(costs) / np.log(2) == pytest.approx(128.8, abs=4)


def test_tossing_coins_costs_a_bit_for_each():
    made = usual("n-grams")
    assert cost(np.full(199, 0.5), made.targets[:, 0], made.mask) == pytest.approx(
        195 * np.log(2)
    )  # fmt: skip


# ---- batches ----


def test_sequences_of_any_lengths_lie_side_by_side():
    made = [TASKS["copy"].make(generator(k), k, 3) for k in (1, 4, 2)]
    batch = padded(made)
    assert batch.steps.tolist() == [3, 9, 5]
    for k, sequence in enumerate(made):
        assert np.array_equal(batch.x[k, : batch.steps[k]], sequence.x)
        assert np.array_equal(batch.targets[k, : batch.steps[k]], sequence.targets)
        assert np.array_equal(batch.mask[k, : batch.steps[k]], sequence.mask)
        assert not batch.mask[k, batch.steps[k] :].any()


def test_a_batch_may_have_room_for_longer_ones():
    assert padded([usual("copy")], 50).x.shape[1] == 50
