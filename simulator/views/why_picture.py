"""The small picture beside a sum: what each unit adds to it, at the unit's place in the grid."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from simulator.controls import maps, theme
from simulator.views.cell_grid import fitted
from simulator.views.cell_view import paint_ring
from simulator.views.heat import (
    Heat,
    bar_width,
    is_same,
    paint_frame,
    paint_text,
    paint_upright_bar,
)

ROW = 15  # pixels of normal mode: the height of the label


@dataclass(frozen=True, eq=False)
class Picture:
    """Values (N,) of N = side² units, finite and never changed in place; one may be ringed."""

    side: int
    values: np.ndarray
    label: str = ""
    marked: int = -1
    heat: Heat = field(default_factory=Heat)

    def is_like(self, other: "Picture | None") -> bool:
        if other is None:
            return False
        words = self.side, self.label, self.marked
        return words == (other.side, other.label, other.marked) and is_same(
            self.values, other.values
        )


@dataclass(frozen=True, eq=False)
class Placed:
    """A picture in its box."""

    picture: Picture
    box: QRectF

    def paint(self, painter: QPainter) -> None:
        p, px = self.picture, theme.px
        limit, high = maps.limit_of(p.values), px(ROW)
        paint_text(
            painter, QRectF(self.box.left(), self.box.top(), self.box.width(), high), p.label
        )
        room = self.box.adjusted(1, high + px(5), -1, -1)
        room.setRight(room.right() - bar_width(limit, room.height()) - px(9))
        grid = fitted(room, p.side, p.side, painter.device().devicePixelRatioF())
        p.heat.paint(painter, grid, p.values.reshape(p.side, p.side), limit)
        paint_frame(painter, grid.box)
        if 0 <= p.marked < p.values.size:
            one = grid.box_of(divmod(p.marked, p.side))
            more = max(0.0, px(7) - one.width()) / 2
            paint_ring(painter, one.adjusted(-more, -more, more, more), "accent")
        left = grid.box.right() + px(8)
        strip = QRectF(left, grid.box.top(), self.box.right() - left, grid.box.height())
        paint_upright_bar(painter, strip, limit)
