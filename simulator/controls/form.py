"""The form of a model's parameters: one control a declaration."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.controls.segmented import Segmented
from simulator.controls.slider import ValueSlider
from simulator.core.parameter import Parameters, Spec

REBUILDS = " ↻"  # on the label of a parameter that starts the run again


class ParameterForm(QWidget):
    """Shows parameters and asks for changes; what it shows changes only through `show_values`.

    `changed` carries a name and a value; `rested` ends a drag, so that it is undone as one.
    """

    changed = Signal(str, object)
    rested = Signal()
    refused = Signal(str)

    def __init__(self, parameters: type[Parameters]) -> None:
        super().__init__()
        self._show: dict[str, Callable[[Any], None]] = {}
        self._shown: dict[str, Any] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for spec in parameters.specs().values():
            self._column.addWidget(_MAKERS[spec.kind](self, spec))
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_values(self, values: dict[str, Any]) -> None:
        """Show these values; emits nothing."""
        for name, value in values.items():
            if self._shown.get(name, self) != value:
                self._shown[name] = value
                self._show[name](value)

    def _restyle(self) -> None:
        self._column.setSpacing(theme.px(7))

    # ---- one maker a kind ----

    def _slider(self, spec: Spec) -> QWidget:
        slider = ValueSlider(
            label=spec.label,
            low=spec.low,
            high=spec.high,
            value=spec.default,
            kind="int" if spec.kind == "int" else "float",
            scale="log" if spec.scale == "log" else "linear",
            tooltip=_tip(spec),
            rebuilds=spec.rebuilds,
        )
        if not spec.rebuilds:  # one that starts again waits until it is let go
            slider.changed.connect(lambda value: self._ask(spec.name, value))
        slider.committed.connect(lambda value: self._ask(spec.name, value, is_last=True))
        slider.refused.connect(self.refused)
        self._show[spec.name] = slider.set_value
        return slider

    def _choice(self, spec: Spec) -> QWidget:
        options = [(choice.id, choice.label) for choice in spec.choices]
        is_short = sum(len(label) for _, label in options) <= 24
        box = Segmented(options, spec.label) if is_short else _Combo(options, spec.label)
        box.setToolTip(_tip(spec))
        box.selected.connect(lambda value: self._ask(spec.name, value, is_last=True))
        self._show[spec.name] = box.set_value
        return _labelled(spec, box)

    def _check(self, spec: Spec) -> QWidget:
        box = QCheckBox(spec.label + (REBUILDS if spec.rebuilds else ""))
        box.setToolTip(_tip(spec))
        box.setAccessibleName(spec.label)
        box.clicked.connect(lambda on: self._ask(spec.name, bool(on), is_last=True))
        self._show[spec.name] = box.setChecked
        return box

    def _ask(self, name: str, value: Any, is_last: bool = False) -> None:
        if self._shown.get(name) != value:
            self._shown[name] = value
            self.changed.emit(name, value)
        if is_last:
            self.rested.emit()


class _Combo(QComboBox):
    """A list to choose from, with the same few words as `Segmented`."""

    selected = Signal(str)

    def __init__(self, options: list[tuple[str, str]], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        for key, label in options:
            self.addItem(label, key)
        self.activated.connect(lambda place: self.selected.emit(self.itemData(place)))

    def set_value(self, key: str) -> None:
        self.setCurrentIndex(self.findData(key))

    def wheelEvent(self, event: Any) -> None:
        event.ignore()  # the wheel scrolls the panel; it must not turn what it passes


def _labelled(spec: Spec, widget: QWidget) -> QWidget:
    """A label over a row of choices, or beside a list to choose from."""
    both = QWidget()
    label = QLabel(spec.label + (REBUILDS if spec.rebuilds else ""))
    label.setProperty("role", "label")
    label.setBuddy(widget)
    is_list = isinstance(widget, QComboBox)
    layout = QHBoxLayout(both) if is_list else QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(12 if is_list else 4))
    layout.addWidget(label)
    layout.addWidget(widget, 1)
    return both


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
}
