"""That restricted Boltzmann machines sample what they should, and learn all bars and stripes.

All seeds of each claim, and 100,000 updates: REVERIE_LONG_TESTS=1 pytest tests/theory/test_rbm.py
(about 15 minutes).
"""

import os
import time

import numpy as np
import pytest

from kernels import rbm_exact, rbm_layers
from kernels.rbm_layers import Machine
from simulator.core import datasets
from simulator.models.rbm import Rbm
from simulator.models.rbm_state import RbmParameters
from tests.kernels import naive_rbm as naive
from tests.kernels.test_rbm_layers import machine as some_machine

IS_LONG = "REVERIE_LONG_TESTS" in os.environ
is_long = pytest.mark.skipif(not IS_LONG, reason="long; set REVERIE_LONG_TESTS=1 to run it")
LOWEST, OPTIMUM = -3.8, -np.log(30)
BARS = {"data": "bars-and-stripes", "side": 4, "initial_weights": 0.1}
EXACT = {**BARS, "hidden": 8, "learning": "exact", "batch_size": 30, "learning_rate": 0.3,
         "momentum": 0.9}  # fmt: skip
LINEAR = {**BARS, "rate_schedule": "linear", "schedule_epochs": 3000}
PCD = {**LINEAR, "hidden": 16, "learning": "pcd", "batch_size": 6, "learning_rate": 0.05}
EXCHANGE = {**LINEAR, "hidden": 12, "learning": "replica-exchange", "batch_size": 10, "chains": 20,
            "temperatures": 6, "learning_rate": 0.1, "momentum": 0.5}  # fmt: skip


# ---- sampling ----


