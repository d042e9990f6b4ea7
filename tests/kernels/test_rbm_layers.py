"""Whole layers, and sums over all states, of restricted Boltzmann machines against slow twins."""

import numpy as np
import pytest

from kernels import rbm_exact, rbm_layers, rbm_ratio, rbm_sparse
from kernels.rbm_layers import Machine
from tests.kernels import naive_rbm as naive

ONE = np.float32(1.0)
KINDS = {"bernoulli": {}, "labels": {"labels": 3}, "gaussian": {"is_gaussian": True},
         "gaussian labels": {"is_gaussian": True, "labels": 2}}  # fmt: skip
NEAR = {"rtol": 1e-5, "atol": 1e-5}
LISTED = ("bernoulli", "labels")

each_kind = pytest.mark.parametrize("kind", KINDS)
each_size = pytest.mark.parametrize("n", [1, 2, 7, 64])


def machine(pixels: int, hidden: int, kind: str = "bernoulli", seed: int = 0, size: float = 0.8):
    """A machine of so many pixels, with weights by chance."""
    options = KINDS[kind]
    visible = pixels + options.get("labels", 0)
    rng = np.random.default_rng([seed, pixels, hidden])
    arrays = (size * rng.standard_normal(s) for s in ((visible, hidden), visible, hidden))
    return Machine(*(a.astype(np.float32) for a in arrays), **options)


def states(m: Machine, rows: int = 9, seed: int = 1) -> np.ndarray:
    """Visible states (R, V) by chance."""
    rng = np.random.default_rng(seed)
    v = rng.integers(0, 2, (rows, m.weights.shape[0])).astype(np.float32)
    if m.is_gaussian:
        v[:, : m.pixels] = rng.standard_normal((rows, m.pixels))
    if m.labels:
        v[:, m.pixels :] = np.eye(m.labels)[rng.integers(0, m.labels, rows)]
    return v


def bits(m: Machine, rows: int = 9, seed: int = 2) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 2, (rows, m.weights.shape[1])).astype(np.float32)


def in_float64(m: Machine) -> Machine:
    arrays = (a.astype(float) for a in (m.weights, m.visible_biases, m.hidden_biases))
    return Machine(*arrays, m.is_gaussian, m.labels)


# ---- one layer given the other ----


@each_kind
@each_size
def test_hidden_answers_equal_the_twin(n, kind):
    m = machine(n, 5, kind)
    v = states(m)
    means = np.empty((9, 5), np.float32)
    rbm_layers.hidden_means(m, v, means)
    assert np.allclose(means, naive.answers(v.astype(float) @ m.weights + m.hidden_biases), **NEAR)


@pytest.mark.parametrize("scale", [0.0, 0.4, 1.0])
@each_kind
def test_hidden_units_at_a_temperature_equal_the_twin(kind, scale):
    m = machine(7, 64, kind)
    v, key = states(m), np.uint64(99)
    means, hidden = np.empty((2, 9, 64), np.float32)
    rbm_layers.draw_hidden(m, v, key, means, hidden, np.float32(scale))
    assert np.allclose(
        means, naive.answers(scale * (v.astype(float) @ m.weights + m.hidden_biases)), **NEAR
    )
    assert (hidden == (naive.uniforms((9, 64), 99) < means)).all()


@pytest.mark.parametrize("scale", [0.0, 0.4, 1.0])
@each_kind
@each_size
def test_visible_means_at_a_temperature_equal_the_twin(n, kind, scale):
    m = machine(n, 5, kind)
    h, d = bits(m), n
    means, visible = np.empty((2, 9, m.weights.shape[0]), np.float32)
    rbm_layers.draw_visible(m, h, np.uint64(3), means, visible, np.float32(scale))
    fields = scale * (h.astype(float) @ m.weights.T)
    biases = m.visible_biases * (1.0 if m.is_gaussian else scale)
    x = fields + biases
    assert np.allclose(means[:, :d], x[:, :d] if m.is_gaussian else naive.answers(x[:, :d]), **NEAR)
    if m.labels:
        assert np.allclose(means[:, d:], naive.softmax(x[:, d:]), **NEAR)
        assert (visible[:, d:].sum(axis=1) == 1).all()


@each_kind
def test_means_that_are_asked_for_alone_are_those_of_drawing(kind):
    m = machine(7, 5, kind)
    h = bits(m)
    means, visible = np.empty((2, 9, m.weights.shape[0]), np.float32)
    rbm_layers.draw_visible(m, h, np.uint64(3), means, visible)
    assert np.allclose(rbm_layers.visible_means(m, h), means, rtol=1e-6, atol=1e-6)


