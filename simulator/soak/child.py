"""Drives one panel in this process, and tells what it saw as one line of JSON."""

import faulthandler
import json
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

SETTLE = 0.25  # share of the time after which memory counts: caches are full then
PAUSES = (0.0, 0.0, 0.01, 0.05)  # seconds between deeds
READY = 300.0  # seconds that kernels may take at first
HUNG = 120.0  # seconds of one deed after which the process says where it is, and ends


def drive(model: str, seconds: float, seed: int) -> None:
    """Drive a panel for so long and end the process."""
    import psutil
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    from simulator.offscreen import open_offscreen, wait_until_ready
    from simulator.soak.stream import Stream

    errors: list[str] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        errors.append("".join(traceback.format_exception(kind, error, trace)))

    def hear(kind: QtMsgType, context: Any, text: str) -> None:
        if kind >= QtMsgType.QtCriticalMsg or "QPainter" in text:
            errors.append(text)

    qInstallMessageHandler(hear)
    app, window = open_offscreen()
    sys.excepthook = note
    wait_until_ready(app, window, READY)
    window.open_model(model)
    wait_until_ready(app, window, READY)
    process = psutil.Process()
    stalls: list[float] = []
    memory = 0
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="reverie-soak-") as folder:
        stream = Stream(window, model, seed, Path(folder))
        while (now := time.perf_counter()) < begun + seconds and not errors:
            if not memory and now > begun + SETTLE * seconds:
                memory = process.memory_info().rss
            faulthandler.dump_traceback_later(HUNG, exit=True)
            stream.act()
            app.processEvents()
            stalls.append(time.perf_counter() - now)
            errors += [f"after {stream.said}: {fault}" for fault in faults(window)]
            time.sleep(stream.rng.choice(PAUSES))
        faulthandler.cancel_dump_traceback_later()
        growth = process.memory_info().rss - memory if memory else 0
        if errors:
            errors[0] = f"after {len(stalls)} deeds, the last: {stream.said}\n{errors[0]}"
    stalls.sort()
    facts = {
        "model": model, "deeds": len(stalls), "errors": errors, "growth": growth / 2**20,
        "p99": 1e3 * stalls[int(0.99 * len(stalls))], "stall": 1e3 * stalls[-1],
        "seconds": time.perf_counter() - begun,
    }  # fmt: skip
    print(json.dumps(facts), flush=True)
    window.shut()
    os._exit(0)


def faults(window: Any) -> list[str]:
    """Return what is wrong with the run in sight: its failure, and what does not hold."""
    frame = window.runner.latest
    broken = [name for name, holds in frame.invariants.items() if holds is False]
    return [*([frame.failure] if frame.failure else []), *(f"{name} is broken" for name in broken)]
