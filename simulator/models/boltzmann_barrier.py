"""Going from one state to another: the exact chain of a small machine, and what it must obey.

A step picks one of n units by chance and lets it decide by the heat bath; P (2^n, 2^n) are the
probabilities of all its outcomes, rows from, columns to. π(s) = exp(−E(s)/T)/Z is not changed by a
step, and nothing flows in circles:

    π(a) P(a→b) = π(b) P(b→a)        detailed balance, hence for any number t of steps
    Pᵗ(a→b)/Pᵗ(b→a) = exp(−(E_b − E_a)/T)

The ratio does not depend on the barrier between two states, the time does: the mean number of steps
m(a) to a target first reached solves m = 1 + P m, m(target) = 0, and grows about as
exp(barrier/T) (Kramers, Eyring).

A state's number has the bits of the units, the first one's the most significant, as in
boltzmann_exact.py. Kemeny and Snell (1960), Finite Markov Chains; Levin and Peres (2017).
"""

import heapq
import math

import numpy as np

from simulator.core.errors import InputError

MOST_UNITS = 10
LONGEST = 1e12  # steps: a mean time beyond is not told from infinity in double precision


def transition_ratio(energy_a: float, energy_b: float, temperature: float) -> float:
    """Return p(a→b)/p(b→a) = exp(−(E_b − E_a)/T); at T = 0 it is 0, 1 or infinite."""
    gap = energy_b - energy_a
    if temperature == 0:
        return 1.0 if gap == 0 else (0.0 if gap > 0 else math.inf)
    exponent = -gap / temperature
    return math.exp(exponent) if exponent < 709.0 else math.inf


def states_of(units: int, low: int) -> np.ndarray:
    """Return all states (2^n, n) float64 of values `low`, 1, by number; raises InputError."""
    if not 1 <= units <= MOST_UNITS:
        raise InputError(
            f"The exact chain of {units} units was asked for; allowed: 1 to {MOST_UNITS}. Choose "
            "fewer units, or hold some."
        )
    bits = (np.arange(2**units)[:, None] >> np.arange(units - 1, -1, -1)) & 1
    return np.where(bits == 1, 1.0, float(low))


def energies_of(couplings: np.ndarray, biases: np.ndarray, low: int) -> np.ndarray:
    """Return E (2^n,) = −½ sᵀWs − bᵀs of all states; couplings (n, n), biases (n,)."""
    s = states_of(len(biases), low)
    return -0.5 * np.einsum("si,ij,sj->s", s, couplings, s, optimize=True) - s @ biases


def transition_matrix(energies: np.ndarray, temperature: float) -> np.ndarray:
    """Return P (2^n, 2^n) of one step, from energies (2^n,); at T = 0 a tie is tossed for."""
    states = len(energies)
    units = states.bit_length() - 1
    numbers = np.arange(states)
    p = np.zeros((states, states))
    for unit in range(units):
        other = numbers ^ (1 << unit)
        flips = _sigmoid(energies - energies[other], temperature) / units
        p[numbers, other] = flips
        p[numbers, numbers] += 1.0 / units - flips
    return p


def after(step: np.ndarray, steps: int) -> np.ndarray:
    """Return Pᵗ of t steps; n steps are a sweep at random sites."""
    return np.linalg.matrix_power(step, steps)


def boltzmann(energies: np.ndarray, temperature: float) -> np.ndarray:
    """Return π (2^n,); at T = 0 the lowest states equally."""
    above = energies - energies.min()
    weights = (above < 1e-9) * 1.0 if temperature == 0 else np.exp(-above / temperature)
    return weights / weights.sum()


def mean_steps(step: np.ndarray, target: int) -> np.ndarray:
    """Return the mean steps (2^n,) from every state until `target` is first reached, 0 from itself;
    infinite where it is never, or only after more than 10¹² steps."""
    others = np.arange(len(step)) != target
    leak = np.eye(others.sum()) - step[np.ix_(others, others)]
    result = np.zeros(len(step))
    try:
        steps = np.linalg.solve(leak, np.ones(len(leak)))
    except np.linalg.LinAlgError:
        steps = np.full(len(leak), math.inf)
    is_sure = np.isfinite(steps) & (steps >= 1.0 - 1e-9) & (steps <= LONGEST)
    result[others] = np.where(is_sure, steps, math.inf)
    return result


def lowest_pass(energies: np.ndarray, start: int, target: int) -> tuple[float, list[int]]:
    """Return the highest energy on the lowest way from a state to another, one flip at a time, and
    the states (from start to target) of such a way. The barrier is this energy less E_start."""
    units = len(energies).bit_length() - 1
    before: dict[int, int] = {}
    queue = [(float(energies[start]), 0, start, start)]
    while queue:
        height, length, state, came_from = heapq.heappop(queue)
        if state in before:
            continue
        before[state] = came_from
        if state == target:
            return height, _way(before, start, target)
        for unit in range(units):
            other = state ^ (1 << unit)
            if other not in before:
                higher = max(height, float(energies[other]))
                heapq.heappush(queue, (higher, length + 1, other, state))
    raise ValueError(f"there is no state {target} among {len(energies)}")


def _way(before: dict[int, int], start: int, target: int) -> list[int]:
    way = [target]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


def _sigmoid(gain: np.ndarray, temperature: float) -> np.ndarray:
    """Return 1/(1 + exp(−gain/T)), the probability of a flip that lowers the energy by `gain`."""
    if temperature == 0:
        return 0.5 * (np.sign(gain) + 1.0)
    return 1.0 / (1.0 + np.exp(np.clip(-gain / temperature, -700.0, 700.0)))
