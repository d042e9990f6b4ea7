"""The four stops of Figure 1 in the GAN panel: buttons (a) to (d), and what runs to the next.

(a) begins anew; (b) runs D's turns to the end of its loop; (c) one turn of G; (d) runs on until
fakes are like data, or for so many iterations. A stop that takes several grains is led from frame
to frame, and given up when a person does something else.
"""

from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kernels.gan_play import D_NOISE, G_NOISE
from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.core.frame import Frame
from simulator.core.runner import Runner
from simulator.models.gan_snapshot import GanSnapshot
from simulator.models.gan_verdict import CLOSE

MOST = 5_000  # iterations that (d) takes
SHORT = {"a": "Start", "b": "D", "c": "G", "d": "End"}  # where there is less room
LABELS = {  # words where there is room, and what it does
    "a": ("Start", "Begin anew: first weights, nothing learned"),
    "b": ("D learns", "Run all of D's turns; G stands still"),
    "c": ("G moves", "Run one turn of G: fakes go up D's slope"),
    "d": ("To the end", "Run on until fakes are like data"),
}


class Stops(QWidget):
    """The buttons; `lead` is told every frame."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._goal, self._until = "", 0
        self._begun: Frame | None = None  # the frame after which the present grain was asked for
        self._obeyed: Future[Any] | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.buttons: dict[str, TextButton] = {}
        for key, (label, about) in LABELS.items():
            self.buttons[key] = button = TextButton(f"({key}) {label}")
            button.setToolTip(f"{label}. {about}")
            button.setAccessibleName(f"({key}) {label}")
            button.clicked.connect(lambda _=False, key=key: self.go(key))
            self._row.addWidget(button)
        self._row.addStretch(1)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def minimumSizeHint(self) -> QSize:
        """The words may go: the letters are those of the figure."""
        return QSize(4 * theme.px(48), self.buttons["a"].sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_buttons()

    def _name_buttons(self) -> None:
        """Write as much on the buttons as has room."""
        whole = {key: label for key, (label, _) in LABELS.items()}
        for words in (whole, SHORT, dict.fromkeys(LABELS, "")):
            for key, button in self.buttons.items():
                button.setText(f"({key}) {words[key]}".strip())
            wide = sum(button.sizeHint().width() for button in self.buttons.values())
            if wide + 3 * self._row.spacing() <= self.width():
                break

    def go(self, stop: str) -> None:
        """Run to a stop."""
        self._goal, frame = "", self._runner.latest
        if stop == "a":
            self._runner.do("reset")
        elif stop == "c":
            self._runner.take_step("g-step")
        else:
            self._goal, self._until = stop, frame.snapshot.iterations + MOST
            self._take("d-step" if stop == "b" else "hundred", frame)

    def give_up(self) -> None:
        """Lead nowhere any more."""
        self._goal = ""

    def _take(self, grain: str, frame: Frame) -> None:
        self._begun = frame
        self._runner.take_step(grain)
        self._obeyed = self._runner.ask(lambda run: None)

    def lead(self, frame: Frame) -> None:
        """Take the next grain where the last has come to its end."""
        if not self._goal or self._begun is None or frame is self._begun:
            return
        if self._obeyed is not None:  # frames up to now may be older than the step asked for
            self._obeyed = None if self._obeyed.done() else self._obeyed
            return
        goal, s = self._goal, frame.snapshot
        far = s.parameters.iteration * (2 if goal == "b" else 100)
        if not 0 <= frame.step - self._begun.step <= far:
            self._goal = ""  # somebody went elsewhere meanwhile
        elif frame.is_playing:
            return
        elif goal == "b" and s.phase == D_NOISE and s.turn:
            self._take("d-step", frame)
        elif goal == "d" and not self._is_done(s) and s.iterations % 100 == 0:
            self._take("hundred", frame)
        else:
            self._goal = ""

    def _is_done(self, s: GanSnapshot) -> bool:
        js = s.measures["js"]
        is_alike = js is not None and js < CLOSE[1]
        is_whole = s.phase in (D_NOISE, G_NOISE) and s.turn == 0
        return is_alike or s.iterations >= self._until or not is_whole

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(6))
        self._name_buttons()
