"""A graph whose nodes are divided into two sides: which edges the division cuts, and which not.

Nodes of the one side are discs, those of the other squares; cut edges are strong, the others
faint, the heavier the thicker (of few edges). All edges lie as a faint ground in a kept picture;
a new division paints only what is cut, and the nodes: 4,000 edges and 2,000 nodes cost 3 ms.
"""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from simulator.controls import theme
from simulator.views import cut_marks
from simulator.views.cut_layout import KEY_ROW, Graph, Places, misplaced
from simulator.views.heat import is_same
from simulator.views.plot_view import PlotView

LABELLED = 60  # edges whose weights are written
LEGIBLE = 9.0  # pixels of normal mode: smaller nodes have no number


class CutView(PlotView):
    """Shows a division of a graph, and where it differs from the best one."""

    title = "Problem"

    why_asked = Signal(int)  # a node that was clicked

    def __init__(self) -> None:
        super().__init__()
        self._graph: Graph | None = None
        self._sides = np.empty(0, np.int8)
        self._best: np.ndarray | None = None
        self._faces = cut_marks.Faces()
        self.set_empty("No graph to be cut.")

    # ---- what is shown ----

    def show_cut(
        self,
        positions: np.ndarray,
        edges: np.ndarray,
        weights: np.ndarray,
        sides: np.ndarray,
        best_sides: np.ndarray | None = None,
    ) -> None:
        """Show a graph of positions (N, 2) in 0 … 1 (y downwards), edges (M, 2) int and weights
        (M,), divided into sides (N,) of ±1; and which nodes are not as in `best_sides` (N,).
        Arrays are not changed in place later; repaints only if something differs."""
        graph = Graph(positions, edges, weights)
        has_other_best = not is_same(best_sides, self._best)
        if graph.is_like(self._graph) and not has_other_best and is_same(sides, self._sides):
            return
        is_other = not graph.is_like(self._graph) or (best_sides is None) != (self._best is None)
        self._sides, self._best = sides, best_sides
        if is_other:
            self._graph = graph
            self.renew()
        self.update()

    def clear(self) -> None:
        """Show nothing but the words for that."""
        self._graph = None
        self.renew()

    def place_of(self, node: int) -> QPointF:
        """The middle of a node, in the view's pixels."""
        return QPointF(self._places.points[node])

    # ---- painting ----

    def is_empty(self) -> bool:
        return self._graph is None

    def lay_out(self) -> None:
        assert self._graph
        self._places = Places(self._graph, self.size())
        self._faces.forget()
        self._is_numbered = len(self._places.points) <= cut_marks.NUMBERED and (
            self._places.radius >= LEGIBLE * theme.scale()
        )
        self._labels = self._find_labels(self._graph)

    def _find_labels(self, graph: Graph) -> list[tuple[int, str, QRectF]]:
        """The weights that are written: edge, text and place; those that would touch are not."""
        found: list[tuple[int, str, QRectF]] = []
        if not graph.has_weights() or len(graph.edges) > LABELLED:
            return found
        for edge, weight in enumerate(graph.weights.tolist()):
            line, text = self._places.lines[edge], f"{weight:g}"
            box = cut_marks.weight_box(line, text)
            has_room = line.length() > 2 * self._places.radius + 1.6 * box.width()
            if has_room and not any(box.intersects(other) for _, _, other in found):
                found.append((edge, text, box))
        return found

    def draw_ground(self, painter: QPainter) -> None:
        assert self._graph
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, lines in self._places.lines_of(np.ones(len(self._graph.edges), bool)):
            painter.setPen(QPen(cut_marks.faint_color(), max(1.0, 0.6 * width)))
            painter.drawLines(lines)
        height = theme.px(KEY_ROW)
        row = QRectF(0, self.height() - height, self.width(), height)
        cut_marks.paint_legend(painter, row, self._best is not None)

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        assert self._graph
        is_cut = self._graph.is_cut(self._sides)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, lines in self._places.lines_of(is_cut):
            painter.setPen(QPen(cut_marks.cut_color(), width))
            painter.drawLines(lines)
        for edge, text, box in self._labels:
            cut_marks.paint_weight(painter, box, text, bool(is_cut[edge]))
        self._paint_nodes(painter)

    def _paint_nodes(self, painter: QPainter) -> None:
        points, radius, sides = self._places.points, self._places.radius, self._sides
        odd = np.zeros(len(sides), bool)
        if self._best is not None:
            odd = misplaced(sides, self._best)
        for side in (1, -1):
            for is_odd in (False, True):
                nodes = np.flatnonzero((sides == side) & (odd == is_odd)).tolist()
                if not self._is_numbered:
                    mine = [points[node] for node in nodes]
                    self._faces.paint(painter, mine, radius, (side, is_odd, ""))
                    continue
                for node in nodes:
                    look = (side, is_odd, str(node))
                    self._faces.paint(painter, [points[node]], radius, look)

    # ---- the mouse ----

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        node = self._places.node_at(event.position()) if self._graph else -1
        self.say(self._about(node) if node >= 0 else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        node = self._places.node_at(event.position()) if self._graph else -1
        if node >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.why_asked.emit(node)
        else:
            event.ignore()

    def _about(self, node: int) -> str:
        assert self._graph
        mine = (self._graph.edges == node).any(axis=1)
        cut = mine & self._graph.is_cut(self._sides)
        weight, whole = (float(self._graph.weights[part].sum()) for part in (cut, mine))
        side = "+1" if self._sides[node] > 0 else "−1"
        return (
            f"node {node}: side {side}; {np.count_nonzero(cut)} of its {np.count_nonzero(mine)} "
            f"edges are cut, weight {weight:g} of {whole:g}"
        )
