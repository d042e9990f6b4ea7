"""The cells of a pad as a picture: pixels for the screen, vectors for export.

Each **kind** of cell that is seen is painted once, as a tile of device pixels; the picture is put
together from tiles in NumPy, row by row, so a new state of 128 × 128 units costs about a
millisecond. Cells too small for lines become single pixels, brought to size by area averages: then
a new state of a million units costs three.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPen

from simulator.controls import theme
from simulator.controls.theme import Theme
from simulator.views import unit_image
from simulator.views.pad_grid import LINED, Grid
from simulator.views.unit_image import LEVELS

LINE_SHARE, FULL_LINE = 0.5, 12  # how much a line covers cells of so many pixels; less on smaller
MAX_VECTORS = 128  # cells on a side; more are exported as pixels

OFF, UNKNOWN, ON, UNKNOWN_TOO, UNSTABLE, PREVIEW = 0, 1, 2, 3, 4, 8  # kinds; UNSTABLE is added
SHADES = 9  # the first of LEVELS kinds of graded units; LEVELS is added to unstable ones
KINDS = SHADES + 2 * LEVELS


def kinds_of(
    units: np.ndarray, side: int, unstable: np.ndarray | None, previewed: np.ndarray | None
) -> np.ndarray:
    """Which kind of cell stands where, (side, side) uint8; the last two are (N,) bool or None."""
    is_graded = units.dtype.kind == "f"
    kinds = unit_image.shades_of(units) if is_graded else (units + np.int8(1)).view(np.uint8)
    kinds = kinds.reshape(side, side)
    if is_graded:
        kinds += SHADES
    else:
        for odd in (kinds[::2, 1::2], kinds[1::2, ::2]):
            odd[odd == UNKNOWN] = UNKNOWN_TOO
    if unstable is not None:
        added = LEVELS if is_graded else UNSTABLE
        kinds += np.uint8(added) * unstable.view(np.uint8).reshape(kinds.shape)
    if previewed is not None:
        np.copyto(kinds, PREVIEW, where=previewed.reshape(kinds.shape))
    return kinds


def pixels(kinds: np.ndarray, span: int) -> QImage:
    """The picture of cells (side, side) too small for lines, `span` device pixels wide."""
    return unit_image.at_size(
        unit_image.image_of(kinds, _colors(theme.current_theme(), len(kinds))), span
    )


def composed(kinds: np.ndarray, tiles: dict[int, np.ndarray], size: int, ratio: float) -> QImage:
    """The picture of cells (side, side), laid out in tiles (size, size), which are kept by kind."""
    present = np.flatnonzero(np.bincount(kinds.ravel(), minlength=KINDS))
    for kind in present.tolist():
        if kind not in tiles:
            tiles[kind] = _painted_tile(kind, len(kinds), size, ratio)
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


def _painted_tile(kind: int, side: int, size: int, ratio: float) -> np.ndarray:
    """The tile of a kind in a grid of this side, (size, size) uint32 of 0xffRRGGBB."""
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(_color(kind, side, True)))
    painter = QPainter(image)
    _draw_marks(painter, kind, [(0.0, 0.0)], size, ratio)
    line, width = _line_color(size / ratio), max(1, round(ratio))
    painter.fillRect(QRectF(0, 0, size, width), line)
    painter.fillRect(QRectF(0, width, width, size - width), line)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(size, size).copy()


def draw_cells(painter: QPainter, grid: Grid, kinds: np.ndarray) -> None:
    """Draw cells as vectors; where there are too many, as pixels."""
    if grid.side <= MAX_VECTORS:
        _draw_vectors(painter, grid, kinds)
        return
    image = unit_image.image_of(kinds, _colors(theme.current_theme(), len(kinds)))
    if painter.paintEngine().type() != QPaintEngine.Type.SVG:
        image = unit_image.at_size(image, round(grid.square.width() * painter.transform().m11()))
    painter.drawImage(grid.square, image)


def _draw_vectors(painter: QPainter, grid: Grid, kinds: np.ndarray) -> None:
    """One path a colour, of one rectangle for each run in a row."""
    square, size = grid.square, grid.cell_size()
    has_marks = size >= LINED
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(square, QColor(_color(OFF, grid.side, has_marks)))
    for kind in np.unique(kinds).tolist():
        if kind != OFF:
            _fill_runs(painter, grid, kinds == kind, QColor(_color(kind, grid.side, has_marks)))
    if not has_marks:
        return
    for kind in np.unique(kinds).tolist():
        rows, columns = np.nonzero(kinds == kind)
        xs, ys = square.x() + columns * size, square.y() + rows * size
        _draw_marks(painter, kind, list(zip(xs.tolist(), ys.tolist(), strict=True)), size)
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
def _colors(now: Theme, side: int) -> list[int]:
    """The colour of each kind where marks have no room; `now` is the current theme."""
    return unit_image.table([_color(kind, side, False) for kind in range(KINDS)])


def _color(kind: int, side: int, has_marks: bool) -> str:
    """A kind's colour; where marks have no room, a shade and a checkered grey say the same."""
    now, (paper, unknown, ink) = theme.current_theme(), unit_image.inks(side)
    if kind == PREVIEW:
        return now.mix("accent", "surface", 0.25)
    if kind >= SHADES:
        plain = now.mix(paper, ink, (kind - SHADES) % LEVELS / (LEVELS - 1))
    else:
        plain = (paper, unknown, ink, unknown)[kind % UNSTABLE]
    if not has_marks and kind < SHADES and kind % UNSTABLE == UNKNOWN_TOO:
        plain = now.mix(plain, paper, 0.5)
    return now.mix(plain, "warm", 0.5) if _is_unstable(kind) and not has_marks else plain


def _is_unstable(kind: int) -> bool:
    return UNSTABLE <= kind < PREVIEW or kind >= SHADES + LEVELS


def _is_unknown(kind: int) -> bool:
    return kind < PREVIEW and kind % UNSTABLE in (UNKNOWN, UNKNOWN_TOO)


def _line_color(size: float) -> QColor:
    color = QColor(theme.current_theme().line)
    color.setAlphaF(LINE_SHARE * min(1.0, size / FULL_LINE))
    return color


def _draw_marks(
    painter: QPainter,
    kind: int,
    corners: Sequence[tuple[float, float]],
    size: float,
    ratio: float = 1.0,
) -> None:
    """What tells a kind without colour: unknown cells are hatched, unstable ones have an ear."""
    now, path = theme.current_theme(), QPainterPath()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if _is_unknown(kind):
        for x, y in corners:
            _hatch(path, x, y, size, max(1, round(size / (9 * ratio))))
        painter.strokePath(path, QPen(QColor(now.mix("unknown", "ink", 0.28)), ratio))
    if _is_unstable(kind):
        ears, ear = QPainterPath(), 0.42 * size
        for x, y in corners:
            ears.moveTo(x + size - ear, y)
            ears.lineTo(x + size, y)
            ears.lineTo(x + size, y + ear)
            ears.closeSubpath()
        painter.fillPath(ears, QColor(now.warm))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _hatch(path: QPainterPath, x: float, y: float, size: float, count: int) -> None:
    """Diagonals that go on in the next cell."""
    for k in range(1, 2 * count):
        far = min(k * size / count, size)
        near = k * size / count - far
        path.moveTo(x + near, y + far)
        path.lineTo(x + far, y + near)
