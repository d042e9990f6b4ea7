"""Twins of kernels/hopfield_batch.py on torch tensors: pairwise weights as two thin factors.

    units    (B, N)  int8 or float64; one state (N,) wherever (B, N) is
    pending  (B, N)  as units
    order    (N,)    int64
    right    (N, R)  int8 or float64
    left     (N, R)  int8 or float64
    diagonal (N,)    float64
    sums     (B, R)  float64
    chances, heat    (B, N) float64, or None

Sums of whole numbers (Hebb, two-valued units) are exact in any order, so that decisions are those
of the Numba twin unit for unit; sums of fractions differ in the last bits, which matters only in
units that are counted as near a tie.
"""

import torch

from kernels.torch import blocks, exact_type

TIE, NEAR = 1e-12, 1e-9


def measure(units: torch.Tensor, columns: torch.Tensor) -> torch.Tensor:
    """Return the sums (B, R) float64 of units along columns."""
    dtype = exact_type(units, columns, len(columns))
    total = units.new_zeros((*units.shape[:-1], columns.shape[1]), dtype=torch.float64)
    for rows in blocks(len(columns)):
        total += units[..., rows].to(dtype) @ columns[rows].to(dtype)
    return total


def fields(
    units: torch.Tensor, left: torch.Tensor, diagonal: torch.Tensor, own: float, sums: torch.Tensor
) -> torch.Tensor:
    """Return the fields (B, N) float64 that units feel."""
    largest = float(sums.abs().sum(-1).max()) if sums.numel() else 0.0
    dtype = exact_type(units, left, largest)
    h = torch.empty(units.shape, dtype=torch.float64, device=units.device)
    for rows in blocks(len(left)):
        h[..., rows] = (sums.to(dtype) @ left[rows].to(dtype).T).double()
    return (h + (own - 1.0) * diagonal * units) / diagonal.numel()


def noise(heat: torch.Tensor | None, temperature: float) -> torch.Tensor | float:
    """Return what a temperature adds to thresholds, from uniforms."""
    if heat is None or temperature <= 0.0:
        return 0.0
    return 0.5 * temperature * torch.log(heat / (1.0 - heat))


def response(drive: torch.Tensor, gain: float | None) -> torch.Tensor:
    """Return the new values: signs, int8 (a tie is +1), or tanh(gain · drive)."""
    if gain is None:
        return (drive >= -TIE).to(torch.int8).mul_(2).sub_(1)  # torch.where: 7 times slower
    return torch.tanh(gain * drive)


def decide_together(
    units: torch.Tensor, pending: torch.Tensor, left: torch.Tensor, diagonal: torch.Tensor,
    own: float, threshold: float, temperature: float, gain: float | None, probability: float,
    sums: torch.Tensor, chances: torch.Tensor | None, heat: torch.Tensor | None,
) -> int:  # fmt: skip
    """Write the next values of all units to `pending`; returns how many were near a tie."""
    drive = fields(units, left, diagonal, own, sums) - (threshold + noise(heat, temperature))
    return settle_on(units, pending, drive, response(drive, gain), probability, chances)


def settle_on(
    units: torch.Tensor, pending: torch.Tensor, drive: torch.Tensor, new: torch.Tensor,
    probability: float, chances: torch.Tensor | None,
) -> int:  # fmt: skip
    """Write `new` to `pending` for the units that are to be updated; count those near a tie."""
    near = drive.abs() <= NEAR
    if chances is not None:
        is_updated = chances < probability
        near &= is_updated
        new = torch.where(is_updated, new, units.to(new.dtype))
    pending.copy_(new)
    return int(near.sum())


def update_blocks(
    units: torch.Tensor, order: torch.Tensor, block: int, right: torch.Tensor, left: torch.Tensor,
    diagonal: torch.Tensor, own: float, threshold: float, temperature: float,
    gain: float | None, sums: torch.Tensor, heat: torch.Tensor | None,
) -> tuple[int, int]:  # fmt: skip
    """Update units in `order`, a block together and blocks in turn; units, sums in place.

    Returns (how many units changed, how many were near a tie).
    """
    dtype = exact_type(units, left, left.numel()), exact_type(units, right, len(right))
    changed = near = torch.zeros((), dtype=torch.int64, device=units.device)
    for i in order.split(block):
        old = units[..., i].double()
        totals = (sums.to(dtype[0]) @ left[i].to(dtype[0]).T).double()
        drive = (totals + (own - 1.0) * diagonal[i] * old) / diagonal.numel()
        drive -= threshold + noise(None if heat is None else heat[..., i], temperature)
        new = response(drive, gain)
        change = new - old
        units[..., i] = new.to(units.dtype)
        sums += change.to(dtype[1]) @ right[i].to(dtype[1])
        changed, near = changed + (change != 0).sum(), near + (drive.abs() <= NEAR).sum()
    return int(changed), int(near)
