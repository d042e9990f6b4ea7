"""A quiet row of words of which one is chosen: the second choice below a segmented one."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from simulator.controls import theme
from simulator.controls.segmented import Segmented

HEIGHT, INSET, LINE = 24, 8, 2  # pixels of normal mode: the row; the line under the chosen word


class Tabs(Segmented):
    """Chosen and moved like segments, but without a plate: the chosen word is underlined."""

    def __init__(self, options: Sequence[tuple[str, str]], name: str = "") -> None:
        super().__init__(options, name)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        for place, segment in enumerate(self._segments.values()):
            segment.tall = HEIGHT
            segment.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            row.setStretch(place, 0)
        row.addStretch(1)
        self._restyle()

    def _restyle(self) -> None:
        super()._restyle()
        for segment in self._segments.values():
            segment.setFixedHeight(theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, px = theme.current_theme(), theme.px
        painter = QPainter(self)
        word = QRectF(self._segments[self._value].geometry())
        line = QRectF(word.left() + px(INSET), word.bottom() - px(LINE), 0, px(LINE))
        line.setWidth(word.width() - 2 * px(INSET))
        painter.fillRect(line, QColor(now.accent))
        if self.hasFocus():
            painter.setPen(QColor(now.accent))
            painter.drawRoundedRect(word.adjusted(0.5, 0.5, -0.5, -0.5), px(5), px(5))
