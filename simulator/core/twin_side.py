"""A runner as the panel of its second run sees it."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from simulator.core.frame import Frame
from simulator.core.run import Run

if TYPE_CHECKING:
    from simulator.core.runner import Runner

SECOND = 1  # the twin's place among the runs


class TwinSide:
    """Shows the twin's frames and answers from the twin's run; all else is the runner's own.

    While `is_showing`, what a panel does by itself because of the frame it shows is left out: the
    panel of the first run does it already, for both.
    """

    def __init__(self, runner: "Runner") -> None:
        self._runner = runner
        self.is_showing = False

    @property
    def latest(self) -> Frame:
        """The twin's newest frame."""
        frame = self._runner.latest
        return frame.twin or frame

    def do(self, text: str, group: int = 0) -> None:
        """Act, as the runner does."""
        if not self.is_showing:
            self._runner.do(text, group)

    def ask(self, function: Callable[[Run], Any]) -> "Future[Any]":
        """Return a Future of function(the twin's run)."""
        return self._runner.ask(function, SECOND)

    def answer(self, function: Callable[[Run], Any]) -> Any:
        """Return function(the twin's run)."""
        return self._runner.answer(function, place=SECOND)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._runner, name)
