"""Twins of kernels/mlp.py, mlp_slopes.py and optimizers.py on torch tensors.

Same places: params (P,), acts, deltas, tangents, curves (≥ R·Σ sizes,), grads (P,), all float32 or
all float64, on one device, filled in place. A `Shape` stays as it is, its sizes an array of NumPy.
"""

import itertools

import torch

from kernels.mlp import Shape
from kernels.mlp_units import LEAK, LEAKY, RELU, SIGMOID, TANH
from kernels.optimizers import (
    EPSILON,
    FADING,
    FRICTION,
    GRAVES,
    GRAVES_FADING,
    GRAVES_FLOOR,
    MOMENTUM,
    RMSPROP,
    SGD,
)

NO_PLACE = 0  # the size of `grads` where no gradient of parameters is wanted


def block(shape: Shape, rows: int, acts: torch.Tensor, layer: int) -> torch.Tensor:
    """Return block `layer` of `acts` as a view (R, n)."""
    sizes = shape.sizes.tolist()
    first = rows * sum(sizes[:layer])
    return acts[first : first + rows * sizes[layer]].view(rows, sizes[layer])


def weights_and_biases(
    shape: Shape, params: torch.Tensor, layer: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return views of W (n_in, n_out) and b (n_out,) of layer 1 … L."""
    sizes = shape.sizes.tolist()
    first = sum((n + 1) * m for n, m in itertools.pairwise(sizes[:layer]))
    n, m = sizes[layer - 1], sizes[layer]
    end = first + n * m
    return params[first:end].view(n, m), params[end : end + m]


def forward(shape: Shape, params: torch.Tensor, rows: int, acts: torch.Tensor) -> None:
    """Fill blocks 1 … L of `acts` with what the layers answer to block 0."""
    for layer in range(1, len(shape.sizes)):
        weights, biases = weights_and_biases(shape, params, layer)
        y = block(shape, rows, acts, layer)
        torch.addmm(biases, block(shape, rows, acts, layer - 1), weights, out=y)
        activate(kind_of(shape, layer), y)


def backward(
    shape: Shape, params: torch.Tensor, rows: int, acts: torch.Tensor, deltas: torch.Tensor,
    grads: torch.Tensor, to_input: bool = True,
) -> None:  # fmt: skip
    """Fill `deltas` from its last block, ∂loss/∂output (destroyed), down to block 0 = ∂loss/∂x
    (left as it is if not `to_input`), and `grads`, if it has a place, with ∂loss/∂params."""
    for layer in range(len(shape.sizes) - 1, 0, -1):
        delta, below = (block(shape, rows, deltas, k) for k in (layer, layer - 1))
        delta.mul_(slopes(kind_of(shape, layer), block(shape, rows, acts, layer)))
        if grads.numel() > NO_PLACE:
            of_weights, of_biases = weights_and_biases(shape, grads, layer)
            torch.mm(block(shape, rows, acts, layer - 1).T, delta, out=of_weights)
            torch.sum(delta, dim=0, out=of_biases)
        if layer > 1 or to_input:
            torch.mm(delta, weights_and_biases(shape, params, layer)[0].T, out=below)


def fill_slopes(
    shape: Shape, params: torch.Tensor, rows: int, acts: torch.Tensor, deltas: torch.Tensor
) -> None:
    """Fill `deltas` with ∂D/∂z of each layer, and its block 0 with ∂D/∂x, D a single output before
    its activation."""
    block(shape, rows, deltas, len(shape.sizes) - 1).fill_(1.0)
    logit = shape._replace(output=0)
    backward(logit, params, rows, acts, deltas, deltas[:NO_PLACE])


def add_slope_gradient(
    shape: Shape, params: torch.Tensor, rows: int, acts: torch.Tensor, deltas: torch.Tensor,
    tangents: torch.Tensor, curves: torch.Tensor, grads: torch.Tensor,
) -> None:  # fmt: skip
    """Add ∂/∂params Σ_i v_i · ∇_x D(x_i) to `grads`; block 0 of `tangents` holds v (R, n_0), which
    and `curves` are used up. Equations in kernels/mlp_slopes.py."""
    last, kind = len(shape.sizes) - 1, shape.activation
    is_bent = kind in (TANH, SIGMOID)
    for layer in range(1, last):
        y, tangent = (block(shape, rows, a, layer) for a in (acts, tangents))
        weights, _ = weights_and_biases(shape, params, layer)
        torch.mm(block(shape, rows, tangents, layer - 1), weights, out=tangent)
        if is_bent:
            bend = 2.0 * y if kind == TANH else 2.0 * y - 1.0
            torch.mul(-bend, tangent, out=block(shape, rows, curves, layer))
        tangent.mul_(slopes(kind, y))
    for layer in range(last, 0, -1):
        of_weights, of_biases = weights_and_biases(shape, grads, layer)
        p, q = (block(shape, rows, a, layer) for a in (deltas, curves)) if is_bent else (
            block(shape, rows, deltas, layer), None)  # fmt: skip
        of_weights.addmm_(block(shape, rows, tangents, layer - 1).T, p)
        if q is None:
            continue
        if layer == last:
            q.zero_()
        y = block(shape, rows, acts, layer - 1)
        of_weights.addmm_(y.T, q)
        of_biases.add_(q.sum(dim=0))
        if layer > 1:
            weights, _ = weights_and_biases(shape, params, layer)
            below = block(shape, rows, curves, layer - 1)
            below.mul_(block(shape, rows, deltas, layer - 1)).add_(q @ weights.T * slopes(kind, y))


def update(
    kind: int, params: torch.Tensor, grads: torch.Tensor, first: torch.Tensor,
    second: torch.Tensor, count: int, rate: float, beta1: float, beta2: float,
) -> None:  # fmt: skip
    """Move `params` once, and with them the moments that this kind has; `count` from 1."""
    if kind == SGD:
        params.add_(grads, alpha=-rate)
    elif kind == MOMENTUM:
        params.add_(first.mul_(FRICTION).add_(grads), alpha=-rate)
    elif kind == RMSPROP:
        second.mul_(FADING).addcmul_(grads, grads, value=1.0 - FADING)
        params.addcdiv_(grads, second.sqrt().add_(EPSILON), value=-rate)
    elif kind == GRAVES:
        square, mean = second.view(2, -1)
        fresh = 1.0 - GRAVES_FADING
        square.mul_(GRAVES_FADING).addcmul_(grads, grads, value=fresh)
        mean.mul_(GRAVES_FADING).add_(grads, alpha=fresh)
        depth = (square - mean * mean + GRAVES_FLOOR).sqrt_()
        params.add_(first.mul_(FRICTION).addcdiv_(grads, depth, value=-rate))
    else:
        first.lerp_(grads, 1.0 - beta1)
        second.mul_(beta2).addcmul_(grads, grads, value=1.0 - beta2)
        scale = (1.0 - beta2**count) ** -0.5
        depth = second.sqrt().mul_(scale).add_(EPSILON)
        params.addcdiv_(first, depth, value=-rate / (1.0 - beta1**count))


def kind_of(shape: Shape, layer: int) -> int:
    """Return what the units of a layer do."""
    return shape.output if layer == len(shape.sizes) - 1 else shape.activation


def activate(kind: int, y: torch.Tensor) -> None:
    """Turn what units feel into what they answer, in place."""
    if kind == RELU:
        y.relu_()
    elif kind == LEAKY:
        torch.nn.functional.leaky_relu_(y, LEAK)
    elif kind == TANH:
        y.tanh_()
    elif kind == SIGMOID:
        y.sigmoid_()


def slopes(kind: int, y: torch.Tensor) -> torch.Tensor | float:
    """Return φ′ where units answer y."""
    if kind == RELU:
        return (y > 0).to(y.dtype)
    if kind == LEAKY:
        return (y > 0).to(y.dtype).mul_(1.0 - LEAK).add_(LEAK)
    if kind == TANH:
        return 1.0 - y * y
    return y * (1.0 - y) if kind == SIGMOID else 1.0
