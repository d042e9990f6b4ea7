"""A frame: what a runner hands to a window, many times a second."""

from dataclasses import dataclass
from typing import Any

from simulator.core.trace import TraceData


@dataclass(frozen=True)
class BranchInfo:
    """A branch, as the timeline shows it."""

    name: str
    parent: str
    fork: int
    end: int
    origin: str = ""  # what began it at step 0, as a line of the journal


@dataclass(frozen=True)
class Frame:
    """All a window shows, of one moment. Frozen; nothing in it is shared with the model."""

    model: str
    snapshot: Any
    parameters: Any
    seed: int
    step: int
    end: int
    readouts: dict[str, Any]
    invariants: dict[str, bool | None]
    trace: TraceData
    branch: str
    branches: tuple[BranchInfo, ...]
    marks: tuple[int, ...]  # steps at which something was done
    can_undo: bool
    can_redo: bool
    is_playing: bool
    is_waiting: bool  # for kernels
    is_finished: bool
    rate: float  # grains a second, measured
    progress: float | None  # of a long rewind
    revision: int  # counts what was done; for "unsaved" and autosave
    failure: str = ""
    backend: str = "numba"
    twin: "Frame | None" = None  # of the run beside it
    twin_note: str = ""  # where a grain is of another length in the twin

    @property
    def about(self) -> dict[str, Any]:
        """What has to be known to see the same again; written into everything that is exported."""
        about = {
            "model": self.model,
            "seed": self.seed,
            "step": self.step,
            **self.parameters.texts(),
        }
        return about if self.backend == "numba" else {**about, "backend": self.backend}
