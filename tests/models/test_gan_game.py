"""What the game of a generator and a discriminator is, at its ends, and when it goes wrong."""

import contextlib
import math

import numpy as np
import pytest
from hypothesis import strategies as st

from kernels.gan_play import D_LOSS
from simulator.core.errors import InputError
from simulator.models.gan import Gan
from simulator.models.gan_game import shape_of
from simulator.models.gan_state import LOSSES, GanParameters
from simulator.models.gan_worlds import WORLDS
from tests.helpers import bits
from tests.kernels import naive_mlp
from tests.models.gan_games import game, look, look_at_all

each_loss = pytest.mark.parametrize("loss", LOSSES)
LN_2 = math.log(2.0)
turns = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any)  # k_D and k_G


# ---- what the game is ----


@pytest.mark.parametrize("loss", ["minimax", "non-saturating"])
def test_where_d_says_nothing_it_loses_2_ln_2_and_the_value_is_minus_ln_4(loss):
    model = game("ring", loss=loss)
    model.state.params_d[:] = 0.0
    model.advance(D_LOSS + 1)
    found = model.readouts()
    assert found["loss_d"] == pytest.approx(2 * LN_2, abs=1e-7)
    assert found["value"] == pytest.approx(-math.log(4.0), abs=1e-7)
    assert found["d_real"] == found["d_fake"] == 0.5
    model.state.params_d[:] = 0.0
    model.advance(10 - D_LOSS)
    wanted = -LN_2 if loss == "minimax" else LN_2
    assert model.readouts()["loss_g"] == pytest.approx(wanted, abs=1e-7)


@pytest.mark.parametrize("loss", [n for n in LOSSES if n != "wasserstein-clip"])  # begins clipped
def test_the_loss_of_d_falls_where_only_d_learns(loss):
    model = game("ring", loss=loss, k_d=1, k_g=0, batch_size=500, rate_d=0.01)
    model.advance(6)
    first = model.loss_d()
    model.advance(6 * 60)
    assert model.loss_d() < first - 0.02


def test_a_game_on_one_gaussian_finds_it():
    model = game("line", loss="non-saturating", noise="gaussian", batch_size=64, rate_g=0.005,
                 rate_d=0.005, activation_g="tanh")  # fmt: skip
    first = model.readouts()["js"]
    model.advance(11 * 1000)
    assert model.readouts()["js"] < 0.5 * first


def loss_of_one(loss: str, said: np.ndarray) -> np.ndarray:
    """What G loses by fakes of which D says this, one by one, float64."""
    if loss == "minimax":
        return -np.logaddexp(0.0, said)
    if loss == "non-saturating":
        return np.logaddexp(0.0, -said)
    return 0.5 * (said - 1.0) ** 2 if loss == "least-squares" else -said


def slopes(model: Gan, points: np.ndarray, beside: np.ndarray, loss: str) -> np.ndarray:
    """−∂(G's loss of one fake)/∂x (R, d) by differences, of the slow twin in float64."""
    shape, params = shape_of(model.parameters, True), model.state.params_d.astype(float)
    x = points.astype(float)
    found = np.empty_like(x)
    for row in range(len(x)):

        def lost(row: int = row) -> float:
            seen = np.concatenate([x[row], beside])
            return float(loss_of_one(loss, naive_mlp.answer(shape, params, seen)[-1][0]))

        found[row] = -naive_mlp.differences(lost, x[row])
    return found


@each_loss
def test_arrows_are_the_slopes_of_the_loss_of_g(loss):
    model = game("ring", loss=loss, activation_d="tanh", activation_g="tanh")
    model.advance(110)
    points = model.snapshot().probes[:10]
    wanted = slopes(model, points, np.zeros(0), loss)
    assert np.abs(wanted).max() > 1e-3
    assert np.allclose(model.gradients_at(points), wanted, rtol=2e-4, atol=1e-6)
    assert np.allclose(model.snapshot().arrows[:10], wanted, rtol=2e-4, atol=1e-6)


