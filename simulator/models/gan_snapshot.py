"""What the views of the generative adversarial network draw: a frozen copy of a state.

Pictures of the plane (D on a lattice, probes, G's lattice) are computed when they are looked at,
from weights that were copied: a frame costs no more than what it shows.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kernels.jit import NotReadyError
from simulator.core.errors import InputError
from simulator.core.verdict import Verdict
from simulator.models.gan_state import GanParameters
from simulator.models.gan_verdict import verdict_of
from simulator.models.gan_world import World

if TYPE_CHECKING:
    from simulator.models.gan import Gan

SHOWN = 300  # probes in the plane
ARROWS = 100  # of them with an arrow
CELLS = {1: 200, 2: 40}  # of the lattice on which D is shown, on each axis
TABLE = 200  # rows of a batch, at most
WALL = 90  # fakes of pictures that are shown
BETWEEN = 3  # pictures between two stops of a walk
MAP = 9  # pictures of the map of two latents, each way


@dataclass(frozen=True)
class GanSnapshot:
    """Frozen; arrays are copies. Rows are those of the table, B at most 200."""

    parameters: GanParameters
    world: World | None  # None of pictures, or while nothing is drawn
    trouble: str  # why there are no data, or ""
    about: str  # the data in words
    phase: int  # the next
    turn: int
    iterations: int
    updates_d: int
    updates_g: int
    noise: np.ndarray  # (B, n)
    real: np.ndarray  # (B, d)
    fake: np.ndarray  # (B, d)
    d_real: np.ndarray  # (B,) what D said of them, as it is shown
    d_fake: np.ndarray  # (B,)
    pulled: np.ndarray  # (B, d) −∂(a fake's loss of G)/∂x
    numbers: dict[str, float]  # NaN: not known yet
    measures: dict[str, float | None]
    canvas: np.ndarray  # (40, 40) int8
    tour: np.ndarray  # (T, n)
    verdict: Verdict
    looked: Any  # a Gan of its own, of copied weights

    @property
    def has_pictures(self) -> bool:
        return self.parameters.has_pictures

    @property
    def last_phase(self) -> int:
        """The phase that was taken last, or −1."""
        if self.iterations == 0 and self.updates_d == self.updates_g == 0 and self.phase in (0, 6):
            return -1 if self.turn == 0 else 5
        if self.phase == 0:
            return 5 if self.turn else (10 if self.parameters.k_g else 5)
        if self.phase == 6:
            return 10 if self.turn else (5 if self.parameters.k_d else 10)
        return self.phase - 1

    @cached_property
    def probes(self) -> np.ndarray:
        """(300, d) fakes of noise that never changes."""
        return self._ask(lambda m: m.fakes_of(m.probe_noise(SHOWN)), (0, self.pixels))

    @cached_property
    def arrows(self) -> np.ndarray:
        """(100, d) where each of the first probes should go: −∂(its loss of G)/∂x."""
        return self._ask(lambda m: m.gradients_at(self.probes[:ARROWS]).copy(), (0, self.pixels))

    @cached_property
    def heat(self) -> np.ndarray:
        """D at the middles of the cells, as it is shown: (200,), or (40, 40) row by row from below;
        (0,) of pictures, and while kernels are not there yet."""
        if self.world is None:
            return np.zeros(0, np.float32)
        cells = CELLS[self.world.dimension]
        points = _middles(self.world, cells)
        found = self._ask(lambda m: m.opinions(m.verdicts(points)), (0,))
        return found.reshape(cells, cells) if found.size > cells else found

    @cached_property
    def lattice(self) -> tuple[np.ndarray, np.ndarray]:
        """A lattice of noise, and what G makes of it: see `Gan.lattice`."""
        noise = self.looked.lattice()
        return noise, self._ask(lambda m: m.fakes_of(noise), (0, self.pixels))

    @cached_property
    def data_points(self) -> np.ndarray:
        """(300, d) points of the world that never change."""
        if self.world is None:
            return np.zeros((0, self.pixels), np.float32)
        return self._ask(lambda m: m.points_of_data(SHOWN), (0, self.pixels))

    @cached_property
    def densities(self) -> tuple[np.ndarray, np.ndarray]:
        """Of a world on the line: p and q, the fakes' density, at the middles of its cells."""
        world = self.world
        if world is None or world.dimension != 1:
            return np.zeros(0), np.zeros(0)
        p = world.mean_density(CELLS[1])
        return p, self._ask(lambda m: m.density_of_fakes(CELLS[1]), (CELLS[1],))

    @cached_property
    def pictures(self) -> np.ndarray:
        """(90, D) uint8 fakes of noise that never changes."""
        return _picture(self._ask(lambda m: m.fakes_of(m.probe_noise(WALL)), (0, self.pixels)))

    @cached_property
    def neighbours(self) -> tuple[np.ndarray, np.ndarray]:
        """Of the last fake in each row of the wall: the nearest learned picture (10, D) uint8, and
        how far it is."""
        fakes = self.pictures[8::9].astype(np.float32) / np.float32(255.0)
        return self.looked.nearest_shown(fakes)

    @cached_property
    def walk(self) -> np.ndarray:
        """(W, D) uint8 pictures on the walk from stop to stop; three between each two."""
        stops = self.tour
        if len(stops) < 2:
            return np.zeros((0, self.pixels), np.uint8)
        shares = np.arange((len(stops) - 1) * (BETWEEN + 1) + 1) / (BETWEEN + 1)
        first = np.minimum(shares.astype(int), len(stops) - 2)
        part = (shares - first)[:, None].astype(np.float32)
        noise = (1 - part) * stops[first] + part * stops[first + 1]
        return _picture(self._ask(lambda m: m.fakes_of(noise), (0, self.pixels)))

    @cached_property
    def latent_map(self) -> tuple[np.ndarray, np.ndarray]:
        """(81, D) uint8 pictures over the first two latents, rows from below, and their values
        (9,)."""
        noise, axis = self.looked.latent_plane(MAP)
        return _picture(self._ask(lambda m: m.fakes_of(noise), (0, self.pixels))), axis

    @property
    def pixels(self) -> int:
        return self.parameters.dimensions

    def path(self, fake: np.ndarray) -> tuple[list[np.ndarray], float, np.ndarray]:
        """Return the way of a fake (d,) through D: what every layer answers (n_l,), the input
        first; D as it is shown; and where it should go, −∂loss/∂x (d,)."""
        return self.looked.path_of(fake)

    def _ask(self, look: Any, empty: tuple[int, ...]) -> np.ndarray:
        try:
            with np.errstate(all="ignore"):
                return look(self.looked)
        except (InputError, NotReadyError):
            return np.zeros(empty, np.float32)

    @classmethod
    def take(cls, m: "Gan") -> "GanSnapshot":
        s, p = m.state, m.parameters
        rows, total = slice(0, TABLE), len(s.noise)
        world, trouble, about = _data_of(m)
        return cls(
            parameters=p,
            world=world,
            trouble=trouble,
            about=about,
            phase=s.phase,
            turn=s.turn,
            iterations=s.iterations,
            updates_d=s.updates_d,
            updates_g=s.updates_g,
            noise=s.noise[rows].copy(),
            real=s.real[rows].copy(),
            fake=s.fake[rows].copy(),
            d_real=m.opinions(s.said[:total][rows]),
            d_fake=m.opinions(s.said[total:][rows]),
            pulled=s.pulled[rows].copy(),
            numbers=m.numbers_by_name(),
            measures=dict(m.measures),
            canvas=s.canvas,
            tour=s.tour,
            verdict=verdict_of(m, trouble),
            looked=m.looked_at(),
        )


def _data_of(m: "Gan") -> tuple[World | None, str, str]:
    """Return the world, what is wrong with the data, and what they are."""
    p = m.parameters
    if p.has_pictures:
        if m._kept is None and p.world == "digits":  # a frame does not wait for 10,000 digits
            return None, "", f"{p.examples:,} stroke digits of {p.side}×{p.side}"
        try:
            return None, "", m.dataset.about
        except (InputError, NotReadyError) as error:
            return None, str(error), ""
    try:
        world = m.world
    except (InputError, NotReadyError) as error:
        return None, str(error), ""
    return world, "", world.about


def _middles(world: World, cells: int) -> np.ndarray:
    """Return the middles (cells^d, d) float32 of a lattice, row by row from below."""
    axis = world.low + (np.arange(cells) + 0.5) * (world.high - world.low) / cells
    if world.dimension == 1:
        return axis[:, None].astype(np.float32)
    across, up = np.meshgrid(axis, axis)
    return np.column_stack([across.ravel(), up.ravel()]).astype(np.float32)


def _picture(values: np.ndarray) -> np.ndarray:
    return np.clip(np.nan_to_num(255.0 * values), 0.0, 255.0).astype(np.uint8)
