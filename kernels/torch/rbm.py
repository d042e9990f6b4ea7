"""Twins of kernels/rbm_layers.py on torch tensors: whole layers, and many steps in one call.

    visible (L, C, V), hidden (L, C, H)   float32 states of C chains at L temperatures; what is
                                          expected of them beside; a single layer is (R, V), (R, H)
    keys    (L,) and so on                uint64 arrays, on this machine's processor
    scales  (L, 1, 1)                     float32: inverse temperatures

Every random number is the one that kernels/rbm.py hashes from the same key, and all arithmetic is
in float32: states are the same but where a random number falls on the last digits of a probability.
"""

import itertools
import math
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import one_hot, softplus

from kernels.rbm_layers import Machine
from kernels.torch import tensor
from kernels.torch.counted import random_bits

TAU = 2.0 * math.pi
Pair = tuple[torch.Tensor, torch.Tensor]  # what is expected, and states drawn with it


@dataclass(frozen=True)
class Twin:
    """A `Machine` on a device."""

    weights: torch.Tensor  # (V, H) float32
    visible_biases: torch.Tensor  # (V,)
    hidden_biases: torch.Tensor  # (H,)
    is_gaussian: bool
    pixels: int  # the visible units after them are a softmax group


def machine_on(machine: Machine, device: str) -> Twin:
    """Return a copy of a machine on a device."""
    weights, outer, inner = (
        tensor(a, device) for a in (machine.weights, machine.visible_biases, machine.hidden_biases)
    )
    return Twin(weights, outer, inner, machine.is_gaussian, machine.pixels)


def uniforms(like: torch.Tensor, keys: np.ndarray, is_swapped: bool = False) -> torch.Tensor:
    """Return a uniform for every number of a tensor (L, C, N), counted from 0 for each key."""
    bits = random_bits(0, like[0].numel(), keys, like.device, is_swapped)
    return (bits >> 8).view(like.shape).float().add_(0.5).mul_(2.0**-23)


# ---- one layer ----


def hidden_means(machine: Twin, visible: torch.Tensor) -> torch.Tensor:
    """Return p(h = 1 | v)."""
    return torch.sigmoid(visible @ machine.weights + machine.hidden_biases)


def visible_means(machine: Twin, hidden: torch.Tensor) -> torch.Tensor:
    """Return the expectations of the visible units."""
    means, d = hidden @ machine.weights.T + machine.visible_biases, machine.pixels
    if not machine.is_gaussian:
        means[..., :d] = torch.sigmoid(means[..., :d])
    means[..., d:] = torch.softmax(means[..., d:], dim=-1)
    return means


def draw_hidden(machine: Twin, visible: torch.Tensor, key: np.uint64, scale: np.float32) -> Pair:
    """Return p(h = 1 | v) and states, (R, H) both."""
    drawn = _draw_hidden(machine, visible[None], np.array([key]), float(scale))
    return drawn[0][0], drawn[1][0]


def draw_visible(
    machine: Twin, hidden: torch.Tensor, biases: torch.Tensor, key: np.uint64, scale: np.float32
) -> Pair:
    """Return the expectations of the visible units and states, (R, V) both; biases (V,) are those
    at this temperature."""
    drawn = _draw_visible(machine, hidden[None], np.array([key]), float(scale), biases)
    return drawn[0][0], drawn[1][0]


def _draw_hidden(
    machine: Twin, visible: torch.Tensor, keys: np.ndarray, scales: torch.Tensor | float
) -> Pair:
    return _turn_on(scales * (visible @ machine.weights) + scales * machine.hidden_biases, keys)


def _draw_visible(
    machine: Twin, hidden: torch.Tensor, keys: np.ndarray, scales: torch.Tensor | float,
    biases: torch.Tensor | None = None,
) -> Pair:  # fmt: skip
    if biases is None:
        biases = machine.visible_biases * (1.0 if machine.is_gaussian else scales)
    felt, d = scales * (hidden @ machine.weights.T) + biases, machine.pixels
    drawn = (_spread if machine.is_gaussian else _turn_on)(felt[..., :d], keys)
    if felt.shape[-1] == d:
        return drawn
    labels = _turn_one_on(felt[..., d:], ~keys)
    return torch.cat([drawn[0], labels[0]], dim=-1), torch.cat([drawn[1], labels[1]], dim=-1)


