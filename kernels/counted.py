"""Counted random numbers: a hash of a number and a key, so many of them are made at once.

Words drawn one after another (kernels/words.py) are a chain; these hang on nothing but the number
of what needs one and a key that is drawn anew each sweep. The hash is triple32 of Wellons (2018),
https://nullprogram.com/blog/2018/07/31/, a permutation of 32 bits of low bias made of three
multiplications: the key's low half is added before it, its high half xored between two rounds. The
key is mixed first (SplitMix64 of Steele, Lea and Flood 2014), so keys may be alike: 1, 2, 3 …

Under one key all numbers differ before their last bit is dropped, so what n of them give varies
less than by chance, its variance by the factor 1 − n/2³².

    numbers  0 … 2³² − 1;  keys  uint64
"""

import numpy as np

from kernels.jit import kernel

_A, _B, _C = np.uint32(0xED5AD4BB), np.uint32(0xAC4C1B51), np.uint32(0x31848BAB)
_1, _11, _14, _15, _17 = (np.uint32(b) for b in (1, 11, 14, 15, 17))
_27, _30, _31 = (np.uint64(b) for b in (27, 30, 31))
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_P, _Q = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_32, _LOW = np.uint64(32), np.uint64(2**32 - 1)


@kernel(inline="always")
def halves(key):
    """Return the low and high 32 bits, uint32, of a key that is mixed."""
    key = np.uint64(key) + _GOLDEN
    key = (key ^ (key >> _30)) * _P
    key = (key ^ (key >> _27)) * _Q
    key ^= key >> _31
    return np.uint32(key & _LOW), np.uint32(key >> _32)


@kernel(inline="always")
def random_bits(number, low, high):
    """Return 31 random bits, int32, all arguments uint32: 32-bit steps, so 8 or 16 at once."""
    x = np.uint32(number + low)
    x = np.uint32((x ^ (x >> _17)) * _A)
    x = np.uint32((x ^ (x >> _11) ^ high) * _B)
    x = np.uint32((x ^ (x >> _15)) * _C)
    return np.int32((x ^ (x >> _14)) >> _1)


@kernel
def fill_bits(start, key, out):
    """Fill `out` (n,) int32 with 31 random bits for each of the numbers `start` and on."""
    low, high = halves(key)
    for k in range(np.uint64(out.size)):
        out[k] = random_bits(np.uint32(start + k), low, high)


@kernel
def fill_halves(keys, out):
    """Fill `out` (2, n) uint32 with the low and high halves of keys (n,), for other back ends."""
    for k in range(keys.size):
        out[0, k], out[1, k] = halves(keys[k])


def far_normals(key: int, count: int) -> np.ndarray:
    """Return float64 normal numbers (count,) hashed from a key, by Box and Muller (1958); the
    second random number is under the key's other half. In NumPy: what begins with them can be shown
    before any kernel is compiled."""
    mixed = (int(key) + int(_GOLDEN)) % 2**64
    mixed = (mixed ^ (mixed >> 30)) * int(_P) % 2**64
    mixed = (mixed ^ (mixed >> 27)) * int(_Q) % 2**64
    mixed ^= mixed >> 31
    low, high = np.uint32(mixed % 2**32), np.uint32(mixed >> 32)
    near, turn = _uniforms(count, low, high), _uniforms(count, high, low)
    return np.sqrt(-2.0 * np.log(near)) * np.cos(2.0 * np.pi * turn)


def _uniforms(count: int, low: np.uint32, high: np.uint32) -> np.ndarray:
    """Return the uniforms (count,) of kernels/rbm.py's `uniform`, as float64."""
    x = np.arange(count, dtype=np.uint32) + low
    x = (x ^ (x >> _17)) * _A
    x = (x ^ (x >> _11) ^ high) * _B
    x = (x ^ (x >> _15)) * _C
    bits = (x ^ (x >> _14)) >> np.uint32(9)
    return (bits + 0.5) * 2.0**-23
