"""The dialog *Kiosk profile…*: a tree of what there is on screen; what is unticked is hidden."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from simulator.controls import theme
from simulator.controls.buttons import TextButton
from simulator.controls.slider import ValueSlider
from simulator.core.kiosk import Group, Kiosk

ABOUT = (
    "Visitors see what is ticked. Menu, command palette, export and saving are never there. "
    "Begin with “Begin the kiosk”, or with  python main.py FILE.reverie --kiosk;  "
    "Ctrl+Shift+K leaves."
)
MOST = 120  # minutes on the slider
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class KioskDialog(QDialog):
    """Edits a profile; `chosen` carries it when it is accepted."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, groups: Sequence[Group], profile: Kiosk) -> None:
        super().__init__(parent)
        self.setWindowTitle("Kiosk profile")
        about = QLabel(ABOUT)
        about.setProperty("role", "label")
        about.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("What visitors see")
        self._boxes: dict[str, QTreeWidgetItem] = {}  # by names of controls
        self._fill(groups, profile)
        self.idle = ValueSlider(
            label="Begin again after so many idle minutes",
            low=0, high=MOST, value=min(profile.idle_minutes, MOST), kind="float", decimals=1,
            tooltip="0: never. Otherwise everything goes back to the document's start.",
        )  # fmt: skip
        self.everything = TextButton("Show everything")
        self.everything.clicked.connect(self.tick_all)
        cancel, self.keep = TextButton("Cancel"), TextButton("Keep", "primary")
        cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._accept)
        row = QHBoxLayout()
        row.addWidget(self.everything)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addWidget(about)
        column.addWidget(self.tree, 1)
        column.addWidget(self.idle)
        column.addLayout(row)
        self.resize(theme.px(440), theme.px(560))

    def profile(self) -> Kiosk:
        """What is ticked and chosen now."""
        hidden = [name for name, item in self._boxes.items() if item.checkState(0) == OFF]
        return Kiosk(tuple(hidden), float(self.idle.value()))

    def tick_all(self) -> None:
        """Hide nothing, and never begin again."""
        for item in self._boxes.values():
            item.setCheckState(0, ON)
        self.idle.set_value(0.0)

    def item(self, name: str) -> QTreeWidgetItem:
        """The box of a control; KeyError for one that is not there."""
        return self._boxes[name]

    def _fill(self, groups: Sequence[Group], profile: Kiosk) -> None:
        for group in groups:
            top = QTreeWidgetItem(self.tree, [group.title])
            top.setFlags(top.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            for name, title in group.controls.items():
                item = QTreeWidgetItem(top, [title])
                self._boxes[name] = item
                item.setCheckState(0, OFF if profile.hides(name) else ON)
            top.setExpanded(group is groups[0])

    def _accept(self) -> None:
        self.chosen.emit(self.profile())
        self.accept()
