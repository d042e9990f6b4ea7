"""That Boltzmann machines learn: the slope of G, and what the presets come to.

All 20 seeds of each claim: REVERIE_LONG_TESTS=1 pytest tests/theory/test_boltzmann_learning.py
(about 20 s, with the shifter's 3000 cycles).
"""

import os

import numpy as np
import pytest

from simulator.core import job
from simulator.models.boltzmann import Boltzmann
from simulator.models.boltzmann_data import data_set
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_phases import divergence, exact_pairs, wanted

IS_LONG = "REVERIE_LONG_TESTS" in os.environ
is_long = pytest.mark.skipif(not IS_LONG, reason="long; set REVERIE_LONG_TESTS=1 to run it")
SEEDS = range(20) if IS_LONG else range(3)
STEP = 1e-6
XOR, VISIBLE, UNITS = data_set("xor", 3), 3, 6
CYCLES = {"xor": 300, "encoder-4-2-4": 600}


def some_machine(seed, scale=1.0):
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.normal(0.0, scale, (UNITS, UNITS)), 1)
    return upper + upper.T, rng.normal(0.0, scale, UNITS)


def slope(weights, biases, i, j, temperature):
    """∂G/∂w_ij, or of the bias where i = j, by central differences."""
    found = []
    for change in (STEP, -STEP):
        w, b = weights.copy(), biases.copy()
        if i == j:
            b[i] += change
        else:
            w[i, j] += change
            w[j, i] += change
        found.append(divergence(Dense(w, b, 0), XOR, VISIBLE, temperature))
    return (found[0] - found[1]) / (2 * STEP)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_g_falls_along_the_difference_of_both_phases(temperature):
    """∂G/∂w = −(p⁺ − p⁻)/T, in every weight and bias; with the opposite sign G would rise."""
    weights, biases = some_machine(1)
    plus, minus = exact_pairs(Dense(weights, biases, 0), XOR, VISIBLE, temperature)
    for i in range(UNITS):
        for j in range(i, UNITS):
            found = slope(weights, biases, i, j, temperature)
            assert found == pytest.approx(-(plus - minus)[i, j] / temperature, abs=1e-7)


@pytest.mark.parametrize("seed", range(5))
def test_one_exact_step_lowers_g(seed):
    model = learner(seed, statistics="exact", initial_weights=1.0, learning_rate=0.05)
    before = model.divergence()
    learn(model, 1)
    assert model.divergence() < before


def test_statistics_of_many_samples_are_the_exact_ones():
    model = learner(1, initial_weights=0.5, chains=16, collect=1000, sweeps=10, learning_rate=0.0)
    learn(model, 1)
    for counted, exact in zip(model.statistics("sampled"), model.statistics("exact"), strict=True):
        assert np.abs(np.where(exact > 0, counted, exact) - exact).max() < 0.02


def test_noise_of_the_data_is_in_exact_and_sampled_statistics_alike():
    model = learner(1, initial_weights=0.5, chains=1000, collect=1, sweeps=5, noise=0.3,
                    learning_rate=0.0)  # fmt: skip
    learn(model, 1)
    model.state.positive, _ = model.statistics("exact")
    assert np.abs(model.statistics("sampled")[0] - model.state.positive).max() < 0.04


def test_noise_turns_three_times_as_many_units_off_as_on():
    p = wanted(XOR, VISIBLE, noise=0.3)
    slow = np.zeros(8)
    for row in XOR.patterns:
        for state in np.ndindex(2, 2, 2):
            chances = [(0.7 if s else 0.3) if r else (0.1 if s else 0.9)
                       for r, s in zip(row, state, strict=True)]  # fmt: skip
            slow[state[0] * 4 + state[1] * 2 + state[2]] += np.prod(chances) / 4
    np.testing.assert_allclose(p, slow, rtol=1e-12)


def test_steps_by_sign_are_all_of_one_size():
    model = learner(1, update="sign", learning_rate=0.25, initial_weights=0.0)
    learn(model, 1)
    assert set(np.abs(model.state.weights).ravel()) <= {0.0, 0.25}


def test_momentum_adds_a_share_of_the_step_before():
    model = learner(1, momentum=0.5, statistics="exact", initial_weights=0.5)
    learn(model, 1)
    first, before = model.state.velocity.copy(), model.state.weights.copy()
    learn(model, 1)
    s, p = model.state, model.parameters
    step = 0.5 * first + p.learning_rate * (s.positive - s.negative)
    np.fill_diagonal(step, 0.0)
    np.testing.assert_allclose(s.weights, before + step, atol=1e-12)


@pytest.mark.parametrize("pieces", [(1,) * 40, (7, 64, 200), (3000,)])
def test_learning_is_the_same_bits_however_it_is_cut(pieces):
    whole, cut = (
        learner(3, momentum=0.5, noise=0.2, sweeps=70, collect=3, chains=2) for _ in range(2)
    )
    whole.advance(3500)
    for piece in pieces:
        cut.advance(piece)
    cut.advance(3500 - sum(pieces))
    for name in ("units", "fields", "energies", "words", "pairs", "runs", "weights", "velocity",
                 "changed", "last"):  # fmt: skip
        np.testing.assert_array_equal(getattr(whole.state, name), getattr(cut.state, name))
    for name in ("tick", "age", "position", "sweeps", "acceptance", "step", "spent", "cycles"):
        assert getattr(whole.state, name) == getattr(cut.state, name)


def test_the_encoder_gives_every_pattern_a_code_of_its_own():
    """From weights 0 with sampled, annealed statistics: at least 90 % of 20 seeds."""
    distinct = [len(set(codes(taught("encoder-4-2-4", seed)))) == 4 for seed in SEEDS]
    assert sum(distinct) >= 0.9 * len(distinct)


def test_small_steps_at_the_end_make_the_encoder_answer_rightly():
    for seed in SEEDS:
        model = taught("encoder-4-2-4", seed)
        model.set("learning_rate", 0.05)
        model.set("weight_decay", 0.001)
        learn(model, 200)
        assert all(job.finish(job.begin(model, "answers=exact=true")).columns["right"])


def test_xor_is_learned_to_a_tenth_of_a_nat():
    """At least 16 of 20 seeds."""
    learned = [taught("xor", seed).divergence() < 0.1 for seed in SEEDS]
    assert sum(learned) >= 0.8 * len(learned)


@is_long
def test_the_shifter_answers_best_where_half_of_the_units_are_on():
    """The shape that Hinton and Sejnowski (1986) saw: chance at the ends, a top in the middle."""
    model = Boltzmann(0)
    model.act("preset=shifter")
    learn(model, 3000)
    right = job.finish(job.begin(model, "answers=trials=10")).columns["right"]
    assert min(right[3:6]) > 0.85
    assert max(right[0], right[8]) < 0.6 < right[2] < max(right[3:6])
    assert right[1] < right[2]
    assert right[7] < max(right[3:6])


def learner(seed, **values):
    model = Boltzmann(seed)
    for name, value in {"visible": 3, "hidden": 3, "data": "xor", **values}.items():
        model.set(name, value)
    return model


def learn(model, cycles):
    for _ in range(cycles):
        model.advance(model.steps_to("cycle"))


def taught(preset, seed):
    model = Boltzmann(seed)
    model.act(f"preset={preset}")
    learn(model, CYCLES[preset])
    return model


def codes(model):
    return job.finish(job.begin(model, "answers=exact=true")).columns["code"]
