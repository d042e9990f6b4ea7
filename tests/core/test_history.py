"""Key states: the first is kept, the newest are dense, the rest thins out, bytes are bounded."""

from dataclasses import dataclass

import numpy as np

from simulator.core import history
from simulator.core.history import DENSE, Branch, Key
from simulator.core.journal import Entry
from simulator.core.model import State
from simulator.core.trace import Trace


@dataclass
class Weights(State):
    values: np.ndarray


def key(step: int, done: int = 0, size: int = 8) -> Key:
    return Key(step, done, 0, None, Weights(step, np.zeros(size // 8)))


def branch(steps=(), size: int = 8) -> Branch:
    made = Branch("1", [], Trace(1), keys=[key(0, size=size)])
    for step in steps:
        made.keep(key(step, size=size))
    return made


def test_the_first_state_and_the_newest_are_always_kept():
    steps = [k.step for k in branch(range(1, 1000)).keys]
    assert steps[0] == 0
    assert steps[-DENSE:] == list(range(1000 - DENSE, 1000))


def test_older_states_thin_out_by_growing_gaps():
    made = branch(range(1, 30_000, 10))
    steps = np.array([k.step for k in made.keys])
    assert len(steps) <= 4 * DENSE
    age = steps[-1] - steps[1:]
    assert (np.diff(steps) <= 0.25 * (steps[-1] - steps[:-1]) + 20).all()
    assert (np.diff(age) <= 0).all()


def test_key_states_stay_within_their_bytes(monkeypatch):
    monkeypatch.setattr(history, "BYTE_LIMIT", 10_000)
    made = branch(range(1, 200), size=800)
    assert made.size() <= 10_000
    assert made.keys[0].step == 0
    assert made.keys[-1].step == 199


def test_a_state_too_large_for_the_limit_keeps_the_first_and_the_last(monkeypatch):
    monkeypatch.setattr(history, "BYTE_LIMIT", 100)
    assert [k.step for k in branch(range(1, 9), size=800).keys] == [0, 8]


def test_a_place_is_kept_once():
    made = branch([5, 5, 5])
    assert [k.step for k in made.keys] == [0, 5]


def test_the_nearest_key_is_the_last_one_not_after_a_place():
    made = branch([5, 10])
    made.keep(key(10, done=1))
    assert made.nearest(9, 9).step == 5
    assert made.nearest(10, 0).order == (10, 0)
    assert made.nearest(10, 3).order == (10, 1)
    assert made.nearest(0, 0).order == (0, 0)


def test_entries_at_a_step_are_done_there():
    made = branch()
    made.entries = [Entry(0, "a"), Entry(5, "b"), Entry(5, "c"), Entry(9, "d")]
    assert [made.done_at(step) for step in (0, 4, 5, 8, 9)] == [1, 1, 3, 3, 4]


def test_arrays_that_can_not_be_written_are_shared_and_not_counted():
    shared = np.zeros(100)
    shared.flags.writeable = False
    state = Weights(0, shared)
    assert state.copied().values is shared
    assert state.size() == 0
