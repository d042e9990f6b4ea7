"""What the window keeps of each model: its run, its panel, its document, its pace, its keys.

A **place** is made when its model is opened for the first time and lives as long as the window.
One place is in sight and may run. One that is left pauses and waits, hidden, on a thread that
sleeps; a measurement that was begun there goes on, and its result is there when one comes back.
"""

import queue
import threading
from collections.abc import Callable, Collection

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from simulator.core.model import Model
from simulator.core.run import Run
from simulator.core.runner import Failure, Runner
from simulator.panels import panel_class
from simulator.panels.panel import Panel
from simulator.window.command_palette import Command
from simulator.window.documents import Documents
from simulator.window.links import PASTE
from simulator.window.twin_stage import TwinStage

Said = tuple[str, str]  # a sentence for the person, and perhaps an error's details


class Place:
    """One model of a window."""

    def __init__(self, run: Run, is_ready: Callable[[], bool]) -> None:
        self.model: type[Model] = type(run.model)
        self.runner = Runner(run, is_ready)
        self.documents = Documents(self.runner)
        self.panel: Panel = panel_class(self.model.name)(self.runner)
        self.twins: TwinStage | None = None  # while a second run stands beside the first
        self.preset = ""  # the run began with it
        self._revision = 0  # of the frame that was noticed last
        self.grain, self.speed = self.model.default_grain, self.panel.start_speed
        self.runner.grain, self.runner.speed = self.grain, self.speed
        self.commands = [
            Command(f"Run one {self.model.far().label}", "Shift+Right", self.run_far),
            *(Command(*command) for command in self.panel.commands()),
        ]
        for command in self.commands:
            if command.shortcut != PASTE:  # the window's: what is pasted may be a link
                add_key(self.panel, command)
        self.runner.start()

    @property
    def in_sight(self) -> QWidget:
        """What stands on the stage: the panel, or the twins with the panel among them."""
        return self.twins or self.panel

    @property
    def title(self) -> str:
        """What the model is called."""
        return self.model.title

    def set_pace(self, grain: str, speed: float) -> None:
        """Choose the grain and how many of it a second."""
        self.grain, self.speed = grain, speed
        self.runner.set_pace(grain, speed)

    def run_far(self) -> None:
        """Run one of the model's far grain."""
        self.runner.take_step(self.model.far().name)

    def has_changed(self) -> bool:
        """Whether something was done since this was asked last."""
        revision = self.runner.latest.revision
        is_other, self._revision = revision != self._revision, revision
        return is_other

    def taken_messages(self) -> list[Said]:
        """Return what the runner has said since this was asked last."""
        found: list[Said] = []
        while True:
            try:
                said = self.runner.messages.get_nowait()
            except queue.Empty:
                return found
            found.append((said.sentence, said.details) if isinstance(said, Failure) else (said, ""))

    def leave(self) -> None:
        """Pause: another model comes into sight. A long rewind is given up."""
        self.runner.pause()

    @property
    def focus(self) -> QWidget:
        """What had the focus when the place was left; at first the canvas."""
        return self.panel.focusWidget() or self.panel.canvas


def first_run(model: type[Model]) -> Run:
    """Return the opening of a model: what is ready to impress."""
    run = Run(model())
    for text in opening(model.name):
        run.do(text)
    return run


def opening(model: str) -> tuple[str, ...]:
    """What is done when a model opens for the first time."""
    return panel_class(model).start


def last_preset(run: Run) -> str:
    """Return the name of the preset a run began with, or an empty text."""
    names = [e.text[7:] for e in run.entries if e.text.startswith("preset=")]
    return names[-1] if names else ""


def add_key(widget: QWidget, command: Command) -> None:
    """Let a command's key run it while its widget is in sight: a hidden panel's keys are dead."""
    if not command.shortcut:
        return
    action = QAction(command.title, widget)
    action.setShortcut(QKeySequence(command.shortcut))
    action.setAutoRepeat(command.title in ("Undo", "Redo"))
    action.triggered.connect(lambda: command.run())
    widget.addAction(action)


def close_all(places: Collection[Place]) -> None:
    """End all that the places started; their runners together, within two seconds."""
    closing = []
    for place in places:
        for panel in place.twins.panels if place.twins else (place.panel,):
            panel.shut()
        closing.append(threading.Thread(target=place.runner.close, name="closing"))
        closing[-1].start()
    for thread in closing:
        thread.join()
    for place in places:
        place.documents.close()
