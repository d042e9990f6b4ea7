"""Recall in a Hopfield network whose weights are never formed.

The network has N units s_i in {−1, +1} (0 means unknown) and K memories ξ^μ. For the Hebb and the
pseudo-inverse rule the weights factor through the memories, so that the local field of unit i,
its own connection left out, is

    h_i = (1/N) · ( Σ_μ L_iμ m_μ − d_i s_i ),      m_μ = Σ_j ξ_j^μ s_j,

    Hebb            L_iμ = ξ_i^μ                     d_i = K
    pseudo-inverse  L_iμ = Σ_ν (C⁻¹)_μν ξ_i^ν        d_i = Σ_μ L_iμ ξ_i^μ
                    C_μν = (1/N) Σ_i ξ_i^μ ξ_i^ν

and an update costs K multiplications instead of N. The own connection is w_ii = d_i / N.
A flip changes m by a multiple of ξ_i, exactly: m is a sum of integers and never drifts.
Energy E = −½ Σ_{i≠j} w_ij s_i s_j + Σ_i θ s_i; a flip changes it by −(s' − s)(h_i − θ).

Sources: Hopfield (1982), PNAS 79, 2554; Personnaz, Guyon, Dreyfus (1985), J. Physique Lett. 46,
359; heat bath: Glauber (1963), J. Math. Phys. 4, 294.

Shapes and dtypes (indices are unsigned: no test for negative ones, 5 times faster):
    units     (N,)    int8     −1, 0, +1
    pending   (N,)    int8     the next values, in a synchronous sweep
    order     (N,)    int32    the units of this sweep, in turn
    memories  (N, K)  float64  ξ, a row a unit
    left      (N, K)  float64  L, a row a unit
    diagonal  (N,)    float64  d
    overlaps  (K,)    float64  m
    words     (4,)    uint64   the random generator, see kernels/words.py
    own                        1.0 where units feel their own connection, else 0.0
A tie |h − θ| ≤ 1e-12 counts as h = θ (→ +1): rounding must not decide it.
"""

import numpy as np

from kernels.jit import kernel
from kernels.words import next_uniform

TIE = 1e-12  # kernels write the number: a global is frozen into the compiled cache


@kernel(inline="always")
def field(i, value, left, diagonal, overlaps):
    """Return h of unit `i` whose value is `value`, without its own connection."""
    total = 0.0
    for mu in range(np.uint64(overlaps.size)):
        total += left[i, mu] * overlaps[mu]
    return (total - diagonal[i] * value) / diagonal.size


@kernel(inline="always")
def cut(temperature, words):
    """Return the drive h − θ from which a unit turns on in this update.

    T = 0: zero, less the tie. T > 0: the heat bath u < 1 / (1 + exp(−2(h − θ)/T)) solved for
    h − θ > (T/2) ln(u / (1 − u)), so that one comparison serves both (and is 1.5 times faster).
    """
    if temperature <= 0.0:
        return -1e-12
    u = next_uniform(words)
    return 0.5 * temperature * np.log(u / (1.0 - u))


@kernel
def update_in_turn(
    units, order, start, count, memories, left, diagonal, own, threshold, temperature, overlaps,
    words, energy,
):  # fmt: skip
    """Update units order[start : start + count] one after another; `units`, `overlaps` in place.

    Returns (flips, the running sum `energy` carried on, largest rise of energy in one update).
    The sum is carried, not its change: so it has the same bits however a sweep is cut.
    """
    flips, largest_rise = 0, 0.0
    for k in range(start, start + count):
        i = np.uint64(order[k])
        old = float(units[i])
        drive = field(i, old, left, diagonal, overlaps) - threshold
        felt = drive + own * diagonal[i] * old / diagonal.size
        new = 1.0 if felt >= cut(temperature, words) else -1.0
        if new != old:
            rise = (old - new) * drive
            energy += rise
            largest_rise = max(largest_rise, rise)
            units[i] = np.int8(new)
            for mu in range(np.uint64(overlaps.size)):
                overlaps[mu] += (new - old) * memories[i, mu]
            flips += 1
    return flips, energy, largest_rise


@kernel
def decide_together(
    units, pending, order, start, count, left, diagonal, own, threshold, temperature, overlaps,
    words,
):  # fmt: skip
    """Write the next values of units order[start : start + count] to `pending`.

    `units` and `overlaps` stay: in a synchronous sweep every unit sees the same old state.
    """
    for k in range(start, start + count):
        i = np.uint64(order[k])
        value = float(units[i])
        drive = field(i, value, left, diagonal, overlaps) - threshold
        felt = drive + own * diagonal[i] * value / diagonal.size
        pending[i] = np.int8(1 if felt >= cut(temperature, words) else -1)
