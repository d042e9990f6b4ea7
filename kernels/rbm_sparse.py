"""Products with layers of which most units are off: only rows of units that are on are added.

A digit has ink in a fifth of its pixels, what a machine dreams of digits in an eighth: then 100 of
them times 784×256 weights take 0.7 and 0.6 of the time of BLAS, which multiplies by every 0, and
times 784×1024 weights half of it. Where layers are denser than `DENSEST`, or rows of weights are
shorter than `SHORTEST`, nothing is gained: that is left to BLAS.

    layer           (R, N)  float32, mostly 0
    others          (N, M)  float32: what a layer is multiplied with; of its transpose (R, M)
    begins, ends    (R,)    int32: what is not 0 in row r is numbered begins[r] … ends[r] − 1
    places, values  (K,)    int32, float32: in which column it is, and what
                            … or the same of columns, (N,), with their rows
"""

import numpy as np

from kernels.jit import kernel

DENSEST = 0.2
SHORTEST = 128
STRIDE = 8  # numbers that are passed over together where all of them are 0
TOGETHER = 4  # rows that are added at once

_ZERO, _NONE, _ONE = np.float32(0.0), np.int32(0), np.int32(1)


def product(layer: np.ndarray, others: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Fill and return `out` (R, M) with layer · others."""
    count = how_many(layer) if others.shape[1] >= SHORTEST else layer.size
    if count > DENSEST * layer.size:
        return np.matmul(layer, others, out=out)
    lists = _room_for(len(layer), count + 1)
    list_rows(layer, *lists)
    add_up(*lists, others, out)
    return out


def correlation(
    first: np.ndarray, second: np.ndarray, others: np.ndarray, out: np.ndarray
) -> np.ndarray:
    """Fill and return `out` (N, M) with layerᵀ · others, the layer being `first` above `second`."""
    n, size = first.shape[1], first.size + second.size
    count = how_many(first) + how_many(second) if others.shape[1] >= SHORTEST else size
    if count > DENSEST * size:
        return np.matmul(np.concatenate([first, second]).T, others, out=out)
    lists = _room_for(n, count + n)
    list_columns(first, second, *lists)
    add_up(*lists, others, out)
    return out


def _room_for(lists: int, numbers: int) -> tuple[np.ndarray, ...]:
    begins, ends = np.empty((2, lists), np.int32)
    return begins, ends, np.empty(numbers, np.int32), np.empty(numbers, np.float32)


@kernel
def how_many(layer):
    """Return how many numbers are not 0."""
    total = np.int64(0)
    for r in range(len(layer)):
        count = _NONE  # in 32 bits, so that 8 are compared at once
        for i in range(layer.shape[1]):
            count += _ONE if layer[r, i] != _ZERO else _NONE
        total += count
    return total


@kernel(inline="always")
def _is_blank(row, start):
    total = _ZERO
    for i in range(STRIDE):
        total += abs(row[start + i])
    return total == _ZERO


@kernel(inline="always")
def _note(row, start, end, count, places, values):
    """Note what is not 0. Without a branch, which would be guessed wrong half of the time: a 0 is
    noted, too, and the next number over it."""
    for i in range(start, end):
        places[count], values[count] = i, row[i]
        count += 1 if row[i] != _ZERO else 0
    return count


@kernel
def list_rows(layer, begins, ends, places, values):
    """Fill the lists of a layer's rows, with room for one number more."""
    rows, n = layer.shape
    count, whole = 0, n - n % STRIDE
    for r in range(rows):
        row = layer[r]
        begins[r] = count
        for start in range(0, whole, STRIDE):
            if not _is_blank(row, start):
                count = _note(row, start, start + STRIDE, count, places, values)
        count = _note(row, whole, n, count, places, values)
        ends[r] = count


@kernel(inline="always")
def _note_columns(row, number, start, end, ends, places, values):
    for i in range(start, end):
        k = ends[i]
        places[k], values[k] = number, row[i]
        ends[i] = k + (1 if row[i] != _ZERO else 0)


@kernel
def list_columns(first, second, begins, ends, places, values):
    """Fill the lists of the columns of two layers, one above the other, each with room for one
    number more."""
    n = first.shape[1]
    ends[:] = 1
    for layer in (first, second):
        for r in range(len(layer)):
            for i in range(n):
                ends[i] += _ONE if layer[r, i] != _ZERO else _NONE
    count = 0
    for i in range(n):
        begins[i] = count
        count += ends[i]
        ends[i] = begins[i]
    number, whole = 0, n - n % STRIDE
    for layer in (first, second):
        for r in range(len(layer)):
            row = layer[r]
            for start in range(0, whole, STRIDE):
                if not _is_blank(row, start):
                    _note_columns(row, number, start, start + STRIDE, ends, places, values)
            _note_columns(row, number, whole, n, ends, places, values)
            number += 1


@kernel
def _add_one(out, r, others, a, p):
    for j in range(others.shape[1]):
        out[r, j] += p * others[a, j]


@kernel
def _add_four(out, r, others, a, b, c, d, p, q, s, t):
    for j in range(others.shape[1]):
        out[r, j] += (p * others[a, j] + q * others[b, j]) + (s * others[c, j] + t * others[d, j])


@kernel
def add_up(begins, ends, places, values, others, out):
    """Fill `out` with the sums of the rows of `others` that lists name, times their values.

    Rows are told by their numbers: a view of one would be counted as held, at the cost of the sum.
    """
    for r in range(len(out)):
        for j in range(others.shape[1]):
            out[r, j] = _ZERO
        k, end = begins[r], ends[r]
        while k + TOGETHER <= end:
            _add_four(
                out, r, others, places[k], places[k + 1], places[k + 2], places[k + 3],
                values[k], values[k + 1], values[k + 2], values[k + 3],
            )  # fmt: skip
            k += TOGETHER
        while k < end:
            _add_one(out, r, others, places[k], values[k])
            k += 1
