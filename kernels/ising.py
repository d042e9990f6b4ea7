"""Spins on a square lattice whose edges meet: heat bath and Metropolis sweeps, many spins at once.

    E(s) = −B − field · M − λ · Y,    B = Σ_<ij> J_ij s_i s_j,    M = Σ_i s_i,    Y = Σ_i y_i s_i

Neighbours <ij> are the four nearest; J = 1 or given; y is evidence (a picture) or absent. With
F_i = Σ_j J_ij s_j, one of −4, −2, 0, 2, 4, a spin that is up instead of down saves
ΔE = 2(F_i + field + λ y_i), and turns or stays up with the probability

    heat bath    1/(1 + exp(−ΔE/T))                                        Glauber (1963)
    Metropolis   min(1, exp(ΔE/T)) if down, 1 − min(1, exp(−ΔE/T)) if up   Metropolis et al. (1953)

so all that is needed are five **limits** for the five F (a row of them for each y, and for
Metropolis for each s). They rise with F: a spin goes up if F is as large as the first F whose limit
lies above a random number. Of that number only its **rank** matters, how many limits it reaches;
ranks do not hang on the neighbours and are found first, for many spins at once.

Spins are in the order of a chessboard (kernels/ising_order.py): a spin's neighbours are all in the
other half, so a sweep is the spins 0 … N − 1 in turn, cut anywhere with the same result, and a row
of a half is updated many lanes at once. The random number of a spin comes from its number and the
sweep's key (kernels/counted.py).

    units     (N,)    int8    −1, +1, N = L², side L even, 4 … 4096
    limits    (4, 5)  int64   0 … 2³¹: row 2·(spin is up) + (y = +1), see `limits_of`
    key               uint64  a fresh word each sweep
    pinned    (N,)    bool    spins that never change; or None
    bonds     (4, N)  int8    J = ±1 to the spin up, down, beside, across; or None
    evidence  (N,)    int8    y = ±1; or None
"""

import numpy as np

from kernels.counted import halves, random_bits
from kernels.ising_order import joined as joined
from kernels.ising_order import neighbours as neighbours
from kernels.ising_order import order as order
from kernels.ising_order import place_of as place_of
from kernels.ising_order import split as split
from kernels.ising_order import unit_of as unit_of
from kernels.jit import kernel

SURE = 2**31  # the limit that every random number is below
BLOCK = 4096  # random numbers that are ranked before they are used: they stay in the cache


def limits_of(
    temperature: float, field: float = 0.0, weight: float = 0.0, is_metropolis: bool = False
) -> np.ndarray:
    """Return limits (4, 5) int64, `weight` being λ; at T = 0 those of the limit T → 0.

    There the heat bath decides a tie ΔE = 0 by chance, and Metropolis always flips.
    """
    sums = np.arange(-4.0, 5.0, 2.0)
    gaps = np.array([2.0 * (sums + field - weight), 2.0 * (sums + field + weight)])
    with np.errstate(over="ignore"):
        if is_metropolis:
            down = np.where(gaps >= 0.0, 1.0, _boltzmann(np.minimum(gaps, 0.0), temperature))
            up = np.where(gaps <= 0.0, 0.0, 1.0 - _boltzmann(np.minimum(-gaps, 0.0), temperature))
        elif temperature > 0.0:
            down = up = 1.0 / (1.0 + np.exp(-gaps / temperature))
        else:
            down = up = 0.5 + 0.5 * np.sign(gaps)
    return np.rint(np.concatenate([down, up]) * SURE).astype(np.int64)


def _boltzmann(gaps: np.ndarray, temperature: float) -> np.ndarray:
    """Return exp(gaps/T) of gaps ≤ 0."""
    return np.exp(gaps / temperature) if temperature > 0.0 else (gaps == 0.0).astype(float)


@kernel
def rank(ranks, count, start, last, low, high):
    """Fill `ranks` (≥ count,) int8 with twice the ranks among `last` (5,): the limits less one."""
    a, b, c, d, e = last[0], last[1], last[2], last[3], last[4]
    for k in range(np.uint64(count)):
        bits = random_bits(np.uint32(start + k), low, high)
        total = np.int32(bits > a) + np.int32(bits > b) + np.int32(bits > c) + np.int32(bits > d)
        ranks[k] = np.int8(2 * (total + np.int32(bits > e)))


@kernel
def rank_by_sign(ranks, values, start, first, second, low, high):
    """Fill `ranks` among `first` (5,) where a value is −1, among `second` where it is +1."""
    a, b, c, d, e = first[0], first[1], first[2], first[3], first[4]
    f, g, h, i, j = second[0], second[1], second[2], second[3], second[4]
    for k in range(np.uint64(values.size)):
        bits = random_bits(np.uint32(start + k), low, high)
        is_second = values[k] > 0
        total = np.int32(bits > (f if is_second else a)) + np.int32(bits > (g if is_second else b))
        total += np.int32(bits > (h if is_second else c)) + np.int32(bits > (i if is_second else d))
        ranks[k] = np.int8(2 * (total + np.int32(bits > (j if is_second else e))))


