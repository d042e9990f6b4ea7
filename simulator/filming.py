"""`record`: a film of a run, made offscreen, frame by frame."""

import argparse
import json
import math
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from simulator import batch, pairs
from simulator.app import read_size
from simulator.core import film, film_plan
from simulator.core.errors import InputError, shorten
from simulator.core.film_plan import FilmPlan, read_number
from simulator.models import model_class
from simulator.staged import staged

if TYPE_CHECKING:
    from simulator.window.recorder import Recorder

LEAST_SCALE, MOST_SCALE = 0.25, 4.0


def record(options: argparse.Namespace) -> int:
    """Carry out `record`; returns the exit code."""
    options.grain = options.grain or model_class(options.model).default_grain
    options.steps = options.steps or "0"  # --grain is that of the film
    kind = film_plan.format_of(options.out)
    film.check_place(options.out)
    size, scale = read_size(options.size), read_scale(options.scale)
    plan = plan_of(options)
    if not options.card:  # else its size is known only when it is laid out
        film_plan.check(kind, plan, (int(size[0] * scale), int(size[1] * scale)))
    with staged(options, goes_on=True) as stage:
        from simulator.window.film_subject import FilmSubject
        from simulator.window.picture import grab
        from simulator.window.recorder import Recorder

        grab(stage.window, size)  # laid out, and everything computed that it waits for
        subject = FilmSubject(stage.window, options.card or "", scale)
        recorder = Recorder(stage.window, subject, plan, options.out)
        code = _wait(recorder)
    if code:
        return code
    steps = stage.steps + plan.grains
    result, _ = pairs.results(options, stage.runs, stage.grain, steps, stage.seconds)
    film_facts = {
        "file": Path(options.out).name, "frames": plan.frames, "fps": plan.fps,
        "size": [subject.size.width(), subject.size.height()],
    }  # fmt: skip
    print(json.dumps({**result, "film": film_facts}) if options.json else _words(film_facts, plan))
    return 0


def plan_of(options: argparse.Namespace) -> FilmPlan:
    """Return the plan that the options describe; raises InputError."""
    grain, _ = batch.grain_and_steps(options)
    numbers = {name: read_number(f"--{name}", getattr(options, name)) for name in NUMBERS}
    return FilmPlan(grain, **numbers)


NUMBERS = ("frames", "every", "fps")


def read_scale(text: str) -> float:
    """Return how much larger than on screen a film is drawn; raises InputError."""
    try:
        scale = float(text)
    except ValueError:
        scale = math.nan
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        raise InputError(
            f"--scale {shorten(text)} is not allowed; allowed: {LEAST_SCALE:g} to {MOST_SCALE:g}."
        )
    return scale


def _wait(recorder: "Recorder") -> int:
    """Let the film be made; Ctrl+C gives it up. Returns the exit code."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    said: list[str] = []
    interrupted: list[int] = []
    recorder.ended.connect(said.append)

    def give_up(number: int, frame: FrameType | None) -> None:
        interrupted.append(number)

    before: Any = signal.signal(signal.SIGINT, give_up)
    try:
        recorder.start()
        while recorder.is_running:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if interrupted:
                recorder.cancel()
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupted:
        print(f"reverie: {said[-1]}", file=sys.stderr)
        return 130
    if not recorder.is_written:
        raise InputError(said[-1])
    return 0


def _words(facts: dict[str, Any], plan: FilmPlan) -> str:
    width, height = facts["size"]
    return (
        f"{facts['file']}: {plan.frames} frames of {width}×{height} pixels, "
        f"{plan.seconds:g} s at {plan.fps} a second"
    )