@each_loss
def test_what_pulled_at_fakes_in_gs_turn_is_the_slope_at_them(loss):
    model = game("ring", loss=loss, activation_d="tanh", activation_g="tanh")
    model.advance(110 + 10)
    fakes = model.state.fake[:10]
    wanted = slopes(model, fakes, np.zeros(0), loss)
    assert np.allclose(model.state.pulled[:10], wanted, rtol=2e-4, atol=1e-6)


def test_a_way_through_d_ends_in_what_d_says():
    model = game("ring")
    model.advance(60)
    fake = model.snapshot().probes[3]
    layers, opinion, arrow = model.snapshot().path(fake)
    assert [layer.size for layer in layers] == [2, 8, 1]
    assert opinion == pytest.approx(1 / (1 + math.exp(-layers[-1][0])), rel=1e-6)
    assert np.array_equal(arrow, model.gradients_at(fake[None])[0])


def test_fakes_of_the_game_are_what_the_generator_makes_of_its_noise():
    model = game("turns")
    model.advance(100)
    s, shape = model.state, shape_of(model.parameters, False)
    model.advance((-model.step) % model.parameters.iteration + 1)  # after d-noise
    for noise, fake in zip(s.noise[:5], s.fake[:5], strict=True):
        wanted = naive_mlp.answer(shape, s.params_g.astype(float), noise.astype(float))[-1]
        assert np.allclose(fake, wanted, atol=1e-5)


def test_the_average_of_g_is_what_is_looked_at():
    model = game("ring", averaging=0.9)
    past = model.state.params_g.astype(float)
    for n in range(1, 21):
        model.advance(11)
        past += (1 - min(0.9, (1 + n) / (10 + n))) * (model.state.params_g - past)
    assert np.allclose(model.state.average, past, atol=1e-6)
    assert np.array_equal(model.shown_params_g, model.state.average)


def test_a_critics_weights_stay_within_the_clip():
    model = game("clipped", weight_clip=0.02)
    model.advance(170)
    assert np.abs(model.state.params_d).max() == np.float32(0.02)


def test_old_fakes_come_again_in_ds_batches():
    model = game("ring", replay=0.5)
    model.advance(11 * 20 + 1)
    s = model.state
    assert s.stored == 21 * 2  # one of eight is noted
    rows = {row.tobytes() for row in s.old[: s.stored]}
    assert sum(row.tobytes() in rows for row in s.fake) >= 8


def test_a_remedy_that_is_off_takes_no_room():
    s = game("ring").state
    assert (s.average.size, s.directions.size, s.old.shape) == (0, 0, (0, 2))


# ---- sizes at the ends ----


@pytest.mark.parametrize("given", [
    {"layers_d": (0,)}, {"layers_g": (0,)}, {"layers_d": (0,), "layers_g": (0,)},
    {"batch_size": 1}, {"batch_size": 1000}, {"layers_d": (1,) * 5, "layers_g": (1,) * 5},
    {"rate_d": 1e-5, "rate_g": 1e-5}, {"noise_dimensions": 64}, {"layers_g": (128,) * 5},
])  # fmt: skip
@pytest.mark.parametrize("kind", ["ring", "line", "slopes", "batches", "digits"])
def test_the_smallest_and_largest_games_can_be_played(kind, given):
    model = game(kind, **given)
    model.advance(3 * model.parameters.iteration)
    look(model)
    look_at_all(model)


def test_without_hidden_layers_each_player_is_one_linear_map():
    model = game("ring", layers_d=(0,), layers_g=(0,))
    assert (model.parameters.sizes_d, model.parameters.sizes_g) == ((2, 1), (2, 2))
    assert (model.state.params_d.size, model.state.params_g.size) == (3, 6)


