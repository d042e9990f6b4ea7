"""What the papers prove or state about Hopfield networks."""

from itertools import product

import numpy as np
import pytest

from simulator.models.hopfield import Hopfield


def network(memories, **parameters) -> Hopfield:
    """A network that stored `memories` (K, N)."""
    side = int(np.sqrt(len(memories[0])))
    model = Hopfield(3)
    model.set("side", side)
    for name, value in parameters.items():
        model.set(name, value)
    for memory in memories:
        model.act("probe=" + ",".join(str(int(v)) for v in memory))
        model.act("store")
    return model


def begin(model: Hopfield, units) -> None:
    model.state.units[:] = units
    model.state.position = 0
    model.refresh()


def random_memories(count: int, units: int) -> np.ndarray:
    return np.random.default_rng(count).choice([-1, 1], (count, units))


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("rule", ["hebb", "pseudo-inverse"])
def test_no_asynchronous_update_from_any_of_all_states_raises_the_energy(rule, own):
    """Hopfield (1982)."""
    model = network(random_memories(3, 9), rule=rule, own_connections=own, threshold=0.1)
    for units in product((-1, 1), repeat=9):
        begin(model, units)
        last = model.energy()
        for _ in range(9):
            model.advance(1)
            assert model.energy() <= last + 1e-12
            last = model.energy()


def test_from_every_state_asynchronous_recall_comes_to_rest():
    model = network(random_memories(3, 9), rule="hebb")
    for units in product((-1, 1), repeat=9):
        begin(model, units)
        model.advance(9 * 10)
        assert model.unstable_units() == 0


@pytest.mark.parametrize("seed", range(10))
def test_one_hebb_memory_is_recalled_by_the_majority_of_right_units(seed):
    memory = random_memories(1, 25)[0]
    model = network([memory], rule="hebb")
    for wrong in range(26):
        units = memory.copy()
        units[np.random.default_rng(seed).permutation(25)[:wrong]] *= -1
        begin(model, units)
        model.advance(25 * 3)
        if wrong < 12:
            assert model.verdict() == "stored 0"
        elif wrong > 13:
            assert model.verdict() == "inverse of 0"


@pytest.mark.parametrize("count", [1, 8, 16, 24])
def test_the_projection_rule_keeps_any_independent_patterns(count):
    """Personnaz, Guyon, Dreyfus (1985): up to N − 1, with every field ξ_i − w_ii ξ_i."""
    memories = random_memories(count, 25)
    assert np.linalg.matrix_rank(memories) == count
    model = network(memories)
    for k in range(count):
        model.act(f"probe={k}")
        assert model.verdict() == f"stored {k}"


def test_dependent_patterns_do_not_hurt_the_projection_rule():
    memories = random_memories(4, 16)
    model = network([*memories, memories[0], -memories[1]])
    for k in range(6):
        model.act(f"probe={k}")
        assert model.unstable_units() == 0


def test_orthogonal_patterns_make_both_rules_one():
    model = Hopfield()
    model.act("preset=orthogonal")
    hebb = model.network.left
    model.set("rule", "pseudo-inverse")
    assert np.allclose(model.network.left, hebb, atol=1e-12)


def test_synchronous_recall_ends_in_a_fixed_point_or_a_two_state_cycle():
    """Goles, Fogelman, Pellegrin (1985)."""
    model = network(random_memories(3, 9), rule="hebb", dynamics="synchronous")
    for units in product((-1, 1), repeat=9):
        begin(model, units)
        model.advance(9 * 20)
        assert model.converged()


@pytest.mark.parametrize("dynamics", ["asynchronous", "ordered", "glauber"])
def test_warm_recall_visits_states_as_boltzmann_says(dynamics):
    """exp(−E/T)/Z over all 16 states; heat-bath sweeps in any order keep it."""
    model = network(random_memories(2, 4), rule="hebb", threshold=0.2, dynamics=dynamics)
    model.set("temperature", 1.0)
    states = np.array(list(product((-1, 1), repeat=4)))
    weights = np.exp([-model.network.energy_by_definition(s) for s in states])
    sweeps, counts = 20_000, np.zeros(16)
    for _ in range(sweeps):
        model.advance(4)
        counts[int(((model.state.units > 0) * (8, 4, 2, 1)).sum())] += 1
    distance = 0.5 * np.abs(counts / sweeps - weights / weights.sum()).sum()
    assert distance < 0.02  # independent samples would give 0.01
