"""The valleys of a small machine: states whose energy no single flip lowers, and two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.models.boltzmann_barrier import lowest_pass
from simulator.models.boltzmann_exact import Exact, bits_of, numbers_of

MOST_FREE = 12  # units
SAME = 1e-9  # energies that differ less are one


@dataclass(frozen=True)
class Valleys:
    """Two states by number; B is the deeper one unless it was asked for otherwise."""

    exact: Exact
    a: int
    b: int

    @property
    def energy_a(self) -> float:
        return float(self.exact.energies[self.a]) + 0.0

    @property
    def energy_b(self) -> float:
        return float(self.exact.energies[self.b]) + 0.0

    @property
    def barrier(self) -> float:
        """How far the lowest way from A to B climbs above A."""
        return lowest_pass(self.exact.energies, self.a, self.b)[0] - self.energy_a

    @property
    def words(self) -> tuple[str, str]:
        """The free units of A and B, as `0011`."""
        f = self.exact.free.size
        return format(self.a, f"0{f}b"), format(self.b, f"0{f}b")

    def units_of(self, number: int) -> np.ndarray:
        """Return all units (N,) int8 of a state."""
        units = self.exact.values.copy()
        bits = bits_of(np.array([number]), self.exact.free.size)[0]
        units[self.exact.free] = np.where(bits == 1, 1, self.exact.machine.low)
        return units


def local_minima(energies: np.ndarray) -> np.ndarray:
    """Return the numbers (K,) of the states that no single flip lowers, the deepest first."""
    numbers = np.arange(energies.size)
    is_lowest = np.ones(energies.size, bool)
    for unit in range(energies.size.bit_length() - 1):
        is_lowest &= energies <= energies[numbers ^ (1 << unit)] + SAME
    minima = np.flatnonzero(is_lowest)
    return minima[np.argsort(energies[minima].round(9), kind="stable")]


def valleys_of(model: Any, a: Sequence[int], b: Sequence[int]) -> Valleys:
    """Return the states asked for, each by its free units; one number alone: the deepest valley is
    B, and A the next one that is less deep, or as deep where there is no other. A valley has its
    own floor: no flat way leads to the other one. Raises InputError."""
    free = model.parameters.n - int(model.state.held.sum())
    if not 2 <= free <= MOST_FREE:
        raise InputError(
            f"{free} free units were given; the way between two valleys is followed for 2 to "
            f"{MOST_FREE}: choose fewer units, or clamp some."
        )
    exact = model.exact
    minima = local_minima(exact.energies)
    second = _given("b", b, free)
    if second is None:
        second = int(next((m for m in minima if m != _given("a", a, free)), minima[0]))
    first = _given("a", a, free)
    if first is None:
        first = _next_valley(exact.energies, minima, second)
    if first == second:
        raise InputError("A and B are the same state; give two states that differ.")
    return Valleys(exact, first, second)


def _next_valley(energies: np.ndarray, minima: np.ndarray, other: int) -> int:
    """Return the deepest valley but `other`."""
    apart = [
        int(m)
        for m in minima
        if m != other and lowest_pass(energies, int(m), other)[0] > energies[m] + SAME
    ]
    higher = [m for m in apart if energies[m] > energies[other] + SAME]
    if not apart:
        raise InputError(
            "This machine has one valley only, so there is no barrier: give it other weights, or "
            "two states, a=0,0,1,1;b=1,1,0,0."
        )
    return (higher or apart)[0]


def _given(name: str, bits: Sequence[int], free: int) -> int | None:
    """Return the number of a state; None where it is to be found."""
    if len(bits) == 1:
        return None
    if len(bits) != free:
        raise InputError(
            f"{name} has {len(bits)} units, and {free} are free: give a 0 or a 1 for each of them."
        )
    return int(numbers_of(np.array([bits]))[0])
