"""Opens and ends the twins of the model in sight: the stage follows what the runner has."""

from typing import TYPE_CHECKING

from simulator.core.frame import Frame
from simulator.core.run import Run
from simulator.core.runner import Runner
from simulator.core.twins import LETTERS
from simulator.views.view import View
from simulator.window.twin_stage import TwinStage

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow
    from simulator.window.places import Place

STAND = "Twins stand here already; press Keep A or Keep B above one of them to end them."
NONE = "There are no twins here; Ctrl+T sets one beside the run."
SAVED_A = "The document holds run A; to save the other, press Keep B first."


class Twins:
    """What the window does with twins."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._turn = 0

    def begin(self) -> None:
        """Set a twin beside the run in sight."""
        if self._window.place.twins:
            self._window.notice.say(STAND)
        else:
            self._window.runner.stand_beside()

    def begin_with(self, twin: Run) -> None:
        """Set this run beside the one in sight, and split the stage now."""
        window = self._window
        window.runner.stand_beside(twin)
        window.runner.answer(lambda run: None)
        window.refresh()

    def keep(self, which: int) -> None:
        """End the twins in sight and go on with one of them."""
        if not self._window.place.twins:
            self._window.notice.say(NONE)
            return
        self._window.runner.keep_one(which)
        self._window.say_for_a_moment(f"{LETTERS[which]} goes on alone.")

    def note_saved(self) -> None:
        """Say what a document does not hold."""
        if self._window.place.twins:
            self._window.notice.say(SAVED_A)

    def show(self, place: "Place", frame: Frame) -> None:
        """Show a frame, on a stage that is split where the runner has two runs now. While they play
        the two take turns, so that no frame has the work of both."""
        if frame.twin is None:
            self._end(place)
        elif place.twins is None:
            self._open(place)
        self._turn += 1
        is_for_both = frame.twin is None or not frame.is_playing
        if is_for_both or self._turn % 2:
            place.panel.show_frame(frame)
        if place.twins and (is_for_both or not self._turn % 2):
            place.twins.show_frame(frame)

    def _open(self, place: "Place") -> None:
        window = self._window
        place.twins = stage = TwinStage(place.panel)
        stage.kept.connect(self.keep)
        stage.column.refused.connect(window.notice.say)
        other = stage.panels[1]
        other.said.connect(window.notice.say)
        other.hovered.connect(window.status["hover"].setText)
        other.export_asked.connect(window.files.export)
        window.stage.addWidget(stage)
        window.stage.setCurrentWidget(stage)
        stage.setFocus()

    def _end(self, place: "Place") -> None:
        window, stage = self._window, place.twins
        if stage is None:
            return
        place.twins = None
        window.stage.addWidget(stage.end())
        window.stage.removeWidget(stage)
        window.stage.setCurrentWidget(window.place.in_sight)
        window.panel.canvas.setFocus()

    def runner_of(self, view: View | None) -> Runner:
        """The runner whose run a view shows: the twin's side of it for a view of the twin."""
        window = self._window
        stage = window.place.twins
        if stage and view and stage.panels[1].isAncestorOf(view):
            return stage.panels[1].runner
        return window.runner
