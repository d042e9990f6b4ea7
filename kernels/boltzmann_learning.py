"""The program of a cycle of learning, as fast as its units decide: patterns, annealing, counting.

    positive phase   each pattern in turn holds the visible units, the hidden ones begin by chance
    negative phase   as often, every unit begins by chance and is free

A **run** is one pattern of one phase: `annealing` sweeps that are not counted, then `counting`
sweeps at whose ends it is counted which units are on together. A tick is one unit update of every
chain, as in boltzmann.py, whose arrays have the same names and shapes here.

    patterns      (P, V)    int8: those of this cycle; V visible units
    heats         (S + 1,)  float64: the temperature of each of a run's `annealing` sweeps, and the
                            one of the counted sweeps
    pairs         (2, N, N) int64: on together, in each phase
    runs          (2,)      int64: states counted in each phase
    changed       (C,)      float64: updates of the running sweep that changed a unit

Noise (Ackley, Hinton and Sejnowski 1985): a bit of a pattern that is on is off with probability
`noise`, one that is off is on with a third of it; anew for every run and chain. Of their 4 units of
which 1 is on, as many are then on in the mean as without noise.
"""

import numpy as np

from kernels.boltzmann import sample
from kernels.jit import kernel
from kernels.words import next_uniform

AT_ONCE = 64  # sweeps of one call of `sample`: what its log has room for
OFF_TO_ON = 1.0 / 3.0  # of the noise of bits that are on


@kernel
def begin_run(units, fields, energies, couplings, biases, pattern, noise, words):
    """Let every chain begin by chance, its first units, in place, with the bits of pattern (V,)."""
    n = units.shape[1]
    for c in range(units.shape[0]):
        for i in range(n):
            units[c, i] = next_uniform(words) < 0.5
        for i in range(pattern.size):
            bit = pattern[i] == 1
            if noise > 0.0 and next_uniform(words) < (noise if bit else noise * OFF_TO_ON):
                bit = not bit
            units[c, i] = bit
        energy = 0.0
        for i in range(n):
            fields[c, i] = biases[i]
        for i in range(n):
            if units[c, i] == 1:
                for j in range(n):
                    fields[c, j] += couplings[i, j]
        for i in range(n):
            if units[c, i] == 1:
                energy -= 0.5 * (fields[c, i] + biases[i])
        energies[c] = energy


@kernel
def teach(
    units, fields, energies, couplings, biases, patterns, noise, tick, count, annealing, counting,
    heats, is_metropolis, best, best_energy, changed, pairs, runs, last, words,
):  # fmt: skip
    """Take `count` ticks of a cycle from its tick `tick`; all arrays are changed in place.

    Returns (sweeps that ended, the share of the last one's updates that changed a unit of the
    first chain, or −1 where none ended). `count` must not go beyond the cycle.
    """
    chains, n = units.shape
    shown, visible = patterns.shape
    length = (annealing + counting) * n
    log = np.zeros((3, chains, AT_ONCE + 1))
    temperatures = np.empty((chains, AT_ONCE + 1))
    every = np.arange(n).astype(np.int32)
    hidden = every[visible:].copy()
    uncounted = np.zeros(0, np.int64)
    sweeps, acceptance = 0, -1.0
    while count > 0:
        phase, inside = tick // (shown * length), tick % length
        if inside == 0:
            held = patterns[(tick // length) % shown] if phase == 0 else patterns[0, :0]
            begin_run(units, fields, energies, couplings, biases, held, noise, words)
        first, position = inside // n, inside % n
        is_counting = first >= annealing
        stop = length if is_counting else annealing * n
        ticks = min(count, stop - inside, AT_ONCE * n - position)
        ended = (position + ticks) // n
        log[2] = 0.0
        for c in range(chains):
            log[2, c, 0] = changed[c]
            for j in range(ended + 1):
                temperatures[c, j] = heats[min(first + j, annealing)]
        free = hidden if phase == 0 else every
        if is_counting:
            sample(
                units, fields, energies, couplings, free, 0, temperatures, position, ticks,
                is_metropolis, -1, best, best_energy, log, chains, None, uncounted, pairs[phase],
                last, words,
            )  # fmt: skip
            runs[phase] += ended * chains
        else:
            sample(
                units, fields, energies, couplings, free, 0, temperatures, position, ticks,
                is_metropolis, -1, best, best_energy, log, chains, None, uncounted, None, last,
                words,
            )  # fmt: skip
        changed[:] = log[2, :, ended]
        if ended > 0:
            acceptance = log[2, 0, ended - 1] / n
        sweeps += ended
        tick += ticks
        count -= ticks
    return sweeps, acceptance
