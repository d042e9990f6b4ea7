"""The long computations on a Neural Turing Machine: longer sequences, and an LSTM to compare."""

import numpy as np

from simulator.core.job import Work, job
from simulator.models.ntm_actions import NtmActions
from simulator.models.ntm_baseline import BaselineOptions, baseline
from simulator.models.ntm_generalization import GeneralizationOptions, generalized


class NtmJobs(NtmActions):
    """The jobs of `Ntm`."""

    @job("Generalization", "Wrong bits at lengths beyond those that are learned.",
         GeneralizationOptions)  # fmt: skip
    def generalization(self, rng: np.random.Generator, options: GeneralizationOptions) -> Work:
        return (yield from generalized(self, rng, options))

    @job("LSTM baseline", "An LSTM alone learns the same sequences, to compare.",
         BaselineOptions, name="baseline")  # fmt: skip
    def learn_baseline(self, rng: np.random.Generator, options: BaselineOptions) -> Work:
        return (yield from baseline(self, options))
