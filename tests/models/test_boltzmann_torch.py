"""The Boltzmann machine on another back end: the same spins, and words where it fails."""

import numpy as np
import pytest

pytest.importorskip("torch")

from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_state import BoltzmannParameters
from simulator.models.boltzmann_torch import FULL, MANY

GRIDS = (
    {"network": "lattice", "side": 16, "chains": 3, "temperature": 2.2},
    {"network": "lattice", "side": 8, "chains": 2, "sampler": "metropolis", "field": 0.3},
    {"network": "lattice", "side": 8, "chains": 2, "sampler": "wolff"},
    {"network": "picture", "side": 8, "chains": 2},
    {"network": "spin-glass", "couplings": "lattice", "side": 8, "chains": 4,
     "sampler": "replica-exchange"},
)  # fmt: skip
TABLES = (
    {"network": "spin-glass", "units": 9, "chains": MANY},
    {"network": "general", "visible": 3, "hidden": 2, "initial_weights": 1.0, "chains": MANY,
     "sampler": "metropolis"},
    {"network": "spin-glass", "units": 6, "chains": MANY, "sampler": "replica-exchange"},
)  # fmt: skip


def pair(values) -> tuple[Boltzmann, Boltzmann]:
    one, two = (Boltzmann(1, BoltzmannParameters(**values)) for _ in range(2))
    two.use_backend("torch")
    return one, two


def run(model: Boltzmann) -> None:
    n = model.parameters.n
    for count in (n // 3, n, 2 * n + 5, n):
        model.advance(count)


@pytest.mark.parametrize("values", [*GRIDS, *TABLES])
def test_torch_comes_to_the_same_spins_and_words(values):
    one, two = pair(values)
    run(one)
    run(two)
    assert (one.state.units == two.state.units).all()
    assert (one.state.words == two.state.words).all()
    assert np.allclose(one.state.energies, two.state.energies, atol=1e-9)


@pytest.mark.parametrize("values", [*GRIDS, *TABLES])
def test_torch_counts_the_same(values):
    one, two = pair(values)
    run(one)
    run(two)
    assert (one.state.on == two.state.on).all()
    assert one.state.acceptance == two.state.acceptance
    assert one.state.exchanges == two.state.exchanges


def test_pinned_spins_stay_on_another_back_end():
    _, two = pair({"network": "lattice", "side": 8, "temperature": 5.0})
    two.act("pin=0,0;7,0;value=-1")
    two.advance(640)
    assert two.invariants()["held_stay"]


def test_few_chains_of_a_table_stay_with_numba():
    one, two = pair({"network": "spin-glass", "units": 9, "chains": 3})
    run(one)
    run(two)
    assert (one.state.fields == two.state.fields).all()
    assert (one.state.last == two.state.last).all()


def test_a_full_device_is_left_in_words(monkeypatch):
    from kernels import torch as twins
    from kernels.torch import ising

    _, model = pair({"network": "lattice", "side": 8})
    model.backend = "torch"
    elsewhere = model.elsewhere
    elsewhere.backend = model.backend = "cuda"
    works = ising.update_lattice

    def full(*arguments):
        if elsewhere.backend == "cuda":
            raise twins.OutOfMemory("full")
        return works(*arguments)

    monkeypatch.setitem(twins.DEVICES, "cuda", "cpu")
    monkeypatch.setattr(ising, "update_lattice", full)
    model.advance(64)
    assert model.backend == "torch"
    assert model.taken_notice() == FULL
