"""The help dock: the model's page and its lessons, beside the views. Links drive the panel.

Each model's text is kept open where it was left.
"""

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import Segmented, ToolButton
from simulator.controls.combo import Combo
from simulator.core import lessons
from simulator.core.model import Model
from simulator.core.pages import with_tables
from simulator.views.page import Page

WIDTH = 400


class HelpDock(QWidget):
    """Shows one text; `action_asked` carries what an `action:` link says."""

    action_asked = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.page.link_activated.connect(self._follow)
        self.page.external_link_activated.connect(self._ask_to_open)
        self._model: type[Model] | None = None
        self._text, self._shown = "page", ""  # the text on screen, and with its model's name
        self._lessons: dict[str, str] = {}  # of each model, the one read last
        self._left: dict[str, tuple[str, float]] = {}  # of each, the text and how far it was read
        self.choice = Segmented((("lesson", "Lessons"), ("page", "The model")), "Text")
        self.choice.selected.connect(self.show_text)
        close = ToolButton("close", "Close help  (F1)")
        close.set_small(True)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.choice, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.addLayout(head)
        self.lessons = Combo((), "Lesson")
        column.addWidget(self.lessons)
        column.addWidget(self.page, 1)
        self._column = column
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def open_for(self, model: type[Model], text: str) -> None:
        """Show a text of a model: see `show_text`."""
        if model is not self._model:
            self._leave()
            self._model = model
            self._offer_lessons()
        self.show_text(text)

    def follow(self, model: type[Model]) -> None:
        """Show a model's text where it was left; at first one of the kind on screen."""
        if model is self._model:
            return
        kind = "page" if self._text == "page" else "lesson"
        text, share = self._left.get(model.name, (kind, 0.0))
        self.open_for(model, text)
        QTimer.singleShot(0, self, lambda: self._read_on(model, share))

    def _read_on(self, model: type[Model], share: float) -> None:
        """Scroll to where a text was left, now that it is laid out."""
        if model is self._model:
            bar = self.page.verticalScrollBar()
            bar.setValue(round(share * bar.maximum()))

    def _leave(self) -> None:
        if self._model is not None:
            bar = self.page.verticalScrollBar()
            self._left[self._model.name] = (self._text, bar.value() / max(1, bar.maximum()))

    def show_text(self, text: str) -> None:
        """Show the `page`, a lesson by its name, or as `lesson` the one read last, at first the
        first. A model without lessons shows its page."""
        assert self._model is not None
        found = {lesson.name: lesson for lesson in lessons.catalogue(self._model.name)}
        text = text if found else "page"
        self.choice.set_value("page" if text == "page" else "lesson")
        self.lessons.setVisible(text != "page" and self.lessons.count() > 1)
        if text == "page":
            self._show("page", with_tables(lessons.page(self._model.name), self._model))
            return
        name = text if text in found else self._lessons.get(self._model.name, next(iter(found)))
        self._lessons[self._model.name] = name
        self.lessons.set_value(name)
        self._show(name, found[name].text)

    def _show(self, name: str, text: str) -> None:
        assert self._model is not None
        self._text, key = name, f"{self._model.name} {name}"
        if key != self._shown:
            self._shown = key
            self.page.show_markdown(text)

    def _offer_lessons(self) -> None:
        """Put a list of the model's lessons in the place of the old one."""
        assert self._model is not None
        found = lessons.catalogue(self._model.name)
        titles = [(lesson.name, f"{n} · {lesson.title}") for n, lesson in enumerate(found, 1)]
        old, self.lessons = self.lessons, Combo(titles, "Lesson")
        self.lessons.selected.connect(self.show_text)
        self._column.replaceWidget(old, self.lessons)
        self.setTabOrder(self.choice, self.lessons)
        old.hide()
        old.deleteLater()

    def _follow(self, link: str) -> None:
        scheme, _, what = link.partition(":")
        if scheme == "action":
            self.action_asked.emit(what)
        else:
            self.show_text(what if self.lessons.findData(what) >= 0 else "page")

    def _ask_to_open(self, link: str) -> None:
        question = f"Open {link} in the browser?"
        yes = QMessageBox.StandardButton.Yes
        if QMessageBox.question(self, "Open a link", question) == yes:
            QDesktopServices.openUrl(QUrl(link))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        now = theme.current_theme()
        painter.fillRect(self.rect(), QColor(now.surface))
        painter.setPen(QColor(now.line))
        painter.drawLine(0, 0, 0, self.height())

    def _restyle(self) -> None:
        now = theme.current_theme()
        edge = theme.px(12)
        self._column.setContentsMargins(edge, edge, edge // 2, 0)
        self.setMinimumWidth(theme.px(300))
        self.page.set_style(now.ink, now.ink2, now.accent, now.line, now.surface, theme.px(14))