def sampled(m: Machine, chains: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Visible and hidden states (C, ·) of independent chains after Gibbs steps from all off."""
    visible, means = np.zeros((2, chains, m.weights.shape[0]), np.float32)
    hidden = np.empty((2, chains, m.weights.shape[1]), np.float32)
    for step in range(steps):
        rbm_layers.draw_hidden(m, visible, np.uint64(2 * step), hidden[0], hidden[1])
        rbm_layers.draw_visible(m, hidden[1], np.uint64(2 * step + 1), means, visible)
    return visible, hidden[1]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", ["bernoulli", "labels"])
def test_chains_see_every_state_as_often_as_its_free_energy_says(kind, seed):
    m = some_machine(4, 3, kind, seed)
    visible, _ = sampled(m, 20_000, 100)
    states, p, _ = naive.probabilities(m)
    code = 2.0 ** np.arange(states.shape[1])
    order = np.argsort(states @ code)
    counts = np.bincount(np.searchsorted((states @ code)[order], visible @ code))
    expected = 20_000 * p[order]
    common = expected > 5
    chi = ((counts - expected) ** 2 / expected)[common].sum()
    degrees = common.sum() - 1
    assert chi < degrees + 4 * np.sqrt(2 * degrees)


@pytest.mark.parametrize("kind", ["gaussian", "gaussian labels"])
def test_chains_of_gaussian_units_have_the_exact_moments(kind):
    m = some_machine(3, 4, kind)
    visible, _ = sampled(m, 40_000, 100)
    hidden = naive.answers(visible.astype(float) @ m.weights + m.hidden_biases)
    both = np.einsum("ri,rj->rij", with_one(visible), with_one(hidden))
    z = (both.mean(0) - rbm_exact.expectations(m)) / (both.std(0) / 200 + 1e-6)
    assert np.abs(z).max() < 4.5


def with_one(layer: np.ndarray) -> np.ndarray:
    return np.c_[layer.astype(float), np.ones(len(layer))]


def at(m: Machine, beta: float) -> Machine:
    """The machine whose energy is β times that of `m`."""
    return Machine(*(beta * a for a in (m.weights, m.visible_biases, m.hidden_biases)))


@pytest.fixture(scope="module")
def exchanged() -> tuple[Rbm, np.ndarray]:
    """A machine with deep valleys and, for each level and chain, the mean of v hᵀ over time."""
    model = Rbm(1, RbmParameters(**BARS, hidden=5, learning="replica-exchange", chains=500,
                                 temperatures=5, learning_rate=0.0))  # fmt: skip
    model.advance(1)
    rng = np.random.default_rng(2)
    s = model.state
    s.weights[:] = 1.5 * rng.standard_normal(s.weights.shape)
    s.visible_biases[:] = -0.5 * s.weights.sum(axis=1)
    s.hidden_biases[:] = rng.standard_normal(5) - 0.5 * s.weights.sum(axis=0)
    total, taken = np.zeros((5, 500, 17, 6)), 0
    for turn in range(500):
        model.advance(3)
        if turn >= 150:
            for level, beta in enumerate(model.betas.astype(float)):
                m, v = at(model.machine, beta), s.particles[level].astype(float)
                h = naive_answers(v @ m.weights + m.hidden_biases)
                total[level] += np.einsum("ri,rj->rij", with_one(v), with_one(h))
            taken += 1
    return model, total / taken


def naive_answers(x: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(0.5 * x))


@pytest.mark.parametrize("level", range(5))
def test_every_level_of_a_replica_exchange_has_its_exact_distribution(exchanged, level):
    model, means = exchanged
    exact = rbm_exact.expectations(at(model.machine, float(model.betas[level])))
    z = (means[level].mean(0) - exact) / (means[level].std(0) / np.sqrt(500) + 1e-6)
    assert np.abs(z).max() < 4.5
    assert (z**2).mean() < 2
    assert model.state.exchanges > 0


# ---- bars and stripes ----


def test_there_are_30_bars_and_stripes_all_different():
    pixels = datasets.load("bars-and-stripes", "", 4, 100).pixels
    assert pixels.shape == (30, 16)
    assert len(np.unique(pixels, axis=0)) == 30
    for square in pixels.reshape(30, 4, 4):
        assert (square == square[:1]).all() or (square == square[:, :1]).all()


def learned(model: Rbm) -> tuple[float, float]:
    """The exact mean log-likelihood after 3,000 epochs, and the seconds they took."""
    begun = time.process_time()
    assert model.trained_on == 30
    while model.state.epoch < 3000:
        model.advance(model.steps_to("epoch"))
    energies = rbm_layers.free_energies(model.machine, model.evaluated(model.split[0], 30))
    found = float(-energies.mean()) - rbm_exact.log_partition(model.machine)
    return found, time.process_time() - begun


@pytest.mark.parametrize("seed", range(20 if IS_LONG else 2))
def test_the_preset_learns_all_bars_and_stripes(seed):
    model = Rbm(seed)
    model.act("preset=bars-and-stripes")
    found, seconds = learned(model)
    assert LOWEST < found < OPTIMUM
    assert seconds < 60


@is_long
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("settings", [PCD, EXCHANGE], ids=["pcd", "replica-exchange"])
def test_persistent_chains_learn_all_bars_and_stripes(settings, seed):
    found, _ = learned(Rbm(seed, RbmParameters(**settings)))
    assert LOWEST < found < OPTIMUM


@pytest.mark.parametrize("seed", range(5))
def test_one_small_exact_step_raises_the_log_likelihood(seed):
    model = Rbm(seed, RbmParameters(**{**EXACT, "learning_rate": 0.05, "momentum": 0.0}))
    model.advance(3)
    for _ in range(30):
        before = model.log_likelihood()
        model.advance(3)
        assert model.log_likelihood() > before


def test_the_gradients_of_all_kinds_of_sampling_point_where_the_exact_one_does():
    exact = direction("exact")
    for learning in ("pcd", "replica-exchange", "cd"):
        found = direction(learning)
        cosine = (found * exact).sum() / np.sqrt((found**2).sum() * (exact**2).sum())
        assert cosine > (0.8 if learning == "cd" else 0.95), learning


def direction(learning: str) -> np.ndarray:
    """The gradient of the weights at a machine that knows a little, of many chains or patterns."""
    model = Rbm(0, RbmParameters(**{**EXACT, "learning_rate": 0.1}))
    model.advance(3 * 100)
    for text in (f"learning={learning}", "chains=500", "k=20", "learning_rate=0", "momentum=0"):
        model.act(f"set {text}")
    total = np.zeros_like(model.state.weights)
    for _ in range(60):
        model.advance(2)
        total += model._gradient()[0]
        model.advance(1)
    return total / 60


# ---- for long ----

ODD = [
    {"learning": "pcd", "learning_rate": 10.0, "momentum": 0.99},
    {"learning": "cd", "learning_rate": 1.0, "weight_decay": 0.1, "sparsity_target": 0.5,
     "sparsity_cost": 10.0}, {"learning": "ratio-matching", "learning_rate": 10.0},
    {"learning": "exact", "learning_rate": 10.0, "momentum": 0.9},
    {"learning": "replica-exchange", "learning_rate": 3.0, "temperatures": 3},
]  # fmt: skip


@pytest.mark.timeout(900)
@pytest.mark.parametrize("odd", ODD, ids=[odd["learning"] for odd in ODD])
def test_no_number_is_ever_infinite_at_odd_settings(odd):
    model = Rbm(0, RbmParameters(**BARS, hidden=4, chains=5, batch_size=5, **odd))
    for _ in range(10):
        model.advance(3 * (10_000 if IS_LONG else 300))
        assert False not in model.invariants().values()
        assert all(v is None or np.isfinite(v) for v in model.readouts().values())
    Rbm.checked(model.state.arrays(), model.parameters)
