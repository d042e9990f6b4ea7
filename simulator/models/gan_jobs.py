"""The long computations on a GAN."""

from dataclasses import dataclass

import numpy as np

from simulator.core.errors import InputError
from simulator.core.job import Table, Work, job
from simulator.core.parameter import Parameters, parameter
from simulator.models import gan_parzen
from simulator.models.gan_actions import GanActions
from simulator.models.gan_game import normal_or_even


@dataclass(frozen=True)
class ParzenOptions(Parameters):
    samples: int = parameter(
        gan_parzen.SAMPLES, 100, 50_000, scale="log", help="How many fakes, a window about each.",
    )  # fmt: skip
    validation: int = parameter(
        gan_parzen.VALIDATION, 10, 10_000, scale="log",
        help="How many learned pictures choose the windows' width.",
    )  # fmt: skip
    test: int = parameter(
        gan_parzen.TEST, 10, 60_000, scale="log",
        help="How many held-out pictures the likelihood is of.",
    )  # fmt: skip


class GanJobs(GanActions):
    """The jobs of `Gan`; each draws from a generator of its own."""

    @job("Parzen log-likelihood", "How likely held-out pictures are under windows about 10,000 "
         "fakes, by the procedure of 2014: a poor estimate, here to compare with papers.",
         ParzenOptions, name="parzen_log_likelihood")  # fmt: skip
    def estimate_parzen(self, rng: np.random.Generator, options: ParzenOptions) -> Work:
        p = self.parameters
        if not p.has_pictures:
            raise InputError(
                "Parzen windows are for pictures; in one and two dimensions js and kl are exact."
            )
        train, held = self.split
        if held.stop - held.start < 2:
            raise InputError("Nothing is held out to be tested: set held_out above 0.")
        yield 0.0
        noise = np.empty((options.samples, p.noise_dimensions), np.float32)
        normal_or_even(p.noise, np.uint64(rng.integers(2**62)), noise)
        fakes = self.fakes_of(noise)
        pixels = self.dataset.pixels
        validation = pixels[train][-options.validation :].astype(np.float32) / np.float32(255)
        test = pixels[held][: options.test].astype(np.float32) / np.float32(255)
        found = yield from gan_parzen.estimated(fakes, validation, test)
        return Table({
            "log_likelihood": [found.log_likelihood], "error": [found.error],
            "sigma": [found.width], "samples": [options.samples], "tested": [len(test)],
            "validated": [len(validation)],
            "sigma_is_best": ["no: at the edge of those tried" if found.is_at_edge else "yes"],
        })  # fmt: skip

    @job("Download MNIST", "Fetch the 60,000 handwritten digits, 10 MB, and check them.")
    def download_mnist(self, rng: np.random.Generator) -> Work:
        from simulator.core import download

        folder = yield from download.fetch_mnist(download.mnist_dir())
        return Table({"data_path": [str(folder)]})
