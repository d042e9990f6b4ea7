"""The torch twins against the Numba ones, which have slow twins of their own."""

import os

import numpy as np
import pytest

if "REVERIE_INNER_TESTS" in os.environ:
    pytest.skip("the twins hang on no way of compiling", allow_module_level=True)
torch = pytest.importorskip("torch")

from kernels import hopfield_batch as kernels  # noqa: E402
from kernels.torch import BLOCK, array, exact_type, has_cuda, hopfield_dense, tensor  # noqa: E402
from kernels.torch import hopfield as twins  # noqa: E402
from tests.kernels.batches import DENSE, PAIRWISE, STATES, THRESHOLD, Dense, Pairwise  # noqa: E402

each_pairwise = pytest.mark.parametrize(
    ("n", "rule", "gain", "temperature", "probability"), PAIRWISE
)
each_dense = pytest.mark.parametrize(("n", "kind", "degree", "gain", "temperature"), DENSE)


@pytest.fixture
def device():
    return "cpu"


class OnDevice:
    """The arrays of a batch as tensors."""

    def __init__(self, batch, device):
        for name in ("units", "right", "left", "diagonal", "sums", "xi", "overlaps", "order",
                     "chances", "heat"):  # fmt: skip
            given = getattr(batch, name, None)
            setattr(self, name, None if given is None else tensor(given, device))
        self.order = self.order.long()


def is_same(batch, fast, slow):
    """Two-valued units unit for unit; fractions to rounding."""
    assert np.allclose(array(fast), slow, atol=1e-12)
    return batch.gain is not None or (array(fast) == slow).all()


@each_pairwise
def test_decisions_equal_those_of_numba(n, rule, gain, temperature, probability, device):
    t = Pairwise(n, rule, gain, temperature, probability)
    d, slow = OnDevice(t, device), np.empty_like(t.units)
    fast = torch.empty_like(d.units)
    rest = 0.0, THRESHOLD, temperature, gain, probability
    near = kernels.decide_together(
        t.units, slow, t.left, t.diagonal, *rest, t.sums, t.chances, t.heat
    )
    assert near == twins.decide_together(
        d.units, fast, d.left, d.diagonal, *rest, d.sums, d.chances, d.heat
    )
    assert is_same(t, fast, slow)


@each_pairwise
def test_a_single_state_is_decided_like_a_batch_of_one(
    n, rule, gain, temperature, probability, device
):
    t = Pairwise(n, rule, gain, temperature, probability)
    d = OnDevice(t, device)
    many, one = torch.empty_like(d.units), torch.empty_like(d.units[0])
    rest = 0.0, THRESHOLD, temperature, gain, probability
    twins.decide_together(d.units, many, d.left, d.diagonal, *rest, d.sums, d.chances, d.heat)
    chances, heat = (u if u is None else u[0] for u in (d.chances, d.heat))
    twins.decide_together(d.units[0], one, d.left, d.diagonal, *rest, d.sums[0], chances, heat)
    assert is_same(t, one, array(many[0]))


@each_pairwise
@pytest.mark.parametrize("block", [1, 3, 64])
def test_blocks_are_updated_as_by_numba(n, rule, gain, temperature, probability, block, device):
    t = Pairwise(n, rule, gain, temperature)
    d = OnDevice(t, device)
    rest = 0.0, THRESHOLD, temperature, gain
    slow = kernels.update_blocks(
        t.units, t.order, block, t.right, t.left, t.diagonal, *rest, t.sums, t.heat
    )
    fast = twins.update_blocks(
        d.units, d.order, block, d.right, d.left, d.diagonal, *rest, d.sums, d.heat
    )
    assert fast == slow
    assert is_same(t, d.units, t.units)
    assert np.allclose(array(d.sums), t.sums, atol=1e-10)


@each_dense
def test_dense_decisions_equal_those_of_numba(n, kind, degree, gain, temperature, device):
    t = Dense(n, kind, degree, gain, temperature, 0.4)
    d, slow = OnDevice(t, device), np.empty_like(t.units)
    fast = torch.empty_like(d.units)
    rest = t.shape, degree, t.beta, THRESHOLD, temperature, gain, 0.4
    near = kernels.dense_together(t.units, slow, t.xi, *rest, t.overlaps, t.chances, t.heat)
    assert near == hopfield_dense.dense_together(
        d.units, fast, d.xi, *rest, d.overlaps, d.chances, d.heat
    )
    assert np.allclose(array(fast), slow, atol=1e-10)


