"""The jobs of the Neural Turing Machine: longer sequences, and an LSTM alone to compare."""

import numpy as np
import pytest

from simulator.core import job, weights
from simulator.core.errors import InputError
from simulator.models import ntm_generalization as generalization
from simulator.models.ntm import Ntm
from simulator.models.ntm_state import NtmParameters
from simulator.models.ntm_tasks import TASKS
from tests.helpers import bits

SMALL = {"controller_size": 6, "memory_locations": 8, "memory_width": 4, "length_max": 3,
         "width": 3}  # fmt: skip
QUICK = "generalization=sequences=3;longest=20"
EASY = {"width": 1, "length_max": 2}


def machine(*texts, seed=1, **given):
    model = Ntm(seed, NtmParameters(**{**SMALL, **given}))
    for text in texts:
        model.act(text)
    return model


def done(model, text=QUICK):
    return job.finish(job.begin(model, text))


def tells_all(shape, params, x, tape):
    """Copy as a perfect machine does."""
    length, width = len(x) // 2, shape.outputs
    tape.logits[length + 1 : len(x)] = 80.0 * (x[:length, :width] - 0.5)


def rows(text):
    return np.array([[int(digit) for digit in row] for row in text.split(";")])


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Return what ships the weights of a machine in the place of the LSTM's."""
    monkeypatch.setattr(weights, "resource", tmp_path.joinpath)
    (tmp_path / "checkpoints" / "ntm").mkdir(parents=True)

    def ship(**given):
        model = machine(seed=5, **given)
        model.act(f"save={tmp_path / 'checkpoints' / 'ntm' / 'lstm-copy.npz'}")
        return model

    return ship


# ---- any job ----


@pytest.mark.parametrize("text", [QUICK, "baseline=sequences=500;size=3"])
def test_a_job_gives_the_same_table_twice_and_leaves_the_model_alone(text):
    model = machine()
    model.advance(3)
    before = bits(model)
    first, second = done(model, text), done(model, text)
    assert first == second
    assert bits(model) == before


@pytest.mark.parametrize("text", [QUICK, "baseline=sequences=500;size=3"])
def test_a_job_tells_shares_that_rise_to_one_and_can_be_given_up(text):
    shares = list(job.begin(machine(), text))
    assert len(shares) > 5
    assert shares == sorted(shares)
    assert shares[0] >= 0.0
    assert shares[-1] == pytest.approx(1.0)
    assert job.finish(job.begin(machine(), text), lambda share: share < 0.5) is None


@pytest.mark.parametrize("text", [
    "generalization=sequences=0", "generalization=sequences=501", "generalization=longest=1",
    "generalization=longest=301", "generalization=against_lstm=perhaps", "generalization=length=9",
    "baseline=sequences=499", "baseline=size=0", "baseline=layers=4", "baseline=learning_rate=1",
    "baseline=size=513", "baselines",
])  # fmt: skip
def test_bad_options_are_refused_in_words(text):
    with pytest.raises(InputError, match="allowed: "):
        done(machine(), text)


# ---- generalization ----


def test_lengths_are_those_of_the_paper_and_the_longest_one():
    columns = done(machine(), "generalization=sequences=1;longest=60").columns
    assert columns["length"] == [10, 20, 30, 50, 60]
    assert set(columns["machine"]) == {"NTM"}
    assert columns["sequences"] == [1] * 5
    assert done(machine(), "generalization=sequences=1;longest=4").columns["length"] == [4]


@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_played_at_every_length_it_can_have(task):
    form = TASKS[task]
    model = machine(task=task, repeats_max=3, length_max=max(form.fewest, 3))
    columns = done(model, "generalization=sequences=2;longest=30").columns
    assert columns["length"] == [10, 20, 30]
    for wanted, told, wrong, share, loss in zip(
        *(columns[name] for name in ("wanted", "told", "bits_wrong", "share_wrong", "loss")),
        strict=True,
    ):
        assert rows(wanted).shape == rows(told).shape
        assert rows(wanted).shape[1] == form.outputs(form.bits(3))
        assert share == wrong / rows(wanted).size
        assert 0.2 < share < 0.8
        assert loss > 0.0


def test_lengths_that_a_task_cannot_have_are_left_out_or_refused():
    model = machine(task="n-grams", length_max=6)
    assert done(model, "generalization=sequences=1;longest=8").columns["length"] == [8]
    with pytest.raises(InputError, match="longest=2 is too short for Dynamic n-grams; give 6"):
        done(model, "generalization=longest=2")


def test_a_sequence_of_too_many_steps_is_refused_in_words():
    with pytest.raises(InputError, match="length 120 would take 1,322 steps; allowed: 700"):
        done(machine(task="repeat-copy", repeats_max=10), "generalization")


def test_a_large_batch_is_no_reason_to_refuse_what_is_only_played():
    model = machine(length_max=1, batch_size=100, controller_size=200, controller_layers=3)
    table = done(model, "generalization=sequences=1;longest=50")
    assert table.columns["length"][-1] == 50


def test_a_perfect_machine_has_no_wrong_bits(monkeypatch):
    monkeypatch.setattr(generalization, "forward", tells_all)
    columns = done(machine()).columns
    assert columns["bits_wrong"] == columns["share_wrong"] == [0.0, 0.0]
    assert max(columns["loss"]) < 1e-9
    told = [text.replace("9", "1") for text in columns["told"]]
    assert told == columns["wanted"]


