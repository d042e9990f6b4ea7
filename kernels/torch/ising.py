"""Twins of kernels/ising.py on torch tensors: whole halves of many lattices at once, bit for bit.

units     (B, N)  int8, in place
limits    (4, 5)  int64 array, or (B, 4, 5): those of each lattice
keys      (B,)    uint64 array
pinned    (N,)    bool; bonds (4, N) int8; evidence (N,) int8; or None
"""

import numpy as np
import torch

from kernels.torch.counted import random_bits


def fields(units: torch.Tensor, side: int, half: int, bonds: torch.Tensor | None) -> torch.Tensor:
    """Return F (B, N/2) int8 of the spins of a half."""
    others = units.view(-1, 2, side, side // 2)[:, 1 - half]
    across = torch.empty_like(others)
    across[:, half::2] = others[:, half::2].roll(1, -1)
    across[:, 1 - half :: 2] = others[:, 1 - half :: 2].roll(-1, -1)
    parts = [others.roll(1, -2), others.roll(-1, -2), others, across]
    if bonds is not None:
        parts = [p * b for p, b in zip(parts, bonds.view(4, 2, side, -1)[:, half], strict=True)]
    total = parts[0] + parts[1]
    return total.add_(parts[2]).add_(parts[3]).flatten(1)


def update_half(
    units: torch.Tensor, side: int, half: int, limits: np.ndarray, keys: np.ndarray,
    pinned: torch.Tensor | None, bonds: torch.Tensor | None, evidence: torch.Tensor | None,
    is_metropolis: bool,
) -> torch.Tensor:  # fmt: skip
    """Update half 0 or 1; returns the changes (B, 4) int64 of flips, B, M and Y."""
    n = side * side // 2
    here = slice(half * n, half * n + n)
    own, seen = units[:, here], None if evidence is None else evidence[here]
    last = torch.from_numpy((limits - 1).astype(np.int32)).to(units.device)
    last = last.expand(len(units), 4, 5)
    bits = random_bits(half * n, n, keys, units.device)
    total = fields(units, side, half, bonds)
    ranks = _ranks(bits, own if is_metropolis else None, seen, last)
    new = (total + 4 >= ranks).to(torch.int8).mul_(2).sub_(1)
    if pinned is not None:
        new = torch.where(pinned[here], own, new)
    change = new - own
    own.copy_(new)
    agreed = change[:, :0] if seen is None else change * seen
    parts = change != 0, change * total, change, agreed
    return torch.stack([_sum(part) for part in parts], dim=-1)


def _ranks(
    bits: torch.Tensor, own: torch.Tensor | None, seen: torch.Tensor | None, last: torch.Tensor
) -> torch.Tensor:
    """Return twice the ranks (B, N/2) int8, by spins `own` and evidence `seen` where given."""
    if own is not None:
        down, up = (_ranks(bits, None, seen, last[:, kind:]) for kind in (0, 2))
        return torch.where(own > 0, up, down)
    if seen is not None:
        against, agreeing = (_ranks(bits, None, None, last[:, kind:]) for kind in (0, 1))
        return torch.where(seen > 0, agreeing, against)
    ranks = torch.zeros(bits.shape, dtype=torch.int8, device=bits.device)
    for k in range(5):
        ranks += bits > last[:, 0, k, None]
    return ranks.mul_(2)


def update_lattice(
    units: torch.Tensor, side: int, limits: np.ndarray, keys: np.ndarray,
    pinned: torch.Tensor | None, bonds: torch.Tensor | None, evidence: torch.Tensor | None,
    is_metropolis: bool,
) -> torch.Tensor:  # fmt: skip
    """Update every spin once; returns the changes (B, 4) int64 of flips, B, M and Y."""
    rest = limits, keys, pinned, bonds, evidence, is_metropolis
    return update_half(units, side, 0, *rest) + update_half(units, side, 1, *rest)


def _sum(values: torch.Tensor) -> torch.Tensor:
    """Return sums (B,) int64; they fit int32, which is added 3 times as fast."""
    return values.sum(-1, dtype=torch.int32).long()


def measure(
    units: torch.Tensor, side: int, bonds: torch.Tensor | None, evidence: torch.Tensor | None
) -> torch.Tensor:
    """Return B, M and Y (B, 3) int64."""
    half = units[:, : side * side // 2]  # every bond has one end here
    agreed = units[:, :0] if evidence is None else units * evidence
    parts = half * fields(units, side, 0, bonds), units, agreed
    return torch.stack([_sum(part) for part in parts], dim=-1)
