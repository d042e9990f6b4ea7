"""The page "Examples" of the RBM panel: what the person drew for the machine to learn."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.core.frame import Frame
from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.panels import rbm_words as words
from simulator.views.wall import ImageWall

MOST = 400  # of the newest that are shown; more would be too small
KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ExamplesWall(ImageWall):
    """A wall on which Delete asks for the chosen picture to go."""

    delete_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)


class ExamplesPage(QWidget):
    """A wall; a click chooses an example, Delete or the button forgets it."""

    asked = Signal(str)  # a line of the journal

    def __init__(self) -> None:
        super().__init__()
        self.view = ExamplesWall("Examples")
        self.view.clicked.connect(self._choose)
        self.view.delete_asked.connect(self._forget)
        self.chosen = -1  # in the wall
        self._first = 0  # the example that the wall begins with
        self._frame: Frame | None = None
        self.forget = TextButton("Forget")
        self.forget.setToolTip("Take the chosen example away  (Delete)")
        self.forget.clicked.connect(self._forget)
        self.learn = TextButton("Learn my drawings")
        self.learn.setToolTip("Your own drawings become the data; the weights begin anew.")
        self.learn.clicked.connect(lambda: self.asked.emit("set data=drawn"))
        self._row, self._column = QHBoxLayout(), QVBoxLayout(self)
        self._row.addWidget(self.learn)
        self._row.addStretch(1)
        self._row.addWidget(self.forget)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.view, 1)
        self._column.addLayout(self._row)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_frame(self, frame: Frame) -> None:
        """Show the newest examples, each above its class."""
        self._frame = frame
        s: RbmSnapshot = frame.snapshot
        is_own, count = s.parameters.data == "drawn", len(s.examples)
        self._first = max(0, count - MOST)
        shown = count - self._first
        self.chosen = self.chosen if self.chosen < shown else -1
        self.learn.setVisible(not is_own)
        self.forget.setVisible(bool(count))
        self.forget.setEnabled(self.chosen >= 0)
        if not count:
            self.view.set_empty(words.NO_EXAMPLES if is_own else words.OTHER_DATA)
            self.view.clear()
            return
        labels = s.example_labels[self._first :].tolist()
        captions = [str(k) if k >= 0 else "" for k in labels]
        names = [
            f"example {self._first + n}" + (f", class {k}" if k >= 0 else "")
            for n, k in enumerate(labels)
        ]
        self.view.show_images(
            s.examples[self._first :], s.side, captions=captions, selected=self.chosen, names=names
        )

    def _choose(self, k: int) -> None:
        self.chosen = -1 if k == self.chosen else k
        if self._frame is not None:
            self.show_frame(self._frame)

    def _forget(self) -> None:
        if self.chosen >= 0:
            self.asked.emit(f"forget_example={self._first + self.chosen}")
            self.chosen = -1

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(8))
        self._column.setSpacing(theme.px(6))
