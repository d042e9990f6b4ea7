"""Recall of Hopfield networks without a model: one cue settled, many states updated at once.

Equations and the shapes of `right`, `left`, `diagonal`, `words`: kernels/hopfield.py; of `memories`
and the dense energies: kernels/hopfield_dense.py. Here a row is a state of its own: B states of N
units. kernels/torch holds twins of `decide_together` … `dense_blocks`.

    units    (B, N)  int8 or float64
    pending  (B, N)  as units: the next values
    sums     (B, R)  float64, m of each state; `overlaps` (B, K) of dense energies
    chances  (B, N)  float64 uniforms: a unit is updated where its own is below `probability`;
                     None where all are
    heat     (B, N)  float64 uniforms that `temperature` makes noise of; None at T = 0
    order    (N,)    int32
    block            units that are updated together, from the same sums; then come the next

Deciding functions return how many units had |h − θ| ≤ 1e-9 (noise included): only there could
another back end, which adds fractions in another order, decide otherwise.
"""

import numpy as np

from kernels.hopfield import field, noise, response, update_in_turn
from kernels.hopfield_dense import next_value
from kernels.jit import kernel
from kernels.words import next_uniform, shuffle


@kernel
def settle_in_turn(
    units, order, sweeps, is_shuffled, right, left, diagonal, own, threshold, sums, words
):
    """Update all units (N,) int8 of one state in turn at T = 0, until a whole sweep changes none.

    For sums (R,) of whole numbers, which never drift. `order` is shuffled before each sweep, or
    used as it is. Returns whether the units are at rest after at most `sweeps` sweeps; units,
    order, sums and words are changed in place.
    """
    for _ in range(sweeps):
        if is_shuffled:
            shuffle(order, words)
        flips, _, _ = update_in_turn(
            units, order, 0, order.size, right, left, diagonal, own, threshold, 0.0, None, sums,
            None, words, 0.0,
        )  # fmt: skip
        if flips == 0:
            return True
    return False


@kernel
def decide_from(
    units, pending, order, start, count, felt, threshold, temperature, gain, is_linear, probability,
    words,
):  # fmt: skip
    """Write the next values of units order[start : start + count] of one state to `pending` (N,),
    from fields `felt` (N,) that are known; draws the same words as `hopfield.decide_together`."""
    for k in range(start, start + count):
        i = np.uint64(order[k])
        if probability < 1.0 and next_uniform(words) >= probability:
            pending[i] = units[i]
            continue
        drive = felt[i] - threshold - noise(temperature, words)
        pending[i] = min(1.0, max(-1.0, drive)) if is_linear else response(drive, gain)


@kernel
def shaken(threshold, heat, b, i, temperature):
    """Return the threshold of unit `i` of state `b` with the noise of this update added."""
    if heat is None:
        return threshold
    u = heat[b, i]
    return threshold + 0.5 * temperature * np.log(u / (1.0 - u))


@kernel
def decide_together(
    units, pending, left, diagonal, own, threshold, temperature, gain, probability, sums, chances,
    heat,
):  # fmt: skip
    """Write the next values of all units to `pending`, all from the same old state."""
    near = 0
    for b in range(np.uint64(units.shape[0])):
        for i in range(np.uint64(units.shape[1])):
            if chances is not None and chances[b, i] >= probability:
                pending[b, i] = units[b, i]
                continue
            value = float(units[b, i])
            drive = field(i, value, left, diagonal, sums[b])
            drive += own * diagonal[i] * value / diagonal.size
            drive -= shaken(threshold, heat, b, i, temperature)
            near += abs(drive) <= 1e-9
            pending[b, i] = response(drive, gain)
    return near


@kernel
def take_over(units, order, start, stop, new, columns, sums):
    """Give the units order[start : stop] of one state their `new` values; units, sums in place.

    Returns how many changed.
    """
    changed = 0
    for k in range(start, stop):
        i = np.uint64(order[k])
        change = new[k - start] - units[i]
        if change != 0.0:
            changed += 1
            units[i] = new[k - start]
            for r in range(np.uint64(sums.size)):
                sums[r] += change * columns[i, r]
    return changed


@kernel
def update_blocks(
    units, order, block, right, left, diagonal, own, threshold, temperature, gain, sums, heat
):
    """Update the units in `order`, a block together and blocks in turn; units, sums in place.

    Returns (how many units changed, how many were near a tie).
    """
    changed, near, n = 0, 0, order.size
    new = np.empty(block)
    for b in range(np.uint64(units.shape[0])):
        for start in range(0, n, block):
            stop = min(n, start + block)
            for k in range(start, stop):
                i = np.uint64(order[k])
                value = float(units[b, i])
                drive = field(i, value, left, diagonal, sums[b])
                drive += own * diagonal[i] * value / diagonal.size
                drive -= shaken(threshold, heat, b, i, temperature)
                near += abs(drive) <= 1e-9
                new[k - start] = response(drive, gain)
            changed += take_over(units[b], order, start, stop, new, right, sums[b])
    return changed, near


@kernel
def dense_together(
    units, pending, memories, shape, degree, beta, threshold, temperature, gain, probability,
    overlaps, chances, heat,
):  # fmt: skip
    """`decide_together` for the dense and modern energies."""
    near, scratch, words = 0, np.empty(overlaps.shape[1]), np.empty(4, np.uint64)
    for b in range(np.uint64(units.shape[0])):
        for i in range(np.uint64(units.shape[1])):
            if chances is not None and chances[b, i] >= probability:
                pending[b, i] = units[b, i]
                continue
            pull = shaken(threshold, heat, b, i, temperature)
            new, drive, _ = next_value(
                i, float(units[b, i]), memories, shape, degree, beta, pull, 0.0, gain, overlaps[b],
                scratch, words,
            )  # fmt: skip
            near += abs(drive) <= 1e-9
            pending[b, i] = new
    return near


@kernel
def dense_blocks(
    units, order, block, memories, shape, degree, beta, threshold, temperature, gain, overlaps, heat
):
    """`update_blocks` for the dense and modern energies; units, overlaps in place."""
    changed, near, n = 0, 0, order.size
    new, scratch = np.empty(block), np.empty(overlaps.shape[1])
    words = np.empty(4, np.uint64)
    for b in range(np.uint64(units.shape[0])):
        for start in range(0, n, block):
            stop = min(n, start + block)
            for k in range(start, stop):
                i = np.uint64(order[k])
                pull = shaken(threshold, heat, b, i, temperature)
                new[k - start], drive, _ = next_value(
                    i, float(units[b, i]), memories, shape, degree, beta, pull, 0.0, gain,
                    overlaps[b], scratch, words,
                )  # fmt: skip
                near += abs(drive) <= 1e-9
            changed += take_over(units[b], order, start, stop, new, memories, overlaps[b])
    return changed, near
