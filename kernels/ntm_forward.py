"""Playing a sequence through a Neural Turing Machine: equations in kernels/ntm.py.

float32, or float64 as the tests of gradients have it. No finite weights make a number that is not
finite: exponents are cut before they are raised, norms and shifted weightings have floors.
"""

import math

import numpy as np

from kernels.jit import kernel
from kernels.mixture import logarithm
from kernels.mlp_units import SIGMOID, TANH, bend
from kernels.ntm import EMPTY, FEED_FORWARD, LSTM_ONLY
from kernels.rbm import exponential

FLOOR = 1e-16  # of a shifted weighting: sharpening takes its logarithm
SMALLEST = 1e-12  # of the squares of a key or a row of memory, summed
_F = np.float32


@kernel(error_model="numpy")
def softmax(x, out):
    """Fill `out` (n,) with the softmax of x (n,)."""
    most = x[0]
    for i in range(x.size):
        most = max(most, x[i])
    total = x[0] * 0.0
    if x.itemsize == 4:
        for i in range(x.size):
            out[i] = exponential(_F(max(x[i] - most, _F(-80.0))))
    else:
        for i in range(x.size):
            out[i] = math.exp(x[i] - most)
    for i in range(x.size):
        total += out[i]
    for i in range(x.size):
        out[i] /= total


@kernel(error_model="numpy")
def logarithms(x, out):
    """Fill `out` (n,) with ln x of x (n,) from FLOOR to about 1."""
    if x.itemsize == 4:
        for i in range(x.size):
            out[i] = logarithm(_F(x[i]))
    else:
        for i in range(x.size):
            out[i] = math.log(x[i])


@kernel
def softplus(x):
    """Return ln(1 + eˣ)."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


@kernel
def first_of_layer(shape, steps, layer):
    """Return where in the parameters, and in `inputs`, a layer begins, and how many rows it has."""
    c, own = shape.size, 0 if shape.controller == FEED_FORWARD else shape.size
    columns = c if shape.controller == FEED_FORWARD else 4 * c
    rows = shape.inputs + shape.reads * shape.width + own
    first, begin = 0, 0
    for _ in range(layer):
        first += (rows + 1) * columns
        begin += steps * rows
        rows = c + own
    return first, begin, rows


@kernel
def begin(shape, params, first, tape):
    """Put the memory, the weightings and what was read before the first step; `first` is where
    they lie among the parameters. Return where the outputs' weights lie."""
    heads, n = tape.w.shape[1], shape.locations
    tape.hidden[0] = 0.0
    tape.cell[0] = 0.0
    if shape.controller == LSTM_ONLY:
        return first
    tape.memory[0] = EMPTY
    for h in range(heads):
        softmax(params[first + h * n : first + (h + 1) * n], tape.w[0, h])
    first += heads * n
    for r in range(shape.reads):
        for m in range(shape.width):
            tape.reads[0, r, m] = math.tanh(params[first])
            first += 1
    return first


@kernel
def control(shape, params, x, t, steps, tape):
    """Let the controller answer to row x and what was read last."""
    c, size = shape.size, shape.reads * shape.width
    for layer in range(shape.layers):
        first, start, rows = first_of_layer(shape, steps, layer)
        row = tape.inputs[start + t * rows : start + (t + 1) * rows]
        if layer == 0:
            row[: x.size] = x
            row[x.size : x.size + size] = tape.reads[t].reshape(-1)
        else:
            row[:c] = tape.hidden[t + 1, layer - 1]
        if shape.controller == FEED_FORWARD:
            weights = params[first : first + rows * c].reshape(rows, c)
            out = tape.hidden[t + 1, layer]
            np.dot(row, weights, out)
            out += params[first + rows * c : first + (rows + 1) * c]
            bend(TANH, out)
        else:
            row[rows - c :] = tape.hidden[t, layer]
            weights = params[first : first + rows * 4 * c].reshape(rows, 4 * c)
            gates = tape.gates[t, layer]
            np.dot(row, weights, gates)
            gates += params[first + rows * 4 * c : first + (rows + 1) * 4 * c]
            bend(SIGMOID, gates[: 3 * c])
            bend(TANH, gates[3 * c :])
            cell, hidden = tape.cell[t + 1, layer], tape.hidden[t + 1, layer]
            for j in range(c):
                cell[j] = gates[c + j] * tape.cell[t, layer, j] + gates[j] * gates[3 * c + j]
                hidden[j] = cell[j]
            bend(TANH, hidden)
            for j in range(c):
                hidden[j] *= gates[2 * c + j]


