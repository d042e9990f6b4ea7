"""How likely test data are under a generator that has no likelihood: Parzen windows.

The procedure of 2014 (Breuleux, Bengio and Vincent 2011, Neural Comput. 23, 2053; Goodfellow et al.
2014 and their code): 10,000 samples, a Gaussian about each, its width the best of ten from 0.1 to 1
for validation data; then the mean of ln p over test data, and its standard error, their spread over
the root of their number. Values are 0 … 1 for pixels.

The estimate is poor in many dimensions, and can rank models wrongly (Theis, van den Oord and Bethge
2016): of 784 dimensions 10,000 samples see little. It is here because the papers of 2014 report it.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from kernels import parzen

WIDTHS = tuple(np.logspace(-1, 0, 10).tolist())
SAMPLES, VALIDATION, TEST = 10_000, 1_000, 10_000  # as many as in the papers
AT_ONCE = 2**20  # distances between two looks at whether to go on: 30 ms at 784 dimensions
TAU = 2 * np.pi


@dataclass(frozen=True)
class ParzenEstimate:
    """What Parzen windows say of a generator."""

    log_likelihood: float  # nats, mean over test data
    error: float  # of the mean, by the choice of test data alone
    width: float  # σ
    is_at_edge: bool  # whether a width beyond those tried might be better
    validation: tuple[float, ...]  # mean ln p of validation data for each width tried


def estimated(
    samples: np.ndarray,
    validation: np.ndarray,
    test: np.ndarray,
    widths: tuple[float, ...] = WIDTHS,
) -> Generator[float, None, ParzenEstimate]:
    """Yield the share done and return the estimate from samples (S, D), validation (V, D) and test
    data (T, D); V, T and S at least 1, widths rising."""
    windows = Windows(samples)
    tried, half_way = np.array(widths), len(validation) / (len(validation) + len(test))
    found = yield from windows.log_densities(validation, tried, 0.0, half_way)
    means = found.mean(axis=1)
    best = int(means.argmax())
    (logs,) = yield from windows.log_densities(test, tried[best : best + 1], half_way, 1.0)
    return ParzenEstimate(
        float(logs.mean()), float(logs.std() / np.sqrt(len(logs))), float(tried[best]),
        best in (0, len(tried) - 1), tuple(means.tolist()),
    )  # fmt: skip


class Windows:
    """Samples with a Gaussian about each."""

    def __init__(self, samples: np.ndarray):
        # distances are the same from the samples' mean, and lose fewer digits
        self.mean = samples.mean(axis=0, dtype=np.float64).astype(np.float32)
        self.samples = np.ascontiguousarray(samples, np.float32) - self.mean
        self.squares = np.einsum("sd,sd->s", self.samples, self.samples)

    def log_densities(
        self, points: np.ndarray, widths: np.ndarray, begin: float, end: float
    ) -> Generator[float, None, np.ndarray]:
        """Yield shares from `begin` to `end`; return ln p (F, R) of points (R, D) by widths."""
        count, dimensions = self.samples.shape
        logs = np.empty((len(widths), len(points)))
        rows = max(1, AT_ONCE // count)
        products = np.empty((min(rows, len(points)), count), np.float32)
        for first in range(0, len(points), rows):
            yield begin + (end - begin) * first / len(points)
            some = np.asarray(points[first : first + rows], np.float32) - self.mean
            inner = products[: len(some)]
            np.matmul(some, self.samples.T, out=inner)
            out = np.empty((len(widths), len(some)))
            own = np.einsum("rd,rd->r", some, some)
            parzen.log_sums(inner, own, self.squares, widths, out)
            logs[:, first : first + rows] = out
        return logs - 0.5 * dimensions * np.log(TAU * widths**2)[:, None]
