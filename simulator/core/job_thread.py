"""A job beside the run: its thread, the share done, and how it ended."""

import threading

from kernels.jit import NotReadyError
from simulator.core.errors import InputError
from simulator.core.job import Table, Work, finish


class JobThread:
    """A job on a thread of its own: `share` done, then a `table`, or an `error` in words."""

    def __init__(self, work: Work) -> None:
        self.share = 0.0
        self.table: Table | None = None
        self.error = ""
        self._is_wanted = True
        self._thread = threading.Thread(target=self._run, args=(work,), name="job", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the thread is at work."""
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Give up, within a second."""
        self._is_wanted = False
        self._thread.join(1.0)

    def _run(self, work: Work) -> None:
        try:
            self.table = finish(work, self._keep_going)
        except (InputError, NotReadyError) as error:
            self.error = str(error)
        except Exception as error:
            self.error = f"The computation stopped: {error or type(error).__name__}"

    def _keep_going(self, share: float) -> bool:
        self.share = share
        return self._is_wanted
