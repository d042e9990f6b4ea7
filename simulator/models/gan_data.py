"""What a GAN's data are: a world of one or two dimensions, or pictures."""

from typing import Any

import numpy as np

from kernels import gan as kernels
from kernels import mixture
from simulator.core import datasets
from simulator.core.datasets import Dataset
from simulator.core.errors import InputError
from simulator.core.model import Model
from simulator.models.gan_state import DIGITS, DRAWN, IDX, GanParameters, GanState
from simulator.models.gan_worlds import World, world

KINDS = {DIGITS: "strokes", IDX: "idx"}


class GanData(Model):
    """The data of `Gan`. They are no State: they can be had again."""

    parameters: GanParameters
    state: GanState
    _kept: tuple[tuple[Any, ...], Dataset] | None = None
    _which: np.ndarray = np.zeros(0, np.int64)  # a place for the components that are drawn

    @property
    def world(self) -> World:
        """The world of one or two dimensions; raises InputError where nothing is drawn."""
        p = self.parameters
        return world(p.world, self.state.canvas if p.world == DRAWN else None)

    @property
    def dataset(self) -> Dataset:
        """All pictures; raises InputError where there are none, or they are not as they were."""
        p, s = self.parameters, self.state
        key = (p.world, p.data_path, p.side, p.examples)
        if self._kept is None or self._kept[0] != key:
            found = load(p)
            if s.data_digest.size and found.digest != s.data_digest.tobytes():
                raise InputError(
                    f"The pictures in {p.data_path} are not those that were learned; put the old "
                    "ones back, or set data_path again to begin with these."
                )
            self._kept = key, found
        return self._kept[1]

    @property
    def split(self) -> tuple[slice, slice]:
        """The rows of the pictures that are shown to D, and those held out."""
        train, held = datasets.split(self.dataset, self.parameters.held_out)
        return train, held

    def need_data(self) -> None:
        """Raise InputError where there are no data."""
        _ = self.dataset if self.parameters.has_pictures else self.world

    def draw_data(self, key: np.uint64, out: np.ndarray) -> None:
        """Fill `out` (R, d) with real rows by chance."""
        if self.parameters.has_pictures:
            kernels.take_rows(self.dataset.pixels[self.split[0]], key, out)
            return
        if self._which.size != len(out):
            self._which = np.zeros(len(out), np.int64)
        mixture.sample(self.world.mixture, key, out, self._which)


def load(p: GanParameters) -> Dataset:
    """Return the pictures of these parameters; raises InputError."""
    found = datasets.load(KINDS[p.world], p.data_path, p.side, p.examples)
    if found.is_real:
        raise InputError(f"{found.about} hold numbers that are no greys; give pictures.")
    if len(found) < 2:
        raise InputError(f"{found.about} are too few to learn from; give at least 2 pictures.")
    return found
