"""The torch twins of the lattice kernels, bit for bit."""

import os

import numpy as np
import pytest

if "REVERIE_INNER_TESTS" in os.environ:
    pytest.skip("the twins hang on no way of compiling", allow_module_level=True)
torch = pytest.importorskip("torch")

from kernels import counted, ising  # noqa: E402
from kernels.torch import array, has_cuda, tensor  # noqa: E402
from kernels.torch import ising as twins  # noqa: E402
from tests.kernels.naive_ising import Lattice  # noqa: E402
from tests.kernels.test_ising import each_option  # noqa: E402

KEYS = np.array([0x9E3779B97F4A7C15, 1, 2**64 - 1], np.uint64)
DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not has_cuda(), reason="no GPU"))]
TEMPERATURES = (1.0, 2.27, 5.0)


@pytest.fixture(params=DEVICES)
def device(request):
    return request.param


def test_random_bits_equal_those_of_numba(device):
    bits = array(twins.random_bits(2**23, 1000, KEYS, torch.device(device)))
    for key, row in zip(KEYS, bits, strict=True):
        expected = np.empty(1000, np.int32)
        counted.fill_bits(2**23, key, expected)
        assert (row == expected).all()


def chains(t: Lattice) -> np.ndarray:
    rng = np.random.default_rng(5)
    return rng.choice(np.array([-1, 1], np.int8), (len(KEYS), t.n))


@each_option
@pytest.mark.parametrize("side", [4, 8, 64])
def test_sweeps_of_a_batch_equal_those_of_numba(side, options, device):
    t = Lattice(side, options)
    units, given = chains(t), t.options()
    limits = np.array(
        [ising.limits_of(T, t.field, t.weight, t.is_metropolis) for T in TEMPERATURES]
    )
    on_device = tensor(units, device)
    optional = [None if x is None else tensor(x, device) for x in given[:3]]
    for keys in (KEYS, KEYS[::-1]):
        found = twins.update_lattice(on_device, side, limits, keys, *optional, given[3])
        for c, key in enumerate(keys):
            changes = ising.update_lattice(units[c], side, 0, t.n, limits[c], key, *given)
            assert found[c].tolist() == list(changes)
    assert (array(on_device) == units).all()


@each_option
def test_sums_equal_those_of_numba(options, device):
    t = Lattice(8, options)
    units, (_, bonds, evidence, _) = chains(t), t.options()
    optional = [None if x is None else tensor(x, device) for x in (bonds, evidence)]
    found = twins.measure(tensor(units, device), 8, *optional)
    for row, one in zip(found.tolist(), units, strict=True):
        assert row == list(ising.measure(one, 8, bonds, evidence))
