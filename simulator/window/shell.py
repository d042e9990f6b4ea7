"""The window's frame: rail, title bar, stage, transport, help and status, and how they look.

Where things stand, theme, presenter mode, full screen and what is dropped; nothing of any model.
"""

from typing import Any

from PySide6.QtCore import QChildEvent, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from simulator.controls import theme
from simulator.core import document
from simulator.window.help_dock import WIDTH as HELP_WIDTH
from simulator.window.help_dock import HelpDock
from simulator.window.lesson_player import Stage
from simulator.window.links import link_in
from simulator.window.notice import Notice
from simulator.window.panel_stack import PanelStack
from simulator.window.presenter import Presenter
from simulator.window.rail import Rail
from simulator.window.settings import Settings
from simulator.window.status import StatusBar
from simulator.window.titlebar import TitleBar
from simulator.window.transport import Transport

USUAL, SMALLEST = (1440, 900), (1000, 640)
LEAST_MAIN = 600  # pixels that the help dock leaves


class Shell(QMainWindow):
    """A window whose parts do nothing yet; `stage` is where the panels stand."""

    document_dropped = Signal(str)  # its path
    link_dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.settings = Settings()
        self.rail, self.titlebar, self.transport = Rail(), TitleBar(), Transport()
        self.stage = PanelStack()
        self.help = HelpDock(self.stage_of_lessons, self.settings)
        self.help.hide()
        self.help.closed.connect(self.help.hide)
        self._build()
        self.setAcceptDrops(True)
        self.setWindowIcon(theme.application_icon())
        self.resize(*USUAL)
        self.setMinimumSize(*SMALLEST)
        self.presenter = Presenter(self)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _build(self) -> None:
        self.ground = main = QWidget()  # what the notice and the welcome page lie on
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.titlebar)
        column.addWidget(self.stage, 1)
        self.foot = _Foot(self.transport)
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
        self.notice, self.bar = Notice(main), StatusBar()
        self.status = self.bar.labels
        self.setStatusBar(self.bar)
        parts = self.rail, self.titlebar, self.foot, self.help, self.notice, self.bar
        for part in (*parts, self.across.handle(1)):
            theme.dress(part)  # never the window: it would be restyled whole, hidden panels too

    def childEvent(self, event: QChildEvent) -> None:
        """Dress what is opened over the window: menus, dialogs, whatever lies on it."""
        super().childEvent(event)
        if event.polished():  # before that, Python must not touch a child: it is half made
            child = event.child()
            if isinstance(child, QWidget) and child is not self.centralWidget():
                theme.dress(child)

    def stage_of_lessons(self) -> Stage:
        """What a lesson of the model in sight drives."""
        raise NotImplementedError

    def open_dock(self) -> None:
        """Bring the help dock into sight."""
        if not self.help.isVisible():
            self.help.show()
            width = theme.px(HELP_WIDTH)
            self.across.setSizes([max(LEAST_MAIN, self.across.width() - width), width])

    def say_for_a_moment(self, text: str) -> None:
        """Show a word of success in the status bar."""
        self.bar.say(text)

    # ---- what is dropped on it ----

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _documents_in(event) or link_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths, text = _documents_in(event)[:1], link_in(event.mimeData())
        if paths or text:
            event.acceptProposedAction()
        for path in paths:
            self.document_dropped.emit(path)
        if text and not paths:
            self.link_dropped.emit(text)

    # ---- how it looks ----

    def set_theme(self, name: str) -> None:
        """One of the themes, or as the system."""
        self.settings.put("theme", name)
        theme.apply_theme(_application(), name, theme.is_presenter())

    def next_theme(self) -> None:
        """The other of light and dark, with as much contrast."""
        now = theme.current_theme()
        light, dark = theme.THEMES[2:] if now.is_contrasted else theme.THEMES[:2]
        self.set_theme(light if now.is_dark else dark)

    def toggle_presenter(self) -> None:
        """Large type, no parameters."""
        self.presenter.set_on(not theme.is_presenter())

    def clicker(self, forward: bool) -> None:
        """Forward or back, as a presenter's clicker says."""

    def toggle_full_screen(self) -> None:
        """Full screen, or back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def leave_full_screen(self) -> None:
        """Back from full screen and from presenter mode."""
        self.presenter.leave()

    def _restyle(self) -> None:
        self.rail.setVisible(not theme.is_presenter())
        self.bar.restyle()
        self.foot.update()


class _Foot(QWidget):
    """The ground of the transport, with a hairline over it."""

    def __init__(self, transport: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(transport)

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        now = theme.current_theme()
        painter.fillRect(self.rect(), QColor(now.surface))
        painter.setPen(QColor(now.line))
        painter.drawLine(0, 0, self.width(), 0)


def _documents_in(event: QDropEvent) -> list[str]:
    paths = [url.toLocalFile() for url in event.mimeData().urls()]
    return [path for path in paths if path.endswith(document.SUFFIX)]


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
