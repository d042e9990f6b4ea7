"""From one frame of a film to the next: whole grains of a run, in slices of time.

A slice is taken on the runner's thread by `runner.ask`, so that pausing, closing and cancelling
never wait for an epoch. The cut into slices changes no bit (`Model.advance`); twins go in lock
step, and the grain that is counted is A's.
"""

import time
from collections.abc import Sequence

from simulator.core import twins
from simulator.core.errors import InputError
from simulator.core.run import Run

SLICE = 0.03  # seconds
MOVED = "The film was given up: the run was moved while it was filmed."


class FilmSteps:
    """Takes `every` grains from where the runs stand, again and again.

    Raises InputError when they were moved in between: a film shows one run, step by step.
    """

    def __init__(self, grain: str, every: int) -> None:
        self.grain, self.every = grain, every
        self._runs: list[Run] = []
        self._step = 0  # where the runs were left
        self._left = 0  # grains to the next frame
        self._due = 0  # finest steps to where the grain may end
        self._start: int | None = None  # of the grain that has not ended yet
        self._chunk = 1

    def begin(self, runs: Sequence[Run]) -> bool:
        """The film begins here: the first frame is there."""
        self._runs, self._step = list(runs), runs[0].model.step
        self._show()
        return True

    def ask_for_frame(self) -> None:
        """The next frame is wanted: `take` until it says that it is there."""
        self._left = self.every

    def take(self, runs: Sequence[Run]) -> bool:
        """Run for a slice of time; True when the next frame is there."""
        if list(runs) != self._runs or runs[0].model.step != self._step:
            raise InputError(MOVED)
        end = time.perf_counter() + SLICE
        while self._left:
            self._advance()
            if time.perf_counter() > end:
                break
        self._step = runs[0].model.step
        if self._left:
            return False
        self._show()
        return True

    def _advance(self) -> None:
        """Take some of the finest steps, never past the end of a grain."""
        model = self._runs[0].model
        if self._start is None:
            self._start = model.step
        self._due = self._due or model.steps_to(self.grain)
        count, begun = min(self._due, self._chunk), time.perf_counter()
        for run in self._runs:
            run.advance(count)
        spent = time.perf_counter() - begun
        if spent > SLICE / 2:
            self._chunk = max(1, self._chunk // 2)
        elif count == self._chunk and spent < SLICE / 8:
            self._chunk *= 2
        self._due -= count
        if not self._due and twins.is_over(self._runs, self.grain, self._start):
            self._left, self._start = self._left - 1, None

    def _show(self) -> None:
        """What a frame shows hangs on the runs alone: no speed of this machine is in it."""
        for run in self._runs:
            run.model.pace_measured = None
            run.keep()
            run.observe()
