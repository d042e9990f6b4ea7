"""Lessons in the window: what they drive, what they point at, and how they begin."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from simulator.controls import theme
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
        self._window.lessons.look_at_pages()

    def measure(self, job: str, then: Callable[[Table | None], None]) -> None:
        self._place.panel.measure(job, then)


NARROW = 560  # pixels of normal mode: in a hall no two cards fit beside an open lesson


class Lessons(QObject):
    """Joins the help dock's lessons to the panel in sight."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.window = window
        ground = window.centralWidget()
        assert ground is not None
        self.outline = Outline(ground)
        self._is_alone = False  # one card fills the stage, as there is no room for more
        window.stage.installEventFilter(self)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Beside a lesson in a small hall one card fills the stage; else all are there."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._suit_room)
        return False

    def look_at_pages(self) -> None:
        """Where there is room for one card only, let it be the one that turned its page."""
        panel = self.window.panel
        if self._is_alone:
            panel.show_alone(next(iter(panel.titles_with(panel.book)), ""))

    def _suit_room(self) -> None:
        window = self.window
        is_alone = (
            theme.is_presenter()
            and window.help.isVisible()
            and window.stage.width() < theme.px(NARROW)
        )
        if is_alone == self._is_alone:
            return
        self._is_alone = is_alone
        panel = window.panel
        panel.show_alone(next(iter(panel.cards)) if is_alone else "")

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
