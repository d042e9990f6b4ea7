"""Facts that the lessons of the Neural Turing Machine tell, measured."""

import numpy as np
import pytest

from simulator.core.run import Run
from simulator.models.ntm import Ntm
from simulator.models.ntm_addressing import entropy

EMPTY = "10110100;01101001;11010011;" + 5 * "00000000;" + "10110100;01101001;11010011"


def begun(*lines: str) -> Run:
    run = Run(Ntm(0), keeps_history=False)
    for line in lines:
        run.do(line)
    return run


def steps(run: Run, count: int) -> np.ndarray:
    """Return the head's weighting (N,) after so many time steps of the sandbox."""
    for _ in range(count):
        run.grain("time-step")
    return run.model.hand.at.weighting


def test_the_brightest_slot_leaves_the_straight_way_at_step_14():
    run = begun("preset=sandbox")
    assert steps(run, 13).argmax() == 18 - 13
    assert steps(run, 1).argmax() != 18 - 14


def test_after_ten_steps_the_head_is_spread_over_five_slots():
    assert np.exp(entropy(steps(begun("preset=sandbox"), 10))) == pytest.approx(5.1, abs=0.05)


def test_a_head_that_is_gathered_stands_five_slots_beside_its_way():
    run = begun("preset=sandbox")
    steps(run, 40)
    run.do("sandbox=gamma:5")
    assert steps(run, 5).argmax() == 2
    assert (18 - 45) % 24 == 21


def test_content_finds_slot_12_and_the_shift_goes_one_back():
    run = begun("preset=sandbox", "sandbox=gate:1", "sandbox=beta:50")
    assert steps(run, 1)[11] == pytest.approx(0.9, abs=0.01)


def wrong_rows(run: Run) -> np.ndarray:
    """Return how many bits of each row (L,) are told wrong."""
    told = run.model.probe.mask > 0
    said, wanted = run.model.tape.logits[told] > 0, run.model.probe.targets[told] > 0.5
    return (said != wanted).sum(axis=1)


def test_of_140_rows_about_the_first_two_dozen_are_wrong():
    rows = wrong_rows(begun("preset=copy-trained", "length=140"))
    assert (rows[:22] > 0).mean() > 0.9
    assert not rows[28:110].any()


def test_the_read_head_starts_at_the_fourth_empty_row():
    run = begun("preset=copy-trained", "input=" + EMPTY)
    slots = run.model.tape.w[1:, 0].argmax(axis=1)
    assert slots[:8].tolist() == [0, 0, 0, 0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("rate", "sequences", "low", "high"), [(0.1, 200, 0.5, 9.0), (0.01, 100, 0.0, 0.1)]
)
def test_half_of_the_weights_move_as_far_as_the_lesson_says(rate, sequences, low, high):
    run = begun("preset=copy-trained", "train", f"set learning_rate={rate}")
    before = run.model.state.params.copy()
    run.advance(sequences)
    assert low < np.median(np.abs(run.model.state.params - before)) < high
    assert np.median(np.abs(before)) == pytest.approx(0.1, abs=0.02)
