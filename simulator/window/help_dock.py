"""The help dock: the model's page and its lessons, beside the views; both drive the panel.

Each model's text is kept open where it was left, and so is its lesson.
"""

from collections.abc import Callable

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import Segmented, ToolButton
from simulator.controls.combo import Combo
from simulator.core import lessons
from simulator.core.errors import InputError
from simulator.core.lessons import Lesson
from simulator.core.model import Model
from simulator.core.pages import with_tables
from simulator.views.page import Page
from simulator.window.lesson_player import LessonPlayer, Stage
from simulator.window.lesson_view import LessonView
from simulator.window.settings import Settings

WIDTH = 400
SETTLING_MS = (0, 50, 250)  # until a page that was hidden is laid out


class HelpDock(QWidget):
    """Shows one text; `action_asked` carries what an `action:` link says."""

    action_asked = Signal(str)
    highlighted = Signal(object)  # names that the lesson points at
    held = Signal(object)  # the lesson in sight (its LessonPlayer), or None
    refused = Signal(str)
    closed = Signal()  # its button was pressed
    opened = Signal(bool)  # whether it is in sight

    def __init__(self, stage: Callable[[], Stage], settings: Settings) -> None:
        """`stage` gives what lessons of the model in sight drive."""
        super().__init__()
        self._stage, self._settings = stage, settings
        self.page, self.lesson = Page(), LessonView()
        for text in (self.page, self.lesson):
            text.link_activated.connect(self._follow)
            text.external_link_activated.connect(self._ask_to_open)
        self.lesson.finished.connect(self._finish)
        self.lesson.reread.connect(self.read_again)
        self._model: type[Model] | None = None
        self._text, self._shown = "page", ""  # the text on screen, and with its model's name
        self._lessons: dict[str, str] = {}  # of each model, the one read last
        self._players: dict[str, LessonPlayer] = {}  # of each model, where it stands
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
        self._texts = QStackedWidget()
        self._texts.addWidget(self.page)
        self._texts.addWidget(self.lesson)
        column.addWidget(self._texts, 1)
        self._column = column
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    # ---- which text ----

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
        for wait in SETTLING_MS:
            QTimer.singleShot(wait, self, lambda: self._read_on(model, share))

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
        first; or as `howto` how lessons are written. A model without lessons shows its page."""
        assert self._model is not None
        found = {lesson.name: lesson for lesson in lessons.catalogue(self._model.name)}
        text = text if found else "page"
        self.choice.set_value("page" if text == "page" else "lesson")
        self.lessons.setVisible(text != "page")
        if text == "page":
            self._show_page("page", with_tables(lessons.page(self._model.name), self._model))
            return
        if text == lessons.HOWTO:
            self.lessons.set_value(text)
            self._show_page(text, lessons.howto())
            return
        name = text if text in found else self._lessons.get(self._model.name, next(iter(found)))
        self._lessons[self._model.name] = name
        self.lessons.set_value(name)
        self._show_lesson(found[name])

    def _show_page(self, name: str, text: str) -> None:
        assert self._model is not None
        self._text, key = name, f"{self._model.name} {name}"
        self._texts.setCurrentWidget(self.page)
        if key != self._shown:
            self._shown = key
            self.page.show_markdown(text)
        self.held.emit(None)

    # ---- lessons ----

    @property
    def player(self) -> LessonPlayer | None:
        """The lesson that is being held in sight, if there is one."""
        return self.lesson.player if self._texts.currentWidget() is self.lesson else None

    def _show_lesson(self, lesson: Lesson) -> None:
        assert self._model is not None
        self._text = lesson.name
        self._texts.setCurrentWidget(self.lesson)
        player = self._players.get(self._model.name)
        if player is None or player.name != lesson.name:
            player = self._begin(lesson)
        if self.lesson.player is not player:
            self.lesson.show_player(player)
        self.held.emit(player)

    def _begin(self, lesson: Lesson, at: int | None = None) -> LessonPlayer | None:
        """Return the player of a lesson, at the step where it was left; None where the lesson
        can't be understood, and then that is said in its place."""
        assert self._model is not None
        old = self._players.pop(self._model.name, None)
        if old is not None:
            old.shut()
        try:
            text = lesson.read(self._model)
        except InputError as error:
            self.lesson.show_problem(str(error))
            return None
        at = self._settings.progress(lesson.name) if at is None else at
        player = LessonPlayer(lesson.name, text, self._stage(), at)
        player.highlighted.connect(self.highlighted)
        player.refused.connect(self.refused)
        player.changed.connect(lambda: self._settings.put_progress(player.name, player.at))
        self._players[self._model.name] = player
        return player

    def read_again(self) -> None:
        """Read the lesson's file again: somebody has mended it."""
        assert self._model is not None
        self._players.pop(self._model.name, None)
        self.show_text(self._text)

    def hold(self, name: str, at: int) -> None:
        """Show a lesson of the model in sight at a step, as a document says."""
        assert self._model is not None
        self._settings.put_progress(name, at)
        self._players.pop(self._model.name, None)
        self.show_text(name)

    def _finish(self) -> None:
        """On to the next lesson, or to the first step again after the last."""
        assert self._model is not None
        player = self.player
        if player is None:
            return
        player.go(0)
        names = [lesson.name for lesson in lessons.catalogue(self._model.name)]
        place = names.index(player.name) + 1
        if place < len(names):
            self.show_text(names[place])

    def _offer_lessons(self) -> None:
        """Put a list of the model's lessons in the place of the old one."""
        assert self._model is not None
        found = lessons.catalogue(self._model.name)
        titles = [(lesson.name, f"{n} · {lesson.title}") for n, lesson in enumerate(found, 1)]
        titles.append((lessons.HOWTO, "Write your own lesson"))
        old, self.lessons = self.lessons, Combo(titles, "Lesson")
        self.lessons.selected.connect(self.show_text)
        self._column.replaceWidget(old, self.lessons)
        self.setTabOrder(self.choice, self.lessons)
        old.hide()
        old.deleteLater()

    def hideEvent(self, event: object) -> None:
        self.opened.emit(False)
        self.held.emit(None)

    def showEvent(self, event: object) -> None:
        self.opened.emit(True)
        self.held.emit(self.player)

    # ---- links ----

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
        self._column.setContentsMargins(edge, edge, edge, edge)
        self.setMinimumWidth(theme.px(300))
        self.page.set_style(now.ink, now.ink2, now.accent, now.line, now.surface, theme.px(14))
