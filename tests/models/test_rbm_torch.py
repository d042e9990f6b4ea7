"""The restricted Boltzmann machine on another back end: it learns the same, or says why not."""

import numpy as np
import pytest

pytest.importorskip("torch")

from simulator.core import job
from simulator.models.rbm import Rbm
from simulator.models.rbm_state import RbmParameters
from simulator.models.rbm_torch import FULL

BARS = {"data": "bars-and-stripes", "side": 4, "hidden": 10, "batch_size": 10, "chains": 20}
DIGITS = {"data": "strokes", "side": 8, "examples": 200, "hidden": 12, "chains": 20}
MACHINES = {
    "cd": {**BARS, "learning": "cd", "k": 3},
    "pcd": {**BARS, "learning": "pcd", "k": 2},
    "replica exchange": {**BARS, "learning": "replica-exchange", "temperatures": 4},
    "exact": {**BARS, "learning": "exact"},
    "labels": {**DIGITS, "labels": True},
    "gaussian": {**DIGITS, "visible_type": "gaussian", "learning": "cd", "learning_rate": 0.01},
}  # fmt: skip
FEW = 0.01  # share of states that may differ: a random number on the last digits of a probability

each_machine = pytest.mark.parametrize("name", MACHINES)


def pair(values) -> tuple[Rbm, Rbm]:
    """Two models alike, the second on torch."""
    one, two = (Rbm(1, RbmParameters(**values)) for _ in range(2))
    two.use_backend("torch")
    return one, two


def differ(one: np.ndarray, two: np.ndarray) -> float:
    """Return the share of numbers that are not near each other."""
    assert one.shape == two.shape
    return float((~np.isclose(one, two, atol=1e-3)).mean()) if one.size else 0.0


@each_machine
def test_torch_learns_the_same_weights(name):
    one, two = pair(MACHINES[name])
    for model in (one, two):
        model.advance(30)
    assert np.allclose(one.state.weights, two.state.weights, atol=2e-3)
    assert np.allclose(one.state.visible_biases, two.state.visible_biases, atol=5e-3)
    assert np.allclose(one.state.hidden_biases, two.state.hidden_biases, atol=5e-3)


@each_machine
def test_torch_comes_to_the_same_states(name):
    one, two = pair(MACHINES[name])
    for model in (one, two):
        model.act("clamp=0,0;3,3")
        model.advance(30)
    for field in ("visible", "model_visible", "particles", "fantasies", "completions"):
        assert differ(getattr(one.state, field), getattr(two.state, field)) <= FEW, field
    assert (one.state.drawn_keys, one.state.exchanges) == (
        two.state.drawn_keys,
        two.state.exchanges,
    )


@pytest.mark.parametrize("name", ["cd", "labels", "gaussian"])
def test_torch_estimates_the_same_likelihood(name):
    tables = []
    for model in pair(MACHINES[name]):
        model.advance(30)
        anneal = "log_likelihood=exact=false;chains=20;temperatures=200"
        tables.append(job.finish(job.begin(model, anneal)).columns)
    assert tables[0]["how"][0] == "annealed"
    for column in ("log_partition", "log_likelihood", "error"):
        assert np.allclose(tables[0][column], tables[1][column], atol=0.05)


def test_torch_completes_halves_alike():
    errors = []
    for model in pair(MACHINES["labels"]):
        model.advance(30)
        table = job.finish(job.begin(model, "completion=patterns=10;chains=5;steps=3"))
        errors.append(table.columns["squared_error"])
    assert np.allclose(*errors, atol=1e-3)


def test_a_full_device_is_left_in_words(monkeypatch):
    from kernels import torch as twins
    from kernels.torch import rbm

    _, model = pair(MACHINES["cd"])
    model.backend = "torch"
    elsewhere = model.layers
    elsewhere.backend = "cuda"
    works = rbm.machine_on

    def full(machine, device):
        if elsewhere.backend == "cuda":
            raise twins.OutOfMemory("full")
        return works(machine, device)

    monkeypatch.setitem(twins.DEVICES, "cuda", "cpu")
    monkeypatch.setattr(rbm, "machine_on", full)
    model.advance(6)
    assert elsewhere.backend == "torch"
    assert model.taken_notice() == FULL
    assert np.isfinite(model.state.weights).all()
