"""Gradients of a Neural Turing Machine, back through all steps of a tape (kernels/ntm.py).

    loss = Σ over steps that count, Σ over outputs, ζ(y) − target · y,  ζ(y) = ln(1 + eʸ)   nats

the cross entropy of the bits. Derivatives of the stages, with ∂ = ∂loss/∂:

    sharpen   ∂ln wˢ = γ w (∂w − Σ w ∂w)                ∂γ = Σ w (∂w − Σ w ∂w) ln wˢ
    shift     ∂wᵍ_k = Σ_j ∂wˢ_(k+j) s_j                 ∂s_j = Σ_i ∂wˢ_i wᵍ_(i−j)
    gate      ∂wᶜ = g ∂wᵍ;  ∂w_(t−1) = (1 − g) ∂wᵍ      ∂g = Σ ∂wᵍ (wᶜ − w_(t−1))
    content   ∂K = β wᶜ (∂wᶜ − Σ wᶜ ∂wᶜ)                ∂β = Σ K wᶜ (∂wᶜ − Σ wᶜ ∂wᶜ)
    cosine    ∂M_i = ∂K_i (k/(|k||M_i|) − K_i M_i/|M_i|²), and the same of k
    write     ∂M_(t−1) = ∂M Π (1 − w e);  ∂w_i = Σ ∂M_i (a − e M), M what the other heads leave

Gradients by weights are sums of outer products over steps: one product of matrices at the end.
"""

import math

import numpy as np

from kernels.jit import kernel
from kernels.mlp_units import TANH, bend
from kernels.ntm import FEED_FORWARD, LSTM_ONLY
from kernels.ntm_forward import first_of_layer, logarithms


@kernel
def lose(logits, targets, mask, deltas):
    """Return the loss (nats) of logits (T, Y), and fill `deltas` with its derivative; count the
    steps where `mask` (T,) is not 0."""
    total = 0.0
    for t in range(len(mask)):
        for j in range(logits.shape[1]):
            deltas[t, j] = 0.0
            if mask[t] != 0.0:
                y = np.float64(logits[t, j])
                small = math.exp(-abs(y))
                share = (1.0 if y >= 0.0 else small) / (1.0 + small)
                total += max(y, 0.0) + math.log1p(small) - targets[t, j] * y
                deltas[t, j] = share - targets[t, j]
    return total


@kernel
def wrong_bits(logits, targets, mask):
    """Return how many outputs, cut at ½, are not their targets."""
    count = 0
    for t in range(len(mask)):
        if mask[t] != 0.0:
            for j in range(logits.shape[1]):
                count += int((logits[t, j] > 0.0) != (targets[t, j] > 0.5))
    return count


@kernel
def add_product(x, delta, out):
    """Fill `out` (n·m,) with xᵀ δ of x (T, n) and δ (T, m)."""
    n, m = x.shape[1], delta.shape[1]
    np.dot(x.T, delta, out.reshape(n, m))


@kernel
def add_rows(delta, out):
    """Fill `out` (m,) with the sum of the rows of δ (T, m)."""
    out[:] = 0.0
    for t in range(len(delta)):
        for j in range(out.size):
            out[j] += delta[t, j]


@kernel
def unread(t, reads, of_read, of_w, of_memory, tape):
    """Go back through reading: add to what comes to the weightings and to the memory."""
    memory = tape.memory[t + 1]
    n, m = memory.shape
    for r in range(reads):
        w, delta = tape.w[t + 1, r], of_read[r]
        for i in range(n):
            total = w[0] * w.dtype.type(0.0)
            for j in range(m):
                total += memory[i, j] * delta[j]
                of_memory[i, j] += w[i] * delta[j]
            of_w[r, i] += total


@kernel
def unwrite(t, reads, of_w, of_memory, of_erase, of_add, scratch, tape):
    """Go back through writing; `of_memory` becomes that of the memory before."""
    memory = tape.memory[t]
    n, m = memory.shape
    one, writes = memory.dtype.type(1.0), tape.erase.shape[1]
    for k in range(writes):
        w, erase, add = tape.w[t + 1, reads + k], tape.erase[t, k], tape.add[t, k]
        of_erase[k] = 0.0
        of_add[k] = 0.0
        scratch[:] = memory
        for other in range(writes):
            if other != k:
                v, wiped = tape.w[t + 1, reads + other], tape.erase[t, other]
                for i in range(n):
                    for j in range(m):
                        scratch[i, j] *= one - v[i] * wiped[j]
        for i in range(n):
            total = w[0] * w.dtype.type(0.0)
            for j in range(m):
                delta = of_memory[i, j]
                left = delta * scratch[i, j]
                total += delta * add[j] - left * erase[j]
                of_erase[k, j] -= left * w[i]
                of_add[k, j] += delta * w[i]
            of_w[reads + k, i] += total
    for k in range(writes):
        w, erase = tape.w[t + 1, reads + k], tape.erase[t, k]
        for i in range(n):
            for j in range(m):
                of_memory[i, j] *= one - w[i] * erase[j]


