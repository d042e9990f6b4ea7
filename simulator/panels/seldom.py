"""Numbers in a running panel are written ten times a second: nobody reads sixty of them, and to
write them took a third of a frame's work."""

import time
from collections.abc import Hashable

from simulator.core.frame import Frame

READING = 0.1  # seconds


def at_rest(frame: Frame) -> int | None:
    """Return what is another with every frame, as long as nothing plays; else None."""
    return None if frame.is_playing else id(frame)


class Seldom:
    """Says when something that changes with every frame is to be shown again."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._shown_at = -READING

    def is_due(self, key: Hashable) -> bool:
        """Whether READING has passed since this said yes, or `key`, all that must be shown at
        once, is another."""
        now = time.perf_counter()
        if key == self._key and now - self._shown_at < READING:
            return False
        self._key, self._shown_at = key, now
        return True
