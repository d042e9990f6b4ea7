"""The sheet of an energy landscape holds real states of the network, each with its exact energy."""

import tracemalloc
from functools import cached_property

import numpy as np
import pytest

from simulator.models.hopfield_landscape import NODES, sheet_of


class Hebb:
    """A network by Hebb's rule, whose energies are computed from a dense matrix too."""

    def __init__(self, memories, threshold=0.3, dtype=np.int8):
        self.measures = np.ascontiguousarray(memories.T.astype(dtype))
        self.memories, self.threshold = memories.astype(float), threshold

    def energy_of(self, sums, total):
        k, n = self.memories.shape
        return -0.5 * (sums**2).sum(axis=0) / n + 0.5 * k + self.threshold * total

    @cached_property
    def weights(self):
        weights = self.memories.T @ self.memories / self.memories.shape[1]
        np.fill_diagonal(weights, 0)
        return weights

    def slow_energy(self, state):
        s = state.astype(float)
        return -0.5 * s @ self.weights @ s + self.threshold * s.sum()


def patterns(count, n, seed=1):
    return np.random.default_rng(seed).choice(np.array([-1, 1], np.int8), (count, n))


def spoiled(memory, share, seed=2):
    cue = memory.copy()
    cue[np.random.default_rng(seed).permutation(cue.size)[: round(share * cue.size)]] *= -1
    return cue


def slow_heights(network, sheet, a, b, cue):
    """Build every state of the sheet unit by unit, from orders that are drawn as the sheet's."""
    rng = np.random.default_rng((20, 1982))
    right, wrong = (rng.permutation(np.flatnonzero((cue == a) == r)) for r in (True, False))
    order = [*right, *wrong]
    shared, parted = ([i for i in order if (a[i] == b[i]) == same] for same in (True, False))
    heights = np.empty(sheet.heights.shape)
    for row, p in enumerate(sheet.p):
        for column, q in enumerate(sheet.q):
            state = -a
            for i in [*shared[:p], *parted[:q]]:
                state[i] = a[i]
            heights[row, column] = network.slow_energy(state)
    return heights


@pytest.mark.parametrize("n", [4, 7, 64, 300])
@pytest.mark.parametrize("dtype", [np.int8, np.float64])
def test_every_height_is_the_energy_of_a_state(n, dtype):
    memories = patterns(3, n)
    memories[1, :2] = memories[0, :2] * [1, -1]  # never the same, never the inverse
    a, b, cue = memories[0], memories[1], spoiled(memories[0], 0.3)
    network = Hebb(memories, dtype=dtype)
    sheet = sheet_of(network, a, b, cue)
    np.testing.assert_allclose(sheet.heights, slow_heights(network, sheet, a, b, cue), atol=1e-9)


def test_the_corners_are_memory_rival_and_their_inverses():
    memories = patterns(4, 100)
    a, b = memories[:2]
    network = Hebb(memories)
    sheet = sheet_of(network, a, b, a, ("A", "R"))
    assert sheet.corners == ("inverse of A", "R", "inverse of R", "A")
    found = sheet.heights[[0, -1, 0, -1], [0, 0, -1, -1]]
    np.testing.assert_allclose(found, [network.slow_energy(s) for s in (-a, b, -b, a)])


def test_positions_of_the_corners_follow_from_their_overlaps():
    memories = patterns(2, 90)
    a, b = memories.astype(int)
    sheet = sheet_of(Hebb(memories), a, b, a)
    states = np.array([-a, b, -b, a])
    x, y = sheet.position(states @ a / 90, states @ b / 90)
    np.testing.assert_allclose(x, [0, 1, 0, 1], atol=1e-12)
    np.testing.assert_allclose(y, [0, 0, 1, 1], atol=1e-12)


def test_the_cue_lies_where_its_overlaps_put_it_at_its_own_energy():
    memories = patterns(3, 64)  # classes so small that every unit has its node
    a, b, cue = memories[0], memories[1], spoiled(memories[0], 0.25)
    network = Hebb(memories)
    sheet = sheet_of(network, a, b, cue)
    assert sheet.p.size + sheet.q.size == 64 + 2
    place = sheet.position(a.astype(int) @ cue / 64, b.astype(int) @ cue / 64)
    np.testing.assert_allclose(sheet.cue, place, atol=1e-12)
    assert sheet.height_at(*sheet.cue) == pytest.approx(network.slow_energy(cue))


def test_an_unknown_unit_of_the_cue_counts_as_wrong():
    memories = patterns(3, 64)
    cue, opposite = memories[0].copy(), memories[0].copy()
    cue[:20], opposite[:20] = 0, -opposite[:20]
    network = Hebb(memories)
    sheet = sheet_of(network, memories[0], memories[1], cue)
    assert sheet.height_at(*sheet.cue) == pytest.approx(network.slow_energy(opposite))


def test_the_same_question_gives_the_same_sheet():
    memories = patterns(3, 500)
    cue = spoiled(memories[0], 0.2)
    first, again = (sheet_of(Hebb(memories), *memories[:2], cue) for _ in range(2))
    assert first.heights.tobytes() == again.heights.tobytes()


def test_a_large_class_has_few_nodes_with_both_ends_among_them():
    memories = patterns(2, 5000)
    sheet = sheet_of(Hebb(memories), *memories, memories[0])
    assert sheet.heights.shape == (NODES, NODES)
    shared = np.count_nonzero(memories[0] == memories[1])
    assert (sheet.p[0], sheet.p[-1], sheet.q[-1]) == (0, shared, 5000 - shared)


def test_between_the_nodes_the_height_is_their_mean():
    memories = patterns(2, 50)
    sheet = sheet_of(Hebb(memories), *memories, memories[0])
    middle = 0.5 / (sheet.p.size - 1), 0.5 / (sheet.q.size - 1)
    assert sheet.height_at(*middle) == pytest.approx(sheet.heights[:2, :2].mean())
    assert sheet.height_at(1.0, 1.0) == sheet.heights[-1, -1]


@pytest.mark.parametrize("rival", ["none", "the same", "the inverse"])
def test_without_a_rival_the_diagonal_leads_from_the_inverse_to_the_memory(rival):
    (a,) = patterns(1, 100)
    b = {"none": None, "the same": a, "the inverse": -a}[rival]
    network, cue = Hebb(a[None]), spoiled(a, 0.2)
    sheet = sheet_of(network, a, b, cue, ("A", "R"))
    assert not sheet.has_rival
    assert sheet.corners == ("inverse of A", "half of A", "other half of A", "A")
    ends = sheet.heights[0, 0], sheet.heights[-1, -1]
    assert ends == pytest.approx((network.slow_energy(-a), network.slow_energy(a)))
    np.testing.assert_allclose(sheet.position(np.array([-1, 0, 1]), 0.0)[0], [0, 0.5, 1])
    np.testing.assert_allclose(sheet.cue, sheet.position(0.6, 9.9), atol=0.02)


def test_a_million_units_need_little_memory():
    memories = patterns(5, 1_000_000)
    network = Hebb(memories)
    tracemalloc.start()
    sheet = sheet_of(network, memories[0], memories[1], spoiled(memories[0], 0.2))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.isfinite(sheet.heights).all()
    assert most < 100e6
