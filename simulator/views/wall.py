"""A wall of small pictures: fantasies, receptive fields, patterns and their reconstructions.

Pictures are uint8, 0 (paper) to 255 (ink), or float32, which are shown blue above 0 and orange
below. Arrays are never changed in place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views import tiles
from simulator.views.cell_grid import Cell
from simulator.views.cell_view import CellView
from simulator.views.heat import is_same, paint_text
from simulator.views.wall_layout import Tile, WallGrid, hung
from simulator.views.wall_marks import MARKS, paint_captions, paint_marks
from simulator.views.wall_picture import WallPicture

MOST = 1024  # tiles
CAPTIONED = 400  # tiles: more have no captions
GAP, CAPTION = 4, 18  # pixels of normal mode: between tiles; narrower ones have no captions
ROW = 17  # pixels of normal mode: a caption under a tile, the heading of pairs

Names = Callable[[int], str] | Sequence[str]


@dataclass(frozen=True)
class _Words:
    """Everything shown but the pictures."""

    side: int
    columns: int
    captions: tuple[str, ...]
    marks: tuple[str, ...]
    selected: int
    heading: str
    limit: float | None


class ImageWall(CellView):
    """Shows N square pictures in rows; a click tells which."""

    title = "Pictures"

    clicked = Signal(int)

    def __init__(self, title: str = "Pictures", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._given: tuple[np.ndarray, ...] = ()  # each (N, D)
        self._codes = np.zeros((0, 1, 1, 1), np.uint8)  # (N, pictures, side, side)
        self._words = _Words(0, 0, (), (), -1, "", None)
        self._names: Names = ()
        self._picture = WallPicture()
        self._grid: WallGrid | None = None
        self._is_captioned = False

    # ---- what is shown ----

    def show_images(
        self,
        images: np.ndarray,
        side: int,
        columns: int = 0,
        captions: Sequence[str] = (),
        marks: Sequence[str] = (),
        selected: int = -1,
        names: Names = (),
        *,
        limit: float | None = None,
    ) -> None:
        """Show images (N, D), D = side², in `columns` (0: as fits best).

        float32 images reach from −`limit` to it (default: each its own largest |value|). Under
        each stands its caption; a mark is "", "lit" (the most active), "dead" or "saturated".
        `names` says what is pointed at, default "picture 3".
        """
        words = _Words(side, columns, tuple(captions), tuple(marks), selected, "", limit)
        self._show((images,), words, names)

    def show_pairs(
        self,
        data: np.ndarray,
        reconstructions: np.ndarray,
        side: int,
        columns: int = 0,
        captions: Sequence[str] = (),
        marks: Sequence[str] = (),
        selected: int = -1,
        names: Names = (),
        *,
        limit: float | None = None,
        heading: str = "left: data · right: reconstruction",
    ) -> None:
        """Show what went in (N, D) and at its right what came out (N, D), or (0, D)."""
        if not len(reconstructions):
            reconstructions = np.zeros_like(data)
        words = _Words(side, columns, tuple(captions), tuple(marks), selected, heading, limit)
        self._show((data, reconstructions), words, names)

    def _show(self, images: tuple[np.ndarray, ...], words: _Words, names: Names) -> None:
        _check(images, words)
        self._names = names
        is_old = len(images) == len(self._given) and all(map(is_same, images, self._given))
        if is_old and words == self._words:
            self._say()
            return
        has_place = self._placed(images, words) == self._placed(self._given, self._words)
        if not is_old or (words.side, words.limit) != (self._words.side, self._words.limit):
            codes = [tiles.codes_of(one, words.limit) for one in images]
            shape = len(codes[0]), len(codes), words.side, words.side
            self._codes = np.stack(codes, axis=1).reshape(shape)
        self._given, self._words = images, words
        if has_place:
            self._say()
            self._describe()
            self.update()
        else:
            self.renew()

    @staticmethod
    def _placed(images: tuple[np.ndarray, ...], words: _Words) -> tuple:
        """All that the places hang on."""
        count = len(images[0]) if images else 0
        return count, len(images), words.side, words.columns, any(words.captions), words.heading

    def clear(self) -> None:
        """Show nothing but the empty state."""
        if self._given:
            self._given = ()
            self.renew()

    def grid(self) -> WallGrid | None:
        return self._grid if self._given and len(self._given[0]) else None

    def choose(self, cell: Cell) -> None:
        if self._grid is not None:
            self.clicked.emit(self._grid.index_of(cell))

    def words_of(self, cell: Cell) -> str:
        assert self._grid is not None
        k = self._grid.index_of(cell)
        if callable(self._names):
            return self._names(k)
        return self._names[k] if k < len(self._names) else f"picture {k}"

    def description(self) -> str:
        words, count = self._words, len(self._codes)
        parts = [f"{count} picture{'s' * (count != 1)} of {words.side}×{words.side}"]
        for mark in MARKS[1:]:
            if number := words.marks.count(mark):
                parts.append(f"{number} {mark}")
        return ", ".join(parts)

    # ---- places ----

    def lay_out(self) -> None:
        if not self._given or not len(self._given[0]):
            self._grid = None
            return
        px, ratio, words = theme.px, self.devicePixelRatioF(), self._words
        count, pictures = len(self._given[0]), len(self._given)
        top = px(ROW) + px(2) if words.heading else px(3)
        room = QRectF(px(3), top, self.width() - 2 * px(3), self.height() - top - px(3))
        hairline, gap = max(1, round(ratio)), round(px(GAP) * ratio)
        plain = Tile(words.side, pictures, hairline, gap, gap)
        if count > CAPTIONED:
            plain = Tile(words.side, pictures, 0, hairline, hairline, is_ruled=True)
        captioned = replace(plain, foot=round(px(ROW) * ratio))
        self._grid = hung(room, count, captioned, words.columns, ratio)
        wide = captioned.wide(self._grid.span) / ratio
        self._is_captioned = any(words.captions) and count <= CAPTIONED and wide >= px(CAPTION)
        if not self._is_captioned:
            self._grid = hung(room, count, plain, words.columns, ratio)
        if self._cell and self._grid.index_of(self._cell) >= count:
            self._cell = None

    # ---- drawing ----

    def draw_all(self, painter: QPainter) -> None:
        grid, words = self._grid, self._words
        assert grid is not None
        is_shade = self._given[0].dtype == np.uint8
        colors = tiles.shades(words.side) if is_shade else tiles.diverging()
        self._picture.paint(painter, grid, self._codes, colors)
        if self._is_captioned:
            paint_captions(painter, grid, words.captions, words.selected)
        paint_marks(painter, grid, words.marks[: grid.count], words.selected)
        if words.heading:
            left, high = grid.box.left(), theme.px(ROW)
            box = QRectF(left, grid.box.top() - high - theme.px(2), self.width() - left, high)
            paint_text(painter, box, words.heading)

    # ---- the keyboard ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self._cell
        super().keyPressEvent(event)
        grid, cell = self._grid, self._cell
        if grid is None or cell is None or grid.index_of(cell) < grid.count:
            return
        last = grid.cell_of(grid.count - 1)
        is_on = before == last and Qt.Key(event.key()) == Qt.Key.Key_Right
        self._look_at((last[0], 0) if is_on else last)


def _check(images: tuple[np.ndarray, ...], words: _Words) -> None:
    """ValueError where arrays do not fit together."""
    for one in images:
        if one.ndim != 2 or one.shape[1] != words.side**2 or one.shape != images[0].shape:
            raise ValueError(f"pictures of shape {one.shape} are not of side {words.side}")
        if one.dtype != images[0].dtype:
            raise ValueError(f"pictures of {one.dtype} and {images[0].dtype} can't be pairs")
    if len(images[0]) > MOST:
        raise ValueError(f"{len(images[0])} pictures are too many: at most {MOST} can be shown")
    if unknown := set(words.marks) - set(MARKS):
        raise ValueError(f"the mark {min(unknown)!r} is unknown; allowed are {MARKS[1:]}")
