"""Twin of the ticks of kernels/boltzmann.py on torch tensors: thousands of chains at once.

    units      (C, N)  int8, fields (C, N) and energies (C,) float64, in place
    couplings  (N, N)  float64
    picks      (T, C)  int64: the unit that each chain updates in each tick
    uniforms   (T, C)  float64
    temperatures (C,)  float64
    best       (N,)    int8, best_energy (1,) float64, in place

Picks and uniforms are drawn by `kernels.boltzmann.draw_updates`, so every back end sees the same.
Sums are made flip by flip in the same order: units and fields have the same bits, unless a random
number falls on the last bit of a probability.
"""

import torch


def chance(drive: torch.Tensor, temperatures: torch.Tensor) -> torch.Tensor:
    """Return 1/(1 + exp(−drive/T)), at T = 0 its limit."""
    cold = (drive > 0).double() + 0.5 * (drive == 0).double()
    warm = torch.sigmoid(drive / torch.where(temperatures > 0, temperatures, 1.0))
    return torch.where(temperatures > 0, warm, cold)


def acceptance(rise: torch.Tensor, temperatures: torch.Tensor) -> torch.Tensor:
    """Return min(1, exp(−rise/T)), at T = 0 its limit."""
    warm = torch.exp(-rise.clamp(min=0) / torch.where(temperatures > 0, temperatures, 1.0))
    return torch.where(temperatures > 0, warm, (rise <= 0).double())


def tick(
    units: torch.Tensor, fields: torch.Tensor, energies: torch.Tensor, couplings: torch.Tensor,
    low: int, temperatures: torch.Tensor, picks: torch.Tensor, uniforms: torch.Tensor,
    is_metropolis: bool, best: torch.Tensor, best_energy: torch.Tensor,
) -> torch.Tensor:  # fmt: skip
    """Run T ticks; returns how many updates changed a unit, (C,) float64."""
    rows = torch.arange(units.shape[0], device=units.device)
    span = float(1 - low)
    changed = torch.zeros(units.shape[0], dtype=torch.float64, device=units.device)
    for pick, uniform in zip(picks, uniforms, strict=True):
        felt = fields[rows, pick]
        old = units[rows, pick]
        drive = span * felt
        if is_metropolis:
            flips = uniform < acceptance(torch.where(old == 1, drive, -drive), temperatures)
            new = torch.where(flips, 1 + low - old, old)
        else:
            new = torch.where(uniform < chance(drive, temperatures), 1, low).to(torch.int8)
        change = (new - old).double()
        units[rows, pick] = new.to(torch.int8)
        energies -= change * felt
        fields += change[:, None] * couplings[pick]
        changed += change != 0
        lowest, chain = energies.min(0)
        is_better = lowest < best_energy - 1e-9
        best.copy_(torch.where(is_better, units[chain], best))
        best_energy.copy_(torch.where(is_better, lowest, best_energy))
    return changed
