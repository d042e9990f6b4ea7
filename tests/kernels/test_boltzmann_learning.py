"""The program of a cycle against one that is run piece by piece."""

import numpy as np
import pytest

from kernels import boltzmann, boltzmann_learning, words

CHAINS, UNITS, VISIBLE = 3, 6, 4
PATTERNS = np.array([[1, 1, 0, 0], [0, 0, 1, 1]], np.int8)
ANNEALING, COUNTING = 5, 4
HEATS = np.linspace(3.0, 1.0, ANNEALING + 1)
TICKS = 2 * len(PATTERNS) * (ANNEALING + COUNTING) * UNITS


def machine(seed=1):
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.normal(size=(UNITS, UNITS)), 1)
    return upper + upper.T, rng.normal(size=UNITS)


class Chains:
    """Everything that a cycle changes."""

    def __init__(self, chains=CHAINS):
        self.couplings, self.biases = machine()
        self.units = np.zeros((chains, UNITS), np.int8)
        self.fields, self.energies = np.zeros((chains, UNITS)), np.zeros(chains)
        self.best, self.best_energy = np.zeros(UNITS, np.int8), np.array([np.inf])
        self.changed, self.last = np.zeros(chains), np.zeros(4)
        self.pairs, self.runs = np.zeros((2, UNITS, UNITS), np.int64), np.zeros(2, np.int64)
        self.words = words.seeded(1)

    def begin(self, pattern, noise=0.0):
        boltzmann_learning.begin_run(
            self.units, self.fields, self.energies, self.couplings, self.biases, pattern, noise,
            self.words,
        )  # fmt: skip

    def teach(self, tick=0, count=TICKS):
        return boltzmann_learning.teach(
            self.units, self.fields, self.energies, self.couplings, self.biases, PATTERNS, 0.0,
            tick, count, ANNEALING, COUNTING, HEATS, False, self.best, self.best_energy,
            self.changed, self.pairs, self.runs, self.last, self.words,
        )  # fmt: skip

    def sweep(self, phase, heat):
        free = np.arange(0 if phase else VISIBLE, UNITS).astype(np.int32)
        temperatures, log = np.full((CHAINS, 2), heat), np.zeros((3, CHAINS, 2))
        boltzmann.sample(
            self.units, self.fields, self.energies, self.couplings, free, 0, temperatures, 0, UNITS,
            False, -1, self.best, self.best_energy, log, CHAINS, None, np.zeros(0, np.int64), None,
            self.last, self.words,
        )  # fmt: skip


def test_a_cycle_is_its_sweeps_one_by_one():
    fast, slow = Chains(), Chains()
    sweeps, _ = fast.teach()
    for phase in (0, 1):
        for pattern in PATTERNS:
            slow.begin(pattern if phase == 0 else pattern[:0])
            for age in range(ANNEALING + COUNTING):
                slow.sweep(phase, HEATS[min(age, ANNEALING)])
                if age >= ANNEALING:
                    on = slow.units.astype(np.int64)
                    slow.pairs[phase] += on.T @ on
    assert sweeps == TICKS // UNITS
    np.testing.assert_array_equal(fast.pairs, slow.pairs)
    np.testing.assert_array_equal(fast.units, slow.units)
    np.testing.assert_array_equal(fast.runs, 2 * [CHAINS * COUNTING * len(PATTERNS)])


@pytest.mark.parametrize("size", [1, 7, 50])
def test_a_cycle_in_pieces_is_the_same(size):
    whole, cut = Chains(), Chains()
    whole.teach()
    for tick in range(0, TICKS, size):
        cut.teach(tick, min(size, TICKS - tick))
    np.testing.assert_array_equal(whole.pairs, cut.pairs)
    np.testing.assert_array_equal(whole.words, cut.words)
    np.testing.assert_array_equal(whole.changed, cut.changed)


def test_a_run_begins_with_the_fields_and_energy_of_its_units():
    c = Chains()
    c.begin(PATTERNS[0])
    np.testing.assert_allclose(c.fields, c.units @ c.couplings + c.biases, atol=1e-12)
    for units, energy in zip(c.units.astype(float), c.energies, strict=True):
        expected = -0.5 * units @ c.couplings @ units - c.biases @ units
        assert energy == pytest.approx(expected, abs=1e-12)


def test_without_noise_every_chain_holds_the_pattern():
    c = Chains()
    c.begin(PATTERNS[1])
    assert (c.units[:, :VISIBLE] == PATTERNS[1]).all()


def test_noise_turns_bits_off_and_a_third_as_often_on():
    c = Chains(chains=20_000)
    c.begin(PATTERNS[0], noise=0.3)
    np.testing.assert_allclose(c.units[:, :VISIBLE].mean(axis=0), [0.7, 0.7, 0.1, 0.1], atol=0.015)
