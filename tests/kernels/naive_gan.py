"""Slow, obvious twins of a GAN's losses and of its judge: formulas as written, float64."""

from collections.abc import Callable

import numpy as np

from kernels.batch_features import KERNELS, NUMBERS
from kernels.gan import HINGE, LEAST_SQUARES, MINIMAX, NON_SATURATING
from kernels.mlp import Shape
from kernels.mlp_units import LEAKY, LINEAR, RELU, SIGMOID, TANH
from tests.kernels.naive_ising import mixed
from tests.kernels.naive_mlp import layers

MASK = 2**32 - 1
UNITS: dict[int, Callable[[np.ndarray], np.ndarray]] = {
    LINEAR: lambda x: x,
    RELU: lambda x: np.maximum(x, 0),
    LEAKY: lambda x: np.where(x > 0, x, 0.2 * x),
    TANH: np.tanh,
    SIGMOID: lambda x: 1 / (1 + np.exp(-x)),
}


def uniform(number: int, key: int) -> float:
    """The uniform of a number under a key: 31 bits of triple32 and a half."""
    low, high = mixed(key) & MASK, mixed(key) >> 32
    x = number + low & MASK
    x = (x ^ x >> 17) * 0xED5AD4BB & MASK
    x = (x ^ x >> 11 ^ high) * 0xAC4C1B51 & MASK
    x = (x ^ x >> 15) * 0x31848BAB & MASK
    return (((x ^ x >> 14) >> 1) + 0.5) / 2**31


# ---- losses of verdicts s (R,) ----


def chance(s: np.ndarray) -> np.ndarray:
    """D = σ(s)."""
    return 1 / (1 + np.exp(-s))


def real_loss(loss: int, target: float, s: np.ndarray) -> float:
    """What the discriminator loses of real rows."""
    if loss in (MINIMAX, NON_SATURATING):
        return -(target * np.log(chance(s)) + (1 - target) * np.log(1 - chance(s))).mean()
    if loss == LEAST_SQUARES:
        return ((s - target) ** 2 / 2).mean()
    return np.maximum(0, 1 - s).mean() if loss == HINGE else -s.mean()


def fake_loss(loss: int, s: np.ndarray) -> float:
    """What the discriminator loses of fakes."""
    if loss in (MINIMAX, NON_SATURATING):
        return -np.log(1 - chance(s)).mean()
    if loss == LEAST_SQUARES:
        return (s**2 / 2).mean()
    return np.maximum(0, 1 + s).mean() if loss == HINGE else s.mean()


def maker_loss(loss: int, s: np.ndarray) -> float:
    """What the generator loses of its fakes."""
    if loss == MINIMAX:
        return np.log(1 - chance(s)).mean()
    if loss == NON_SATURATING:
        return -np.log(chance(s)).mean()
    return ((s - 1) ** 2 / 2).mean() if loss == LEAST_SQUARES else -s.mean()


# ---- a judge ----


def answer(shape: Shape, params: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What a net answers (R, m) to rows (R, n)."""
    net = layers(shape, params)
    for layer, (weights, biases) in enumerate(net, start=1):
        x = UNITS[shape.output if layer == len(net) else shape.activation](x @ weights + biases)
    return x


def features(x: np.ndarray, deviation: bool, table: np.ndarray) -> np.ndarray:
    """What stands beside each row of a batch; no table (size 0): no discrimination."""
    found = [np.full((len(x), 1), np.sqrt(x.var(axis=0) + 1e-8).mean())] if deviation else []
    if table.size:
        m = (x @ table).reshape(len(x), KERNELS, NUMBERS)
        near = np.exp(-np.abs(m[:, None] - m[None]).sum(axis=-1))  # (R, R, B)
        others = 1 - np.eye(len(x))
        found.append((near * others[..., None]).sum(axis=1) / max(len(x) - 1, 1))
    return np.concatenate([np.zeros((len(x), 0)), *found], axis=1)


def divided(
    shape: Shape, params: np.ndarray, directions: list[tuple[np.ndarray, np.ndarray]]
) -> np.ndarray:
    """Weights divided by σ = vᵀ W u of each layer, biases as they are; (v, u) of each layer."""
    net = zip(layers(shape, params), directions, strict=True)
    parts = [part for (w, b), (v, u) in net for part in ((w / (v @ w @ u)).ravel(), b)]
    return np.concatenate(parts)


def turned(shape: Shape, params: np.ndarray, u: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """(v, u) of each layer one step of the power iteration on, from u (Σ n_out,)."""
    found, ends = [], np.cumsum(shape.sizes[1:])
    for (w, _), right in zip(layers(shape, params), np.split(u, ends[:-1]), strict=True):
        v = w @ right / np.linalg.norm(w @ right)
        found.append((v, v @ w / np.linalg.norm(v @ w)))
    return found


def slopes(shape: Shape, params: np.ndarray, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """∂answer/∂row (R, d) of a net of one output, by central differences of fourth order."""
    found = np.empty_like(x)
    for i in range(x.shape[1]):
        e = h * np.eye(x.shape[1])[i]
        f = [answer(shape, params, x + k * e)[:, 0] for k in (-2, -1, 1, 2)]
        found[:, i] = (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h)
    return found


def penalty(found: np.ndarray, target: float, weight: float) -> float:
    """weight · mean (‖slope‖ − target)²; of a negative target the mean of the squares."""
    lengths = np.sqrt((found**2).sum(axis=1))
    return weight * ((lengths - max(target, 0)) ** 2).mean()
