"""What a judge sees of a whole batch beside each row: fakes that are all alike betray themselves.

    deviation        mean over d features of √(variance over the batch + ε), the same number for all
                     rows (Karras, Aila, Laine and Lehtinen 2018: minibatch standard deviation)
    discrimination   M_i = x_i T;  o(x_i)_b = Σ_(j ≠ i) exp(−‖M_ib − M_jb‖₁)/(R − 1)
                     (Salimans et al. 2016, who do not divide: our o does not hang on the batch's
                     size, and is at most 1)

Both are appended to the input: they stand in columns d and on.

    inputs   (R, ≥ d + 1 or d + B)   rows x with room for their features; may be block 0 of a net
    deltas   laid out like them      ∂loss/∂inputs: what comes back through the features is added to
                                     the first d columns
    T        (d, B·C)                B kernels of C numbers each
    grads    (d, B·C)                ∂loss/∂T
"""

import math

import numpy as np

from kernels.jit import kernel
from kernels.mlp_products import correlate, multiply, multiply_back, turn
from kernels.rbm import exponential

EPSILON = 1e-8
KERNELS, NUMBERS = 5, 3  # B and C, few, since data of two dimensions have few ways to be alike


# ---- the standard deviation over the batch ----


@kernel
def add_deviation(inputs, d):
    """Fill column `d` of `inputs` with the mean deviation of the first d columns."""
    means, deviations = np.empty(d, inputs.dtype), np.empty(d, inputs.dtype)
    fill_moments(inputs, means, deviations)
    mean = inputs.dtype.type(np.sum(deviations) / d)
    for r in range(len(inputs)):
        inputs[r, d] = mean


@kernel(error_model="numpy")
def return_deviation(inputs, d, deltas):
    """Add to the first `d` columns of `deltas` what comes back from column d."""
    rows = len(inputs)
    means, deviations = np.empty(d, inputs.dtype), np.empty(d, inputs.dtype)
    fill_moments(inputs, means, deviations)
    total = 0.0
    for r in range(rows):
        total += deltas[r, d]
    share = inputs.dtype.type(total / (d * rows))
    for r in range(rows):
        for i in range(d):
            deltas[r, i] += share * (inputs[r, i] - means[i]) / deviations[i]


@kernel(error_model="numpy")
def fill_moments(inputs, means, deviations):
    """Fill both (d,) with mean and √(variance + ε) over the rows of the first d columns."""
    rows, d = len(inputs), means.size
    sums = np.zeros(d)
    for r in range(rows):
        for i in range(d):
            sums[i] += inputs[r, i]
    for i in range(d):
        means[i] = sums[i] / rows
        sums[i] = 0.0
    for r in range(rows):
        for i in range(d):
            away = inputs[r, i] - means[i]
            sums[i] += away * away
    for i in range(d):
        deviations[i] = math.sqrt(sums[i] / rows + EPSILON)


# ---- discrimination ----


@kernel(error_model="numpy")
def add_discrimination(inputs, d, T, numbers):
    """Fill the columns of `inputs` from `d` on with o, one for each `numbers` columns of T."""
    rows, kinds = len(inputs), T.shape[1] // numbers
    projected = project(inputs, d, T)
    near, sums = np.empty(rows, inputs.dtype), np.empty(rows, inputs.dtype)
    share = inputs.dtype.type(1.0 / max(rows - 1, 1))
    for b in range(kinds):
        part = projected[b * numbers : (b + 1) * numbers]
        for j in range(rows):
            sums[j] = 0.0
        for i in range(rows - 1):
            later = near[i + 1 :]
            fill_nearness(part, i, later)
            sums[i] += add_all(later, sums[i + 1 :])
        for i in range(rows):
            inputs[i, d + b] = share * sums[i]


@kernel(error_model="numpy")
def return_discrimination(inputs, d, T, numbers, deltas, grads):
    """Fill `grads` with ∂loss/∂T and add to the first `d` columns of `deltas` what comes back from
    those after them."""
    rows, kinds = len(inputs), T.shape[1] // numbers
    projected = project(inputs, d, T)
    pulls = np.zeros(projected.shape, inputs.dtype)  # (B·C, R) ∂loss/∂M
    near, pulled = np.empty(rows, inputs.dtype), np.empty(rows, inputs.dtype)
    share = inputs.dtype.type(1.0 / max(rows - 1, 1))
    for b in range(kinds):
        part = projected[b * numbers : (b + 1) * numbers]
        for j in range(rows):
            pulled[j] = share * deltas[j, d + b]
        for i in range(rows - 1):
            later, mine, others = near[i + 1 :], pulled[i], pulled[i + 1 :]
            fill_nearness(part, i, later)
            for j in range(later.size):
                later[j] *= mine + others[j]
            for c in range(numbers):
                pull = pulls[b * numbers + c]
                pull[i] += pull_apart(part[c, i], part[c, i + 1 :], later, pull[i + 1 :])
    rows_of_pulls = np.empty((rows, T.shape[1]), inputs.dtype)
    turn(pulls, rows_of_pulls)
    x = first_columns(inputs, d)
    correlate(x, rows_of_pulls, grads)
    multiply_back(rows_of_pulls, T, x)
    for r in range(rows):
        for i in range(d):
            deltas[r, i] += x[r, i]


@kernel(error_model="numpy")
def fill_nearness(part, i, near):
    """Fill `near` with exp(−‖M_i − M_j‖₁) for the rows j after i; `part` (C, R) is M turned over.

    Parts of arrays are walked through from 0: of an index i + j LLVM can't tell that it is not
    negative, and vectorises nothing.
    """
    zero = near.dtype.type(0.0)
    for j in range(near.size):
        near[j] = zero
    for c in range(len(part)):
        mine, others = part[c, i], part[c, i + 1 :]
        for j in range(near.size):
            near[j] += abs(others[j] - mine)
    if near.itemsize == 4:
        for j in range(near.size):
            near[j] = exponential(-np.float32(near[j]))
    else:
        for j in range(near.size):
            near[j] = math.exp(-near[j])


@kernel
def add_all(values, sums):
    """Add values (n,) to `sums` (n,), and return their sum."""
    total = values.dtype.type(0.0)
    for j in range(values.size):
        sums[j] += values[j]
        total += values[j]
    return total


@kernel(error_model="numpy")
def pull_apart(mine, others, weights, pulls):
    """Add to `pulls` (n,) the gradient of −|M_j − M_i| by the numbers M_j of `others`, times
    `weights`; return that by M_i, `mine`."""
    total, one = pulls.dtype.type(0.0), pulls.dtype.type(1.0)
    zero = pulls.dtype.type(0.0)
    for j in range(pulls.size):
        above = one if others[j] > mine else zero
        below = one if others[j] < mine else zero
        pull = weights[j] * (above - below)
        pulls[j] -= pull
        total += pull
    return total


@kernel
def project(inputs, d, T):
    """Return x T turned over, (B·C, R)."""
    found = np.empty((len(inputs), T.shape[1]), inputs.dtype)
    multiply(first_columns(inputs, d), T, found)
    turned = np.empty((T.shape[1], len(inputs)), inputs.dtype)
    turn(found, turned)
    return turned


@kernel
def first_columns(inputs, d):
    """Return a copy of the first `d` columns."""
    found = np.empty((len(inputs), d), inputs.dtype)
    for r in range(len(inputs)):
        for i in range(d):
            found[r, i] = inputs[r, i]
    return found