@kernel
def take(ranks, others, values):
    """Put others into `ranks`, in place, where a value is +1."""
    for k in range(np.uint64(values.size)):
        first, second = ranks[k], others[k]  # both are read: a branch would be guessed wrong
        ranks[k] = second if values[k] > 0 else first


@kernel
def rank_block(ranks, units, start, end, limits, key, evidence, is_metropolis):
    """Fill `ranks` for spins start … end − 1, each among the limits of its kind."""
    low, high = halves(key)
    last = (limits - 1).astype(np.int32)  # bits > limit − 1: so 2³¹ needs no 32nd bit
    if not is_metropolis:
        if evidence is None:
            rank(ranks, end - start, start, last[0], low, high)
        else:
            rank_by_sign(ranks, evidence[start:end], start, last[0], last[1], low, high)
    else:
        rank_by_sign(ranks, units[start:end], start, last[0], last[2], low, high)
        if evidence is not None:
            agreeing = np.empty_like(ranks)
            rank_by_sign(agreeing, units[start:end], start, last[1], last[3], low, high)
            take(ranks, agreeing, evidence[start:end])


@kernel
def settle(units, ranks, start, count, up, down, beside, across, pinned, bonds, evidence):
    """Update `count` spins of one row, from `start` on, whose neighbours begin at `up` … `across`.

    Returns the changes (flips, B, M, Y). A row has at most 2048 of them: int16 holds the sums.
    """
    flips, tied, balance, agreed = np.int16(0), np.int16(0), np.int16(0), np.int16(0)
    for k in range(np.uint64(count)):
        i = start + k
        a, b, c, d = units[up + k], units[down + k], units[beside + k], units[across + k]
        if bonds is not None:
            a, b = np.int8(a * bonds[0, i]), np.int8(b * bonds[1, i])
            c, d = np.int8(c * bonds[2, i]), np.int8(d * bonds[3, i])
        total = np.int8(a + b + c + d)
        old = units[i]
        new = np.int8(1) if np.int8(total + 4) >= ranks[k] else np.int8(-1)
        if pinned is not None:
            new = old if pinned[i] else new
        units[i] = new
        change = np.int8(new - old)
        flips = np.int16(flips + np.int16(change != 0))
        tied = np.int16(tied + np.int16(np.int8(change * total)))
        balance = np.int16(balance + np.int16(change))
        if evidence is not None:
            agreed = np.int16(agreed + np.int16(np.int8(change * evidence[i])))
    return np.int64(flips), np.int64(tied), np.int64(balance), np.int64(agreed)


@kernel
def update_lattice(
    units, side, start, count, limits, key, pinned, bonds, evidence, is_metropolis
):  # fmt: skip
    """Update spins start … start + count − 1 in turn, in place.

    Returns (flips, change of B, of M, of Y), int64. Evidence that has no weight costs time.
    """
    half, width, stop = side * side // 2, side // 2, start + count
    ranks = np.empty(min(count, BLOCK), np.int8)
    flips, tied, balance, agreed = 0, 0, 0, 0
    while start < stop:
        end = min(start + ranks.size, stop)
        rank_block(ranks, units, start, end, limits, key, evidence, is_metropolis)
        begin = start
        while start < end:
            h = start // half
            i, k = divmod(start - h * half, width)
            other = (1 - h) * half
            beside = other + i * width + k
            up, down = other + (i - 1) % side * width + k, other + (i + 1) % side * width + k
            if (i + h) % 2 == 0:  # the first spin of the row has the last one across
                size = min(end - start, width - k) if k else 1
                across = beside - 1 if k else beside + width - 1
            else:  # the last one has the first
                size = min(end - start, width - 1 - k) if k < width - 1 else 1
                across = beside + 1 if k < width - 1 else beside - k
            f, t, b, y = settle(
                units, ranks[start - begin :], np.uint64(start), size, np.uint64(up),
                np.uint64(down), np.uint64(beside), np.uint64(across), pinned, bonds, evidence,
            )  # fmt: skip
            flips, tied, balance, agreed = flips + f, tied + t, balance + b, agreed + y
            start += size
    return flips, tied, balance, agreed


@kernel
def field_at(units, side, unit, bonds):
    """Return F of a spin: the sum of J s over its neighbours."""
    a, b, c, d = neighbours(unit, side)
    if bonds is None:
        return np.int64(units[a]) + units[b] + units[c] + units[d]
    total = np.int64(units[a]) * bonds[0, unit] + units[b] * bonds[1, unit]
    return total + units[c] * bonds[2, unit] + units[d] * bonds[3, unit]


@kernel
def measure(units, side, bonds, evidence):
    """Return (B, M, Y), int64."""
    tied, balance, agreed = 0, 0, 0
    half = units.size // 2
    for i in range(units.size):
        balance += units[i]
        if evidence is not None:
            agreed += units[i] * evidence[i]
    for i in range(half):  # every bond has one end here
        tied += units[i] * field_at(units, side, i, bonds)
    return tied, balance, agreed
