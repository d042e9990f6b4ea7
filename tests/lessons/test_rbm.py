"""The lessons of the restricted Boltzmann machine: what their prose relies on comes out."""

from itertools import islice

import pytest

from simulator.core.lesson_walk import Walk
from simulator.core.run import Run
from simulator.lesson import find
from tests.lessons.expected import Right, comes_out
from tests.lessons.held import parts

# the beginning of a question, and what is right
ANSWERS: dict[str, tuple[tuple[str, Right], ...]] = {
    "rbm-first-contact": (
        ("It dreams on", "They stay"),
        ("Was that luck", (55, 72)),
        ("When sleep is over", "No"),
        ("It learns for 900 batches", (35, 50)),
    ),
    "rbm-cd-and-pcd": (
        ("This one has weights by chance", "near −11.1"),
        ("It learns for a thousand epochs", "it rises"),
        ("How many times less probable", (3.5, 8)),
        ("From here on persistent chains", "higher"),
        ("How far above CD", (0.5, 1.8)),
        ("A thousand epochs with the exact", (-3.7, -3.4)),
        ("Once more, but all weights", "it stays"),
    ),
    "rbm-dead-units": (
        ("There are 144 hidden units", (135, 144)),
        ("The rate is set right now", "as many"),
        ("How many of the 144 units", (125, 144)),
        ("The same data, the same first weights", "hardly any"),
        ("The rate goes down to 0.05", "most"),
        ("A target of 0.1", "hardly any"),
        ("Three more epochs. For what share", (8, 16)),
        ("The rate is 1 again", "hardly any"),
    ),
}
LESSONS = pytest.mark.parametrize("name", ANSWERS)
FEW = 4  # questions that are asked of another seed, too
EXPECTED = [(name, question, right) for name, table in ANSWERS.items() for question, right in table]


@LESSONS
def test_every_question_of_the_lesson_is_in_the_table_in_its_order(name):
    asked = [part["ask"] for part in parts(name, "ask")]
    assert len(asked) == len(ANSWERS[name])
    assert all(a.startswith(q) for a, (q, _) in zip(asked, ANSWERS[name], strict=True))


@LESSONS
def test_every_question_has_one_answer_among_those_offered(name):
    asked = parts(name, "ask")
    assert all(part["right"] in part.get("choices", [part["right"]]) for part in asked)


@pytest.mark.parametrize(("name", "question", "right"), EXPECTED)
def test_what_the_prose_relies_on_comes_out(name, question, right):
    (said,) = [part["right"] for part in parts(name, "ask") if part["ask"].startswith(question)]
    assert comes_out(said, right)


@LESSONS
def test_no_value_of_the_run_is_missing_in_the_prose(name):
    told = [part["text"] for part in parts(name, "text")]
    assert not [text for text in told if "**…**" in text or "**none**" in text]


@LESSONS
def test_every_step_begins_with_a_preset_so_that_it_can_be_jumped_to(name):
    model, found = find(name)
    firsts = [next(step.orders(), None) for step in found.read(model).steps]
    assert all(order is None or order.text.startswith("preset=") for order in firsts)


def test_another_seed_gives_the_same_first_answers():
    model, found = find("rbm-dead-units")
    walk = Walk(found.read(model), model)
    walk.run = Run(model(3), keeps_history=False)
    answers = zip(islice(walk.answers(), FEW), ANSWERS["rbm-dead-units"][:FEW], strict=True)
    for (ask, answer, _), (_, right) in answers:
        said = str(answer.number) if ask.number else ask.options[answer.index].text
        assert comes_out(said, right), ask.question
