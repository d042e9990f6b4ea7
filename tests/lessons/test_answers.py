"""Every lesson, held from start to end: what its prose relies on comes out, other seeds too."""

from itertools import islice

import pytest

from simulator.core import lessons
from simulator.core.lesson_walk import Walk
from simulator.core.run import Run
from simulator.lesson import find
from simulator.models import CATALOGUE
from tests.lessons.answers import ANSWERS, comes_out
from tests.lessons.held import parts

LESSONS = pytest.mark.parametrize("name", ANSWERS)
QUESTIONS = [(name, number) for name, table in ANSWERS.items() for number in range(len(table))]
ALL = 100
SEEDS = [  # a lesson, another seed, and how many of its questions are asked of it
    ("hopfield-first-contact", 1, ALL),
    ("hopfield-first-contact", 2, ALL),
    ("hopfield-one-memory", 3, ALL),
    ("boltzmann-annealing", 1, ALL),
    ("boltzmann-annealing", 2, ALL),
    ("rbm-dead-units", 3, 4),
    ("gan-figure-one", 3, 4),
    ("ntm-sharpening", 5, ALL),
]


@pytest.mark.parametrize("model", CATALOGUE)
def test_a_model_has_three_lessons_and_all_are_in_the_table(model):
    names = [lesson.name for lesson in lessons.catalogue(model)]
    assert len(names) >= 3
    assert set(names) <= set(ANSWERS)


@LESSONS
def test_a_lesson_asks_the_questions_of_the_table_in_its_order(name):
    asked = [part["ask"] for part in parts(name, "ask")]
    assert len(asked) == len(ANSWERS[name])
    assert all(a.startswith(q) for a, (q, _) in zip(asked, ANSWERS[name], strict=True))


@pytest.mark.parametrize(("name", "number"), QUESTIONS)
def test_what_the_prose_relies_on_comes_out(name, number):
    part = list(parts(name, "ask"))[number]
    assert part["right"] in part.get("choices", [part["right"]])
    assert comes_out(part["right"], ANSWERS[name][number][1])


@LESSONS
def test_no_value_of_the_run_is_missing_in_the_prose(name):
    told = [part["text"] for part in parts(name, "text")]
    assert not [text for text in told if "**…**" in text or "**none**" in text]


@LESSONS
def test_every_step_begins_with_a_preset_or_follows_one_so_that_it_can_be_jumped_to(name):
    model, found = find(name)
    orders = [order.text for step in found.read(model).steps for order in step.orders()]
    assert orders[0].startswith("preset=")


@pytest.mark.parametrize(("name", "seed", "most"), SEEDS)
def test_it_comes_out_with_another_seed_too(name, seed, most):
    model, found = find(name)
    walk = Walk(found.read(model), model)
    walk.run = Run(model(seed), keeps_history=False)
    for (ask, answer, _), (_, right) in islice(
        zip(walk.answers(), ANSWERS[name], strict=False), most
    ):
        said = str(answer.number) if ask.number else ask.options[answer.index].text
        assert comes_out(said, right), ask.question
