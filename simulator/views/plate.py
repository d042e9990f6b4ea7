"""The generalization plate: what machines tell at lengths beyond those that they have learned.

In the manner of figures 4 and 5 of Graves, Wayne and Danihelka (2014): a row for each length, a
column for each machine; what was wanted above, what was told below it, on one scale of time. The
pointer reads bits, the arrow keys go from strip to strip.
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.core.job import Table
from simulator.views import plate_words as words
from simulator.views.cell_grid import Cell
from simulator.views.cell_view import CellView
from simulator.views.layer import Layer
from simulator.views.plate_layout import PlateGrid, PlateLayout, Spot
from simulator.views.plate_marks import paint_words
from simulator.views.plate_shown import Plate, Strip, plate_of
from simulator.views.tape_picture import RowPicture

__all__ = ["Plate", "PlateView", "Strip", "plate_of"]


class PlateView(CellView):
    """Shows a plate."""

    title = "Generalization"

    def __init__(self, title: str = "Generalization", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._plate: Plate | None = None
        self._layout: PlateLayout | None = None
        self._pictures: list[tuple[RowPicture, RowPicture]] = []  # of each strip
        self._spot: Spot | None = None  # the bit below the pointer
        self._words = Layer()

    # ---- what is shown ----

    def show_plate(self, plate: Plate) -> None:
        """Show a plate; nothing is painted anew where nothing differs."""
        if plate.is_like(self._plate):
            return
        self._plate, self._spot = plate, None
        self._pictures = [(RowPicture(), RowPicture()) for _ in plate.strips]
        self.renew()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        if self._plate is not None:
            self._plate = self._layout = self._spot = None
            self.renew()

    def exported(self) -> Table | None:
        """What it was made of, if that is known, or else what is shown."""
        if self.table is not None:
            return self.table
        return self._plate.table() if self._plate is not None else None

    def grid(self) -> PlateGrid | None:
        return self._layout.grid if self._layout is not None else None

    def words_of(self, cell: Cell) -> str:
        assert self._plate is not None
        strip = self._plate.at(*cell)
        if strip is None:
            machine, length = self._plate.machines[cell[1]], self._plate.lengths[cell[0]]
            return f"{machine}, length {length} · not played"
        if self._spot is not None:
            return words.words_of_bit(strip, *self._spot)
        return words.words_of_strip(strip)

    def description(self) -> str:
        return words.description(self._plate) if self._plate is not None else ""

    # ---- places and drawing ----

    def lay_out(self) -> None:
        plate, ratio = self._plate, self.devicePixelRatioF()
        self._layout = PlateLayout.of(self.size(), plate, ratio) if plate else None

    def draw_all(self, painter: QPainter) -> None:
        plate, layout = self._plate, self._layout
        assert plate is not None
        assert layout is not None
        for strip, pictures in zip(plate.strips, self._pictures, strict=True):
            cell = plate.lengths.index(strip.length), plate.machines.index(strip.machine)
            place = layout.grid.place_of(cell)
            assert place is not None
            for picture, box, row in zip(
                pictures, (place.wanted, place.told), strip.rows, strict=True
            ):
                picture.paint(painter, box, row)
        self._words.paint(
            painter, self.size(), (layout, plate), lambda one: paint_words(one, layout, plate)
        )  # fmt: skip

    # ---- the pointer and the keyboard ----

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        grid = self.grid()
        cell = grid.cell_at(event.position()) if grid else None
        self._spot = None
        if grid and cell and self._plate:
            place, strip = grid.place_of(cell), self._plate.at(*cell)
            if place and strip:
                self._spot = place.spot_at(event.position(), strip)
        super().mouseMoveEvent(event)
        self._say()  # of another bit of the same strip too

    def leaveEvent(self, event: QEvent) -> None:
        self._spot = None
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._spot = None
        super().keyPressEvent(event)
