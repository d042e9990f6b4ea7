"""`soak`: every panel under a random, seeded stream of clicks, keys, drags and files, for a time.

What goes wrong, the longest stall and the growth of memory are told. Imports no Qt.

Each panel is driven in a process of its own, all at once, offscreen, with settings of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from simulator.core.errors import InputError, one_of, shorten
from simulator.core.paths import cache_dir
from simulator.models import CATALOGUE

ROOT = str(Path(__file__).resolve().parents[2])
MOST_GROWTH, MOST_STALL = 50.0, 100.0  # MB, ms
MOST_MINUTES = 24 * 60.0
WIDE = (8, 7, 10, 9, 9)  # letters of the columns of the table
TOLD = 25  # lines of what a process said last, before it ended by itself


def soak(models: Sequence[str], minutes: str, seed: str) -> int:
    """Carry out `soak` and print what came of it; returns the exit code: 1 where something went
    wrong."""
    names = checked(models)
    seconds, number = 60.0 * _minutes(minutes), _seed(seed)
    with tempfile.TemporaryDirectory(prefix="reverie-soak-") as home:
        begun = [_begin(name, seconds, number, Path(home) / name) for name in names]
        found = [_result(name, process) for name, process in zip(names, begun, strict=True)]
    print(as_text(found))
    return int(any(one["errors"] for one in found))


def checked(models: Sequence[str]) -> list[str]:
    """Return the names of the models to be soaked, all if none is named; raises InputError."""
    for name in models:
        if name not in CATALOGUE:
            raise InputError(f"There is no model {shorten(name)}; allowed: {one_of(CATALOGUE)}.")
    return list(models) or list(CATALOGUE)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0.0 < minutes <= MOST_MINUTES:
        raise InputError(
            f"--minutes {shorten(text)} is not allowed; allowed: above 0, at most {MOST_MINUTES:g}."
        )
    return minutes


def _seed(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise InputError(f"--seed {shorten(text)} is not allowed; allowed: a whole number from 0.")
    return int(text)


def _begin(name: str, seconds: float, seed: int, home: Path) -> "subprocess.Popen[str]":
    """Start to drive a panel, with the kernels that are there and nothing else of the user's."""
    home.mkdir(parents=True)
    cache = cache_dir()
    cache.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # where links are not allowed kernels are compiled once more
        (home / "cache").symlink_to(cache, target_is_directory=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ROOT}
    environment["REVERIE_HOME"] = str(home)
    code = f"from simulator.soak import child; child.drive({name!r}, {seconds!r}, {seed!r})"
    return subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _result(name: str, process: "subprocess.Popen[str]") -> dict[str, Any]:
    out, err = process.communicate()
    try:
        return json.loads(out.splitlines()[-1])
    except (IndexError, ValueError):
        last = "\n".join(err.strip().splitlines()[-TOLD:]) or "no word"
        said = f"it ended with code {process.returncode}: {last}"
        return {"model": name, "deeds": 0, "errors": [said], "p99": 0.0, "stall": 0.0,
                "growth": 0.0, "seconds": 0.0}  # fmt: skip


def as_text(found: Sequence[dict[str, Any]]) -> str:
    """Return the results as a table for a person, faults below it."""
    columns = zip(("deeds", "errors", "stall p99", "longest", "memory"), WIDE, strict=True)
    lines = [f"{'panel':<10} " + " ".join(f"{name:>{wide}}" for name, wide in columns)]
    for one in found:
        growth, stall = one["growth"], one["stall"]
        marks = ["growth over 50 MB"] * (growth > MOST_GROWTH)
        marks += ["stall over 100 ms"] * (stall > MOST_STALL)
        row = (
            f"{one['model']:<10} {one['deeds']:>8,} {len(one['errors']):>7} {one['p99']:>7.0f} ms "
            f"{stall:>6.0f} ms {growth:>+6.1f} MB"
        )
        lines.append(f"{row}  {', '.join(marks)}".rstrip())
    for one in found:
        lines += [f"\n{one['model']}: {error}" for error in one["errors"]]
    return "\n".join(lines)
