"""The Neural Turing Machine of Graves, Wayne and Danihelka (2014, arXiv:1410.5401): its parameters.

    X inputs, Y outputs, L layers of C units of the controller, N locations of M numbers,
    R read heads, then W write heads: H in all; shifts −S … S; T steps

One step:

    u_t = [x_t, r_(t−1) of each read head]
    controller: LSTM layers (gates i, f, o and a candidate), or h = tanh(u W + b) layer by layer
    heads, from the last layer's h: key k = tanh, strength β = softplus, gate g = sigmoid,
        shift s = softmax, sharpening γ = 1 + softplus;
        of write heads also erase e = sigmoid, add a = tanh
    K_i  = k·M_i/(|k||M_i|)                     content, of the memory M_(t−1)
    wᶜ   = softmax(β K)                         (5)
    wᵍ   = g wᶜ + (1 − g) w_(t−1)               (7)
    wˢ_i = Σ_j wᵍ_(i−j) s_j                     (8)  a shift of +1 moves from slot i to slot i + 1
    w    = (wˢ)^γ/Σ (wˢ)^γ                      (9)
    M_t  = M_(t−1) ∘ Π (1 − w eᵀ) + Σ w aᵀ      (3, 4) all erases, then all adds
    r_t  = Σ_i w_i M_t(i)                       (2)
    y_t  = [h, r_t of each read head] W + b     logits of the outputs

It begins with M = 10⁻⁶ everywhere, w the softmax of learned numbers, r the tanh of learned numbers.
The paper leaves open where tanh stands, and which memory is read; this is what learns well.

Parameters are one vector (P,), in this order, matrices row after row:

    of each layer of the controller   W (n + C, 4C), b (4C): rows are its input, then its h, and
                                      columns i, f, o, candidate;  feed-forward: W (n, C), b (C)
    heads                             W (C, K), b (K): of each head k, β, g, s, γ, then e, a
    beginnings                        w (H, N), r (R, M)
    outputs                           W (C + R·M, Y), b (Y)
"""

from typing import NamedTuple

import numpy as np

from kernels.counted import far_normals

LSTM, FEED_FORWARD, LSTM_ONLY = range(3)
EMPTY = 1e-6  # every number of the memory at the beginning
SPREAD = 0.1  # of the numbers whose softmax the first weightings are
# that of the first slot is so much larger: heads that begin at one place learn to copy in 5,000
# sequences; from weightings that are spread over all slots they have not begun to in 20,000
START = 8.0


class Shape(NamedTuple):
    """How large a machine is. With LSTM_ONLY the last five are 0."""

    inputs: int
    outputs: int
    controller: int
    size: int
    layers: int
    locations: int
    width: int
    reads: int
    writes: int
    shifts: int


def head_size(shape: Shape) -> int:
    """Return how many numbers a read head is moved by: k, β, g, s, γ."""
    return shape.width + 2 * shape.shifts + 4


def emitted(shape: Shape) -> int:
    """Return how many numbers move all heads."""
    if shape.controller == LSTM_ONLY:
        return 0
    return (shape.reads + shape.writes) * head_size(shape) + shape.writes * 2 * shape.width


def forms(shape: Shape) -> dict[str, tuple[int, ...]]:
    """Return the parts of the parameters in their order, by name, with their forms."""
    found: dict[str, tuple[int, ...]] = {}
    read = shape.reads * shape.width
    before, c = shape.inputs + read, shape.size
    for k in range(shape.layers):
        if shape.controller == FEED_FORWARD:
            found[f"controller_{k}"], found[f"controller_{k}_bias"] = (before, c), (c,)
        else:
            found[f"controller_{k}"], found[f"controller_{k}_bias"] = (before + c, 4 * c), (4 * c,)
        before = c
    if shape.controller != LSTM_ONLY:
        found["heads"], found["heads_bias"] = (c, emitted(shape)), (emitted(shape),)
        found["weightings"] = (shape.reads + shape.writes, shape.locations)
        found["reads"] = (shape.reads, shape.width)
    found["outputs"], found["outputs_bias"] = (c + read, shape.outputs), (shape.outputs,)
    return found


def parameter_count(shape: Shape) -> int:
    """Return P."""
    return sum(int(np.prod(form)) for form in forms(shape).values())


def parts(shape: Shape, params: np.ndarray) -> dict[str, np.ndarray]:
    """Return views of the parameters by name."""
    found, first = {}, 0
    for name, form in forms(shape).items():
        size = int(np.prod(form))
        found[name] = params[first : first + size].reshape(form)
        first += size
    return found


def first_params(shape: Shape, key: int, params: np.ndarray) -> None:
    """Fill `params` (P,) with weights by chance, hashed from a key below 2⁶⁴: normal, of variance
    2/(n + m) (Glorot and Bengio 2010) where they are a matrix n × m. Biases are 0, that of an
    LSTM's forget gate 1 (Gers et al. 2000)."""
    normals, first = far_normals(key, params.size), 0
    for name, part in parts(shape, params).items():
        drawn = normals[first : first + part.size].reshape(part.shape)
        first += part.size
        if name.endswith("_bias"):
            part[:] = 0.0
            if name.startswith("controller") and shape.controller != FEED_FORWARD:
                part[shape.size : 2 * shape.size] = 1.0
        elif name in ("weightings", "reads"):
            part[:] = SPREAD * drawn
            if name == "weightings":
                part[:, 0] += START
        else:
            columns = shape.size if name.startswith("controller") else part.shape[1]
            part[:] = drawn * np.sqrt(2.0 / (part.shape[0] + columns))
