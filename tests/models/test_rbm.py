"""The restricted Boltzmann machine: life, time, what learning is, and what never touches it."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels import rbm_exact, rbm_layers
from simulator.cli import main
from simulator.core.errors import InputError
from simulator.core.run import Run
from simulator.models.rbm import Rbm
from simulator.models.rbm_state import RbmParameters
from tests.helpers import bits
from tests.models.rbm_machines import LEARNING, MACHINES, machine

each_kind = pytest.mark.parametrize("kind", MACHINES)
each_learning = pytest.mark.parametrize("learning", LEARNING)
LEARNED = ("weights", "visible_biases", "hidden_biases", "velocity", "particles", "use", "visible",
           "model_visible", "updates", "epoch", "position", "drawn_keys")  # fmt: skip
LIVE = [n for n, spec in RbmParameters.specs().items() if not spec.rebuilds]
REBUILDING = [n for n, spec in RbmParameters.specs().items() if spec.rebuilds]
VALUES = {
    "binarization": ["none", "threshold", "stochastic"], "learning": LEARNING, "k": [1, 3],
    "chains": [1, 2, 9], "temperatures": [2, 7], "batch_size": [1, 5, 1000],
    "learning_rate": [0.0, 0.3], "rate_schedule": ["linear", "exponential", "inverse", "constant"],
    "schedule_epochs": [1, 40], "momentum": [0.0, 0.9], "weight_decay": [0.0, 0.1],
    "sparsity_target": [0.0, 0.5], "sparsity_cost": [0.0, 10.0], "fantasy_period": [1, 7],
    "when_saturated": ["stop", "go-on"],
}  # fmt: skip


def learned(model: Rbm) -> dict:
    """What training came to, bit for bit."""
    found = bits(model)
    return {name: found[name] for name in LEARNED}


def look(model: Rbm) -> None:
    """Assert all that must hold at any place."""
    for name, holds in model.invariants().items():
        assert holds is not False, name
    for name, value in model.readouts().items():
        assert type(value) in (float, int, str, type(None)), name
        assert not isinstance(value, float) or np.isfinite(value), name
    shown = model.snapshot()
    assert shown.phase == model.state.phase
    for array in (shown.weights, shown.use, shown.completion_labels):
        assert np.isfinite(array).all()


# ---- time ----


@each_kind
def test_the_same_seed_gives_the_same_bits_and_another_one_others(kind):
    first, again, other = (machine(kind, seed=seed) for seed in (3, 3, 4))
    for model in (first, again, other):
        model.advance(40)
    assert bits(first) == bits(again)
    assert bits(first)["fantasies"] != bits(other)["fantasies"]
    if kind != "none":
        assert bits(first)["weights"] != bits(other)["weights"]


@each_kind
def test_cutting_advance_into_pieces_never_changes_a_bit(kind):
    whole, pieces = (machine(kind, "clamp=0,0;2,2") for _ in "12")
    whole.advance(61)
    rng, left = np.random.default_rng(0), 61
    while left:
        count = min(left, int(rng.integers(1, 6)))
        pieces.advance(count)
        look(pieces)  # looking changes nothing
        left -= count
    assert bits(whole) == bits(pieces)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.sampled_from(list(MACHINES)),
    st.lists(st.sampled_from(["phase", "batch", "epoch"]), min_size=1, max_size=8),
)
def test_coarse_grains_are_runs_of_the_finest(kind, grains):
    coarse, fine = machine(kind), machine(kind)
    run = Run(coarse)
    for grain in grains:
        run.grain(grain)
    for _ in range(coarse.step):
        fine.advance(1)
    assert bits(coarse) == bits(fine)


@each_kind
def test_an_epoch_shows_every_pattern_once(kind):
    model = machine(kind)
    shown = 0
    while model.state.epoch == 0:
        assert model.state.phase == 0
        model.advance(model.steps_to("batch"))
        shown += model.state.rows
    assert shown == model.trained_on
    assert model.state.position == 0


def test_an_epoch_has_its_batches_in_another_order_each_time():
    model = machine("cd", batch_size=1000)
    orders = []
    for _ in range(3):
        orders.append(model.rows_of_batch().tolist())
        model.advance(model.steps_to("epoch"))
    assert all(sorted(order) == list(range(30)) for order in orders)
    assert orders[0] != orders[1] != orders[2]


@pytest.mark.parametrize("before", range(14))
def test_a_grain_begun_in_the_middle_ends_where_the_grid_of_time_does(before):
    model = machine("pcd")  # 30 patterns, batches of 8: 4 batches an epoch
    model.advance(before)
    assert model.steps_to("phase") == 1
    assert model.steps_to("batch") == 3 - before % 3
    assert model.steps_to("epoch") == 12 - before % 12
    assert model.steps_of("epoch", 3) == 12 - before % 12 + 24
    assert model.step_before("epoch") == max(0, (before - 1) // 12 * 12)
    assert model.step_before("batch") == max(0, (before - 1) // 3 * 3)


def test_three_phases_are_a_batch_and_only_the_last_changes_the_weights():
    model = machine("pcd")
    for phase in (0, 1, 2, 0, 1, 2):
        before = model.state.weights.copy()
        assert model.state.phase == phase
        model.advance(1)
        assert (model.state.weights != before).any() == (phase == 2)


# ---- what learning is ----


@each_kind
def test_an_update_is_the_difference_of_both_phases(kind):
    model = machine(kind, momentum=0.0, weight_decay=0.01, sparsity_target=0.0)
    model.advance(11)
    s, p = model.state, model.parameters
    w, b, c = (a.astype(float) for a in (s.weights, s.visible_biases, s.hidden_biases))
    change = difference(model)
    model.advance(1)
    rate = p.learning_rate if p.learns else 0.0
    assert np.allclose(s.weights, w + rate * (change[:-1, :-1] - 0.01 * w), atol=1e-6)
    assert np.allclose(s.visible_biases, b + rate * change[:-1, -1], atol=1e-6)
    assert np.allclose(s.hidden_biases, c + rate * change[-1, :-1], atol=1e-6)


def with_one(layer: np.ndarray) -> np.ndarray:
    return np.c_[layer.astype(float), np.ones(len(layer))]


def difference(model: Rbm) -> np.ndarray:
    """⟨v h⟩ of the data minus that of the machine, (V + 1, H + 1), from what a state holds."""
    s = model.state
    data = with_one(s.visible).T @ with_one(s.hidden) / s.rows
    if model.parameters.learning == "exact":
        return data - rbm_exact.expectations(model.machine)
    if model.parameters.learning == "ratio-matching":
        return s.expected
    own = with_one(s.model_visible).T @ with_one(s.model_hidden) / len(s.model_visible)
    return data - own


def test_momentum_adds_a_share_of_the_step_before():
    model = machine("cd", momentum=0.5)
    model.advance(11)
    before, first = model.state.weights.astype(float), model.state.velocity.astype(float)
    step = 0.5 * first + model.parameters.learning_rate * difference(model)[:-1, :-1]
    model.advance(1)
    assert np.allclose(model.state.weights, before + step, atol=1e-6)
    assert np.allclose(model.state.velocity, step, atol=1e-6)


def test_a_sparsity_target_pulls_every_unit_towards_it():
    plain, sparse = (machine("cd", sparsity_target=t, sparsity_cost=2.0) for t in (0.0, 0.1))
    for model in (plain, sparse):
        model.advance(3)
    lack = 2.0 * (0.1 - plain.state.use)
    rate = plain.parameters.learning_rate
    moved = sparse.state.hidden_biases - plain.state.hidden_biases
    assert np.allclose(moved, rate * lack, atol=1e-6)
    mean = plain.state.visible.mean(axis=0)
    change = sparse.state.weights - plain.state.weights
    assert np.allclose(change, rate * np.outer(mean, lack), atol=1e-6)


@pytest.mark.parametrize(("schedule", "rates"), [
    ("constant", [0.05, 0.05, 0.05, 0.05]), ("linear", [0.05, 0.025, 0.0, 0.0]),
    ("exponential", [0.05, 0.05 * 0.1**0.5, 0.005, 0.0005]),
    ("inverse", [0.05, 0.05 / 1.5, 0.025, 0.05 / 3]),
])  # fmt: skip
def test_the_learning_rate_falls_with_the_epochs(schedule, rates):
    model = machine("cd", rate_schedule=schedule, schedule_epochs=2)
    found = []
    for epochs in (1, 1, 2, 0):
        found.append(model.learning_rate_now())
        for _ in range(epochs):
            model.advance(model.steps_to("epoch"))
    assert found == pytest.approx(rates)


def test_a_linear_schedule_ends_and_the_run_with_it():
    model = machine("cd", rate_schedule="linear", schedule_epochs=2)
    while not model.is_finished:
        model.advance(1)
    assert model.state.epoch == 2
    before = learned(model)["weights"]
    model.advance(30)
    assert learned(model)["weights"] == before


def test_units_begin_with_the_biases_that_the_data_ask_for():
    model = machine("labels")
    model.advance(1)
    s, d = model.state, model.parameters.pixels
    p = 1 / (1 + np.exp(-s.visible_biases[:d].astype(float)))
    assert np.allclose(p, np.clip(model.data_means()[:d], 0.001, 0.999), atol=1e-5)
    groups = np.exp(s.visible_biases[d:].astype(float))
    assert np.allclose(groups / groups.sum(), model.data_means()[d:], atol=1e-3)


@pytest.mark.parametrize("kind", ["pcd", "gaussian exact", "labels", "replica-exchange"])
def test_label_units_and_pixels_are_what_they_can_be(kind):
    model = machine(kind)
    model.advance(50)
    s, d = model.state, model.parameters.pixels
    for states in (s.visible, s.model_visible, s.fantasies, *s.particles):
        if states.shape[1] > d:
            assert (states[:, d:].sum(axis=1) == 1).all()
        if not model.parameters.is_gaussian:
            assert np.isin(states[:, :d], (0, 1)).all()


# ---- probes never touch training ----

WATCHING = ["clamp=0,0;2,2", "clamp=1,1;value=-1", "unclamp", "unclamp=0,0", "show=2", "cover=left",
            "reconstruct", "denoise=0.3", "dream", "reseed_fantasies", "set fantasy_period=7",
            "set when_saturated=go-on"]  # fmt: skip


@pytest.mark.parametrize("kind", ["cd", "pcd", "replica-exchange", "labels", "gaussian", "greys"])
def test_whatever_is_watched_the_training_has_the_same_bits(kind):
    plain, watched = machine(kind), machine(kind)
    for turn in range(30):
        for model in (plain, watched):
            model.advance(2)
        text = WATCHING[turn % len(WATCHING)]
        watched.act(text if watched.state.shown.any() else "clamp=0,1;2,1")
        look(watched)
        if kind == "labels" and turn % 4 == 0:
            watched.act(f"dream={turn % 10}")
    assert learned(plain) == learned(watched)
    assert bits(plain)["fantasies"] != bits(watched)["fantasies"]


def test_fantasies_move_once_in_so_many_batches():
    model = machine("pcd", fantasy_period=3)
    model.advance(1)
    moved = []
    for _ in range(9):
        before = model.state.fantasies.copy()
        model.advance(3)
        moved.append(bool((model.state.fantasies != before).any()))
    assert moved == [False, False, True] * 3


def test_fantasies_of_a_class_hold_its_label():
    model = machine("labels", "dream=7")
    for _ in range(20):
        model.advance(3)
        assert (model.state.fantasies[:, 36:].argmax(axis=1) == 7).all()
    model.act("dream")
    model.advance(30)
    assert len(set(model.state.fantasies[:, 36:].argmax(axis=1))) > 1


@pytest.mark.parametrize("kind", ["pcd", "labels", "gaussian"])
def test_what_is_drawn_holds_in_every_completion(kind):
    model = machine(kind, "clamp=0,0;2,0", "clamp=0,2;2,2;value=-1")
    side, on = model.parameters.side, 1.5 if kind == "gaussian" else 1
    for _ in range(10):
        model.advance(3)
        d = model.parameters.pixels
        for states in (model.state.completions, model.state.completion_means):
            square = states[:, :d].reshape(-1, side, side)
            assert (square[:, 0, :3] == on).all()
            assert (square[:, 2, :3] == (-on if kind == "gaussian" else 0)).all()


def test_a_cleaned_and_a_reconstructed_drawing_hang_on_weights_and_query_alone():
    for text in ("denoise=0.2", "reconstruct"):
        model = machine("none", "clamp=0,0;3,3", text)
        model.advance(1)
        first = model.state.completion_means.copy()
        model.advance(60)
        assert (model.state.completion_means == first).all()


def test_denoise_flips_the_rounded_share_of_the_pixels():
    model = machine("pcd", "clamp=0,0;3,3", "denoise=0.25")
    s = model.state
    whole = np.where(s.shown == 0, -1, s.shown)
    assert (s.query != whole).sum() == 4


# ---- live parameters ----


def test_every_live_parameter_is_tried():
    assert sorted(VALUES) == sorted(LIVE)


@pytest.mark.parametrize("phase", range(3))
@pytest.mark.parametrize("name", LIVE)
def test_a_live_parameter_never_loses_what_was_learned(name, phase):
    model = machine("pcd")
    model.advance(30 + phase)
    for value in VALUES[name]:
        before = learned(model)
        deed = model.act(f"set {name}={value}")
        assert not deed.restarts
        assert learned(model) == before
        model.advance(4)
        assert model.step > 30
        look(model)


@pytest.mark.parametrize("phase", range(3))
@pytest.mark.parametrize("after", LEARNING)
@each_learning
def test_learning_may_change_in_the_middle_of_a_batch(learning, after, phase):
    model = machine(learning)
    model.advance(9 + phase)
    weights = model.state.weights.copy()
    model.act(f"set learning={after}")
    model.advance(3 - phase)
    look(model)
    assert np.abs(model.state.weights - weights).max() < 0.2
    model.advance(20)
    look(model)


@pytest.mark.parametrize("after", ["exact", "ratio-matching", "cd", "pcd"])
@pytest.mark.parametrize("learning", ["exact", "ratio-matching", "cd", "pcd"])
def test_an_update_is_made_of_what_the_negative_phase_left(learning, after):
    plain, changed = machine(learning), machine(learning)
    for model in (plain, changed):
        model.advance(11)
    changed.act(f"set learning={after}")
    plain.advance(1), changed.advance(1)
    assert bits(plain)["weights"] == bits(changed)["weights"]


def test_chains_that_are_there_stay_when_there_are_more_or_fewer():
    model = machine("replica-exchange")
    model.advance(31)
    for text in ("set chains=9", "set temperatures=6", "set chains=3", "set learning=pcd"):
        before = model.state.particles
        model.act(text)
        model.fit_particles()
        both = tuple(map(slice, np.minimum(before.shape, model.state.particles.shape)))
        assert (model.state.particles[both] == before[both]).all()


@pytest.mark.parametrize(("name", "value"), [
    ("data", "strokes"), ("side", "5"), ("examples", "200"), ("held_out", "0.2"), ("hidden", "7"),
    ("initial_weights", "0.5"), ("visible_type", "gaussian"), ("labels", "true"),
    ("data_path", "nowhere"),
])  # fmt: skip
def test_a_rebuilding_parameter_begins_again(name, value):
    model = machine(
        "greys", "clamp=0,0;3,3", data="bars-and-stripes" if name == "data" else "strokes"
    )
    model.advance(31)
    deed = model.act(f"set {name}={value}")
    assert deed.restarts
    assert model.step == 0
    assert model.state.updates == 0
    model.advance(7)
    look(model)
    model.act(deed.inverse)
    assert getattr(model.parameters, name) == MACHINES["greys"].get(
        name, getattr(model.parameters, name)
    )
    model.advance(7)
    look(model)


def test_the_rebuilding_parameters_are_the_known_ones():
    tried = {"data", "data_path", "side", "examples", "held_out", "visible_type", "labels",
             "hidden", "initial_weights"}  # fmt: skip
    assert set(REBUILDING) == tried


@pytest.mark.parametrize("texts", [
    ("set hidden=1000",), ("set learning=pcd", "set chains=500", "set k=50",
    "set hidden=1024", "set side=28"),
])  # fmt: skip
def test_what_would_take_too_long_is_refused_and_changes_nothing(texts):
    model = machine("exact", "clamp=0,0;3,3")
    model.advance(20)
    for text in texts[:-1]:
        model.act(text)
        model.advance(0 if model.step else 4)
    before = bits(model)
    with pytest.raises(InputError):
        model.act(texts[-1])
    assert bits(model) == before
    model.advance(1)


# ---- reset and seeds ----


@each_kind
def test_reset_brings_back_exactly_the_first_run(kind):
    model = machine(kind, "clamp=0,0;3,3")
    model.advance(31)
    first = bits(model)
    model.act("reset")
    assert model.step == 0
    model.advance(31)
    assert bits(model) == first


def test_reset_keeps_what_the_person_made_and_set():
    model = machine("drawn", "set learning_rate=0.3")
    made = {n: bits(model)[n] for n in ("query", "shown", "examples", "example_labels")}
    model.advance(20)
    model.act("reset")
    assert {n: bits(model)[n] for n in made} == made
    assert model.parameters.learning_rate == 0.3


def test_reset_goes_back_to_the_weights_that_were_loaded(tmp_path):
    model = machine("pcd")
    model.advance(40)
    model.act(f"save={tmp_path / 'w.npz'}")
    kept = model.state.weights.copy()
    other = machine("pcd", f"load={tmp_path / 'w.npz'}", seed=8)
    other.advance(40)
    assert (other.state.weights != kept).any()
    other.act("reset")
    assert (other.state.weights == kept).all()


def test_a_new_seed_keeps_what_was_made_and_draws_other_weights():
    model = machine("pcd", "clamp=0,0;3,3")
    model.advance(20)
    query, first = model.state.query, machine("pcd").state.weights
    model.act("new-seed=9")
    assert (model.state.query == query).all()
    assert (model.state.weights != first).all()
    assert bits(model)["weights"] == bits(machine("pcd", seed=9))["weights"]


# ---- data that come and go ----


@pytest.mark.parametrize("phase", range(3))
def test_without_examples_nothing_is_learned_until_there_are_some_again(phase):
    model = machine("drawn")
    model.advance(6 + phase)
    for _ in range(3):
        model.act("forget_example=0")
    model.advance(2 - phase if phase else 0)
    before = bits(model)
    for _ in range(2):
        with pytest.raises(InputError, match="nothing to learn yet"):
            model.advance(1)
        assert bits(model) == before
    model.readouts(), model.snapshot()
    assert model.is_finished in (True, False)
    assert model.pace("epoch") == 3
    model.act("add=1")
    model.advance(5)
    look(model)


def test_an_example_added_in_the_middle_of_an_epoch_is_learned_in_the_next():
    model = machine("drawn", batch_size=1)
    model.advance(3)
    model.act("add=5")
    assert model.trained_on == 4
    model.advance(model.steps_to("epoch"))
    assert model.state.epoch == 1
    model.advance(model.steps_to("epoch"))
    assert model.step == 24


@pytest.mark.parametrize("texts", [
    ("set labels=true", "set labels=false"), ("set visible_type=gaussian", "set held_out=0"),
    ("set binarization=none", "set binarization=threshold"), ("set side=8", "set hidden=9"),
])  # fmt: skip
def test_what_is_measured_is_of_the_present_machine(texts):
    model = machine("greys")
    model.advance(6)
    look(model)
    for text in texts:
        model.act(text)
        model.advance(6)
        look(model)
        fresh = Rbm(model.seed, model.parameters)
        fresh.place(model.seed, model.parameters, model.state.copied())
        assert fresh.readouts() == model.readouts()


# ---- readouts ----


@each_kind
def test_every_readout_is_finite_or_nothing_and_all_invariants_hold(kind):
    model = machine(kind)
    for count in (0, 1, 1, 1, 7, 90):
        model.advance(count)
        look(model)


@pytest.mark.parametrize("kind", ["pcd", "labels", "gaussian exact"])
def test_the_log_likelihood_is_that_of_all_states(kind):
    model = machine(kind)
    model.advance(60)
    log_z = rbm_exact.log_partition(model.machine)
    train = model.evaluated(model.split[0], 500)
    exact = -rbm_layers.free_energies(model.machine, train).mean() - log_z
    assert model.log_partition() == pytest.approx(log_z, abs=1e-6)
    assert model.log_likelihood() == pytest.approx(exact, abs=1e-4)


def test_the_log_likelihood_of_an_untrained_machine_of_plain_units_is_that_of_coins():
    model = machine("none", initial_weights=0.0)
    model.advance(3)
    assert model.log_likelihood() == pytest.approx(-16 * np.log(2), abs=1e-4)  # bars: half are on
    assert model.pseudo_log_likelihood() == pytest.approx(-16 * np.log(2), abs=1e-4)
    assert model.weight_norm() == 0


def test_the_free_energy_gap_is_of_learned_minus_held_out_patterns():
    model = machine("labels")
    model.advance(60)
    train, held = (model.evaluated(part, 500) for part in model.split)
    energies = [rbm_layers.free_energies(model.machine, v).mean() for v in (train, held)]
    assert model.free_energy_gap() == pytest.approx(energies[0] - energies[1], abs=1e-3)
    assert machine("pcd").free_energy_gap() is None


def test_the_weight_norm_of_a_machine_that_ran_away_is_a_number():
    model = machine("gaussian")
    model.state.weights[:] = 1e33
    assert model.weight_norm() == pytest.approx(1e33, rel=1e-6)


def test_a_run_prints_its_readouts_as_json(capsys):
    deeds = ("--set", "side=4", "--set", "hidden=5", "--do", "clamp=0,0;3,3")
    code = main(["run", "rbm", "--set", "data=bars-and-stripes", *deeds,
                 "--grain", "epoch", "--steps", "3", "--json"])  # fmt: skip
    said = json.loads(capsys.readouterr().out)
    assert code == 0
    assert said["model"] == "rbm"
    assert said["parameters"]["hidden"] == 5
    assert said["readouts"]["epochs"] == 3
    assert said["readouts"]["log_likelihood"] < -3.4
    assert False not in said["invariants"].values()
    assert set(said["invariants"]) == set(machine().invariants())


# ---- machines that ran away ----


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("learning", ["cd", "pcd", "replica-exchange", "exact"])
def test_gaussian_units_at_a_rate_of_10_stop_before_a_number_is_not_finite(learning, momentum):
    model = machine("patches", learning=learning, learning_rate=10.0, momentum=momentum,
                    when_saturated="go-on")  # fmt: skip
    with pytest.raises(
        InputError, match=r"Learning stopped in update \d+: the .* no finite numbers"
    ):
        model.advance(3000)
    before = bits(model)
    assert model.finite()
    look(model)
    with pytest.raises(InputError, match="take a tenth"):
        model.advance(1)
    assert bits(model) == before
    Rbm.checked(model.state.arrays(), model.parameters)  # it can be saved and opened


def test_a_gaussian_run_that_stopped_goes_on_from_an_earlier_step_at_a_lower_rate():
    run = Run(machine("patches", learning_rate=10.0, when_saturated="go-on"))
    run.advance(9)
    run.keep()
    with pytest.raises(InputError, match="no finite numbers"):
        run.advance(3000)
    run.seek(0)
    run.do("set learning_rate=0.001")
    run.advance(60)
    assert run.model.weight_norm() < 1
    look(run.model)


def test_the_state_names_the_number_that_is_not_finite():
    model = machine("patches")
    model.advance(1)
    model.state.hidden_biases[:] = np.nan
    model.state.weights[:] = np.nan
    with pytest.raises(InputError, match=r"reconstructed visible units v⁻ are no finite numbers"):
        model.advance(1)


RUNAWAY = {"learning_rate": 10.0, "momentum": 0.99, "weight_decay": 0.1, "sparsity_target": 0.5,
           "sparsity_cost": 10.0, "when_saturated": "go-on"}  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["cd", "pcd", "replica-exchange", "ratio-matching", "exact", "labels"]
)
def test_units_that_are_on_or_off_never_run_away_at_the_oddest_settings(kind):
    model = machine(kind, **RUNAWAY)
    for _ in range(5):
        model.advance(600)
        look(model)
    Rbm.checked(model.state.arrays(), model.parameters)


# ---- saturation ----


@pytest.mark.parametrize(
    "data",
    [
        {"data": "bars-and-stripes", "side": 4, "hidden": 16, "batch_size": 30},
        {"examples": 500, "hidden": 64},
    ],
)
@pytest.mark.parametrize("learning", ["cd", "pcd"])
def test_at_a_rate_of_10_all_units_are_saturated_within_100_updates(learning, data):
    model = Rbm(0, RbmParameters(**data, learning=learning, learning_rate=10.0))
    while not model.is_finished and model.state.updates < 100:
        model.advance(3)
    assert model.is_finished
    assert model.saturated_units() == model.parameters.hidden
    said = model.snapshot().verdict
    assert said.kind == "warm"
    assert said.title == f"All {model.parameters.hidden} hidden units are saturated"
    assert "10 is too high" in said.text
    model.act("set when_saturated=go-on")
    assert not model.is_finished


def test_the_remedy_of_saturation_is_an_action_that_helps():
    model = Rbm(0, RbmParameters(examples=200, hidden=16, learning="cd", learning_rate=10.0))
    model.advance(300)
    for text in model.snapshot().verdict.remedies[0][1].split(";"):
        model.act(text)
    model.advance(300)
    assert model.saturated_units() == 0
    assert not model.is_finished


@pytest.mark.parametrize("size", [1, 100])
def test_units_of_a_good_run_are_not_saturated(size):
    model = Rbm(0, RbmParameters(examples=300, hidden=32, batch_size=size))
    model.advance(3 * 200)
    assert model.saturated_units() == 0
    assert model.dead_units() == 0


def test_a_unit_that_answers_some_patterns_is_not_saturated_though_rarely_on():
    model = machine("none", batch_size=1)
    model.advance(300)
    s = model.state
    s.weights[:], s.hidden_biases[:] = 0, -20
    s.weights[:, 0], s.hidden_biases[0] = 20, -300  # on for the full square alone
    model.advance(3 * 30 * 4)
    seen = [bool(model.saturated[0])]
    for _ in range(60):
        model.advance(3)
        seen.append(bool(model.saturated[0]))
    assert not all(seen)
    assert model.saturated[1:].all()


def test_every_field_of_the_state_has_its_place_in_a_copy():
    model = machine("replica-exchange")
    model.advance(20)
    copied = model.state.copied()
    model.advance(20)
    for field in fields(copied):
        value = getattr(copied, field.name)
        if isinstance(value, np.ndarray) and value.flags.writeable and value.size:
            assert not np.shares_memory(value, getattr(model.state, field.name)), field.name
    assert replace(copied).step == 20
