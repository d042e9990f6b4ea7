"""Spectral normalization: every layer's weights divided by their largest singular value.

    v ← W u/‖W u‖    u ← Wᵀ v/‖Wᵀ v‖    σ = vᵀ W u    W̄ = W/σ

(Miyato, Kataoka, Koyama and Yoshida 2018; our W is the transpose of theirs.) One step a time is
enough, because u is kept and W moves little. With u and v held fixed, as there:

    ∂loss/∂W = (∂loss/∂W̄ − ⟨∂loss/∂W̄, W̄⟩ v uᵀ)/σ

    sizes            (L + 1,) int64 of a net (kernels/mlp.py), whose weights are (n_in, n_out)
    params, used     (P,): W and b of each layer; W̄ and b
    u                (Σ n_out,): of each layer a direction of length 1, kept from time to time
    v                (Σ n_in,): what `normalize` leaves for `unnormalize`
    sigmas           (L,)
"""

import math

import numpy as np

from kernels.counted import halves
from kernels.jit import kernel
from kernels.mlp import weights_and_biases
from kernels.rbm import TAU, uniform

SMALLEST = 1e-12  # as torch has it: so short a vector has no direction


@kernel
def first_directions(sizes, key, u):
    """Fill `u` (Σ n_out,) with directions by chance, hashed from a key (uint64): normal numbers by
    Box and Muller (1958), brought to length 1."""
    low, high = halves(key)
    first = 0
    for layer in range(1, sizes.size):
        part = u[first : first + sizes[layer]]
        for i in range(part.size):
            number = np.uint32(first + i)
            near = np.float64(uniform(number, low, high))
            turn = np.float64(uniform(number, high, low))
            part[i] = math.sqrt(-2.0 * math.log(near)) * math.cos(TAU * turn)
        shorten(part)
        first += sizes[layer]


@kernel
def normalize(sizes, params, u, v, used, sigmas):
    """Take one step of the power iteration of each layer, `u` in place; fill `v`, `sigmas` and
    `used`. Weights of a layer that are all 0 stay so, and so does its u."""
    low, high = 0, 0
    for layer in range(1, sizes.size):
        weights, biases = weights_and_biases(sizes, params, layer)
        n, m = weights.shape
        left, right = v[low : low + n], u[high : high + m]
        np.dot(weights, right, left)
        shorten(left)
        felt = np.empty(m, u.dtype)
        np.dot(weights.T, left, felt)
        sigma = max(shorten(felt), SMALLEST)
        if sigma > SMALLEST:
            for j in range(m):
                right[j] = felt[j]
        sigmas[layer - 1] = sigma
        divided, kept = weights_and_biases(sizes, used, layer)
        share = u.dtype.type(1.0 / sigma)
        for i in range(n):
            for j in range(m):
                divided[i, j] = share * weights[i, j]
        for j in range(m):
            kept[j] = biases[j]
        low += n
        high += m


@kernel
def unnormalize(sizes, used, u, v, sigmas, grads):
    """Turn `grads` (P,), ∂loss/∂used, into ∂loss/∂params, in place; all else is as `normalize`
    left it."""
    low, high = 0, 0
    for layer in range(1, sizes.size):
        grad, _ = weights_and_biases(sizes, grads, layer)
        weights, _ = weights_and_biases(sizes, used, layer)
        n, m = grad.shape
        inner = np.dot(grad.ravel(), weights.ravel())
        share = u.dtype.type(1.0 / sigmas[layer - 1])
        for i in range(n):
            along = inner * v[low + i]
            for j in range(m):
                grad[i, j] = share * (grad[i, j] - along * u[high + j])
        low += n
        high += m


@kernel
def shorten(vector):
    """Bring a vector (n,) to length 1 and return the length it had; one of no length stays."""
    length = math.sqrt(np.dot(vector, vector))
    share = vector.dtype.type(1.0 / max(length, SMALLEST))
    for i in range(vector.size):
        vector[i] *= share
    return length
