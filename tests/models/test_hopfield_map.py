"""The exact map of all states of a small network."""

from functools import partial

import numpy as np
import pytest

from simulator.core import job
from simulator.core.errors import InputError
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_map import AT_RANDOM, DYNAMICS, all_states, basin_map
from simulator.models.hopfield_map_table import MapTable, exact_basins_of, named, written

ABC = ("A", "B", "C")
WALSH = np.array([[1, -1] * 4, [1, 1, -1, -1] * 2, [1] * 4 + [-1] * 4])  # orthogonal, 8 units


def drives(states, weights, threshold=0.0):
    return states @ np.asarray(weights, float).T - threshold


def mapped(weights, dynamics="glauber", threshold=0.0, energies=None):
    weights = np.asarray(weights, float)
    fields = partial(drives, weights=weights, threshold=threshold)
    return basin_map(fields, len(weights), dynamics, energies)


def hebb(memories, own=False):
    memories = np.asarray(memories, float)
    weights = memories.T @ memories / memories.shape[1]
    return weights if own else weights - np.diag(np.diag(weights))


def random_weights(units, seed, is_symmetric):
    weights = np.random.default_rng(seed).normal(size=(units, units))
    return (weights + weights.T if is_symmetric else weights) * (1 - np.eye(units))


def number(units) -> int:
    return int("".join("1" if v > 0 else "0" for v in units), 2)


def walk_for_ever(weights, threshold):
    """The chance to be in each state after 2^40 choices of a unit: the slow twin, (M, M).

    Half of the time nothing happens, so that a walk going round has a limit too.
    """
    units = len(weights)
    states = all_states(units).astype(float)
    step = np.zeros((len(states), len(states)))
    for k, state in enumerate(states):
        for i in range(units):
            after = state.copy()
            after[i] = 1 if weights[i] @ state - threshold >= -1e-12 else -1
            step[k, number(after)] += 1 / units
    step = 0.5 * (step + np.eye(len(states)))
    for _ in range(40):
        step = step @ step
        step /= step.sum(axis=1, keepdims=True)
    return step


def follow(state, weights, dynamics):
    """The state a sweep later, unit by unit: the slow twin."""
    now, seen = state.copy(), state.copy()
    for i in range(len(state)):
        seen[i] = 1 if weights[i] @ (now if dynamics == "synchronous" else seen) >= -1e-12 else -1
    return seen


# ---- states ----


def test_unit_0_is_the_highest_bit():
    states = all_states(3)
    assert states.dtype == np.int8
    assert states[4].tolist() == [1, -1, -1]
    assert [number(s) for s in states] == list(range(8))
    assert written(4, 3) == "+−−"


# ---- units drawn by chance ----


@pytest.mark.parametrize("is_symmetric", [True, False])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("units", [1, 2, 4, 6])
def test_probabilities_are_those_of_a_very_long_walk(units, seed, is_symmetric):
    weights = random_weights(units, seed, is_symmetric)
    found, late = mapped(weights, threshold=0.1), walk_for_ever(weights, 0.1)
    chances = np.array([late[:, a.states].sum(axis=1) for a in found.attractors])  # (A, M)
    assert chances.sum(axis=0) == pytest.approx(1.0)
    assert found.probability == pytest.approx(chances.max(axis=0), abs=1e-9)
    assert chances[found.likeliest, np.arange(2**units)] == pytest.approx(found.probability)
    assert [a.basin for a in found.attractors] == pytest.approx(chances.sum(axis=1))


def test_probabilities_are_those_of_many_walks():
    weights, rng = random_weights(4, 2, True), np.random.default_rng(0)
    found, ends = mapped(weights), []
    for _ in range(2000):
        state = all_states(4)[6].astype(float)
        for i in rng.integers(0, 4, 60):
            state[i] = 1 if weights[i] @ state >= 0 else -1
        ends.append(number(state))
    hits = ends.count(found.attractors[found.likeliest[6]].state) / 2000
    assert hits == pytest.approx(found.probability[6], abs=0.04)


def test_where_all_are_alike_the_first_attractor_is_named():
    found = mapped([[0, 1], [1, 0]])
    assert [a.state for a in found.attractors] == [0, 3]
    assert found.likeliest.tolist() == [0, 0, 0, 1]
    assert found.probability.tolist() == [1, 0.5, 0.5, 1]


def test_a_set_of_states_that_is_never_left_is_a_cycle():
    """Unit 0 follows unit 1, which wants to differ from unit 0."""
    found = mapped([[0, 1], [-1, 0]])
    assert [(a.kind, a.length, a.share) for a in found.attractors] == [("cycle", 4, 1.0)]
    assert found.attractors[0].states.tolist() == [0, 1, 2, 3]


