"""Rows of a name and what it is in A, in B, and B − A."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from simulator.controls import theme
from simulator.controls.card import ElidedLabel
from simulator.core.twins import LETTERS

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Row:
    """What a row says: its name, a sentence about it, and a text for each column."""

    label: str
    help: str
    texts: tuple[str, ...]


class TwinTable(QWidget):
    """Columns A, B and B − A; rows come and go."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, tuple[ElidedLabel, list[QLabel]]] = {}
        self._shown: dict[str, Row] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._heads = [QLabel(head) for head in (*LETTERS, "B − A")]
        for column, head in enumerate(self._heads, start=1):
            head.setProperty("role", "label")
            head.setAlignment(RIGHT)
            self._grid.addWidget(head, 0, column)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def show_rows(self, rows: Mapping[str, Row]) -> None:
        """Show these rows, in this order; others are gone."""
        if list(rows) != list(self._shown):
            self._lay_out(rows)
        for name, row in rows.items():
            _label, cells = self._rows[name]
            for cell, text in zip(cells, row.texts, strict=True):
                if cell.text() != text:
                    cell.setText(text)
        self._shown = dict(rows)

    def texts(self, name: str) -> Sequence[str]:
        """What a row says, column by column."""
        return self._shown[name].texts

    def _lay_out(self, rows: Mapping[str, Row]) -> None:
        for label, cells in self._rows.values():
            for widget in (label, *cells):
                self._grid.removeWidget(widget)
                widget.hide()
        for place, (name, row) in enumerate(rows.items(), start=1):
            if name not in self._rows:
                self._rows[name] = self._made(row)
            label, cells = self._rows[name]
            for column, widget in enumerate((label, *cells)):
                self._grid.addWidget(widget, place, column)
                widget.show()

    def _made(self, row: Row) -> tuple[ElidedLabel, list[QLabel]]:
        label = ElidedLabel(row.label)
        label.setToolTip(row.help)
        cells = [QLabel() for _ in self._heads]
        for head, cell in zip(self._heads, cells, strict=True):
            cell.setAlignment(RIGHT)
            cell.setAccessibleName(f"{row.label}, {head.text()}")
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            cell.setFont(theme.number_font(12, QFont.Weight.Medium))
        return label, cells

    def _restyle(self) -> None:
        self._grid.setVerticalSpacing(theme.px(5))
        self._grid.setHorizontalSpacing(theme.px(8))
        for _, cells in self._rows.values():
            for cell in cells:
                cell.setFont(theme.number_font(12, QFont.Weight.Medium))
