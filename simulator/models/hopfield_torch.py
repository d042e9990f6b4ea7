"""What a Hopfield network hands to torch: the fields of all units at once.

Torch is loaded by the first call. Only dynamics that decide about all units together (synchronous,
independent) use it; one unit at a time there is nothing to gain. Two-valued units come out as with
Numba, unit for unit, but for ties that rounding decides; fractions to the last bits.
"""

from typing import Any

import numpy as np

from simulator.models.hopfield_dense import Dense
from simulator.models.hopfield_factors import Factors
from simulator.models.hopfield_network import Network

FULL = "The CUDA device has too little memory for this network; PyTorch goes on with it on the CPU."


class Columns:
    """The columns of one network on one device."""

    def __init__(self, network: Network, backend: str):
        from kernels.torch import DEVICES, tensor

        self.network, self.backend, self.device = network, backend, DEVICES[backend]
        self.made_of = made_of(network)
        self.tensors = [tensor(array, self.device) for array in self.made_of]

    def measure(self, units: Any) -> Any:
        """Return the sums of states (B, N) along the columns."""
        from kernels.torch import hopfield

        return hopfield.measure(units, self.tensors[0])

    def fields(self, units: Any, sums: Any) -> Any:
        """Return the fields that units (N,) or (B, N) feel."""
        from kernels.torch import hopfield, hopfield_dense

        network, p = self.network, self.network.parameters
        if isinstance(network, Factors):
            _, left, diagonal = self.tensors
            return hopfield.fields(units, left, diagonal, float(p.own_connections), sums)
        assert isinstance(network, Dense)
        return hopfield_dense.dense_fields(
            units, self.tensors[0], network.units, network.shape, p.degree, network.beta,
            p.is_continuous, sums,
        )  # fmt: skip

    def decide(self, units: Any, pending: Any, sums: Any, chances: Any) -> None:
        """Write the next values at T = 0 of states (B, N) to `pending`."""
        from kernels.torch import hopfield, hopfield_dense

        network, p = self.network, self.network.parameters
        rest = (p.threshold, 0.0, p.felt_gain, p.update_probability, sums, chances, None)
        if isinstance(network, Factors):
            _, left, diagonal = self.tensors
            hopfield.decide_together(
                units, pending, left, diagonal, float(p.own_connections), *rest
            )
            return
        assert isinstance(network, Dense)
        hopfield_dense.dense_together(
            units, pending, self.tensors[0], network.shape, p.degree, network.beta, *rest
        )


def made_of(network: Network) -> tuple[np.ndarray, ...]:
    """Return the arrays that a device needs of a network."""
    if isinstance(network, Factors):
        return network.right, network.left, network.diagonal
    return (network.memories,)


class Elsewhere:
    """The fields of one state at a time, kept for as long as a sweep looks at the same state."""

    def __init__(self, backend: str):
        self.backend, self.notice = backend, ""
        self._columns: Columns | None = None
        self._asked: tuple[Any, ...] = ()
        self._felt = np.empty(0)

    def felt(self, network: Network, units: np.ndarray, sums: np.ndarray) -> np.ndarray:
        """Return the fields (N,) that units feel; all are computed at once, whoever asks first.

        A state is recognised by its arrays, which a sweep of all units at once leaves alone.
        """
        asked = network, units, sums
        if not _are(asked, self._asked):
            self._felt, self._asked = self._computed(network, units, sums), asked
        return self._felt

    def _computed(self, network: Network, units: np.ndarray, sums: np.ndarray) -> np.ndarray:
        from kernels.torch import OutOfMemory, array, tensor

        try:
            columns = self._on_device(network)
            device = columns.device
            return array(columns.fields(tensor(units, device), tensor(sums, device)))
        except OutOfMemory:
            if self.backend != "cuda":
                raise
            self.backend, self.notice, self._columns = "torch", FULL, None
            return self._computed(network, units, sums)

    def _on_device(self, network: Network) -> Columns:
        """Return the network's columns; they stay where they are when only a parameter changed."""
        if self._columns is None or not _are(made_of(network), self._columns.made_of):
            self._columns = None  # make room first
            self._columns = Columns(network, self.backend)
        self._columns.network = network
        return self._columns


def _are(some: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
    """Whether these are the same objects."""
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))
