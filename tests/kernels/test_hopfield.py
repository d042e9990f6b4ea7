"""The factored kernels against the dense weight matrix."""

import os
from itertools import product

import numpy as np
import pytest

from kernels import hopfield as kernels
from kernels import words as random_words
from simulator.models.hopfield_factors import Factors
from tests.helpers import run_python
from tests.kernels import naive

SIZES = (1, 2, 7, 64)
CASES = list(product(SIZES, ("hebb", "pseudo-inverse"), (False, True), (0.0, 0.3), (0.0, 0.7)))
each_case = pytest.mark.parametrize(("n", "rule", "own", "threshold", "temperature"), CASES)


class Twins:
    """The same network twice: thin factors for the kernels, a dense matrix for the twin."""

    def __init__(self, n: int, rule: str):
        rng = np.random.default_rng(n)
        self.memories = rng.choice(np.array([-1, 1], np.int8), (max(1, n // 5), n))
        self.W = naive.weights(self.memories, rule)
        self.factors = Factors.learn(self.memories, rule)
        self.units = rng.choice(np.array([-1, 0, 1], np.int8), n)  # 0: unknown
        self.overlaps = self.memories.astype(float) @ self.units
        self.order = np.empty(n, np.int32)
        self.words = random_words.seeded(n)
        self.twin = naive.Words(self.words)

    def shuffle(self) -> list[int]:
        random_words.shuffle(self.order, self.words)
        return self.twin.shuffled(len(self.order))

    def update(self, own, threshold, temperature, energy=0.0, start=0, count=None):
        f, count = self.factors, len(self.order) if count is None else count
        return kernels.update_in_turn(
            self.units, self.order, start, count, f.memories, f.left, f.diagonal, float(own),
            threshold, temperature, self.overlaps, self.words, energy,
        )  # fmt: skip

    def decide(self, own, threshold, temperature) -> np.ndarray:
        f, pending = self.factors, self.units.copy()
        kernels.decide_together(
            self.units, pending, self.order, 0, len(self.order), f.left, f.diagonal, float(own),
            threshold, temperature, self.overlaps, self.words,
        )  # fmt: skip
        return pending


@pytest.mark.parametrize("rule", ["hebb", "pseudo-inverse"])
@pytest.mark.parametrize("n", SIZES)
def test_the_factors_are_the_dense_weights(n, rule):
    t = Twins(n, rule)
    assert np.allclose(t.factors.left @ t.factors.memories.T / n, t.W, atol=1e-12)
    assert np.allclose(t.factors.diagonal / n, np.diag(t.W), atol=1e-12)


@each_case
def test_updates_in_turn_equal_the_dense_twin(n, rule, own, threshold, temperature):
    t = Twins(n, rule)
    slow = t.units.copy()
    for _ in range(4):
        order = t.shuffle()
        flips, _, _ = t.update(own, threshold, temperature)
        assert flips == naive.update_in_turn(t.W, slow, order, own, threshold, temperature, t.twin)
        assert t.units.tolist() == slow.tolist()


@each_case
def test_decisions_together_equal_the_dense_twin(n, rule, own, threshold, temperature):
    t = Twins(n, rule)
    order = t.shuffle()
    before = t.units.copy(), t.overlaps.copy()
    slow = naive.decide_together(t.W, t.units, order, own, threshold, temperature, t.twin)
    assert t.decide(own, threshold, temperature).tolist() == slow.tolist()
    assert (t.units == before[0]).all()
    assert (t.overlaps == before[1]).all()


@each_case
def test_the_overlaps_stay_exact(n, rule, own, threshold, temperature):
    t = Twins(n, rule)
    for _ in range(10):
        t.shuffle()
        t.update(own, threshold, temperature)
    assert (t.overlaps == t.memories.astype(float) @ t.units).all()


@each_case
def test_the_running_energy_equals_the_energy_recomputed(n, rule, own, threshold, temperature):
    t = Twins(n, rule)
    energy = naive.energy(t.W, t.units, threshold)
    for _ in range(5):
        t.shuffle()
        _, energy, _ = t.update(own, threshold, temperature, energy)
    assert energy == pytest.approx(naive.energy(t.W, t.units, threshold), abs=1e-10)


@pytest.mark.parametrize("own", [False, True])
def test_no_cold_update_raises_the_energy(own):
    for n, rule in product(SIZES, ("hebb", "pseudo-inverse")):
        t = Twins(n, rule)
        t.shuffle()
        assert t.update(own, 0.1, 0.0)[2] <= 1e-10


def test_a_sweep_in_pieces_has_the_bits_of_a_sweep_at_once():
    whole, pieces = Twins(64, "pseudo-inverse"), Twins(64, "pseudo-inverse")
    for t in (whole, pieces):
        t.shuffle()
    _, at_once, _ = whole.update(False, 0.1, 0.5, 1.25)
    _, energy, _ = pieces.update(False, 0.1, 0.5, 1.25, 0, 10)
    _, energy, _ = pieces.update(False, 0.1, 0.5, energy, 10, 54)
    assert energy == at_once
    assert (whole.units == pieces.units).all()
    assert (whole.words == pieces.words).all()


def test_a_tie_turns_a_unit_on():
    t = Twins(2, "hebb")
    t.factors = Factors.learn(np.array([[1, 1], [1, -1]], np.int8), "hebb")  # W is diagonal: h = 0
    t.units[:], t.overlaps = -1, np.array([-2.0, 0.0])
    t.shuffle()
    t.update(False, 0.0, 0.0)
    assert t.units.tolist() == [1, 1]


def test_cold_updates_draw_no_random_words():
    t = Twins(64, "hebb")
    t.shuffle()
    before = t.words.copy()
    t.update(False, 0.0, 0.0)
    assert (t.words == before).all()


IS_INNER = "REVERIE_INNER_TESTS" in os.environ


@pytest.mark.skipif(IS_INNER, reason="this is the inner run")
@pytest.mark.parametrize("mode", ["NUMBA_DISABLE_JIT", "NUMBA_BOUNDSCHECK"])
def test_the_kernels_pass_their_tests(mode, tmp_path):
    """Uncompiled, and with bounds checked: a cached kernel would ignore that."""
    result = run_python(
        "-m", "pytest", "tests/kernels", "-q", "-x", "-p", "no:cacheprovider",
        **{mode: "1", "NUMBA_CACHE_DIR": str(tmp_path), "REVERIE_INNER_TESTS": "1"},
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-2000:]


WALK = """
from itertools import product
from kernels import hopfield, words
from simulator.core import presets
from simulator.models.hopfield import Hopfield

def compiled():
    kernels = hopfield.update_in_turn, hopfield.decide_together, words.shuffle
    return [(len(k.signatures), k.stats.cache_misses) for k in kernels]

Hopfield.warm_up()
warm = compiled()
rules = "asynchronous", "synchronous", "ordered"
for preset, dynamics, temperature in product(presets.catalogue("hopfield"), rules, (0, 0.5)):
    model = Hopfield(1)
    model.act(f"preset={preset}")
    model.set("dynamics", dynamics)
    model.set("temperature", temperature)
    model.set("threshold", 1)
    model.advance(model.state.units.size + 1)
    assert compiled() == warm, (preset, dynamics, temperature)
print("the same")
"""


@pytest.mark.skipif(IS_INNER, reason="this is the inner run")
def test_after_warming_up_nothing_more_is_compiled():
    result = run_python("-c", WALK)
    assert result.stdout == "the same\n", result.stderr[-2000:]
