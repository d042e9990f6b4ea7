"""Slopes of a net of one output, and gradients of what is made of them (kernels/mlp.py's arrays).

A penalty on slopes (Gulrajani et al. 2017: (‖∇_x D‖ − 1)²; R1 of Mescheder, Geiger and Nowozin
2018: ‖∇_x D‖²) is a function of s_i = ∇_x D(x_i). With v_i = ∂penalty/∂s_i held fixed, its gradient
is that of Σ_i v_i · s_i, a derivative of D along v (Pearlmutter 1994):

    t_0 = v    u_l = t_(l−1) W_l    t_l = φ′(z_l) u_l       along v;  Σ_i v_i · s_i = Σ_i u_L
    p_l = ∂D/∂z_l                   the deltas of `fill_slopes`
    q_L = 0    q_l = φ′(z_l) (q_(l+1) W_(l+1)ᵀ) + (φ″/φ′)(z_l) u_l p_l
    ∂/∂W_l = t_(l−1)ᵀ p_l + a_(l−1)ᵀ q_l       ∂/∂b_l = Σ_i q_l

q is 0 where no unit bends (RELU, LEAKY). D is the net before the activation of its output: a
verdict's logit.

    acts, deltas, tangents, curves   (≥ R·Σ sizes,), laid out alike;  grads (P,)
"""

import numpy as np

from kernels.jit import kernel
from kernels.mlp import block, flat_block, weights_and_biases
from kernels.mlp_products import correlate, multiply, multiply_back, sum_rows
from kernels.mlp_units import SIGMOID, TANH, fill_curvatures, multiply_slopes


@kernel
def fill_slopes(shape, params, rows, acts, deltas):
    """Fill `deltas` with ∂D/∂z of each layer, and its block 0 with ∂D/∂x, from `acts`."""
    sizes = shape.sizes
    last = sizes.size - 1
    flat = flat_block(sizes, rows, deltas, last)
    for i in range(flat.size):
        flat[i] = 1.0
    for layer in range(last, 0, -1):
        flat = flat_block(sizes, rows, deltas, layer)
        if layer < last:
            multiply_slopes(shape.activation, flat_block(sizes, rows, acts, layer), flat)
        weights, _ = weights_and_biases(sizes, params, layer)
        delta, below = block(sizes, rows, deltas, layer), block(sizes, rows, deltas, layer - 1)
        multiply_back(delta, weights, below)


@kernel
def add_slope_gradient(shape, params, rows, acts, deltas, tangents, curves, grads):
    """Add ∂/∂params Σ_i v_i · ∇_x D(x_i) to `grads` (P,).

    `acts` are those of `forward`, `deltas` those of `fill_slopes` (neither is changed); block 0 of
    `tangents` holds v (R, n_0). `tangents` and `curves` are used up; `curves` needs a place where
    units bend alone.
    """
    sizes = shape.sizes
    last = sizes.size - 1
    is_bent = shape.activation == TANH or shape.activation == SIGMOID
    for layer in range(1, last):
        weights, _ = weights_and_biases(sizes, params, layer)
        before, after = block(sizes, rows, tangents, layer - 1), block(sizes, rows, tangents, layer)
        multiply(before, weights, after)
        y, flat = flat_block(sizes, rows, acts, layer), flat_block(sizes, rows, tangents, layer)
        if is_bent:
            fill_curvatures(shape.activation, y, flat, flat_block(sizes, rows, curves, layer))
        multiply_slopes(shape.activation, y, flat)
    for layer in range(last, 0, -1):
        weights, biases = weights_and_biases(sizes, grads, layer)
        tangent = block(sizes, rows, tangents, layer - 1)
        add_correlation(tangent, block(sizes, rows, deltas, layer), weights)
        if is_bent and layer < last:
            curve = block(sizes, rows, curves, layer)
            add_correlation(block(sizes, rows, acts, layer - 1), curve, weights)
            add_sums(curve, biases)
        if is_bent and layer > 1:
            descend(shape, params, rows, acts, deltas, tangents, curves, layer)


@kernel
def descend(shape, params, rows, acts, deltas, tangents, curves, layer):
    """Turn block `layer` − 1 of `curves` into q, from q above it; that of `tangents` is used up."""
    sizes = shape.sizes
    weights, _ = weights_and_biases(sizes, params, layer)
    flat, p = (
        flat_block(sizes, rows, curves, layer - 1), flat_block(sizes, rows, deltas, layer - 1)
    )  # fmt: skip
    for i in range(flat.size):
        flat[i] *= p[i]
    if layer < sizes.size - 1:
        fed = flat_block(sizes, rows, tangents, layer - 1)
        below = block(sizes, rows, tangents, layer - 1)
        multiply_back(block(sizes, rows, curves, layer), weights, below)
        multiply_slopes(shape.activation, flat_block(sizes, rows, acts, layer - 1), fed)
        for i in range(flat.size):
            flat[i] += fed[i]


@kernel
def add_correlation(x, delta, out):
    """Add xᵀ δ to `out` (n, m), of x (R, n) and δ (R, m)."""
    found = np.empty(out.shape, out.dtype)
    correlate(x, delta, found)
    for i in range(len(out)):
        for j in range(out.shape[1]):
            out[i, j] += found[i, j]


@kernel
def add_sums(delta, out):
    """Add the sums of δ (R, m) over its rows to `out` (m,)."""
    found = np.empty(out.size, out.dtype)
    sum_rows(delta, found)
    for j in range(out.size):
        out[j] += found[j]
