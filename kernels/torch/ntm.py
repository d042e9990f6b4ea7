"""The twin of the Neural Turing Machine's kernels (kernels/ntm.py) on torch tensors, many sequences
at once: eager, and with torch's own gradients, so that nothing of ours is derived twice.

Same parameters (P,), float32 or float64, on a device. What all heads do is one operation: columns
of the heads' weights are put in the order of what bends them, so that a step takes one product for
the controller and one for the heads, however many there are.

    B sequences of T steps; x (B, T, X); H heads, N locations of M numbers
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, softplus

from kernels.ntm import EMPTY, FEED_FORWARD, LSTM_ONLY, Shape, forms
from kernels.ntm_forward import FLOOR, SMALLEST
from kernels.ntm_learning import Learned, Sequences, Way
from kernels.torch import tensor
from kernels.torch.mlp import update

Parts = dict[str, torch.Tensor]
Weighting = torch.Tensor  # (B, H, N)


class Played(NamedTuple):
    """What came of sequences. The weightings are those of each step, in the paper's stages; of
    `w` the first is that before the first step."""

    logits: torch.Tensor  # (B, T, Y)
    w: torch.Tensor  # (B, T + 1, H, N)
    content: torch.Tensor  # (B, T, H, N)
    gated: torch.Tensor  # (B, T, H, N)
    shifted: torch.Tensor  # (B, T, H, N)


class Moves(NamedTuple):
    """What the controller wants of the heads in a step."""

    keys: torch.Tensor  # (B, H, M)
    beta: torch.Tensor  # (B, H, 1)
    gate: torch.Tensor  # (B, H, 1)
    shift: torch.Tensor  # (B, H, 2S + 1)
    gamma: torch.Tensor  # (B, H, 1)
    erase: torch.Tensor  # (B, W, M)
    add: torch.Tensor  # (B, W, M)


# ---- parameters ----


def parts(shape: Shape, params: torch.Tensor) -> Parts:
    """Return views of the parameters by name."""
    found = forms(shape)
    pieces = params.split([int(np.prod(form)) for form in found.values()])
    return {name: p.view(form) for (name, form), p in zip(found.items(), pieces, strict=True)}


@cache
def columns(shape: Shape) -> np.ndarray:
    """Return the order (K,) of the heads' columns: what tanh bends (all keys, then all adds), what
    the sigmoid does (g, e), what softplus does (β, γ), then all shifts."""
    m, turns = shape.width, 2 * shape.shifts + 1
    kinds = np.repeat(list("kbgsy"), (m, 1, 1, turns, 1))
    more = np.repeat(list("ea"), m)
    heads = [kinds] * shape.reads + [np.append(kinds, more)] * shape.writes
    return np.concatenate([np.flatnonzero(np.concatenate(heads) == kind) for kind in "kagebys"])


# ---- a step ----


def controller_of(shape: Shape, p: Parts, x: torch.Tensor) -> Callable[..., torch.Tensor]:
    """Return what makes h (B, C) of the last layer from a step's number and what was read
    (B, R·M), called step after step. The products with x are made here, for all steps at once."""
    count, steps, inputs = x.shape
    bent = p["controller_0"].split([inputs, p["controller_0"].shape[0] - inputs])
    told = torch.addmm(p["controller_0_bias"], x.reshape(-1, inputs), bent[0])
    rows = told.view(count, steps, -1).unbind(1)
    weights = [bent[1], *(p[f"controller_{k}"] for k in range(1, shape.layers))]
    biases = [p[f"controller_{k}_bias"] for k in range(shape.layers)]
    hidden = [x.new_zeros(count, shape.size) for _ in range(shape.layers)]
    cell = list(hidden)

    def control(t: int, read: torch.Tensor) -> torch.Tensor:
        below = read
        for k in range(shape.layers):
            bias = rows[t] if k == 0 else biases[k]
            if shape.controller == FEED_FORWARD:
                below = torch.addmm(bias, below, weights[k]).tanh()
                continue
            z = torch.addmm(bias, torch.cat([below, hidden[k]], 1), weights[k])
            gates, new = z.split([3 * shape.size, shape.size], 1)
            i, f, o = gates.sigmoid().chunk(3, 1)
            cell[k] = torch.addcmul(f * cell[k], i, new.tanh())
            below = hidden[k] = o * cell[k].tanh()
        return below

    return control


def moves_of(shape: Shape, said: torch.Tensor) -> Moves:
    """Return what is said to the heads, said (B, K) with its columns in order."""
    heads, writes, m = shape.reads + shape.writes, shape.writes, shape.width
    bent, cut, soft, turned = said.split(
        [(heads + writes) * m, heads + writes * m, 2 * heads, heads * (2 * shape.shifts + 1)], 1
    )
    keys, add = bent.tanh().view(-1, heads + writes, m).split([heads, writes], 1)
    gate, erase = cut.sigmoid().split([heads, writes * m], 1)
    beta, gamma = softplus(soft).unsqueeze(2).split(heads, 1)
    shift = turned.view(len(said), heads, -1).softmax(2)
    return Moves(
        keys, beta, gate.unsqueeze(2), shift, 1.0 + gamma, erase.view(-1, writes, m), add
    )  # fmt: skip


def address(moves: Moves, memory: torch.Tensor, w: Weighting) -> tuple[Weighting, ...]:
    """Return the weightings of all heads after each stage, wᶜ, wᵍ, wˢ and w."""
    keys = moves.keys
    lengths = torch.rsqrt(memory.square().sum(2) + SMALLEST).unsqueeze(1)
    strength = moves.beta * torch.rsqrt(keys.square().sum(2, keepdim=True) + SMALLEST)
    content = (torch.bmm(keys, memory.transpose(1, 2)) * lengths * strength).softmax(2)
    gated = torch.lerp(w, content, moves.gate)
    shifted = shift_by(gated, moves.shift)
    return content, gated, shifted, (shifted.log() * moves.gamma).softmax(2)


def shift_by(gated: Weighting, shift: torch.Tensor) -> Weighting:
    """Return weightings that are shifted, FLOOR at least."""
    # rolled copies: of a gather, an unfolded view and a convolution none was faster for shifts of
    # one slot, and all were half as fast for 32 sequences at once
    reach, shares = shift.shape[2] // 2, shift.split(1, 2)
    found = torch.addcmul(gated.new_tensor(FLOOR), gated, shares[reach])
    for j in range(1, reach + 1):
        found = torch.addcmul(found, gated.roll(j, 2), shares[reach + j])
        found = torch.addcmul(found, gated.roll(-j, 2), shares[reach - j])
    return found


def write(moves: Moves, memory: torch.Tensor, w: Weighting) -> torch.Tensor:
    """Return the memory after all write heads, of weightings w (B, W, N), erased, then added."""
    places = w.transpose(1, 2)  # (B, N, W)
    for head in range(w.shape[1]):
        share = places[:, :, head : head + 1] * moves.erase[:, head : head + 1]
        memory = torch.addcmul(memory, memory, share, value=-1.0)
    return torch.baddbmm(memory, places, moves.add)


# ---- sequences ----


def forward(shape: Shape, params: torch.Tensor, x: torch.Tensor) -> Played:
    """Play x (B, T, X) from the beginning; autograd knows how the logits hang on `params`."""
    p, (count, steps, _) = parts(shape, params), x.shape
    heads, n = shape.reads + shape.writes, shape.locations
    control = controller_of(shape, p, x)
    told, found = [], []
    w, memory, read = x.new_zeros(count, heads, n), None, x.new_zeros(count, 0)
    if shape.controller != LSTM_ONLY:
        order = torch.as_tensor(columns(shape), device=x.device)
        weights, bias = p["heads"].index_select(1, order), p["heads_bias"].index_select(0, order)
        w = p["weightings"].softmax(1).expand(count, heads, n)
        memory = x.new_full((count, n, shape.width), EMPTY)
        read = p["reads"].tanh().view(1, -1).expand(count, -1)
    before = w
    for t in range(steps):
        h = control(t, read)
        told.append(h)
        if memory is not None:
            moves = moves_of(shape, torch.addmm(bias, h, weights))
            stages = address(moves, memory, w)
            w = stages[-1]
            at, to = w.split([shape.reads, shape.writes], 1)
            memory = write(moves, memory, to)
            read = torch.bmm(at, memory).flatten(1)
            told.append(read)
            found.append(stages)
    rows = torch.cat(told, 1).view(count * steps, -1)
    logits = torch.addmm(p["outputs_bias"], rows, p["outputs"]).view(count, steps, -1)
    if memory is None:
        nothing = x.new_zeros(count, steps, 0, 0)
        return Played(logits, x.new_zeros(count, steps + 1, 0, 0), *[nothing] * 3)
    content, gated, shifted, after = (torch.stack(each, 1) for each in zip(*found, strict=True))
    w = torch.cat([before.unsqueeze(1), after], 1)
    return Played(logits, w, content, gated, shifted)


def losses(logits: torch.Tensor, targets: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return the loss (B,), nats, of each sequence where its mask (B, T) is 1."""
    each = binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return (each.sum(2) * mask).sum(1)


