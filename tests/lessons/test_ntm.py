"""The lessons of the Neural Turing Machine: what their prose relies on comes out."""

import numpy as np
import pytest

from simulator.core.lesson_walk import Walk
from simulator.core.run import Run
from simulator.lesson import find
from simulator.models.ntm import Ntm
from simulator.models.ntm_addressing import entropy
from tests.lessons.expected import Right, comes_out
from tests.lessons.held import parts

# the beginning of a question, and what is right
ANSWERS: dict[str, tuple[tuple[str, Right], ...]] = {
    "ntm-first-contact": (
        ("How many of the 160 bits will it tell wrong", (0, 0)),
        ("What does the read head do", "It waits"),
        ("How many of the 160 bits are wrong without content", "None"),
        ("And without sharpening", "More"),
        ("How many of the 960 bits", "None"),
        ("What will it be after 1,000 sequences", "Still nearly"),
    ),
    "ntm-sharpening": (
        ("The straight way", (34.8, 34.9)),
        ("Over how many of the 24 slots", (12.0, 12.3)),
        ("What will it be after 260 steps", "Nearly all 24"),
        ("Over how many slots is it spread after 40", "One, nearly"),
        ("And with γ = 1.1", (5.5, 6.2)),
        ("Five steps later", "One, nearly"),
        ("Is the head found", "No"),
        ("And with β = 50", "Yes"),
        ("With β = 50: over how many", (1.99, 2.01)),
        ("How much does its write head sharpen", "Much"),
        ("How many of the 189 bits", "Many"),
    ),
    "ntm-beyond": (
        ("How many of the 240 bits", (30, 90)),
        ("Which of them can copy 120", "Only the one"),
        ("How many of the 1,120 bits", "More"),
        ("How many of the 160 bits will be wrong", "More"),
        ("How many bits are wrong now", "None"),
        ("How many bits of a sequence will be wrong", "More"),
        ("Will it copy again", "No"),
        ("And now, after 2,000", "It copies again"),
    ),
}
LESSONS = pytest.mark.parametrize("name", ANSWERS)
EXPECTED = pytest.mark.parametrize(
    ("name", "question", "right"),
    [(name, question, right) for name, table in ANSWERS.items() for question, right in table],
)
EMPTY = "10110100;01101001;11010011;" + 5 * "00000000;" + "10110100;01101001;11010011"


@LESSONS
def test_every_question_of_the_lesson_is_in_the_table(name):
    asked = [part["ask"] for part in parts(name, "ask")]
    assert len(asked) == len(ANSWERS[name])
    assert all(a.startswith(q) for a, (q, _) in zip(asked, ANSWERS[name], strict=True))


@EXPECTED
def test_what_the_prose_takes_for_granted_comes_out(name, question, right):
    (said,) = (p["right"] for p in parts(name, "ask") if p["ask"].startswith(question))
    assert comes_out(said, right)


@LESSONS
def test_every_value_in_the_prose_is_known(name):
    assert not [p["text"] for p in parts(name, "text") if "**…**" in p["text"]]
    assert not [p["text"] for p in parts(name, "text") if "**none**" in p["text"]]


@LESSONS
def test_every_step_begins_with_a_preset_so_that_it_can_be_jumped_to(name):
    model, found = find(name)
    for step in found.read(model).steps:
        orders = list(step.orders())
        assert not orders or orders[0].text.startswith("preset=")


def test_another_seed_gives_the_sandbox_the_same_answers():
    model, found = find("ntm-sharpening")
    walk = Walk(found.read(model), model)
    walk.run.do("new-seed=5")
    for (ask, answer, _), (_, right) in zip(
        walk.answers(), ANSWERS["ntm-sharpening"], strict=True
    ):  # fmt: skip
        said = ask.options[answer.index].text if answer.index is not None else str(answer.number)
        assert comes_out(said, right)


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
