"""Recall of many cues without a model: as the model would do it, at T = 0."""

from itertools import product

import numpy as np
import pytest

from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_recall import recall_all, recalling
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import TOGETHER, HopfieldParameters

DYNAMICS = [choice.id for choice in HopfieldParameters.spec("dynamics").choices]
UNITS = ("two-valued", "graded")
each_kind = pytest.mark.parametrize(
    ("rule", "dynamics", "units"), list(product(RULES, DYNAMICS, UNITS))
)


def network(**values) -> Hopfield:
    """Eight memories of 64 units."""
    model = Hopfield(1, HopfieldParameters(side=8, unlearning_steps=20, **values))
    model.act("store=preset:orthogonal")
    return model


def spoiled(model, share=0.2):
    """Each memory with a share of its units flipped, the first with some unknown."""
    cues, rng = model.state.memories.copy(), np.random.default_rng(4)
    for cue in cues:
        cue[rng.choice(cue.size, round(share * cue.size), replace=False)] *= -1
    cues[0, :9] = 0
    return cues


def one_by_one(model, cues, seed=0):
    """Where the model itself comes to, from each cue with the same random words."""
    words = np.random.default_rng(seed).integers(0, 2**63 - 1, (len(cues), 4)).astype(np.uint64)
    found = []
    for cue, own in zip(cues, words, strict=True):
        model.begin_at(cue, own)
        model.settle()
        found.append(model.state.units.copy())
    return np.array(found)


@each_kind
def test_every_cue_settles_where_the_model_would(rule, dynamics, units):
    model = network(rule=rule, dynamics=dynamics, units=units)
    cues = spoiled(model)
    found = recall_all(model.network, cues, np.random.default_rng(0))
    assert found.dtype == model.state.units.dtype
    close = 1e-3 if model.parameters.is_continuous else 0
    assert np.allclose(found, one_by_one(model, cues), rtol=0, atol=close)


@each_kind
def test_torch_recalls_what_numba_recalls(rule, dynamics, units):
    pytest.importorskip("torch")
    model = network(rule=rule, dynamics=dynamics, units=units)
    cues = np.repeat(spoiled(model, 0.3), 4, axis=0)
    found, slow = (
        recall_all(model.network, cues, np.random.default_rng(0), backend)
        for backend in ("torch", "numba")
    )
    close = 1e-9 if model.parameters.is_continuous else 0
    assert np.allclose(found, slow, rtol=0, atol=close)


def test_batches_of_any_size_recall_the_same(monkeypatch):
    pytest.importorskip("torch")
    from simulator.models import hopfield_recall_torch

    model = network(rule="hebb", dynamics="independent")
    at_once = recall_all(model.network, spoiled(model), np.random.default_rng(0), "torch")
    monkeypatch.setattr(hopfield_recall_torch, "AT_ONCE", 3 * 64)
    parts = recall_all(model.network, spoiled(model), np.random.default_rng(0), "torch")
    assert (parts == at_once).all()


def test_the_cues_stay_as_they_were():
    model = network()
    cues = spoiled(model)
    before = cues.copy()
    recall_all(model.network, cues, np.random.default_rng(0))
    assert (cues == before).all()


def test_the_temperature_is_ignored():
    model = network(temperature=2.0)
    found = recall_all(model.network, spoiled(model), np.random.default_rng(0))
    assert (found == model.state.memories).all()


def test_the_dynamics_are_those_set_last():
    model = network(rule="hebb", update_probability=1.0)
    cues = spoiled(model, 0.45)
    ends = []
    for dynamics in TOGETHER:
        model.set("dynamics", dynamics)
        ends.append(recall_all(model.network, cues, np.random.default_rng(0), sweeps=1))
    assert (ends[0] == ends[1]).all()
    model.set("dynamics", "ordered")
    assert (recall_all(model.network, cues, np.random.default_rng(0), sweeps=1) != ends[0]).any()


@pytest.mark.parametrize("backend", ["numba", "torch"])
def test_two_states_that_alternate_end_a_recall(backend):
    if backend == "torch":
        pytest.importorskip("torch")
    model = Hopfield(0, HopfieldParameters(side=2, rule="hebb", dynamics="synchronous"))
    model.act("store=preset:worked-example")
    cues = np.array([[1, -1, 1, 1], [1, 1, -1, 1]], np.int8)
    work = recalling(model.network, cues, np.random.default_rng(0), backend, 10**9)
    assert list(work)[-1] == 2


@pytest.mark.parametrize("backend", ["numba", "torch"])
def test_the_share_done_rises_to_all_of_them(backend):
    if backend == "torch":
        pytest.importorskip("torch")
    model = network(dynamics="synchronous")
    done = list(recalling(model.network, spoiled(model), np.random.default_rng(0), backend))
    assert done == sorted(done)
    assert done[-1] == 8


def test_no_cue_takes_more_sweeps_than_it_is_given():
    model = network(rule="hebb", dynamics="ordered")
    cues = spoiled(model, 0.4)
    found = recall_all(model.network, cues, np.random.default_rng(0), sweeps=1)
    for cue, end in zip(cues, found, strict=True):
        model.begin_at(cue, model.state.words)
        model.advance(64)
        assert (model.state.units == end).all()


def test_no_cues_are_no_recalls():
    model = network()
    none = np.empty((0, 64), np.int8)
    assert recall_all(model.network, none, np.random.default_rng(0)).shape == (0, 64)
