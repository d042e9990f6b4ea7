"""What is looked at and measured of a game, and that looking never touches it."""

import contextlib

import numpy as np
import pytest
from hypothesis import strategies as st

from kernels.gan_players import Judge
from simulator.core.errors import InputError
from simulator.models.gan import Gan
from simulator.models.gan_game import shape_of
from simulator.models.gan_measuring import EVERY
from simulator.models.gan_state import LOSSES, GanParameters
from tests.helpers import bits
from tests.models.gan_games import GAMES, game, look_at_all

each_kind = pytest.mark.parametrize("kind", GAMES)
turns = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any)  # k_D and k_G


# ---- what is looked at, and measured ----


@each_kind
def test_whatever_is_looked_at_the_training_has_the_same_bits(kind):
    plain, watched = game(kind, "interpolate=3"), game(kind, "interpolate=3")
    for _ in range(25):
        plain.advance(7), watched.advance(7)
        look_at_all(watched)
        assert bits(plain) == bits(watched)


@each_kind
def test_what_is_measured_hangs_on_the_state_alone(kind):
    model, other = game(kind), game(kind)
    model.advance(66)
    found = model.measured_now().tobytes()
    look_at_all(model)
    assert model.measured_now().tobytes() == found
    other.place(model.seed, model.parameters, model.state.copied())
    assert other.measured_now().tobytes() == found


@each_kind
def test_a_snapshot_stays_as_it_was_taken(kind):
    model = game(kind)
    model.advance(50)
    early, late = model.snapshot(), model.snapshot()
    probes, heat = early.probes.copy(), early.heat.copy()
    model.advance(50)
    model.act("set batch_size=5")
    model.advance(50)
    assert np.array_equal(late.probes, probes)
    assert np.array_equal(late.heat, heat)


def test_probes_are_of_noise_that_never_changes():
    model = game("ring", k_g=0)
    before = model.snapshot().probes
    model.advance(100)
    assert np.array_equal(model.snapshot().probes, before)
    assert np.array_equal(model.snapshot().probes[:7], model.fakes_of(model.probe_noise(7)))


def test_one_latents_density_of_fakes_adds_up_to_one():
    model = game("line")
    model.advance(300)
    p, q = model.snapshot().densities
    assert p.sum() * 6 / 200 == pytest.approx(1.0, abs=1e-3)
    assert q.sum() * 6 / 200 == pytest.approx(1.0, abs=1e-3)


def test_d_in_the_plane_is_what_it_says_of_points_there():
    model = game("ring")
    model.advance(300)
    heat = model.snapshot().heat
    world = model.world
    middles = world.low + (np.arange(40) + 0.5) * (world.high - world.low) / 40
    point = np.array([[middles[31], middles[4]]], np.float32)
    assert heat[4, 31] == model.opinions(model.verdicts(point))[0]


def test_modes_are_counted_where_there_are_modes():
    assert game("ring").readouts()["modes_covered"] in range(9)
    assert game("turns").readouts()["modes_covered"] is None
    assert game("digits").readouts()["js"] is None
    assert game("digits").readouts()["nearest_training_distance"] > 0


def test_a_critic_has_no_best_discriminator():
    assert game("clipped").readouts()["distance_to_optimal_d"] is None
    assert 0 <= game("ring").readouts()["distance_to_optimal_d"] <= 1


def test_measures_of_a_run_are_of_the_last_time_they_were_due():
    model = game("ring")
    model.is_live = True
    model.advance(11 * 300)
    assert model.state.measured == EVERY
    early = game("ring")
    early.advance(11 * EVERY)
    assert model.readouts()["js"] == early.measured_now()[0]


@pytest.mark.parametrize("kind", ["turns", "ring"])
def test_where_a_person_steps_the_measures_are_those_of_the_moment(kind):
    model = game(kind)
    for steps in (1, 17, 300, 11):
        model.advance(steps)
        js = model.measured_now()[0]
        assert model.readouts()["js"] == js


def test_a_first_frame_of_many_digits_does_not_wait_for_them():
    model = Gan(0, GanParameters(world="digits", examples=60_000, side=28))
    assert model.snapshot().about == "60,000 stroke digits of 28×28"


def test_a_judge_sees_points_alone_as_it_does_in_a_batch():
    model = game("ring")
    model.advance(60)
    judge = Judge(shape_of(model.parameters, True), 2, False, False, False)
    judge.prepare(model.state.params_d, model.state.directions)
    points = model.snapshot().probes
    alone = judge.see_alone(points, model.state.real).copy()
    assert np.allclose(judge.see(points), alone, atol=1e-6)


# ---- where it is hard to be right ----


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adam"])
@pytest.mark.parametrize("activation", ["leaky", "tanh"])
def test_no_invariant_is_false_at_a_rate_of_ten(activation, optimizer, loss):
    for r1 in (0.0, 100.0):
        model = game("ring", loss=loss, optimizer_d=optimizer, optimizer_g=optimizer, rate_d=10.0,
                     rate_g=10.0, activation_d=activation, r1=r1, layers_d=(16, 16))  # fmt: skip
        with contextlib.suppress(InputError):
            for _ in range(60):
                model.advance(11)
                assert False not in model.invariants().values()


@pytest.mark.parametrize("kind", ["ring", "only g"])
def test_no_invariant_is_false_while_first_weights_are_untouched(kind):
    model = game(kind)
    for _ in range(12):
        model.advance(1)
        assert False not in model.invariants().values()


@pytest.mark.parametrize("given", [{"minibatch_std": True}, {"batch_discrimination": True}])
def test_arrows_are_the_slopes_of_what_d_says_where_it_sees_its_batch(given):
    model = game("ring", loss="hinge", activation_d="tanh", activation_g="tanh", **given)
    model.advance(1100)
    points, h = model.snapshot().probes[:50], np.float32(0.01)
    found = model.gradients_at(points).copy()
    for axis in range(2):
        move = h * np.eye(2, dtype=np.float32)[axis]
        wanted = (model.verdicts(points + move) - model.verdicts(points - move)) / (2 * h)
        assert np.allclose(found[:, axis], wanted, rtol=2e-2, atol=2e-3)


def test_in_the_middle_of_an_iteration_the_measures_are_those_of_the_moment_too():
    model = game("line", k_g=2, rate_g=0.02, activation_g="tanh")
    model.advance(16 * EVERY)
    assert model.state.measured == EVERY
    before = model.readouts()["js"]
    model.advance(6 + 5)  # G has moved once
    assert model.readouts()["js"] == model.measured_now()[0] != before


def test_what_is_changed_of_g_is_measured_at_once():
    model = game("line", rate_g=0.02, activation_g="tanh")
    model.advance(11 * EVERY)
    before = model.readouts()["js"]
    model.act("set activation_g=sigmoid")
    assert model.readouts()["js"] == model.measured_now()[0] != before
