"""The cells of a pad as a picture: pixels for the screen, vectors for export.

Each **kind** of cell is painted once, as a tile of device pixels; the picture is put together
from tiles in NumPy, row by row, so a new state of 128 × 128 units costs about a millisecond.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from simulator.controls import theme
from simulator.views.pad_grid import LINED, Grid

LINE_SHARE, FULL_LINE = 0.5, 12  # how much a line covers cells of so many pixels; less on smaller

OFF, UNKNOWN, ON, UNKNOWN_TOO, UNSTABLE, PREVIEW = 0, 1, 2, 3, 4, 8  # kinds; UNSTABLE is added
KINDS = 9


def kinds_of(
    units: np.ndarray, side: int, unstable: np.ndarray | None, previewed: np.ndarray | None
) -> np.ndarray:
    """Which kind of cell stands where, (side, side) intp; the last two are (N,) bool or None."""
    kinds = (units + 1).astype(np.intp).reshape(side, side)
    odd = (np.add.outer(np.arange(side), np.arange(side)) % 2).astype(bool)
    kinds[(kinds == UNKNOWN) & odd] = UNKNOWN_TOO
    if unstable is not None:
        kinds += UNSTABLE * unstable.reshape(kinds.shape)
    if previewed is not None:
        kinds[previewed.reshape(kinds.shape)] = PREVIEW
    return kinds


def composed(kinds: np.ndarray, tiles: np.ndarray) -> QImage:
    """The picture of all cells: kinds (side, side) laid out in tiles (KINDS, size, size)."""
    side, size = len(kinds), tiles.shape[1]
    span = side * size
    picture = np.empty((side, size, side, size), np.uint32)
    for y in range(size):
        if y and np.array_equal(tiles[:, y], tiles[:, y - 1]):
            picture[:, y] = picture[:, y - 1]  # most rows repeat: copying is faster
        else:
            picture[:, y] = tiles[:, y][kinds]
    image = QImage(picture.data, span, span, 4 * span, QImage.Format.Format_RGB32)
    image.bits_owner = picture  # type: ignore[attr-defined]  # the image copies nothing
    return image


def painted_tiles(size: int, ratio: float) -> np.ndarray:
    """One tile for each kind, (KINDS, size, size) uint32 of 0xffRRGGBB."""
    image = QImage(size, size * KINDS, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for kind in range(KINDS):
        box = QRectF(0, kind * size, size, size)
        painter.fillRect(box, QColor(_color(kind, size > 1)))
        if size > 1:
            painter.setClipRect(box)
            _draw_marks(painter, kind, [(box.x(), box.y())], size, ratio)
            painter.setClipping(False)
            line, width = _line_color(size / ratio), max(1, round(ratio))
            painter.fillRect(QRectF(box.x(), box.y(), size, width), line)
            painter.fillRect(QRectF(box.x(), box.y() + width, width, size - width), line)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).copy()
    return pixels.reshape(KINDS, size, size)


def draw_cells(painter: QPainter, grid: Grid, kinds: np.ndarray) -> None:
    """Draw cells as vectors: one path a colour, of one rectangle for each run in a row."""
    square, size = grid.square, grid.cell_size()
    has_marks = size >= LINED
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(square, QColor(_color(OFF, has_marks)))
    for kind in np.unique(kinds).tolist():
        if kind != OFF:
            _fill_runs(painter, grid, kinds == kind, QColor(_color(kind, has_marks)))
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


def _color(kind: int, has_marks: bool) -> str:
    """A kind's colour; where marks have no room, a shade and a checkered grey say the same."""
    now = theme.current_theme()
    if kind == PREVIEW:
        return now.mix("accent", "surface", 0.25)
    plain = (now.unit_off, now.unknown, now.unit_on, now.unknown)[kind % UNSTABLE]
    if not has_marks and kind % UNSTABLE == UNKNOWN_TOO:
        plain = now.mix(plain, "unit_off", 0.5)
    return now.mix(plain, "warm", 0.5) if kind >= UNSTABLE and not has_marks else plain


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
    if kind % UNSTABLE in (UNKNOWN, UNKNOWN_TOO) and kind != PREVIEW:
        for x, y in corners:
            _hatch(path, x, y, size, max(1, round(size / (9 * ratio))))
        painter.strokePath(path, QPen(QColor(now.mix("unknown", "ink", 0.28)), ratio))
    if UNSTABLE <= kind < PREVIEW:
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
