"""What a Boltzmann machine hands to torch: whole sweeps of grids, and ticks of many chains.

Torch is loaded by the first call. Every random number comes from the same words as with Numba, so
the spins of grids come out bit for bit the same.
"""

from typing import Any

import numpy as np

FULL = "The CUDA device has too little memory for this machine; PyTorch goes on with it on the CPU."
MANY = 256  # chains of a table of couplings from which on torch computes them all at once


class Elsewhere:
    """Computes on the device of a back end; a full device is left for the processor, in words."""

    def __init__(self, backend: str):
        self.backend, self.notice = backend, ""
        self._kept: tuple[tuple[Any, ...], list[Any]] = ((), [])

    def sweep(
        self, units: np.ndarray, side: int, limits: np.ndarray, keys: np.ndarray,
        pinned: np.ndarray | None, bonds: np.ndarray | None, evidence: np.ndarray | None,
        is_metropolis: bool,
    ) -> np.ndarray:  # fmt: skip
        """Update every spin of lattices (B, N) once, in place; returns the changes (B, 4) of
        flips, B, M and Y."""
        from kernels.torch import array, ising, tensor

        def work(device: str) -> np.ndarray:
            held, tied, seen = self._on_device((pinned, bonds, evidence), device)
            there = tensor(units, device)
            changes = ising.update_lattice(
                there, side, limits, keys, held, tied, seen, is_metropolis
            )
            units[:] = array(there)
            return array(changes)

        return self._try(work)

    def tick(
        self, s: Any, couplings: np.ndarray, low: int, temperatures: np.ndarray,
        picks: np.ndarray, uniforms: np.ndarray, is_metropolis: bool,
    ) -> np.ndarray:  # fmt: skip
        """Run ticks of all chains of a state; returns how many changed a unit, (C,)."""
        from kernels.torch import array, boltzmann, tensor

        names = ("units", "fields", "energies", "best", "best_energy")

        def work(device: str) -> np.ndarray:
            units, fields, energies, best, best_energy = there = [
                tensor(getattr(s, name), device) for name in names
            ]
            (table,) = self._on_device((couplings,), device)
            heat, which, uniform = (tensor(x, device) for x in (temperatures, picks, uniforms))
            changed = boltzmann.tick(
                units, fields, energies, table, low, heat, which, uniform, is_metropolis, best,
                best_energy,
            )  # fmt: skip
            for name, values in zip(names, there, strict=True):
                getattr(s, name)[:] = array(values)
            return array(changed)

        return self._try(work)

    def _try(self, work: Any) -> np.ndarray:
        from kernels.torch import DEVICES, OutOfMemory

        try:
            return work(DEVICES[self.backend])
        except OutOfMemory:
            if self.backend != "cuda":
                raise
            self.backend, self.notice, self._kept = "torch", FULL, ((), [])
            return work(DEVICES["torch"])

    def _on_device(self, arrays: tuple[np.ndarray | None, ...], device: str) -> list[Any]:
        """Return arrays that don't change as tensors; they stay there as long as they are asked
        for."""
        from kernels.torch import tensor

        key = (device, *arrays)
        if len(key) != len(self._kept[0]) or any(
            a is not b for a, b in zip(key[1:], self._kept[0][1:], strict=True)
        ):  # fmt: skip
            self._kept = key, [None if a is None else tensor(a, device) for a in arrays]
        return self._kept[1]
