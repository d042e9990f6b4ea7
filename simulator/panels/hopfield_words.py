"""What the Hopfield panel says and draws of a snapshot: pure functions of it."""

import math
from typing import Any, Literal

import numpy as np

from simulator.core.job import Table
from simulator.core.trace import TraceData
from simulator.models.hopfield_snapshot import HopfieldSnapshot

Tone = Literal["moving", "good", "bad", "idle"]
Thumbnail = tuple[int, np.ndarray, bool]  # side, units, is it the inverse


def state_caption(s: HopfieldSnapshot) -> str:
    """What stands beside the title of the pad."""
    unknown = int((s.units == 0).sum())
    parts = [f"{s.units.size:,} units".replace(",", "\u2009")]
    parts += [f"{unknown} unknown"] if unknown else []
    return " · ".join([*parts, "drag to draw, right button erases"])


def step_caption(s: HopfieldSnapshot) -> str:
    """What the last update did, while single units are watched: `unit 207: h = +0.84 ≥ 0 → on`."""
    e = s.explain(s.updated)
    row, column = divmod(s.updated, s.side)
    sign = "≥" if e.turns_on else "<"
    is_pending = s.dynamics == "synchronous" and s.position > 0
    became = "on" if (e.turns_on if is_pending else e.value > 0) else "off"
    text = f"column {column}, row {row}: h = {e.field:+.2f} {sign} θ = {s.threshold:g} → {became}"
    if is_pending:
        text += " at the end of the sweep"
    return text.replace("-", "−")


def memories_caption(s: HopfieldSnapshot) -> str:
    """What stands beside the title of the strip."""
    stored = len(s.names)
    if not stored:
        return "nothing stored"
    stable = int((s.memory_unstable == 0).sum())
    loading = stored / s.units.size
    return f"{stored} stored · {stable} stable · loading K/N = {loading:.3f} · click to probe"


def verdict(s: HopfieldSnapshot) -> tuple[str, str, Tone, list[Thumbnail]]:
    """Return headline, sentence, tone and thumbnails of the verdict."""
    kind, named = s.verdict.kind, s.verdict.memories
    names = ", ".join(s.names[k] for k in named)
    thumbnails = [(s.side, s.memories[k], kind == "inverse") for k in named]
    if kind == "nothing stored":
        return "Nothing stored", "Draw something and press Store, or choose a preset.", "idle", []
    if kind == "stored":
        return (
            f"Stored {names}",
            "Recalled exactly, and no unit would change.",
            "good",
            thumbnails,
        )
    if kind == "inverse":
        why = "Every unit is the opposite: E(−s) = E(s), so the inverse is a low point too."
        return f"Inverse of {names}", why, "bad", thumbnails
    if kind == "mixture":
        return (
            f"Mixture of {names}",
            "Each unit follows the majority of the three.",
            "bad",
            thumbnails,
        )
    if kind == "spurious":
        return "Spurious state", f"A low point that no memory made. {_reason(s)}", "bad", []
    if kind == "two-state cycle":
        why = "Updated all at once, the network swaps two states for ever. Try asynchronous."
        return "Two-state cycle", why, "bad", []
    return _moving(s)


def _moving(s: HopfieldSnapshot) -> tuple[str, str, Tone, list[Thumbnail]]:
    k = _nearest(s)
    is_inverse = bool(s.overlaps[k] < 0)
    nearest = f"Nearest is {_named(s, k)}"
    unstable = int(s.unstable.sum())
    thumbnails = [(s.side, s.memories[k], is_inverse)]
    if s.temperature > 0:
        return (
            "Still moving",
            f"{nearest} · flipping at T = {s.temperature:.2f}",
            "moving",
            thumbnails,
        )
    if s.memory_unstable[k] and s.overlaps[k] == 1.0:
        return (
            "Still moving",
            f"This is {s.names[k]}, but it is not stable. {_reason(s)}",
            "moving",
            thumbnails,
        )
    changing = "1 unit" if unstable == 1 else f"{unstable} units"
    return "Still moving", f"{nearest} · {changing} would change", "moving", thumbnails


