"""What lies over a pad's cells: frame, rings, the keyboard's cursor, the pen and a hint."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from simulator.controls import theme
from simulator.views.pad_grid import Cell, Grid

NO_PEN, NO_BRUSH = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush


def paint_frame(painter: QPainter, grid: Grid, is_lit: bool) -> None:
    """The rounded hairline around all, and paper over the corners that it cuts off."""
    now, radius = theme.current_theme(), theme.px(6)
    edge = grid.square.adjusted(-0.5, -0.5, 0.5, 0.5)
    corners = QPainterPath()
    corners.addRect(grid.square.adjusted(-1, -1, 1, 1))
    corners.addRoundedRect(edge, radius, radius)
    painter.fillPath(corners, QColor(now.surface))
    painter.setPen(QPen(QColor(now.accent if is_lit else now.line), 2 if is_lit else 1))
    painter.setBrush(NO_BRUSH)
    painter.drawRoundedRect(edge, radius, radius)


def paint_rings(painter: QPainter, grid: Grid, updated: int, why: int) -> None:
    """A square ring about the unit updated last, a round one about the unit asked about."""
    now = theme.current_theme()
    for unit, color, is_round in ((updated, now.accent, False), (why, now.warm, True)):
        if 0 <= unit < grid.side**2:
            row, column = divmod(unit, grid.side)
            _stroke_twice(painter, color, _ring(grid.cell_rect((column, row)), is_round))


def _ring(box: QRectF, is_round: bool) -> QPainterPath:
    ring = QPainterPath()
    reach = max(1.5, 4 - box.width() / 2) * theme.scale()
    if is_round:  # around the corners of a small cell, inside a large one
        reach += 0.2 * box.width() if box.width() < theme.px(40) else -theme.px(8)
    box = box.adjusted(-reach, -reach, reach, reach)
    if is_round:
        ring.addEllipse(box)
    else:
        ring.addRoundedRect(box, 2, 2)
    return ring


def paint_brackets(painter: QPainter, box: QRectF) -> None:
    """The keyboard's cursor: the four corners of a cell."""
    reach = max(2, 5 - box.width() / 2) * theme.scale()
    box = box.adjusted(-reach, -reach, reach, reach)
    arm, path = box.width() * 0.32, QPainterPath()
    for x, dx in ((box.left(), arm), (box.right(), -arm)):
        for y, dy in ((box.top(), arm), (box.bottom(), -arm)):
            path.moveTo(x + dx, y)
            path.lineTo(x, y)
            path.lineTo(x, y + dy)
    _stroke_twice(painter, theme.current_theme().accent, path)


def _stroke_twice(painter: QPainter, color: str, path: QPainterPath) -> None:
    """Draw a line with paper beside it, so that it is seen on ink as well."""
    width = 2 * theme.scale()
    for ink, extent in ((theme.current_theme().surface, 2 * width), (color, width)):
        pen = QPen(QColor(ink), extent)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.strokePath(path, pen)


def paint_nib(painter: QPainter, grid: Grid, cell: Cell, size: int) -> None:
    """The outline of what a pen of this size would touch."""
    corner = cell[0] - (size - 1) // 2, cell[1] - (size - 1) // 2
    box = grid.cell_rect(corner, size) & grid.square
    painter.setPen(QPen(QColor(theme.current_theme().accent), 1))
    painter.setBrush(NO_BRUSH)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def pill_height() -> int:
    return theme.px(28)


def paint_pill(painter: QPainter, square: QRectF, bottom: int, text: str) -> None:
    """A line of words below the square, but not below `bottom`."""
    now, font = theme.current_theme(), theme.text_font(13, QFont.Weight.Medium)
    width = QFontMetricsF(font).horizontalAdvance(text) + theme.px(28)
    height = pill_height()
    top = min(square.bottom() + theme.px(8), bottom - height)
    pill = QRectF(square.center().x() - width / 2, top, width, height)
    painter.setPen(NO_PEN)
    painter.setBrush(QColor(now.accent_soft))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(QColor(now.accent))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
