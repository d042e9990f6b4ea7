"""The runner's thread: it plays, pauses, seeks, refuses in words, survives errors, and closes."""

import threading
import time

import pytest

from simulator.core.errors import InputError
from simulator.core.run import Run, replay
from simulator.core.runner import UNLIMITED, Failure, Runner
from simulator.models.hopfield import Hopfield
from tests.helpers import bits, wait_until


class Warm:
    """Texts for a small network that never comes to rest."""

    texts = ("set side=4", "store=preset:random", "randomize", "set temperature=0.5")


@pytest.fixture
def start():
    """Start a runner; it is closed at the end."""
    runners = []

    def begin(*texts: str, model_class=Hopfield, **options) -> Runner:
        run = Run(model_class(5))
        for text in texts or Warm.texts:
            run.do(text)
        runner = Runner(run, **options)
        runners.append(runner)
        runner.start()
        return runner

    yield begin
    for runner in runners:
        runner.close()
        assert not runner._thread.is_alive()


def asked(runner: Runner, function=lambda run: bits(run.model)):
    return runner.ask(function).result(timeout=10)


def test_play_steps_and_pause_stops(start):
    runner = start()
    runner.set_pace("sweep", UNLIMITED)
    runner.play()
    wait_until(lambda: runner.latest.step > 1000)
    runner.pause()
    wait_until(lambda: not runner.latest.is_playing)
    step = asked(runner, lambda run: run.model.step)
    assert asked(runner, lambda run: run.model.step) == step


def test_a_question_to_a_busy_runner_is_given_up_in_words(start):
    runner, door = start(), threading.Event()
    runner.ask(lambda run: door.wait(10))
    answered = []
    with pytest.raises(InputError, match="busy learning; try again"):
        runner.answer(lambda run: answered.append(run), seconds=0.05)
    door.set()
    assert runner.answer(lambda run: run.model.name) == "hopfield"
    assert answered == []  # it was not asked for any more


def test_toggle_plays_and_pauses(start):
    runner = start()
    runner.toggle()
    wait_until(lambda: runner.latest.is_playing)
    runner.toggle()
    wait_until(lambda: not runner.latest.is_playing)


def test_a_chosen_speed_is_kept(start):
    runner = start()
    runner.set_pace("unit", 200.0)
    begun = time.perf_counter()
    runner.play()
    wait_until(lambda: runner.latest.step >= 100)
    seconds = time.perf_counter() - begun
    assert 0.3 < seconds < 5  # 0.5 s on an idle machine


def test_the_pace_is_measured_in_finest_steps_and_kept_while_it_rests(start):
    runner = start()
    assert asked(runner, lambda run: run.model.pace_measured) is None
    runner.set_pace("sweep", 50.0)
    runner.play()
    wait_until(lambda: runner.latest.rate > 0)
    sweeps, steps = asked(runner, lambda run: (runner.latest.rate, run.model.pace_measured))
    assert steps == pytest.approx(16 * sweeps)
    runner.pause()
    wait_until(lambda: not runner.latest.is_playing)
    assert runner.latest.rate == 0
    assert asked(runner, lambda run: run.model.pace_measured) > 0


@pytest.mark.parametrize(("grain", "steps"), [("unit", 1), ("sweep", 16), ("settle", 3200)])
def test_a_step_of_a_grain_ends_where_the_grain_ends(start, grain, steps):
    runner = start()
    runner.take_step(grain)
    wait_until(lambda: runner.latest.step == steps and not runner.latest.is_playing)


@pytest.mark.parametrize("is_paced", [False, True])
def test_it_runs_so_many_grains_and_says_when_it_is_there(start, is_paced):
    runner = start()
    runner.set_pace("sweep", 200.0)
    assert runner.go("sweep", 3, is_paced).result(10)
    assert asked(runner, lambda run: run.model.step) == 48
    assert not runner.latest.is_playing


def test_it_runs_on_to_a_step(start):
    runner = start()
    assert runner.go_to(21).result(10)
    assert asked(runner, lambda run: run.model.step) == 21


def test_a_step_that_lies_behind_is_reached_at_once(start):
    runner = start()
    runner.go_to(21).result(10)
    assert runner.go_to(20).result(10)
    assert asked(runner, lambda run: run.model.step) == 21


@pytest.mark.parametrize("other", ["pause", "play", "close"])
def test_who_waits_for_a_goal_is_told_when_it_is_given_up(start, other):
    runner = start()
    runner.set_pace("sweep", 1.0)
    reached = runner.go("sweep", 1000, is_paced=True)
    getattr(runner, other)()
    assert reached.result(10) is False


def test_a_goal_is_kept_beyond_the_end_of_a_run(start):
    runner = start("preset=letters-ten", "probe=0", "corrupt=0.25")
    assert runner.go("sweep", 20).result(10)
    assert asked(runner, lambda run: run.model.step) == 20 * 784


