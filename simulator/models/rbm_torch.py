"""What a restricted Boltzmann machine hands to torch: whole layers.

Torch is loaded by the first call. Every random number is the hash that the Numba kernels make, so
states come out the same but where a probability differs in its last digit.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from kernels.rbm_layers import ONE, Machine

FULL = "The CUDA device has too little memory for this machine; PyTorch goes on with it on the CPU."


class Elsewhere:
    """Stands for kernels/rbm_layers.py on the device of a back end; a full device is left for the
    processor, in words."""

    def __init__(self, backend: str):
        self.asked = self.backend = backend
        self.notice = ""

    def hidden_means(self, machine: Machine, visible: np.ndarray, means: np.ndarray) -> np.ndarray:
        """See kernels/rbm_layers.py."""
        return self._filled("hidden_means", machine, (visible,), (), (means,))[0]

    def visible_means(self, machine: Machine, hidden: np.ndarray) -> np.ndarray:
        """See kernels/rbm_layers.py."""
        means = np.empty((len(hidden), machine.weights.shape[0]), np.float32)
        return self._filled("visible_means", machine, (hidden,), (), (means,))[0]

    def draw_hidden(
        self, machine: Machine, visible: np.ndarray, key: np.uint64, means: np.ndarray,
        hidden: np.ndarray, scale: np.float32 = ONE,
    ) -> None:  # fmt: skip
        """See kernels/rbm_layers.py."""
        self._filled("draw_hidden", machine, (visible,), (key, scale), (means, hidden))

    def draw_visible(
        self, machine: Machine, hidden: np.ndarray, key: np.uint64, means: np.ndarray,
        visible: np.ndarray, scale: np.float32 = ONE, biases: np.ndarray | None = None,
    ) -> None:  # fmt: skip
        """See kernels/rbm_layers.py."""
        given = (hidden,) if biases is None else (hidden, biases)
        self._filled("draw_visible", machine, given, (key, scale), (means, visible))

    def _filled(
        self, name: str, machine: Machine, given: tuple[np.ndarray, ...], plain: tuple[Any, ...],
        out: tuple[np.ndarray, ...],
    ) -> tuple[np.ndarray, ...]:  # fmt: skip
        """Call the twin of that name and put what it returns into `out`."""
        from kernels.torch import array, rbm, tensor

        def work(device: str) -> tuple[np.ndarray, ...]:
            there = rbm.machine_on(machine, device)
            twin: Callable[..., Any] = getattr(rbm, name)
            found = twin(there, *(tensor(a, device) for a in given), *plain)
            for target, value in zip(out, found, strict=True):
                target[:] = array(value)
            return out

        return self._try(work)

    def _try(self, work: Callable[[str], Any]) -> Any:
        from kernels.torch import DEVICES, OutOfMemory

        try:
            return work(DEVICES[self.backend])
        except OutOfMemory:
            if self.backend != "cuda":
                raise
            self.backend, self.notice = "torch", FULL
            return work(DEVICES["torch"])
