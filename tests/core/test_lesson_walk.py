"""A lesson held without a window: the answers come from the run."""

import pytest

from simulator.core.errors import InputError
from simulator.core.lesson_reader import read_lesson
from simulator.core.lesson_walk import Answer, Walk, as_words, filled, right_answer, values_of
from simulator.models.hopfield import Hopfield
from tests.core.test_lesson_text import WHOLE


def walk(text: str) -> Walk:
    return Walk(read_lesson(text, Hopfield), Hopfield)


def step(*lines: str) -> str:
    return "\n".join(["# T", "## S", *lines])


def test_the_answers_are_computed_from_the_run():
    lesson = WHOLE.replace("set temperature=0.5\n", "").replace("-ten", "-ten\nprobe=0")
    (_, first, _), (_, second, values) = walk(lesson).answers()
    assert first == Answer(index=0)
    assert second.number == values["sweeps"]


def test_another_run_has_another_answer():
    lesson = step(
        "```do", "preset=letters-hebb", "probe=0", "```",
        "```ask", "What?", "- the A | recalled == 0", "- nothing | else", "run settle", "```",
    )  # fmt: skip
    ((_, answer, _),) = walk(lesson).answers()
    assert answer.index == 1


def test_before_is_what_was_there_when_the_question_was_asked():
    lesson = step(
        "```do", "preset=letters-ten", "probe=0", "corrupt=0.25", "```",
        "```ask", "Which way?", "- down | energy < before.energy", "- up | else", "run settle",
        "```",
    )  # fmt: skip
    ((_, answer, values),) = walk(lesson).answers()
    assert answer.index == 0
    assert values["before.energy"] > values["energy"]


def test_a_job_is_measured_and_its_columns_are_values():
    lesson = step(
        "```do", "preset=letters-ten", "```",
        "```ask", "How many?", "number: 0 to 1", "answer: min(basins.recalled)",
        "measure basins=trials=2;points=2;corruption_to=0.1", "```",
    )  # fmt: skip
    ((_, answer, _),) = walk(lesson).answers()
    assert answer.number == 1.0


def test_two_right_choices_are_refused_with_their_line():
    lesson = step("```ask", "What?", "- a | step >= 0", "- b | step < 1", "```")
    with pytest.raises(InputError, match="Line 3: 2 of the choices turned out right"):
        list(walk(lesson).answers())


def test_an_order_that_is_refused_names_its_line():
    with pytest.raises(InputError, match=r"Line 4: .*stored"):
        list(walk(step("```do", "run sweep", "```")).answers())


def test_values_stand_in_the_words():
    lesson = walk(step("Step `=step`, `=round(1 / 3, 2)`, `=recalled < 1`."))
    prose = lesson.lesson.steps[0].blocks[0]
    assert filled(prose, values_of(lesson.run.model)) == "Step **0**, **0.33**, **…**."


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "yes"), (12345, "12\u2009345"), (-3, "−3"), (0.12345, "0.123"), (-412.0, "−412"),
     (None, "none"), ("stored 0", "stored 0")],
)  # fmt: skip
def test_values_are_written_as_people_read_them(value, words):
    assert as_words(value) == words


def test_a_number_is_right_within_what_counts():
    assert Answer(number=10, within=2).is_right(12)
    assert not Answer(number=10, within=2).is_right(12.1)


def test_the_right_choice_is_the_one_that_is_left():
    ask = read_lesson(
        step("```ask", "What?", "- a | step > 5", "- b | else", "```"), Hopfield
    ).steps[0].blocks[0]  # fmt: skip
    assert right_answer(ask, {"step": 3}).index == 1
