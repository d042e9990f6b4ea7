"""Calls every kernel of the Boltzmann machine once with each kind of array it will be given."""

from typing import Any

import numpy as np

from kernels import boltzmann as kernels
from kernels import boltzmann_exact, counted, ising_clusters
from kernels import words as random_words
from simulator.core.frozen import frozen
from simulator.models.boltzmann_state import BoltzmannParameters

GENERAL: dict[str, Any] = {"network": "general", "chains": 2}
GRID: dict[str, Any] = {"network": "lattice", "side": 4, "chains": 2}
GLASS: dict[str, Any] = {"network": "spin-glass", "couplings": "lattice", "side": 4, "chains": 1}
PICTURE: dict[str, Any] = {"network": "picture", "side": 4, "chains": 1}
MACHINES: tuple[dict[str, Any], ...] = (
    {**GENERAL}, {**GENERAL, "sampler": "metropolis"}, {**GENERAL, "sampler": "replica-exchange"},
    {**GENERAL, "data": "xor"}, {"network": "spin-glass", "units": 30},
    {**GRID}, {**GRID, "sampler": "metropolis"}, {**GRID, "sampler": "wolff"},
    {**GRID, "sampler": "replica-exchange"}, GLASS, {**GLASS, "sampler": "metropolis"}, PICTURE,
    {**PICTURE, "sampler": "metropolis"}, {"network": "lattice", "side": 64, "chains": 1},
)  # fmt: skip


def call_every_kernel(model_class: Any) -> None:
    """Run every kind of machine a little, free and with held units."""
    for values in MACHINES:
        model = model_class(0, BoltzmannParameters(**values))
        model.advance(model.steps_to("sweep") + 1)
        if model.parameters.is_grid:
            model.act("pin=0,0")
            model.advance(model.steps_to("sweep") + 1)
            model.snapshot()
        elif not model.parameters.is_learning:
            model.act("clamp=0:1")
            model.advance(2)
        else:
            model.advance(model.steps_to("cycle"))
    _call_alone()


def _call_alone() -> None:
    """What small machines leave to NumPy, and what only invariants and other back ends call."""
    words = random_words.seeded(0)
    kernels.chance(0.5, 1.0)
    kernels.acceptance(0.5, 1.0)
    kernels.draw_updates(1, 1, 2, np.empty((1, 1), np.int64), np.empty((1, 1)), words)
    couplings, fields = np.zeros((2, 2)), np.zeros(2)
    boltzmann_exact.all_energies(couplings, fields, 1.0, 0.0, np.empty(4))
    boltzmann_exact.pair_sums(np.full(4, 0.25), np.zeros((2, 2)))
    counted.fill_bits(0, np.uint64(1), np.empty(1, np.int32))
    spins, members = np.ones(16, np.int8), np.empty(16, np.int32)
    for pinned in (None, frozen(np.zeros(16, bool))):
        ising_clusters.grow_clusters(spins, 4, 0.5, 0.0, pinned, words, members, 1)