def test_a_unit_that_opposes_itself_goes_to_and_fro():
    found = mapped([[-1, 0], [0, 1]])
    assert [(a.kind, a.states.tolist()) for a in found.attractors] == [
        ("cycle", [0, 2]),
        ("cycle", [1, 3]),
    ]


def test_fields_of_nothing_turn_every_unit_on():
    found = mapped(np.zeros((3, 3)))
    assert [(a.state, a.basin) for a in found.attractors] == [(7, 8.0)]


def test_where_units_only_feel_themselves_every_state_stays():
    found = mapped(np.eye(10))
    assert len(found.attractors) == 1024
    assert found.likeliest.tolist() == list(range(1024))
    assert set(found.probability) == {1.0}


def test_sixteen_units_that_are_not_symmetric_are_mapped():
    found = mapped(random_weights(16, 1, False))
    assert sum(a.basin for a in found.attractors) == pytest.approx(65536)
    assert found.probability.min() >= 0.5 - 1e-6  # two attractors


# ---- one next state ----


@pytest.mark.parametrize("is_symmetric", [True, False])
@pytest.mark.parametrize("dynamics", ["synchronous", "ordered"])
@pytest.mark.parametrize("units", [1, 2, 4, 6])
def test_every_state_ends_where_following_it_ends(units, dynamics, is_symmetric):
    weights = random_weights(units, 3, is_symmetric)
    found = mapped(weights, dynamics)
    for k, state in enumerate(all_states(units)):
        for _ in range(2**units):
            state = follow(state, weights, dynamics)
        assert number(state) in found.attractors[found.likeliest[k]].states
    assert set(found.probability) == {1.0}


def test_two_units_at_once_swap_for_ever():
    found = mapped([[0, 1], [1, 0]], "synchronous")
    assert [(a.state, a.kind, a.length, a.basin) for a in found.attractors] == [
        (0, "fixed", 1, 1.0),
        (1, "cycle", 2, 2.0),
        (3, "fixed", 1, 1.0),
    ]
    assert found.likeliest.tolist() == [0, 1, 1, 2]


def test_two_units_in_order_follow_the_second():
    found = mapped([[0, 1], [1, 0]], "ordered")
    assert [a.state for a in found.attractors] == [0, 3]
    assert found.likeliest.tolist() == [0, 1, 0, 1]


def test_symmetric_weights_have_no_longer_cycles_than_two():
    """Goles, Fogelman, Pellegrin (1985)."""
    for seed in range(5):
        found = mapped(random_weights(8, seed, True), "synchronous")
        assert max(a.length for a in found.attractors) <= 2


def test_a_ring_that_passes_its_state_on_has_its_length_as_period():
    found = mapped(np.roll(np.eye(5), 1, axis=0), "synchronous")
    assert sorted(a.length for a in found.attractors) == [1, 1, *[5] * 6]


# ---- memories ----


@pytest.mark.parametrize("dynamics", DYNAMICS)
def test_one_memory_and_its_inverse_share_an_odd_number_of_units(dynamics):
    """Own connections felt: the majority decides, whatever the order."""
    memory = np.array([1, -1, -1, 1, 1, -1, 1])
    found = mapped(hebb([memory], own=True), dynamics)
    assert {a.state: a.basin for a in found.attractors} == {number(memory): 64, number(-memory): 64}
    right = (all_states(7) == memory).sum(axis=1)
    recalled = np.array([found.attractors[a].state for a in found.likeliest])
    assert (recalled[right > 3] == number(memory)).all()
    assert (recalled[right < 4] == number(-memory)).all()


def test_without_own_connections_ties_disturb_the_halves_of_an_odd_number():
    """Three units, memory +++: 1 + 3 states surely end there, and 3 with 2/3; the field of the
    majority is 0 where it is of one unit."""
    found = mapped(hebb([[1, 1, 1]]))
    assert {a.state: a.basin for a in found.attractors} == pytest.approx({7: 6.0, 0: 2.0})


@pytest.mark.parametrize("dynamics", AT_RANDOM)
def test_of_an_even_number_half_right_is_a_fair_toss(dynamics):
    """No field is 0 then, and the first unit to look decides."""
    memory = np.array([1, -1, -1, 1, 1, -1, 1, 1])
    found = mapped(hebb([memory]), dynamics)
    right = (all_states(8) == memory).sum(axis=1)
    assert found.probability[right == 4] == pytest.approx(0.5)
    assert found.probability[right != 4] == pytest.approx(1.0)
    assert [a.basin for a in found.attractors] == pytest.approx([128, 128])


