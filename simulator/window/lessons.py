"""Lessons in the window: what they drive, what they point at, and how they begin."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simulator.core import lessons
from simulator.core.errors import InputError, shorten
from simulator.core.job import Table
from simulator.core.runner import Runner
from simulator.models import CATALOGUE
from simulator.window.lesson_player import LessonPlayer
from simulator.window.outline import Outline, find_targets

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow


class PlaceStage:
    """One model's panel and runner, as a lesson drives them."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._place = window, window.place

    @property
    def runner(self) -> Runner:
        return self._place.runner

    def refresh(self) -> None:
        if self._window.place is self._place:
            self._window.refresh()

    def set_pace(self, grain: str, speed: float) -> None:
        self._window.take_pace(self._place, grain, speed)

    def show_page(self, key: str) -> None:
        self._place.panel.show_page(key)

    def measure(self, job: str, then: Callable[[Table | None], None]) -> None:
        self._place.panel.measure(job, then)


class Lessons:
    """Joins the help dock's lessons to the panel in sight."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window
        ground = window.centralWidget()
        assert ground is not None
        self.outline = Outline(ground)
        dock = window.help
        dock.highlighted.connect(self.point_at)
        dock.refused.connect(window.notice.say)
        dock.held.connect(self._fold_parameters)
        dock.opened.connect(window.titlebar.make_room)

    def start(self, name: str) -> None:
        """Show a lesson of any model from where it was left; says in words if there is none."""
        for model in CATALOGUE:
            if any(lesson.name == name for lesson in lessons.catalogue(model)):
                self.window.open_model(model)
                if self.window.model.name == model:
                    self.window.show_help(name)
                return
        self.window.notice.say(str(InputError(f"There is no lesson {shorten(name)}.")))

    def point_at(self, names: Sequence[str]) -> None:
        """Draw an outline around each of these, where they are in sight."""
        window = self.window
        self.outline.show_on([find_targets(window, window.panel, name) for name in names])

    def take_clicker(self, forward: bool) -> bool:
        """Whether a clicker's press belongs to the lesson in sight, and then what it does."""
        dock = self.window.help
        if not dock.isVisible() or dock.player is None:
            return False
        if forward:
            dock.lesson.advance()
        else:
            dock.lesson.retreat()
        return True

    def _fold_parameters(self, player: LessonPlayer | None) -> None:
        """Presenter mode shows what the lesson in sight names, and nothing without one."""
        names = [*player.lesson.parameters, *player.lesson.readouts] if player else None
        for place in self.window.places.values():
            is_held = player is not None and player.stage.runner is place.runner
            place.panel.show_only(names if is_held else None)
        if player is None:
            self.point_at([])
