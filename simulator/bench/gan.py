"""Generative adversarial networks: an iteration in the plane against PyTorch as it is written by
most, the twin against Numba; how the time of an iteration grows. All with one thread."""

import math
import sys
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np

from simulator.bench.rows import Result, Row, against, alone, medians_in_turn
from simulator.core import blas, warmup
from simulator.models.gan import Gan
from simulator.models.gan_state import GanParameters

ROWS_EACH, WIDTH, RATE, BETAS = 256, 32, 0.001, (0.5, 0.9)
BLOCK = 250  # iterations at once: ours measures itself once in so many
BLOCKS = 15  # of each, in turn
WARM = 300
SIGMA = 0.05  # of the ring's eight Gaussians


def game(**given: Any) -> Gan:
    """Return a game on the ring after some iterations."""
    plain = {"world": "ring", "loss": "non-saturating", "batch_size": ROWS_EACH, "rate_d": RATE,
             "rate_g": RATE, "beta_1": BETAS[0], "beta_2": BETAS[1]}  # fmt: skip
    model = Gan(0, GanParameters(**{**plain, **given}))
    play(model, WARM if "world" not in given else 5)
    return model


def play(model: Gan, iterations: int) -> None:
    """Take whole iterations."""
    model.advance(iterations * model.parameters.iteration)


class Peer:
    """The same game in PyTorch, eager, as it is usually written: `nn.Sequential` and Adam."""

    def __init__(self, is_fused: bool) -> None:
        import torch
        from torch import nn
        from torch.nn.functional import softplus

        torch.set_num_threads(1)
        self.torch, self.softplus = torch, softplus

        def net(outputs: int, unit: nn.Module) -> tuple[nn.Module, Any]:
            layers = (nn.Linear(2, WIDTH), unit, nn.Linear(WIDTH, WIDTH), unit)
            found = nn.Sequential(*layers, nn.Linear(WIDTH, outputs))
            adam = torch.optim.Adam(found.parameters(), RATE, BETAS, fused=is_fused or None)
            return found, adam

        self.maker, self.of_maker = net(2, nn.ReLU())
        self.judge, self.of_judge = net(1, nn.LeakyReLU(0.2))
        turns = torch.arange(8) * (2 * math.pi / 8)
        self.centres = torch.stack([turns.cos(), turns.sin()], dim=1)

    def play(self, iterations: int = BLOCK) -> None:
        """Take whole iterations: noise and data are drawn in each."""
        torch, softplus = self.torch, self.softplus
        for _ in range(iterations):
            which = torch.randint(8, (ROWS_EACH,))
            real = self.centres[which] + SIGMA * torch.randn(ROWS_EACH, 2)
            with torch.no_grad():
                fake = self.maker(torch.randn(ROWS_EACH, 2))
            said = self.judge(torch.cat([real, fake]))
            loss = softplus(-said[:ROWS_EACH]).mean() + softplus(said[ROWS_EACH:]).mean()
            self.of_judge.zero_grad()
            loss.backward()
            self.of_judge.step()
            loss = softplus(-self.judge(self.maker(torch.randn(ROWS_EACH, 2)))).mean()
            self.of_maker.zero_grad()
            loss.backward()
            self.of_maker.step()


def has_torch(row: str) -> bool:
    """Whether PyTorch is there; said where it is not."""
    if find_spec("torch") is None:
        print(f"    {row}: PyTorch is not installed", file=sys.stderr)
        return False
    return True


def iteration() -> list[Result]:
    """One full iteration in the plane: both nets of 2 × 32 hidden units, a batch of 256, Adam."""
    if not has_torch("gan-iteration"):
        return []
    warmup.use()
    blas.one_thread()
    model = game(layers_d=(WIDTH, WIDTH), layers_g=(WIDTH, WIDTH))
    plain, fused = Peer(is_fused=False), Peer(is_fused=True)
    for peer in (plain, fused):
        peer.play(WARM)
    works = (partial(play, model, BLOCK), plain.play, fused.play)
    ours, theirs, quickest = (1e6 * t / BLOCK for t in medians_in_turn(works, BLOCKS))
    return [
        against("gan-iteration", "µs", ours, "PyTorch, eager", theirs, 3),
        against("gan-iteration-fused", "µs", ours, "PyTorch, fused Adam", quickest, 2),
    ]


WIDTHS = (4, 8, 16, 32, 64, 128)


def growth() -> list[Result]:
    """Time of an iteration against the number of weights, three decades of them: the power with
    which it grows."""
    warmup.use()
    blas.one_thread()
    games = [game(layers_d=(width, width), layers_g=(width, width)) for width in WIDTHS]
    times = medians_in_turn([partial(play, model, 50) for model in games], 20)
    numbers = [model.state.params_d.size + model.state.params_g.size for model in games]
    for width, number, seconds in zip(WIDTHS, numbers, times, strict=True):
        said = f"2 × {width:>3} units, {number:>6} weights: {1e6 * seconds / 50:8.1f} µs"
        print(f"    {said}", file=sys.stderr)
    power = np.polyfit(np.log(numbers), np.log(times), 1)[0]
    return [alone("gan-growth", "power of weights", float(power), 1.0)]


PICTURES: dict[str, Any] = {
    "world": "digits", "side": 28, "examples": 1000, "noise_dimensions": 64, "batch_size": 128,
}  # fmt: skip


def torch_twin() -> list[Result]:
    """An iteration with digits of 28 × 28 on PyTorch against ours on one core: the CPU, and CUDA
    where it is.

    On a CPU both spend their time in products of the same size.
    """
    if not has_torch("gan-torch"):
        return []
    warmup.use()
    blas.one_thread()
    from kernels.torch import has_cuda

    found = []
    for backend, width, target in (("torch", 256, 0.5), ("cuda", 512, 3.0)):
        if backend == "cuda" and not has_cuda():
            continue
        layers = {"layers_d": (width, width), "layers_g": (width, width)}
        numba, twin = (game(**PICTURES, **layers) for _ in range(2))
        twin.use_backend(backend)
        for model in (numba, twin):
            play(model, 3)
        if not np.allclose(numba.state.params_g, twin.state.params_g, atol=5e-3):
            raise RuntimeError(f"{backend} learns something else than Numba")
        works = [partial(play, model, 5) for model in (numba, twin)]
        theirs, ours = (1e3 * t / 5 for t in medians_in_turn(works, BLOCKS))
        found.append(
            against(f"gan-{backend}", "ms/iteration", ours, "Numba, one core", theirs, target)
        )
    return found


ROWS: dict[str, Row] = {
    "gan-iteration": iteration,
    "gan-growth": growth,
    "gan-torch": torch_twin,
}
