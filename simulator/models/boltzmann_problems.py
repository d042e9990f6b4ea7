"""Problems whose best solution is the state of lowest energy of a machine of spins s = ±1.

    E(s) = −½ sᵀWs, no biases

    max-cut     divide the nodes of a graph so that the edges between the two sides weigh most:
                W_ij = −c w_ij,    cut = (Σw − E/c)/2,           c = 1/(mean weight)
    partition   divide whole numbers a_i, 1 to 10,000, into two groups of nearly equal sums:
                W_ij = −c a_i a_j, difference² = 2E/c + Σ a²,    c = 1/(mean number)²

With these c a weight, or a number, is about 1, and so is a temperature that is neither hot nor
cold. The best value is known: of up to 24 units all solutions have been tried, larger graphs are
planted (boltzmann_planting.py), and larger sets of numbers are drawn until a division is found
whose difference is 0 or 1, the parity of their sum, below which there is nothing.

Lucas, A. (2014). Ising formulations of many NP problems. Frontiers in Physics 2, 5.
"""

from dataclasses import dataclass

import numpy as np

from simulator.core.errors import InputError
from simulator.models.boltzmann_planting import MOST_TRIED, planted_graph, small_graph

FEWEST, MOST = 2, 2000
LARGEST_NUMBER = 10_000


@dataclass(frozen=True, eq=False)
class Problem:
    """Something to be solved; arrays are not writeable."""

    couplings: np.ndarray  # (n, n) float64, symmetric, 0 on the diagonal
    scale: float  # c above
    optimum: int  # the best cost there is
    best: np.ndarray  # (n,) int8: a solution that has it
    positions: np.ndarray  # (n, 2) of the nodes, in the unit square, y downwards
    edges: np.ndarray  # (m, 2) int64, i < j; (0, 2) where there is no graph
    weights: np.ndarray  # (m,) int64
    numbers: np.ndarray  # (n,) int64; (0,) where there are none

    name = ""

    @property
    def units(self) -> int:
        return len(self.couplings)

    def cost(self, units: np.ndarray) -> int:
        """Return the value of a solution (n,) of −1 and 1: what is to be made large or small."""
        raise NotImplementedError

    def energy_of(self, cost: int) -> float:
        """Return the energy of a state of this cost."""
        raise NotImplementedError

    @property
    def energy_of_optimum(self) -> float:
        return self.energy_of(self.optimum)

    def is_solved(self, cost: int) -> bool:
        return cost == self.optimum

    def said(self, cost: int) -> str:
        """Return a cost and the best possible one in words."""
        raise NotImplementedError


class MaxCut(Problem):
    """Divide a graph so that the edges between the sides weigh most."""

    name = "max-cut"

    def cost(self, units: np.ndarray) -> int:
        i, j = self.edges.T
        return int(self.weights[units[i] != units[j]].sum())

    def energy_of(self, cost: int) -> float:
        return self.scale * (int(self.weights.sum()) - 2 * cost)

    def said(self, cost: int) -> str:
        whole = f"cut {cost:,} of {int(self.weights.sum()):,}"
        return whole + (", the best possible" if self.is_solved(cost) else
                        f", the best possible is {self.optimum:,}")  # fmt: skip


class Partition(Problem):
    """Divide numbers into two groups of nearly equal sums."""

    name = "partition"

    def cost(self, units: np.ndarray) -> int:
        return abs(int(self.numbers @ units.astype(np.int64)))

    def energy_of(self, cost: int) -> float:
        return self.scale * (float(cost) ** 2 - self._squares) / 2

    @property
    def _squares(self) -> int:
        return int(self.numbers @ self.numbers)

    def said(self, cost: int) -> str:
        return f"difference {cost:,}" + (
            ", the best possible"
            if self.is_solved(cost)
            else f", the best possible is {self.optimum:,}"
        )


def max_cut(units: int, rng: np.random.Generator) -> Problem:
    """Return a graph to be cut: up to 24 nodes on a ring with chords, more of them in the plane;
    raises InputError."""
    _check(units, "nodes")
    graph = (small_graph if units <= MOST_TRIED else planted_graph)(units, rng)
    scale = 1.0 / float(graph.weights.mean())
    couplings = np.zeros((units, units))
    i, j = graph.edges.T
    couplings[i, j] = couplings[j, i] = -scale * graph.weights
    return _frozen(
        MaxCut(
            couplings, scale, graph.largest_cut, graph.best, graph.positions, graph.edges,
            graph.weights, np.zeros(0, np.int64),
        )
    )  # fmt: skip


def partition(units: int, rng: np.random.Generator) -> Problem:
    """Return numbers to be divided; raises InputError."""
    _check(units, "numbers")
    while True:
        numbers = rng.integers(1, LARGEST_NUMBER, units, endpoint=True)
        difference, best = best_division(numbers)
        if units <= MOST_TRIED or difference == int(numbers.sum()) % 2:
            break
    scale = 1.0 / float(numbers.mean()) ** 2
    couplings = -scale * np.outer(numbers, numbers)
    np.fill_diagonal(couplings, 0.0)
    side = int(np.ceil(np.sqrt(units)))
    places = (np.column_stack([np.arange(units) % side, np.arange(units) // side]) + 0.5) / side
    return _frozen(
        Partition(
            couplings, scale, difference, best, places, np.zeros((0, 2), np.int64),
            np.zeros(0, np.int64), numbers,
        )
    )  # fmt: skip


def best_division(numbers: np.ndarray) -> tuple[int, np.ndarray]:
    """Return the smallest difference found of two groups of numbers (n,), and the groups (n,) int8.

    The last 24 are divided in the best way, all ways considered, once each of the others has gone
    to the smaller sum; so up to 24 numbers the difference is the smallest there is.
    """
    n = len(numbers)
    sides = np.ones(n, np.int8)
    lead = 0  # sum of the group 1 less that of the group −1
    for k in range(max(0, n - MOST_TRIED)):
        sides[k] = -1 if lead > 0 else 1
        lead += int(sides[k]) * int(numbers[k])
    last = [int(a) for a in numbers[max(0, n - MOST_TRIED) :]]
    reached = [1]  # bit t of entry k: a group of the first k of the last has the sum t
    for a in last:
        reached.append(reached[-1] | reached[-1] << a)
    sums = np.flatnonzero(_bits(reached[-1]))
    differences = np.abs(lead + 2 * sums - sum(last))
    left = int(sums[differences.argmin()])
    for k in range(len(last), 0, -1):
        is_in = not reached[k - 1] >> left & 1
        sides[n - len(last) + k - 1] = 1 if is_in else -1
        left -= last[k - 1] if is_in else 0
    return int(differences.min()), sides


def _bits(number: int) -> np.ndarray:
    raw = number.to_bytes(number.bit_length() // 8 + 1, "little")
    return np.unpackbits(np.frombuffer(raw, np.uint8), bitorder="little")


def _check(units: int, what: str) -> None:
    if not FEWEST <= units <= MOST:
        raise InputError(
            f"A problem of {units} {what} was given; allowed: {FEWEST} to {MOST}. Set units."
        )


def _frozen(problem: Problem) -> Problem:
    for value in vars(problem).values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return problem
