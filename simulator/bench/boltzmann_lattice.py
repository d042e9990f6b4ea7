"""Heat-bath sweeps of an Ising lattice against a plain Numba loop, and PyTorch against ours."""

import sys
from importlib.util import find_spec
from typing import Any

import numpy as np

from kernels import ising, words
from simulator.bench.rows import Result, Row, against, alone, at_least, median_seconds
from simulator.core import warmup
from simulator.models.boltzmann_onsager import CRITICAL

TEMPERATURE = float(CRITICAL)
WARM_SWEEPS = 20  # from a random start: what is measured is a lattice with its domains


class Lattice:
    """Spins by chance at the critical temperature, after some sweeps."""

    def __init__(self, side: int) -> None:
        self.side, self.n = side, side * side
        self.units = np.random.default_rng(0).choice(np.array([-1, 1], np.int8), self.n)
        self.limits = ising.limits_of(TEMPERATURE)
        self.words = words.seeded(0)
        for _ in range(WARM_SWEEPS):
            self.sweep()

    def key(self) -> np.uint64:
        """Return the next sweep's key."""
        return np.uint64(words.next_word(self.words))

    def sweep(self, key: np.uint64 | None = None) -> None:
        """Ours."""
        key = self.key() if key is None else key
        rest = self.limits, key, None, None, None, False
        ising.update_lattice(self.units, self.side, 0, self.n, *rest)


def plain_loop() -> Any:
    """Return the peer: N random sites one after another, an `exp` each, compiled by Numba."""
    import numba

    @numba.njit(nogil=True, fastmath=True)
    def sweep(grid: np.ndarray, temperature: float) -> None:
        side = grid.shape[0]
        for _ in range(grid.size):
            i, j = np.random.randint(side), np.random.randint(side)  # noqa: NPY002
            total = grid[i - 1, j] + grid[(i + 1) % side, j] + grid[i, j - 1]
            total += grid[i, (j + 1) % side]
            p = 1.0 / (1.0 + np.exp(-2.0 * total / temperature))
            grid[i, j] = 1 if np.random.random() < p else -1  # noqa: NPY002

    return sweep


def lattice() -> list[Result]:
    """512², heat bath: a sweep's time against the peer's."""
    warmup.use()
    work, peer = Lattice(512), plain_loop()
    grid = ising.joined(work.units)
    peer(grid, TEMPERATURE)
    ours = median_seconds(work.sweep, 300)
    theirs = median_seconds(lambda: peer(grid, TEMPERATURE), 9)
    name = "Numba, random sites"
    return [against("boltzmann-lattice", "ms/sweep", 1e3 * ours, name, 1e3 * theirs, 10)]


def rate() -> list[Result]:
    """512², heat bath: updates a second on one core."""
    warmup.use()
    work = Lattice(512)
    each = median_seconds(work.sweep, 300)
    return [at_least("boltzmann-lattice-rate", "updates/s", work.n / each, 5e8)]


SIDES = (128, 228, 406, 722, 1284)


def growth() -> list[Result]:
    """Time of a sweep over two decades of N: the power with which it grows."""
    warmup.use()
    times = []
    for side in SIDES:
        work = Lattice(side)
        times.append(median_seconds(work.sweep, 100))
        print(f"    N = {work.n:>7}: {1e6 * times[-1]:9.1f} µs a sweep", file=sys.stderr)
    power = np.polyfit(np.log(np.square(SIDES)), np.log(times), 1)[0]
    return [alone("boltzmann-lattice-growth", "power of N", float(power), 1.25)]


class Twin:
    """The same spins and keys as tensors."""

    def __init__(self, work: Lattice, device: str) -> None:
        from kernels.torch import ising as twins
        from kernels.torch import tensor

        self.work, self.update = work, twins.update_lattice
        self.units = tensor(work.units[None], device)

    def sweep(self, key: np.uint64 | None = None) -> None:
        """One sweep; returns when it is done."""
        keys = np.array([self.work.key() if key is None else key])
        rest = self.work.limits, keys, None, None, None, False
        self.update(self.units, self.work.side, *rest).tolist()

    def check(self) -> None:
        """Raise where a sweep gives other spins than ours."""
        key = self.work.key()
        self.sweep(key)
        self.work.sweep(key)
        if (self.units.cpu().numpy()[0] != self.work.units).any():
            raise RuntimeError("PyTorch updates something else than Numba")


def torch_twin() -> list[Result]:
    """1024²: the torch twin on one CPU core, against the plain loop; 4096² on CUDA, against ours.

    Ours on one core is many times faster than the twin there: it writes nothing down in between.
    """
    if find_spec("torch") is None:
        print("    boltzmann-lattice-torch: PyTorch is not installed", file=sys.stderr)
        return []
    warmup.use()
    from kernels.torch import has_cuda

    work, peer = Lattice(1024), plain_loop()
    twin, grid = Twin(work, "cpu"), ising.joined(work.units)
    twin.check()
    peer(grid, TEMPERATURE)
    ours, numba = median_seconds(twin.sweep, 20), median_seconds(work.sweep, 30)
    theirs = median_seconds(lambda: peer(grid, TEMPERATURE), 5)
    print(f"    Numba, chessboard: {1e3 * numba:.2f} ms a sweep", file=sys.stderr)
    name = "Numba, random sites"
    rows = [against("boltzmann-lattice-torch", "ms/sweep", 1e3 * ours, name, 1e3 * theirs, 1)]
    if has_cuda():
        work = Lattice(4096)
        twin = Twin(work, "cuda")
        twin.check()
        ours, theirs = median_seconds(twin.sweep, 20), median_seconds(work.sweep, 10)
        name = "Numba, one core"
        rows.append(
            against("boltzmann-lattice-cuda", "ms/sweep", 1e3 * ours, name, 1e3 * theirs, 3)
        )
    return rows


ROWS: dict[str, Row] = {
    "boltzmann-lattice": lattice,
    "boltzmann-lattice-rate": rate,
    "boltzmann-lattice-growth": growth,
    "boltzmann-lattice-torch": torch_twin,
}
