"""Restricted Boltzmann machines: the element by element parts; the matrix products are NumPy's.

    E(v, h) = −bᵀv − cᵀh − vᵀWh                    Bernoulli visible units
    E(v, h) = ½|v − b|² − cᵀh − vᵀWh               Gaussian visible units of variance 1
    p(h_j = 1 | v) = σ(c_j + Σ_i v_i W_ij)         p(v_i = 1 | h) = σ(b_i + Σ_j W_ij h_j)
    F(v) = −bᵀv − Σ_j ln(1 + exp(c_j + Σ_i v_i W_ij))    the free energy: p(v) = e^(−F(v))/Z

Smolensky (1986), Hinton (2002), Hinton (2012) for what is advised. Label units are a softmax group:
exactly one of them is on.

    fields         (R, ≥ N) float32: Σ over the other layer, without the bias
    scale          float32: the inverse temperature by which fields are multiplied
    biases         (N,)    float32, multiplied by whatever temperature they have already
    probabilities  (R, ≥ N) float32; may be `fields` itself
    states         (R, ≥ N) float32: 0 or 1, so that they can be multiplied
    key            uint64: every element's random number is the hash of its number and this key
                   (kernels/counted.py), so 8 are made at once and torch makes the same ones

exp is a polynomial on one power of two (Cephes' expf), within two units of the last digit: LLVM
vectorises it, which it can't do to a call of the library's. Dividing by zero is not looked for
(`error_model`): the look would undo that (78,400 sigmoids: 0.06 ms instead of 0.29). So would
writing where one reads, hence a row aside, and rows that are parts of longer ones: hence ≥ N, the
number of biases being N.
"""

import math

import numpy as np

from kernels.counted import halves, random_bits
from kernels.jit import kernel

NO_BINARIZATION, THRESHOLD, STOCHASTIC = 0, 1, 2

_F = np.float32
_LOG2E, _LN2_HIGH, _LN2_LOW = _F(1.442695040), _F(0.693359375), _F(-2.12194440e-4)
_P0, _P1, _P2 = _F(1.9875691500e-4), _F(1.3981999507e-3), _F(8.3334519073e-3)
_P3, _P4, _P5 = _F(4.1665795894e-2), _F(1.6666665459e-1), _F(5.0000001201e-1)
_LARGEST = _F(87.0)  # e^±87 is the last that float32 holds with all its digits
_ONE, _ZERO, _HALF = _F(1.0), _F(0.0), _F(0.5)
_BITS = _F(2.0**-23)
_8, _23, _127 = np.int32(8), np.int32(23), np.int32(127)
FACTORS = 512  # of 1 + e⁻ˣ, each at most 2, that one float64 can hold multiplied
TAU = 2.0 * math.pi


@kernel(inline="always", error_model="numpy")
def exponential(x):
    """Return eˣ, float32, of −87 ≤ x ≤ 87; farther ones are brought there."""
    x = min(max(x, -_LARGEST), _LARGEST)
    n = np.floor(x * _LOG2E + _HALF)
    x = x - n * _LN2_HIGH - n * _LN2_LOW
    y = ((((_P0 * x + _P1) * x + _P2) * x + _P3) * x + _P4) * x + _P5
    y = y * x * x + x + _ONE
    return y * np.int32((np.int32(n) + _127) << _23).view(np.float32)


@kernel(inline="always", error_model="numpy")
def sigmoid(x):
    """Return 1/(1 + e⁻ˣ), float32."""
    return _ONE / (_ONE + exponential(-x))


@kernel(inline="always")
def uniform(number, low, high):
    """Return the float32 uniform of a number under a key's halves: an odd multiple of 2⁻²⁴, the
    finest that is exact, so that it is never 1: what has probability 1 is on."""
    return (_F(random_bits(number, low, high) >> _8) + _HALF) * _BITS


@kernel
def fill_uniforms(first, low, high, out):
    """Fill `out` (n,) with the uniforms of `first` (uint64) and on. As arguments the halves are
    known to have 32 bits, so the hash is made of 32-bit steps: 78,400 in 0.04 ms, not 0.09."""
    for i in range(np.uint64(out.size)):
        out[i] = uniform(np.uint32(first + i), low, high)


@kernel(error_model="numpy")
def answer(fields, scale, biases, probabilities):
    """Fill `probabilities` with σ(scale·field + bias)."""
    rows, n = len(fields), biases.size
    row = np.empty(n, np.float32)
    for r in range(rows):
        for i in range(n):
            row[i] = sigmoid(scale * fields[r, i] + biases[i])
        for i in range(n):
            probabilities[r, i] = row[i]


