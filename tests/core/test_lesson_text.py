"""How a lesson is written, and what is said of one that can't be understood."""

from textwrap import dedent

import pytest

from simulator.core.lesson_orders import Order, read_order
from simulator.core.lesson_reader import LessonError, read_lesson
from simulator.core.lesson_text import Ask, Do, Prose
from simulator.models.hopfield import Hopfield

WHOLE = """\
<!-- order: 1 -->
<!-- minutes: 5 -->
# Recall

Five minutes.

## 1. Spoil

Take the **A**.

```do Spoil a quarter
preset=letters-ten
corrupt=0.25
set temperature=0.5
```

Now `=flips` units differ, and $E = 1$.

```ask
What comes back?
- the A | recalled == 0
- nothing | else
run settle
```

The verdict says `=verdict`.

## 2. Count

```ask
How many sweeps?
number: 1 to 20 sweeps
answer: sweeps
within: 1
highlight sweeps
play 2 sweep
```
"""


def read(text: str):
    return read_lesson(dedent(text), Hopfield, "mine.md")


def test_a_lesson_has_a_title_an_introduction_and_steps():
    lesson = read(WHOLE)
    assert (lesson.title, lesson.intro) == ("Recall", "Five minutes.")
    assert [step.title for step in lesson.steps] == ["1. Spoil", "2. Count"]


def test_a_step_is_made_of_prose_deeds_and_questions():
    kinds = [type(block) for block in read(WHOLE).steps[0].blocks]
    assert kinds == [Prose, Do, Prose, Ask, Prose]


def test_a_button_has_a_label_and_orders_with_their_lines():
    do = read(WHOLE).steps[0].blocks[1]
    assert do.label == "Spoil a quarter"
    assert [(o.text, o.line) for o in do.orders][:2] == [
        ("preset=letters-ten", 12), ("corrupt=0.25", 13)]  # fmt: skip


def test_values_of_the_run_stand_in_the_words():
    assert [f.text for f in read(WHOLE).steps[0].blocks[2].formulas] == ["flips"]


def test_a_question_has_choices_and_one_of_them_may_be_all_that_is_left():
    ask = read(WHOLE).steps[0].blocks[3]
    assert [o.text for o in ask.options] == ["the A", "nothing"]
    assert ask.options[1].is_right is None


def test_a_question_for_a_number_has_a_range_a_unit_and_how_far_off_counts():
    number = read(WHOLE).steps[1].blocks[0].number
    assert (number.low, number.high, number.unit) == (1, 20, "sweeps")
    assert number.within.of({}) == 1


def test_presenter_mode_keeps_what_the_orders_set_and_highlight():
    lesson = read(WHOLE)
    assert (lesson.parameters, lesson.readouts) == (("temperature",), ("sweeps",))


def test_a_comment_may_name_the_parameters_that_presenter_mode_keeps():
    assert read("<!-- parameters: rule, side -->\n" + WHOLE).parameters == ("rule", "side")


def test_the_grain_and_the_pace_of_an_order_are_read():
    assert read_order("run 20 sweep", Hopfield).grain_and_count == ("sweep", 20)
    assert read_order("run settle", Hopfield).grain_and_count == ("settle", 1)
    assert read_order("run to 300", Hopfield).grain_and_count == ("", 300)
    assert read_order("speed 5 sweep", Hopfield).pace == ("sweep", 5.0)
    assert read_order("play", Hopfield) == Order("play", "")


STEP = "# T\n\n## S\n\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("words", "line 1: there is no title"),
        ("# T\n\nwords", "line 3: there is no step"),
        ("# T\n```do\nplay\n```", "line 2: a block stands before the first step"),
        (STEP + "```do\nplay\n", "line 5: the block do has no end"),
        (STEP + "```do\n```", "line 5: the block do has no orders"),
        (STEP + "```do\nset temprature=1\n```", "line 6: There is no parameter temprature"),
        (STEP + "```do\nset temperature\n```", "line 6: set temperature lacks a value"),
        (STEP + "```do\nset temperature=hot\n```", "line 6:"),
        (STEP + "```do\npreset=leters\n```", "line 6: hopfield has no preset leters"),
        (STEP + "```do\nmelt=3\n```", "line 6: melt=3 is no order; allowed: run, play"),
        (STEP + "```do\nrun\n```", "line 6: Write run GRAIN"),
        (STEP + "```do\nrun 0 sweep\n```", "line 6: run 0 sweep is not allowed"),
        (STEP + "```do\nrun 3 epoch\n```", "line 6: hopfield has no grain epoch"),
        (STEP + "```do\nspeed fast sweep\n```", "line 6: speed fast is not allowed"),
        (STEP + "```do\npause now\n```", "line 6: pause stands alone"),
        (STEP + "```do\nhighlight\n```", "line 6: highlight lacks"),
        (STEP + "```do\nmeasure capacty\n```", "line 6: hopfield has no job capacty"),
        (STEP + "```ask\n- a | 1\n- b | else\n```", "line 5: the block ask has no question"),
        (STEP + "```ask\nWhy?\n```", "line 5: ask for choices"),
        (STEP + "```ask\nWhy?\n- a | flips\n```", "line 5: give two choices"),
        (STEP + "```ask\nWhy?\n- a | else\n- b | else\n```", "line 5: give two choices"),
        (STEP + "```ask\nWhy?\n- a\n- b | else\n```", "line 7: a choice lacks when it is right"),
        (STEP + "```ask\nWhy?\n- a | flip > 1\n- b | else\n```", "line 7: there is no value flip"),
        (STEP + "```ask\nWhy?\nnumber: 1 to 2\n```", "line 5: a number needs"),
        (STEP + "```ask\nWhy?\nnumber: few\nanswer: flips\n```", "line 7: few is no range"),
        (STEP + "It is `=enrgy`.", "line 5: there is no value enrgy"),
        ("<!-- parameters: rule, sides -->\n" + STEP, "line 1: parameters: sides is none"),
    ],
)
def test_what_can_not_be_understood_names_its_line(text, said):
    with pytest.raises(LessonError) as error:
        read(text)
    assert f"mine.md, {said}" in str(error.value)
