"""Figure 1 of Goodfellow et al. (2014), alive: densities, D, and how G lays z onto x.

Over x the density of the data is dotted, that of the generator solid, D dashed and the best D for
both thin; each has its name at its curve. Below, lines lead from noise z to what G makes of it:
where they crowd, its density is high.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from simulator.controls import theme
from simulator.core.job import Table
from simulator.views import figure_1d_marks as marks
from simulator.views.figure_1d_frame import Figure, figure_of
from simulator.views.figure_1d_names import Names
from simulator.views.figure_1d_shown import Figure1dShown
from simulator.views.plane_keys import KEYED
from simulator.views.plot_view import PlotView
from simulator.views.trace_scale import round_up

__all__ = ["Figure1dShown", "Figure1dView"]

HEADROOM = 1.6  # how much higher than the data's density the plot is: it never moves
REACH = 8  # pixels of normal mode: so near the pointer looks at a line of the strip
STEPS = 100  # of the keyboard's cursor, from end to end


class Figure1dView(PlotView):
    """Shows the figure."""

    title = "Figure 1 of the paper"

    def __init__(self, title: str = "Figure 1 of the paper", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self._shown: Figure1dShown | None = None
        self._figure: Figure | None = None
        self._named: tuple[str, ...] = ()  # as the axes are
        self._names = Names()
        self._pointer: QPointF | None = None
        self._cursor: float | None = None  # an x, chosen by keys
        self._is_keyed = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    # ---- what is shown ----

    def show_figure(self, shown: Figure1dShown) -> None:
        """Show a figure; repaints only if something differs."""
        if shown.is_like(self._shown):
            return
        self._shown, before = shown, self._figure
        if self.is_empty():
            self._figure = None
        else:
            self.lay_out()
        if self._figure != before or self._named != shown.names:
            self._named = shown.names
            self.renew()
        self._look()

    def clear(self) -> None:
        """Show nothing but the empty state."""
        self._shown = self._figure = None
        self.renew()
        self._look()

    def exported(self) -> Table | None:
        shown = self._shown
        if shown is None:
            return None
        columns = {"x": shown.x, "p": shown.p, "q": shown.q, "D": shown.d}
        if shown.best is not None:
            columns["D_best"] = shown.best
        return Table({name: values.tolist() for name, values in columns.items()})

    def place_of(self, x: float, density: float = 0.0) -> QPointF:
        """Where a place over the x axis is, in the view's pixels."""
        if self._figure is None:
            return QPointF()
        return QPointF(self._figure.curves.px(x), self._figure.curves.py(density))

    def line_of(self, k: int) -> tuple[QPointF, QPointF]:
        """Where a line of the strip begins (z) and ends (x), in the view's pixels."""
        assert self._shown is not None
        assert self._figure is not None
        strip = self._figure.strip
        z, x = float(self._shown.z[k]), float(self._shown.mapped[k])
        start = QPointF(self._figure.pz(z), strip.bottom())
        return start, QPointF(self._figure.curves.px(x), strip.top())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(460), theme.px(360))

    # ---- painting ----

    def is_empty(self) -> bool:
        return self._shown is None or not len(self._shown.x)

    def lay_out(self) -> None:
        shown = self._shown
        assert shown is not None
        ends = float(shown.x[0]), float(shown.x[-1])
        most = float(shown.p.max()) or float(shown.q.max()) or 1.0
        z = (float(shown.z.min()), float(shown.z.max())) if len(shown.z) else None
        if z and z[0] == z[1]:
            z = (z[0] - 1, z[1] + 1)
        top = round_up(HEADROOM * most)
        self._figure = figure_of(self.size(), ends, top, shown.d_range, z)

    def draw_ground(self, painter: QPainter) -> None:
        shown, figure = self._shown, self._figure
        assert shown is not None
        assert figure is not None
        marks.paint_axes(painter, figure, shown.names[2])

    def draw_front(self, painter: QPainter, is_live: bool) -> None:
        shown, figure = self._shown, self._figure
        assert shown is not None
        assert figure is not None
        marks.paint_stage(painter, figure, shown.stage)
        curves = marks.curves_of(figure, shown)
        painter.save()
        painter.setClipRect(figure.curves.plot.adjusted(-1, -2, 1, 2))
        for curve in curves:
            curve.draw(painter)
        painter.restore()
        marks.paint_names(painter, figure, curves, self._names)
        if len(shown.z):
            marks.paint_lines(painter, figure, shown.z, shown.mapped)
        if is_live:
            x, line = self._looked()
            if x is not None:
                marks.paint_looked(painter, figure, curves, figure.curves.px(x))
            if line >= 0:
                marks.paint_line(painter, *self.line_of(line))

    # ---- what is looked at ----

    def _looked(self) -> tuple[float | None, int]:
        """The x under the pointer, or the keyboard's; or a line under the pointer, else −1."""
        figure = self._figure
        if figure is None or self.is_empty():
            return None, -1
        if self._pointer is not None:
            plot = figure.curves.plot
            if plot.contains(self._pointer):
                return figure.curves.x_at(self._pointer.x()), -1
            return None, self._line_at(self._pointer)
        return (self._cursor if self._is_keyed else None), -1

    def _line_at(self, place: QPointF) -> int:
        """The line of the strip nearest to a place within reach; −1: none."""
        shown, figure = self._shown, self._figure
        if shown is None or figure is None or not len(shown.z):
            return -1
        strip, reach = figure.strip, theme.px(REACH)
        if not strip.adjusted(0, -reach, 0, reach).contains(place):
            return -1
        share = min(max((strip.bottom() - place.y()) / strip.height(), 0.0), 1.0)
        low, high = (
            np.array([figure.pz(z) for z in shown.z.tolist()]),
            figure.curves.px(shown.mapped),
        )
        gaps = np.abs(low + share * (high - low) - place.x())
        gaps = np.nan_to_num(gaps, nan=np.inf)
        k = int(np.argmin(gaps))
        return k if gaps[k] <= reach else -1

    def _look(self) -> None:
        shown = self._shown
        x, line = self._looked()
        words = ""
        if shown is not None and x is not None:
            words = shown.words_at(x)
        elif shown is not None and line >= 0:
            z, place = float(shown.z[line]), float(shown.mapped[line])
            words = f"z {z:.2f} → x {place:.2f}".replace("-", "−")
        self.say(words)
        stage = shown.stage if shown else self._empty
        self.setAccessibleDescription(". ".join(part for part in (stage, words) if part))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self._look()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._look()

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()  # before the window's own arrows
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        has_others = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        return self._is_keyed and not self.is_empty() and not has_others and event.key() in keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._wants(event) or self._shown is None:
            event.ignore()
            return
        low, high = float(self._shown.x[0]), float(self._shown.x[-1])
        way = 1 if event.key() == Qt.Key.Key_Right else -1
        now = (low + high) / 2 if self._cursor is None else self._cursor
        self._cursor = min(max(now + way * (high - low) / STEPS, low), high)
        self._pointer = None
        self._look()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_keyed = event.reason() in KEYED
        if self._cursor is None and not self.is_empty():
            self._cursor = sum(self._figure.curves.x) / 2 if self._figure else None
        self._look()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._is_keyed = False
        self._look()
