"""A diagram laid out for one size of the view: where everything is, and how it is drawn."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter

from simulator.controls import theme
from simulator.views import network_lines as lines
from simulator.views import network_units as units
from simulator.views.network_curves import Curves, curves
from simulator.views.network_layout import Places, placed
from simulator.views.network_legend import legend_row, paint_legend
from simulator.views.network_shown import Network, Target, edge, is_shaped_like
from simulator.views.network_spots import spotted

NEAR, NEAR_NONE = 6, 4  # pixels of normal mode: so near is on a line, and on one without weight
SIDE = 6  # pixels of normal mode: paper around


@dataclass(frozen=True)
class Lit:
    """What is drawn otherwise just now."""

    edge: Target | None = None  # drawn on its own, with its number
    is_chosen: bool = False
    weight: float = 0.0  # of that edge
    biases: tuple[Target, ...] = ()
    preview: Target | None = None  # a bias that is being changed
    bias: float = 0.0  # to this
    link: tuple[int, QPointF] | None = None  # a line from a unit to the pointer


class Scene:
    """Places, curves and plates of numbers of one network; resolve, compare, then draw."""

    def __init__(self) -> None:
        self.places: Places | None = None
        self._curves: Curves | None = None
        self._numbers: dict[int, QRectF] = {}  # plates of the numbers on lines, by curve
        self._of: Network | None = None
        self._size = QSize()
        self._legend = QRectF()
        self._lines, self._units = lines.Lines(), units.Units()

    def forget(self) -> None:
        """The look is another: sizes, colours or the screen."""
        self._of = None

    def lay_out(self, shown: Network, size: QSize) -> None:
        """Find places for a network on a view of this size; only what differs is found anew."""
        old, self._of = self._of, shown
        is_new = old is None or size != self._size or not is_shaped_like(shown, old)
        if is_new:
            self._size = size
            side = theme.px(SIDE)
            self._legend = legend_row(size)
            foot = side + self._legend.height()
            room = QRectF(QPointF(), size.toSizeF()).adjusted(side, side, -side, -foot)
            self.places = (
                spotted(shown.spots, shown.visible, room) if shown.spots
                else placed(shown.size, shown.visible, shown.groups, room)
            )  # fmt: skip
            self._curves = curves(self.places)
            self._lines.take(self._curves)
        if is_new or old is None or old.names != shown.names:
            self._units.forget()
        if is_new or old is None or not np.array_equal(old.weights, shown.weights):
            assert self._curves is not None
            assert self.places is not None
            self._numbers = lines.number_boxes(shown, self._curves, self.places)

    # ---- what is where ----

    def place_of(self, target: Target) -> QPointF:
        """Where a unit, a bias or the number of an edge is."""
        assert self.places is not None
        assert self._curves is not None
        if target.kind == "edge":
            k = self._curves.number(target.i, target.j)
            box = self._numbers.get(k)
            return box.center() if box else QPointF(*self._curves.at(k, 0.5))
        if target.kind == "bias":
            return self.places.bias_box(target.i).center()
        return self.places.unit_box(target.i).center()

    def target_at(self, shown: Network, at: QPointF, under: Target | None) -> Target | None:
        """The unit, bias or edge at a point; `under` is what was there before."""
        if self.places is None:
            return None
        gaps = self.places.centers - np.array([at.x(), at.y()])
        distances = np.sqrt((gaps**2).sum(axis=1))
        unit = int(distances.argmin())
        if distances[unit] <= self.places.radius + theme.px(3):
            return Target("unit", unit)
        for i in range(shown.size):
            has_bias = shown.can_edit or bool(shown.biases[i])
            if has_bias and self.places.bias_box(i).contains(at):
                return Target("bias", i)
        return self._edge_at(shown, at, under)

    def _edge_at(self, shown: Network, at: QPointF, under: Target | None) -> Target | None:
        assert self._curves is not None
        i, j = self._curves.pairs.T
        for k, box in self._numbers.items():
            if box.contains(at):
                return edge(int(i[k]), int(j[k]))
        if not i.size:
            return None
        is_none = shown.weights[i, j] == 0
        if under and under.kind == "edge":  # one that is lit stays so a little longer
            is_none &= (i != under.i) | (j != under.j)
        distances = self._curves.distances(at.x(), at.y())
        distances[is_none] += theme.px(NEAR - NEAR_NONE) if shown.can_edit else np.inf
        k = int(distances.argmin())
        return edge(int(i[k]), int(j[k])) if distances[k] <= theme.px(NEAR) else None

    # ---- drawing ----

    def draw(self, painter: QPainter, shown: Network, lit: Lit, is_kept: bool) -> None:
        """Draw it all; from kept pictures if that is wanted, otherwise in vectors."""
        assert self.places is not None
        units.paint_captions(painter, self.places)
        paint_legend(painter, self._legend, shown)
        self._draw_lines(painter, shown, lit, is_kept)
        limit = max(1.0, float(np.abs(shown.biases).max()))
        for unit, bias in enumerate(shown.biases.tolist()):
            target = Target("bias", unit)
            value = lit.bias if target == lit.preview else bias
            units.paint_bias(painter, self.places, unit, value, limit, target in lit.biases)
        if lit.link:
            start, end = lit.link
            lines.paint_link(painter, self.places.unit_box(start).center(), end)
        self._units.paint(painter, shown, self.places, is_kept)

    def _draw_lines(self, painter: QPainter, shown: Network, lit: Lit, is_kept: bool) -> None:
        assert self._curves is not None
        k = self._curves.number(lit.edge.i, lit.edge.j) if lit.edge else -1
        self._lines.paint(painter, shown, self._size if is_kept else None, k)
        if lit.edge:
            self._lines.paint_one(painter, k, lit.weight, shown, lit.is_chosen)
        strong = shown.strong() if self._numbers else None
        for number, box in self._numbers.items():
            i, j = self._curves.pairs[number].tolist()
            if number != k and strong is not None:
                weight = float(shown.weights[i, j])
                lines.paint_number(painter, box, weight, bool(strong[i, j]))
        if lit.edge:
            center = self.place_of(lit.edge)
            box = lines.number_box((center.x(), center.y()), lines.short(lit.weight))
            lines.paint_number(painter, box, lit.weight, True)
