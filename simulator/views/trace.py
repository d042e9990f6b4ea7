"""A trace: curves over the steps of a run, the present as a dot, what was done as ticks.

A **level** is a dashed horizontal line with a name, a **guide** an upright one; a **mark** is a
place where something was done. Lines with points or errors, as in a **chart**, are drawn whole and
named in a legend. Curves are laid out in pixels of the view and thinned before pyqtgraph draws
them, so a frame costs the same however long the run was, and pens keep their width on every screen
and in every export.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPaintEngine, QPainter, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.views.trace_canvas import CENTER, Canvas, Curve, Dot, Mark, Sheet, Text
from simulator.views.trace_frame import End, Frame, labels
from simulator.views.trace_points import color_of, guide_labels, legend_names, look_of, points_of
from simulator.views.trace_scale import dashed
from simulator.views.trace_stage import Stage
from simulator.views.trace_wish import Chart, Guide, Level, Line, Measured, Range, Wish
from simulator.views.view import View

__all__ = ["Chart", "Guide", "Level", "Line", "TraceView"]

FAINT = 0.7  # how much paper is mixed into what lies after the present
DASHES = 7, 5  # pixels of normal mode: a piece of a dashed line, and a gap
MOST_POINTS = 4000  # of all thin lines together


class TraceView(View):
    """Shows lines over x; a press or a drag on it tells where (`scrubbed`)."""

    scrubbed = Signal(float)

    def __init__(
        self,
        title: str,
        x_label: str,
        y_label: str,
        least_x: float = 8.0,  # how much of a run there is room for at its beginning
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._own_axes = self._axes = (x_label, y_label)
        self._empty = ""
        self._wish: Wish | None = None
        self._frame: Frame | None = None
        self._stage = Stage(least_x)
        self._canvas = Canvas()
        self._ground, self._front = Sheet(0), Sheet(1000)
        self._curves: dict[str, Curve] = {}
        for item in (self._ground, self._front):
            self._canvas.scene().addItem(item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._canvas)
        self.setAccessibleName(title)
        self._canvas.setAccessibleName(f"{title}, plot")
        self._canvas.pressed_at.connect(self._scrub)
        theme.notifier.changed.connect(self._restyle)
        self._restyle()

    # ---- what is shown ----

    def show_lines(
        self,
        x: np.ndarray,
        lines: Sequence[Line],
        now: float | None = None,
        levels: Sequence[Level] = (),
        marks: Sequence[float] = (),
        x_range: Range = None,
        y_range: Range = None,
    ) -> None:
        """Show lines over x (P,), which rises; later lines lie above, the last strong one counts
        most. Without ranges, calm ones are found that hold all lines and levels."""
        wish = Wish.of(x, lines, now, tuple(levels), tuple(marks), (x_range, y_range))
        self._take(wish, self._own_axes)

    def show_chart(self, chart: Chart) -> None:
        """Show measured points, their errors and what they are compared with."""
        levels, ranges = tuple(chart.levels), (chart.x_range, chart.y_range)
        x = np.array(chart.x_range, float)
        wish = Wish.of(x, chart.lines, None, levels, (), ranges, guides=chart.guides)
        own = self._own_axes
        self._take(wish, (chart.x_label or own[0], chart.y_label or own[1]))

    def _take(self, wish: Wish, axes: tuple[str, str]) -> None:
        if axes != self._axes or self._wish is None or not wish.is_like(self._wish):
            self._wish, self._axes = wish, axes
            self._redraw()

    def set_empty(self, text: str) -> None:
        """Say what stands here as long as there is nothing to show."""
        self._empty = text
        self._redraw()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._wish = None
        self._redraw()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(120))

    def draw_on(self, painter: QPainter) -> None:
        self._redraw()  # a view that was never on screen got no size yet
        is_drawing = painter.paintEngine().type() == QPaintEngine.Type.SVG
        for curve in self._curves.values():
            curve.set_drawing(is_drawing)
        box = QRectF(self.rect())
        self._canvas.scene().render(painter, box, box)
        for curve in self._curves.values():
            curve.set_drawing(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def _restyle(self) -> None:
        self._canvas.setBackground(theme.current_theme().surface)
        self.updateGeometry()
        self._stage.forget()
        self._redraw(is_forced=True)

    def _scrub(self, place: float) -> None:
        if self._frame is not None and self._wish is not None:
            x, now = self._wish.x, self._wish.plain[1]
            end = x[-1] if now is None else max(x[-1], now)
            self.scrubbed.emit(float(np.clip(self._frame.x_at(place), x[0], end)))

    # ---- drawing ----

    def _redraw(self, is_forced: bool = False) -> None:
        size, wish = self.size(), self._wish
        ground: list[Mark] = []
        front: list[Mark] = []
        used: set[str] = set()
        self._frame = None
        if wish is None or wish.is_empty:
            box = (theme.px(16), 0, size.width() - 2 * theme.px(16), size.height())
            ground.append(Text(self._empty, box, theme.caption_color(), CENTER, is_wrapped=True))
        else:
            ground, front, used = self._draw_wish(wish)
        bounds = QRectF(self.rect())
        self._ground.show_marks(bounds, ground, is_forced)
        self._front.show_marks(bounds, front, is_forced)
        for name, curve in self._curves.items():
            curve.setVisible(name in used)

    def _draw_wish(self, wish: Wish) -> tuple[list[Mark], list[Mark], set[str]]:
        """Lay the wish out and set the curves; return what lies below and above them."""
        kinds, given, *_ = wish.plain
        now = float(wish.x[-1]) if given is None else float(given)
        past_x, past_y, next_x, next_y = wish.halves(now)
        present = past_y[:, -1]
        frame, ground = self._stage.set(self.size(), self._axes, wish, now, present)
        self._frame = frame
        used: set[str] = set()
        for name, chosen, color, width in _groups(kinds):
            # pixels a bin: a frame's time goes with the points, and of thin lines there are many
            detail = max(3.0, 2 * len(chosen) * frame.plot.width() / MOST_POINTS)
            halves = ("next", next_x, next_y, FAINT), ("past", past_x, past_y, 0.0)
            for half, x, y, share in halves if next_x.size > 1 else halves[1:]:
                look = theme.current_theme().mix(color, "surface", share), width, float(len(used))
                path = frame.path(x, y[chosen], detail)
                if kinds[chosen[0]][3]:
                    path = dashed(*path, *(theme.px(n) for n in DASHES))
                self._curve(f"{name}, {half}", used).show_points(frame.bounds, *path, look)
        ends = [
            End(name, float(present[k]), color_of(color))
            for k, (name, color, is_strong, _) in enumerate(kinds)
            if is_strong and np.isfinite(present[k])
        ]
        dots = [
            Dot(frame.px(now), frame.py(end.y), theme.px(5 if end is ends[-1] else 4), end.color)
            for end in ends
        ]
        self._describe(now, ends, wish.measured)
        bars, points = self._draw_measured(frame, wish.measured, used)
        names = guide_labels(frame, wish.guides)
        return [*ground, *bars], [*points, *names, *labels(frame, now, ends), *dots], used

    def _draw_measured(
        self, frame: Frame, lines: Sequence[Measured], used: set[str]
    ) -> tuple[list[Mark], list[Mark]]:
        """Set the curves of measured lines; return their error bars and their points."""
        for k, line in enumerate(lines):
            path = frame.path(line.x, line.y[None], 1.0)
            color, width = look_of(line)
            look = color, width, float(len(used))
            self._curve(f"{k}, measured", used).show_points(frame.bounds, *path, look)
        return points_of(frame, lines)

    def _curve(self, name: str, used: set[str]) -> Curve:
        used.add(name)
        if name not in self._curves:
            self._curves[name] = Curve()
            self._canvas.scene().addItem(self._curves[name])
        return self._curves[name]

    def _describe(self, now: float, ends: Sequence[End], measured: Sequence[Measured]) -> None:
        if measured:
            names = ", ".join(name for name, *_ in legend_names(measured))
            self.setAccessibleDescription(f"{self._axes[1]} against {self._axes[0]}: {names}")
            return
        values = ", ".join(f"{end.name or self._axes[1]} {end.y:.3f}" for end in ends)
        self.setAccessibleDescription(f"at {now:.2f} {self._axes[0]}: {values}")


def _groups(kinds: Sequence[tuple]) -> Iterator[tuple[str, list[int], str, float]]:
    """Give name, lines, colour and width of each curve: all thin lines in one, each strong one."""
    thin = [k for k, kind in enumerate(kinds) if not kind[2]]
    if thin:
        yield "thin", thin, "unknown", 0.0
    strong = [k for k, kind in enumerate(kinds) if kind[2]]
    for place, k in enumerate(strong):
        yield str(place), [k], color_of(kinds[k][1]), 2.0 * theme.scale()
