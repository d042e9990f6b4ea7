"""The generative adversarial network on another back end: it learns the same, or says why not."""

import numpy as np
import pytest

pytest.importorskip("torch")

from simulator.models.gan import Gan
from simulator.models.gan_state import LOSSES, GanParameters
from simulator.models.gan_torch import FULL

SMALL = {"layers_d": (16, 16), "layers_g": (16, 16), "batch_size": 32}
GAMES = {
    "a line": {**SMALL, "world": "gaussian", "noise": "uniform", "noise_dimensions": 1},
    "digits": {**SMALL, "world": "digits", "side": 8, "examples": 200},
    "remedies": {**SMALL, "minibatch_std": True, "batch_discrimination": True, "replay": 0.5,
                 "averaging": 0.9, "instance_noise": 0.1},
    "norm": {**SMALL, "spectral_norm": True, "r1": 1.0, "loss": "hinge", "activation_d": "tanh"},
    "ahead": {**SMALL, "unrolled": 2, "k_d": 2, "activation_g": "tanh", "optimizer_g": "rmsprop"},
    "no layers": {"layers_d": (0,), "layers_g": (0,), "batch_size": 1},
}  # fmt: skip
ITERATIONS = 50
FIELDS = ("params_d", "params_g", "first_d", "second_g", "average", "directions", "fake", "pulled")


def pair(values) -> tuple[Gan, Gan]:
    """Two models alike, the second on torch."""
    one, two = (Gan(1, GanParameters(**values)) for _ in range(2))
    two.use_backend("torch")
    return one, two


def play(model: Gan, iterations: int = ITERATIONS) -> None:
    model.advance(iterations * model.parameters.iteration)


def same(one: Gan, two: Gan) -> bool:
    """Whether two models are where rounding alone has brought them apart."""
    return all(
        np.allclose(getattr(one.state, name), getattr(two.state, name), rtol=1e-2, atol=5e-3)
        for name in FIELDS
    )


@pytest.mark.parametrize("name", GAMES)
def test_torch_plays_the_same_game(name):
    one, two = pair(GAMES[name])
    for model in (one, two):
        play(model)
    assert same(one, two)
    assert np.allclose(one.state.numbers, two.state.numbers, rtol=1e-2, atol=1e-2, equal_nan=True)


@pytest.mark.parametrize("loss", LOSSES)
def test_torch_plays_for_the_same_loss(loss):
    # Adam takes whole steps along gradients that are 0 but for rounding: a critic's have some
    momentum = {
        "optimizer_d": "momentum",
        "optimizer_g": "momentum",
        "rate_d": 0.01,
        "rate_g": 0.01,
    }
    one, two = pair({**SMALL, **momentum, "loss": loss})
    for model in (one, two):
        play(model)
    assert same(one, two)


def test_torch_is_where_it_is_computed():
    one, two = pair(SMALL)
    assert type(one.players[0]) is not type(two.players[0])
    two.use_backend("numba")
    assert type(one.players[0]) is type(two.players[0])


@pytest.mark.parametrize("phases", [1, 4, 5, 8, 9, 10])
def test_what_is_held_there_is_computed_again_after_a_rewind(phases):
    _, model = pair(GAMES["remedies"])
    play(model, 2)
    model.advance(phases)
    kept = model.seed, model.parameters, model.state.copied()
    play(model, 1)
    after = model.state.params_g.copy()
    model.place(*kept)
    play(model, 1)
    assert (model.state.params_g == after).all()


@pytest.mark.parametrize("full_at", ["prepare", "see", "make", "learn", "arrows", "penalize"])
def test_a_full_device_is_left_in_words_and_the_game_goes_on(monkeypatch, full_at):
    from kernels import torch as twins
    from kernels.torch import gan_players

    one, two = pair({**SMALL, "r1": 0.1})
    monkeypatch.setitem(twins.DEVICES, "cuda", "cpu")
    two.backend = "cuda"
    play(one, 3), play(two, 3)
    elsewhere = two._elsewhere
    assert elsewhere.backend == "cuda"
    for player in (gan_players.Judge, gan_players.Maker):
        works = getattr(player, full_at, None)
        if works is None:
            continue

        def full(self, *given, works=works):
            if elsewhere.backend == "cuda":
                raise twins.OutOfMemory("full")
            return works(self, *given)

        monkeypatch.setattr(player, full_at, full)
    play(one, 3), play(two, 3)
    assert elsewhere.backend == "torch"
    assert two.taken_notice() == FULL
    assert two.taken_notice() == ""
    assert same(one, two)


def test_what_fails_on_the_processor_is_not_tried_again(monkeypatch):
    from kernels import torch as twins
    from kernels.torch import gan_players

    def full(self, *given):
        raise twins.OutOfMemory("full")

    monkeypatch.setattr(gan_players.Judge, "prepare", full)
    _, model = pair(SMALL)
    with pytest.raises(twins.OutOfMemory):
        play(model, 1)
