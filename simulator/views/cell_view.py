"""The base of views made of cells, one of which a person looks at: by pointer or by arrow keys.

What is said of the cell leaves as words (`hovered`), for the status bar; a click or Enter chooses
the cell. A subclass says where its cells are, what is to be said of one, and what choosing does.
"""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.controls import theme
from simulator.views.cell_grid import Cell, CellGrid
from simulator.views.view import View

MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
LEAST_RING = 7  # pixels of normal mode: the ring about a cell is at least so wide


class CellView(View):
    """Shows cells; knows which is looked at."""

    hovered = Signal(str)  # words about the cell looked at, or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty, self._said = "", ""
        self._cell: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.title)
        theme.notifier.changed.connect(self._restyle)

    # ---- what a subclass gives ----

    def grid(self) -> CellGrid | None:
        """Where the cells are; None while nothing is shown."""
        raise NotImplementedError

    def words_of(self, cell: Cell) -> str:
        """What is to be said of a cell."""
        raise NotImplementedError

    def choose(self, cell: Cell) -> None:
        """Do what a click on a cell means."""

    def looked_at(self) -> None:
        """Another cell is looked at; what shows it elsewhere is to be drawn anew."""

    def lay_out(self) -> None:
        """Find places for the present size, theme and contents."""
        raise NotImplementedError

    def draw_all(self, painter: QPainter) -> None:
        """Draw what is shown; there is something."""
        raise NotImplementedError

    # ---- what is shown ----

    def set_empty(self, text: str) -> None:
        """Say what stands here as long as nothing is shown."""
        if text != self._empty:
            self._empty = text
            self._describe()
            self.update()

    def renew(self) -> None:
        """Something else is shown: find places, and say the cell anew."""
        self.lay_out()
        grid = self.grid()
        if grid is None or (self._cell and not _is_in(self._cell, grid)):
            self._cell = None
        self._say()
        self._describe()
        self.update()

    def description(self) -> str:
        """What is shown, in words."""
        return ""

    def cell(self) -> Cell | None:
        """The cell looked at."""
        return self._cell

    def sizeHint(self) -> QSize:
        return QSize(theme.px(360), theme.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(120))

    def draw_on(self, painter: QPainter) -> None:
        self.lay_out()  # a view that was never on screen got no size yet
        self._draw(painter, has_ring=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._draw(QPainter(self), has_ring=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.lay_out()
        self.update()

    def _draw(self, painter: QPainter, has_ring: bool) -> None:
        if self.grid() is None:
            painter.setFont(theme.text_font())
            painter.setPen(QColor(theme.caption_color()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            side = theme.px(16)
            box = QRectF(self.rect()).adjusted(side, 0, -side, 0)
            painter.drawText(box, int(flags), self._empty)
            return
        self.draw_all(painter)
        if has_ring and self._cell:
            paint_ring(painter, self._ring(self._cell))

    def _ring(self, cell: Cell) -> QRectF:
        grid = self.grid()
        box = grid.box_of(cell) if grid else QRectF()
        more = max(0.0, theme.px(LEAST_RING) - min(box.width(), box.height())) / 2
        return box.adjusted(-more, -more, more, more)

    # ---- the cell looked at ----

    def _look_at(self, cell: Cell | None) -> None:
        if cell == self._cell:
            return
        gap = theme.px(3)
        for one in (self._cell, cell):
            if one:
                self.update(self._ring(one).adjusted(-gap, -gap, gap, gap).toAlignedRect())
        self._cell = cell
        self._say()
        self.looked_at()

    def _say(self) -> None:
        text = self.words_of(self._cell) if self._cell else ""
        if text != self._said:
            self._said = text
            self._describe()
            self.hovered.emit(text)

    def _describe(self) -> None:
        shown = self.description() if self.grid() else self._empty
        self.setAccessibleDescription(". ".join(part for part in (self._said, shown) if part))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        grid = self.grid()
        self._look_at(grid.cell_at(event.position()) if grid else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._look_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        grid = self.grid()
        cell = grid.cell_at(event.position()) if grid else None
        if cell and event.button() == Qt.MouseButton.LeftButton:
            self._look_at(cell)
            self.choose(cell)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._look_at(self._cell or ((0, 0) if self.grid() else None))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        grid, key = self.grid(), Qt.Key(event.key())
        if grid and self._cell and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(self._cell)
        elif grid and key in MOVES:
            row, column = self._cell or (0, 0)
            down, right = MOVES[key]
            row, column = row + down, column + right
            self._look_at((row % grid.rows, column % grid.columns))
        else:
            super().keyPressEvent(event)


def paint_ring(painter: QPainter, box: QRectF, token: str = "ink") -> None:
    """Paint a ring that is seen on every colour: a line within a wider one of paper."""
    now = theme.current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((now.unit_off, 3.4), (now.color(token), 1.6)):
        painter.setPen(QPen(QColor(color), width * theme.scale()))
        painter.drawRoundedRect(box, 2, 2)


def _is_in(cell: Cell, grid: CellGrid) -> bool:
    return cell[0] < grid.rows and cell[1] < grid.columns
