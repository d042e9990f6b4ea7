"""What a step of a lesson is made of on screen: words, a deed behind a button, a question.

Each shows a state and tells what a person wants; none knows the lesson.
"""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.choices import ChoiceButton, Mark
from simulator.controls.slider import ValueSlider
from simulator.controls.wide_button import WideButton
from simulator.core.lesson_text import Ask, Do
from simulator.core.lesson_walk import as_words
from simulator.views.page_flow import FlowPage
from simulator.window.lesson_player import Done

LETTERS = "ABCDEFGHIJKLMNOP"
RUNNING = "Running … Space stops it"


class Words(FlowPage):
    """Words of a step, in the colours of the window."""

    def __init__(self, text: str, size: float = 14, is_strong: bool = False) -> None:
        super().__init__()
        self._size, self._is_strong = size, is_strong
        theme.notifier.changed.connect(self.restyle)
        self.restyle()
        self.show_markdown(text)

    def restyle(self) -> None:
        now = theme.current_theme()
        weight = QFont.Weight.DemiBold if self._is_strong else QFont.Weight.Normal
        self.setFont(theme.text_font(self._size, weight))
        self.set_style(now.ink, now.ink2, now.accent, now.line, now.surface, theme.px(self._size))


class DoCard(QWidget):
    """One button; a press carries the orders out, another one does it again."""

    pressed = Signal()

    def __init__(self, do: Do) -> None:
        super().__init__()
        self._label = do.label
        self.button = WideButton(do.label, "play")
        self.button.setToolTip("\n".join(order.text for order in do.orders))
        self.button.clicked.connect(self.pressed)
        self.note = QLabel()
        self.note.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.button)
        column.addWidget(self.note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_state(self, is_running: bool, done: Done | None) -> None:
        """Show whether it waits, runs, or is done."""
        self.button.is_primary = done is None
        self.button.icon_name = "check" if done else "play"
        self.button.setAccessibleName(f"{self._label}, done" if done else self._label)
        self.button.setEnabled(not is_running)
        self.button.update()
        self.note.setText(RUNNING)
        self.note.setVisible(is_running)


class AskCard(QWidget):
    """A question on its own ground: predict, see it run, and see what was right."""

    predicted = Signal(object)  # the place of a choice, a number, or None: just show it

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._given: float | None = None
        self.choices = [
            ChoiceButton(LETTERS[n % len(LETTERS)], option.text)
            for n, option in enumerate(ask.options)
        ]
        self._column = QVBoxLayout(self)
        self.question = Words(ask.question, 15, is_strong=True)
        self._column.addWidget(self.question)
        for place, choice in enumerate(self.choices):
            choice.clicked.connect(lambda _=False, place=place: self._predict(place))
            self._column.addWidget(choice)
        self.slider = self._make_slider(ask)
        self.guess = TextButton("That is my guess", "primary")
        self.guess.clicked.connect(self._predict_number)
        self.guess.setVisible(self.slider is not None)
        self.show_it = TextButton("Show me")
        self.show_it.setToolTip("Run it without a prediction")
        self.show_it.clicked.connect(lambda: self._predict(None))
        self._row = QHBoxLayout()
        self._row.addWidget(self.guess)
        self._row.addWidget(self.show_it)
        self._row.addStretch(1)
        self._column.addLayout(self._row)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self._column.addWidget(self.note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def _make_slider(self, ask: Ask) -> ValueSlider | None:
        number = ask.number
        if number is None:
            return None
        is_whole = number.low == round(number.low) and number.high == round(number.high)
        is_whole = is_whole and number.high - number.low >= 5
        middle = (number.low + number.high) / 2
        slider = ValueSlider(
            label=number.unit or "Your guess",
            low=number.low,
            high=number.high,
            value=round(middle) if is_whole else middle,
            kind="int" if is_whole else "float",
        )
        self._column.addWidget(slider)
        return slider

    def show_state(self, is_running: bool, done: Done | None) -> None:
        """Show the question, that it runs, or what was right."""
        is_open = not is_running and done is None
        for place, choice in enumerate(self.choices):
            choice.set_mark(self._mark(place, done))
            choice.setEnabled(is_open)
        if self.slider:
            self.slider.setEnabled(is_open)
        self.guess.setVisible(is_open and self.slider is not None)
        self.show_it.setVisible(is_open)
        self.note.setText(RUNNING if is_running else self._said(done) if done else "")
        self.note.setProperty("role", "caption" if is_running else "title")
        self.note.setStyleSheet(f"color: {self._ink(done)}")
        self.note.setVisible(not is_open)

    def _mark(self, place: int, done: Done | None) -> Mark:
        if done is None or done.answer is None or done.answer.index is None:
            return "open"
        if place == done.answer.index:
            return "right"
        return "wrong" if place == done.given else "other"

    def _said(self, done: Done) -> str:
        """What came out, in a sentence."""
        if done.answer is None:
            return done.problem
        if done.answer.index is not None:
            right = LETTERS[done.answer.index % len(LETTERS)]
            if done.given is None:
                return f"It was {right}."
            is_right = done.answer.is_right(done.given)
            return f"{right} is right." if is_right else f"Not this time: it was {right}."
        came = f"It was {as_words(done.answer.number)}."
        if done.given is None:
            return came
        if done.answer.is_right(done.given):
            return f"You said {as_words(done.given)}, and that is right. {came}"
        return f"You said {as_words(done.given)}. {came}"

    def _ink(self, done: Done | None) -> str:
        now = theme.current_theme()
        if done is None or done.answer is None:
            return now.ink2
        if done.given is None:
            return now.ink
        return now.good if done.answer.is_right(done.given) else now.warm

    def _predict_number(self) -> None:
        assert self.slider
        self._predict(self.slider.value())

    def _predict(self, given: float | None) -> None:
        self.predicted.emit(given)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(now.line))
        painter.setBrush(QColor(now.surface))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, theme.px(10), theme.px(10))
        bar = QRectF(0, theme.px(12), theme.px(3), self.height() - theme.px(24))
        painter.fillRect(bar, QColor(now.accent))

    def _restyle(self) -> None:
        self._column.setContentsMargins(*(theme.px(edge) for edge in (16, 12, 14, 12)))
        self._column.setSpacing(theme.px(8))
        self._row.setSpacing(theme.px(8))
        self.note.setFont(theme.text_font(14, QFont.Weight.DemiBold))
