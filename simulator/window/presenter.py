"""What a person does in front of a class: large type, clicker keys, a blank screen, a pointer, and
the second display.

Keys of a clicker differ by make: Page Down and Page Up, `.` or B for black, F5 or Shift+F5 to
begin, Esc to end. Those of a hall (`HallKeys`) hold in presenter mode only, and there they come
before what a slider, a pad's tools or a diagram would do with them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QScreen
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from simulator.controls import theme
from simulator.window.blank import Blank
from simulator.window.pointer import Kind, Pointer

if TYPE_CHECKING:
    from simulator.window.shell import Shell

PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
TURNING = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
ALONE = (
    "There is only one display here. Connect the projector and extend the desktop to it (not the "
    "same picture on both); F5 and F11 present on this one."
)


class Display(Protocol):
    """What is asked of a screen."""

    def geometry(self) -> QRect: ...


@dataclass(frozen=True)
class _Home:
    """Where a window was before it went to another display."""

    geometry: QByteArray
    was_presenter: bool


def other_display(displays: Sequence[Any], here: Display) -> Any:
    """Return the first display that shows another part of the desktop, or None."""
    return next((d for d in displays if d.geometry() != here.geometry()), None)


class HallKeys(QObject):
    """Keys that act before the widget that has the focus, while presenter mode is on."""

    def __init__(self, window: QObject, deeds: Mapping[Qt.Key, Callable[[], Any]]) -> None:
        super().__init__(window)
        self._window, self._deeds = window, dict(deeds)
        self._is_on = False

    def set_on(self, is_on: bool) -> None:
        """Take these keys, or leave them to the widgets."""
        app = QApplication.instance()
        if app is None or is_on == self._is_on:
            return
        self._is_on = is_on
        if is_on:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if not isinstance(event, QKeyEvent) or not self._is_ours(event):
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._deeds[Qt.Key(event.key())]()
        return True

    def _is_ours(self, event: QKeyEvent) -> bool:
        key, focus = Qt.Key(event.key()), QApplication.focusWidget()
        if key not in self._deeds or event.modifiers() not in PLAIN:
            return False
        if QApplication.activePopupWidget() or QApplication.activeWindow() is not self._window:
            return False
        if isinstance(focus, Blank):  # any key brings the picture back
            return False
        if isinstance(focus, QTextEdit | QPlainTextEdit):
            return focus.isReadOnly()
        return key in TURNING or not isinstance(focus, QLineEdit | QAbstractSpinBox)


class Presenter(QObject):
    """Presenter mode of one window, and all that belongs to it."""

    def __init__(self, window: "Shell") -> None:
        super().__init__(window)
        self._window = window
        self.blank, self.pointer = Blank(window), Pointer(window)
        self._home: _Home | None = None
        self.keys = HallKeys(
            window,
            {
                Qt.Key.Key_PageDown: lambda: window.clicker(True),
                Qt.Key.Key_PageUp: lambda: window.clicker(False),
                Qt.Key.Key_Period: self.blank.toggle,
                Qt.Key.Key_B: self.blank.toggle,
                Qt.Key.Key_L: self.pointer.next,
            },
        )
        start = QAction(window)
        start.setShortcut(QKeySequence("Shift+F5"))
        start.triggered.connect(lambda: self.set_on(True))
        window.addAction(start)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.keys.set_on(theme.is_presenter())
        if not theme.is_presenter():
            self.pointer.show_kind(Kind.NOTHING)

    # ---- beginning and ending ----

    def set_on(self, is_on: bool) -> None:
        """Begin presenter mode, or end it."""
        if is_on != theme.is_presenter():
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            theme.apply_theme(app, theme.wished_theme(), is_on)

    def leave(self) -> None:
        """Esc: away with the pointer; then back from the other display, full screen and mode."""
        if self.pointer.kind is not Kind.NOTHING:
            self.pointer.show_kind(Kind.NOTHING)
        elif self._home:
            self.come_back()
        else:
            self._window.setWindowState(
                self._window.windowState() & ~Qt.WindowState.WindowFullScreen
            )
            self.set_on(False)

    # ---- the second display ----

    def displays(self) -> Sequence[Any]:
        """The displays of the desktop."""
        return QGuiApplication.screens()

    def go_elsewhere(self) -> None:
        """Present in full screen on another display; a second time: come back."""
        if self._home:
            self.come_back()
            return
        display = other_display(self.displays(), self._window.screen())
        if display is None:
            self._window.notice.say(ALONE)
            return
        self._home = _Home(self._window.saveGeometry(), theme.is_presenter())
        self._window.setWindowState(Qt.WindowState.WindowNoState)
        handle = self._window.windowHandle()
        if handle and isinstance(display, QScreen):  # Wayland goes by this, X11 by the place
            handle.setScreen(display)
        self._window.setGeometry(display.geometry())
        self._window.showFullScreen()
        self.set_on(True)

    def come_back(self) -> None:
        """Be again where the window was, and as it was."""
        home, self._home = self._home, None
        if home:
            self._window.setWindowState(Qt.WindowState.WindowNoState)
            self._window.restoreGeometry(home.geometry)
            self.set_on(home.was_presenter)

    def usual_geometry(self) -> QByteArray:
        """Where the window is to open the next time: never on a projector."""
        return self._home.geometry if self._home else self._window.saveGeometry()
