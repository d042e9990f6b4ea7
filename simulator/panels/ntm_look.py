"""What a person looks at in the NTM panel: a time step, a head, a stage; and "what if"."""

from dataclasses import dataclass, field

import numpy as np

from simulator.models.ntm_addressing import Addressed, Numbers, addressed
from simulator.models.ntm_snapshot import NtmSnapshot


@dataclass
class Look:
    """A choice holds until the machine goes on, or other weights play the sequence."""

    time: int = -1  # −1: where the machine is
    head: int = -1  # read heads first; −1: the first that is at work
    stage: str = ""
    what_if: dict[str, float] = field(default_factory=dict)  # numbers of the head, turned by hand
    _seen: tuple = ()

    def follow(self, s: NtmSnapshot) -> None:
        """Take what a new snapshot leaves of the choices."""
        seen = s.mode, s.stage, id(s.probe), s.updates, s.ablated
        if self._seen and seen != self._seen:
            self.time = -1 if s.mode != "train" else self.time
            self.what_if = {}  # it was asked of other weights
        self._seen = seen
        if self.time >= len(s.probe.x) or self.time >= self.known(s):
            self.time = -1
        p = s.parameters
        if self.head >= p.read_heads + p.write_heads or not p.has_memory:
            self.head = -1

    def known(self, s: NtmSnapshot) -> int:
        """How many time steps have been played; before the first one all are shown."""
        return s.time + 1 if s.mode == "play" and s.stage else len(s.probe.x)

    def time_of(self, s: NtmSnapshot) -> int:
        """The time step that is looked at."""
        if self.time >= 0:
            return self.time
        if s.mode == "play" and s.stage:
            return s.time
        told = np.flatnonzero(s.probe.mask)  # where it is told most: in the middle of it
        return int(told[len(told) // 2]) if len(told) else 0

    def is_at_work(self, s: NtmSnapshot) -> bool:
        """Whether the time step that is looked at is the one being played."""
        return s.mode == "play" and s.stage > 0 and self.time_of(s) == s.time

    def head_of(self, s: NtmSnapshot) -> int:
        """The head that is looked at: not chosen, a read head while something is told, else a
        write head."""
        if self.head >= 0:
            return self.head
        return 0 if s.probe.mask[self.time_of(s)] > 0 else s.parameters.read_heads

    def choose(self, time: int) -> None:
        self.time, self.what_if = time, {}

    def turn(self, name: str, value: float) -> None:
        """Ask what would be if a number were another: beta, gate, gamma, or shift[k]."""
        self.what_if = {**self.what_if, name: value}

    def asked(self, s: NtmSnapshot) -> tuple[Numbers, Addressed] | None:
        """What would be; None where nothing is asked, or there is no tape."""
        if not self.what_if or s.tape is None:
            return None
        t, head = self.time_of(s), self.head_of(s)
        numbers = turned(s.numbers(t, head), self.what_if)
        return numbers, addressed(s.tape.memory[t], s.tape.w[t, head].astype(float), numbers)


def turned(numbers: Numbers, by: dict[str, float]) -> Numbers:
    """Return a head's numbers with some of them others; shares of the shift still sum to 1."""
    shift = numbers.shift
    for name, value in by.items():
        if name.startswith("shift["):
            shift = with_share(shift, int(name[6:-1]), value)
    return numbers._replace(
        shift=shift,
        beta=by.get("beta", numbers.beta),
        gate=by.get("gate", numbers.gate),
        gamma=by.get("gamma", numbers.gamma),
    )


def with_share(shift: np.ndarray, k: int, share: float) -> np.ndarray:
    """Return a shift in which one share is another and the rest is shared as before."""
    share = min(max(share, 0.0), 1.0)
    others = np.delete(shift, k)
    total = others.sum()
    rest = others / total if total > 1e-9 else np.full(len(others), 1.0 / len(others))
    return np.insert((1.0 - share) * rest, k, share)
