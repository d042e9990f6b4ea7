"""Calls every kernel of the restricted Boltzmann machine once with each kind of array it gets."""

from typing import Any

import numpy as np

from kernels import rbm as kernels
from kernels import rbm_layers, rbm_sparse
from simulator.core import datasets
from simulator.core.frozen import frozen
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
        model.act("reconstruct")
        model.readouts()
        model.snapshot()
    _call_alone()
    _multiply_sparsely()


def _multiply_sparsely() -> None:
    """What only machines with long rows of weights are given to."""
    layer, wide = np.zeros((2, 16), np.float32), np.empty((16, rbm_sparse.SHORTEST), np.float32)
    layer[:, 0], wide[:] = 1.0, 0.0
    rbm_sparse.product(layer, wide, np.empty((2, rbm_sparse.SHORTEST), np.float32))
    rbm_sparse.correlation(layer, layer, wide[:4], np.empty_like(wide))


def _call_alone() -> None:
    """What only patches and tables of real numbers are given to."""
    datasets.load("strokes", "", 28, 100)
    pixels = frozen(np.zeros((2, 16), np.float32))
    taken = np.empty((2, 16), np.float32)
    rows = np.arange(2)
    kernels.take_rows(pixels, rows, rbm_layers.ONE, kernels.NO_BINARIZATION, np.uint64(1), taken)
