"""Jobs: long computations on a frozen copy of a model, beside the run.

A model declares a job as a generator method that yields the share done (0 … 1) and returns a
`Table`. It works on a copy and draws from a generator of its own, made from the seed, the step and
its name: the run goes on undisturbed, and the same state gives the same table.
"""

import threading
import zlib
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.core.errors import InputError, one_of, shorten
from simulator.core.model import Model


@dataclass(frozen=True)
class Table:
    """Named columns of equal length: numbers or texts."""

    columns: dict[str, list[Any]]

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows in order."""
        return list(zip(*self.columns.values(), strict=True))


@dataclass(frozen=True)
class Job:
    """The declaration of a job."""

    name: str
    label: str
    help: str


Work = Generator[float, None, Table]


def job(label: str, help: str) -> Callable:
    """Declare a generator method `(self, rng) -> Table` as a job named like the method."""

    def mark(method: Callable[..., Work]) -> Callable[..., Work]:
        method.declares = Job(method.__name__, label, help)  # type: ignore[attr-defined]
        return method

    return mark


def jobs_of(model: type[Model]) -> dict[str, Job]:
    """Map names to the jobs a model declares."""
    return model.declared(Job)


def begin(model: Model, name: str) -> Work:
    """Return a job at its beginning, on a frozen copy; raises InputError for an unknown one."""
    known = jobs_of(type(model))
    if name not in known:
        allowed = one_of(known) if known else "none"
        raise InputError(f"{model.name} has no job {shorten(name)}; allowed: {allowed}.")
    frozen = type(model)(model.seed, model.parameters)
    frozen.place(model.seed, model.parameters, model.state.copied())
    rng = np.random.default_rng([model.seed, model.step, zlib.crc32(name.encode())])
    return getattr(frozen, name)(rng)


def finish(work: Work, keep_going: Callable[[float], bool] = lambda share: True) -> Table | None:
    """Run a job to its end; None if `keep_going`, told the share done, ended it before."""
    try:
        while True:
            if not keep_going(next(work)):
                work.close()
                return None
    except StopIteration as end:
        return end.value


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
        except InputError as error:
            self.error = str(error)
        except Exception as error:
            self.error = f"The computation stopped: {error or type(error).__name__}"

    def _keep_going(self, share: float) -> bool:
        self.share = share
        return self._is_wanted
