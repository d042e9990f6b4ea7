"""Which head of a Neural Turing Machine is looked at: a list that follows how many there are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from simulator.controls.segmented import Segmented


class HeadChoice(QWidget):
    """Read heads, then write heads; `selected` tells the number of the one that was chosen."""

    selected = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._heads = 0, 0
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.choice = self._made(1, 1)

    def show_heads(self, reads: int, writes: int, chosen: int) -> None:
        """Offer so many heads, and show which one is chosen."""
        if (reads, writes) != self._heads:
            self.choice.hide()
            self.choice.deleteLater()
            self.choice = self._made(reads, writes)
        self.choice.set_value(str(chosen))

    def _made(self, reads: int, writes: int) -> Segmented:
        self._heads = reads, writes
        options = [*_options("Write", reads, writes), *_options("Read", 0, reads)]
        choice = Segmented(options, "Head")
        choice.selected.connect(lambda key: self.selected.emit(int(key)))
        self._row.addWidget(choice)
        return choice


def _options(kind: str, first: int, count: int) -> list[tuple[str, str]]:
    number = count > 1
    return [(str(first + k), f"{kind} {k + 1}" if number else kind) for k in range(count)]
