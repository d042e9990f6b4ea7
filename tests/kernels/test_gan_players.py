"""Judge and Maker, float32, against slow twins and their finite differences, float64."""

import itertools
import os

import numpy as np
import pytest

from kernels import mlp, spectral
from kernels.batch_features import KERNELS, NUMBERS
from kernels.gan_players import Judge, Maker, features, table_size
from kernels.mlp import Shape
from kernels.mlp_units import LEAKY, LINEAR, RELU, SIGMOID, TANH
from tests.kernels import naive_gan as naive
from tests.kernels.naive_mlp import differences

IS_INNER = "REVERIE_INNER_TESTS" in os.environ
ROWS = (1, 2, 7) if IS_INNER else (1, 2, 7, 64)
KINDS = (LINEAR, RELU, LEAKY, TANH, SIGMOID)
HIDDEN = ((), (5,), (4, 6))
REMEDIES = [  # deviation, discrimination, is_spectral
    r for r in itertools.product((False, True), repeat=3) if not IS_INNER or sum(r) != 2
]
D = 2  # columns of data
NEAR = {"rtol": 2e-4, "atol": 2e-5}
STEP = 1e-7  # of differences: so near that no unit turns on and no row passes another

each_rows = pytest.mark.parametrize("rows", ROWS)
each_kind = pytest.mark.parametrize("kind", KINDS)
each_hidden = pytest.mark.parametrize("hidden", HIDDEN)
each_remedy = pytest.mark.parametrize("remedies", REMEDIES)


def agree(found, expected) -> bool:
    """Whether gradients are the same, float32 against differences."""
    return np.allclose(found, expected, rtol=1e-3, atol=1e-4 * (1 + np.abs(expected).max()))


class Trial:
    """A judge with weights by chance, batches for it, and its float64 twin."""

    def __init__(
        self, rows=7, hidden=(4, 6), kind=LEAKY, remedies=(False,) * 3, judge=Judge, d=D
    ):  # fmt: skip
        rng = np.random.default_rng([rows, kind, len(hidden)])
        self.deviation, self.discrimination, self.is_spectral = remedies
        beside = features(*remedies[:2])
        self.shape = Shape(np.array((d + beside, *hidden, 1)), kind, LINEAR)
        self.judge, self.d = judge(self.shape, d, *remedies), d
        self.size = mlp.parameter_count(self.shape.sizes)
        count = self.size + table_size(d, self.discrimination)
        self.params = rng.standard_normal(count).astype(np.float32)
        self.u = np.empty(self.shape.sizes[1:].sum(), np.float32)
        spectral.first_directions(self.shape.sizes, np.uint64(3), self.u)
        self.real, self.fake = rng.standard_normal((2, rows, d)).astype(np.float32)
        self.pull = rng.standard_normal(2 * rows).astype(np.float32)
        self.grads = np.full_like(self.params, np.nan)
        self.judge.prepare(self.params, self.u)

    def see(self):
        return self.judge.see(self.real, self.fake)

    def twin(self):
        """The twin's own weights, batches (2, R, d) and function of them: what is said (2R,)."""
        params, batches = self.params.astype(float), np.stack([self.real, self.fake]).astype(float)
        net = params[: self.size]
        directions = naive.turned(self.shape, net, self.u.astype(float))

        def said():
            used, table = self.used(net, directions), params[self.size :].reshape(self.d, -1)
            seen = [np.hstack([x, naive.features(x, self.deviation, table)]) for x in batches]
            return naive.answer(self.shape, used, np.concatenate(seen))[:, 0]

        return params, batches, said

    def used(self, net, directions):
        return naive.divided(self.shape, net, directions) if self.is_spectral else net


# ---- a judge ----


@each_remedy
@each_rows
def test_what_is_said_equals_the_twin(rows, remedies):
    trial = Trial(rows, remedies=remedies)
    assert np.allclose(trial.see(), trial.twin()[2](), rtol=1e-4, atol=1e-4)


