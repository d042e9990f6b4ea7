"""A world: what data are spread like, in one dimension or two, and what is known of it exactly.

Every world is a mixture of Gaussians of one width (kernels/mixture.py). It has a fixed **grid** on
which it is compared with what a generator makes: 200 cells of a line, 40 × 40 of a plane, and one
more for all that is outside.

    components K, dimensions d, cells C of the grid, numbered row by row from below, each row from
    the left
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kernels import mixture as kernels
from kernels.mixture import Mixture
from kernels.mixture_near import Buckets, buckets
from simulator.core.frozen import frozen

EXTENTS = {1: 3.0, 2: 1.8}  # of the grid, to both sides of 0
CELLS = {1: 200, 2: 40}  # on each axis
REACH = 3.0  # widths about a centre: 99.7 % of a Gaussian on a line, 98.9 % in a plane


@dataclass(frozen=True, eq=False)
class World:
    """What data are spread like. Nothing changes it."""

    name: str
    title: str
    dimension: int
    mixture: Mixture
    modes: bool  # whether the centres are separate modes, which can be counted
    about: str  # one sentence

    @property
    def low(self) -> float:
        """Where the grid begins, on every axis."""
        return -EXTENTS[self.dimension]

    @property
    def high(self) -> float:
        """Where the grid ends, on every axis."""
        return EXTENTS[self.dimension]

    @property
    def cells(self) -> int:
        """How many cells the grid has on each axis."""
        return CELLS[self.dimension]

    @cached_property
    def middles(self) -> np.ndarray:
        """The middles (C, d) float32 of the grid's cells, in their order."""
        edges = self._edges(self.cells)
        axis = (edges[1:] + edges[:-1]) / 2
        if self.dimension == 1:
            return frozen(axis[:, None].astype(np.float32))
        across, up = np.meshgrid(axis, axis)
        return frozen(np.column_stack([across.ravel(), up.ravel()]).astype(np.float32))

    @cached_property
    def masses(self) -> np.ndarray:
        """What share of the data each of the grid's cells holds, (C + 1,) float64; the last is what
        is outside."""
        inside = self._masses(self.cells).ravel()
        return frozen(np.append(inside, max(1.0 - inside.sum(), 0.0)))

    @cached_property
    def weights(self) -> np.ndarray:
        """The weights (K,) of the components, of sum 1."""
        return frozen(np.diff(self.mixture.below, prepend=0.0))

    @cached_property
    def neighbourhood(self) -> Buckets:
        """The centres, for finding the nearest within three widths."""
        return buckets(self.mixture.centres, REACH * self.mixture.sigma)

    def density(self, points: np.ndarray) -> np.ndarray:
        """Return p(x) (R,) of points (R, d)."""
        out = np.empty(len(points))
        kernels.density(self.mixture, points, out)
        return out

    def mean_density(self, cells: int) -> np.ndarray:
        """Return p, averaged over the cells of a finer or coarser grid, (cells,) or (row, column):
        for curves and contours."""
        width = (self.high - self.low) / cells
        return self._masses(cells) / width**self.dimension

    def _edges(self, cells: int) -> np.ndarray:
        return np.linspace(self.low, self.high, cells + 1)

    def _masses(self, cells: int) -> np.ndarray:
        edges, out = self._edges(cells), np.empty((cells,) * self.dimension)
        if self.dimension == 1:
            kernels.interval_masses(self.mixture, edges, out)
        else:
            kernels.cell_masses(self.mixture, edges, edges, out)
        return out
