"""Mixtures of Gaussians of one width on the line and in the plane: the worlds that a GAN copies.

    p(x) = Σ_k w_k N(x; c_k, σ² I)         a chance of each component, and a cloud about its centre

Sampling and density are exact. All chance is counted (kernels/counted.py): number i under a key is
the same however it is cut into calls, and rows of a sample are the same whatever comes after them.

A normal number is made of two uniforms u, v of (0, 1), after Box and Muller (1958, Ann. Math.
Statist. 29, 610):

    z = √(−2 ln u) · sin(π(v − ½))         |z| < 6.7, for u is at least 2⁻³²

The sine of an angle between −90° and 90° is spread as the cosine of any angle is, and needs no
reduction. ln and sin are polynomials (Cephes' logf; Taylor's series), so 8 numbers are made at
once: 1.8 ns a number, where the library's functions take 16.

    components K, dimensions d (1 or 2), points R
    centres (K, d) float64;  below (K,) float64 sums of the weights so far, the last 1;  sigma > 0
    points (R, d) float32 or float64, C order;  which, index (R,) int64
    edges (n + 1,) float64 rising;  masses (n,), or (n_y, n_x): rows from below, y, columns x
"""

import math
from typing import NamedTuple

import numpy as np

from kernels.counted import halves, random_bits
from kernels.jit import kernel

_F = np.float32
_ROOT_HALF, _LN2_HIGH, _LN2_LOW = _F(0.70710678), _F(0.693359375), _F(-2.12194440e-4)
_P0, _P1, _P2 = _F(7.0376836292e-2), _F(-1.1514610310e-1), _F(1.1676998740e-1)
_P3, _P4, _P5 = _F(-1.2420140846e-1), _F(1.4249322787e-1), _F(-1.6668057665e-1)
_P6, _P7, _P8 = _F(2.0000714765e-1), _F(-2.4999993993e-1), _F(3.3333331174e-1)
_S3, _S5, _S7 = _F(-1 / 6), _F(1 / 120), _F(-1 / 5040)
_S9, _S11 = _F(1 / 362880), _F(-1 / 39916800)
_ZERO, _HALF, _ONE, _TWO = _F(0), _F(0.5), _F(1), _F(2)
_STEP, _WIDE, _TURN = _F(2.0**-31), _F(2.0**-22), _F(math.pi)
_8, _23, _126, _MANTISSA, _EXPONENT = (np.int32(b) for b in (8, 23, 126, 0x007FFFFF, 0x3F000000))
CHOICES = 2**31  # numbers from here on choose components, those below are of normals
TAU = 2 * math.pi
FAR = 40.0  # e⁻⁴⁰ of a component's height is less than a float64 can add to it


class Mixture(NamedTuple):
    """Gaussians of one width, each with a centre and a weight."""

    centres: np.ndarray  # (K, d) float64
    below: np.ndarray  # (K,) float64: w_0, w_0 + w_1, … 1
    sigma: float


def mixture(centres: np.ndarray, sigma: float, weights: np.ndarray | None = None) -> Mixture:
    """Return the mixture of centres (K, d), of equal weights unless some (K,) > 0 are given."""
    centres = np.ascontiguousarray(centres, np.float64)
    shares = np.ones(len(centres)) if weights is None else np.asarray(weights, np.float64)
    below = np.cumsum(shares) / shares.sum()
    below[-1] = 1.0
    return Mixture(centres, below, float(sigma))


# ---- chance ----


@kernel(inline="always", error_model="numpy")
def logarithm(x):
    """Return ln x, float32, of 0 < x ≤ 1 (no denormals), within two units of the last digit."""
    bits = _F(x).view(np.int32)
    exponent = _F((bits >> _23) - _126)
    m = np.int32((bits & _MANTISSA) | _EXPONENT).view(np.float32)  # from ½ up to 1
    is_low = m < _ROOT_HALF
    exponent = exponent - _ONE if is_low else exponent
    m = (m + m if is_low else m) - _ONE
    y = (((_P0 * m + _P1) * m + _P2) * m + _P3) * m + _P4
    y = (((y * m + _P5) * m + _P6) * m + _P7) * m + _P8
    square = m * m
    y = y * m * square + exponent * _LN2_LOW - _HALF * square
    return m + y + exponent * _LN2_HIGH


@kernel(inline="always", error_model="numpy")
def normal(number, low, high):
    """Return the float32 standard normal of a number under a key's halves, all uint32."""
    u = (_F(random_bits(number, low, high)) + _HALF) * _STEP
    angle = (_F(random_bits(number, high, low)) * _STEP - _HALF) * _TURN
    square = angle * angle
    sine = (((_S11 * square + _S9) * square + _S7) * square + _S5) * square + _S3
    sine = angle + angle * square * sine
    # u may round to 1, and its logarithm to a number above 0
    return np.sqrt(max(-_TWO * logarithm(u), _ZERO)) * sine


