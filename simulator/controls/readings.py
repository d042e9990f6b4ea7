"""Readouts and invariants: rows of a name and what it is now."""

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from simulator.controls import theme
from simulator.core.model import Invariant, Readout

SIGNS = {True: ("●", "good", "holds"), False: ("▲", "warm", "violated"),
         None: ("○", "ink3", "does not apply now")}  # fmt: skip


NOTHING = "–"


class ReadoutTable(QWidget):
    """A row a readout: its label, and its value with unit in the tabular face.

    A readout that has no value now has no row.
    """

    def __init__(self, readouts: Mapping[str, Readout]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._values: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._wanted: frozenset[str] | None = None  # None: all
        for row, (name, declared) in enumerate(readouts.items()):
            label, value = QLabel(declared.label), QLabel()
            label.setProperty("role", "label")
            label.setToolTip(declared.help)
            value.setToolTip(declared.help)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(declared.label)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(value, row, 1)
            self._values[name], self._labels[name] = value, label
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def row(self, name: str) -> list[QWidget]:
        """Label and value of a readout; nothing for one without a row."""
        return [self._labels[name], self._values[name]] if name in self._values else []

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show texts by readout name; names without a row are left out."""
        for name, text in values.items():
            label = self._values.get(name)
            if label is not None and label.text() != text:
                label.setText(text)
                self._show_row(name)

    def set_wanted(self, names: Collection[str] | None) -> None:
        """Show only these readouts; None: all."""
        self._wanted = None if names is None else frozenset(names)
        for name in self._values:
            self._show_row(name)

    @property
    def has_rows(self) -> bool:
        """Whether there is a readout to be shown, now or later."""
        return any(self._wanted is None or name in self._wanted for name in self._values)

    def _show_row(self, name: str) -> None:
        is_wanted = self._wanted is None or name in self._wanted
        for part in (self._values[name], self._labels[name]):
            part.setVisible(is_wanted and self._values[name].text() != NOTHING)

    def _restyle(self) -> None:
        self._grid.setVerticalSpacing(theme.px(5))
        for value in self._values.values():
            value.setFont(theme.number_font(13, QFont.Weight.Medium))


class _Invariants(QWidget):
    """What the two forms of invariants share: values in, a restyle when they differ."""

    def __init__(self, invariants: Mapping[str, Invariant]) -> None:
        super().__init__()
        self._invariants = invariants
        self._shown: dict[str, bool | None] = {}
        self._signs = {name: QLabel() for name in invariants}
        self._build()
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_values(self, values: Mapping[str, bool | None]) -> None:
        """Show what holds, what is violated and what does not apply."""
        if dict(values) != self._shown:
            self._shown = dict(values)
            self._restyle()

    def _build(self) -> None:
        raise NotImplementedError

    def _restyle(self) -> None:
        for name, sign in self._signs.items():
            mark, token, _ = SIGNS[self._shown.get(name)]
            sign.setText(mark)
            sign.setStyleSheet(f"color: {theme.current_theme().color(token)}")
            sign.setToolTip(self._tip(name))
            sign.setAccessibleName(self._tip(name))

    def _tip(self, name: str) -> str:
        declared, word = self._invariants[name], SIGNS[self._shown.get(name)][2]
        return f"{declared.sentence}: {word}. Tolerance: {declared.tolerance}."


class InvariantList(_Invariants):
    """A row an invariant: a sign that differs in shape as well as in colour, and the sentence."""

    def _build(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._sentences: dict[str, QLabel] = {}
        for row, (name, declared) in enumerate(self._invariants.items()):
            sentence = self._sentences[name] = QLabel(declared.sentence)
            sentence.setProperty("role", "label")
            sentence.setWordWrap(True)
            self._grid.addWidget(self._signs[name], row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(sentence, row, 1)

    def _restyle(self) -> None:
        super()._restyle()
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setHorizontalSpacing(theme.px(8))
        for name, sentence in self._sentences.items():
            sentence.setToolTip(self._tip(name))


class InvariantSigns(_Invariants):
    """The same in one row: a sign each, its sentence in the tip."""

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel("Must hold")
        label.setProperty("role", "label")
        row.addWidget(label, 1)
        for sign in self._signs.values():
            row.addWidget(sign)


def _number(value: float) -> str:
    """Return three digits after the point below 1, one above; more where none would be left."""
    size = abs(value)
    if size and (size < 5e-4 or size >= 1e6):
        return f"{value:.3g}"
    return f"{value:.3f}" if size < 1 else f"{value:,.1f}".replace(",", "\u2009")


def as_text(value: Any, unit: str = "") -> str:
    """Return a readout's value as short text with its unit."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        text = _number(value)
    elif isinstance(value, int):
        text = f"{value:,}".replace(",", "\u2009")
    else:
        text = str(value)
    if value == 1 and unit.endswith("s"):
        unit = unit[:-1]
    return f"{text.replace('-', '−')} {unit}".strip()
