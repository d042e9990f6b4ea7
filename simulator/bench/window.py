"""The window against the clock, in processes of their own: start, frames, stalls, idling.

Offscreen, so that what is measured is the program's own work and not a graphics driver's.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from simulator.bench.rows import Result, Row, alone, at_least

ROOT = str(Path(__file__).resolve().parents[2])
TIMES = 5


def _child(name: str, home: str | None = None, argument: str = "") -> dict[str, Any]:
    """Run one of the functions below in a fresh process; returns what it printed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ROOT}
    environment["REVERIE_BENCH_BEGUN"] = repr(time.time())
    if home:
        environment["REVERIE_HOME"] = home
    code = f"from simulator.bench import window; window.{name}({argument})"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=230
    )
    if done.returncode:
        raise RuntimeError(f"the benchmark {name} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


# ---- in the child ----


def _open() -> tuple[Any, Any]:
    from simulator.offscreen import open_offscreen

    return open_offscreen()


def _wait_until_ready(app: Any, window: Any, seconds: float) -> list[float]:
    from simulator.offscreen import wait_until_ready

    return wait_until_ready(app, window, seconds)


def child_start() -> None:
    """Print the seconds from the start of the process to the first painted frame."""
    _, window = _open()
    window.grab()
    seconds = time.time() - float(os.environ["REVERIE_BENCH_BEGUN"])
    print(json.dumps({"seconds": seconds, "torch": "torch" in sys.modules}), flush=True)
    os._exit(0)


UNLIMITED = float("inf")  # as in simulator/core/runner.py, which only the child loads
DIGITS = ("set hidden=256", "set learning=cd")  # 784 × 256, 100 fantasies move with every batch

PLAYED: dict[str, tuple[str, tuple[str, ...], str, str, float]] = {
    # model, deeds, page, grain and how many of them a second
    "hopfield": ("hopfield", ("set temperature=0.4",), "energy", "sweep", 8.0),
    "boltzmann": ("boltzmann", ("preset=worked-example",), "states", "sweep", 1000.0),
    "lattice": ("boltzmann", ("preset=critical-lattice", "set side=1024"), "energy", "sweep", 60.0),
    "rbm": ("rbm", (*DIGITS, "set fantasy_period=1"), "fields", "batch", 60.0),
    "rbm-unlimited": ("rbm", DIGITS, "fields", "batch", UNLIMITED),
    "gan": ("gan", ("set world=ring",), "plane", "iteration", UNLIMITED),
    "ntm": ("ntm", (), "addressing", "batch", UNLIMITED),
    "ntm-play": ("ntm", ("preset=copy-trained", "length=40"), "addressing", "stage", 60.0),
}


def child_frames(name: str = "hopfield", seconds: float = 12) -> None:
    """Print the milliseconds of GUI work a frame while playing, the longest stall, and how many
    new states came, and grains were taken, a second."""
    model, deeds, page, grain, speed = PLAYED[name]
    app, window = _open()
    _wait_until_ready(app, window, 120)
    window.open_model(model)
    _wait_until_ready(app, window, 120)
    for text in deeds:
        window.do(text)
    window.panel.show_page(page)
    pace = window.runner.answer(lambda run: run.model.pace(grain), 20)
    window.pull()
    window.transport.choose_grain(grain)
    window.runner.set_pace(grain, speed)
    window.runner.play()
    states, seen = 0, window.runner.latest
    before = seen.step
    work, gaps, last = [], [], time.perf_counter()
    end = last + seconds
    while time.perf_counter() < end:
        begun = time.perf_counter()
        app.processEvents()  # the window's own timer pulls the newest frame, 60 times a second
        done = time.perf_counter()
        work.append(done - begun)
        gaps.append(done - last)
        states, seen = states + (window.runner.latest is not seen), window.runner.latest
        last = done
        time.sleep(max(0.0, 1 / 60 - (done - begun)))
    work.sort()
    p99 = work[int(0.99 * len(work))]
    facts = {"p99": 1e3 * p99, "stall": 1e3 * (max(gaps) - 1 / 60), "states": states / seconds}
    facts["grains"] = (seen.step - before) / pace / seconds
    print(json.dumps(facts), flush=True)
    window.shut()
    os._exit(0)


def child_compile() -> None:
    """Print the longest stall (ms) of the window while kernels compile, from a cold cache."""
    app, window = _open()
    begun = time.perf_counter()
    gaps = _wait_until_ready(app, window, 200)
    print(
        json.dumps({"stall": 1e3 * max(gaps), "seconds": time.perf_counter() - begun}), flush=True
    )
    window.shut()
    os._exit(0)


def child_idle() -> None:
    """Print the share of a core (%) and the growth of memory (MB) over 20 paused seconds."""
    import psutil
    from PySide6.QtCore import QTimer

    app, window = _open()
    _wait_until_ready(app, window, 60)
    process = psutil.Process()
    seen: dict[str, Any] = {}

    def begin() -> None:
        seen.update(cpu=sum(process.cpu_times()[:2]), memory=process.memory_info().rss)
        QTimer.singleShot(20_000, end)

    def end() -> None:
        share = (sum(process.cpu_times()[:2]) - seen["cpu"]) / 20
        growth = (process.memory_info().rss - seen["memory"]) / 2**20
        print(json.dumps({"share": 100 * share, "growth": growth}), flush=True)
        app.quit()

    QTimer.singleShot(2_000, begin)
    app.exec()
    window.shut()
    os._exit(0)


# ---- in the parent ----


def start() -> list[Result]:
    """Start to first usable frame, warm cache: the median of a few."""
    _child("child_frames") if not _is_warm() else None
    measured = sorted(_child("child_start")["seconds"] for _ in range(TIMES))
    return [alone("window-start", "s", measured[TIMES // 2], 1.5)]


def _is_warm() -> bool:
    from simulator.core import warmup

    return warmup.is_warm()


def frames() -> list[Result]:
    """GUI work a frame and the longest stall, playing at 1440×900."""
    seen = _child("child_frames")
    return [
        alone("window-frame-p99", "ms", seen["p99"], 16.7),
        alone("window-stall", "ms", max(0.0, seen["stall"]), 50),
    ]


def _played(*names: str) -> tuple[dict[str, dict], list[Result]]:
    """Return what was seen of panels that play, by name, and the rows that all of them have."""
    seen = {name: _child("child_frames", argument=repr(name)) for name in names}
    results = []
    for name, facts in seen.items():
        results += [
            alone(f"window-{name}-p99", "ms", facts["p99"], 16.7),
            alone(f"window-{name}-stall", "ms", max(0.0, facts["stall"]), 50),
        ]
    return seen, results


def boltzmann() -> list[Result]:
    """The same of the Boltzmann panel: a small machine as fast as it goes, a million spins."""
    seen, results = _played("boltzmann", "lattice")
    return [*results, at_least("window-lattice-states", "states/s", seen["lattice"]["states"], 50)]


def rbm() -> list[Result]:
    """The same of the RBM panel, 784 × 256 units with 100 fantasies: 60 batches a second, and as
    fast as it goes."""
    seen, results = _played("rbm", "rbm-unlimited")
    return [*results, at_least("window-rbm-states", "states/s", seen["rbm"]["states"], 50)]


def gan() -> list[Result]:
    """The same of the GAN panel, on the ring as fast as it goes, and how fast that is."""
    seen, results = _played("gan")
    return [
        *results,
        at_least("window-gan-iterations", "iterations/s", seen["gan"]["grains"], 1000),
    ]


def ntm() -> list[Result]:
    """The same of the NTM panel: it learns as fast as it goes; and it plays a sequence of length
    40, 60 stages a second."""
    seen, results = _played("ntm", "ntm-play")
    return [*results, at_least("window-ntm-states", "states/s", seen["ntm-play"]["states"], 50)]


def compiling() -> list[Result]:
    """The longest stall while kernels compile at the very first start."""
    with tempfile.TemporaryDirectory() as home:
        return [alone("window-stall-compiling", "ms", _child("child_compile", home)["stall"], 50)]


def idle() -> list[Result]:
    """Paused: share of a core, and growth of memory."""
    seen = _child("child_idle")
    return [
        alone("window-idle", "% of a core", seen["share"], 2),
        alone("window-idle-growth", "MB in 20 s", seen["growth"], 1),
    ]


ROWS: dict[str, Row] = {
    "window-start": start,
    "window-frame-p99": frames,
    "window-boltzmann": boltzmann,
    "window-rbm": rbm,
    "window-gan": gan,
    "window-ntm": ntm,
    "window-stall-compiling": compiling,
    "window-idle": idle,
}
