"""Machines on a grid against the same machine with its couplings as a table."""

import numpy as np
import pytest

from kernels import ising
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_exact import Exact
from simulator.models.boltzmann_grid import (
    Grid,
    bonds_of,
    neighbours_of,
    rightward,
    ticks_of_cluster,
)
from simulator.models.boltzmann_state import BoltzmannParameters

RNG = np.random.default_rng(0)
RIGHT, DOWN = RNG.choice(np.array([-1, 1], np.int8), (2, 4, 4))
SEEN = RNG.choice(np.array([-1, 1], np.int8), 16)
GRIDS = {
    "plain": Grid(4, None, None, 0.0, 0.0),
    "field": Grid(4, None, None, 0.7, 0.0),
    "bonds": Grid(4, bonds_of(RIGHT, DOWN), None, -0.3, 0.0),
    "evidence": Grid(4, None, SEEN, 0.0, 1.3),
    "weightless evidence": Grid(4, None, SEEN, 0.0, 0.0),
}
each_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)


def states(count: int, n: int = 16) -> np.ndarray:
    return np.random.default_rng(1).choice(np.array([-1, 1], np.int8), (count, n))


def model_of(**given) -> Boltzmann:
    return Boltzmann(5, BoltzmannParameters(side=4, **given))


def energy_by_place(square, right, down, field, weight=0.0, seen=None) -> float:
    """E, place by place: each with its neighbours to the right and below."""
    side, total = len(square), 0.0
    for i, j in np.ndindex(side, side):
        s = float(square[i, j])
        total -= right[i, j] * s * square[i, (j + 1) % side] + field * s
        total -= down[i, j] * s * square[(i + 1) % side, j]
        total -= 0.0 if seen is None else weight * seen[i, j] * s
    return total


# ---- energies and fields ----


@each_grid
def test_energies_are_those_of_the_table(grid):
    for units in states(50):
        assert grid.energy_of(units) == pytest.approx(grid.as_dense().energy_of(units), abs=1e-12)


@each_grid
def test_energies_are_the_sum_over_all_places(grid):
    ones = np.ones((4, 4))
    right, down = (RIGHT, DOWN) if grid.bonds is not None else (ones, ones)
    seen = None if grid.evidence is None else ising.joined(grid.evidence)
    for units in states(20):
        wanted = energy_by_place(ising.joined(units), right, down, grid.field, grid.weight, seen)
        assert grid.energy_of(units) == pytest.approx(wanted, abs=1e-12)


@each_grid
def test_fields_are_those_of_the_table(grid):
    dense = grid.as_dense()
    for units in states(5):
        wanted = dense.fields(units[None])[0]
        found = [grid.field_of(units, unit) for unit in range(16)]
        assert found == pytest.approx(wanted.tolist(), abs=1e-12)


@each_grid
def test_the_table_is_symmetric_and_without_a_diagonal(grid):
    couplings = grid.as_dense().couplings
    assert (couplings == couplings.T).all()
    assert not np.diagonal(couplings).any()
    assert (np.abs(couplings).sum(1) == 4).all()


@each_grid
def test_sums_are_those_that_the_kernel_measures(grid):
    for units in states(10):
        assert grid.sums(units).tolist() == list(ising.measure(units, 4, grid.bonds, grid.evidence))


@pytest.mark.parametrize("side", [4, 6, 8])
def test_a_bond_is_the_same_from_both_of_its_ends(side):
    rng = np.random.default_rng(side)
    right, down = rng.integers(-3, 4, (2, side, side))
    bonds = bonds_of(right, down)
    for unit in range(side**2):
        row, column = ising.place_of(unit, side)
        for k, other in enumerate(neighbours_of(row, column, side)):
            at = neighbours_of(*ising.place_of(other, side), side)
            mirrored = [m for m in range(4) if at[m] == unit]
            assert bonds[k, unit] in [bonds[m, other] for m in mirrored]
            opposite = {0: 1, 1: 0}.get(k)  # up and down; beside and across depend on the column
            if opposite is not None:
                assert bonds[opposite, other] == bonds[k, unit]


@pytest.mark.parametrize("side", [4, 6])
def test_the_bonds_to_the_right_are_the_ones_that_were_given(side):
    rng = np.random.default_rng(side)
    right, down = rng.choice(np.array([-1, 1], np.int8), (2, side, side))
    assert (ising.joined(rightward(bonds_of(right, down), side)) == right).all()
    assert (ising.joined(bonds_of(right, down)[1]) == down).all()


@pytest.mark.parametrize("side", [4, 6])
def test_neighbours_are_those_of_the_kernel(side):
    for unit in range(side**2):
        row, column = ising.place_of(unit, side)
        found = neighbours_of(row, column, side)
        assert [int(k) for k in ising.neighbours(unit, side)] == list(found)


# ---- running sums ----