@each_remedy
@each_rows
def test_its_gradient_equals_differences(rows, remedies):
    trial = Trial(rows, (4,), TANH, remedies)
    trial.see()
    trial.judge.learn(trial.pull, trial.grads)
    trial.judge.finish(trial.grads)
    params, _, said = trial.twin()
    expected = differences(lambda: trial.pull @ said(), params, STEP)
    assert agree(trial.grads, expected)


@each_kind
@each_hidden
def test_its_gradient_equals_differences_in_every_net(hidden, kind):
    trial = Trial(7, hidden, kind, (True, True, True))
    trial.see()
    trial.judge.learn(trial.pull, trial.grads)
    trial.judge.finish(trial.grads)
    params, _, said = trial.twin()
    expected = differences(lambda: trial.pull @ said(), params, STEP)
    assert agree(trial.grads, expected)


@each_remedy
@each_rows
def test_arrows_equal_differences(rows, remedies):
    trial = Trial(rows, (4,), TANH, remedies)
    trial.see()
    found = trial.judge.arrows(trial.pull).reshape(2, rows, D)[:, :3]
    _, batches, said = trial.twin()
    expected = differences(lambda: trial.pull @ said(), batches[:, :3], STEP)
    assert agree(found, expected)


@each_kind
@each_hidden
def test_arrows_equal_differences_in_every_net(hidden, kind):
    trial = Trial(7, hidden, kind, (True, True, True))
    trial.see()
    _, batches, said = trial.twin()
    expected = differences(lambda: trial.pull @ said(), batches, STEP)
    found = trial.judge.arrows(trial.pull).reshape(expected.shape)
    assert agree(found, expected)


@each_remedy
def test_learning_and_arrows_may_be_asked_in_any_order(remedies):
    trial = Trial(remedies=remedies)
    trial.see()
    trial.judge.learn(trial.pull, trial.grads)
    grads, arrows = trial.grads.copy(), trial.judge.arrows(trial.pull).copy()
    trial.judge.learn(trial.pull, trial.grads)
    assert (trial.grads == grads).all()
    assert (trial.judge.arrows(trial.pull) == arrows).all()


def test_batches_are_seen_each_for_itself():
    trial = Trial(remedies=(True, True, False))
    both = trial.see().copy()
    assert np.allclose(both[:7], trial.judge.see(trial.real), **NEAR)
    assert np.allclose(both[7:], trial.judge.see(trial.fake), **NEAR)


def test_what_is_shown_is_not_changed():
    trial = Trial(remedies=(True, True, True))
    before = [a.copy() for a in (trial.real, trial.fake, trial.params, trial.u, trial.pull)]
    trial.see()
    trial.judge.learn(trial.pull, trial.grads)
    trial.judge.arrows(trial.pull)
    after = trial.real, trial.fake, trial.params, trial.u, trial.pull
    assert all((a == b).all() for a, b in zip(before, after, strict=True))


@each_remedy
def test_places_are_used_again_for_any_number_of_rows(remedies):
    trial = Trial(64 if not IS_INNER else 9, remedies=remedies)
    trial.see()
    few = trial.real[:3], trial.fake[:3]
    found, fresh = trial.judge.see(*few).copy(), Trial(remedies=remedies)
    fresh.judge.prepare(trial.params, trial.u)
    assert (found == fresh.judge.see(*few)).all()
    pull = trial.pull[:6]
    trial.judge.learn(pull, trial.grads)
    fresh.judge.learn(pull, fresh.grads)
    assert (trial.grads == fresh.grads).all()
    assert (trial.judge.arrows(pull) == fresh.judge.arrows(pull)).all()


@each_remedy
@each_rows
def test_answers_of_all_layers_are_given(rows, remedies):
    trial = Trial(rows, remedies=remedies)
    said = trial.see()
    found = trial.judge.layers(2 * rows)
    assert [layer.shape for layer in found] == [(2 * rows, n) for n in trial.shape.sizes]
    assert (found[0][:, :D] == np.concatenate([trial.real, trial.fake])).all()
    assert (found[-1][:, 0] == said).all()
    assert not any(np.shares_memory(layer, said) for layer in found)


