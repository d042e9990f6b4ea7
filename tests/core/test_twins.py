"""Twins: two runs in lock step, the same where nothing differs, and each as it would be alone."""

import numpy as np
import pytest

from simulator.core import journal, twins
from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.core.runner import UNLIMITED, Runner
from simulator.core.trace import TraceData
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_state import HopfieldParameters
from tests.helpers import bits, wait_until

WARM = ("set side=4", "store=preset:random", "randomize", "set temperature=0.5")


def begun(*texts: str) -> Run:
    run = Run(Hopfield(5))
    for text in texts or WARM:
        run.do(text)
    return run


@pytest.fixture
def start():
    """A runner of two runs; it is closed at the end."""
    runners = []

    def begin(*texts: str) -> Runner:
        runner = Runner(begun(*texts))
        runners.append(runner)
        runner.start()
        runner.set_pace("unit", UNLIMITED)
        runner.stand_beside()
        return runner

    yield begin
    for runner in runners:
        runner.close()


def both(runner: Runner, function=lambda run: bits(run.model)):
    return [runner.ask(function, place).result(timeout=10) for place in (0, 1)]


def steps(runner: Runner) -> list[int]:
    return both(runner, lambda run: run.model.step)


def ran(runner: Runner, step: int) -> None:
    assert runner.go_to(step).result(timeout=10)


# ---- the same bits ----


def test_a_copy_stands_where_the_run_stands_and_goes_its_own_way():
    run = begun()
    run.advance(100)
    twin = run.copied()
    assert bits(twin.model) == bits(run.model)
    before = bits(run.model)
    twin.do("set temperature=2")
    twin.advance(50)
    assert bits(run.model) == before
    assert len(run.own_entries) == len(twin.own_entries) - 1


def test_a_copy_can_be_rewound_as_the_run_can():
    run = begun()
    run.advance(40)
    at_40 = bits(run.model)
    run.advance(60)
    twin = run.copied()
    twin.seek(40)
    assert bits(twin.model) == at_40


def test_twins_of_which_nothing_differs_are_the_same_to_the_last_bit(start):
    runner = start()
    ran(runner, 3000)
    a, b = both(runner)
    assert a == b


def test_each_twin_is_what_it_would_be_alone(start):
    runner = start()
    ran(runner, 200)
    runner.do("set temperature=1.5", to=1)
    ran(runner, 2000)
    a, b = both(runner)
    for found, texts in ((a, ()), (b, ("set temperature=1.5",))):
        alone = begun()
        alone.advance(200)
        for text in texts:
            alone.do(text)
        alone.advance(1800)
        assert bits(alone.model) == found
    assert a != b


def test_what_is_done_is_done_to_both_unless_one_is_addressed(start):
    runner = start()
    runner.do("set temperature=0.7")
    runner.address(1)
    runner.do("set temperature=0.9")
    assert both(runner, lambda run: run.model.parameters.temperature) == [0.7, 0.9]


def test_the_frame_of_a_twin_comes_with_that_of_the_run(start):
    runner = start()
    runner.do("set temperature=0.9", to=1)
    ran(runner, 50)
    frame = runner.latest
    assert frame.twin.step == frame.step == 50
    assert (frame.parameters.temperature, frame.twin.parameters.temperature) == (0.5, 0.9)


# ---- rewinding, undo ----


def test_rewinding_takes_both_to_one_step_and_on_from_there_to_the_same_bits(start):
    runner = start()
    runner.do("set temperature=1.5", to=1)
    ran(runner, 500)
    at_500 = both(runner)
    runner.seek(120)
    assert steps(runner) == [120, 120]
    runner.seek(500)
    assert both(runner) == at_500


def test_a_twin_that_left_its_line_of_time_follows_beyond_its_end(start):
    runner = start()
    ran(runner, 500)
    runner.seek(100)
    runner.do("set temperature=1.5", to=1)  # its line of time ends here now
    runner.seek(400)
    assert steps(runner) == [400, 400]


def test_another_branch_is_taken_by_both(start):
    runner = start()
    ran(runner, 300)
    runner.seek(100)
    runner.do("set temperature=0.8")
    runner.switch("1")
    assert steps(runner) == [300, 300]
    runner.switch("2")
    assert both(runner, lambda run: run.branch.name) == ["2", "2"]
    assert steps(runner) == [100, 100]


def test_undo_takes_back_in_both_what_was_done_to_both(start):
    runner = start()
    before = both(runner)
    runner.do("randomize")
    runner.undo()
    after = both(runner)
    assert [b["units"] for b in before] == [b["units"] for b in after]


def test_undo_takes_back_in_one_what_was_done_to_one(start):
    runner = start()
    runner.do("set temperature=0.7")
    runner.do("set temperature=0.9", to=1)
    temperatures = lambda run: run.model.parameters.temperature  # noqa: E731
    runner.undo()
    assert both(runner, temperatures) == [0.7, 0.7]
    runner.redo()
    assert both(runner, temperatures) == [0.7, 0.9]
    runner.undo()
    runner.undo()
    assert both(runner, temperatures) == [0.5, 0.5]


