"""A pad on which data are drawn: cells that are on or off, at places of a plane."""

from PySide6.QtWidgets import QWidget

from simulator.views.pad import Pad
from simulator.views.pad_grid import Cell, unit_of
from simulator.views.pad_hand import Hand
from simulator.views.pad_picture import Picture
from simulator.views.pad_state import Shown
from simulator.views.pad_words import Words


class CanvasPad(Pad):
    """Shows which cells are on; the plane reaches from −`reach` to `reach` on both axes."""

    title = "Data"
    tools = ("pencil", "eraser", "line", "rectangle", "fill")

    def __init__(self, reach: float, parent: QWidget | None = None) -> None:
        self.reach = reach
        super().__init__(parent)
        self.setAccessibleName(self.title)

    def _make_parts(self) -> None:
        self._shown, self._hand = Shown(2), Hand(self, self.tools)
        self._picture = Picture(self._shown)
        self._words = CanvasWords(self, self._shown, self.reach)


class CanvasWords(Words):
    """Tells what is drawn, and where in the plane."""

    def __init__(self, pad: QWidget, shown: Shown, reach: float) -> None:
        self._reach = reach
        super().__init__(pad, shown)

    def name(self) -> None:
        side = self._shown.side
        self._pad.setAccessibleName(f"Data: {side} × {side} cells")

    def _counts(self) -> str:
        return f"{int((self._shown.answered() > 0).sum())} cells are data"

    def _about(self, cell: Cell) -> str:
        side = self._shown.side
        width = 2 * self._reach / side
        x, y = (cell[0] + 0.5) * width - self._reach, self._reach - (cell[1] + 0.5) * width
        state = "data" if self._shown.unit(unit_of(cell, side)) == 1 else "no data"
        return f"x₁ {x:.2f}  x₂ {y:.2f}: {state}".replace("-", "−")
