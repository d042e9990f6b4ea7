"""A kiosk: the window as visitors see it, until somebody who knows how leaves it.

Nothing can be saved, exported or closed; what the document's profile names is hidden; and after
some idle minutes everything is as the document began. Leaving brings the document back as well, so
that what visitors did is never taken for unsaved work.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication

from simulator.controls import theme
from simulator.core import document, kiosk
from simulator.core.document import Capsule
from simulator.core.errors import InputError
from simulator.core.kiosk import Kiosk
from simulator.models import model_class
from simulator.panels.panel import Panel
from simulator.window import kiosk_parts
from simulator.window.hider import Hider
from simulator.window.kiosk_dialog import KioskDialog
from simulator.window.places import Place, first_run
from simulator.window.pointer import Kind

if TYPE_CHECKING:
    from simulator.window.main_window import MainWindow

LEAVE = "Ctrl+Shift+K"
FULL = Qt.WindowState.WindowFullScreen
ARROWS = {  # keys that are no shortcuts, and the command each stands for
    Qt.Key.Key_Right: "Step",
    Qt.Key.Key_PageDown: "Step",
    Qt.Key.Key_Left: "Step back",
    Qt.Key.Key_PageUp: "Step back",
    Qt.Key.Key_Home: "Back to step 0",
}
SIGNS_OF_LIFE = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.HoverMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


@dataclass(frozen=True)
class _Start:
    """How a kiosk began, and how it begins again."""

    model: str
    capsule: Capsule
    page: str
    grain: str
    speed: float
    window: Qt.WindowState
    is_presenter: bool


class KioskMode(QObject):
    """Turns a window into a kiosk and back."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._hider = Hider(self)
        self._profile = Kiosk()
        self._start: _Start | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.begin_again)
        self._leave = QAction(window)
        self._leave.setShortcut(QKeySequence(LEAVE))
        self._leave.triggered.connect(self.leave)
        self._leave.setEnabled(False)
        window.addAction(self._leave)

    @property
    def is_on(self) -> bool:
        """Whether visitors have the window."""
        return self._start is not None

    def holds_open(self) -> bool:
        """Whether the window must not close: visitors close nothing, the end of a session does."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return self.is_on and not app.isSavingSession()

    # ---- the profile of the document in sight ----

    def profile(self) -> Kiosk:
        """Return the profile; one that hides nothing where the document has none."""
        return self._window.runner.answer(lambda run: run.kiosk) or Kiosk()

    def set_profile(self, profile: Kiosk) -> None:
        """Give the document a profile; it is saved with it."""
        kept = None if profile == Kiosk() else profile
        self._window.runner.answer(lambda run: setattr(run, "kiosk", kept))
        self._window.documents.mark_unsaved()

    def edit(self) -> None:
        """Ask what visitors are to see."""
        window = self._window
        book = window.panel.book
        groups = kiosk.groups_of(window.model, book.titles if book else {})
        dialog = KioskDialog(window, groups, self.profile())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.set_profile)
        dialog.open()

    # ---- beginning and leaving ----

    def open(self, path: str) -> None:
        """Open a document and begin."""
        if self._window.files.open_path(path):
            self.begin()

    def begin(self) -> None:
        """Hand the window over to visitors, from the present state of the document in sight."""
        window = self._window
        if self.is_on:
            return
        window.runner.pause()
        try:
            capsule = window.runner.answer(document.capsule)
        except InputError as refusal:
            window.notice.say(str(refusal))
            return
        book, place = window.panel.book, window.place
        self._profile = capsule.contents.kiosk or Kiosk()
        self._start = _Start(
            window.model.name,
            capsule,
            book.current.key if book else "",
            place.grain,
            place.speed,
            window.windowState(),
            theme.is_presenter(),
        )
        window.help.hide()
        window.setProperty("is_kiosk", True)
        window.setAcceptDrops(False)
        self._leave.setEnabled(True)
        self._hider.hide(kiosk_parts.of_window(window, self._profile))
        self.suit()
        window.setWindowState(window.windowState() | FULL)
        self._watch(True)

    def leave(self) -> None:
        """Take the window back, with the document as it was; asks nothing."""
        start = self._start
        if start is None:
            return
        self.begin_again()
        self._watch(False)
        self._start, self._profile = None, Kiosk()
        self._hider.let_go()
        for place in self._window.places.values():
            self._suit_panel(place.panel)
        self._let_keys_live()
        window = self._window
        window.setProperty("is_kiosk", False)
        window.setAcceptDrops(True)
        window.setWindowState(start.window)
        self._leave.setEnabled(False)

    def suit(self) -> None:
        """Hide what is to be hidden on the panel in sight; another model may have come."""
        if self.is_on:
            panel = self._window.panel
            self._suit_panel(panel)
            self._hider.hide(kiosk_parts.of_panel(panel, self._profile))
            self._let_keys_live()

    def _suit_panel(self, panel: Panel) -> None:
        profile = self._profile
        panel.hide_rows(
            [n for n in profile.hidden if n.startswith(("parameter", "readout", "inv"))]
        )
        if panel.book:
            panel.book.hide_pages(kiosk.in_part(profile, "page"))

    def _let_keys_live(self) -> None:
        """Only the keys of what is seen act in a kiosk."""
        for action in self._window.actions():
            if action is not self._leave:
                is_alive = not self.is_on or kiosk.is_alive(self._profile, action.text())
                action.setEnabled(is_alive)
        for place in self._window.places.values():
            for action in place.panel.actions():
                is_alive = not self.is_on or kiosk.is_alive_in_panel(self._profile, action.text())
                action.setEnabled(is_alive)

    def allows(self, key: Qt.Key) -> bool:
        """Whether a key that is no shortcut acts."""
        return not self.is_on or kiosk.is_alive(self._profile, ARROWS.get(key, ""))

    # ---- beginning again ----

    def begin_again(self) -> None:
        """Put everything back to the document's start."""
        start, window = self._start, self._window
        if start is None:
            return
        if popup := QApplication.activePopupWidget():
            popup.close()
        if dialog := QApplication.activeModalWidget():
            dialog.close()
        window.presenter.pointer.show_kind(Kind.NOTHING)
        window.help.hide()
        home = window.places[start.model]
        for place in window.places.values():
            if place is not home:
                place.runner.replace(first_run(place.model))
        window.take_run(document.reopened(start.capsule, model_class), home.documents.path)
        self._show_start(home, start)
        self._wait()

    def _show_start(self, home: Place, start: _Start) -> None:
        window = self._window
        home.set_pace(start.grain, start.speed)
        window.transport.set_pace(start.grain, start.speed)
        home.panel.show_alone("")
        if start.page:
            home.panel.show_page(start.page)
        window.presenter.set_on(start.is_presenter)
        window.refresh()

    def _watch(self, is_on: bool) -> None:
        """Note signs of life of visitors, where a profile wants to know."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self._idle.stop()
        if is_on and self._profile.idle_minutes > 0:
            app.installEventFilter(self)
            self._wait()

    def _wait(self) -> None:
        if self._profile.idle_minutes > 0:
            self._idle.start(round(60_000 * self._profile.idle_minutes))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS_OF_LIFE:
            self._wait()
        return False
