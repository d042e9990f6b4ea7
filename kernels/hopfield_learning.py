"""Learning rules of the Hopfield network that take many small steps.

Perceptron with margin κ (Krauth and Mézard's MinOver): each unit i learns for itself weights
w_ij = (1/N) Σ_μ x_μ ξ_i^μ ξ_j^μ (j ≠ i). It looks at its weakest memory, the one with the smallest

    g_ν = Σ_μ x_μ (ξ_i^μ ξ_i^ν G_μν − 1) = N ξ_i^ν h_i(ξ^ν),     G_μν = Σ_j ξ_j^μ ξ_j^ν,

and learns it once more (x_ν += 1), until every stability g_ν / √(Σ_μν x_μ x_ν (…)) is at least κ.

Unlearning: the network dreams. From a random state it runs downhill to rest in d, and forgets a
little of where it came to: w_ij −= (ε/N) d_i d_j.

Sources: Krauth, Mézard (1987), J. Phys. A 20, L745; Gardner (1988), J. Phys. A 21, 257;
Hopfield, Feinstein, Palmer (1983), Nature 304, 158.

Shapes and dtypes: memories (N, K) int8; gram G (K, K) float64; left (N, R) float64; right (N, R)
int8; the others as in kernels/hopfield.py.
"""

import numpy as np

from kernels.hopfield import update_in_turn
from kernels.jit import kernel
from kernels.words import next_uniform, shuffle


@kernel
def learn_perceptrons(memories, gram, margin, rounds, left, stability):
    """Fill `left` (N, K) with x_μ ξ_i^μ, scaled so that a unit's mean g is N, and `stability` (N,)
    with the least stability each unit has reached after at most `rounds` steps for each memory."""
    n, k = memories.shape
    times, g = np.empty(k), np.empty(k)
    for i in range(n):
        times[:] = 1.0  # from Hebb's weights
        for nu in range(k):
            total = 0.0
            for mu in range(k):
                total += memories[i, mu] * gram[mu, nu]
            g[nu] = memories[i, nu] * total - k
        square = g.sum()  # |w|² N²
        for _ in range(rounds * k):
            weakest = np.argmin(g)
            if g[weakest] > 0.0 and g[weakest] >= margin * np.sqrt(square):
                break
            square += 2.0 * g[weakest] + gram[weakest, weakest] - 1.0
            times[weakest] += 1.0
            sign = float(memories[i, weakest])
            for mu in range(k):
                g[mu] += memories[i, mu] * sign * gram[mu, weakest] - 1.0
        size = np.sqrt(max(square, 1.0))  # whole; 0 where contrary memories cancel
        stability[i] = g.min() / size
        mean = g.mean()
        scale = n / mean if mean > 0.0 else n / size
        for mu in range(k):
            left[i, mu] = scale * times[mu] * memories[i, mu]


@kernel
def dream(right, left, diagonal, known, rate, sweeps, order, units, sums, words):
    """Dream once for each column of `right` from `known` on, and unlearn it; all in place.

    A dream begins at random and runs for at most `sweeps` asynchronous sweeps.
    """
    n, columns = right.shape
    for column in range(known, columns):
        sums[:] = 0.0
        for i in range(n):
            units[i] = 1 if next_uniform(words) < 0.5 else -1
            for r in range(column):
                sums[r] += right[i, r] * units[i]
        for _ in range(sweeps):
            shuffle(order, words)
            flips, _energy, _rise = update_in_turn(
                units, order, 0, n, right, left, diagonal, 0.0, 0.0, 0.0, None, sums, None, words,
                0.0,
            )  # fmt: skip
            if flips == 0:
                break
        for i in range(n):
            right[i, column] = units[i]
            left[i, column] = -rate * units[i]
            diagonal[i] -= rate
