"""What is typed as text and checked when it is left: a list of numbers, a line such as a path."""

from collections.abc import Callable
from functools import partial
from os.path import expanduser
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyleOptionFrame,
    QWidget,
)

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.core.errors import InputError
from simulator.core.parameter import Spec

MARGIN = 2  # pixels that Qt leaves free at both ends of a line's text


class LineEdit(QLineEdit):
    """Takes what is typed at Enter or when the focus goes; Escape leaves it as it was.

    `committed` tells another value, `refused` one sentence when what was typed is not allowed; the
    old text is then back. Of a text that is too long its end is in sight: that of a path says most.
    """

    committed = Signal(object)
    refused = Signal(str)

    def __init__(self, spec: Spec) -> None:
        super().__init__()
        self._read: Callable[[Any], Any] = spec.read
        self._write: Callable[[Any], str] = spec.write
        self._value = spec.default
        self.setAccessibleName(spec.label)
        self.setText(self._write(self._value))
        self.editingFinished.connect(self._take_typed)

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        """Show another value, silently; never under the hands of someone typing."""
        self._value = value
        if not self.isModified():
            self._put_back()

    def take(self, given: Any) -> None:
        """Take a value or its text as if it had been typed."""
        try:
            value = self._read(given)
        except InputError as refusal:
            self._put_back()  # before telling: a message box would end the editing once more
            self.refused.emit(str(refusal))
            return
        is_other = value != self._value
        self._value = value
        self._put_back()
        if is_other:
            self.committed.emit(value)

    @property
    def shown(self) -> str:
        """What is in sight while nobody types: the text, or “…” and as much of its end as fits."""
        metrics = QFontMetricsF(self.font())
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideLeft, self._room().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._put_back()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # its own menu wants the selection
            self.end(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        shown = self.shown
        if shown == self.text() or self.hasFocus():
            return
        painter, room = QPainter(self), self._room()  # where Qt has put the end, without the mark
        painter.fillRect(room.adjusted(-MARGIN, 0, MARGIN, 0), self.palette().base())
        painter.setPen(self.palette().text().color())
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, shown)
        painter.end()

    def _room(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        element = QStyle.SubElement.SE_LineEditContents
        return self.style().subElementRect(element, option, self).adjusted(MARGIN, 0, -MARGIN, 0)

    def _take_typed(self) -> None:
        if self.isModified():
            self.take(self.text())

    def _put_back(self) -> None:
        self.setText(self._write(self._value))  # which also counts as not modified


class TextField(QWidget):
    """A line, and beside it, where its declaration says so, a button to look for a path.

    Its tip shows the whole line above `tip`.
    """

    committed = Signal(object)
    refused = Signal(str)

    def __init__(self, spec: Spec, tip: str = "") -> None:
        super().__init__()
        self._browse, self._label, self._tip = spec.browse, spec.label, tip
        self.line = LineEdit(spec)
        self.button = TextButton("…")
        self.button.setToolTip(f"Choose a {spec.browse}")
        self.button.setAccessibleName(f"{spec.label}: choose a {spec.browse}")
        self.setFocusProxy(self.line)
        self.line.committed.connect(self.committed)
        self.line.refused.connect(self.refused)
        self.line.textChanged.connect(self._show_tip)
        self.button.clicked.connect(self.browse)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.line, 1)
        self._row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not spec.browse:
            self.button.hide()
        self._show_tip()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def value(self) -> str:
        return self.line.value()

    def set_value(self, value: str) -> None:
        """Show another text, silently; never under the hands of someone typing."""
        self.line.set_value(value)

    def browse(self) -> None:
        """Ask for a path; where it may be either, first whether of a file or of a folder."""
        kinds = self._browse.split(" or ")
        if len(kinds) == 1:
            self.choose(kinds[0])
            return
        menu = QMenu(self)
        for kind in kinds:
            menu.addAction(f"{kind.capitalize()}…", partial(self.choose, kind))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def choose(self, kind: str) -> None:
        """Ask for the path of a file or of a folder, and take it."""
        start = expanduser(self.value())
        if kind == "folder":
            path = QFileDialog.getExistingDirectory(self, self._label, start)
        else:
            path, _ = QFileDialog.getOpenFileName(self, self._label, start)
        if path:
            self.line.take(path)

    def _show_tip(self) -> None:
        self.setToolTip("\n".join(filter(None, (self.line.text(), self._tip))))

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(6))
        self.button.setFixedHeight(theme.px(28) + 2)  # a line's height in the style sheet
