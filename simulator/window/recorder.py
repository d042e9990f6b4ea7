"""The recorder: steps a run, draws it, steps it, and hands the frames to the film.

Nothing of it hangs on the clock: the run is stepped on the runner's thread in short slices, the
window is drawn when the frame is there and every view has what it waits for, and the film is
written on a thread of its own.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kernels.jit import NotReadyError
from simulator.core import film
from simulator.core.errors import InputError
from simulator.core.film_plan import FilmPlan, check, format_of
from simulator.core.film_steps import FilmSteps
from simulator.core.film_thread import FilmThread
from simulator.core.run import Run
from simulator.window.film_subject import FilmSubject

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

TURN_MS = 2
SETTLING, FIRST = 3, 10  # turns in which what is laid out settles, and before the first frame
PATIENCE = 20.0  # seconds to wait for what a view computes beside the window
GIVEN_UP = "The recording was given up; no file was written."


class Recorder(QObject):
    """One film of the panel in sight."""

    progressed = Signal(int)  # frames that are drawn
    ended = Signal(str)  # a sentence: what was written, or why nothing was

    def __init__(
        self, window: "MainWindow", subject: FilmSubject, plan: FilmPlan, path: str | Path
    ) -> None:
        """Raises InputError, and then nothing has begun."""
        super().__init__(window)
        size = subject.size.width(), subject.size.height()
        check(format_of(path), plan, size)
        self.is_written = False
        self.path = Path(path)
        self._window, self._subject, self._plan = window, subject, plan
        self._runner = window.runner
        self._steps = FilmSteps(plan.grain, plan.every)
        self._asked: Future[bool] | None = None
        self._drawn, self._settling, self._since = 0, FIRST, 0.0
        self._thread: FilmThread | None = FilmThread(film.begin(path, size, plan.fps))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    @property
    def is_running(self) -> bool:
        """Whether the film is still being made."""
        return self._thread is not None

    def start(self) -> None:
        """Film from where the run stands."""
        self._runner.pause()
        self._ask(self._steps.begin)
        self._timer.start(TURN_MS)

    def cancel(self, sentence: str = GIVEN_UP) -> None:
        """Give up; nothing is left on disk. The run stands where it has come to."""
        if self._thread is None:
            return
        self._timer.stop()
        if self._asked:
            self._asked.cancel()
        self._thread.cancel()
        self._end(sentence)

    def _end(self, sentence: str) -> None:
        self._timer.stop()
        self._thread = None
        self.ended.emit(sentence)

    # ---- one turn after another ----

    def _turn(self) -> None:
        thread = self._thread
        if thread is None:
            return
        if not thread.is_running:
            self.is_written = thread.is_done
            self._end(thread.error or f"Written: {self.path.name}")
        elif self._asked:
            self._look_at_run()
        elif self._drawn < self._plan.frames and self._is_settled() and thread.has_room:
            self._draw(thread)

    def _ask(self, slice_of: Callable[[Sequence[Run]], bool]) -> None:
        """Let the runner take a slice, of twins both."""
        self._asked = self._runner.ask(lambda _: slice_of(self._runner.runs))

    def _look_at_run(self) -> None:
        """Ask for the next slice, or show where the run has come to."""
        assert self._asked
        if not self._asked.done():
            return
        try:
            is_there = self._asked.result()
        except (InputError, NotReadyError) as refusal:
            self.cancel(str(refusal))
        except Exception as error:
            self.cancel(f"The film was given up, the run stopped: {error or type(error).__name__}")
        else:
            if not is_there:
                self._ask(self._steps.take)
                return
            self._asked = None
            self._window.refresh()
            self._since = time.monotonic()

    def _is_settled(self) -> bool:
        """Whether everything is laid out, and views have what they wait for."""
        if self._settling > 0:
            self._settling -= 1
            if self._settling == 1:
                self._window.refresh()  # in the room that the layout has given
            return False
        if self._window.is_computing and time.monotonic() - self._since < PATIENCE:
            return False
        self._settling = SETTLING
        return True

    def _draw(self, thread: FilmThread) -> None:
        thread.add(self._subject.frame())
        self._drawn += 1
        self.progressed.emit(self._drawn)
        if self._drawn == self._plan.frames:
            thread.finish()
        else:
            self._steps.ask_for_frame()
            self._ask(self._steps.take)
