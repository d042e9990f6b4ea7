"""The main window: rail, title bar, panel, transport, status; it never steps a model itself."""

import contextlib
import queue
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from simulator.controls import theme
from simulator.core import document, warmup
from simulator.core.backends import BACKENDS
from simulator.core.errors import InputError
from simulator.core.model import Model
from simulator.core.run import Run
from simulator.core.runner import Failure, Frame, Runner
from simulator.models import CATALOGUE, model_class
from simulator.panels import panel_class
from simulator.panels.panel import Panel
from simulator.window.command_palette import Command, CommandPalette
from simulator.window.commands import commands_of, menu_of
from simulator.window.documents import Documents
from simulator.window.files import Files
from simulator.window.help_dock import HelpDock
from simulator.window.notice import Notice
from simulator.window.rail import Rail
from simulator.window.settings import Settings
from simulator.window.titlebar import TitleBar
from simulator.window.transport import Transport
from simulator.window.warming import Warming

FRAME_MS = 16
SMALLEST = (1000, 640)


class MainWindow(QMainWindow):
    """One document, one model at a time."""

    def __init__(self, model: str = "", run: Run | None = None, is_ready: bool = False) -> None:
        super().__init__()
        self.settings = Settings()
        self.model: type[Model] = (
            type(run.model) if run else model_class(model or next(iter(CATALOGUE)))
        )
        self.warming = Warming(self.model)
        self._is_ready = is_ready  # the kernels are ready already, whatever is on disk
        ready = (lambda: True) if is_ready else self.warming.is_ready
        warmup.wait_for(ready)
        self.runner = Runner(run or self.first_run(), ready)
        self.documents = Documents(self.runner)
        self.files = Files(self)
        self._frame: Frame | None = None
        self._shown_revision = 0
        self._is_computing = False  # a view waited for something at its last frame
        self._frames: deque[float] = deque(maxlen=60)
        self.commands: list[Command] = []
        self._build()
        self._make_commands()
        self._connect()
        self._open_panel()
        self.setAcceptDrops(True)
        self.setWindowIcon(theme.application_icon())
        self.resize(1440, 900)
        self.setMinimumSize(*SMALLEST)
        self._restyle()
        self.runner.start()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.pull)
        self._timer.start(FRAME_MS)
        self.pull()

    # ---- building ----

    def first_run(self) -> Run:
        """The opening: a preset that is ready to impress."""
        run = Run(self.model())
        for text in opening(self.model.name):
            run.do(text)
        return run

    def _build(self) -> None:
        self.rail, self.titlebar, self.transport = Rail(), TitleBar(), Transport()
        self.help = HelpDock()
        self.help.hide()
        self.place = QWidget()  # where the panel stands
        place = QVBoxLayout(self.place)
        place.setContentsMargins(0, 0, 0, 0)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.titlebar)
        column.addWidget(self.place, 1)
        self.foot = _Foot()
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 1, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(self.transport)
        column.addWidget(self.foot)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(main)
        self.across.addWidget(self.help)
        self.across.setStretchFactor(0, 1)
        self.across.setHandleWidth(1)
        self.across.setCollapsible(0, False)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.across, 1)
        self.setCentralWidget(whole)
        self.notice = Notice(main)
        self._build_status()

    def _build_status(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self.status = {name: QLabel() for name in ("rate", "frames", "backend", "kernels", "hover")}
        for label in self.status.values():
            label.setProperty("role", "caption")
            bar.addWidget(label)

    def _connect(self) -> None:
        t, runner = self.transport, self.runner
        t.play_toggled.connect(self.toggle_play)
        t.stepped.connect(self.step)
        t.stepped_back.connect(self.step_back)
        t.settled.connect(self.run_to_convergence)
        t.sought.connect(runner.seek)
        t.pace_changed.connect(runner.set_pace)
        t.reset_asked.connect(lambda: self.do("reset"))
        t.branch_chosen.connect(runner.switch)
        self.titlebar.preset_chosen.connect(lambda name: self.do(f"preset={name}"))
        self.titlebar.seed_chosen.connect(lambda seed: self.do(f"new-seed={seed}"))
        self.titlebar.backend_chosen.connect(lambda name: self.runner.use_backend(name))
        self.titlebar.refused.connect(self.notice.say)
        self.titlebar.lesson_chosen.connect(lambda name: self.show_help("lesson"))
        self.rail.chosen.connect(self.open_model)
        self.rail.menu_asked.connect(self.show_menu)
        self.rail.help_asked.connect(lambda: self.toggle_help("page"))
        self.rail.theme_asked.connect(self.next_theme)
        self.rail.presenter_asked.connect(self.toggle_presenter)
        self.help.action_asked.connect(self._follow_action)
        self.help.closed.connect(self.help.hide)
        self.documents.changed.connect(self._show_title)
        self.documents.said.connect(self.notice.say)
        self.warming.ready.connect(self._kernels_ready)
        self.warming.progressed.connect(lambda: self._show_status(self.runner.latest))
        self.warming.failed.connect(lambda sentence: self.notice.say(sentence, sentence))
        theme.notifier.changed.connect(self._restyle)

    def _open_panel(self) -> None:
        """Put the model's panel in its place; its file is imported only now."""
        model = self.model
        self.panel: Panel = panel_class(model.name)(self.runner)
        self.panel.said.connect(self.notice.say)
        self.panel.hovered.connect(self.status["hover"].setText)
        self.panel.export_asked.connect(self.files.export)
        layout = self.place.layout()
        assert layout is not None
        layout.addWidget(self.panel)
        self.rail.choose(model.name)
        self.titlebar.show_model(model)
        self._set_pace(model.default_grain, self.panel.start_speed)
        self.transport.show_model(model, self.runner.grain, self.runner.speed)
        for title, keys, function in self.panel.commands():
            self._command(title, keys, function)
        self._show_title()

    def _set_pace(self, grain: str, speed: float) -> None:
        self.runner.grain, self.runner.speed = grain, speed
        self.runner.set_pace(grain, speed)
        self.transport.set_pace(grain, speed)

    # ---- commands: one list for keys, menu and palette ----

    def _make_commands(self) -> None:
        for title, keys, function in commands_of(self):
            self._command(title, keys, function)

    def _command(self, title: str, keys: str, function: Callable[[], Any]) -> None:
        self.commands.append(Command(title, keys, function))
        if keys:
            action = QAction(title, self)
            action.setShortcut(QKeySequence(keys))
            action.setAutoRepeat(title in ("Undo", "Redo"))
            action.triggered.connect(lambda: function())
            self.addAction(action)

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
        """Run the coarsest grain."""
        self.runner.take_step(self.model.grains[-1].name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Right: self.step,
            Qt.Key.Key_Left: self.step_back,
            Qt.Key.Key_Home: lambda: self.runner.seek(0),
            Qt.Key.Key_PageDown: self.step,  # what a presenter's clicker sends
            Qt.Key.Key_PageUp: self.step_back,
        }
        act = keys.get(Qt.Key(event.key()))
        if act and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            act()
        else:
            super().keyPressEvent(event)

    def pull(self) -> None:
        """Take the newest frame, if there is one, and what the runner has to say."""
        self._take_messages()
        frame = self.runner.latest
        if frame is self._frame:
            if self._is_computing:  # a view may have now what it waited for
                self._show_panel(frame)
            return
        now = time.perf_counter()
        self._frames.append(now)
        self._frame = frame
        self._show_panel(frame)
        self.transport.show_frame(frame)
        self.titlebar.show_frame(frame)
        self._show_status(frame)
        if frame.revision != self._shown_revision:
            self._shown_revision = frame.revision
            self.documents.keep_soon()
            self._show_title()

    def _show_panel(self, frame: Frame) -> None:
        self._is_computing = self.panel.is_computing
        self.panel.show_frame(frame)
        self._is_computing |= self.panel.is_computing

    def refresh(self) -> None:
        """Show the newest frame now, even if it is on screen already."""
        self._frame = None
        self.pull()

    def _take_messages(self) -> None:
        while True:
            try:
                said = self.runner.messages.get_nowait()
            except queue.Empty:
                return
            if isinstance(said, Failure):
                self.notice.say(said.sentence, said.details)
            else:
                self.notice.say(said)

    def _show_status(self, frame: Frame) -> None:
        grain = self.runner.grain
        rate = f"{frame.rate:,.0f}" if frame.rate >= 10 else f"{frame.rate:.1f}"
        plural = grain + "s"
        texts = {
            "rate": f"{rate} {plural}/s" if frame.is_playing and frame.rate else "paused",
            "frames": self._frames_text(frame),
            "backend": BACKENDS[frame.backend].status,
            "kernels": self._kernels_text(frame),
        }
        if frame.is_playing and not frame.rate:
            texts["rate"] = "playing"
        for name, text in texts.items():
            if self.status[name].text() != text:
                self.status[name].setText(text)

    def _frames_text(self, frame: Frame) -> str:
        if not frame.is_playing or len(self._frames) < 10:
            return ""
        span = self._frames[-1] - self._frames[0]
        return f"{min(60, (len(self._frames) - 1) / span):.0f} frames/s" if span < 3 else ""

    def _kernels_text(self, frame: Frame) -> str:
        if frame.is_waiting:
            return "getting ready: it starts by itself in a moment"
        if self.warming.is_compiling:
            return f"compiling kernels, once: {self.warming.compiled} done…"
        return "all kernels ready" if self.warming.is_ready() else ""

    def _kernels_ready(self) -> None:
        self.runner.wake()
        self._show_status(self.runner.latest)

    # ---- documents ----

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.documents.name}[*] · {self.model.title} · Reverie")
        self.setWindowModified(self.documents.is_unsaved())
        self.runner.ask(_last_preset).add_done_callback(self._note_preset)

    def _note_preset(self, future: Any) -> None:
        """On the runner's thread: hand the name over to the window's."""
        if not future.cancelled() and future.exception() is None:
            QTimer.singleShot(0, self, lambda: self.titlebar.show_preset(future.result()))

    def take_run(self, run: Run, path: Path | None) -> None:
        """Show another run: a document that was opened, or a new one."""
        self.runner.replace(run)
        with contextlib.suppress(InputError):  # the panel shows it when the runner comes to it
            self.runner.answer(lambda _: None)
        self.documents.opened(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(_is_document(url.toLocalFile()) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if _is_document(url.toLocalFile()):
                event.acceptProposedAction()
                self.files.open_path(url.toLocalFile())
                return

    # ---- the window itself ----

    def open_model(self, name: str) -> None:
        """Open a model's panel."""
        self.rail.choose(name)

    def toggle_help(self, text: str) -> None:
        """Show or hide the help dock."""
        if self.help.isVisible():
            self.help.hide()
        else:
            self.show_help(text)

    def show_help(self, text: str) -> None:
        """Show the model's page or its first lesson."""
        self.help.open_for(self.model, text)
        if not self.help.isVisible():
            self.help.show()
            width = theme.px(400)
            self.across.setSizes([max(600, self.across.width() - width), width])

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

    def set_theme(self, name: str) -> None:
        """Light, dark, or as the system."""
        self.settings.put("theme", name)
        theme.apply_theme(_application(), name, theme.is_presenter())

    def next_theme(self) -> None:
        """The other of light and dark."""
        self.set_theme("light" if theme.current_theme().is_dark else "dark")

    def toggle_presenter(self) -> None:
        """Large type, no parameters."""
        name = self.settings.text("theme", "system")
        theme.apply_theme(_application(), name, not theme.is_presenter())

    def toggle_full_screen(self) -> None:
        """Full screen, or back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def leave_full_screen(self) -> None:
        """Back from full screen; a long rewind is given up too."""
        self.runner.cancel()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)

    def say_for_a_moment(self, text: str) -> None:
        """Show a word of success in the status bar."""
        self.statusBar().showMessage(text, 5000)

    def _restyle(self) -> None:
        self.rail.setVisible(not theme.is_presenter())
        self.statusBar().setVisible(not theme.is_presenter())
        self.foot.update()
        for label in self.status.values():
            label.setContentsMargins(theme.px(16), 0, theme.px(8), 0)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if not self._is_ready:
            self.warming.start()
        self.panel.canvas.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.may_leave():
            event.ignore()
            return
        self.shut()
        event.accept()

    def shut(self) -> None:
        """End everything that runs; within two seconds, from any state."""
        self._timer.stop()
        self.panel.shut()
        self.runner.close()
        self.warming.close()
        warmup.wait_for(lambda: True)
        self.documents.close()
        self.settings.put("geometry", self.saveGeometry())
        self.settings.save()


class _Foot(QWidget):
    """The ground of the transport, with a hairline over it."""

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        now = theme.current_theme()
        painter.fillRect(self.rect(), QColor(now.surface))
        painter.setPen(QColor(now.line))
        painter.drawLine(0, 0, self.width(), 0)


def opening(model: str) -> tuple[str, ...]:
    """What is done when a model opens for the first time."""
    return panel_class(model).start


def _last_preset(run: Run) -> str:
    names = [e.text[7:] for e in run.entries if e.text.startswith("preset=")]
    return names[-1] if names else ""


def _is_document(path: str) -> bool:
    return path.endswith(document.SUFFIX)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
