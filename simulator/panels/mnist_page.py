"""The page "MNIST" of a panel that learns pictures: fetched, and then used if one likes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout

from simulator.controls.buttons import TextButton
from simulator.core.download import MNIST, mnist_dir
from simulator.core.job import Table
from simulator.core.runner import Runner
from simulator.panels.job_page import JobPage
from simulator.views.plot_view import PlotView


class NoteView(PlotView):
    """Shows words alone."""

    title = "MNIST"

    def is_empty(self) -> bool:
        return True

    def lay_out(self) -> None:
        """Words need no places."""

    def draw_ground(self, painter: QPainter) -> None:
        """There are only the words of the empty state."""

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        """There are only the words of the empty state."""


class MnistPage(JobPage):
    """Fetches MNIST; where it lies already it can be used at once. `using` is what makes it the
    data: lines of the journal with ; between them, {} where its folder's path stands."""

    asked = Signal(str)  # lines of the journal, with ; between them

    def __init__(self, runner: Runner, using: str) -> None:
        self.note, self._using, self._lines = NoteView(), using, ""
        super().__init__(runner, "download_mnist", self.note, self._show_path, verb="Fetch")
        self.use = TextButton("Use it", kind="primary")
        self.use.setToolTip("MNIST becomes the data; the weights begin anew.")
        self.use.clicked.connect(lambda: self.asked.emit(self._lines))
        row = self.layout()
        assert row is not None
        last = row.itemAt(row.count() - 1)
        assert isinstance(last, QHBoxLayout)
        last.addWidget(self.use)
        self.use.hide()
        folder = mnist_dir()
        if all((folder / file.name).is_file() for file in MNIST):
            self.take(Table({"data_path": [str(folder)]}))

    def _show_path(self, tables: Sequence[Table]) -> str:
        folder = tables[-1].columns["data_path"][0]
        self._lines = self._using.format(folder)
        self.note.set_empty(
            "60,000 handwritten digits of 28×28 are here, checked. Press Use it to learn them."
        )
        return str(folder)

    def _show_idle(self) -> None:
        super()._show_idle()
        if hasattr(self, "use"):
            self.use.setVisible(bool(self.tables))
            self._clear.hide()
