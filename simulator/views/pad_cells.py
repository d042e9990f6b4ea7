"""The cells of a pad as a picture: pixels for the screen, vectors for export.

Each **kind** of cell that is seen is painted once, as a tile of device pixels; the picture is put
together from tiles in NumPy, row by row, so a new state of 128 × 128 units costs about a
millisecond. Cells too small for lines become single pixels, brought to size by area averages: then
a new state of a million units costs three.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPen

from simulator.controls import theme
from simulator.controls.theme import Theme
from simulator.views import unit_image
from simulator.views.pad_cell_marks import draw_marks
from simulator.views.pad_grid import LINED, Grid
from simulator.views.pad_kinds import (
    KINDS,
    OFF,
    PINNED,
    PREVIEW,
    SHADES,
    UNKNOWN_TOO,
    UNSTABLE,
    is_pinned,
    is_unstable,
)
from simulator.views.unit_image import LEVELS

LINE_SHARE, FULL_LINE = 0.5, 12  # how much a line covers cells of so many pixels; less on smaller
PIN_SHARE = 0.5  # of warm in pinned cells without room for a pin
MAX_VECTORS = 128  # cells on a side; more are exported as pixels

Inks = tuple[str, str, str]  # the colours of paper, unknown units and ink


def pixels(kinds: np.ndarray, span: int, inks: Inks) -> QImage:
    """The picture of cells (side, side) too small for lines, `span` device pixels wide."""
    return unit_image.at_size(
        unit_image.image_of(kinds, _colors(theme.current_theme(), inks)), span
    )


def composed(
    kinds: np.ndarray, tiles: dict[int, np.ndarray], size: int, ratio: float, inks: Inks
) -> QImage:
    """The picture of cells (side, side), laid out in tiles (size, size), which are kept by kind."""
    present = np.flatnonzero(np.bincount(kinds.ravel(), minlength=KINDS))
    for kind in present.tolist():
        if kind not in tiles:
            tiles[kind] = _painted_tile(kind, inks, size, ratio)
    place = np.zeros(KINDS, np.intp)
    place[present] = np.arange(present.size)
    return _laid_out(place[kinds], np.stack([tiles[kind] for kind in present.tolist()]))


def _laid_out(numbers: np.ndarray, tiles: np.ndarray) -> QImage:
    """The picture of numbers (side, side) of tiles (n, size, size)."""
    side, size = len(numbers), tiles.shape[1]
    span = side * size
    picture = np.empty((side, size, side, size), np.uint32)
    for y in range(size):
        if y and np.array_equal(tiles[:, y], tiles[:, y - 1]):
            picture[:, y] = picture[:, y - 1]  # most rows repeat: copying is faster
        else:
            picture[:, y] = tiles[:, y][numbers]
    return QImage(picture.data, span, span, 4 * span, QImage.Format.Format_RGB32).copy()


def _painted_tile(kind: int, inks: Inks, size: int, ratio: float) -> np.ndarray:
    """The tile of a kind, (size, size) uint32 of 0xffRRGGBB."""
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(_color(kind, inks, True)))
    painter = QPainter(image)
    draw_marks(painter, kind, [(0.0, 0.0)], size, ratio)
    line, width = _line_color(size / ratio), max(1, round(ratio))
    painter.fillRect(QRectF(0, 0, size, width), line)
    painter.fillRect(QRectF(0, width, width, size - width), line)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(size, size).copy()


def draw_cells(painter: QPainter, grid: Grid, kinds: np.ndarray, inks: Inks) -> None:
    """Draw cells as vectors; where there are too many, as pixels."""
    if grid.side <= MAX_VECTORS:
        _draw_vectors(painter, grid, kinds, inks)
        return
    image = unit_image.image_of(kinds, _colors(theme.current_theme(), inks))
    if painter.paintEngine().type() != QPaintEngine.Type.SVG:
        image = unit_image.at_size(image, round(grid.square.width() * painter.transform().m11()))
    painter.drawImage(grid.square, image)


def _draw_vectors(painter: QPainter, grid: Grid, kinds: np.ndarray, inks: Inks) -> None:
    """One path a colour, of one rectangle for each run in a row."""
    square, size = grid.square, grid.cell_size()
    has_marks = size >= LINED
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(square, QColor(_color(OFF, inks, has_marks)))
    for kind in np.unique(kinds).tolist():
        if kind != OFF:
            _fill_runs(painter, grid, kinds == kind, QColor(_color(kind, inks, has_marks)))
    if not has_marks:
        return
    for kind in np.unique(kinds).tolist():
        rows, columns = np.nonzero(kinds == kind)
        xs, ys = square.x() + columns * size, square.y() + rows * size
        draw_marks(painter, kind, list(zip(xs.tolist(), ys.tolist(), strict=True)), size)
    _draw_lines(painter, grid)


def _fill_runs(painter: QPainter, grid: Grid, mask: np.ndarray, color: QColor) -> None:
    size, corner, path = grid.cell_size(), grid.square.topLeft(), QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for x, y, wide in _runs(mask):
        path.addRect(corner.x() + x * size, corner.y() + y * size, wide * size, size)
    painter.fillPath(path, color)


def _draw_lines(painter: QPainter, grid: Grid) -> None:
    """The lines between the cells."""
    square, size = grid.square, grid.cell_size()
    painter.setPen(QPen(_line_color(size), 1))
    for k in range(1, grid.side):
        across, down = square.x() + k * size + 0.5, square.y() + k * size + 0.5
        painter.drawLine(QPointF(across, square.top()), QPointF(across, square.bottom()))
        painter.drawLine(QPointF(square.left(), down), QPointF(square.right(), down))


def _runs(mask: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Column, row and length of each horizontal run of a (side, side) bool."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    stops = np.nonzero(edges == -1)[1]
    yield from zip(starts.tolist(), rows.tolist(), (stops - starts).tolist(), strict=True)


@lru_cache(2)
def _colors(now: Theme, inks: Inks) -> list[int]:
    """The colour of each kind where marks have no room; `now` is the current theme."""
    return unit_image.table([_color(kind, inks, False) for kind in range(KINDS)])


def _color(kind: int, inks: Inks, has_marks: bool) -> str:
    """A kind's colour; where marks have no room, a shade and a checkered grey say the same."""
    now, (paper, unknown, ink) = theme.current_theme(), inks
    if kind == PREVIEW:
        return now.mix("accent", "surface", 0.25)
    if is_pinned(kind):
        plain = ink if kind > PINNED else paper
        return plain if has_marks else now.mix(plain, "warm", PIN_SHARE)
    if kind >= SHADES:
        plain = now.mix(paper, ink, (kind - SHADES) % LEVELS / (LEVELS - 1))
    else:
        plain = (paper, unknown, ink, unknown)[kind % UNSTABLE]
    if not has_marks and kind < SHADES and kind % UNSTABLE == UNKNOWN_TOO:
        plain = now.mix(plain, paper, 0.5)
    return now.mix(plain, "warm", 0.5) if is_unstable(kind) and not has_marks else plain


def _line_color(size: float) -> QColor:
    color = QColor(theme.current_theme().line)
    color.setAlphaF(LINE_SHARE * min(1.0, size / FULL_LINE))
    return color
