"""Rules that learn in many steps, against dense weights and Python loops."""

import numpy as np
import pytest

from kernels import words as random_words
from simulator.models.hopfield_learning import DREAM_SWEEPS, DREAMS, ROUNDS, learn
from simulator.models.hopfield_state import HopfieldParameters
from tests.kernels import naive

SIZES = (2, 7, 25)


def memories_of(n: int) -> np.ndarray:
    return np.random.default_rng(n).choice(np.array([-1, 1], np.int8), (max(1, n // 4), n))


def without_own(network) -> np.ndarray:
    formed = network.left.astype(float) @ network.right.astype(float).T / network.units
    np.fill_diagonal(formed, 0.0)
    return formed


@pytest.mark.parametrize("margin", [0.0, 0.5, 3.0])  # the last one is out of reach
@pytest.mark.parametrize("n", SIZES)
def test_perceptrons_equal_the_dense_twin(n, margin):
    xi = memories_of(n)
    network = learn(xi, HopfieldParameters(rule="perceptron", margin=margin), 0)
    assert np.allclose(without_own(network), naive.perceptron(xi, margin, ROUNDS), atol=1e-9)


@pytest.mark.parametrize("n", SIZES[1:])
def test_the_margin_is_reached_at_every_unit(n):
    xi = memories_of(n)
    network = learn(xi, HopfieldParameters(rule="perceptron", margin=0.5), 0)
    W = without_own(network)
    stability = (xi.T * (W @ xi.T)) / np.linalg.norm(W, axis=1)[:, None]
    assert stability.min() >= 0.5 - 1e-12
    assert np.allclose(stability.min(axis=1), network.stability)


def test_a_memory_has_the_field_one_on_average_at_each_perceptron():
    xi = memories_of(25)
    network = learn(xi, HopfieldParameters(rule="perceptron"), 0)
    assert np.allclose((xi.T * network.fields(xi.T)).mean(axis=1), 1.0)


@pytest.mark.parametrize("n", SIZES)
def test_unlearning_equals_the_dense_twin(n):
    xi, p = memories_of(n), HopfieldParameters(rule="unlearning", unlearning_steps=12)
    words = naive.Words(random_words.seeded(3, DREAMS))
    slow = naive.unlearned(xi, p.unlearning_rate, 12, DREAM_SWEEPS, words)
    assert np.allclose(without_own(learn(xi, p, 3)), slow, atol=1e-12)


def test_without_dreams_unlearning_is_hebb():
    xi = memories_of(25)
    hebb = learn(xi, HopfieldParameters(rule="hebb"), 0)
    awake = learn(xi, HopfieldParameters(rule="unlearning", unlearning_steps=0), 0)
    assert (without_own(awake) == without_own(hebb)).all()


def test_another_seed_dreams_otherwise():
    xi, p = memories_of(25), HopfieldParameters(rule="unlearning", unlearning_steps=20)
    assert (without_own(learn(xi, p, 0)) == without_own(learn(xi, p, 0))).all()
    assert not np.allclose(without_own(learn(xi, p, 0)), without_own(learn(xi, p, 1)))