def test_where_one_begins_again_the_other_does_too(start):
    runner = start()
    ran(runner, 100)
    runner.do("set side=6", to=1)
    assert steps(runner) == [0, 0]
    assert both(runner, lambda run: run.model.parameters.side) == [4, 6]
    assert "Both began again" in runner.messages.get(timeout=5)


def test_reset_and_a_new_seed_are_for_both_whoever_is_addressed(start):
    runner = start()
    ran(runner, 100)
    runner.address(1)
    runner.do("new-seed=9")
    assert both(runner, lambda run: (run.model.seed, run.model.step)) == [(9, 0), (9, 0)]


# ---- ends and errors ----


def test_a_grain_lasts_until_it_is_over_in_both(start):
    runner = start("preset=letters-ten", "probe=0", "corrupt=0.2")
    runner.do("corrupt=0.1", to=1)
    runner.go("settle").result(timeout=10)
    assert both(runner, lambda run: run.model.converged()) == [True, True]


def test_a_refusal_of_one_is_named_and_the_other_acts(start):
    runner = start("preset=letters-ten")
    runner.do("forget=9", to=0)
    runner.do("probe=9")
    assert runner.messages.get(timeout=5).startswith("A: ")
    assert both(runner, lambda run: run.entries[-1].text) == ["forget=9", "probe=9"]


def test_a_refusal_of_both_is_said_once(start):
    runner = start()
    runner.do("nonsense")
    both(runner)
    assert not runner.messages.get(timeout=5).startswith(("A:", "B:"))
    assert runner.messages.empty()


def test_an_error_in_one_pauses_both_at_one_step_and_names_which(start):
    runner = start()

    def spoil(run):
        advance = run.model.advance

        def breaks(count):
            if run.model.step + count > 300:
                advance(300 - run.model.step)
                raise InputError("energy is not finite.")
            advance(count)

        run.model.advance = breaks

    runner.ask(spoil, 1).result(timeout=10)
    runner.play()
    assert runner.messages.get(timeout=10) == "B: energy is not finite."
    wait_until(lambda: not runner.latest.is_playing)
    assert steps(runner) == [300, 300]


@pytest.mark.parametrize(("place", "temperature"), [(0, 0.5), (1, 0.9)])
def test_one_is_kept_with_its_history(start, place, temperature):
    runner = start()
    ran(runner, 100)
    runner.do("set temperature=0.9", to=1)
    ran(runner, 200)
    runner.keep_one(place)
    runner.seek(50)
    kept = runner.ask(lambda run: (run.model.step, run.branch.end)).result(timeout=10)
    assert kept == (50, 200)
    runner.seek(200)
    assert runner.answer(lambda run: run.model.parameters.temperature) == temperature
    assert runner.latest.twin is None


def test_another_document_ends_the_twins(start):
    runner = start()
    runner.replace(begun())
    assert runner.answer(lambda run: run.model.step) == 0
    assert runner.latest.twin is None


# ---- side by side ----


def test_pairing_says_what_a_setting_lacks():
    with pytest.raises(InputError, match="write name=value"):
        twins.pair(begun(), ["temperature"])


def test_a_pair_has_its_own_settings_and_one_step():
    run = begun()
    run.advance(30)
    twin = twins.pair(run, ["temperature=0.9", "side=5"])
    assert (run.model.step, twin.model.step) == (0, 0)
    assert (twin.model.parameters.temperature, twin.model.parameters.side) == (0.9, 5)


def test_the_heading_names_what_differs_and_has_an_effect():
    a = HopfieldParameters()
    b = a.with_value("temperature", 1.5)
    specs = twins.differing(a, b)
    assert [spec.name for spec in specs] == ["temperature"]
    assert twins.heading(specs, b) == "temperature 1.5"


def test_differences_are_of_numbers_and_of_lists_of_the_same_length():
    a = {"x": 1, "y": 0.5, "l": [1.0, 2.0], "m": [1.0], "t": "a", "b": True, "n": None}
    b = {"x": 3, "y": 0.25, "l": [2.0, 4.0], "m": [1.0, 2.0], "t": "b", "b": False, "n": 1}
    found = twins.difference(a, b)
    assert found == {"x": 2, "y": -0.25, "l": [1.0, 2.0], "m": None, "t": None, "b": None,
                     "n": None}  # fmt: skip


def test_traces_are_compared_at_the_points_of_a():
    a = TraceData(np.array([0, 4, 8, 12]), np.array([[1.0], [2.0], [3.0], [4.0]]), ("x",))
    b = TraceData(np.array([0, 8]), np.array([[1.0], [5.0]]), ("x",))
    steps, mine, others = twins.trace_pair(a, b, "x")
    assert steps.tolist() == [0, 4, 8, 12]
    assert mine.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert others[:3].tolist() == [1.0, 3.0, 5.0]
    assert np.isnan(others[3])
    assert twins.trace_pair(a, b, "y")[0].size == 0


def test_numbers_of_groups_are_the_same_in_both(start):
    runner = start()
    runner.do("set temperature=0.9", to=1)
    runner.do("randomize")
    last = both(runner, lambda run: journal.stacks(run.entries)[0][-1][0].group)
    assert last[0] == last[1]
