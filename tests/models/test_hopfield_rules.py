"""Every rule under every dynamics, with two-valued and with graded units."""

from itertools import product

import numpy as np
import pytest

from simulator.core.codec import pack
from simulator.core.errors import InputError
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import HopfieldParameters
from tests.helpers import bits

DYNAMICS = [choice.id for choice in HopfieldParameters.spec("dynamics").choices]
UNITS = ("two-valued", "graded")
each_rule = pytest.mark.parametrize("rule", RULES)
each_kind = pytest.mark.parametrize(
    ("rule", "dynamics", "units"), list(product(RULES, DYNAMICS, UNITS))
)


def random_network(side=6, memories=3, **values) -> Hopfield:
    """A network of random memories, at the first of them with 4 units flipped."""
    model = Hopfield(1, HopfieldParameters(side=side, unlearning_steps=20, **values))
    model.act("store=preset:random")
    for _ in range(10 - memories):
        model.act(f"forget={memories}")
    model.act("probe=0")
    model.act("corrupt=0.1")
    return model


@each_kind
def test_a_spoiled_memory_is_recalled(rule, dynamics, units):
    model = random_network(rule=rule, dynamics=dynamics, units=units)
    model.settle()
    assert model.verdict() == "stored 0"


@each_kind
def test_the_bits_do_not_hang_on_how_steps_are_cut(rule, dynamics, units):
    values = {"rule": rule, "dynamics": dynamics, "units": units, "temperature": 0.4}
    whole, pieces = random_network(**values), random_network(**values)
    whole.advance(100)
    for count in (1, 35, 1, 10, 40, 13):
        pieces.advance(count)
    assert bits(whole) == bits(pieces)


def test_cutting_never_changes_the_largest_rise_either():
    whole, pieces = (Hopfield(54, HopfieldParameters(side=6, rule="modern")) for _ in range(2))
    for model in (whole, pieces):  # with these, sums by other instructions had other last bits
        for text in ("store=preset:random", "store=preset:random", "store=preset:random", "mask=1"):
            model.act(text)
    whole.advance(16)
    for _ in range(16):
        pieces.advance(1)
    assert bits(whole) == bits(pieces)


@each_kind
def test_what_must_hold_holds(rule, dynamics, units):
    model = random_network(rule=rule, dynamics=dynamics, units=units)
    for _ in range(10):
        model.advance(17)
        assert False not in model.invariants().values()


@each_kind
def test_the_snapshot_explains_a_unit_by_its_terms(rule, dynamics, units):
    model = random_network(rule=rule, dynamics=dynamics, units=units)
    e = model.snapshot().explain(7)
    h = model.network.felt(model.state.units)[7]
    assert e.field == pytest.approx(h, abs=1e-9)
    assert e.field == pytest.approx(sum(t.value for t in e.terms) + e.own, abs=1e-9)
    if e.neighbours is not None:
        assert e.field == pytest.approx(e.neighbours.sum(), abs=1e-9)


@each_rule
def test_the_unit_explained_becomes_what_an_update_makes_of_it(rule):
    model = random_network(rule=rule)
    wanted = model.network.wanted(model.state)
    for unit in range(36):
        assert model.snapshot().explain(unit).becomes == pytest.approx(wanted[unit], abs=1e-9)


@each_rule
def test_the_matrix_of_weights_gives_the_fields(rule):
    network = random_network(rule=rule).network
    if network.has_weights:
        states = np.random.default_rng(0).choice([-1.0, 1.0], (36, 5))
        assert np.allclose(network.weights() @ states, network.felt(states))


@each_rule
@pytest.mark.parametrize("units", UNITS)
def test_fields_in_the_memories_are_the_fields_of_those_states(rule, units):
    network = random_network(rule=rule, units=units, own_connections=True).network
    slow = network.felt(network.memories.astype(float))
    assert np.allclose(network.memory_fields(slice(None)), slow)


@each_rule
@pytest.mark.parametrize("units", UNITS)
def test_energies_along_the_measures_are_those_of_the_states(rule, units):
    network = random_network(rule=rule, threshold=0.1, units=units).network
    states = np.random.default_rng(0).choice([-1.0, 1.0], (36, 5))
    fast = network.energy_of(network.measures.T @ states, states.sum(axis=0))
    assert np.allclose(fast, [network.energy_by_definition(s) for s in states.T])


