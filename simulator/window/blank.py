"""The blank screen: all black until a key or a click, so that a class looks at its teacher.

The run goes on behind it. The key that brings the picture back does nothing else: a clicker's
*forward* must not step what nobody has seen yet.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)


class Blank(QWidget):
    """Lies over a whole window and takes every key while it is seen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._focus: QWidget | None = None  # what had it before
        self.setAccessibleName("The screen is blank; any key or click brings it back")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Blank the window, or bring it back."""
        if self.isVisible():
            self.lift()
            return
        self._focus = QApplication.focusWidget()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def lift(self) -> None:
        """Bring the picture back, and the focus to where it was."""
        self.hide()
        (self._focus or self._window).setFocus()
        self._focus = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return False

    # ---- every key and click ----

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:  # else the window's own keys would act
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        return False  # Tab is a key like any other

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) not in MODIFIERS:
            self.lift()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The release follows; what lies below must not get it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.lift()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), Qt.GlobalColor.black)
