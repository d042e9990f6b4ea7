"""Random words: one small generator that every kernel, and every twin, can share.

xoshiro256++ of Blackman and Vigna (2021), ACM Trans. Math. Softw. 47, 36. Its whole state is an
array of four words, so it is copied, saved and rewound like any other array.

Shapes: words (4,) uint64, not all zero, changed in place by every draw.
"""

import numpy as np

from kernels.jit import kernel

_23, _41, _17, _45, _19 = (np.uint64(b) for b in (23, 41, 17, 45, 19))
_12, _32 = np.uint64(12), np.uint64(32)


def seeded(*entropy: int) -> np.ndarray:
    """Return fresh words (4,) uint64 for a seed and, if given, the number of a stream."""
    return np.random.SeedSequence(entropy).generate_state(4, np.uint64)


@kernel(inline="always")
def next_word(words):
    """Return the next uint64."""
    a, b, c, d = words[0], words[1], words[2], words[3]
    total = a + d
    result = ((total << _23) | (total >> _41)) + a
    t = b << _17
    c ^= a
    d ^= b
    words[1] = b ^ c
    words[0] = a ^ d
    words[2] = c ^ t
    words[3] = (d << _45) | (d >> _19)
    return result


@kernel(inline="always")
def next_uniform(words):
    """Return the next float64 strictly between 0 and 1 (odd multiples of 2⁻⁵³)."""
    return (np.float64(next_word(words) >> _12) + 0.5) * 2.0**-52


@kernel
def shuffle(order, words):
    """Fill `order` (n,) int32 with a random permutation of 0 … n−1, in place (Fisher–Yates).

    The high half of a word, times i + 1, gives an index (n < 2³¹); its bias is below n/2³².
    """
    n = order.size
    for i in range(n):
        order[i] = i
    for i in range(n - 1, 0, -1):
        j = ((next_word(words) >> _32) * np.uint64(i + 1)) >> _32
        order[np.uint64(i)], order[j] = order[j], order[np.uint64(i)]


@kernel
def pick(order, words):
    """Fill `order` (n,) int32 with n draws from 0 … n−1, each by chance, in place."""
    n = order.size
    for i in range(n):
        order[i] = ((next_word(words) >> _32) * np.uint64(n)) >> _32


@kernel
def uniforms(out, words):
    """Fill `out` (n,) float64 with uniforms between 0 and 1, in place: for other back ends, too."""
    for i in range(out.size):
        out[i] = next_uniform(words)


@kernel
def fill(out, words):
    """Fill `out` (n,) uint64 with the next words, in place: keys for kernels that count."""
    for i in range(out.size):
        out[i] = next_word(words)
