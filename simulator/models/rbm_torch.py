"""What a restricted Boltzmann machine hands to torch: whole layers, and many steps at once.

Torch is loaded by the first call. Every random number is the hash that the Numba kernels make, so
states come out the same but where it falls on the last digits of a probability.
"""

from typing import Any

import numpy as np

from kernels.rbm_layers import ONE, ONES, Machine

FULL = "The CUDA device has too little memory for this machine; PyTorch goes on with it on the CPU."


class Elsewhere:
    """Stands for kernels/rbm_layers.py on the device of a back end: the same names and arguments,
    arrays in and out. A full device is left for the processor, in words."""

    def __init__(self, backend: str):
        self.asked = self.backend = backend
        self.notice = ""

    def hidden_means(self, machine: Machine, visible: np.ndarray, means: np.ndarray) -> np.ndarray:
        self._fill("hidden_means", machine, (visible,), (), (means,))
        return means

    def visible_means(self, machine: Machine, hidden: np.ndarray) -> np.ndarray:
        means = np.empty((len(hidden), machine.weights.shape[0]), np.float32)
        self._fill("visible_means", machine, (hidden,), (), (means,))
        return means

    def draw_hidden(
        self, machine: Machine, visible: np.ndarray, key: np.uint64, means: np.ndarray,
        hidden: np.ndarray, scale: np.float32 = ONE,
    ) -> None:  # fmt: skip
        self._fill("draw_hidden", machine, (visible,), (key, scale), (means, hidden))

    def draw_visible(
        self, machine: Machine, hidden: np.ndarray, key: np.uint64, means: np.ndarray,
        visible: np.ndarray, scale: np.float32 = ONE, biases: np.ndarray | None = None,
    ) -> None:  # fmt: skip
        if biases is None:
            biases = machine.visible_biases * (ONE if machine.is_gaussian else scale)
        self._fill("draw_visible", machine, (hidden, biases), (key, scale), (means, visible))

    def gibbs(
        self, machine: Machine, visible: np.ndarray, keys: np.ndarray, scales: np.ndarray = ONES,
        means: np.ndarray | None = None, hidden: np.ndarray | None = None,
    ) -> None:  # fmt: skip
        self._fill("gibbs", machine, (visible, scales), (keys,), (visible, means, hidden))

    def diverge(
        self, machine: Machine, hidden: np.ndarray, keys: np.ndarray, visible: np.ndarray,
        means: np.ndarray,
    ) -> None:  # fmt: skip
        self._fill("diverge", machine, (hidden,), (keys,), (visible, means))

    def anneal(
        self, machine: Machine, first: np.ndarray, visible: np.ndarray, logs: np.ndarray,
        betas: np.ndarray, keys: np.ndarray,
    ) -> None:  # fmt: skip
        self._fill("anneal", machine, (visible, logs, first), (betas, keys), (visible, logs))

    def correlation(
        self, visible: np.ndarray, hidden: np.ndarray, dreamt: np.ndarray, answers: np.ndarray,
        out: np.ndarray,
    ) -> np.ndarray:  # fmt: skip
        self._fill("correlation", None, (visible, hidden, dreamt, answers), (), (out,))
        return out

    def _fill(
        self, name: str, machine: Machine | None, given: tuple[np.ndarray, ...],
        plain: tuple[Any, ...], out: tuple[np.ndarray | None, ...],
    ) -> None:  # fmt: skip
        """Call the twin of that name: a machine, tensors, then what stays as it is; put what it
        returns into those of `out` that are there."""
        from kernels.torch import DEVICES, OutOfMemory, array, rbm, tensor

        def work(device: str) -> tuple[np.ndarray, ...]:
            there = () if machine is None else (rbm.machine_on(machine, device),)
            found = getattr(rbm, name)(*there, *(tensor(a, device) for a in given), *plain)
            return tuple(array(t) for t in (found if isinstance(found, tuple) else (found,)))

        try:
            found = work(DEVICES[self.backend])
        except OutOfMemory:
            if self.backend != "cuda":
                raise
            self.backend, self.notice = "torch", FULL
            found = work(DEVICES["torch"])
        for target, value in zip(out, found, strict=True):
            if target is not None:
                target[:] = value
