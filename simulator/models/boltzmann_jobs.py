"""The long computations on a Boltzmann machine: all its states, a scan of temperatures, …"""

import numpy as np

from simulator.core.job import Work, job
from simulator.models.boltzmann_actions import BoltzmannActions
from simulator.models.boltzmann_completion import AnswerOptions, answered
from simulator.models.boltzmann_scan import ScanOptions, scan
from simulator.models.boltzmann_searches import SearchOptions, searched
from simulator.models.boltzmann_table import StatesOptions, states_of
from simulator.models.boltzmann_transitions import BarrierOptions, crossing


class BoltzmannJobs(BoltzmannActions):
    """The jobs of `Boltzmann`."""

    @job("Temperature scan", "Energy, magnetization, heat and susceptibility against temperature.",
         ScanOptions)  # fmt: skip
    def temperature_scan(self, rng: np.random.Generator, options: ScanOptions) -> Work:
        return (yield from scan(self, rng, options))

    @job("Barrier", "How readily a small machine goes from one valley to a deeper one, and back.",
         BarrierOptions)  # fmt: skip
    def barrier(self, rng: np.random.Generator, options: BarrierOptions) -> Work:
        return (yield from crossing(self, rng, options))

    @job("Answers", "How often the machine answers the questions of its data rightly.",
         AnswerOptions)  # fmt: skip
    def answers(self, rng: np.random.Generator, options: AnswerOptions) -> Work:
        return (yield from answered(self, rng, options))

    @job("States", "All states of a small machine, with their energies and probabilities.",
         StatesOptions)  # fmt: skip
    def states(self, rng: np.random.Generator, options: StatesOptions) -> Work:
        return (yield from states_of(self, options))

    @job("Searches", "The lowest energy found by hill-climbing, annealing and exchange, against "
         "time.", SearchOptions)  # fmt: skip
    def searches(self, rng: np.random.Generator, options: SearchOptions) -> Work:
        return (yield from searched(self, rng, options))
