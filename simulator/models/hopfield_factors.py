"""The weights of a Hopfield network as two thin factors, never formed: w = (1/N) L Ξᵀ.

See kernels/hopfield.py for the equations. Costs: memory 2·8·N·K bytes, learning O(NK² + K³).
"""

from dataclasses import dataclass

import numpy as np

from simulator.core.blas import one_thread
from simulator.core.errors import InputError

MAX_MEMORIES = 1000
RANK_TOLERANCE = 1e-10  # of the largest eigenvalue of C: below, memories count as dependent


@dataclass(frozen=True, eq=False)
class Factors:
    """Shapes: memories, left (N, K) float64; diagonal (N,) float64; inverse (K, K) or None."""

    memories: np.ndarray  # ξ, a row a unit
    left: np.ndarray  # L
    diagonal: np.ndarray  # d; the own connection is w_ii = d_i / N
    inverse: np.ndarray | None  # C⁻¹ (pseudo-inverse); None is the identity (Hebb)

    @staticmethod
    def check_size(memories: int, units: int) -> None:
        """Raise InputError when so many memories are not to be stored."""
        if memories > MAX_MEMORIES:
            raise InputError(f"At most {MAX_MEMORIES} memories can be stored; forget some first.")
        import psutil

        need, free = 16 * memories * units, psutil.virtual_memory().available
        if need > free / 4:
            raise InputError(
                f"{memories} memories of {units} units need {need / 2**20:.0f} MB; a quarter of "
                f"the free memory is {free / 2**22:.0f} MB. Forget some, or choose a smaller side."
            )

    @classmethod
    def learn(cls, memories: np.ndarray, rule: str) -> "Factors":
        """Learn memories (K, N) by a rule; linearly dependent ones are allowed."""
        xi = np.ascontiguousarray(memories.T, np.float64)  # (N, K)
        n, k = xi.shape
        if rule == "hebb":
            return cls(xi, xi, np.full(n, float(k)), None)
        with one_thread():
            correlation = xi.T @ xi / n  # C (K, K): integers over N
            values, vectors = np.linalg.eigh(correlation)
            kept = values > RANK_TOLERANCE * max(values.max(initial=0.0), 1.0)
            basis = vectors[:, kept]
            inverse = (basis / values[kept]) @ basis.T
            left = np.ascontiguousarray(xi @ inverse)
        return cls(xi, left, np.einsum("nk,nk->n", left, xi), inverse)

    def projected(self, overlaps: np.ndarray) -> np.ndarray:
        """Return mᵀ C⁻¹ m for overlaps m (K,), or one value a column for (K, M)."""
        left = overlaps if self.inverse is None else self.inverse @ overlaps
        return (left * overlaps).sum(axis=0)

    def weights_row(self, i: int) -> np.ndarray:
        """Return w_ij for one unit i and all j (N,), own connection included."""
        return self.memories @ self.left[i] / len(self.diagonal)

    def energy_by_fields(self, units: np.ndarray, threshold: float) -> float:
        """E by another road than the running sum: −½ Σ_i s_i h_i + θ Σ s_i, fields from L."""
        v = units.astype(np.float64)
        fields = (self.left @ (self.memories.T @ v) - self.diagonal * v) / v.size
        return float(-0.5 * (v @ fields) + threshold * v.sum())

    def is_symmetric(self, tolerance: float) -> bool:
        """Whether w_ij = w_ji for pairs of up to 64 units spread over the network."""
        n = len(self.diagonal)
        some = np.unique(np.linspace(0, n - 1, min(n, 64)).astype(int))
        block = self.left[some] @ self.memories[some].T / n
        return bool(np.abs(block - block.T).max(initial=0.0) <= tolerance)
