"""What is measured of a GAN, and when: now and then, as it takes longer than an iteration.

In one and two dimensions by gan_measures.py, from 10,000 probes; of pictures how far fakes are from
what was learned. The numbers stand in the state until the next time; where steps are taken by hand,
and at the end of a run, they are those of the moment.
"""

import contextlib
from typing import Any

import numpy as np

from kernels.jit import NotReadyError
from simulator.core.errors import InputError
from simulator.models import gan_measures
from simulator.models.gan_looking import GanLooking

NAMES = (
    "js", "kl", "modes_covered", "precision", "coverage", "distance_to_optimal_d",
    "nearest_training_distance",
)  # fmt: skip
EVERY = 250  # iterations: then measuring takes a twentieth of the time
NEIGHBOURS = 10_000  # pictures among which the nearest is looked for
LOOKED_AT = 100  # fakes of which it is


class GanMeasuring(GanLooking):
    """The measures of `Gan`."""

    _memo: dict[str, Any]
    _neighbours: tuple[Any, np.ndarray, np.ndarray] | None = None

    @property
    def measures(self) -> dict[str, float | None]:
        """The newest measures by name; None where there is none."""
        values = self._memo.get("measured", self.state.measures)
        return {
            name: float(value) if np.isfinite(value) else None
            for name, value in zip(NAMES, values, strict=True)
        }

    def measure_if_due(self) -> None:
        """Measure, if enough iterations have passed."""
        s = self.state
        if s.iterations % EVERY == 0 and s.measured != s.iterations:
            s.measures, s.measured = np.full(len(NAMES), np.nan), s.iterations
            with contextlib.suppress(InputError):  # nothing is drawn, or a file is gone
                s.measures = self.measured_now()

    def measured_now(self) -> np.ndarray:
        """Return the measures (7,) as they are now; the state stays as it is."""
        out = np.full(len(NAMES), np.nan)
        with np.errstate(all="ignore"):
            if self.parameters.has_pictures:
                fakes = self.fakes_of(self.probe_noise(LOOKED_AT))
                out[6] = self.nearest_pictures(fakes)[1].mean()
                return out
            world = self.world
            fakes = self.fakes_of(self.probe_noise(gan_measures.FAKES))
            found = gan_measures.measured(fakes, world)
            out[0], out[1] = found.js, found.kl
            out[2] = np.nan if found.modes is None else found.modes
            out[3], out[4] = found.precision, found.coverage
            if not self.parameters.is_critic:
                outputs = self.opinions(self.verdicts(world.middles))
                q = gan_measures.cell_shares(fakes, world)
                out[5] = gan_measures.distance_to_optimal(outputs, world.masses, q)
        return out

    def nearest_pictures(self, fakes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows (R,) of the pictures that are nearest to fakes (R, D) among those that
        were learned, and how far they are, in Euclidean distance of pixels 0 … 1."""
        pixels, squares = self._learned_pictures()
        products = fakes @ pixels.T
        distances = squares[None] - 2.0 * products
        rows = distances.argmin(axis=1)
        own = np.square(fakes, dtype=np.float64).sum(axis=1)
        nearest = distances[np.arange(len(fakes)), rows] + own
        return rows, np.sqrt(np.maximum(nearest, 0.0))

    def nearest_shown(self, fakes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the learned pictures (R, D) uint8 that are nearest to fakes, and how far."""
        try:
            rows, distances = self.nearest_pictures(fakes)
        except (InputError, NotReadyError):
            return np.zeros((0, fakes.shape[1]), np.uint8), np.zeros(0)
        return self.dataset.pixels[self.split[0]][rows], distances

    def _learned_pictures(self) -> tuple[np.ndarray, np.ndarray]:
        """Pictures (N, D) float32 of 0 … 1 and their squared lengths: a cache."""
        data, train = self.dataset, self.split[0]
        if self._neighbours is None or self._neighbours[0] is not data:
            few = data.pixels[train][:NEIGHBOURS].astype(np.float32) / np.float32(255.0)
            self._neighbours = data, few, np.einsum("ij,ij->i", few, few)
        return self._neighbours[1:]
