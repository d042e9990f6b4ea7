"""The factored kernels against the dense weight matrix."""

import os
from itertools import product

import numpy as np
import pytest

from kernels import hopfield as kernels
from kernels import words as random_words
from simulator.models.hopfield_learning import learn
from simulator.models.hopfield_state import HopfieldParameters
from tests.helpers import run_python
from tests.kernels import naive

SIZES = (1, 2, 7, 64)
RULES = ("hebb", "pseudo-inverse", "storkey")
DRIVES = ((0.0, 0.0), (0.3, 0.0), (0.3, 0.7))  # threshold, temperature
CASES = [
    (n, rule, own, threshold, temperature, gain)
    for n, rule, own, (threshold, temperature), gain in product(
        SIZES, RULES, (False, True), DRIVES, (0.0, 3.0)
    )
    if not (own and rule == "storkey")  # the twin's W has none
]
each_case = pytest.mark.parametrize(("n", "rule", "own", "threshold", "temperature", "gain"), CASES)


def network(memories, rule, **more):
    return learn(memories, HopfieldParameters(rule=rule, **more), 0)


class Twins:
    """The same network twice: thin factors for the kernels, a dense matrix for the twin."""

    def __init__(self, n: int, rule: str, gain: float = 0.0):
        rng = np.random.default_rng(n)
        self.gain = gain
        self.memories = rng.choice(np.array([-1, 1], np.int8), (max(1, n // 5), n))
        self.W = naive.weights(self.memories, rule)
        self.network = network(self.memories, rule)
        self.units = rng.choice(np.array([-1, 0, 1], np.int8), n)  # 0: unknown
        if gain:
            self.units = rng.uniform(-1, 1, n)
        self.sums = self.network.sums(self.units)
        self.order = np.empty(n, np.int32)
        self.words = random_words.seeded(n)
        self.twin = naive.Words(self.words)

    def shuffle(self) -> list[int]:
        random_words.shuffle(self.order, self.words)
        return self.twin.shuffled(len(self.order))

    def update(self, own, threshold, temperature, energy=0.0, start=0, count=None):
        f, count = self.network, len(self.order) if count is None else count
        return kernels.update_in_turn(
            self.units, self.order, start, count, f.right, f.left, f.diagonal, float(own),
            threshold, temperature, self.gain or None, self.sums, None, self.words, energy,
        )  # fmt: skip

    def decide(self, own, threshold, temperature, probability=1.0) -> np.ndarray:
        f, pending = self.network, self.units.copy()
        kernels.decide_together(
            self.units, pending, self.order, 0, len(self.order), f.left, f.diagonal, float(own),
            threshold, temperature, self.gain or None, probability, self.sums, self.words,
        )  # fmt: skip
        return pending

    def energy(self, threshold):
        paid = naive.leak(self.units, self.gain) if self.gain else 0.0
        return naive.energy(self.W, self.units, threshold) + paid


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("n", SIZES)
def test_the_factors_are_the_dense_weights(n, rule):
    t = Twins(n, rule)
    formed = t.network.left @ t.network.right.astype(float).T / n
    assert np.allclose(t.network.diagonal / n, np.diag(formed), atol=1e-12)
    if rule == "storkey":  # it says nothing of own connections
        np.fill_diagonal(formed, 0.0)
    assert np.allclose(formed, t.W, atol=1e-12)


@each_case
def test_updates_in_turn_equal_the_dense_twin(n, rule, own, threshold, temperature, gain):
    t = Twins(n, rule, gain)
    slow = t.units.copy()
    for _ in range(4):
        order = t.shuffle()
        flips, _, _ = t.update(own, threshold, temperature)
        settings = own, threshold, temperature, t.twin, gain
        assert flips == naive.update_in_turn(t.W, slow, order, *settings)
        assert np.allclose(t.units, slow, rtol=0, atol=1e-9 if gain else 0)


@each_case
def test_decisions_together_equal_the_dense_twin(n, rule, own, threshold, temperature, gain):
    t = Twins(n, rule, gain)
    order = t.shuffle()
    before = t.units.copy(), t.sums.copy()
    slow = naive.decide_together(
        t.W, t.units, order, own, threshold, temperature, t.twin, gain, 0.6
    )
    assert np.allclose(t.decide(own, threshold, temperature, 0.6), slow, rtol=0, atol=1e-9)
    assert (t.units == before[0]).all()
    assert (t.sums == before[1]).all()


@pytest.mark.parametrize("gain", [0.0, 3.0])
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("n", SIZES)
def test_fields_and_sums_are_those_of_the_dense_weights(n, rule, gain):
    t = Twins(n, rule, gain)
    np.fill_diagonal(t.W, 0.0)
    assert np.allclose(t.network.fields(t.units), t.W @ t.units, atol=1e-12)
    assert np.allclose(t.network.sums(t.units), t.network.right.T.astype(float) @ t.units)


@each_case
def test_the_sums_stay_those_of_the_units(n, rule, own, threshold, temperature, gain):
    t = Twins(n, rule, gain)
    for _ in range(10):
        t.shuffle()
        t.update(own, threshold, temperature)
    is_exact = not gain and rule != "storkey"
    tolerance = 0 if is_exact else 1e-10
    assert np.allclose(t.sums, t.network.sums(t.units), rtol=0, atol=tolerance)


@each_case
def test_the_running_energy_equals_the_energy_recomputed(
    n, rule, own, threshold, temperature, gain
):
    t = Twins(n, rule, gain)
    energy = t.energy(threshold)
    for _ in range(5):
        t.shuffle()
        _, energy, _ = t.update(own, threshold, temperature, energy)
    # the twin integrates up to ±1 by small steps, where artanh is steep
    assert energy == pytest.approx(t.energy(threshold), abs=2e-4 * n if gain else 1e-10)


@pytest.mark.parametrize("own", [False, True])
def test_no_cold_update_raises_the_energy(own):
    for n, rule, gain in product(SIZES, RULES, (0.0, 3.0)):
        t = Twins(n, rule, gain)
        t.shuffle()
        if own and (gain or rule == "storkey"):
            continue
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
    t.network = network(np.array([[1, 1], [1, -1]], np.int8), "hebb")  # W is diagonal: h = 0
    t.units[:], t.sums = -1, np.array([-2.0, 0.0])
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
@pytest.mark.timeout(900)  # all kernels of all models are compiled anew
@pytest.mark.parametrize("mode", ["NUMBA_DISABLE_JIT", "NUMBA_BOUNDSCHECK"])
def test_the_kernels_pass_their_tests(mode, tmp_path):
    """Uncompiled, and with bounds checked: a cached kernel would ignore that."""
    result = run_python(
        "-m", "pytest", "tests/kernels", "-q", "-x", "-n0", "-p", "no:cacheprovider", seconds=800,
        **{mode: "1", "NUMBA_CACHE_DIR": str(tmp_path), "REVERIE_INNER_TESTS": "1"},
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-2000:]


WALK = """
from itertools import product
from kernels import hopfield, hopfield_dense, words
from simulator.core import presets
from simulator.models.hopfield import Hopfield
from simulator.models.hopfield_rules import RULES
from simulator.models.hopfield_state import HopfieldParameters

def compiled():
    kernels = (
        hopfield.update_in_turn, hopfield.decide_together, hopfield_dense.dense_in_turn,
        hopfield_dense.dense_together, words.shuffle, words.pick, hopfield.sum_along,
        hopfield.all_fields,
    )
    return [(len(k.signatures), k.stats.cache_misses) for k in kernels]

Hopfield.warm_up()
warm = compiled()
dynamics = [c.id for c in HopfieldParameters.spec("dynamics").choices]
for rule, units, name, own in product(RULES, ("two-valued", "graded"), dynamics, (False, True)):
    model = Hopfield(1)
    model.act("preset=worked-example")
    given = dict(rule=rule, units=units, dynamics=name, own_connections=own, threshold=1,
                 temperature=0.5, gain=2, unlearning_steps=3)
    for key, value in given.items():
        model.set(key, value)
    model.advance(model.state.units.size + 1)
    model.snapshot().aligned(0), model.readouts(), model.invariants()
    assert compiled() == warm, given
model = Hopfield(1, HopfieldParameters(side=256))
model.act("store=preset:random")
for rule, units in product(RULES, ("two-valued", "graded")):
    if rule != "unlearning":
        model.set("rule", rule), model.set("units", units)
        model.act("corrupt=0.1")
        model.snapshot().explain(0), model.snapshot().aligned(0), model.invariants()
        assert compiled() == warm, (rule, units)
print("the same")
"""


@pytest.mark.skipif(IS_INNER, reason="this is the inner run")
def test_after_warming_up_nothing_more_is_compiled():
    result = run_python("-c", WALK)
    assert result.stdout == "the same\n", result.stderr[-2000:]
