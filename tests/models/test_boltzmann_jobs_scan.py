"""The job `temperature_scan`: against exact numbers, for every sampler."""

import numpy as np
import pytest

from simulator.core import job
from simulator.core.errors import InputError
from simulator.models import boltzmann_onsager as onsager
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_exact import Exact
from simulator.models.boltzmann_scan import COLUMNS, ScanOptions, blocks_of, fitted, fluctuation
from simulator.models.boltzmann_state import BoltzmannParameters

EMPTY = ("magnetization", "susceptibility", "exact_energy", "side")


def scanned(text, *acts, **parameters):
    model = Boltzmann(1)
    for name, value in parameters.items():
        model.set(name, value)
    for act in acts:
        model.act(act)
    return model, job.finish(job.begin(model, f"temperature_scan={text}")).columns


def away(found, errors, exact):
    """How far values are from exact ones, in standard errors."""
    return np.abs(np.array(found) - exact) / np.maximum(np.array(errors), 1e-9)


@pytest.mark.parametrize("sampler", ["gibbs", "metropolis", "wolff", "replica-exchange"])
def test_a_lattice_has_kaufmans_energies(sampler):
    text = "points=4;temperature_from=1.8;temperature_to=3;measure=4000;side=8"
    _, table = scanned(text, network="lattice", sampler=sampler)
    exact = onsager.kaufman_energy(8, 8, np.array(table["temperature"]))
    assert (away(table["energy"], table["energy_error"], exact) < 4).all()


def exact_moments(model, temperature):
    """Return N var(e)/T² and N (⟨m²⟩ − ⟨|m|⟩²)/T of a small model, of all its states."""
    p = model.parameters
    states = Exact.of(model.dense, model.state.cue, np.zeros(p.n, bool), temperature)
    bits = (np.arange(2**p.n)[:, None] >> np.arange(p.n)) & 1
    m = (2.0 * bits - 1.0).mean(axis=1)
    e = states.energies / p.n
    heat = p.n * (states.p @ e**2 - (states.p @ e) ** 2) / temperature**2
    return heat, p.n * (states.p @ m**2 - (states.p @ abs(m)) ** 2) / temperature, states.p @ abs(m)


@pytest.mark.parametrize("sampler", ["gibbs", "wolff"])
@pytest.mark.parametrize("field", [0.0, 0.2])
def test_heat_and_susceptibility_are_those_of_all_states(sampler, field):
    text = "points=1;temperature_from=2.5;temperature_to=2.5;measure=20000"
    model, table = scanned(text, network="lattice", side=4, field=field, sampler=sampler)
    heat, chi, size = exact_moments(model, 2.5)
    for name, exact in (("specific_heat", heat), ("susceptibility", chi), ("magnetization", size)):
        assert away(table[name], table[f"{name}_error"], exact) < 4


def test_onsagers_numbers_stand_beside_a_lattice_without_a_field():
    _, table = scanned("points=2;measure=16;equilibrate=0;side=8", network="lattice")
    assert table["exact_energy"] == pytest.approx(onsager.energy_per_spin(np.array([1.0, 4.0])))
    assert table["exact_magnetization"] == pytest.approx([0.99928, 0], abs=1e-4)
    _, table = scanned("points=2;measure=16;equilibrate=0;side=8", network="lattice", field=0.1)
    assert table["exact_heat"] == [None, None]


def test_other_machines_have_energy_and_heat_alone():
    text = "points=2;measure=4000;temperature_to=2"
    model, table = scanned(text, network="spin-glass", units=10)
    assert tuple(table) == COLUMNS
    for name in EMPTY:
        assert table[name] == [None, None]
    states = Exact.of(model.dense, model.state.cue, np.zeros(10, bool), 1.0)
    assert away(table["energy"][0], table["energy_error"][0], states.mean_energy / 10) < 4


@pytest.mark.parametrize("parameters", [
    {"network": "spin-glass", "couplings": "lattice"}, {"network": "picture"},
])  # fmt: skip
def test_every_grid_is_scanned(parameters):
    _, table = scanned("points=2;measure=64", side=8, **parameters)
    assert table["side"] == [8, 8]
    assert table["energy"][0] < table["energy"][1]
    assert None not in table["magnetization"]


def test_pinned_spins_stay():
    _, table = scanned(
        "points=1;measure=16", "pin=0,0;7,0;tool=line", "pin=0,4;7,4;tool=line;value=-1",
        network="lattice", side=8,
    )  # fmt: skip
    assert table["magnetization"][0] < 1
    assert table["exact_energy"] == [None]


def test_a_large_grid_is_scanned_at_a_smaller_side():
    large = BoltzmannParameters(network="lattice", side=256)
    assert fitted(large, ScanOptions()).side == 64
    assert fitted(large, ScanOptions(side=0)).side == 256
    assert fitted(large.with_value("network", "picture"), ScanOptions()).side == 256


def test_a_scan_of_hours_is_refused():
    with pytest.raises(InputError, match="Choose fewer points"):
        scanned("side=0;measure=1000000", network="lattice", side=1024)


def test_the_jackknife_is_the_slow_one():
    rng = np.random.default_rng(2)
    x = rng.normal(size=1000)
    whole, error = fluctuation(x, x, 3.0)
    left = [3.0 * np.delete(x, slice(k, k + 50)).var() for k in range(0, 1000, 50)]
    assert blocks_of(x) == 20
    assert whole == pytest.approx(3.0 * x.var())
    assert error == pytest.approx(np.sqrt(19 * np.var(left)))


def test_blocks_are_long_where_the_series_remembers():
    walk = np.cumsum(np.random.default_rng(3).normal(size=1000))
    assert blocks_of(walk) == 4
