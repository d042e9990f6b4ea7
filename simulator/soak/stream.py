"""A person who does anything, in any order: seeded deeds on a window, one after another."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox, QWidget

from simulator.core import presets

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
K = Qt.Key
KEYS = (  # Space and the arrows more often than others, as people press them
    *(K.Key_Space,) * 4, *(K.Key_Right,) * 4, *(K.Key_Left,) * 3, K.Key_Up, K.Key_Down, K.Key_Tab,
    K.Key_Return, K.Key_Escape, K.Key_R, K.Key_N, K.Key_PageUp, K.Key_PageDown, K.Key_Plus,
    K.Key_Minus, K.Key_Home, K.Key_End, K.Key_Delete, *(K(ord(letter)) for letter in "ACDHPSTW"),
)  # fmt: skip
CHORDS = ((K.Key_Z, CONTROL), (K.Key_Z, CONTROL | SHIFT), (K.Key_S, CONTROL), (K.Key_Right, SHIFT))
SIZES = ((1024, 700), (1280, 720), (1440, 900), (1920, 1080))
LEAST = 4  # pixels of a widget that can be hit


class Stream:
    """Does one thing after another to a window; all that is asked of a person has an answer."""

    def __init__(self, window: Any, model: str, seed: int, folder: Path) -> None:
        self.window, self.model = window, model
        self.rng = Random(f"{model} {seed}")
        self.said = ""  # what was done last, for who looks for a fault
        self._folder = folder
        self._presets = list(presets.catalogue(model))
        self._deeds: list[tuple[int, Callable[[], str]]] = [
            (50, self._press), (22, self._key), (4, self._chord), (6, self._preset),
            (6, self._page), (3, self._grain), (3, self._seek), (2, self._resize), (1, self._save),
            (1, self._open), (1, self._switch), (1, self._presenter),
        ]  # fmt: skip
        self._answer_dialogs()

    def act(self) -> None:
        """Do the next thing."""
        weights = [weight for weight, _ in self._deeds]
        (deed,) = self.rng.choices([deed for _, deed in self._deeds], weights)
        self._close_popups()
        self.said = deed()

    def _answer_dialogs(self) -> None:
        """No dialog waits for anybody: files are named, questions are answered by chance."""
        path = str(self._folder / "soak.reverie")

        def name(*_: Any, **__: Any) -> tuple[str, str]:
            return "", ""

        def save_as(*arguments: Any, **__: Any) -> tuple[str, str]:
            is_document = "reverie" in str(arguments[-1]).lower()
            return (path, "") if is_document else ("", "")

        QFileDialog.getOpenFileName = name  # type: ignore[method-assign]
        QFileDialog.getExistingDirectory = lambda *_, **__: ""  # type: ignore[method-assign]
        QFileDialog.getSaveFileName = save_as  # type: ignore[method-assign]
        QMessageBox.exec = lambda box: self.rng.choice(  # type: ignore[method-assign]
            [QMessageBox.StandardButton.Discard, QMessageBox.StandardButton.Cancel]
        )
        QInputDialog.getText = lambda *_, **__: ("7", self.rng.random() < 0.5)  # type: ignore[method-assign]
        QMessageBox.question = lambda *_, **__: QMessageBox.StandardButton.No  # type: ignore[method-assign]

    def _close_popups(self) -> None:
        """What an earlier deed opened is closed, as by a click elsewhere."""
        for widget in QApplication.topLevelWidgets():
            is_other = widget is not self.window and widget.isVisible()
            if is_other and widget.windowType() in (Qt.WindowType.Popup, Qt.WindowType.Dialog):
                widget.close()

    # ---- deeds: each returns what it did ----

    def _press(self) -> str:
        widgets = [
            one
            for one in self.window.findChildren(QWidget)
            if one.isVisible() and one.width() > LEAST and one.height() > LEAST
        ]
        if not widgets:
            return "nothing to press"
        widget = self.rng.choice(widgets)
        button = RIGHT if self.rng.random() < 0.15 else LEFT
        start = end = self._place(widget)
        QTest.mousePress(widget, button, pos=start)
        if self.rng.random() < 0.4:
            for _ in range(self.rng.randrange(1, 5)):
                end = self._place(widget)
                QTest.mouseMove(widget, end)
        QTest.mouseRelease(widget, button, pos=end)
        return f"press {type(widget).__name__} {widget.accessibleName()!r}"

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(self.rng.randrange(widget.width()), self.rng.randrange(widget.height()))

    def _key(self) -> str:
        key = self.rng.choice(KEYS)
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        return f"key {key.name}"

    def _chord(self) -> str:
        key, modifier = self.rng.choice(CHORDS)
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        return f"keys {modifier.name} {key.name}"

    def _preset(self) -> str:
        name = self.rng.choice(self._presets)
        if self.window.panel.model.name == self.model:
            self.window.do(f"preset={name}")
        return f"preset={name}"

    def _page(self) -> str:
        book = self.window.panel.book
        if book is None:
            return "no pages"
        key = self.rng.choice(list(book.keys))
        self.window.panel.show_page(key)
        return f"page {key}"

    def _grain(self) -> str:
        grain = self.rng.choice(self.window.panel.model.grains).name
        self.window.transport.choose_grain(grain)
        return f"grain {grain}"

    def _seek(self) -> str:
        step = self.rng.randrange(self.window.runner.latest.end + 1)
        self.window.runner.seek(step)
        return f"seek {step}"

    def _resize(self) -> str:
        size = self.rng.choice(SIZES)
        self.window.resize(*size)
        return f"size {size}"

    def _save(self) -> str:
        QTest.keyClick(self.window, K.Key_S, CONTROL)
        return "save"

    def _open(self) -> str:
        path = self._folder / "soak.reverie"
        if path.exists():
            self.window.files.open_path(str(path))
        return "open"

    def _switch(self) -> str:
        """To another panel and back: only the visible one runs."""
        key = K(K.Key_1 + self.rng.randrange(5))
        QTest.keyClick(self.window, key)
        QApplication.processEvents()
        self.window.open_model(self.model)
        return f"panel {key.name} and back"

    def _presenter(self) -> str:
        QTest.keyClick(self.window, K.Key_F5)
        return "presenter"
