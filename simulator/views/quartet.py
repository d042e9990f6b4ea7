"""Up to four charts of one measurement, two beside two: one view, one picture, one table.

A name stands in the legend of the first chart that has it, so that small charts keep their room.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout

from simulator.controls import theme
from simulator.views.trace import Chart, TraceView
from simulator.views.trace_wish import Line
from simulator.views.view import View

MOST = 4
COLUMNS = 2


class QuartetView(View):
    """Shows one to four charts; those that are not needed leave their place to the others."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.note = ""
        self.views = [TraceView(f"{title}, {k + 1}", "", "") for k in range(MOST)]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for k, view in enumerate(self.views):
            self._grid.addWidget(view, *divmod(k, COLUMNS))
        self.setAccessibleName(title)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()
        self._show(1)

    # ---- what is shown ----

    def show_charts(self, charts: Sequence[Chart], note: str = "") -> None:
        """Show charts, one to four, each with its own axes; `note` is said beside them, where it
        is empty that of the first chart."""
        self.note = note or charts[0].note
        said: set[str] = set()
        for view, chart in zip(self.views, charts[:MOST], strict=False):
            view.show_chart(replace(chart, lines=_named_once(chart.lines, said)))
            view.setAccessibleName(f"{self.title}, {chart.y_label}")
        self._show(min(len(charts), MOST))
        self.setAccessibleDescription(self.note)

    def set_empty(self, text: str) -> None:
        """Say what stands here as long as there is nothing to show."""
        self.views[0].set_empty(text)

    def clear(self) -> None:
        """Show nothing but that."""
        self.note = ""
        for view in self.views:
            view.clear()
        self._show(1)

    def _show(self, count: int) -> None:
        for k, view in enumerate(self.views):
            view.setVisible(k < count)
        for row in range(MOST // COLUMNS):
            self._grid.setRowStretch(row, 1 if row * COLUMNS < count else 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if count > 1 else 0)

    # ---- a view ----

    def sizeHint(self) -> QSize:
        return QSize(theme.px(560), theme.px(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(180))

    def draw_on(self, painter: QPainter) -> None:
        self._grid.activate()  # a view that was never on screen got no places yet
        for view in self.views:
            if view.isVisibleTo(self):
                painter.save()
                painter.translate(view.pos())
                view.draw_on(painter)
                painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grid.activate()

    def _restyle(self) -> None:
        self._grid.setSpacing(theme.px(12))
        self.updateGeometry()


def _named_once(lines: Sequence[Line], said: set[str]) -> list[Line]:
    """Take the names away that were said before, and note the others in place."""
    named = [replace(line, name="" if line.name in said else line.name) for line in lines]
    said.update(line.name for line in lines)
    return named
