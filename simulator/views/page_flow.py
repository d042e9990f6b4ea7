"""A page that stands among other things in a column: as high as its text, without a bar."""

import math

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.views.page import Page


class FlowPage(Page):
    """Markdown of any length; the column around it scrolls."""

    edges = (0.0, 0.0, 0.2)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(off)
        self.setHorizontalScrollBarPolicy(off)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._take_height)

    def _take_height(self, size: QSizeF) -> None:
        self.setFixedHeight(max(1, math.ceil(size.height())))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the column around it scrolls
