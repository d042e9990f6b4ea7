"""A lesson on screen: its steps as dots, one step at a time, and the way on.

What stands below a deed or a question appears when it has been done or answered; the column scrolls
to it.
"""

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.core.lesson_text import Ask, Do, Prose
from simulator.core.lesson_walk import filled
from simulator.window.lesson_cards import AskCard, DoCard, Words
from simulator.window.lesson_dots import LessonDots
from simulator.window.lesson_player import LessonPlayer

SETTLING_MS = (60, 250)  # until new words know how high they are


class LessonView(QWidget):
    """Shows what a player holds."""

    link_activated = Signal(str)  # help:… or action:…
    external_link_activated = Signal(str)
    finished = Signal()  # the person is through
    reread = Signal()  # the lesson's file has been mended

    def __init__(self) -> None:
        super().__init__()
        self.player: LessonPlayer | None = None
        self._blocks: list[QWidget] = []  # of the step in sight
        self._shown: tuple[int, str] = (-1, "")  # the step in sight, and the lesson's title
        self.dots = LessonDots()
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        self.heading = QLabel()
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self._inner = QWidget()
        self._inner.setProperty("role", "sheet")
        self.column = QVBoxLayout(self._inner)
        self.area = QScrollArea()
        self.area.setWidget(self._inner)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back, self.on = TextButton("Back"), TextButton("Next", "primary")
        self.back.clicked.connect(self.retreat)
        self.on.clicked.connect(self.go_on)
        self.dots.chosen.connect(lambda at: self.player and self.player.go(at))
        self._lay_out()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.addWidget(self.dots, 1)
        where.addWidget(self.count)
        ways = QHBoxLayout()
        ways.addWidget(self.back)
        ways.addStretch(1)
        ways.addWidget(self.on)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(where)
        whole.addWidget(self.area, 1)
        whole.addLayout(ways)
        self._whole = whole

    # ---- what is shown ----

    def show_player(self, player: LessonPlayer | None) -> None:
        """Show a lesson, or none."""
        if self.player is not None:
            self.player.changed.disconnect(self.refresh)
        self.player, self._shown = player, (-1, "")
        if player is None:
            self._clear()
            return
        player.changed.connect(self.refresh)
        self.refresh()

    def show_problem(self, sentence: str) -> None:
        """Show why there is no lesson, and a way to try again."""
        self.show_player(None)
        again = TextButton("Read it again", "primary")
        again.clicked.connect(self.reread)
        self.heading.setText("This lesson can’t be read")
        self.column.addWidget(self.heading)
        self.heading.show()
        self.column.addWidget(self._words(_escaped(sentence)))
        self.column.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_ways(False)

    def _show_ways(self, are_shown: bool) -> None:
        for part in (self.dots, self.count, self.back, self.on):
            part.setVisible(are_shown)

    def refresh(self) -> None:
        """Show what has become of the lesson."""
        player = self.player
        if player is None:
            return
        key = (player.at, player.lesson.title)
        if key != self._shown or len(self._blocks) > len(player.visible):
            self._shown = key
            self._begin_step(player)
        for place in range(len(self._blocks), len(player.visible)):
            self._add(player, place)
        for place, widget in enumerate(self._blocks):
            if isinstance(widget, DoCard | AskCard):
                widget.show_state(player.running == place, player.done.get(place))
        self._show_ways(True)
        titles = tuple(step.title for step in player.lesson.steps)
        self.dots.show_steps(titles, player.at, player.furthest)
        self.count.setText(f"{player.at + 1} of {len(titles)}")
        self.back.setEnabled(player.at > 0 or bool(player.done))
        is_through = player.pending is None
        self.on.kind = "primary" if is_through else "plain"
        self.on.setText("Finish" if player.is_last and is_through else "Next")
        self.on.setEnabled(player.running is None and (is_through or not player.is_last))
        self.on.update()

    def _begin_step(self, player: LessonPlayer) -> None:
        self._clear()
        if player.at == 0:  # the first begins with what the lesson is about
            lesson = player.lesson
            self.column.addWidget(self._words(f"# {lesson.title}\n\n{lesson.intro}"))
        self.heading.setText(player.step.title)
        self.column.addWidget(self.heading)
        self.heading.show()
        self.area.verticalScrollBar().setValue(0)

    def _add(self, player: LessonPlayer, place: int) -> None:
        block = player.step.blocks[place]
        widget: QWidget
        if isinstance(block, Prose):
            widget = self._words(filled(block, player.values_at(place)))
        elif isinstance(block, Do):
            widget = DoCard(block)
            widget.pressed.connect(lambda: self._perform(place, None))
        else:
            assert isinstance(block, Ask)
            widget = AskCard(block)
            widget.predicted.connect(lambda given: self._perform(place, given))
            self._follow_links(widget.question)
        self._blocks.append(widget)
        self.column.addWidget(widget)
        if player.done:  # something new below what was done
            for wait in SETTLING_MS:
                QTimer.singleShot(wait, self, self._scroll_to_end)

    def _perform(self, place: int, given: float | None) -> None:
        """Carry a block out, perhaps again: what stood below it goes."""
        player = self.player
        if player is None or player.running is not None:
            return
        later = [p for p in player.done if p >= place]
        for p in later:
            del player.done[p]
        player.perform(place, given)

    def _words(self, text: str) -> Words:
        words = Words(text)
        self._follow_links(words)
        return words

    def _follow_links(self, words: Words) -> None:
        words.link_activated.connect(self.link_activated)
        words.external_link_activated.connect(self.external_link_activated)

    def _clear(self) -> None:
        while self.column.count():
            item = self.column.takeAt(0)
            widget = item.widget() if item else None
            if widget is self.heading:
                widget.hide()
            elif widget is not None:
                widget.hide()
                widget.deleteLater()
        self._blocks = []

    def _scroll_to_end(self) -> None:
        if not self._blocks:
            return
        self.area.ensureWidgetVisible(self._blocks[-1], 0, theme.px(12))

    # ---- the way on ----

    def go_on(self) -> None:
        """The next step, also where something here was left undone; at the end, the end."""
        player = self.player
        if player is None:
            return
        if player.is_last and player.pending is None:
            self.finished.emit()
        else:
            player.go(player.at + 1)

    def retreat(self) -> None:
        """The step before, or this one from its beginning."""
        self._with(LessonPlayer.retreat)

    def advance(self) -> None:
        """One press of a clicker."""
        self._with(LessonPlayer.advance)

    def _with(self, act: Callable[[LessonPlayer], None]) -> None:
        if self.player is not None:
            act(self.player)

    def _restyle(self) -> None:
        self._whole.setSpacing(theme.px(6))
        self.column.setContentsMargins(0, theme.px(4), theme.px(8), theme.px(12))
        self.column.setSpacing(theme.px(10))
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.heading.setFont(theme.text_font(17, QFont.Weight.DemiBold))


def _escaped(sentence: str) -> str:
    """A sentence as Markdown in which nothing is marked."""
    return re.sub(r"([\\`*_\[\]<>#|$])", r"\\\1", sentence)
