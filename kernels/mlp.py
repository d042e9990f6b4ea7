"""Nets of layers that are wholly connected: what they answer, and gradients by back-propagation.

    a_0 = x     z_l = a_(l−1) W_l + b_l     a_l = φ(z_l)     l = 1 … L

(Rumelhart, Hinton and Williams 1986). R rows are answered at once; there may be no hidden layer.

    sizes    (L + 1,) int64: how many units each layer has, the input's first
    params   (P,): of each layer W (n_in, n_out) row after row, then b (n_out,)
    acts     (≥ R·Σ sizes,): block after block, block l is a_l (R, sizes[l]); block 0 is the input
    deltas   laid out like `acts`: ∂loss/∂z of each layer, of block 0 ∂loss/∂x
    grads    (P,): ∂loss/∂params; where it has no place (size 0) it is not computed

All arrays are float32, or float64 for the tests of gradients. Random weights are normal with the
variance that keeps signals of one size: 2/((1 + leak²) n_in) before rectifiers (He et al. 2015),
2/(n_in + n_out) before anything else (Glorot and Bengio 2010); biases are 0.
"""

import itertools
import math
from typing import NamedTuple

import numpy as np

from kernels.counted import far_normals
from kernels.jit import kernel
from kernels.mlp_products import correlate, multiply, multiply_back, sum_rows
from kernels.mlp_units import LEAK, LEAKY, RELU, answer, multiply_slopes


class Shape(NamedTuple):
    """How large a net is and what its units do: kinds of kernels/mlp_units.py."""

    sizes: np.ndarray  # (L + 1,) int64
    activation: int  # of hidden layers
    output: int  # of the last layer


def parameter_count(sizes: np.ndarray) -> int:
    """Return P: how many weights and biases such a net has."""
    return sum((n + 1) * m for n, m in itertools.pairwise(sizes.tolist()))


def unit_count(sizes: np.ndarray) -> int:
    """Return how many units all layers have, the input's too."""
    return int(np.sum(sizes))


@kernel
def flat_block(sizes, rows, acts, layer):
    """Return block `layer` of `acts` as a view (R·n,)."""
    first = 0
    for k in range(layer):
        first += rows * sizes[k]
    return acts[first : first + rows * sizes[layer]]


@kernel
def block(sizes, rows, acts, layer):
    """Return block `layer` of `acts` as a view (R, n)."""
    return flat_block(sizes, rows, acts, layer).reshape(rows, sizes[layer])


@kernel
def weights_and_biases(sizes, params, layer):
    """Return views of W (n_in, n_out) and b (n_out,) of layer 1 … L."""
    first = 0
    for k in range(1, layer):
        first += (sizes[k - 1] + 1) * sizes[k]
    n, m = sizes[layer - 1], sizes[layer]
    end = first + n * m
    return params[first:end].reshape(n, m), params[end : end + m]


@kernel
def forward(shape, params, rows, acts):
    """Fill blocks 1 … L of `acts` with what the layers answer to block 0."""
    sizes = shape.sizes
    last = sizes.size - 1
    for layer in range(1, last + 1):
        weights, biases = weights_and_biases(sizes, params, layer)
        after = block(sizes, rows, acts, layer)
        multiply(block(sizes, rows, acts, layer - 1), weights, after)
        answer(shape.output if layer == last else shape.activation, biases, after)


@kernel
def backward(shape, params, rows, acts, deltas, grads, to_input=True):
    """Fill `deltas` from its last block, which holds ∂loss/∂output (destroyed), down to block 0 =
    ∂loss/∂x, and `grads` (P,), if it has a place, with ∂loss/∂params. Not `to_input`: block 0 is
    left as it is (of 2 × 32 hidden units and 256 rows, 1 of 20 µs)."""
    sizes = shape.sizes
    last = sizes.size - 1
    for layer in range(last, 0, -1):
        kind = shape.output if layer == last else shape.activation
        flat = flat_block(sizes, rows, deltas, layer)
        multiply_slopes(kind, flat_block(sizes, rows, acts, layer), flat)
        delta = block(sizes, rows, deltas, layer)
        weights, _ = weights_and_biases(sizes, params, layer)
        if grads.size > 0:
            of_weights, of_biases = weights_and_biases(sizes, grads, layer)
            correlate(block(sizes, rows, acts, layer - 1), delta, of_weights)
            sum_rows(delta, of_biases)
        if layer > 1 or to_input:
            multiply_back(delta, weights, block(sizes, rows, deltas, layer - 1))


def first_params(shape: Shape, key: int, params: np.ndarray, gain: float) -> None:
    """Fill `params` (P,) with weights by chance, hashed from a key below 2⁶⁴, times `gain`; zeros
    for biases."""
    sizes, kinds = shape.sizes.tolist(), [shape.activation] * shape.sizes.size
    kinds[-1] = shape.output
    numbers = far_normals(key, sum(n * m for n, m in itertools.pairwise(sizes)))
    first, drawn = 0, 0
    for (n, m), kind in zip(itertools.pairwise(sizes), kinds[1:], strict=True):
        variance = 2.0 / (n + m)
        if kind in (RELU, LEAKY):
            leak = LEAK if kind == LEAKY else 0.0
            variance = 2.0 / ((1.0 + leak * leak) * n)
        scaled = gain * math.sqrt(variance) * numbers[drawn : drawn + n * m]
        params[first : first + n * m] = scaled
        params[first + n * m : first + (n + 1) * m] = 0.0
        first, drawn = first + (n + 1) * m, drawn + n * m
