"""Where the panels stand, one over the other; those that are hidden cost nothing."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

from simulator.controls import theme


class PanelStack(QStackedWidget):
    """Shows one panel; each is styled for itself, a hidden one when it comes into sight."""

    def addWidget(self, widget: QWidget) -> int:
        place = super().addWidget(widget)
        theme.dress(widget)  # not before: a dressed one is polished again where it gets a parent
        return place

    def setCurrentWidget(self, widget: QWidget) -> None:
        theme.prepare(widget)
        super().setCurrentWidget(widget)

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """That of the panel in sight: hidden ones may still have that of the other mode."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown else super().minimumSizeHint()
