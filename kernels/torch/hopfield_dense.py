"""Twins of the dense and modern energies of kernels/hopfield_batch.py, on torch tensors.

What a memory says to a unit depends on the unit only through ξ = ±1 and its value v, because
x without the unit is x − ξv. So all fields of a state come from products with the memories:

    polynomial   h = Σ_{ξ=+1} Q(x − v) − Σ_{ξ=−1} Q(x + v),  Q(y) = (1/n) Σ_j a^j b^(n−1−j),
                 a, b = (y ± 1)/N
    exponential  h = ½ ln((S₊ e^(1−v) + S₋ e^(v−1)) / (S₊ e^(−1−v) + S₋ e^(1+v))),
                 S± = Σ_{ξ=±1} e^x
    slopes       h = Σ ξ ∂G/∂x

    units (B, N), memories (N, K) int8, overlaps (B, K) float64; the rest as in hopfield.py
"""

import torch

from kernels.torch import blocks
from kernels.torch.hopfield import NEAR, noise, response, settle_on

POLYNOMIAL, EXPONENTIAL, MODERN = 0, 1, 2


def polynomial(y: torch.Tensor, n: int, degree: int) -> torch.Tensor:
    """Return Q of (B, K)."""
    a, b = (y + 1.0) / n, (y - 1.0) / n
    total, power = torch.ones_like(y), torch.ones_like(y)
    for _ in range(degree - 1):
        power = power * a
        total = total * b + power
    return total / degree


def dense_fields(
    units: torch.Tensor, memories: torch.Tensor, n: int, shape: int, degree: int, beta: float,
    is_smooth: bool, overlaps: torch.Tensor,
) -> torch.Tensor:  # fmt: skip
    """Return the fields of units (B, n') whose rows of memories are (n', K), of `n` in all."""
    if is_smooth and shape == POLYNOMIAL:
        return said((overlaps / n) ** (degree - 1), memories)
    if is_smooth:
        return said(torch.softmax(beta * overlaps, dim=-1), memories)
    v = units.double()
    if shape == POLYNOMIAL:
        none, less, more = (polynomial(overlaps - k, n, degree) for k in (0.0, 1.0, -1.0))
        known = said(0.5 * (less + more), memories)
        known += 0.5 * v * (less - more).sum(-1, keepdim=True)
        return torch.where(v == 0, said(none, memories), known)
    whole = said(torch.softmax(overlaps, dim=-1), memories)
    on, off = (0.5 * (1.0 + whole)).clamp_min(0.0), (0.5 * (1.0 - whole)).clamp_min(0.0)
    up = on * torch.exp(1.0 - v) + off * torch.exp(v - 1.0)
    down = on * torch.exp(-1.0 - v) + off * torch.exp(1.0 + v)
    return 0.5 * torch.log(up / down)


def said(weights: torch.Tensor, memories: torch.Tensor) -> torch.Tensor:
    """Return Σ_μ ξ weight (B, n') of weights (B, K)."""
    return torch.cat([weights @ memories[rows].double().T for rows in blocks(len(memories))], -1)


def dense_response(drive: torch.Tensor, shape: int, gain: float | None) -> torch.Tensor:
    """Return the new values of units; modern ones answer linearly."""
    return drive.clamp(-1.0, 1.0) if shape == MODERN else response(drive, gain)


def dense_together(
    units: torch.Tensor, pending: torch.Tensor, memories: torch.Tensor, shape: int, degree: int,
    beta: float, threshold: float, temperature: float, gain: float | None, probability: float,
    overlaps: torch.Tensor, chances: torch.Tensor | None, heat: torch.Tensor | None,
) -> int:  # fmt: skip
    """Write the next values of all units to `pending`; returns how many were near a tie."""
    n, is_smooth = units.shape[-1], shape == MODERN or gain is not None
    drive = dense_fields(units, memories, n, shape, degree, beta, is_smooth, overlaps)
    drive = drive - (threshold + noise(heat, temperature))
    new = dense_response(drive, shape, gain)
    return settle_on(units, pending, drive, new, probability, chances)


def dense_blocks(
    units: torch.Tensor, order: torch.Tensor, block: int, memories: torch.Tensor, shape: int,
    degree: int, beta: float, threshold: float, temperature: float, gain: float | None,
    overlaps: torch.Tensor, heat: torch.Tensor | None,
) -> tuple[int, int]:  # fmt: skip
    """Update units in `order`, a block together and blocks in turn; units, overlaps in place.

    Returns (how many units changed, how many were near a tie).
    """
    n, is_smooth = units.shape[-1], shape == MODERN or gain is not None
    changed = near = torch.zeros((), dtype=torch.int64, device=units.device)
    for i in order.split(block):
        old = units[..., i].double()
        drive = dense_fields(old, memories[i], n, shape, degree, beta, is_smooth, overlaps)
        drive = drive - (threshold + noise(None if heat is None else heat[..., i], temperature))
        new = dense_response(drive, shape, gain)
        change = new - old
        units[..., i] = new.to(units.dtype)
        overlaps += change @ memories[i].double()
        changed, near = changed + (change != 0).sum(), near + (drive.abs() <= NEAR).sum()
    return int(changed), int(near)
