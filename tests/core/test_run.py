"""A run: rewinding is exact, branches keep what they leave, undo never moves time."""

import contextlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.core import history
from simulator.core.errors import InputError
from simulator.core.run import Run, replay
from simulator.models.hopfield import Hopfield
from tests.helpers import bits

STORES = [
    "set side=4", "store=preset:letter-a", "store=preset:random", "randomize",
    "set temperature=0.4",
]  # fmt: skip


def begun(*texts: str) -> Run:
    run = Run(Hopfield(5))
    for text in (*STORES, *texts):
        run.do(text)
    return run


def step_by_step(run: Run, count: int) -> None:
    """Advance as a window does: in pieces, keeping states on the way."""
    while count > 0:
        piece = min(count, 7)
        run.advance(piece)
        run.keep()
        run.observe()
        count -= piece


ACTIONS = st.sampled_from([
    "corrupt=0.25", "randomize", "probe=0", "draw=0,0;3,3", "clear", "store=preset:letter-a",
    "forget=0", "set temperature=0.1", "set temperature=1", "set dynamics=synchronous",
    "set dynamics=asynchronous", "set rule=hebb", "set threshold=0.1", "reset", "new-seed=9",
    "set side=5", "preset=worked-example",
])  # fmt: skip
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.integers(1, 60)),
        st.tuples(st.just("do"), ACTIONS),
        st.tuples(st.just("seek"), st.floats(0, 1)),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("redo"), st.none()),
        st.tuples(st.just("switch"), st.floats(0, 1)),
    ),
    max_size=14,
)


def make_move(run: Run, kind: str, value) -> None:
    if kind == "advance":
        step_by_step(run, value)
    elif kind == "do":
        run.do(value)
    elif kind == "seek":
        run.seek(round(value * run.branch.end))
    elif kind == "switch":
        run.switch(run.branches[round(value * (len(run.branches) - 1))].name)
    else:
        getattr(run, kind)()


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_wherever_a_run_goes_its_journal_leads_there_bit_for_bit(moves):
    run = begun()
    for kind, value in moves:
        with contextlib.suppress(InputError):
            make_move(run, kind, value)
        fresh = Hopfield(5)
        replay(fresh, run.entries, run.model.step)
        assert bits(fresh) == bits(run.model)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=8), st.sampled_from([2, 4, 64]))
def test_seeking_from_any_place_to_any_place_is_exact(places, dense):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "DENSE", dense)
        run, seen = begun(), {}
        for step in range(401):
            if step in (50, 123, 124, 300):
                run.do("corrupt=0.25")
            seen[step] = bits(run.model)
            if step < 400:
                step_by_step(run, 1)
        for place in places:
            assert run.seek(place)
            assert bits(run.model) == seen[place]


def test_a_seek_beyond_the_end_goes_to_the_end():
    run = begun()
    run.advance(40)
    run.seek(10)
    run.seek(9999)
    assert run.model.step == 40
    run.seek(-5)
    assert run.model.step == 0


def test_a_cancelled_seek_returns_to_where_it_was():
    run = begun()
    run.advance(5000)
    run.keep()
    before = bits(run.model)
    assert not run.seek(3500, keep_going=lambda share: share < 0.3)
    assert bits(run.model) == before
    run.advance(100)
    assert run.model.step == 5100


def test_a_cancelled_seek_forward_returns_too():
    run = begun()
    run.advance(16 * 200 * 4)
    run.seek(100)
    before = bits(run.model)
    assert not run.seek(16 * 200 * 4, keep_going=lambda share: share < 0.5)
    assert bits(run.model) == before


def test_a_seek_tells_its_progress():
    run, shares = begun(), []
    run.advance(16 * 200 * 3)
    run.seek(16 * 200 * 3 - 1, keep_going=lambda share: shares.append(share) or True)
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] < 1


def test_playing_on_after_a_rewind_does_again_what_was_done():
    run = begun()
    run.advance(30)
    run.do("corrupt=0.5")
    run.advance(30)
    end = bits(run.model)
    run.seek(10)
    run.advance(50)
    assert bits(run.model) == end
    assert len(run.branches) == 1


def test_acting_after_a_rewind_starts_a_branch_and_keeps_the_old_line():
    run = begun()
    run.advance(100)
    old_end, old_name = bits(run.model), run.branch.name
    old_trace = run.branch.trace.data().steps.tolist()
    run.seek(40)
    run.do("randomize")
    run.advance(20)
    assert (run.branch.parent, run.branch.fork) == (old_name, 40)
    assert run.branch.end == 60
    run.switch(old_name)
    assert bits(run.model) == old_end
    assert run.branch.trace.data().steps.tolist() == old_trace


