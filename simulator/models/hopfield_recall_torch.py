"""Many recalls at once by torch: each sweep of a batch of cues is two products of matrices.

For dynamics that decide about all units together. Every cue has its own random words, drawn as
Numba would draw them for it alone, and is taken out of the batch when it rests.
"""

import logging
from collections.abc import Generator

import numpy as np

from kernels import words as random_words
from simulator.models.hopfield_network import Network
from simulator.models.hopfield_torch import FULL, Columns

log = logging.getLogger("reverie")
AT_ONCE = 2**24  # values of units in a batch: some 1 GB in all


def recalling_together(
    network: Network, final: np.ndarray, streams: np.ndarray, backend: str, sweeps: int,
    still: float,
) -> Generator[int, None, None]:  # fmt: skip
    """Settle cues `final` (M, N) in place with words `streams` (M, 4); yield how many are done.

    Fractions that change by `still` or less are at rest. Where a CUDA device has too little memory
    the batch is made smaller, and in the end the CPU takes over.
    """
    from kernels.torch import OutOfMemory

    columns, done, rows = None, 0, max(1, AT_ONCE // network.units)
    while done < len(final):
        some = slice(done, min(done + rows, len(final)))
        try:
            columns = columns or Columns(network, backend)
            batch = _Batch(columns, final[some], streams[some], still)
            for rested in batch.settling(sweeps):
                yield done + rested
        except OutOfMemory:
            if backend != "cuda":
                raise
            if rows == 1 or columns is None:
                log.warning(FULL)
                columns, backend = None, "torch"
            rows = max(1, rows // 4)
            continue
        done = some.stop
        yield done


class _Batch:
    """Cues (B, N) on a device; those at rest leave it."""

    def __init__(self, columns: Columns, final: np.ndarray, streams: np.ndarray, still: float):
        from kernels.torch import tensor

        self.columns, self.final = columns, final
        self.streams = streams.copy()  # a batch may be begun again
        self.still = still if final.dtype == np.float64 else 0.0
        self.rows = np.arange(len(final))  # of `final`, in the batch
        self.units = tensor(final, columns.device)
        self.older = self.units.clone()

    def settling(self, sweeps: int) -> Generator[int, None, None]:
        """Sweep until all are at rest, or alternate between two states; `final` gets the states."""
        found = np.empty_like(self.final)
        for _ in range(sweeps):
            self._take_out(self._sweep(), found)
            if not self.rows.size:
                break
            yield len(self.final) - self.rows.size
        self._take_out(np.ones(self.rows.size, bool), found)
        self.final[:] = found

    def _sweep(self) -> np.ndarray:
        """Update all units; return which rows (B,) came to their end."""
        new = self._decided(self._chances())
        is_over = self._is_same(new, self.units)
        if self.columns.network.parameters.dynamics == "synchronous":
            is_over |= self._is_same(new, self.older)
        self.older, self.units = self.units, new
        if self.columns.network.parameters.dynamics != "synchronous" and is_over.any():
            is_over &= self._is_same(self._decided(None), new)  # chance may have spared them
        return is_over

    def _decided(self, chances: np.ndarray | None):
        """Return the next values (B, N) of the units."""
        from kernels.torch import tensor

        new, on_device = self.units.clone(), self.columns
        given = None if chances is None else tensor(chances, on_device.device)
        on_device.decide(self.units, new, on_device.measure(self.units), given)
        return new

    def _chances(self) -> np.ndarray | None:
        p = self.columns.network.parameters
        if p.dynamics == "synchronous" or p.update_probability >= 1.0:
            return None
        chances = np.empty((self.rows.size, self.final.shape[1]))
        for out, row in zip(chances, self.rows, strict=True):
            random_words.uniforms(out, self.streams[row])
        return chances

    def _is_same(self, new, old) -> np.ndarray:
        from kernels.torch import array

        return array((new - old).abs().amax(dim=1) <= self.still)  # 3 times faster than `all`

    def _take_out(self, is_over: np.ndarray, found: np.ndarray) -> None:
        """Write the states of rows that are over, and keep the others."""
        from kernels.torch import array, tensor

        if not is_over.any():
            return
        gone = tensor(is_over, self.columns.device)
        found[self.rows[is_over]] = array(self.units[gone])
        self.rows, self.units, self.older = (
            self.rows[~is_over], self.units[~gone], self.older[~gone],
        )  # fmt: skip