# ---- single points ----


@each_rows
def test_without_remedies_points_alone_are_seen_as_in_a_batch(rows):
    trial = Trial(rows)
    batch = trial.judge.see(trial.real).copy()
    assert (trial.judge.see_alone(trial.real, trial.fake) == batch).all()


@pytest.mark.parametrize("remedies", [(True, False, False), (False, True, True), (True,) * 3])
@each_rows
def test_points_alone_are_seen_beside_the_mean_of_another_batch(rows, remedies):
    trial = Trial(rows, remedies=remedies)
    params, (real, fake), _ = trial.twin()
    table = params[trial.size :].reshape(D, -1)
    beside = naive.features(fake, trial.deviation, table).mean(axis=0)
    net = params[: trial.size]
    used = trial.used(net, naive.turned(trial.shape, net, trial.u.astype(float)))
    inputs = np.hstack([real, np.tile(beside, (rows, 1))])
    expected = naive.answer(trial.shape, used, inputs)[:, 0]
    found = trial.judge.see_alone(trial.real, trial.fake)
    assert np.allclose(found, expected, rtol=1e-4, atol=1e-4)


@each_remedy
def test_the_arrow_of_a_point_alone_is_its_own(remedies):
    trial = Trial(kind=TANH, remedies=remedies)
    points, pulls = trial.real, np.ones(7, np.float32)
    trial.judge.see_alone(points, trial.fake)
    found, expected = trial.judge.arrows(pulls).copy(), np.empty((7, D))
    for i, step in enumerate(np.float32(1e-2) * np.eye(D, dtype=np.float32)):
        ahead = trial.judge.see_alone(points + step, trial.fake).astype(float)
        expected[:, i] = (ahead - trial.judge.see_alone(points - step, trial.fake)) / 2e-2
    assert np.allclose(found, expected, rtol=1e-2, atol=3e-3 * np.abs(expected).max())


@pytest.mark.parametrize("remedies", [(False,) * 3, (True,) * 3])
def test_points_alone_may_be_like_nothing(remedies):
    trial = Trial(remedies=remedies)
    found = trial.judge.see_alone(trial.real, np.zeros((0, D), np.float32))
    assert np.isfinite(found).all()


# ---- penalties on slopes ----


@pytest.mark.parametrize("target", [1.0, -1.0])
@pytest.mark.parametrize("is_spectral", [False, True])
@each_kind
@each_hidden
def test_a_penalty_and_its_gradient_equal_the_twin(hidden, kind, is_spectral, target):
    trial = Trial(7, hidden, kind, (False, False, is_spectral))
    net, (real, _), _ = trial.twin()
    directions = naive.turned(trial.shape, net, trial.u.astype(float))

    def penalty():
        used = trial.used(net, directions)
        return naive.penalty(naive.slopes(trial.shape, used, real), target, 2.5)

    trial.grads[:] = 0
    found = trial.judge.penalize(trial.real, target, 2.5, trial.grads)
    trial.judge.finish(trial.grads)
    assert found == pytest.approx(penalty(), rel=1e-4)
    expected = differences(penalty, net)
    assert agree(trial.grads, expected)


@each_rows
def test_a_penalty_is_added_to_the_gradient_that_is_there(rows):
    trial = Trial(rows)
    trial.grads[:] = 0
    trial.judge.penalize(trial.real, 1.0, 1.0, trial.grads)
    alone = trial.grads.copy()
    trial.grads[:] = 3
    trial.judge.penalize(trial.real, 1.0, 1.0, trial.grads)
    assert np.allclose(trial.grads, alone + 3, atol=1e-5)


