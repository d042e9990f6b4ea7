"""What the Hopfield panel shows of the energy landscape: the sheet, the ball and its trail.

The sheet hangs on the network, the cue and two memories; it is computed beside the window (a
second for a million units) and kept as long as these are the same objects.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from simulator.core.frame import Frame
from simulator.models.hopfield_landscape import Sheet, sheet_of
from simulator.models.hopfield_network import Network
from simulator.models.hopfield_snapshot import HopfieldSnapshot
from simulator.models.hopfield_state import binary
from simulator.views.landscape import LandscapeView

AT_ONCE = 2**14  # units whose sheet is made within a frame
COMPUTING = "Computing the landscape…"
CAPTION = "each point is a state at its energy · drag to turn"
HALVES = ("one half of the units", "the other half")  # without a rival


@dataclass(frozen=True, eq=False)
class Question:
    """A landscape is of a network and a cue, through memory a and its rival b (−1: none)."""

    network: Network
    cue: np.ndarray
    probed: int
    a: int
    b: int


class Sheets:
    """Makes sheets, and keeps the last one."""

    def __init__(self) -> None:
        self.question: Question | None = None
        self._future: Future[Sheet] | None = None
        self._pool: ThreadPoolExecutor | None = None

    def of(self, s: HopfieldSnapshot) -> Sheet | None:
        """Return the sheet of a snapshot, or None while it is computed."""
        q = self.question
        is_asked = q and q.network is s.network and q.cue is s.cue and q.probed == s.probed
        if self._future is None or not is_asked:
            if self._future:
                self._future.cancel()  # while somebody draws, only the last sheet is worth making
            self.question = Question(s.network, s.cue, s.probed, *rivals(s))
            self._future = self._ask(s, self.question)
        return self._future.result() if self._future.done() else None

    @property
    def is_computing(self) -> bool:
        """Whether the last sheet asked for is not there yet."""
        return self._future is not None and not self._future.done()

    def close(self) -> None:
        """End the thread, if there is one."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _ask(self, s: HopfieldSnapshot, q: Question) -> "Future[Sheet]":
        rival = s.memories[q.b] if q.b >= 0 else None
        names = (s.names[q.a], s.names[q.b] if q.b >= 0 else "")
        given = s.network, s.memories[q.a], rival, binary(s.cue), names
        if s.units.size > AT_ONCE:
            self._pool = self._pool or ThreadPoolExecutor(1, "landscape")
            return self._pool.submit(sheet_of, *given)
        done: Future[Sheet] = Future()
        done.set_result(sheet_of(*given))
        return done


def rivals(s: HopfieldSnapshot) -> tuple[int, int]:
    """Return the memory the cue was made from, or is most like, and the one it is like next."""
    likeness = np.abs(s.network.along(s.network.memories, binary(s.cue)))
    a = s.probed if s.probed >= 0 else int(np.argmax(likeness))
    likeness[np.abs(s.correlation[a]) > 1 - 1e-12] = -1.0  # the same again, or its inverse
    b = int(np.argmax(likeness))
    return a, b if likeness[b] >= 0 else -1


def show_landscape(view: LandscapeView, sheets: Sheets, frame: Frame) -> None:
    """Show the sheet of a frame's network, and where on it the state is and has been."""
    s: HopfieldSnapshot = frame.snapshot
    sheet, q = sheets.of(s), sheets.question
    if sheet is None or q is None:
        view.set_empty(COMPUTING)
        view.clear()
        return
    x, y = sheet.position(s.overlaps[q.a], s.overlaps[max(q.b, 0)])
    axes = HALVES
    if sheet.has_rival:
        a, b = s.names[q.a], s.names[q.b]
        axes = (f"units {a} and {b} share", "units they differ in")
    ball = float(x), float(y), s.energy
    view.show_landscape(
        sheet.heights, sheet.corners, ball, _trail(sheet, frame, q), sheet.cue, axes
    )


def _trail(sheet: Sheet, frame: Frame, q: Question) -> np.ndarray:
    """Return the places (M, 2) since the person gave the cue."""
    overlaps = frame.trace.block("overlaps")
    if overlaps.shape[1] <= max(q.a, q.b):
        return np.empty((0, 2))
    steps = frame.trace.steps
    kept = overlaps[(steps >= frame.snapshot.since) & (steps <= frame.step)]
    kept = kept[np.isfinite(kept[:, q.a])]
    return np.stack(sheet.position(kept[:, q.a], kept[:, max(q.b, 0)]), axis=1)
