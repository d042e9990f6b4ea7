"""Why a unit of a Boltzmann machine is on or off: the sum that makes its ΔE, and the chance."""

from typing import Any

import numpy as np

from kernels import ising
from simulator.models.boltzmann_snapshot import BoltzmannSnapshot
from simulator.panels.boltzmann_words import name_of, plain

Terms = tuple[list[tuple[str, float, float]], float, tuple[int, float]]
STRONGEST = 10  # neighbours that are listed


def why(s: BoltzmannSnapshot, unit: int) -> dict[str, Any]:
    """Return what the why view shows: h = Σ w s + b, ΔE, and the probability of on."""
    terms, bias, more = _grid_terms(s, unit) if s.parameters.is_grid else _terms(s, unit)
    span = 1 - s.parameters.low
    field = sum(w * v for _, w, v in terms) + bias + more[1]
    gap, t = span * field, s.temperature
    chance = _chance(gap, t)
    is_on = s.units[unit] == 1
    held = s.held.size and s.held[unit]
    state = "held on" if held and is_on else "held off" if held else "on" if is_on else "off"
    rule = f"p(on) = 1/(1 + exp(−{plain(gap)}/{plain(t)})) = {plain(chance, 3)}"
    if t == 0:
        rule = "at T = 0 it follows the sign of ΔE"
    name = name_of(s, unit)
    return {
        "title": f"{name[:1].upper()}{name[1:]}: now {state}",
        "symbol": "h",
        "terms": terms,
        "extra": [("bias" if not s.parameters.is_grid else "field", bias)],
        "total": field,
        "comparison": 0.0,
        "conclusion": rule,
        "notes": [("ΔE = E(off) − E(on)", gap), ("temperature T", t), ("p(on)", chance)],
        "more": more,
        "has_factors": True,
    }


def _chance(gap: float, t: float) -> float:
    if t == 0:
        return 0.5 if gap == 0 else float(gap > 0)
    return float(1.0 / (1.0 + np.exp(-np.clip(gap / t, -700, 700))))


def _terms(s: BoltzmannSnapshot, unit: int) -> Terms:
    row, bias = s.machine.couplings[unit], float(s.machine.biases[unit])
    parts = row * s.units
    order = np.argsort(-np.abs(row), kind="stable")
    order = order[row[order] != 0]
    top, rest = order[:STRONGEST], order[STRONGEST:]
    terms = [(s.names[j], float(row[j]), _value(s.units[j])) for j in top.tolist()]
    return terms, bias, (len(rest), float(parts[rest].sum())) if len(rest) else (0, 0.0)


def _grid_terms(s: BoltzmannSnapshot, unit: int) -> Terms:
    side = s.parameters.side
    row, column = divmod(unit, side)
    number = ising.unit_of(row, column, side)
    machine = s.machine
    bonds = {}
    if machine.bonds is not None:
        from simulator.models.boltzmann_grid import neighbours_of

        bonds = {
            other: float(machine.bonds[k, number])
            for k, other in enumerate(neighbours_of(row, column, side))
        }
    terms: list[tuple[str, float, float]] = []
    for name, r, c in (
        ("above", row - 1, column), ("below", row + 1, column),
        ("left", row, column - 1), ("right", row, column + 1),
    ):  # fmt: skip
        r, c = r % side, c % side
        weight = bonds.get(ising.unit_of(r, c, side), 1.0)
        terms.append((name, weight, _value(s.units[r * side + c])))
    outside = float(machine.field)
    if s.seen.size:
        outside += machine.weight * float(s.seen[unit])
    return terms, outside, (0, 0.0)


def _value(unit: Any) -> float:
    """A unit as a whole number, which is written without decimals."""
    return int(unit)
