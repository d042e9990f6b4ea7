"""A job in a panel: a button, its options, its progress, and its tables as a chart."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.card import ElidedLabel
from simulator.core import job
from simulator.core.comparison import joined
from simulator.core.job import Table, Work
from simulator.core.job_thread import JobThread
from simulator.core.runner import Runner
from simulator.panels.job_options import JobOptions
from simulator.views.trace import Chart, TraceView
from simulator.views.view import View

POLL_MS = 50
MOST_KEPT = 8  # results; a chart has no more colours


def charted(
    view: TraceView, chart: Callable[[Sequence[Table]], Chart]
) -> Callable[[Sequence[Table]], str]:
    """Return what shows tables as a chart in a view."""

    def show(tables: Sequence[Table]) -> str:
        drawn = chart(tables)
        view.show_chart(drawn)
        return drawn.note

    return show


class JobPage(QWidget):
    """Runs one job of the runner's model on a frozen copy; the run goes on meanwhile.

    `show` draws the tables in the view and returns a note; there is at most one table unless the
    page `keeps` earlier ones, to compare. `verb` is what stands on the button.
    """

    said = Signal(str)

    def __init__(
        self,
        runner: Runner,
        name: str,
        view: View,
        show: Callable[[Sequence[Table]], str],
        keeps: bool = False,
        verb: str = "Measure",
    ) -> None:
        super().__init__()
        self.view, self.name, self._verb = view, name, verb
        self.tables: list[Table] = []
        self._runner, self._show, self._keeps = runner, show, keeps
        self._asked: Future[Work] | None = None  # of the runner, for a copy to work on
        self._then: Callable[[Table | None], None] | None = None  # who waits for the table
        self._thread: JobThread | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._build(job.jobs_of(type(runner.runs[0].model))[name])
        theme.notifier.changed.connect(self._restyle)
        self._restyle()
        self._show_idle()

    def _build(self, declared: job.Job) -> None:
        self.view.set_empty(f"{declared.help} Press {self._verb}.")
        self._button = TextButton(self._verb)
        self._button.setToolTip(declared.help)
        self._button.clicked.connect(self._toggle)
        self.options = JobOptions(declared)
        self.options.refused.connect(self.said)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName("Progress")
        self._clear = TextButton("Clear")
        self._clear.setToolTip("Forget what was measured.")
        self._clear.clicked.connect(self.clear)
        self._note = ElidedLabel("", "caption")
        self._row = QHBoxLayout()
        self._row.addWidget(self._button)
        self._row.addWidget(self.options)
        self._row.addWidget(self._bar, 1)
        self._row.addStretch(0)
        self._row.addWidget(self._clear)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self._note)
        self._column.addLayout(self._row)

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(8))
        self._column.setSpacing(theme.px(6))

    def close_job(self) -> None:
        """Give up what is running."""
        self._timer.stop()
        self._asked = None
        if self._thread:
            self._thread.cancel()
            self._thread = None
        self._show_idle()
        self._hand_over(None)

    def measure(self, text: str, then: Callable[[Table | None], None]) -> None:
        """Measure with the options of a text, and hand the table over; None if it is given up."""
        self.close_job()
        self.options.take(text)
        self._then = then
        self._toggle()

    def _hand_over(self, table: Table | None) -> None:
        then, self._then = self._then, None
        if then:
            then(table)

    def clear(self) -> None:
        """Forget what was measured."""
        self.tables = []
        self._show_tables()

    def _toggle(self) -> None:
        if self._thread or self._asked:
            self.close_job()
            return
        text = self.options.text_of_job
        self._asked = self._runner.ask(lambda run: job.begin(run.model, text))
        self._button.setText("Stop")
        self._bar.setValue(0)
        self._bar.show()
        self._timer.start(POLL_MS)

    def _begin(self, answer: Future[Work]) -> None:
        """Start the job the runner has made; it may have been learning for seconds before."""
        self._asked = None
        try:
            self._thread = JobThread(answer.result())
        except Exception as error:
            self.close_job()
            self.said.emit(str(error))

    def _poll(self) -> None:
        if self._asked and self._asked.done():
            self._begin(self._asked)
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
            self.take(thread.table)
        self._show_idle()
        self._hand_over(thread.table)

    def take(self, table: Table) -> None:
        """Show a table as if it had just been measured."""
        kept = [other for other in self.tables if other != table] if self._keeps else []
        self.tables = [*kept, table][-MOST_KEPT:]
        self._show_tables()

    def _show_tables(self) -> None:
        self.view.table = joined(self.tables) if self.tables else None
        if self.tables:
            self._note.setText(self._show(self.tables))
        else:
            self.view.clear()
            self._note.setText("")
        self._show_idle()

    def _show_idle(self) -> None:
        self._button.setText(self._verb)
        self._bar.hide()
        self._note.setVisible(bool(self._note.text()))
        self._clear.setVisible(bool(self.tables))
