"""Losses of the two players and what they pull at, against plain formulas and differences."""

import math

import numpy as np
import pytest

from kernels import gan as kernels
from kernels.gan import (
    HINGE,
    LEAST_SQUARES,
    MINIMAX,
    NON_SATURATING,
    WASSERSTEIN_CLIP,
    WASSERSTEIN_GP,
)
from tests.kernels import naive_gan as naive
from tests.kernels.naive_mlp import differences

LOSSES = (MINIMAX, NON_SATURATING, LEAST_SQUARES, WASSERSTEIN_CLIP, WASSERSTEIN_GP, HINGE)
LOGARITHMIC = LOSSES[:2]
KEY = 0x0123456789ABCDEF

each_loss = pytest.mark.parametrize("loss", LOSSES)
each_size = pytest.mark.parametrize("n", [1, 2, 7, 64])
each_type = pytest.mark.parametrize("dtype", [np.float64, np.float32])
each_target = pytest.mark.parametrize("target", [1.0, 0.9, 0.5])


def verdicts(n, dtype=np.float64, spread=3.0):
    return (spread * np.random.default_rng(n).standard_normal(n)).astype(dtype)


def near(dtype):
    return {"rtol": 1e-9, "atol": 1e-9} if dtype == np.float64 else {"rtol": 1e-5, "atol": 1e-5}


def lost(play, s, *before):
    """What a kernel returns and fills, of verdicts."""
    pulls = np.full_like(s, np.nan)
    return play(*before, s, pulls), pulls


# ---- losses ----


@each_type
@each_target
@each_loss
@each_size
def test_the_loss_of_real_rows_is_the_formula(n, loss, target, dtype):
    s = verdicts(n, dtype)
    found, _ = lost(kernels.lose_real, s, loss, target)
    assert np.isclose(found, naive.real_loss(loss, target, s.astype(float)), **near(dtype))


@each_type
@each_loss
@each_size
def test_the_loss_of_fakes_is_the_formula(n, loss, dtype):
    s = verdicts(n, dtype)
    found, _ = lost(kernels.lose_fake, s, loss)
    assert np.isclose(found, naive.fake_loss(loss, s.astype(float)), **near(dtype))


@each_type
@each_loss
@each_size
def test_the_loss_of_the_generator_is_the_formula(n, loss, dtype):
    s = verdicts(n, dtype)
    found, _ = lost(kernels.fool, s, loss)
    assert np.isclose(found, naive.maker_loss(loss, s.astype(float)), **near(dtype))


@each_target
@each_loss
@each_size
def test_pulls_of_real_rows_equal_differences(n, loss, target):
    s = verdicts(n)
    _, pulls = lost(kernels.lose_real, s, loss, target)
    assert np.allclose(pulls, differences(lambda: naive.real_loss(loss, target, s), s), atol=1e-7)


@each_loss
@each_size
def test_pulls_of_fakes_equal_differences(n, loss):
    s = verdicts(n)
    _, pulls = lost(kernels.lose_fake, s, loss)
    assert np.allclose(pulls, differences(lambda: naive.fake_loss(loss, s), s), atol=1e-7)


@each_loss
@each_size
def test_pulls_of_the_generator_equal_differences(n, loss):
    s = verdicts(n)
    _, pulls = lost(kernels.fool, s, loss)
    assert np.allclose(pulls, differences(lambda: naive.maker_loss(loss, s), s), atol=1e-7)


def test_an_undecided_judge_loses_2_ln_2():
    s = np.zeros(5)
    total = lost(kernels.lose_real, s, MINIMAX, 1.0)[0] + lost(kernels.lose_fake, s, MINIMAX)[0]
    assert total == pytest.approx(2 * math.log(2))


@pytest.mark.parametrize("loss", LOGARITHMIC)
def test_of_a_sure_judge_only_the_non_saturating_loss_pulls_the_generator(loss):
    _, pulls = lost(kernels.fool, np.array([-50.0]), loss)
    assert pulls[0] == pytest.approx(-1 if loss == NON_SATURATING else 0, abs=1e-20)


@pytest.mark.parametrize("s", [1.0, 2.0])
def test_beyond_the_margin_the_hinge_pulls_at_nothing(s):
    assert lost(kernels.lose_real, np.array([s]), HINGE, 1.0)[1] == 0
    assert lost(kernels.lose_fake, np.array([-s]), HINGE)[1] == 0


