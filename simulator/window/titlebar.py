"""The title bar: the model's name, the equation being run, preset, seed, back end, lesson."""

from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLabel, QMenu, QWidget

from simulator.controls import theme
from simulator.controls.buttons import ChipButton, ToolButton
from simulator.core import lessons, presets
from simulator.core.backends import BACKENDS, installed
from simulator.core.frame import Frame
from simulator.core.model import SEED_LIMIT, Model
from simulator.views.mathematics import EquationLabel


class TitleBar(QWidget):
    """Says what runs; its chips change how it begins."""

    preset_chosen = Signal(str)
    seed_chosen = Signal(int)
    backend_chosen = Signal(str)
    lesson_chosen = Signal(str)
    twins_asked = Signal()
    refused = Signal(str)  # why, in a sentence

    def __init__(self) -> None:
        super().__init__()
        self._model: type[Model] | None = None
        self._seed = -1
        self._backend = ""
        self._parameters: Any = None
        self._has_presets = self._has_lessons = self._is_dock_open = False
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.equation = EquationLabel()
        self.preset = ChipButton("preset", "–", has_arrow=True)
        self.preset.setToolTip("Named starting points")
        self.seed = ChipButton("seed", "0", icon_name="new-seed", is_number=True)
        self.seed.setToolTip("Click to type a seed; the arrow takes a new one  (N)")
        self.backend = ChipButton("back end", has_arrow=True)
        self.backend.setToolTip("What computes. Where units follow one another it is always Numba.")
        self.lesson = ChipButton("", "First lesson", icon_name="lesson")
        self.lesson.setToolTip("Lessons; the first is a first contact, five minutes")
        self.twins = ToolButton("twins", "Twins: a second run beside this one", "")
        self.twins.setToolTip("Twins: a second run beside this one, to change one number  (Ctrl+T)")
        self.twins.clicked.connect(self.twins_asked)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.title)
        self._row.addWidget(self.equation, 1)
        for chip in (self.preset, self.seed, self.backend, self.twins, self.lesson):
            self._row.addWidget(chip)
        self.preset.clicked.connect(self._preset_menu)
        self.seed.clicked.connect(self._type_seed)
        self.seed.icon_clicked.connect(self.new_seed)
        self.backend.clicked.connect(self._backend_menu)
        self.lesson.clicked.connect(self._lesson_menu)
        self.lesson.icon_clicked.connect(self._lesson_menu)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_model(self, model: type[Model]) -> None:
        """Show a model's name and equation."""
        self._model, self._parameters = model, None
        self.title.setText(model.title)
        self.equation.set_equation(model.equation)
        found = lessons.catalogue(model.name)
        self.lesson.set_value("Lessons" if len(found) > 1 else "First lesson")
        self._has_lessons = bool(found)
        self.lesson.setVisible(self._has_lessons and not self._is_dock_open)
        self._has_presets = bool(presets.catalogue(model.name))
        self._fit()

    def show_frame(self, frame: Frame) -> None:
        """Show the equation that runs, the seed and what computes."""
        if frame.parameters is not self._parameters:
            self._parameters = frame.parameters
            self._show_equation(frame.parameters)
        if frame.backend != self._backend:
            self._backend = frame.backend
            self.backend.set_value(BACKENDS[frame.backend].label)
            self._fit()
        if frame.seed != self._seed:
            self._seed = frame.seed
            self.seed.set_value(
                str(frame.seed) if frame.seed < 10**9 else f"…{frame.seed % 10**6:06}"
            )
            self._fit()

    def _show_equation(self, parameters: Any) -> None:
        assert self._model is not None
        tex = self._model.equation_under(parameters)
        if tex != self.equation.equation():
            self.equation.set_equation(tex)

    def show_preset(self, name: str) -> None:
        """Show which preset the run began with."""
        assert self._model is not None
        known = presets.catalogue(self._model.name).get(name)
        self.preset.set_value(known.title if known else "–")
        self._fit()

    def make_room(self, is_dock_open: bool) -> None:
        """Beside an open dock, which has the lessons, no chip need lead to them."""
        self._is_dock_open = is_dock_open
        self.lesson.setVisible(self._has_lessons and not is_dock_open)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room chips show their values alone, so that the title is whole."""
        chips = self.preset, self.seed, self.backend
        self.title.ensurePolished()  # else its face is that of the old style
        for chip in chips:
            chip.set_has_label(True)
        given_up = self.backend, self.seed, self.preset  # in a hall the title is worth more
        for part in (*given_up, self.twins):
            part.show()
        self.preset.setVisible(self._has_presets)
        self.twins.setVisible(self._is_whole())  # the menu and a key lead there, too
        if not self._is_whole():
            for chip in chips:
                chip.set_has_label(False)
            for chip in given_up if theme.is_presenter() else ():
                if not self._is_whole():
                    chip.hide()

    def _is_whole(self) -> bool:
        """Whether all that is shown has room."""
        chips = self.preset, self.seed, self.backend, self.twins, self.lesson
        shown = [self.title, *(c for c in chips if not c.isHidden())]
        least = self.equation.minimumSizeHint().width() + self._row.spacing() * len(shown)
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - least
        return sum(widget.sizeHint().width() for widget in shown) <= room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def new_seed(self) -> None:
        """Ask for the next seed: another one each time, and one that can be read aloud."""
        self.seed_chosen.emit((self._seed + 1) % SEED_LIMIT)

    def _preset_menu(self) -> None:
        assert self._model is not None
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for preset in presets.catalogue(self._model.name).values():
            entry = menu.addAction(preset.title)
            entry.setToolTip(preset.about)
            entry.triggered.connect(lambda _=False, name=preset.name: self.preset_chosen.emit(name))
        menu.popup(self.preset.mapToGlobal(QPoint(0, self.preset.height())))

    def _backend_menu(self) -> None:
        assert self._model is not None
        menu = QMenu(self)
        for name in installed(self._model.backends):
            entry = menu.addAction(f"{BACKENDS[name].label} · {BACKENDS[name].help}")
            entry.setCheckable(True)
            entry.setChecked(name == self._backend)
            entry.triggered.connect(lambda _=False, name=name: self.backend_chosen.emit(name))
        menu.popup(self.backend.mapToGlobal(QPoint(0, self.backend.height())))

    def _lesson_menu(self) -> None:
        assert self._model is not None
        found = lessons.catalogue(self._model.name)
        if found:
            self.lesson_chosen.emit(found[0].name)

    def _type_seed(self) -> None:
        text, is_given = QInputDialog.getText(
            self, "Seed", f"A whole number, 0 to {SEED_LIMIT}:", text=str(self._seed)
        )
        if not is_given:
            return
        if text.strip().isdecimal() and len(text) < 40 and int(text) <= SEED_LIMIT:
            self.seed_chosen.emit(int(text))
        else:
            self.refused.emit(f"The seed must be a whole number from 0 to {SEED_LIMIT}.")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme.current_theme().line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _restyle(self) -> None:
        self._row.setContentsMargins(theme.px(18), theme.px(9), theme.px(18), theme.px(9))
        self._row.setSpacing(theme.px(14))
        self.equation.set_color(theme.current_theme().ink2)
        self.setMinimumHeight(theme.px(51))
        self._fit()
