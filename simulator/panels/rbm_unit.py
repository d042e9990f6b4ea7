"""The page "Unit" of the RBM panel: a hidden unit's field, what it answers most, and why."""

import time

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from simulator.controls import theme
from simulator.core.frame import Frame
from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.panels import rbm_features as features
from simulator.panels import rbm_words as words
from simulator.views.wall import ImageWall
from simulator.views.why import WhyView

BEST, COLUMNS = 12, 4  # patterns that are shown
LARGEST, SMALLEST = 160, 60  # pixels of normal mode: the field's side
PATIENCE = 1.0  # seconds for which patterns stay in sight
LOW = 130  # a page so low has no room for the patterns


class UnitPage(QWidget):
    """Shows one hidden unit, or why a pixel is ink; exported as its sum."""

    hovered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.unit, self.pixel = -1, -1  # what is asked about: one of them, or neither
        self._kept = (-1, 0, 0.0)  # unit, side and time of the patterns in sight
        self.view = WhyView()
        self.field, self.best = ImageWall("Field"), ImageWall("Most answered")
        self.best.set_empty("Press Space: the patterns it answers most stand here.")
        self._left, self._row = QWidget(), QHBoxLayout(self)
        for wall in (self.field, self.best):  # placed by hand: the page may be as low as its sum
            wall.setParent(self._left)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._left)
        self._row.addWidget(self.view, 1)
        for wall in (self.field, self.best):
            wall.hovered.connect(self.hovered)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    def ask_unit(self, unit: int) -> None:
        self.unit, self.pixel = unit, -1

    def ask_pixel(self, pixel: int) -> None:
        self.unit, self.pixel = -1, pixel

    def show_frame(self, frame: Frame) -> None:
        """Show what is asked about; of another machine there may be none."""
        s: RbmSnapshot = frame.snapshot
        is_unit = 0 <= self.unit < s.hidden_biases.size
        self._left.setVisible(is_unit)
        if is_unit:
            self.view.show_sum(**features.why(s, self.unit))
            self._show_pictures(s, frame.is_playing)
        elif 0 <= self.pixel < s.query.size:
            self.view.show_sum(**features.why_pixel(s, self.pixel))
        else:
            self.view.set_empty(words.NO_UNIT)
            self.view.clear()

    def _show_pictures(self, s: RbmSnapshot, is_playing: bool) -> None:
        """Show the field, and the batch's patterns: while batches fly by, those of a moment ago."""
        unit, now = np.array([self.unit]), time.monotonic()
        self.field.show_images(
            features.fields(s, unit), s.side, 1, names=(features.said_of(s, self.unit),)
        )
        is_other = (self.unit, s.side) != self._kept[:2]
        if is_playing and not is_other and now - self._kept[2] < PATIENCE:
            return
        self._kept = self.unit, s.side, now
        rows = features.best_rows(s, self.unit, BEST)
        rows = rows[rows < len(s.batch)]
        if not rows.size:
            self.best.clear()
            return
        chances = s.hidden_data[rows, self.unit] / 255.0
        names = [
            f"pattern {row} of the batch: on with {chance:.2f}"
            for row, chance in zip(rows.tolist(), chances.tolist(), strict=True)
        ]
        self.best.show_images(s.batch[rows], s.side, COLUMNS, names=names)

    def caption(self, frame: Frame) -> str:
        s: RbmSnapshot = frame.snapshot
        if 0 <= self.unit < s.hidden_biases.size:
            return f"unit {self.unit}: its field, its patterns, its sum"
        return "why a unit is on or off"

    def _restyle(self) -> None:
        self._row.setSpacing(theme.px(14))
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """The field is a square of half the height; the patterns stand below it, as wide."""
        high, px = self.height(), theme.px
        self.best.setVisible(high >= px(LOW))
        side = high * 11 // 20 if high >= px(LOW) else high
        side = max(px(SMALLEST), min(side, px(LARGEST), self.width() // 3))
        top = side + px(8)
        self._left.setFixedWidth(side)
        self.field.setGeometry(0, 0, side, side)
        self.best.setGeometry(0, top, side, max(high - top, 1))
