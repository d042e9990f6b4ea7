"""The options of a job: a small card that opens above its button, with a form in it."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.card import Card
from simulator.controls.form import ParameterForm
from simulator.core.job import Job
from simulator.core.parameter import Parameters

WIDTH = 280  # pixels of normal mode


class JobOptions(TextButton):
    """A button that shows and keeps a job's `options`; None for a job without any."""

    refused = Signal(str)

    def __init__(self, job: Job) -> None:
        super().__init__("Options")
        self._job = job
        self.options: Parameters | None = job.read("")
        self._card: OptionsCard | None = None
        if self.options is None:
            self.hide()
        self.clicked.connect(self.open_card)
        self._show_text()

    @property
    def text_of_job(self) -> str:
        """What asks for the job with these options, here and on the command line."""
        return self._job.write(self.options)

    def take(self, text: str) -> None:
        """Take the options of a text that asks for the job; raises InputError."""
        self.options = self._job.read(text.partition("=")[2].strip())
        self._show_card()

    def open_card(self) -> None:
        """Show the card, above the button or, where there is no room, below."""
        if self._card is None:
            self._card = OptionsCard(self._job, self)
            self._card.form.changed.connect(self._set)
            self._card.form.refused.connect(self.refused)
            self._card.reset.clicked.connect(self._reset)
        self._show_card()
        self._card.show()

    def _set(self, name: str, value: object) -> None:
        if self.options is not None:
            self.options = self.options.with_value(name, value)
            self._show_card()

    def _reset(self) -> None:
        self.options = self._job.read("")
        self._show_card()

    def _show_card(self) -> None:
        self._show_text()
        if self._card is not None and self.options is not None:
            self._card.show_options(self.options, self.text_of_job)

    def _show_text(self) -> None:
        self.setToolTip(f"What is measured: {self.text_of_job}")
        self.setAccessibleDescription(self.text_of_job)


class OptionsCard(QWidget):
    """A card on its own sheet, closed by Escape or a press beside it."""

    def __init__(self, job: Job, button: QWidget) -> None:
        super().__init__(button, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)  # a press on the button closes only
        self.setAccessibleName(f"Options of {job.label.lower()}")
        assert job.Options is not None
        self._button = button
        self.form = ParameterForm(job.Options)
        self.reset = TextButton("Defaults")
        self.reset.setToolTip("Put every option back.")
        self._text = QLabel()
        self._text.setProperty("role", "caption")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card = Card(f"{job.label}: options")
        card.body.addWidget(self.form)
        card.body.addWidget(self._text)
        card.body.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_options(self, options: Parameters, text: str) -> None:
        """Show values, and the text that asks for them."""
        self.form.show_values(options.values())
        self._text.setText(f"--job {text}" if ";" not in text else f'--job "{text}"')
        self.reset.setEnabled(options != type(options)())
        self._place()

    def _place(self) -> None:
        """Above the button, its lower edge fixed, so that rows that come move nothing below."""
        width = theme.px(WIDTH)
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        height = max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
        self.resize(width, height)
        room, gap = self._button.screen().availableGeometry(), theme.px(6)
        corner = self._button.mapToGlobal(QPoint(0, -gap - height))
        if corner.y() < room.top():
            corner = self._button.mapToGlobal(QPoint(0, self._button.height() + gap))
        x = max(room.left(), min(corner.x(), room.right() - width))
        self.move(x, max(room.top(), min(corner.y(), room.bottom() - height)))