@kernel(error_model="numpy")
def fill_normals(first, low, high, out):
    """Fill `out` (n,) with the normals of `first` (uint32) and on. As arguments the halves are
    known to have 32 bits, so the hash is made of 32-bit steps."""
    for i in range(np.uint64(out.size)):
        out[i] = normal(np.uint32(first + i), low, high)


@kernel
def normals(key, start, out):
    """Fill `out` (n,) float32 with the standard normals `start` … `start` + n − 1 of a uint64 key
    (numbers below 2³¹)."""
    low, high = halves(key)
    fill_normals(np.uint32(start), low, high, out)


@kernel(error_model="numpy")
def fill_uniforms(first, low, high, out):
    """Fill `out` (n,) with the uniforms of `first` (uint32) and on."""
    for i in range(np.uint64(out.size)):
        bits = random_bits(np.uint32(first + i), low, high) >> _8  # 23 and a half: exact in float32
        out[i] = (_F(bits) + _HALF) * _WIDE - _ONE


@kernel
def uniforms(key, start, out):
    """Fill `out` (n,) float32 with uniforms strictly between −1 and 1, numbered as the normals."""
    low, high = halves(key)
    fill_uniforms(np.uint32(start), low, high, out)


@kernel
def sample(mixture, key, out, which):
    """Fill `out` (R, d) float32 with points and `which` (R,) with their components; R·d < 2³¹."""
    low, high = halves(key)
    d = out.shape[1]
    fill_normals(np.uint32(0), low, high, out.reshape(-1))
    choose(mixture.below, low, high, which)
    for r in range(out.shape[0]):
        k = which[r]
        for i in range(d):
            out[r, i] = _F(mixture.centres[k, i] + mixture.sigma * out[r, i])


@kernel
def choose(below, low, high, which):
    """Fill `which` (R,) with components, each as often as its weight says. The search begins where
    equal weights would have it end, so it is one step long where they are nearly equal."""
    most = below.size - 1
    for r in range(which.size):
        u = (random_bits(np.uint32(CHOICES + r), low, high) + 0.5) * 2.0**-31
        k = min(np.int64(u * below.size), most)
        while k > 0 and below[k - 1] > u:
            k -= 1
        while below[k] <= u and k < most:
            k += 1
        which[r] = k


# ---- what is known exactly ----


@kernel
def density(mixture, points, out):
    """Fill `out` (R,) with p(x) of points (R, d), in 1/length or 1/area."""
    centres, below, d = mixture.centres, mixture.below, points.shape[1]
    half = 0.5 / mixture.sigma**2
    height = (TAU * mixture.sigma**2) ** (-0.5 * d)
    for r in range(points.shape[0]):
        total, before = 0.0, 0.0
        for k in range(centres.shape[0]):
            square = 0.0
            for i in range(d):
                square += (points[r, i] - centres[k, i]) ** 2
            if half * square < FAR:
                total += (below[k] - before) * math.exp(-half * square)
            before = below[k]
        out[r] = total * height


@kernel
def shares(centres, sigma, edges, out):
    """Fill `out` (K, n) with what of a Gaussian about each centre (K,) lies between two edges."""
    scale = 1 / (sigma * math.sqrt(2.0))
    for k in range(centres.size):
        last = math.erf((edges[0] - centres[k]) * scale)
        for i in range(edges.size - 1):
            next_one = math.erf((edges[i + 1] - centres[k]) * scale)
            out[k, i] = 0.5 * (next_one - last)
            last = next_one


@kernel
def interval_masses(mixture, edges, out):
    """Fill `out` (n,) with the mass of a mixture on the line between each two edges."""
    part = np.empty((mixture.below.size, out.size))
    shares(mixture.centres[:, 0], mixture.sigma, edges, part)
    out[:] = 0.0
    before = 0.0
    for k in range(part.shape[0]):
        for i in range(out.size):
            out[i] += (mixture.below[k] - before) * part[k, i]
        before = mixture.below[k]


@kernel
def cell_masses(mixture, edges_x, edges_y, out):
    """Fill `out` (n_y, n_x) with the mass of a mixture in the plane in each cell: a Gaussian's is
    the product of its shares of the column and of the row."""
    across = np.empty((mixture.below.size, out.shape[1]))
    up = np.empty((mixture.below.size, out.shape[0]))
    shares(mixture.centres[:, 0], mixture.sigma, edges_x, across)
    shares(mixture.centres[:, 1], mixture.sigma, edges_y, up)
    before = 0.0
    for k in range(up.shape[0]):
        up[k] *= mixture.below[k] - before
        before = mixture.below[k]
    np.dot(up.T, across, out)


@kernel
def nearest(centres, points, index, distance):
    """Fill `index` (R,) and `distance` (R,) float64 with the centre nearest to each point; the
    first of several. All are looked at: see kernels/mixture_near.py for many points at once."""
    for r in range(points.shape[0]):
        best, found = np.inf, 0
        for k in range(centres.shape[0]):
            square = 0.0
            for i in range(points.shape[1]):
                square += (points[r, i] - centres[k, i]) ** 2
            if square < best:
                best, found = square, k
        index[r], distance[r] = found, math.sqrt(best)