def _nearest(s: HopfieldSnapshot) -> int:
    """The memory the state is most like; where it is like none, the one it is most unlike."""
    k = int(np.argmax(s.overlaps))
    return k if s.overlaps[k] > 0 else int(np.argmin(s.overlaps))


def _named(s: HopfieldSnapshot, k: int) -> str:
    inverse = "the inverse of " if s.overlaps[k] < 0 else ""
    return f"{inverse}{s.names[k]}, overlap {s.overlaps[k]:.2f}".replace("-", "−")


def _reason(s: HopfieldSnapshot) -> str:
    """Why memories are not kept, where the rule is to blame."""
    kept, stored = int((s.memory_unstable == 0).sum()), len(s.names)
    if s.rule == "hebb" and kept < stored:
        return (
            f"Hebb keeps {kept} of {stored} memories: they overlap by up to {s.likeness:.2f}. "
            "Try the pseudo-inverse rule."
        )
    return f"Nearest is {_named(s, _nearest(s))}."


def sweeps_shown(end: float) -> float:
    """The right end of the traces: 2, 4, 8, … sweeps, so that it moves seldom."""
    return float(max(2, 2 ** math.ceil(math.log2(max(end, 1.0)))))


def energy_levels(s: HopfieldSnapshot) -> list[tuple[str, float, bool]]:
    """Return (name, energy, is it the one that matters) of each memory, the latter last."""
    chosen = s.verdict.recalled
    if chosen is None:
        chosen = s.probed if s.probed >= 0 else int(np.argmax(s.overlaps))
    others = [k for k in range(len(s.names)) if k != chosen]
    order = [*others[:MAX_LEVELS], chosen]
    return [(s.names[k], float(s.memory_energies[k]), k == chosen) for k in order]


MAX_LEVELS = 60


def overlap_lines(
    s: HopfieldSnapshot, data: TraceData, limit: int
) -> list[tuple[str, np.ndarray, Any, bool]]:
    """Return (name, values, colour, is strong) of the overlaps, the strong ones last."""
    block = data.block("overlaps")
    count = min(block.shape[1], len(s.names))
    chosen = s.probed if 0 <= s.probed < count else -1
    top = [int(k) for k in np.argsort(-np.abs(s.overlaps[:count]), kind="stable")[:limit]]
    strong = [k for k in dict.fromkeys([chosen, *top[:3]]) if k >= 0]
    order = [k for k in top if k not in strong] + strong[::-1]
    colors = {k: ("accent" if place == 0 else place) for place, k in enumerate(strong)}
    return [(s.names[k], block[:, k], colors.get(k, "line"), k in colors) for k in order]


def basin_lines(table: Table) -> tuple[list[float], list[tuple[str, Any, Any, bool]], str]:
    """Return corruptions, a curve a memory and their mean, and a note, of the job `basins`."""
    x = sorted(set(table.columns["corruption"]))
    curves = np.array(table.columns["recalled"]).reshape(-1, len(x))
    names = table.columns["name"][:: len(x)]
    error = max(table.columns["error"])
    lines = [(name, y, "line", False) for name, y in zip(names, curves, strict=True)]
    lines.append(("mean", curves.mean(axis=0), "accent", True))
    note = f"{table.columns['trials'][0]} trials a point · standard error up to {error:.2f}"
    return x, lines, note


def why(s: HopfieldSnapshot, unit: int) -> dict[str, Any]:
    """Return what the why view shows of one unit."""
    e = s.explain(unit)
    row, column = divmod(unit, s.side)
    now = {1: "on", -1: "off", 0: "unknown"}[e.value]
    becomes = "on" if e.turns_on else "off"
    conclusion = f"stays {now}" if now == becomes else f"turns {becomes}"
    own = "own connection" if s.own_connections else "less its own connection"
    neighbours = [
        ("neighbours for on", e.neighbours_for),
        ("neighbours for off", e.neighbours_against),
    ]
    return {
        "title": f"Unit {unit}, column {column}, row {row}: now {now}",
        "symbol": "h",
        "terms": [(name, weight, overlap) for name, weight, overlap, _ in e.terms],
        "extra": [(own, e.own)],
        "total": e.field,
        "comparison": e.threshold,
        "conclusion": conclusion,
        "notes": neighbours,
    }
