"""Energies of the overlaps against brute force: every potential summed from the units."""

from itertools import product

import numpy as np
import pytest

from kernels import hopfield_dense as kernels
from kernels import words as random_words
from simulator.models.hopfield_dense import EXPONENTIAL, MODERN, POLYNOMIAL
from tests.kernels import naive

SHAPES = {"polynomial": POLYNOMIAL, "exponential": EXPONENTIAL, "modern": MODERN}
SIZES = (1, 2, 7, 24)
CASES = [
    (n, kind, degree, gain, temperature)
    for n, kind, degree, gain, temperature in product(
        SIZES, SHAPES, (2, 3, 6), (0.0, 2.0), (0.0, 0.4)
    )
    if kind == "polynomial" or degree == 2
]
each_case = pytest.mark.parametrize(("n", "kind", "degree", "gain", "temperature"), CASES)
THRESHOLD = 0.05


class Twins:
    """The same memories for the kernel and for the twin."""

    def __init__(self, n, kind, degree, gain):
        rng = np.random.default_rng(n)
        self.memories = rng.choice(np.array([-1, 1], np.int8), (n, n + 1))  # more than units
        self.slow = naive.Dense(self.memories.T, kind, degree, 0.3)
        self.shape, self.degree, self.gain = SHAPES[kind], degree, gain
        is_smooth = gain or kind == "modern"
        self.units = (
            rng.uniform(-1, 1, n) if is_smooth else rng.choice(np.array([-1, 0, 1], np.int8), n)
        )
        self.overlaps = self.memories.T.astype(float) @ self.units
        self.order, self.words = np.empty(n, np.int32), random_words.seeded(n)
        self.twin = naive.Words(self.words)
        random_words.shuffle(self.order, self.words)
        self.twin.shuffled(n)

    @property
    def beta(self):
        return 0.3 if self.shape == MODERN else 1.0

    def update(self, temperature, start=0, count=None):
        return kernels.dense_in_turn(
            self.units, self.order, start, len(self.order) if count is None else count,
            self.memories, self.shape, self.degree, self.beta, THRESHOLD, temperature,
            self.gain or None, self.overlaps, np.empty(self.overlaps.size), self.words,
        )  # fmt: skip

    def energy(self):
        paid = naive.leak(self.units, self.gain) if self.gain and self.shape != MODERN else 0.0
        return self.slow.energy(self.units, THRESHOLD) + paid


@each_case
def test_updates_in_turn_equal_the_twin(n, kind, degree, gain, temperature):
    t = Twins(n, kind, degree, gain)
    slow = t.units.copy()
    t.update(temperature)
    for i in t.order:
        slow[i] = t.slow.wanted(slow, i, THRESHOLD, temperature, t.twin, gain)
    assert np.allclose(t.units, slow, rtol=0, atol=1e-6)
    assert np.allclose(t.overlaps, t.memories.T.astype(float) @ t.units, atol=1e-9)


@each_case
def test_decisions_together_equal_the_twin(n, kind, degree, gain, temperature):
    t = Twins(n, kind, degree, gain)
    pending, slow = t.units.copy(), t.units.copy()
    kernels.dense_together(
        t.units, pending, t.order, 0, n, t.memories, t.shape, degree, t.beta, THRESHOLD,
        temperature, gain or None, 0.6, t.overlaps, np.empty(t.overlaps.size), t.words,
    )  # fmt: skip
    for i in t.order:
        if t.twin.uniform() < 0.6:
            slow[i] = t.slow.wanted(t.units, i, THRESHOLD, temperature, t.twin, gain)
    assert np.allclose(pending, slow, rtol=0, atol=1e-6)


@each_case
def test_the_largest_rise_is_that_of_the_energy(n, kind, degree, gain, temperature):
    t = Twins(n, kind, degree, gain)
    if not gain and kind != "modern":
        t.units[:] = 1  # the first value of an unknown unit is not counted
        t.overlaps = t.memories.T.astype(float) @ t.units
    rises, counted = [0.0], 0.0
    for k in range(n):
        before = t.energy()
        counted = max(counted, t.update(temperature, k, 1)[1])
        rises.append(t.energy() - before)
    assert counted == pytest.approx(max(rises), abs=1e-3)  # the twin integrates by small steps


@pytest.mark.parametrize(("kind", "degree"), [("polynomial", 4), ("exponential", 2), ("modern", 2)])
@pytest.mark.parametrize("gain", [0.0, 2.0])
def test_no_cold_update_of_a_convex_potential_raises_the_energy(kind, degree, gain):
    for n in SIZES:
        assert Twins(n, kind, degree, gain).update(0.0)[1] <= 1e-9


def test_degree_two_is_hebbs_rule():
    t = Twins(24, "polynomial", 2, 0.0)
    W = naive.weights(t.memories.T, "hebb")
    slow = t.units.copy()
    naive.update_in_turn(W, slow, t.order, False, THRESHOLD, 0.0, t.twin)
    t.update(0.0)
    assert (t.units == slow).all()


@pytest.mark.parametrize("gain", [0.0, 2.0])
@pytest.mark.parametrize("kind", SHAPES)
def test_a_sweep_in_pieces_has_the_bits_of_a_sweep_at_once(kind, gain):
    whole, pieces = Twins(24, kind, 3, gain), Twins(24, kind, 3, gain)
    flips, rise = whole.update(0.2)
    parts = [pieces.update(0.2, 0, 10), pieces.update(0.2, 10, 14)]
    assert (whole.units == pieces.units).all()
    assert (flips, rise) == (parts[0][0] + parts[1][0], max(parts[0][1], parts[1][1]))
