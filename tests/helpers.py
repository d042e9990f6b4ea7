"""Shared by the tests: waiting, running programs, comparing models."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]


def wait_until(condition: Callable[[], Any], seconds: float = 10.0) -> None:
    """Return as soon as `condition` holds; fail after `seconds`."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        pause.wait(0.001)


def run_python(
    *arguments: str, seconds: float = 120, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run a fresh Python in the project's folder, for at most so long; an empty variable is left
    out."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={name: value for name, value in variables.items() if value},
        capture_output=True,
        text=True,
        timeout=seconds,
    )


def bits(model: Any) -> dict[str, Any]:
    """Return all of a model as values that are equal only where every bit is."""
    found: dict[str, Any] = {"seed": model.seed, "parameters": model.parameters}
    for field in fields(model.state):
        value = getattr(model.state, field.name)
        if isinstance(value, np.ndarray):
            value = (value.dtype.str, value.shape, value.tobytes())
        elif isinstance(value, float):
            value = value.hex()
        found[field.name] = value
    return found
