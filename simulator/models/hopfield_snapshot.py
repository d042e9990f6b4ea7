"""What the Hopfield views draw: a frozen copy, and the verdict in words."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from simulator.models.hopfield_factors import Factors


@dataclass(frozen=True)
class Verdict:
    """What the network has come to, one `kind` of the words below, and the memories it names."""

    kind: str  # stored, inverse, mixture, spurious, two-state cycle, still moving, nothing stored
    memories: tuple[int, ...] = ()

    @property
    def recalled(self) -> int | None:
        return self.memories[0] if self.kind == "stored" else None

    def __str__(self) -> str:
        numbers = ", ".join(str(k) for k in self.memories)
        text = {"stored": "stored {}", "inverse": "inverse of {}", "mixture": "mixture of {}"}
        return text.get(self.kind, self.kind).format(numbers)


def judge(state: Any, is_converged: bool) -> Verdict:
    """Return the verdict; the nearest memory is not a recalled one, so equality is asked."""
    m, n = state.overlaps, state.units.size
    if not m.size:
        return Verdict("nothing stored")
    if state.is_cycle:
        return Verdict("two-state cycle")
    if not is_converged:
        return Verdict("still moving")
    for kind, value in (("stored", n), ("inverse", -n)):
        equal = np.flatnonzero(m == value)
        if equal.size:
            return Verdict(kind, (int(equal[0]),))
    return _mixture(state) or Verdict("spurious")


def _mixture(state: Any) -> Verdict | None:
    """Three memories (with their signs) whose majority is the state, unit for unit."""
    m = state.overlaps
    if m.size < 3:
        return None
    top = np.argsort(-np.abs(m), kind="stable")[:3]
    majority = np.sign((np.sign(m[top])[:, None] * state.memories[top]).sum(axis=0))
    if not (majority == state.units).all():
        return None
    return Verdict("mixture", tuple(sorted(int(k) for k in top)))


@dataclass(frozen=True)
class Explanation:
    """Why a unit is, or becomes, what it is: the update equation with its numbers."""

    unit: int
    value: int
    terms: tuple[tuple[str, float, float, int], ...]  # name, weight L/1, overlap m/N, ξ; by size
    own: float  # what the own connection takes out of, or adds to, the sum
    neighbours_for: float  # Σ of the positive w_ij s_j
    neighbours_against: float  # Σ of the negative ones
    field: float
    threshold: float

    @property
    def turns_on(self) -> bool:
        return self.field - self.threshold >= -1e-12


@dataclass(frozen=True)
class HopfieldSnapshot:
    """Frozen; arrays are copies or not writeable. Shapes as in the state."""

    side: int
    step: int
    sweeps: int
    position: int  # units updated in this sweep
    updated: int  # the unit updated last, or −1
    rule: str
    dynamics: str
    temperature: float
    threshold: float
    own_connections: bool
    units: np.ndarray  # (N,) int8
    unstable: np.ndarray  # (N,) bool
    overlaps: np.ndarray  # (K,) m/N
    energy: float
    verdict: Verdict
    memories: np.ndarray  # (K, N) int8
    names: tuple[str, ...]
    probed: int
    memory_energies: np.ndarray  # (K,)
    memory_unstable: np.ndarray  # (K,) units of each memory that an update would change
    likeness: float  # the largest |overlap| of two memories
    factors: Factors

    @classmethod
    def take(
        cls, state: Any, parameters: Any, factors: Factors, unstable: np.ndarray, verdict: Verdict
    ) -> "HopfieldSnapshot":
        energies, wrong, likeness = _of_memories(
            factors, parameters.threshold, parameters.own_connections
        )
        last = state.position - 1 if state.position else state.units.size - 1
        return cls(
            side=parameters.side,
            step=state.step,
            sweeps=state.sweeps,
            position=state.position,
            updated=int(state.order[last]) if state.step else -1,
            rule=parameters.rule,
            dynamics=parameters.dynamics,
            temperature=parameters.temperature,
            threshold=parameters.threshold,
            own_connections=parameters.own_connections,
            units=state.units.copy(),
            unstable=unstable,
            overlaps=state.overlaps / state.units.size,
            energy=state.energy,
            verdict=verdict,
            memories=state.memories,
            names=state.names,
            probed=state.probed,
            memory_energies=energies,
            memory_unstable=wrong,
            likeness=likeness,
            factors=factors,
        )

    def explain(self, unit: int) -> Explanation:
        """Return the sum over memories that makes the field of one unit."""
        f, n = self.factors, self.units.size
        value = int(self.units[unit])
        parts = f.left[unit] * self.overlaps  # (K,)
        own = 0.0 if self.own_connections else -f.diagonal[unit] * value / n
        order = np.argsort(-np.abs(parts), kind="stable")
        weighted = f.weights_row(unit) * self.units
        weighted[unit] = f.diagonal[unit] * value / n if self.own_connections else 0.0
        return Explanation(
            unit=unit,
            value=value,
            terms=tuple(
                (
                    self.names[k],
                    float(f.left[unit, k]),
                    float(self.overlaps[k]),
                    int(self.memories[k, unit]),
                )
                for k in order
            ),
            own=float(own),
            neighbours_for=float(weighted[weighted > 0].sum()),
            neighbours_against=float(weighted[weighted < 0].sum()),
            field=float(parts.sum() + own),
            threshold=self.threshold,
        )


@lru_cache(maxsize=4)  # snapshots are taken 60 times a second; factors change rarely
def _of_memories(
    f: Factors, threshold: float, has_own: bool
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return each memory's energy (K,) and unstable units (K,), and the largest |overlap|."""
    xi, n = f.memories, len(f.diagonal)
    gram = xi.T @ xi  # (K, K)
    fields = (f.left @ gram - f.diagonal[:, None] * xi) / n  # (N, K)
    energies = -0.5 * (xi * fields).sum(axis=0) + threshold * xi.sum(axis=0)
    felt = fields + (f.diagonal[:, None] * xi / n if has_own else 0.0)
    wanted = np.where(felt - threshold >= -1e-12, 1.0, -1.0)
    alike = np.abs(np.triu(gram, 1)).max(initial=0.0) / n
    return energies, (wanted != xi).sum(axis=0), float(alike)
