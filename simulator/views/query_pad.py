"""A pad for a drawing that is to be completed: pixels that are held, and the rest, which is free.

It is a pad (see `views.pad`) of +1 (ink, held on), −1 (paper, held off) and 0 (free). Besides ink
it takes paper; the eraser and the right button let pixels go.
"""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simulator.core.drawing import Stroke
from simulator.views.pad import Pad
from simulator.views.pad_grid import Cell, unit_of
from simulator.views.pad_hand import PAPER, Hand
from simulator.views.pad_ink import covered
from simulator.views.pad_picture import Picture
from simulator.views.pad_state import Shown
from simulator.views.pad_words import Words

WORDS = {1: "held on", -1: "held off", 0: "free, to be completed"}


class QueryPad(Pad):
    """Shows what is held; `stroke_drawn` gives ink and paper, `freed` the strokes that let go."""

    title = "Drawing"
    tools = ("pencil", PAPER, "eraser", "line", "rectangle", "why")

    freed = Signal(str, int)  # a stroke's text, and its press's number

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.title)

    def _make_parts(self) -> None:
        self._shown, self._hand = Shown(2), Hand(self, self.tools)
        self._picture, self._words = Picture(self._shown), QueryWords(self, self._shown)

    def _take(self, stroke: Stroke) -> None:
        """Give a stroke away: as ink or paper, or as one that lets go."""
        if self._hand.deed != "erase":
            super()._take(stroke)
            return
        touched = covered(stroke, self.side())
        if not touched.any():
            return
        self._shown.paint(touched, 0)
        self._drying.start()
        self._renew()
        self.freed.emit(str(replace(stroke, value=1)), self._hand.group)


class QueryWords(Words):
    """Tells what is held."""

    def name(self) -> None:
        side = self._shown.side
        self._pad.setAccessibleName(f"Drawing: {side} × {side} pixels")

    def _counts(self) -> str:
        units = self._shown.answered()
        on, off = int(np.count_nonzero(units > 0)), int(np.count_nonzero(units < 0))
        return f"{on} pixels held on, {off} held off, {units.size - on - off} free"

    def _about(self, cell: Cell) -> str:
        value = int(self._shown.units()[unit_of(cell, self._shown.side)])
        return f"column {cell[0]}, row {cell[1]}: {WORDS[value]}"