def test_the_biases_at_a_temperature_may_be_given():
    m = machine(7, 5, "labels")
    h, own = bits(m), np.linspace(-2, 2, 10, dtype=np.float32)
    means, visible = np.empty((2, 9, 10), np.float32)
    rbm_layers.draw_visible(m, 0 * h, np.uint64(3), means, visible, np.float32(0.3), own)
    assert np.allclose(means[:, :7], naive.answers(own[None, :7].astype(float)), **NEAR)
    assert np.allclose(means[:, 7:], naive.softmax(own[None, 7:].astype(float)), **NEAR)


# ---- energies ----


@each_kind
@pytest.mark.parametrize("n", [1, 2, 7])
def test_a_free_energy_is_the_sum_over_all_hidden_states(n, kind):
    m = machine(n, 6, kind)
    v = states(m)
    assert np.allclose(rbm_layers.free_energies(m, v), [naive.free_energy(m, r) for r in v], **NEAR)


@each_kind
@each_size
def test_joint_energies_equal_the_twin(n, kind):
    m = machine(n, 7, kind)
    v, h = states(m), bits(m)
    wanted = [naive.energy(m, a, b) for a, b in zip(v, h, strict=True)]
    assert np.allclose(rbm_layers.joint_energies(m, v, h), wanted, **NEAR)


# ---- all states ----

SHAPES = [(1, 1), (2, 5), (5, 2), (4, 4), (7, 3)]
each_shape = pytest.mark.parametrize(("pixels", "hidden"), SHAPES)


@each_shape
@pytest.mark.parametrize("kind", LISTED)
def test_ln_z_is_the_sum_over_both_layers(kind, pixels, hidden):
    m = machine(pixels, hidden, kind)
    assert rbm_exact.log_partition(m) == pytest.approx(naive.probabilities(m)[2], rel=1e-6)


@each_shape
@pytest.mark.parametrize("kind", LISTED)
def test_expectations_are_the_sums_over_both_layers(kind, pixels, hidden):
    m = machine(pixels, hidden, kind)
    assert np.allclose(rbm_exact.expectations(m), naive.expectations(m), atol=1e-6)


def test_the_states_of_a_layer_may_fill_several_blocks(monkeypatch):
    m = machine(5, 4, "labels")
    whole = rbm_exact.log_partition(m), rbm_exact.expectations(m)
    monkeypatch.setattr(rbm_exact, "BLOCK", 4)  # of 2⁴ states
    assert rbm_exact.log_partition(m) == pytest.approx(whole[0], rel=1e-12)
    assert np.allclose(rbm_exact.expectations(m), whole[1], atol=1e-12)


def grid(m: Machine) -> tuple[np.ndarray, np.ndarray]:
    """Points (S, V) of a fine grid of Gaussian pixels, and their e^(−F) times its cell."""
    line = np.linspace(-10, 10, 101)
    pixels = np.stack(np.meshgrid(*[line] * m.pixels, indexing="ij"), -1).reshape(-1, m.pixels)
    groups = np.eye(m.labels) if m.labels else np.zeros((1, 0))
    points = np.array([[*v, *one] for v in pixels for one in groups])
    sums = np.logaddexp(0, points @ m.weights + m.hidden_biases).sum(axis=1)
    away = points[:, : m.pixels] - m.visible_biases[: m.pixels]
    logs = sums - 0.5 * (away**2).sum(1) + points[:, m.pixels :] @ m.visible_biases[m.pixels :]
    return points, np.exp(logs) * (line[1] - line[0]) ** m.pixels


@pytest.mark.parametrize("pixels", [1, 2])
@pytest.mark.parametrize("kind", ["gaussian", "gaussian labels"])
def test_ln_z_of_gaussian_units_is_an_integral(kind, pixels):
    m = machine(pixels, 3, kind)
    assert rbm_exact.log_partition(m) == pytest.approx(np.log(grid(m)[1].sum()), abs=1e-6)


@pytest.mark.parametrize("pixels", [1, 2])
@pytest.mark.parametrize("kind", ["gaussian", "gaussian labels"])
def test_expectations_of_gaussian_units_are_integrals(kind, pixels):
    m = machine(pixels, 3, kind)
    v, p = grid(m)
    p /= p.sum()
    h = naive.answers(v @ m.weights + m.hidden_biases)
    with_one = np.c_[v, np.ones(len(v))], np.c_[h, np.ones(len(h))]
    wanted = (with_one[0] * p[:, None]).T @ with_one[1]
    assert np.allclose(rbm_exact.expectations(m), wanted, atol=1e-6)


@pytest.mark.parametrize("kind", ["bernoulli", "labels"])
def test_data_minus_expectations_is_the_slope_of_the_log_likelihood(kind):
    m = in_float64(machine(2, 3, kind, size=0.5))
    v = states(m, 6).astype(float)
    h = naive.answers(v @ m.weights + m.hidden_biases)
    data = np.c_[v, np.ones(6)].T @ np.c_[h, np.ones(6)] / 6
    slopes = naive.slopes(lambda other: naive.mean_log_likelihood(other, v), m)
    assert np.allclose(data - rbm_exact.expectations(m), slopes, atol=1e-7)