def _turn_on(felt: torch.Tensor, keys: np.ndarray) -> Pair:
    means = torch.sigmoid(felt)
    return means, (uniforms(means, keys) < means).float()


def _turn_one_on(felt: torch.Tensor, keys: np.ndarray) -> Pair:
    """The same of a softmax group, with a uniform for each row."""
    heights = torch.exp(felt - felt.amax(dim=-1, keepdim=True))
    passed = heights.cumsum(dim=-1)
    total = passed[..., -1:]
    chosen = (uniforms(total, keys) * total >= passed).sum(dim=-1)
    last = felt.shape[-1] - 1
    return heights / total, one_hot(chosen.clamp_max_(last), last + 1).float()


def _spread(means: torch.Tensor, keys: np.ndarray) -> Pair:
    """Gaussians of variance 1, by Box and Muller."""
    near, turn = uniforms(means, keys).double(), uniforms(means, keys, is_swapped=True).double()
    far = torch.sqrt(-2.0 * torch.log(near)) * torch.cos(TAU * turn)
    return means, means + far.float()


# ---- many steps ----


def gibbs(
    machine: Twin, visible: torch.Tensor, scales: torch.Tensor, keys: np.ndarray
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Take K steps; returns the visible states, their expectations and the hidden states of the
    last one. keys (K, L, 2), scales (L,)"""
    means, hidden, scales = visible, visible, scales[:, None, None]
    for step in keys:
        _, hidden = _draw_hidden(machine, visible, step[:, 0], scales)
        means, visible = _draw_visible(machine, hidden, step[:, 1], scales)
    return visible, means, hidden


def diverge(machine: Twin, hidden: torch.Tensor, keys: np.ndarray) -> Pair:
    """Go k steps away from hidden states (R, H); returns the visible ones (R, V) to which that
    leads, and p(h = 1 | v) there. keys (2k − 1,)"""
    _, visible = _draw_visible(machine, hidden[None], keys[:1], 1.0)
    scales = torch.ones(1, device=hidden.device)
    visible = gibbs(machine, visible, scales, keys[1:].reshape(-1, 1, 2))[0][0]
    return visible, hidden_means(machine, visible)


def anneal(
    machine: Twin, visible: torch.Tensor, logs: torch.Tensor, first: torch.Tensor,
    betas: np.ndarray, keys: np.ndarray,
) -> Pair:  # fmt: skip
    """Bring chains (C, V) from one inverse temperature (T + 1,) to the next; returns where they
    come to, and the logarithms of their weights (C,) float64. keys (T, 2)"""
    moved = (machine.visible_biases - first).double()
    if machine.is_gaussian:  # their biases are the same at all temperatures
        moved[: machine.pixels] = 0.0
    for (before, after), key in zip(itertools.pairwise(betas.tolist()), keys, strict=True):
        felt = visible @ machine.weights
        before_sum, after_sum = (
            softplus((beta * felt + beta * machine.hidden_biases).double()).sum(dim=-1)
            for beta in (before, after)
        )
        logs = logs + after_sum - before_sum + (after - before) * (visible.double() @ moved)
        biases = (1.0 - after) * first + after * machine.visible_biases
        _, hidden = _turn_on(after * felt[None] + after * machine.hidden_biases, key[:1])
        visible = _draw_visible(machine, hidden, key[1:], after, biases)[1][0]
    return visible, logs


def correlation(
    visible: torch.Tensor, hidden: torch.Tensor, dreamt: torch.Tensor, answers: torch.Tensor
) -> torch.Tensor:
    """Return ⟨v h⟩ (V, H) over rows, minus that over the machine's own."""
    return visible.T @ (hidden / len(visible)) - dreamt.T @ (answers / len(dreamt))
