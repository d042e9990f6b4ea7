"""The lessons of the Boltzmann machine: what their prose relies on comes out."""

import pytest

from simulator.core.lesson_walk import Walk
from simulator.core.run import Run
from simulator.lesson import find
from tests.lessons.expected import Right, comes_out
from tests.lessons.held import parts

# the beginning of a question, and what is right; None: the prose holds either way
ANSWERS: dict[str, tuple[tuple[str, Right | None], ...]] = {
    "boltzmann-first-contact": (
        ("In how many of 100 sweeps will v1", (72, 82)),
        ("After five thousand sweeps", "a few parts"),
        ("Heated to T = 10", "nearly equal"),
        ("And how many bars are left", (3, 3)),
        ("v1 is now held off", "less often"),
        ("How many will be right at the end", (97, 99.9)),
    ),
    "boltzmann-equilibrium": (
        ("At T = 2, how many times", (2.7, 2.72)),
        ("What will be seen of this beginning", "hardly anything"),
        ("After a hundred times as many sweeps", "about a tenth"),
        ("How much of the next 1000 sweeps", "nothing"),
        ("In how many of 100 sweeps will v4", (60, 90)),
        ("In how many of 100 sweeps will v1", (35, 65)),
    ),
    "boltzmann-annealing": (
        ("How many lowest states", (6, 6)),
        ("What will be seen after twenty sweeps", "domains"),
        ("With 2000 sweeps instead of twenty", "lower"),
        ("How low will the energy come", (-345, -300)),
        ("And after 500 sweeps more", "about the same"),
        ("Where will it end when it is cooled slowly", "nearer than 15"),
        ("Where will this schedule end", "more than 15 lower"),
        ("Will cooling find the best cut", "yes"),
        ("Will cooling find the best division", None),
    ),
}
EXPECTED = [
    (name, question, right)
    for name, table in ANSWERS.items()
    for question, right in table
    if right is not None
]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_question_has_one_answer_among_those_offered(name):
    asked = list(parts(name, "ask"))

    assert len(asked) == len(ANSWERS[name])
    assert all(part["right"] in part.get("choices", [part["right"]]) for part in asked)


@pytest.mark.parametrize(("name", "question", "right"), EXPECTED)
def test_what_the_prose_relies_on_comes_out(name, question, right):
    (said,) = [part["right"] for part in parts(name, "ask") if part["ask"].startswith(question)]

    assert comes_out(said, right)


@pytest.mark.parametrize("seed", [1, 2])
def test_glasses_of_other_seeds_are_caught_and_freed_too(seed):
    model, lesson = find("boltzmann-annealing")
    walk = Walk(lesson.read(model), model)
    walk.run = Run(model(seed), keeps_history=False)
    right = dict(ANSWERS["boltzmann-annealing"])

    for ask, answer, _ in walk.answers():
        (expected,) = [right[q] for q in right if ask.question.startswith(q)]
        said = str(answer.number) if ask.number else ask.options[answer.index].text
        assert expected is None or comes_out(said, expected), ask.question


@pytest.mark.parametrize("name", ANSWERS)
def test_no_value_of_the_run_is_missing_in_the_prose(name):
    assert not [part for part in parts(name, "text") if "…" in part["text"]]
