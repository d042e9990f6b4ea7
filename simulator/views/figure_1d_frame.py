"""Where the parts of the figure stand: the curves over x, and below them the lines from z to x."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF

from simulator.controls import theme
from simulator.views.trace_canvas import label_font
from simulator.views.trace_frame import ROW, Frame, count_of_ticks
from simulator.views.trace_scale import round_step, tick_text, ticks

STRIP, LEAST_STRIP, MOST_STRIP = 0.26, 44, 150  # of the height; pixels of normal mode


@dataclass(frozen=True)
class Figure:
    """The upper plot with its densities, D's own scale at its right, and the strip below."""

    curves: Frame
    d: tuple[float, float]  # what the right axis shows
    strip: QRectF  # empty where there are no lines
    z: tuple[float, float]

    def py_d(self, value: float) -> float:
        """Where a value of D is."""
        low, high = self.d
        plot = self.curves.plot
        return plot.bottom() - (value - low) / (high - low) * plot.height()

    def pz(self, z: float) -> float:
        """Where a z is on the lower line."""
        low, high = self.z
        return self.strip.left() + (z - low) / (high - low) * self.strip.width()


def figure_of(
    size: QSize,
    x: tuple[float, float],
    top: float,
    d: tuple[float, float],
    z: tuple[float, float] | None,
) -> Figure:
    """Lay out a figure whose densities reach from 0 to `top`; no z: no strip."""
    px, metrics = theme.px, QFontMetricsF(label_font())
    head, foot = px(ROW + 8), px(ROW + 9)
    strip = 0.0
    if z is not None:
        strip = min(max(STRIP * size.height(), px(LEAST_STRIP)), px(MOST_STRIP))
    below = foot + (strip + px(ROW + 12) if strip else 0)
    high = max(size.height() - head - below, 1)
    step = round_step(top, count_of_ticks(high))
    left = max(metrics.horizontalAdvance(tick_text(t, step)) for t in ticks(0, top, step))
    right = max(metrics.horizontalAdvance(d_text(t, d)) for t in d_ticks(d))
    plot = QRectF(round(left + px(9)), head, 1, round(high))
    plot.setRight(max(round(size.width() - right - px(10)), plot.left() + 1))
    frame = Frame(plot, x, (0.0, top), size, ("x", "density"))
    lines = QRectF(plot.left(), plot.bottom() + foot, plot.width(), round(strip))
    return Figure(frame, d, lines if strip else QRectF(), z or (0.0, 1.0))


def d_ticks(d: tuple[float, float]) -> tuple[float, float, float]:
    """The ends of D's axis and its middle."""
    return d[0], (d[0] + d[1]) / 2, d[1]


def d_text(value: float, d: tuple[float, float]) -> str:
    """Write a tick of D's axis."""
    if d == (0.0, 1.0):
        return {0.0: "0", 0.5: "½", 1.0: "1"}.get(value, f"{value:g}")
    return f"{value:.3g}".replace("-", "−")