def test_what_was_told_agrees_with_the_wrong_bits_that_were_counted():
    columns = done(machine(), "generalization=sequences=1;longest=30").columns
    for wanted, told, wrong in zip(
        columns["wanted"], columns["told"], columns["bits_wrong"], strict=True
    ):
        assert np.count_nonzero((rows(told) >= 5) != (rows(wanted) == 1)) == wrong


@pytest.mark.parametrize(("share", "digit"), [
    (1e-30, 0), (0.09, 0), (0.11, 1), (0.49, 4), (0.5, 4), (0.51, 5), (0.59, 5), (0.61, 6),
    (0.91, 9),
])  # fmt: skip
def test_a_digit_is_tenths_of_a_probability(share, digit):
    assert generalization.tenths(np.array([np.log(share) - np.log1p(-share)])) == digit


def test_a_digit_of_five_is_a_bit_that_is_on_however_near_to_one_half():
    logits = np.array([1e-20, 0.0, -1e-20, np.inf, -np.inf, np.nan])
    assert generalization.tenths(logits).tolist() == [5, 4, 4, 9, 0, 4]


def test_sequences_of_a_length_are_the_same_whatever_else_is_asked_for():
    few = done(machine(), "generalization=sequences=1;longest=20").columns
    many = done(machine(), "generalization=sequences=4;longest=30").columns
    assert few["wanted"] == many["wanted"][:2]
    other = done(machine(seed=2), "generalization=sequences=1;longest=20").columns
    assert few["wanted"] != other["wanted"]


def test_what_was_taken_from_the_heads_is_missing_and_is_said():
    whole, without = done(machine()).columns, done(machine("ablate=location")).columns
    assert set(without["machine"]) == {"NTM without location"}
    assert without["wanted"] == whole["wanted"]
    assert without["loss"] != whole["loss"]


@pytest.mark.parametrize(
    ("controller", "name"),
    [("lstm", "NTM"), ("feed-forward", "feed-forward NTM"), ("lstm-only", "LSTM")],
)
def test_a_machine_is_called_what_it_is(controller, name):
    assert set(done(machine(controller=controller)).columns["machine"]) == {name}


def test_the_shipped_lstm_plays_the_same_sequences(shipped):
    lstm = shipped(controller="lstm-only", controller_size=9)
    columns = done(machine()).columns
    assert columns["machine"] == ["NTM", "LSTM"] * 2
    assert columns["wanted"][::2] == columns["wanted"][1::2]
    assert columns["loss"][::2] == done(machine(), f"{QUICK};against_lstm=false").columns["loss"]
    alone = machine(controller="lstm-only", controller_size=9)
    alone.state.params = lstm.state.params
    assert columns["loss"][1::2] == done(alone).columns["loss"]


def test_an_lstm_that_does_not_fit_stays_away(shipped):
    assert set(done(machine()).columns["machine"]) == {"NTM"}
    shipped(controller="lstm-only", width=4)
    assert set(done(machine()).columns["machine"]) == {"NTM"}
    shipped()
    assert set(done(machine()).columns["machine"]) == {"NTM"}
    shipped(controller="lstm-only")
    assert len(done(machine()).columns["machine"]) == 4
    assert set(done(machine(task="reverse")).columns["machine"]) == {"NTM"}
    assert done(machine(controller="lstm-only")).columns["machine"] == ["LSTM"] * 2


# ---- baseline ----


def test_a_baseline_has_about_two_hundred_points_evenly_spaced():
    columns = done(machine(), "baseline=sequences=1000;size=2").columns
    assert list(columns) == ["sequences", "loss", "bits_wrong"]
    assert columns["sequences"] == list(range(5, 1001, 5))
    assert np.isfinite(columns["loss"] + columns["bits_wrong"]).all()


def test_points_that_are_rarer_than_batches_are_those_of_batches():
    columns = done(machine(batch_size=90), "baseline=sequences=500;size=2").columns
    assert columns["sequences"] == [90, 180, 270, 360, 450, 540]


@pytest.mark.parametrize("given", [
    {}, {"batch_size": 7}, {"task": "repeat-copy"}, {"curriculum": True, "width": 1},
])  # fmt: skip
def test_a_baseline_is_what_the_model_itself_would_learn_as_an_lstm(given):
    alone = machine(controller="lstm-only", controller_size=5, controller_layers=2,
                    learning_rate=0.01, **given)  # fmt: skip
    alone.advance(-(-600 // alone.parameters.batch_size))
    text = "baseline=sequences=600;size=5;layers=2;learning_rate=0.01"
    columns = done(machine(**given), text).columns
    assert columns["sequences"][-1] == alone.sequences_seen()
    assert (columns["loss"][-1], columns["bits_wrong"][-1]) == (alone.loss(), alone.bits_wrong())


def test_a_baseline_learns_an_easy_task():
    columns = done(machine(**EASY), "baseline=sequences=4000;size=20;learning_rate=0.01").columns
    assert columns["loss"][0] > 1.0
    assert columns["loss"][-1] < 0.1
    assert columns["bits_wrong"][-1] < 0.01


def test_a_baseline_of_too_much_work_is_refused_in_words():
    model = machine(batch_size=100, length_max=20)
    with pytest.raises(InputError, match="smaller"):
        done(model, "baseline=size=512;layers=3")
