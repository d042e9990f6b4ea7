"""How far fakes are from a world: pure functions of points (n, d) and of shares on its grid.

p is what share of the data each cell of the world's grid holds, exactly; q what share of the fakes;
both with one more for all that is outside.

    JS(p, q)    = ½ KL(p ‖ m) + ½ KL(q ‖ m),  m = ½(p + q)           0 … ln 2 nats
    KL(p ‖ q)   = Σ p ln(p/q),  no q below a tenth of one fake        nats
    D*          = p/(p + q)            the best any discriminator can do (Goodfellow et al. 2014)
    modes       which have at least 1 % of the fakes within 3σ
    precision   share of the fakes within 3σ of any centre
    coverage    weight of the components that are nearest, within 3σ, to at least a quarter of the
                fakes that are due to them

q is counted, not known, so nothing reads 0 or 1 when the fakes are as good as data. What 10,000
points drawn from the world itself give, the mean of 20 times (JS scatters by a tenth, and falls as
one over their number):

                                  JS      KL      precision  coverage  distance of D = ½ to D*
    one, two Gaussians (line)   0.002   0.008     0.997      1         0.019
    line, ring, disjoint        0.002   0.02      0.99       1         0.01 – 0.02
    two Gaussians, moons        0.004   0.03      0.99       1         0.025
    spiral, grid                0.006   0.03      0.99       1         0.03
    all 1,600 cells drawn       0.013   0.06      1          0.99      0.06
"""

from dataclasses import dataclass

import numpy as np

from kernels import mixture_near
from simulator.models.gan_world import World

FAKES = 10_000  # looked at
FLOOR = 0.1  # fakes in a cell, at least, where KL divides by them
MODE_SHARE = 0.01  # of all fakes, from which on a mode is covered
DUE = 0.25  # of a component's weight, from which on it is covered


@dataclass(frozen=True)
class Measured:
    """Every measure of some fakes."""

    js: float  # nats
    kl: float  # nats
    modes: int | None  # covered; None where the world has no modes to be counted
    precision: float
    coverage: float


def measured(fakes: np.ndarray, world: World) -> Measured:
    """Return every measure of fakes (n, d)."""
    p, q = world.masses, cell_shares(fakes, world)
    index, _ = nearest(fakes, world)
    return Measured(
        js_divergence(p, q), kl_divergence(p, q, len(fakes)), modes_covered(index, world),
        precision(index), coverage(index, world),
    )  # fmt: skip


# ---- on the grid ----


def cell_shares(fakes: np.ndarray, world: World) -> np.ndarray:
    """Return q (C + 1,) float64 of fakes (n, d); what is no number is outside."""
    counts = np.empty(world.masses.size, np.int64)
    mixture_near.count_cells(fakes, world.low, world.high, world.cells, counts)
    return counts / max(len(fakes), 1)


def js_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return JS(p, q) in nats."""
    m = (p + q) / 2
    return (_relative_entropy(p, m) + _relative_entropy(q, m)) / 2


def kl_divergence(p: np.ndarray, q: np.ndarray, count: int) -> float:
    """Return KL(p ‖ q) in nats, q counted from so many fakes: a cell without any is taken to have a
    tenth of one, and all are divided by their sum again."""
    raised = np.maximum(q, FLOOR / max(count, 1))
    return _relative_entropy(p, raised / raised.sum())


def optimal_discriminator(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Return D* of each cell, ½ where there is neither data nor a fake."""
    total = p + q
    is_known = total > 0
    return np.where(is_known, p / np.where(is_known, total, 1.0), 0.5)


def distance_to_optimal(outputs: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """Return the mean of |D − D*| over the grid's cells, weighted by ½(p + q): what D misses where
    there is something to be told apart. `outputs` (C,) are D at the cells' middles, 0 … 1."""
    cells = outputs.size
    p, q = p[:cells], q[:cells]  # without what is outside
    weights = p + q
    missed = np.abs(outputs - optimal_discriminator(p, q)) @ weights
    return float(missed / max(weights.sum(), 1e-300))


def _relative_entropy(p: np.ndarray, q: np.ndarray) -> float:
    some = p > 0
    return max(float(p[some] @ np.log(p[some] / q[some])), 0.0)


# ---- among the centres ----


def nearest(fakes: np.ndarray, world: World) -> tuple[np.ndarray, np.ndarray]:
    """Return which centre is nearest to each fake (n,), −1 where none is within 3σ, and how far it
    is (n,), ∞ where none is."""
    index, distance = np.empty(len(fakes), np.int64), np.empty(len(fakes))
    mixture_near.near(world.neighbourhood, fakes, index, distance)
    return index, distance


def modes_covered(index: np.ndarray, world: World) -> int | None:
    """Return how many modes have at least 1 % of the fakes, whose nearest centres are (n,)."""
    if not world.modes:
        return None
    return int((_counts(index, world) >= MODE_SHARE * max(index.size, 1)).sum())


def precision(index: np.ndarray) -> float:
    """Return the share of the fakes, whose nearest centres are (n,), that have one within 3σ."""
    return float((index >= 0).mean()) if index.size else 0.0


def coverage(index: np.ndarray, world: World) -> float:
    """Return the weight of the components that get at least a quarter of what is due to them."""
    enough = _counts(index, world) >= DUE * world.weights * max(index.size, 1)
    return float(world.weights[enough].sum())


def _counts(index: np.ndarray, world: World) -> np.ndarray:
    return np.bincount(index[index >= 0], minlength=world.weights.size)
