"""The page that tells how to write a lesson: its example is sound, and nothing is left out."""

import re

import pytest

from simulator.core.formula import FUNCTIONS
from simulator.core.lesson_orders import VERBS
from simulator.core.lesson_walk import Walk
from simulator.core.paths import resource
from simulator.lesson import find
from simulator.models import CATALOGUE

PAGE = resource("pages", "lessons.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"^````\n(.*?)^````$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def example(tmp_path):
    """The model and the text of the page's example, read from a file."""
    file = tmp_path / "monday.md"
    file.write_text(EXAMPLE, encoding="utf-8")
    model, lesson = find(str(file))
    return lesson.read(model), model


def test_the_example_can_be_held_and_has_one_answer_to_each_question(example):
    answers = [answer for _, answer, _ in Walk(*example).answers()]
    assert answers[0].index == 0
    assert 1 <= answers[1].number <= 5


@pytest.mark.parametrize("verb", VERBS)
def test_every_order_is_named(verb):
    table = PAGE[PAGE.index("## Orders") : PAGE.index("## Values")]
    assert re.search(rf"`{verb}[ `]", table)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_named(name):
    assert f"`{name}(" in PAGE


def test_it_is_the_page_of_no_model():
    assert "lessons" not in CATALOGUE
