"""From frame to frame: whole grains, in slices, to the same bits; a moved run is noticed."""

import pytest

from simulator.core import film_steps
from simulator.core.errors import InputError
from simulator.core.film_steps import FilmSteps
from simulator.core.run import Run
from simulator.models.hopfield import Hopfield
from tests.helpers import bits


@pytest.fixture
def work():
    return begun()


def begun():
    run = Run(Hopfield(3))
    for text in ("set side=4", "store=preset:random", "randomize", "set temperature=0.5"):
        run.do(text)
    return run


def take(steps, run):
    steps.ask_for_frame()
    while not steps.take([run]):
        pass


@pytest.mark.parametrize("a_slice", [0.0, 1e-5, 1.0])
def test_frames_are_whole_grains_apart_however_they_are_sliced(work, monkeypatch, a_slice):
    monkeypatch.setattr(film_steps, "SLICE", a_slice)
    twin, steps = begun(), FilmSteps("sweep", 3)
    steps.begin([work])
    for frame in range(1, 4):
        take(steps, work)
        assert work.model.step == frame * 3 * 16
    for _ in range(9):
        twin.grain("sweep")
    assert bits(work.model) == bits(twin.model)


def test_a_run_that_was_moved_ends_the_film(work):
    steps = FilmSteps("unit", 1)
    steps.begin([work])
    take(steps, work)
    work.advance(1)
    steps.ask_for_frame()
    with pytest.raises(InputError, match="moved while it was filmed"):
        steps.take([work])


def test_another_run_ends_the_film(work):
    steps = FilmSteps("unit", 1)
    steps.begin([work])
    steps.ask_for_frame()
    with pytest.raises(InputError, match="moved"):
        steps.take([begun()])


def test_twins_go_in_lock_step(work):
    other, steps = begun(), FilmSteps("sweep", 2)
    steps.begin([work, other])
    steps.ask_for_frame()
    while not steps.take([work, other]):
        pass
    assert work.model.step == other.model.step == 32


def test_no_speed_of_this_machine_stays_in_the_model(work):
    work.model.pace_measured = 1e6
    FilmSteps("unit", 1).begin([work])
    assert work.model.pace_measured is None
