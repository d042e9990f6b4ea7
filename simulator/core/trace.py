"""A trace: the traced readouts at evenly spaced steps, never more than 2,000 points.

Points lie on multiples of a period that doubles when the trace is full, so a trace depends on the
run alone, not on frames or speeds. Lists (one overlap a memory) become columns; a column that did
not exist yet is NaN.
"""

from dataclasses import dataclass

import numpy as np

LIMIT = 2000
MAX_COLUMNS = 4096


@dataclass(frozen=True)
class TraceData:
    """A frozen copy: steps (P,) int64, values (P, C) float64 and the C names."""

    steps: np.ndarray
    values: np.ndarray
    columns: tuple[str, ...]

    def column(self, name: str) -> np.ndarray:
        """Return one column (P,)."""
        return self.values[:, self.columns.index(name)]

    def block(self, name: str) -> np.ndarray:
        """Return the columns `name[0]`, `name[1]`, … (P, K)."""
        chosen = [i for i, c in enumerate(self.columns) if c.startswith(f"{name}[")]
        return self.values[:, chosen]


class Trace:
    """Grows by `record`; `period` is in finest steps."""

    def __init__(self, period: int):
        self.period = period
        self.columns: list[str] = []
        self._steps = np.zeros(LIMIT + 1, np.int64)
        self._values = np.full((LIMIT + 1, 8), np.nan)
        self._count = 0
        self._has_present = False  # the last point only shows where the run is now

    def steps_to_next(self, step: int) -> int:
        """Return how many steps there are from `step` to the next point."""
        return self.period - step % self.period

    @property
    def last_step(self) -> int:
        """The last recorded step, or −1."""
        return int(self._steps[self._count - 1]) if self._count else -1

    def record(
        self, step: int, readouts: dict[str, float | list[float]], is_present: bool = False
    ) -> None:
        """Add the point at `step`; where two are already, before and after, the second is
        replaced. A point of the present goes with the next one."""
        self._drop_present()
        if self._count and self.last_step == step:
            if is_present:
                return
            self._count -= self._has_two_at_end()
        if self._count == LIMIT and not is_present:
            self._thin()
        self._has_present = is_present
        self._steps[self._count] = step
        self._values[self._count] = np.nan
        for name, value in readouts.items():
            if isinstance(value, list):
                for k, item in enumerate(value):
                    self._put(f"{name}[{k}]", item)
            else:
                self._put(name, value)
        self._count += 1

    def cut(self, step: int) -> None:
        """Forget the points after `step`."""
        self._drop_present()
        self._count = int(np.searchsorted(self._steps[: self._count], step, side="right"))

    def data(self) -> TraceData:
        """Return a frozen copy."""
        n, c = self._count, len(self.columns)
        return TraceData(self._steps[:n].copy(), self._values[:n, :c].copy(), tuple(self.columns))

    def copied(self) -> "Trace":
        """Return an independent copy, without the point of the present."""
        data, n = self.data(), self._count - self._has_present
        return Trace.of(TraceData(data.steps[:n], data.values[:n], data.columns), self.period)

    @staticmethod
    def of(data: TraceData, period: int) -> "Trace":
        """Return a trace that goes on from `data`."""
        trace = Trace(max(1, period))
        n, c = len(data.steps), len(data.columns)
        trace._values = np.full((LIMIT + 1, max(8, c)), np.nan)
        trace._steps[:n], trace._values[:n, :c] = data.steps, data.values
        trace.columns, trace._count = list(data.columns), n
        return trace

    def _put(self, column: str, value: float) -> None:
        if column not in self.columns:
            self.columns.append(column)
            if len(self.columns) > self._values.shape[1]:
                self._values = np.hstack([self._values, np.full_like(self._values, np.nan)])
        self._values[self._count, self.columns.index(column)] = value

    def _has_two_at_end(self) -> bool:
        """Whether the last step has its point already; at the first, there is no before."""
        return self._count == 1 or self._steps[self._count - 2] == self.last_step

    def _drop_present(self) -> None:
        self._count -= self._has_present
        self._has_present = False

    def _thin(self) -> None:
        self.period *= 2
        n = self._count
        kept = np.flatnonzero(self._steps[:n] % self.period == 0)
        if kept.size > LIMIT // 2:  # points of actions lie anywhere; keep every second
            kept = kept[::2]
        self._steps[: kept.size] = self._steps[kept]
        self._values[: kept.size] = self._values[kept]
        self._count = kept.size