@each_type
@each_loss
@pytest.mark.parametrize("s", [-1e4, 1e4])
def test_verdicts_far_out_have_finite_losses_and_pulls(s, loss, dtype):
    far = np.full(3, s, dtype)
    for total, pulls in (
        lost(kernels.lose_real, far, loss, 0.9), lost(kernels.lose_fake, far, loss),
        lost(kernels.fool, far, loss),
    ):  # fmt: skip
        assert math.isfinite(total)
        assert np.isfinite(pulls).all()
        assert loss == LEAST_SQUARES or np.abs(pulls).max() <= 1 / 3 + 1e-7


@pytest.mark.parametrize("loss", LOGARITHMIC)
@pytest.mark.parametrize("s", [-1e4, 1e4])
def test_a_logarithm_far_out_is_as_long_as_the_verdict(s, loss):
    far = np.array([s])
    assert lost(kernels.lose_real, far, loss, 1.0)[0] == max(0, -s)
    assert lost(kernels.lose_fake, far, loss)[0] == max(0, s)


@each_loss
def test_no_rows_lose_nothing(loss):
    none = np.zeros(0)
    assert lost(kernels.lose_real, none, loss, 1.0)[0] == 0
    assert lost(kernels.lose_fake, none, loss)[0] == 0
    assert lost(kernels.fool, none, loss)[0] == 0


# ---- what is told of a judge ----


def told(loss, real, fake):
    numbers = np.zeros(4)
    kernels.tell(loss, np.concatenate([real, fake]).astype(np.float32), numbers)
    return numbers


@pytest.mark.parametrize("loss", LOGARITHMIC)
@each_size
def test_the_value_is_the_mean_of_both_logarithms(n, loss):
    s, t = verdicts(n), verdicts(n + 1)[:n]
    d_real, d_fake = naive.chance(s), naive.chance(t)
    value = np.log(d_real).mean() + np.log(1 - d_fake).mean()
    expected = value, d_real.mean(), d_fake.mean(), ((s > 0).mean() + (t < 0).mean()) / 2
    assert np.allclose(told(loss, s, t), expected, rtol=1e-5)


@pytest.mark.parametrize("loss", [WASSERSTEIN_CLIP, WASSERSTEIN_GP])
@each_size
def test_the_value_of_a_critic_is_the_distance_of_its_means(n, loss):
    s, t = verdicts(n) + 5, verdicts(n + 1)[:n] + 4
    middle = (s.mean() + t.mean()) / 2
    right = ((s > middle).mean() + (t < middle).mean()) / 2
    expected = s.mean() - t.mean(), s.mean(), t.mean(), right
    assert np.allclose(told(loss, s, t), expected, rtol=1e-5)


@pytest.mark.parametrize(("loss", "limit"), [(LEAST_SQUARES, 0.5), (HINGE, 0.0)])
def test_other_losses_have_no_value_and_a_boundary_of_their_own(loss, limit):
    s, t = verdicts(64) + limit, verdicts(65)[:64] + limit
    found = told(loss, s, t)
    right = ((s > limit).mean() + (t < limit).mean()) / 2
    assert math.isnan(found[0])
    assert np.allclose(found[1:], [s.mean(), t.mean(), right], rtol=1e-5)


@each_loss
def test_a_judge_that_tells_nothing_apart_is_right_half_the_time(loss):
    same = np.full(4, 0.5 if loss == LEAST_SQUARES else 0.0)
    assert told(loss, same, same)[3] == 0.5


@each_loss
def test_what_is_told_of_verdicts_far_out_is_no_infinity(loss):
    assert not np.isinf(told(loss, np.full(3, 1e4), np.full(3, -1e4))).any()
    assert not np.isinf(told(loss, np.full(3, -1e4), np.full(3, 1e4))).any()


# ---- penalties on slopes ----


@pytest.mark.parametrize("target", [1.0, 0.0, -1.0])
@pytest.mark.parametrize("d", [1, 2, 7])
@each_size
def test_a_penalty_and_its_derivative_equal_formula_and_differences(n, d, target):
    slopes = np.random.default_rng(n).standard_normal((n, d))
    tangents = np.full_like(slopes, np.nan)
    found = kernels.add_penalty(target, 2.5, slopes, tangents)
    assert found == pytest.approx(naive.penalty(slopes, target, 2.5))
    expected = differences(lambda: naive.penalty(slopes, target, 2.5), slopes)
    assert np.allclose(tangents, expected, atol=1e-7)


@pytest.mark.parametrize(("target", "lost"), [(1.0, 1.0), (-1.0, 0.0)])
@each_type
def test_where_there_is_no_slope_a_penalty_pulls_nowhere(dtype, target, lost):
    slopes = np.zeros((3, 2), dtype)
    tangents = np.full_like(slopes, np.nan)
    assert kernels.add_penalty(target, 1.0, slopes, tangents) == lost
    assert not tangents.any()


