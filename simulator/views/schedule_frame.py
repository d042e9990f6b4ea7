"""What a schedule shows and where it stands: a plot over sweeps, below it a slim band."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize

from simulator.controls import theme
from simulator.views.heat import is_same
from simulator.views.trace_frame import ROW, Frame, frame_of
from simulator.views.trace_scale import round_up

AXES = ("sweeps", "temperature T")
ACCEPTANCE = "acceptance 0.00"  # as wide as the band's label ever is
BAND = 17  # pixels of normal mode: the band's height
DETAIL = 3.0  # pixels a bin that a curve is thinned to: a rough one costs 2 ms, with half of it 5
WIDE, LOW = 640, 200  # from this width on there is a margin for labels; below this height in need


@dataclass(frozen=True, eq=False)
class Shown:
    """What is shown; the arrays are float64 and never changed in place."""

    sweeps: np.ndarray  # (P,) the plan
    temperatures: np.ndarray  # (P,)
    now: float  # sweeps
    temperature_now: float
    past_sweeps: np.ndarray  # (Q,) what really was
    past_temperatures: np.ndarray  # (Q,)
    acceptance: np.ndarray  # (A,) 0 … 1
    acceptance_sweeps: np.ndarray  # (A,)
    total: float  # sweeps
    t_max: float

    def reach(self) -> tuple[float, float]:
        """Return the last sweep and the highest temperature that are in sight."""
        far = max(self.total, 1e-9)
        if self.now > far:  # it goes on after its end
            far = round_up(self.now)
        tops = [float(y.max()) for y in (self.temperatures, self.past_temperatures) if y.size]
        top = max([self.t_max, *tops])
        return far, self.t_max if 0 < self.t_max >= top else round_up(max(top, 1e-9))

    def has_plan_of(self, other: "Shown | None") -> bool:
        """Whether everything that stands still is the same."""
        return (
            other is not None
            and self.reach() == other.reach()
            and (self.total, bool(self.acceptance.size))
            == (other.total, bool(other.acceptance.size))
            and is_same(self.sweeps, other.sweeps)
            and is_same(self.temperatures, other.temperatures)
        )

    def is_like(self, other: "Shown | None") -> bool:
        """Whether everything is the same."""
        return (
            other is not None
            and (self.now, self.temperature_now) == (other.now, other.temperature_now)
            and is_same(self.past_sweeps, other.past_sweeps)
            and is_same(self.past_temperatures, other.past_temperatures)
            and is_same(self.acceptance, other.acceptance)
            and is_same(self.acceptance_sweeps, other.acceptance_sweeps)
            and self.has_plan_of(other)
        )


@dataclass(frozen=True)
class Places:
    """Where things are; what is not shown has an empty box."""

    frame: Frame
    name: QRectF  # of the temperature's axis, where it stands in the margin
    band: QRectF
    label: QRectF  # of the band

    @classmethod
    def of(cls, size: QSize, shown: Shown) -> "Places":
        """Find places for a size: a low and wide view has its labels in a margin at the right."""
        has_band, is_wide = shown.acceptance.size > 0, size.width() >= theme.px(WIDE)
        is_low = is_wide and size.height() < theme.px(LOW)
        row, high = theme.px(ROW), theme.px(BAND)
        foot = 0 if not has_band else high + theme.px(3) + (0 if is_wide else row)
        names = [AXES[1]] * is_low + [ACCEPTANCE] * (has_band and is_wide)
        upper = QSize(size.width(), max(size.height() - foot, 1))
        far, top = shown.reach()
        axes = (AXES[0], "") if is_low else AXES
        frame = frame_of(upper, axes, ((0.0, far), (0.0, top)), (), names)
        plot = frame.plot
        margin = plot.right() + theme.px(7), size.width() - plot.right() - theme.px(7)
        name = QRectF(margin[0], plot.top() + theme.px(2), margin[1], row) if is_low else QRectF()
        if not has_band:
            return cls(frame, name, QRectF(), QRectF())
        band = QRectF(plot.left(), size.height() - high - 1, plot.width(), high)
        label = QRectF(plot.left(), band.top() - row - 1, plot.width(), row)
        if is_wide:
            label = QRectF(margin[0], band.center().y() - row / 2, margin[1], row)
        return cls(frame, name, band, label)

    def point(self, sweep: float, temperature: float) -> QPointF:
        """Return a place in pixels."""
        return QPointF(self.frame.px(sweep), self.frame.py(temperature))

    def value(self, place: QPointF) -> tuple[float, float]:
        """Return sweep and temperature at a place; they may be out of range."""
        low, high = self.frame.y
        plot = self.frame.plot
        share = (plot.bottom() - place.y()) / max(plot.height(), 1.0)
        return self.frame.x_at(place.x()), low + share * (high - low)

    def curve(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return a curve (P,), (P,) in pixels, thinned to the plot's width."""
        return self.frame.path(x, y[None], DETAIL)


def nearest_on(x: np.ndarray, y: np.ndarray, place: QPointF) -> tuple[QPointF, float]:
    """Return the nearest place on a curve in pixels (P,), (P,), P ≥ 1, and its distance."""
    start = np.column_stack([x, y])[: max(x.size - 1, 1)]
    end = np.column_stack([x, y])[-max(x.size - 1, 1) :]
    way, here = end - start, np.array([place.x(), place.y()])
    length = np.maximum((way**2).sum(axis=1), 1e-12)
    share = np.clip(((here - start) * way).sum(axis=1) / length, 0.0, 1.0)
    foot = start + share[:, None] * way
    gaps = np.hypot(*(foot - here).T)
    best = int(np.argmin(gaps))
    return QPointF(*foot[best].tolist()), float(gaps[best])


def temperature_text(temperature: float, highest: float) -> str:
    """Write a temperature with three figures of the highest, and two decimals at least up to 10."""
    decimals = min(max(0, 2 - math.floor(math.log10(max(highest, 1e-6)))), 5)
    return f"{temperature:.{decimals}f}"
