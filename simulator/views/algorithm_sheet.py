"""The paper of an algorithm: its lines, numbers, loops, and the mark of the running line."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views.algorithm_lines import (
    GUTTER,
    INDENT,
    AlgorithmLine,
    Row,
    lay_out,
    left_of,
)

SIZES = (19, 18, 17, 16, 15, 14, 13, 12)  # pixels of normal mode, from the largest that fits
SMALLER = (11, 10)  # in presenter mode also these: they are as large as 15 and 14 on a desk
SHRUNK = 0.85  # an equation drawn smaller than this asks for smaller words
NOTE = 11
BAR, CORNER, SIGN = 3, 5, 9  # pixels of normal mode: the running line's bar, corners and sign
WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
NUMBER = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Sheet(QWidget):
    """The paper of the algorithm, as high as it needs to be."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[AlgorithmLine, ...] = ()
        self.running, self.note = "", ""
        self.rows: list[Row] = []
        self.size_px = float(SIZES[-1])
        self.note_box = QRectF()

    def lay_out(self, width: int, height: int) -> None:
        """Find the largest words that fit."""
        for size in SIZES + SMALLER * theme.is_presenter():
            self.rows = lay_out(self.lines, width, size)
            self.size_px = size
            self._place_note(width)
            is_whole = all(row.shrink >= SHRUNK for row in self.rows)
            if is_whole and self._bottom() <= height:
                break
        self.setFixedHeight(max(round(self._bottom()), 1))
        self.update()

    def _place_note(self, width: int) -> None:
        left, top = theme.px(GUTTER), self.rows[-1].box.bottom() + theme.px(8)
        room = QRectF(left, top, width - left - theme.px(8), 1e4)
        high = 0.0
        if self.note:
            metrics = QFontMetricsF(theme.text_font(NOTE))
            high = metrics.boundingRect(room, WRAP, self.note).height() + theme.px(4)
        self.note_box = QRectF(left, top, room.width(), high)

    def _bottom(self) -> float:
        return self.note_box.bottom() if self.note else self.rows[-1].box.bottom()

    def running_box(self) -> QRectF:
        """Where the running line stands, or nowhere."""
        keys = [line.key for line in self.lines]
        return self.rows[keys.index(self.running)].box if self.running in keys else QRectF()

    def paint(self, painter: QPainter, seen: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_running(painter)
        self._paint_loops(painter)
        now = theme.current_theme()
        for k, (line, row) in enumerate(zip(self.lines, self.rows, strict=True)):
            if not row.box.intersects(seen):
                continue
            is_running = line.key == self.running
            self._paint_number(painter, row, k + 1, is_running)
            for piece in row.pieces:
                piece.paint(painter, now.ink)
        if self.note:
            painter.setFont(theme.text_font(NOTE))
            painter.setPen(QColor(theme.caption_color()))
            painter.drawText(self.note_box, WRAP, self.note)

    def _paint_running(self, painter: QPainter) -> None:
        now, px, box = theme.current_theme(), theme.px, self.running_box()
        if box.isEmpty():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.accent_soft))
        painter.drawRoundedRect(box, px(CORNER), px(CORNER))
        painter.setBrush(QColor(now.accent))
        bar = QRectF(box.left(), box.top(), px(BAR), box.height())
        painter.drawRoundedRect(bar, px(BAR) / 2, px(BAR) / 2)

    def _paint_loops(self, painter: QPainter) -> None:
        """Paint a hairline along the lines of each loop."""
        color = QColor(theme.current_theme().mix("line", "ink3", 0.4))
        depth = max((line.indent for line in self.lines), default=0)
        for level in range(1, depth + 1):
            x = round(left_of(level) - 0.62 * theme.px(INDENT))
            inside = [line.indent >= level for line in self.lines]
            for row, is_inside in zip(self.rows, inside, strict=True):
                if is_inside:
                    painter.fillRect(QRectF(x, row.box.top(), 1, row.box.height()), color)

    def _paint_number(self, painter: QPainter, row: Row, number: int, is_running: bool) -> None:
        now, px = theme.current_theme(), theme.px
        font = theme.text_font(max(self.size_px - 3, 11))
        metrics = QFontMetricsF(font)
        right = px(GUTTER - 10)
        top = row.baseline - metrics.ascent()
        painter.setFont(font)
        painter.setPen(QColor(now.accent if is_running else theme.caption_color()))
        painter.drawText(QRectF(0, top, right, metrics.height()), NUMBER, str(number))
        if is_running:
            x, y, reach = px(BAR + 4), row.baseline - metrics.capHeight() / 2, px(SIGN) / 2
            corners = [QPointF(x, y - reach), QPointF(x + 1.5 * reach, y), QPointF(x, y + reach)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.accent))
            painter.drawPolygon(QPolygonF(corners))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.rows:
            self.paint(QPainter(self), QRectF(event.rect()))
