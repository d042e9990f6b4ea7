"""What the Hopfield views draw: a frozen copy of a state, and why a unit is what it is."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.models.hopfield_dense import Dense
from simulator.models.hopfield_factors import Factors
from simulator.models.hopfield_network import Network
from simulator.models.hopfield_verdict import Verdict


@dataclass(frozen=True)
class Term:
    """What one memory adds to a field: weight × overlap where it is such a product."""

    name: str
    memory: int  # −1: something else, such as what dreams took away
    weight: float | None
    overlap: float
    value: float


@dataclass(frozen=True)
class Explanation:
    """Why a unit is, or becomes, what it is: the update equation with its numbers."""

    unit: int
    value: float
    terms: tuple[Term, ...]  # by size
    own: float  # what the own connection takes out of, or adds to, the sum
    neighbours: np.ndarray | None  # (N,) w_ij s_j; None without pairwise weights
    weights: np.ndarray | None  # (N,) w_ij
    field: float
    threshold: float
    becomes: float  # at T = 0

    @property
    def turns_on(self) -> bool:
        return self.becomes > 0

    @property
    def neighbours_for(self) -> float:
        """Σ of the positive w_ij s_j."""
        n = self.neighbours
        return 0.0 if n is None else float(n[n > 0].sum())

    @property
    def neighbours_against(self) -> float:
        """Σ of the negative w_ij s_j."""
        n = self.neighbours
        return 0.0 if n is None else float(n[n < 0].sum())


@dataclass(frozen=True)
class HopfieldSnapshot:
    """Frozen; arrays are copies or not writeable. Shapes as in the state."""

    side: int
    step: int
    sweeps: int
    position: int  # units updated in this sweep
    since: int  # the step at which the person last gave a pattern
    updated: int  # the unit updated last, or −1
    parameters: Any
    temperature: float  # now
    units: np.ndarray  # (N,) int8, or float64 −1 … 1
    unstable: np.ndarray  # (N,) bool
    overlaps: np.ndarray  # (K,) m/N
    sums: np.ndarray  # (R,)
    energy: float
    verdict: Verdict
    memories: np.ndarray  # (K, N) int8
    names: tuple[str, ...]
    probed: int
    cue: np.ndarray  # (N,)
    network: Network

    @classmethod
    def take(
        cls, state: Any, parameters: Any, network: Network, unstable: np.ndarray, verdict: Verdict,
        updated: int,
    ) -> "HopfieldSnapshot":  # fmt: skip
        network.look_at_memories()
        return cls(
            side=parameters.side,
            step=state.step,
            sweeps=state.sweeps,
            position=state.position,
            since=state.step - state.age * state.units.size - state.position,
            updated=updated,
            parameters=parameters,
            temperature=parameters.temperature_at(state.age),
            units=state.units.copy(),
            unstable=unstable,
            overlaps=state.overlaps / state.units.size,
            sums=state.sums.copy(),
            energy=state.energy,
            verdict=verdict,
            memories=state.memories,
            names=state.names,
            probed=state.probed,
            cue=state.cue,
            network=network,
        )

    # ---- what follows from the parameters and the network ----

    @property
    def rule(self) -> str:
        return self.parameters.rule

    @property
    def dynamics(self) -> str:
        return self.parameters.dynamics

    @property
    def threshold(self) -> float:
        return self.parameters.threshold

    @property
    def own_connections(self) -> bool:
        return self.parameters.own_connections

    @property
    def memory_energies(self) -> np.ndarray:
        """(K,)"""
        return self.network.memory_energies

    @property
    def memory_unstable(self) -> np.ndarray:
        """Units of each memory (K,) that an update would change."""
        return self.network.memory_unstable

    @property
    def correlation(self) -> np.ndarray:
        """Overlaps of every two memories, (K, K)."""
        return self.network.correlation

    @property
    def likeness(self) -> float:
        """The largest |overlap| of two memories."""
        return float(np.abs(np.triu(self.correlation, 1)).max(initial=0.0))

    def aligned(self, k: int) -> np.ndarray:
        """Stability ξ_i h_i (N,) of each unit of memory k."""
        return self.network.aligned(k)

    def explain(self, unit: int) -> Explanation:
        """Return the sum over memories, and over neighbours, that makes the field of one unit."""
        network, value = self.network, float(self.units[unit])
        weights: np.ndarray | None = None
        neighbours: np.ndarray | None = None
        if isinstance(network, Factors):
            terms, own = _weighted_terms(self, network, unit)
            row = network.weights_row(unit)
            if not self.own_connections:
                row[unit] = 0.0
            weights, neighbours = row, row * self.units
        else:
            assert isinstance(network, Dense)
            terms, own = _dense_terms(self, network, unit), 0.0
        field = sum(term.value for term in terms) + own
        return Explanation(
            unit=unit,
            value=value,
            terms=tuple(sorted(terms, key=lambda term: -abs(term.value))),
            own=own,
            neighbours=neighbours,
            weights=weights,
            field=field,
            threshold=self.threshold,
            becomes=float(network.answers(np.asarray(field - self.threshold))),
        )


def _weighted_terms(s: HopfieldSnapshot, f: Factors, unit: int) -> tuple[list[Term], float]:
    """Return the terms of a rule with weights, and what the own connection adds."""
    n, k = f.units, f.stored
    left = f.left[unit].astype(np.float64)
    parts = left * s.sums / n  # (R,)
    weights: np.ndarray | None = left[:k]
    if s.rule == "storkey":  # each memory has a second column, for what was known of it before
        parts, weights = parts[:k] + parts[k:], None
    terms = [
        Term(
            s.names[mu],
            mu,
            None if weights is None else float(weights[mu]),
            float(s.overlaps[mu]),
            float(parts[mu]),
        )
        for mu in range(k)
    ]
    if s.rule == "unlearning" and parts.size > k:
        dreamt = float(parts[k:].sum())
        terms.append(Term(f"{parts.size - k} dreams", -1, None, 0.0, dreamt))
    own = 0.0 if s.own_connections else -f.diagonal[unit] * float(s.units[unit]) / n
    return terms, float(own)


def _dense_terms(s: HopfieldSnapshot, network: Dense, unit: int) -> list[Term]:
    """Return the terms of a rule without weights: what each memory says."""
    rows = slice(unit, unit + 1)
    said = network.terms(network.memories[rows], s.units[rows].astype(np.float64), s.sums)[0]
    return [
        Term(name, mu, None, float(s.overlaps[mu]), float(said[mu]))
        for mu, name in enumerate(s.names)
    ]
