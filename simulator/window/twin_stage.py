"""The stage split in two: the run at the left, its twin at the right, what differs between them.

The panel of the model is shown twice, without its side column: one card of each at a time where
there is little room, and the same card and page in both. Where even that is too narrow, what
differs stands below them.
"""

from functools import partial
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.core import twins
from simulator.core.frame import Frame
from simulator.core.runner import Runner
from simulator.core.twin_side import TwinSide
from simulator.panels.panel import Panel
from simulator.window import twin_words as words
from simulator.window.twin_column import TwinColumn
from simulator.window.twin_head import TwinHead

COLUMN, WIDE_COLUMN = 316, 360  # pixels of normal mode: the column, and on a roomy stage
NARROW, ROOMY = (
    900,
    1500,
)  # widths of the stage: less, and all stands below; more, and all cards fit
LOW_STAGE = 640  # pixels of normal mode: height of a stage with lower plots
LOW = 290  # of the column, below both
UNBOUND = 16_777_215  # what Qt calls no limit


class TwinStage(QWidget):
    """Two panels and their comparison; lives as long as the runner has a second run."""

    kept = Signal(int)  # the twin that goes on alone

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.runner = panel.runner
        self._side = TwinSide(self.runner)
        other = type(panel)(cast("Runner", self._side))  # a runner in all that a panel asks of one
        self.panels = panel, other
        self.heads = TwinHead(0), TwinHead(1)
        self.column = TwinColumn(panel)
        self._halves = [_half(*pair) for pair in zip(self.heads, self.panels, strict=True)]
        self._grid = QGridLayout(self)
        self._is_below: bool | None = None
        self._titles: tuple[str, ...] = ()
        self._connect()
        for one in self.panels:
            one.set_twin(True)
        panel.show()  # a panel that stood in a stack is hidden when it is taken from there
        self._show_twin(self.runner.latest)  # what it makes room for is known before it is laid out
        theme.notifier.changed.connect(self._arrange)
        self._arrange()

    def _connect(self) -> None:
        for place, head in enumerate(self.heads):
            head.kept.connect(partial(self.kept.emit, place))
        self.column.set_asked.connect(self._set)
        self.column.addressed.connect(self.runner.address)
        self.column.card_chosen.connect(self._show_card)
        self.column.scrubbed.connect(self.runner.seek)
        a, b = (panel.book for panel in self.panels)
        if a and b:
            a.turned.connect(self._turn_other)
            b.turned.connect(self._turn_first)
            b.show_page(a.current.key)

    # ---- showing ----

    def show_frame(self, frame: Frame) -> None:
        """Show the twin's frame beside the one that the first panel shows already."""
        if frame.twin is None:
            return
        self._show_twin(frame)
        for head, text in zip(self.heads, words.headings(frame, frame.twin), strict=True):
            head.show_words(text)
        self._open_tab(frame)
        self._offer_cards()
        self.column.show_frame(frame, frame.twin_note)

    def _show_twin(self, frame: Frame) -> None:
        self._side.is_showing = True
        try:
            self.panels[1].show_frame(frame.twin or frame)
        finally:
            self._side.is_showing = False

    @property
    def is_computing(self) -> bool:
        """Whether the twin's panel waits for something."""
        return self.panels[1].is_computing

    def _open_tab(self, frame: Frame) -> None:
        """Begin with the settings; twins that differ from the beginning are compared."""
        assert frame.twin is not None
        is_different = frame.parameters != frame.twin.parameters
        if not self._titles:
            self.column.show_tab("compare" if is_different else "settings")

    # ---- cards and pages ----

    def _offer_cards(self) -> None:
        titles = self.panels[0].shown_titles()
        if titles != self._titles:
            self._titles = titles
            self._show_offered()

    def _show_offered(self) -> None:
        has_room = not self._is_below and self.width() >= theme.px(ROOMY)
        self._show_card(self.column.offer_cards(self._titles, has_room))

    def _show_card(self, title: str) -> None:
        focus = QApplication.focusWidget()
        if focus and any(panel.isAncestorOf(focus) for panel in self.panels):
            self.setFocus()  # else Qt hands it to any button, when its card is hidden
        for panel in self.panels:
            panel.show_alone(title)
        self._show_again()

    def _show_again(self) -> None:
        """Show both what they show already: they may have other room now."""
        first = self.panels[0]
        first.show_frame(first.frame)
        self._show_twin(self.runner.latest)

    def _turn_other(self, key: str) -> None:
        _turn(self.panels[1], key)

    def _turn_first(self, key: str) -> None:
        _turn(self.panels[0], key)

    # ---- doing ----

    def _set(self, name: str, value: Any, twin: int | None, group: int) -> None:
        """Set a parameter of one twin, or of both whoever is addressed."""
        spec = self.panels[0].model.Parameters.spec(name)
        text = f"set {name}={spec.write(value)}"
        self.runner.do(text, group, twins.ALL if twin is None else twin)

    def end(self) -> Panel:
        """Close the twin's panel; returns the other, whole again, to stand where it stood."""
        first, other = self.panels
        if first.book and other.book:
            first.book.turned.disconnect(self._turn_other)
        other.shut()
        first.setParent(None)
        first.set_twin(False)
        self.hide()
        self.deleteLater()
        return first

    # ---- room ----

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The column between the twins, or, on a narrow stage, below both."""
        edge, gap = theme.px(14), theme.px(12)
        self._grid.setContentsMargins(edge, theme.px(6), edge, edge)
        self._grid.setSpacing(gap)
        is_below = self.width() < theme.px(NARROW)
        column = WIDE_COLUMN if self.width() >= theme.px(ROOMY) else COLUMN
        width = (0, UNBOUND) if is_below else (theme.px(column),) * 2
        self.column.setMinimumWidth(width[0])
        self.column.setMaximumWidth(width[1])
        self.column.setMaximumHeight(theme.px(LOW) if is_below else UNBOUND)
        self.column.set_room(is_below, self.height() < theme.px(LOW_STAGE))
        if is_below != self._is_below:
            self._is_below = is_below
            self._lay_out()
        if self._titles:
            self._show_offered()

    def _lay_out(self) -> None:
        a, b = self._halves
        places: tuple[tuple[QWidget, int, int, int], ...]
        places = ((a, 0, 0, 1), (b, 0, 1, 1), (self.column, 1, 0, 2))
        if not self._is_below:
            places = ((a, 0, 0, 1), (self.column, 0, 1, 1), (b, 0, 2, 1))
        for widget, row, column, span in places:
            self._grid.addWidget(widget, row, column, 1, span)
        for column in range(3):
            is_half = column != 1 or bool(self._is_below)
            self._grid.setColumnStretch(
                column, int(is_half and not (self._is_below and column == 2))
            )


def _half(head: QWidget, panel: QWidget) -> QWidget:
    """A head with its panel below it."""
    half = QWidget()
    column = QVBoxLayout(half)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(panel, 1)
    return half


def _turn(panel: Panel, key: str) -> None:
    if panel.book and panel.book.current.key != key:
        panel.book.show_page(key)
