"""The torch twin of the ticks of dense machines, on the same random numbers."""

import os

import numpy as np
import pytest

if "REVERIE_INNER_TESTS" in os.environ:
    pytest.skip("the twins hang on no way of compiling", allow_module_level=True)
pytest.importorskip("torch")

from kernels import boltzmann as kernels
from kernels import words
from kernels.torch import array, has_cuda, tensor
from kernels.torch import boltzmann as twins

DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not has_cuda(), reason="no GPU"))]
CHAINS, TICKS = 5, 300


@pytest.fixture(params=DEVICES)
def device(request):
    return request.param


def machine(n: int, low: int):
    """Chains at temperatures from 0 up, with fields and energies."""
    rng = np.random.default_rng(n)
    upper = np.triu(rng.normal(0, 1, (n, n)), 1)
    couplings, biases = upper + upper.T, rng.normal(0, 1, n)
    units = rng.choice(np.array([low, 1], np.int8), (CHAINS, n))
    fields = units @ couplings + biases
    energies = -0.5 * (units * (fields + biases)).sum(axis=1)
    return couplings, units, fields, energies, np.linspace(0.0, 2.0, CHAINS)


@pytest.mark.parametrize("is_metropolis", [False, True])
@pytest.mark.parametrize("low", [0, -1])
@pytest.mark.parametrize("n", [1, 2, 7, 64])
def test_ticks_equal_those_of_numba(n, low, is_metropolis, device):
    couplings, units, fields, energies, heat = machine(n, low)
    best, best_energy, drawn = units[0].copy(), np.array([np.inf]), words.seeded(3)
    there = [tensor(x, device) for x in (units, fields, energies)]
    ends = [tensor(best, device), tensor(best_energy, device)]
    picks, uniforms = np.empty((TICKS, CHAINS), np.int64), np.empty((TICKS, CHAINS))
    kernels.draw_updates(TICKS, CHAINS, n, picks, uniforms, drawn.copy())
    given = (tensor(x, device) for x in (heat, picks, uniforms))
    changed = twins.tick(*there, tensor(couplings, device), low, *given, is_metropolis, *ends)

    sweeps = -(-TICKS // n) + 1
    log = np.zeros((3, CHAINS, sweeps))
    kernels.sample(
        units, fields, energies, couplings, np.arange(n, dtype=np.int32), low,
        np.repeat(heat[:, None], sweeps, 1), 0, TICKS, is_metropolis, -1, best, best_energy, log,
        CHAINS, None, np.zeros(0, np.int64), None, np.zeros(4), drawn,
    )  # fmt: skip
    assert (array(there[0]) == units).all()
    assert np.allclose(array(there[1]), fields, atol=1e-12)
    assert np.allclose(array(there[2]), energies, atol=1e-9)
    assert (array(changed) == log[2].sum(axis=1)).all()
    assert (array(ends[0]) == best).all()


def test_probabilities_have_their_limits_at_zero_temperature(device):
    drive = tensor(np.array([-1.0, 0.0, 1.0]), device)
    cold = tensor(np.zeros(3), device)
    assert array(twins.chance(drive, cold)).tolist() == [0.0, 0.5, 1.0]
    assert array(twins.acceptance(drive, cold)).tolist() == [1.0, 1.0, 0.0]
