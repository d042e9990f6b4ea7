"""A machine's run as the paper's figures show it: inputs, outputs, vectors and weightings in time.

All rows share one time axis. A click or a drag looks at a time; bits that may be painted are
painted with the left button, and erased with the right one or with Shift.
"""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.job import Table
from simulator.views import tape_marks as marks
from simulator.views import tape_words as words
from simulator.views.cell_grid import Cell
from simulator.views.cell_view import CellView
from simulator.views.heat import paint_frame
from simulator.views.layer import Layer
from simulator.views.tape_hand import Bit, TapeHand
from simulator.views.tape_layout import Spec, TapeGrid, TapeLayout
from simulator.views.tape_picture import RowPicture, bit_colors
from simulator.views.tape_shown import Box, Phase, TapeRow, TapeShown

__all__ = ["Box", "Phase", "TapeRow", "TapeShown", "TapeView"]

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class TapeView(CellView):
    """Shows a tape; tells which time is to be looked at, and which bits were painted."""

    title = "Tape"

    time_chosen = Signal(int)
    bit_painted = Signal(int, int, int)  # time, channel, 0 or 1

    def __init__(self, title: str = "Tape", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._shown: TapeShown | None = None
        self._layout: TapeLayout | None = None
        self._pictures: list[RowPicture] = []
        self._words = Layer()
        self._hand = TapeHand(self)
        self._hand.painted.connect(self.bit_painted)
        self._hand.scrubbed.connect(self.time_chosen)
        self._hand.changed.connect(self.update)

    # ---- what is shown ----

    def show_tape(self, shown: TapeShown) -> None:
        """Show a tape; nothing is painted anew where nothing differs."""
        old = self._shown
        if shown.is_like(old):
            return
        self._shown = shown = shown.keeping(old)
        has_place = old is not None and _places(shown) == _places(old)
        if not has_place or old is None:
            self._pictures = [RowPicture() for _ in shown.rows]
        if (number := shown.painted_row) >= 0:
            self._hand.take(shown.rows[number].values, shown.rows[number].paintable)
        else:
            self._hand.take(None, None)
        if not has_place or old is None:
            self.renew()
            return
        self._say()
        self._describe()
        if all(a is b for a, b in zip(shown.rows, old.rows, strict=True)):
            self._move_cursor(old)
        else:
            self.update()

    def _move_cursor(self, old: TapeShown) -> None:
        """Paint anew only where the time looked at was and is, if that is all that differs."""
        shown, layout = self._shown, self._layout
        if shown is None or layout is None or _ground(shown) != _ground(old):
            self.update()
            return
        for step in (shown.cursor, old.cursor):
            if step >= 0:
                half = max(layout.grid.width / 2, theme.px(20)) + theme.px(3)
                x = layout.grid.middle_of(step)
                self.update(QRectF(x - half, 0, 2 * half, self.height()).toAlignedRect())

    def clear(self) -> None:
        """Show nothing but the empty state."""
        if self._shown is not None:
            self._shown, self._layout = None, None
            self._hand.take(None, None)
            self.renew()

    def exported(self) -> Table | None:
        return self._shown.table() if self._shown is not None else None

    def edit_group(self) -> int:
        """A number that all bits painted by one press of a button or a key have in common."""
        return self._hand.group

    def grid(self) -> TapeGrid | None:
        return self._layout.grid if self._layout is not None else None

    def words_of(self, cell: Cell) -> str:
        grid = self.grid()
        assert grid is not None
        assert self._shown is not None
        number, channel = grid.part_of(cell[0])
        return words.words_of(self._shown, number, cell[1], channel)

    def description(self) -> str:
        return words.description(self._shown) if self._shown is not None else ""

    # ---- places ----

    def lay_out(self) -> None:
        shown, ratio = self._shown, self.devicePixelRatioF()
        self._layout = TapeLayout.of(self.size(), *_places(shown), ratio) if shown else None

    # ---- drawing ----

    def draw_all(self, painter: QPainter) -> None:
        shown, layout = self._shown, self._layout
        assert shown is not None
        assert layout is not None
        key = (layout, _ground(shown), tuple(map(_words, shown.rows)))
        self._words.paint(painter, self.size(), key, lambda one: _draw_words(one, layout, shown))
        for row, part, picture in zip(shown.rows, layout.grid.parts, self._pictures, strict=True):
            picture.paint(painter, part.box, row)
        self._paint_wet(painter, layout.grid, shown.painted_row)
        marks.paint_boxes(painter, layout.grid, [row.name for row in shown.rows], shown.boxes)
        if 0 <= shown.cursor < shown.steps:
            marks.paint_cursor(painter, layout.grid, shown.cursor)
            marks.paint_time_looked_at(painter, layout.foot, layout.grid, shown.cursor, shown.axis)

    def _paint_wet(self, painter: QPainter, grid: TapeGrid, number: int) -> None:
        """Bits that were painted and are not in the row yet."""
        _, off, on = bit_colors()
        for (step, channel), value in self._hand.wet.items():
            box = grid.box_of((grid.parts[number].start + channel, step))
            painter.fillRect(box.adjusted(1, 1, 0, 0), QColor(on if value else off))

    # ---- the pointer and the keyboard ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        grid, button = self.grid(), event.button()
        if grid is None or button not in (LEFT, RIGHT):
            event.ignore()
            return
        if self._hand.is_painting() or self._hand.is_scrubbing():
            return  # the other button, while one is down
        cell = grid.cell_at(event.position())
        self._look_at(cell)
        bit = self._bit_of(cell) if cell else None
        if bit and self._hand.can_paint(bit):
            is_erasing = button == RIGHT or bool(event.modifiers() & SHIFT)
            self._hand.press(bit, 0 if is_erasing else 1)
        elif button == LEFT:
            self._hand.scrub(grid.time_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        grid = self.grid()
        if not event.buttons() & (LEFT | RIGHT):
            self._hand.let_go()  # released where nobody told us
        if grid is None:
            return
        if self._hand.is_painting():
            self._hand.drag(self._nearest_bit(grid, event.position()))
        elif self._hand.is_scrubbing():
            self._hand.scrub(grid.time_at(event.position().x()))
        super().mouseMoveEvent(event)
        cell = self.cell()
        bit = self._bit_of(cell) if cell else None
        shape = Qt.CursorShape
        is_pen = bit is not None and self._hand.can_paint(bit)
        self.setCursor(shape.CrossCursor if is_pen else shape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hand.let_go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, grid = Qt.Key(event.key()), self.grid()
        if grid is None or key not in PAGES:
            super().keyPressEvent(event)
            return
        row, step = self.cell() or (0, 0)
        number = (grid.part_of(row)[0] + PAGES[key]) % len(grid.parts)
        self._look_at((grid.parts[number].start, step))

    def choose(self, cell: Cell) -> None:
        """Enter: turn a bit that may be painted, and look at the time of any other cell."""
        bit = self._bit_of(cell)
        if bit and self._hand.can_paint(bit):
            self._hand.turn(bit)
        else:
            self.time_chosen.emit(cell[1])

    def _bit_of(self, cell: Cell) -> Bit | None:
        """The step and the channel of a cell in the row of bits that may be painted."""
        grid, shown = self.grid(), self._shown
        if grid is None or shown is None:
            return None
        number, channel = grid.part_of(cell[0])
        return (cell[1], channel) if number == shown.painted_row else None

    def _nearest_bit(self, grid: TapeGrid, place: QPointF) -> Bit:
        """The bit of that row which is nearest to a point."""
        assert self._shown is not None
        part = grid.parts[self._shown.painted_row]
        channel = int((place.y() - part.box.top()) * part.channels / part.box.height())
        return grid.time_at(place.x()), min(max(channel, 0), part.channels - 1)


def _places(shown: TapeShown) -> tuple[tuple[Spec, ...], int, bool, bool]:
    """What the places of all rows hang on."""
    specs = tuple(
        Spec(row.kind, row.values.shape[1], row.first + row.values.shape[1] - 1)
        for row in shown.rows
    )
    return specs, shown.steps, bool(shown.phases), bool(shown.boxes)


def _words(row: TapeRow) -> tuple:
    """What of a row stands above it or beside it."""
    return row.name, row.caption, row.note, row.wrong, row.limit, row.first, row.around


def _ground(shown: TapeShown) -> tuple:
    """What is drawn in words but hangs on no row."""
    return shown.phases, shown.boxes, shown.phase_at(shown.cursor), shown.axis


def _draw_words(painter: QPainter, layout: TapeLayout, shown: TapeShown) -> None:
    """Draw all that stands about the cells."""
    grid, explained = layout.grid, set()
    for row, part in zip(shown.rows, grid.parts, strict=True):
        paint_frame(painter, part.box)
        if row.kind == "weighting":
            marks.paint_locations(painter, part, row)
        if part.head.height():
            has_legend = row.kind != "bits" and (row.kind, row.limit) not in explained
            marks.paint_head(painter, part.head, row, has_legend)
            if has_legend:
                explained.add((row.kind, row.limit))
    if shown.phases:
        lit = shown.phase_at(shown.cursor)
        marks.paint_phases(painter, layout.lane, grid, shown.phases, lit)
    marks.paint_time(painter, layout.foot, grid, shown.axis)
    marks.paint_key(painter, layout.key, shown.boxes)
