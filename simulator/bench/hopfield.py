"""Hopfield recall against NumPy, one asynchronous random sweep from 30 % flips; and the back ends
against each other, a batch of recalls."""

import sys
from functools import partial
from importlib.util import find_spec

import numpy as np

from kernels import hopfield, words
from simulator.bench.rows import Result, Row, against, alone, median_seconds
from simulator.core import warmup
from simulator.models.hopfield_learning import learn
from simulator.models.hopfield_recall import recall_all
from simulator.models.hopfield_state import HopfieldParameters

MEMORIES = 10
FLIPPED = 0.3


class Recall:
    """Random memories by Hebb's rule, and a cue of the first with 30 % of its units flipped."""

    def __init__(self, units: int) -> None:
        rng = np.random.default_rng(0)
        self.n = units
        self.columns = rng.choice(np.array([-1, 1], np.int8), (units, MEMORIES))  # Hebb: L = R
        self.memories = self.columns.astype(np.float64)  # for NumPy, which is faster so
        self.diagonal = np.full(units, float(MEMORIES))
        self.cue = self.columns[:, 0].copy()
        self.cue[rng.permutation(units)[: round(FLIPPED * units)]] *= -1
        self.order = np.arange(units, dtype=np.int32)
        self.words = words.seeded(0)
        self.rng = rng
        self.begin()

    def begin(self) -> None:
        """Put the spoiled cue back."""
        self.units = self.cue.copy()
        self.overlaps = self.memories.T @ self.units.astype(float)

    def sweep(self) -> None:
        """Ours: fields from overlaps that are kept up to date."""
        words.shuffle(self.order, self.words)
        hopfield.update_in_turn(
            self.units, self.order, 0, self.n, self.columns, self.columns, self.diagonal, 0.0,
            0.0, 0.0, None, self.overlaps, None, self.words, 0.0,
        )  # fmt: skip

    def numpy_factored(self) -> None:
        """The same factored form in NumPy: one `Xi[i] @ m` a unit."""
        xi, s, m = self.memories, self.units.astype(float), self.overlaps.copy()
        for i in self.rng.permutation(self.n):
            new = 1.0 if xi[i] @ m - MEMORIES * s[i] >= 0.0 else -1.0
            if new != s[i]:
                m += (new - s[i]) * xi[i]
                s[i] = new

    def numpy_dense(self) -> None:
        """The plain form in NumPy: one `W[i] @ s` a unit."""
        s, w = self.units.astype(float), self.weights
        for i in self.rng.permutation(self.n):
            s[i] = 1.0 if w[i] @ s >= 0.0 else -1.0

    def form_weights(self) -> None:
        """Form W (N, N), which only a small network can."""
        self.weights = self.memories @ self.memories.T / self.n
        np.fill_diagonal(self.weights, 0.0)


def small() -> list[Result]:
    """784 units, 10 memories."""
    warmup.use()
    work = Recall(784)
    work.form_weights()
    work.sweep()
    ours = median_seconds(work.sweep, 2000, work.begin)
    theirs = median_seconds(work.numpy_dense, 40, work.begin)
    return [against("hopfield-784", "µs/sweep", 1e6 * ours, "NumPy W[i] @ s", 1e6 * theirs, 50)]


def million() -> list[Result]:
    """A million units, 10 memories: the dense form would need 4 TB."""
    warmup.use()
    work = Recall(1_000_000)
    work.sweep()
    ours = median_seconds(work.sweep, 9, work.begin)
    theirs = median_seconds(work.numpy_factored, 3, work.begin)
    peer = "NumPy Xi[i] @ m"
    return [against("hopfield-million", "ms/sweep", 1e3 * ours, peer, 1e3 * theirs, 30)]


SIZES = (1_000, 3_162, 10_000, 31_623, 100_000)


def growth() -> list[Result]:
    """Time of a sweep over two decades of N: the power with which it grows."""
    warmup.use()
    times = []
    for n in SIZES:
        work = Recall(n)
        work.sweep()
        times.append(median_seconds(work.sweep, 30, work.begin))
        print(f"    N = {n:>7}: {1e6 * times[-1]:9.1f} µs a sweep", file=sys.stderr)
    power = np.polyfit(np.log(SIZES), np.log(times), 1)[0]
    return [alone("hopfield-growth", "power of N", float(power), 1.25)]


PROBES, BATCH_UNITS, BATCH_MEMORIES = 256, 1000, 100


class Batch:
    """Random memories by Hebb's rule, and probes with a tenth of their units flipped, to be
    recalled synchronously until they rest."""

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        memories = rng.choice(np.array([-1, 1], np.int8), (BATCH_MEMORIES, BATCH_UNITS))
        self.network = learn(memories, HopfieldParameters(rule="hebb", dynamics="synchronous"), 0)
        self.probes = memories[rng.integers(0, BATCH_MEMORIES, PROBES)]
        for probe in self.probes:
            probe[rng.permutation(BATCH_UNITS)[: BATCH_UNITS // 10]] *= -1

    def recall(self, backend: str) -> np.ndarray:
        """Recall all probes."""
        return recall_all(self.network, self.probes, np.random.default_rng(0), backend)


def batch() -> list[Result]:
    """256 probes of 1,000 units and 100 memories: PyTorch, and CUDA where it is, against Numba."""
    if find_spec("torch") is None:
        print("    hopfield-torch-batch: PyTorch is not installed", file=sys.stderr)
        return []
    warmup.use()
    from kernels.torch import has_cuda

    work, rows = Batch(), []
    expected = work.recall("numba")
    numba = median_seconds(partial(work.recall, "numba"), 20)
    devices = {"torch": 1.0, "cuda": 10.0} if has_cuda() else {"torch": 1.0}
    for backend, target in devices.items():
        if (work.recall(backend) != expected).any():
            raise RuntimeError(f"{backend} recalls something else than Numba")
        ours = median_seconds(partial(work.recall, backend), 20)
        name = f"hopfield-{backend}-batch"
        rows.append(against(name, "ms", 1e3 * ours, "Numba, in turn", 1e3 * numba, target))
    return rows


ROWS: dict[str, Row] = {
    "hopfield-784": small,
    "hopfield-million": million,
    "hopfield-growth": growth,
    "hopfield-torch-batch": batch,
}
