"""Restricted Boltzmann machines: a pass through MNIST against scikit-learn, likelihoods against
NumPy, torch against Numba; how the time of an update grows. All with one BLAS thread."""

import itertools
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from kernels import strokes
from simulator.bench.rows import (
    Result,
    Row,
    against,
    alone,
    at_least,
    median_seconds,
    medians_in_turn,
)
from simulator.core import blas, warmup
from simulator.models.rbm import Rbm
from simulator.models.rbm_likelihood import annealed, first_biases, inverse_temperatures
from simulator.models.rbm_state import RbmParameters

IMAGES, HIDDEN, BATCH, RATE = 60_000, 256, 100, 0.05
STILL = 1000  # batches between two steps of fantasies: as good as none
PASSES = 5  # of each, in turn
CHAINS, TEMPERATURES = 100, 50
DIGITS = 2000


def images() -> dict[str, Any]:
    """Return the parameters of the data: MNIST where it is, else stroke digits."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist"
    folder = Path(os.environ.get("REVERIE_MNIST", beside))
    if any(folder.glob("train-images*")):
        return {"data": "idx", "data_path": str(folder)}
    return {"data": "strokes", "examples": IMAGES}


def learner(**given: Any) -> Rbm:
    """Return a model of 784 × 256 units that learns all images, as they are, by CD-1."""
    plain = {"held_out": 0.0, "binarization": "none", "learning": "cd", "k": 1, "hidden": HIDDEN,
             "batch_size": BATCH, "learning_rate": RATE}  # fmt: skip
    return Rbm(0, RbmParameters(**{**images(), **plain, **given}))


class Pass:
    """One pass of all images through a new machine: ours and scikit-learn's."""

    def __init__(self) -> None:
        self.ours, self.still = learner(), learner(fantasy_period=STILL)
        for model in (self.ours, self.still):
            model.advance(6)
        data = self.ours.dataset
        self.what = f"{len(data):,} {'MNIST' if images()['data'] == 'idx' else 'stroke'} images"
        self.greys = data.pixels.astype(np.float32) / np.float32(255.0)

    def learn(self, model: Rbm) -> None:
        """Ours, from the first weights."""
        model.restart()
        model.advance(model.steps_of("epoch", 1) or 0)

    def scikit_learn(self) -> None:
        """The peer: persistent chains with one Gibbs step, as many products of layers as CD-1."""
        from sklearn.neural_network import BernoulliRBM

        peer = BernoulliRBM(HIDDEN, learning_rate=RATE, batch_size=BATCH, n_iter=1, random_state=0)
        peer.fit(self.greys)


def epoch() -> list[Result]:
    """One pass through MNIST by CD-1: learning alone, then with 100 fantasies moving meanwhile."""
    if find_spec("sklearn") is None:
        said = 'scikit-learn is not installed; pip install "reverie-lab[bench]"'
        print(f"    rbm-epoch: {said}", file=sys.stderr)
        return []
    warmup.use()
    blas.one_thread()
    work = Pass()
    work.scikit_learn()
    dreaming, still, theirs = medians_in_turn(
        (lambda: work.learn(work.ours), lambda: work.learn(work.still), work.scikit_learn), PASSES
    )
    peer, period = f"scikit-learn, {work.what}", work.ours.parameters.fantasy_period
    often = "every batch" if period == 1 else f"every {period} batches"
    moving = f"{peer}, while ours moves 100 fantasies {often}"
    return [
        against("rbm-epoch", "s/pass", still, peer, theirs, 2),
        against("rbm-epoch-dreaming", "s/pass", dreaming, moving, theirs, 1),
    ]


SIZES = ((8, 32), (12, 48), (16, 80), (22, 144), (28, 256))  # side, hidden units


def growth() -> list[Result]:
    """Time of an update by CD-1 over two decades of V × H: the power with which it grows."""
    warmup.use()
    blas.one_thread()
    numbers, times = [], []
    for side, hidden in SIZES:
        model = learner(data="strokes", data_path="", examples=1000, side=side, hidden=hidden)
        model.advance(60)
        times.append(median_seconds(lambda m=model: m.advance(3), 200))  # type: ignore[misc]
        numbers.append(side * side * hidden)
        print(f"    V × H = {numbers[-1]:>7}: {1e6 * times[-1]:9.1f} µs a batch", file=sys.stderr)
    power = np.polyfit(np.log(numbers), np.log(times), 1)[0]
    return [alone("rbm-growth", "power of V × H", float(power), 1.25)]