def test_step_back_goes_back_one_grain(start):
    runner = start()
    before = asked(runner)
    runner.take_step("sweep")
    wait_until(lambda: runner.latest.step == 16 and not runner.latest.is_playing)
    runner.step_back("unit")
    wait_until(lambda: runner.latest.step == 15)
    runner.step_back("sweep")
    wait_until(lambda: runner.latest.step == 0)
    assert asked(runner) == before


def test_a_finished_run_stops_by_itself(start):
    runner = start("preset=letters-ten")
    runner.set_pace("sweep", UNLIMITED)
    runner.play()
    wait_until(lambda: runner.latest.is_finished and not runner.latest.is_playing)
    assert runner.latest.readouts["verdict"] == "stored 0"


def test_playing_a_finished_run_shows_it_once_more(start):
    runner = start("preset=letters-ten")
    runner.set_pace("sweep", UNLIMITED)
    runner.play()
    wait_until(lambda: runner.latest.is_finished and not runner.latest.is_playing)
    end = runner.latest.end
    runner.set_pace("unit", 1.0)
    runner.play()
    wait_until(lambda: runner.latest.is_playing and runner.latest.step < end)


def test_a_frame_shows_one_moment(start):
    runner = start()
    runner.set_pace("sweep", UNLIMITED)
    runner.play()
    for _ in range(20):
        last = runner.latest
        wait_until(lambda last=last: runner.latest is not last)
        frame = runner.latest
        assert frame.snapshot.step == frame.step == frame.trace.steps[-1]
        assert frame.snapshot.energy == frame.readouts["energy"]


def test_a_refusal_lies_in_the_messages_and_changes_nothing(start):
    runner = start()
    before = asked(runner)
    runner.do("corrupt=2")
    asked(runner)
    assert "corrupt=2 is not known" in runner.messages.get_nowait()
    assert asked(runner) == before
    assert runner.latest.revision == 0


def test_recall_with_nothing_stored_is_a_message(start):
    runner = start("clear")
    runner.play()
    wait_until(lambda: not runner.messages.empty())
    assert "store a drawing first" in runner.messages.get_nowait()
    wait_until(lambda: not runner.latest.is_playing)
    assert runner.latest.failure == ""


class Fragile(Hopfield):
    """Fails at step 100; its pictures fail where the threshold is 1."""

    def advance(self, count):
        super().advance(count)
        if self.step >= 100:
            raise ZeroDivisionError("a bug in a kernel")

    def snapshot(self):
        if self.parameters.threshold == 1:
            raise ZeroDivisionError("a bug in a picture")
        return super().snapshot()


def test_an_error_in_a_model_is_said_and_the_thread_goes_on(start):
    runner = start(model_class=Fragile)
    runner.set_pace("unit", UNLIMITED)
    runner.play()
    wait_until(lambda: runner.latest.failure)
    failure = runner.messages.get_nowait()
    assert isinstance(failure, Failure)
    assert failure.sentence == "The run stopped: a bug in a kernel"
    assert "ZeroDivisionError" in failure.details
    assert not runner.latest.is_playing
    assert asked(runner, lambda run: run.model.step) >= 100


def test_an_error_in_a_snapshot_is_said_and_the_thread_goes_on(start):
    runner = start(model_class=Fragile)
    runner.do("set threshold=1")
    wait_until(lambda: runner.latest.failure)
    assert runner.latest.failure == "The run stopped: a bug in a picture"
    runner.do("set threshold=0.5")
    wait_until(lambda: runner.latest.parameters.threshold == 0.5)


def test_an_error_in_a_question_goes_to_who_asked(start):
    runner = start()
    with pytest.raises(ZeroDivisionError):
        asked(runner, lambda run: 1 / 0)
    assert runner.messages.empty()


def test_kernels_that_are_not_ready_are_waited_for_and_then_it_plays(start):
    ready = []
    runner = start(is_ready=lambda: bool(ready))
    runner.play()
    wait_until(lambda: runner.latest.is_waiting)
    assert runner.latest.is_playing
    assert runner.latest.step == 0
    ready.append(True)
    runner.wake()
    wait_until(lambda: runner.latest.step > 0)
    assert not runner.latest.is_waiting


def test_while_kernels_are_not_ready_nothing_is_replayed(start):
    runner = start(is_ready=lambda: False)
    runner.ask(lambda run: run.advance(30)).result()
    runner.seek(20)
    wait_until(lambda: not runner.messages.empty())
    assert "still being compiled" in runner.messages.get_nowait()
    assert asked(runner, lambda run: run.model.step) == 30


def test_seek_goes_to_a_step_exactly(start):
    runner = start()
    runner.take_step("settle")
    wait_until(lambda: runner.latest.step == 3200 and not runner.latest.is_playing)
    runner.seek(1234)
    wait_until(lambda: runner.latest.step == 1234)
    fresh = Hopfield(5)
    replay(fresh, asked(runner, lambda run: run.entries), 1234)
    assert asked(runner) == bits(fresh)


