"""Products of a layer's rows with its weights, and the sums of their gradients.

    x  (R, n)    δ  (R, m)    W  (n, m)    b  (m,)    all of one dtype, C order

Wide ones are BLAS's. With NARROW units or fewer on one side, loops over the other side, which LLVM
vectorises, are two to ten times as fast: a point of the plane has two numbers, a verdict one.
"""

import numpy as np

from kernels.jit import kernel

NARROW = 3


@kernel
def multiply(x, weights, out):
    """Fill `out` (R, m) with x W."""
    if x.shape[1] <= NARROW < weights.shape[1]:
        combine(x, weights, out)
    elif weights.shape[1] == 1:
        np.dot(x, weights.ravel(), out.ravel())
    else:
        np.dot(x, weights, out)


@kernel
def multiply_back(delta, weights, out):
    """Fill `out` (R, n) with δ Wᵀ."""
    if delta.shape[1] <= NARROW < out.shape[1]:
        turned = np.empty((delta.shape[1], out.shape[1]), out.dtype)
        turn(weights, turned)
        combine(delta, turned, out)
    else:
        np.dot(delta, weights.T, out)


@kernel
def correlate(x, delta, out):
    """Fill `out` (n, m) with xᵀ δ."""
    n, m = out.shape
    if m == 1:
        np.dot(x.T, delta.ravel(), out.ravel())
    elif n <= NARROW:
        add_products(x, delta, out)
    elif m <= NARROW:
        turned = np.empty((m, n), out.dtype)
        add_products(delta, x, turned)
        turn(turned, out)
    else:
        np.dot(x.T, delta, out)


@kernel
def combine(x, rows, out):
    """Fill `out` (R, m) with sums of `rows` (n, m), n ≤ NARROW, each times a number of x (R, n)."""
    n, m = rows.shape
    for r in range(len(x)):
        if n == 1:
            a = x[r, 0]
            for j in range(m):
                out[r, j] = a * rows[0, j]
        elif n == 2:
            a, b = x[r, 0], x[r, 1]
            for j in range(m):
                out[r, j] = a * rows[0, j] + b * rows[1, j]
        else:
            a, b, c = x[r, 0], x[r, 1], x[r, 2]
            for j in range(m):
                out[r, j] = a * rows[0, j] + b * rows[1, j] + c * rows[2, j]


@kernel
def add_products(x, delta, out):
    """Fill `out` (n, m) with xᵀ δ, four rows at a time: it is written a quarter as often."""
    rows, n = x.shape
    m = delta.shape[1]
    fours = rows - rows % 4
    for k in range(n):
        for j in range(m):
            out[k, j] = 0.0
    for r in range(0, fours, 4):
        for k in range(n):
            a, b, c, d = x[r, k], x[r + 1, k], x[r + 2, k], x[r + 3, k]
            for j in range(m):
                out[k, j] += (a * delta[r, j] + b * delta[r + 1, j]) + (
                    c * delta[r + 2, j] + d * delta[r + 3, j]
                )
    for r in range(fours, rows):
        for k in range(n):
            for j in range(m):
                out[k, j] += x[r, k] * delta[r, j]


@kernel
def sum_rows(delta, out):
    """Fill `out` (m,) with the sums of δ over its rows, four at a time."""
    rows, m = delta.shape
    fours = rows - rows % 4
    for j in range(m):
        out[j] = 0.0
    for r in range(0, fours, 4):
        for j in range(m):
            out[j] += (delta[r, j] + delta[r + 1, j]) + (delta[r + 2, j] + delta[r + 3, j])
    for r in range(fours, rows):
        for j in range(m):
            out[j] += delta[r, j]


@kernel
def turn(matrix, out):
    """Fill `out` (m, n) with a matrix (n, m) turned over: as a loop it is compiled in no time."""
    n, m = matrix.shape
    for i in range(n):
        for j in range(m):
            out[j, i] = matrix[i, j]
