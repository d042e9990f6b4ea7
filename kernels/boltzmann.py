"""Boltzmann machines with any symmetric couplings: unit updates of several chains at once.

    E(s) = −½ sᵀWs − bᵀs                         Ackley, Hinton and Sejnowski (1985), b = −θ
    h_i  = Σ_j w_ij s_j + b_i                    the field; kept up to date at every flip
    ΔE_i = E(unit off) − E(unit on) = span · h_i
    heat bath    on with probability 1/(1 + exp(−ΔE_i/T))       (Gibbs sampling, Glauber 1963)
    Metropolis   flip with probability min(1, exp(−rise/T))     (Metropolis et al. 1953)
    exchange     chains a, b with probability min(1, exp((1/T_a − 1/T_b)(E_a − E_b)))

A unit is off at `low` (0 or −1) and on at 1; span = 1 − low. A **tick** updates one unit of every
chain, chosen by chance among those that are free; a **sweep** is N ticks.

    units         (C, N)  int8
    fields        (C, N)  float64, h
    energies      (C,)    float64, E
    couplings     (N, N)  float64, W: symmetric, its diagonal 0
    free          (F,)    int32: the units that are not held
    temperatures  (C, S)  float64 of the sweeps to come; the first is the one that is running
    best          (N,)    int8, and best_energy (1,) float64: the lowest state of any chain so far
    log           (3, C, S) float64: energy and mean unit of every chain at the end of each sweep,
                  and how many updates of the sweep changed a unit (added to what stands there)
    on            (N,)    int64: how often each unit was on at the end of a sweep; None: not counted
    counts        (2^F,)  int64: the same for each state of the free units; (0,): not counted
    pairs         (N, N)  int64: how often two units were on together; None: not counted
    last          (4,)    float64: unit, ΔE, probability and random number of chain 0's last update
    words         (4,)    uint64

A state's **number** has the bits of its free units, the first free unit's the most significant.
"""

import numpy as np

from kernels.jit import kernel
from kernels.words import next_uniform, next_word

_32 = np.uint64(32)
SURE = 40.0  # ΔE/T beyond which chance has no say: 1/(1 + e⁻⁴⁰) is 1 to the last bit


@kernel(inline="always")
def chance(drive, temperature):
    """Return 1/(1 + exp(−drive/T)), at T = 0 its limit."""
    if temperature > 0.0:
        x = drive / temperature
        if x > SURE:
            return 1.0
        if x < -700.0:
            return 0.0
        return 1.0 / (1.0 + np.exp(-x))
    return 1.0 if drive > 0.0 else (0.5 if drive == 0.0 else 0.0)


@kernel(inline="always")
def acceptance(rise, temperature):
    """Return min(1, exp(−rise/T)), at T = 0 its limit."""
    if rise <= 0.0:
        return 1.0
    return np.exp(-rise / temperature) if temperature > 0.0 else 0.0


@kernel(inline="always")
def is_on(drive, temperature, u):
    """Whether u < 1/(1 + exp(−drive/T)), mostly without an `exp`: e^x ≥ 1 + x + x²/2 + x³/6 for
    x ≥ 0 settles it unless u is near the border (cold sweeps take a third less time)."""
    if temperature <= 0.0:
        return u < chance(drive, temperature)
    x = abs(drive) / temperature
    least = 2.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0)))
    if drive >= 0.0:
        return (1.0 - u) * least > 1.0 or u < chance(drive, temperature)
    return u * least < 1.0 and u < chance(drive, temperature)


@kernel
def state_number(units, free):
    """Return the number of one chain's state."""
    number = 0
    for k in range(np.uint64(free.size)):
        number = 2 * number + (units[free[k]] == 1)
    return number


@kernel
def exchange(units, fields, energies, temperatures, sweep, first, words):
    """Offer every second pair of neighbouring chains an exchange; returns how many took place."""
    swaps = 0
    for a in range(first, energies.size - 1, 2):
        b = a + 1
        hot, cold = temperatures[b, sweep], temperatures[a, sweep]
        gain = (1.0 / cold - 1.0 / hot) * (energies[a] - energies[b])
        if gain >= 0.0 or next_uniform(words) < np.exp(gain):
            swaps += 1
            energies[a], energies[b] = energies[b], energies[a]
            for i in range(np.uint64(units.shape[1])):
                units[a, i], units[b, i] = units[b, i], units[a, i]
            for i in range(np.uint64(fields.shape[1])):
                fields[a, i], fields[b, i] = fields[b, i], fields[a, i]
    return swaps


@kernel
def tally(units, free, on, counts, pairs):
    """Count the present state of every chain, in place."""
    n = np.uint64(units.shape[1])
    for c in range(units.shape[0]):
        if on is not None:
            for i in range(n):
                on[i] += units[c, i] == 1
        if counts.size:
            counts[state_number(units[c], free)] += 1
        if pairs is not None:
            for i in range(n):
                if units[c, i] == 1:
                    for j in range(n):
                        pairs[i, j] += units[c, j] == 1


@kernel
def note(units, energies, log, sweep):
    """Write the energy and the mean unit of every chain into one column of a log, in place."""
    for c in range(units.shape[0]):
        total = 0
        for i in range(np.uint64(units.shape[1])):
            total += units[c, i]
        log[0, c, sweep] = energies[c]
        log[1, c, sweep] = total / units.shape[1]


