"""The lessons of the generative adversarial network: what their prose relies on comes out."""

from itertools import islice

import pytest

from simulator.core.lesson_walk import Walk
from simulator.core.run import Run
from simulator.lesson import find
from tests.lessons.expected import Right, comes_out
from tests.lessons.held import parts

# the beginning of a question, and what is right
ANSWERS: dict[str, tuple[tuple[str, Right], ...]] = {
    "gan-first-contact": (
        ("On how many of the eight", (6, 8)),
        ("The discriminator takes its turn", "it stays"),
        ("After 10,000 iterations", (40, 62)),
        ("In the last column", "new digits"),
    ),
    "gan-figure-one": (
        ("D learns alone for 2,000", "p divided by"),
        ("What will V be when D has learned", (-1.3, 0)),
        ("Now the generator takes one turn", "it falls"),
        ("What will V be then", (-1.42, -1.35)),
        ("The generator is held once more", "about half"),
        ("Where will this game end", "at the same"),
    ),
    "gan-failures": (
        ("On how many of the eight", (0, 3)),
        ("On how many clouds", "on four"),
        ("How far do the fakes come", "JS above 0.5"),
        ("Only the loss is changed", "more than"),
        ("Another 1,000 iterations", "yes"),
        ("How many rows does D call right", (93, 100)),
        ("And does it teach", "no"),
        ("Where is JS after 500", "below"),
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
    model, found = find("gan-figure-one")
    walk = Walk(found.read(model), model)
    walk.run = Run(model(3), keeps_history=False)
    answers = zip(islice(walk.answers(), FEW), ANSWERS["gan-figure-one"][:FEW], strict=True)
    for (ask, answer, _), (_, right) in answers:
        said = str(answer.number) if ask.number else ask.options[answer.index].text
        assert comes_out(said, right), ask.question
