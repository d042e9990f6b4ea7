"""The long computations on a Hopfield network: basins by sampling and exactly, capacity."""

import numpy as np

from simulator.core.errors import InputError
from simulator.core.job import Work, job
from simulator.models.hopfield_actions import HopfieldActions
from simulator.models.hopfield_basins import BasinOptions, basins_of
from simulator.models.hopfield_capacity import CapacityOptions, capacity_of
from simulator.models.hopfield_map import all_states
from simulator.models.hopfield_map_table import exact_basins_of
from simulator.models.hopfield_network import Network

MOST_UNITS_MAPPED = 16


class HopfieldJobs(HopfieldActions):
    """The jobs of `Hopfield`."""

    @property
    def network(self) -> Network:
        """What the rule made of the memories."""
        raise NotImplementedError

    @job("Basins", "How often each memory is recalled exactly, against the share of units flipped.",
         BasinOptions)  # fmt: skip
    def basins(self, rng: np.random.Generator, options: BasinOptions) -> Work:
        if not len(self.state.memories):
            raise InputError("Nothing is stored, so there is no basin: store a drawing first.")
        return (yield from basins_of(self, rng, options))

    @job("Exact map", "Where every one of all 2^N states ends, for at most 16 units, at T = 0.")
    def exact_basins(self, rng: np.random.Generator) -> Work:
        s, p = self.state, self.parameters
        n = s.units.size
        if not len(s.memories):
            raise InputError("Nothing is stored, so there is no basin: store a drawing first.")
        if n > MOST_UNITS_MAPPED:
            raise InputError(
                f"{n} units have too many states to visit all; the exact map needs at most "
                f"{MOST_UNITS_MAPPED} units: set side to 4 or less, or measure the basins."
            )
        if p.is_continuous:
            raise InputError(
                "Graded and continuous units have no list of states; the exact map needs "
                "two-valued units and another rule than modern."
            )
        network, states = self.network, all_states(n).T.astype(np.float64)
        energies = network.energy_of(network.measures.T @ states, states.sum(axis=0))
        return (
            yield from exact_basins_of(
                lambda rows: network.felt(rows.T).T - p.threshold,
                s.memories, s.names, p.dynamics, energies,
            )
        )  # fmt: skip

    @job("Capacity", "The share of random memories recalled, against the loading K/N.",
         CapacityOptions)  # fmt: skip
    def capacity(self, rng: np.random.Generator, options: CapacityOptions) -> Work:
        return (yield from capacity_of(self.parameters, rng, options, self.backend))
