"""A map of a generator's pictures over two latent coordinates.

Each tile is what G makes of the noise at its place; the one under the pointer, or the keyboard's,
stands large beside the map with its coordinates. Below, if given, is a tour: pictures on a way
through latent space, in a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.job import Table
from simulator.views import tiles
from simulator.views.cell_grid import Cell
from simulator.views.cell_view import CellView, paint_ring
from simulator.views.heat import CENTER, LEFT, RIGHT, is_same, label_font, paint_frame, paint_text
from simulator.views.latent_map_layout import Places, places_of
from simulator.views.trace_frame import MEDIUM, ROW
from simulator.views.wall_layout import WallGrid
from simulator.views.wall_picture import WallPicture

MOST = 32  # tiles each way


@dataclass(frozen=True)
class _Words:
    """Everything shown but the pictures."""

    side: int
    first: tuple[float, ...]
    second: tuple[float, ...]
    names: tuple[str, str]
    tour_words: str


class LatentMap(CellView):
    """Shows k × k pictures; a click or Enter tells which (`chosen`)."""

    title = "Latent space"

    chosen = Signal(int)  # the number of a picture, as they were given

    def __init__(self, title: str = "Latent space", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._images = self._tour = np.empty((0, 0), np.uint8)
        self._words = _Words(0, (), (), ("z₁", "z₂"), "")
        self._codes = self._tour_codes = np.empty((0, 1, 1, 1), np.uint8)
        self._places: Places | None = None
        self._picture, self._tour_picture, self._large = (WallPicture() for _ in range(3))
        self._seen: Cell | None = None  # shown large: stays when the pointer leaves

    # ---- what is shown ----

    def show_map(
        self,
        images: np.ndarray,
        side: int,
        first: Sequence[float],
        second: Sequence[float],
        names: tuple[str, str] = ("z₁", "z₂"),
        tour: np.ndarray | None = None,
        tour_words: str = "a way through latent space",
    ) -> None:
        """Show images (k·k, D) uint8, D = side²: number r·k + c is made of first[c] and second[r].

        `first` grows to the right, `second` upward, so the picture given first is at the lower
        left. `tour` (t, D) uint8 are pictures in a row. Arrays are not changed in place later;
        ValueError where sizes do not fit together.
        """
        k = len(first)
        _check(images, side, k, len(second))
        tour = np.empty((0, side * side), np.uint8) if tour is None else tour
        words = _Words(side, tuple(first), tuple(second), names, tour_words)
        is_old = is_same(images, self._images) and is_same(tour, self._tour)
        if is_old and words == self._words:
            return
        shape = (-1, 1, side, side)
        upward = images.reshape(k, k, -1)[::-1].reshape(images.shape)
        self._codes = tiles.codes_of(upward).reshape(shape)
        self._tour_codes = tiles.codes_of(tour).reshape(shape)
        has_place = len(tour) == len(self._tour) and len(images) == len(self._images)
        has_place = has_place and side == self._words.side
        self._images, self._tour, self._words = images, tour, words
        if has_place:
            self._say()
            self._describe()
            self.update()
        else:
            self._seen = (k // 2, k // 2)
            self.renew()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        if len(self._images):
            self._images, self._seen = self._images[:0], None
            self.renew()

    def exported(self) -> Table | None:
        """The coordinates of each picture and its pixels."""
        if not len(self._images):
            return None
        first, second = np.meshgrid(self._words.first, self._words.second)
        columns = {"z1": first.ravel().tolist(), "z2": second.ravel().tolist()}
        pixels = {f"p{j}": column.tolist() for j, column in enumerate(self._images.T)}
        return Table(columns | pixels)

    def grid(self) -> WallGrid | None:
        return self._places.map if self._places and len(self._images) else None

    def number_of(self, cell: Cell) -> int:
        """The number of the picture in a cell, as they were given: rows count upward."""
        k = len(self._words.first)
        return (k - 1 - cell[0]) * k + cell[1]

    def values_of(self, cell: Cell) -> tuple[float, float]:
        """The two coordinates of a cell."""
        row = len(self._words.second) - 1 - cell[0]
        return self._words.first[cell[1]], self._words.second[row]

    def choose(self, cell: Cell) -> None:
        self.chosen.emit(self.number_of(cell))

    def words_of(self, cell: Cell) -> str:
        pairs = zip(self._words.names, self.values_of(cell), strict=True)
        return "  ".join(f"{name} {value:.2f}" for name, value in pairs).replace("-", "−")

    def description(self) -> str:
        k, (across, up) = len(self._words.first), self._words.names
        return f"{k} × {k} pictures, {across} to the right, {up} upward"

    def looked_at(self) -> None:
        self._seen = self.cell() or self._seen
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.cell() is None and self.grid():
            self._look_at(self._seen)  # arrows go on from what is shown large
        super().focusInEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(460), theme.px(400))

    # ---- places and drawing ----

    def lay_out(self) -> None:
        self._places = None
        if len(self._images):
            k, side = len(self._words.first), self._words.side
            ratio = self.devicePixelRatioF()
            self._places = places_of(self.size(), k, side, len(self._tour), ratio)

    def draw_all(self, painter: QPainter) -> None:
        places, words = self._places, self._words
        assert places is not None
        colors = tiles.shades(words.side)
        self._picture.paint(painter, places.map, self._codes, colors)
        paint_frame(painter, places.map.box)
        self._paint_axes(painter, places.map.box)
        if not places.large.isEmpty() and self._seen:
            paint_ring(painter, places.map.box_of(self._seen), "accent")
            self._paint_large(painter, places.large, self._seen, colors)
        if places.tour is not None:
            self._tour_picture.paint(painter, places.tour, self._tour_codes, colors)
            box, high = places.tour.box, theme.px(ROW)
            row = QRectF(box.left(), box.top() - high - theme.px(3), self.width(), high)
            paint_text(painter, row, words.tour_words)

    def _paint_axes(self, painter: QPainter, box: QRectF) -> None:
        """Paint the ends and, if there is one, the middle of both coordinates, and their names."""
        px, words, k = theme.px, self._words, len(self._words.first)
        cell, high = box.width() / k, px(ROW)
        numbers = sorted({0, k - 1} | ({k // 2} if k % 2 else set()))
        reach = px(24)
        for j in numbers:
            x = box.left() + (j + 0.5) * cell
            left = min(max(x - reach, box.left() - reach / 2), box.right() - 2 * reach)
            under = QRectF(left, box.bottom() + px(4), 2 * reach, high)
            flags = RIGHT if j == k - 1 and k > 1 else CENTER
            paint_text(painter, under, _text(words.first[j]), "", flags)
            y = box.bottom() - (j + 0.5) * cell
            beside = QRectF(0, y - high / 2, box.left() - px(6), high)
            paint_text(painter, beside, _text(words.second[j]), "", RIGHT)
        head = QRectF(box.left(), box.top() - high - px(2), px(80), high)
        paint_text(painter, head, f"{words.names[1]} ↑", "ink2")
        middle = box.left() + (0.75 if k % 2 else 0.5) * box.width()
        name = QRectF(middle - px(24), box.bottom() + px(4), px(48), high)
        paint_text(painter, name, f"{words.names[0]} →", "ink2", CENTER)

    def _paint_large(self, painter: QPainter, box: QRectF, cell: Cell, colors: list[int]) -> None:
        """Paint one picture large, and below it where it comes from."""
        ratio = painter.device().devicePixelRatioF() * painter.transform().m11()
        span = max(round(box.width() * ratio), 1)
        code = self._codes[cell[0] * len(self._words.first) + cell[1]]
        image = tiles.image_of(tiles.resized(code, span, span)[0], colors)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(box.topLeft()), image)
        paint_frame(painter, box)
        metrics, high = QFontMetricsF(label_font()), theme.px(ROW)
        row = QRectF(box.left(), box.bottom() + theme.px(5), box.width(), high)
        words = self.words_of(cell)
        if metrics.horizontalAdvance(words) <= box.width():
            paint_text(painter, row, words, "ink2", LEFT, MEDIUM)
            return
        for part in words.split("  "):
            paint_text(painter, row, part, "ink2", LEFT, MEDIUM)
            row.translate(0, high + theme.px(1))


def _text(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "−0").replace("-", "−")


def _check(images: np.ndarray, side: int, columns: int, rows: int) -> None:
    """ValueError where sizes do not fit together."""
    if columns != rows or not 1 <= columns <= MOST:
        raise ValueError(f"{columns} × {rows} pictures: a map is a square of 1 … {MOST} each way")
    if images.shape != (rows * columns, side * side) or images.dtype != np.uint8:
        raise ValueError(
            f"{rows}×{columns} pictures of side {side} are ({rows * columns}, {side * side}) "
            f"uint8; these are {images.shape} {images.dtype}"
        )
