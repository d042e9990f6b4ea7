"""Up to four charts of one measurement, two beside two: one view, one picture, one table.

A name stands in the legend of the first chart in sight that has it, so that small charts keep their
room. Where not all of them fit, as many as do are shown, and a button turns to the next ones.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from simulator.controls import theme
from simulator.controls.buttons import ToolButton
from simulator.views.trace import Chart, TraceView
from simulator.views.trace_wish import Line
from simulator.views.view import View

MOST = 4
LEAST = 150, 120  # pixels of normal mode: a chart that can still be read


class QuartetView(View):
    """Shows one to four charts; those that are not needed leave their place to the others."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.note = ""
        self.views = [TraceView(f"{title}, {k + 1}", "", "") for k in range(MOST)]
        self._charts: tuple[Chart, ...] = ()
        self._first, self._fit = 0, MOST  # the first chart in sight, and how many there are
        self._grid = QGridLayout()
        for k, view in enumerate(self.views):
            view.setMinimumSize(1, 1)  # else the layout would not let a low one be turned over
            self._grid.addWidget(view, *divmod(k, 2))
        self._next = ToolButton("right", "The next charts")
        self._next.set_small(True)
        self._next.clicked.connect(self._turn)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._grid, 1)
        row.addWidget(self._next, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(title)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    # ---- what is shown ----

    def show_charts(self, charts: Sequence[Chart], note: str = "") -> None:
        """Show charts, one to four, each with its own axes; `note` is said beside them, where it
        is empty that of the first chart."""
        self._charts = tuple(charts[:MOST])
        self.note = note or charts[0].note
        self.setAccessibleDescription(self.note)
        self._lay_out()

    def set_empty(self, text: str) -> None:
        """Say what stands here as long as there is nothing to show."""
        self.views[0].set_empty(text)

    def clear(self) -> None:
        """Show nothing but that."""
        self.note, self._charts, self._first = "", (), 0
        for view in self.views:
            view.clear()
        self._lay_out()

    def _turn(self) -> None:
        self._first += self._fit
        self._lay_out()

    def _lay_out(self) -> None:
        """Show the charts that fit, from the first one on."""
        count = max(1, len(self._charts))
        self._fit = min(count, self._room())
        self._first = self._first // self._fit * self._fit if self._first < count else 0
        seen = self._charts[self._first : self._first + self._fit]
        said: set[str] = set()
        for view, chart in zip(self.views, seen, strict=False):
            view.show_chart(replace(chart, lines=_named_once(chart.lines, said)))
            view.setAccessibleName(f"{self.title}, {chart.y_label}")
        shown = max(1, len(seen))
        for k, view in enumerate(self.views):
            view.setVisible(k < shown)
        self._grid.setRowStretch(0, 1)
        self._grid.setRowStretch(1, 1 if shown > 2 else 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if shown > 1 else 0)
        self._next.setVisible(self._fit < count)
        self._settle()

    def _room(self) -> int:
        """Return how many charts can be read: 1, 2 or 4."""
        columns = 2 if self.width() >= 2 * theme.px(LEAST[0]) else 1
        return columns * (2 if columns > 1 and self.height() >= 2 * theme.px(LEAST[1]) else 1)

    def _settle(self) -> None:
        """Find the places now: what is placed later than asked for flickers."""
        for layout in (self._grid, self._row):
            layout.activate()

    # ---- a view ----

    def sizeHint(self) -> QSize:
        return QSize(theme.px(560), theme.px(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(100))

    def draw_on(self, painter: QPainter) -> None:
        self._lay_out()  # a view that was never on screen got no places yet
        for view in self.views:
            if view.isVisibleTo(self):
                painter.save()
                painter.translate(view.pos())
                view.draw_on(painter)
                painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _restyle(self) -> None:
        self._grid.setSpacing(theme.px(12))
        self.updateGeometry()
        self._lay_out()


def _named_once(lines: Sequence[Line], said: set[str]) -> list[Line]:
    """Take the names away that were said before, and note the others in place."""
    named = [replace(line, name="" if line.name in said else line.name) for line in lines]
    said.update(line.name for line in lines)
    return named
