"""Products with layers of which most units are off: only rows of units that are on are added.

A digit has ink in a fifth of its pixels, and what a machine dreams of digits in an eighth. 100 of
them times 784×256 weights then take 0.6 of the time of BLAS, which multiplies by every 0, and times
784×1024 weights half of it. Where a layer is denser than `DENSEST`, or rows of weights are shorter
than `SHORTEST`, nothing is gained: that is left to BLAS.

    layer           (R, N)  float32, mostly 0
    others          (N, M)  float32: what a layer is multiplied with; of columns (R, M)
    begins, ends    (R,)    int32: what is not 0 in row r is numbered begins[r] … ends[r] − 1
    places, values  (K,)    int32, float32: its column, and what it is
                            … or the same of columns, (N,), with their rows
"""

import numpy as np

from kernels.jit import kernel

DENSEST = 0.2
SHORTEST = 128
STRIDE = 8  # numbers that are passed over together where all of them are 0
TOGETHER = 4  # rows that are added at once

_ZERO = np.float32(0.0)


def product(layer: np.ndarray, others: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Fill and return `out` (R, M) with layer · others."""
    rows, n = layer.shape
    if others.shape[1] >= SHORTEST:
        lists = _room_for(rows, int(DENSEST * layer.size) + n)
        if list_rows(layer, *lists):
            add_up(*lists, others, out)
            return out
    return np.matmul(layer, others, out=out)


def correlation(
    first: np.ndarray, second: np.ndarray, others: np.ndarray, out: np.ndarray
) -> np.ndarray:
    """Fill and return `out` (N, M) with layerᵀ · others, the layer being `first` above `second`."""
    n = first.shape[1]
    if others.shape[1] >= SHORTEST:
        lists = _room_for(n, int(DENSEST * (first.size + second.size)) + n)
        if list_columns(first, second, *lists):
            add_up(*lists, others, out)
            return out
    return np.matmul(np.concatenate([first, second]).T, others, out=out)


def _room_for(lists: int, numbers: int) -> tuple[np.ndarray, ...]:
    begins, ends = np.empty((2, lists), np.int32)
    return begins, ends, np.empty(numbers, np.int32), np.empty(numbers, np.float32)


@kernel(inline="always")
def _is_blank(row, first):
    total = _ZERO
    for i in range(STRIDE):
        total += abs(row[first + i])
    return total == _ZERO


@kernel(inline="always")
def _note(row, first, last, count, places, values):
    """Note what is not 0. Without a branch, which would be guessed wrong half of the time: a 0 is
    written, too, and the next number over it."""
    for i in range(first, last):
        places[count], values[count] = i, row[i]
        count += 1 if row[i] != _ZERO else 0
    return count


@kernel
def list_rows(layer, begins, ends, places, values):
    """Fill the lists of a layer's rows; returns whether there was room."""
    rows, n = layer.shape
    count, whole, room = 0, n - n % STRIDE, places.size - n
    for r in range(rows):
        if count > room:
            return False
        row = layer[r]
        begins[r] = count
        for first in range(0, whole, STRIDE):
            if not _is_blank(row, first):
                count = _note(row, first, first + STRIDE, count, places, values)
        count = _note(row, whole, n, count, places, values)
        ends[r] = count
    return True


@kernel(inline="always")
def _note_of_columns(row, r, first, last, ends, places, values):
    for i in range(first, last):
        k = ends[i]
        places[k], values[k] = r, row[i]
        ends[i] = k + (1 if row[i] != _ZERO else 0)


@kernel
def list_columns(first, second, begins, ends, places, values):
    """Fill the lists of the columns of two layers, one above the other; returns whether there was
    room. Each list has room for one number more: the 0 that may be written at its end."""
    n, whole = first.shape[1], first.shape[1] - first.shape[1] % STRIDE
    ends[:] = 1
    for layer in (first, second):
        for r in range(len(layer)):
            for i in range(n):
                ends[i] += 1 if layer[r, i] != _ZERO else 0
    count = 0
    for i in range(n):
        begins[i] = count
        count += ends[i]
        ends[i] = begins[i]
    if count > places.size:
        return False
    above = 0
    for layer in (first, second):
        for r in range(len(layer)):
            row = layer[r]
            for start in range(0, whole, STRIDE):
                if not _is_blank(row, start):
                    _note_of_columns(
                        row, above + r, start, start + STRIDE, ends, places, values
                    )
            _note_of_columns(row, above + r, whole, n, ends, places, values)
        above += len(layer)
    return True


@kernel
def _add_one(out, row, factor):
    for i in range(out.size):
        out[i] += factor * row[i]


@kernel
def _add_four(out, a, b, c, d, factors):
    p, q, s, t = factors[0], factors[1], factors[2], factors[3]
    for i in range(out.size):
        out[i] += (p * a[i] + q * b[i]) + (s * c[i] + t * d[i])


@kernel
def add_up(begins, ends, places, values, others, out):
    """Fill `out` with the sums of the rows of `others` that lists name, times their values."""
    for r in range(len(out)):
        row, k, end = out[r], begins[r], ends[r]
        row[:] = _ZERO
        while k + TOGETHER <= end:
            a, b, c, d = places[k], places[k + 1], places[k + 2], places[k + 3]
            factors = values[k : k + TOGETHER]
            _add_four(row, others[a], others[b], others[c], others[d], factors)
            k += TOGETHER
        while k < end:
            _add_one(row, others[places[k]], values[k])
            k += 1