def test_a_branch_shares_the_past_before_its_fork():
    run = begun()
    run.advance(100)
    run.seek(20)
    at_20 = bits(run.model)
    run.seek(40)
    run.do("randomize")
    run.seek(20)
    assert bits(run.model) == at_20


def test_a_branch_never_rewinds_into_the_future_it_left():
    run = begun()
    step_by_step(run, 100)
    run.seek(40)
    run.do("randomize")
    seen = {}
    for step in range(40, 100):
        seen[step] = bits(run.model)
        run.advance(1)
    for step in range(99, 39, -3):
        run.seek(step)
        assert bits(run.model) == seen[step]


def test_reset_after_a_run_begins_a_new_line_at_step_0():
    run = begun()
    run.advance(50)
    run.do("reset")
    assert (run.model.step, run.branch.end, len(run.branches)) == (0, 0, 2)
    run.do("reset")
    assert len(run.branches) == 2  # an empty line is not left behind


def test_an_unknown_branch_is_refused_with_the_names():
    with pytest.raises(InputError, match="no branch 7; allowed: 1"):
        begun().switch("7")


def test_undo_never_moves_time():
    run = begun("corrupt=0.25")
    run.advance(33)
    assert run.undo()
    assert run.model.step == 33
    run.advance(10)
    assert run.redo()
    assert run.model.step == 43


def test_undo_of_a_stroke_later_puts_back_only_its_own_units():
    run = begun("clear", "set temperature=0", "draw=0,0", "set threshold=-5")
    run.advance(16)  # every unit turns on
    run.undo()  # the threshold
    run.undo()  # the stroke
    assert run.model.state.units.tolist() == [-1] + [1] * 15


def test_undo_brings_memories_back_and_redo_forgets_them_again():
    run = begun()
    memories = run.model.state.memories.copy()
    run.do("forget=2")
    run.undo()
    assert (run.model.state.memories == memories).all()
    run.redo()
    assert len(run.model.state.memories) == len(memories) - 1


def test_with_nothing_to_undo_undo_says_so():
    run = Run(Hopfield())
    assert run.undo() is False
    assert run.redo() is False


def test_a_dragged_slider_is_one_entry_and_one_undo():
    run = begun()
    count = len(run.entries)
    for value in (0.5, 0.6, 0.7):
        run.do(f"set threshold={value}", group=99)
    assert len(run.entries) == count + 1
    run.undo()
    assert run.model.parameters.threshold == 0


def test_a_refused_deed_leaves_no_entry():
    run = begun()
    before = bits(run.model), list(run.entries)
    with pytest.raises(InputError):
        run.do("probe=99")
    assert (bits(run.model), run.entries) == before


def test_the_trace_does_not_depend_on_how_the_run_was_cut():
    one, many = begun(), begun()
    one.advance(700)
    one.observe()
    step_by_step(many, 700)
    a, b = one.branch.trace.data(), many.branch.trace.data()
    assert a.steps.tolist() == b.steps.tolist()
    assert a.values.tobytes() == b.values.tobytes()


def test_the_trace_ends_in_the_present():
    run = begun()
    run.advance(23)
    run.observe()
    data = run.branch.trace.data()
    assert data.steps[-1] == 23
    assert data.column("energy")[-1] == run.model.energy()


def test_without_history_only_the_base_is_kept():
    run = Run(Hopfield(5), keeps_history=False)
    for text in STORES:
        run.do(text)
    step_by_step(run, 300)
    assert len(run.branch.keys) == 1


def test_rewinding_keeps_to_its_promise_of_speed_in_states_not_seconds():
    """Within the last 1,000 steps a key state is near, however long the run."""
    run = begun()
    step_by_step(run, 8_000)
    steps = np.array([k.step for k in run.branch.keys])
    recent = steps[steps >= run.model.step - 1000]
    assert np.diff(recent).max() <= 100


def test_the_trace_keeps_where_a_recall_came_to_rest_before_the_next_one():
    run = begun("probe=0", "corrupt=0.25")
    run.grain("settle")
    at_rest, step = run.model.energy(), run.model.step
    run.do("corrupt=0.5")
    data = run.branch.trace.data()
    energies = data.column("energy")[data.steps == step]
    assert energies.tolist() == [at_rest, run.model.energy()]