@kernel
def descend(weighting, delta, out):
    """Fill `out` with w (∂w − Σ w ∂w): back through a softmax."""
    mean = weighting[0] * weighting.dtype.type(0.0)
    for i in range(weighting.size):
        mean += weighting[i] * delta[i]
    for i in range(weighting.size):
        out[i] = weighting[i] * (delta[i] - mean)


@kernel
def unshift(gated, shift, delta, of_shift, out):
    """Fill `out` (N,) and `of_shift` (2S + 1,): back through the circular shift."""
    n, reach = gated.size, shift.size // 2
    out[:] = 0.0
    for j in range(shift.size):
        step, s = (j - reach) % n, shift[j]
        total = s * shift.dtype.type(0.0)
        for i in range(step, n):
            out[i - step] += delta[i] * s
            total += delta[i] * gated[i - step]
        for i in range(step):
            out[n - step + i] += delta[i] * s
            total += delta[i] * gated[n - step + i]
        of_shift[j] = total


@kernel
def unaddress(t, h, of_w, of_memory, of_key, of_shift, numbers, room, tape):
    """Go back through the stages of a head. `of_w` (N,) becomes that of the weighting before;
    `of_memory` and `of_key` are added to; `numbers` becomes ∂β, ∂g, ∂γ."""
    n, m = tape.memory.shape[1], tape.memory.shape[2]
    bent, back = room[0], room[1]
    beta, gate, gamma = tape.beta[t, h], tape.gate[t, h], tape.gamma[t, h]
    zero = of_w[0] * of_w.dtype.type(0.0)
    # sharpen
    shifted = tape.shifted[t, h]
    descend(tape.w[t + 1, h], of_w, bent)
    logarithms(shifted, back)
    total = zero
    for i in range(n):
        total += bent[i] * back[i]
        bent[i] = gamma * bent[i] / shifted[i]
    numbers[2] = total
    # shift
    unshift(tape.gated[t, h], tape.shift[t, h], bent, of_shift, back)
    # gate
    content, before = tape.content[t, h], tape.w[t, h]
    total, rest = zero, of_w.dtype.type(1.0) - gate
    for i in range(n):
        total += back[i] * (content[i] - before[i])
        of_w[i] = rest * back[i]
        back[i] *= gate
    numbers[1] = total
    # content
    descend(content, back, bent)
    alike, norms, key = tape.similarity[t, h], tape.norms[t], tape.keys[t, h]
    total, square = zero, zero
    for j in range(m):
        square += key[j] * key[j]
    size = of_w.dtype.type(math.sqrt(square + 1e-12))
    for i in range(n):
        total += bent[i] * alike[i]
        bent[i] *= beta
    numbers[0] = total
    # cosine
    total *= beta / (size * size)
    memory = tape.memory[t]
    for j in range(m):
        of_key[j] = -total * key[j]
    for i in range(n):
        a = bent[i] / (norms[i] * size)
        b = bent[i] * alike[i] / (norms[i] * norms[i])
        for j in range(m):
            of_key[j] += a * memory[i, j]
            of_memory[i, j] += a * key[j] - b * memory[i, j]


@kernel
def unemit(t, reads, of_keys, of_shift, numbers, of_erase, of_add, tape, out):
    """Fill `out` (K,): back through what bends the numbers that move the heads."""
    m, place = tape.keys.shape[2], 0
    for h in range(tape.w.shape[1]):
        for j in range(m):
            out[place + j] = of_keys[h, j] * (1.0 - tape.keys[t, h, j] ** 2)
        gate = tape.gate[t, h]
        out[place + m] = numbers[h, 0] * -math.expm1(-tape.beta[t, h])
        out[place + m + 1] = numbers[h, 1] * gate * (1.0 - gate)
        place += m + 2
        turns = of_shift.shape[1]
        descend(tape.shift[t, h], of_shift[h], out[place : place + turns])
        out[place + turns] = numbers[h, 2] * -math.expm1(1.0 - tape.gamma[t, h])
        place += turns + 1
        if h >= reads:
            for j in range(m):
                erase, add = tape.erase[t, h - reads, j], tape.add[t, h - reads, j]
                out[place + j] = of_erase[h - reads, j] * erase * (1.0 - erase)
                out[place + m + j] = of_add[h - reads, j] * (1.0 - add * add)
            place += 2 * m


