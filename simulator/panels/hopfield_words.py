"""What the Hopfield panel says and draws of a snapshot: pure functions of it."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.core.comparison import names_of
from simulator.core.job import Table
from simulator.core.trace import TraceData
from simulator.models.hopfield_snapshot import HopfieldSnapshot
from simulator.models.hopfield_state import TOGETHER, HopfieldParameters
from simulator.views.trace_wish import Chart, Line
from simulator.views.verdict import Tone

Thumbnail = tuple[int, np.ndarray, bool]  # side, units, is it the inverse
EXACT = 0.999  # graded units at least this near are as good as two-valued ones


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
    is_pending = s.dynamics in TOGETHER and s.position > 0
    became = "on" if (e.turns_on if is_pending else e.value > 0) else "off"
    text = f"column {column}, row {row}: h = {e.field:+.2f} {sign} θ = {s.threshold:g} → {became}"
    if is_pending:
        is_sure = s.dynamics == "synchronous" or s.parameters.update_probability == 1.0
        text += " at the end of the sweep" + ("" if is_sure else ", if it is updated")
    return text.replace("-", "−")


def memories_caption(s: HopfieldSnapshot) -> str:
    """What stands beside the title of the strip."""
    stored = len(s.names)
    if not stored:
        return "nothing stored"
    stable = int((s.memory_unstable == 0).sum())
    share = stored / s.units.size
    loading = f"{share:.3f}" if share > 5e-4 else f"{share:.0e}".replace("-", "−")
    return f"{stored} stored · {stable} stable · loading K/N = {loading} · click to probe"


def verdict(s: HopfieldSnapshot) -> tuple[str, str, Tone, list[Thumbnail]]:
    """Return headline, sentence, tone and thumbnails of the verdict."""
    kind, named = s.verdict.kind, s.verdict.memories
    names = ", ".join(s.names[k] for k in named)
    thumbnails = [(s.side, s.memories[k], kind == "inverse") for k in named]
    if kind == "nothing stored":
        return "Nothing stored", "Draw something and press Store, or choose a preset.", "idle", []
    if kind == "stored":
        return f"Stored {names}", _recalled(s, named[0]), "good", thumbnails
    if kind == "inverse":
        return f"Inverse of {names}", _inverse(s), "bad", thumbnails
    if kind == "mixture":
        return f"Mixture of {names}", _mixed(s), "bad", thumbnails
    if kind == "silent":
        why = f"All units are near 0: at gain {s.parameters.gain:g} they answer too weakly."
        return "Silent", why, "bad", []
    if kind == "spurious":
        return "Spurious state", f"A low point that no memory made. {_reason(s)}", "bad", []
    if kind == "two-state cycle":
        why = "Updated all at once, the network swaps two states for ever. Try asynchronous."
        return "Two-state cycle", why, "bad", []
    return _moving(s)


def _recalled(s: HopfieldSnapshot, k: int) -> str:
    if abs(s.overlaps[k]) > EXACT:
        return "Recalled exactly, and no unit would change."
    return "Every unit has the right sign, and none would change."


def _inverse(s: HopfieldSnapshot) -> str:
    """Why the inverse is a low point, where it is because of the symmetry of the energy."""
    p = s.parameters
    is_odd = p.rule == "modern" or (
        p.rule == "dense" and (p.interaction == "exponential" or p.degree % 2 == 1)
    )
    if is_odd or s.threshold:
        return "Every unit is the opposite, and none would change."
    return "Every unit is the opposite: E(−s) = E(s), so the inverse is a low point too."


def _mixed(s: HopfieldSnapshot) -> str:
    if s.rule == "modern":
        return "Softmax finds none much nearer than the others, and takes an average of them."
    return "Each unit follows the majority of the three."


def _moving(s: HopfieldSnapshot) -> tuple[str, str, Tone, list[Thumbnail]]:
    k = _nearest(s)
    is_inverse = bool(s.overlaps[k] < 0)
    nearest = f"Nearest is {_named(s, k)}"
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
            f"This is {s.names[k]}, but it is not stable. {_blame(s) or _changing(s)}",
            "moving",
            thumbnails,
        )
    return "Still moving", f"{nearest} · {_changing(s)}", "moving", thumbnails


def _changing(s: HopfieldSnapshot) -> str:
    unstable = int(s.unstable.sum())
    units = "1 unit" if unstable == 1 else f"{unstable:,} units".replace(",", "\u2009")
    return f"{units} would change"


def _nearest(s: HopfieldSnapshot) -> int:
    """The memory the state is most like; where it is like none, the one it is most unlike."""
    k = int(np.argmax(s.overlaps))
    return k if s.overlaps[k] > 0 else int(np.argmin(s.overlaps))


def _named(s: HopfieldSnapshot, k: int) -> str:
    inverse = "the inverse of " if s.overlaps[k] < 0 else ""
    return f"{inverse}{s.names[k]}, overlap {s.overlaps[k]:.2f}".replace("-", "−")


def _reason(s: HopfieldSnapshot) -> str:
    return _blame(s) or f"Nearest is {_named(s, _nearest(s))}."


def _blame(s: HopfieldSnapshot) -> str:
    """Why memories are not kept, where the rule is to blame."""
    kept, stored = int((s.memory_unstable == 0).sum()), len(s.names)
    if s.rule == "hebb" and kept < stored:
        return (
            f"Hebb keeps {kept} of {stored} memories: they overlap by up to {s.likeness:.2f}. "
            "Try the pseudo-inverse rule."
        )
    return ""


def sweeps_shown(end: float) -> float:
    """The right end of the traces: 2, 4, 8, … sweeps, so that it moves seldom."""
    return float(max(2, 2 ** math.ceil(math.log2(max(end, 1.0)))))


def memory_looked_at(s: HopfieldSnapshot) -> int:
    """The memory that matters now: the one recalled, or probed last, or the nearest."""
    if s.verdict.recalled is not None:
        return s.verdict.recalled
    return s.probed if s.probed >= 0 else int(np.argmax(s.overlaps))


def energy_levels(s: HopfieldSnapshot) -> list[tuple[str, float, bool]]:
    """Return (name, energy, is it the one that matters) of each memory, the latter last."""
    chosen = memory_looked_at(s)
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


def basin_lines(tables: Sequence[Table]) -> Chart:
    """Return the chart of the job `basins`: of one table a curve for each memory and their mean,
    of several their means."""
    lines: list[Line] = []
    for place, (table, name) in enumerate(
        zip(tables, names_of(tables, HopfieldParameters), strict=True)
    ):
        x = np.array(sorted(set(table.columns["corruption"])))
        curves = np.array(table.columns["recalled"]).reshape(-1, x.size)  # (K, P)
        errors = np.array(table.columns["error"]).reshape(-1, x.size)
        if len(tables) == 1:
            names = table.columns["name"][:: x.size]
            lines += [Line(n, y, "line", False, x=x) for n, y in zip(names, curves, strict=True)]
        mean_error = np.sqrt((errors**2).sum(axis=0)) / len(errors)
        mean = curves.mean(axis=0)
        lines.append(Line(name or "mean", mean, place, x=x, errors=mean_error, has_points=True))
    ends = [float(x) for table in tables for x in table.columns["corruption"]]
    low, high = (min(ends), max(ends)) if min(ends) < max(ends) else (0.0, 1.0)
    trials = " or ".join(str(n) for n in sorted({t.columns["trials"][0] for t in tables}))
    note = f"{trials} trials a point · bars: standard error"
    return Chart(lines, (low, high), (0.0, 1.0), note=note)
