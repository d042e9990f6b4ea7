"""The dialog *Record…*: what is filmed, how far apart, how fast, how large; then its progress."""

import time
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.combo import Combo
from simulator.controls.segmented import Segmented
from simulator.core.film_plan import MAX_FPS, MAX_FRAMES, FilmPlan
from simulator.core.model import Grain
from simulator.core.numerals import grouped

FORMATS = (("gif", "GIF"), ("mp4", "MP4"), ("", "PNG frames"))
SCALES = (("1", "1×"), ("1.5", "1.5×"), ("2", "2×"))
MOST_EVERY = 1_000_000
WIDTH = 420  # pixels of normal mode


class RecordDialog(QDialog):
    """Keeps what was chosen last; the window stays usable beside it."""

    changed = Signal()  # what would be filmed is another
    asked = Signal()  # Record was pressed
    cancelled = Signal()  # Cancel was pressed, or the dialog closed while it records

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Record a film")
        self.subject = Combo((), "What is filmed")
        self.format = Segmented(FORMATS, "Format")
        self.grain = Combo((), "Grain")
        self.frames = _number("Frames", 1, MAX_FRAMES, 100)
        self.every = _number("Grains a frame", 1, MOST_EVERY, 1)
        self.fps = _number("Frames a second", 1, max(MAX_FPS.values()), 25)
        self.scale = Segmented(SCALES, "Scale")
        self.summary, self.note = QLabel(), QLabel()
        self.bar = QProgressBar()
        self.record, self.close_button = TextButton("Record…", kind="primary"), TextButton("Close")
        self._is_recording, self._begun = False, 0.0
        self._build()
        self._connect()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()
        self.show_idle()

    def _build(self) -> None:
        rows = (
            ("What", self.subject), ("Format", self.format), ("Grain", self.grain),
            ("Frames", self.frames), ("Grains a frame", self.every),
            ("Frames a second", self.fps), ("Scale", self.scale),
        )  # fmt: skip
        self._form = QWidget()
        self._grid = QGridLayout(self._form)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        for place, (words, control) in enumerate(rows):
            label = QLabel(words)
            label.setProperty("role", "label")
            label.setBuddy(control)
            self._grid.addWidget(label, place, 0)
            self._grid.addWidget(control, place, 1)
        for label in (self.summary, self.note):
            label.setWordWrap(True)
        self.note.setProperty("role", "caption")
        self.bar.setAccessibleName("Progress")
        self.bar.setTextVisible(False)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        for button in (self.close_button, self.record):
            self._buttons.addWidget(button)
        self._column = QVBoxLayout(self)
        for part in (self._form, self.summary, self.note, self.bar):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._column.addLayout(self._buttons)

    def _connect(self) -> None:
        for choice in (self.subject, self.format, self.grain, self.scale):
            choice.selected.connect(lambda _: self._tell())
        for number in (self.frames, self.every, self.fps):
            number.valueChanged.connect(lambda _: self._tell())
        self.record.clicked.connect(self.asked)
        self.close_button.clicked.connect(self.close)

    # ---- what is offered and chosen ----

    def offer(self, subjects: Sequence[tuple[str, str]], grains: Sequence[Grain]) -> None:
        """Offer what is in sight (key, label) and the model's grains; what was chosen stays, if it
        is still there."""
        _refill(self.subject, subjects)
        _refill(self.grain, [(g.name, g.label) for g in grains])

    @property
    def plan(self) -> FilmPlan:
        """What was chosen."""
        grain = str(self.grain.currentData())
        return FilmPlan(grain, self.frames.value(), self.every.value(), self.fps.value())

    @property
    def suffix(self) -> str:
        """`.gif`, `.mp4`, or nothing for a folder."""
        return f".{self.format.value()}" if self.format.value() else ""

    def _tell(self) -> None:
        self.fps.setMaximum(MAX_FPS[{".gif": "GIF", ".mp4": "MP4"}.get(self.suffix, "PNG")])
        self.changed.emit()

    def show_summary(self, text: str, refusal: str) -> None:
        """Say what the film will be, or why it can't be made."""
        self.summary.setText(refusal or text)
        self.record.setEnabled(not refusal)

    # ---- while it records ----

    def show_recording(self) -> None:
        """The film is being made."""
        self._is_recording, self._begun = True, time.monotonic()
        self.bar.setRange(0, self.frames.value())
        self.bar.setValue(0)
        self._suit()
        self.note.setText("The window may be used to look; playing or rewinding ends the film.")

    def show_progress(self, drawn: int) -> None:
        """So many frames are drawn."""
        frames, spent = self.bar.maximum(), time.monotonic() - self._begun
        self.bar.setValue(drawn)
        if drawn == frames:
            text = "All frames are drawn; the file is being written …"
        else:
            left = spent / drawn * (frames - drawn)
            text = f"Frame {grouped(drawn)} of {grouped(frames)} · {duration(left)} left"
        self.summary.setText(text)

    def show_idle(self, said: str = "") -> None:
        """Nothing is being made; `said`: what came of the last film."""
        self._is_recording = False
        self._suit()
        self.note.setText(said or "Frame by frame, never in real time: a slow machine makes the "
                          "same film.")  # fmt: skip

    def _suit(self) -> None:
        self._form.setEnabled(not self._is_recording)
        self.bar.setVisible(self._is_recording)
        self.record.setVisible(not self._is_recording)
        self.close_button.setText("Cancel" if self._is_recording else "Close")

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_recording:  # the first press gives the film up, the second closes
            event.ignore()
            self.cancelled.emit()
        else:
            super().closeEvent(event)

    def reject(self) -> None:  # Escape
        self.close()

    def _restyle(self) -> None:
        self._grid.setSpacing(theme.px(8))
        self._column.setSpacing(theme.px(12))
        edge = theme.px(18)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self.setFixedWidth(theme.px(WIDTH))


def duration(seconds: float) -> str:
    """Return a time as people say it."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _number(name: str, low: int, high: int, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(low, high)
    box.setValue(value)
    box.setGroupSeparatorShown(True)
    box.setAccessibleName(name)
    return box


def _refill(combo: Combo, options: Sequence[tuple[str, str]]) -> None:
    chosen = combo.currentData()
    combo.clear()
    for key, label in options:
        combo.addItem(label, key)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
