"""The torch twins of Judge and Maker against Numba's."""

import os

import numpy as np
import pytest

if "REVERIE_INNER_TESTS" in os.environ:
    pytest.skip("the twins hang on no way of compiling", allow_module_level=True)
pytest.importorskip("torch")

from kernels import gan
from kernels.gan_players import Maker
from kernels.mlp_units import LINEAR, SIGMOID
from kernels.torch import DEVICES as BACKENDS
from kernels.torch import has_cuda
from kernels.torch.gan_players import players_on
from tests.kernels.test_gan import LOSSES
from tests.kernels.test_gan_players import (
    HIDDEN,
    KINDS,
    REMEDIES,
    ROWS,
    Making,
    Trial,
)

DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not has_cuda(), reason="no GPU"))]

each_rows = pytest.mark.parametrize("rows", ROWS)
each_kind = pytest.mark.parametrize("kind", KINDS)
each_hidden = pytest.mark.parametrize("hidden", HIDDEN)
each_remedy = pytest.mark.parametrize("remedies", REMEDIES)
each_penalty = pytest.mark.parametrize("target", [1.0, 0.0, -1.0])


@pytest.fixture(params=DEVICES)
def device(request):
    return request.param


def near(found, expected) -> bool:
    size = np.abs(expected).max(initial=0)
    return found.shape == expected.shape and np.allclose(found, expected, 1e-4, 1e-5 * (1 + size))


def pair(device, **given) -> tuple[Trial, Trial]:
    """Two trials alike, the second's judge on torch, and both batches seen."""
    two = Trial(**given), Trial(**given, judge=players_on(device)[0])
    for trial in two:
        trial.see()
    return two


@each_remedy
@each_kind
@each_rows
def test_the_same_is_said(rows, kind, remedies, device):
    one, two = pair(device, rows=rows, kind=kind, remedies=remedies)
    assert near(two.see(), one.see())


@each_remedy
@each_hidden
@each_rows
def test_gradients_are_the_same(rows, hidden, remedies, device):
    one, two = pair(device, rows=rows, hidden=hidden, remedies=remedies)
    for trial in (one, two):
        trial.judge.learn(trial.pull, trial.grads)
    assert near(two.grads, one.grads)
    for trial in (one, two):
        trial.judge.finish(trial.grads)
    assert near(two.grads, one.grads)


@each_remedy
@each_kind
@each_rows
def test_arrows_are_the_same(rows, kind, remedies, device):
    one, two = pair(device, rows=rows, kind=kind, remedies=remedies)
    assert near(two.judge.arrows(two.pull), one.judge.arrows(one.pull))


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_pulls_alike(loss, device):
    found = []
    for trial in pair(device, remedies=(True, True, True)):
        said, pulls = trial.see(), np.empty(14, np.float32)
        lost = gan.lose_real(loss, 0.9, said[:7], pulls[:7])
        lost += gan.lose_fake(loss, said[7:], pulls[7:])
        trial.judge.learn(pulls, trial.grads)
        fooled = gan.fool(loss, trial.judge.see(trial.fake), pulls[:7])
        found.append((np.array([lost, fooled]), trial.grads, trial.judge.arrows(pulls[:7])))
    assert all(near(two, one) for one, two in zip(*found, strict=True))


@each_remedy
@each_rows
def test_points_alone_are_seen_and_pulled_alike(rows, remedies, device):
    one, two = pair(device, rows=rows, remedies=remedies)
    pulls = one.pull[:rows]
    found = [t.judge.see_alone(t.real, t.fake).copy() for t in (one, two)]
    assert near(found[1], found[0])
    assert near(two.judge.arrows(pulls), one.judge.arrows(pulls))


@pytest.mark.parametrize("remedies", [(False,) * 3, (True,) * 3])
def test_points_alone_may_be_like_nothing(remedies, device):
    one, two = pair(device, remedies=remedies)
    none = np.zeros((0, 2), np.float32)
    assert near(two.judge.see_alone(two.real, none), one.judge.see_alone(one.real, none))


@each_penalty
@pytest.mark.parametrize("is_spectral", [False, True])
@each_kind
@each_hidden
def test_penalties_are_the_same(hidden, kind, is_spectral, target, device):
    found = []
    for t in pair(device, hidden=hidden, kind=kind, remedies=(False, False, is_spectral)):
        t.grads[:] = 3
        found.append((np.array(t.judge.penalize(t.real, target, 2.5, t.grads)), t.grads))
        t.judge.finish(t.grads)
    assert all(near(two, one) for one, two in zip(*found, strict=True))


@each_penalty
def test_where_there_is_no_slope_a_penalty_pulls_nowhere(target, device):
    trial = pair(device)[1]
    trial.judge.prepare(np.zeros_like(trial.params), trial.u)
    trial.grads[:] = 0
    assert trial.judge.penalize(trial.real, target, 1.0, trial.grads) == max(target, 0) ** 2
    assert not trial.grads.any()


def test_directions_are_turned_alike(device):
    one, two = pair(device, remedies=(False, False, True))
    assert near(two.judge.turned, one.judge.turned)
    assert (two.u == one.u).all()


def test_weights_that_are_all_0_are_left_alike(device):
    found = []
    for t in pair(device, remedies=(False, False, True)):
        t.judge.prepare(np.zeros_like(t.params), t.u)
        t.see()
        t.judge.learn(t.pull, t.grads)
        t.judge.finish(t.grads)
        found.append((t.judge.turned, t.grads))
    assert all(near(two, one) for one, two in zip(*found, strict=True))


def test_answers_of_all_layers_are_the_same(device):
    one, two = pair(device, remedies=(True, True, False))
    layers = zip(two.judge.layers(14), one.judge.layers(14), strict=True)
    assert all(near(found, expected) for found, expected in layers)


def test_what_is_shown_is_not_changed(device):
    one, two = pair(device, remedies=(True, True, True))
    two.judge.learn(two.pull, two.grads)
    two.judge.arrows(two.pull)
    for name in ("real", "fake", "params", "u", "pull"):
        assert (getattr(two, name) == getattr(one, name)).all()


def test_weights_that_move_after_they_were_taken_change_no_gradient(device):
    one, two = pair(device)
    two.params[:] = 0
    two.judge.learn(two.pull, two.grads)
    one.judge.learn(one.pull, one.grads)
    assert near(two.grads, one.grads)


@pytest.mark.parametrize("output", [LINEAR, SIGMOID])
@each_kind
@each_rows
def test_fakes_and_their_gradients_are_the_same(rows, kind, output, device):
    one, two = (
        Making(rows, kind=kind, output=output, maker=maker, d=64)
        for maker in (Maker, players_on(device)[1])
    )
    assert near(two.make(), one.make())
    for m in (one, two):
        m.maker.learn(m.params, m.pull, m.grads)
    assert near(two.grads, one.grads)


def test_a_row_that_may_not_be_written_is_read(device):
    trial = pair(device, remedies=(True, False, False))[1]
    trial.real.flags.writeable = trial.pull.flags.writeable = False
    assert np.isfinite(trial.see()).all()
    assert np.isfinite(trial.judge.see_alone(trial.fake, trial.real)).all()
    trial.judge.see(trial.real, trial.fake)
    assert np.isfinite(trial.judge.arrows(trial.pull)).all()


def test_players_stay_on_their_device():
    assert [player.device for player in players_on("cpu")] == ["cpu", "cpu"]
    assert set(BACKENDS.values()) == {"cpu", "cuda"}
