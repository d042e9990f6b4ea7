"""Lessons in the window: they drive the panel, ask, wait, and keep their place."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from simulator.core.lessons import user_folder
from simulator.window.lesson_cards import AskCard, DoCard, Words

LEFT = Qt.MouseButton.LeftButton
LESSON = """\
<!-- model: hopfield -->
# Mine

It is short.

## 1. Recall

Look.

```do Spoil the A
preset=letters-ten
probe=0
corrupt=0.25
page overlaps
highlight temperature
```

Wrong are `=unstable_units` units.

```ask
What comes back?
- the A | recalled == 0
- nothing | else
speed unlimited sweep
play settle
highlight energy
```

It says `=verdict`.

## 2. Count

```ask
How many sweeps?
number: 1 to 20 sweeps
answer: sweeps
run to 784
```

## 3. Measure

```ask
How many are recalled?
number: 0 to 1
answer: min(basins.recalled)
measure basins=trials=1;points=1;corruption_to=0
```
"""


@pytest.fixture
def write():
    """Write a lesson into the user's folder; it goes after the test."""
    folder = user_folder()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "mine.md"

    def put(text):
        file.write_text(text, encoding="utf-8")
        return file

    yield put
    file.unlink(missing_ok=True)


@pytest.fixture
def view(window, write):
    """The view of a lesson at its first step."""
    write(LESSON)
    window.settings.put_progress("mine", 0)
    window.start_lesson("mine")
    return window.help.lesson


@pytest.fixture
def wait(window, qtbot):
    """A function that waits until the lesson has nothing to do."""

    def until_it_rests():
        qtbot.waitUntil(lambda: window.help.lesson.player.running is None, timeout=20_000)
        window.refresh()

    return until_it_rests


def part(view, kind):
    return next(b for b in view._blocks if isinstance(b, kind))


def words(view):
    return [w.toPlainText().strip() for w in view._blocks if isinstance(w, Words)]


def click(widget):
    QTest.mouseClick(widget, LEFT)


def test_a_step_shows_what_stands_above_the_first_deed(view):
    assert [type(b) for b in view._blocks] == [Words, DoCard]
    assert view.heading.text() == "1. Recall"
    assert view.on.text() != "Finish"


def test_a_deed_is_done_with_one_press_and_what_stands_below_appears(view, window, wait):
    click(part(view, DoCard).button)
    wait()
    assert window.runner.latest.snapshot.units.shape == (784,)
    assert window.panel.book.current.key == "overlaps"
    assert words(view)[-1] == "Wrong are 196 units."
    assert isinstance(view._blocks[-1], AskCard)


def test_what_a_lesson_points_at_is_outlined(view, window, wait):
    click(part(view, DoCard).button)
    wait()
    (target,) = window.lessons.outline.targets
    assert target == [window.panel.form.row("temperature")]
    assert window.lessons.outline.isVisible()


def answer(view, wait, place):
    click(part(view, DoCard).button)
    wait()
    click(part(view, AskCard).choices[place])
    wait()
    return part(view, AskCard)


def test_a_right_prediction_is_told_after_the_run(view, wait):
    card = answer(view, wait, 0)
    assert [c.mark for c in card.choices] == ["right", "other"]
    assert card.note.text() == "A is right."
    assert words(view)[-1] == "It says stored 0."


def test_a_wrong_prediction_is_told_with_the_right_one(view, wait):
    card = answer(view, wait, 1)
    assert [c.mark for c in card.choices] == ["right", "wrong"]
    assert card.note.text() == "Not this time: it was A."


def test_a_question_can_be_shown_without_a_prediction(view, wait):
    click(part(view, DoCard).button)
    wait()
    click(part(view, AskCard).show_it)
    wait()
    assert part(view, AskCard).note.text() == "It was A."


def test_a_number_is_guessed_with_the_slider(view, wait):
    view.player.go(1)
    card = part(view, AskCard)
    card.slider.set_value(1)
    click(card.guess)
    wait()
    assert card.note.text() == "You said 1, and that is right. It was 1."