def test_of_an_even_number_half_right_alternates_where_all_change_at_once():
    found = mapped(hebb([[1, -1, -1, 1]]), "synchronous")
    assert (
        sorted((a.kind, a.length) for a in found.attractors)
        == [("cycle", 2)] * 3 + [("fixed", 1)] * 2
    )


def test_three_orthogonal_memories_have_equal_basins_and_mixtures():
    found = mapped(hebb(WALSH))
    names = named(found, WALSH, ABC)
    assert sorted(names) == sorted(
        [*ABC, *(f"inverse of {x}" for x in ABC)]
        + [f"mixture of {a}A, {b}B, {c}C" for a in ("", "−") for b in ("", "−") for c in ("", "−")]
    )
    memories = [a.basin for a, name in zip(found.attractors, names, strict=True) if len(name) < 13]
    assert memories == pytest.approx([memories[0]] * 6)


def test_a_state_is_called_after_the_first_memory_it_is():
    found = mapped(hebb(WALSH))
    by_state = dict(zip((a.state for a in found.attractors), named(found, WALSH, ABC), strict=True))
    assert by_state[number(WALSH[1])] == "B"
    assert by_state[number(-WALSH[2])] == "inverse of C"
    assert by_state[number(WALSH[0] - WALSH[1] + WALSH[2])] == "mixture of A, −B, C"


def test_other_fixed_points_are_spurious_and_cycles_are_counted():
    strange = mapped(np.eye(8))
    assert named(strange, WALSH[:2], ABC).count("spurious") == 256 - 4
    swapping = mapped([[0, 1], [1, 0]], "synchronous")
    assert named(swapping, np.ones((1, 2)), ABC) == ["inverse of A", "cycle of 2 states", "A"]


def test_with_nothing_stored_every_fixed_point_is_spurious():
    found = mapped([[0, 1], [1, 0]])
    assert named(found, np.empty((0, 2)), ()) == ["spurious", "spurious"]


# ---- refusals, the job ----


def test_more_than_sixteen_units_are_refused():
    with pytest.raises(InputError, match=r"784 units have 2\^784 states; .* at most 16"):
        basin_map(drives, 784, "ordered")


def test_unknown_dynamics_are_refused():
    with pytest.raises(InputError, match="allowed: asynchronous"):
        mapped(np.eye(2), "backwards")


def job_of(energies=None, dynamics="glauber"):
    fields = partial(drives, weights=hebb(WALSH))
    return exact_basins_of(fields, WALSH, ABC, dynamics, energies)


def test_the_table_has_a_row_for_each_attractor_the_largest_basin_first():
    states = all_states(8).astype(float)
    energies = -0.5 * np.einsum("mi,ij,mj->m", states, hebb(WALSH), states)
    table = job.finish(job_of(energies))
    assert list(table.columns) == [
        "attractor", "name", "kind", "energy", "basin_states", "share", "state",
    ]  # fmt: skip
    assert len(table.rows()) == 14
    assert (np.diff(table.columns["basin_states"]) < 1e-6).all()
    assert sum(table.columns["share"]) == pytest.approx(1.0)
    row = table.rows()[table.columns["name"].index("A")]
    assert row[2:4] == ("fixed", pytest.approx(-2.5))
    assert row[6] == "+−" * 4


def test_the_table_carries_the_map_of_every_state():
    table = job.finish(job_of())
    assert isinstance(table, MapTable)
    assert "energy" not in table.columns
    assert (table.map.likeliest.shape, table.map.likeliest.dtype) == ((256,), np.int32)
    assert (table.map.probability.shape, table.map.probability.dtype) == ((256,), np.float64)
    states = [table.map.attractors[a].state for a in table.columns["attractor"]]
    assert [written(state, 8) for state in states] == table.columns["state"]


@pytest.mark.parametrize("dynamics", DYNAMICS)
def test_the_job_tells_the_share_done_and_can_be_ended(dynamics):
    told = list(job_of(dynamics=dynamics))
    assert told == sorted(told)
    assert 0 < told[0] <= told[-1] <= 1
    assert job.finish(job_of(dynamics=dynamics), lambda share: False) is None


# ---- the model itself ----


@pytest.mark.parametrize("dynamics", ["synchronous", "ordered"])
def test_the_model_settles_where_the_map_says(dynamics):
    memories = np.random.default_rng(4).choice([-1, 1], (2, 9))
    model = Hopfield()
    for text in ("set side=3", "set rule=hebb", f"set dynamics={dynamics}"):
        model.act(text)
    for memory in memories:
        model.act("probe=" + ",".join(map(str, memory)))
        model.act("store")
    found = mapped(hebb(memories), dynamics)
    for k in range(0, 512, 7):
        model.act("probe=" + ",".join(map(str, all_states(9)[k])))
        model.settle()
        assert number(model.state.units) in found.attractors[found.likeliest[k]].states
