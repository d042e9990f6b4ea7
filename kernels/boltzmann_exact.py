"""All states of a small Boltzmann machine: energies by a Gray code, sums over a distribution.

Two successive states of a Gray code differ in one unit, so an energy costs one field and its
upkeep, F operations (Gray 1953; in physics since Knuth, TAOCP 4A, 7.2.1.1).

    couplings  (F, F)  float64 among the free units, biases (F,) float64: their fields at low
    energies   (2^F,)  float64, by number: the bit of unit 0 is the most significant
    p          (2^F,)  float64 probabilities, by number
    pairs      (F, F)  float64: Σ p over the states in which both units are on
"""

import numpy as np

from kernels.jit import kernel


@kernel
def all_energies(couplings, fields, span, first, energies):
    """Fill `energies` in place, `first` being the energy of the state with all units low.

    `fields` (F,) are those of that state and are used up.
    """
    f = fields.size
    number, energy = 0, first
    energies[0] = energy
    for step in range(1, energies.size):
        bit = 0
        while (step >> bit) & 1 == 0:
            bit += 1
        i = np.uint64(f - 1 - bit)
        number ^= 1 << bit
        change = span if (number >> bit) & 1 else -span
        energy -= change * fields[i]
        row = couplings[i]
        for j in range(np.uint64(f)):
            fields[j] += change * row[j]
        energies[number] = energy


@kernel
def pair_sums(p, pairs):
    """Add to `pairs`, in place, how probable it is that two units are on; on the diagonal, one."""
    f = pairs.shape[0]
    which = np.empty(f, np.int64)
    for number in range(p.size):
        count = 0
        for i in range(f):
            if (number >> (f - 1 - i)) & 1:
                which[count] = i
                count += 1
        for a in range(count):
            for b in range(count):
                pairs[which[a], which[b]] += p[number]