def test_a_job_is_measured_on_its_page(view, window, wait):
    view.player.go(2)
    click(part(view, AskCard).show_it)
    wait()
    assert part(view, AskCard).note.text() == "It was 1."
    assert window.panel.book.current.widget.name == "basins"


def test_a_step_that_is_jumped_to_begins_with_what_was_done_before(view, window, wait):
    view.player.go(1)
    click(part(view, AskCard).show_it)
    wait()
    texts = window.runner.answer(lambda run: [e.text.partition("=")[0] for e in run.entries])
    assert texts[-3:] == ["preset", "probe", "corrupt"]


def test_a_press_beyond_does_the_deed_anew(view, wait):
    answer(view, wait, 0)
    click(part(view, DoCard).button)
    wait()
    assert part(view, AskCard).choices[0].mark == "open"


def test_a_run_that_is_stopped_waits_to_be_begun_again(view, window, qtbot, wait):
    click(part(view, DoCard).button)
    wait()
    window.runner.do("set temperature=5")
    click(part(view, AskCard).choices[0])
    qtbot.waitUntil(lambda: window.runner.latest.is_playing)
    QTest.keyClick(window, Qt.Key.Key_Space)
    wait()
    assert part(view, AskCard).choices[0].isEnabled()


def test_another_step_may_be_chosen_while_it_runs(view, window, wait):
    click(part(view, DoCard).button)
    wait()
    window.runner.do("set temperature=5")
    click(part(view, AskCard).choices[0])
    view.player.go(2)
    wait()
    assert view.heading.text() == "3. Measure"
    assert not view.player.done


def test_a_clicker_goes_through_the_whole_lesson(view, window, wait):
    seen = []
    for _ in range(12):
        seen.append((view.player.at, len(view.player.done)))
        QTest.keyClick(window, Qt.Key.Key_PageDown)
        wait()
    assert seen[:7] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 1)]


def test_a_clicker_goes_back(view, window, wait):
    click(part(view, DoCard).button)
    wait()
    QTest.keyClick(window, Qt.Key.Key_PageUp)
    assert (view.player.at, len(view.player.done)) == (0, 0)


def test_without_a_lesson_in_sight_a_clicker_steps(view, window, qtbot):
    window.help.show_text("page")
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.runner.latest.step > 0)


def test_the_place_is_kept(view, window):
    click(view.on)
    assert window.settings.progress("mine") == 1


def test_every_step_can_be_reached_by_its_dot(view):
    for place in (2, 0):
        gap = view.dots._gap()
        QTest.mouseClick(view.dots, LEFT, pos=QPoint(round(gap * (place + 0.5)), 10))
        assert view.player.at == place


def test_the_last_step_leads_on_to_another_lesson_or_to_the_first_step(view, window, wait):
    view.player.go(2)
    click(part(view, AskCard).show_it)
    wait()
    assert view.on.text() == "Finish"
    click(view.on)
    assert window.settings.progress("mine") == 0


def test_a_lesson_that_can_not_be_read_says_why_and_is_read_again(window, write):
    write(LESSON.replace("probe=0", "prob=0"))
    window.start_lesson("mine")
    said = " ".join(w.toPlainText() for w in window.help.lesson.findChildren(Words))
    assert "mine.md, line 12: prob=0 is no order" in said
    write(LESSON)
    window.help.lesson.reread.emit()
    assert window.help.player is not None


def test_an_unknown_lesson_is_said_in_words(window):
    window.start_lesson("nothing")
    assert window.notice.sentence() == "There is no lesson nothing."


def test_a_refused_order_is_said_and_the_question_stays(view, window, wait):
    view.player.go(2)
    for _ in range(10):
        window.runner.do("forget=0")
    window.help.lesson.player._has_jumped = False
    click(part(view, AskCard).show_it)
    wait()
    assert window.notice.sentence()
    assert part(view, AskCard).show_it.isVisible()


def test_the_lessons_of_another_model_wait_where_they_were(view, window):
    view.player.go(1)
    window.open_model("boltzmann")
    window.open_model("hopfield")
    window.show_help("lesson")
    assert window.help.player.name == "mine"
    assert window.help.player.at == 1
