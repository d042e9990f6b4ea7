"""Recall in associative memories beyond pairwise weights: an energy of the overlaps alone.

The network has N units and K memories ξ^μ; x_μ = Σ_i ξ_i^μ s_i. Its energy is

    E(s) = −G(x) + θ Σ_i s_i + what graded or continuous units add

    polynomial   G = (N/n) Σ_μ (x_μ/N)^n     degree n; n = 2 is Hebb's rule
    exponential  G = ln Σ_μ exp(x_μ)          the logarithm of Demircigil's sum: the same valleys
    modern       G = (1/β) ln Σ_μ exp(β x_μ), continuous units with + ½ Σ_i s_i²

Two-valued units: the field of unit i is half the difference that its value makes,
h_i = ½ (G with s_i = +1 less G with s_i = −1), so a flip changes E by −(s' − s)(h_i − θ) exactly.
Graded and continuous units follow the slope h_i = ∂G/∂s_i = Σ_μ ξ_i^μ ∂G/∂x_μ; for a convex G
(even n, exponential, modern) E never rises, because −G lies below each of its tangents.

Sources: Krotov, Hopfield (2016), NeurIPS 29, 1172; Demircigil et al. (2017), J. Stat. Phys. 168,
288; Ramsauer et al. (2021), ICLR, "Hopfield networks is all you need".

Shapes and dtypes:
    units     (N,)    int8 −1, 0, +1; or float64 −1 … 1
    pending   (N,)    as units
    order     (N,)    int32
    memories  (N, K)  int8     ξ, a row a unit
    overlaps  (K,)    float64  x
    scratch   (K,)    float64  room for one row of exponentials
    words     (4,)    uint64
    shape             0 polynomial, 1 exponential, 2 modern
    degree            n, of the polynomial
    beta              of modern; 1 for exponential
    gain              of graded units; None for two-valued ones; modern units answer linearly
"""

import numpy as np

from kernels.hopfield import leak, noise, response
from kernels.jit import kernel
from kernels.words import next_uniform


@kernel(inline="always")
def polynomial_field(i, value, memories, degree, overlaps):
    """Return h of a two-valued unit: (1/n) Σ_μ ξ Σ_j a^j b^(n−1−j), a and b = (x without i ± ξ)/N.

    This is aⁿ − bⁿ divided out by a − b = 2ξ/N, so that nothing cancels.
    """
    n, total = memories.shape[0], 0.0
    for mu in range(np.uint64(overlaps.size)):
        xi = float(memories[i, mu])
        rest = overlaps[mu] - xi * value
        a, b = (rest + xi) / n, (rest - xi) / n
        term, power = 1.0, 1.0
        for _ in range(degree - 1):
            power *= a
            term = term * b + power
        total += xi * term
    return total / degree


@kernel(inline="always")
def exponential_field(i, value, memories, overlaps, scratch):
    """Return h = ½ ln(Σ_μ e^(x' + ξ) / Σ_μ e^(x' − ξ)) of a two-valued unit; x' is without it."""
    top = -np.inf
    for mu in range(np.uint64(overlaps.size)):
        scratch[mu] = overlaps[mu] - memories[i, mu] * value
        top = max(top, scratch[mu])
    same, other = 0.0, 0.0  # memories in which the unit is on; off
    for mu in range(np.uint64(overlaps.size)):
        weight = np.exp(scratch[mu] - top)
        if memories[i, mu] > 0:
            same += weight
        else:
            other += weight
    e = np.e
    return 0.5 * np.log((same * e + other / e) / (same / e + other * e))


@kernel(inline="always")
def slope(i, memories, shape, degree, beta, overlaps):
    """Return (∂G/∂s_i, G) at the present overlaps."""
    n, total, potential = memories.shape[0], 0.0, 0.0
    if shape == 0:
        for mu in range(np.uint64(overlaps.size)):
            m = overlaps[mu] / n
            power = 1.0
            for _ in range(degree - 1):
                power *= m
            total += memories[i, mu] * power
            potential += power * m
        return total, potential * n / degree
    top = -np.inf
    for mu in range(np.uint64(overlaps.size)):
        top = max(top, beta * overlaps[mu])
    weights = 0.0
    for mu in range(np.uint64(overlaps.size)):
        weight = np.exp(beta * overlaps[mu] - top)
        weights += weight
        total += memories[i, mu] * weight
    return total / weights, (top + np.log(weights)) / beta


@kernel(inline="always")
def next_value(
    i, value, memories, shape, degree, beta, threshold, temperature, gain, overlaps, scratch, words
):
    """Return (the unit's next value, its drive h − θ, G if it is graded or continuous)."""
    potential = 0.0
    if shape == 2 or gain is not None:
        h, potential = slope(i, memories, shape, degree, beta, overlaps)
    elif shape == 0:
        h = polynomial_field(i, value, memories, degree, overlaps)
    else:
        h = exponential_field(i, value, memories, overlaps, scratch)
    drive = h - threshold
    felt = drive - noise(temperature, words)
    new = min(1.0, max(-1.0, felt)) if shape == 2 else response(felt, gain)
    return new, drive, potential


@kernel
def dense_in_turn(
    units, order, start, count, memories, shape, degree, beta, threshold, temperature, gain,
    overlaps, scratch, words,
):  # fmt: skip
    """Update units order[start : start + count] one after another; units, overlaps in place.

    Returns (flips, largest rise of energy in one update).
    """
    flips, largest_rise, moved, before = 0, 0.0, False, 0.0
    paid = 0.0  # what the last update added to the energy besides −G
    is_smooth = shape == 2 or gain is not None
    for k in range(start, start + count + 1):
        is_past = k == start + count
        if is_past and not (is_smooth and moved):
            break
        i = np.uint64(order[k - 1 if is_past else k])
        old = float(units[i])
        new, drive, potential = next_value(
            i, old, memories, shape, degree, beta, threshold, 0.0 if is_past else temperature, gain,
            overlaps, scratch, words,
        )  # fmt: skip
        if is_smooth and moved:  # G after the last update is known only now
            largest_rise = max(largest_rise, before - potential + paid)
        if is_past:  # of G alone; summed by the same instructions, so that cuts change no bit
            break
        before, moved = potential, new != old
        if new != old:
            if is_smooth:
                paid = threshold * (new - old)
                if shape == 2:
                    paid += 0.5 * (new * new - old * old)
                else:
                    paid += leak(new, gain) - leak(old, gain)
            elif old != 0.0:
                largest_rise = max(largest_rise, (old - new) * drive)
            units[i] = new
            for mu in range(np.uint64(overlaps.size)):
                overlaps[mu] += (new - old) * memories[i, mu]
            if new * old <= 0.0:
                flips += 1
    return flips, largest_rise


@kernel
def dense_together(
    units, pending, order, start, count, memories, shape, degree, beta, threshold, temperature,
    gain, probability, overlaps, scratch, words,
):  # fmt: skip
    """Write the next values of units order[start : start + count] to `pending`; see
    `kernels.hopfield.decide_together`."""
    for k in range(start, start + count):
        i = np.uint64(order[k])
        if probability < 1.0 and next_uniform(words) >= probability:
            pending[i] = units[i]
            continue
        pending[i] = next_value(
            i, float(units[i]), memories, shape, degree, beta, threshold, temperature, gain,
            overlaps, scratch, words,
        )[0]  # fmt: skip
