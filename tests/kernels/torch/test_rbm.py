"""The torch twins of whole layers: the same states under the same keys."""

import os

import numpy as np
import pytest

if "REVERIE_INNER_TESTS" in os.environ:
    pytest.skip("the twins hang on no way of compiling", allow_module_level=True)
torch = pytest.importorskip("torch")

from kernels import rbm, rbm_layers  # noqa: E402
from kernels.counted import halves  # noqa: E402
from kernels.torch import array, has_cuda, tensor  # noqa: E402
from kernels.torch import rbm as twins  # noqa: E402
from tests.kernels.test_rbm_layers import KINDS, bits, machine, states  # noqa: E402

DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not has_cuda(), reason="no GPU"))]
KEY = np.uint64(0x9E3779B97F4A7C15)
SCALE = np.float32(0.7)
NEAR = {"rtol": 1e-5, "atol": 1e-5}
FEW = 1e-3  # share of states of which a probability may fall on the last digits

each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(params=DEVICES)
def device(request):
    return request.param


def agree(found, expected) -> bool:
    """Whether two arrays are near each other but for a few numbers."""
    near = np.isclose(array(found), expected, **NEAR)
    return near.shape == expected.shape and (~near).mean() <= FEW


def keys(*shape: int) -> np.ndarray:
    return np.arange(np.prod(shape), dtype=np.uint64).reshape(shape)


def empty(*shape: int) -> np.ndarray:
    return np.empty(shape, np.float32)


@pytest.mark.parametrize("is_swapped", [False, True])
def test_uniforms_have_the_bits_of_numba(device, is_swapped):
    found = array(twins.uniforms(torch.empty(2, 3, 500, device=device), keys(2), is_swapped))
    for key, rows in zip(keys(2), found, strict=True):
        low, high = halves(key)
        expected = empty(1500)
        rbm.fill_uniforms(np.uint64(0), *((high, low) if is_swapped else (low, high)), expected)
        assert (rows.ravel() == expected).all()


@each_kind
def test_hidden_answers_are_the_same(kind, device):
    m = machine(40, 24, kind)
    v = states(m, 50)
    expected = rbm_layers.hidden_means(m, v, empty(50, 24))
    found = twins.hidden_means(twins.machine_on(m, device), tensor(v, device))
    assert np.allclose(array(found), expected, **NEAR)


@each_kind
def test_expected_visible_units_are_the_same(kind, device):
    m = machine(40, 24, kind)
    h = bits(m, 50)
    found = twins.visible_means(twins.machine_on(m, device), tensor(h, device))
    assert np.allclose(array(found), rbm_layers.visible_means(m, h), **NEAR)


@each_kind
def test_hidden_states_are_the_same(kind, device):
    m = machine(40, 24, kind)
    v, means, hidden = states(m, 50), empty(50, 24), empty(50, 24)
    rbm_layers.draw_hidden(m, v, KEY, means, hidden, SCALE)
    found = twins.draw_hidden(twins.machine_on(m, device), tensor(v, device), KEY, SCALE)
    assert np.allclose(array(found[0]), means, **NEAR)
    assert agree(found[1], hidden)


@each_kind
def test_visible_states_are_the_same(kind, device):
    m = machine(40, 24, kind)
    h, v = bits(m, 50), m.weights.shape[0]
    biases, means, visible = SCALE * m.visible_biases, empty(50, v), empty(50, v)
    rbm_layers.draw_visible(m, h, KEY, means, visible, SCALE, biases)
    there = tensor(h, device), tensor(biases, device)
    found = twins.draw_visible(twins.machine_on(m, device), *there, KEY, SCALE)
    assert np.allclose(array(found[0]), means, **NEAR)
    assert agree(found[1], visible)


@each_kind
def test_chains_at_several_temperatures_come_to_the_same_states(kind, device):
    m, scales = machine(40, 24, kind), np.array([1.0, 0.5, 0.0], np.float32)
    visible = np.stack([states(m, 20, seed) for seed in range(3)])
    means, hidden = np.empty_like(visible), empty(3, 20, 24)
    there = tensor(visible, device), tensor(scales, device)
    found = twins.gibbs(twins.machine_on(m, device), *there, keys(4, 3, 2))
    rbm_layers.gibbs(m, visible, keys(4, 3, 2), scales, means, hidden)
    for one, other in zip(found, (visible, means, hidden), strict=True):
        assert agree(one, other)


@each_kind
@pytest.mark.parametrize("k", [1, 3])
def test_k_steps_away_from_the_data_lead_to_the_same_states(kind, k, device):
    m = machine(40, 24, kind)
    h, visible, means = bits(m, 50), empty(50, m.weights.shape[0]), empty(50, 24)
    rbm_layers.diverge(m, h, keys(2 * k - 1), visible, means)
    found = twins.diverge(twins.machine_on(m, device), tensor(h, device), keys(2 * k - 1))
    assert agree(found[0], visible)
    assert agree(found[1], means)


@each_kind
def test_annealed_chains_gain_the_same_weights(kind, device):
    m, betas = machine(40, 24, kind, size=0.3), np.linspace(0, 1, 41, dtype=np.float32)
    visible, logs, first = states(m, 50), np.ones(50), np.float32(0.2) * m.visible_biases
    there = [tensor(a, device) for a in (visible, logs, first)]
    found = twins.anneal(twins.machine_on(m, device), *there, betas, keys(40, 2))
    rbm_layers.anneal(m, first, visible, logs, betas, keys(40, 2))
    assert agree(found[0], visible)
    assert np.median(abs(array(found[1]) - logs)) < 1e-4  # a chain may have taken another way


def test_correlations_are_the_same(device):
    m = machine(40, 24)
    layers = states(m, 50), bits(m, 50), states(m, 30, 5), bits(m, 30, 6)
    found = twins.correlation(*(tensor(a, device) for a in layers))
    expected = rbm_layers.correlation(*layers, empty(40, 24))
    assert np.allclose(array(found), expected, atol=1e-6)
