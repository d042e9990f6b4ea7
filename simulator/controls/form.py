"""The form of a model's parameters: one control a declaration."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from simulator.controls import combo, segmented, theme
from simulator.controls.combo import Combo
from simulator.controls.fold import ROWS, Fold
from simulator.controls.segmented import Segmented
from simulator.controls.slider import ValueSlider
from simulator.controls.text_edit import LineEdit, TextField
from simulator.core.parameter import Parameters, Spec

REBUILDS = " ↻"  # on the label of a parameter that starts the run again
WIDTH = 230  # pixels of normal mode in which every row must fit: a side column that scrolls
GAP = 12  # between a label and what stands beside it
LIST_WIDTH = 130  # room for a few numbers
MOST_SEGMENTS = 4


class ParameterForm(QWidget):
    """Shows parameters and asks for changes; what it shows changes only through `show_values`.

    A parameter that does not apply at the values shown has no row; those of a section are folded
    away until a person opens it. `changed` carries a name and a
    value; `rested` ends a drag, so that it is undone as one.
    """

    changed = Signal(str, object)
    rested = Signal()
    refused = Signal(str)

    def __init__(self, parameters: type[Parameters]) -> None:
        super().__init__()
        self._specs = parameters.specs()
        self._values = {name: spec.default for name, spec in self._specs.items()}
        self._show: dict[str, Callable[[Any], None]] = {}
        self._shown: dict[str, Any] = {}
        self._rows: dict[str, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._sections: dict[str, Fold] = {}
        self._wanted: frozenset[str] | None = None  # None: all
        self._folded: dict[str, bool] | None = None  # as a person left them, while all are open
        for spec in self._specs.values():
            self._rows[spec.name] = row = _MAKERS[spec.kind](self, spec)
            self._column_of(spec.section).addWidget(row)
        self.show_values(self._values)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show these values, and the rows that apply; emits nothing."""
        for name, value in values.items():
            if self._shown.get(name, self) != value:
                self._shown[name] = value
                self._show[name](value)
        self._values.update(values)
        self._show_rows()

    def set_wanted(self, names: Collection[str] | None, are_open: bool = False) -> None:
        """Show only these parameters, with their sections open if `are_open`; None: all."""
        self._wanted = None if names is None else frozenset(names)
        if are_open and self._folded is None:
            self._folded = {name: fold.is_open for name, fold in self._sections.items()}
            self.open_sections()
        elif not are_open and self._folded is not None:
            for name, was_open in self._folded.items():
                self._sections[name].set_open(was_open)
            self._folded = None
        self._show_rows()
        for name, fold in self._sections.items():
            inside = [n for n, spec in self._specs.items() if spec.section == name]
            fold.setVisible(any(self._is_wanted(n) for n in inside))

    def _is_wanted(self, name: str) -> bool:
        return self._wanted is None or name in self._wanted

    def _show_rows(self) -> None:
        """Show the rows that apply and are wanted."""
        for name, row in self._rows.items():
            is_due = self._is_wanted(name) and self._specs[name].has_effect(self._values)
            if is_due == row.isHidden():
                self._set_visible(row, is_due)

    def _column_of(self, section: str) -> QVBoxLayout:
        """Where the rows of a section stand."""
        if not section:
            return self._column
        if section not in self._sections:
            self._sections[section] = fold = Fold(section)
            self._column.addWidget(fold)
        return self._sections[section].body

    def row(self, name: str) -> QWidget:
        """The row of a parameter, hidden while it does not apply."""
        return self._rows[name]

    def unfold(self, name: str) -> None:
        """Open the section in which a parameter stands."""
        if section := self._specs[name].section:
            self._sections[section].set_open(True)

    def open_sections(self, are_open: bool = True) -> None:
        """Unfold all sections, or fold them."""
        for fold in self._sections.values():
            fold.set_open(are_open)

    @staticmethod
    def _set_visible(row: QWidget, is_visible: bool) -> None:
        focus = QApplication.focusWidget()
        if not is_visible and focus is not None and row.isAncestorOf(focus):
            focus.clearFocus()  # else the next row gets it, and with it the arrow keys
        row.setVisible(is_visible)

    def _restyle(self) -> None:
        self._column.setSpacing(theme.px(ROWS))

    # ---- one maker a kind ----

    def _slider(self, spec: Spec) -> QWidget:
        slider = ValueSlider(
            label=spec.label,
            low=spec.low,
            high=spec.high,
            value=spec.default,
            kind="int" if spec.kind == "int" else "float",
            scale="log" if spec.scale == "log" else "linear",
            multiple=spec.multiple,
            tooltip=_tip(spec),
            rebuilds=spec.rebuilds,
        )
        if not (spec.rebuilds or spec.on_release):  # what is costly waits until it is let go
            slider.changed.connect(lambda value: self._ask(spec.name, value))
        slider.committed.connect(lambda value: self._ask(spec.name, value, is_last=True))
        slider.refused.connect(self.refused)
        self._show[spec.name] = slider.set_value
        return slider

    def _choice(self, spec: Spec) -> QWidget:
        options = [(choice.id, choice.label) for choice in spec.choices]
        labels = [choice.label for choice in spec.choices]
        width = segmented.width_of(labels)
        box: Segmented | Combo
        if len(options) <= MOST_SEGMENTS and width <= theme.px(WIDTH):
            box = Segmented(options, spec.label)
        else:
            box, width = Combo(options, spec.label), combo.width_of(labels)
            box.set_tips([choice.help for choice in spec.choices])
        box.setToolTip(_tip(spec))
        box.selected.connect(lambda value: self._ask(spec.name, value, is_last=True))
        self._show[spec.name] = box.set_value
        return _labelled(spec, box, width)

    def _check(self, spec: Spec) -> QWidget:
        box = QCheckBox(_label(spec))
        box.setToolTip(_tip(spec))
        box.setAccessibleName(spec.label)
        box.clicked.connect(lambda on: self._ask(spec.name, bool(on), is_last=True))
        self._show[spec.name] = box.setChecked
        return box

    def _list(self, spec: Spec) -> QWidget:
        edit = LineEdit(spec)
        edit.setToolTip(_tip(spec))
        edit.committed.connect(lambda value: self._ask(spec.name, value, is_last=True))
        edit.refused.connect(self.refused)
        self._show[spec.name] = edit.set_value
        return _labelled(spec, edit, theme.px(LIST_WIDTH))

    def _text(self, spec: Spec) -> QWidget:
        field = TextField(spec, _tip(spec))
        field.committed.connect(lambda value: self._ask(spec.name, value, is_last=True))
        field.refused.connect(self.refused)
        self._show[spec.name] = field.set_value
        return _labelled(spec, field, theme.px(WIDTH))

    def _ask(self, name: str, value: Any, is_last: bool = False) -> None:
        if self._shown.get(name) != value:
            self._shown[name] = value
            self.changed.emit(name, value)
        if is_last:
            self.rested.emit()


