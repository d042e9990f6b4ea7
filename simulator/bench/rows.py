"""What a benchmark gives, and how it is printed."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from simulator.core.errors import InputError, one_of, shorten

GROUPS = ("hopfield", "boltzmann", "rbm", "gan", "ntm", "window")


@dataclass(frozen=True)
class Result:
    """One row. Where a peer exists only the ratio decides `meets`."""

    name: str
    value: float
    unit: str
    against: str | None
    peer_value: float | None
    ratio: float | None
    target: str
    meets: bool


Row = Callable[[], list[Result]]


def against(name: str, unit: str, ours: float, peer: str, theirs: float, at_least: float) -> Result:
    """Return the row of a time `ours` against a peer's time, both in `unit`."""
    ratio = theirs / ours
    return Result(name, ours, unit, peer, theirs, ratio, f"≥ {at_least:g} ×", ratio >= at_least)


def alone(name: str, unit: str, value: float, at_most: float) -> Result:
    """Return the row of a value that has no peer."""
    return Result(name, value, unit, None, None, None, f"≤ {at_most:g} {unit}", value <= at_most)


def at_least(name: str, unit: str, value: float, target: float) -> Result:
    """Return the row of a value that has no peer and should be large."""
    return Result(name, value, unit, None, None, None, f"≥ {target:g} {unit}", value >= target)


def median_seconds(
    work: Callable[[], Any], repeats: int, before: Callable[[], Any] | None = None
) -> float:
    """Return the median time of `work`; `before` is done each time and not counted."""
    times = []
    for _ in range(repeats):
        if before:
            before()
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def medians_in_turn(works: Sequence[Callable[[], Any]], repeats: int) -> list[float]:
    """Return the median times of works that take turns, so that what else the machine does weighs
    on all of them."""
    times = [[median_seconds(work, 1) for work in works] for _ in range(repeats)]
    return [statistics.median(each) for each in zip(*times, strict=True)]


def main(names: Sequence[str], as_json: bool) -> int:
    """Measure and print; returns the exit code."""
    results: list[Result] = []
    for row in _chosen(names):
        for result in row():
            results.append(result)
            if not as_json:
                print(_line(result), flush=True)
    if as_json:
        print(json.dumps({"machine": machine(), "results": [asdict(r) for r in results]}, indent=2))
    return 0


def _chosen(names: Sequence[str]) -> list[Row]:
    """Return the rows that names (a model, `window`, one row) stand for; none stands for all."""
    groups = {group: import_module(f"simulator.bench.{group}").ROWS for group in GROUPS}
    rows = {name: row for group in groups.values() for name, row in group.items()}
    chosen: dict[str, Row] = {}
    for name in names or GROUPS:
        if name in groups:
            chosen |= groups[name]
        elif name in rows:
            chosen[name] = rows[name]
        else:
            raise InputError(
                f"There is no benchmark {shorten(name)}; allowed: {one_of([*groups, *rows])}."
            )
    return list(chosen.values())


def machine() -> dict[str, Any]:
    """Return what the numbers were measured on."""
    import numba
    import numpy

    from simulator.core import blas

    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": sys.version.split()[0],
        "numpy": numpy.__version__,
        "numba": numba.__version__,
        "blas_threads": blas.THREADS,
    }


def _line(r: Result) -> str:
    mark = "●" if r.meets else "▲"
    peer = f"{r.ratio:6.1f} × {r.against} ({r.peer_value:.4g} {r.unit})" if r.ratio else ""
    return f"{mark} {r.name:<28} {r.value:10.4g} {r.unit:<12} {peer}  target {r.target}"