class Annealing:
    """Chains that anneal towards a machine that has learned a little."""

    def __init__(self) -> None:
        model = learner(fantasy_period=STILL)
        model.advance(900)
        self.machine = model.machine
        self.first = first_biases(model.data_means(), self.machine)
        self.betas = inverse_temperatures(TEMPERATURES)

    def ours(self) -> float:
        """Return ln Z as we estimate it."""
        keys: Iterator[np.uint64] = (np.uint64(k) for k in itertools.count())
        work = annealed(self.machine, self.first, CHAINS, TEMPERATURES, keys)
        while True:
            try:
                next(work)
            except StopIteration as done:
                return done.value.log_z

    def numpy(self) -> float:
        """The same in NumPy, as the papers write it."""
        rng, m, a = np.random.default_rng(0), self.machine, self.first
        w, b, c = m.weights, m.visible_biases, m.hidden_biases

        def drawn(fields: np.ndarray) -> np.ndarray:
            p = 1.0 / (1.0 + np.exp(-fields))
            return (rng.random(p.shape, np.float32) < p).astype(np.float32)

        def log_weights(v: np.ndarray, beta: np.float32) -> np.ndarray:
            return v @ ((1 - beta) * a + beta * b) + np.logaddexp(0, beta * (v @ w + c)).sum(axis=1)

        v = drawn(np.broadcast_to(a, (CHAINS, a.size)))
        logs = np.zeros(CHAINS)
        for before, after in itertools.pairwise(self.betas):
            logs += log_weights(v, after) - log_weights(v, before)
            h = drawn(after * (v @ w + c))
            v = drawn(after * (h @ w.T) + (1 - after) * a + after * b)
        log_first = np.logaddexp(0, a).sum() + c.size * np.log(2.0)
        return float(log_first + np.logaddexp.reduce(logs) - np.log(CHAINS))


def annealing() -> list[Result]:
    """A temperature of annealed importance sampling, 100 chains."""
    warmup.use()
    blas.one_thread()
    work = Annealing()
    if abs(work.ours() - work.numpy()) > 20.0:  # nats: with so few temperatures they scatter
        raise RuntimeError("NumPy anneals towards something else than ours")
    ours, theirs = (
        1e3 * t / TEMPERATURES for t in medians_in_turn((work.ours, work.numpy), PASSES)
    )
    return [against("rbm-ais", "ms a temperature", ours, "NumPy, as written", theirs, 2)]


def torch_twin() -> list[Result]:
    """A batch by CD-10 on PyTorch against ours on one core: the CPU, and CUDA where it is.

    On a CPU the twin is the slower one: it multiplies by every 0 and writes down all that the hash
    of a random number goes through.
    """
    if find_spec("torch") is None:
        print("    rbm-torch: PyTorch is not installed", file=sys.stderr)
        return []
    warmup.use()
    blas.one_thread()
    from kernels.torch import has_cuda

    rows = []
    for backend, hidden, target in (("torch", HIDDEN, 0.3), ("cuda", 1024, 3.0)):
        if backend == "cuda" and not has_cuda():
            continue
        numba, twin = (learner(k=10, hidden=hidden, binarization="stochastic") for _ in range(2))
        twin.use_backend(backend)
        for model in (numba, twin):
            model.advance(60)
        if not np.allclose(numba.state.weights, twin.state.weights, atol=5e-3):
            raise RuntimeError(f"{backend} learns something else than Numba")
        theirs, ours = medians_in_turn((lambda: numba.advance(3), lambda: twin.advance(3)), 60)  # noqa: B023
        name = f"rbm-{backend}"
        rows.append(against(name, "ms/batch", 1e3 * ours, "Numba, one core", 1e3 * theirs, target))
    return rows


def digits() -> list[Result]:
    """Stroke digits of 28 × 28 made a second on one core."""
    warmup.use()
    strokes.digits(0, 10, 28, 0)
    each = median_seconds(lambda: strokes.digits(0, DIGITS, 28, 0), PASSES) / DIGITS
    return [at_least("rbm-strokes", "digits/s", 1.0 / each, 10_000)]


ROWS: dict[str, Row] = {
    "rbm-epoch": epoch,
    "rbm-growth": growth,
    "rbm-ais": annealing,
    "rbm-torch": torch_twin,
    "rbm-strokes": digits,
}
