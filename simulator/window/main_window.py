"""The main window: rail, title bar, panel, transport, status; it never steps a model itself.

It holds a place (see `places`) for each model that was opened; `runner`, `panel` and `documents`
are those of the place in sight.
"""

import contextlib
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from kernels.jit import NotReadyError
from simulator.core import lessons, warmup
from simulator.core.errors import InputError
from simulator.core.frame import Frame
from simulator.core.model import Model
from simulator.core.run import Run
from simulator.core.runner import Runner
from simulator.models import CATALOGUE, model_class
from simulator.panels.panel import Panel
from simulator.window.announcer import Announcer
from simulator.window.arrangement import arrange, arrangement
from simulator.window.command_palette import Command, CommandPalette
from simulator.window.commands import commands_of, menu_of
from simulator.window.documents import Documents
from simulator.window.files import Files
from simulator.window.kiosk import KioskMode
from simulator.window.lesson_player import Stage
from simulator.window.lessons import Lessons, PlaceStage
from simulator.window.links import PASTE, Links
from simulator.window.places import Place, add_key, close_all, first_run, last_preset
from simulator.window.recording import Recording
from simulator.window.reporting import Reporting
from simulator.window.shell import Shell
from simulator.window.twins import Twins
from simulator.window.warming import Warming
from simulator.window.welcome import Welcome

FRAME_MS = 16


