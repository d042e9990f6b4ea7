"""The page "Memory" of the NTM panel: before the time step, after it, and what differs."""

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simulator.core.frame import Frame
from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.panels import ntm_words as words
from simulator.panels.ntm_look import Look
from simulator.views.tape import TapeRow, TapeShown, TapeView


class MemoryPage(QWidget):
    """Shows three matrices, locations from left to right."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.view = TapeView("Memory")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def show_frame(self, frame: Frame) -> None:
        s: NtmSnapshot = frame.snapshot
        if s.hand is not None:
            self.view.set_empty("The memory of the sandbox stands above.")
            self.view.clear()
            return
        if s.tape is None or not s.parameters.has_memory:
            self.view.set_empty(words.NO_HEADS if not s.parameters.has_memory else words.COMPILING)
            self.view.clear()
            return
        self.view.show_tape(shown_of(s, self._look))

    def caption(self, frame: Frame) -> str:
        s: NtmSnapshot = frame.snapshot
        if not s.parameters.has_memory or s.hand is not None:
            return ""
        return f"time {self._look.time_of(s)} · locations from left to right, columns downwards"


def shown_of(s: NtmSnapshot, look: Look) -> TapeShown:
    """The memory (N, M) about the time step that is looked at; there must be a tape."""
    assert s.tape is not None
    t = look.time_of(s)
    before, after = s.tape.memory[t], s.tape.memory[t + 1]
    writes = s.tape.w[t + 1, s.parameters.read_heads :].T
    limit = max(1.0, float(np.abs(s.tape.memory[: t + 2]).max()))
    rows = (
        TapeRow("before", "vectors", before, caption="before M", limit=limit),
        TapeRow("after", "vectors", after, caption="after", limit=limit),
        TapeRow("difference", "vectors", after - before, caption="difference", limit=limit),
        TapeRow("write weighting", "vectors", writes, caption="where it is written: w"),
    )
    return TapeShown(rows, cursor=int(writes[:, 0].argmax()), axis="location")
