"""One readout of both twins over the steps, and below it B − A."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.core import twins
from simulator.core.frame import Frame
from simulator.core.model import Model
from simulator.views.trace import Level, Line, TraceView
from simulator.window import twin_words as words
from simulator.window.twin_head import COLORS
from simulator.window.twin_offer import Offer

HEIGHTS, LOW_HEIGHTS = (170, 140), (132, 104)  # pixels of normal mode: of both, of B − A
WIDE_HEIGHT = 130
EMPTY = "Nothing has run yet."


class TwinTraces(QWidget):
    """A list of what is traced, and two plots: A whole and B dashed; their difference."""

    scrubbed = Signal(int)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_wide = self._is_low = False
        self.choice = Offer("Readout that is traced")
        self.choice.selected.connect(self.chosen)
        self.both = TraceView("A and B", "step", "A and B")
        self.minus = TraceView("B − A", "step", "B − A")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.choice)
        self._plots = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._plots.setSpacing(theme.px(4))
        column.addLayout(self._plots, 1)
        for view in (self.both, self.minus):
            view.set_empty(EMPTY)
            view.scrubbed.connect(lambda step: self.scrubbed.emit(round(step)))
            self._plots.addWidget(view)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_frames(self, model: type[Model], frame: Frame, twin: Frame) -> None:
        """Show the chosen readout of both."""
        columns = tuple(c for c in frame.trace.columns if c in twin.trace.columns)
        self.choice.offer(words.traced(model, columns))
        steps, a, b = twins.trace_pair(frame.trace, twin.trace, str(self.choice.currentData()))
        if not steps.size:
            self.both.clear()
            self.minus.clear()
            return
        lines = [Line("A", a, COLORS[0]), Line("B", b, COLORS[1], is_dashed=True)]
        self.both.show_lines(steps, lines, frame.step, marks=frame.marks)
        difference = Line("", b - a, "ink")
        self.minus.show_lines(steps, [difference], frame.step, [Level("", 0.0)], frame.marks)

    def set_room(self, is_wide: bool, is_low: bool) -> None:
        """Both plots beside each other, or one below the other; lower ones on a low stage."""
        if (is_wide, is_low) == (self._is_wide, self._is_low):
            return
        self._is_wide, self._is_low = is_wide, is_low
        direction = QBoxLayout.Direction
        self._plots.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        self._restyle()

    def _restyle(self) -> None:
        is_tight = theme.is_presenter() and self._is_low and not self._is_wide
        self.minus.setVisible(not is_tight)  # a small hall: the numbers say the difference, too
        heights = LOW_HEIGHTS if self._is_low else HEIGHTS
        for view, height in zip((self.both, self.minus), heights, strict=True):
            view.setFixedHeight(theme.px(WIDE_HEIGHT if self._is_wide else height))