@pytest.mark.parametrize("kind", [RELU, TANH])
def test_a_judge_without_slopes_is_penalized_without_a_pull(kind):
    trial = Trial(kind=kind)
    trial.judge.prepare(np.zeros_like(trial.params), trial.u)
    trial.grads[:] = 0
    assert trial.judge.penalize(trial.real, 1.0, 1.0, trial.grads) == 1
    assert not trial.grads.any()


# ---- spectral normalization ----


def test_directions_are_turned_one_step_and_what_was_given_stays():
    trial = Trial(remedies=(False, False, True))
    before = trial.u.copy()
    expected = naive.turned(trial.shape, trial.params.astype(float), before.astype(float))
    assert np.allclose(trial.judge.turned, np.concatenate([u for _, u in expected]), atol=1e-5)
    assert (trial.u == before).all()


def test_the_same_weights_and_directions_are_used_alike_however_often():
    trial = Trial(remedies=(False, False, True))
    said = trial.see().copy()
    trial.judge.prepare(trial.params, trial.u)
    assert (trial.see() == said).all()


def test_without_the_norm_finishing_changes_nothing():
    trial = Trial(remedies=(True, True, False))
    trial.grads[:] = np.arange(trial.grads.size)
    trial.judge.finish(trial.grads)
    assert (trial.grads == np.arange(trial.grads.size)).all()


# ---- a maker ----


class Making:
    """A maker with weights and noise by chance."""

    def __init__(self, rows=7, hidden=(4, 6), kind=RELU, output=LINEAR, maker=Maker, d=D):
        rng = np.random.default_rng([rows, kind, output])
        self.shape = Shape(np.array((3, *hidden, d)), kind, output)
        self.maker = maker(self.shape)
        size = mlp.parameter_count(self.shape.sizes)
        self.params = rng.standard_normal(size).astype(np.float32)
        self.noise = rng.standard_normal((rows, 3)).astype(np.float32)
        self.pull = rng.standard_normal((rows, d)).astype(np.float32)
        self.grads = np.full_like(self.params, np.nan)

    def make(self):
        return self.maker.make(self.params, self.noise)


@pytest.mark.parametrize("output", [LINEAR, SIGMOID])
@each_kind
@each_rows
def test_fakes_and_their_gradient_equal_the_twin(rows, kind, output):
    m = Making(rows, (4, 6) if rows > 1 else (), kind, output)
    params, noise = m.params.astype(float), m.noise.astype(float)
    assert np.allclose(m.make(), naive.answer(m.shape, params, noise), **NEAR)
    m.maker.learn(m.params, m.pull, m.grads)
    loss = lambda: (m.pull * naive.answer(m.shape, params, noise)).sum()  # noqa: E731
    expected = differences(loss, params, STEP)
    assert agree(m.grads, expected)


def test_pulls_and_noise_are_left_as_they_are():
    m = Making()
    noise, pull = m.noise.copy(), m.pull.copy()
    m.make()
    m.maker.learn(m.params, m.pull, m.grads)
    assert (m.noise == noise).all()
    assert (m.pull == pull).all()


def test_a_maker_makes_few_after_many():
    m = Making(64)
    m.make()
    assert (m.maker.make(m.params, m.noise[:2]) == Maker(m.shape).make(m.params, m.noise[:2])).all()


def test_arrows_of_a_judge_are_pulls_of_a_maker():
    m, trial = Making(7), Trial(7, remedies=(True, False, False))
    trial.judge.see(m.make())
    m.maker.learn(m.params, trial.judge.arrows(trial.pull[:7]), m.grads)
    assert np.isfinite(m.grads).all()


# ---- sizes ----


@pytest.mark.parametrize(("remedies", "columns"), [((0, 0), 0), ((1, 0), 1), ((1, 1), 1 + KERNELS)])
def test_features_are_counted(remedies, columns):
    assert features(*remedies) == columns


def test_the_table_has_numbers_for_every_column_and_kernel():
    assert table_size(7, True) == 7 * KERNELS * NUMBERS
    assert table_size(7, False) == 0
