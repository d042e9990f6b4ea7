"""Graphs to be cut whose largest cut is known: all cuts of a small one tried, larger ones planted.

    cut(s) = Σ over edges of w (1 − s_i s_j)/2,   s_i = ±1, w > 0

A **planted** graph is a sum of odd loops, so that two of its nodes are connected by the number of
loops that share the edge. No cut has all edges of an odd loop: walking around it one would end
on the other side. So no cut has more than Σ (length − 1). Each loop is chosen to have all edges
but one between the sides of one division, the planted one, which is therefore a largest cut. These
are the frustrated loops of Hen et al. (2015), with weights of one sign.

Hen, I., Job, J., Albash, T., Rønnow, T. F., Troyer, M. and Lidar, D. A. (2015). Probing for quantum
speedup in spin-glass problems with planted solutions. Physical Review A 92, 042325.

    Shapes: positions (n, 2) in the unit square, edges (m, 2) int64 with i < j, weights (m,) int64.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

MOST_TRIED = 24  # nodes of a graph whose cuts are all tried
NEAREST = 6  # neighbours that a node of a planted graph looks for
LONGEST = 9  # edges of a loop
PATIENCE = 50  # walks for each loop that is wanted
SPREAD = 0.35  # how far a node may be from its place on the grid, in cells


@dataclass(frozen=True, eq=False)
class Graph:
    """A graph and the value of its largest cut."""

    positions: np.ndarray
    edges: np.ndarray
    weights: np.ndarray
    largest_cut: int
    best: np.ndarray  # (n,) int8: the sides −1, 1 of a largest cut


def small_graph(nodes: int, rng: np.random.Generator) -> Graph:
    """Return a ring with a chord at every node (at all but one of an odd number), of weights 1."""
    ring = [(k, (k + 1) % nodes) for k in range(nodes)] if nodes > 2 else [(0, 1)]
    edges = np.sort(np.array(ring + _chords(nodes, rng)), axis=1)
    weights = np.ones(len(edges), np.int64)
    angle = 2 * np.pi * np.arange(nodes) / nodes - np.pi / 2
    positions = 0.5 + 0.5 * np.column_stack([np.cos(angle), np.sin(angle)])
    return Graph(positions, edges, weights, *largest_cut(nodes, edges, weights))


def _chords(nodes: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Return pairs of nodes that are no neighbours on the ring, each node in one pair at most."""
    if nodes < 4:
        return []
    while True:
        order = rng.permutation(nodes)
        pairs = order[: nodes // 2 * 2].reshape(-1, 2)
        apart = np.abs(pairs[:, 0] - pairs[:, 1])
        if ((apart > 1) & (apart < nodes - 1)).all():
            return [(int(i), int(j)) for i, j in pairs]


def largest_cut(nodes: int, edges: np.ndarray, weights: np.ndarray) -> tuple[int, np.ndarray]:
    """Return the value of the largest cut and its sides (n,) int8, of all 2^(n−1) cuts."""
    w = np.zeros((nodes, nodes), np.float32)  # whole numbers this small are exact
    w[edges[:, 0], edges[:, 1]] = weights
    w += w.T
    k = nodes // 2
    first, second = _sides(k), _sides(nodes - k)
    second = second[second[:, 0] == 1]  # a cut and its mirror image are the same
    inside = [np.einsum("si,ij,sj->s", s, g, s) / 2 for s, g in
              ((first, w[:k, :k]), (second, w[k:, k:]))]  # fmt: skip
    agreement = first @ w[:k, k:] @ second.T
    agreement += inside[0][:, None]
    agreement += inside[1][None, :]
    a, b = np.unravel_index(np.argmin(agreement), agreement.shape)
    cut = (weights.sum() - float(agreement[a, b])) / 2
    return round(cut), np.concatenate([first[a], second[b]]).astype(np.int8)


def _sides(nodes: int) -> np.ndarray:
    bits = (np.arange(2**nodes)[:, None] >> np.arange(nodes)) & 1
    return (1 - 2 * bits).astype(np.float32)


# ---- planted graphs ----


def planted_graph(nodes: int, rng: np.random.Generator) -> Graph:
    """Return a graph of neighbours in the plane, of odd loops that share a largest cut."""
    positions = _scattered(nodes, rng)
    near = _neighbours(positions)
    sides = rng.permutation(np.where(np.arange(nodes) % 2, 1, -1)).astype(np.int8)
    loops: list[list[int]] = []
    for start in rng.permutation(nodes):  # a loop from each: more make cuts hard to find
        loop = _odd_loop(int(start), near, sides, rng)
        if loop:
            loops.append(loop)
    edges: Counter[tuple[int, int]] = Counter()
    for loop in loops:
        for i, j in zip(loop, loop[1:] + loop[:1], strict=True):
            edges[min(i, j), max(i, j)] += 1
    value = sum(len(loop) - 1 for loop in loops)
    for i, j in _missing(edges, positions, sides):
        edges[i, j] += 1
        value += 1
    pairs = sorted(edges)
    return Graph(
        positions, np.array(pairs), np.array([edges[pair] for pair in pairs]), value, sides
    )


def _odd_loop(
    start: int, near: list[np.ndarray], sides: np.ndarray, rng: np.random.Generator
) -> list[int]:
    """Return the nodes of a loop from a node whose edges all change sides but the last, or []."""
    ends = {int(j) for j in near[start] if sides[j] == sides[start]}
    for _ in range(PATIENCE):
        path = [start]
        while len(path) < LONGEST:
            steps = [j for j in near[path[-1]] if sides[j] != sides[path[-1]] and j not in path]
            if not steps:
                break
            path.append(int(rng.choice(steps)))
            if path[-1] in ends:
                return path
    return []


def _missing(edges: Counter[tuple[int, int]], positions: np.ndarray, sides: np.ndarray) -> list:
    """Return an edge to the nearest node of the other side for each node without one: every cut
    that has it is the better for it, and the planted one does."""
    lonely = set(range(len(sides))) - {node for edge in edges for node in edge}
    added = set()
    for i in sorted(lonely):
        others = np.flatnonzero(sides != sides[i])
        j = int(others[_distances(positions[i : i + 1], positions[others])[0].argmin()])
        added.add((min(i, j), max(i, j)))
    return sorted(added)


def _scattered(nodes: int, rng: np.random.Generator) -> np.ndarray:
    """Return positions by chance that keep a distance: one in each cell of a grid."""
    side = int(np.ceil(np.sqrt(nodes)))
    cells = np.sort(rng.choice(side * side, nodes, replace=False))
    places = np.column_stack([cells % side, cells // side]) + 0.5
    return (places + rng.uniform(-SPREAD, SPREAD, (nodes, 2))) / side


def _neighbours(positions: np.ndarray) -> list[np.ndarray]:
    """Return of each node those that are among its nearest or among whose nearest it is."""
    count = min(NEAREST, len(positions) - 1)
    nearest = np.argsort(_distances(positions, positions), axis=1, kind="stable")[:, 1 : count + 1]
    both = np.zeros((len(positions), len(positions)), bool)
    both[np.arange(len(positions))[:, None], nearest] = True
    both |= both.T
    return [np.flatnonzero(row) for row in both]


def _distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return squared distances (A, B)."""
    return ((a[:, None, 0] - b[None, :, 0]) ** 2) + ((a[:, None, 1] - b[None, :, 1]) ** 2)