# ---- rows by chance ----


@each_size
def test_rows_are_those_of_hashed_uniforms(n):
    pixels = np.random.default_rng(0).integers(0, 256, (11, 4), np.uint8)
    out = np.full((n, 4), np.nan, np.float32)
    kernels.take_rows(pixels, np.uint64(KEY), out)
    rows = [int(naive.uniform(r, KEY) * 11) for r in range(n)]
    assert np.allclose(out, pixels[rows] / 255, rtol=1e-6)


def test_every_row_is_taken_about_as_often():
    pixels = np.arange(10, dtype=np.uint8)[:, None]
    out = np.empty((2000, 1), np.float32)
    kernels.take_rows(pixels, np.uint64(3), out)
    counts = np.bincount(np.rint(255 * out[:, 0]).astype(int), minlength=10)
    assert ((counts - 200) ** 2 / 200).sum() < 30  # χ² of 9: p = 0.0004


def test_another_key_takes_other_rows():
    pixels = np.arange(100, dtype=np.uint8)[:, None]
    out = np.empty((2, 20, 1), np.float32)
    for key, part in enumerate(out):
        kernels.take_rows(pixels, np.uint64(key), part)
    assert (out[0] != out[1]).any()


# ---- old fakes ----


def fakes(n, first=0):
    """Fakes (n, 2) that are numbered."""
    return np.repeat(np.arange(first, first + n, dtype=np.float32)[:, None], 2, axis=1)


@pytest.mark.parametrize(("n", "noted"), [(1, 1), (2, 1), (7, 1), (8, 1), (64, 8)])
def test_an_eighth_of_new_fakes_is_noted_at_least_one(n, noted):
    new, old = fakes(n, 1), np.zeros((100, 2), np.float32)
    assert kernels.remember(new, 0, 0, np.uint64(KEY), old) == noted
    assert (old[:noted] == fakes(noted, 1)).all()
    assert not old[noted:].any()


def test_without_old_ones_to_show_the_new_stay():
    new, old = fakes(16), np.zeros((100, 2), np.float32)
    kernels.remember(new, 0, 0, np.uint64(KEY), old)
    assert (new == fakes(16)).all()


@pytest.mark.parametrize("many", [1, 8, 16])
def test_the_last_new_fakes_give_way_to_old_ones_by_chance(many):
    new, old = fakes(16, 1000), np.zeros((100, 2), np.float32)
    old[:50] = fakes(50, 1)
    stored = kernels.remember(new, many, 50, np.uint64(KEY), old)
    assert stored == 52
    rows = [int(naive.uniform(r, KEY) * 52) for r in range(16 - many, 16)]
    assert (new[: 16 - many] == fakes(16, 1000)[: 16 - many]).all()
    assert (new[16 - many :] == old[rows]).all()


def test_where_the_room_is_full_the_oldest_goes():
    old = fakes(5)
    assert kernels.remember(fakes(16, 100), 0, 9, np.uint64(KEY), old) == 11
    assert old[:, 0].tolist() == [101, 1, 2, 3, 100]


def test_at_the_first_time_there_are_only_new_ones_to_show():
    new, old = fakes(8, 5), np.zeros((100, 2), np.float32)
    kernels.remember(new, 8, 0, np.uint64(KEY), old)
    assert (new == 5).all()


# ---- weights ----


@each_size
def test_the_average_follows_the_weights(n):
    average, params = verdicts(n, np.float32), verdicts(n + 1, np.float32)[:n]
    expected = 0.9 * average + 0.1 * params
    kernels.follow(average, params, 0.9)
    assert np.allclose(average, expected, atol=1e-6)


def test_an_average_of_nothing_past_is_the_weights():
    average, params = np.zeros(7, np.float32), verdicts(7, np.float32)
    kernels.follow(average, params, 0.0)
    assert (average == params).all()


@each_size
def test_weights_are_brought_into_their_bounds(n):
    params = verdicts(n, np.float32)
    expected = params.clip(-1, 1)
    kernels.clip(params, np.float32(1.0))
    assert (params == expected).all()


@each_type
@each_size
def test_a_length_is_that_of_linear_algebra(n, dtype):
    v = verdicts(n, dtype)
    assert kernels.length(v) == pytest.approx(np.linalg.norm(v.astype(float)))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_length_with_a_number_that_is_none_is_none(bad):
    assert not math.isfinite(kernels.length(np.array([1, bad], np.float32)))


def test_a_length_beyond_float32_is_finite():
    assert kernels.length(np.full(2, 1e30, np.float32)) == pytest.approx(math.sqrt(2) * 1e30)