def slow_seek(runner: Runner) -> None:
    """Begin a rewind that takes many seconds."""

    def lengthen(run):
        run.advance(3_000_000)
        run.branch.keys = run.branch.keys[:1]
        run.keep()

    asked(runner, lengthen)
    runner.seek(2_900_000)
    wait_until(lambda: runner.latest.progress is not None)


def test_a_long_rewind_shows_progress_and_can_be_cancelled(start):
    runner = start()
    slow_seek(runner)
    runner.cancel()
    wait_until(lambda: runner.latest.progress is None)
    assert asked(runner, lambda run: run.model.step) == 3_000_000


def test_a_newer_seek_takes_the_place_of_a_long_one(start):
    runner = start()
    slow_seek(runner)
    runner.seek(50)
    wait_until(lambda: runner.latest.step == 50, seconds=3)


@pytest.mark.parametrize("activity", ["idle", "playing", "seeking", "waiting"])
def test_closing_takes_less_than_two_seconds(start, activity):
    runner = start(is_ready=lambda: activity != "waiting")
    if activity == "playing":
        runner.set_pace("sweep", UNLIMITED)
        runner.play()
        wait_until(lambda: runner.latest.step > 100)
    elif activity == "seeking":
        slow_seek(runner)
    elif activity == "waiting":
        runner.play()
        wait_until(lambda: runner.latest.is_waiting)
    begun = time.perf_counter()
    runner.close()
    assert time.perf_counter() - begun < 2
    assert not runner._thread.is_alive()


def test_closing_answers_what_was_asked_before(start):
    runner = start()
    runner.set_pace("sweep", UNLIMITED)
    runner.play()
    futures = [runner.ask(lambda run: run.model.step) for _ in range(20)]
    runner.close()
    assert all(future.result(timeout=1) >= 0 for future in futures)
    assert runner.ask(lambda run: 0).cancelled()


def test_closing_twice_or_before_the_start_is_harmless():
    runner = Runner(Run(Hopfield()))
    runner.close()
    runner.close()


@pytest.mark.parametrize(
    ("grain", "speed"), [("unit", 300.0), ("sweep", 60.0), ("sweep", UNLIMITED)]
)
def test_the_same_bits_come_at_any_speed(start, grain, speed):
    runner = start()
    runner.set_pace(grain, speed)
    runner.play()
    wait_until(lambda: runner.latest.step > 60)
    runner.do("corrupt=0.25")
    wait_until(lambda: runner.latest.step > 150)
    runner.pause()
    wait_until(lambda: not runner.latest.is_playing)
    state, entries, step, trace = asked(
        runner, lambda run: (bits(run.model), run.entries, run.model.step, run.branch.trace.data())
    )
    fresh = Run(Hopfield(5))
    for entry in entries:
        fresh.advance(entry.step - fresh.model.step)
        fresh.do(entry.text)
    fresh.advance(step - fresh.model.step)
    assert bits(fresh.model) == state
    once = fresh.branch.trace.data()
    shown = [s for s in trace.steps.tolist() if s != step]
    assert shown == [s for s in once.steps.tolist() if s != step]


def test_several_deeds_are_undone_as_one(start):
    runner = start()
    before = asked(runner, lambda run: run.model.state.units.tolist())
    runner.do_all("probe=0", "corrupt=0.25")
    runner.undo()
    assert asked(runner, lambda run: run.model.state.units.tolist()) == before
    runner.redo()
    assert asked(runner, lambda run: run.model.state.probed) == 0


def test_spoil_and_play_begins_to_play(start):
    runner = start()
    runner.do_all("probe=0", "corrupt=0.25", then_play=True)
    wait_until(lambda: runner.latest.is_playing)


def test_revision_counts_what_was_done_and_not_what_could_not_be(start):
    runner = start("preset=letters-ten")
    runner.do("clear")
    runner.undo()
    wait_until(lambda: runner.latest.revision == 2)
    for _ in range(3):
        runner.undo()  # only the preset is left to be undone
    asked(runner)
    wait_until(lambda: runner.latest.revision == 3)


def test_another_run_takes_the_place_of_the_present_one(start):
    runner = start()
    runner.do("clear")
    runner.play()
    runner.replace(Run(Hopfield(77)))
    wait_until(lambda: runner.latest.seed == 77)
    assert runner.latest.revision == 0
    assert not runner.latest.is_playing


def test_switching_branches_goes_to_the_end_of_the_other(start):
    runner = start()
    runner.take_step("sweep")
    wait_until(lambda: runner.latest.step == 16 and not runner.latest.is_playing)
    runner.seek(5)
    runner.do("clear")
    wait_until(lambda: len(runner.latest.branches) == 2)
    runner.switch(runner.latest.branches[0].name)
    wait_until(lambda: runner.latest.step == 16)
    runner.switch("9")
    wait_until(lambda: not runner.messages.empty())
    assert "no branch 9" in runner.messages.get_nowait()