@each_dense
@pytest.mark.parametrize("block", [1, 5])
def test_dense_blocks_are_updated_as_by_numba(n, kind, degree, gain, temperature, block, device):
    t = Dense(n, kind, degree, gain, temperature)
    d = OnDevice(t, device)
    rest = t.shape, degree, t.beta, THRESHOLD, temperature, gain
    slow = kernels.dense_blocks(t.units, t.order, block, t.xi, *rest, t.overlaps, t.heat)
    fast = hopfield_dense.dense_blocks(d.units, d.order, block, d.xi, *rest, d.overlaps, d.heat)
    assert fast == slow
    assert np.allclose(array(d.units), t.units, atol=1e-10)
    assert np.allclose(array(d.overlaps), t.overlaps, atol=1e-9)


@pytest.mark.parametrize("gain", [None, 3.0])
def test_the_sums_of_a_batch_are_those_of_its_network(gain, device):
    t = Pairwise(64, "hebb", gain)
    d = OnDevice(t, device)
    assert np.allclose(
        array(twins.measure(d.units, d.right)), t.sums, atol=0 if gain is None else 1e-12
    )


def test_ties_are_reported(device):
    t = Pairwise(7, "hebb", None)
    d = OnDevice(t, device)
    d.units.zero_()
    d.sums.zero_()
    near = twins.decide_together(
        d.units, d.units.clone(), d.left, d.diagonal, 0.0, 0.0, 0.0, None, 1.0, d.sums, None, None
    )
    assert near == 7 * STATES


@pytest.mark.parametrize(
    ("units", "columns", "largest", "expected"),
    [
        (torch.int8, torch.int8, 2**24 - 1, torch.float32),
        (torch.int8, torch.int8, 2**24, torch.float64),
        (torch.float64, torch.int8, 1, torch.float64),
        (torch.int8, torch.float64, 1, torch.float64),
    ],
)
def test_sums_are_taken_where_they_are_exact(units, columns, largest, expected):
    one, two = torch.empty(1, dtype=units), torch.empty(1, dtype=columns)
    assert exact_type(one, two, largest) == expected


@pytest.mark.parametrize("columns", [3, 300])
def test_fields_of_many_large_sums_are_exact(columns, device):
    left = tensor(np.ones((2, columns), np.int8), device)
    units, diagonal = torch.ones(2, dtype=torch.int8, device=device), torch.zeros(2, device=device)
    sums = np.full(columns, 2.0**20 - 1)  # 300 of these are more than float32 can hold
    fields = twins.fields(units, left, diagonal.double(), 0.0, tensor(sums, device))
    assert (array(fields) * 2 == sums.sum()).all()


def test_more_rows_than_a_block_are_summed_exactly(device):
    rng, n = np.random.default_rng(0), BLOCK + 17
    columns, units = (rng.choice(np.array([-1, 1], np.int8), shape) for shape in ((n, 3), n))
    d = tensor(columns, device), tensor(units, device)
    sums = twins.measure(d[1], d[0])
    assert (array(sums) == units.astype(float) @ columns).all()
    fields = twins.fields(d[1], d[0], tensor(np.full(n, 3.0), device), 0.0, sums)
    assert (array(fields * n).round() == columns @ array(sums) - 3 * units).all()


@pytest.mark.skipif(not has_cuda(), reason="there is no CUDA device")
def test_a_cuda_device_gives_the_same():
    for case in PAIRWISE:
        test_decisions_equal_those_of_numba(*case, device="cuda")
        test_a_single_state_is_decided_like_a_batch_of_one(*case, device="cuda")
        test_blocks_are_updated_as_by_numba(*case, 3, device="cuda")
    for case in DENSE:
        test_dense_decisions_equal_those_of_numba(*case, device="cuda")
        test_dense_blocks_are_updated_as_by_numba(*case, 5, device="cuda")
    for gain in (None, 3.0):
        test_the_sums_of_a_batch_are_those_of_its_network(gain, device="cuda")
    test_ties_are_reported(device="cuda")
    test_more_rows_than_a_block_are_summed_exactly(device="cuda")
    test_fields_of_many_large_sums_are_exact(300, device="cuda")
