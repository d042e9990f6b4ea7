"""Parzen windows: the density that a Gaussian about each of many samples makes (Parzen 1962).

    ln p(x) = ln 1/S Σ_s exp(−|x − s|²/2σ²) − ½ D ln 2πσ²

The distances are |x|² + |s|² − 2 xᵀs, so their cost is a product of matrices, which is the
caller's; here are the sums, for several σ at once over the same distances.

    points x (R, D), samples s (S, D), widths σ (F,)
    products (R, S) float32 xᵀs, destroyed;  point_squares (R,), sample_squares (S,) float32
    widths (F,) float64;  logs (F, R) float64 in nats, without the last term
"""

import math

import numpy as np

from kernels.jit import kernel
from kernels.rbm import exponential

_F = np.float32
_ZERO, _TWO = _F(0), _F(2)


@kernel(error_model="numpy")
def log_sums(products, point_squares, sample_squares, widths, logs):
    """Fill `logs` with ln 1/S Σ exp(−|x − s|²/2σ²): the nearest sample's term is taken out first,
    so that nothing is lost far from all of them."""
    rows, count = products.shape
    for r in range(rows):
        squares, own = products[r], point_squares[r]
        least = _F(np.inf)
        for s in range(count):
            # what should be 0 may come out below
            squares[s] = max(own + sample_squares[s] - _TWO * squares[s], _ZERO)
            least = min(least, squares[s])
        for f in range(widths.size):
            factor = 0.5 / widths[f] ** 2
            total = sum_below(squares, least, _F(factor))
            logs[f, r] = math.log(total / count) - factor * least


@kernel(error_model="numpy")
def sum_below(squares, least, factor):
    """Return Σ exp(−factor (square − least)), at least 1."""
    total = _ZERO
    for s in range(squares.size):
        total += exponential((least - squares[s]) * factor)
    return np.float64(total)