@each_rule
def test_symmetry_is_promised_only_where_it_holds(rule):
    holds = random_network(rule=rule).invariants()["weights_symmetric"]
    assert holds is (True if RULES[rule].is_symmetric and RULES[rule].has_weights else None)


def test_the_weights_of_perceptrons_are_not_symmetric():
    assert not random_network(rule="perceptron", margin=1.0).network.has_equal_weights(1e-3)


@each_kind
def test_changing_the_rule_and_back_is_undone_exactly(rule, dynamics, units):
    model = random_network(dynamics=dynamics, rule=rule, units=units)
    model.advance(50)
    before = model.state.units.copy()
    for setting in ("rule=modern", "units=graded", "units=two-valued", "rule=hebb"):
        model.act(model.act(f"set {setting}").inverse)
        assert np.array_equal(model.state.units, before)
        assert model.state.units.dtype == before.dtype


def test_independent_updates_with_certainty_are_synchronous_ones():
    models = [
        random_network(rule="hebb", dynamics="independent", update_probability=1.0),
        random_network(rule="hebb", dynamics="synchronous"),
    ]
    for model in models:
        model.act("randomize")
        model.advance(36 * 3)
    assert (models[0].state.units == models[1].state.units).all()


def test_about_the_asked_share_is_updated_independently():
    model = random_network(side=64, rule="hebb", dynamics="independent", update_probability=0.3)
    model.act("invert")
    model.act("set threshold=-5")  # every unit wants to be on
    off = (model.state.units < 0).sum()
    model.advance(64**2)
    assert (model.state.units < 0).sum() == pytest.approx(0.7 * off, rel=0.06)


def test_glauber_draws_units_with_replacement():
    model = random_network(dynamics="glauber")
    model.advance(1)
    order = model.order
    assert len(set(order.tolist())) < 36
    assert order.min() >= 0
    assert order.max() < 36


def test_cooling_goes_to_the_final_temperature_and_settles():
    model = random_network(
        dynamics="glauber", rule="hebb", temperature=2.0, cooling=0.8, temperature_end=0.0
    )
    assert model.temperature_now() == 2.0
    model.advance(36)
    assert model.temperature_now() == pytest.approx(1.6)
    model.settle()
    assert model.temperature_now() == 0.0
    assert model.converged()
    assert model.invariants()["energy_never_rises"] is True


def test_a_new_cue_is_warm_again():
    model = random_network(dynamics="glauber", temperature=2.0, cooling=0.8)
    model.advance(36 * 5)
    model.act("probe=1")
    assert model.temperature_now() == 2.0


def test_a_constant_temperature_stays():
    assert HopfieldParameters(dynamics="glauber", temperature=0.7).temperature_at(100) == 0.7
    assert HopfieldParameters(temperature=0.7, cooling=0.5).temperature_at(100) == 0.7


def test_a_low_gain_melts_the_memories():
    model = random_network(rule="hebb", units="graded", gain=0.5)
    model.settle()
    assert model.verdict() == "silent"


def test_a_high_gain_comes_to_rest_near_the_memory():
    model = random_network(rule="hebb", units="graded", gain=20.0)
    model.settle()
    assert model.overlaps()[0] > 0.99
    assert model.verdict() == "stored 0"


def test_a_small_beta_averages_the_memories():
    model = random_network(rule="modern", beta=0.001)
    model.settle()
    assert model.verdict() == "mixture of 0, 1, 2"
    assert np.allclose(model.state.units, model.state.memories.mean(axis=0), atol=0.05)


def test_one_step_of_modern_recall_is_attention():
    model = random_network(rule="modern", beta=0.2, dynamics="synchronous")
    xi, cue = model.state.memories.astype(float), model.state.units.copy()
    weights = np.exp(0.2 * xi @ cue)
    model.advance(36)
    assert np.allclose(model.state.units, weights @ xi / weights.sum())


