"""The jobs of the Boltzmann machine: what all of them share, the table of states, the chains."""

import numpy as np
import pytest

from simulator.core import job
from simulator.core.errors import InputError
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_chains import Chains, by_chance
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_machine import machine_of
from simulator.models.boltzmann_state import BoltzmannParameters
from tests.helpers import bits

QUICK = {
    "temperature_scan": "points=2;equilibrate=0;measure=16",
    "barrier": "points=2;sweeps=1000;a=0,0,0,0;b=1,1,1,1",
    "states": "",
    "searches": "trials=2;sweeps=4",
}


def machine(*acts, seed=1, **parameters):
    model = Boltzmann(seed)
    for name, value in parameters.items():
        model.set(name, value)
    for act in acts:
        model.act(act)
    return model


def done(model, text):
    return job.finish(job.begin(model, text))


@pytest.mark.parametrize("name", QUICK)
def test_a_job_gives_the_same_table_twice_and_leaves_the_model_alone(name):
    model = machine("edge=v1,h1:1")
    before = bits(model)
    first, second = (done(model, f"{name}={QUICK[name]}") for _ in range(2))
    assert first == second
    assert bits(model) == before


@pytest.mark.parametrize("name", QUICK)
def test_a_job_tells_shares_that_rise_to_at_most_one(name):
    shares = list(job.begin(machine("edge=v1,h1:1"), f"{name}={QUICK[name]}"))
    assert shares
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1 + 1e-12


# ---- the table of states ----


def test_states_are_the_boltzmann_distribution():
    table = done(machine("edge=v1,h1:1.5", "bias=v2:-0.5"), "states").columns
    energies = np.array(table["energy"])
    slow = [
        -1.5 * a * c + 0.5 * b
        for a, b, c in zip(table["v1"], table["v2"], table["h1"], strict=True)
    ]
    assert energies == pytest.approx(np.array(slow))
    assert table["weight"] == pytest.approx(np.exp(-energies))
    assert table["p"] == pytest.approx(np.exp(-energies) / np.exp(-energies).sum())
    assert table["p"] == sorted(table["p"], reverse=True)


def test_the_visible_units_have_a_probability_of_their_own():
    table = done(machine("edge=v1,h1:1.5"), "states=order=number").columns
    sums = np.array(table["p"]).reshape(4, 4).sum(axis=1)
    assert table["p_visible"] == pytest.approx(np.repeat(sums, 4))


def test_clamped_units_stay_in_the_table():
    table = done(machine("clamp=v2:1"), "states=order=number").columns
    assert table["v2"] == [1] * 8
    assert table["h2"] == [0, 1] * 4


def test_a_table_has_at_most_so_many_rows():
    assert len(done(machine(), "states=rows=3").columns["p"]) == 3


def test_sampled_shares_stand_beside_the_exact_ones():
    model = machine("edge=v1,h1:1")
    model.advance(2000 * model.parameters.n)
    table = done(model, "states").columns
    assert sum(table["sampled"]) == pytest.approx(1)
    assert table["sampled"] == pytest.approx(table["p"], abs=0.03)


def test_spins_are_minus_one_and_one():
    table = done(machine(network="spin-glass", units=3), "states").columns
    assert set(table["s1"]) == {-1, 1}


def test_at_zero_temperature_there_is_no_weight():
    table = done(machine("bias=v1:1", temperature=0), "states").columns
    assert table["weight"] == [None] * 16
    assert sum(table["p"]) == pytest.approx(1)


def test_too_many_states_are_refused():
    with pytest.raises(InputError, match="24 free units have too many states"):
        done(machine(visible=24, hidden=0), "states")


# ---- chains ----


def test_chains_sample_the_distribution():
    couplings = np.array([[0.0, 1.0], [1.0, 0.0]])
    rng = np.random.default_rng(3)
    chains = Chains(
        Dense(couplings, np.zeros(2), 0), np.zeros((4000, 2), np.int8), np.zeros(2, bool), rng
    )
    chains.run(np.ones(30))
    both = (chains.units.sum(axis=1) == 2).mean()
    assert both == pytest.approx(np.e / (3 + np.e), abs=0.03)


def test_each_chain_has_its_temperatures():
    p = BoltzmannParameters(network="lattice", side=8)
    rng = np.random.default_rng(4)
    chains = Chains(machine_of(p, 0, None), np.ones((2, 64), np.int8), np.zeros(64, bool), rng)
    log = chains.run(np.array([[0.1] * 5, [100.0] * 5]))
    assert (log[0, 0] == -128).all()
    assert (np.abs(log[0, 1]) < 60).all()
    assert chains.best_energy[0] == -128


def test_held_units_never_move():
    held = np.arange(4) < 2
    units = by_chance(50, held, np.array([1, 0, 0, 0], np.int8), 0, np.random.default_rng(5))
    chains = Chains(Dense(np.zeros((4, 4)), np.zeros(4), 0), units, held, np.random.default_rng(6))
    chains.run(np.ones(20))
    assert (chains.units[:, :2] == [1, 0]).all()
    assert 0.2 < chains.units[:, 2:].mean() < 0.8
