"""The lessons of the Hopfield network: what their prose relies on comes out."""

import pytest

from simulator.core.lesson_walk import Walk
from simulator.core.run import Run
from simulator.lesson import find
from tests.lessons.expected import Right, comes_out
from tests.lessons.held import parts

# the beginning of a question, and what is right
ANSWERS: dict[str, tuple[tuple[str, Right], ...]] = {
    "hopfield-first-contact": (
        ("What will come back", "the A, without"),
        ("Where will the energy come to rest", "as low as"),
        ("What will the network do with it", "leave it"),
        ("A quarter of the drawing is spoiled", "the drawing, exactly"),
        ("What will happen to the A", "it falls apart"),
    ),
    "hopfield-one-memory": (
        ("What will come out of this noise", "the A"),
        ("What will come out now", "the negative"),
        ("How many wrong units does it take", (365, 365)),
        ("How many units will change in one sweep", (219, 219)),
        ("The same noise, and all units are updated at once", "the A"),
        ("Own connections are switched off", "more than those"),
        ("How many of the 784 units", (784, 784)),
        ("What comes after the next sweeps", "it turns over"),
        ("Does the proof still tell", "yes"),
    ),
    "hopfield-capacity": (
        ("How many will still be wrong", (0, 0)),
        ("What will become of R0", "it drifts far away"),
        ("Up to how many memories", (110, 150)),
        ("At a loading of 0.2", "a smaller share"),
        ("Will it recall R0", "yes"),
        ("For ten memories 40 %", "it is lost"),
        ("The same cue after 400 dreams", "R0, better"),
        ("What will come out after 1500 dreams", "R0 is lost"),
        ("Can it recall R0", "yes"),
        ("With the degree 2", "no"),
    ),
}
EXPECTED = [(name, question, right) for name, table in ANSWERS.items() for question, right in table]
QUICK = ("hopfield-first-contact", "hopfield-one-memory")


@pytest.mark.parametrize("name", ANSWERS)
def test_every_question_has_one_answer_among_those_offered(name):
    asked = list(parts(name, "ask"))

    assert len(asked) == len(ANSWERS[name])
    assert all(part["right"] in part.get("choices", [part["right"]]) for part in asked)


@pytest.mark.parametrize(("name", "question", "right"), EXPECTED)
def test_what_the_prose_relies_on_comes_out(name, question, right):
    (said,) = [part["right"] for part in parts(name, "ask") if part["ask"].startswith(question)]

    assert comes_out(said, right)


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_comes_out_with_another_seed_too(name, seed):
    model, lesson = find(name)
    walk = Walk(lesson.read(model), model)
    walk.run = Run(model(seed), keeps_history=False)
    right = dict(ANSWERS[name])

    for ask, answer, _ in walk.answers():
        (expected,) = [right[q] for q in right if ask.question.startswith(q)]
        said = str(answer.number) if ask.number else ask.options[answer.index].text
        assert comes_out(said, expected), ask.question


@pytest.mark.parametrize("name", ANSWERS)
def test_no_value_of_the_run_is_missing_in_the_prose(name):
    assert not [part for part in parts(name, "text") if "…" in part["text"]]
