"""Calls every kernel of the restricted Boltzmann machine once with each kind of array it gets."""

from typing import Any

import numpy as np

from kernels import rbm as kernels
from kernels import rbm_layers
from simulator.core import datasets
from simulator.models.rbm_state import RbmParameters

SMALL: dict[str, Any] = {"data": "bars-and-stripes", "side": 4, "hidden": 4, "chains": 2}
MACHINES: tuple[dict[str, Any], ...] = (
    {**SMALL}, {**SMALL, "learning": "cd"}, {**SMALL, "learning": "ratio-matching"},
    {**SMALL, "learning": "replica-exchange", "temperatures": 2},
    {**SMALL, "learning": "exact"},
    {**SMALL, "visible_type": "gaussian", "learning": "cd"},
    {"data": "strokes", "side": 8, "examples": 100, "hidden": 4, "labels": True},
)  # fmt: skip


def call_every_kernel(model_class: Any) -> None:
    """Run every kind of machine a little."""
    for values in MACHINES:
        model = model_class(0, RbmParameters(**values))
        model.act("clamp=0,0;3,3")
        model.advance(6)
        model.readouts()
        model.snapshot()
    _call_alone()


def _call_alone() -> None:
    """What only patches and tables of real numbers are given to."""
    datasets.load("strokes", "", 28, 100)
    pixels = np.zeros((2, 16), np.float32)
    taken = np.empty((2, 16), np.float32)
    rows = np.arange(2)
    kernels.take_rows(pixels, rows, rbm_layers.ONE, kernels.NO_BINARIZATION, np.uint64(1), taken)