@kernel
def uncontrol(shape, params, t, steps, of_hidden, of_cell, of_read, deltas, row, room, tape):
    """Go back through the controller. `of_hidden` and `of_cell` (L, C) become those of the step
    before, `of_read` (R·M,) that of what was read; `deltas` (L, T, m) is filled at t."""
    c, is_lstm = shape.size, shape.controller != FEED_FORWARD
    one = params.dtype.type(1.0)
    for layer in range(shape.layers - 1, -1, -1):
        first, _, rows = first_of_layer(shape, steps, layer)
        delta, hidden = deltas[layer, t], of_hidden[layer]
        if is_lstm:
            gates, bent = tape.gates[t, layer], room[:c]
            bent[:] = tape.cell[t + 1, layer]
            bend(TANH, bent)
            for j in range(c):
                i, f, o, new = gates[j], gates[c + j], gates[2 * c + j], gates[3 * c + j]
                u = bent[j]
                cell = of_cell[layer, j] + hidden[j] * o * (one - u * u)
                delta[j] = cell * new * i * (one - i)
                delta[c + j] = cell * tape.cell[t, layer, j] * f * (one - f)
                delta[2 * c + j] = hidden[j] * u * o * (one - o)
                delta[3 * c + j] = cell * i * (one - new * new)
                of_cell[layer, j] = cell * f
        else:
            for j in range(c):
                y = tape.hidden[t + 1, layer, j]
                delta[j] = hidden[j] * (one - y * y)
        columns = delta.size
        weights = params[first : first + rows * columns].reshape(rows, columns)
        np.dot(weights, delta, row[:rows])
        hidden[:] = 0.0
        if is_lstm:
            hidden[:] = row[rows - c : rows]
        if layer > 0:
            of_hidden[layer - 1] += row[:c]
        else:
            of_read[:] = row[shape.inputs : shape.inputs + of_read.size]


@kernel
def backward(shape, params, x, targets, mask, tape, grads):
    """Fill `grads` (P,) from a tape on which the rows x (T, X) were played; return the loss of
    targets (T, Y) at the steps where `mask` (T,) is not 0."""
    steps, c, k = len(x), shape.size, tape.emitted.shape[1]
    n, m, reads, heads = shape.locations, shape.width, shape.reads, tape.w.shape[1]
    number, has_memory = params.dtype, shape.controller != LSTM_ONLY
    at_heads, _, _ = first_of_layer(shape, steps, shape.layers)
    at_begin = at_heads + (c + 1) * k
    at_outputs = at_begin + heads * n + reads * m
    told, y = tape.told.shape[1], shape.outputs

    of_logits = np.empty((steps, y), number)
    loss = lose(tape.logits, targets, mask, of_logits)
    of_told = np.empty((steps, told), number)
    end = at_outputs + told * y
    np.dot(of_logits, params[at_outputs:end].reshape(told, y).T, of_told)
    add_product(tape.told[:steps], of_logits, grads[at_outputs:end])
    add_rows(of_logits, grads[end : end + y])

    columns = c if shape.controller == FEED_FORWARD else 4 * c
    deltas = np.zeros((shape.layers, steps, columns), number)
    of_emitted = np.zeros((steps, k), number)
    of_hidden, of_cell = np.zeros((shape.layers, c), number), np.zeros((shape.layers, c), number)
    of_read = np.zeros(reads * m, number)
    row, room = np.empty(shape.inputs + reads * m + 2 * c, number), np.empty(c, number)
    of_w, of_memory = np.zeros((heads, n), number), np.zeros((n, m), number)
    of_keys, of_shift = np.zeros((heads, m), number), np.zeros((heads, tape.shift.shape[2]), number)
    of_erase, of_add = np.zeros((shape.writes, m), number), np.zeros((shape.writes, m), number)
    numbers, scratch = np.zeros((heads, 3), number), np.empty((n, m), number)
    halves = np.empty((2, n), number)

    for t in range(steps - 1, -1, -1):
        last = of_hidden[shape.layers - 1]
        last += of_told[t, :c]
        if has_memory:
            of_read += of_told[t, c:]
            unread(t, reads, of_read.reshape(reads, m), of_w, of_memory, tape)
            unwrite(t, reads, of_w, of_memory, of_erase, of_add, scratch, tape)
            for h in range(heads):
                unaddress(
                    t, h, of_w[h], of_memory, of_keys[h], of_shift[h], numbers[h], halves, tape
                )
            unemit(t, reads, of_keys, of_shift, numbers, of_erase, of_add, tape, of_emitted[t])
            np.dot(params[at_heads : at_heads + c * k].reshape(c, k), of_emitted[t], room)
            last += room
        uncontrol(shape, params, t, steps, of_hidden, of_cell, of_read, deltas, row, room, tape)

    for layer in range(shape.layers):
        first, start, rows = first_of_layer(shape, steps, layer)
        block = tape.inputs[start : start + steps * rows].reshape(steps, rows)
        add_product(block, deltas[layer], grads[first : first + rows * columns])
        add_rows(deltas[layer], grads[first + rows * columns : first + (rows + 1) * columns])
    if has_memory:
        hidden = np.ascontiguousarray(tape.hidden[1 : steps + 1, shape.layers - 1])
        add_product(hidden, of_emitted, grads[at_heads : at_heads + c * k])
        add_rows(of_emitted, grads[at_heads + c * k : at_begin])
        for h in range(heads):
            descend(tape.w[0, h], of_w[h], grads[at_begin + h * n : at_begin + (h + 1) * n])
        first = at_begin + heads * n
        for j in range(reads * m):
            r = tape.reads[0].reshape(-1)[j]
            grads[first + j] = of_read[j] * (1 - r * r)
    return loss
