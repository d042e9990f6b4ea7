"""What a screen reader hears of a run: that it plays, and what it has come to.

A **summary** is the verdict and the first readouts that have a value, in words: "playing: Still
moving. Energy −412, Flips 3 units". It is the panel's accessible description at all times, and is
announced when a run begins, rests, and now and then between.
"""

import time

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from simulator.controls.readings import NOTHING
from simulator.core.frame import Frame
from simulator.core.model import Readout
from simulator.panels.panel import Panel
from simulator.views.verdict import VerdictView

MOST_READOUTS = 3
BETWEEN = 8.0  # seconds, at least, between two announcements of a run that goes on


def summary(panel: Panel, frame: Frame) -> str:
    """Return what is to be said of a frame that the panel shows."""
    verdict = panel.findChild(VerdictView)
    come_to = verdict.accessibleName().partition(": ")[2] if verdict else ""
    declared = panel.model.declared(Readout)
    texts = [
        f"{declared[name].label} {text}"
        for name, text in panel.readings(frame).items()
        if panel.has_row(declared[name]) and text not in ("", NOTHING)
    ]
    state = "playing" if frame.is_playing else "at rest"
    parts = [f"{state}: {come_to}" if come_to else state, ", ".join(texts[:MOST_READOUTS])]
    return ". ".join(part for part in parts if part)


class Announcer:
    """Keeps a panel's description true, and speaks up where something begins or ends."""

    def __init__(self) -> None:
        self._was_playing = False
        self._spoken = 0.0
        self._told: tuple[int, int] = (-1, -1)  # revision and step of the last description

    def hear(self, panel: Panel, frame: Frame) -> None:
        """Take a frame that is on screen now."""
        is_turn = frame.is_playing != self._was_playing
        now = time.monotonic()
        if frame.is_playing and not is_turn and now - self._spoken < BETWEEN:
            return  # nobody listens to sixty sentences a second
        key = (frame.revision, frame.step)
        if key == self._told and not is_turn:
            return
        self._told, self._was_playing = key, frame.is_playing
        text = summary(panel, frame)
        panel.setAccessibleDescription(text)
        if (is_turn or frame.is_playing) and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(panel, text))
        self._spoken = now
