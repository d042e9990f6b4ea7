"""The job `barrier`: what is measured is what the exact chain of the machine says."""

import numpy as np
import pytest

from simulator.core import job
from simulator.core.errors import InputError
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_transitions import BarrierOptions, Crossings
from simulator.models.boltzmann_valleys import local_minima, valleys_of

TWO_VALLEYS = ("edge=v1,h1:2", "edge=v2,h2:2", "edge=v1,v2:-2", "edge=h1,h2:-1", "bias=v1:-1",
               "bias=v2:-0.5")  # fmt: skip
FOUND = (0,)


def machine(*acts, **parameters):
    model = Boltzmann(1)
    for name, value in parameters.items():
        model.set(name, value)
    for act in acts:
        model.act(act)
    return model


def crossed(text, model=None):
    return job.finish(job.begin(model or machine(*TWO_VALLEYS), f"barrier={text}")).columns


def test_the_ratio_obeys_detailed_balance():
    table = crossed("points=5;sweeps=200000")
    gap = np.array(table["ratio"]) - table["ratio_exact"]
    assert (np.abs(gap) < 4 * np.array(table["error"])).all()
    assert table["ratio_exact"] == pytest.approx(np.exp(0.5 / np.array(table["temperature"])))


def test_the_time_is_that_of_the_exact_chain():
    table = crossed("points=5;sweeps=200000;temperature_from=0.5")
    gap = np.array(table["sweeps_to_b"]) - table["sweeps_to_b_exact"]
    assert (np.abs(gap) < 4 * np.array(table["sweeps_error"])).all()


def test_a_cold_machine_prefers_b_and_hardly_crosses():
    table = crossed("points=2;sweeps=100000")
    assert table["ratio_exact"][0] > 5 > 1.2 > table["ratio_exact"][1]
    assert table["sweeps_to_b_exact"][0] > 10 * table["sweeps_to_b_exact"][1]


def test_clamped_units_take_no_part():
    table = crossed("points=2;sweeps=100000;a=0,0,0;b=1,1,1", machine(*TWO_VALLEYS, "clamp=h2:0"))
    assert table["a"][0] == "000"
    gap = np.array(table["sweeps_to_b"]) - table["sweeps_to_b_exact"]
    assert (np.abs(gap) < 4 * np.array(table["sweeps_error"])).all()


def test_what_was_never_seen_has_no_number():
    never = Crossings(np.array([[10, 0], [0, 10]]), np.array([10, 10]))
    assert never.ratio == (None, None)
    assert never.time_to_b == (None, None)


def test_minima_are_those_no_flip_lowers():
    energies = machine(*TWO_VALLEYS).exact.energies
    slow = [k for k in range(16) if all(energies[k] <= energies[k ^ (1 << i)] for i in range(4))]
    assert sorted(local_minima(energies)) == slow


def test_b_is_the_deepest_valley_and_a_the_next():
    valleys = valleys_of(machine(*TWO_VALLEYS), FOUND, FOUND)
    assert valleys.words == ("1010", "0101")
    assert (valleys.energy_a, valleys.energy_b, valleys.barrier) == (-1.0, -1.5, 1.0)


def test_valleys_can_be_given():
    assert valleys_of(machine(), (0, 0, 1, 1), (1, 1, 0, 0)).words == ("0011", "1100")


def test_two_valleys_may_be_as_deep():
    model = machine(network="lattice", side=4)  # 16 spins
    for k in range(8):
        model.act(f"clamp={k}:1")
    with pytest.raises(InputError, match="one valley only"):
        valleys_of(model, FOUND, FOUND)
    two = machine("edge=v1,v2:2", "bias=v1:-1", "bias=v2:-1", hidden=0)
    assert set(valleys_of(two, FOUND, FOUND).words) == {"00", "11"}


def test_a_flat_machine_has_no_barrier():
    with pytest.raises(InputError, match="one valley only"):
        crossed("points=1", machine())


@pytest.mark.parametrize(("text", "why"), [
    ("a=0,1", "a has 2 units, and 4 are free"),
    ("a=0,0,1,1;b=0,0,1,1", "the same state"),
])  # fmt: skip
def test_what_is_no_pair_of_states_is_refused(text, why):
    with pytest.raises(InputError, match=why):
        crossed(text)


def test_a_large_machine_is_refused():
    with pytest.raises(InputError, match="13 free units"):
        crossed("", machine(visible=13, hidden=0))


def test_temperatures_rise_by_equal_factors():
    options = BarrierOptions(temperature_from=4, temperature_to=1, points=3)
    assert options.temperatures() == pytest.approx([1, 2, 4])
