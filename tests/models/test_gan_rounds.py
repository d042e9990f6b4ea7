"""Many phases in one compiled call come out as they do one by one, to the bit."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.core.errors import InputError
from simulator.models.gan import Gan
from simulator.models.gan_state import ACTIVATIONS, LOSSES, OPTIMIZERS
from simulator.models.gan_worlds import WORLDS
from tests.helpers import bits
from tests.models.gan_games import game

PENALTIES: dict[str, Any] = {"wasserstein-gp": {"gradient_penalty": 0.0}}


def assert_equal(kind: str, cuts: list[int], **values: Any) -> None:
    """Assert that a game cut into calls is the game of single phases."""
    at_once, one_by_one = game(kind, **values), game(kind, **values)
    assert at_once.is_plain
    for count in cuts:
        at_once.advance(count)
        play_one_by_one(one_by_one, count)
        assert bits(at_once) == bits(one_by_one), (kind, cuts, values)


def play_one_by_one(model: Gan, count: int) -> None:
    for _ in range(count):
        model.advance(1)


@pytest.mark.parametrize("kind", ["ring", "line", "turns", "only d", "only g", "clipped"])
def test_each_game(kind):
    assert_equal(kind, [1, 2, 3, 50, 7, 7, 7, 40, 1, 200])


@pytest.mark.parametrize("world", WORLDS)
def test_each_world(world):
    assert_equal("ring", [60], world=world)


@pytest.mark.parametrize("loss", LOSSES)
def test_each_loss(loss):
    assert_equal("ring", [33, 60], loss=loss, label_smoothing=0.1, **PENALTIES.get(loss, {}))


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_each_optimizer(kind):
    assert_equal("ring", [60], optimizer_d=kind, optimizer_g=kind, beta_1=0.7, beta_2=0.99)


@pytest.mark.parametrize("kind", ACTIVATIONS[1:])
def test_a_penalty_at_the_data_and_an_average(kind):
    assert_equal("ring", [60], r1=0.3, averaging=0.9, activation_d=kind, activation_g=kind)


def test_without_hidden_layers_and_with_five_and_one_row():
    assert_equal("ring", [40], layers_d=(0,), layers_g=(0,), batch_size=1)
    assert_equal("line", [40], layers_d=(3, 4, 5, 4, 3), layers_g=(2, 2, 2, 2, 2))


def test_what_is_drawn():
    assert_equal("drawn", [44], minibatch_std=False)


@given(cuts=st.lists(st.integers(1, 60), min_size=1, max_size=6), k_d=st.integers(1, 3))
@settings(max_examples=15, deadline=None)
def test_wherever_it_is_cut(cuts, k_d):
    assert_equal("ring", cuts, k_d=k_d, k_g=2)


def test_it_is_measured_where_single_phases_are():
    at_once, one_by_one = game(), game()
    at_once.advance(11 * 510)
    for _ in range(510):
        one_by_one.advance(11)
    assert at_once.state.measured == 500
    assert bits(at_once) == bits(one_by_one)


def test_a_batch_that_grows_amid_a_turn():
    at_once, one_by_one = game(), game()
    for model in (at_once, one_by_one):
        model.advance(14)
        model.act("set batch_size=40")
    at_once.advance(80)
    play_one_by_one(one_by_one, 80)
    assert bits(at_once) == bits(one_by_one)


@pytest.mark.parametrize("kind", ["ring", "only g", "only d", "turns"])
@pytest.mark.parametrize("steps", range(30, 42))
def test_a_state_that_was_kept_goes_on_alike_from_any_phase(kind, steps):
    at_once, again = game(kind), game(kind)
    at_once.advance(steps)
    again.place(at_once.seed, at_once.parameters, at_once.state.copied())
    for model in (at_once, again):
        model.advance(40)
    assert bits(at_once) == bits(again)


def test_a_gradient_that_is_no_number_is_refused_where_single_phases_refuse_it():
    values = {"optimizer_d": "sgd", "optimizer_g": "sgd", "rate_d": 10.0, "rate_g": 10.0,
              "loss": "least-squares"}  # fmt: skip
    at_once, one_by_one = game("ring", **values), game("ring", **values)
    with pytest.raises(InputError, match="no finite number any more") as first:
        at_once.advance(11 * 1000)
    with pytest.raises(InputError) as second:
        play_one_by_one(one_by_one, 11 * 1000)
    assert str(first.value) == str(second.value)
    assert bits(at_once) == bits(one_by_one)
    assert np.isfinite(at_once.state.params_d).all()


LONGER: dict[str, tuple[Any, str]] = {
    "replay": (0.5, "0"), "unrolled": (1, "0"), "instance_noise": (0.1, "0"),
    "spectral_norm": (True, "false"), "minibatch_std": (True, "false"),
    "batch_discrimination": (True, "false"), "loss": ("wasserstein-gp", "hinge"),
}  # fmt: skip


@pytest.mark.parametrize("name", LONGER)
def test_what_it_can_not_play_is_played_phase_by_phase(name):
    on, off = LONGER[name]
    model = game("ring", **{name: on})
    assert not model.is_plain
    assert model.steps_aside
    model.advance(25)
    assert model.state.step == 25
    model.act(f"set {name}={off}")
    assert model.is_plain


def test_an_empty_drawing_is_refused_as_before():
    model = game("ring", world="drawn")
    with pytest.raises(InputError, match=r"[Dd]raw"):
        model.advance(22)
    assert model.state.phase == 1
