"""A window without a screen in which a run stands, for pictures, films and reports."""

import argparse
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator import batch, pairs
from simulator.app import make_application
from simulator.core import warmup
from simulator.core.run import Run

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow


@dataclass
class Staged:
    """The window, its run, and how that came to be."""

    window: "MainWindow"
    runs: list[Run]  # twins: both
    grain: str
    steps: int
    seconds: float
    result: dict[str, Any] | None  # what `run` would print


@contextlib.contextmanager
def staged(options: argparse.Namespace, goes_on: bool = False) -> Iterator[Staged]:
    """Do what the options of `run` ask for, and open a window on it; raises InputError.

    What is to be written and measured waits where the run `goes_on`: then there is no result yet.
    Without a preset, a document or actions the run is what the window opens with.
    """
    grain, steps = batch.grain_and_steps(options)
    warmup.use()
    is_opening = not (options.preset or options.load or options.deeds)
    work = batch.prepare(options, keeps_history=True)
    app = make_application(offscreen=True)
    from simulator.controls import theme
    from simulator.window.main_window import MainWindow
    from simulator.window.places import opening

    if is_opening:
        for text in opening(options.model):
            work.do(text)
    runs = pairs.begin(options, work)
    seconds = pairs.take_steps(runs, grain, steps)
    result, table = None, None
    if not goes_on:
        result, table = pairs.results(options, runs, grain, steps, seconds)
    theme.apply_theme(app, options.theme, options.presenter)
    window = MainWindow(run=work, is_ready=True)
    try:
        if table:
            window.panel.show_table(options.job.partition("=")[0].strip(), table)
        if options.grain:
            window.transport.choose_grain(grain)
        if len(runs) > 1:
            window.twins.begin_with(runs[1])
        if len(runs) > 1:
            window.twins.begin_with(runs[1])
        if options.page:
            window.panel.show_page(options.page)
        yield Staged(window, runs, grain, steps, seconds, result)
    finally:
        window.shut()
        window.deleteLater()
