"""Horizontal bars with names and numbers: probabilities of classes, errors of several ways.

A row a bar, from 0 to the right. One may be strong: the one that matters.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views.heat import LEFT, RIGHT, label_font, paint_text
from simulator.views.plot_view import PlotView

LOWEST, HIGHEST = 9, 34  # pixels of normal mode: a row
THICKEST = 14  # a bar
SHARE = 0.62  # of a row that the bar takes
LEAST = 24  # the longest bar is at least so long


@dataclass(frozen=True, eq=False)
class _Shown:
    names: tuple[str, ...]
    values: np.ndarray  # (K,) ≥ 0
    texts: tuple[str, ...]  # the values as they are written
    top: float  # the value of the longest possible bar
    strong: int
    note: str

    def is_like(self, other: "_Shown | None") -> bool:
        if other is None or not np.array_equal(self.values, other.values):
            return False
        mine = self.names, self.texts, self.top, self.strong, self.note
        return mine == (other.names, other.texts, other.top, other.strong, other.note)


class BarsView(PlotView):
    """Shows bars; `hovered` says the one under the pointer."""

    title = "Bars"

    def __init__(self, title: str = "Bars", parent: QWidget | None = None) -> None:
        self.title = title
        super().__init__(parent)
        self._shown: _Shown | None = None
        self._rows: list[QRectF] = []
        self._plot = (0.0, 0.0)  # left and right of the bars

    def show_bars(
        self,
        names: Sequence[str],
        values: np.ndarray,
        texts: Sequence[str] = (),
        top: float = 0.0,
        strong: int = -1,
        note: str = "",
    ) -> None:
        """Show values (K,) ≥ 0 with names; `texts` write the values (default: two decimals), `top`
        (default: the largest) is as long as there is room, `note` says above what they are."""
        values = np.nan_to_num(np.asarray(values, float))
        said = tuple(texts) or tuple(f"{value:.2f}" for value in values.tolist())
        end = top or float(values.max(initial=0.0)) or 1.0
        shown = _Shown(tuple(names), values, said, end, strong, note)
        if len(names) != values.size or len(said) != values.size:
            raise ValueError(f"{len(names)} names and {len(said)} texts for {values.size} bars")
        if not shown.is_like(self._shown):
            self._shown = shown
            self._describe()
            self.renew()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._shown = None
        self.renew()

    def is_empty(self) -> bool:
        return self._shown is None or not self._shown.names

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(60))

    def _describe(self) -> None:
        shown = self._shown
        pairs = zip(shown.names, shown.texts, strict=True) if shown else ()
        self.setAccessibleDescription(", ".join(f"{name} {text}" for name, text in pairs))

    # ---- places ----

    def lay_out(self) -> None:
        shown, px = self._shown, theme.px
        assert shown is not None
        metrics = QFontMetricsF(_font())
        wide, high = float(self.width()), float(self.height())
        head = px(18) if shown.note else 0
        row = min((high - head) / len(shown.names), px(HIGHEST))
        top = head + max(0.0, (high - head - row * len(shown.names)) / 2)
        self._rows = [QRectF(0, top + k * row, wide, row) for k in range(len(shown.names))]
        names = max(map(metrics.horizontalAdvance, shown.names)) + px(8)
        texts = max(map(metrics.horizontalAdvance, shown.texts)) + px(8)
        spare = max(wide - texts - px(LEAST), wide / 4)  # names go before the length of bars
        left = min(math.ceil(names), spare)
        self._plot = left, max(wide - texts, left + 1.0)

    # ---- drawing ----

    def draw_ground(self, painter: QPainter) -> None:
        shown, now = self._shown, theme.current_theme()
        assert shown is not None
        left, right = self._plot
        if shown.note:
            paint_text(painter, QRectF(left, 0, self.width() - left, theme.px(16)), shown.note)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for k, row in enumerate(self._rows):
            self._paint_bar(painter, row, shown, k)
            if row.height() >= theme.px(LOWEST):
                token = "ink" if k == shown.strong else "ink2"
                weight = QFont.Weight.DemiBold if k == shown.strong else QFont.Weight.Normal
                name = QRectF(0, row.top(), left - theme.px(8), row.height())
                paint_text(painter, name, shown.names[k], token, RIGHT, weight)
                text = QRectF(right + theme.px(8), row.top(), row.right() - right, row.height())
                paint_text(painter, text, shown.texts[k], token, LEFT, weight)
        line = QRectF(left, self._rows[0].top(), 1, self._rows[-1].bottom() - self._rows[0].top())
        painter.fillRect(line, QColor(now.line))

    def _paint_bar(self, painter: QPainter, row: QRectF, shown: _Shown, k: int) -> None:
        now, (left, right) = theme.current_theme(), self._plot
        thick = min(SHARE * row.height(), theme.px(THICKEST))
        length = (right - left) * min(shown.values[k] / shown.top, 1.0)
        box = QRectF(left, row.center().y() - thick / 2, max(length, 1.0), thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.accent if k == shown.strong else now.unknown))
        radius = min(thick / 3, theme.px(3))
        painter.drawRoundedRect(box, radius, radius)

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        """Nothing moves over the bars."""

    # ---- the pointer ----

    def row_at(self, point: QPointF) -> int:
        """The bar at a point, or −1."""
        return next((k for k, row in enumerate(self._rows) if row.contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        k, shown = self.row_at(event.position()), self._shown
        self.say(f"{shown.names[k]}: {shown.texts[k]}" if shown and k >= 0 else "")


def _font() -> QFont:
    """The face of names and numbers, as wide as it gets."""
    return label_font(QFont.Weight.DemiBold)