@pytest.mark.parametrize("sampler", ["gibbs", "metropolis", "replica-exchange", "wolff"])
@pytest.mark.parametrize("given", [
    {"network": "lattice", "field": 0.2}, {"network": "spin-glass", "couplings": "lattice"},
    {"network": "picture"}, {"network": "picture", "evidence": 0.0},
], ids=["lattice", "glass", "picture", "picture without weight"])  # fmt: skip
def test_the_sums_stay_those_of_the_units(given, sampler):
    model = model_of(chains=3, sampler=sampler, **given)
    if model.state.drawing.size:
        model.act("paint=0,0;3,3"), model.act("corrupt=0.3")
    model.act("pin=1,1")
    for count in (1, 5, 16, 100):
        model.advance(count)
        s, machine = model.state, model.machine
        assert s.sums.tolist() == [machine.sums(units).tolist() for units in s.units]
        assert s.energies.tolist() == [machine.energy_of(units) for units in s.units]


# ---- what is sampled ----


def agrees(model: Boltzmann, sweeps: int) -> None:
    """Energies of 16 parts of the run have the exact mean and mean square within their error."""
    exact = Exact.of(model.dense, model.state.cue, model.state.held, model.temperature_now)
    n, parts = model.parameters.n, []
    for _ in range(16):
        model.act("set sampler=" + model.parameters.sampler)  # begins the counting anew
        model.advance(n * sweeps // 16)
        counts = model.state.counts
        parts.append([
            counts @ exact.energies / counts.sum(), counts @ exact.energies**2 / counts.sum(),
            *(model.state.on[~model.state.held] / counts.sum()),
        ])  # fmt: skip
    wanted = [exact.mean_energy, exact.p @ exact.energies**2, *exact.means()[exact.free]]
    mean, error = np.mean(parts, 0), np.std(parts, 0, ddof=1) / 4
    assert np.abs((mean - wanted) / error).max() < 6


@pytest.mark.parametrize("sampler", ["gibbs", "metropolis", "wolff", "replica-exchange"])
def test_a_lattice_of_4_by_4_comes_to_the_exact_distribution(sampler):
    model = model_of(network="lattice", field=0.1, temperature=2.5, sampler=sampler, chains=2)
    agrees(model, 16_000)


@pytest.mark.parametrize("sampler", ["gibbs", "metropolis"])
@pytest.mark.parametrize("network", ["spin-glass", "picture"])
def test_bonds_and_evidence_are_sampled_as_boltzmann_says(network, sampler):
    model = model_of(
        network=network, couplings="lattice", temperature=2.0, evidence=0.5, sampler=sampler,
        chains=2,
    )  # fmt: skip
    if network == "picture":
        model.act("paint=0,0;3,3")
    agrees(model, 16_000)


@pytest.mark.parametrize("sampler", ["gibbs", "wolff"])
def test_a_lattice_with_pinned_spins_comes_to_the_conditional_distribution(sampler):
    model = model_of(network="lattice", temperature=3.0, sampler=sampler, chains=2)
    model.act("pin=0,0;value=-1"), model.act("pin=2,2")
    agrees(model, 16_000)


@pytest.mark.parametrize("temperature", [0.0, 1.0, 2.2, 2.5, 4.0, 10.0])
def test_a_cluster_takes_about_as_many_ticks_as_it_has_spins(temperature):
    model = Boltzmann(1, BoltzmannParameters(
        network="lattice", side=16, sampler="wolff", temperature=temperature, chains=1,
    ))  # fmt: skip
    assert 1 <= ticks_of_cluster(temperature, 16) <= 256
    model.advance(256 * 100)
    flips = 0.0
    for _ in range(200):
        model.advance(256)
        flips += model.acceptance()
    assert 0.5 < flips / 200 <= 1


def test_the_moments_of_a_lattice_give_the_exact_heat_and_susceptibility():
    model = model_of(network="lattice", temperature=3.0, chains=1)
    exact = model.exact
    spins = 2.0 * np.array([bin(k).count("1") for k in range(2**16)]) - 16.0
    variance = exact.p @ exact.energies**2 - exact.mean_energy**2
    chi = (exact.p @ spins**2 - (exact.p @ abs(spins)) ** 2) / 16 / 3.0
    model.advance(16 * 120_000)
    assert model.energy_per_spin() == pytest.approx(exact.mean_energy / 16, rel=0.02)
    assert model.specific_heat() == pytest.approx(variance / 16 / 9.0, rel=0.05)
    assert model.susceptibility() == pytest.approx(chi, rel=0.05)


def test_a_picture_is_restored_by_what_neighbours_say():
    model = Boltzmann(1, BoltzmannParameters(network="picture", side=32, chains=1, evidence=1.0))
    model.act("paint=8,8;23,23;tool=rectangle;size=6"), model.act("corrupt=0.1")
    spoiled = model.restored()
    model.act("set temperature=0.3")
    model.advance(1024 * 20)
    assert spoiled == pytest.approx(90, abs=0.1)
    assert model.restored() > 97