@pytest.mark.parametrize(("kind", "name"), [("only d", "params_g"), ("only g", "params_d")])
def test_a_player_without_turns_stays_as_it_is(kind, name):
    model = game(kind)
    before = bits(model)[name]
    model.advance(100)
    assert bits(model)[name] == before


@pytest.mark.parametrize("world", [*WORLDS, "digits"])
@each_loss
def test_every_world_is_played_with_every_loss(world, loss):
    kind = "digits" if world == "digits" else "ring"
    model = game(kind, world=world, loss=loss, batch_discrimination=False)
    model.advance(11 * 4 + 5)
    look(model)


# ---- when it goes wrong ----


@pytest.mark.parametrize("player", ["d", "g"])
def test_a_gradient_that_is_no_number_stops_the_game_and_names_it(player):
    model = game("ring")
    model.advance(11 if player == "d" else 17)
    getattr(model.state, f"params_{player}")[:] *= np.float32(1e35)
    with pytest.raises(InputError, match="gradient is no finite number") as told:
        model.advance(60)
    assert "rate_" in str(told.value)
    assert str(told.value).endswith("take a tenth of it.")


def test_a_game_that_stopped_stops_again_at_the_same_place():
    model = game("ring", loss="hinge", r1=1.0)
    model.state.params_g[:] *= np.float32(1e35)
    places = []
    for _ in range(3):
        with pytest.raises(InputError, match="no finite number"):
            model.advance(30)
        places.append(bits(model))
    assert places[0] == places[1] == places[2]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adam"])
def test_a_rate_of_ten_plays_on_or_stops_in_words(optimizer, loss):
    model = game("ring", loss=loss, optimizer_d=optimizer, optimizer_g=optimizer, rate_d=10.0,
                 rate_g=10.0)  # fmt: skip
    with contextlib.suppress(InputError):
        model.advance(11 * 60)
    look_at_all(model)
    for value in model.readouts().values():
        assert value is None or np.isfinite(value)


def test_nobody_learning_is_refused_in_words():
    for texts in (("set k_d=0", "set k_g=0"), ("set k_g=0", "set k_d=0")):
        model = game("ring", texts[0])
        model.advance(20)
        before = bits(model)
        with pytest.raises(InputError, match="nobody would learn"):
            model.act(texts[1])
        assert bits(model) == before
    with pytest.raises(InputError, match="nobody would learn"):
        game("ring", k_d=0, k_g=0)


@pytest.mark.parametrize(("given", "said"), [
    ({"layers_d": (1,) * 6}, "6 layers; allowed: 0 to 5"), ({"layers_g": (4, 0)}, "without units"),
    ({"layers_d": (129,)}, "allowed here: 1 to 128"), ({"r1": 1.0, "minibatch_std": True},
    "one or the other"),
    ({"loss": "wasserstein-gp", "batch_discrimination": True}, "one or the other"),
    ({"world": "digits", "side": 28, "layers_d": (512, 512), "batch_size": 1000, "unrolled": 10},
     "could not be paused"),
])  # fmt: skip
def test_what_can_not_be_played_is_refused_in_words(given, said):
    with pytest.raises(InputError, match=said):
        Gan(0, GanParameters(**given))


def test_where_nothing_is_drawn_the_game_waits_in_words():
    model = Gan(0, GanParameters(world="drawn"))
    shown = model.snapshot()
    assert "Nothing is drawn yet" in shown.trouble
    assert shown.verdict.title == "No data yet"
    for _ in range(3):
        with pytest.raises(InputError, match="Nothing is drawn yet"):
            model.advance(11)
    look(model)
    look_at_all(model)
    model.act("world=3,3")
    model.advance(22)
    look(model)


def test_pictures_that_are_not_there_are_told_in_words():
    model = Gan(0, GanParameters(world="idx"))
    assert model.snapshot().trouble
    with pytest.raises(InputError):
        model.advance(11)
    look(model)
