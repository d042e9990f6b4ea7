"""Notices: one sentence over the panel, never in the way, gone by itself."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton, ToolButton

SHOWN_MS = 9000


class Notice(QFrame):
    """A bar at the top of its parent; an error of the program stays and offers its details."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._details = ""
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = TextButton("Copy details")
        self._copy.clicked.connect(self._copy_details)
        close = ToolButton("close", "Close this notice")
        close.set_small(True)
        close.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._sentence, 1)
        self._row.addWidget(self._copy)
        self._row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def say(self, sentence: str, details: str = "") -> None:
        """Show a sentence; with `details` it stays until it is closed."""
        self._details = details
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._copy.setVisible(bool(details))
        self.show()
        self.raise_()
        self._place()
        if details:
            self._timer.stop()
        else:
            self._timer.start(SHOWN_MS)

    def let_go(self) -> None:
        """The person went elsewhere: a passing sentence goes, an error stays."""
        if not self._details:
            self.hide()

    def sentence(self) -> str:
        """The sentence on screen, or an empty text."""
        return self._sentence.text() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._details)

    def _place(self) -> None:
        room = self._ground.width()
        width = min(theme.px(760), room - theme.px(40))
        self._sentence.setFixedWidth(width - theme.px(190 if self._details else 70))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((room - width) // 2, theme.px(12))

    def _restyle(self) -> None:
        edge = theme.px(12)
        self._row.setContentsMargins(edge + 4, edge // 2, edge // 2, edge // 2)
