"""Samples against the exact distribution, and what that says of equilibrium."""

import numpy as np
import pytest

from simulator.models import model_class
from simulator.models.boltzmann import Boltzmann
from simulator.models.hopfield import Hopfield
from tests.helpers import bits


@pytest.fixture
def exact():
    model = Boltzmann(0)
    model.act("preset=worked-example")
    return model.exact


def test_both_distances_are_those_of_their_definitions(exact):
    counts = np.random.default_rng(0).integers(0, 50, exact.p.size)
    counts[3] = 0
    q = counts / counts.sum()
    met = q > 0
    divergence, variation = exact.compared(counts)
    assert divergence == pytest.approx((q[met] * np.log(q[met] / exact.p[met])).sum())
    assert variation == pytest.approx(0.5 * np.abs(q - exact.p).sum())


def test_nothing_counted_has_no_distance(exact):
    assert exact.compared(np.zeros(exact.p.size, np.int64)) is None


def test_independent_samples_differ_as_much_as_chance_makes_them(exact):
    rng, samples = np.random.default_rng(1), 5000
    found = [
        exact.variation_of_frequent(rng.multinomial(samples, exact.p), samples) for _ in range(200)
    ]
    away, chance = np.mean(found, axis=0)
    assert away == pytest.approx(chance, rel=0.1)


def test_the_two_readings_of_a_cube_are_not_called_equilibrium_before_both_are_met():
    model = Boltzmann(0)
    model.act("preset=necker-cube")
    model.advance(500 * model.parameters.n)
    verdict = model.equilibrium_now()
    assert verdict.r_hat < 1.01  # energies and mean units can't tell them apart
    assert not verdict.is_reached
    assert "other states" in verdict.why


@pytest.mark.parametrize(
    ("name", "deeds", "grain"),
    [
        ("boltzmann", ["preset=worked-example"], "sweep"),
        ("boltzmann", ["preset=two-wells"], "anneal"),
        ("boltzmann", ["preset=xor"], "phase"),
        ("boltzmann", ["preset=xor"], "cycle"),
        ("hopfield", ["preset=letters-ten"], "sweep"),
    ],
)
def test_grains_of_known_length_are_as_long_one_by_one(name, deeds, grain):
    one, two = model_class(name)(3), model_class(name)(3)
    for model in (one, two):
        for text in deeds:
            model.act(text)
        model.advance(5)  # in the middle of something
    one.advance(one.steps_of(grain, 3))
    for _ in range(3):
        two.advance(two.steps_to(grain))
    assert bits(one) == bits(two)


def test_how_long_a_recall_takes_is_not_known_beforehand():
    assert Hopfield().steps_of("settle", 2) is None
