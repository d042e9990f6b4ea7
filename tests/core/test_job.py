"""Jobs: on a frozen copy, repeatable, with progress, an end, and errors in words."""

import time

import pytest

from simulator.core import job
from simulator.core.errors import InputError
from simulator.core.job_thread import JobThread
from simulator.models.hopfield import Hopfield
from tests.helpers import bits, wait_until

FEW = "basins=trials=2"


@pytest.fixture
def model():
    model = Hopfield(3)
    for text in ("set side=4", "store=preset:random", "probe=0", "corrupt=0.25"):
        model.act(text)
    return model


def test_a_job_leaves_the_model_as_it_was(model):
    before = bits(model)
    job.finish(job.begin(model, FEW))
    assert bits(model) == before


def test_a_job_begun_does_not_see_what_happens_afterwards(model):
    alone = job.finish(job.begin(model, FEW))
    work = job.begin(model, FEW)
    model.act("forget=0")
    model.act("set rule=hebb")
    model.advance(100)
    assert job.finish(work) == alone


def test_the_same_state_gives_the_same_table(model):
    first, second = (job.finish(job.begin(model, FEW)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("change", ["new-seed=4", "step"])
def test_another_seed_or_step_draws_other_numbers(model, change):
    first = job.finish(job.begin(model, FEW))
    model.advance(1) if change == "step" else model.act(change)
    assert job.finish(job.begin(model, FEW)) != first


def test_progress_rises_from_0_to_1(model):
    shares = []
    job.finish(job.begin(model, FEW), lambda share: shares.append(share) or True)
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.01
    assert 0.99 < shares[-1] <= 1


def test_a_job_that_is_not_wanted_any_more_gives_nothing(model):
    shares = []
    table = job.finish(job.begin(model, FEW), lambda s: shares.append(s) or len(shares) < 3)
    assert table is None
    assert len(shares) == 3


def test_an_unknown_job_is_refused_with_the_names(model):
    with pytest.raises(InputError, match="no job census; allowed: basins, "):
        job.begin(model, "census")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("basins=trials=0", "trials=0 is outside the range; allowed: 1 to 1000."),
        ("basins=trials=x", "trials=x is not a whole number; allowed: 1 to 1000."),
        ("basins=speed=3", "basins has no option speed; allowed: trials, corruption_from, "),
        ("basins=trials", "basins: trials lacks a value; write name=value;name=value."),
        ("basins=trials=2;", "basins has no option without a name; allowed: trials"),
        ("basins=trials=2;trials=3", "basins: trials is given twice; write "),
    ],
)
def test_bad_options_are_refused_with_what_is_allowed(model, text, sentence):
    with pytest.raises(InputError) as refusal:
        job.begin(model, text)
    assert str(refusal.value).startswith(sentence)


def test_options_for_a_job_without_any_are_refused():
    with pytest.raises(InputError, match="plain takes no options; it was given trials=2"):
        job.Job("plain", "Plain", "Help.").read("trials=2")


def test_options_reach_the_job_and_the_others_are_as_declared(model):
    table = job.finish(job.begin(model, " basins = trials = 3 ; points=2"))
    assert set(table.columns["trials"]) == {3}
    assert sorted(set(table.columns["corruption"])) == [0.0, 0.5]


def test_a_name_alone_asks_for_the_declared_options(model):
    table = job.finish(job.begin(model, "basins"))
    assert table == job.finish(job.begin(model, "basins="))
    assert set(table.columns["trials"]) == {20}


def test_a_job_asked_for_is_written_without_its_defaults():
    declared, options = job.asked(Hopfield, "basins=trials=20;points=5")
    assert declared.write(options) == "basins=points=5"
    assert declared.write(declared.read("")) == "basins"


def test_a_table_says_what_it_was_made_from(model):
    table = job.finish(job.begin(model, "basins=points=1"))
    assert table.about["job"] == "basins=points=1"
    assert (table.about["seed"], table.about["side"]) == (3, "4")


def test_rows_are_read_across_the_columns():
    assert job.Table({"a": [1, 2], "b": ["x", "y"]}).rows() == [(1, "x"), (2, "y")]


def test_a_thread_gives_the_table_of_the_job(model):
    thread = JobThread(job.begin(model, FEW))
    wait_until(lambda: not thread.is_running)
    assert thread.table == job.finish(job.begin(model, FEW))
    assert thread.error == ""


def test_cancelling_ends_the_thread_within_a_second(model):
    thread = JobThread(job.begin(model, "basins=trials=1000;points=101"))
    wait_until(lambda: thread.share > 0)
    begun = time.monotonic()
    thread.cancel()
    assert time.monotonic() - begun < 1
    assert not thread.is_running
    assert thread.table is None


def test_a_refusal_is_said_in_its_own_words():
    thread = JobThread(job.begin(Hopfield(), "basins"))
    wait_until(lambda: not thread.is_running)
    assert thread.error.startswith("Nothing is stored, so there is no basin")


def test_an_error_is_said_and_ends_the_job():
    def broken():
        yield 0.5
        raise ZeroDivisionError("division by zero")

    thread = JobThread(broken())
    wait_until(lambda: not thread.is_running)
    assert thread.error == "The computation stopped: division by zero"
    assert thread.table is None
