"""A trace: evenly spaced, bounded, and of the run alone."""

import numpy as np

from simulator.core.trace import LIMIT, Trace


def recorded(steps, period: int = 1) -> Trace:
    trace = Trace(period)
    for step in steps:
        trace.record(step, {"energy": float(-step)})
    return trace


def test_points_come_back_in_order_under_their_names():
    data = recorded([0, 2, 4]).data()
    assert data.steps.tolist() == [0, 2, 4]
    assert data.column("energy").tolist() == [0, -2, -4]


def test_a_list_becomes_a_block_of_columns():
    trace = Trace(1)
    trace.record(0, {"overlaps": [0.5, 0.25], "energy": 1.0})
    assert trace.data().columns == ("overlaps[0]", "overlaps[1]", "energy")
    assert trace.data().block("overlaps").tolist() == [[0.5, 0.25]]


def test_a_column_that_did_not_exist_yet_is_nan():
    trace = recorded([0])
    trace.record(1, {"energy": 1.0, "overlaps": [1.0] * 20})
    block = trace.data().block("overlaps")
    assert np.isnan(block[0]).all()
    assert (block[1] == 1).all()


def test_a_step_has_a_point_before_and_one_after_what_was_done_there():
    trace = recorded([0, 5])
    for energy in (8.0, 9.0):
        trace.record(5, {"energy": energy})
    assert trace.data().steps.tolist() == [0, 5, 5]
    assert trace.data().column("energy").tolist() == [0, -5, 9]


def test_at_the_first_step_only_the_last_point_stays():
    trace = recorded([0])
    trace.record(0, {"energy": 9.0})
    assert trace.data().column("energy").tolist() == [9]


def test_a_full_trace_doubles_its_period_and_stays_bounded():
    trace = Trace(1)
    for step in range(5 * LIMIT):
        if step % trace.period == 0:
            trace.record(step, {"energy": float(-step)})
    data = trace.data()
    assert trace.period == 8
    assert LIMIT // 2 <= len(data.steps) <= LIMIT
    assert (np.diff(data.steps) == 8).all()
    assert (data.column("energy") == -data.steps).all()


def test_many_points_off_the_period_are_bounded_too():
    trace = recorded(range(1, 20 * LIMIT, 3), period=64)
    assert len(trace.data().steps) <= LIMIT


def test_cut_forgets_what_lies_after_a_step():
    trace = recorded([0, 5, 10])
    trace.cut(5)
    assert trace.data().steps.tolist() == [0, 5]


def test_a_copy_grows_by_itself():
    first = recorded([0, 1])
    copy = first.copied()
    copy.record(2, {"energy": 0.0})
    assert first.last_step == 1
    assert copy.last_step == 2


def test_data_is_a_frozen_copy():
    trace = recorded([0, 1])
    data = trace.data()
    trace.record(1, {"energy": 99.0})
    assert data.column("energy").tolist() == [0, -1]


def test_the_point_of_the_present_goes_with_the_next_point():
    trace = recorded([0, 8], period=8)
    for step in (9, 11):
        trace.record(step, {"energy": 1.0}, is_present=True)
    assert trace.data().steps.tolist() == [0, 8, 11]
    assert trace.copied().data().steps.tolist() == [0, 8]
    trace.record(16, {"energy": 1.0})
    assert trace.data().steps.tolist() == [0, 8, 16]


def test_the_point_of_the_present_never_thins_a_full_trace():
    trace = recorded(range(LIMIT))
    trace.record(LIMIT, {"energy": 0.0}, is_present=True)
    assert trace.period == 1
    assert len(trace.data().steps) == LIMIT + 1
