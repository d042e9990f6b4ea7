"""History: key states to rewind from, and the branches of a run.

A branch begins at step 0 (its base: what a reset, a new seed or a preset left) and has its own
entries and key states. Key states are kept densely near the end and thinned by growing gaps before
it, within a byte limit; a step between them is reached by replaying from the nearest.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from simulator.core.journal import Entry
from simulator.core.trace import Trace

BYTE_LIMIT = 256 * 2**20
LARGE_STATE = 2**20  # bytes: of such states, where they are quick to compute again, ...
LARGE_LIMIT = 64 * 2**20  # ... fewer are kept
NEWEST = 8  # key states that thinning never takes
DENSE = 64  # the newest key states are never thinned
GAP = 0.08  # an older one goes when its neighbours are nearer than this share of its age


@dataclass(frozen=True)
class Key:
    """A state to start a replay from: `done` entries of the branch are already in it."""

    step: int
    done: int
    seed: int
    parameters: Any
    state: Any

    @property
    def order(self) -> tuple[int, int]:
        return self.step, self.done

    @cached_property
    def size(self) -> int:
        """Bytes of the state: asked of every key whenever one is kept."""
        return self.state.size()


@dataclass
class Branch:
    """One line of time. `prefix` leads to the base; `entries` follow it."""

    name: str
    prefix: list[Entry]
    trace: Trace
    entries: list[Entry] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)  # by order; the first is the base
    end: int = 0  # the farthest step reached
    parent: str = ""
    fork: int = 0  # the step at which it left its parent

    def keep(self, key: Key) -> None:
        """Add a key state unless there is one at this place; thin the old ones."""
        place = bisect_right([k.order for k in self.keys], key.order)
        if place and self.keys[place - 1].order == key.order:
            return
        self.keys.insert(place, key)
        if len(self.keys) > 4 * DENSE or self.size() > self._limit:
            self._thin()

    def nearest(self, step: int, done: int) -> Key:
        """Return the last key state not after a place."""
        return self.keys[bisect_right([k.order for k in self.keys], (step, done)) - 1]

    def done_at(self, step: int) -> int:
        """Return how many entries lie at or before a step."""
        return bisect_right([entry.step for entry in self.entries], step)

    def slim(self) -> None:
        """Keep only the first and the last state: the branch is left for another."""
        self.keys = self.keys[:1] + self.keys[1:][-1:]

    def size(self) -> int:
        """Bytes of the key states."""
        return sum(key.size for key in self.keys)

    def _thin(self) -> None:
        last = self.keys[-1].step
        kept = [self.keys[0]]
        older = self.keys[1:-DENSE]
        for key in older:
            if key.step - kept[-1].step >= GAP * (last - key.step):
                kept.append(key)
        self.keys = kept + self.keys[1:][-DENSE:] if len(self.keys) > DENSE else self.keys
        while len(self.keys) > NEWEST + 2 and self.size() > self._limit:
            self.keys = self.keys[:1] + self.keys[1:-NEWEST:2] + self.keys[-NEWEST:]
        while len(self.keys) > 2 and self.size() > self._limit:
            del self.keys[1]

    @property
    def _limit(self) -> int:
        last = self.keys[-1]
        is_quick = last.state.is_quick_again and last.size > LARGE_STATE
        return LARGE_LIMIT if is_quick else BYTE_LIMIT
