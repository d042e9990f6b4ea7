"""A list to choose from that opens on a press: the long form of a row of choices."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView

from simulator.controls import theme

FRAME = 42  # pixels of normal mode that margins and arrow take beside the words


class Combo(QComboBox):
    """Offers (key, label) pairs, with the same few words as `Segmented`.

    It gives way to a narrow column and then ends its words in “…”; the open list is always wide
    enough for them.
    """

    selected = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], name: str) -> None:
        super().__init__()
        self._labels = [label for _, label in options]
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(max(len(options), 1))
        for key, label in options:
            self.addItem(label, key)
        self.activated.connect(lambda place: self.selected.emit(self.itemData(place)))
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def set_value(self, key: str) -> None:
        """Show another choice, silently."""
        self.setCurrentIndex(self.findData(key))

    def set_hidden(self, keys: Collection[str]) -> None:
        """Offer all choices but these."""
        view = self.view()
        assert isinstance(view, QListView)
        for place in range(self.count()):
            view.setRowHidden(place, self.itemData(place) in keys)

    def least_width(self) -> int:
        """How wide it is when the choice it shows is not cut off."""
        return width_of([self.currentText()])

    def set_tips(self, tips: Sequence[str]) -> None:
        """Explain each choice where the list is open."""
        for place, tip in enumerate(tips):
            self.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the panel; it must not turn what it passes

    def _restyle(self) -> None:
        self.view().setMinimumWidth(width_of(self._labels))


def width_of(labels: Sequence[str]) -> int:
    """How wide a list of these labels is when none is cut off, in pixels of the present mode."""
    metrics = QFontMetricsF(theme.text_font())
    return round(max(map(metrics.horizontalAdvance, labels), default=0.0)) + theme.px(FRAME)