def test_data_minus_expectations_is_the_slope_for_gaussian_units_too():
    m = in_float64(machine(2, 3, "gaussian labels", size=0.5))
    v = states(m, 6).astype(float)

    def cost(other):
        free = [naive.free_energy(other, row) for row in v]
        return -np.mean(free) - rbm_exact.log_partition(other)

    found, h = rbm_exact.expectations(m), naive.answers(v @ m.weights + m.hidden_biases)
    data = np.c_[v, np.ones(6)].T @ np.c_[h, np.ones(6)] / 6
    assert np.allclose(data - found, naive.slopes(cost, m), atol=1e-7)


# ---- ratio matching ----


@pytest.mark.parametrize("grey", [False, True])
@pytest.mark.parametrize(("pixels", "hidden"), [(1, 1), (2, 3), (3, 2)])
def test_the_gradient_of_ratio_matching_is_the_slope_of_its_cost(pixels, hidden, grey):
    m = machine(pixels, hidden)
    v = states(m, 5)
    if grey:
        v = np.random.default_rng(4).random(v.shape).astype(np.float32)
    gradient, cost = rbm_ratio.matched(m, v)
    wide = in_float64(m)
    assert cost == pytest.approx(naive.ratio_cost(wide, v.astype(float)), rel=1e-5)
    slopes = naive.slopes(lambda other: naive.ratio_cost(other, v.astype(float)), wide)
    assert np.allclose(gradient, -slopes, atol=2e-6)


def test_ratio_matching_of_many_hidden_units_is_finite_where_each_answer_flips():
    m = Machine(*(np.full(s, x, np.float32) for s, x in (((1, 1024), 80), (1, 0), (1024, -40))))
    gradient, cost = rbm_ratio.matched(m, np.array([[1.0], [0.0]], np.float32))
    assert np.isfinite(gradient).all()
    assert cost == pytest.approx(0.5)


def test_ratio_matching_far_out_is_finite():
    m = Machine(*(1e4 * a for a in (machine(7, 64).weights, np.ones(7), np.ones(64))))
    m = Machine(*(a.astype(np.float32) for a in (m.weights, m.visible_biases, m.hidden_biases)))
    gradient, cost = rbm_ratio.matched(m, states(m))
    assert np.isfinite(gradient).all()
    assert 0 <= cost <= 7


# ---- layers of which most units are off ----


def sparse(rows: int, n: int, share: float, seed: int = 0) -> np.ndarray:
    """A layer (R, N) of which a share is not 0: ones, and other numbers of both signs."""
    rng = np.random.default_rng([seed, rows, n])
    numbers = np.where(rng.random((rows, n)) < 0.5, 1.0, rng.standard_normal((rows, n)))
    return np.where(rng.random((rows, n)) < share, numbers, 0.0).astype(np.float32)


SHARES = (0.0, 0.03, 0.15, 0.5, 1.0)
each_share = pytest.mark.parametrize("share", SHARES)
each_width = pytest.mark.parametrize("width", [1, 127, 128, 131])


@each_width
@each_share
@each_size
def test_a_product_with_a_sparse_layer_is_the_product(n, share, width):
    layer = sparse(5, n, share)
    others = np.random.default_rng(n).standard_normal((n, width)).astype(np.float32)
    out = np.full((5, width), np.nan, np.float32)
    rbm_sparse.product(layer, others, out)
    assert np.allclose(out, layer.astype(float) @ others, atol=1e-5)


@each_width
@each_share
@each_size
def test_correlations_of_sparse_layers_are_the_product(n, share, width):
    first, second = sparse(5, n, share), sparse(3, n, share, seed=1)
    others = np.random.default_rng(n).standard_normal((8, width)).astype(np.float32)
    out = np.full((n, width), np.nan, np.float32)
    rbm_sparse.correlation(first, second, others, out)
    assert np.allclose(out, np.r_[first, second].astype(float).T @ others, atol=1e-5)


def test_lists_of_a_layer_name_all_that_is_not_0_and_nothing_else():
    layer = sparse(6, 37, 0.2)
    count = rbm_sparse.how_many(layer)
    assert count == np.count_nonzero(layer)
    begins, ends = np.empty((2, 6), np.int32)
    places, values = np.empty(count + 1, np.int32), np.empty(count + 1, np.float32)
    rbm_sparse.list_rows(layer, begins, ends, places, values)
    again = np.zeros_like(layer)
    for r, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        again[r, places[begin:end]] = values[begin:end]
    assert (again == layer).all()
