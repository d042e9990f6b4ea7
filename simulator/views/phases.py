"""Contrastive divergence in slow motion: what each phase of one update of the weights does.

Data v⁺ wake the hidden units h⁺; left to itself the machine gives v⁻ and h⁻; the weights change by
what the two have apart. The phase that has just been is lit.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views import phases_marks as marks
from simulator.views import tiles
from simulator.views.cell_grid import CellGrid
from simulator.views.heat import is_same, value_text
from simulator.views.phases_layout import GROUPS, PhasesLayout
from simulator.views.phases_units import paint_units, unit_at, units_grid
from simulator.views.plot_view import PlotView
from simulator.views.wall_layout import Tile, WallGrid, hung
from simulator.views.wall_picture import WallPicture

NAMES = ("data v⁺", "hidden h⁺", "model v⁻", "hidden h⁻", "ΔW ∝ v⁺h⁺ − v⁻h⁻")
SHORT = ("v⁺", "h⁺", "v⁻", "h⁻", "ΔW")  # where there is little room
PLACES = ("the data", "the wake phase", "the model", "the sleep phase", "the change")
ARROWS = ("p(h|v)", "p(v|h)", "p(h|v)", "")
LIT_ARROWS = (0, 1, 1, 2)  # the phase each arrow belongs to
UNITS, CHANGE = (1, 3), 4  # which stations are hidden units, and which the change


@dataclass(frozen=True)
class _Words:
    """Everything shown but the arrays."""

    side: int
    phase: int
    captions: tuple[str, ...]
    data_label: str
    model_label: str


class PhasesView(PlotView):
    """Shows both phases and the change, as five pictures with arrows between them."""

    title = "One update"

    def __init__(self, title: str = "One update", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._arrays: tuple[np.ndarray, ...] = ()  # 5
        self._codes: list[np.ndarray] = []  # of each
        self._words = _Words(0, -1, ("", "", ""), "", "")
        self._layout: PhasesLayout | None = None
        self._grids: list[CellGrid | None] = []
        self._pictures = [WallPicture() for _ in NAMES]

    # ---- what is shown ----

    def show_phases(
        self,
        side: int,
        data: np.ndarray,
        hidden_data: np.ndarray,
        model: np.ndarray,
        hidden_model: np.ndarray,
        change: np.ndarray,
        phase: int,
        captions: tuple[str, str, str] = ("", "", ""),
        data_label: str = "",
        model_label: str = "",
    ) -> None:
        """Show data and model (D,) uint8 with D = side², the hidden units' answers to both (H,)
        uint8, and the change (D,) float32 of one unit's weights; what there is not yet is (0,).

        `phase` is the one that has just been, 0 wake, 1 sleep, 2 update, −1 none. Labels are what
        the softmax units say of data and model. Arrays are never changed in place.
        """
        arrays = data, hidden_data, model, hidden_model, change
        _check(side, arrays, phase)
        words = _Words(side, phase, tuple(captions), data_label, model_label)
        same = [
            bool(self._arrays) and is_same(*two) for two in zip(arrays, self._olds(), strict=True)
        ]
        if all(same) and words == self._words:
            return
        has_place = words == self._words and [a.size for a in arrays] == [
            a.size for a in self._arrays
        ]
        self._codes = [
            self._codes[k] if same[k] and side == self._words.side else _codes(one, side, k)
            for k, one in enumerate(arrays)
        ]
        self._arrays, self._words = arrays, words
        if has_place:
            self.update()
        else:
            self._describe()
            self.renew()

    def _olds(self) -> tuple[np.ndarray, ...]:
        return self._arrays or (np.zeros(0),) * len(NAMES)

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._arrays = ()
        self.renew()

    def is_empty(self) -> bool:
        return not self._arrays

    def _describe(self) -> None:
        words = self._words
        parts = [marks.HEADS[words.phase] + " has just been"] if words.phase >= 0 else []
        for head, caption in zip(marks.HEADS, words.captions, strict=True):
            parts.append(f"{head}: {caption}" if caption else head)
        self.setAccessibleDescription(". ".join(parts))

    # ---- places ----

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(260), theme.px(150))

    def lay_out(self) -> None:
        ratio = self.devicePixelRatioF()
        self._layout = PhasesLayout.of(self.size(), self._words.side, ratio)
        self._grids = [
            _grid(box, array.size, self._words.side, k, ratio)
            for k, (box, array) in enumerate(zip(self._layout.squares, self._arrays, strict=True))
        ]

    def grid_of(self, station: int) -> CellGrid | None:
        """Where the picture (or the units) of a station stand; None where there is none yet."""
        return self._grids[station] if station < len(self._grids) else None

    def _box_of(self, station: int) -> QRectF:
        """The picture of a station, or its empty square."""
        grid, layout = self.grid_of(station), self._layout
        square = layout.squares[station] if layout is not None else QRectF()
        return grid.box if grid is not None else square

    # ---- drawing ----

    def draw_ground(self, painter: QPainter) -> None:
        layout, words = self._layout, self._words
        if layout is None:
            return
        labels = (words.data_label, "", words.model_label, "", "")
        for phase, stations in enumerate(GROUPS):
            is_lit = phase == words.phase
            names = (NAMES, SHORT) if layout.has_words else (SHORT,)
            marks.paint_head(painter, layout.heads[phase], phase, is_lit)
            marks.paint_caption(painter, layout.captions[phase], words.captions[phase], is_lit)
            for k in stations:
                texts = [f"{name[k]} · {labels[k]}".removesuffix(" · ") for name in names]
                marks.paint_name(painter, layout.names[k], texts, is_lit)
                marks.paint_frame(painter, self._box_of(k), is_lit)
        for arrow, text, phase in zip(layout.arrows, ARROWS, LIT_ARROWS, strict=True):
            marks.paint_arrow(painter, arrow, text * layout.has_words, phase == words.phase)

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        shades, diverging = tiles.shades(self._words.side), tiles.diverging()
        for k, grid in enumerate(self._grids):
            if isinstance(grid, WallGrid):
                colors = diverging if k == CHANGE else shades
                self._pictures[k].paint(painter, grid, self._codes[k], colors)
            elif grid is not None:
                paint_units(painter, grid, self._codes[k], shades, self.devicePixelRatioF())

    # ---- the pointer ----

    def words_of(self, station: int, unit: int) -> str:
        """What is to be said of a unit of a station."""
        value, side = self._arrays[station][unit], self._words.side
        if station in UNITS:
            return f"hidden unit {unit}: {value / 255:.2f} in {PLACES[station]}"
        row, column = divmod(unit, side)
        limit = float(np.abs(self._arrays[CHANGE]).max(initial=0.0)) or 1.0
        text = value_text(float(value), limit) if station == CHANGE else f"{value / 255:.2f}"
        return f"column {column}, row {row}: {text} in {PLACES[station]}"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        for k, grid in enumerate(self._grids if self._arrays else []):
            if grid is not None and grid.box.contains(place):
                unit = _unit_at(grid, place, self._arrays[k].size, self._words.side)
                self.say(self.words_of(k, unit) if unit >= 0 else "")
                return
        self.say("")


def _grid(box: QRectF, count: int, side: int, station: int, ratio: float) -> CellGrid | None:
    """Lay a picture, or so many units, into a square."""
    if not count:
        return None
    if station in UNITS:
        return units_grid(box, count, ratio)
    return hung(box, 1, Tile(side, 1, 0, 0, 0), 1, ratio)


def _codes(array: np.ndarray, side: int, station: int) -> np.ndarray:
    """Return codes (H,) of hidden units, or (1, 1, side, side) of a picture if there is one."""
    codes = tiles.codes_of(array.reshape(1, -1))
    if station in UNITS or not array.size:
        return codes.ravel()
    return codes.reshape(1, 1, side, side)


def _unit_at(grid: CellGrid, place: QPointF, count: int, side: int) -> int:
    """The hidden unit or the pixel at a point, or −1 where none is."""
    if isinstance(grid, WallGrid):
        grid = CellGrid(grid.box, side, side)
    return unit_at(grid, count, grid.cell_at(place))


def _check(side: int, arrays: tuple[np.ndarray, ...], phase: int) -> None:
    """ValueError where arrays do not fit together."""
    for k in (0, 2, CHANGE):
        if arrays[k].size not in (0, side * side):
            raise ValueError(f"{arrays[k].size} pixels of {NAMES[k]} are not of side {side}")
    if phase not in (-1, 0, 1, 2):
        raise ValueError(f"phase {phase} is unknown; allowed are −1, 0, 1 and 2")
