"""The jobs of the restricted Boltzmann machine: likelihood, completion, two learners."""

import numpy as np
import pytest

from kernels import rbm_exact
from simulator.core import job
from simulator.core.errors import InputError
from simulator.models.rbm import Rbm
from simulator.models.rbm_likelihood import estimate, inverse_temperatures
from simulator.models.rbm_state import RbmParameters
from tests.helpers import bits
from tests.models.rbm_machines import machine

QUICK = {
    "log_likelihood": "exact=false;chains=5;temperatures=20",
    "completion": "patterns=10;chains=3;steps=2",
    "cd_against_pcd": "epochs=3",
}


def done(model, text):
    return job.finish(job.begin(model, text))


@pytest.mark.parametrize("name", QUICK)
def test_a_job_gives_the_same_table_twice_and_leaves_the_model_alone(name):
    model = machine("greys", "clamp=0,0;3,3")
    model.advance(20)
    before = bits(model)
    first, second = (done(model, f"{name}={QUICK[name]}") for _ in range(2))
    assert first == second
    assert bits(model) == before


@pytest.mark.parametrize("name", QUICK)
def test_a_job_tells_shares_that_rise_to_at_most_one(name):
    shares = list(job.begin(machine("greys"), f"{name}={QUICK[name]}"))
    assert shares
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1 + 1e-12


# ---- likelihood ----

KNOWN = {"exact": 0.3, "labels": 0.1, "gaussian exact": 0.05, "pcd": 0.1, "gaussian": 0.05}


def learned(kind: str, seed: int) -> Rbm:
    """A machine with weights that annealing has to find its way through."""
    model = machine(kind, f"set learning_rate={KNOWN[kind]}", seed=seed, momentum=0.5)
    model.advance(3 * 300)
    assert model.weight_norm() > 0.1
    return model


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KNOWN)
def test_annealing_comes_within_its_error_of_the_exact_value(kind, seed):
    model = learned(kind, seed)
    table = done(model, "log_likelihood=exact=false;chains=200;temperatures=1000").columns
    exact = done(model, "log_likelihood=").columns
    assert set(table["how"]) == {"annealed"}
    assert set(exact["how"]) == {"exact"}
    assert exact["log_partition"][0] == pytest.approx(rbm_exact.log_partition(model.machine))
    for part, error in enumerate(table["error"]):
        away = table["log_likelihood"][part] - exact["log_likelihood"][part]
        assert abs(away) < 4 * error + 1e-3
        assert error < 0.2


def test_the_exact_job_says_what_the_readout_says():
    model = machine("labels")
    model.advance(100)
    table = done(model, "log_likelihood").columns
    assert table["part"] == ["learned", "held out"]
    assert table["patterns"] == [90, 10]
    assert table["error"] == [0, 0]
    assert table["log_likelihood"][0] == pytest.approx(model.log_likelihood(), abs=1e-4)
    assert table["log_likelihood"][1] == pytest.approx(model.log_likelihood_held_out(), abs=1e-4)


def test_where_nothing_is_held_out_there_is_one_row():
    assert done(machine("pcd"), "log_likelihood").columns["part"] == ["learned"]


def test_a_machine_without_weights_is_annealed_without_error():
    model = machine("pcd", initial_weights=0.0)
    model.advance(1)
    row = {
        k: v[0]
        for k, v in done(
            model, "log_likelihood=exact=false;chains=5;temperatures=10"
        ).columns.items()
    }
    assert row["error"] == pytest.approx(0, abs=1e-6)
    assert row["log_likelihood"] == pytest.approx(-16 * np.log(2), abs=1e-4)


def test_errors_of_many_annealings_are_as_large_as_they_say():
    model = learned("exact", 1)
    exact = rbm_exact.log_partition(model.machine)
    away = []
    for step in range(30):
        model.state.step = step  # another stream of chance
        table = done(model, "log_likelihood=exact=false;chains=100;temperatures=100").columns
        away.append((table["log_partition"][0] - exact) / table["error"][0])
    assert 0.5 < np.std(away) < 1.7
    assert abs(np.mean(away)) < 1


