"""What the Hopfield panel shows of a network's weights, and its words where there are none."""

import numpy as np

from simulator.models.hopfield_factors import Factors
from simulator.models.hopfield_snapshot import HopfieldSnapshot

NOTHING = "Store a drawing: weights come from memories."
NO_WEIGHTS = (
    "Under this rule there are no weights between pairs of units: each memory acts as a whole. "
    "Choose another learning rule to see weights."
)
TOO_MANY = (
    "A matrix of {n} × {n} weights would be too large to draw. “One unit” shows the weights that a "
    "single unit has."
)


def felt_row(network: Factors, unit: int) -> np.ndarray:
    """The weights (N,) of one unit, its own connection as it feels it."""
    row = network.weights_row(unit)
    if not network.parameters.own_connections:
        row[unit] = 0.0
    return row


def stability(s: HopfieldSnapshot, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return ξ(h − θ) of each unit of memory k (N,), and which units an update would flip."""
    xi = s.memories[k].astype(float)
    drive = xi * s.aligned(k) - s.threshold
    return xi * drive, (drive >= -1e-12) != (xi > 0)
