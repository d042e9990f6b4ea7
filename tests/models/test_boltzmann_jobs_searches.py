"""The job `searches`: every method has the same time, and none beats the optimum."""

import numpy as np
import pytest

from simulator.core import job
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_searches import METHODS, POINTS, Search

MACHINES = [
    {"network": "problem", "units": 16},
    {"network": "problem", "problem": "partition", "units": 8},
    {"network": "spin-glass", "units": 16},
    {"network": "spin-glass", "couplings": "lattice", "side": 4},
    {"network": "general", "visible": 6, "initial_weights": 1.0},
]


def machine(**parameters):
    model = Boltzmann(1)
    for name, value in parameters.items():
        model.set(name, value)
    return model


def searched(text, **parameters):
    return job.finish(job.begin(machine(**parameters), f"searches={text}")).columns


@pytest.mark.parametrize("parameters", MACHINES)
def test_no_method_beats_the_optimum_and_most_find_it(parameters):
    table = searched("trials=4;sweeps=200", **parameters)
    best, optimum = np.array(table["best"]), table["optimum"][0]
    assert best.min() >= optimum - 1e-9 * abs(optimum)
    ends = np.array(table["found"]).reshape(len(METHODS), -1)[:, -1]
    assert ends.mean() > 0.5


def test_every_method_has_a_row_at_the_same_updates():
    table = searched("trials=2;sweeps=256", network="spin-glass", units=20)
    assert list(dict.fromkeys(table["method"])) == list(METHODS)
    rows = np.array(table["updates"]).reshape(len(METHODS), POINTS)
    assert (rows == rows[0]).all()
    assert rows[0, -1] == 256 * 20


def test_the_best_never_gets_worse():
    table = searched("trials=3;sweeps=64", network="spin-glass", units=50)
    best = np.array(table["best"]).reshape(len(METHODS), -1)
    assert (np.diff(best, axis=1) <= 1e-12).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sweeps", [1, 7, 100])
def test_no_method_takes_more_time(method, sweeps):
    model = machine(network="spin-glass", units=20)
    search = Search(model, sweeps, 8, 3.0, 0.1)
    spent = [updates for updates, _ in METHODS[method](search, np.random.default_rng(1))]
    assert spent == sorted(spent)
    assert 0 < spent[-1] <= sweeps * 20
    assert spent[-1] > 0.8 * sweeps * 20


def test_an_unknown_optimum_is_left_open():
    table = searched("trials=1;sweeps=4", network="spin-glass", units=30)
    assert set(table["optimum"]) == {None}
    assert set(table["found"]) == {None}


def test_held_units_stay_and_change_the_optimum():
    model = machine(network="problem", units=12)
    model.act("clamp=0:1")
    model.act("clamp=1:1")
    free = machine(network="problem", units=12)
    held, best = (job.finish(job.begin(m, "searches=trials=2;sweeps=100")).columns["optimum"][0]
                  for m in (model, free))  # fmt: skip
    assert held >= best