@pytest.mark.parametrize("count", [10, 11, 100, 10_000])
def test_inverse_temperatures_rise_from_0_to_1(count):
    betas = inverse_temperatures(count)
    assert (betas[0], betas[-1]) == (0, 1)
    assert (np.diff(betas) > 0).all()
    assert abs(len(betas) - 1 - count) <= 2


@pytest.mark.parametrize("spread", [0.0, 1.0, 500.0])
def test_an_estimate_of_weights_of_any_size_is_finite(spread):
    logs = spread * np.linspace(-1, 1, 7) + 1e4
    found = estimate(3.0, logs)
    assert np.isfinite([found.log_z, found.error]).all()
    assert found.log_z == pytest.approx(3 + np.logaddexp.reduce(logs) - np.log(7))


# ---- completion ----


def test_a_machine_that_knows_completes_better_than_the_mean_and_worse_than_nothing():
    model = Rbm(0, RbmParameters(side=8, examples=2000, hidden=64, learning_rate=0.1, batch_size=20,
                                 binarization="threshold"))  # fmt: skip
    model.advance(3 * 90 * 15)
    ways = done(model, "completion=patterns=200;chains=20;steps=20").columns
    ratio = dict(zip(ways["way"], ways["ratio"], strict=True))
    assert ratio["mean pattern"] == 1
    assert 0 < ratio["this machine"] < 0.9
    assert 0 < ratio["nearest learned patterns"] < 1
    assert set(ways["patterns"]) == {200}


def test_an_untrained_machine_completes_like_the_mean_pattern():
    model = Rbm(0, RbmParameters(side=6, examples=400, hidden=8, initial_weights=0.0))
    model.advance(1)
    ways = done(model, "completion=patterns=40;chains=100;steps=5").columns
    assert ways["ratio"][-1] == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("half", ["left", "right", "top", "bottom"])
@pytest.mark.parametrize("kind", ["greys", "labels", "gaussian", "patches"])
def test_every_half_of_every_kind_of_data_is_completed(kind, half):
    ways = done(machine(kind), f"completion={QUICK['completion']};half={half}").columns
    assert ways["way"] == ["mean pattern", "nearest learned patterns", "this machine"]
    assert np.isfinite(ways["squared_error"]).all()


def test_with_nothing_held_out_nothing_is_completed():
    with pytest.raises(InputError, match="set held_out above 0"):
        done(machine("pcd"), "completion")


def test_where_the_mean_pattern_is_never_wrong_there_is_no_ratio():
    model = machine("drawn", "set held_out=0.5", "clamp=0,0;0,3")
    for _ in range(6):
        model.act("add=1")
    for _ in range(3):
        model.act("forget_example=0")
    ways = done(model, "completion=patterns=10;chains=2;steps=1;half=right").columns
    assert ways["squared_error"][0] == 0
    assert ways["ratio"] == [None] * 3


# ---- two learners ----


def test_persistent_chains_end_above_one_step_of_contrastive_divergence():
    model = Rbm(0, RbmParameters(
        data="bars-and-stripes", side=4, hidden=10, batch_size=10, learning_rate=0.05,
        initial_weights=0.1))  # fmt: skip
    table = done(model, "cd_against_pcd=epochs=1500").columns
    last = dict(zip(table["learning"], table["log_likelihood"], strict=True))
    assert last["pcd"] > last["cd"] + 0.3
    assert table["epoch"][-1] == 1500


def test_both_learners_begin_with_the_same_weights_and_data():
    table = done(machine("drawn"), "cd_against_pcd=epochs=2").columns
    assert table["learning"] == ["cd", "cd", "pcd", "pcd"]
    assert table["epoch"] == [1, 2, 1, 2]
    assert None not in table["reconstruction_error"]


def test_learners_do_not_stop_when_they_are_stuck():
    table = done(machine("cd", "set learning_rate=10"), "cd_against_pcd=epochs=60").columns
    assert table["epoch"][-1] == 60