def wrong_bits(logits: torch.Tensor, targets: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return how many outputs (B,), cut at ½, are not their targets."""
    is_wrong = (logits > 0.0) != (targets > 0.5)
    return (is_wrong.sum(2) * (mask != 0.0)).sum(1)


# ---- learning ----


class Trainer:
    """Training on a device. Weights and moments come and go as arrays of NumPy."""

    def __init__(self, shape: Shape, device: str = "cpu"):
        self.shape, self.device = shape, device

    def train(
        self, way: Way, sequences: Sequences, params: np.ndarray, first: np.ndarray,
        second: np.ndarray, updates: int, learned: Learned,
    ) -> int:  # fmt: skip
        """Learn all sequences, as kernels/ntm_learning.py's `train`: same arrays, filled alike.
        Sequences of a batch are played side by side, the shorter ones on to the end of the
        longest: what comes after an end counts for nothing."""
        values, m, v = (tensor(array, self.device) for array in (params, first, second))
        values.requires_grad_()
        count, done = len(sequences.steps), 0
        for begin in range(0, count - way.batch + 1, way.batch):
            rows = slice(begin, begin + way.batch)
            steps = int(sequences.steps[rows].max())
            x, targets, mask = (
                tensor(array[rows, :steps], self.device) for array in sequences[:3]
            )  # fmt: skip
            logits = forward(self.shape, values, x).logits
            lost = losses(logits, targets, mask)
            (gradient,) = torch.autograd.grad(lost.mean(), values)
            with torch.no_grad():
                learned.losses[rows] = lost.cpu()
                learned.wrong[rows] = wrong_bits(logits, targets, mask).cpu()
                norm = learned.norms[begin // way.batch] = float(gradient.double().norm())
                if not np.isfinite(norm):
                    continue
                if 0.0 < way.clip < norm:
                    gradient.mul_(way.clip / norm)
                done += 1
                update(
                    way.optimizer, values, gradient, m, v, updates + done, way.rate, 0.9, 0.999
                )  # fmt: skip
        for array, moved in ((params, values), (first, m), (second, v)):
            array[:] = moved.detach().cpu().numpy()
        return done
