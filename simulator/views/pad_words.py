"""A pad in words: its counts, for assistive technology, and what is under the pointer."""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from simulator.views.pad_grid import Cell, unit_of
from simulator.views.pad_state import Shown

WORDS = {1: "on", -1: "off", 0: "unknown"}
COUNTING = 1000  # milliseconds between two descriptions


class Words(QObject):
    """Tells what a pad shows: its counts once a second at most, a cell whenever asked."""

    said = Signal(str)  # words about a cell, or ""; only other ones than before

    def __init__(self, pad: QWidget, shown: Shown) -> None:
        super().__init__(pad)
        self._pad, self._shown, self._said = pad, shown, ""
        self._counting = QTimer(self, singleShot=True, interval=COUNTING)
        self._counting.timeout.connect(self._describe)
        self._describe()

    def name(self) -> None:
        """Name the pad by its grid."""
        side = self._shown.side
        self._pad.setAccessibleName(f"State: {side} × {side} units")

    def count(self) -> None:
        """Describe the units now, or when the second is over."""
        if not self._counting.isActive():
            self._describe()

    def say(self, cell: Cell | None) -> None:
        text = self._about(cell) if cell else ""
        if text != self._said:
            self._said = text
            self.said.emit(text)

    def _describe(self) -> None:
        self.name()
        text = self._counts()
        if text != self._pad.accessibleDescription():
            self._pad.setAccessibleDescription(text)
            self._counting.start()

    def _counts(self) -> str:
        units = self._shown.answered()
        on, off = (int(np.count_nonzero(units > 0)), int(np.count_nonzero(units < 0)))
        unknown = units.size - on - off
        return f"{on} on, {off} off" + f", {unknown} unknown" * (unknown > 0)

    def _about(self, cell: Cell) -> str:
        unit = unit_of(cell, self._shown.side)
        value = self._shown.unit(unit)
        word = WORDS[value] if isinstance(value, int) else f"{value:+.2f}".replace("-", "−")
        return f"column {cell[0]}, row {cell[1]} · unit {unit} · {word}"
