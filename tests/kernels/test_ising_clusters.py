"""Many clusters in one call are the same as one after another."""

import numpy as np
import pytest

from kernels import ising, words
from kernels.ising_cluster import chances, grow_cluster
from kernels.ising_clusters import grow_clusters


@pytest.mark.parametrize("field", [0.0, 0.3])
@pytest.mark.parametrize("is_pinned", [False, True])
def test_many_clusters_are_one_after_another(field, is_pinned):
    add, factor = chances(2.3, field)
    pinned = np.arange(64) == 5 if is_pinned else None
    fast, slow = np.ones((2, 64), np.int8)
    members = np.empty(64, np.int32)
    got = grow_clusters(fast, 8, add, factor, pinned, words.seeded(1), members, 20)
    generator, total = words.seeded(1), np.zeros(3, np.int64)
    for _ in range(20):
        size, _, *changes = grow_cluster(slow, 8, add, factor, pinned, generator, members)
        total += size, *changes
    assert (fast == slow).all()
    assert list(got) == total.tolist()


def test_the_changes_are_those_of_the_sums():
    spins = np.random.default_rng(1).choice(np.array([-1, 1], np.int8), 256)
    before = ising.measure(spins, 16, None, None)
    generator, members = words.seeded(2), np.empty(256, np.int32)
    _, tied, balance = grow_clusters(spins, 16, 0.6, 0.0, None, generator, members, 9)
    after = ising.measure(spins, 16, None, None)
    assert (tied, balance) == (after[0] - before[0], after[1] - before[1])
