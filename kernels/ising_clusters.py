"""Many Wolff clusters in one call: for measurements, where a call for each would cost more than it.

Arrays are those of kernels/ising_cluster.py. A number of clusters, not of spins, lies between two
measurements: where they are made when so many spins have been in a cluster, states that follow
large clusters are seen too often (at T_C of a small lattice |m| comes out visibly too large).
"""

from kernels.ising_cluster import grow_cluster
from kernels.jit import kernel


@kernel
def grow_clusters(units, side, add, factor, pinned, words, members, count):
    """Grow so many clusters, one after another; returns (spins in them, changes of B, M)."""
    spins, tied, balance = 0, 0, 0
    for _ in range(count):
        size, _, b, m = grow_cluster(units, side, add, factor, pinned, words, members)
        spins, tied, balance = spins + size, tied + b, balance + m
    return spins, tied, balance