@kernel
def sample(
    units, fields, energies, couplings, free, low, temperatures, tick, count, is_metropolis,
    swaps_from, best, best_energy, log, counted, on, counts, pairs, last, words,
):  # fmt: skip
    """Run `count` ticks from tick `tick` of a sweep; all arrays are changed in place.

    `swaps_from` is the number (0 or 1, in turn) of the first chain that is offered an exchange
    after the first sweep; −1: chains are independent. The first `counted` chains
    are counted. Returns (exchanges, sweeps that ended);
    temperatures and log need a column more than that where a sweep is left unfinished.
    """
    chains, n = units.shape
    span = float(1 - low)
    exchanged, sweep = 0, 0
    gap, u, t, before = 0.0, 0.0, 0.0, np.int8(0)
    chosen = np.int64(-1)
    while count > 0:
        ticks = min(count, n - tick)
        for _ in range(ticks if free.size else 0):
            for c in range(np.uint64(chains)):
                i = ((next_word(words) >> _32) * np.uint64(free.size)) >> _32
                i = np.uint64(free[i])
                v = next_uniform(words)
                drive = span * fields[c, i]
                old = units[c, i]
                if is_metropolis:
                    q = acceptance(drive if old == 1 else -drive, temperatures[c, sweep])
                    other = np.int8(low) if old == 1 else np.int8(1)
                    new = other if v < q else old
                else:
                    up = is_on(drive, temperatures[c, sweep], v)
                    new = np.int8(1) if up else np.int8(low)
                if c == 0:
                    chosen, gap, u, t, before = np.int64(i), drive, v, temperatures[0, sweep], old
                if new != old:
                    log[2, c, sweep] += 1.0
                    change = float(new - old)
                    units[c, i] = new
                    energies[c] -= change * fields[c, i]
                    row, felt = couplings[i], fields[c]
                    for j in range(np.uint64(n)):
                        felt[j] += change * row[j]
                    if energies[c] < best_energy[0] - 1e-9:
                        best_energy[0] = energies[c]
                        best[:] = units[c]
        count -= ticks
        tick += ticks
        if tick == n:
            tick = 0
            if swaps_from >= 0:
                first = (swaps_from + sweep) % 2
                exchanged += exchange(units, fields, energies, temperatures, sweep, first, words)
            note(units, energies, log, sweep)
            tally(units[:counted], free, on, counts, pairs)
            sweep += 1
    if chosen >= 0:
        p = chance(gap, t)
        if is_metropolis:
            p = acceptance(gap if before == 1 else -gap, t)
        last[0], last[1], last[2], last[3] = chosen, gap, p, u
    return exchanged, sweep


@kernel
def record(log, sweeps, temperatures, per_spin, moments, recent, course, progress, past, age):
    """Note the first `sweeps` columns of a log, one by one, all in place.

    moments (2, 5): 1, e, e², |m|, m² of the first chain since the last power of two of sweeps,
    and in the span before it, so that their sum forgets how the run began. recent (2, R): a ring.
    course (2, C', P): every `stride` sweeps; when it is full every second point goes. progress
    (5,) int64: sweeps counted, points and stride of the course, points and stride of `past`
    (2, P), which holds temperature and acceptance against the age of the schedule.
    """
    n = 1.0 / per_spin
    for j in range(sweeps):
        energy, mean = log[0, 0, j], log[1, 0, j]
        counted = progress[0]
        if counted & (counted - 1) == 0:  # 0, 1, 2, 4, 8 …
            moments[1] = moments[0]
            moments[0] = 0.0
        e = energy * per_spin
        moments[0, 0] += 1.0
        moments[0, 1] += e
        moments[0, 2] += e * e
        moments[0, 3] += abs(mean)
        moments[0, 4] += mean * mean
        recent[0, counted % recent.shape[1]] = energy
        recent[1, counted % recent.shape[1]] = mean
        if counted % progress[2] == 0:
            if progress[1] == course.shape[2]:
                thin(course[0])
                thin(course[1])
                progress[1] //= 2
                progress[2] *= 2
            if counted % progress[2] == 0:
                for c in range(course.shape[1]):
                    course[0, c, progress[1]] = log[0, c, j]
                    course[1, c, progress[1]] = log[1, c, j]
                progress[1] += 1
        progress[0] += 1
        if (age + j) % progress[4] == 0:
            if progress[3] == past.shape[1]:
                thin(past)
                progress[3] //= 2
                progress[4] *= 2
            if (age + j) % progress[4] == 0:
                past[0, progress[3]] = temperatures[0, j]
                past[1, progress[3]] = log[2, 0, j] / n
                progress[3] += 1


@kernel
def thin(rows):
    """Keep every second column of rows (K, P), in its first half."""
    for k in range(rows.shape[0]):
        for i in range(rows.shape[1] // 2):
            rows[k, i] = rows[k, 2 * i]


@kernel
def draw_updates(ticks, chains, choices, picks, uniforms, words):
    """Fill picks (ticks, chains) int64 of 0 … choices − 1 and uniforms (ticks, chains) float64
    with what `sample` draws, in place: for other back ends."""
    for t in range(ticks):
        for c in range(chains):
            picks[t, c] = ((next_word(words) >> _32) * np.uint64(choices)) >> _32
            uniforms[t, c] = next_uniform(words)


@kernel
def walk(places, bests, heights, temperatures, proposals, words):
    """Move walkers over a line of heights (P,) float64 by Metropolis steps to a neighbour.

    `places`, `bests` (K,) int64, in place; temperatures (K, S) of each walker in each sweep;
    `proposals` a sweep. The landscape ends at both sides.
    """
    for sweep in range(temperatures.shape[1]):
        for _ in range(proposals):
            for k in range(places.size):
                v, w = next_uniform(words), next_uniform(words)
                new = places[k] + (1 if v < 0.5 else -1)
                if new < 0 or new >= heights.size:
                    continue
                rise = heights[new] - heights[places[k]]
                if w < acceptance(rise, temperatures[k, sweep]):
                    places[k] = new
                    if heights[new] < heights[bests[k]]:
                        bests[k] = new
