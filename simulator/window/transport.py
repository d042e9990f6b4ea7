"""The transport: back, play, step, settle; the grain, the speed and the timeline."""

import math

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import ChipButton, RoundButton, TextButton, ToolButton
from simulator.controls.thin_slider import ThinSlider
from simulator.core.errors import shorten
from simulator.core.frame import BranchInfo, Frame
from simulator.core.model import Model
from simulator.core.numerals import grouped
from simulator.core.runner import UNLIMITED
from simulator.panels.seldom import Seldom, at_rest
from simulator.window.timeline import Timeline

SPEEDS = (
    0.25, 0.5, 1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 100, 150, 200, 300, 500, 750,
    1000, 2000, 5000, 10000, UNLIMITED,
)  # fmt: skip


ROOMY = 940  # pixels of normal mode: below, the chips and the place have no labels
TIGHT = 560  # below, far jumps, Reset and the step's number are left to keys and palette
BRANCH = 130  # that the choice of branches takes


class Transport(QWidget):
    """Buttons and sliders over a runner; emits wishes, shows frames."""

    play_toggled = Signal()
    stepped = Signal()
    stepped_back = Signal()
    settled = Signal()
    sought = Signal(int)
    pace_changed = Signal(str, float)
    reset_asked = Signal()
    branch_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grain, self._speed = "", 1.0
        self._model: type[Model] | None = None
        self._told = Seldom()
        self._branches: tuple = ()
        self._is_roomy, self._is_tight, self._steps = True, False, ""
        self.to_start = ToolButton("to-start", "Back to step 0  (Home)")
        self.back = ToolButton("back", "Step back  (←)")
        self.play = RoundButton("play", "Play  (Space)")
        self.step = ToolButton("step", "Step  (→)")
        self.settle = ToolButton("to-end", "Run far  (Shift+→)")
        self.grain = ChipButton("grain", has_arrow=True)
        self.speed = ThinSlider(len(SPEEDS) - 1)
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip("Grains a second")
        self._speed_text, self._speed_label = QLabel(), QLabel("speed")
        self._speed_label.setProperty("role", "label")
        self.timeline = Timeline()
        self.branch = ChipButton("branch", has_arrow=True)
        self.branch.setToolTip("Lines of time that were left when you acted after a rewind")
        self.place = QLabel()
        self.reset = TextButton("Reset")
        self.reset.setToolTip("Back to step 0, keeping what you made  (R)")
        self._build()
        self._connect()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_model(self, model: type[Model], grain: str, speed: float) -> None:
        """Offer a model's grains."""
        self._model = model
        far = model.far()
        self.settle.setToolTip(f"Run one {far.label}  (Shift+→)\n{far.help}")
        self.settle.setAccessibleName(f"Run one {far.label}")
        self.set_pace(grain, speed)

    def set_pace(self, grain: str, speed: float) -> None:
        """Show a grain and a speed; emits nothing."""
        self._grain, self._speed = grain, speed
        self.grain.set_value(grain)
        nearest = min(range(len(SPEEDS)), key=lambda i: abs(_log(SPEEDS[i]) - _log(speed)))
        self.speed.blockSignals(True)
        self.speed.setValue(nearest)
        self.speed.blockSignals(False)
        self._show_speed()

    def show_frame(self, frame: Frame) -> None:
        """Show the newest frame."""
        is_playing = frame.is_playing
        if is_playing != bool(self.property("is_playing")):
            self.setProperty("is_playing", is_playing)
            name = ("pause", "Pause  (Space)") if is_playing else ("play", "Play  (Space)")
            self.play.set_icon(*name)
        forks = tuple(b.fork for b in frame.branches if b.parent == frame.branch and b.fork)
        self.timeline.show_time(frame.step, frame.end, frame.marks, forks, frame.progress)
        self.back.setEnabled(frame.step > 0)
        self.to_start.setEnabled(frame.step > 0)
        self._steps = f"{grouped(frame.step)} / {grouped(frame.end)}"
        if self._told.is_due(at_rest(frame)):
            self._show_place()  # lays out the whole window anew
        if frame.branches != self._branches or frame.branch != self.branch.value():
            self._branches = frame.branches
            self.branch.set_value(frame.branch)
            self.branch.setVisible(len(frame.branches) > 1)
            self._suit_room()

    def _show_place(self) -> None:
        text = f"step {self._steps}" if self._is_roomy else self._steps
        if text != self.place.text():
            self.place.setText(text)

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        buttons: list[QWidget] = [self.branch, self.place, self.reset]
        for widget in (self.to_start, self.back, self.play, self.step, self.settle, self.grain):
            self._row.addWidget(widget)
        head = QHBoxLayout()
        head.addWidget(self._speed_label)
        head.addStretch(1)
        head.addWidget(self._speed_text)
        self.speed_box = QWidget()
        column = QVBoxLayout(self.speed_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.speed)
        column.addStretch(1)
        self._row.addWidget(self.speed_box)
        self._row.addWidget(self.timeline, 1)
        for button in buttons:
            self._row.addWidget(button)
        self.branch.hide()

    def _connect(self) -> None:
        self.play.clicked.connect(self.play_toggled)
        self.to_start.clicked.connect(lambda: self.sought.emit(0))
        self.back.clicked.connect(self.stepped_back)
        self.step.clicked.connect(self.stepped)
        self.settle.clicked.connect(self.settled)
        self.reset.clicked.connect(self.reset_asked)
        self.timeline.sought.connect(self.sought)
        self.grain.clicked.connect(self._grain_menu)
        self.branch.clicked.connect(self._branch_menu)
        self.speed.valueChanged.connect(self._take_speed)
        self.speed.stepped.connect(lambda n: self.speed.setValue(self.speed.value() + n))

    def _take_speed(self, place: int) -> None:
        self._speed = float(SPEEDS[place])
        self._show_speed()
        self.pace_changed.emit(self._grain, self._speed)

    def _show_speed(self) -> None:
        text = "unlimited" if self._speed == UNLIMITED else f"{self._speed:g} /s"
        self._speed_text.setText(text)
        self.speed.setAccessibleDescription(f"{text} {self._grain}")

    def _grain_menu(self) -> None:
        menu = QMenu(self)
        assert self._model is not None
        for grain in self._model.grains:
            entry = menu.addAction(f"{grain.label}  ·  {grain.help}")
            entry.setCheckable(True)
            entry.setChecked(grain.name == self._grain)
            entry.triggered.connect(lambda _=False, name=grain.name: self.choose_grain(name))
        menu.popup(self.grain.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def choose_grain(self, name: str) -> None:
        """Choose the size of a step."""
        self.set_pace(name, self._speed)
        self.pace_changed.emit(name, self._speed)

    def _branch_menu(self) -> None:
        menu = QMenu(self)
        for branch in self._branches:
            entry = menu.addAction(branch_words(branch))
            entry.setCheckable(True)
            entry.setChecked(branch.name == self.branch.value())
            entry.triggered.connect(lambda _=False, name=branch.name: self.branch_chosen.emit(name))
        menu.popup(self.branch.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._suit_room()

    def _suit_room(self) -> None:
        """Give labels up where the row is narrow."""
        needed = ROOMY + (0 if self.branch.isHidden() else BRANCH)
        is_tight = self.width() < theme.px(TIGHT)
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            for part in (self.to_start, self.settle, self.place, self.reset):
                part.setVisible(not is_tight)
        is_roomy = self.width() >= theme.px(needed)
        if is_roomy != self._is_roomy:
            self._is_roomy = is_roomy
            self._restyle()
            self._show_place()

    def minimumSizeHint(self) -> QSize:
        """The window may be narrower than the roomy row: it gives its labels up then."""
        return QSize(theme.px(400), super().minimumSizeHint().height())

    def _restyle(self) -> None:
        side, gap, speed = (18, 11, 130) if self._is_roomy else (10, 6, 96)
        self._row.setContentsMargins(theme.px(side), theme.px(12), theme.px(side), theme.px(12))
        self._row.setSpacing(theme.px(gap))
        self.speed_box.setFixedWidth(theme.px(speed))
        for chip in (self.grain, self.branch):
            chip.set_has_label(self._is_roomy)
        self._speed_label.setVisible(self._is_roomy)  # else the longest speed would be cut off
        self._speed_text.setFont(theme.number_font(13))
        self.place.setFont(theme.number_font(13, QFont.Weight.Normal))
        usual = "step 0 000 / 0 000" if self._is_roomy else "0 000 / 0 000"
        self.place.setMinimumWidth(self.place.fontMetrics().horizontalAdvance(usual))


def branch_words(branch: BranchInfo) -> str:
    """Name a branch by what began it: `3 · digits · to step 784`."""
    name, _, argument = branch.origin.partition("=")
    began = {"preset": argument, "new-seed": f"seed {argument}"}.get(name, name)
    if branch.fork:
        began = f"left {branch.parent} at step {grouped(branch.fork)}"
    elif name.startswith("set "):
        began = branch.origin[4:].replace("=", " ")
    parts = [branch.name, shorten(began, 32), f"to step {grouped(branch.end)}"]
    return " · ".join(part for part in parts if part)


def _log(speed: float) -> float:
    return math.log(speed) if speed != UNLIMITED else 100.0
