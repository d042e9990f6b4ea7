"""The long computations on a restricted Boltzmann machine."""

import itertools
from collections.abc import Iterator

import numpy as np

from simulator.core.job import Table, Work, job
from simulator.models.rbm_actions import RbmActions
from simulator.models.rbm_comparison import ComparisonOptions, compared
from simulator.models.rbm_completion import CompletionOptions, completed
from simulator.models.rbm_likelihood import LikelihoodOptions, likelihood


class RbmJobs(RbmActions):
    """The jobs of `Rbm`; each draws from a generator of its own."""

    job_rng: np.random.Generator
    job_keys: Iterator[np.uint64]

    def _draw_from(self, rng: np.random.Generator) -> None:
        base = int(rng.integers(2**62))
        self.job_rng = rng
        self.job_keys = (np.uint64(base + number) for number in itertools.count())

    @job(
        "Log-likelihood",
        "How likely the data are: all states of a small machine, annealed "
        "importance sampling of a large one.",
        LikelihoodOptions,
        name="log_likelihood",
    )
    def estimate_likelihood(self, rng: np.random.Generator, options: LikelihoodOptions) -> Work:
        self._draw_from(rng)
        return (yield from likelihood(self, options))

    @job("Completion", "Squared error of completing halves of held-out patterns.",
         CompletionOptions)  # fmt: skip
    def completion(self, rng: np.random.Generator, options: CompletionOptions) -> Work:
        self._draw_from(rng)
        return (yield from completed(self, options))

    @job("CD against PCD", "Two machines learn the same data from the start, with contrastive "
         "divergence and with persistent chains.", ComparisonOptions)  # fmt: skip
    def cd_against_pcd(self, rng: np.random.Generator, options: ComparisonOptions) -> Work:
        return (yield from compared(self, options))

    @job("Download MNIST", "Fetch the 60,000 handwritten digits, 10 MB, and check them.")
    def download_mnist(self, rng: np.random.Generator) -> Work:
        from simulator.core import download

        folder = yield from download.fetch_mnist(download.mnist_dir())
        return Table({"data_path": [str(folder)]})