@kernel
def emit(shape, params, first, t, tape):
    """Let the controller say where the heads are to go, and what to write."""
    c, k = shape.size, tape.emitted.shape[1]
    said = tape.emitted[t]
    np.dot(tape.hidden[t + 1, shape.layers - 1], params[first : first + c * k].reshape(c, k), said)
    said += params[first + c * k : first + (c + 1) * k]
    m, place = shape.width, 0
    for h in range(tape.w.shape[1]):
        tape.keys[t, h] = said[place : place + m]
        bend(TANH, tape.keys[t, h])
        tape.beta[t, h] = softplus(said[place + m])
        tape.gate[t, h] = 1.0 / (1.0 + math.exp(min(-said[place + m + 1], 80.0)))
        softmax(said[place + m + 2 : place + m + 2 + tape.shift.shape[2]], tape.shift[t, h])
        place += m + 2 + tape.shift.shape[2]
        tape.gamma[t, h] = 1.0 + softplus(said[place])
        place += 1
        if h >= shape.reads:
            tape.erase[t, h - shape.reads] = said[place : place + m]
            bend(SIGMOID, tape.erase[t, h - shape.reads])
            tape.add[t, h - shape.reads] = said[place + m : place + 2 * m]
            bend(TANH, tape.add[t, h - shape.reads])
            place += 2 * m


@kernel
def measure_rows(memory, norms):
    """Fill `norms` (N,) with the lengths of the rows of a memory (N, M)."""
    for i in range(memory.shape[0]):
        total = memory[i, 0] * 0.0
        for m in range(memory.shape[1]):
            total += memory[i, m] * memory[i, m]
        norms[i] = math.sqrt(total + SMALLEST)


@kernel
def compare(key, memory, norms, out):
    """Fill `out` (N,) with the cosine of a key (M,) and each row; return the key's length."""
    total = key[0] * 0.0
    for m in range(key.size):
        total += key[m] * key[m]
    size = key.dtype.type(math.sqrt(total + SMALLEST))
    np.dot(memory, key, out)
    for i in range(out.size):
        out[i] /= norms[i] * size
    return size


@kernel
def shift_by(gated, shift, out):
    """Fill `out` (N,) with a weighting that is shifted, FLOOR at least."""
    n, reach = gated.size, shift.size // 2
    for i in range(n):
        out[i] = FLOOR
    for j in range(shift.size):
        step = (j - reach) % n
        s = shift[j]
        for i in range(step, n):
            out[i] += gated[i - step] * s
        for i in range(step):
            out[i] += gated[n - step + i] * s


@kernel
def address(t, h, tape, scratch):
    """Find where a head looks: stages (5) to (9). `scratch` has room for N numbers."""
    n = tape.w.shape[2]
    compare(tape.keys[t, h], tape.memory[t], tape.norms[t], tape.similarity[t, h])
    beta, gate, gamma = tape.beta[t, h], tape.gate[t, h], tape.gamma[t, h]
    for i in range(n):
        scratch[i] = beta * tape.similarity[t, h, i]
    softmax(scratch, tape.content[t, h])
    rest = tape.gate.dtype.type(1.0) - gate
    for i in range(n):
        tape.gated[t, h, i] = gate * tape.content[t, h, i] + rest * tape.w[t, h, i]
    shift_by(tape.gated[t, h], tape.shift[t, h], tape.shifted[t, h])
    logarithms(tape.shifted[t, h], scratch)
    for i in range(n):
        scratch[i] *= gamma
    softmax(scratch, tape.w[t + 1, h])


@kernel
def write(t, reads, tape):
    """Erase, then add."""
    before, after = tape.memory[t], tape.memory[t + 1]
    n, m = before.shape
    one = before.dtype.type(1.0)
    after[:] = before
    for k in range(tape.erase.shape[1]):
        erase, weighting = tape.erase[t, k], tape.w[t + 1, reads + k]
        for i in range(n):
            for j in range(m):
                after[i, j] *= one - weighting[i] * erase[j]
    for k in range(tape.add.shape[1]):
        add, weighting = tape.add[t, k], tape.w[t + 1, reads + k]
        for i in range(n):
            for j in range(m):
                after[i, j] += weighting[i] * add[j]


@kernel
def forward(shape, params, x, tape):
    """Play the rows x (T, X) from the beginning, and note all of it on the tape."""
    steps, c, k = len(x), shape.size, tape.emitted.shape[1]
    first, _, _ = first_of_layer(shape, steps, shape.layers)
    has_memory = shape.controller != LSTM_ONLY
    last = begin(shape, params, first + (c + 1) * k, tape)
    scratch = np.empty(shape.locations, x.dtype)
    for t in range(steps):
        control(shape, params, x[t], t, steps, tape)
        if has_memory:
            emit(shape, params, first, t, tape)
            measure_rows(tape.memory[t], tape.norms[t])
            for h in range(tape.w.shape[1]):
                address(t, h, tape, scratch)
            write(t, shape.reads, tape)
            for r in range(shape.reads):
                np.dot(tape.w[t + 1, r], tape.memory[t + 1], tape.reads[t + 1, r])
        tape.told[t, :c] = tape.hidden[t + 1, shape.layers - 1]
        tape.told[t, c:] = tape.reads[t + 1].reshape(-1)
    rows, y = tape.told.shape[1], shape.outputs
    np.dot(tape.told[:steps], params[last : last + rows * y].reshape(rows, y), tape.logits[:steps])
    tape.logits[:steps] += params[last + rows * y : last + (rows + 1) * y]
