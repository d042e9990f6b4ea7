"""What there is to be seen of a GAN's players: pure functions of weights, beside the game.

**Probes** are fakes of noise that never changes: what is seen to move is G, not chance. They have a
stream of their own; the game never draws from it.
"""

from dataclasses import replace
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np

from kernels import gan as kernels
from kernels import mixture
from kernels.gan_players import Judge, Maker
from simulator.core.frozen import frozen
from simulator.models.gan_game import LOGARITHMIC, key_base, normal_or_even, shape_of
from simulator.models.gan_rounds import GanRounds
from simulator.models.gan_state import LOSSES

PROBES = 2  # number of the stream of chance of what is looked at
MOST = 10_000  # probes
AT_ONCE = 2**22  # numbers in the layers of what is made together
ON_LINE = 1000  # of a density on the line
SHORTEST = 1e-9  # of a piece between two of them
LATTICE = 21  # lines of the generator's image of the plane of noise, each way
LIMIT = 40  # verdicts are cut at ±, so that they stay finite


class GanLooking(GanRounds):
    """Fakes, verdicts and gradients of `Gan`, to look at."""

    _looking: tuple[Any, Judge, Maker] | None = None
    _noise: tuple[Any, np.ndarray] | None = None

    # ---- the generator ----

    @property
    def shown_params_g(self) -> np.ndarray:
        """The generator's weights that are looked at: their average, where there is one."""
        s = self.state
        return s.average if s.average.size else s.params_g

    def probe_noise(self, count: int) -> np.ndarray:
        """Return the noise (count, n) of the first probes."""
        p = self.parameters
        key = (self.seed, p.noise, p.noise_dimensions)
        if self._noise is None or self._noise[0] != key:
            noise = np.empty((MOST, p.noise_dimensions), np.float32)
            normal_or_even(p.noise, np.uint64(key_base(self.seed, PROBES)), noise)
            noise.flags.writeable = False
            self._noise = key, noise
        return self._noise[1][:count]

    def fakes_of(self, noise: np.ndarray) -> np.ndarray:
        """Return the fakes (R, d) of noise (R, n), by the generator that is looked at."""
        maker, params = self._lookers[1], self.shown_params_g
        step = max(1, AT_ONCE // int(maker.shape.sizes.sum()))
        parts = [maker.make(params, noise[k : k + step]).copy() for k in range(0, len(noise), step)]
        return np.concatenate(parts) if parts else np.zeros((0, self.parameters.dimensions), "f4")

    def lattice(self) -> np.ndarray:
        """Return a lattice of noise of equal shares: (K,) for one dimension, else (K², n), over the
        first two dimensions; the others are 0."""
        p = self.parameters
        axis = even_noise(p.noise, LATTICE)[:, 0]
        if p.noise_dimensions == 1:
            return axis[:, None]
        noise = np.zeros((LATTICE**2, p.noise_dimensions), np.float32)
        second, first = np.meshgrid(axis, axis, indexing="ij")
        noise[:, 0], noise[:, 1] = first.ravel(), second.ravel()
        return noise

    # ---- the discriminator ----

    def verdicts(self, points: np.ndarray) -> np.ndarray:
        """Return what D says (R,) float32 of points (R, d), each alone, before any activation."""
        judge, s = self._lookers[0], self.state
        judge.prepare(s.params_d, s.directions)
        step = max(1, AT_ONCE // int(judge.shape.sizes.sum()))
        parts = [
            judge.see_alone(points[k : k + step], s.real).copy()
            for k in range(0, len(points), step)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def opinions(self, said: np.ndarray) -> np.ndarray:
        """Return D as it is shown: probabilities, of a critic scores."""
        if LOSSES.index(self.parameters.loss) > LOGARITHMIC:
            return said.copy()
        cut = np.clip(np.nan_to_num(said), -LIMIT, LIMIT).astype(np.float64)
        return (1.0 / (1.0 + np.exp(-cut))).astype(np.float32)

    def gradients_at(self, points: np.ndarray) -> np.ndarray:
        """Return −∂(G's loss of one fake)/∂x (R, d) at fakes (R, d): where each should go."""
        judge, s = self._lookers[0], self.state
        judge.prepare(s.params_d, s.directions)
        said = judge.see_alone(points, s.real)
        pulls = np.empty(len(points), np.float32)
        kernels.fool(LOSSES.index(self.parameters.loss), said, pulls)
        return judge.arrows(pulls) * np.float32(-len(points))

    def path_of(self, fake: np.ndarray) -> tuple[list[np.ndarray], float, np.ndarray]:
        """Return what every layer of D answers (n_l,) to a fake (d,), D as it is shown, and
        −∂(G's loss)/∂x (d,)."""
        point = np.ascontiguousarray(fake[None], np.float32)
        said = self.verdicts(point)
        layers = [values[0] for values in self._lookers[0].layers(1)]
        return layers, float(self.opinions(said)[0]), self.gradients_at(point)[0].copy()

    # ---- data and fakes ----

    def points_of_data(self, count: int) -> np.ndarray:
        """Return points (count, d) of the world that never change."""
        points, which = (
            np.empty((count, self.parameters.dimensions), np.float32),
            np.empty(count, int),
        )
        key = np.uint64(key_base(self.seed, PROBES, 1))
        mixture.sample(self.world.mixture, key, points, which)
        return points

    def density_of_fakes(self, cells: int) -> np.ndarray:
        """Return q (cells,) of a world on the line: the share of fakes in each cell by its width.
        One latent is taken at its quantiles, and fakes lie evenly between what G makes of two of
        them: a net of rectifiers is straight there, so nothing is left to chance."""
        p, world = self.parameters, self.world
        edges = np.linspace(world.low, world.high, cells + 1)
        width = edges[1] - edges[0]
        if p.noise_dimensions > 1:
            fakes = self.fakes_of(self.probe_noise(ON_LINE))[:, 0]
            return np.histogram(fakes, edges)[0] / (ON_LINE * width)
        ends = self.fakes_of(even_noise(p.noise, ON_LINE))[:, 0].astype(np.float64)
        low, high = np.minimum(ends[:-1], ends[1:]), np.maximum(ends[:-1], ends[1:])
        long = np.maximum(high - low, SHORTEST)
        below = np.clip((edges[:, None] - low) / long, 0.0, 1.0).mean(axis=1)
        return np.diff(below) / width

    def latent_plane(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Return noise (count², n) on a lattice of the first two latents, rows from below, the
        others as in the first probe; and the lattice's values (count,)."""
        p = self.parameters
        axis = even_noise(p.noise, count)[:, 0]
        noise = np.repeat(self.probe_noise(1), count**2, axis=0)
        second, first = np.meshgrid(axis, axis, indexing="ij")
        noise[:, 0] = first.ravel()
        if p.noise_dimensions > 1:
            noise[:, 1] = second.ravel()
        return noise, axis

    def looked_at(self) -> "GanLooking":
        """Return a model that holds copies of what looking needs, and is never stepped."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        s = self.state
        other.state = replace(
            s, params_d=s.params_d.copy(), params_g=s.params_g.copy(), average=s.average.copy(),
            directions=s.directions.copy(), real=s.real.copy(),
        )  # fmt: skip
        other._looking = other._players = None
        return other

    @property
    def _lookers(self) -> tuple[Judge, Maker]:
        """Players with places of their own: what the game left in its own stays there."""
        p = self.parameters
        if self._looking is None or self._looking[0] is not p:
            self._looking = p, self.new_judge(), Maker(shape_of(p, False))
        return self._looking[1:]


@lru_cache(16)
def even_noise(noise: str, count: int) -> np.ndarray:
    """Return noise (count, 1) float32 of one dimension at the middles of equal shares."""
    shares = (np.arange(count) + 0.5) / count
    if noise == "uniform":
        return frozen((2.0 * shares - 1.0).astype(np.float32)[:, None])
    inverse = NormalDist().inv_cdf
    return frozen(np.array([[inverse(float(q))] for q in shares], np.float32))
