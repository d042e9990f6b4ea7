"""The command palette: type a few letters of what you want, press Enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from simulator.controls import theme


@dataclass(frozen=True)
class Command:
    """Something the program can do, for menus, keys and the palette alike."""

    title: str
    shortcut: str
    run: Callable[[], Any]


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Return the commands whose titles hold every typed word, those that begin with it first."""
    words = typed.lower().split()
    found = [c for c in commands if all(word in c.title.lower() for word in words)]
    return sorted(found, key=lambda c: not c.title.lower().startswith(typed.lower().strip()))


class _Row(QStyledItemDelegate):
    """A title at the left and its keys, in grey, at the right."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        command = index.data(Qt.ItemDataRole.UserRole)
        if command is None or not command.shortcut:
            return
        keys = QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        is_chosen = option.state & QStyle.StateFlag.State_Selected
        now = theme.current_theme()
        painter.setPen(QColor(now.on_accent if is_chosen else now.ink2))
        painter.setFont(theme.text_font())
        box = option.rect.adjusted(0, 0, -theme.px(10), 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, int(flags), keys)


class CommandPalette(QDialog):
    """A line to type in and a list to choose from."""

    def __init__(self, parent: QWidget, commands: Sequence[Command]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._commands = commands
        self._line = QLineEdit()
        self._line.setPlaceholderText("Type what you want to do")
        self._line.setAccessibleName("Command")
        self._list = QListWidget()
        self._list.setAccessibleName("Commands")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_Row(self._list))
        column = QVBoxLayout(self)
        column.addWidget(self._line)
        column.addWidget(self._list)
        self._line.textChanged.connect(self._fill)
        self._line.installEventFilter(self)
        self._list.itemClicked.connect(lambda item: self._run(item))
        self.resize(theme.px(520), theme.px(420))
        self._fill("")

    def open_over(self, window: QWidget) -> None:
        """Show near the top of a window."""
        left = (window.width() - self.width()) // 2
        self.move(window.mapToGlobal(window.rect().topLeft()).x() + left,
                  window.mapToGlobal(window.rect().topLeft()).y() + theme.px(70))  # fmt: skip
        self.show()
        self._line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self._list.currentRow() + step
            self._list.setCurrentRow(max(0, min(row, self._list.count() - 1)))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self._list.currentItem())
            return True
        return False

    def _fill(self, typed: str) -> None:
        self._list.clear()
        for command in matching(self._commands, typed):
            item = QListWidgetItem(command.title)
            item.setData(Qt.ItemDataRole.UserRole, command)
            item.setSizeHint(QSize(0, theme.px(28)))
            self._list.addItem(item)
        if self._list.count():
            self._list.setCurrentRow(0)
        else:
            nothing = QListWidgetItem("Nothing has that name")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(nothing)

    def _run(self, item: QListWidgetItem | None) -> None:
        command = item.data(Qt.ItemDataRole.UserRole) if item else None
        if command is not None:
            self.close()
            command.run()