@kernel(error_model="numpy")
def turn_on(fields, scale, biases, key, probabilities, states):
    """The same, and fill `states` with 1 where a random number is below, else 0."""
    rows, n = len(fields), biases.size
    low, high = halves(key)
    row, chances = np.empty(n, np.float32), np.empty(n, np.float32)
    for r in range(rows):
        fill_uniforms(np.uint64(r * n), low, high, chances)
        for i in range(n):
            row[i] = sigmoid(scale * fields[r, i] + biases[i])
        for i in range(n):
            probabilities[r, i] = row[i]
            states[r, i] = _ONE if chances[i] < row[i] else _ZERO


@kernel(error_model="numpy")
def turn_one_on(fields, scale, biases, key, probabilities, states):
    """The same of a softmax group: probabilities e^x/Σe^x, one state of each row is 1."""
    rows, n = fields.shape
    low, high = halves(key)
    for r in range(rows):
        top = scale * fields[r, 0] + biases[0]
        for i in range(n):
            x = scale * fields[r, i] + biases[i]
            probabilities[r, i] = x
            top = max(top, x)
        total = _ZERO
        for i in range(n):
            e = exponential(probabilities[r, i] - top)
            probabilities[r, i] = e
            total += e
        u = uniform(np.uint32(r), low, high) * total
        passed, chosen = _ZERO, n - 1
        for i in range(n):
            passed += probabilities[r, i]
            if u < passed and chosen == n - 1:
                chosen = i
            probabilities[r, i] /= total
            states[r, i] = _ZERO
        states[r, chosen] = _ONE


@kernel(error_model="numpy")
def spread(fields, scale, biases, key, means, states):
    """Fill `means` with bias + scale·field and `states` with Gaussians of variance 1 about them.

    Box and Muller (1958): two random numbers a unit, the second under the key's other half.
    """
    rows, n = len(fields), biases.size
    low, high = halves(key)
    for r in range(rows):
        for i in range(n):
            number = np.uint32(r * n + i)
            near = np.float64(uniform(number, low, high))
            turn = np.float64(uniform(number, high, low))
            mean = scale * fields[r, i] + biases[i]
            means[r, i] = mean
            far = math.sqrt(-2.0 * math.log(near)) * math.cos(TAU * turn)
            states[r, i] = mean + _F(far)


@kernel(error_model="numpy")
def soft_sums(fields, scale, biases, sums):
    """Fill `sums` (R,) float64 with Σ_j ln(1 + e^x_j) of x = scale·field + bias.

    ln(1 + eˣ) is max(x, 0) + ln(1 + e^−|x|): those factors, 1 to 2, are multiplied, so that one
    logarithm serves 512 of them.
    """
    rows, n = fields.shape
    for r in range(rows):
        total = 0.0
        for first in range(0, n, FACTORS):
            product, plain = 1.0, 0.0
            for i in range(first, min(first + FACTORS, n)):
                x = scale * fields[r, i] + biases[i]
                plain += np.float64(max(x, _ZERO))
                product *= np.float64(_ONE + exponential(-abs(x)))
            total += plain + math.log(product)
        sums[r] = total


@kernel(error_model="numpy")
def take_rows(pixels, rows, factor, binarization, key, taken):
    """Fill `taken` (R, ≥ D) float32 with the rows of `pixels` (N, D), multiplied by `factor`.

    Binarized by a threshold of ½, or by chance: 1 with the pixel's intensity as probability.
    """
    count, d = rows.size, pixels.shape[1]
    low, high = halves(key)
    chances = np.empty(d, np.float32)
    for r in range(count):
        row = rows[r]
        if binarization == STOCHASTIC:
            fill_uniforms(np.uint64(r * d), low, high, chances)
            for i in range(d):
                taken[r, i] = _ONE if chances[i] < factor * _F(pixels[row, i]) else _ZERO
        elif binarization == THRESHOLD:
            for i in range(d):
                taken[r, i] = _ONE if factor * _F(pixels[row, i]) > _HALF else _ZERO
        else:
            for i in range(d):
                taken[r, i] = factor * _F(pixels[row, i])


@kernel(error_model="numpy")
def step(weights, velocity, gradient, rate, momentum, decay):
    """Move `weights` (V, H) in place: velocity = momentum·velocity + rate·(gradient − decay·W)."""
    rows, n = weights.shape
    for r in range(rows):
        for i in range(n):
            w = weights[r, i]
            v = momentum * velocity[r, i] + rate * (gradient[r, i] - decay * w)
            velocity[r, i] = v
            weights[r, i] = w + v
