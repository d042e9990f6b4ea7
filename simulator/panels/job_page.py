"""A job in a panel: a button, its progress, and its table as curves."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.card import ElidedLabel
from simulator.core import job
from simulator.core.job import JobThread, Table
from simulator.core.runner import Runner
from simulator.views.trace import Line, TraceView

POLL_MS = 50


class JobPage(QWidget):
    """Runs one job of the runner's model on a frozen copy; the run goes on meanwhile."""

    said = Signal(str)

    def __init__(
        self, runner: Runner, name: str, view: TraceView, lines: Callable[[Table], tuple]
    ) -> None:
        super().__init__()
        self.view = view
        self.table: Table | None = None
        self._runner, self._name, self._lines = runner, name, lines
        self._thread: JobThread | None = None
        declared = job.jobs_of(type(runner.runs[0].model))[name]
        view.set_empty(f"{declared.help} Press Measure.")
        self._button = TextButton("Measure")
        self._button.setToolTip(declared.help)
        self._button.clicked.connect(self._toggle)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName("Progress")
        self._note = ElidedLabel("", "caption")
        self._row = QHBoxLayout()
        self._row.addWidget(self._button)
        self._row.addWidget(self._bar, 1)
        self._row.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view, 1)
        column.addLayout(self._row)
        self._bar.hide()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(10))

    def close_job(self) -> None:
        """Give up what is running."""
        self._timer.stop()
        if self._thread:
            self._thread.cancel()
            self._thread = None
        self._show_idle()

    def _toggle(self) -> None:
        if self._thread:
            self.close_job()
            return
        future = self._runner.ask(lambda run: job.begin(run.model, self._name))
        try:
            self._thread = JobThread(future.result(10))
        except Exception as error:
            self.said.emit(str(error))
            return
        self._button.setText("Stop")
        self._bar.show()
        self._note.setText("")
        self._timer.start(POLL_MS)

    def _poll(self) -> None:
        thread = self._thread
        if thread is None:
            return
        self._bar.setValue(round(1000 * thread.share))
        if thread.is_running:
            return
        self._timer.stop()
        self._thread = None
        if thread.error:
            self.said.emit(thread.error)
        elif thread.table:
            self._show(thread.table)
        self._show_idle()

    def _show_idle(self) -> None:
        self._button.setText("Measure")
        self._bar.hide()

    def _show(self, table: Table) -> None:
        self.table = table
        x, lines, note = self._lines(table)
        shown = [Line(name, np.asarray(y), color, strong) for name, y, color, strong in lines]
        self.view.show_lines(np.asarray(x), shown, None, [], [], (x[0], x[-1]), (0.0, 1.0))
        self._note.setText(note)
