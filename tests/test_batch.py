"""Steps without a window: all at once or grain by grain, to the same bits, and how fast."""

import pytest

from simulator.batch import take_steps
from simulator.core.run import Run
from simulator.models.hopfield import Hopfield
from tests.helpers import bits


@pytest.fixture
def work():
    run = Run(Hopfield(3), keeps_history=False)
    for text in ("set side=4", "store=preset:random", "randomize", "set temperature=0.5"):
        run.do(text)
    return run


def test_the_pace_is_measured_in_finest_steps_a_second(work):
    seconds = take_steps(work, "sweep", 20)
    assert work.model.step == 20 * 16
    assert work.model.pace_measured == pytest.approx(20 * 16 / seconds)


def test_without_steps_no_pace_is_measured(work):
    take_steps(work, "sweep", 0)
    assert work.model.pace_measured is None


def test_who_wants_to_know_is_told_after_every_grain_and_the_bits_are_the_same(work):
    twin = Run(Hopfield(3), keeps_history=False)
    for entry in work.entries:
        twin.do(entry.text)
    take_steps(twin, "sweep", 5)
    told = []
    take_steps(work, "sweep", 5, after_each=lambda done: told.append((done, work.model.step)))
    assert told == [(k, 16 * k) for k in range(1, 6)]
    assert bits(work.model) == bits(twin.model)
