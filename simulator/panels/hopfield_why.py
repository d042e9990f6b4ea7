"""Why a unit is on or off, as the Hopfield panel says it: a sum over memories, or neighbours."""

from typing import Any

import numpy as np

from simulator.models.hopfield_snapshot import Explanation, HopfieldSnapshot
from simulator.views.why_picture import Picture

STRONGEST = 8  # neighbours that are listed
WORDS = {1.0: "on", -1.0: "off", 0.0: "unknown"}


def by_memories(s: HopfieldSnapshot, unit: int) -> dict[str, Any]:
    """Return what the why view shows of the sum over memories."""
    e = s.explain(unit)
    own = "own connection" if s.own_connections else "less its own connection"
    terms = [
        (term.name, term.weight, term.value if term.weight is None else term.overlap)
        for term in e.terms
    ]
    return {
        **_common(s, e),
        "terms": terms,
        "extra": [(own, e.own)] if e.weights is not None else [],
        "notes": _totals(e),
    }


def by_neighbours(s: HopfieldSnapshot, unit: int) -> dict[str, Any]:
    """Return what the why view shows of the sum over neighbours; the rule has weights."""
    e = s.explain(unit)
    assert e.weights is not None
    assert e.neighbours is not None
    top = _strongest(e.neighbours)
    terms = [
        (("its own" if j == unit else _name(s, j)), float(e.weights[j]), _value(s.units[j]))
        for j in top.tolist()
    ]
    count = int(np.count_nonzero(e.neighbours)) - len(top)
    rest = float(e.neighbours.sum() - e.neighbours[top].sum())
    picture = Picture(s.side, e.neighbours, "what each adds, w·s", unit)
    return {
        **_common(s, e),
        "title": f"Unit {unit} at (column, row) = {_name(s, unit)}: now {said(e.value)}",
        "terms": terms,
        "extra": [],
        "notes": _totals(e),
        "more": (max(count, 0), rest) if count > 0 else (0, 0.0),
        "has_factors": True,
        "picture": picture,
    }


def _strongest(parts: np.ndarray) -> np.ndarray:
    """The neighbours (at most 8) that add most, those that add nothing left out."""
    most = min(STRONGEST, parts.size)
    top = np.argpartition(-np.abs(parts), most - 1)[:most]
    top = top[np.lexsort((top, -np.abs(parts[top])))]
    return top[parts[top] != 0]


def _common(s: HopfieldSnapshot, e: Explanation) -> dict[str, Any]:
    row, column = divmod(e.unit, s.side)
    now = said(e.value)
    becomes = said(e.becomes)
    verb = "turns" if becomes in WORDS.values() else "becomes"
    return {
        "title": f"Unit {e.unit}, column {column}, row {row}: now {now}",
        "symbol": "h",
        "total": e.field,
        "comparison": e.threshold,
        "conclusion": f"stays {now}" if now == becomes else f"{verb} {becomes}",
    }


def _totals(e: Explanation) -> list[tuple[str, float]]:
    if e.neighbours is None:
        return []
    return [
        ("neighbours for on", e.neighbours_for),
        ("neighbours for off", e.neighbours_against),
    ]


def said(value: float) -> str:
    """A unit's value in words, or in numbers between."""
    return WORDS.get(float(value)) or f"{value:+.2f}".replace("-", "−")


def _name(s: HopfieldSnapshot, unit: int) -> str:
    row, column = divmod(unit, s.side)
    return f"({column}, {row})"


def _value(value: float) -> float | int:
    """Two-valued units as whole numbers, which are written without decimals."""
    return int(value) if float(value).is_integer() else float(value)
