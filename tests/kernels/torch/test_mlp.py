"""The torch twins of nets against Numba's, and Numba's updates against torch.optim."""

import os

import numpy as np
import pytest

if "REVERIE_INNER_TESTS" in os.environ:
    pytest.skip("the twins hang on no way of compiling", allow_module_level=True)
torch = pytest.importorskip("torch")

from kernels import mlp_slopes, optimizers  # noqa: E402
from kernels.mlp_units import LINEAR  # noqa: E402
from kernels.optimizers import ADAM, GRAVES, MOMENTUM, RMSPROP, SGD  # noqa: E402
from kernels.torch import array, has_cuda, tensor  # noqa: E402
from kernels.torch import mlp as twins  # noqa: E402
from tests.kernels.test_mlp import HIDDEN, KINDS, ROWS, Net  # noqa: E402
from tests.kernels.test_mlp_slopes import Judge  # noqa: E402

DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not has_cuda(), reason="no GPU"))]
NEAR = {"rtol": 1e-10, "atol": 1e-10}
RATE, BETA1, BETA2 = 0.01, 0.5, 0.99

each_hidden = pytest.mark.parametrize("hidden", HIDDEN)
each_rows = pytest.mark.parametrize("rows", ROWS)
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(params=DEVICES)
def device(request):
    return request.param


def places(net, device):
    """The params, acts, deltas and grads of a net as tensors, deltas with its pull."""
    net.deltas[:] = 0
    net.block(len(net.shape.sizes) - 1, net.deltas)[:] = net.pull
    return [tensor(a, device) for a in (net.params, net.acts, net.deltas, net.grads)]


@each_kind
@each_rows
@each_hidden
def test_nets_answer_the_same(hidden, rows, kind, device):
    net = Net(hidden, rows, kind, kind)
    params, acts, _, _ = places(net, device)
    net.forward()
    twins.forward(net.shape, params, rows, acts)
    assert np.allclose(array(acts), net.acts, **NEAR)


@each_kind
@each_rows
@each_hidden
def test_gradients_are_the_same(hidden, rows, kind, device):
    net = Net(hidden, rows, kind, kind)
    net.forward()
    params, acts, deltas, grads = places(net, device)
    net.backward()
    twins.backward(net.shape, params, rows, acts, deltas, grads)
    assert np.allclose(array(grads), net.grads, **NEAR)
    assert np.allclose(array(deltas), net.deltas, **NEAR)


def test_what_is_not_wanted_is_left_out(device):
    net = Net((4, 6), 7)
    net.forward()
    params, acts, deltas, grads = places(net, device)
    twins.backward(net.shape, params, 7, acts, deltas, grads[:0], False)
    assert np.isnan(array(grads)).all()
    assert not array(twins.block(net.shape, 7, deltas, 0)).any()


@each_kind
@each_hidden
def test_gradients_of_slopes_are_the_same(hidden, kind, device):
    net = Judge(hidden, 7, kind)
    slopes = net.slopes().copy()
    params, acts, deltas, _ = places(net, device)
    twins.fill_slopes(net.shape, params, 7, acts, deltas)
    assert np.allclose(array(twins.block(net.shape, 7, deltas, 0)), slopes, **NEAR)
    mlp_slopes.fill_slopes(net.shape, net.params, 7, net.acts, net.deltas)
    net.grads[:] = 3
    tangents, curves, grads = (tensor(a, device) for a in (net.tangents, net.curves, net.grads))
    twins.block(net.shape, 7, tangents, 0)[:] = tensor(net.v, device)
    net.add_gradient(net.v)
    twins.add_slope_gradient(net.shape, params, 7, acts, deltas, tangents, curves, grads)
    assert np.allclose(array(grads), net.grads, **NEAR)


@each_kind
@each_hidden
def test_gradients_are_those_of_autograd(hidden, kind):
    net = Net(hidden, 7, kind, LINEAR)
    net.backward()
    leaf = tensor(net.params, "cpu").requires_grad_()
    y = tensor(net.x, "cpu")
    for layer in range(1, len(net.shape.sizes)):
        weights, biases = twins.weights_and_biases(net.shape, leaf, layer)
        y = y @ weights + biases
        twins.activate(twins.kind_of(net.shape, layer), y)
    (y * tensor(net.pull, "cpu")).sum().backward()
    assert np.allclose(array(leaf.grad), net.grads, **NEAR)


# ---- updates ----


def gradients(dtype):
    return np.random.default_rng(1).standard_normal((50, 64)).astype(dtype)


def seconds(kind):
    return np.zeros(64 * (1 + (kind == GRAVES)))


def moved(kind, dtype):
    """Where 50 gradients lead from ones."""
    params, first, second = np.ones(64, dtype), np.zeros(64, dtype), seconds(kind).astype(dtype)
    for count, grads in enumerate(gradients(dtype), start=1):
        optimizers.update(kind, params, grads, first, second, count, RATE, BETA1, BETA2)
    return params


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", [SGD, MOMENTUM, RMSPROP, ADAM])
def test_parameters_go_where_torch_brings_them(kind, dtype):
    params = torch.nn.Parameter(torch.ones(64, dtype=tensor(gradients(dtype), "cpu").dtype))
    optimizer = {
        SGD: lambda p: torch.optim.SGD(p, RATE),
        MOMENTUM: lambda p: torch.optim.SGD(p, RATE, momentum=0.9),
        RMSPROP: lambda p: torch.optim.RMSprop(p, RATE),
        ADAM: lambda p: torch.optim.Adam(p, RATE, (BETA1, BETA2)),
    }[kind]([params])
    for grads in gradients(dtype):
        params.grad = tensor(grads, "cpu")
        optimizer.step()
    assert np.allclose(moved(kind, dtype), array(params.detach()), rtol=0, atol=1e-6)


@pytest.mark.parametrize("kind", [SGD, MOMENTUM, RMSPROP, ADAM, GRAVES])
def test_updates_are_the_same(kind, device):
    params = torch.ones(64, dtype=torch.float64, device=device)
    first, second = torch.zeros_like(params), tensor(seconds(kind), device)
    for count, grads in enumerate(gradients(np.float64), start=1):
        twins.update(kind, params, tensor(grads, device), first, second, count, RATE, BETA1, BETA2)
    assert np.allclose(array(params), moved(kind, np.float64), **NEAR)
