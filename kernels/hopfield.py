"""Recall in a Hopfield network whose weights are never formed.

The network has N units s_i, two-valued (−1, +1; 0 means unknown) or graded (−1 … 1), and K
memories ξ^μ. For every rule with weights these factor through R thin columns, so that the local
field of unit i, its own connection left out, is

    h_i = (1/N) · ( Σ_r L_ir m_r − d_i s_i ),   m_r = Σ_j R_jr s_j,   d_i = Σ_r L_ir R_ir

    Hebb            R = L = Ξ                                           (R = K columns)
    pseudo-inverse  R = Ξ, L = Ξ C⁻¹ with C = ΞᵀΞ/N                     (K)
    perceptron      R = Ξ, L_iμ = x_iμ ξ_i^μ: how often unit i learned  (K)
    unlearning      R = [Ξ, dreams], L = [Ξ, −ε dreams]                 (K + dreams)
    Storkey         R = [Ξ, H], L = [c(Ξ − H), −cΞ]                     (2K)

and an update costs R multiplications instead of N. The first K columns of R are the memories, so
m_1 … m_K are the overlaps. Where R holds whole numbers and units are two-valued, m is a sum of
integers and never drifts; elsewhere the model sums anew at the end of each sweep.

Energy E = −½ Σ_{i≠j} w_ij s_i s_j + θ Σ_i s_i, and for graded units + (1/g) Σ_i ∫₀^{s_i} artanh.
With symmetric weights an update changes it by −(s' − s)(h_i − θ); else by the mean of h_i and the
field Σ_j w_ji s_j along the column, for which b_r = Σ_j L_jr s_j is kept.

Sources: Hopfield (1982), PNAS 79, 2554; graded units: Hopfield (1984), PNAS 81, 3088;
Personnaz, Guyon, Dreyfus (1985), J. Physique Lett. 46, 359; heat bath: Glauber (1963), J. Math.
Phys. 4, 294. The other rules: kernels/hopfield_learning.py.

Shapes and dtypes (indices are unsigned: no test for negative ones, 5 times faster):
    units     (N,)    int8     −1, 0, +1; or float64 −1 … 1
    pending   (N,)    as units the next values, in a synchronous sweep
    order     (N,)    int32    the units of this sweep, in turn
    right     (N, R)  int8     R, a row a unit (int8: 1.6 times faster than float64 at 10⁶ units);
                      or float64 where it holds fractions
    left      (N, R)  int8 or float64, L, a row a unit
    diagonal  (N,)    float64  d
    sums      (R,)    float64  m
    back      (R,)    float64  b; None where the weights are symmetric
    words     (4,)    uint64   the random generator, see kernels/words.py
    own                        1.0 where units feel their own connection, else 0.0
    gain                       of graded units; None for two-valued ones
None is a type of its own for the compiler: what it switches off costs nothing (the branches alone
made a sweep 1.5 times slower).
A tie |h − θ| ≤ 1e-12 counts as h = θ (→ +1): rounding must not decide it.
"""

import numpy as np

from kernels.jit import kernel
from kernels.words import next_uniform

TIE = 1e-12  # kernels write the number: a global is frozen into the compiled cache


@kernel(inline="always")
def field(i, value, left, diagonal, sums):
    """Return h of unit `i` whose value is `value`, without its own connection."""
    total = 0.0
    for r in range(np.uint64(sums.size)):
        total += left[i, r] * sums[r]
    return (total - diagonal[i] * value) / diagonal.size


@kernel(inline="always")
def noise(temperature, words):
    """Return what a temperature adds to the field of one update: logistic, of scale T/2.

    A two-valued unit that turns on where h − θ exceeds it does so with the probability
    1 / (1 + exp(−2(h − θ)/T)) of the heat bath.
    """
    if temperature <= 0.0:
        return 0.0
    u = next_uniform(words)
    return 0.5 * temperature * np.log(u / (1.0 - u))


@kernel
def response(drive, gain):
    """Return the new value of a unit: the sign of its drive, or tanh(gain · drive)."""
    if gain is None:
        return 1.0 if drive >= -1e-12 else -1.0
    return np.tanh(gain * drive)


@kernel
def leak(value, gain):
    """Return (1/g) ∫₀^s artanh(x) dx, the energy it costs a graded unit to be away from 0."""
    if gain is None:
        return 0.0
    on, off = 1.0 + value, 1.0 - value
    total = 0.0
    if on > 0.0:
        total += on * np.log(on)
    if off > 0.0:
        total += off * np.log(off)
    return 0.5 * total / gain


@kernel
def sum_along(columns, units, sums):
    """Fill `sums` (R,) with Σ_i C_ir s_i of the columns (N, R): m of `right`, b of `left`."""
    sums[:] = 0.0
    for i in range(np.uint64(units.size)):
        value = float(units[i])
        for r in range(np.uint64(sums.size)):
            sums[r] += columns[i, r] * value


@kernel
def all_fields(units, left, diagonal, sums, fields):
    """Fill `fields` (N,) with h of every unit, own connections left out."""
    for i in range(np.uint64(units.size)):
        fields[i] = field(i, float(units[i]), left, diagonal, sums)


@kernel
def update_in_turn(
    units, order, start, count, right, left, diagonal, own, threshold, temperature, gain, sums,
    back, words, energy,
):  # fmt: skip
    """Update units order[start : start + count] one after another; units, sums, back in place.

    Returns (flips, the running sum `energy` carried on, largest rise of energy in one update).
    The sum is carried, not its change: so it has the same bits however a sweep is cut.
    """
    flips, largest_rise = 0, 0.0
    for k in range(start, start + count):
        i = np.uint64(order[k])
        old = float(units[i])
        drive = field(i, old, left, diagonal, sums) - threshold
        felt = drive + own * diagonal[i] * old / diagonal.size
        new = response(felt - noise(temperature, words), gain)
        if new != old:
            if back is not None:
                column = field(i, old, right, diagonal, back) - threshold
                drive = 0.5 * (drive + column)
            rise = (old - new) * drive
            rise += leak(new, gain) - leak(old, gain)
            energy += rise
            largest_rise = max(largest_rise, rise)
            units[i] = new
            for r in range(np.uint64(sums.size)):
                sums[r] += (new - old) * right[i, r]
            if back is not None:
                for r in range(np.uint64(back.size)):
                    back[r] += (new - old) * left[i, r]
            if new * old <= 0.0:
                flips += 1
    return flips, energy, largest_rise


@kernel
def decide_together(
    units, pending, order, start, count, left, diagonal, own, threshold, temperature, gain,
    probability, sums, words,
):  # fmt: skip
    """Write the next values of units order[start : start + count] to `pending`.

    `units` and `sums` stay: every unit sees the same old state. Each unit is updated with
    `probability`, and else keeps its value.
    """
    for k in range(start, start + count):
        i = np.uint64(order[k])
        if probability < 1.0 and next_uniform(words) >= probability:
            pending[i] = units[i]
            continue
        value = float(units[i])
        drive = field(i, value, left, diagonal, sums) - threshold
        felt = drive + own * diagonal[i] * value / diagonal.size
        pending[i] = response(felt - noise(temperature, words), gain)