class MainWindow(Shell):
    """One window, one model of it in sight at a time."""

    def __init__(self, model: str = "", run: Run | None = None, is_ready: bool = False) -> None:
        """Open on a run, or on a model as it opens (at first the first of the catalogue).

        `is_ready`: the kernels are ready already, whatever is on disk.
        """
        super().__init__()
        first = type(run.model) if run else model_class(model or next(iter(CATALOGUE)))
        self.warming = Warming(first)
        self._is_ready = is_ready
        warmup.wait_for((lambda: True) if is_ready else self.warming.is_ready)
        self.files, self.links, self.twins = Files(self), Links(self), Twins(self)
        self.lessons = Lessons(self)
        self.announcer = Announcer()
        self.recording, self.reporting = Recording(self), Reporting(self)
        self.kiosk = KioskMode(self)
        self.welcome = Welcome(self.ground)
        self.places: dict[str, Place] = {}
        self._frame: Frame | None = None
        self._is_computing = False  # a view waited for something at its last frame
        self.place = self._new_place(run or first_run(first))
        self._own = [Command(*command) for command in commands_of(self)]
        for command in (*self._own, Command("Paste", PASTE, self.links.paste)):
            add_key(self, command)
        self._connect()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.pull)
        self._timer.start(FRAME_MS)
        self._show_place()

    # ---- the model in sight ----

    @property
    def model(self) -> type[Model]:
        return self.place.model

    @property
    def runner(self) -> Runner:
        return self.place.runner

    @property
    def panel(self) -> Panel:
        return self.place.panel

    @property
    def documents(self) -> Documents:
        return self.place.documents

    @property
    def commands(self) -> list[Command]:
        """Everything that can be done now: by the window and by the panel in sight."""
        return [*self._own, *self.place.commands]

    # ---- models ----

    def open_model(self, name: str) -> None:
        """Show a model as it was left; the one in sight pauses. Its first opening may be refused
        in words, while kernels compile."""
        self.welcome.leave()
        try:
            place = self.places.get(name) or self._new_place(first_run(model_class(name)))
        except (InputError, NotReadyError) as refusal:
            self.notice.say(str(refusal))
        else:
            self._turn_to(place)
        finally:
            self.rail.choose(self.model.name)  # the click has marked the other

    def take_run(self, run: Run, path: Path | None) -> None:
        """Show another run: of a document that was opened, or a new one."""
        self.welcome.leave()
        place = self.places.get(run.model.name)
        if place is None:
            place = self._new_place(run)
        else:
            place.runner.replace(run)
            with contextlib.suppress(InputError):  # the panel shows it when the runner comes to it
                place.runner.answer(lambda _: None)
        self._turn_to(place)
        place.documents.begin(path)
        if run.layout:
            arrange(self, place, run.layout)

    def _new_place(self, run: Run) -> Place:
        """Open the panel of a run's model; its file is imported only now."""
        model = type(run.model)
        place = Place(run, lambda: self._is_ready or self.warming.is_ready(model))
        self.warming.want(model)
        self.places[model.name] = place
        place.documents.layout = lambda: arrangement(self, place)
        place.documents.changed.connect(self._show_title)
        place.documents.said.connect(self.notice.say)
        place.panel.said.connect(partial(self._say_of, place))
        place.panel.hovered.connect(self.status["hover"].setText)
        place.panel.export_asked.connect(self.files.export)
        place.panel.paced.connect(partial(self.take_pace, place))
        self.stage.addWidget(place.panel)
        return place

    def _turn_to(self, place: Place) -> None:
        if place is self.place:
            return
        self.recording.leave()
        self.place.leave()
        self.place = place
        self.notice.let_go()
        focus = place.focus  # Qt hands the focus to a control of its own choice
        self._show_place()
        if not self.rail.isAncestorOf(QApplication.focusWidget() or self):
            focus.setFocus()

    def _show_place(self) -> None:
        """Bring the present place into sight, with all that is around it."""
        place = self.place
        self.stage.setCurrentWidget(place.in_sight)
        self.rail.choose(place.model.name)
        self.titlebar.show_model(place.model)
        self.titlebar.show_preset(place.preset)
        self.transport.show_model(place.model, place.grain, place.speed)
        self.bar.forget()
        if self.help.isVisible():
            self.help.follow(place.model)
        self.kiosk.suit()
        self._show_title()
        self.refresh()

    def _connect(self) -> None:
        t = self.transport
        t.play_toggled.connect(self.toggle_play)
        t.stepped.connect(self.step)
        t.stepped_back.connect(self.step_back)
        t.settled.connect(self.run_to_convergence)
        t.sought.connect(lambda step: self.runner.seek(step))
        t.pace_changed.connect(lambda grain, speed: self.place.set_pace(grain, speed))
        t.reset_asked.connect(lambda: self.do("reset"))
        t.branch_chosen.connect(lambda name: self.runner.switch(name))
        self.titlebar.preset_chosen.connect(lambda name: self.do(f"preset={name}"))
        self.titlebar.seed_chosen.connect(lambda seed: self.do(f"new-seed={seed}"))
        self.titlebar.backend_chosen.connect(lambda name: self.runner.use_backend(name))
        self.titlebar.twins_asked.connect(lambda: self.twins.begin())
        self.titlebar.refused.connect(self.notice.say)
        self.titlebar.lesson_chosen.connect(lambda name: self.show_help("lesson"))
        self.rail.chosen.connect(self.open_model)
        self.rail.menu_asked.connect(self.show_menu)
        self.rail.help_asked.connect(lambda: self.toggle_help("page"))
        self.rail.theme_asked.connect(self.next_theme)
        self.rail.presenter_asked.connect(self.toggle_presenter)
        self.help.action_asked.connect(self._follow_action)
        self.document_dropped.connect(self.files.open_path)
        self.link_dropped.connect(self.links.drop)
        self.welcome.chosen.connect(self.begin_with)
        self.welcome.left.connect(lambda: self.panel.canvas.setFocus())
        self.warming.ready.connect(self._kernels_ready)
        self.warming.progressed.connect(self._show_status)
        self.warming.failed.connect(lambda sentence: self.notice.say(sentence, sentence))

    # ---- commands: one list for keys, menu and palette ----

    def show_palette(self) -> None:
        """Everything by name."""
        shown = [c for c in self.commands if c.title not in ("Commands…", "Menu")]
        palette = CommandPalette(self, shown)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open_over(self)

    def show_menu(self) -> None:
        """Documents, pictures, the window."""
        menu = menu_of(self)
        menu.popup(self.rail.menu.mapToGlobal(self.rail.menu.rect().bottomLeft()))

    # ---- time ----

    def do(self, text: str) -> None:
        """Act on the model."""
        self.runner.do(text)

    def toggle_play(self) -> None:
        """Play or pause."""
        self.runner.toggle()

    def step(self) -> None:
        """Run one grain."""
        self.runner.take_step(self.runner.grain)

    def step_back(self) -> None:
        """Go back one grain."""
        self.runner.step_back(self.runner.grain)

    def run_to_convergence(self) -> None:
        """Run one of the model's far grain."""
        self.place.run_far()

    def clicker(self, forward: bool) -> None:
        """On in the lesson in sight, or back; without one a step, as a presenter's clicker says."""
        if self.lessons.take_clicker(forward):
            return
        if forward:
            self.step()
        else:
            self.step_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Right: self.step,
            Qt.Key.Key_Left: self.step_back,
            Qt.Key.Key_Home: lambda: self.runner.seek(0),
            Qt.Key.Key_PageDown: lambda: self.clicker(True),
            Qt.Key.Key_PageUp: lambda: self.clicker(False),
        }
        act = keys.get(Qt.Key(event.key()))
        if (
            act
            and self.kiosk.allows(Qt.Key(event.key()))
            and event.modifiers()
            in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
        ):
            act()
        else:
            super().keyPressEvent(event)

    def pull(self) -> None:
        """Take the newest frame, if there is one, and what the runners have to say."""
        for place in self.places.values():
            self._take_notice(place)
        frame = self.runner.latest
        if frame is self._frame:
            if self._is_computing:  # a view may have now what it waited for
                self._show_panel(frame)
            return
        self._frame = frame
        self.bar.count_frame()
        self.runner.step_aside()
        QTimer.singleShot(0, self.runner.go_on)  # after what is painted now
        self._show_panel(frame)
        self.transport.show_frame(frame)
        self.titlebar.show_frame(frame)
        self.announcer.hear(self.panel, frame)
        self._show_status()

    def _show_panel(self, frame: Frame) -> None:
        self._is_computing = self.is_computing
        self.twins.show(self.place, frame)
        self._is_computing |= self.is_computing

    @property
    def is_computing(self) -> bool:
        """Whether a view in sight waits for something that is computed beside the window."""
        stage = self.place.twins
        return self.panel.is_computing or (stage is not None and stage.is_computing)

    def refresh(self) -> None:
        """Show the newest frame now, even if it is on screen already."""
        self._frame = None
        self.pull()

    def _take_notice(self, place: Place) -> None:
        for sentence, details in place.taken_messages():
            self._say_of(place, sentence, details)
        if place.has_changed():
            place.documents.keep_soon()
            self._show_title()

    def take_pace(self, place: Place, grain: str, speed: float) -> None:
        """Take up the pace that suits what a panel shows now."""
        place.set_pace(grain, speed)
        if place is self.place:
            self.transport.set_pace(grain, speed)

    def _say_of(self, place: Place, sentence: str, details: str = "") -> None:
        """Say a sentence of a model, with its name if another one is in sight."""
        is_seen = place is self.place
        self.notice.say(sentence if is_seen else f"{place.title}: {sentence}", details)

    def _show_status(self) -> None:
        self.bar.show_frame(self.runner.latest, self.runner.grain, self.warming)

    def _kernels_ready(self) -> None:
        for place in self.places.values():
            place.runner.wake()
        self._show_status()

    # ---- documents ----

    def _show_title(self) -> None:
        place = self.place
        self.setWindowTitle(f"{place.documents.name}[*] · {place.title} · Reverie")
        self.setWindowModified(place.documents.is_unsaved())
        place.runner.ask(last_preset).add_done_callback(partial(self._note_preset, place))

    def _note_preset(self, place: Place, future: Any) -> None:
        """On the runner's thread: hand the name over to the window's."""
        if not future.cancelled() and future.exception() is None:
            QTimer.singleShot(0, self, lambda: self._show_preset(place, future.result()))

    def _show_preset(self, place: Place, name: str) -> None:
        place.preset = name
        if place is self.place:
            self.titlebar.show_preset(name)

    # ---- help ----

    def toggle_help(self, text: str) -> None:
        """Show or hide the help dock."""
        if self.help.isVisible():
            self.help.hide()
        else:
            self.show_help(text)

    def show_help(self, text: str) -> None:
        """Show a text of the model: its page, or the lesson read last."""
        self.welcome.leave()
        self.help.open_for(self.model, text)
        self.open_dock()

    def greet(self, is_first: bool) -> None:
        """At the start: offer what a crash left; where there is nothing, welcome a newcomer."""
        if not self.files.offer_recovery() and is_first:
            self.show_welcome()

    def show_welcome(self) -> None:
        """What there is, and a way into each first lesson. It comes by itself only once."""
        self.settings.put("welcomed", "true")
        self.settings.save()
        self.runner.pause()
        self.welcome.show_over()

    def begin_with(self, model: str) -> None:
        """Begin the first lesson of a model."""
        found = lessons.catalogue(model)
        if found:
            self.start_lesson(found[0].name)
        else:
            self.open_model(model)

    def stage_of_lessons(self) -> Stage:
        return PlaceStage(self)

    def start_lesson(self, name: str) -> None:
        """Show a lesson of any model, from where it was left."""
        self.lessons.start(name)

    def _follow_action(self, text: str) -> None:
        if text == "play":
            self.runner.play()
        elif text == "spoil":
            self._run_command("Spoil & recall")
        else:
            self.do(text)

    def _run_command(self, title: str) -> None:
        for command in self.commands:
            if command.title == title:
                command.run()

    # ---- the window itself ----

    def leave_full_screen(self) -> None:
        """Give up a long rewind; where there is none, back from full screen and presenter mode."""
        if self.runner.latest.progress is None:
            super().leave_full_screen()
        self.runner.cancel()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if not self._is_ready:
            self.warming.start()
        self.panel.canvas.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.kiosk.holds_open():
            event.ignore()
            return
        if not self.files.may_close():
            event.ignore()
            return
        self.shut()
        event.accept()

    def shut(self) -> None:
        """End everything that runs; within two seconds, from any state."""
        self._timer.stop()
        self.recording.close()
        close_all(self.places.values())
        self.warming.close()
        warmup.wait_for(lambda: True)
        self.settings.put("geometry", self.presenter.usual_geometry())
        self.settings.save()
