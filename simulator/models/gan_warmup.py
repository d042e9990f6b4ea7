"""Calls every kernel of the generative adversarial network once with each kind of array it gets."""

from typing import Any

import numpy as np

from simulator.models.gan_parzen import estimated
from simulator.models.gan_state import GanParameters

SMALL: dict[str, Any] = {"layers_d": (4,), "layers_g": (4,), "batch_size": 4}
GAMES: tuple[dict[str, Any], ...] = (
    {**SMALL, "world": "gaussian", "noise": "uniform", "noise_dimensions": 1},
    {**SMALL, "minibatch_std": True, "batch_discrimination": True, "replay": 0.5, "averaging": 0.9,
     "instance_noise": 0.1, "unrolled": 1},
    {**SMALL, "loss": "wasserstein-gp", "spectral_norm": True, "activation_d": "tanh"},
    {**SMALL, "loss": "wasserstein-clip"},
    {**SMALL, "world": "digits", "side": 8, "examples": 100},
)  # fmt: skip


def call_every_kernel(model_class: Any) -> None:
    """Play every kind of game a little."""
    for values in GAMES:
        model = model_class(0, GanParameters(**values))
        model.advance(2 * model.parameters.iteration)
        model.readouts(), model.invariants()
        seen = model.snapshot()
        _ = seen.probes, seen.heat, seen.arrows, seen.data_points, seen.densities
    rows = np.zeros((2, 4), np.float32)
    for _ in estimated(rows, rows, rows):
        pass