def _labelled(spec: Spec, widget: QWidget, width: int) -> QWidget:
    """A label beside what needs so much width, or above where the row has not enough."""
    both = QWidget()
    label = QLabel(_label(spec))
    label.setProperty("role", "label")
    label.setBuddy(widget)
    label.setToolTip(widget.toolTip())
    words = QFontMetricsF(theme.text_font()).horizontalAdvance(label.text())
    is_beside = words + theme.px(GAP) + width <= theme.px(WIDTH)
    layout: QBoxLayout = QHBoxLayout(both) if is_beside else QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(GAP if is_beside else 4))
    layout.addWidget(label)
    layout.addWidget(widget, 1)
    return both


def _label(spec: Spec) -> str:
    return spec.label + (REBUILDS if spec.rebuilds else "")


def _tip(spec: Spec) -> str:
    lines = [spec.help]
    lines += [f"{choice.label}: {choice.help}" for choice in spec.choices if choice.help]
    if not spec.choices and spec.kind != "bool":
        lines.append(f"Allowed: {spec.allowed}.")
    if spec.rebuilds:
        lines.append("A change starts the run again.")
    return "\n".join(lines)


_MAKERS: dict[str, Callable[[ParameterForm, Spec], QWidget]] = {
    "int": ParameterForm._slider,
    "float": ParameterForm._slider,
    "choice": ParameterForm._choice,
    "bool": ParameterForm._check,
    "list": ParameterForm._list,
    "text": ParameterForm._text,
}