def test_odd_degrees_do_not_keep_the_inverse():
    model = random_network(rule="dense", degree=3)
    model.act("probe=0")
    model.act("invert")
    assert not model.converged()
    model.act("set degree=4")
    assert model.verdict() == "inverse of 0"


def test_perceptrons_say_how_stable_they_are():
    model = random_network(rule="perceptron", margin=0.8)
    assert model.least_stability() >= 0.8
    assert random_network(rule="hebb").least_stability() is None


def test_dreams_hang_on_the_seed_and_are_the_same_again():
    first, again = random_network(rule="unlearning"), random_network(rule="unlearning")
    assert (first.network.right == again.network.right).all()
    again.act("new-seed=5")
    assert not (first.network.right == again.network.right).all()


def test_too_many_units_can_not_dream():
    model = Hopfield(0, HopfieldParameters(side=65))
    model.act("store=preset:random")
    before = bits(model)
    with pytest.raises(InputError, match=r"4225 units are too many to dream.*side up to 64"):
        model.act("set rule=unlearning")
    assert bits(model) == before
    assert model.parameters.rule == "pseudo-inverse"


def test_a_document_of_the_first_version_still_opens():
    model = random_network(rule="hebb")
    model.advance(72)
    arrays = model.state.arrays()
    arrays["overlaps"] = arrays.pop("sums")
    for name in ("back", "age", "sweep_words"):
        del arrays[name]
    arrays["order"] = np.arange(36, dtype=np.int32)
    again = Hopfield(1, model.parameters)
    again.place(1, model.parameters, Hopfield.checked(arrays, model.parameters))
    model.advance(100)
    again.advance(100)
    assert (again.state.units == model.state.units).all()


@each_kind
def test_a_saved_state_is_taken_back(rule, dynamics, units):
    model = random_network(rule=rule, dynamics=dynamics, units=units)
    model.advance(40)
    arrays = {name: a.copy() for name, a in model.state.arrays().items()}
    again = Hopfield.checked(arrays, model.parameters)
    assert (again.units == model.state.units).all()
    assert (again.sums == model.state.sums).all()


@each_rule
@pytest.mark.parametrize("units", UNITS)
@pytest.mark.parametrize("interaction", ["polynomial", "exponential"])
def test_a_network_that_has_stored_nothing_can_be_looked_at(rule, units, interaction):
    values = {"rule": rule, "units": units, "interaction": interaction}
    model = Hopfield(1, HopfieldParameters(side=4, **values))
    assert model.verdict() == "nothing stored"
    assert model.readouts()["recalled"] is None
    assert model.snapshot().explain(3).field == 0.0
    assert False not in model.invariants().values()


def test_two_memories_that_differ_in_one_unit_leave_a_perceptron_weights_of_a_human_size():
    model = Hopfield(0, HopfieldParameters(side=28, rule="perceptron"))
    model.act("store=preset:letter-a")
    model.act("probe=0")
    model.act("draw=0,0")
    model.act("store")
    model.act("corrupt=0.2")
    model.advance(784)
    assert model.invariants()["energy_exact"]
    assert abs(model.energy()) < 784


def test_storkey_refuses_so_many_memories_that_rounding_would_make_its_weights():
    model = Hopfield(0, HopfieldParameters(side=2, rule="storkey"))
    model.act("store=preset:random")
    model.act("store=preset:random")
    with pytest.raises(InputError, match="30 memories are too many for 4 units by Storkey's rule"):
        model.act("store=preset:random")
    assert len(model.state.memories) == 20
    assert model.invariants()["weights_symmetric"]


def test_what_would_take_minutes_to_learn_is_refused_before_it_begins():
    model = Hopfield(0, HopfieldParameters(side=22, rule="hebb"))
    model.act("store=preset:random-twice")
    model.act("set side=64")
    with pytest.raises(InputError, match="968 memories of 4096 units would take about 46 s"):
        model.act("set rule=storkey")
    assert model.parameters.rule == "hebb"


def test_a_restored_cue_has_the_kind_of_the_units():
    model = Hopfield(0, HopfieldParameters(side=4, rule="hebb"))
    model.act("restore=" + pack({"cue": np.full(16, 0.5)}))
    assert model.state.cue.dtype == model.state.units.dtype == np.int8
