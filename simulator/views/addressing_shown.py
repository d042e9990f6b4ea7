"""What the stages of addressing show, compared by value: one head at one time step.

A weighting goes through four stages (Graves, Wayne and Danihelka 2014, section 3.3): content, gate,
shift, sharpen. A write head then erases and adds; a read head reads.
"""

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from simulator.views.heat import is_same

STAGES = ("content", "gate", "shift", "sharpen", "erase", "add", "read")
NONE = np.zeros(1)
MOST = 1e6
RUNGS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
ADDRESSING, VECTORS = STAGES[:4], STAGES[4:]  # values by location, and by column of the memory
NAMES = {
    "content": ("content",), "gate": ("gate",), "shift": ("shift",),
    "sharpen": ("sharpen",), "erase": ("erase",), "add": ("add",), "read": ("read",),
}  # fmt: skip


class Chart(NamedTuple):
    """One stage: its values, those before it, and from where to where both may go."""

    stage: str
    values: np.ndarray | None  # (N,) or (M,) float64, finite; None: not yet computed
    before: np.ndarray | None  # of the same shape
    low: float
    high: float
    size: int

    @property
    def peak(self) -> int:
        """The location the stage chooses, or −1 where it chooses none or has none."""
        if self.stage in VECTORS or self.values is None:
            return -1
        best = int(self.values.argmax())
        return best if self.values[best] > 2.0 * self.values.mean() else -1


@dataclass(frozen=True, eq=False)
class AddressingShown:
    """One head at one time; arrays are kept, not copied, and never changed in place.

    previous, content, gated, shifted and weighting (N,) are the weighting of the time before, and
    what each of the four stages made; shift (2S + 1,) says how much goes −S … S locations on;
    erase, add and read (M,) are None where the head has none; similarity (N,), if known, is the
    cosine of each location with the key.
    """

    previous: np.ndarray
    content: np.ndarray
    gated: np.ndarray
    shifted: np.ndarray
    weighting: np.ndarray
    shift: np.ndarray
    beta: float
    gate: float
    gamma: float
    erase: np.ndarray | None = None
    add: np.ndarray | None = None
    read: np.ndarray | None = None
    similarity: np.ndarray | None = None
    running: str = ""  # the stage that is lit
    reached: str = ""  # the last stage that has been computed; "": all have
    held: str = ""  # the stage a person chose
    can_drag: bool = False  # the numbers may be dragged

    def __post_init__(self) -> None:
        for name in ("running", "reached", "held"):
            stage = getattr(self, name)
            if stage and stage not in STAGES:
                raise ValueError(f"stage {stage!r} is unknown; allowed are {', '.join(STAGES)}")
        for name in ("content", "gated", "shifted", "weighting"):
            if getattr(self, name).shape != self.previous.shape:
                raise ValueError(
                    f"{name} has {getattr(self, name).size} locations, "
                    f"previous {self.previous.size}; all weightings have as many"
                )
        if self.previous.ndim != 1 or not self.previous.size:
            raise ValueError(
                f"a weighting of shape {self.previous.shape} can't be shown; give (N,)"
            )
        if self.shift.size % 2 == 0:
            raise ValueError(f"{self.shift.size} shifts have no middle; give 2S + 1 of them")

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages this head has, in order."""
        return ADDRESSING + tuple(name for name in VECTORS if getattr(self, name) is not None)

    def is_like(self, other: "AddressingShown | None") -> bool:
        """Whether nothing at all differs."""
        if other is None:
            return False
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return all(is_equal(*pair) for pair in pairs)

    def is_known(self, stage: str) -> bool:
        """Whether a stage has been computed."""
        return not self.reached or STAGES.index(stage) <= STAGES.index(self.reached)

    def charts(self) -> list[Chart]:
        """The stages with their scales."""
        return [self._chart(stage) for stage in self.stages]

    def _chart(self, stage: str) -> Chart:
        after = _values(self, stage)
        before = {"gate": self.previous, "shift": self.gated, "sharpen": self.shifted}.get(stage)
        values = finite(after) if self.is_known(stage) else None
        ghost = finite(before) if before is not None and values is not None else None
        highest = max(float(np.abs(v).max()) for v in (values, ghost, NONE) if v is not None)
        top = 1.0 if stage == "erase" else ladder(highest)
        low = -top if stage in ("add", "read") else 0.0
        return Chart(stage, values, ghost, low, top, after.size)


def _values(shown: AddressingShown, stage: str) -> np.ndarray:
    """What a stage made."""
    names = {"gate": "gated", "shift": "shifted", "sharpen": "weighting"}
    values: np.ndarray = getattr(shown, names.get(stage, stage))
    return values


def sum_of(shown: AddressingShown, charts: list[Chart]) -> np.ndarray:
    """How much all computed stages, and the time before, have at each location (N,)."""
    known = [c.values for c in charts if c.stage in ADDRESSING and c.values is not None]
    return np.abs(np.sum([finite(shown.previous), *known], axis=0))


def ladder(highest: float) -> float:
    """The end of a scale for values up to `highest`: few rungs, so that a scale seldom changes
    while time goes on; 1 where there is nothing to see."""
    if highest < RUNGS[0] / 10:
        return 1.0
    return next((rung for rung in RUNGS if rung >= highest * (1 - 1e-6)), highest)


def finite(values: np.ndarray) -> np.ndarray:
    """Values that can be drawn, float64: no number is 0, and beyond ±10⁶ is there."""
    return np.clip(np.nan_to_num(np.asarray(values, np.float64), nan=0.0), -MOST, MOST)


def is_equal(one: object, other: object) -> bool:
    """Whether two arrays, or two other values, are the same."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        arrays = [x if isinstance(x, np.ndarray) else None for x in (one, other)]
        return is_same(*arrays)
    return one == other
