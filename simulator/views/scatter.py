"""A scatter: points in the plane, in groups of their own colour and shape, and straight guides."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.views import scatter_marks as marks
from simulator.views.plot_view import PlotView
from simulator.views.scatter_wish import Points, Straight, Wish
from simulator.views.trace_frame import ROW, Frame, backdrop, frame_of
from simulator.views.trace_scale import CalmRange
from simulator.views.trace_wish import Range

__all__ = ["Points", "ScatterView", "Straight"]

PARTS = 12.0  # that a range is cut into: it ends near the outermost points
REACH = 9  # pixels of normal mode: so near the pointer looks at a point


class ScatterView(PlotView):
    """Shows groups of points; `hovered` says the label of the one under the pointer."""

    title = "Scatter"

    def __init__(self, title: str = "Scatter", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self._wish: Wish | None = None
        self._frame: Frame | None = None
        self._calm = CalmRange(), CalmRange()
        self._looked: tuple[int, int] | None = None  # group and point

    def show_points(
        self,
        groups: Sequence[Points],
        guides: Sequence[Straight] = (),
        x_label: str = "",
        y_label: str = "",
        x_range: Range = None,
        y_range: Range = None,
        note: str = "",
    ) -> None:
        """Show groups, later ones above, over dashed guides. Without ranges, calm ones are found
        that hold all points. ValueError where the arrays of a group differ in length."""
        axes, ranges = (x_label, y_label), (x_range, y_range)
        wish = Wish(tuple(groups), tuple(guides), axes, ranges, note).check()
        if not wish.is_like(self._wish):
            self._wish, self._looked = wish, None
            self.renew()
            self._describe()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._wish, self._looked = None, None
        self._calm = CalmRange(), CalmRange()
        self.renew()

    def place_of(self, x: float, y: float) -> QPointF:
        """Return a place of the plot in the view's pixels."""
        return QPointF(self._frame.px(x), self._frame.py(y)) if self._frame else QPointF()

    def is_empty(self) -> bool:
        return self._wish is None or self._wish.is_empty

    def lay_out(self) -> None:
        wish = self._wish
        if wish is None:
            return
        size = self.size()
        boxes = marks.legend_of(wish, size)[1]
        head = max((box[1] + box[3] for box in boxes), default=0.0)
        if wish.note:
            head = max(head, theme.px(ROW)) + theme.px(ROW + 2)
        x = self._range(0, [group.x for group in wish.groups])
        y = self._range(1, [group.y for group in wish.groups])
        self._frame = frame_of(size, wish.axes, (x, y), (), (), head)

    def _range(self, axis: int, arrays: list[np.ndarray]) -> tuple[float, float]:
        """The range of an axis: the given one, or one that holds all arrays (N,)."""
        given = self._wish.ranges[axis] if self._wish else None
        if given is not None:
            return given
        values = np.concatenate([np.asarray(array, float) for array in arrays])
        values = values[np.isfinite(values)]
        if not values.size:
            return 0.0, 1.0
        return self._calm[axis].cover(float(values.min()), float(values.max()), PARTS)

    def _describe(self) -> None:
        if self._wish is None:
            return
        axes, note = self._wish.axes, self._wish.note
        groups = ", ".join(f"{group.name}: {group.x.size} points" for group in self._wish.groups)
        text = f"{axes[1]} against {axes[0]}. {groups}. {note}"
        self.setAccessibleDescription(text.strip())

    def _count(self) -> int:
        """How many points there are."""
        return sum(group.x.size for group in self._wish.groups) if self._wish else 0

    # ---- painting ----

    def draw_ground(self, painter: QPainter) -> None:
        wish, frame = self._wish, self._frame
        if wish is None or frame is None:
            return
        _, boxes = marks.legend_of(wish, self.size())
        for mark in (*backdrop(frame, (), ()), *marks.legend(wish, boxes)):
            mark.draw(painter)
        if wish.note:
            foot = max([box[1] + box[3] for box in boxes], default=theme.px(ROW))
            marks.note_mark(wish.note, foot + theme.px(2), self.width()).draw(painter)
        is_crowd = self._count() > marks.MANY
        if not is_crowd:
            self._draw_guides(painter, wish, frame, False)
        for group in wish.groups:
            marks.draw_group(painter, group, frame, self._count())
        if is_crowd:  # it would hide them
            self._draw_guides(painter, wish, frame, True)

    @staticmethod
    def _draw_guides(painter: QPainter, wish: Wish, frame: Frame, has_halo: bool) -> None:
        for guide in wish.guides:
            marks.draw_guide(painter, guide, frame, has_halo)

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        if is_live and self._looked and self._wish:
            group, number = self._looked
            looked = self._wish.groups[group]
            place = self.place_of(float(looked.x[number]), float(looked.y[number]))
            marks.draw_ring(painter, place, marks.usual_radius(self._count()))

    # ---- the pointer ----

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look(self._nearest(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._look(None)

    def _nearest(self, place: QPointF) -> tuple[int, int] | None:
        """Group and number of the nearest point within reach, of equals the uppermost."""
        best, found = float(theme.px(REACH)), None
        if self._wish is None or self._frame is None:
            return None
        for k, group in enumerate(self._wish.groups):
            places, numbers = marks.places_of(group, self._frame)
            if not numbers.size:
                continue
            gaps = np.hypot(places[:, 0] - place.x(), places[:, 1] - place.y())
            if gaps.min() <= best:
                best = float(gaps.min())
                found = k, int(numbers[numbers.size - 1 - int(np.argmin(gaps[::-1]))])
        return found

    def _look(self, looked: tuple[int, int] | None) -> None:
        if looked != self._looked:
            self._looked = looked
            self.update()
        self.say(self._words())

    def _words(self) -> str:
        """What is to be said of the point looked at."""
        if self._looked is None or self._wish is None:
            return ""
        group, number = self._wish.groups[self._looked[0]], self._looked[1]
        if group.labels is not None:
            return group.labels[number]
        labels = (axis or name for axis, name in zip(self._wish.axes, "xy", strict=True))
        values = (f"{array[number]:.4g}" for array in (group.x, group.y))
        pairs = ", ".join(f"{a} {b}" for a, b in zip(labels, values, strict=True))
        return (f"{group.name}: {pairs}" if group.name else pairs).replace("-", "−")
