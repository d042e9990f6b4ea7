"""What a Neural Turing Machine hands to torch: whole batches that are learned, side by side.

Torch is loaded by the first batch. Sequences are drawn, and means and curricula kept, where they
always are: a batch on another back end is the same but for the last digits of sums.

The probe is played by Numba whatever learns. A tape holds all numbers of a step, of which torch's
`Played` has the weightings alone; one sequence without gradients is not worth a device; and so what
is watched is the same for the same weights, and a window that plays it waits for no device.
"""

import numpy as np

from kernels.ntm import Shape
from kernels.ntm_learning import Learned, Sequences, Way

FULL = "The CUDA device has too little memory for this machine; PyTorch goes on with it on the CPU."


class Elsewhere:
    """The device of a back end. A full one is left for the processor, in words."""

    def __init__(self, backend: str):
        self.backend, self.notice = backend, ""

    def train(
        self, shape: Shape, way: Way, sequences: Sequences, params: np.ndarray, first: np.ndarray,
        second: np.ndarray, updates: int, learned: Learned,
    ) -> int:  # fmt: skip
        """Learn all sequences, as kernels/ntm_learning.py's `train`; return how many updates of
        the weights were made."""
        from kernels.torch import DEVICES, OutOfMemory
        from kernels.torch.ntm import Trainer

        def work() -> int:
            trainer = Trainer(shape, DEVICES[self.backend])
            return trainer.train(way, sequences, params, first, second, updates, learned)

        try:
            return work()
        except OutOfMemory:
            if self.backend != "cuda":
                raise
            self.backend, self.notice = "torch", FULL
        return work()  # from the beginning: weights come back when all is learned
